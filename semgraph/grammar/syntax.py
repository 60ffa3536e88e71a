"""The syntax tree of requests: patterns are data.

Every node knows where it stands: ``location`` is its first word, ``places`` are its variables
(and the names beside them) in the order of the fields. Neither counts in a comparison. The
parser writes them all; a tree built by hand for the engine may leave ``places`` and the
locations of values out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from semgraph.types import MarkerKind, Variable

Comparison: TypeAlias = Literal["=", "<", "<=", ">", ">="]
Quantifier: TypeAlias = Literal["?", "*", "+"]
BlockKind: TypeAlias = Literal["pattern", "with", "without", "global"]
Shape: TypeAlias = Literal["tree", "forest", "cyclic", "projective"]
EdgeRelation: TypeAlias = Literal["covered", "crossing", "disjoint", "inside"]
EdgeName: TypeAlias = str  # ``e`` of ``e: X -> Y``
Gap: TypeAlias = tuple[int, int | None]  # least and most leaves between


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a source text; both 1-based."""

    line: int
    column: int


Places: TypeAlias = tuple[Location, ...]


# Values that a feature is compared with.


@dataclass(frozen=True, slots=True)
class Constant:
    """A constant string."""

    text: str
    location: Location | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Regex:
    """A regular expression (RE2) over the whole value."""

    pattern: str
    ignore_case: bool = False
    location: Location | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class LexiconColumn:
    """Any value of a lexicon's column; clauses on one lexicon hold for the same row."""

    lexicon: str
    column: str
    location: Location | None = field(default=None, compare=False, repr=False)


Value: TypeAlias = Constant | Regex | LexiconColumn


@dataclass(frozen=True, slots=True)
class FeatureTest:
    """A test of one feature.

    ``F=a|b``: values, not negated. ``F<>a|b``: values, negated (defined and none of them).
    ``F`` or ``F=*``: no values, not negated (defined). ``!F``: no values, negated (absent).
    """

    feature: str
    values: tuple[Value, ...] = ()
    negated: bool = False
    location: Location | None = field(default=None, compare=False, repr=False)


FeatureTests: TypeAlias = tuple[FeatureTest, ...]


# Clauses of a block.


@dataclass(frozen=True, slots=True)
class NodeClause:
    """``X [upos=VERB]|[…]``: one of the alternatives holds of the node; ``X []`` has ``((),)``.

    ``X.lemma = "c"``, ``X.VerbForm`` and ``!X.VerbForm`` are node clauses as well.
    """

    variable: Variable
    alternatives: tuple[FeatureTests, ...]
    location: Location = field(compare=False)


