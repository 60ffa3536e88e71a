"""Which rules can match at all: one index from literals to rules."""

from __future__ import annotations

from collections.abc import Sequence

from semgraph.engine.nodes import Nodes
from semgraph.engine.plan import Part, Query

# Features from rare values to common ones: a literal of an early one keeps most rules asleep.
_RARE_FIRST = ("form", "lemma", "key", "ent", "class", "xpos", "deprel", "upos", "kind")


class RuleIndex:
    """Tells which queries have a literal that stands in a batch; the others cost nothing.

    Args:
        queries: of a stage's rules, in order.
    """

    def __init__(self, queries: Sequence[Query]) -> None:
        self._always: list[int] = []
        self._literals: dict[str, dict[str, list[int]]] = {}
        for number, query in enumerate(queries):
            rarest = [_rarest(part) for part in query.patterns]
            if None in rarest:
                self._always.append(number)
                continue
            for literal in rarest:
                assert literal is not None
                feature, strings = literal
                for string in strings:
                    own = self._literals.setdefault(feature, {}).setdefault(string, [])
                    own.append(number)

    def possible(self, nodes: Nodes) -> list[int]:
        """Give the queries that may have a match among nodes, in order."""
        found = set(self._always)
        for feature, strings in self._literals.items():
            for string in nodes.standing(feature, strings):
                found.update(strings[string])
        return sorted(found)


def _rarest(part: Part) -> tuple[str, tuple[str, ...]] | None:
    """Give the literal of a part that is likely to be the rarest, ``None`` if it has none."""

    def rank(literal: tuple[str, tuple[str, ...]]) -> tuple[int, int]:
        feature, strings = literal
        place = _RARE_FIRST.index(feature) if feature in _RARE_FIRST else len(_RARE_FIRST)
        return place, len(strings)

    return min(part.required, key=rank, default=None)
