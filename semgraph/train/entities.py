"""Entity annotation for training, from files in IOB2."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from semgraph.evaluate.iob import read_tagged
from semgraph.parse.read import read_text

MISSING = ""  # an entity tag that is not known, as in spaCy


def read_entities(path: str | Path, types: Sequence[str]) -> Mapping[tuple[str, ...], list[str]]:
    """Read entity tags, by the words of their sentence.

    Annotation is cleaned by this rule: a tag ``B-O`` or ``I-O`` is a slip of the annotation; on a
    mark it is taken as ``O``, on a word as not known. Entities of other types than ``types`` are
    ``O``. An ``I-`` that continues nothing begins an entity.

    Args:
        path: a file in IOB2: number, word and tag in columns, a blank line between sentences.
        types: the types that are wanted, such as ``PER``.

    Raises:
        InputError: a line has too few columns or a tag that is none.
    """
    read = read_tagged(read_text(path), str(path))
    return {tuple(one.forms): _clean(one.forms, one.tags, frozenset(types)) for one in read}


def _clean(words: Sequence[str], tags: Sequence[str], types: frozenset[str]) -> list[str]:
    made: list[str] = []
    for word, tag in zip(words, tags, strict=True):
        place, _, kind = tag.partition("-")
        if kind in types:
            goes_on = place == "I" and bool(made) and made[-1] in (f"B-{kind}", f"I-{kind}")
            made.append(f"I-{kind}" if goes_on else f"B-{kind}")
        elif kind == "O" and any(map(str.isalnum, word)):
            made.append(MISSING)
        else:
            made.append("O")
    return made
