"""Which matches win: matches conflict when the tokens that they consume intersect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

import numpy as np

from semgraph.engine.nodes import Nodes
from semgraph.grammar.rules import Overlap
from semgraph.types import Bools, Ints

# What can decide between two matches.
Criterion: TypeAlias = Literal["more leaves", "priority", "rule order", "leftmost", "first match"]
_POLICIES: Mapping[Overlap, tuple[Criterion, ...]] = {
    "longest": ("more leaves", "priority", "rule order", "leftmost", "first match"),
    "priority": ("priority", "rule order", "leftmost", "first match"),
    "first": ("leftmost", "priority", "rule order", "first match"),
}


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
    order = np.lexsort([key for _, key in reversed(keys(proposals, nodes, overlap))])
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


def keys(proposals: Proposals, nodes: Nodes, overlap: Overlap) -> list[tuple[Criterion, Ints]]:
    """Give what decides in which order proposals are taken: the first counts most, low goes first.

    The last key is there to make the order total: matches of one rule go by their nodes.
    """
    starts = proposals.start[:-1]
    sizes, firsts = nodes.size[proposals.members], nodes.first[proposals.members]
    leaves = np.add.reduceat(sizes, starts) if len(starts) else sizes
    first = np.minimum.reduceat(firsts, starts) if len(starts) else firsts
    absorbing = proposals.core >= 0
    leaves[absorbing] += nodes.size[proposals.core[absorbing]]
    by: dict[Criterion, Ints] = {
        "more leaves": -leaves,
        "priority": -proposals.priority,
        "rule order": proposals.rule,
        "leftmost": first,
        "first match": proposals.match,
    }
    return [(criterion, by[criterion]) for criterion in _POLICIES[overlap]]
