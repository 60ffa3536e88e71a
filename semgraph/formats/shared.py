"""Nodes that may be the same, where matching is not injective."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations

from semgraph.formats.pattern import (
    Edge,
    Link,
    Order,
    Part,
    Path,
    Pattern,
    UnsaidError,
    ends_of,
)
from semgraph.grammar.scope import reach


def shared(pattern: Pattern) -> frozenset[str]:
    """Give the nodes to be marked with ``$`` where matching is not injective.

    Two nodes may be the same unless the clauses keep them apart: a direction in the tree or in the
    text, or constants of one feature that exclude each other.

    Raises:
        UnsaidError: a node that must differ from one may be the same as another.
    """
    marked: set[str] = set()
    parts = [Part(), *(part for _, part in pattern.filters)]
    for part in parts:
        linked = (node for link in part.links for node in ends_of(link))
        nodes = dict.fromkeys((*pattern.body.nodes, *part.nodes, *linked))
        links = (*pattern.body.links, *part.links)
        above, before = _closure(_below(links)), _closure(_after(links))
        for one, two in combinations(nodes, 2):
            if one in marked or two in marked:
                continue
            pair = frozenset((one, two))
            apart = pair in pattern.distinct or any(
                b in reach.get(a, ())
                for reach in (above, before)
                for a, b in ((one, two), (two, one))
            )
            if not apart and not _exclude(one, two, pattern.body, part):
                marked.add(two)
    if any(pair & marked for pair in pattern.distinct):
        raise UnsaidError("'!=='", "one of the two may be the same as a third node")
    return frozenset(marked)


def _below(links: Iterable[Link]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for link in links:
        if isinstance(link, Edge | Path):
            found.setdefault(link.source, set()).add(link.target)
    return found


def _after(links: Iterable[Link]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for link in links:
        if isinstance(link, Order):
            found.setdefault(link.left, set()).add(link.right)
    return found


def _closure(below: Mapping[str, set[str]]) -> dict[str, set[str]]:
    return {node: reach(node, below) - {node} for node in below}


def _exclude(one: str, two: str, body: Part, part: Part) -> bool:
    a, b = _constants(one, body, part), _constants(two, body, part)
    return any(a[feature].isdisjoint(b[feature]) for feature in a.keys() & b.keys())


def _constants(node: str, body: Part, part: Part) -> dict[str, frozenset[str]]:
    """Give the features that a node must have one of some constants of."""
    found: dict[str, frozenset[str]] = {}
    tests = [*body.nodes.get(node, ()), *part.nodes.get(node, ())]
    for test in (t for options in tests if len(options) == 1 for t in options[0]):
        values = frozenset(value for value in test.values if isinstance(value, str))
        if test.sign == "is" and len(values) == len(test.values):
            found[test.feature] = found.get(test.feature, values) & values
    for link in (*body.links, *part.links):
        if isinstance(link, Edge) and link.target == node and link.labels and not link.negated:
            values = frozenset(label for label in link.labels if isinstance(label, str))
            if len(values) == len(link.labels):
                found["deprel"] = found.get("deprel", values) & values
    return found
