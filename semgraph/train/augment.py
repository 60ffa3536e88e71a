"""Variation of training sentences: what writers do differently and treebanks do not show.

The number of tokens stays the same, but for a final mark that is left out.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from semgraph.train.documents import Sentence

Augmenter: TypeAlias = Callable[["Sentence", random.Random], "Sentence"]

# Share of the sentences that a variation meets.
_LOWER = 0.04
_UPPER = 0.02
_TYPOGRAPHY = 0.25
_WITHOUT_YO = 0.3
_WITH_YO = 0.15
# The first letter made small, the final mark left out: far more often in Russian, whose treebank
# of the web has posts and verse without capitals and marks.
_UNCAPITALIZED: Mapping[str, float] = {"ru": 0.2}
_UNFINISHED: Mapping[str, float] = {"ru": 0.3}
_ELSEWHERE = (0.08, 0.12)

_FINAL = frozenset({".", "!", "?", "…"})
_QUOTES = '"“”„«»'
_SINGLE = "'‘’"
_DASHES = "-–—"
_PLAIN = str.maketrans(dict.fromkeys(_QUOTES, '"') | dict.fromkeys(_SINGLE, "'"))
_CURLY = str.maketrans({"'": "’"})
_DOTS = {"...": "…", "…": "..."}
_PAIRS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "en": (("“", "”"),),
    "ru": (("«", "»"), ("„", "“"), ("“", "”")),
}


def augmenter(language: str) -> Augmenter:
    """Make what varies the sentences of a language."""
    uncapitalized = _UNCAPITALIZED.get(language, _ELSEWHERE[0])
    unfinished = _UNFINISHED.get(language, _ELSEWHERE[1])

    def vary(sentence: Sentence, chance: random.Random) -> Sentence:
        words = _typography(sentence.words, language, chance)
        if language == "ru":
            words = _yo(words, chance)
        words = _case(words, uncapitalized, chance)
        varied = replace(sentence, words=words)
        return _unfinished(varied) if chance.random() < unfinished else varied

    return vary


def _case(words: list[str], uncapitalized: float, chance: random.Random) -> list[str]:
    number = chance.random()
    if number < _LOWER:
        return [word.lower() for word in words]
    if number < _LOWER + _UPPER:
        return [word.upper() if len(word.upper()) == len(word) else word for word in words]
    small = number < _LOWER + _UPPER + uncapitalized
    if small and words[0].istitle() and words[0] != "I":
        return [words[0].lower(), *words[1:]]
    return words


def _typography(words: list[str], language: str, chance: random.Random) -> list[str]:
    """Write all quotes, apostrophes, dashes and dots of a sentence in one other way."""
    if chance.random() >= _TYPOGRAPHY:
        return words
    pairs = _PAIRS.get(language, _PAIRS["en"])
    if chance.random() < 0.5:
        words = [word.translate(_PLAIN) for word in words]
    else:
        words = _quote([word.translate(_CURLY) for word in words], *chance.choice(pairs))
    dash, dots = chance.choice(_DASHES), chance.random() < 0.5
    return [
        dash if word in _DASHES else _DOTS[word] if dots and word in _DOTS else word
        for word in words
    ]


def _quote(words: list[str], left: str, right: str) -> list[str]:
    """Put quotation marks of one kind in pairs."""
    made, is_open = [], False
    for word in words:
        if word in ('"', "“", "”", "„", "«", "»"):
            word, is_open = (right if is_open else left), not is_open
        made.append(word)
    return made


def _yo(words: list[str], chance: random.Random) -> list[str]:
    number = chance.random()
    if number < _WITHOUT_YO:
        return [word.replace("ё", "е").replace("Ё", "Е") for word in words]
    if number < _WITHOUT_YO + _WITH_YO:
        return [_with_yo(word) for word in words]
    return words


@lru_cache(65_536)
def _with_yo(word: str) -> str:
    """Write ё where the dictionary's likeliest reading has it."""
    from semgraph.parse.russian import readings

    if "е" not in word:
        return word
    spelled = next((reading.word for reading in readings(word)), word)
    if len(spelled) != len(word):
        return word
    return "".join(
        "ё" if right == "ё" and left == "е" else left
        for left, right in zip(word, spelled, strict=True)
    )


def _unfinished(sentence: Sentence) -> Sentence:
    """Leave out the final mark, if nothing hangs on it and something is left."""
    last = len(sentence.words) - 1
    heads = sentence.heads
    if last < 1 or sentence.words[-1] not in _FINAL or heads[last] == last or last in heads[:last]:
        return sentence
    return replace(
        sentence,
        words=sentence.words[:-1],
        spaces=sentence.spaces[:-1],
        lemmas=sentence.lemmas[:-1],
        tags=sentence.tags[:-1],
        pos=sentence.pos[:-1],
        morphs=sentence.morphs[:-1],
        heads=heads[:-1],
        deps=sentence.deps[:-1],
        ents=sentence.ents[:-1],
    )
