"""The table of a token graph: a row for each top token."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich import box
from rich.table import Table
from rich.text import Text

from semgraph.cli.tree import summary
from semgraph.cli.view import SIGNS, STYLES, View
from semgraph.cli.visible import shown

if TYPE_CHECKING:
    from rich.console import RenderableType

    from semgraph.graph import TokenGraph

_COLUMNS = ("id", "", "form", "lemma", "upos", "class", "relation", "of")
_FOLDED = ("form", "lemma", "class")  # the others are never broken


def table(graph: TokenGraph) -> Iterator[RenderableType]:
    """Draw the top tokens of a graph."""
    view = View(graph)
    if graph.id:
        yield Text(shown(graph.id), "dim")
    drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    for column in _COLUMNS:
        drawn.add_column(column, no_wrap=column not in _FOLDED, overflow="fold")
    for token in view.tops:
        relation, governor = view.relation(token)
        kind, style = token.kind, STYLES[token.kind]
        drawn.add_row(
            token.id,
            Text(SIGNS[kind], style),
            Text(shown(token.form), style),
            Text(shown(token.lemma)),
            token.upos,
            Text(shown(token.class_)),
            Text(shown(relation)),
            governor.id if governor else "",
        )
    yield drawn
    yield Text()
    yield summary(view)
    yield Text()
