"""What is said about an example: the lines of a diff of the tokens expected and found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from semgraph.workbench.brackets import bracketed, layers
from semgraph.workbench.judge import Outcome


class Line(NamedTuple):
    """A line of a report.

    Attributes:
        label: what stands on the line: ``wanted``, ``made``, ``never``, ``-``, ``+``, ``=``,
            ``!``, or the name of another rule.
        text: a sentence with brackets, or a token.
        note: what is to be said about it.
    """

    label: str
    text: str
    note: str = ""


def report(outcome: Outcome) -> Iterator[Line]:
    """Give the sentence as expected and as found, and then token by token what differs."""
    example, found = outcome.example, outcome.found
    yield Line("wanted" if example.expected else "never", bracketed(example.text, example.tokens))
    tokens = [token for token in outcome.spans if token]
    for layer in layers(tokens):
        yield Line("made", bracketed(example.text, layer))
    if outcome.note:
        yield Line("!", outcome.note)
    if example.expected:
        for token in outcome.wanted:
            if token not in found:
                yield Line("-", token, "wanted, not made")
    for token in found:
        asked = example.expected == (not outcome.wanted or token in outcome.wanted)
        if asked or outcome.passed:
            yield Line("=", token, "made")
        else:
            yield Line("+", token, "made, not wanted")
    if not found:
        yield Line("", "the rule made nothing here")
    for rule, token in outcome.others:
        yield Line(rule, token, "made by another rule")


def report_text(outcome: Outcome) -> str:
    """Give the report as plain text."""
    return "\n".join(
        f"{line.label:<6} {line.text}" + (f"  ({line.note})" if line.note else "")
        for line in report(outcome)
    )
