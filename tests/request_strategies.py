"""Random small parses and random requests, made so that matches are frequent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np
from hypothesis import strategies as st

from semgraph.engine.nodes import Nodes
from semgraph.grammar.rules import Lexicon
from semgraph.grammar.syntax import (
    Block,
    Clause,
    Comparison,
    Constant,
    DistanceClause,
    EdgeClause,
    EdgeOrderClause,
    EdgeRef,
    EdgeTestClause,
    EqualityClause,
    FeatureRef,
    FeatureTest,
    FeatureTests,
    Gap,
    GlobalClause,
    IdClause,
    LabelTest,
    LexiconColumn,
    Location,
    MeasureClause,
    MetaClause,
    NodeClause,
    OrderClause,
    Quantifier,
    Regex,
    Request,
    Value,
)
from semgraph.parse.columns import Parse
from semgraph.types import Floats, Ints
from tests.build import Row, make_parse

T = TypeVar("T")

HERE = Location(1, 1)
HERES = st.just(HERE)
GAPS: list[Gap | None] = [None, None, (0, 0), (0, 0), (1, 2), (0, 2), (2, None), (0, None)]
COMPARISONS: list[Comparison] = ["=", "<", "<=", ">", ">="]

# Vocabularies of three or four values a feature: clauses hold often.
VALUES: Mapping[str, tuple[str, ...]] = {
    "form": ("a", "A", "b", "..д"),
    "lemma": ("a", "b", "..д"),
    "upos": ("NOUN", "VERB", "ADP", "SPACE"),
    "xpos": ("NN", "NNS", "VB"),
    "deprel": ("nsubj", "nsubj:pass", "obl", "obl:arg@x", "root"),
    "ent": ("PER", "ORG"),
    "Number": ("Sing", "Plur"),
    "Case": ("Nom", "Gen"),
    "Gloss": ("one", "two"),
    "kind": ("atom", "link"),
    "key": ("a|NOUN", "b|VERB", "сад|ADP"),
    "class": ("name",),
}
PATTERNS: Mapping[str, tuple[str, ...]] = {
    "form": ("[aA]", ".*", "сад|b"),
    "lemma": ("a|b", "[^a].*", "..д"),
    "upos": ("NO.*", "VERB|NOUN"),
    "deprel": ("nsubj.*", ".*:.*", "obl"),
    "Number": ("S.*", ".*"),
    "key": (r"a\|.*", ".*NOUN"),
}
LABELS = ("nsubj", "nsubj:pass", "obl", "obl:arg", "obl:arg@x", "obl@x", "root", "det")
ROOTS = ("root", "root", "root", "obl", "")
LABEL_VALUES: Mapping[str, tuple[str, ...]] = {
    "1": ("nsubj", "obl", "root"),
    "2": ("pass", "arg"),
    "deep": ("x", "y"),
}
LEXICONS: Mapping[str, Lexicon] = {
    "pairs": Lexicon(
        "pairs",
        {"first": ("a", "a", "b", "..д"), "second": ("b", "a", "сад", "b")},
        "inline",
    ),
    "single": Lexicon("single", {"word": ("a", "A", "NOUN", "..д", "сад")}, "inline"),
    "empty": Lexicon("empty", {"word": ()}, "inline"),
}


IDS = (None, "s1", "s2")
METAS: tuple[Mapping[str, object], ...] = ({}, {"speaker": "A"}, {"speaker": "B", "year": 7})


def table(measure: str, left: str, right: str) -> float | None:
    """Say what a table of measures holds of two lemmas; it does not know all."""
    known = {("a", "b"): 0.5, ("b", "a"): 0.25, ("a", "a"): 0.75, ("", "b"): 0.1}
    value = known.get((left, right))
    return -value if value is not None and measure == "direction" else value


class Table:
    """The same as the engine asks it: in columns."""

    names = ("cos", "direction", "freq")

    def values(self, measure: str, nodes: Nodes, left: Ints, right: Ints) -> Floats:
        lemmas = nodes.column("lemma")
        pairs = zip(
            nodes.strings.decode(lemmas[left]), nodes.strings.decode(lemmas[right]), strict=True
        )
        found = (table(measure, one, two) for one, two in pairs)
        return np.array([np.nan if value is None else value for value in found], np.float64)


def mostly(common: st.SearchStrategy[T], rare: st.SearchStrategy[T]) -> st.SearchStrategy[T]:
    """Draw from the first strategy five times in six."""
    return st.integers(0, 5).flatmap(lambda n: rare if n == 5 else common)


# Parses


def _templates() -> list[Row]:
    """Give words to draw from: one draw a word keeps Hypothesis fast."""
    full = [
        Row(form, lemma, upos, xpos=xpos, feats=feats, ent=ent, misc=misc, space=space)
        for form, lemma, upos, xpos, feats, ent, misc, space in (
            ("a", "a", "NOUN", "NN", "Number=Sing", "", "", " "),
            ("A", "a", "NOUN", "NN", "Case=Nom|Number=Sing", "", "Gloss=one", " "),
            ("b", "b", "VERB", "VB", "", "", "", " "),
            ("b", "b", "NOUN", "NNS", "Number=Plur", "PER", "Gloss=two|SpaceAfter=No", ""),
            ("..д", "сад", "NOUN", "NN", "Case=Gen|Number=Sing", "ORG", "", " "),
            ("..д", "b", "VERB", "VB", "Number=Plur", "", "Number=Sing", " "),
            ("a", "a", "ADP", "", "", "", "x", " "),
            ("a", "..д", "ADP", "", "Case=Nom", "PER", "", ""),
        )
    ]
    odd = [
        Row("a", "", "NOUN", feats="Case=Gen"),
        Row("b", "b", "", misc="Number=Plur"),
        Row("", "a", "NOUN", word="a", feats="Number=Sing", space=""),
        Row("\n", "\n", "SPACE", space=""),
        Row("  ", "", "NOUN", space=""),
    ]
    return full * 3 + odd


TEMPLATES = _templates()


@st.composite
def sentences(draw: st.DrawFn) -> list[Row]:
    """Draw a forest of 1 to 9 words: each hangs from one before it in a drawn order.

    Trees may be non-projective, a sentence may have several roots, and a root's label is not
    always ``root``.
    """
    size = draw(st.sampled_from([5, 6, 7, 8, 9, 4, 3, 2, 1]))
    order = draw(st.permutations(range(1, size + 1)))
    words: dict[int, Row] = {}
    for rank, node in enumerate(order):
        parent = draw(st.integers(-1, rank + 3)) if rank else -1
        head = order[min(parent, rank - 1)] if parent >= 0 else 0
        deprel = draw(st.sampled_from(LABELS[:-1] if head else ROOTS))
        words[node] = replace(draw(st.sampled_from(TEMPLATES)), head=head, deprel=deprel)
    return [words[node] for node in range(1, size + 1)]


@st.composite
def parses(draw: st.DrawFn) -> Parse:
    """Draw a batch of 1 to 3 documents of 1 or 2 sentences."""
    document = st.lists(sentences(), min_size=1, max_size=2)
    parse = make_parse(draw(st.lists(document, min_size=1, max_size=3)))
    ids = tuple(draw(st.sampled_from(IDS)) for _ in parse.ids)
    meta = tuple(draw(st.sampled_from(METAS)) for _ in parse.meta)
    return replace(parse, ids=ids, meta=meta)


# Requests

_COMMON = ("form", "lemma", "lemma", "upos", "upos", "Number", "Case", "deprel")
_FEATURES = mostly(st.sampled_from(_COMMON), st.sampled_from(sorted(VALUES)))


@st.composite
def feature_tests(draw: st.DrawFn) -> FeatureTest:
    """Draw a test of a node's feature: constants, expressions, lexicon columns, (un)defined."""
    feature = draw(_FEATURES)
    negated = draw(mostly(st.just(False), st.just(True)))
    constants: st.SearchStrategy[Value] = st.sampled_from(VALUES[feature]).map(Constant)
    value = mostly(constants, regexes(feature))
    if feature in ("form", "lemma"):
        value = st.one_of(value, lexicon_columns())
    values = draw(st.lists(value, max_size=3, unique=True))
    return FeatureTest(feature, tuple(values), negated)


