"""All winners collapse at once, and the columns are built anew."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from semgraph.engine.nodes import COLUMNS, NUMBERS, Nodes
from semgraph.types import Ints


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


def rebuild(nodes: Nodes, clusters: Clusters) -> Rebuilt:
    """Work out the tree after the clusters have become tokens."""
    owner = clusters.owner(len(nodes))
    anchor = _anchors(nodes, clusters, owner)
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
    starts, members = clusters.start[:-1], clusters.members
    real = nodes.rank_first[members] >= 0

    def lowest(column: Ints) -> Ints:
        return np.minimum.reduceat(np.where(real, column[members], 1 << 30), starts)

    def highest(column: Ints) -> Ints:
        return np.maximum.reduceat(column[members], starts)

    numbers = {
        "token": token,
        "doc": nodes.doc[members[starts]],
        "sent": nodes.sent[members[starts]],
        "first": lowest(nodes.first),
        "last": highest(np.where(nodes.rank_first >= 0, nodes.last, -1)),
        "rank_first": lowest(nodes.rank_first),
        "rank_last": highest(nodes.rank_last),
        "size": np.add.reduceat(nodes.size[members], starts),
        "cores": cores,
        "mwe": mwe,
    }
    columns = columns | {"deprel": nodes.columns["deprel"][rebuilt.anchor]}
    made = np.stack([*(numbers[n] for n in NUMBERS), *(columns[n] for n in COLUMNS)])
    rows = np.concatenate([rebuilt.kept, np.arange(len(clusters)) + len(nodes)])[rebuilt.order]
    table = np.concatenate([nodes.table, made.astype(np.int32, copy=False)], axis=1)
    return nodes.rebuilt(np.take(table, rows, axis=1, mode="clip"), rebuilt.head)


def _anchors(nodes: Nodes, clusters: Clusters, owner: Ints) -> Ints:
    """Give the member of each cluster that stands for the token in the tree.

    Members that hang together have one highest, which is it. Of others it is the highest member
    at or above the head, in the tree as the clusters before have left it: as no governor of the
    anchor is a member, the tree stays a tree.
    """
    members = clusters.members
    above = nodes.head[members]
    top = (above < 0) | (owner[above] != owner[members])
    anchor = np.zeros(len(clusters), np.int32)
    anchor[owner[members[top]]] = members[top]
    several = np.add.reduceat(top, clusters.start[:-1], dtype=np.int32) > 1
    for cluster in np.flatnonzero(several).tolist():
        anchor[cluster] = at = int(clusters.head[cluster])
        while (at := int(nodes.head[at])) >= 0:
            other = int(owner[at])
            if other == cluster:
                anchor[cluster] = at
            elif 0 <= other < cluster:
                at = int(anchor[other])
    return anchor
