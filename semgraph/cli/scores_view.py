"""The report of ``semgraph evaluate`` as people read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from rich import box
from rich.table import Table
from rich.text import Text

from semgraph.cli.visible import shown
from semgraph.types import Json

if TYPE_CHECKING:
    from rich.console import RenderableType

_FIGURES: Mapping[str, str] = {
    "precision": "precision",
    "recall": "recall",
    "f1": "F1",
    "aligned_accuracy": "aligned accuracy",
}
_SIZES = ("documents", "sentences", "words", "tokens", "entities")


def scores_view(report: Json) -> Iterator[RenderableType]:
    """Draw the scores, in per cent: all of one pipeline, the F1 of several side by side."""
    gold, pipelines = report["gold"], report["pipelines"]
    sizes = (f"{gold[name]:,} {name}" for name in _SIZES if name in gold)
    yield Text(f"{shown(gold['file'])}: {', '.join(sizes)}", "bold")
    for number, entry in enumerate(pipelines, 1):
        yield Text(_pipeline(number, entry))
    yield Text()
    rows = [_rows(entry["scores"]) for entry in pipelines]
    if len(rows) == 1:
        yield _table(rows * len(_FIGURES), dict(zip(_FIGURES.values(), _FIGURES, strict=True)))
    else:
        yield _table(rows, {f"F1 of {number}": "f1" for number in range(1, len(rows) + 1)})


def _pipeline(number: int, entry: Json) -> str:
    name = f"{shown(entry['given'])} ({shown(entry['name'])} {shown(entry['version'])})"
    speed = f"{entry['words_per_second']:,} words/s"
    if number > 1:
        speed += f", {entry['ratio']:.3f} times the first's"
    left_out = entry["scores"].get("left_out", {})
    others = ", ".join(f"{count} {shown(type_)}" for type_, count in left_out.items())
    return f"{number}  {name}: {speed}" + (f"; left out: {others}" if others else "")


def _rows(scores: Json) -> Mapping[str, Json]:
    """Give the scores by the names of their rows; those of named entities are nested."""
    return {"all": scores["micro"], **scores["types"]} if "micro" in scores else scores


def _table(sides: list[Mapping[str, Json]], columns: Mapping[str, str]) -> Table:
    """Draw one figure of each side in a column of its own; empty columns are left out."""
    drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    drawn.add_column("")
    filled = [
        (title, figure, rows)
        for (title, figure), rows in zip(columns.items(), sides, strict=True)
        if any(figure in row for row in rows.values())
    ]
    for title, _, _ in filled:
        drawn.add_column(title, justify="right", no_wrap=True)
    for name in sides[0]:
        drawn.add_row(shown(name), *(_cell(rows[name], figure) for _, figure, rows in filled))
    return drawn


def _cell(row: Json, figure: str) -> str:
    value = row.get(figure)
    return "–" if value is None else f"{100 * value:.2f}"
