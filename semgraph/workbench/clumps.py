"""Words of a document that two derivations join differently."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeAlias

from semgraph.engine import Cut, Derivation, origins
from semgraph.graph.columns import TokenRecord


class Token(NamedTuple):
    """A produced token.

    Attributes:
        record: as the engine made it.
        rule: that made it.
        leaves: all its words.
        top: whether it is part of no other.
    """

    record: TokenRecord
    rule: str
    leaves: frozenset[int]
    top: bool


# The produced tokens of a document, in order, by all that makes them what they are.
Made: TypeAlias = Mapping[object, Token]


class Clump(NamedTuple):
    """Words that two derivations join differently.

    Attributes:
        words: leaves of the document.
        tops_a: top tokens of the first that are none in the second.
        tops_b: top tokens of the second that are none in the first.
        rules_a: rules of the tokens that only the first made, also inside others, in order.
        rules_b: the same of the second.
    """

    words: set[int]
    tops_a: Sequence[Token]
    tops_b: Sequence[Token]
    rules_a: Sequence[str]
    rules_b: Sequence[str]


def made(derivation: Derivation, count: int) -> Made:
    """Give the tokens that a derivation made of a document.

    Args:
        derivation: of the document.
        count: number of its words.
    """
    rules = {step.produced: step.rule for step in derivation.steps}
    origin = origins(derivation.cuts, count)
    count = len(origin)
    leaves: dict[int, frozenset[int]] = {}
    inner: set[int] = set()
    for record in derivation.tokens:
        parts = (*record.parts, *record.satellites)
        inner.update(parts)
        leaves[record.number] = frozenset().union(
            *(leaves[part] if part >= count else {origin[part]} for part in parts)
        )
    return {
        _split(cut): Token(_record(cut), cut.rule, frozenset({cut.word}), True)
        for cut in derivation.cuts
    } | {
        (leaves[r.number], r.kind, r.lemma, r.upos, r.class_, r.mwe): Token(
            r, rules[r.number], leaves[r.number], r.number not in inner
        )
        for r in derivation.tokens
    }


def _split(cut: Cut) -> object:
    return cut.word, cut.pieces, cut.lemmas


def _record(cut: Cut) -> TokenRecord:
    """Write a word that was split as if it were a token of its pieces."""
    lemma = " + ".join(cut.lemmas)
    return TokenRecord(cut.word, "atom", lemma, "", "", (), (), cut.word, "", False, 0)


def clumps(a: Made, b: Made) -> list[Clump]:
    """Put together what differs and shares words, in order of the words."""
    tops_a, tops_b = _tops_without(a, b), _tops_without(b, a)
    groups: list[set[int]] = []
    for token in (*tops_a, *tops_b):
        apart = [group for group in groups if group.isdisjoint(token.leaves)]
        joined = (group for group in groups if not group.isdisjoint(token.leaves))
        groups = [*apart, set(token.leaves).union(*joined)]
    return [
        Clump(
            words,
            [token for token in tops_a if token.leaves <= words],
            [token for token in tops_b if token.leaves <= words],
            [t.rule for key, t in a.items() if key not in b and t.leaves <= words],
            [t.rule for key, t in b.items() if key not in a and t.leaves <= words],
        )
        for words in sorted(groups, key=min)
    ]


def _tops_without(made: Made, other: Made) -> list[Token]:
    """Give the top tokens that are no top tokens of the other."""
    tops = (token for key, token in made.items() if token.top and not _is_top(key, other))
    return sorted(tops, key=lambda token: min(token.leaves))


def _is_top(key: object, made: Made) -> bool:
    return key in made and made[key].top


def responsible(clump: Clump) -> tuple[str, str]:
    """Name the first rule of each derivation that the other has not used here as often.

    A rule that wraps another's token made different tokens in each, but by no doing of its own.
    """
    a, b = Counter(clump.rules_a), Counter(clump.rules_b)
    rest_a, rest_b = a - b, b - a
    if not rest_a and not rest_b:
        rest_a, rest_b = a, b
    return _first(clump.rules_a, rest_a), _first(clump.rules_b, rest_b)


def _first(rules: Sequence[str], among: Mapping[str, int]) -> str:
    return next((rule for rule in rules if among.get(rule)), "")
