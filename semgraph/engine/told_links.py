"""What is told of clauses over two nodes: order, distance, equality, markers, measures, edges."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import numpy as np

from semgraph.engine.asked import gap_text
from semgraph.engine.match import Matcher
from semgraph.engine.nodes import LABEL
from semgraph.grammar.syntax import (
    Clause,
    DistanceClause,
    EdgeOrderClause,
    EqualityClause,
    FeatureRef,
    IdClause,
    MarkerClause,
    MeasureClause,
    OrderClause,
)

_Told: TypeAlias = tuple[str, str, str]  # what stands there, what is asked, both in a sentence
_RELATIONS: Mapping[str, str] = {
    "covered": "the span of {} does not lie in that of {}",
    "crossing": "{} does not cross {}",
    "disjoint": "the spans of {} and {} overlap",
}


class Sight:
    """The forms and values of a matcher's nodes.

    Attributes:
        matcher: over the nodes.
        nodes: what patterns see.
    """

    def __init__(self, matcher: Matcher) -> None:
        self.matcher = matcher
        self.nodes = matcher.nodes

    def form(self, node: int) -> str:
        """Give the form of a node, in quotes."""
        return f'"{self.nodes.strings[int(self.nodes.column("form")[node])]}"'

    def value(self, node: int, feature: str) -> str:
        """Give the value of a feature, ``""`` where it is not defined."""
        return self.nodes.strings[int(self.nodes.column(feature)[node])]


def tell_link(sight: Sight, clause: Clause, one: int, two: int) -> _Told:
    """Give what stands there, what is asked, and both in a sentence.

    Args:
        sight: of the nodes.
        clause: over two nodes, not an edge; it does not hold.
        one: node of its first variable.
        two: node of its second variable.
    """
    return _TELLERS[type(clause)](sight, clause, one, two)


def _order(sight: Sight, clause: OrderClause, one: int, two: int) -> _Told:
    left, right = sight.form(one), sight.form(two)
    nodes = sight.nodes
    asked = gap_text(clause)
    if nodes.sent[one] != nodes.sent[two]:
        return "", asked, f"{left} and {right} stand in different sentences"
    if min(nodes.rank_first[one], nodes.rank_first[two]) < 0:
        return "", asked, f"{left} or {right} is white space, the rule asks {asked}"
    between = int(nodes.rank_first[two] - nodes.rank_last[one]) - 1
    if between >= 0:
        words = "word" if between == 0 else "words"
        seen = f"{between + 1} {words} behind"
        return seen, asked, f"{right} stands {seen} {left}, the rule asks {asked}"
    before = int(nodes.rank_first[one] - nodes.rank_last[two])
    if before > 0:
        words = "word" if before == 1 else "words"
        seen = f"{before} {words} before"
        return seen, asked, f"{right} stands {seen} {left}, the rule asks {asked}"
    if one == two:
        return "the same word", asked, f"both are {left}, the rule asks {asked}"
    return "interleaved", asked, f"{left} and {right} are interleaved, the rule asks {asked}"


def _distance(sight: Sight, clause: DistanceClause, one: int, two: int) -> _Told:
    name = "delta" if clause.signed else "length"
    asked = f"{clause.comparison} {clause.number}"
    nodes = sight.nodes
    after = int(nodes.rank_first[two] - nodes.rank_last[one])
    before = int(nodes.rank_first[one] - nodes.rank_last[two])
    what = f"{name}({clause.left},{clause.right})"
    if min(nodes.rank_first[one], nodes.rank_first[two]) < 0 or (
        one != two and after <= 0 and before <= 0
    ):
        return "", asked, f"{sight.form(one)} and {sight.form(two)} have no distance"
    delta = 0 if one == two else after if after > 0 else -before
    value = str(delta if clause.signed else abs(delta))
    pair = f"{sight.form(one)}, {sight.form(two)}"
    return value, asked, f"{what} is {value} ({pair}), the rule asks {asked}"


def _equality(sight: Sight, clause: EqualityClause, one: int, two: int) -> _Told:
    asked = "different values" if clause.negated else "equal values"
    sides = []
    for reference, node in ((clause.left, one), (clause.right, two)):
        assert isinstance(reference, FeatureRef)
        name, feature = reference.variable.removeprefix("#"), reference.feature
        value = sight.value(node, feature)
        feature = feature.removeprefix(LABEL)
        if not value:
            message = f"{name} ({sight.form(node)}) has no {feature}, the rule asks {asked}"
            return "", asked, message
        sides.append((f"{name}.{feature}", value))
    (first, value), (second, other) = sides
    seen = f"{value}, {other}"
    return seen, asked, f"{first} is {value}, {second} is {other}; the rule asks {asked}"


def _id(sight: Sight, clause: IdClause, one: int, two: int) -> _Told:
    message = f"{clause.left} ({sight.form(one)}) does not stand before {clause.right}"
    return "", f"{clause.left} before {clause.right}", f"{message} ({sight.form(two)})"


def _marker(sight: Sight, clause: MarkerClause, one: int, two: int) -> _Told:
    message = f"no {clause.kind} stands between {sight.form(one)} and {sight.form(two)}"
    return "", clause.kind, message


def _measured(sight: Sight, clause: MeasureClause, one: int, two: int) -> _Told:
    asked = f"{clause.comparison} {clause.number:g}"
    pair = f"{sight.form(one)}, {sight.form(two)}"
    measures = sight.matcher.links.measures
    assert measures is not None
    ends = np.array([one], np.int32), np.array([two], np.int32)
    value = float(measures.values(clause.measure, sight.nodes, *ends)[0])
    if np.isnan(value):
        return "", asked, f"no table knows the {clause.measure} of {pair}; {asked} is asked"
    seen = f"{value:g}"
    return seen, asked, f"{clause.measure} is {seen} ({pair}), the rule asks {asked}"


def _edges(sight: Sight, clause: EdgeOrderClause, one: int, two: int) -> _Told:
    edge = f"the edge to {sight.form(two)}"
    if clause.relation == "inside":
        message = f"{sight.form(one)} does not stand between the ends of {edge}"
    else:
        other = f"the edge to {sight.form(one)}"
        message = _RELATIONS[clause.relation].format(other, edge)
    return "", clause.relation, message


_TELLERS: Mapping[type, Callable[[Sight, Any, int, int], _Told]] = {
    OrderClause: _order,
    DistanceClause: _distance,
    EqualityClause: _equality,
    IdClause: _id,
    MarkerClause: _marker,
    MeasureClause: _measured,
    EdgeOrderClause: _edges,
}
