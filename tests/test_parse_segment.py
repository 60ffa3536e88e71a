"""Long runs and long texts are cut without loss, and the cuts depend on the text alone."""

from __future__ import annotations

from itertools import chain

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from semgraph.parse.segment import MAX_RUN, split_run, split_text, tokenize

NLP = {language: spacy.blank(language) for language in ("en", "ru")}
TEXT = st.text(
    st.sampled_from("ab1Яё.,!?-'\"() \n\t\u00a0\u0301\u200d👩🏽\ufe0f漢。\x00\r"), max_size=200
)


@given(TEXT, st.integers(2, 50))
def test_segments_join_to_the_text(text, limit):
    segments = split_text(text, limit)
    assert "".join(segments) == text
    assert all(0 < len(segment) <= limit for segment in segments) or text == ""


@given(st.text(st.sampled_from("ab1Я.,!\u0301\u200d👩🏽"), max_size=200), st.integers(2, 50))
def test_pieces_join_to_the_run(run, limit):
    pieces = split_run(run, limit)
    assert "".join(pieces) == run
    assert all(0 < len(piece) <= limit for piece in pieces) or run == ""


@given(TEXT, st.integers(2, 20), st.sampled_from(["en", "ru"]))
def test_tokenizing_loses_nothing(text, limit, language):
    doc = tokenize(NLP[language], text, limit)
    assert doc.text == text
    position = 0
    for token in doc:
        assert token.idx == position
        position += len(token.text_with_ws)


def test_a_text_without_long_runs_is_tokenized_as_ever():
    text = " Don't  stop:\n\nthe U.S. (really!) " * 40
    plain = NLP["en"].tokenizer(text)
    ours = tokenize(NLP["en"], text)
    assert [token.text for token in ours] == [token.text for token in plain]


@pytest.mark.parametrize("gap", [" ", "  ", "\n", " \n", ""])
def test_around_a_long_run_all_is_tokenized_as_ever(gap):
    run = "x" * 30
    plain = NLP["en"].tokenizer(f"I can't{gap} {run} {gap}don't")
    ours = tokenize(NLP["en"], f"I can't{gap} {run} {gap}don't", 30 - 1)
    assert ours.text == plain.text
    expected = [[token.text] if token.text != run else [run[:29], run[29:]] for token in plain]
    assert [token.text for token in ours] == list(chain.from_iterable(expected))
    assert [token.norm_ for token in ours if token.text == "ca"] == ["can"]


def test_the_tokenizer_sees_no_long_run():
    seen = []
    nlp = spacy.blank("en")
    inner = nlp.tokenizer
    nlp.tokenizer = lambda text: (seen.append(text), inner(text))[1]
    tokenize(nlp, "a " + "!" * 5_000 + " b " + "x.y" * 2_000)
    assert max(len(run) for text in seen for run in text.split()) <= MAX_RUN


def test_a_cut_prefers_the_edge_of_a_word():
    run = "a" * 400 + "." * 50 + "b" * 400
    assert split_run(run) == ["a" * 400 + "." * 50, "b" * 400]


def test_no_piece_has_more_marks_than_the_tokenizer_takes_in_time():
    assert split_run("!" * 250) == ["!" * 100, "!" * 100, "!" * 50]
    assert max(sum(not c.isalnum() for c in piece) for piece in split_run("a.b-" * 400)) <= 100
    assert split_run("=" * 100) == ["=" * 100]
    assert split_run("") == []


@pytest.mark.parametrize("mark", ["\u0301", "\u200d👧", "\ufe0f", "🏽"])
def test_a_cut_parts_no_visible_character(mark):
    run = "漢" * 499 + "👩" + mark + "漢" * 499
    assert split_run(run)[0] == "漢" * 499


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("abc. b\n\nd\ne. f g h", "abc. b\n\n"),
        ("a. b c d\ne. f g h", "a. b c d\n"),
        ("abc def. ghi jkl mno", "abc def. "),
        ("abcdefgh ijklmnopqrst", "abcdefgh "),
        ("abcdefghijklmnopqrstu", "abcdefghijkl"),
    ],
    ids=["paragraph", "line", "sentence", "word", "hard"],
)
def test_a_segment_ends_at_the_best_place(text, first):
    assert split_text(text, 12)[0] == first


def test_white_space_beyond_any_limit_is_cut():
    assert split_text(" " * 25, 10) == [" " * 10, " " * 10, " " * 5]