def regexes(feature: str) -> st.SearchStrategy[Value]:
    """Draw an expression over a feature's values."""
    patterns = st.sampled_from(PATTERNS.get(feature, (".*",)))
    return st.builds(Regex, patterns, st.booleans())


def lexicon_columns() -> st.SearchStrategy[Value]:
    """Draw a column of one of the lexicons; the pair most often."""
    names = [("pairs", "first"), ("pairs", "second")] * 3 + [("single", "word"), ("empty", "word")]
    return st.sampled_from(names).map(lambda name: LexiconColumn(*name))


@st.composite
def label_tests(draw: st.DrawFn) -> LabelTest:
    """Draw a test of a label: literals, expressions, label features, or none of them."""
    literal = st.sampled_from(LABELS).map(Constant)
    regex = st.builds(
        Regex, st.sampled_from(["nsubj.*", ".*:.*", "obl|root", "OBL.*"]), st.booleans()
    )
    feature = st.sampled_from(sorted(LABEL_VALUES)).flatmap(
        lambda name: st.builds(
            FeatureTest,
            st.just(name),
            st.lists(st.sampled_from(LABEL_VALUES[name]).map(Constant), max_size=2).map(tuple),
            st.booleans(),
        )
    )
    features: st.SearchStrategy[FeatureTests] = st.lists(feature, min_size=1, max_size=2).map(tuple)
    alternatives = st.lists(st.one_of(literal, literal, regex, features), min_size=1, max_size=3)
    return LabelTest(tuple(draw(alternatives)), draw(mostly(st.just(False), st.just(True))))


