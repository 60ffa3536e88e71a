"""What matches are clustered by."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from semgraph.errors import UsageError
from semgraph.grammar import parse_request
from semgraph.grammar.scope import mentions_of
from semgraph.grammar.source import suggest
from semgraph.grammar.syntax import Block, EdgeClause, Request
from semgraph.types import Variable

_DOTTED = re.compile(r"([^\s.{}()]+)\.(\S+)")
_DISTANCE = re.compile(r"(\w+)\s*\(\s*([^\s,()]+)\s*,\s*([^\s,()]+)\s*\)")
_LABEL_PARTS = ("label", "1", "2", "deep")
_SORTS = "X.lemma, e.label, delta(X,Y), length(X,Y), meta.KEY and '{ clauses }'"


@dataclass(frozen=True, slots=True)
class FeatureKey:
    """``X.lemma``: a feature of a node."""

    text: str
    variable: Variable
    feature: str


@dataclass(frozen=True, slots=True)
class EdgeKey:
    """``e.label``, ``e.1``: the label of a named edge, or a part of it."""

    text: str
    target: Variable
    feature: str


@dataclass(frozen=True, slots=True)
class DistanceKey:
    """``delta(X,Y)`` (signed) and ``length(X,Y)``: the distance of two nodes in words."""

    text: str
    left: Variable
    right: Variable
    signed: bool


@dataclass(frozen=True, slots=True)
class MetaKey:
    """``meta.genre``, ``meta.sent_id``: what is known about the document."""

    text: str
    name: str


@dataclass(frozen=True, slots=True)
class ClauseKey:
    """``{ X -[det]-> D }``: whether the clauses hold."""

    text: str
    blocks: tuple[Block, ...]
    shared: frozenset[Variable]


Key: TypeAlias = FeatureKey | EdgeKey | DistanceKey | MetaKey | ClauseKey


def read_key(text: str, request: Request) -> Key:
    """Read a key of a request's matches.

    Args:
        text: as written.
        request: whose variables and edges it names.

    Raises:
        UsageError: it is no key, or names what the request does not have.
        RequestError: a mistake in the clauses between braces.
    """
    text = text.strip()
    if text.startswith("{"):
        return _clauses(text, request)
    if distance := _DISTANCE.fullmatch(text):
        return _distance(text, distance, request)
    dotted = _DOTTED.fullmatch(text)
    if dotted is None:
        raise UsageError(f"'{text}' is no key to cluster by; keys are {_SORTS}")
    name, feature = dotted.groups()
    if request.quantifiers.get(name, "?") != "?":
        raise UsageError(f"'{text}': '{name}' may be many nodes, and a key has one value")
    if name in _variables(request):
        return FeatureKey(text, name, feature)
    edges = _edges(request)
    if name in edges:
        return _edge(text, edges[name], feature)
    if name == "meta":
        return MetaKey(text, feature)
    known = [*_variables(request), *edges]
    raise _unknown(f"'{text}': the pattern has no node or edge '{name}'", name, known)


def _variables(request: Request) -> list[Variable]:
    """Give the variables of the patterns, in order of first mention."""
    return list(
        dict.fromkeys(
            variable
            for block in request.blocks
            if block.kind == "pattern"
            for clause in block.clauses
            for variable, _ in mentions_of(clause)
        )
    )


def _edges(request: Request) -> dict[str, EdgeClause]:
    return {
        clause.name: clause
        for block in request.blocks
        if block.kind == "pattern"
        for clause in block.clauses
        if isinstance(clause, EdgeClause) and clause.name
    }


def _edge(text: str, edge: EdgeClause, feature: str) -> EdgeKey:
    if feature not in _LABEL_PARTS:
        raise _unknown(f"'{text}': an edge has no '{feature}'", feature, _LABEL_PARTS)
    if edge.target is None:
        raise UsageError(f"'{text}': name the node that the edge ends in, in place of '*'")
    return EdgeKey(text, edge.target, feature)


def _distance(text: str, written: re.Match[str], request: Request) -> DistanceKey:
    name, left, right = written.groups()
    names = ("delta", "length")
    if name not in names:
        raise _unknown(f"'{text}': unknown distance '{name}'", name, names)
    known = _variables(request)
    for variable in (left, right):
        if variable not in known:
            raise _unknown(f"'{text}': the pattern has no node '{variable}'", variable, known)
    return DistanceKey(text, left, right, name == "delta")


def _clauses(text: str, request: Request) -> ClauseKey:
    """Read clauses as a ``with`` behind a pattern of the same nodes."""
    known = _variables(request)
    if not known:
        raise UsageError(f"'{text}' asks about nodes, and the pattern binds none")
    nodes = "; ".join(f"{v}$ []" if v in request.shared else f"{v} []" for v in known)
    read = parse_request(f"pattern {{ {nodes} }} with {text}", scheme="")
    return ClauseKey(text, read.blocks[1:], read.shared)


def _unknown(message: str, name: str, known: Iterable[str]) -> UsageError:
    known = list(known)
    hint = suggest(name, known) or (f"there are {', '.join(known)}" if known else "")
    return UsageError(f"{message}; {hint}" if hint else message)
