"""Russian lemmas follow the dictionary where the tagger can choose a reading."""

from __future__ import annotations

import pytest

pytest.importorskip("pymorphy3")

import spacy
from spacy.attrs import NORM, PREFIX

from semgraph.parse.russian import is_known, readings, ru_features
from semgraph.parse.russian_lemmas import correct


@pytest.mark.parametrize(
    ("form", "upos", "feats", "guess", "lemma"),
    [
        ("Железная", "ADJ", "Case=Nom|Gender=Fem|Number=Sing", "Железная", "железный"),
        ("захочется", "VERB", "VerbForm=Fin", "захочеться", "захотеться"),
        ("Люди", "NOUN", "Case=Nom|Number=Plur", "чеЛовек", "человек"),
        ("стоит", "VERB", "Mood=Ind|VerbForm=Fin", "стоять", "стоять"),
        ("стоит", "VERB", "Mood=Ind|VerbForm=Fin", "стоить", "стоить"),
        ("стекла", "NOUN", "Case=Gen|Number=Sing", "x", "стекло"),
        ("стекла", "VERB", "Tense=Past|VerbForm=Fin", "x", "стечь"),
        ("должна", "ADJ", "Number=Sing|Variant=Short", "должный", "должен"),
        ("счастья", "NOUN", "Case=Gen|Number=Sing", "счасть", "счастье"),
        ("лучшем", "ADJ", "Case=Loc|Degree=Pos|Number=Sing", "лучш", "лучший"),
        ("данная", "ADJ", "Case=Nom|Number=Sing", "дать", "данный"),
        ("данные", "VERB", "Case=Nom|Number=Plur|VerbForm=Part", "данный", "дать"),
        ("мёртвого", "ADJ", "Case=Gen|Number=Sing", "мёртвый", "мертвый"),
        ("Ивановой", "PROPN", "Case=Gen|Gender=Fem|Number=Sing", "Ивановой", "Иванова"),
        ("Алексеевны", "PROPN", "Case=Gen|Gender=Fem|Number=Sing", "x", "Алексеевна"),
        ("Москве", "PROPN", "Case=Loc|Gender=Fem|Number=Sing", "Москве", "Москва"),
        ("СССР", "PROPN", "Case=Gen", "СССР", "СССР"),
        ("двоих", "NUM", "Case=Gen", "двоих", "двое"),
        ("Такие", "DET", "Case=Nom|Number=Plur", "Такие", "такой"),
        ("Его", "DET", "Poss=Yes", "Его", "его"),
        ("всё", "PRON", "Case=Nom", "всё", "всё"),
        ("бзыкнула", "NOUN", "", "бзыкнула", "бзыкнула"),
        ("word", "NOUN", "", "word", "word"),
    ],
)
def test_lemma(form, upos, feats, guess, lemma):
    assert correct(form, upos, feats, guess) == lemma


def test_the_features_are_those_of_the_training():
    """A golden set: the weights were trained on exactly these values."""
    nlp = ru_features()(spacy.blank("ru"))
    getters = nlp.vocab.lex_attr_getters
    golden = {
        "ёлки": ("елка", "NOUNaccsplurfemn|NOUNgentsingfemn|NOUNnomnplurfemn"),
        "Москва": ("москва", "NOUNnomnsingfemn"),
        "или": ("или", "CONJ"),
        ",": (",", "X"),
    }
    for word, (norm, classes) in golden.items():
        assert (getters[NORM](word), getters[PREFIX](word)) == (norm, classes)


@pytest.mark.parametrize(
    "word",
    ["стекла", "еще", "О", "Светлановским", "флир", "по-моему", "бзыкнула", "СССР", "ок", ":)"],
)
def test_known_readings_are_those_of_pymorphy(word):
    assert [is_known(one) for one in readings(word)] == [one.is_known for one in readings(word)]
