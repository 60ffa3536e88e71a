"""Gold named entities, from IOB2: a token a line, sentences separated by empty lines.

A line has the token's id, form and tag, separated by tabs; further columns are not read. A comment
``# text = …`` before a sentence has its raw text. An entity begins at ``B-TYPE``, and goes on over
each ``I-TYPE`` of the same type behind it. Files break these rules, so an ``I-TYPE`` that continues
no entity of its type begins one, as in the CoNLL 2003 evaluation; ``B-O`` and ``I-O`` are ``O``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, takewhile
from pathlib import Path
from typing import NamedTuple

from semgraph.errors import InputError
from semgraph.evaluate.entities import Entity
from semgraph.evaluate.gold import Sentence, no_text, opens_document, other_text, read_gold
from semgraph.parse.surface import gaps

_TAG = re.compile(r"O|([BI])-(\S+)")
_COLUMNS = 3  # at least
_OUTSIDE = "O"


@dataclass(frozen=True, slots=True)
class NamedTexts:
    """Gold texts with named entities.

    Attributes:
        file: name of their file.
        sha256: of the file, as it lies on the disk.
        sentences: the raw texts.
        tokens: number of tokens.
        entities: over all sentences, in order.
    """

    file: str
    sha256: str
    sentences: tuple[Sentence, ...]
    tokens: int
    entities: tuple[Entity, ...]


class TaggedSentence(NamedTuple):
    """A sentence of an IOB2 file.

    Attributes:
        line: its first line.
        comments: the lines before its tokens.
        forms: of its tokens.
        tags: of its tokens, such as ``B-PER``.
    """

    line: int
    comments: list[str]
    forms: list[str]
    tags: list[str]


def read_iob(path: str | Path) -> NamedTexts:
    """Read gold entities from IOB2, plain or packed (``.gz``, ``.xz``).

    Raises:
        EncodingError: the file is not UTF-8.
        InputError: the file cannot be read, has no sentence, a line has too few columns or a tag
            that is none, or a sentence has no ``# text`` or one that its tokens do not make up.
    """
    source = str(path)
    content, sha256 = read_gold(path)
    sentences: list[Sentence] = []
    entities: list[Entity] = []
    tokens = offset = 0
    for line, comments, forms, raw in read_tagged(content, source):
        tags = [_OUTSIDE if tag.endswith("-O") else tag for tag in raw]
        sentences.append(_sentence(comments, forms, source, line, len(sentences) + 1))
        sizes = [len("".join(form.split())) for form in forms]
        bounds = list(accumulate(sizes, initial=offset))
        entities += _entities(tags, bounds)
        tokens, offset = tokens + len(forms), bounds[-1]
    if not sentences:
        raise InputError("there is no sentence to evaluate on", source=source)
    return NamedTexts(Path(path).name, sha256, tuple(sentences), tokens, tuple(entities))


def read_tagged(text: str, source: str) -> Iterator[TaggedSentence]:
    """Read the sentences of IOB2, their tags as they stand.

    Raises:
        InputError: a line has too few columns or a tag that is none.
    """
    for line, comments, rows in _blocks(text):
        yield TaggedSentence(line, comments, *_columns(rows, source, line + len(comments)))


def _blocks(text: str) -> Iterator[tuple[int, list[str], list[str]]]:
    """Give each sentence's first line, comments and token lines."""
    number = 1
    for block in text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n\n"):
        lines = block.split("\n")
        filled = [line for line in lines if line]
        comments = list(takewhile(lambda line: line.startswith("#"), filled))
        rows = filled[len(comments) :]
        if rows:
            yield number + lines.index(filled[0]), comments, rows
        number += len(lines) + 1


def _columns(rows: Sequence[str], source: str, line: int) -> tuple[list[str], list[str]]:
    """Give the forms and the tags of tokens."""
    forms, tags = [], []
    for number, row in enumerate(rows, line):
        columns = row.split("\t")
        if len(columns) < _COLUMNS or not columns[1]:
            raise InputError(
                "expected the id, form and tag of a token, separated by tabs",
                source=source,
                line=number,
            )
        if not _TAG.fullmatch(columns[2]):
            raise InputError(
                f"{columns[2]!r} is no tag; tags are O, B-TYPE and I-TYPE",
                source=source,
                line=number,
            )
        forms.append(columns[1])
        tags.append(columns[2])
    return forms, tags


def _sentence(
    comments: Sequence[str], forms: Sequence[str], source: str, line: int, number: int
) -> Sentence:
    pairs = (comment[1:].partition("=") for comment in comments)
    meta = {key.strip(): value.removeprefix(" ") for key, _, value in pairs}
    name = meta.get("sent_id", "").strip() or f"number {number}"
    if "text" not in meta:
        raise no_text(name, source, line)
    text = meta["text"].lstrip()
    if gaps(forms, text) is None:
        raise other_text(name, source, line)
    return Sentence(text, opens=opens_document(meta))


def _entities(tags: Sequence[str], bounds: Sequence[int]) -> list[Entity]:
    """Give the entities of a sentence; ``bounds`` are the begins of its tokens, and the end."""
    found: list[Entity] = []
    open_ = ""  # type of the entity that the token before belongs to
    for number, tag in enumerate(tags):
        prefix, _, type_ = tag.partition("-")
        if prefix == "I" and type_ == open_:
            found[-1] = found[-1]._replace(end=bounds[number + 1])
        elif type_:
            found.append(Entity(bounds[number], bounds[number + 1], type_))
        open_ = type_
    return found
