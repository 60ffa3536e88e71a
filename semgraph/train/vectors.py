"""Word vectors for a pipeline's embedding layer, learned from plain text.

Skip-gram with negative sampling (Mikolov et al. 2013), as gensim computes it, over the words that
the pipeline's own tokenizer makes, keyed by the attribute that the embedding layer looks up. There
is one worker, so that a seed gives the same vectors each time.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from semgraph.errors import InputError, UsageError
from semgraph.parse.embedding import quantize
from semgraph.parse.read import read_text
from semgraph.train.recipe import Settings

if TYPE_CHECKING:
    from spacy.language import Language

_CHARACTERS = 500_000  # tokenized in one memory zone
_WINDOW = 3  # words to each side: a narrow window gives vectors of function rather than topic
_NEGATIVE = 8
_SUBSAMPLING = 1e-4
_RAREST = 8  # words that stand less often get no vector


def learn_vectors(
    nlp: Language,
    texts: Sequence[Path],
    attribute: str,
    settings: Settings,
    out: Path,
    tell: Callable[[str], None] = lambda _: None,
) -> int:
    """Learn word vectors and write them as a table for `semgraph.parse.embedding`.

    Args:
        nlp: a pipeline; only its tokenizer and vocabulary are used.
        texts: plain texts, a paragraph a line; ``.gz`` and ``.xz`` are unpacked.
        attribute: attribute of a word that stands for it, such as ``LOWER``.
        settings: seed, width and number of the vectors, passes over the text.
        out: the file to write; a file of words beside it is left when the run is interrupted.
        tell: is told what is being done.

    Returns:
        The number of words that have a vector.

    Raises:
        UsageError: gensim is not installed.
        InputError: the texts have no word often enough.
    """
    try:
        from gensim.models import Word2Vec
    except ImportError as error:
        raise UsageError(
            "word vectors are learned with gensim: pip install 'semgraph[learn]'"
        ) from error
    logging.getLogger("gensim").setLevel(logging.WARNING)
    words = out.with_suffix(".words")
    if not words.exists():
        tell("words of the texts")
        fresh = words.with_suffix(".new")
        with fresh.open("w", encoding="utf-8") as file:
            file.writelines(f"{' '.join(line)}\n" for line in _words(nlp, texts, attribute))
        fresh.rename(words)
    tell("word vectors")
    try:
        model: Any = Word2Vec(
            corpus_file=str(words),
            vector_size=settings.vector_width,
            epochs=settings.vector_epochs,
            seed=settings.seed,
            max_final_vocab=settings.vector_words,
            min_count=_RAREST,
            window=_WINDOW,
            negative=_NEGATIVE,
            sample=_SUBSAMPLING,
            sg=1,
            workers=1,
        )
    except RuntimeError as error:
        raise InputError(
            f"no word stands {_RAREST} times in the texts: too little to learn vectors from",
            source=str(texts[0]),
        ) from error
    strings = nlp.vocab.strings
    keys = np.array([strings[word] for word in model.wv.index_to_key], np.uint64)
    order = np.argsort(keys)
    fresh = out.with_suffix(".new.npz")
    np.savez(fresh, keys=keys[order], rows=quantize(model.wv.vectors)[order])
    fresh.rename(out)
    words.unlink()
    return len(keys)


def _words(nlp: Language, texts: Sequence[Path], attribute: str) -> Iterator[list[str]]:
    """Give the words of each paragraph."""
    tokenizer: Any = nlp.tokenizer
    for batch in _batches(texts):
        with nlp.memory_zone():
            strings = nlp.vocab.strings
            for doc in tokenizer.pipe(batch):
                ids: Any = doc.to_array([attribute])
                words = [strings[key] for key in ids.ravel().tolist()]
                yield [word for word in words if not any(map(str.isspace, word))]


def _batches(texts: Sequence[Path]) -> Iterator[list[str]]:
    batch: list[str] = []
    size = 0
    for path in texts:
        for line in read_text(path).splitlines():
            if not line.strip():
                continue
            batch.append(line.strip())
            size += len(line)
            if size > _CHARACTERS:
                yield batch
                batch, size = [], 0
    if batch:
        yield batch
