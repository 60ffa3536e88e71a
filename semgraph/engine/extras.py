"""Optional and repeated nodes: looked for once the plain nodes of a match are bound."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

import numpy as np

from semgraph.engine.plan import Extra, Filter, Part, Query
from semgraph.engine.relation import Groups, Relation
from semgraph.types import Bools, Ints, Variable


class Solver(Protocol):
    """What extends rows by parts of a pattern; `semgraph.engine.match.Matcher` does."""

    def solve(self, part: Part, start: Relation | None, shared: frozenset[Variable]) -> Relation:
        """Give the rows that a part extends."""

    def outside(
        self, phrases: Mapping[Variable, str], relation: Relation, others: Iterable[Variable]
    ) -> Relation:
        """Keep the rows whose other nodes are no words of a phrase."""

    def passes(self, found: Relation, block: Filter, shared: frozenset[Variable]) -> Bools:
        """Say which rows a filter keeps."""


def add_extra(found: Relation, extra: Extra, query: Query, solver: Solver) -> Relation:
    """Bind an optional or a repeated node.

    ``M?`` gives a row for each node that fits, and a row without one where none does. ``M*`` and
    ``M+`` give one row with all nodes that fit; ``M+`` asks for one at least.
    """
    pairs = _fitting(found, extra, query, solver)
    rows, nodes = _distinct(pairs["#row"], pairs[extra.variable])
    if extra.sign == "?":
        return _joined(found, extra.variable, rows, nodes)
    return _grouped(found, extra.variable, rows, nodes, at_least_one=extra.sign == "+")


def _fitting(found: Relation, extra: Extra, query: Query, solver: Solver) -> Relation:
    """Give rows of the matches so far, each with a node that fits."""
    index = np.arange(found.size, dtype=np.int32)
    start = Relation(found.columns | {"#row": index}, found.size, found.groups)
    for name in extra.part.outer:
        start = start.take(start[name] >= 0)  # an optional node that is missing joins nothing
    pairs = solver.solve(extra.part, start, query.shared)
    pairs = solver.outside(query.phrases, pairs, [extra.variable])
    for block in extra.filters:
        pairs = pairs.take(solver.passes(pairs, block, query.shared))
    return pairs


def _distinct(rows: Ints, nodes: Ints) -> tuple[Ints, Ints]:
    """Give each pair once, in order."""
    pairs = np.unique(np.stack([rows, nodes]), axis=1)
    return pairs[0], pairs[1]


def _joined(found: Relation, variable: Variable, rows: Ints, nodes: Ints) -> Relation:
    missing = np.ones(found.size, np.bool_)
    missing[rows] = False
    alone = np.flatnonzero(missing)
    kept = np.concatenate([rows, alone])
    values = np.concatenate([nodes, np.full(len(alone), -1)]).astype(np.int32)
    return found.extend(kept, variable, values)


def _grouped(
    found: Relation, variable: Variable, rows: Ints, nodes: Ints, *, at_least_one: bool
) -> Relation:
    counts = np.bincount(rows, minlength=found.size)
    start = np.zeros(found.size + 1, np.int32)
    np.cumsum(counts, out=start[1:])
    first = np.full(found.size, -1, np.int32)
    filled = counts > 0
    first[filled] = nodes[start[:-1][filled]]
    grouped = found.extend(np.ones(found.size, np.bool_), variable, first)
    grouped.columns["#" + variable] = np.arange(found.size, dtype=np.int32)
    grouped.groups = found.groups | {variable: Groups(start, nodes.astype(np.int32))}
    return grouped.take(filled) if at_least_one else grouped
