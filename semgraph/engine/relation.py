"""A relation of partial matches, and the joins that extend it."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from semgraph.errors import LimitError
from semgraph.types import Bools, Ints, Longs

# Rows that a relation may have; beyond it a pattern is a cartesian product by mistake.
ROW_LIMIT = 1 << 25

Index = NDArray[np.integer[Any]] | NDArray[np.bool_]


class Groups(NamedTuple):
    """Sets of nodes: the members of set ``i`` are ``words[start[i]:start[i + 1]]``, in order."""

    start: Ints
    words: Ints

    def contains(self, numbers: Ints, nodes: Ints) -> Bools:
        """Say which node is a member of which set, pair by pair."""
        if not len(self.words):
            return np.zeros(len(nodes), np.bool_)
        size = np.int64(max(int(self.words.max()), int(nodes.max(initial=0))) + 1)
        owner = np.repeat(np.arange(len(self.start) - 1, dtype=np.int64), np.diff(self.start))
        return np.isin(numbers.astype(np.int64) * size + nodes, owner * size + self.words)


class Relation:
    """Equally long columns of node indices, one row a partial match.

    Columns are named by variables; names that begin with ``#`` are the engine's own: ``#row`` of
    the outer relation, ``#sent`` of a match without variables, ``#e`` the dependent of an edge
    ``e`` that is no node of the pattern, and ``#P`` the set of nodes that a phrase variable or a
    repeated variable ``P`` stands for. An optional variable that is missing is ``-1``.

    Attributes:
        columns: by name.
        size: number of rows.
        groups: of each repeated variable the sets that its ``#`` column numbers.
    """

    __slots__ = ("columns", "groups", "size")

    def __init__(
        self, columns: dict[str, Ints], size: int, groups: dict[str, Groups] | None = None
    ) -> None:
        self.columns = columns
        self.size = size
        self.groups = groups or {}

    def __getitem__(self, name: str) -> Ints:
        """Give a column."""
        return self.columns[name]

    def __contains__(self, name: str) -> bool:
        """Say whether a column is bound."""
        return name in self.columns

    def take(self, rows: Index) -> Relation:
        """Give some of the rows, by index or by mask."""
        columns = {name: column[rows] for name, column in self.columns.items()}
        size = int(np.count_nonzero(rows)) if rows.dtype == np.bool_ else len(rows)
        return Relation(columns, size, self.groups)

    def extend(self, rows: Index, name: str, values: Ints) -> Relation:
        """Give the rows at these indices with one more column."""
        taken = self.take(rows)
        taken.columns[name] = values
        return taken


def expand(low: Longs, high: Longs) -> tuple[Longs, Longs]:
    """Pair row i with each of ``low[i] … high[i] - 1``; gives rows and positions.

    Raises:
        LimitError: more than `ROW_LIMIT` pairs.
    """
    counts = np.maximum(high - low, 0)
    total = int(counts.sum())
    check_rows(total)
    rows = np.repeat(np.arange(len(counts)), counts)
    before = np.cumsum(counts) - counts
    return rows, np.arange(total) - before[rows] + low[rows]


def check_rows(total: int) -> None:
    """Refuse a relation with too many rows.

    Raises:
        LimitError: more than `ROW_LIMIT` rows.
    """
    if total > ROW_LIMIT:
        raise LimitError(
            f"a pattern has {total:,} partial matches in one batch, more than {ROW_LIMIT:,};"
            " join its nodes by an edge, or bound the distance between them"
        )


def join(left: Ints, right: Ints, size: int) -> tuple[Longs, Longs]:
    """Pair equal values of two columns; gives the rows of both.

    Args:
        left: values in ``0 … size - 1``.
        right: likewise.
        size: one more than the largest value.
    """
    at = np.full(size, -1, np.int32)
    index = np.arange(len(left), dtype=np.int32)
    at[left] = index
    if np.array_equal(at[left], index):  # no value twice: a plain look-up will do
        rows = at[right]
        found = np.flatnonzero(rows >= 0)
        return rows[found], found
    order = np.argsort(right, kind="stable")
    ordered = right[order]
    pairs, positions = expand(
        np.searchsorted(ordered, left, "left"), np.searchsorted(ordered, left, "right")
    )
    return pairs, order[positions]
