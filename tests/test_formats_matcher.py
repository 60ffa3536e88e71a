"""Imported Matcher patterns find the spans that spaCy finds."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

import semgraph
from semgraph.grammar import Grammar
from tests.spacy_docs import Word, imported, make_doc, spans_of_spacy


def flat(text: str) -> list[Word]:
    """Make a sentence of words such as ``big/ADJ``."""
    pairs = [word.split("/") for word in text.split()]
    return [Word(form, 0, "dep", pos) for form, pos in pairs]


DOCS = [
    make_doc(
        flat("the/DET big/ADJ old/ADJ red/ADJ house/NOUN door/NOUN key/NOUN turned/VERB"),
        flat("Not/PART only/ADV cats/NOUN but/CCONJ also/ADV dogs/NOUN bark/VERB"),
    ),
    make_doc(flat("big/ADJ dogs/NOUN")),
]


def spans(
    tmp_path: Path, pattern: list[dict[str, Any]], docs: list[Doc]
) -> set[tuple[int, int, int]]:
    result = imported(tmp_path, "matcher", {"P": [pattern]})
    assert {loss.why for loss in result.patterns[0].losses} <= {"it can match nothing"}
    found = set()
    for rule in Grammar.from_source(result.grammar).rules:
        for match in semgraph.search(rule.request, docs):
            found.add((match.doc, min(match.nodes.values()), max(match.nodes.values())))
    return found


ADJ, NOUN = {"POS": "ADJ"}, {"POS": "NOUN"}
PATTERNS: list[list[dict[str, Any]]] = [
    [ADJ],
    [ADJ, NOUN],
    [{"POS": "DET"}, ADJ, {}],
    [{}],
    [{}, {}, {}],
    [ADJ | {"OP": "?"}, NOUN],
    [ADJ | {"OP": "*"}, NOUN],
    [ADJ | {"OP": "+"}, NOUN | {"OP": "+"}],
    [{"POS": "DET", "OP": "?"}, ADJ | {"OP": "*"}, NOUN | {"OP": "+"}],
    [ADJ | {"OP": "{2}"}, NOUN],
    [ADJ | {"OP": "{2,3}"}],
    [ADJ | {"OP": "{,2}"}, NOUN],
    [NOUN | {"OP": "*"}],
    [NOUN | {"OP": "+"}, NOUN],
    [ADJ | {"OP": "!"}, NOUN],
    [ADJ | {"OP": "!"}, ADJ | {"OP": "!"}],
    [{"LOWER": "not"}, {"OP": "*"}, {"LOWER": "but"}],
    [{"OP": "*"}, NOUN],
    [NOUN, {"OP": "*"}],
    [{"OP": "*"}],
    [{"OP": "?"}],
    [ADJ, {"OP": "*"}, {"OP": "*"}, NOUN, {"OP": "?"}],
    [{"IS_SENT_START": True}, NOUN],
    [{}, {"IS_SENT_START": False}],
    [{"OP": "?"}, {"IS_SENT_START": True, "OP": "!"}],
    [{"POS": "X"}],
    [{"LOWER": {"IN": []}}, NOUN],
]
# These are said by gaps with bounds.
BOUNDED: list[list[dict[str, Any]]] = [
    [ADJ, {"OP": "+"}, NOUN],
    [ADJ, {}, NOUN],
    [ADJ, {"OP": "?"}, NOUN],
    [ADJ, {"OP": "{1,2}"}, NOUN],
    [ADJ, {"OP": "{2,}"}, {}, NOUN],
    [ADJ, {"OP": "{,3}"}, NOUN],
    [{"OP": "{3}"}, NOUN],
    [{"OP": "{2,4}"}],
    [NOUN, {"OP": "{1,3}"}],
    [ADJ | {"OP": "{3,}"}, NOUN],
    [ADJ | {"OP": "{2,5}"}, NOUN],
    [ADJ | {"OP": "{,5}"}, NOUN | {"OP": "{,4}"}],
]


@pytest.mark.parametrize("pattern", PATTERNS, ids=str)
def test_each_operator_finds_the_same_spans(pattern: list[dict[str, Any]], tmp_path: Path) -> None:
    assert spans(tmp_path, pattern, DOCS) == spans_of_spacy(pattern, DOCS)


@pytest.mark.parametrize("pattern", BOUNDED, ids=str)
def test_bounded_gaps_find_the_same_spans(pattern: list[dict[str, Any]], tmp_path: Path) -> None:
    assert spans(tmp_path, pattern, DOCS) == spans_of_spacy(pattern, DOCS)


LOST: list[tuple[list[dict[str, Any]], str]] = [
    ([], "it is empty"),
    ([{"OP": "x"}], "spaCy has no such operator"),
    ([{"op": ["+"]}], "spaCy has no such operator"),
    ([{"OP": "{3,1}"}], "more at least than at most"),
    ([{"NORM": "x"}], "norms come from"),
    ([ADJ | {"OP": "*"}] * 4, "more than 32 rules"),
    ([{"IS_SENT_START": True, "OP": "+"}], "no one node"),
    ([{"LEMMA": "x", "IS_SENT_START": True, "OP": "!"}], "beside other attributes"),
]


@pytest.mark.parametrize(("pattern", "why"), LOST, ids=str)
def test_what_cannot_be_said_is_told(
    pattern: list[dict[str, Any]], why: str, tmp_path: Path
) -> None:
    (found,) = imported(tmp_path, "matcher", {"P": [pattern]}).patterns
    assert not found.rules
    assert any(why in loss.why for loss in found.losses)


def test_a_pattern_of_several_rules_keeps_its_name(tmp_path: Path) -> None:
    content = {"noun phrase": [[ADJ | {"OP": "?"}, NOUN], [NOUN, NOUN]], "c'est": [[NOUN]]}
    result = imported(tmp_path, "matcher", content, name="my.terms")
    assert [p.rules for p in result.patterns] == [
        ["noun-phrase-1", "noun-phrase-2"], ["noun-phrase"], ["c-est"],
    ]  # fmt: skip
    assert result.grammar.startswith("grammar my.terms\nscheme ud\n")
    assert 'resonance T1, T2 "noun phrase"' in result.grammar
    assert "set T1.Imported = c-est" in result.grammar
    assert re.search(r"% noun phrase\n", result.grammar)


WORDS = st.sampled_from(
    [Word("a", 0, "d", "NOUN"), Word("B", 0, "d", "ADJ"), Word("a", 0, "d", "VERB")]
)
SPECS = st.builds(
    lambda tests, operator: tests | ({"OP": operator} if operator else {}),
    st.sampled_from([{}, {"POS": "NOUN"}, {"LOWER": "a"}, {"POS": {"NOT_IN": ["ADJ"]}}]),
    st.sampled_from(["", "", "!", "?", "*", "+"]),
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.lists(WORDS, min_size=1, max_size=6), min_size=1, max_size=2),
    st.lists(SPECS, min_size=1, max_size=4),
)
def test_random_patterns_find_the_same_spans(
    sentences: list[list[Word]], pattern: list[dict[str, Any]]
) -> None:
    docs = [make_doc(*sentences)]
    with TemporaryDirectory() as folder:
        result = imported(Path(folder), "matcher", {"P": [pattern]})
        if any("rules" in loss.why for loss in result.patterns[0].losses):
            return
        assert spans(Path(folder), pattern, docs) == spans_of_spacy(pattern, docs)
