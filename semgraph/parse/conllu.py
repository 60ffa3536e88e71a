"""Reading of CoNLL-U: every sentence becomes one document.

What the columns of a `Parse` cannot hold is kept in the document's metadata under ``"conllu"``,
so that a writer can restore it:

- ``"multiword_tokens"``: the lines of multiword tokens, whole;
- ``"empty_nodes"``: the lines of empty nodes (ids such as ``8.1``), whole;
- ``"deps"``: column 9 of all words, separated by tabs, if any word has one.

The other metadata are the sentence's comments in order: ``# key = value`` under its key, a comment
without ``=`` with the value ``None``; a repeated key has the list of its values.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from semgraph.parse.columns import Parse
from semgraph.parse.conllu_columns import Chunk, Columns, read_chunk
from semgraph.parse.read import decode, read_bytes, require_encodable
from semgraph.parse.strings import StringTable
from semgraph.types import Ints

_CHUNK = 1_000  # lines; their strings stay in the processor's cache


def read_conllu(path: str | Path, *, language: str = "") -> Parse:
    """Read a CoNLL-U file, plain or packed (``.gz``, ``.xz``); every sentence is a document.

    Raises:
        ConlluError: a line breaks the format.
        EncodingError: the file is not UTF-8.
        InputError: the file cannot be read.
    """
    return _parse(decode(read_bytes(path), str(path)), str(path), language)


def parse_conllu(text: str, *, source: str | None = None, language: str = "") -> Parse:
    """Read CoNLL-U from a string; every sentence is a document.

    A document's text is the comment ``# text`` where it differs from the surface forms in white
    space only (white space at its beginning is left out); otherwise the forms with a space between,
    but for ``SpaceAfter=No``. Of a multiword token the first word has the surface form, the others
    an empty one. Comments that no word follows are dropped.

    Args:
        text: sentences separated by empty lines; line ends may be CRLF.
        source: name for messages.
        language: language code of the sentences.

    Raises:
        ConlluError: a line breaks the format: number of columns, ids out of order, a head that is
            no word of the sentence, a cycle.
        EncodingError: the text has a lone surrogate.
    """
    require_encodable(text, source=source)
    return _parse(text, source, language)


def _parse(text: str, source: str | None, language: str) -> Parse:
    strings = StringTable()
    parts = [read_chunk(chunk, strings) for chunk in _chunks(text, source)]
    sizes = _join([part.sizes for part in parts])
    starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32)
    head = _join([part.head for part in parts])
    first = np.repeat(starts[:-1], sizes)
    meta = tuple(meta for part in parts for meta in part.meta)
    return Parse(
        strings=strings,
        texts=tuple(text for part in parts for text in part.texts),
        ids=tuple(map(_pop_id, meta)),
        meta=meta,
        language=language,
        pipeline=None,
        doc_start=starts,
        sent_start=starts,
        start=_join([part.start for part in parts]),
        end=_join([part.end for part in parts]),
        head=np.where(head == 0, np.int32(-1), head - np.int32(1) + first),
        ent=np.zeros(len(head), np.int32),
        **_join_strings(parts),
    )


def _join(columns: Sequence[Ints]) -> Ints:
    return np.concatenate([np.zeros(0, np.int32), *columns])


def _join_strings(parts: Sequence[Columns]) -> dict[str, Ints]:
    names = ("form", "word", "lemma", "upos", "xpos", "feats", "deprel", "space", "misc")
    columns = {name: _join([part.strings[name] for part in parts]) for name in names}
    if all(part.strings["word"] is part.strings["form"] for part in parts):
        columns["word"] = columns["form"]
    return columns


def _chunks(text: str, source: str | None) -> Iterator[Chunk]:
    """Gather the lines of sentences, parsing their comments."""
    if "\r\n" in text:
        text = text.replace("\r\n", "\n")
    chunk, number = Chunk(source), 1
    for block in text.removeprefix("\ufeff").split("\n\n"):
        lines = block.split("\n")
        comments: list[str] = []
        first = 0
        for line in lines:
            if line.startswith("#"):
                comments.append(line)
            elif line:
                break
            first += 1
        rows = lines[first:]
        if rows and not rows[-1]:
            rows.pop()
        if rows:
            chunk.lines += rows
            chunk.sizes.append(len(rows))
            chunk.places.append(number + first)
            chunk.meta.append(_comments(comments))
            if len(chunk.lines) >= _CHUNK:
                yield chunk
                chunk = Chunk(source)
        number += len(lines) + 1
    if chunk.sizes:
        yield chunk


def _comments(lines: Sequence[str]) -> dict[str, Any]:
    meta: dict[str, Any] = {}
    for line in lines:
        key, equals, value = line[1:].partition("=")
        key = key.strip()
        content = value.removeprefix(" ") if equals else None
        if key not in meta:
            meta[key] = content
        elif isinstance(meta[key], list):
            meta[key].append(content)
        else:
            meta[key] = [meta[key], content]
    return meta


def _pop_id(meta: dict[str, Any]) -> str | None:
    """Take the sentence's id out of its metadata."""
    value = meta.get("sent_id")
    if not isinstance(value, str) or not value.strip():
        return None
    del meta["sent_id"]
    return value.strip()
