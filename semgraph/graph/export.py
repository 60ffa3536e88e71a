"""A graph in other shapes: a networkx graph, a parse, offsets in other units."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np

from semgraph.errors import UsageError
from semgraph.graph.columns import GraphColumns
from semgraph.parse.columns import Parse, Pipeline
from semgraph.parse.strings import StringTable
from semgraph.types import Ints

if TYPE_CHECKING:
    import networkx as nx

    from semgraph.graph.token_graph import TokenGraph

OffsetUnit: TypeAlias = Literal["codepoint", "utf-8", "utf-16"]


def to_networkx(graph: TokenGraph) -> nx.MultiDiGraph[str]:
    """Give leaves and tokens as nodes; see `TokenGraph.to_networkx`."""
    import networkx as nx

    out: nx.MultiDiGraph[str] = nx.MultiDiGraph(
        id=graph.id, text=graph.text, language=graph.language
    )
    for leaf in graph.leaves:
        head = leaf.head.id if leaf.head else None
        out.add_node(leaf.id, type="leaf", head=head, **_attributes(leaf, _OF_LEAVES))
    for token in graph.tokens:
        out.add_node(token.id, type="token", **_attributes(token, _OF_TOKENS))
        for part in token.parts:
            out.add_edge(token.id, part.id, type="part", head=part == token.head_part)
        for satellite in token.satellites:
            out.add_edge(token.id, satellite.id, type="satellite")
    for edge in graph.edges:
        out.add_edge(edge.source, edge.target, type="dependency", relation=edge.relation)
    for marker in graph.markers:
        out.add_edge(
            marker.source,
            marker.target,
            type="marker",
            marker=marker.kind,
            label=marker.label,
            value=marker.value,
            by=marker.by,
        )
    return out


_OF_LEAVES = ("form", "word", "lemma", "upos", "xpos", "feats", "ent", "deprel")
_OF_TOKENS = ("kind", "form", "lemma", "upos", "feats", "key", "class_", "mwe", "top")


def _attributes(view: object, names: tuple[str, ...]) -> dict[str, Any]:
    return {name.rstrip("_"): getattr(view, name) for name in names}


def to_parse(columns: GraphColumns) -> Parse:
    """Give the leaves as a batch of one document; see `TokenGraph.to_parse`."""
    leaves, strings = columns.leaves, StringTable()
    form = strings.encode(leaves.form)
    pipeline = columns.provenance.get("pipeline")
    first = [first for first, _ in columns.sentences]
    return Parse(
        strings=strings,
        texts=(columns.text,),
        ids=(columns.id,),
        meta=(columns.meta,),
        language=columns.language,
        pipeline=Pipeline(**pipeline) if pipeline else None,
        doc_start=_ints([0, len(leaves)]),
        sent_start=_ints([*first, len(leaves)]),
        start=_ints(leaves.start),
        end=_ints(leaves.end),
        form=form,
        word=form if leaves.word is leaves.form else strings.encode(leaves.word),
        lemma=strings.encode(leaves.lemma),
        upos=strings.encode(leaves.upos),
        xpos=strings.encode(leaves.xpos),
        feats=strings.encode(leaves.feats),
        deprel=strings.encode(leaves.deprel),
        ent=strings.encode(leaves.ent),
        space=strings.encode(leaves.space),
        head=_ints(leaves.head),
        misc=np.zeros(len(leaves), np.int32),
    )


def _ints(values: Any) -> Ints:
    return np.array(values, np.int32)


def offsets(columns: GraphColumns, unit: OffsetUnit) -> list[tuple[int, int]]:
    """Give start and end of each leaf; see `TokenGraph.offsets`."""
    if unit not in _WIDTHS:
        raise UsageError(f"unknown unit of offsets {unit!r}; choose one of {', '.join(_WIDTHS)}")
    pairs = zip(columns.leaves.start, columns.leaves.end, strict=True)
    if unit == "codepoint" or columns.text.isascii():
        return list(pairs)
    limits = _WIDTHS[unit]
    before = list(accumulate([1 + sum([c >= x for x in limits]) for c in columns.text], initial=0))
    return [(before[start], before[end]) for start, end in pairs]


# The characters from which on one unit more is needed.
_WIDTHS: dict[OffsetUnit, tuple[str, ...]] = {
    "codepoint": (),
    "utf-8": ("\x80", "\u0800", "\U00010000"),
    "utf-16": ("\U00010000",),
}
