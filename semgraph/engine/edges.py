"""Named edges: in a tree an edge is told by its dependent, so a name stands for that node."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeAlias

import numpy as np

from semgraph.engine.nodes import LABEL, Nodes
from semgraph.grammar.syntax import (
    Clause,
    EdgeClause,
    EdgeName,
    EdgeOrderClause,
    EdgeRef,
    EdgeTestClause,
    EqualityClause,
    FeatureRef,
    NodeClause,
    Request,
)
from semgraph.types import Bools, Ints, Variable

# The dependent of each named edge. Where it is written ``*``, the engine binds it all the same,
# under a name that no pattern can have.
Targets: TypeAlias = Mapping[EdgeName, Variable]


def targets_of(request: Request) -> Targets:
    """Give the dependents of a request's named edges."""
    return {
        clause.name: clause.target or f"#{clause.name}"
        for block in request.blocks
        for clause in block.clauses
        if isinstance(clause, EdgeClause) and clause.name
    }


def at_targets(clauses: Iterable[Clause], targets: Targets) -> list[Clause]:
    """Give clauses about edges as clauses about their dependents."""
    return [_at_targets(clause, targets) for clause in clauses]


def _at_targets(clause: Clause, targets: Targets) -> Clause:
    match clause:
        case EdgeClause(name=str(name), target=None):
            return replace(clause, target=targets[name])
        case EdgeTestClause(edge, test, location):
            test = replace(test, feature=_column(test.feature))
            return NodeClause(targets[edge], ((test,),), location)
        case EqualityClause(left, right):
            return replace(clause, left=_label_of(left, targets), right=_label_of(right, targets))
        case EdgeOrderClause(left, right):
            return replace(clause, left=targets.get(left, left), right=targets[right])
        case _:
            return clause


def _label_of(reference: FeatureRef | EdgeRef, targets: Targets) -> FeatureRef:
    if isinstance(reference, FeatureRef):
        return reference
    return FeatureRef(targets[reference.edge], _column(reference.feature), reference.location)


def _column(feature: str) -> str:
    """Give the column of dependents that holds a feature of their labels."""
    return "deprel" if feature == "label" else f"{LABEL}{feature}"


def in_relation(clause: EdgeOrderClause, one: Ints, two: Ints, nodes: Nodes) -> Bools:
    """Say which pairs of edges, by their dependents, lie as a clause says.

    Args:
        clause: its left side is a node where the relation is ``inside``.
        one: nodes.
        two: nodes, equally long.
        nodes: among which they are.
    """
    same = nodes.sent[one] == nodes.sent[two]
    low, high = _span(two, nodes)
    if clause.relation == "inside":
        at = nodes.first[one]
        return same & (low < at) & (at < high)
    left, right = _span(one, nodes)
    match clause.relation:
        case "covered":
            return same & (low <= left) & (right <= high) & (one != two)
        case "crossing":
            first = (left < low) & (low < right) & (right < high)
            second = (low < left) & (left < high) & (high < right)
            return same & (first | second)
        case _:
            return same & ((right <= low) | (high <= left))


def _span(dependents: Ints, nodes: Nodes) -> tuple[Ints, Ints]:
    """Give the ends of edges; the edge of a root begins before all words of the batch."""
    heads = nodes.head[dependents]
    ends = nodes.first[dependents], np.where(heads >= 0, nodes.first[heads], -1)
    return np.minimum(*ends), np.maximum(*ends)
