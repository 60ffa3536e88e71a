"""How outcomes of examples, changes of their brackets and the coverage of rules are shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, TypeAlias

from rich import box
from rich.table import Table
from rich.text import Text

from semgraph.cli.output import Output, Page
from semgraph.cli.visible import shown, visible
from semgraph.types import Json

if TYPE_CHECKING:
    from rich.console import RenderableType

    from semgraph.workbench import Change, Coverage, Outcome

_GOOD, _BAD, _FAINT = "blue", "bold red", "dim"
_STYLES = {"-": _BAD, "+": _BAD, "!": _BAD, "=": _GOOD}
_SENTENCES = ("wanted", "never", "made")

Measured: TypeAlias = Sequence[tuple[str, "Coverage"]]  # each with what it was measured on


# As JSON.


def write_json(
    out: Output, outcomes: Sequence[Outcome], changes: Sequence[Change], measured: Measured
) -> None:
    """Write one JSON object."""
    import orjson

    failed = sum(not outcome.passed for outcome in outcomes)
    report: Json = {
        "examples": len(outcomes),
        "passed": len(outcomes) - failed,
        "failed": failed,
        "outcomes": [_plain(outcome) for outcome in outcomes],
    }
    if changes:
        report["changes"] = [_plain_change(change) for change in changes]
    if measured:
        report["coverage"] = [_plain_coverage(name, coverage) for name, coverage in measured]
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


def _plain_change(change: Change) -> Json:
    return {
        "rule": change.outcome.rule,
        "file": change.outcome.file,
        "line": change.outcome.line,
        "old": change.old or None,
        "new": change.new or None,
        "reason": change.reason,
    }


def _plain_coverage(name: str, coverage: Coverage) -> Json:
    rules = coverage.rules
    return {
        "on": name,
        "documents": coverage.documents,
        "rules": len(rules),
        "fired": coverage.fired,
        "percent": round(100 * coverage.share, 1),
        "counts": [
            {"rule": r.rule, "at": r.at, "tokens": r.tokens, "markers": r.markers, "sets": r.sets}
            for r in rules
        ],
        "lexicons": [
            {"lexicon": lexicon.name, "rows": lexicon.rows, "used": lexicon.used}
            for lexicon in coverage.lexicons
        ],
    }


def _kind(outcome: Outcome) -> str:
    return "example" if outcome.example.expected else "counterexample"


# As text.


def write_text(
    out: Output,
    outcomes: Sequence[Outcome],
    changes: Sequence[Change],
    measured: Measured,
    *,
    verbose: bool,
) -> None:
    """Write what failed, what was changed and what was covered, and a last line that sums up."""
    page = Page(out)
    changed = {(change.outcome.file, change.outcome.example.location): change for change in changes}
    for outcome in outcomes:
        if verbose or not outcome.passed:
            change = changed.get((outcome.file, outcome.example.location))
            out.write(page.render(*_lines(outcome, change), "", wrap=out.terminal))
    if verbose:
        out.write(page.render(*_by_rule(outcomes), ""))
    for name, coverage in measured:
        out.write(page.render(*_coverage(name, coverage), "", wrap=out.terminal))
    out.write(page.render(_summary(outcomes, changes)))


def _lines(outcome: Outcome, change: Change | None) -> Iterator[Text]:
    """Give the report of one example, line by line."""
    from semgraph.workbench.report import report

    word, style = ("passed", _GOOD) if outcome.passed else ("FAILED", _BAD)
    if change is not None and change.made:
        word, style = "updated", _GOOD
    place = f"  {visible(outcome.file or '<grammar>')}:{outcome.line}  {outcome.rule}"
    yield Text.assemble((word, style), place, (f"  {_kind(outcome)}", _FAINT))
    for label, text, note in report(outcome):
        if label in _SENTENCES:
            yield Text.assemble((f"  {label:<6}  ", _FAINT), visible(text))
        elif label in _STYLES:
            line = Text.assemble("  ", (f"{label} {visible(text)}", _STYLES[label]))
            yield line.append(f"  {note}" if note else "", _FAINT)
        elif label:
            yield Text.assemble((f"    {label} made ", _FAINT), visible(text))
        else:
            yield Text(f"  {text}", _FAINT)
    if change is not None:
        if change.made:
            yield Text.assemble(("  now     ", _FAINT), visible(change.new))
        else:
            yield Text(f"  not updated: {change.reason}", _FAINT)


def _by_rule(outcomes: Sequence[Outcome]) -> Iterator[Text]:
    for rule, own in groupby(outcomes, lambda outcome: outcome.rule):
        counts = Counter(outcome.passed for outcome in own)
        style = _BAD if counts[False] else _GOOD
        yield Text.assemble((f"{counts[True]:>3} of {counts.total():<3}", style), f" {rule}")


def _coverage(name: str, coverage: Coverage) -> Iterator[RenderableType]:
    """Draw a table of what each rule made; those that never fired stand at its end."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    table.add_column(f"on {shown(name)}", overflow="fold")
    for column in ("tokens", "markers", "sets"):
        table.add_column(column, justify="right", no_wrap=True)
    rules = coverage.rules
    for rule in rules:
        numbers = [f"{n or '·'}" for n in (rule.tokens, rule.markers, rule.sets)]
        label = Text(rule.rule) if rule.fired else Text(f"{rule.rule}  never", _BAD)
        table.add_row(label, *numbers)
    yield table
    yield Text(f"{coverage.fired} of {len(rules)} rules fired ({100 * coverage.share:.1f} %)")
    for lexicon in coverage.lexicons:
        share = f"{100 * lexicon.used / max(lexicon.rows, 1):.1f} %"
        yield Text(f"{lexicon.used} of {lexicon.rows} rows of {lexicon.name} used ({share})")


def _summary(outcomes: Sequence[Outcome], changes: Sequence[Change]) -> Text:
    updated = sum(change.made for change in changes)
    failed = sum(not outcome.passed for outcome in outcomes) - updated
    noun = "example" if len(outcomes) == 1 else "examples"
    line = Text(f"{len(outcomes)} {noun}: {len(outcomes) - failed - updated} passed")
    if updated:
        line.append(f", {updated} updated", _GOOD)
    if failed:
        line.append(f", {failed} failed", _BAD)
    return line
