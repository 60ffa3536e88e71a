"""``semgraph grammar test``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Literal

import click
from rich.text import Text

from semgraph.cli.grammars import read_grammar
from semgraph.cli.output import Output, Page, open_output
from semgraph.cli.visible import visible
from semgraph.types import Json

if TYPE_CHECKING:
    from semgraph.grammar import Grammar
    from semgraph.grammar_tests import Outcome

_GOOD, _BAD, _FAINT = "blue", "bold red", "dim"


@click.command("test")
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.option(
    "--lang",
    metavar="CODE",
    help="Language of grammars that name none (default: en). Without FILE: test only the"
    " shipped grammars of this language and of every language.",
)
@click.option("--pipeline", metavar="NAME", help="Parse examples with this spaCy pipeline.")
@click.option(
    "--grammar-path", multiple=True, metavar="DIR", help="Search a folder for used grammars."
)
@click.option("-v", "--verbose", is_flag=True, help="Show what each rule found, failed or not.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How to report (default: text).",
)
@click.pass_context
def command(
    ctx: click.Context,
    files: tuple[str, ...],
    lang: str | None,
    pipeline: str | None,
    grammar_path: tuple[str, ...],
    verbose: bool,
    form: Literal["text", "json"],
) -> None:
    """Run the examples and counterexamples of grammar files.

    A FILE is a path or the dotted name of a grammar; without any, all shipped grammars are
    tested. Every rule is tried at its own stage, after all that stands before it. The exit code
    is 1 if an example fails.

    \b
      semgraph grammar test
      semgraph grammar test my/rules.sg --verbose
      semgraph grammar test en.verbs --format json
    """
    from semgraph.grammar_tests import run_examples
    from semgraph.parse import load_pipeline

    grammars = _grammars(files, grammar_path, lang)
    parser = load_pipeline(pipeline) if pipeline else None
    outcomes = run_examples(grammars, language=lang or "en", parser=parser)
    with open_output(None) as out:
        if form == "json":
            _write_json(out, outcomes)
        else:
            _write_text(out, outcomes, verbose=verbose)
    if not all(outcome.passed for outcome in outcomes):
        ctx.exit(1)


def _grammars(files: Sequence[str], search: Sequence[str], lang: str | None) -> list[Grammar]:
    from semgraph.grammar import Grammar, shipped_root

    if files:
        return [read_grammar(file, search) for file in files]
    shipped = [Grammar.load(path) for path in sorted(shipped_root().rglob("*.sg"))]
    return [g for g in shipped if lang is None or g.files[-1].language in ("", lang)]


# As JSON.


def _write_json(out: Output, outcomes: Sequence[Outcome]) -> None:
    import orjson

    failed = sum(not outcome.passed for outcome in outcomes)
    report = {
        "examples": len(outcomes),
        "passed": len(outcomes) - failed,
        "failed": failed,
        "outcomes": [_plain(outcome) for outcome in outcomes],
    }
    out.line(orjson.dumps(report))


def _plain(outcome: Outcome) -> Json:
    return {
        "rule": outcome.rule,
        "file": outcome.file,
        "line": outcome.line,
        "kind": _kind(outcome),
        "text": outcome.example.text,
        "passed": outcome.passed,
        "wanted": list(outcome.wanted),
        "found": list(outcome.found),
        "others": [{"rule": rule, "token": token} for rule, token in outcome.others],
        "note": outcome.note,
    }


def _kind(outcome: Outcome) -> str:
    return "example" if outcome.example.expected else "counterexample"


# As text.


def _write_text(out: Output, outcomes: Sequence[Outcome], *, verbose: bool) -> None:
    page = Page(out)
    for outcome in outcomes:
        if verbose or not outcome.passed:
            out.write(page.render(*_lines(outcome), "", wrap=out.terminal))
    if verbose:
        out.write(page.render(*_by_rule(outcomes), ""))
    out.write(page.render(_summary(outcomes)))


def _lines(outcome: Outcome) -> Iterator[Text]:
    """Give the report of one example, line by line."""
    yield Text.assemble(
        ("passed" if outcome.passed else "FAILED", _GOOD if outcome.passed else _BAD),
        f"  {visible(outcome.file or '<grammar>')}:{outcome.line}",
        f"  {outcome.rule}",
    )
    yield Text.assemble((f"  {_kind(outcome)}  ", _FAINT), _bracketed(outcome))
    if outcome.note:
        yield Text(f"  ! {visible(outcome.note)}", _BAD)
    lost = [token for token in outcome.wanted if token not in outcome.found]
    for token in outcome.found:
        asked = outcome.example.expected == (not outcome.wanted or token in outcome.wanted)
        good = asked or outcome.passed
        yield _token("= ", token, "made") if good else _token("+ ", token, "made, not wanted")
    if outcome.example.expected:
        for token in lost:
            yield _token("- ", token, "wanted, not made")
    if not outcome.found:
        yield Text("  the rule made nothing here", _FAINT)
    for rule, token in outcome.others:
        yield Text.assemble("    ", (f"{rule} made ", _FAINT), visible(token))


def _token(sign: str, token: str, note: str) -> Text:
    style = {"= ": _GOOD, "+ ": _BAD, "- ": _BAD}[sign]
    return Text.assemble("  ", (f"{sign}{visible(token)}", style), (f"  {note}", _FAINT))


def _bracketed(outcome: Outcome) -> str:
    """Give the sentence with its brackets, numbered when there are several tokens."""
    text, tokens = outcome.example.text, outcome.example.tokens
    signs: list[tuple[int, int, str]] = []
    for number, spans in enumerate(tokens, 1):
        index = f"{number}: " if len(tokens) > 1 else ""
        for start, end in spans:
            signs += [(start, 1, f"[{index}"), (end, 0, "]")]
    pieces, last = [], 0
    for place, _, sign in sorted(signs):
        pieces += [visible(text[last:place]), sign]
        last = place
    return "".join([*pieces, visible(text[last:])])


def _by_rule(outcomes: Sequence[Outcome]) -> Iterator[Text]:
    for rule, own in groupby(outcomes, lambda outcome: outcome.rule):
        counts = Counter(outcome.passed for outcome in own)
        style = _BAD if counts[False] else _GOOD
        yield Text.assemble((f"{counts[True]:>3} of {counts.total():<3}", style), f" {rule}")


def _summary(outcomes: Sequence[Outcome]) -> Text:
    failed = sum(not outcome.passed for outcome in outcomes)
    noun = "example" if len(outcomes) == 1 else "examples"
    line = Text(f"{len(outcomes)} {noun}: {len(outcomes) - failed} passed")
    if failed:
        line.append(f", {failed} failed", _BAD)
    return line
