"""The gazetteer of English: names of places, organisations and people, and where they stand.

A name is found over tokens: the longest row of ``en_names.tsv`` that the tokens from one on spell,
white space aside, so that it does not matter how a tokenizer parts ``Coca-Cola``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_DIRECTORY = Path(__file__).parent / "pipelines"
_NAMES = _DIRECTORY / "en_names.tsv"
_WORDS = _DIRECTORY / "en_words.txt"
_HEADER = "name\ttype"
_PIECE = re.compile(r"[^\W_]+|[^\w\s]|_")
_FIRST = re.compile(r"[^\s\-&'’]+")

GIVEN = "GIVEN"
SURNAME = "SURNAME"


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Names by what they are.

    Attributes:
        types: type of each name without its white space: ``LOC``, ``ORG``, ``GIVEN``, ``SURNAME``.
        lengths: first tokens that names have, with the most tokens that such a name has.
        common: names of one word that are also common words (``Apple``, ``Turkey``).
        folded: the same names in lower case, for text that has no capitals or nothing else.
    """

    types: Mapping[str, str]
    lengths: Mapping[str, int]
    common: frozenset[str]
    folded: Gazetteer | None = None

    def find(self, words: Sequence[str], start: int, stop: int) -> tuple[int, str] | None:
        """Give the end and type of the longest name from a token on, ending before ``stop``."""
        longest = self.lengths.get(words[start], 0)
        for end in range(min(start + longest, stop), start, -1):
            type_ = self.types.get("".join(words[start:end]))
            if type_:
                return end, type_
        return None


def read_names() -> list[tuple[str, str]]:
    """Read the rows of the gazetteer: name and type."""
    lines = _NAMES.read_text(encoding="utf-8").splitlines()
    rows = lines[lines.index(_HEADER) + 1 :]
    return [(name, type_) for name, _, type_ in (row.partition("\t") for row in rows)]


@cache
def gazetteer() -> Gazetteer:
    """Give the gazetteer, read once."""
    names = read_names()
    words = frozenset(_WORDS.read_text(encoding="utf-8").split())
    common = frozenset(name for name, _ in names if name.lower() in words)
    lower = [(name.lower(), type_) for name, type_ in names]
    folded = _index(lower, frozenset(map(str.lower, common)))
    return _index(names, common, folded)


def _index(
    names: Sequence[tuple[str, str]], common: frozenset[str], folded: Gazetteer | None = None
) -> Gazetteer:
    types: dict[str, str] = {}
    lengths: dict[str, int] = {}
    for name, type_ in names:
        types.setdefault("".join(name.split()), type_)
        size = len(_PIECE.findall(name))
        for first in {name.split()[0], *_FIRST.findall(name)[:1]}:
            lengths[first] = max(size, lengths.get(first, 0))
    return Gazetteer(types, lengths, common, folded)
