"""Clauses over two bound variables: which rows they hold of."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from semgraph.engine.edges import in_relation
from semgraph.engine.measures import Measures
from semgraph.engine.nodes import Nodes
from semgraph.engine.paths import dominates
from semgraph.engine.plan import Link
from semgraph.errors import InternalError
from semgraph.grammar.syntax import (
    DistanceClause,
    EdgeClause,
    EdgeOrderClause,
    EqualityClause,
    FeatureRef,
    IdClause,
    MarkerClause,
    MeasureClause,
    OrderClause,
)
from semgraph.types import Bools, Ints, MarkerKind

MarkerPairs = Callable[[MarkerKind, Ints, Ints], Bools]

_COMPARE: Mapping[str, Callable[[Any, Any], Bools]] = {
    "=": operator.eq,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True, slots=True)
class Links:
    """Judges links over one set of nodes.

    Attributes:
        nodes: what patterns see.
        marked: says which pairs of nodes a marker of a kind joins; ``None``: there are none.
        measures: answers clauses on measures, if any are asked.
    """

    nodes: Nodes
    marked: MarkerPairs | None = None
    measures: Measures | None = None

    def hold(self, link: Link, one: Ints, two: Ints) -> Bools:
        """Say of which pairs of nodes a link holds.

        Args:
            link: between two variables.
            one: what its first variable is bound to.
            two: what its second variable is bound to, equally long.
        """
        nodes = self.nodes
        match link:
            case EdgeClause(dominance=True):
                return dominates(nodes.head, one, two)
            case EdgeClause(label=label):
                found = nodes.head[two] == one
                return found if label is None else found & nodes.label(label)[two]
            case OrderClause():
                return self._order(link, one, two)
            case EqualityClause(FeatureRef(_, left), FeatureRef(_, right), negated):
                a, b = nodes.column(left)[one], nodes.column(right)[two]
                return (a != 0) & (b != 0) & ((a == b) != negated)
            case DistanceClause():
                return self._distance(link, one, two)
            case IdClause():
                return one < two
            case MarkerClause(kind=kind):
                if self.marked is None:
                    return np.zeros(len(one), np.bool_)
                return self.marked(kind, one, two)
            case EdgeOrderClause():
                return in_relation(link, one, two, nodes)
            case MeasureClause():
                return self._measure(link, one, two)
            case _:
                raise InternalError(f"an edge was not resolved to its dependent: {link}")

    def _order(self, clause: OrderClause, one: Ints, two: Ints) -> Bools:
        nodes = self.nodes
        same = nodes.sent[one] == nodes.sent[two]
        if clause.gap is None:
            return same & (nodes.last[one] < nodes.first[two])
        least, most = clause.gap
        between = nodes.rank_first[two] - nodes.rank_last[one] - 1
        same &= (nodes.rank_last[one] >= 0) & (nodes.rank_first[two] >= 0) & (between >= least)
        return same if most is None else same & (between <= most)

    def _distance(self, clause: DistanceClause, one: Ints, two: Ints) -> Bools:
        """Compare distances in leaves; interleaved tokens have none."""
        nodes = self.nodes
        after = nodes.rank_first[two] - nodes.rank_last[one]
        before = nodes.rank_first[one] - nodes.rank_last[two]
        apart = (after > 0) | (before > 0) | (one == two)
        apart &= (nodes.rank_first[one] >= 0) & (nodes.rank_first[two] >= 0)
        delta = np.where(one == two, 0, np.where(after > 0, after, -before))
        value = delta if clause.signed else np.abs(delta)
        return apart & _COMPARE[clause.comparison](value, clause.number)

    def _measure(self, clause: MeasureClause, one: Ints, two: Ints) -> Bools:
        if self.measures is None:
            raise InternalError(f"no table of '{clause.measure}', which loading should have told")
        values = self.measures.values(clause.measure, self.nodes, one, two)
        return _COMPARE[clause.comparison](values, clause.number)
