"""The embedding layer of semgraph's pipelines: hashed features of a word beside its word vector.

The vectors are a table of 8-bit numbers that is saved with the layer and not trained further; a
word that is not in the table has the vector zero. Features are embedded by hashing as in spaCy's
``MultiHashEmbed`` (Serrà & Karatzoglou 2017; Miranda et al. 2022).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import numpy.typing as npt
from spacy.attrs import intify_attr
from spacy.ml.featureextractor import FeatureExtractor
from spacy.util import registry
from thinc.api import (
    HashEmbed,
    Maxout,
    Model,
    chain,
    concatenate,
    list2ragged,
    ragged2list,
    with_array,
)
from thinc.layers.chain import forward as chain_forward
from thinc.types import Floats2d, Ragged

from semgraph.errors import InputError, UsageError

if TYPE_CHECKING:
    from spacy.tokens import Doc

Keys: TypeAlias = npt.NDArray[np.uint64]
Rows: TypeAlias = npt.NDArray[np.int8]
_LARGEST = 127
_REACH = 4.0  # components beyond so many standard deviations are clipped
_ODD = np.uint64(0x9E3779B97F4A7C15)  # spreads bits, as in Fibonacci hashing (Knuth, TAOCP 3, 6.4)
_SEED = 8  # of the first hash table; each has its own


def quantize(vectors: npt.NDArray[np.floating[Any]]) -> Rows:
    """Bring vectors to length one, then to 8 bits a component.

    Args:
        vectors: shape ``(words, width)``.

    Returns:
        The same shape; ``row * _REACH / 127`` has components of variance about one.
    """
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit = vectors / np.where(length == 0, 1, length) * np.sqrt(vectors.shape[1])
    clipped = np.clip(unit, -_REACH, _REACH)
    return np.rint(clipped * (_LARGEST / _REACH)).astype(np.int8)


def read_table(path: str | Path, width: int) -> tuple[Keys, Rows]:
    """Read a table of word vectors: an ``.npz`` file with ``keys`` (sorted) and ``rows``.

    Raises:
        InputError: the file is no such table, or has another width.
    """
    try:
        with np.load(path, allow_pickle=False) as table:
            keys, rows = table["keys"], table["rows"]
    except (OSError, KeyError, ValueError) as error:
        raise InputError(f"cannot read word vectors: {error}", source=str(path)) from error
    if rows.dtype != np.int8 or keys.dtype != np.uint64 or rows.shape != (len(keys), width):
        raise InputError(
            f"no table of 8-bit word vectors of width {width}: keys are {keys.dtype}, rows"
            f" {rows.dtype} of shape {rows.shape}",
            source=str(path),
        )
    return keys, rows


def vector_embed(
    width: int,
    attrs: Sequence[str | int],
    rows: Sequence[int],
    vector_attr: str = "LOWER",
    vector_width: int = 64,
    vectors: str | None = None,
) -> Model[list[Doc], list[Floats2d]]:
    """Embed words by their features and their word vectors.

    Args:
        width: width of the output, and of each feature's table.
        attrs: attributes of a word that are embedded.
        rows: rows of each attribute's table.
        vector_attr: the attribute that the word vectors are looked up by.
        vector_width: width of the word vectors; 0 for none.
        vectors: file of word vectors to begin with, see `read_table`. A saved pipeline has them
            within its weights.

    Raises:
        UsageError: not as many rows as attributes.
        InputError: the file of vectors cannot be read.
    """
    if len(attrs) != len(rows):
        raise UsageError(f"{len(attrs)} attributes and {len(rows)} numbers of rows")
    tables: list[Any] = [
        HashEmbed(width, count, column=column, seed=_SEED + column, dropout=0.0)
        for column, count in enumerate(rows)
    ]
    hashed: Any = with_array(concatenate(*tables))
    features: Any = chain(FeatureExtractor(list(attrs)), list2ragged(), hashed)
    refs: dict[str, Any] = {"hashed": hashed}
    if vector_width:
        refs["vectors"] = word_vectors(vector_attr, vector_width, vectors)
        features = concatenate(features, refs["vectors"])
    size = width * len(attrs) + vector_width
    mix: Any = with_array(Maxout(width, size, nP=3, dropout=0.0, normalize=True))
    whole: Any = chain(features, mix, ragged2list())
    columns = [intify_attr(attr) for attr in [*attrs, vector_attr]]
    return Model(
        "semgraph_embed",
        _embed,
        init=whole.init,
        layers=whole.layers,
        dims={"nO": width},
        refs=refs | {"mix": mix},
        attrs={"columns": columns},
    )


def _embed(
    model: Model[list[Doc], list[Floats2d]], docs: Sequence[Doc], is_train: bool
) -> tuple[list[Floats2d], Callable[[Any], Any]]:
    """Embed Docs; outside of training each word once, however often it stands in them."""
    if is_train:
        chained: Any = chain_forward
        return chained(model, docs, is_train)
    lengths = list(map(len, docs))
    columns = [doc.to_array(model.attrs["columns"]) for doc in docs if len(doc)]
    if not columns:
        return [model.ops.alloc2f(0, model.get_dim("nO")) for _ in docs], lambda _: []
    rows: Any = np.concatenate(columns)
    first, place = _unique(rows)
    once = rows[first]
    ops: Any = model.ops
    parts = [model.get_ref("hashed").predict(ops.asarray(once[:, :-1]))]
    if model.has_ref("vectors"):
        parts.append(ops.asarray(_look_up(model.get_ref("vectors"), once[:, -1])))
    mixed = model.get_ref("mix").predict(ops.xp.concatenate(parts, axis=1))[ops.asarray(place)]
    return ops.unflatten(mixed, ops.asarray1i(lengths)), lambda _: []


def _unique(rows: Keys) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Give the first of all rows that are alike, and for each row its place among those."""
    mixed = np.zeros(len(rows), np.uint64)
    for column in rows.T:
        mixed = (mixed ^ column) * _ODD
    _, first, place = np.unique(mixed, return_index=True, return_inverse=True)
    return first, place


