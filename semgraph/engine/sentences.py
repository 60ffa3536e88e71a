"""What is asked of whole sentences: their metadata, and the shape of their trees."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from semgraph.engine.values import value_predicate
from semgraph.grammar.syntax import FeatureTest, GlobalClause, MetaClause, Shape
from semgraph.types import Bools, Ints

if TYPE_CHECKING:
    from semgraph.engine.nodes import Nodes
    from semgraph.parse.columns import Parse


@dataclass(frozen=True, slots=True)
class Sentences:
    """Text and metadata of the sentences of a batch, by their number.

    Attributes:
        doc: document of each sentence.
        text: gives the text of each sentence.
        ids: id of each document, which is ``sent_id`` of its sentences.
        meta: other metadata of each document.
    """

    doc: Sequence[int]
    text: Callable[[], list[str]]
    ids: Sequence[str | None]
    meta: Sequence[Mapping[str, Any]]

    @classmethod
    def of_parse(cls, parse: Parse) -> Sentences:
        """Take the sentences of a parse."""
        first = parse.sent_start[:-1]
        doc = (np.searchsorted(parse.doc_start, first, "right") - 1).tolist()
        # Not the parse itself: whoever keeps nodes by their parse must not keep it alive.
        texts, begin, end = parse.texts, parse.start[first], parse.end[parse.sent_start[1:] - 1]

        def text() -> list[str]:
            bounds = zip(doc, begin.tolist(), end.tolist(), strict=True)
            return [texts[index][start:stop] for index, start, stop in bounds]

        return cls(doc, text, parse.ids, parse.meta)

    def values(self, key: str) -> list[str]:
        """Give a key's value of each sentence, ``""`` where it is not defined."""
        if key == "text":
            return self.text()
        if key == "sent_id":
            return [self.ids[doc] or "" for doc in self.doc]
        return [_plain(self.meta[doc].get(key)) for doc in self.doc]


def _plain(value: Any) -> str:
    """Give a value as text; a comment that stands several times has several."""
    if isinstance(value, list):
        return " | ".join(map(str, value))
    return "" if value is None else str(value)


def sentence_mask(clause: GlobalClause | MetaClause, nodes: Nodes) -> Bools:
    """Say of which sentences a clause holds, by their number."""
    return nodes.cached(("sentences", clause), lambda: _mask(clause, nodes))


def _mask(clause: GlobalClause | MetaClause, nodes: Nodes) -> Bools:
    if isinstance(clause, GlobalClause):
        mask: Bools = _SHAPES[clause.shape](nodes) != clause.negated
        return mask
    values = nodes.sentences.values(clause.test.feature) if nodes.sentences else []
    holds = _meta_predicate(clause.test)
    return np.array([holds(value) for value in values] or [holds("")] * _count(nodes), np.bool_)


def _meta_predicate(test: FeatureTest) -> Callable[[str], bool]:
    if not test.values:
        return lambda value: bool(value) != test.negated
    among = value_predicate(test.values)
    return lambda value: bool(value) and among(value) != test.negated


def _count(nodes: Nodes) -> int:
    return int(nodes.sent.max(initial=-1)) + 1


# Shapes.


def _trees(nodes: Nodes) -> Bools:
    """One root; the heads of a batch never form a circle."""
    real = nodes.rank_first >= 0
    roots = np.bincount(nodes.sent[(nodes.head < 0) & real], minlength=_count(nodes))
    found: Bools = roots == 1
    return found


def _forests(nodes: Nodes) -> Bools:
    return np.ones(_count(nodes), np.bool_)


def _cyclic(nodes: Nodes) -> Bools:
    return np.zeros(_count(nodes), np.bool_)


def _projective(nodes: Nodes) -> Bools:
    """Every word and all words below it stand without a gap; white space is not asked.

    So no two edges cross, and none crosses the edge of a root, which begins before the sentence.
    """
    low, high = nodes.rank_first.copy(), nodes.rank_last.copy()
    size = nodes.size.copy()
    depth = nodes.depth(np.arange(len(nodes)))
    real = nodes.rank_first >= 0
    low[~real] = np.iinfo(np.int32).max
    for level in range(int(depth.max(initial=0)), 0, -1):
        below: Ints = np.flatnonzero(depth == level)
        above = nodes.head[below]
        np.minimum.at(low, above, low[below])
        np.maximum.at(high, above, high[below])
        np.add.at(size, above, size[below])
    whole = (high - low + 1 == size) | (size == 0)
    broken = np.bincount(nodes.sent[~whole], minlength=_count(nodes))
    found: Bools = broken == 0
    return found


_SHAPES: Mapping[Shape, Callable[[Nodes], Bools]] = {
    "tree": _trees,
    "forest": _forests,
    "cyclic": _cyclic,
    "projective": _projective,
}