@st.composite
def clauses(draw: st.DrawFn, variables: Sequence[str]) -> Clause:
    """Draw a clause over some of the given variables."""
    kind = draw(st.sampled_from("nnnneeeeeooodqim"))
    left = draw(st.sampled_from(variables))
    if kind == "n" or len(variables) == 1:
        tests = st.lists(feature_tests(), max_size=2).map(tuple)
        alternatives = draw(
            mostly(st.lists(tests, min_size=1, max_size=1), st.lists(tests, min_size=2, max_size=2))
        )
        return NodeClause(left, tuple(alternatives), HERE)
    others = st.sampled_from([name for name in variables if name != left])
    right = draw(mostly(others, st.sampled_from(variables)))
    match kind:
        case "e":
            return draw(edges(left, right))
        case "o":
            return OrderClause(left, right, draw(st.sampled_from(GAPS)), HERE)
        case "m":
            measure = draw(st.sampled_from(Table.names))
            number = draw(st.sampled_from([-0.5, 0.0, 0.25, 0.5]))
            return MeasureClause(
                measure, left, right, draw(st.sampled_from(COMPARISONS)), number, HERE
            )
        case "d":
            signed = draw(st.booleans())
            comparison = draw(st.sampled_from(COMPARISONS))
            distance = draw(st.integers(-3 if signed else 0, 3))
            return DistanceClause(left, right, signed, comparison, distance, HERE)
        case "q":
            return draw(equalities(left, right))
        case _:
            return IdClause(left, right, HERE)


@st.composite
def edges(draw: st.DrawFn, left: str, right: str) -> EdgeClause:
    """Draw an edge, a dominance, or either with an open end."""
    shape = draw(st.integers(0, 7))
    if shape == 0:
        source, target = draw(st.sampled_from([(left, right)] * 4 + [(None, right), (left, None)]))
        return EdgeClause(source, target, None, True, None, HERE)
    label = draw(st.one_of(st.none(), st.none(), label_tests()))
    source = None if shape == 1 else left
    target = None if shape == 2 else right
    return EdgeClause(source, target, label, False, None, HERE)


