"""Russian features are held against the dictionary."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

import semgraph
from semgraph.parse.russian_feats import correct, correct_features

VOCAB = spacy.blank("ru").vocab


def noun(values: str) -> str:
    """Give the features of a noun: animacy, case, gender, number."""
    return "Animacy={}|Case={}|Gender={}|Number={}".format(*values.split())


@pytest.mark.parametrize(
    ("form", "upos", "guess", "wanted"),
    [
        # The dictionary knows who is alive and of what gender.
        ("собакой", "NOUN", noun("Inan Ins Fem Sing"), noun("Anim Ins Fem Sing")),
        ("медведица", "NOUN", noun("Anim Nom Masc Sing"), noun("Anim Nom Fem Sing")),
        # The context decides between forms that look alike.
        ("время", "NOUN", noun("Inan Acc Neut Sing"), noun("Inan Acc Neut Sing")),
        ("время", "NOUN", noun("Inan Nom Neut Sing"), noun("Inan Nom Neut Sing")),
        ("деревни", "NOUN", noun("Inan Nom Fem Plur"), noun("Inan Nom Fem Plur")),
        # A form that the word does not have.
        ("столом", "NOUN", noun("Inan Dat Masc Sing"), noun("Inan Ins Masc Sing")),
        ("хотим", "VERB", "Aspect=Imp|Person=3|Tense=Pres|VerbForm=Fin",
         "Aspect=Imp|Person=1|Tense=Pres|VerbForm=Fin"),
        ("сделают", "VERB", "Aspect=Imp|Person=3|Tense=Pres|VerbForm=Fin",
         "Aspect=Perf|Person=3|Tense=Fut|VerbForm=Fin"),
        ("купалась", "VERB", "Aspect=Perf|Gender=Fem|Tense=Past|VerbForm=Fin",
         "Aspect=Imp|Gender=Fem|Tense=Past|VerbForm=Fin"),
        # A verb gets no feature that it was not tagged with.
        ("надеяться", "VERB", "Aspect=Perf|VerbForm=Inf", "Aspect=Imp|VerbForm=Inf"),
        # Words of common gender, words of another part of speech, unknown words stay.
        ("сирота", "NOUN", noun("Anim Nom Fem Sing"), noun("Anim Nom Fem Sing")),
        ("быстро", "NOUN", "Case=Nom", "Case=Nom"),
        ("хмонгов", "NOUN", noun("Anim Gen Masc Plur"), noun("Anim Gen Masc Plur")),
    ],
)  # fmt: skip
def test_the_dictionary_corrects_and_the_context_chooses(form, upos, guess, wanted):
    assert correct(form, upos, guess) == wanted


def test_signs_of_the_web_are_told_by_their_look():
    words = ["@anna", "любит", "#море", "😍👍🏻", "!", "@", "#"]
    doc = Doc(VOCAB, words=words, pos=["X", "VERB", "NOUN", "X", "PUNCT", "X", "SYM"])
    correct_features(doc)
    assert [token.pos_ for token in doc] == ["PROPN", "VERB", "X", "SYM", "PUNCT", "X", "SYM"]


WORDS = st.text(min_size=1, max_size=6) | st.sampled_from(["стола", "рады", "иду", "@я", "#я"])
PARTS = ["NOUN", "ADJ", "VERB", "PROPN", "X", "PUNCT", ""]
FEATS = [
    "",
    "Case=Nom",
    "Animacy=Inan|Case=Gen|Number=Plur",
    "Aspect=Imp|VerbForm=Fin",
    "Foreign=Yes",
]


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.text(min_size=1, max_size=6), st.sampled_from(PARTS), st.sampled_from(FEATS))
    )
)
def test_any_words_go_through_and_a_second_time_nothing_changes(rows):
    doc = Doc(
        VOCAB,
        words=[word for word, _, _ in rows],
        pos=[part for _, part, _ in rows],
        morphs=[feats for _, _, feats in rows],
    )
    correct_features(doc)
    once = [(token.pos_, str(token.morph)) for token in doc]
    correct_features(doc)
    assert [(token.pos_, str(token.morph)) for token in doc] == once


@pytest.mark.model
@pytest.mark.parametrize("text", ["𗀀", "Слово 𗀀𗀁 здесь.", "а\U00017000"])
def test_letters_without_a_name_do_no_harm(text):
    assert semgraph.load("ru")(text).text == text
