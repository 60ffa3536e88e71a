"""A token graph with what is needed to show it: who holds whom, which rule made what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from semgraph.types import TokenId, TokenKind

if TYPE_CHECKING:
    from semgraph.graph import Marker, Step, Token, TokenGraph

SIGNS: Mapping[TokenKind, str] = {"atom": "○", "link": "◆", "hyperlexeme": "★"}
# Okabe and Ito's colours: told apart by colour-blind people too; signs say the same.
STYLES: Mapping[TokenKind, str] = {"atom": "", "link": "#56b4e9", "hyperlexeme": "#e69f00"}


class View:
    """A token graph to be shown.

    Attributes:
        graph: the graph.
        tokens: all its tokens by id.
        tops: its top tokens in order.
        steps: the step that made each token; base atoms have none.
    """

    def __init__(self, graph: TokenGraph) -> None:
        self.graph = graph
        self.tokens: dict[TokenId, Token] = {token.id: token for token in graph.tokens}
        self.tops: list[Token] = list(graph.top)
        self._derivation = graph.derivation
        self.steps: dict[TokenId, Step] = {
            step.produced: step for step in self._derivation if step.produced is not None
        }
        self._governors = {edge.target: (edge.relation, edge.source) for edge in graph.edges}

    def sentences(self) -> Iterator[tuple[str, list[Token]]]:
        """Give each sentence's text with its top tokens."""
        waiting = iter(self.tops)
        token = next(waiting, None)
        for number, (_, last) in enumerate(self.graph.columns.sentences):
            own = []
            while token is not None and _first(token) <= last:
                own.append(token)
                token = next(waiting, None)
            yield self.sentence(number), own

    def sentence(self, number: int) -> str:
        """Give the text of a sentence."""
        columns = self.graph.columns
        first, last = columns.sentences[number]
        return columns.text[columns.leaves.start[first] : columns.leaves.end[last]]

    def inner(self, token: Token) -> list[Token]:
        """Give parts and satellites of a token, in the order of the text."""
        if token.id not in self.steps:
            return []
        members = [self.tokens[member.id] for member in (*token.parts, *token.satellites)]
        return sorted(members, key=_first)

    def relation(self, token: Token) -> tuple[str, Token | None]:
        """Give the relation of a top token and the token that governs it."""
        if token.id in self._governors:
            relation, governor = self._governors[token.id]
            return relation, self.tokens[governor]
        return "root", None

    @cached_property
    def markers(self) -> dict[TokenId, list[Marker]]:
        """The markers by the smallest token that holds both ends, else by their source's top."""
        found: dict[TokenId, list[Marker]] = {}
        for marker in self.graph.markers:
            holders, others = self._above(marker.source), self._above(marker.target)
            place = next((token for token in holders if token in others), holders[-1])
            found.setdefault(place, []).append(marker)
        return found

    @cached_property
    def sets(self) -> dict[TokenId, list[tuple[str, Step]]]:
        """The features that rules have set: ``Polarity=Neg`` and the step, by token."""
        found: dict[TokenId, list[tuple[str, Step]]] = {}
        for step in self._derivation:
            for done in step.sets:
                feature = f"{done['feature']}={done['value']}"
                found.setdefault(done["token"], []).append((feature, step))
        return found

    @cached_property
    def splits(self) -> dict[TokenId, tuple[str, Step]]:
        """The words that rules have split, each with the step, by the token of its head piece."""
        return {
            f"t{step.split['head'][1:]}": (step.split["word"]["form"], step)
            for step in self._derivation
            if step.split
        }

    def _above(self, token: TokenId) -> list[TokenId]:
        """Give a token and all that hold it, the smallest first."""
        parent = self.graph.structure.parent
        chain = [int(token[1:])]
        while chain[-1] in parent:
            chain.append(parent[chain[-1]])
        return [f"t{number}" for number in chain]


def _first(token: Token) -> int:
    """Give the number of a token's first leaf."""
    return int(token.leaves[0].id[1:])
