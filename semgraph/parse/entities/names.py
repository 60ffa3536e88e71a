"""Lists of names, and where the names stand in a text.

A list is a file of one name a line, ``#`` before what is said about it; its class is the file's
name. Names of one class may stand in other classes too (``Washington``: place, surname). A name is
found over tokens, white space aside, so that it does not matter how a tokenizer parts
``Coca-Cola``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

_DIRECTORY = Path(__file__).parents[1] / "pipelines"
_PIECE = re.compile(r"[^\W_]+|[^\w\s]|_")
_ENDS = frozenset([".", "!", "?", "…"])


class Listed(NamedTuple):
    """A listed name in a text: first token, end, and the index of its class."""

    start: int
    end: int
    kind: int


@dataclass(frozen=True, slots=True)
class _Index:
    """Names without their white space.

    Attributes:
        kinds: the classes of each name, a bit for each.
        longest: first words of names, with the most tokens that such a name has.
    """

    kinds: Mapping[str, int]
    longest: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class NameLists:
    """The lists of a language.

    Attributes:
        classes: names of the classes, sorted.
        words: words of the language in lower case, those that are names as well among them.
        cased: the names as they are written.
        folded: the names in lower case, for text whose case tells nothing.
    """

    classes: tuple[str, ...]
    words: frozenset[str]
    cased: _Index
    folded: _Index

    def find(self, words: Sequence[str]) -> Iterator[Listed]:
        """Find names: of each class the longest from a token on.

        Where all of a passage but its first word is in lower or in upper case, names are found in
        any case. Passages end with a final mark, so that it does not matter whether sentences are
        known.
        """
        for start, stop in _passages(words):
            rest = "".join(word for word in words[start + 1 : stop] if word != "I")
            if rest.islower() or rest.isupper():
                yield from _find(self.folded, [word.lower() for word in words[start:stop]], start)
            else:
                yield from _find(self.cased, words[start:stop], start)


def read_names(language: str) -> dict[str, list[str]]:
    """Read the lists of a language: names by class; empty where it has none."""
    files = sorted((_DIRECTORY / f"{language}_names").glob("*.txt"))
    return {file.stem: _lines(file) for file in files}


@cache
def name_lists(language: str) -> NameLists:
    """Give the lists of a language, read once."""
    names = read_names(language)
    words = _DIRECTORY / f"{language}_words.txt"
    return NameLists(
        tuple(names),
        frozenset(_lines(words) if words.exists() else ()),
        _index(names),
        _index({kind: [name.lower() for name in group] for kind, group in names.items()}),
    )


def _lines(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def _index(names: Mapping[str, Sequence[str]]) -> _Index:
    kinds: dict[str, int] = {}
    longest: dict[str, int] = {}
    for number, group in enumerate(names.values()):
        for name in group:
            spelled = "".join(name.split())
            kinds[spelled] = kinds.get(spelled, 0) | 1 << number
            pieces = _PIECE.findall(name)
            for first in {name.split()[0], pieces[0]}:
                longest[first] = max(len(pieces), longest.get(first, 0))
    return _Index(kinds, longest)


def _passages(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    start = 0
    for at, word in enumerate(words, 1):
        if word in _ENDS or at == len(words):
            yield start, at
            start = at


def _find(index: _Index, words: Sequence[str], offset: int) -> Iterator[Listed]:
    for start, word in enumerate(words):
        longest = index.longest.get(word)
        if longest is None:
            continue
        found = 0
        for end in range(min(start + longest, len(words)), start, -1):
            fresh = index.kinds.get("".join(words[start:end]), 0) & ~found
            found |= fresh
            while fresh:
                kind = fresh.bit_length() - 1
                fresh ^= 1 << kind
                yield Listed(offset + start, offset + end, kind)
