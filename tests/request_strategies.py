"""Random small parses and random requests, made so that matches are frequent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from hypothesis import strategies as st

from semgraph.grammar.rules import Lexicon
from semgraph.grammar.syntax import (
    Block,
    Clause,
    Constant,
    DistanceClause,
    EdgeClause,
    EqualityClause,
    FeatureRef,
    FeatureTest,
    FeatureTests,
    IdClause,
    LabelTest,
    LexiconColumn,
    Location,
    NodeClause,
    OrderClause,
    Regex,
    Request,
    Value,
)
from semgraph.parse.columns import Parse
from tests.build import Row, make_parse

T = TypeVar("T")

HERE = Location(1, 1)

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
    return make_parse(draw(st.lists(document, min_size=1, max_size=3)))


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
    kind = draw(st.sampled_from("nnnneeeeeoodqi"))
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
            return OrderClause(left, right, draw(st.sampled_from([None, (0, 0)])), HERE)
        case "d":
            signed = draw(st.booleans())
            comparison = draw(st.sampled_from(["=", "<", "<=", ">", ">="]))
            number = draw(st.integers(-3 if signed else 0, 3))
            return DistanceClause(left, right, signed, comparison, number, HERE)  # type: ignore[arg-type]
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
def requests(draw: st.DrawFn) -> Request:
    """Draw a request of 1 to 4 nodes, perhaps disconnected, with up to two filters."""
    bound = list("XYZW")[: draw(st.sampled_from([1, 2, 2, 2, 3, 3, 4]))]
    present: list[Clause] = [
        NodeClause(name, (tuple(draw(st.lists(feature_tests(), max_size=1))),), HERE)
        for name in bound
    ]
    extra = draw(st.lists(clauses(bound), max_size=max(1, len(bound) - 1)))
    extra += draw(mostly(st.just([]), shared_rows(bound)))
    blocks = [Block("pattern", (tuple(draw(st.permutations(present + extra))),), HERE)]
    if len(present) > 1 and draw(st.booleans()):
        first, rest = blocks[0].clauses[:1], blocks[0].clauses[1:]
        blocks = [Block("pattern", (first,), HERE), Block("pattern", (rest,), HERE)]
    for _ in range(draw(st.sampled_from([0, 0, 1, 1, 2]))):
        new = draw(st.sampled_from([[], ["N"], ["N", "M"]]))
        inner = draw(st.lists(clauses(bound + new), min_size=1, max_size=3))
        inner += draw(mostly(st.just([]), shared_rows(bound + new)))
        kind = draw(st.sampled_from(["with", "without"]))
        blocks.insert(draw(st.integers(0, len(blocks))), Block(kind, (tuple(inner),), HERE))  # type: ignore[arg-type]
    shared = draw(
        mostly(st.just(frozenset()), st.sets(st.sampled_from([*bound, "N"])).map(frozenset))
    )
    return Request(tuple(blocks), shared)
