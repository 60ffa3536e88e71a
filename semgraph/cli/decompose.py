"""``semgraph decompose``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Literal

import click

from semgraph.cli.inputs import read_graphs, sources
from semgraph.cli.output import Output, Page, open_output
from semgraph.cli.view import View
from semgraph.errors import LimitError, UsageError

if TYPE_CHECKING:
    from semgraph.graph import Token, TokenGraph


@click.command("decompose")
@click.argument("graph", metavar="GRAPH|-")
@click.argument("token", required=False, metavar="[TOKEN]")
@click.option(
    "--doc", type=click.IntRange(min=1), metavar="N", help="The Nth graph of JSON Lines, from 1."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["tree", "json"]),
    default="tree",
    help="tree (default), or nested JSON.",
)
def command(graph: str, token: str | None, doc: int | None, form: Literal["tree", "json"]) -> None:
    """Show what a token is made of, and by which rules.

    GRAPH is a JSON or JSON Lines file, or '-' for standard input. TOKEN is an id such as t7, or
    w2 for the token that holds this word; without it, every top token is taken apart.

    \b
      semgraph tokenize "He turned it down." | semgraph decompose -
      semgraph decompose graph.json t7 --format json
    """
    source = sources([graph], as_file=True)[0]
    chosen = _chosen(read_graphs(source), doc, alone=token is not None)
    with open_output(None) as out:
        page = Page(out) if form == "tree" else None
        for each in chosen:
            view = View(each)
            tokens = view.tops if token is None else [_token(view, token)]
            if page is None:
                _write_json(out, tokens, alone=token is not None)
            else:
                from semgraph.cli.tree import lines

                out.write(page.render(*lines(view, tokens, page.width)))


def _chosen(graphs: Iterable[TokenGraph], doc: int | None, *, alone: bool) -> Iterable[TokenGraph]:
    """Give one graph, or all."""
    if doc is None and not alone:
        return graphs
    found = iter(graphs)
    number = doc or 1
    for place, graph in enumerate(found, 1):
        if place == number:
            if doc is None and next(found, None) is not None:
                raise UsageError("there are several graphs; choose one with --doc N")
            return [graph]
    raise UsageError(f"there is no graph number {number}")


def _token(view: View, name: str) -> Token:
    from semgraph.graph import Leaf, Token

    found = view.graph[name]
    if isinstance(found, Leaf):
        found = view.graph[view.graph.path(name)[0]]
    if not isinstance(found, Token):
        raise UsageError(f"'{name}' is no token")
    return found


def _write_json(out: Output, tokens: Sequence[Token], *, alone: bool) -> None:
    import orjson

    trees = [token.decompose() for token in tokens]
    try:
        out.line(orjson.dumps(trees[0] if alone else trees))
    except orjson.JSONEncodeError as error:  # nested beyond what JSON writers take
        raise LimitError("this token is nested too deeply for nested JSON") from error
