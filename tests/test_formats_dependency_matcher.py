"""Imported DependencyMatcher patterns find what spaCy finds."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc, Token

from tests.spacy_docs import Word, imported, make_doc, matches, trees_of_spacy

RELATIONS = (
    *("<", ">", "<<", ">>", ".", ".*", ";", ";*", "$+", "$-", "$++", "$--"),
    *(">+", ">-", ">++", ">--", "<+", "<-", "<++", "<--"),
)
OFFER = [
    Word("He", 2, "nsubj", "PRON", "PRP", "he", "Case=Nom|Number=Sing"),
    Word("quickly", 2, "advmod", "ADV", "RB"),
    Word("turned", 2, "", "VERB", "VBD", "turn", "Tense=Past"),
    Word("the", 4, "det", "DET", "DT", "the"),
    Word("offer", 2, "obj", "NOUN", "NN", "offer", "Number=Sing"),
    Word("down", 2, "compound:prt", "ADP", "RP", "down"),
    Word("in", 7, "case", "ADP", "IN", "in"),
    Word("Bonn", 2, "obl", "PROPN", "NNP", "Bonn", "Case=Acc,Nom", "GPE"),
    Word("!", 2, "punct", "PUNCT", "."),
]
CROSSED = [
    Word("A", 3, "det", "DET", "DT", "a", "Definite=Ind"),
    Word("HEARING", 1, "", "NOUN"),
    Word("is", 1, "cop", "AUX"),
    Word("scheduled", 2, "acl", "VERB"),
    Word("on", 1, "case", "ADP"),
    Word("it", 4, "obj", "PRON"),
]


def docs() -> list[Doc]:
    return [make_doc(OFFER, CROSSED), make_doc(CROSSED)]


def agree(pattern: list[dict[str, Any]], parsed: list[Doc], tmp_path: Path) -> int:
    """Assert that both find the same, and give how many matches that are."""
    result = imported(tmp_path, "dependency-matcher", {"P": [pattern]})
    names = [node["RIGHT_ID"] for node in pattern]
    ours = {(m["doc"], *(m[name] for name in names)) for m in matches(result, parsed)}
    theirs = trees_of_spacy(pattern, parsed)
    assert ours == theirs
    reasons = {loss.why for loss in result.patterns[0].losses}
    assert reasons <= {"it can match nothing"}
    assert not (reasons and theirs)
    return len(theirs)


def node(name: str, **attributes: Any) -> dict[str, Any]:
    return {"RIGHT_ID": name, "RIGHT_ATTRS": attributes}


def related(left: str, sign: str, name: str, **attributes: Any) -> dict[str, Any]:
    return {"LEFT_ID": left, "REL_OP": sign, **node(name, **attributes)}


@pytest.mark.parametrize("sign", RELATIONS)
def test_each_relation_binds_the_same_pairs(sign: str, tmp_path: Path) -> None:
    assert agree([node("a"), related("a", sign, "b")], docs(), tmp_path)


@pytest.mark.parametrize("sign", RELATIONS)
def test_two_nodes_may_be_one_token(sign: str, tmp_path: Path) -> None:
    pattern = [node("a"), related("a", sign, "b"), related("a", sign, "c"), related("b", ">", "d")]
    agree(pattern, docs(), tmp_path)


def test_nodes_that_constants_keep_apart_are_not_shared(tmp_path: Path) -> None:
    pattern = [
        node("verb", POS="VERB"),
        related("verb", ">", "subject", DEP="nsubj"),
        related("verb", ">", "object", DEP={"IN": ["obj", "iobj"]}),
    ]
    assert agree(pattern, docs(), tmp_path) == 1
    result = imported(tmp_path, "dependency-matcher", pattern, collapse=True)
    assert "$" not in result.grammar
    assert "collapse verb, subject, object" in result.grammar
    assert "verb -[obj|iobj]-> object" in result.grammar


ATTRIBUTES: list[dict[str, Any]] = [
    {"ORTH": "turned"},
    {"TEXT": "Bonn"},
    {"LOWER": "hearing"},
    {"LOWER": "Hearing"},
    {"LOWER": {"IN": ["he", "is", "bonn"]}},
    {"LOWER": {"NOT_IN": ["he", "is", "bonn"]}},
    {"LENGTH": 2},
    {"LENGTH": {">=": 3, "<": 6}},
    {"LENGTH": {"!=": 2}},
    {"LENGTH": {">": 2, "<=": 4}},
    {"LENGTH": {"<": 1}},
    *({flag: value} for value in (True, False) for flag in (
        *("IS_ALPHA", "IS_ASCII", "IS_DIGIT", "IS_LOWER", "IS_UPPER", "IS_TITLE", "IS_PUNCT"),
        *("IS_SPACE", "IS_SENT_START", "IS_CURRENCY", "LIKE_EMAIL"),
    )),
    {"POS": "VERB"},
    {"POS": {"NOT_IN": ["VERB", "NOUN"]}},
    {"TAG": "NN"},
    {"TAG": ""},
    {"TAG": {"NOT_IN": ["NN"]}},
    {"TAG": {"IN": ["", "NN"]}},
    {"TAG": {"NOT_IN": ["", "NN"]}},
    {"TAG": {"REGEX": "^V"}},
    {"TAG": {"REGEX": "B|^$"}},
    {"TAG": {"REGEX": "^[^V]*$"}},
    {"DEP": "ROOT"},
    {"DEP": "compound:prt"},
    {"DEP": {"NOT_IN": ["ROOT", "det"]}},
    {"DEP": {"REGEX": "^(nsubj|obj)"}},
    {"LEMMA": "turn"},
    {"LEMMA": {"NOT_IN": ["turn"]}},
    {"LEMMA": {"IS_SUBSET": ["turn", "down"]}},
    {"LEMMA": {"INTERSECTS": ["turn", "down"]}},
    {"LEMMA": {"IS_SUPERSET": ["turn"]}},
    {"LEMMA": {"IS_SUPERSET": ["turn", "down"]}},
    {"LEMMA": {"IN": []}},
    {"LEMMA": {"REGEX": {"IN": ["^t", "n$"]}}},
    {"LEMMA": {"REGEX": {"NOT_IN": ["^t", "n$"]}}},
    {"SHAPE": "xx"},
    {"SHAPE": "xxxx"},
    {"SHAPE": "Xx"},
    {"SHAPE": "XXXX"},
    {"SHAPE": "!"},
    {"SHAPE": {"NOT_IN": ["xx", "xxxx"]}},
    {"SHAPE": "LONG"},
    {"ENT_TYPE": "GPE"},
    {"ENT_TYPE": {"NOT_IN": ["GPE"]}},
    {"ENT_TYPE": ""},
    {"MORPH": {"IS_SUPERSET": ["Number=Sing"]}},
    {"MORPH": {"IS_SUPERSET": ["Number=Sing", "Case=Nom"]}},
    {"MORPH": {"IS_SUPERSET": ["Case=Acc,Nom"]}},
    {"MORPH": {"INTERSECTS": ["Case=Acc", "Tense=Past"]}},
    {"MORPH": {"IS_SUPERSET": []}},
    {"TEXT": {"REGEX": "(?i)^h"}},
    {"TEXT": {"REGEX": "(?i)i[nst]"}},
    {"TEXT": {"REGEX": r"\w\w\w"}},
    {"TEXT": {"REGEX": r"^\S{,2}$"}},
    {"TEXT": {"REGEX": "\\u0068e"}},
    {"POS": "NOUN", "OP": "!"},
    {"pos": {"not_in": ["NOUN"]}, "op": "!"},
    {"POS": "NOUN", "LEMMA": "offer", "OP": "!"},
    {"IS_SENT_START": True, "OP": "!"},
]  # fmt: skip


@pytest.mark.parametrize("attributes", ATTRIBUTES, ids=str)
def test_each_attribute_asks_the_same(attributes: dict[str, Any], tmp_path: Path) -> None:
    agree([node("a", **attributes)], docs(), tmp_path)
    agree([node("a"), related("a", ">", "b", **attributes)], docs(), tmp_path)


FORMS = (
    *(
        "ſad",
        "SAD",
        "sad",
        "KIN",
        "Kin",
        "kin",
        "Ⅷ",
        "ΑΣ",
        "ας",
        "ασ",
        "İi",
        "i̇i",
        "ß",
        "ẞ",
        "ǅ",
        "ǆ",
    ),
    *("В", "ᲀ", "в", "x²", "٣", "½", "a b", "a@b.co", "€", "Ab1", "aBc", "A.b", "‿", "ªº", "l'Un"),
)


@pytest.mark.parametrize("flag", ["IS_ALPHA", "IS_DIGIT", "IS_LOWER", "IS_UPPER", "IS_TITLE",
                                  "IS_ASCII", "IS_PUNCT", "LIKE_EMAIL", "IS_CURRENCY"])  # fmt: skip
def test_flags_agree_on_unusual_forms(flag: str, tmp_path: Path) -> None:
    doc = make_doc([Word(form, 0) for form in FORMS])
    agree([node("a", **{flag: True})], [doc], tmp_path)
    agree([node("a", **{flag: False})], [doc], tmp_path)


@pytest.mark.parametrize("form", FORMS)
def test_lower_case_and_shape_agree_on_unusual_forms(form: str, tmp_path: Path) -> None:
    doc = make_doc([Word(other, 0) for other in FORMS])
    assert agree([node("a", LOWER=form.lower())], [doc], tmp_path)
    assert agree([node("a", SHAPE=doc[FORMS.index(form)].shape_)], [doc], tmp_path)


EXPRESSIONS = (
    *(
        r"(?i)^[a-z]+$",
        r"(?i)[а-я]x?",
        r"[\d.,]+",
        r"[^\w]",
        r"\S+ly$",
        r"^a{,2}b",
        r"[\]a-]",
        r"[]x]",
    ),
    *(
        r"[^]x]",
        r"[a\-z]",
        r"(?P<n>a|b)c",
        r"(?:a)+?",
        r"\.",
        r"\"",
        r"\x41|\u0416",
        r"\Aa\Z",
        "^W|d$",
    ),
    *(
        r"[\x41-\x43]",
        r"a|^b$",
        r"\$$",
        r"[+-]?\d+",
        r"[a-c\d]",
        r"(?i)straße",
        r"^\W$",
        r"[.^$*]",
        "'|`",
    ),
    *(
        r"[^\d]",
        "",
        r"\\",
        r"\/",
        "a/b",
        "x{2,}",
        "(?i)K",
        r"[\t-\r]",
        r"[!-\]]",
        "[--a]",
        "(?i)[^a-z]",
    ),
    *("(?i)s", "(?i)i", "(?i)ⅷ", '"'),
)
TEXTS = (
    *(
        "a",
        "A",
        "b",
        "ab",
        "aaab",
        "ac",
        "Ж",
        "яx",
        "9",
        "٣",
        "½",
        "½,",
        "_",
        "-",
        "]",
        "x",
        "xx",
        "a-z",
    ),
    *(
        "kindly",
        'quote"',
        "'",
        "\\",
        "/",
        "a/b",
        "$",
        "+5",
        "STRASSE",
        "Straße",
        "STRAẞE",
        "K",
        "k",
        "ſ",
    ),
    *("İ", "ı", "I", "^", "a.b", "é", "Ⅷ"),
)


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_regular_expressions_search_as_in_python(expression: str, tmp_path: Path) -> None:
    agree(
        [node("a", TEXT={"REGEX": expression})],
        [make_doc([Word(text, 0) for text in TEXTS])],
        tmp_path,
    )


LOST: list[tuple[dict[str, Any], str]] = [
    ({"NORM": "x"}, "NORM"),
    ({"IS_STOP": True}, "IS_STOP"),
    ({"LIKE_NUM": True}, "LIKE_NUM"),
    ({"LIKE_URL": True}, "LIKE_URL"),
    ({"ENT_IOB": 2}, "ENT_IOB"),
    ({"MORPH": "Number=Sing"}, "MORPH"),
    ({"MORPH": {"IS_SUBSET": ["Number=Sing"]}}, "MORPH IS_SUBSET"),
    ({"TEXT": {"FUZZY": "turn"}}, "TEXT FUZZY"),
    ({"TEXT": {"REGEX": "(?<=a)b"}}, "the regular expression"),
    ({"TEXT": {"REGEX": r"\bx"}}, "the regular expression"),
    ({"TEXT": {"REGEX": r"^[\W\d]+$"}}, "the regular expression"),
    ({"TEXT": {"REGEX": "("}}, "the regular expression"),
    ({"LOWER": {"REGEX": "x"}}, "LOWER REGEX"),
    ({"DEP": {"REGEX": "^R"}}, "DEP REGEX"),
    ({"POS": "VERBAL"}, "POS: VERBAL"),
    ({"POS": 100}, "POS: 100"),
    ({"_": {"mine": True}}, "_"),
    ({"LENGTH": {">": 5000}}, "LENGTH > 5000"),
    ({"COLOUR": "red"}, "COLOUR"),
    ({"OP": "+"}, "OP '+'"),
]


@pytest.mark.parametrize(("attributes", "what"), LOST, ids=str)
def test_what_cannot_be_said_is_told_and_gives_no_rule(
    attributes: dict[str, Any], what: str, tmp_path: Path
) -> None:
    result = imported(tmp_path, "dependency-matcher", {"P": [node("a", **attributes)]})
    (pattern,) = result.patterns
    assert not pattern.rules
    assert not result.complete
    assert pattern.losses[0].what.startswith(what)
    assert "  rule " not in result.grammar


@pytest.mark.parametrize(
    "pattern",
    [
        [],
        [{"RIGHT_ID": "a"}],
        [node("a"), node("b")],
        [node("a"), related("b", ">", "c")],
        [node("a"), related("a", ">", "a")],
        [node("a"), related("a", "?", "b")],
        [node("a") | {"EXTRA": 1}],
    ],
)
def test_what_spacy_refuses_is_told(pattern: list[dict[str, Any]], tmp_path: Path) -> None:
    result = imported(tmp_path, "dependency-matcher", {"P": [pattern]})
    assert not result.complete


# Random trees and patterns


@st.composite
def sentences(draw: st.DrawFn) -> list[Word]:
    size = draw(st.integers(1, 6))
    order = draw(st.permutations(range(size)))
    heads = {order[0]: order[0]}
    for place in range(1, size):
        heads[order[place]] = order[draw(st.integers(0, place - 1))]
    return [
        Word(
            draw(st.sampled_from(["a", "B", "Ab"])),
            heads[place],
            draw(st.sampled_from(["x", "y"])),
            draw(st.sampled_from(["NOUN", "VERB"])),
            draw(st.sampled_from(["", "T"])),
        )
        for place in range(size)
    ]


@st.composite
def patterns(draw: st.DrawFn) -> list[dict[str, Any]]:
    tests = st.sampled_from([
        {}, {"POS": "NOUN"}, {"DEP": "x"}, {"DEP": {"NOT_IN": ["x"]}}, {"TAG": {"NOT_IN": ["T"]}},
        {"LOWER": "b"}, {"IS_SENT_START": False}, {"IS_UPPER": True}, {"POS": "VERB", "OP": "!"},
    ])  # fmt: skip
    found = [node("n0", **draw(tests))]
    for number in range(1, draw(st.integers(1, 4))):
        left = f"n{draw(st.integers(0, number - 1))}"
        found.append(related(left, draw(st.sampled_from(RELATIONS)), f"n{number}", **draw(tests)))
    return found


def edges_are_known(doc: Doc) -> bool:
    """Say whether spaCy knows how far each subtree reaches; where edges cross it may not."""
    for token in doc:
        below = [other.i for other in doc if token == other or token in path(other)]
        if (min(below), max(below)) != (token.left_edge.i, token.right_edge.i):
            return False
    return True


def path(token: Token) -> list[Token]:
    heads = []
    while token.head != token:
        token = token.head
        heads.append(token)
    return heads


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(sentences(), min_size=1, max_size=2), min_size=1, max_size=2), patterns())
def test_random_patterns_find_the_same_in_random_trees(
    parsed: list[list[list[Word]]], pattern: list[dict[str, Any]]
) -> None:
    made = [make_doc(*each) for each in parsed]
    assume(all(map(edges_are_known, made)))
    with TemporaryDirectory() as folder:
        agree(pattern, made, Path(folder))
