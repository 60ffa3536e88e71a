"""Matches sorted into clusters by what they bind, as tree query tools show them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from semgraph.engine import Matches, find
from semgraph.engine.from_graphs import nodes_of_graphs
from semgraph.engine.nodes import Nodes
from semgraph.engine.values import label_features
from semgraph.grammar.parser import NO_LEXICONS
from semgraph.grammar.rules import Lexicon
from semgraph.grammar.syntax import Request
from semgraph.graph import TokenGraph
from semgraph.parse import Parse
from semgraph.types import Bools, Ints, Longs
from semgraph.workbench.keys import (
    ClauseKey,
    DistanceKey,
    EdgeKey,
    FeatureKey,
    Key,
    MetaKey,
    read_key,
)

UNDEFINED = "__undefined__"
_LONGEST_NUMBER = 9  # digits
Values = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Searched:
    """What a request is asked of.

    Attributes:
        nodes: words or semantic tokens.
        lexicons: tables that requests may name.
    """

    nodes: Nodes
    lexicons: Mapping[str, Lexicon] = field(default_factory=lambda: NO_LEXICONS)

    @classmethod
    def of_parse(cls, parse: Parse, lexicons: Mapping[str, Lexicon] = NO_LEXICONS) -> Searched:
        """Search the words of parsed documents."""
        return cls(Nodes.from_parse(parse), lexicons)

    @classmethod
    def of_graphs(
        cls, graphs: Sequence[TokenGraph], lexicons: Mapping[str, Lexicon] = NO_LEXICONS
    ) -> Searched:
        """Search the top tokens of token graphs."""
        return cls(nodes_of_graphs(graphs), lexicons)

    def find(self, request: Request) -> Matches:
        """Find the matches of a request; errors as `semgraph.engine.find`."""
        return find(request, self.nodes, self.lexicons)


@dataclass(frozen=True, slots=True)
class Clustering:
    """Matches by the values of some keys.

    Attributes:
        keys: as they were asked for.
        values: of each cluster the value of every key.
        group: for each match the index of its cluster.
        counts: for each cluster the number of its matches.
    """

    keys: tuple[str, ...]
    values: list[Values]
    group: Longs
    counts: Longs

    def first(self, number: int) -> Clustering:
        """Give the clusters of the first matches only."""
        group = self.group[:number]
        return replace(self, group=group, counts=np.bincount(group, minlength=len(self.values)))


class Tally:
    """Numbers of matches by value, added up over batches.

    Args:
        keys: as they were asked for.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        self.keys = tuple(keys)
        self.counts: Counter[Values] = Counter()

    def add(self, clustering: Clustering) -> None:
        """Add the clusters of a batch."""
        numbers = zip(clustering.values, clustering.counts.tolist(), strict=True)
        self.counts.update({values: number for values, number in numbers if number})

    @property
    def total(self) -> int:
        """Number of all matches."""
        return self.counts.total()

    def rows(self) -> list[tuple[Values, int]]:
        """Give each cluster's values and number: the largest first, then by value."""
        return sorted(self.counts.items(), key=lambda row: (-row[1], *map(in_order, row[0])))

    def margin(self, place: int) -> list[tuple[str, int]]:
        """Give the values of one of the keys with their numbers, in the same order."""
        counts: Counter[str] = Counter()
        for values, number in self.counts.items():
            counts[values[place]] += number
        return sorted(counts.items(), key=lambda row: (-row[1], in_order(row[0])))


def in_order(value: str) -> tuple[bool, bool, int, str]:
    """Give what values are sorted by: numbers by size, then words, then what is undefined."""
    digits = value.removeprefix("-")
    is_number = digits.isascii() and digits.isdigit() and len(digits) <= _LONGEST_NUMBER
    return value == UNDEFINED, not is_number, int(value) if is_number else 0, value


def cluster(
    matches: Matches, searched: Searched, keys: Sequence[str | Key], request: Request
) -> Clustering:
    """Sort matches into clusters.

    Args:
        matches: of the request.
        searched: what they were found in.
        keys: ``X.lemma``, ``e.label``, ``delta(X,Y)``, ``length(X,Y)``, ``meta.KEY`` or clauses in
            braces, ``{ X -[det]-> D }``; see `semgraph.workbench.keys.read_key`.
        request: that was asked.

    Raises:
        UsageError: a key that the request does not allow.
        RequestError: a mistake in the clauses of a key.
    """
    read = [key if isinstance(key, Key) else read_key(key, request) for key in keys]
    code = np.zeros(len(matches), np.int64)
    known: list[list[str]] = []
    columns: list[Longs] = []
    for key in read:
        own, values = _coded(key, matches, searched, request)
        columns.append(own)
        known.append(values)
        code = code * len(values) + own
    _, first, group, counts = np.unique(
        code, return_index=True, return_inverse=True, return_counts=True
    )
    chosen = [column[first].tolist() for column in columns]
    found = [
        tuple(names[i] for names, i in zip(known, row, strict=True))
        for row in zip(*chosen, strict=True)
    ]
    return Clustering(tuple(key.text for key in read), found, group.reshape(-1), counts)


