"""Build parses by hand: engine tests need no model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from semgraph.parse.columns import Parse
from semgraph.parse.strings import StringTable
from semgraph.types import Ints


@dataclass(frozen=True, slots=True)
class Row:
    """One word; ``head`` is 1-based inside its sentence, 0 for a root, as in CoNLL-U.

    ``word`` is the syntactic word where it is not the form (later words of a multiword token
    have an empty form).
    """

    form: str
    lemma: str = ""
    upos: str = ""
    head: int = 0
    deprel: str = "root"
    feats: str = ""
    xpos: str = ""
    ent: str = ""
    misc: str = ""
    space: str = " "
    word: str | None = None


Sentence: TypeAlias = Sequence[Row]
Document: TypeAlias = Sequence[Sentence]


def sentence(*lines: str) -> list[Row]:
    """Read ``form lemma upos head deprel [feats]`` lines; ``_`` is an empty field."""
    rows = []
    for line in lines:
        form, lemma, upos, head, deprel, *feats = (
            "" if part == "_" else part for part in line.split()
        )
        rows.append(Row(form, lemma, upos, int(head), deprel, *feats))
    return rows


def make_parse(documents: Sequence[Document], *, language: str = "") -> Parse:
    """Make a parse of documents, each a sequence of sentences, each a sequence of rows."""
    strings = StringTable()
    rows = [row for document in documents for words in document for row in words]
    heads: list[int] = []
    sent_start, doc_start = [0], [0]
    starts: list[int] = []
    texts: list[str] = []
    for document in documents:
        offset = 0
        for words in document:
            base = len(heads)
            heads.extend(base + row.head - 1 if row.head else -1 for row in words)
            sent_start.append(len(heads))
            for row in words:
                starts.append(offset)
                offset += len(row.form) + len(row.space)
        doc_start.append(len(heads))
        texts.append("".join(row.form + row.space for words in document for row in words))

    def column(name: str) -> Ints:
        return strings.encode([getattr(row, name) for row in rows])

    start = np.array(starts, np.int32)
    form = column("form")
    word = strings.encode([row.form if row.word is None else row.word for row in rows])
    return Parse(
        strings=strings,
        texts=tuple(texts),
        ids=(None,) * len(texts),
        meta=tuple({} for _ in texts),
        language=language,
        pipeline=None,
        doc_start=np.array(doc_start, np.int32),
        sent_start=np.array(sent_start, np.int32),
        start=start,
        end=(start + np.array([len(row.form) for row in rows], np.int32)).astype(np.int32),
        form=form,
        word=form if np.array_equal(form, word) else word,
        lemma=column("lemma"),
        upos=column("upos"),
        xpos=column("xpos"),
        feats=column("feats"),
        deprel=column("deprel"),
        ent=column("ent"),
        space=column("space"),
        head=np.array(heads, np.int32),
        misc=column("misc"),
    )
