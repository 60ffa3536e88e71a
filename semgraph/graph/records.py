"""Edges, markers and steps as the document shows them: records that name tokens by id."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from semgraph.graph.columns import MarkerRecord, Match, SplitRecord, StepRecord
from semgraph.graph.feats import parse_feats
from semgraph.graph.ids import leaf_id, step_id, token_id
from semgraph.graph.replay import Edge as EdgeNumbers
from semgraph.graph.replay import EdgeChanges
from semgraph.types import EdgeId, Json, MarkerKind, StepId, TokenId, Variable


class Edge(NamedTuple):
    """A dependency between top tokens: ``source`` governs ``target``."""

    id: EdgeId
    source: TokenId
    target: TokenId
    relation: str


class Change(NamedTuple):
    """An edge that a step removed or moved, as it was before the step."""

    source: TokenId
    target: TokenId
    relation: str


class Marker(NamedTuple):
    """A structural marker between two tokens; see `MarkerRecord`."""

    kind: MarkerKind
    source: TokenId
    target: TokenId
    label: str
    value: float | None
    by: str
    evidence: Json


class Step(NamedTuple):
    """A step of the derivation; see `StepRecord` and `SplitRecord`.

    Attributes:
        match: variable to the id of a token, or to the ids of a phrase.
        removed, moved: what the step did to the edges.
        merged: further matches, each with ``rule``, ``at`` and ``match``.
        sets: features given, each with ``token``, ``feature`` and ``value``.
        split: of a word that became several leaves: ``word`` as it was, ``leaves``, and ``head``,
            the leaf that stands for it in the tree; else ``None``.
    """

    id: StepId
    rule: str
    at: str
    match: dict[Variable, TokenId | list[TokenId]]
    consumed: tuple[TokenId, ...]
    produced: TokenId | None
    removed: tuple[Change, ...]
    moved: tuple[Change, ...]
    merged: tuple[Json, ...]
    sets: tuple[Json, ...]
    split: Json | None


def edges_of(edges: Iterable[EdgeNumbers]) -> tuple[Edge, ...]:
    """Give edges with ids in place of numbers."""
    return tuple(
        Edge(f"e{place}", token_id(source), token_id(target), relation)
        for place, (source, target, relation) in enumerate(edges)
    )


def marker_of(record: MarkerRecord) -> Marker:
    """Give a marker with ids in place of numbers."""
    kind, source, target, label, value, by, evidence = record
    return Marker(kind, token_id(source), token_id(target), label, value, by, dict(evidence))


def step_of(record: StepRecord, changes: EdgeChanges) -> Step:
    """Give a step with ids in place of numbers."""
    return Step(
        id=step_id(record.number),
        rule=record.rule,
        at=record.at,
        match=_match(record.match),
        consumed=tuple(map(token_id, record.consumed)),
        produced=None if record.produced is None else token_id(record.produced),
        removed=_changes(changes.removed),
        moved=_changes(changes.moved),
        merged=tuple(
            {"rule": rule, "at": at, "match": _match(match)} for rule, at, match in record.merged
        ),
        sets=tuple(
            {"token": token_id(token), "feature": feature, "value": value}
            for token, feature, value in record.sets
        ),
        split=None,
    )


def split_step_of(record: SplitRecord) -> Step:
    """Give the step that split a word, with ids in place of numbers."""
    number, rule, at, match, word, leaves, head = record
    split: Json = {
        "word": word._asdict() | {"feats": dict(parse_feats(word.feats))},
        "leaves": list(map(leaf_id, leaves)),
        "head": leaf_id(head),
    }
    return Step(step_id(number), rule, at, _match(match), (), None, (), (), (), (), split)


def _changes(edges: Iterable[EdgeNumbers]) -> tuple[Change, ...]:
    return tuple(
        Change(token_id(source), token_id(target), label) for source, target, label in edges
    )


def _match(match: Match) -> dict[Variable, TokenId | list[TokenId]]:
    return {
        variable: token_id(bound) if isinstance(bound, int) else list(map(token_id, bound))
        for variable, bound in match.items()
    }
