"""What the checks see of a request, and what they find."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from semgraph.grammar.rules import Lexicon
from semgraph.grammar.source import all_of, suggest
from semgraph.grammar.syntax import (
    Block,
    Clause,
    Clauses,
    EdgeClause,
    EdgeName,
    EdgeOrderClause,
    EdgeRef,
    EdgeTestClause,
    EqualityClause,
    FeatureRef,
    FeatureTest,
    GlobalClause,
    LabelTest,
    LexiconColumn,
    Location,
    MetaClause,
    NodeClause,
    OrderClause,
    PhraseClause,
    Quantifier,
    Request,
)
from semgraph.types import Variable


@dataclass(frozen=True, slots=True)
class Problem:
    """What a check found."""

    message: str
    location: Location | None
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem, the stable code of the check that found it, and the rule around it."""

    code: str
    problem: Problem
    rule: str | None = None

    @property
    def order(self) -> Location:
        """Where it stands among others; what has no place comes first."""
        return self.problem.location or Location(0, 0)


Problems: TypeAlias = Iterator[Problem]
Mention: TypeAlias = tuple[Variable, Location]


@dataclass(frozen=True, slots=True)
class Scope:
    """A request and what its names can mean.

    Attributes:
        bound: variables that the ``pattern`` blocks bind, whichever alternatives hold.
        filtered: other variables: of filters, and of single alternatives.
        phrases: variables that ``phrase`` binds.
        edges: names of edges, whatever the block.
        quantifiers: signs of the optional and repeated nodes.
        unread: names of lexicons, or of used grammars, that are declared and could not be read.
    """

    request: Request
    scheme: str
    lexicons: Mapping[str, Lexicon]
    bound: frozenset[Variable]
    filtered: frozenset[Variable]
    phrases: frozenset[Variable]
    edges: frozenset[EdgeName]
    quantifiers: Mapping[Variable, Quantifier]
    unread: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls,
        request: Request,
        scheme: str,
        lexicons: Mapping[str, Lexicon],
        unread: frozenset[str] = frozenset(),
    ) -> Scope:
        """Collect the names of a request."""
        clauses = [clause for block in request.blocks for clause in block.clauses]
        bound: frozenset[Variable] = frozenset()
        for block in request.blocks:
            if block.kind == "pattern":
                bound |= frozenset.intersection(*map(binds, block.alternatives))
        return cls(
            request=request,
            scheme=scheme,
            lexicons=lexicons,
            bound=bound,
            filtered=binds(clauses) - bound,
            phrases=frozenset(c.variable for c in clauses if isinstance(c, PhraseClause)),
            edges=edges_of(clauses),
            quantifiers=request.quantifiers,
            unread=unread,
        )


def unknown(variable: Variable, location: Location | None, scope: Scope) -> Problem:
    """Make the problem of a variable that is not bound where it is used."""
    if variable in scope.edges:
        return Problem(f"'{variable}' is an edge, not a node", location)
    if variable in scope.filtered:
        return Problem(
            f"'{variable}' is bound in a 'with', a 'without' or one alternative alone, which binds"
            " nothing outside",
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
    """Give the tests of edges' labels, those of named edges among them."""
    for clause in clauses_of(scope):
        if isinstance(clause, EdgeClause) and clause.label:
            yield clause.label
        elif isinstance(clause, EdgeTestClause):
            yield label_test(clause)


def label_test(clause: EdgeTestClause) -> LabelTest:
    """Give what ``e.label = unk`` and ``e.2 = x`` ask of the label of an edge."""
    test = clause.test
    values = tuple(v for v in test.values if not isinstance(v, LexiconColumn))
    if test.feature != "label" or not values:
        return LabelTest(((replace(test, values=values),),))
    return LabelTest(values, test.negated)


def alternatives_of(request: Request) -> Iterator[tuple[Block, Clauses]]:
    """Give the alternatives of all blocks."""
    for block in request.blocks:
        for clauses in block.alternatives:
            yield block, clauses


def binds(clauses: Iterable[Clause]) -> frozenset[Variable]:
    """Give the variables that clauses bind."""
    return frozenset(
        variable
        for clause in clauses
        if isinstance(clause, _BINDING)
        for variable, _ in mentions_of(clause)
    )


# Clauses that declare the nodes that they name.
_BINDING = NodeClause | EdgeClause | OrderClause | PhraseClause | EdgeOrderClause


def edges_of(clauses: Iterable[Clause]) -> frozenset[EdgeName]:
    """Give the names of edges that clauses bind."""
    return frozenset(c.name for c in clauses if isinstance(c, EdgeClause) and c.name)


def mentions_of(clause: Clause) -> Iterator[Mention]:
    """Give the nodes' variables of a clause with their places."""
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
                if isinstance(reference, FeatureRef):
                    yield reference.variable, reference.location or at
        case EdgeOrderClause():
            if clause.relation == "inside":
                yield clause.left, clause.places[0]
        case EdgeTestClause() | GlobalClause() | MetaClause():
            pass
        case _:
            yield from zip((clause.left, clause.right), clause.places, strict=True)


def edge_mentions_of(clause: Clause) -> Iterator[tuple[EdgeName, Location]]:
    """Give the edges that a clause compares or tests, with their places."""
    at = clause.location
    match clause:
        case EdgeTestClause():
            yield clause.edge, at
        case EqualityClause():
            for reference in (clause.left, clause.right):
                if isinstance(reference, EdgeRef):
                    yield reference.edge, reference.location or at
        case EdgeOrderClause():
            if clause.relation != "inside":
                yield clause.left, clause.places[0]
            yield clause.right, clause.places[1]
        case _:
            pass


def row_tests(request: Request, lexicon: str) -> list[tuple[FeatureRef, str]]:
    """Give the features that a match of the patterns must have in one row of a lexicon.

    Returns:
        Each with the name of the column; features that are one of several alternatives, and
        those of nodes that may be missing or many, are not among them.
    """
    plain = [block for block in request.blocks if block.kind == "pattern"]
    return [
        (FeatureRef(clause.variable, test.feature), value.column)
        for block in plain
        if len(block.alternatives) == 1
        for clause in block.clauses
        if isinstance(clause, NodeClause) and len(clause.alternatives) == 1
        if clause.variable not in request.quantifiers
        for test in clause.alternatives[0]
        if len(test.values) == 1 and not test.negated
        for value in test.values
        if isinstance(value, LexiconColumn) and value.lexicon == lexicon
    ]


def reach(start: str, below: Mapping[str, set[str]]) -> set[str]:
    """Give a name with all that lies below it, step by step."""
    reached, waiting = {start}, [start]
    while waiting:
        new = below.get(waiting.pop(), set()) - reached
        reached |= new
        waiting += new
    return reached
