"""Columns of parsed spaCy Docs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate, groupby
from typing import TYPE_CHECKING

import numpy as np

from semgraph.errors import PipelineError
from semgraph.parse.blanks import Hashes
from semgraph.parse.columns import Parse, Pipeline
from semgraph.parse.join import concatenate, empty_parse
from semgraph.parse.strings import StringTable, sort_feats
from semgraph.types import Bools, Ints

if TYPE_CHECKING:
    from spacy.tokens import Doc

_ATTRIBUTES: list[int | str] = [
    "ORTH", "LEMMA", "POS", "TAG", "MORPH", "DEP", "ENT_TYPE", "HEAD", "SENT_START", "SPACY", "IDX",
    "LENGTH",
]  # fmt: skip


def from_docs(
    docs: Iterable[Doc], *, language: str | None = None, pipeline: Pipeline | None = None
) -> Parse:
    """Take the columns of parsed spaCy Docs, one document each.

    Nothing in the result belongs to spaCy, so this may be called inside ``nlp.memory_zone()``. The
    Docs may come from different vocabularies. White space tokens stay leaves (upos ``SPACE``).

    Args:
        docs: Docs with a dependency parse; an empty Doc gives a document without words.
        language: language code; by default that of the Docs, ``""`` where they differ.
        pipeline: where the parse comes from.

    Raises:
        PipelineError: a Doc has words and no dependency parse.
    """
    groups = [list(group) for _, group in groupby(docs, key=lambda doc: id(doc.vocab))]
    parses = [_columns(group, [doc.text for doc in group], language, pipeline) for group in groups]
    if len(parses) == 1:
        return parses[0]
    return concatenate(parses) if parses else empty_parse(language or "", pipeline)


def from_tokenized(
    docs: Sequence[Doc],
    texts: Sequence[str],
    *,
    language: str | None = None,
    pipeline: Pipeline | None = None,
) -> Parse:
    """Take the columns of Docs that share a vocabulary and whose texts are known.

    Raises:
        PipelineError: a Doc has words and no dependency parse.
    """
    if not docs:
        return empty_parse(language or "", pipeline)
    return _columns(docs, texts, language, pipeline)


def _columns(
    docs: Sequence[Doc], texts: Sequence[str], language: str | None, pipeline: Pipeline | None
) -> Parse:
    rows = np.concatenate([doc.to_array(_ATTRIBUTES) for doc in docs]).T
    doc_start = _starts(list(map(len, docs)))
    column = dict(zip(_ATTRIBUTES, rows, strict=True))
    _require_parse(column["DEP"], doc_start)

    vocabulary = docs[0].vocab
    strings = StringTable()

    def encode(attribute: str, clean: Callable[[str], str] | None = None) -> Ints:
        return _encode(column[attribute], vocabulary.strings.__getitem__, strings, clean)

    form = encode("ORTH")
    offset = column["HEAD"].view(np.int64).astype(np.int32)
    head = np.where(offset, offset + np.arange(len(offset), dtype=np.int32), np.int32(-1))
    deprel = encode("DEP")
    deprel[head < 0] = strings.add("root")
    start = column["IDX"].astype(np.int32)
    lemma, upos, feats = encode("LEMMA"), encode("POS"), encode("MORPH", _clean_feats)
    blank = _blank(form, strings)
    lemma[blank], upos[blank], feats[blank] = form[blank], strings.add("SPACE"), 0
    return Parse(
        strings=strings,
        texts=tuple(texts),
        ids=(None,) * len(docs),
        meta=tuple({} for _ in docs),
        language=_language(docs) if language is None else language,
        pipeline=pipeline,
        doc_start=doc_start,
        sent_start=_sentences(docs, column["SENT_START"].view(np.int64) == 1, doc_start, head),
        start=start,
        end=start + column["LENGTH"].astype(np.int32),
        form=form,
        word=form,
        lemma=lemma,
        upos=upos,
        xpos=encode("TAG"),
        feats=feats,
        deprel=deprel,
        ent=encode("ENT_TYPE"),
        space=np.where(column["SPACY"] != 0, np.int32(strings.add(" ")), np.int32(0)),
        head=head,
        misc=np.zeros(len(head), np.int32),
    )


def _starts(lengths: Sequence[int]) -> Ints:
    return np.fromiter(accumulate(lengths, initial=0), np.int32, len(lengths) + 1)


def _encode(
    hashes: Hashes,
    decode: Callable[[int], str],
    strings: StringTable,
    clean: Callable[[str], str] | None,
) -> Ints:
    """Turn a column of spaCy hashes into ids of ``strings``, decoding each hash once."""
    unique, inverse = np.unique(hashes, return_inverse=True)
    decoded: Iterable[str] = (decode(value) if value else "" for value in unique.tolist())
    if clean is not None:
        decoded = map(clean, decoded)
    ids: Ints = strings.encode(list(decoded))[inverse]
    return ids


def _blank(form: Ints, strings: StringTable) -> Bools:
    """Find the white space tokens, which not every pipeline tags as such."""
    table = np.fromiter(map(str.isspace, strings.strings), np.bool_, len(strings))
    blank: Bools = table[form]
    return blank


def _clean_feats(morph: str) -> str:
    return "" if morph == "_" else sort_feats(morph)


def _language(docs: Sequence[Doc]) -> str:
    languages = {doc.lang_ for doc in docs}
    return languages.pop() if len(languages) == 1 else ""


def _require_parse(deps: Hashes, doc_start: Ints) -> None:
    """Refuse a Doc with words of which none has a dependency label."""
    labelled = np.concatenate([[0], np.cumsum(deps != 0)])[doc_start]
    missing = np.flatnonzero((np.diff(labelled) == 0) & (np.diff(doc_start) > 0))
    if len(missing):
        raise PipelineError(
            f"document {missing[0]} has no dependency parse; run it through a pipeline with a"
            " 'parser' component first, or set heads and deps"
        )


def _sentences(docs: Sequence[Doc], starts: Bools, doc_start: Ints, head: Ints) -> Ints:
    """Find where sentences begin, as ``Doc.sents`` does; no edge crosses a boundary."""
    for doc, first in zip(docs, doc_start.tolist(), strict=False):
        if "sents" in doc.user_hooks:
            starts[first : first + len(doc)] = False
            starts[[first + span.start for span in doc.sents]] = True
    # An edge over a boundary, which only hand-made Docs have, joins the two sentences.
    rows = np.flatnonzero(head >= 0)
    low, high = np.minimum(rows, head[rows]), np.maximum(rows, head[rows])
    depth = np.zeros(len(head) + 1, np.int32)
    np.add.at(depth, low + 1, 1)
    np.subtract.at(depth, high + 1, 1)
    starts &= np.cumsum(depth[:-1]) == 0
    starts[doc_start[:-1][np.diff(doc_start) > 0]] = True
    return np.append(np.flatnonzero(starts), len(head)).astype(np.int32)
