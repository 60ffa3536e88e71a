"""What follows from the columns of a graph: parents, leaves, spans, forms, features, edges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from semgraph.errors import DocumentError
from semgraph.graph.columns import GraphColumns, LeafColumns, TokenNumber, TokenRecord
from semgraph.graph.feats import parse_feats, with_feature
from semgraph.graph.replay import Edge, EdgeChanges, replay
from semgraph.types import TokenKind

GAP = " … "
_RANK: dict[TokenKind, int] = {"atom": 0, "link": 1, "hyperlexeme": 2}


@dataclass(frozen=True, slots=True)
class Structure:
    """Everything about a graph that is computed, once and on demand.

    Attributes:
        record: of each produced token.
        parent: the token that holds a token as part or satellite; a top token has none.
        leaves: the leaves of each produced token, ascending.
        feats: features of the tokens to which steps gave more than their record says.
        changes: what each step did to the edges.
        governor: of each top token; `ROOT` for a root.
        edges: between top tokens, in the order of their dependents.
        top: top tokens in the order of their first leaves.
    """

    record: dict[TokenNumber, TokenRecord]
    parent: dict[TokenNumber, TokenNumber]
    leaves: dict[TokenNumber, list[int]]
    feats: dict[TokenNumber, dict[str, str]]
    changes: list[EdgeChanges]
    governor: dict[TokenNumber, TokenNumber]
    edges: list[Edge]
    top: list[TokenNumber]


def structure_of(columns: GraphColumns) -> Structure:
    """Work out the structure of a graph.

    Raises:
        DocumentError: the records contradict each other.
    """
    count = len(columns.leaves)
    record: dict[TokenNumber, TokenRecord] = {}
    parent: dict[TokenNumber, TokenNumber] = {}
    leaves: dict[TokenNumber, list[int]] = {}
    for token in columns.tokens:
        number = token.number
        found: list[int] = []
        for member in token.parts + token.satellites:
            parent[member] = number
            if member < count:
                found.append(member)
            elif member in leaves:
                found += leaves[member]
            else:
                raise DocumentError(f"t{number} is made of t{member}, which no earlier step made")
        found.sort()
        record[number] = token
        leaves[number] = found
    forest, changes = replay(columns.leaves, record, columns.steps)
    feats, top = _feats_set(columns, record), forest.top()
    return Structure(
        record, parent, leaves, feats, changes, forest.governor, forest.edges(top), top
    )


def _feats_set(
    columns: GraphColumns, record: dict[TokenNumber, TokenRecord]
) -> dict[TokenNumber, dict[str, str]]:
    feats: dict[TokenNumber, dict[str, str]] = {}
    for step in columns.steps:
        for token, feature, value in step.sets:
            given = feats.get(token)
            if given is None:
                made = record.get(token)
                given = parse_feats(made.feats if made else columns.leaves.feats[token])
            feats[token] = with_feature(given, feature, value)
    return feats


def spans_of(leaves: LeafColumns, numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Give the maximal runs of adjacent leaves as ``(start, end)``; ``numbers`` ascend."""
    start, end = leaves.start, leaves.end
    if numbers[-1] - numbers[0] == len(numbers) - 1:
        return [(start[numbers[0]], end[numbers[-1]])]
    spans = []
    first = last = numbers[0]
    for number in numbers[1:]:
        if number != last + 1:
            spans.append((start[first], end[last]))
            first = number
        last = number
    spans.append((start[first], end[last]))
    return spans


def form_of(text: str, spans: Sequence[Sequence[int]]) -> str:
    """Give the texts of the spans, joined by `GAP`."""
    if len(spans) == 1:
        start, end = spans[0]
        return text[start:end]
    return GAP.join([text[start:end] for start, end in spans])


def key_of(lemma: str, upos: str) -> str:
    """Give the key of a token, ``turn_down|VERB``.

    Spaces of the lemma become ``_``; the last ``|`` ends the lemma, as no upos holds one.
    """
    return f"{lemma.replace(' ', '_')}|{upos}"


def rank_of(kind: TokenKind) -> int:
    """Give the height of a kind: atom, link, hyperlexeme."""
    return _RANK[kind]
