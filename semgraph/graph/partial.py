"""Views of a graph with some steps undone; what remains keeps its numbers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from semgraph.graph.columns import (
    Binding,
    GraphColumns,
    Match,
    MergedMatch,
    StepRecord,
    TokenNumber,
)
from semgraph.graph.structure import Structure, rank_of
from semgraph.graph.unsplit import unsplit
from semgraph.types import TokenKind, Variable


def all_undone(columns: GraphColumns) -> GraphColumns:
    """Undo every step, features set and splits included: the parse, each word a base atom."""
    return unsplit(leaves_alone(columns))


def leaves_alone(columns: GraphColumns) -> GraphColumns:
    """Undo every step but the splits: each leaf in its base atom."""
    bare = _without(columns, {token.number for token in columns.tokens})
    return replace(bare, steps=())


def coats_off(columns: GraphColumns, structure: Structure, levels: int) -> GraphColumns:
    """Take so many coats off each top token."""
    depth: dict[TokenNumber, int] = {}
    for token in reversed(columns.tokens):
        holder = structure.parent.get(token.number)
        depth[token.number] = 0 if holder is None else depth[holder] + 1
    return _without(columns, {number for number, level in depth.items() if level < levels})


def up_to_kind(columns: GraphColumns, structure: Structure, kind: TokenKind) -> GraphColumns:
    """Undo top tokens above a kind until none is left."""
    gone: set[TokenNumber] = set()
    for token in reversed(columns.tokens):
        holder = structure.parent.get(token.number)
        if (holder is None or holder in gone) and rank_of(token.kind) > rank_of(kind):
            gone.add(token.number)
    return _without(columns, gone)


def _without(columns: GraphColumns, gone: Collection[TokenNumber]) -> GraphColumns:
    """Leave out tokens, with the steps, features and markers that name them.

    Of a match that stays, variables bound to tokens that are gone are left out.
    """
    steps = [
        step._replace(
            match=_match(step.match, gone),
            merged=tuple(
                MergedMatch(rule, at, _match(match, gone)) for rule, at, match in step.merged
            ),
            sets=tuple(given for given in step.sets if given[0] not in gone),
        )
        for step in columns.steps
        if step.produced not in gone
    ]
    return replace(
        columns,
        tokens=tuple(token for token in columns.tokens if token.number not in gone),
        steps=tuple(step for step in steps if _does_something(step)),
        markers=tuple(
            marker
            for marker in columns.markers
            if marker.source not in gone and marker.target not in gone
        ),
    )


def _does_something(step: StepRecord) -> bool:
    return step.produced is not None or bool(step.sets)


def _match(match: Match, gone: Collection[TokenNumber]) -> Match:
    kept: dict[Variable, Binding] = {}
    for variable, bound in match.items():
        if isinstance(bound, int):
            if bound not in gone:
                kept[variable] = bound
        elif tokens := tuple(token for token in bound if token not in gone):
            kept[variable] = tokens
    return kept
