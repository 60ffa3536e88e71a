"""What a run tells whoever watches it; by itself it does nothing, so that it costs nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from semgraph.engine.derive import Derivation
    from semgraph.engine.match import Matcher
    from semgraph.engine.nodes import Nodes
    from semgraph.engine.program import CompiledStage
    from semgraph.engine.propose import Found, Winner
    from semgraph.engine.settle import Proposals
    from semgraph.engine.split import Cut
    from semgraph.graph.columns import FeatureSet
    from semgraph.parse.columns import Parse
    from semgraph.types import Bools


class Watch:
    """Told of each round of each stage: begin, what was settled, what came of it, end."""

    def begins(self, compiled: CompiledStage, matcher: Matcher) -> None:
        """Hear that a round begins.

        Args:
            compiled: the stage.
            matcher: over the nodes as they are.
        """

    def settled(
        self, found: list[Found], proposals: Proposals, won: Bools, chosen: list[Winner]
    ) -> None:
        """Hear what was found and which proposals won; not called when nothing was found.

        Args:
            found: rules with their matches.
            proposals: what they would consume.
            won: which of the proposals won.
            chosen: the tokens to be made.
        """

    def cut(
        self,
        found: list[Found],
        words: Parse,
        earlier: Sequence[Sequence[Cut]],
        made: Sequence[tuple[int, Cut]],
    ) -> None:
        """Hear which words a stage of phase ``pieces`` splits.

        Args:
            found: rules with their matches among the words.
            words: the batch before any word is split.
            earlier: cuts of earlier stages, by document.
            made: cuts of this one, with their documents.
        """

    def marked(self, item: Found, number: int, fresh: Sequence[tuple[int, int, int]]) -> None:
        """Hear of new markers.

        Args:
            item: the rule with its matches.
            number: of the action among the rule's.
            fresh: for each marker its document, source and target.
        """

    def given(self, item: Found, row: int, done: Sequence[FeatureSet]) -> None:
        """Hear of features that a match has set."""

    def ends(self, nodes: Nodes, derivations: Sequence[Derivation]) -> None:
        """Hear that a round is over.

        Args:
            nodes: as they are now.
            derivations: as far as they have come.
        """
