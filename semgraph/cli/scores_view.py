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
    """Draw the scores: all figures of one pipeline, or the F1 of several beside one another."""
    gold, pipelines = report["gold"], report["pipelines"]
    sizes = (f"{gold[name]:,} {name}" for name in _SIZES if name in gold)
    yield Text(f"{shown(gold['file'])}: {', '.join(sizes)}", "bold")
    for number, entry in enumerate(pipelines, 1):
        yield Text(
            f"{number}  {shown(entry['given'])} ({shown(entry['name'])} {shown(entry['version'])}):"
            f" {entry['words_per_second']:,} words/s, ratio {entry['ratio']:.3f}"
        )
    yield Text()
    drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    if len(pipelines) == 1:
        (scores,) = (entry["scores"] for entry in pipelines)
        columns = {
            title: {name: score.get(figure) for name, score in scores.items()}
            for figure, title in _FIGURES.items()
            if any(figure in score for score in scores.values())
        }
    else:
        columns = {
            f"F1 of {number}": {name: score["f1"] for name, score in entry["scores"].items()}
            for number, entry in enumerate(pipelines, 1)
        }
    drawn.add_column("")
    for title in columns:
        drawn.add_column(title, justify="right", no_wrap=True)
    for name in pipelines[0]["scores"]:
        drawn.add_row(name, *(_cell(column.get(name)) for column in columns.values()))
    yield drawn


def _cell(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.2f}"
