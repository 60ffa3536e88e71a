"""White space tokens are kept from the pipeline and come back as leaves that govern nothing."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from semgraph.parse.blanks import with_blanks, without_blanks
from semgraph.parse.docs import from_tokenized

NLP = spacy.blank("en")


def parse_of(texts: list[str]):
    """Parse texts, each word hanging on the first of its document."""
    docs = [NLP.tokenizer(text) for text in texts]
    bare = [without_blanks(doc) for doc in docs]
    heads = [
        Doc(
            doc.vocab,
            words=[token.text for token in doc],
            spaces=[bool(token.whitespace_) for token in doc],
            heads=[0] * len(doc),
            deps=["ROOT"] * len(doc[:1]) + ["x"] * len(doc[1:]),
        )
        for doc in bare
    ]
    return with_blanks(from_tokenized(heads, texts), docs)


def test_a_doc_without_white_space_tokens_is_the_doc_itself():
    doc = NLP.tokenizer("He left.")
    assert without_blanks(doc) is doc
    parse = from_tokenized([Doc(NLP.vocab, ["a"], heads=[0], deps=["ROOT"])], ["a"])
    assert with_blanks(parse, [Doc(NLP.vocab, ["a"])]) is parse


def test_the_words_stay_as_the_tokenizer_made_them():
    bare = without_blanks(NLP.tokenizer(" I  can't\n\ngo\n"))
    assert [token.text for token in bare] == ["I", "ca", "n't", "go"]
    assert [token.norm_ for token in bare] == ["i", "can", "not", "go"]
    assert [token.whitespace_ for token in bare] == [" ", "", " ", " "]


def test_white_space_hangs_on_the_word_before():
    parse = parse_of(["a", "\n b  c\n", "d"])
    assert parse.strings.decode(parse.form) == ["a", "\n ", "b", " ", "c", "\n", "d"]
    assert parse.strings.decode(parse.upos)[1:6] == ["SPACE", "", "SPACE", "", "SPACE"]
    assert parse.strings.decode(parse.lemma)[1] == "\n "
    assert parse.head.tolist() == [-1, 2, -1, 2, 2, 4, -1]
    assert parse.strings.decode(parse.deprel)[1:6] == ["dep", "root", "dep", "x", "dep"]
    assert parse.doc_start.tolist() == [0, 1, 6, 7]
    assert parse.sent_start.tolist() == [0, 1, 6, 7]


def test_a_document_of_white_space_alone_has_one_root():
    parse = parse_of([" \n", "a", ""])
    assert parse.head.tolist() == [-1, -1]
    assert parse.strings.decode(parse.deprel) == ["root", "root"]
    assert parse.sent_start.tolist() == [0, 1, 2]
    assert parse.doc_start.tolist() == [0, 1, 2, 2]


@pytest.mark.parametrize("texts", [[""], ["", ""]])
def test_no_words_at_all(texts):
    assert parse_of(texts).words == 0


@given(st.lists(st.text(st.sampled_from("ab.' \n\t\u00a0\x85")), min_size=1, max_size=4))
def test_leaves_tile_any_text_and_blanks_govern_nothing(texts):
    parse = parse_of(texts)
    forms, spaces = parse.strings.decode(parse.form), parse.strings.decode(parse.space)
    bounds = parse.doc_start.tolist()
    for text, first, last in zip(texts, bounds, bounds[1:], strict=False):
        assert "".join(forms[i] + spaces[i] for i in range(first, last)) == text
        for i in range(first, last):
            assert text[parse.start[i] : parse.end[i]] == forms[i]
            assert parse.head[i] == -1 or first <= parse.head[i] < last
        assert first == last or first in parse.sent_start
    inner = parse.head[parse.head >= 0]
    blank = np.array([form.isspace() for form in forms], bool)
    words = np.zeros(parse.words, bool)
    words[inner] = True
    for first, last in pairwise(bounds):
        assert blank[first:last].all() or not (words[first:last] & blank[first:last]).any()
