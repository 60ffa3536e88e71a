"""Which matches win: matches conflict when the tokens that they consume intersect."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from semgraph.engine.nodes import Nodes
from semgraph.grammar.rules import Overlap
from semgraph.types import Bools, Ints, Longs


@dataclass(frozen=True, slots=True)
class Proposals:
    """What matches would consume, one row a match.

    Attributes:
        rule: index of the rule in its stage.
        priority: of the rule.
        match: row of the match among those of its rule.
        core: node that absorbs the others, ``-1`` for a collapse.
        start: where the members of each row begin in ``members``; one entry more than rows.
        members: nodes consumed, in text order; without the core of an absorption.
    """

    rule: Ints
    priority: Ints
    match: Ints
    core: Ints
    start: Ints
    members: Ints

    def __len__(self) -> int:
        """Give the number of proposals."""
        return len(self.rule)


class Entry(NamedTuple):
    """The proposals of one rule, before they are joined with those of the others."""

    rule: int
    priority: int
    match: Ints
    core: Ints
    lengths: Ints
    members: Ints


def gather(entries: list[Entry]) -> Proposals:
    """Join the proposals of a stage's rules."""
    none = np.zeros(0, np.int32)
    sizes = [len(entry.match) for entry in entries]
    start = np.zeros(sum(sizes) + 1, np.int32)
    np.cumsum(np.concatenate([none, *(entry.lengths for entry in entries)]), out=start[1:])
    return Proposals(
        rule=np.repeat(np.array([e.rule for e in entries], np.int32), sizes),
        priority=np.repeat(np.array([e.priority for e in entries], np.int32), sizes),
        match=np.concatenate([none, *(entry.match for entry in entries)]),
        core=np.concatenate([none, *(entry.core for entry in entries)]),
        start=start,
        members=np.concatenate([none, *(entry.members for entry in entries)]),
    )


def settle(proposals: Proposals, nodes: Nodes, overlap: Overlap) -> Bools:
    """Say which proposals win.

    Proposals are taken in the order of the policy, each unless one before it has taken a token
    that it consumes. Absorptions into the same core do not conflict.
    """
    won = np.ones(len(proposals), np.bool_)
    contested = _contested(proposals, len(nodes))
    order = _order(proposals, nodes, overlap)
    start, members, core = proposals.start, proposals.members, proposals.core
    consumed: set[int] = set()
    cores: set[int] = set()
    for row in order[contested[order]].tolist():
        own = members[start[row] : start[row + 1]].tolist()
        center = int(core[row])
        if (
            not consumed.isdisjoint(own)
            or not cores.isdisjoint(own)
            or (center >= 0 and center in consumed)
        ):
            won[row] = False
            continue
        consumed.update(own)
        if center >= 0:
            cores.add(center)
    return won


def _contested(proposals: Proposals, count: int) -> Bools:
    """Say which proposals share a token with another."""
    if not len(proposals):
        return np.zeros(0, np.bool_)
    eaten = np.bincount(proposals.members, minlength=count)
    absorbing = proposals.core >= 0
    cored = np.bincount(proposals.core[absorbing], minlength=count)
    crowded = (eaten > 1) | ((eaten > 0) & (cored > 0))
    contested = np.logical_or.reduceat(crowded[proposals.members], proposals.start[:-1])
    contested[absorbing] |= eaten[proposals.core[absorbing]] > 0
    return contested


def _order(proposals: Proposals, nodes: Nodes, overlap: Overlap) -> Longs:
    """Give the proposals in the order in which they are taken."""
    if not len(proposals):
        return np.zeros(0, np.int64)
    starts = proposals.start[:-1]
    leaves = np.add.reduceat(nodes.size[proposals.members], starts)
    first = np.minimum.reduceat(nodes.first[proposals.members], starts)
    absorbing = proposals.core >= 0
    leaves[absorbing] += nodes.size[proposals.core[absorbing]]
    ties = (proposals.match, first, proposals.rule, -proposals.priority)
    match overlap:
        case "longest":
            return np.lexsort((*ties, -leaves))
        case "priority":
            return np.lexsort(ties)
        case "first":
            return np.lexsort((proposals.match, proposals.rule, -proposals.priority, first))
