"""Entity annotation for training, from files in IOB2."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from semgraph.errors import InputError
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
        InputError: a line has fewer than three columns.
    """
    return {words: _clean(words, tags, frozenset(types)) for words, tags in _sentences(Path(path))}


def _sentences(path: Path) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    words: list[str] = []
    tags: list[str] = []
    for number, line in enumerate([*read_text(path).splitlines(), ""], 1):
        if line.startswith("#") and "\t" not in line:
            continue
        if line.strip():
            columns = line.split("\t")
            if len(columns) < 3:
                raise InputError(
                    f"{len(columns)} columns, expected number, word and tag",
                    source=str(path),
                    line=number,
                )
            words.append(columns[1])
            tags.append(columns[2])
        elif words:
            yield tuple(words), tags
            words, tags = [], []


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
