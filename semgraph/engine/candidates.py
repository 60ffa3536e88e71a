"""What single variables and edges can be bound to, found out once for all rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from semgraph.engine.lexicons import LexiconIndex
from semgraph.engine.nodes import Nodes
from semgraph.engine.plan import LooseEdge, Part
from semgraph.engine.relation import Relation
from semgraph.grammar.syntax import EdgeClause, FeatureTest, FeatureTests
from semgraph.types import Bools, Ints, Variable


@dataclass(slots=True)
class _Known:
    """What has been found out about nodes; holds the lexicons, so that their identity counts."""

    lexicons: Mapping[str, LexiconIndex]
    tests: dict[FeatureTest, Bools] = field(default_factory=dict)
    masks: dict[str, Bools] = field(default_factory=dict)
    rows: dict[object, Ints] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)


class Candidates:
    """Nodes and edges that pass a part's own clauses.

    Args:
        nodes: what patterns see; answers are kept with them, for all queries.
        lexicons: the lexicons that patterns name.
    """

    def __init__(self, nodes: Nodes, lexicons: Mapping[str, LexiconIndex]) -> None:
        self.nodes = nodes
        self._lexicons = lexicons
        self._values = {
            (name, column): values
            for name, index in lexicons.items()
            for column, values in index.values.items()
        }
        same = frozenset((name, id(index.lexicon)) for name, index in lexicons.items())
        self._known: _Known = nodes.cached(("known", same), lambda: _Known(lexicons))

    def mask(self, part: Part, variable: Variable) -> Bools | None:
        """Give the nodes that pass a variable's own clauses; ``None`` for all."""
        key = part.keys[variable]
        if not key:
            return None
        mask = self._known.masks.get(key)
        if mask is None:
            masks = [self._alternatives(c) for c in part.tests.get(variable, ()) if () not in c]
            masks += [self._loose(edge) for edge in part.loose.get(variable, ())]
            mask = self._known.masks[key] = (
                masks[0] if len(masks) == 1 else np.logical_and.reduce(masks)
            )
        return mask

    def count(self, part: Part, variable: Variable) -> int:
        """Give how many nodes pass a variable's own clauses."""
        key = part.keys[variable]
        if key not in self._known.counts:
            mask = self.mask(part, variable)
            self._known.counts[key] = (
                len(self.nodes) if mask is None else int(np.count_nonzero(mask))
            )
        return self._known.counts[key]

    def _alternatives(self, alternatives: tuple[FeatureTests, ...]) -> Bools:
        masks = []
        for tests in alternatives:
            found = [self.test(test) for test in tests]
            masks.append(found[0] if len(found) == 1 else np.logical_and.reduce(found))
        return masks[0] if len(masks) == 1 else np.logical_or.reduce(masks)

    def test(self, test: FeatureTest) -> Bools:
        """Give the nodes of which a test holds."""
        mask = self._known.tests.get(test)
        if mask is None:
            mask = self._known.tests[test] = self.nodes.test(test, self._values)
        return mask

    def _loose(self, edge: LooseEdge) -> Bools:
        nodes = self.nodes
        if not edge.outgoing:
            whole = np.ones(len(nodes), np.bool_)
            return whole if edge.label is None else nodes.label(edge.label)
        fits = nodes.head >= 0
        if edge.label is not None:
            fits = fits & nodes.label(edge.label)
        mask = np.zeros(len(nodes), np.bool_)
        mask[nodes.head[fits]] = True
        return mask

    def rows(self, part: Part, variable: Variable) -> Ints:
        """Give the nodes that pass a variable's own clauses, in order."""
        key = part.keys[variable]
        rows = self._known.rows.get(key)
        if rows is None:
            mask = self.mask(part, variable)
            every = np.arange(len(self.nodes)) if mask is None else np.flatnonzero(mask)
            rows = self._known.rows[key] = every.astype(np.int32)
        return rows

    def dependents(self, edge: EdgeClause) -> Ints:
        """Give the dependents whose edge has the label."""
        key = ("edge", edge.label)
        if key not in self._known.rows:
            fits = self.nodes.head >= 0
            if edge.label is not None:
                fits = fits & self.nodes.label(edge.label)
            self._known.rows[key] = np.flatnonzero(fits).astype(np.int32)
        return self._known.rows[key]

    def edge_count(self, part: Part, edge: EdgeClause) -> int:
        """Give a bound on the edges that pass the label and the dependent's own clauses."""
        assert edge.target is not None
        return min(len(self.dependents(edge)), self.count(part, edge.target))

    def edges(self, part: Part, edge: EdgeClause) -> tuple[Ints, Ints]:
        """Give the edges that pass the label and both ends' own clauses."""
        assert edge.source is not None
        assert edge.target is not None
        targets = self.dependents(edge)
        if self.count(part, edge.target) < len(targets):
            targets = self.rows(part, edge.target)
            fits = self.nodes.head[targets] >= 0
            if edge.label is not None:
                fits &= self.nodes.label(edge.label)[targets]
            targets = targets[fits]
        else:
            mask = self.mask(part, edge.target)
            if mask is not None:
                targets = targets[mask[targets]]
        sources = self.nodes.head[targets]
        mask = self.mask(part, edge.source)
        if mask is not None:
            keep = mask[sources]
            sources, targets = sources[keep], targets[keep]
        return sources, targets

    def phrases(self, part: Part, variable: Variable) -> Relation:
        """Give the occurrences of a phrase variable's lexicon that pass its own clauses."""
        phrases = self._lexicons[part.phrases[variable]].phrases.occurrences(self.nodes)
        rows = np.arange(len(phrases), dtype=np.int32)
        mask = self.mask(part, variable)
        if mask is not None:
            rows = rows[mask[phrases.anchor]]
        return Relation({variable: phrases.anchor[rows], "#" + variable: rows}, len(rows))
