"""Rewriting the brackets of examples so that they mark what their rules make now."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from semgraph.errors import GrammarError, UsageError
from semgraph.grammar.examples import read_brackets
from semgraph.grammar.syntax import Location
from semgraph.workbench.brackets import layers, rebracket
from semgraph.workbench.files import write_whole
from semgraph.workbench.judge import Outcome

_STRING = re.compile(r'"(?:[^"\\\n]|\\.)*"')
_BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Change:
    """What was done about a failing example.

    Attributes:
        outcome: of the example.
        old: the quoted string as it stood in the file, ``""`` where nothing was changed.
        new: as it stands there now, ``""`` where nothing was changed.
        reason: why nothing was changed, ``""`` where something was.
    """

    outcome: Outcome
    old: str = ""
    new: str = ""
    reason: str = ""

    @property
    def made(self) -> bool:
        """Whether the example was rewritten."""
        return not self.reason


def update_examples(outcomes: Iterable[Outcome]) -> list[Change]:
    """Rewrite the brackets of failing examples in their grammar files.

    All else in a file stays as it is, byte for byte. Counterexamples are never touched, nor are
    examples for which the rule makes nothing.

    Args:
        outcomes: of examples that were read from files.

    Returns:
        What was done about each that failed, in order.

    Raises:
        GrammarError: a file is not the one that was read.
        UsageError: a file cannot be read or written.
    """
    failed = [outcome for outcome in outcomes if not outcome.passed]
    reasons = [_reason(outcome) for outcome in failed]
    files: dict[str, list[Outcome]] = {}
    for outcome, reason in zip(failed, reasons, strict=True):
        if outcome.file is not None and not reason:
            files.setdefault(outcome.file, []).append(outcome)
    written: dict[tuple[str, Location], tuple[str, str]] = {}
    contents: dict[Path, bytes] = {}
    for file, own in files.items():
        strings, contents[Path(file)] = _rewritten(Path(file), own)
        written |= {(file, place): pair for place, pair in strings.items()}
    for path, content in contents.items():  # only now: a mistake in any file leaves all alone
        try:
            write_whole(path, content)
        except OSError as error:
            raise UsageError(f"cannot write '{path}': {error.strerror}") from error
    return [
        Change(outcome, reason=reason)
        if reason
        else Change(outcome, *written[outcome.file or "", outcome.example.location])
        for outcome, reason in zip(failed, reasons, strict=True)
    ]


def _reason(outcome: Outcome) -> str:
    """Say why an example cannot be rewritten, ``""`` if it can."""
    if not outcome.example.expected:
        return "a counterexample is never rewritten"
    if outcome.file is None:
        return "the grammar was read from no file"
    if not any(outcome.spans):
        return "the rule makes nothing here"
    if len(layers([token for token in outcome.spans if token])) > 1:
        return "the tokens overlap, which brackets cannot say"
    return ""


def _rewritten(
    path: Path, outcomes: Sequence[Outcome]
) -> tuple[dict[Location, tuple[str, str]], bytes]:
    """Give each string of a file as it was and as it is to be, and the file's new content."""
    try:
        whole = path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot read '{path}' again: {error}") from error
    text = whole.removeprefix(_BOM)
    lines = [0, *(match.end() for match in re.finditer("\n", text))]
    changes: dict[int, tuple[str, str]] = {}
    strings: dict[Location, tuple[str, str]] = {}
    for outcome in outcomes:
        place = outcome.example.location
        start = lines[place.line - 1] + place.column - 1 if place.line <= len(lines) else len(text)
        old = _string_at(text, start, outcome)
        pair = old, rebracket(old, [token for token in outcome.spans if token])
        changes[start] = strings[place] = pair
    for start, (old, new) in sorted(changes.items(), reverse=True):
        text = text[:start] + new + text[start + len(old) :]
    mark = _BOM if whole.startswith(_BOM) else ""
    return strings, (mark + text).encode()


def _string_at(text: str, start: int, outcome: Outcome) -> str:
    """Give the quoted string at a place, which must still be that of the example."""
    found = _STRING.match(text, start)
    example = outcome.example
    if found is None or read_brackets(found[0]) != (example.text, example.tokens):
        raise GrammarError(
            "the file has been changed since it was read",
            file=outcome.file,
            line=outcome.line,
            hint="run the examples again",
        )
    return found[0]
