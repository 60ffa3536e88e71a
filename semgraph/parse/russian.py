"""Russian word features from pymorphy3's dictionary, as the embedded pipeline was trained with.

The pipeline's embedding layer reads two attributes of a word that plain spaCy fills otherwise: NORM
holds the dictionary form of the likeliest reading, PREFIX the set of its readings. Both are inputs
of trained weights: whoever changes a value here has to train again.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from spacy.attrs import NORM, PREFIX
from spacy.util import registry

if TYPE_CHECKING:
    from pymorphy3 import MorphAnalyzer
    from pymorphy3.analyzer import Parse as Reading
    from spacy.language import Language

_CACHED_WORDS = 65_536
_CACHED_PARSES = 8_192  # readings are large; what a batch needs is asked for at once
_UNREAD = "X"  # the class of a word without readings
_READINGS = 6  # readings that count, likeliest first


@cache
def _analyzer() -> MorphAnalyzer:
    import pymorphy3

    return pymorphy3.MorphAnalyzer(lang="ru")


@lru_cache(_CACHED_PARSES)
def readings(word: str) -> list[Reading]:
    """Give pymorphy3's readings of a word, likeliest first; none of what it cannot read."""
    try:
        found: list[Reading] = _analyzer().parse(word)
    except ValueError:  # it asks for the Unicode name of a letter that has none, such as U+17000
        return []
    return found


def is_known(reading: Reading) -> bool:
    """Tell whether a reading is of a word of the dictionary.

    What the dictionary alone has read is; of the rest pymorphy3 looks the word up, which is slow.
    """
    ((analyzer, *_), *others) = reading.methods_stack
    return (not others and type(analyzer).__name__ == "DictionaryAnalyzer") or reading.is_known


@lru_cache(_CACHED_WORDS)
def _features(word: str) -> tuple[str, str]:
    """Give the dictionary form, ё as е, and the readings: part of speech, case, number, gender."""
    found = readings(word)
    if not found:
        return word.lower(), _UNREAD
    classes = set()
    for reading in found[:_READINGS]:
        tag = reading.tag
        parts = (tag.POS or "X", tag.case, tag.number, tag.gender)
        classes.add("".join(part for part in parts if part))
    return found[0].normal_form.replace("ё", "е"), "|".join(sorted(classes))


def _norm(word: str) -> str:
    return _features(word)[0]


def _classes(word: str) -> str:
    return _features(word)[1]


def ru_features() -> Callable[[Language], Language]:
    """Make the callback that puts the features into a new pipeline's vocabulary."""

    def set_features(nlp: Language) -> Language:
        vocab: Any = nlp.vocab
        vocab.lex_attr_getters[NORM] = _norm
        vocab.lex_attr_getters[PREFIX] = _classes
        return nlp

    return set_features


registry.callbacks.register("semgraph.ru_features.v1", func=ru_features)
