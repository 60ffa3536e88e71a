"""Pictographs and mentions tell where sentences of the web begin."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from semgraph.parse.web_sentences import correct_sentences

VOCAB = spacy.blank("ru").vocab


@pytest.mark.parametrize(
    ("words", "guess", "wanted"),
    [
        ("Спасибо 😍 @anna Привет !", [0], [0, 2]),
        ("Спасибо ! @anna привет", [0], [0, 2]),
        ("Лето #море @anna привет", [0], [0, 2]),
        ("Лето , @anna , пришло", [0], [0]),
        ("Красиво 😍 Где это ?", [0], [0, 2]),
        ("Красиво 😍 где это ?", [0], [0]),
        ("Красиво ! 👍 Где это ?", [0, 2], [0, 3]),
        ("Красиво 👍 👍🏻", [0, 2], [0]),
        ("Пришла . Ушла .", [0, 2], [0, 2]),
        ("@anna 😍", [0], [0]),
    ],
)
def test_the_rules(words, guess, wanted):
    words = words.split()
    doc = Doc(VOCAB, words=words, sent_starts=[index in guess for index in range(len(words))])
    correct_sentences(doc)
    assert [token.i for token in doc if token.is_sent_start] == wanted


@settings(deadline=None)
@given(st.lists(st.text(min_size=1, max_size=4) | st.sampled_from(["@a", "😍", "!", "Я", "#т"])))
def test_any_words_go_through_and_a_second_time_nothing_changes(words):
    doc = Doc(VOCAB, words=words)
    correct_sentences(doc)
    once = [token.is_sent_start for token in doc]
    correct_sentences(doc)
    assert [token.is_sent_start for token in doc] == once
