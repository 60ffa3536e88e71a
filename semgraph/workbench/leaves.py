"""Leaves: the parse that a token graph was made from, and the words that a user names."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TypeAlias

import numpy as np

from semgraph.errors import UsageError
from semgraph.grammar.source import suggest
from semgraph.graph import TokenGraph
from semgraph.parse import Parse
from semgraph.parse.strings import StringTable

Leaf: TypeAlias = tuple[int, int]  # document and place in it
_ID = re.compile(r"w(\d+)")
_STRINGS = ("form", "word", "lemma", "upos", "xpos", "feats", "deprel", "ent", "space")


def parse_of(graph: TokenGraph) -> Parse:
    """Give the parse of a token graph's leaves; CoNLL-U's column 10 is not kept in graphs."""
    columns, leaves, strings = graph.columns, graph.columns.leaves, StringTable()
    encoded = {name: strings.encode(list(getattr(leaves, name))) for name in _STRINGS}
    if leaves.word is leaves.form:
        encoded["word"] = encoded["form"]
    count = len(leaves)
    return Parse(
        strings=strings,
        texts=(columns.text,),
        ids=(columns.id,),
        meta=(columns.meta,),
        language=columns.language,
        pipeline=None,
        doc_start=np.array([0, count], np.int32),
        sent_start=np.array([*(first for first, _ in columns.sentences), count], np.int32),
        start=np.array(leaves.start, np.int32),
        end=np.array(leaves.end, np.int32),
        head=np.array(leaves.head, np.int32),
        misc=np.zeros(count, np.int32),
        **encoded,
    )


def leaves_at(parse: Parse, word: str | int) -> Collection[Leaf]:
    """Give the leaves that a user means.

    Args:
        parse: the batch.
        word: a form of the text (case does not count unless it tells forms apart), ``w3``, or an
            offset in code points.

    Raises:
        UsageError: there is no such word.
    """
    starts = parse.doc_start.tolist()
    docs = np.repeat(np.arange(len(parse)), np.diff(parse.doc_start)).tolist()
    leaves = [(doc, place - starts[doc]) for place, doc in enumerate(docs)]
    forms = parse.strings.decode(parse.word)
    text = str(word)
    for known, asked in ((forms, text), ([f.casefold() for f in forms], text.casefold())):
        found = {leaf for leaf, form in zip(leaves, known, strict=True) if form == asked}
        if found and isinstance(word, str):
            return found
    if name := _ID.fullmatch(text):
        found = {leaf for leaf in leaves if leaf[1] == int(name[1])}
    elif text.isdecimal():
        offset = int(text)
        places = zip(leaves, parse.start.tolist(), parse.end.tolist(), strict=True)
        found = {leaf for leaf, start, end in places if start <= offset < end}
    else:
        found = set()
    if not found:
        hint = suggest(text, forms)
        raise UsageError(f"the text has no word '{word}'" + (f"; {hint}" if hint else ""))
    return found