@st.composite
def equalities(draw: st.DrawFn, left: str, right: str) -> EqualityClause:
    """Draw an equality of two features, most often of the same."""
    feature = draw(_FEATURES)
    other = draw(mostly(st.just(feature), _FEATURES))
    negated = draw(st.booleans())
    return EqualityClause(FeatureRef(left, feature), FeatureRef(right, other), negated, HERE)


@st.composite
def shared_rows(draw: st.DrawFn, variables: Sequence[str]) -> list[Clause]:
    """Draw two features, of one node or of two, that stand in one row of a lexicon."""
    return [
        NodeClause(
            draw(st.sampled_from(variables)),
            ((FeatureTest(draw(st.sampled_from(["form", "lemma"])), (value,)),),),
            HERE,
        )
        for value in (LexiconColumn("pairs", "first"), LexiconColumn("pairs", "second"))
    ]


@st.composite
def named_edges(draw: st.DrawFn, variables: Sequence[str], name: str) -> list[Clause]:
    """Draw a named edge, perhaps with an open end, and a test of its label."""
    left, right = draw(st.sampled_from(variables)), draw(st.sampled_from(variables))
    source, target = draw(st.sampled_from([(left, right)] * 3 + [(None, right), (left, None)]))
    label = draw(st.one_of(st.none(), label_tests()))
    found: list[Clause] = [EdgeClause(source, target, label, False, name, HERE)]
    if draw(st.booleans()):
        feature = draw(st.sampled_from(["label", "1", "2", "deep"]))
        known = LABELS if feature == "label" else LABEL_VALUES[feature]
        values = st.lists(st.sampled_from(known).map(Constant), max_size=2, unique=True)
        test = FeatureTest(feature, tuple(draw(values)), draw(st.booleans()))
        found.append(EdgeTestClause(name, test, HERE))
    return found


@st.composite
def edge_relations(draw: st.DrawFn, variables: Sequence[str], names: Sequence[str]) -> Clause:
    """Draw a comparison of two edges, or of a node and an edge."""
    one, two = draw(st.permutations(names))[:2]
    kind = draw(st.sampled_from(["covered", "crossing", "disjoint", "inside", "label", "lemma"]))
    if kind == "inside":
        return EdgeOrderClause(draw(st.sampled_from(variables)), one, "inside", HERE)
    if kind == "label":
        feature = draw(st.sampled_from(["label", "1", "2"]))
        negated = draw(st.booleans())
        return EqualityClause(EdgeRef(one, feature), EdgeRef(two, feature), negated, HERE)
    if kind == "lemma":
        left = FeatureRef(draw(st.sampled_from(variables)), "deprel")
        return EqualityClause(left, EdgeRef(one, "label"), draw(st.booleans()), HERE)
    return EdgeOrderClause(one, two, kind, HERE)  # type: ignore[arg-type]


@st.composite
def whole_clauses(draw: st.DrawFn) -> Clause:
    """Draw a clause about the whole sentence."""
    if draw(st.booleans()):
        shape = draw(st.sampled_from(["tree", "projective", "projective", "forest", "cyclic"]))
        return GlobalClause(shape, draw(st.booleans()), HERE)  # type: ignore[arg-type]
    key = draw(st.sampled_from(["sent_id", "speaker", "year", "text"]))
    values: st.SearchStrategy[Value] = st.sampled_from(["s1", "A", "7"]).map(Constant)
    values = st.one_of(values, st.just(Regex("[a-c].*|s.")))
    test = FeatureTest(key, tuple(draw(st.lists(values, max_size=2))), draw(st.booleans()))
    return MetaClause(test, HERE)


