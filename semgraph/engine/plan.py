"""Requests made ready for matching: clauses sorted by what they join."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from semgraph.errors import RequestError
from semgraph.grammar.syntax import (
    Clause,
    Constant,
    DistanceClause,
    EdgeClause,
    EqualityClause,
    FeatureTest,
    FeatureTests,
    IdClause,
    LabelTest,
    LexiconColumn,
    MarkerClause,
    NodeClause,
    OrderClause,
    PhraseClause,
    Request,
)
from semgraph.types import Variable

# A clause that relates two bound or unbound variables.
Link = EdgeClause | OrderClause | EqualityClause | DistanceClause | IdClause | MarkerClause


@dataclass(frozen=True, slots=True)
class LooseEdge:
    """An edge with a ``*`` end: some edge in to a node, or out of it."""

    outgoing: bool
    label: LabelTest | None


@dataclass(frozen=True, slots=True)
class LexiconJoin:
    """Features of several nodes that stand in one row of a lexicon."""

    lexicon: str
    columns: tuple[str, ...]
    features: tuple[tuple[Variable, str], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One conjunctive query: a pattern, or a filter over an outer pattern.

    Attributes:
        variables: bound by this part, in order of first mention.
        outer: variables of the outer pattern that this part mentions.
        tests: for each variable the node clauses, each a tuple of alternatives.
        loose: for each variable its edges with a ``*`` end.
        keys: for each variable what its own clauses come to, as a string; ``""`` for none.
        links: clauses over two variables.
        phrases: lexicon of each phrase variable.
        joins: lexicon rows that several features share.
    """

    variables: tuple[Variable, ...]
    outer: tuple[Variable, ...]
    tests: Mapping[Variable, tuple[tuple[FeatureTests, ...], ...]]
    loose: Mapping[Variable, tuple[LooseEdge, ...]]
    keys: Mapping[Variable, str]
    links: tuple[Link, ...]
    phrases: Mapping[Variable, str]
    joins: tuple[LexiconJoin, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """A request ready for matching.

    Attributes:
        pattern: what is bound.
        filters: each ``(wanted, part)``; ``wanted`` is true for ``with``.
        shared: variables that need not differ from the others.
        required: each ``(feature, strings)``: unless one of the strings stands in that column
            there is no match.
    """

    pattern: Part
    filters: tuple[tuple[bool, Part], ...]
    shared: frozenset[Variable]
    required: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def variables(self) -> tuple[Variable, ...]:
        """Variables of a match, in order of first mention."""
        return self.pattern.variables


def plan(request: Request) -> Query:
    """Sort the clauses of a request.

    Raises:
        RequestError: clauses on one lexicon that cannot share a row.
    """
    bound = [c for b in request.blocks if b.kind == "pattern" for c in b.clauses]
    pattern = _part(bound, frozenset())
    outer = frozenset(pattern.variables)
    filters = tuple(
        (block.kind == "with", _part(block.clauses, outer))
        for block in request.blocks
        if block.kind != "pattern"
    )
    return Query(pattern, filters, request.shared, tuple(_required(pattern)))


def _part(clauses: Iterable[Clause], known: frozenset[Variable]) -> Part:
    clauses = list(clauses)
    mentioned = dict.fromkeys(v for clause in clauses for v in clause_variables(clause))
    tests: dict[Variable, list[tuple[FeatureTests, ...]]] = {}
    loose: dict[Variable, list[LooseEdge]] = {}
    links: list[Link] = []
    phrases: dict[Variable, str] = {}
    for clause in clauses:
        match clause:
            case NodeClause(variable, alternatives):
                tests.setdefault(variable, []).append(alternatives)
            case EdgeClause(source=None, target=str(target)):
                loose.setdefault(target, []).append(LooseEdge(False, clause.label))
            case EdgeClause(source=str(source), target=None):
                loose.setdefault(source, []).append(LooseEdge(True, clause.label))
            case PhraseClause(variable, lexicon):
                phrases[variable] = lexicon
            case EdgeClause() | OrderClause() | EqualityClause() | DistanceClause():
                links.append(clause)
            case IdClause() | MarkerClause():
                links.append(clause)
    return Part(
        variables=tuple(v for v in mentioned if v not in known),
        outer=tuple(v for v in mentioned if v in known),
        tests={v: tuple(t) for v, t in tests.items()},
        loose={v: tuple(t) for v, t in loose.items()},
        keys={v: _key(tests.get(v, ()), loose.get(v, ())) for v in mentioned},
        links=tuple(links),
        phrases=phrases,
        joins=tuple(_joins([c for c in clauses if isinstance(c, NodeClause)])),
    )


def _key(tests: Sequence[tuple[FeatureTests, ...]], loose: Sequence[LooseEdge]) -> str:
    """Name a variable's own clauses, so that equal ones are judged once."""
    real = [alternatives for alternatives in tests if () not in alternatives]
    return f"{real}{loose}" if real or loose else ""


def clause_variables(clause: Clause) -> Iterator[Variable]:
    """Give the variables that a clause mentions, in order."""
    match clause:
        case NodeClause(variable) | PhraseClause(variable):
            yield variable
        case EdgeClause(source, target):
            yield from (v for v in (source, target) if v is not None)
        case EqualityClause(left, right):
            yield from (left.variable, right.variable)
        case _:
            yield from (clause.left, clause.right)


def _joins(clauses: list[NodeClause]) -> Iterator[LexiconJoin]:
    """Give the lexicons that more than one clause names: these share a row."""
    uses: dict[str, list[tuple[NodeClause, FeatureTests, FeatureTest, LexiconColumn]]] = {}
    for clause in clauses:
        for alternative in clause.alternatives:
            for test in alternative:
                for value in test.values:
                    if isinstance(value, LexiconColumn) and not test.negated:
                        uses.setdefault(value.lexicon, []).append(
                            (clause, alternative, test, value)
                        )
    for lexicon, found in uses.items():
        if len(found) < 2:
            continue
        for clause, _, test, _ in found:
            if len(clause.alternatives) > 1 or len(test.values) > 1:
                raise RequestError(
                    f"clauses on lexicon '{lexicon}' must hold for one row, so its column cannot"
                    " be one of several alternatives here",
                    line=clause.location.line,
                    column=clause.location.column,
                    hint="write one rule for each alternative",
                )
        yield LexiconJoin(
            lexicon,
            tuple(value.column for *_, value in found),
            tuple((clause.variable, test.feature) for clause, _, test, _ in found),
        )


def _required(part: Part) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give the literals without which the part has no match."""
    for clauses in part.tests.values():
        for alternatives in clauses:
            if len(alternatives) == 1:
                for test in alternatives[0]:
                    strings = _constants(test.values)
                    if strings and not test.negated:
                        yield test.feature, strings
    labels = [link.label for link in part.links if isinstance(link, EdgeClause)]
    labels += [edge.label for edges in part.loose.values() for edge in edges]
    for label in labels:
        if label is not None and not label.negated:
            strings = _constants(label.alternatives)
            if strings:
                yield "deprel", strings


def _constants(values: tuple[object, ...]) -> tuple[str, ...]:
    """Give the strings of values that are all constants, else nothing."""
    strings = tuple(v.text for v in values if isinstance(v, Constant))
    return strings if len(strings) == len(values) else ()