@dataclass(frozen=True, slots=True)
class LabelTest:
    """A test of an edge's label: one of the alternatives, or none of them when negated.

    An alternative is a literal label, a regular expression over the label, or tests of the
    label's features: ``1`` before the colon, ``2`` after it, ``deep`` after ``@``.
    """

    alternatives: tuple[Constant | Regex | FeatureTests, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class EdgeClause:
    """``e: X -[nsubj]-> Y``; ``X ->> Y`` is dominance, a path of one or more edges.

    ``source`` or ``target`` is ``None`` for ``*``: some end, not bound.
    """

    source: Variable | None
    target: Variable | None
    label: LabelTest | None
    dominance: bool
    name: str | None
    location: Location = field(compare=False)
    places: Places = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class OrderClause:
    """``X << Y``; ``>`` and ``>>`` are turned round when parsed.

    ``gap`` bounds the leaves that stand between, ``(least, most)``: ``X < Y`` has ``(0, 0)``,
    ``X <{1,3} Y`` has ``(1, 3)``, ``X <{2,} Y`` has ``(2, None)``. ``X << Y`` has ``None``.
    """

    left: Variable
    right: Variable
    gap: Gap | None
    location: Location = field(compare=False)
    places: Places = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class EdgeOrderClause:
    """How the span of an edge lies: ``e << f``, ``e >< f``, ``e <> f``, or ``X << e``.

    An edge spans what lies between its two ends; the edge of a root begins before the sentence.

    Attributes:
        left: an edge, or a node where ``relation`` is ``inside``.
        right: an edge.
        relation: ``covered`` (``e << f``: the span of e lies in that of f, ends may coincide),
            ``crossing`` (``e >< f``: they overlap and neither holds the other), ``disjoint``
            (``e <> f``: they share at most an end), ``inside`` (``X << e``: X stands strictly
            between the ends).
    """

    left: Variable | EdgeName
    right: EdgeName
    relation: EdgeRelation
    location: Location = field(compare=False)
    places: Places = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class EdgeTestClause:
    """``e.label = unk``, ``e.2 = re"…"``, ``!e.deep``: a test of the label of a named edge.

    The feature is ``label``, or a feature of the label: ``1``, ``2``, ``deep``.
    """

    edge: EdgeName
    test: FeatureTest
    location: Location = field(compare=False)


@dataclass(frozen=True, slots=True)
class GlobalClause:
    """``is_projective``, ``is_not_tree``: a property of the whole sentence, or its absence."""

    shape: Shape
    negated: bool
    location: Location = field(compare=False)


@dataclass(frozen=True, slots=True)
class MetaClause:
    """``meta.sent_id = "x"``, ``!meta.speaker``, ``global { text = re"…" }``.

    A test of the sentence's metadata; ``text`` and ``sent_id`` are among them.
    """

    test: FeatureTest
    location: Location = field(compare=False)


@dataclass(frozen=True, slots=True)
class FeatureRef:
    """``X.lemma``."""

    variable: Variable
    feature: str
    location: Location | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class EdgeRef:
    """``e.label``, or a feature of the label: ``e.1``, ``e.2``, ``e.deep``."""

    edge: EdgeName
    feature: str
    location: Location | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class EqualityClause:
    """``X.lemma = Y.lemma``, ``e.label = f.label``, ``<>`` when negated; both must be defined."""

    left: FeatureRef | EdgeRef
    right: FeatureRef | EdgeRef
    negated: bool
    location: Location = field(compare=False)


@dataclass(frozen=True, slots=True)
class DistanceClause:
    """``length(X,Y) <= 4`` or, signed, ``delta(X,Y) = -4`` (positive when Y comes after X)."""

    left: Variable
    right: Variable
    signed: bool
    comparison: Comparison
    number: int
    location: Location = field(compare=False)
    places: Places = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class IdClause:
    """``X.__id__ < Y.__id__``: keeps one of the permutations of interchangeable nodes."""

    left: Variable
    right: Variable
    location: Location = field(compare=False)
    places: Places = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class PhraseClause:
    """``phrase P from idioms``: binds the words of one entry; P stands for the highest of them."""

    variable: Variable
    lexicon: str
    location: Location = field(compare=False)
    places: Places = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class MarkerClause:
    """A bare ``tension(X,Y)``: asks whether that marker joins the two, in either order."""

    kind: MarkerKind
    left: Variable
    right: Variable
    location: Location = field(compare=False)
    places: Places = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class MeasureClause:
    """``resonance(X,Y) > 0.4``, ``cos(X,Y) >= 0.6``, ``freq(X,Y) >= 5``.

    A measure of the two tokens, from tables that are learned from a corpus; a pair that no table
    knows never passes.
    """

    measure: str
    left: Variable
    right: Variable
    comparison: Comparison
    number: float
    location: Location = field(compare=False)
    places: Places = field(default=(), compare=False, repr=False)


Clause: TypeAlias = (
    NodeClause
    | EdgeClause
    | OrderClause
    | EqualityClause
    | DistanceClause
    | IdClause
    | PhraseClause
    | MarkerClause
    | MeasureClause
    | EdgeOrderClause
    | EdgeTestClause
    | GlobalClause
    | MetaClause
)
Clauses: TypeAlias = tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """``pattern``, ``with``, ``without`` or ``global``, and what it says.

    ``with { … } or { … }`` has two alternatives; every other block has one.
    """

    kind: BlockKind
    alternatives: tuple[Clauses, ...]
    location: Location = field(compare=False)

    @property
    def clauses(self) -> Clauses:
        """The clauses of all alternatives, in the order of the source."""
        return tuple(clause for clauses in self.alternatives for clause in clauses)


@dataclass(frozen=True, slots=True)
class Request:
    """What to find: the union of the ``pattern`` blocks, filtered by each of the others.

    Attributes:
        blocks: in the order of the source.
        shared: variables written ``X$``, which need not differ from the others.
        quantified: variables written ``M?``, ``M*`` or ``M+`` with that sign, in the order of
            their first mention.
    """

    blocks: tuple[Block, ...]
    shared: frozenset[Variable] = frozenset()
    quantified: tuple[tuple[Variable, Quantifier], ...] = ()

    @property
    def quantifiers(self) -> dict[Variable, Quantifier]:
        """The signs of the quantified variables."""
        return dict(self.quantified)
