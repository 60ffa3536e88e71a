"""From the columns of a batch and what the rules made of it to one token graph a document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from semgraph.engine import Derivation, apply_splits, record_splits
from semgraph.graph import LeafColumns, TokenGraph
from semgraph.parse.columns import Parse

_STRING_COLUMNS = ("form", "word", "lemma", "upos", "xpos", "feats", "ent", "deprel", "space")


def assemble(
    parse: Parse, derivations: Sequence[Derivation], provenance: Mapping[str, Any]
) -> Iterator[TokenGraph]:
    """Give the token graph of each document of a batch, in order.

    Args:
        parse: the batch, as it was derived from.
        derivations: of each document.
        provenance: of all graphs.
    """
    cuts = [derivation.cuts for derivation in derivations]
    splits = record_splits(parse, cuts)
    parse = apply_splits(parse, cuts)
    strings = {name: parse.strings.decode(getattr(parse, name)) for name in _STRING_COLUMNS}
    if parse.word is parse.form:
        strings["word"] = strings["form"]
    start, end, head = (column.tolist() for column in (parse.start, parse.end, parse.head))
    doc_start = parse.doc_start.tolist()
    sent_start = parse.sent_start.tolist()
    sentence_of = np.searchsorted(parse.sent_start, parse.doc_start).tolist()
    for index, derivation in enumerate(derivations):
        low, high = doc_start[index], doc_start[index + 1]
        columns = {name: column[low:high] for name, column in strings.items()}
        bounds = sent_start[sentence_of[index] : sentence_of[index + 1] + 1]
        yield TokenGraph(
            text=parse.texts[index],
            leaves=LeafColumns(
                start=start[low:high],
                end=end[low:high],
                head=[h - low if h >= 0 else -1 for h in head[low:high]],
                **columns,
            ),
            sentences=[(a - low, b - low - 1) for a, b in pairwise(bounds)],
            tokens=tuple(derivation.tokens),
            steps=tuple(derivation.steps),
            markers=tuple(derivation.markers),
            language=parse.language,
            id=parse.ids[index],
            meta=dict(parse.meta[index]),
            provenance=provenance,
            splits=splits[index],
        )
