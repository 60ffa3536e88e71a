"""The recogniser's model: what a token's neighbourhood and the lists of names tell of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import numpy.typing as npt
from spacy.strings import StringStore
from spacy.util import registry
from thinc.api import (
    Dropout,
    Maxout,
    Model,
    Softmax_v2,
    chain,
    concatenate,
    expand_window,
    with_array,
)
from thinc.types import Floats2d

from semgraph.parse.entities.names import name_lists

if TYPE_CHECKING:
    from spacy.tokens import Doc

Keys: TypeAlias = npt.NDArray[np.uint64]


def entity_model(
    tok2vec: Model[list[Doc], list[Floats2d]],
    hidden_width: int = 64,
    window_size: int = 1,
    names: str | None = None,
    nO: int | None = None,  # noqa: N803  # thinc's name
) -> Model[list[Doc], list[Floats2d]]:
    """Score the tags of tokens by their own vector, those around them, and the names listed.

    Args:
        tok2vec: gives a vector to each token.
        hidden_width: width of the hidden layer.
        window_size: tokens to each side that it sees.
        names: the language whose lists of names are used; none without.
        nO: number of tags, if it is known.
    """
    inputs: Any = tok2vec
    if names is not None:
        dropped: Any = with_array(Dropout(0.0))
        inputs = concatenate(tok2vec, chain(name_features(names), dropped))
    hidden: Any = Maxout(nO=hidden_width, nP=2, dropout=0.0, normalize=True)
    output: Any = Softmax_v2(nO=nO, nI=hidden_width, normalize_outputs=False)
    scored: Any = with_array(chain(expand_window(window_size), hidden, output), pad=window_size)
    model: Any = chain(inputs, scored)
    model.set_ref("tok2vec", tok2vec)
    model.set_ref("output_layer", output)
    return model


def name_features(language: str) -> Model[list[Doc], list[Floats2d]]:
    """Mark tokens that are listed names or parts of such, and words that are common ones.

    Two columns for each class of names, its first token and what goes on with it, and one for
    words of the language's list. Nothing is trained.
    """
    width = 2 * len(name_lists(language).classes) + 1
    return Model("semgraph_names", _mark, dims={"nO": width}, attrs={"language": language})


def _mark(
    model: Model[list[Doc], list[Floats2d]],
    docs: Sequence[Doc],
    is_train: bool,  # noqa: ARG001  # thinc gives it by this name
) -> tuple[list[Floats2d], Callable[[list[Floats2d]], list[Doc]]]:
    language = model.attrs["language"]
    lists = name_lists(language)
    lengths = list(map(len, docs))
    columns = [doc.to_array(["LOWER"]).ravel() for doc in docs]
    marked = np.zeros((sum(lengths), model.get_dim("nO")), np.float32)
    marked[:, -1] = _known(_words(language), np.concatenate([*columns, np.zeros(0, np.uint64)]))
    offset = 0
    for doc in docs:
        for start, end, kind in lists.find([token.text for token in doc]):
            marked[offset + start, 2 * kind] = 1
            marked[offset + start + 1 : offset + end, 2 * kind + 1] = 1
        offset += len(doc)
    ops: Any = model.ops
    return ops.unflatten(ops.asarray2f(marked), ops.asarray1i(lengths)), lambda _: []


@cache
def _words(language: str) -> Keys:
    """Give the hashes of the words of a language's list, sorted."""
    strings: Any = StringStore()
    hashes = [strings[word] for word in name_lists(language).words]
    return np.sort(np.array(hashes, np.uint64))


def _known(keys: Keys, wanted: Keys) -> npt.NDArray[np.bool_]:
    """Tell which of the wanted are among sorted keys."""
    if not len(keys):
        return np.zeros(len(wanted), np.bool_)
    known: npt.NDArray[np.bool_] = keys[np.searchsorted(keys[:-1], wanted)] == wanted
    return known


registry.architectures.register("semgraph.EntityTagger.v1", func=entity_model)
