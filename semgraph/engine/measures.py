"""Measures of pairs of tokens, such as how strongly two words call each other.

The engine only asks; what answers is passed in. A table is anything with these two methods.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Protocol

from semgraph.errors import TableError
from semgraph.grammar.source import one_of
from semgraph.grammar.syntax import MeasureClause, Request
from semgraph.types import Floats, Ints

if TYPE_CHECKING:
    from semgraph.engine.nodes import Nodes
    from semgraph.grammar.rules import GrammarFile


class Measures(Protocol):
    """What has been learned of pairs of tokens."""

    @property
    def names(self) -> Collection[str]:
        """Measures that it knows: some of `semgraph.grammar.vocabulary.MEASURES`."""

    def values(self, measure: str, nodes: Nodes, left: Ints, right: Ints) -> Floats:
        """Give a measure of pairs of nodes; NaN where nothing is known.

        Args:
            measure: one of ``names``.
            nodes: among which the pairs are; `Nodes.column` gives their features.
            left: first node of each pair.
            right: second node of each pair, equally long.
        """


def check_tables(files: Sequence[GrammarFile], measures: Measures | None) -> None:
    """Require a table for every measure that a rule asks for.

    Raises:
        TableError: the first measure without a table, with its place.
    """
    for file in files:
        for stage in file.stages:
            for rule in stage.rules:
                check_request_tables(rule.request, measures, file.path, rule.name)


def check_request_tables(
    request: Request,
    measures: Measures | None,
    file: str | None = None,
    rule: str | None = None,
) -> None:
    """Require a table for every measure that a request asks for; see `check_tables`."""
    known = measures.names if measures is not None else ()
    for block in request.blocks:
        for clause in block.clauses:
            if isinstance(clause, MeasureClause) and clause.measure not in known:
                raise TableError(
                    f"no table of '{clause.measure}' is loaded",
                    file=file,
                    line=clause.location.line,
                    column=clause.location.column,
                    rule=rule,
                    hint=f"there are tables of {one_of(sorted(known))}"
                    if known
                    else "pass tables of measures to load(…, measures=…), or leave the clause out",
                )
