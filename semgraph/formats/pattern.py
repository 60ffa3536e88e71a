"""Patterns on their way into a grammar: nodes, links between them, filters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Sign: TypeAlias = Literal["is", "not", "absent", "present"]


class UnsaidError(Exception):
    """Something that the grammar language cannot say exactly.

    Args:
        what: the part of the pattern, as its author wrote it.
        why: in plain words.
    """

    def __init__(self, what: str, why: str) -> None:
        super().__init__(f"{what}: {why}")
        self.what = what
        self.why = why


@dataclass(frozen=True, slots=True)
class Expression:
    """A regular expression over a whole value, in the syntax of RE2."""

    pattern: str
    ignore_case: bool = False


Value: TypeAlias = str | Expression


@dataclass(frozen=True, slots=True)
class Test:
    """A test of a feature; ``not`` asks that the feature is there and has none of the values."""

    __test__ = False  # no test case, whatever its name

    feature: str
    sign: Sign
    values: tuple[Value, ...] = ()


# A disjunction of conjunctions: ``()`` never holds, ``((),)`` always.
Alternatives: TypeAlias = tuple[tuple[Test, ...], ...]
ALWAYS: Alternatives = ((),)
NEVER: Alternatives = ()
_ALWAYS_THERE = frozenset({"form"})
_MOST_ALTERNATIVES = 64


def is_one_of(feature: str, values: Sequence[Value]) -> Alternatives:
    """Ask for one of some values; the empty value means that the feature is not there."""
    real = tuple(dict.fromkeys(value for value in values if value != ""))
    found: Alternatives = ((Test(feature, "is", real),),) if real else NEVER
    empty = "" in values and feature not in _ALWAYS_THERE
    return (*found, (Test(feature, "absent"),)) if empty else found


def negate(alternatives: Alternatives) -> Alternatives:
    """Give what holds exactly where the alternatives do not.

    Raises:
        UnsaidError: it would take too many brackets.
    """
    found: Alternatives = ALWAYS
    for conjunction in alternatives:
        opposite = tuple(one for test in conjunction for one in _negate(test))
        found = conjoin(found, opposite)
    return found


def conjoin(one: Alternatives, two: Alternatives) -> Alternatives:
    """Give what holds where both do.

    Raises:
        UnsaidError: it would take too many brackets.
    """
    if len(one) * len(two) > _MOST_ALTERNATIVES:
        raise UnsaidError("a negation", "it comes to too many alternatives")
    pairs = (tuple(dict.fromkeys((*a, *b))) for a in one for b in two)
    return tuple(dict.fromkeys(pairs))


def _negate(test: Test) -> Alternatives:
    absent: Alternatives = ((Test(test.feature, "absent"),),)
    if test.feature in _ALWAYS_THERE and test.values:
        absent = NEVER
    match test.sign:
        case "is":
            return ((Test(test.feature, "not", test.values),), *absent)
        case "not":
            return ((Test(test.feature, "is", test.values),), *absent)
        case "absent":
            return ((Test(test.feature, "present"),),)
        case "present":
            return absent


# Links


@dataclass(frozen=True, slots=True)
class Edge:
    """``source -[label]-> target``; no labels for any."""

    source: str
    target: str
    labels: tuple[Value, ...] = ()
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Path:
    """``source ->> target``."""

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Order:
    """``left`` stands before ``right`` with ``least`` to ``most`` words between them."""

    left: str
    right: str
    least: int = 0
    most: int | None = 0


@dataclass(frozen=True, slots=True)
class Root:
    """``* -[root]-> node``."""

    node: str


Link: TypeAlias = Edge | Path | Order | Root


@dataclass(slots=True)
class Part:
    """Clauses of one block.

    Attributes:
        nodes: the tests of each node: all of them must hold.
        links: between nodes.
    """

    nodes: dict[str, list[Alternatives]] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)

    def test(self, node: str, *alternatives: Alternatives) -> None:
        """Add tests of a node; without any it is only named."""
        self.nodes.setdefault(node, []).extend(alternatives)

    def copy(self) -> Part:
        """Give a part that can be added to on its own."""
        return Part({node: [*tests] for node, tests in self.nodes.items()}, [*self.links])


@dataclass(slots=True)
class Pattern:
    """What becomes one rule.

    Attributes:
        body: what is bound.
        filters: each ``(wanted, part)``: true for ``with``, false for ``without``.
        distinct: pairs of nodes that must not be the same.
    """

    body: Part = field(default_factory=Part)
    filters: list[tuple[bool, Part]] = field(default_factory=list)
    distinct: set[frozenset[str]] = field(default_factory=set)

    def copy(self) -> Pattern:
        """Give a pattern that can be added to on its own."""
        filters = [(wanted, part.copy()) for wanted, part in self.filters]
        return Pattern(self.body.copy(), filters, set(self.distinct))

    @property
    def bound(self) -> tuple[str, ...]:
        """The nodes of a match, in order."""
        return tuple(self.body.nodes)

    @property
    def impossible(self) -> bool:
        """Whether some node's tests can never hold."""
        return any(NEVER in tests for tests in self.body.nodes.values())

    def labels(self) -> Iterator[str]:
        """Give the labels that the pattern names."""
        for part in (self.body, *(part for _, part in self.filters)):
            for link in part.links:
                if isinstance(link, Edge):
                    yield from (label for label in link.labels if isinstance(label, str))
            for tests in part.nodes.values():
                for test in (t for options in tests for option in options for t in option):
                    if test.feature == "deprel":
                        yield from (value for value in test.values if isinstance(value, str))


def ends_of(link: Link) -> tuple[str, ...]:
    """Give the nodes of a link."""
    match link:
        case Edge(source, target) | Path(source, target):
            return source, target
        case Order(left, right):
            return left, right
        case Root(node):
            return (node,)
