"""Recording a run: what each round saw, found, settled and left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from semgraph.engine.derive import Derivation
from semgraph.engine.match import Matcher
from semgraph.engine.nodes import Nodes
from semgraph.engine.program import CompiledStage
from semgraph.engine.propose import Found, Winner
from semgraph.engine.settle import Proposals, gather
from semgraph.engine.split import Cut
from semgraph.engine.watch import Watch
from semgraph.graph.columns import FeatureSet
from semgraph.parse.columns import Parse
from semgraph.types import Bools


@dataclass(slots=True)
class Round:
    """One round of a stage.

    Attributes:
        compiled: the stage.
        number: of the round, from 1.
        nodes: before; of a stage of phase ``pieces`` the words of the parse.
        after: nodes after it.
        found: rules that found anything, with their matches.
        proposals: what the matches would consume.
        won: which of the proposals won.
        chosen: the tokens made, in text order.
        marked: new markers, by rule and number of the action.
        given: features set, by rule and match.
        steps: for each document how many steps there were before and after.
        markers: likewise of its markers.
        words: the parse, in a stage of phase ``pieces``.
        earlier: cuts of earlier stages, by document.
        cuts: words that are split, with their documents.
    """

    compiled: CompiledStage
    number: int
    nodes: Nodes
    after: Nodes
    found: list[Found] = field(default_factory=list)
    proposals: Proposals = field(default_factory=lambda: gather([]))
    won: Bools = field(default_factory=lambda: np.zeros(0, np.bool_))
    chosen: list[Winner] = field(default_factory=list)
    marked: list[tuple[Found, int, Sequence[tuple[int, int, int]]]] = field(default_factory=list)
    given: list[tuple[Found, int, Sequence[FeatureSet]]] = field(default_factory=list)
    steps: list[tuple[int, int]] = field(default_factory=list)
    markers: list[tuple[int, int]] = field(default_factory=list)
    words: Parse | None = None
    earlier: list[tuple[Cut, ...]] = field(default_factory=list)
    cuts: list[tuple[int, Cut]] = field(default_factory=list)


class Recorder(Watch):
    """Keeps every round of a run.

    Attributes:
        rounds: in running order.
    """

    def __init__(self) -> None:
        self.rounds: list[Round] = []
        self._steps: list[int] = []
        self._markers: list[int] = []

    def begins(self, compiled: CompiledStage, matcher: Matcher) -> None:
        """Open a round."""
        last = self.rounds[-1] if self.rounds else None
        again = last is not None and last.compiled is compiled
        number = last.number + 1 if last is not None and again else 1
        self.rounds.append(Round(compiled, number, matcher.nodes, matcher.nodes))

    def settled(
        self, found: list[Found], proposals: Proposals, won: Bools, chosen: list[Winner]
    ) -> None:
        """Keep what was found and which proposals won."""
        now = self.rounds[-1]
        now.found, now.proposals, now.won, now.chosen = found, proposals, won, chosen

    def cut(
        self,
        found: list[Found],
        words: Parse,
        earlier: Sequence[Sequence[Cut]],
        made: Sequence[tuple[int, Cut]],
    ) -> None:
        """Keep which words are split."""
        now = self.rounds[-1]
        now.found, now.words, now.cuts = found, words, list(made)
        now.earlier = [tuple(own) for own in earlier]

    def marked(self, item: Found, number: int, fresh: Sequence[tuple[int, int, int]]) -> None:
        """Keep new markers."""
        self.rounds[-1].marked.append((item, number, fresh))

    def given(self, item: Found, row: int, done: Sequence[FeatureSet]) -> None:
        """Keep features that were set."""
        self.rounds[-1].given.append((item, row, done))

    def ends(self, nodes: Nodes, derivations: Sequence[Derivation]) -> None:
        """Close a round."""
        now = self.rounds[-1]
        now.after = nodes
        steps = [len(derivation.steps) for derivation in derivations]
        markers = [len(derivation.markers) for derivation in derivations]
        none = [0] * len(derivations)
        now.steps = list(zip(self._steps or none, steps, strict=True))
        now.markers = list(zip(self._markers or none, markers, strict=True))
        self._steps, self._markers = steps, markers