def word_vectors(attr: str, width: int, path: str | None = None) -> Model[list[Doc], Ragged]:
    """Look up word vectors; nothing is trained.

    Args:
        attr: attribute that a word is looked up by.
        width: width of the vectors.
        path: file of vectors, see `read_table`; an empty table without it.
    """
    keys, rows = np.zeros(0, np.uint64), np.zeros((0, width), np.int8)
    if path is not None:
        keys, rows = read_table(path, width)
    return Model(
        "semgraph_word_vectors",
        _forward,
        dims={"nO": width},
        attrs={"attr": intify_attr(attr), "keys": keys, "rows": rows},
    )


def _forward(
    model: Model[list[Doc], Ragged],
    docs: Sequence[Doc],
    is_train: bool,  # noqa: ARG001  # thinc gives it by this name
) -> tuple[Ragged, Callable[[Ragged], list[Doc]]]:
    lengths = np.fromiter(map(len, docs), np.int32, len(docs))
    columns = [doc.to_array([model.attrs["attr"]]).ravel() for doc in docs]
    found = _look_up(model, np.concatenate([*columns, np.zeros(0, np.uint64)]))
    ops: Any = model.ops
    ragged = Ragged(ops.asarray(found), ops.asarray(lengths))
    return ragged, lambda _: []


def _look_up(model: Model[list[Doc], Ragged], wanted: Keys) -> npt.NDArray[np.float32]:
    """Give the vectors of words, shape ``(words, width)``; zeros where there is none."""
    keys, rows = model.attrs["keys"], model.attrs["rows"]
    found = np.zeros((len(wanted), rows.shape[1]), np.float32)
    if len(keys):
        place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        known = keys[place] == wanted
        found[known] = rows[place[known]] * np.float32(_REACH / _LARGEST)
    return found


registry.architectures.register("semgraph.VectorEmbed.v1", func=vector_embed)
