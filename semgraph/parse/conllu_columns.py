"""Columns of a chunk of CoNLL-U sentences.

The lines of a chunk are split and interned as whole lists, so that nothing is made for a single
word but its strings; the checks are comparisons of arrays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain, compress, repeat
from typing import Any

import numpy as np

from semgraph.errors import ConlluError
from semgraph.parse.strings import StringTable, sort_feats
from semgraph.parse.surface import gaps
from semgraph.types import Bools, Ints

_WIDTH = 10
_ID, _FORM, _LEMMA, _UPOS, _XPOS, _FEATS, _HEAD, _DEPREL, _DEPS, _MISC = range(_WIDTH)
_CANONICAL = re.compile(r"0|[1-9][0-9]{0,8}")
_RANGE = re.compile(r"([1-9][0-9]{0,8})-([1-9][0-9]{0,8})")
_EMPTY_NODE = re.compile(r"(0|[1-9][0-9]{0,8})\.[1-9][0-9]{0,8}")


class _Numbers(dict[str, int]):
    """Values of canonical decimal numbers; anything else, such as ``01``, is -1."""

    def __missing__(self, key: str) -> int:
        return int(key) if _CANONICAL.fullmatch(key) else -1


_number = _Numbers({str(number): number for number in range(512)}).__getitem__


@dataclass(slots=True)
class Chunk:
    """Some sentences as lines.

    Attributes:
        source: name for messages.
        lines: lines of words, multiword tokens and empty nodes, of all sentences.
        sizes: number of lines of each sentence.
        places: 1-based number of the first line of each sentence in its source.
        meta: comments of each sentence.
    """

    source: str | None
    lines: list[str] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    meta: list[dict[str, Any]] = field(default_factory=list)

    def fault(self, message: str, row: int, hint: str | None = None) -> ConlluError:
        """Build the error for a line of the chunk."""
        first = np.cumsum([0, *self.sizes])
        sentence = int(np.searchsorted(first, row, side="right")) - 1
        name = self.meta[sentence].get("sent_id")
        where = f"sentence {name}: " if name else ""
        line = self.places[sentence] + row - int(first[sentence])
        return ConlluError(where + message, source=self.source, line=line, hint=hint)


@dataclass(frozen=True, slots=True)
class Columns:
    """The words of a chunk; ``head`` counts from 1 in the sentence and is 0 at a root."""

    texts: list[str]
    meta: list[dict[str, Any]]
    sizes: Ints
    start: Ints
    end: Ints
    head: Ints
    strings: dict[str, Ints]


@dataclass(frozen=True, slots=True)
class _Words:
    """Which lines of a chunk are words.

    Attributes:
        row: the line of each word.
        number: its id.
        size: number of words of each sentence.
        first: first word of each sentence.
    """

    row: Ints
    number: Ints
    size: Ints
    first: Ints


@dataclass(frozen=True, slots=True)
class _Multiword:
    """A multiword token: the words ``[first, last]`` of the chunk and its own line's fields."""

    first: int
    last: int
    form: str
    misc: str


def read_chunk(chunk: Chunk, strings: StringTable) -> Columns:
    """Make the columns of a chunk, interning its strings; the metadata gain ``"conllu"``.

    Raises:
        ConlluError: a line breaks the format.
    """
    fields = _split(chunk)
    number = np.fromiter(map(_number, fields[_ID]), np.int32, len(chunk.lines))
    words = _find_words(chunk, number)
    multiwords: list[_Multiword] = []
    if len(words.row) < len(number):
        multiwords = _set_apart(chunk, fields, number, words)
        if not words.size.all():
            empty = int(np.flatnonzero(words.size == 0)[0])
            raise chunk.fault("a sentence without words", sum(chunk.sizes[:empty]))
        is_word = (number > 0).tolist()
        fields = [list(compress(column, is_word)) for column in fields]
    if "" in fields[_FORM]:
        raise chunk.fault("a word has an empty form", int(words.row[fields[_FORM].index("")]))
    head = _heads(chunk, fields[_HEAD], words)
    _keep_deps(chunk, fields[_DEPS], words)

    columns = _encode(fields, strings)
    spaces = np.where(_glued(columns["misc"], strings), "", " ").tolist()
    surface = fields[_FORM]
    if multiwords:
        surface = surface.copy()
        for token in multiwords:
            width = token.last - token.first
            surface[token.first : token.last + 1] = [token.form] + [""] * width
            space = "" if _is_glued(token.misc) else " "
            spaces[token.first : token.last + 1] = [""] * width + [space]
        columns["form"] = strings.encode(surface)
    texts = _texts(chunk, surface, spaces, words)
    columns["space"] = strings.encode(spaces)
    length = np.fromiter(map(len, surface), np.int32, len(surface))
    end = np.cumsum(length + np.fromiter(map(len, spaces), np.int32, len(surface)))
    start = np.concatenate([[0], end[:-1]])
    start -= np.repeat(start[words.first], words.size)
    start = start.astype(np.int32)
    return Columns(texts, chunk.meta, words.size, start, start + length, head, columns)


