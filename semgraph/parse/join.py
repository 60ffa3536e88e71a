"""Joining of batches, and of the segments of one long text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from semgraph.parse.columns import Parse, Pipeline
from semgraph.parse.strings import StringTable
from semgraph.types import Ints

_STRING_COLUMNS = (
    "form", "word", "lemma", "upos", "xpos", "feats", "deprel", "ent", "space", "misc",
)  # fmt: skip


def empty_parse(language: str = "", pipeline: Pipeline | None = None) -> Parse:
    """Give a batch without documents."""
    none = np.zeros(0, np.int32)
    zero = np.zeros(1, np.int32)
    columns = dict.fromkeys(("start", "end", "head", *_STRING_COLUMNS), none)
    return Parse(
        StringTable(), (), (), (), language, pipeline, doc_start=zero, sent_start=zero, **columns
    )


def concatenate(parses: Sequence[Parse]) -> Parse:
    """Join batches into one, in order.

    Language and pipeline stay where all batches agree; otherwise they are ``""`` and ``None``.
    """
    if not parses:
        return empty_parse()
    if len(parses) == 1:
        return parses[0]
    strings = StringTable()
    maps = [strings.encode(parse.strings.strings) for parse in parses]
    shifts = np.cumsum([0, *(parse.words for parse in parses)]).tolist()

    def join(name: str) -> Ints:
        columns: list[Ints] = [getattr(parse, name) for parse in parses]
        return np.concatenate([ids[column] for ids, column in zip(maps, columns, strict=True)])

    def join_starts(name: str) -> Ints:
        starts: list[Ints] = [getattr(parse, name) for parse in parses]
        shifted = [start[:-1] + shift for start, shift in zip(starts, shifts, strict=False)]
        return np.append(np.concatenate(shifted), shifts[-1]).astype(np.int32)

    plain = all(parse.word is parse.form for parse in parses)
    columns = {name: join(name) for name in _STRING_COLUMNS if name != "word" or not plain}
    heads = [
        np.where(parse.head < 0, np.int32(-1), parse.head + np.int32(shift))
        for parse, shift in zip(parses, shifts, strict=False)
    ]
    first = parses[0]
    return Parse(
        strings=strings,
        texts=tuple(text for parse in parses for text in parse.texts),
        ids=tuple(id_ for parse in parses for id_ in parse.ids),
        meta=tuple(meta for parse in parses for meta in parse.meta),
        language=first.language if len({parse.language for parse in parses}) == 1 else "",
        pipeline=first.pipeline if len({parse.pipeline for parse in parses}) == 1 else None,
        doc_start=join_starts("doc_start"),
        sent_start=join_starts("sent_start"),
        start=np.concatenate([parse.start for parse in parses]),
        end=np.concatenate([parse.end for parse in parses]),
        head=np.concatenate(heads),
        **{"word": columns["form"], **columns},
    )


def merge_documents(parse: Parse, counts: Sequence[int]) -> Parse:
    """Merge neighbouring documents into one: the segments of a text into the text.

    Args:
        parse: a batch; its documents are segments that tile the texts.
        counts: number of segments of each text, in order; at least one each.
    """
    if len(counts) == len(parse):
        return parse
    last = np.cumsum(counts)
    groups = [range(end - count, end) for end, count in zip(last.tolist(), counts, strict=True)]
    lengths = np.array([len(text) for text in parse.texts], np.int32)
    before = np.cumsum(lengths) - lengths  # offset of a segment among all segments
    group_of = np.repeat(np.arange(len(counts)), counts)
    offset = before - before[last - counts][group_of]
    shift = np.repeat(offset, np.diff(parse.doc_start)).astype(np.int32)
    return replace(
        parse,
        texts=tuple("".join(parse.texts[i] for i in group) for group in groups),
        ids=tuple(parse.ids[group[0]] for group in groups),
        meta=tuple(parse.meta[group[0]] for group in groups),
        doc_start=parse.doc_start[np.concatenate([[0], last])],
        start=parse.start + shift,
        end=parse.end + shift,
    )
