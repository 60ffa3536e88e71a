"""English entities held against the gazetteer and the words about them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from semgraph.parse.english_entities import correct_entities
from semgraph.parse.english_names import read_names

_VOCAB = spacy.blank("en").vocab


def _doc(text: str) -> Doc:
    """Make a Doc of ``form/TAG`` or ``form/TAG/ENT``: N is PROPN, ``+ENT`` goes on."""
    words, tags, ents = [], [], []
    for piece in text.split():
        form, tag, ent = [*piece.split("|"), ""][:3]
        words.append(form)
        tags.append("PROPN" if tag == "N" else "X")
        ents.append(f"I-{ent[1:]}" if ent[:1] == "+" else f"B-{ent}" if ent else "O")
    starts = [at == 0 for at in range(len(words))]
    return Doc(_VOCAB, words=words, pos=tags, ents=ents, sent_starts=starts)


def _entities(doc: Doc) -> list[tuple[str, str]]:
    return [(span.text, span.label_) for span in doc.ents]


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("They|x left|x Kerala|N|PER", [("Kerala", "LOC")]),
        ("She|x joined|x Google|N|LOC", [("Google", "ORG")]),
        ("We|x saw|x New|N Zealand|N", [("New Zealand", "LOC")]),
        ("we|x live|x in|x kerala|N", [("kerala", "LOC")]),
        ("I|x drank|x Coca|N -|x Cola|N", [("Coca - Cola", "ORG")]),
        ("Then|x Trevor|N spoke|x", [("Trevor", "PER")]),
        ("Then|x Trevor|N Quibbledon|N spoke|x", [("Trevor Quibbledon", "PER")]),
        ("Ahmed|N al|x -|x Zubari|N spoke|x", [("Ahmed al - Zubari", "PER")]),
        ("At|x Zorblatt|N|ORG ,|x Inc.|N today|x", [("Zorblatt , Inc.", "ORG")]),
        ("The|x Zorb|N River|N rose|x", [("Zorb River", "LOC")]),
        ("the|x Department|N of|x Silly|N Walks|N", [("Department of Silly Walks", "ORG")]),
        ("with|x Mr.|N|PER Quibble|N|+PER", [("Quibble", "PER")]),
        ("in|x Quibble|N|LOC Friday|N|+LOC", [("Quibble", "LOC")]),
        ("in|x Zorb|N|LOC ,|x|+LOC", [("Zorb", "LOC")]),
        ("mail|x a@b.org|x|PER", []),
        ("the|x Kerala|N|ORG Zorb|N|+ORG", [("Kerala Zorb", "ORG")]),
    ],
)
def test_entities_are_corrected(text: str, entities: list[tuple[str, str]]) -> None:
    assert _entities(correct_entities(_doc(text))) == entities


@pytest.mark.parametrize(
    "text", ["Turkey|N is|x eaten|x", "an|x Apple|x fell|x", "Will|x they|x go|x", "a|x river|x"]
)
def test_a_common_word_is_no_name(text: str) -> None:
    assert _entities(correct_entities(_doc(text))) == []


_FORMS = ["Kerala", "New", "York", "Anna", "al", "-", "Inc.", ",", "River", "of", "Department",
          "Mr.", "Friday", "the", "it", "a@b.org", "'s", "and", "Bush", "Turkey"]  # fmt: skip
_TOKENS = st.lists(
    st.tuples(
        st.sampled_from(_FORMS) | st.text(st.characters(categories=["L", "P"]), min_size=1),
        st.sampled_from(["PROPN", "NOUN"]),
        st.sampled_from(["O", "B-PER", "B-ORG", "B-LOC"]),
        st.booleans(),
    ),
    max_size=12,
)


def _random(tokens: Sequence[tuple[str, str, str, bool]]) -> Doc:
    words, tags, ents, starts = zip(*tokens, strict=True) if tokens else ((), (), (), ())
    return Doc(_VOCAB, words=words, pos=tags, ents=ents, sent_starts=[*starts])


@given(_TOKENS)
def test_entities_do_not_overlap_and_stay_when_corrected_again(
    tokens: list[tuple[str, str, str, bool]],
) -> None:
    once = correct_entities(_random(tokens))
    spans = [(span.start, span.end, span.label_) for span in once.ents]
    assert all(one[1] <= two[0] for one, two in pairwise(spans))
    assert [(s.start, s.end, s.label_) for s in correct_entities(once).ents] == spans


@given(st.lists(st.text("abc-,.", min_size=1), max_size=9))
def test_text_without_names_is_unchanged(words: list[str]) -> None:
    doc = Doc(_VOCAB, words=words, pos=["NOUN"] * len(words))
    before = doc.to_bytes()
    assert correct_entities(doc).to_bytes() == before


def test_the_gazetteer_has_each_name_once() -> None:
    rows = read_names()
    names = [name for name, _ in rows]
    assert names == sorted(set(names))
    assert len({"".join(name.split()) for name in names}) == len(names)
    assert all(name == name.strip() for name in names)
    assert {type_ for _, type_ in rows} == {"LOC", "ORG", "GIVEN", "SURNAME"}