def _split(chunk: Chunk) -> list[list[str]]:
    tabs = list(map(str.count, chunk.lines, repeat("\t")))
    if tabs.count(_WIDTH - 1) != len(tabs):
        row = next(row for row, count in enumerate(tabs) if count != _WIDTH - 1)
        line = chunk.lines[row]
        if line.startswith("#"):
            raise chunk.fault("a comment inside a sentence", row, "move it before the first word")
        message = f"expected {_WIDTH} columns separated by tabs, found {tabs[row] + 1}"
        hint = None if line.strip() else "the line between two sentences must be empty"
        raise chunk.fault(message, row, hint)
    flat = "\t".join(chunk.lines).split("\t")
    return [flat[column::_WIDTH] for column in range(_WIDTH)]


def _find_words(chunk: Chunk, number: Ints) -> _Words:
    """Find the lines of words; in each sentence their ids count from 1."""
    sentence = np.repeat(np.arange(len(chunk.sizes)), chunk.sizes)
    row = np.flatnonzero(number > 0).astype(np.int32)
    size = np.bincount(sentence[row], minlength=len(chunk.sizes)).astype(np.int32)
    first = (np.cumsum(size) - size).astype(np.int32)
    expected = np.arange(len(row)) - first[sentence[row]] + 1
    wrong = np.flatnonzero(number[row] != expected)
    if len(wrong):
        word = int(wrong[0])
        message = f"id {number[row[word]]} where {expected[word]} was expected"
        raise chunk.fault(message, int(row[word]), "ids count 1, 2, 3 … in every sentence")
    return _Words(row, number[row], size, first)


def _set_apart(
    chunk: Chunk, fields: Sequence[Sequence[str]], number: Ints, words: _Words
) -> list[_Multiword]:
    """Move the lines of multiword tokens and empty nodes into the metadata."""
    sentence = np.repeat(np.arange(len(chunk.sizes)), chunk.sizes)
    word_at = np.cumsum(number > 0)  # the word that follows a line that is none
    tokens: list[_Multiword] = []
    for row in np.flatnonzero(number <= 0).tolist():
        group, word, id_ = int(sentence[row]), int(word_at[row]), fields[_ID][row]
        first, size = int(words.first[group]), int(words.size[group])
        kept = chunk.meta[group].setdefault("conllu", {})
        if found := _RANGE.fullmatch(id_):
            begin, end = first + int(found[1]) - 1, first + int(found[2]) - 1
            if begin != word or not begin <= end < first + size:
                raise chunk.fault(f"multiword token {id_} does not precede its words", row)
            if tokens and begin <= tokens[-1].last:
                raise chunk.fault(f"multiword token {id_} overlaps the one before", row)
            if not fields[_FORM][row]:
                raise chunk.fault(f"multiword token {id_} has an empty form", row)
            tokens.append(_Multiword(begin, end, fields[_FORM][row], fields[_MISC][row]))
            kept.setdefault("multiword_tokens", []).append(chunk.lines[row])
        elif found := _EMPTY_NODE.fullmatch(id_):
            if first + int(found[1]) != word:
                raise chunk.fault(f"empty node {id_} does not follow word {found[1]}", row)
            kept.setdefault("empty_nodes", []).append(chunk.lines[row])
        else:
            raise chunk.fault(f"{id_!r} is not an id", row, "ids look like 1, 1-2 or 1.1")
    return tokens


