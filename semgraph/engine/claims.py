"""What a match wants, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from semgraph.engine.settle import Criterion
from semgraph.graph.columns import FeatureSet, MarkerRecord

Verdict: TypeAlias = Literal["won", "merged", "lost", "refused", "marked", "set", "nothing new"]


@dataclass(frozen=True, slots=True)
class Rival:
    """What a match lost to.

    Attributes:
        claim: place of the winner among the round's claims.
        node: that both wanted.
        criterion: what decided; ``same tokens`` for a match of the same rule over the same nodes.
    """

    claim: int
    node: int
    criterion: Criterion | Literal["same tokens"]


@dataclass(frozen=True, slots=True)
class Claim:
    """What one action of a match wants, and what came of it.

    Attributes:
        found: place of the rule among those that found anything.
        row: of the match among those of its rule.
        action: as in the grammar, ``collapse V, P``; of a rule that consumes nothing the first of
            its actions.
        nodes: that it wants, in text order; of an absorption the core is among them.
        verdict: what came of it.
        winner: place of the token among those that were made, or of the cut among the round's,
            for ``won`` and ``merged``.
        rival: for ``lost``.
        reason: for ``refused``.
        markers: that the match has set.
        sets: features that it has set.
    """

    found: int
    row: int
    action: str
    nodes: tuple[int, ...]
    verdict: Verdict
    winner: int | None = None
    rival: Rival | None = None
    reason: str = ""
    markers: tuple[MarkerRecord, ...] = ()
    sets: tuple[FeatureSet, ...] = ()
