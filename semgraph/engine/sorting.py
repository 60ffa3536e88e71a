"""The clauses of a request, sorted: what plain nodes ask, what the others add, what filters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product

from semgraph.engine.edges import at_targets, targets_of
from semgraph.grammar.syntax import (
    Block,
    Clause,
    Clauses,
    EdgeClause,
    EdgeTestClause,
    EqualityClause,
    FeatureRef,
    GlobalClause,
    MetaClause,
    NodeClause,
    PhraseClause,
    Quantifier,
    Request,
)
from semgraph.types import Variable


@dataclass(frozen=True, slots=True)
class Sorted:
    """A request's clauses; those about edges speak of their dependents.

    Attributes:
        choices: conjunctions over plain nodes; a match of any is a match.
        tied: for each optional or repeated node the clauses that bind it.
        filters: ``with`` and ``without`` blocks with their alternatives, in order.
        variables: that the pattern mentions, in order of first mention.
    """

    choices: tuple[Clauses, ...]
    tied: Mapping[Variable, Clauses]
    filters: tuple[tuple[Block, tuple[Clauses, ...]], ...]
    variables: tuple[Variable, ...]


def sort_clauses(request: Request) -> Sorted:
    """Sort the clauses of a request."""
    signs = request.quantifiers
    targets = targets_of(request)
    blocks = [
        (block, tuple(tuple(at_targets(clauses, targets)) for clauses in block.alternatives))
        for block in request.blocks
    ]
    patterns = [alternatives for block, alternatives in blocks if not is_filter(block)]
    tied: dict[Variable, list[Clause]] = {variable: [] for variable in signs}
    plain: list[list[list[Clause]]] = []
    for alternatives in patterns:
        kept: list[list[Clause]] = []
        for clauses in alternatives:
            kept.append([])
            for clause in clauses:
                last = last_of(names_of(clause), signs)
                (kept[-1] if last is None else tied[last]).append(clause)
        plain.append(kept)
    mentioned = dict.fromkeys(
        name
        for alternatives in patterns
        for clauses in alternatives
        for clause in clauses
        for name in names_of(clause)
    )
    return Sorted(
        choices=tuple(tuple(c for part in choice for c in part) for choice in product(*plain)),
        tied={variable: tuple(clauses) for variable, clauses in tied.items()},
        filters=tuple((b, alternatives) for b, alternatives in blocks if is_filter(b)),
        variables=tuple(mentioned),
    )


def is_filter(block: Block) -> bool:
    """Say whether a block judges matches instead of making them."""
    return block.kind in ("with", "without")


def last_of(names: Iterable[Variable], signs: Mapping[Variable, Quantifier]) -> Variable | None:
    """Give the quantified variable among some that is bound last."""
    order = list(signs)
    return max((name for name in names if name in signs), key=order.index, default=None)


def names_of(clause: Clause) -> tuple[Variable, ...]:
    """Give the variables that a clause mentions, in order; named edges are dependents by now."""
    match clause:
        case NodeClause(variable) | PhraseClause(variable):
            return (variable,)
        case EdgeClause(source, target):
            return tuple(v for v in (source, target) if v is not None)
        case EqualityClause(FeatureRef(one), FeatureRef(two)):
            return one, two
        case GlobalClause() | MetaClause() | EqualityClause() | EdgeTestClause():
            return ()
        case _:
            return clause.left, clause.right
