"""Entities as one tag a token, in BILOU: begin, in, last, outside, unit (Ratinov & Roth 2009)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Scores: TypeAlias = npt.NDArray[np.floating[Any]]
Flags: TypeAlias = npt.NDArray[np.bool_]
Indices: TypeAlias = npt.NDArray[np.intp]

OUTSIDE = "O"
_BEGINS, _ENDS, _OPEN = "OBU", "OLU", "BI"


class Tagset:
    """The tags of some types of entities, and which may follow which.

    Attributes:
        types: such as ``PER``.
        tags: ``O``, then ``B``, ``I``, ``L`` and ``U`` of each type.
        follows: shape ``(tags, tags)``: whether the second may stand behind the first.
        begins, ends: shape ``(tags,)``: whether a tag may stand first, last in a sentence.
    """

    def __init__(self, types: Sequence[str]) -> None:
        self.types = tuple(types)
        self.tags = (OUTSIDE, *(f"{place}-{type_}" for type_ in types for place in "BILU"))
        self.begins = np.array([tag[0] in _BEGINS for tag in self.tags])
        self.ends = np.array([tag[0] in _ENDS for tag in self.tags])
        inside = [
            [one[0] in _OPEN and two[0] in "IL" and one[2:] == two[2:] for two in self.tags]
            for one in self.tags
        ]
        self.follows = np.array(inside) | np.outer(self.ends, self.begins)

    def decode(self, scores: Scores, starts: Flags) -> Indices:
        """Give the best sequence of tags that may follow each other.

        Args:
            scores: shape ``(tokens, tags)``: logits, or logarithms of probabilities.
            starts: shape ``(tokens,)``: whether a sentence begins at a token.

        Returns:
            Of all sequences in which no entity is broken off or reaches over sentences, the one
            with the greatest sum of scores, as indices of tags; the first of equals.
        """
        best = scores.argmax(axis=1)
        if not best.any() or self._allowed(best, starts):
            return best
        return self._viterbi(scores, starts)

    def spans(self, tags: Indices) -> Iterator[tuple[int, int, str]]:
        """Give the entities of a decoded sequence: first token, end, type."""
        start = 0
        for at in map(int, np.flatnonzero(tags)):
            place, _, type_ = self.tags[tags[at]].partition("-")
            if place in ("B", "U"):
                start = at
            if place in ("L", "U"):
                yield start, at + 1, type_

    def _allowed(self, tags: Indices, starts: Flags) -> bool:
        one, two = tags[:-1], tags[1:]
        steps = np.where(starts[1:], self.ends[one] & self.begins[two], self.follows[one, two])
        return bool(self.begins[tags[0]] and self.ends[tags[-1]] and steps.all())

    def _viterbi(self, scores: Scores, starts: Flags) -> Indices:
        """Search the best sequence (Viterbi 1967)."""
        apart = np.where(np.outer(self.ends, self.begins), 0.0, -np.inf)
        inside = np.where(self.follows, 0.0, -np.inf)
        total = np.where(self.begins, scores[0], -np.inf)
        back = np.zeros(scores.shape, np.intp)
        for at in range(1, len(scores)):
            paths = total[:, None] + (apart if starts[at] else inside)
            back[at] = paths.argmax(axis=0)
            total = paths.max(axis=0) + scores[at]
        tag = np.where(self.ends, total, -np.inf).argmax()
        tags = np.empty(len(scores), np.intp)
        for at in range(len(scores) - 1, -1, -1):
            tags[at] = tag
            tag = back[at][tag]
        return tags