@st.composite
def quantified(
    draw: st.DrawFn, bound: Sequence[str]
) -> tuple[list[tuple[str, Quantifier]], list[Clause]]:
    """Draw one or two optional or repeated nodes with what ties them to the others."""
    signs: list[tuple[str, Quantifier]] = [("M", draw(st.sampled_from(["?", "*", "+"])))]
    if draw(st.booleans()):
        signs.append(("O", draw(st.sampled_from(["?", "?", "*"]))))
    if draw(st.booleans()):
        signs.reverse()
    found: list[Clause] = []
    anchors = list(bound)
    for name, sign in signs:
        anchor = draw(st.sampled_from(anchors))
        ties = st.one_of(
            edges(anchor, name).filter(lambda edge: edge.source and edge.target),
            edges(name, anchor).filter(lambda edge: edge.source and edge.target),
            st.builds(OrderClause, st.just(anchor), st.just(name), st.sampled_from(GAPS), HERES),
            equalities(anchor, name),
        )
        found.append(draw(ties))
        found += draw(
            st.lists(
                st.builds(NodeClause, st.just(name), st.tuples(st.tuples(feature_tests())), HERES),
                max_size=1,
            )
        )
        if sign == "?":
            anchors.append(name)
    return signs, found


@st.composite
def filters(draw: st.DrawFn, names: Sequence[str]) -> Block:
    """Draw a ``with`` or ``without`` block, of two alternatives now and then."""
    alternatives = []
    for _ in range(draw(st.sampled_from([1, 1, 1, 2]))):
        new = draw(st.sampled_from([[], ["N"], ["N", "L"]]))
        inner = draw(st.lists(clauses([*names, *new]), min_size=1, max_size=3))
        inner += draw(mostly(st.just([]), shared_rows([*names, *new])))
        inner += draw(mostly(st.just([]), whole_clauses().map(lambda clause: [clause])))
        alternatives.append(tuple(inner))
    kind = draw(st.sampled_from(["with", "without"]))
    return Block(kind, tuple(alternatives), HERE)  # type: ignore[arg-type]


@st.composite
def requests(draw: st.DrawFn) -> Request:
    """Draw a request of 1 to 4 nodes, perhaps disconnected, with all that may stand beside."""
    bound = list("XYZW")[: draw(st.sampled_from([1, 2, 2, 2, 3, 3, 4]))]
    present: list[Clause] = [
        NodeClause(name, (tuple(draw(st.lists(feature_tests(), max_size=1))),), HERE)
        for name in bound
    ]
    extra = draw(st.lists(clauses(bound), max_size=max(1, len(bound) - 1)))
    extra += draw(mostly(st.just([]), shared_rows(bound)))
    if draw(st.integers(0, 3)) == 0:
        names = ["e", "f"]
        for name in names:
            extra += draw(named_edges(bound, name))
        extra += draw(st.lists(edge_relations(bound, names), max_size=2))
    extra += draw(mostly(st.just([]), whole_clauses().map(lambda clause: [clause])))
    blocks = [Block("pattern", (tuple(draw(st.permutations(present + extra))),), HERE)]
    if len(present) > 1 and draw(st.booleans()):
        first, rest = blocks[0].clauses[:1], blocks[0].clauses[1:]
        blocks = [Block("pattern", (first,), HERE), Block("pattern", (rest,), HERE)]
    if draw(st.integers(0, 4)) == 0:
        inner = st.lists(clauses([*bound, "V"]), min_size=1, max_size=2).map(tuple)
        blocks.append(Block("pattern", tuple(draw(st.lists(inner, min_size=2, max_size=3))), HERE))
    signs: list[tuple[str, Quantifier]] = []
    if draw(st.integers(0, 2)) == 0:
        signs, tied = draw(quantified(bound))
        blocks.append(Block("pattern", (tuple(tied),), HERE))
    if draw(st.integers(0, 7)) == 0:
        blocks.append(Block("global", (tuple(draw(st.lists(whole_clauses(), max_size=2))),), HERE))
    last = [name for name, _ in signs][-1:]
    comparable = [*bound, *(name for name, sign in signs if sign == "?" or name in last)]
    for _ in range(draw(st.sampled_from([0, 0, 1, 1, 2]))):
        block = draw(filters(comparable if draw(st.booleans()) else bound))
        blocks.insert(draw(st.integers(0, len(blocks))), block)
    shared = draw(
        mostly(st.just(frozenset()), st.sets(st.sampled_from([*bound, "N"])).map(frozenset))
    )
    return Request(tuple(blocks), shared, tuple(signs))
