"""Ways up the tree: who is above whom."""

from __future__ import annotations

import numpy as np

from semgraph.engine.relation import check_rows
from semgraph.types import Bools, Ints


def dominates(head: Ints, above: Ints, below: Ints) -> Bools:
    """Say which first nodes are anywhere above the second, pair by pair.

    Args:
        head: governor of each node, ``-1`` for a root.
        above: nodes.
        below: nodes, equally long.
    """
    found = np.zeros(len(above), np.bool_)
    at = head[below]
    rows = np.flatnonzero(at >= 0)
    at = at[rows]
    while len(rows):
        hit = at == above[rows]
        found[rows[hit]] = True
        rows, at = rows[~hit], head[at[~hit]]
        rows, at = rows[at >= 0], at[at >= 0]
    return found


def ancestors(head: Ints, below: Ints, mask: Bools | None) -> tuple[Ints, Ints]:
    """Pair each node with all nodes above it that the mask lets through.

    Args:
        head: governor of each node, ``-1`` for a root.
        below: nodes.
        mask: of the nodes that may stand above, ``None`` for all.

    Returns:
        Places in ``below``, and the node above each.

    Raises:
        LimitError: too many pairs.
    """
    at = head[below]
    rows = np.flatnonzero(at >= 0)
    at = at[rows]
    found_rows, found = [], []
    total = 0
    while len(rows):
        hit = slice(None) if mask is None else mask[at]
        found_rows.append(rows[hit])
        found.append(at[hit])
        total += len(found[-1])
        check_rows(total)
        at = head[at]
        rows, at = rows[at >= 0], at[at >= 0]
    if not found:
        return np.zeros(0, np.int32), np.zeros(0, np.int32)
    return np.concatenate(found_rows), np.concatenate(found)
