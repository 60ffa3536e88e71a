"""Requests made ready for matching: clauses sorted by what they join."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from semgraph.engine.sorting import last_of, names_of, sort_clauses
from semgraph.errors import InternalError, RequestError
from semgraph.grammar.syntax import (
    Clause,
    Constant,
    DistanceClause,
    EdgeClause,
    EdgeOrderClause,
    EdgeTestClause,
    EqualityClause,
    FeatureTest,
    FeatureTests,
    GlobalClause,
    IdClause,
    LabelTest,
    LexiconColumn,
    MarkerClause,
    MeasureClause,
    MetaClause,
    NodeClause,
    OrderClause,
    PhraseClause,
    Quantifier,
    Request,
)
from semgraph.types import Variable

# A clause that relates two bound or unbound variables.
Link = (
    EdgeClause
    | OrderClause
    | EqualityClause
    | DistanceClause
    | IdClause
    | MarkerClause
    | MeasureClause
    | EdgeOrderClause
)
# A clause about a whole sentence.
Whole = GlobalClause | MetaClause


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
        wholes: what must hold of the sentence.
        required: each ``(feature, strings)``: unless one of the strings stands in that column
            there is no match.
    """

    variables: tuple[Variable, ...]
    outer: tuple[Variable, ...]
    tests: Mapping[Variable, tuple[tuple[FeatureTests, ...], ...]]
    loose: Mapping[Variable, tuple[LooseEdge, ...]]
    keys: Mapping[Variable, str]
    links: tuple[Link, ...]
    phrases: Mapping[Variable, str]
    joins: tuple[LexiconJoin, ...]
    wholes: tuple[Whole, ...]
    required: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """A ``with`` or ``without`` block.

    Attributes:
        wanted: true for ``with``.
        parts: its alternatives; it is enough that one can be extended.
    """

    wanted: bool
    parts: tuple[Part, ...]

    @property
    def outer(self) -> frozenset[Variable]:
        """Variables of the pattern that it mentions."""
        return frozenset(variable for part in self.parts for variable in part.outer)


@dataclass(frozen=True, slots=True)
class Extra:
    """An optional or repeated node, looked for once all plain nodes are bound.

    Attributes:
        variable: its name.
        sign: how many it may be.
        part: what must hold of it and of the nodes that are bound before.
        filters: what else decides which nodes fit.
    """

    variable: Variable
    sign: Quantifier
    part: Part
    filters: tuple[Filter, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """A request ready for matching.

    Attributes:
        variables: of a match, in order of first mention.
        core: those of them that are one node in every match.
        patterns: alternatives for the core; a match of any is a match.
        filters: those that ask for plain nodes alone.
        extras: optional and repeated nodes, in order of first mention.
        shared: variables that need not differ from the others.
    """

    variables: tuple[Variable, ...]
    core: tuple[Variable, ...]
    patterns: tuple[Part, ...]
    filters: tuple[Filter, ...]
    extras: tuple[Extra, ...]
    shared: frozenset[Variable]

    @property
    def phrases(self) -> Mapping[Variable, str]:
        """Lexicon of each phrase variable; no alternative has phrases of its own."""
        return self.patterns[0].phrases


def plan(request: Request) -> Query:
    """Sort the clauses of a request.

    Raises:
        RequestError: clauses on one lexicon that cannot share a row.
    """
    signs = request.quantifiers
    found = sort_clauses(request)
    parts = tuple(_part(clauses, frozenset()) for clauses in found.choices)
    common = set.intersection(*(set(part.variables) for part in parts))
    core = tuple(v for v in parts[0].variables if v in common)
    filters = [
        _filter(block.kind == "with", alternatives, frozenset(common) | signs.keys())
        for block, alternatives in found.filters
    ]
    extras = []
    for place, variable in enumerate(signs):
        known = frozenset(common) | set(list(signs)[:place])
        own = tuple(f for f in filters if last_of(f.outer, signs) == variable)
        part = _part(found.tied[variable], known)
        extras.append(Extra(variable, signs[variable], part, own))
    return Query(
        variables=tuple(v for v in found.variables if (v in common or v in signs) and v[0] != "#"),
        core=core,
        patterns=parts,
        filters=tuple(f for f in filters if last_of(f.outer, signs) is None),
        extras=tuple(extras),
        shared=request.shared,
    )


def _filter(
    wanted: bool, alternatives: Iterable[Sequence[Clause]], known: frozenset[Variable]
) -> Filter:
    return Filter(wanted, tuple(_part(clauses, known) for clauses in alternatives))


def _part(clauses: Iterable[Clause], known: frozenset[Variable]) -> Part:
    clauses = list(clauses)
    mentioned = dict.fromkeys(v for clause in clauses for v in names_of(clause))
    tests: dict[Variable, list[tuple[FeatureTests, ...]]] = {}
    loose: dict[Variable, list[LooseEdge]] = {}
    links: list[Link] = []
    phrases: dict[Variable, str] = {}
    wholes: list[Whole] = []
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
            case GlobalClause() | MetaClause():
                wholes.append(clause)
            case EdgeTestClause():
                raise InternalError(f"an edge was not resolved to its dependent: {clause}")
            case _:
                links.append(clause)
    return Part(
        variables=tuple(v for v in mentioned if v not in known),
        outer=tuple(v for v in mentioned if v in known),
        tests={v: tuple(t) for v, t in tests.items()},
        loose={v: tuple(t) for v, t in loose.items()},
        keys={v: _key(tests.get(v, ()), loose.get(v, ())) for v in mentioned},
        links=tuple(links),
        phrases=phrases,
        joins=tuple(joins_of([c for c in clauses if isinstance(c, NodeClause)])),
        wholes=tuple(wholes),
        required=tuple(_required(tests, loose, links)),
    )


def _key(tests: Sequence[tuple[FeatureTests, ...]], loose: Sequence[LooseEdge]) -> str:
    """Name a variable's own clauses, so that equal ones are judged once."""
    real = [alternatives for alternatives in tests if () not in alternatives]
    return f"{real}{loose}" if real or loose else ""


def link_variables(link: Link) -> tuple[Variable, Variable]:
    """Give the two variables of a link whose ends are both named."""
    one, two = names_of(link)
    return one, two


def joins_of(clauses: Sequence[NodeClause]) -> Iterator[LexiconJoin]:
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


def _required(
    tests: Mapping[Variable, Sequence[tuple[FeatureTests, ...]]],
    loose: Mapping[Variable, Sequence[LooseEdge]],
    links: Sequence[Link],
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give the literals without which there is no match."""
    for clauses in tests.values():
        for alternatives in clauses:
            if len(alternatives) == 1:
                for test in alternatives[0]:
                    strings = _constants(test.values)
                    if strings and not test.negated:
                        yield test.feature, strings
    labels = [link.label for link in links if isinstance(link, EdgeClause)]
    labels += [edge.label for edges in loose.values() for edge in edges]
    for label in labels:
        if label is not None and not label.negated:
            strings = _constants(label.alternatives)
            if strings:
                yield "deprel", strings


def _constants(values: tuple[object, ...]) -> tuple[str, ...]:
    """Give the strings of values that are all constants, else nothing."""
    strings = tuple(v.text for v in values if isinstance(v, Constant))
    return strings if len(strings) == len(values) else ()