# Each gives for every match a number, and what the numbers stand for.


def _coded(
    key: Key, matches: Matches, searched: Searched, request: Request
) -> tuple[Longs, list[str]]:
    match key:
        case FeatureKey():
            return _feature(key, matches, searched)
        case EdgeKey():
            return _edge(key, matches, searched)
        case DistanceKey():
            return _distance(key, matches, searched)
        case MetaKey():
            return _meta(key, matches, searched)
        case ClauseKey():
            return _clause(key, matches, searched, request)


def _feature(key: FeatureKey, matches: Matches, searched: Searched) -> tuple[Longs, list[str]]:
    column = searched.nodes.column(key.feature)
    rows = matches.rows[key.variable]
    distinct, code = _distinct(np.where(rows >= 0, column[rows], 0))
    strings = searched.nodes.strings
    return code, [strings[i] if i else UNDEFINED for i in distinct]


def _edge(key: EdgeKey, matches: Matches, searched: Searched) -> tuple[Longs, list[str]]:
    column = searched.nodes.column("deprel")
    rows = matches.rows[key.target]
    distinct, code = _distinct(np.where(rows >= 0, column[rows], 0))
    labels = [searched.nodes.strings[i] for i in distinct]
    if key.feature != "label":
        labels = [label_features(label).get(key.feature, "") for label in labels]
    return _merged(code, [label or UNDEFINED for label in labels])


def _distance(key: DistanceKey, matches: Matches, searched: Searched) -> tuple[Longs, list[str]]:
    """Count words between tokens, as ``delta`` and ``length`` of a request do."""
    nodes = searched.nodes
    one, two = (matches.rows[v] for v in (key.left, key.right))
    after = nodes.rank_first[two] - nodes.rank_last[one]
    before = nodes.rank_first[one] - nodes.rank_last[two]
    value = np.where(one == two, 0, np.where(after > 0, after, -before))
    apart = (after > 0) | (before > 0) | (one == two)
    apart &= (nodes.rank_first[one] >= 0) & (nodes.rank_first[two] >= 0)
    apart &= (one >= 0) & (two >= 0)  # optional nodes may be missing
    none = np.iinfo(np.int32).max
    value = np.where(apart, value if key.signed else np.abs(value), none)
    distinct, code = _distinct(value)
    return code, [UNDEFINED if i == none else str(i) for i in distinct]


def _meta(key: MetaKey, matches: Matches, searched: Searched) -> tuple[Longs, list[str]]:
    distinct, code = _distinct(matches.sentences)
    assert searched.nodes.sentences is not None
    values = searched.nodes.sentences.values(key.name)
    return _merged(code, [values[sentence] or UNDEFINED for sentence in distinct])


def _clause(
    key: ClauseKey, matches: Matches, searched: Searched, request: Request
) -> tuple[Longs, list[str]]:
    """Find the matches of which the clauses hold; they are some of all matches."""
    wanted = replace(
        request,
        blocks=(*request.blocks, *key.blocks),
        shared=request.shared | key.shared,
    )
    held = _among(matches, searched.find(wanted))
    distinct, code = _distinct(held.astype(np.int64))
    return code, [("no", "yes")[i] for i in distinct]


def _among(matches: Matches, some: Matches) -> Bools:
    """Say which matches are among some of them."""
    code = np.zeros(len(matches) + len(some), np.int64)
    for column, other in [
        (matches.doc, some.doc),
        *((matches[variable], some[variable]) for variable in matches.variables),
    ]:
        both = np.concatenate([column, other]).astype(np.int64)
        code = code * (int(both.max(initial=0)) + 1) + both
        # Made dense again, so that no number of variables overflows.
        code = np.unique(code, return_inverse=True)[1].reshape(-1)
    return np.isin(code[: len(matches)], code[len(matches) :])


def _distinct(column: Ints | Longs) -> tuple[list[int], Longs]:
    distinct, code = np.unique(column, return_inverse=True)
    return distinct.tolist(), code.reshape(-1)


def _merged(code: Longs, values: Sequence[str]) -> tuple[Longs, list[str]]:
    """Give one number to values that are the same."""
    place = {value: number for number, value in enumerate(dict.fromkeys(values))}
    table = np.array([place[value] for value in values], np.int64)
    return table[code] if len(code) else code, list(place)
