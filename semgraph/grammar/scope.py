"""What the checks see of a request, and what they find."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from semgraph.grammar.rules import Lexicon
from semgraph.grammar.source import all_of, suggest
from semgraph.grammar.syntax import (
    Block,
    Clause,
    EdgeClause,
    EqualityClause,
    FeatureTest,
    LabelTest,
    Location,
    NodeClause,
    OrderClause,
    PhraseClause,
    Request,
)
from semgraph.types import Variable


@dataclass(frozen=True, slots=True)
class Problem:
    """What a check found."""

    message: str
    location: Location | None
    hint: str | None = None


Problems: TypeAlias = Iterator[Problem]
Mention: TypeAlias = tuple[Variable, Location]


@dataclass(frozen=True, slots=True)
class Scope:
    """A request and what its names can mean.

    Attributes:
        bound: variables that the ``pattern`` blocks bind.
        filtered: variables that only ``with`` and ``without`` blocks bind.
        phrases: variables that ``phrase`` binds.
        edges: names of edges.
    """

    request: Request
    scheme: str
    lexicons: Mapping[str, Lexicon]
    bound: frozenset[Variable]
    filtered: frozenset[Variable]
    phrases: frozenset[Variable]
    edges: frozenset[str]

    @classmethod
    def of(cls, request: Request, scheme: str, lexicons: Mapping[str, Lexicon]) -> Scope:
        """Collect the names of a request."""
        patterns = [block for block in request.blocks if block.kind == "pattern"]
        clauses = [clause for block in request.blocks for clause in block.clauses]
        bound = frozenset(v for block in patterns for v in binds(block))
        return cls(
            request=request,
            scheme=scheme,
            lexicons=lexicons,
            bound=bound,
            filtered=frozenset(v for block in request.blocks for v in binds(block)) - bound,
            phrases=frozenset(c.variable for c in clauses if isinstance(c, PhraseClause)),
            edges=frozenset(c.name for c in clauses if isinstance(c, EdgeClause) and c.name),
        )


def unknown(variable: Variable, location: Location | None, scope: Scope) -> Problem:
    """Make the problem of a variable that is not bound where it is used."""
    if variable in scope.edges:
        return Problem(f"'{variable}' is an edge, not a node", location)
    if variable in scope.filtered:
        return Problem(
            f"'{variable}' is bound in a 'with' or 'without' alone, which binds nothing outside",
            location,
            "bind it in 'pattern'",
        )
    near = suggest(variable, scope.bound)
    return Problem(
        f"unknown variable '{variable}'",
        location,
        near or (f"the pattern binds {all_of(sorted(scope.bound))}" if scope.bound else None),
    )


def clauses_of(scope: Scope) -> Iterator[Clause]:
    """Give the clauses of all blocks."""
    for block in scope.request.blocks:
        yield from block.clauses


def tests_of(scope: Scope) -> Iterator[FeatureTest]:
    """Give the tests of nodes' features."""
    for clause in clauses_of(scope):
        if isinstance(clause, NodeClause):
            for alternative in clause.alternatives:
                yield from alternative


def labels_of(scope: Scope) -> Iterator[LabelTest]:
    """Give the tests of edges' labels."""
    for clause in clauses_of(scope):
        if isinstance(clause, EdgeClause) and clause.label:
            yield clause.label


def binds(block: Block) -> Iterator[Variable]:
    """Give the variables that a block's clauses bind."""
    for clause in block.clauses:
        if isinstance(clause, NodeClause | EdgeClause | OrderClause | PhraseClause):
            for variable, _ in mentions_of(clause):
                yield variable


def mentions_of(clause: Clause) -> Iterator[Mention]:
    """Give the variables of a clause with their places."""
    at = clause.location
    match clause:
        case NodeClause():
            yield clause.variable, at
        case EdgeClause():
            ends = [end for end in (clause.source, clause.target) if end is not None]
            yield from zip(ends, clause.places, strict=True)
        case PhraseClause():
            yield clause.variable, clause.places[0]
        case EqualityClause():
            for reference in (clause.left, clause.right):
                yield reference.variable, reference.location or at
        case _:
            yield from zip((clause.left, clause.right), clause.places, strict=True)