def _heads(chunk: Chunk, column: Sequence[str], words: _Words) -> Ints:
    """Read and check the heads: words of the sentence, no cycle."""
    head = np.fromiter(map(_number, column), np.int32, len(column))
    size = np.repeat(words.size, words.size)
    wrong = np.flatnonzero((head < 0) | (head > size))
    if len(wrong):
        word = int(wrong[0])
        what = "is not a number" if head[word] < 0 else f"is out of range 0 to {size[word]}"
        raise chunk.fault(f"head {column[word]!r} {what}", int(words.row[word]))
    # Follow the heads, twice as far each time, until a walk of any length has reached its root.
    here = np.arange(len(head) + 1)  # the last place stands for "above a root"
    above = np.append(
        np.where(head == 0, len(head), np.repeat(words.first, words.size) + head - 1), 0
    )
    above[-1] = here[-1]
    for _ in range(int(words.size.max()).bit_length()):
        above = above[above]
    lost = np.flatnonzero(above[:-1] != here[-1])
    if len(lost):
        word = int(above[lost[0]])  # after so many steps we stand in the cycle
        raise chunk.fault(
            f"the heads form a cycle through word {words.number[word]}",
            int(words.row[word]),
            "every chain of heads must end in a root (head 0)",
        )
    return head


def _keep_deps(chunk: Chunk, column: list[str], words: _Words) -> None:
    """Keep the enhanced dependencies in the metadata."""
    if column.count("_") == len(column):
        return
    for meta, first, size in zip(
        chunk.meta, words.first.tolist(), words.size.tolist(), strict=True
    ):
        deps = column[first : first + size]
        if deps.count("_") < size:
            meta.setdefault("conllu", {})["deps"] = "\t".join(deps)


def _encode(fields: Sequence[list[str]], strings: StringTable) -> dict[str, Ints]:
    """Intern the fields; ``_`` stands for the empty string, but not in the token ``_``."""
    word = strings.encode(fields[_FORM])
    columns = {
        "lemma": strings.encode(fields[_LEMMA]),
        "upos": strings.encode(fields[_UPOS]),
        "xpos": strings.encode(fields[_XPOS]),
        "feats": strings.encode(_sorted_feats(fields[_FEATS])),
        "deprel": strings.encode(fields[_DEPREL]),
        "misc": strings.encode(fields[_MISC]),
    }
    underscore = strings.get("_")
    if underscore is not None:
        literal = word == underscore
        for name, column in columns.items():
            column[(column == underscore) & ~(literal & (name == "lemma"))] = 0
    return {"form": word, "word": word, **columns}


def _sorted_feats(column: list[str]) -> list[str]:
    unsorted = {one: feats for one in dict.fromkeys(column) if (feats := sort_feats(one)) != one}
    return [unsorted.get(feats, feats) for feats in column] if unsorted else column


def _is_glued(misc: str) -> bool:
    return "SpaceAfter=No" in misc.split("|")


def _glued(misc: Ints, strings: StringTable) -> Bools:
    """Say after which words the text has no space."""
    table = np.zeros(len(strings), np.bool_)
    for one in np.unique(misc).tolist():
        table[one] = _is_glued(strings[one])
    glued: Bools = table[misc]
    return glued


def _texts(chunk: Chunk, surface: list[str], spaces: list[str], words: _Words) -> list[str]:
    """Find the text of each sentence, correcting ``spaces`` where the text knows better."""
    end = words.first + words.size
    for last in (end - 1).tolist():
        spaces[last] = ""
    everything = "".join(chain.from_iterable(zip(surface, spaces, strict=True)))
    length = np.fromiter(map(len, surface), np.int64, len(surface))
    length += np.fromiter(map(len, spaces), np.int64, len(surface))
    offset = np.concatenate([[0], np.cumsum(length)])
    texts = []
    bounds = zip(words.first.tolist(), end.tolist(), strict=True)
    for (first, stop), begin, finish, meta in zip(
        bounds, offset[words.first].tolist(), offset[end].tolist(), chunk.meta, strict=True
    ):
        text = everything[begin:finish]
        given = meta.get("text")
        if isinstance(given, str) and given != text:
            given = given.lstrip()
            found = gaps(surface[first:stop], given)
            if found is not None:
                text, spaces[first:stop] = given, found
        texts.append(text)
    return texts
