"""All winners collapse at once, and the columns are built anew."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from semgraph.engine.nodes import Nodes
from semgraph.types import Bools, Ints


@dataclass(frozen=True, slots=True)
class Clusters:
    """Disjoint sets of nodes, each of which becomes one token.

    Attributes:
        start: where each cluster's members begin; one entry more than clusters.
        members: nodes, cluster after cluster, each in text order.
        head: the node of each cluster whose place in the tree the token takes.
    """

    start: Ints
    members: Ints
    head: Ints

    def __len__(self) -> int:
        """Give the number of clusters."""
        return len(self.head)

    def take(self, keep: Bools) -> Clusters:
        """Give some of the clusters."""
        lengths = np.diff(self.start)
        start = np.zeros(int(np.count_nonzero(keep)) + 1, np.int32)
        np.cumsum(lengths[keep], out=start[1:])
        return Clusters(start, self.members[np.repeat(keep, lengths)], self.head[keep])

    def owner(self, count: int) -> Ints:
        """Give for each of ``count`` nodes its cluster, ``-1`` for none."""
        owner = np.full(count, -1, np.int32)
        owner[self.members] = np.repeat(np.arange(len(self), dtype=np.int32), np.diff(self.start))
        return owner


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """How the nodes after a collapse come from those before.

    Attributes:
        kept: old nodes that are in no cluster.
        order: for each new node a row of ``kept`` followed by the clusters.
        head: governor of each new node.
        anchor: for each cluster the member whose governor and deprel the token takes.
    """

    kept: Ints
    order: Ints
    head: Ints
    anchor: Ints


def acyclic(nodes: Nodes, clusters: Clusters) -> Bools:
    """Say which clusters can collapse together without closing a cycle.

    With the highest member as head no cycle can arise: a token's governor lies higher in the
    tree than the token. Only a head that is not the highest can close one; such clusters on a
    cycle lose.
    """
    keep = np.ones(len(clusters), np.bool_)
    while True:
        chosen = clusters.take(keep)
        rebuilt = rebuild(nodes, chosen)
        highest = np.minimum.reduceat(nodes.depth[chosen.members], chosen.start[:-1])
        suspect = nodes.depth[rebuilt.anchor] > highest
        if not suspect.any():
            return keep
        looping = _looping(rebuilt.head)[_positions(rebuilt)[len(rebuilt.kept) :]]
        if not (suspect & looping).any():
            return keep
        keep[np.flatnonzero(keep)[suspect & looping]] = False
        if not keep.any():
            return keep


def rebuild(nodes: Nodes, clusters: Clusters) -> Rebuilt:
    """Work out the tree after the clusters have become tokens."""
    owner = clusters.owner(len(nodes))
    anchor = clusters.head.copy()
    rows = np.arange(len(clusters))
    while len(rows):  # climb from the head while its governor is a member too
        above = nodes.head[anchor[rows]]
        inside = (above >= 0) & (owner[above] == rows)
        rows = rows[inside]
        anchor[rows] = above[inside]
    kept = np.flatnonzero(owner < 0).astype(np.int32)
    begin = np.minimum.reduceat(nodes.first[clusters.members], clusters.start[:-1])
    order = np.argsort(np.concatenate([nodes.first[kept], begin]), kind="stable")
    position = np.empty(len(order), np.int32)
    position[order] = np.arange(len(order), dtype=np.int32)
    renumber = np.empty(len(nodes), np.int32)
    renumber[kept] = position[: len(kept)]
    renumber[clusters.members] = position[len(kept) :][owner[clusters.members]]
    governor = np.concatenate([nodes.head[kept], nodes.head[anchor]])
    head = np.where(governor >= 0, renumber[governor], -1)[order].astype(np.int32)
    return Rebuilt(kept, order.astype(np.int32), head, anchor)


def collapse(
    nodes: Nodes,
    clusters: Clusters,
    columns: dict[str, Ints],
    *,
    token: Ints,
    cores: Ints,
    mwe: Ints,
) -> Nodes:
    """Give the nodes after every cluster has become one token.

    Args:
        nodes: before.
        clusters: disjoint, at least one.
        columns: string columns of the new tokens by name; ``deprel`` is the anchor's.
        token: numbers of the new tokens.
        cores: numbers of their meanings.
        mwe: 1 for a multiword expression, else 0.
    """
    rebuilt = rebuild(nodes, clusters)
    kept, order = rebuilt.kept, rebuilt.order
    starts, members = clusters.start[:-1], clusters.members

    def join(old: Ints, new: Ints) -> Ints:
        return np.concatenate([old[kept], new])[order].astype(np.int32)

    def lowest(column: Ints) -> Ints:
        return np.minimum.reduceat(np.where(real, column[members], 1 << 30), starts)

    real = nodes.rank_first[members] >= 0
    columns = columns | {"deprel": nodes.columns["deprel"][rebuilt.anchor]}
    return Nodes(
        strings=nodes.strings,
        token=join(nodes.token, token),
        doc=join(nodes.doc, nodes.doc[members[starts]]),
        sent=join(nodes.sent, nodes.sent[members[starts]]),
        first=join(nodes.first, lowest(nodes.first)),
        last=join(nodes.last, np.maximum.reduceat(nodes.last[members], starts)),
        rank_first=join(nodes.rank_first, lowest(nodes.rank_first)),
        rank_last=join(nodes.rank_last, np.maximum.reduceat(nodes.rank_last[members], starts)),
        size=join(nodes.size, np.add.reduceat(nodes.size[members], starts)),
        cores=join(nodes.cores, cores),
        mwe=join(nodes.mwe, mwe),
        head=rebuilt.head,
        columns={name: join(old, columns[name]) for name, old in nodes.columns.items()},
        forms=nodes.forms,
    )


def _positions(rebuilt: Rebuilt) -> Ints:
    position = np.empty(len(rebuilt.order), np.int32)
    position[rebuilt.order] = np.arange(len(rebuilt.order), dtype=np.int32)
    return position


def _looping(head: Ints) -> Bools:
    """Say which nodes never reach a root."""
    at = head.copy()
    for _ in range(max(len(head), 1).bit_length() + 1):
        up = at >= 0
        at[up] = at[at[up]]
    return at >= 0
