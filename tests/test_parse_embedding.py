"""The embedding layer: word vectors in 8 bits beside hashed features."""

from __future__ import annotations

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from semgraph.errors import InputError, UsageError
from semgraph.parse.embedding import quantize, vector_embed, word_vectors

NLP = spacy.blank("en")
WIDTH = 4
FLOATS = st.floats(-1e3, 1e3, allow_nan=False, width=32)


@pytest.fixture
def table(tmp_path):
    """A table with vectors of three words."""
    keys = np.array([NLP.vocab.strings.add(word) for word in ("cat", "dog", "is")], np.uint64)
    order = np.argsort(keys)
    vectors = np.array([[1, 0, 0, 0], [0, 2, 0, 0], [-3, 0, 0, 3]], np.float32)
    path = tmp_path / "vectors.npz"
    np.savez(path, keys=keys[order], rows=quantize(vectors)[order])
    return path


@settings(deadline=None)
@given(arrays(np.float32, array_shapes(min_dims=2, max_dims=2, max_side=8), elements=FLOATS))
def test_eight_bits_keep_the_direction(vectors):
    rows = quantize(vectors)
    assert rows.dtype == np.int8
    assert rows.shape == vectors.shape
    # A component further out than four standard deviations is clipped: only in wide vectors.
    for row, vector in zip(rows.astype(float), vectors.astype(float), strict=True):
        lengths = np.linalg.norm(row) * np.linalg.norm(vector)
        if np.linalg.norm(vector) > 1e-3:
            assert row @ vector / lengths > 0.99
        elif not vector.any():
            assert not row.any()


def test_words_are_looked_up_by_their_attribute(table):
    layer = word_vectors("LOWER", WIDTH, str(table))
    ragged = layer.predict([NLP("Cat is unknown"), NLP(""), NLP("dog")])
    assert ragged.lengths.tolist() == [3, 0, 1]
    wanted = [[2, 0, 0, 0], [-(2**0.5), 0, 0, 2**0.5], [0, 0, 0, 0], [0, 2, 0, 0]]
    np.testing.assert_allclose(ragged.data, wanted, atol=0.02)


def test_no_documents_and_no_table_give_zeros(table):
    assert word_vectors("LOWER", WIDTH, str(table)).predict([]).data.size == 0
    assert not word_vectors("LOWER", WIDTH).predict([NLP("cat dog")]).data.any()


def test_the_table_is_saved_with_the_weights(table):
    layer = vector_embed(8, ["NORM", "SHAPE"], [50, 20], "LOWER", WIDTH, str(table))
    docs = [NLP("A cat is here"), NLP("dog")]
    layer.initialize(X=docs)
    other = vector_embed(8, ["NORM", "SHAPE"], [50, 20], "LOWER", WIDTH)
    other.initialize(X=docs)
    other.from_bytes(layer.to_bytes())
    for one, two in zip(layer.predict(docs), other.predict(docs), strict=True):
        assert one.shape[1] == 8
        np.testing.assert_array_equal(one, two)


def test_vectors_are_not_trained_and_the_rest_is(table):
    layer = vector_embed(8, ["NORM"], [50], "LOWER", WIDTH, str(table))
    docs = [NLP("the cat is here")]
    layer.initialize(X=docs)
    before = {node.name: dict(node.attrs) for node in layer.walk()}["semgraph_word_vectors"]
    rows = before["rows"].copy()
    output, backprop = layer.begin_update(docs)
    backprop([np.ones_like(output[0])])
    gradients = [node.get_grad(name) for node in layer.walk() for name in node.grad_names]
    assert any(gradient.any() for gradient in gradients)
    np.testing.assert_array_equal(before["rows"], rows)


def test_a_pipeline_without_vectors_embeds_features_alone():
    layer = vector_embed(8, ["NORM"], [50], vector_width=0)
    docs = [NLP("the cat")]
    layer.initialize(X=docs)
    assert layer.predict(docs)[0].shape == (2, 8)


def test_attributes_and_rows_must_pair():
    with pytest.raises(UsageError, match="2 attributes and 1 numbers of rows"):
        vector_embed(8, ["NORM", "SHAPE"], [50])


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"no archive", "cannot read word vectors"),
        ({"keys": np.zeros(1, np.uint64)}, "cannot read word vectors.*rows"),
        ({"keys": np.zeros(1, np.uint64), "rows": np.zeros((1, 3), np.int8)}, "width 4.*(1, 3)"),
        ({"keys": np.zeros(1, np.uint64), "rows": np.zeros((1, 4))}, "rows float64"),
        ({"keys": np.zeros(2, np.uint64), "rows": np.zeros((1, 4), np.int8)}, "no table"),
    ],
)
def test_a_file_that_is_no_table_is_told(content, message, tmp_path):
    path = tmp_path / "vectors.npz"
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        np.savez(path, **content)
    with pytest.raises(InputError, match=message):
        word_vectors("LOWER", WIDTH, str(path))
    with pytest.raises(InputError, match="cannot read"):
        word_vectors("LOWER", WIDTH, str(tmp_path / "absent.npz"))
