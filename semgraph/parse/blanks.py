"""White space tokens, kept from the pipeline and put back as leaves.

spaCy makes tokens of line breaks and double spaces. A pipeline trained on treebanks has never seen
one, takes it for a word and hangs other words on it. So a Doc is parsed without them; afterwards
each becomes a leaf that governs nothing and hangs on the word before it. What a blank line says is
kept: a sentence begins behind it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from semgraph.parse.columns import Parse
from semgraph.parse.segment import TOKENIZER_ATTRIBUTES
from semgraph.types import Bools, Ints

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Hashes: TypeAlias = NDArray[np.uint64]  # an attribute of spaCy's tokens


def without_blanks(doc: Doc) -> Doc:
    """Give the Doc without its white space tokens; the Doc itself if it has none."""
    from spacy.tokens import Doc

    blank = _column(doc, "IS_SPACE").astype(bool)
    if not blank.any():
        return doc
    words = [token for token in doc if not token.is_space]
    ends = [
        token.i + 1 == len(doc) or bool(token.whitespace_) or blank[token.i + 1] for token in words
    ]
    bare = Doc(doc.vocab, words=[token.text for token in words], spaces=ends)
    if words:
        bare.from_array(TOKENIZER_ATTRIBUTES, doc.to_array(TOKENIZER_ATTRIBUTES)[~blank])
    for word, token in zip(bare, words, strict=True):
        if token.i and _is_blank_line(doc[token.i - 1]):
            word.is_sent_start = True
    return bare


def _is_blank_line(token: Token) -> bool:
    return token.is_space and len(f"{token.text}.".splitlines()) > 2


def with_blanks(parse: Parse, docs: Sequence[Doc]) -> Parse:
    """Put white space tokens back: one leaf each, upos ``SPACE``, deprel ``dep``.

    Args:
        parse: the columns of the Docs without white space tokens, with the texts of ``docs``.
        docs: the Docs with them.
    """
    blank = _join(docs, "IS_SPACE").astype(bool)
    if not blank.any():
        return parse
    kept = np.flatnonzero(~blank).astype(np.int32)
    doc_start = np.cumsum([0, *map(len, docs)]).astype(np.int32)
    start = _join(docs, "IDX").astype(np.int32)
    end = start + _join(docs, "LENGTH").astype(np.int32)
    strings = parse.strings
    rows = np.flatnonzero(blank)
    document = np.repeat(np.arange(len(docs)), np.diff(doc_start))
    spans = zip(document[rows].tolist(), start[rows].tolist(), end[rows].tolist(), strict=True)
    blanks = strings.encode([parse.texts[text][first:last] for text, first, last in spans])

    def spread(column: Ints, values: Ints | int = 0) -> Ints:
        full = np.zeros(len(blank), np.int32)
        full[kept], full[rows] = column, values
        return full

    above = _heads(blank, doc_start, document)
    head = spread(np.where(parse.head < 0, np.int32(-1), kept[parse.head]), above[rows])
    label = np.where(above[rows] < 0, strings.add("root"), strings.add("dep")).astype(np.int32)
    form = spread(parse.form, blanks)
    space = np.where(_join(docs, "SPACY") != 0, np.int32(strings.add(" ")), np.int32(0))
    return replace(
        parse,
        doc_start=doc_start,
        sent_start=_sentences(kept[parse.sent_start[:-1]], blank, doc_start),
        start=start,
        end=end,
        form=form,
        word=form,
        lemma=spread(parse.lemma, blanks),
        upos=spread(parse.upos, strings.add("SPACE")),
        xpos=spread(parse.xpos),
        feats=spread(parse.feats),
        deprel=spread(parse.deprel, label),
        ent=spread(parse.ent),
        space=space,
        head=head,
        misc=spread(parse.misc),
    )


def _column(doc: Doc, attribute: str) -> Hashes:
    column: Any = doc.to_array([attribute])
    return column.reshape(-1)


def _join(docs: Sequence[Doc], attribute: str) -> Hashes:
    return np.concatenate([_column(doc, attribute) for doc in docs])


def _heads(blank: Bools, doc_start: Ints, document: Ints) -> Ints:
    """Give the head that each row would have as white space.

    It is the word before, else the document's first word, else its first row, which is a root.
    """
    row = np.arange(len(blank))
    first, last = doc_start[:-1][document], doc_start[1:][document]
    before = np.maximum.accumulate(np.where(blank, -1, row))
    after = np.minimum.accumulate(np.where(blank, len(blank), row)[::-1])[::-1]
    alone = np.where(row == first, -1, first)
    head = np.where(before >= first, before, np.where(after < last, after, alone))
    return head.astype(np.int32)


def _sentences(starts: Ints, blank: Bools, doc_start: Ints) -> Ints:
    """Begin the first sentence of a document with its first row, white space or not."""
    begins = np.zeros(len(blank), np.bool_)
    begins[starts] = True
    for first, last in zip(doc_start[:-1].tolist(), doc_start[1:].tolist(), strict=True):
        if first < last and blank[first]:
            words = np.flatnonzero(~blank[first:last])
            begins[first + words[:1]] = False
            begins[first] = True
    return np.append(np.flatnonzero(begins), len(blank)).astype(np.int32)
