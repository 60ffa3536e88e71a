"""English lemmas held against a word list."""

from __future__ import annotations

import pytest

from semgraph.parse.english_lemmas import correct


@pytest.mark.parametrize(
    ("form", "upos", "guess", "lemma"),
    [
        ("spilled", "VERB", "spille", "spill"),
        ("committed", "VERB", "committ", "commit"),
        ("shutting", "VERB", "shutt", "shut"),
        ("raining", "VERB", "raine", "rain"),
        ("hoped", "VERB", "hope", "hope"),
        ("went", "VERB", "go", "go"),
        ("buckets", "NOUN", "buckete", "bucket"),
        ("wolves", "NOUN", "wolve", "wolf"),
        ("zorbled", "VERB", "zorbl", "zorbl"),
        ("Googled", "VERB", "Google", "Google"),
        ("iPhones", "NOUN", "iPhone", "iPhone"),
    ],
)
def test_a_lemma_is_a_word(form: str, upos: str, guess: str, lemma: str) -> None:
    assert correct(form, upos, guess) == lemma


@pytest.mark.parametrize(
    ("form", "upos", "guess", "lemma"),
    [
        ("Attention", "NOUN", "Attention", "attention"),
        ("Palestinian", "ADJ", "Palestinian", "Palestinian"),
        ("NATO", "NOUN", "NATO", "NATO"),
        ("It", "PRON", "It", "it"),
        ("I", "PRON", "I", "I"),
    ],
)
def test_a_capital_at_the_start_of_a_sentence_says_nothing(
    form: str, upos: str, guess: str, lemma: str
) -> None:
    assert correct(form, upos, guess, first=True) == lemma


def test_a_capital_inside_a_sentence_stays() -> None:
    assert correct("Attention", "NOUN", "Attention") == "Attention"
