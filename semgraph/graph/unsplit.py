"""Making words whole again that were split."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from semgraph.graph.columns import GraphColumns, LeafColumns, SplitRecord
from semgraph.graph.replay import ROOT

_Value = TypeVar("_Value")


def unsplit(columns: GraphColumns) -> GraphColumns:
    """Undo every split, where no other step is left to undo.

    A word stands in the place of its pieces: what hung from its head piece hangs from it, and it
    hangs as its head piece did. Leaves are numbered anew; markers that name a piece are left out.
    """
    if not columns.splits:
        return columns
    whole = {split.leaves[0]: split for split in columns.splits}
    inner = {leaf for split in columns.splits for leaf in split.leaves[1:]}
    kept = [leaf for leaf in range(len(columns.leaves)) if leaf not in inner]
    number = {leaf: place for place, leaf in enumerate(kept)}
    for split in columns.splits:
        number |= dict.fromkeys(split.leaves, number[split.leaves[0]])
    pieces = inner | whole.keys()
    return replace(
        columns,
        leaves=_words(columns.leaves, [(leaf, whole.get(leaf)) for leaf in kept], number),
        sentences=[(number[first], number[last]) for first, last in columns.sentences],
        markers=tuple(
            marker._replace(source=number[marker.source], target=number[marker.target])
            for marker in columns.markers
            if marker.source not in pieces and marker.target not in pieces
        ),
        splits=(),
    )


def _words(
    leaves: LeafColumns, kept: list[tuple[int, SplitRecord | None]], number: dict[int, int]
) -> LeafColumns:
    """Give the columns of the words.

    Args:
        leaves: columns of the pieces.
        kept: the first leaf of each word, with the split that made it.
        number: of the word that each leaf is or belongs to.
    """

    def said(column: Iterable[_Value], name: str) -> list[_Value]:
        values = list(column)
        return [getattr(split.word, name) if split else values[leaf] for leaf, split in kept]

    heads = [split.head if split else leaf for leaf, split in kept]
    lasts = [split.leaves[-1] if split else leaf for leaf, split in kept]
    form = said(leaves.form, "form")
    governors = [leaves.head[leaf] for leaf in heads]
    return LeafColumns(
        start=[leaves.start[leaf] for leaf, _ in kept],
        end=[leaves.end[leaf] for leaf in lasts],
        form=form,
        word=form if leaves.word is leaves.form else said(leaves.word, "form"),
        lemma=said(leaves.lemma, "lemma"),
        upos=said(leaves.upos, "upos"),
        xpos=said(leaves.xpos, "xpos"),
        feats=said(leaves.feats, "feats"),
        ent=said(leaves.ent, "ent"),
        deprel=[leaves.deprel[leaf] for leaf in heads],
        space=[leaves.space[leaf] for leaf in lasts],
        head=[ROOT if head == ROOT else number[head] for head in governors],
    )
