"""Word vectors are learned from plain text, the same each time."""

from __future__ import annotations

import lzma
from dataclasses import replace

import numpy as np
import pytest
import spacy

from semgraph.errors import InputError
from semgraph.train import Settings
from semgraph.train.vectors import learn_vectors
from tests.toy_treebank import toy_conllu

pytest.importorskip("gensim")

SMALL = Settings(vector_width=16, vector_epochs=2, vector_words=20)


@pytest.fixture(scope="module")
def text(tmp_path_factory):
    lines = [line[9:] for line in toy_conllu(400, 3).splitlines() if line.startswith("# text = ")]
    path = tmp_path_factory.mktemp("text") / "text.txt.xz"
    path.write_bytes(lzma.compress("\n\n".join([*lines, "Rare words stand once."]).encode()))
    return path


def learn(text, out, settings=SMALL):
    told: list[str] = []
    number = learn_vectors(spacy.blank("en"), [text], "LOWER", settings, out, told.append)
    with np.load(out) as table:
        return number, table["keys"], table["rows"], told


def test_frequent_words_get_vectors(text, tmp_path):
    number, keys, rows, told = learn(text, tmp_path / "a.npz")
    assert number == len(keys) == len(rows) <= 20
    assert rows.shape[1] == 16
    assert (np.diff(keys.astype(object)) > 0).all()
    strings = spacy.blank("en").vocab.strings
    assert strings["anna"] in keys.tolist()
    assert strings["Anna"] not in keys.tolist()
    assert strings["rare"] not in keys.tolist()
    assert told == ["words of the texts", "word vectors"]
    assert [path.name for path in tmp_path.iterdir()] == ["a.npz"]


def test_a_seed_gives_the_same_vectors(text, tmp_path):
    first = learn(text, tmp_path / "a.npz")
    second = learn(text, tmp_path / "b.npz")
    other = learn(text, tmp_path / "c.npz", replace(SMALL, seed=1))
    np.testing.assert_array_equal(first[1], second[1])
    np.testing.assert_array_equal(first[2], second[2])
    assert (first[2] != other[2]).any()


def test_words_that_are_there_are_not_made_again(text, tmp_path):
    words = "anna sees the cat .\n" * 20
    (tmp_path / "a.words").write_text(words, encoding="utf-8")
    number, *_, told = learn(text, tmp_path / "a.npz")
    assert number == 5
    assert told == ["word vectors"]


def test_too_little_text_is_told(tmp_path):
    (tmp_path / "short.txt").write_text("Too short.\n", encoding="utf-8")
    with pytest.raises(InputError, match="no word stands 8 times"):
        learn(tmp_path / "short.txt", tmp_path / "a.npz")
