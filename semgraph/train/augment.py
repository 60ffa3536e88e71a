"""Variation of training sentences: what writers do differently and treebanks do not show.

The number of tokens stays the same, but for a final mark that is left out.

Half of the names are put in place of others from the lists of names, of the same type and length:
a treebank has few names, and what is learned by heart of them helps with no others (Dai & Adel
2020, mention replacement).
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import count
from typing import TYPE_CHECKING, TypeAlias

from semgraph.parse.entities.names import read_names

if TYPE_CHECKING:
    from semgraph.train.documents import Sentence

Augmenter: TypeAlias = Callable[["Sentence", random.Random], "Sentence"]

# Share of the sentences that a variation meets.
_LOWER = 0.04
_UPPER = 0.02
_TYPOGRAPHY = 0.25
_WITHOUT_YO = 0.3
_WITH_YO = 0.15
_RENAMED = 0.5  # share of the names
# The first letter made small, the final mark left out: far more often in Russian, whose treebank
# of the web has posts and verse without capitals and marks.
_UNCAPITALIZED: Mapping[str, float] = {"ru": 0.2}
_UNFINISHED: Mapping[str, float] = {"ru": 0.3}
_ELSEWHERE = (0.08, 0.12)

# Classes of listed names by type of entity; each is chosen as often as the others.
_CLASSES: Mapping[str, tuple[str, ...]] = {
    "PER": ("given", "given_census", "surname", "surname_census"),
    "LOC": ("city", "place", "region", "town"),
    "ORG": ("organization",),
}
_GIVEN, _SURNAMES = _CLASSES["PER"][:2], _CLASSES["PER"][2:]
_NAME = re.compile(r"[A-Z][a-z]+|[A-Z]{2,5}")
_Names: TypeAlias = Mapping[tuple[str, int], list[list[str]]]

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
    names = _names(language)

    def vary(sentence: Sentence, chance: random.Random) -> Sentence:
        if names:
            sentence = _rename(sentence, names, chance)
        words = _typography(sentence.words, language, chance)
        if language == "ru":
            words = _yo(words, chance)
        words = _case(words, uncapitalized, chance)
        varied = replace(sentence, words=words)
        return _unfinished(varied) if chance.random() < unfinished else varied

    return vary


def _names(language: str) -> _Names:
    """Give the words of listed names, by class and number of words."""
    names: dict[tuple[str, int], list[list[str]]] = {}
    for kind, group in read_names(language).items():
        for name in group:
            words = name.split()
            if all(map(_NAME.fullmatch, words)):
                names.setdefault((kind, len(words)), []).append(words)
    return names


def _rename(sentence: Sentence, names: _Names, chance: random.Random) -> Sentence:
    """Put other names in the place of some."""
    words, lemmas = [*sentence.words], [*sentence.lemmas]
    for start, tag in enumerate(sentence.ents):
        if tag[:1] != "B":
            continue
        type_ = tag[2:]
        end = next(at for at in count(start + 1) if sentence.ents[at : at + 1] != [f"I-{type_}"])
        if chance.random() < _RENAMED and _is_plain(sentence, start, end):
            name = _name(type_, words[start:end], names, chance)
            words[start:end] = lemmas[start:end] = name
    return replace(sentence, words=words, lemmas=lemmas)


def _is_plain(sentence: Sentence, start: int, end: int) -> bool:
    """Tell whether a name is made of proper nouns that are their own lemmas."""
    return all(
        _NAME.fullmatch(sentence.words[at])
        and sentence.pos[at] == "PROPN"
        and sentence.lemmas[at] == sentence.words[at]
        for at in range(start, end)
    )


def _name(type_: str, words: list[str], names: _Names, chance: random.Random) -> list[str]:
    """Choose a name of as many words; the words themselves if there is none."""
    if type_ == "PER" and len(words) > 1:
        given, surname = (
            chance.choice(names[chance.choice(kinds), 1])[0] for kinds in (_GIVEN, _SURNAMES)
        )
        return [given, *words[1:-1], surname]
    kinds = [kind for kind in _CLASSES.get(type_, ()) if (kind, len(words)) in names]
    return chance.choice(names[chance.choice(kinds), len(words)]) if kinds else words


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
