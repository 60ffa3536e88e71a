"""Matching is a join: partial matches are rows, clauses extend or filter them all at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from semgraph.engine.candidates import Candidates
from semgraph.engine.lexicons import LexiconIndex
from semgraph.engine.nodes import Nodes
from semgraph.engine.plan import Link, Part, Query, clause_variables
from semgraph.engine.relation import Relation, check_rows, expand, join
from semgraph.grammar.syntax import (
    DistanceClause,
    EdgeClause,
    EqualityClause,
    IdClause,
    MarkerClause,
    OrderClause,
)
from semgraph.types import Bools, Ints, MarkerKind, Variable

MarkerPairs = Callable[[MarkerKind, Ints, Ints], Bools]

_COMPARE: Mapping[str, Callable[[Ints, int], Bools]] = {
    "=": lambda a, b: a == b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


class Matcher:
    """Finds the matches of queries over one set of nodes.

    Args:
        nodes: what patterns see.
        lexicons: the lexicons that patterns name.
        marked: says which pairs of nodes a marker of a kind joins.
    """

    def __init__(
        self,
        nodes: Nodes,
        lexicons: Mapping[str, LexiconIndex],
        marked: MarkerPairs | None = None,
    ) -> None:
        self.nodes = nodes
        self._candidates = Candidates(nodes, lexicons)
        self._lexicons = lexicons
        self._marked = marked

    def find(self, query: Query) -> Relation:
        """Give all matches of a query, sorted by their nodes in order of the variables."""
        names = query.variables
        empty = Relation({name: np.zeros(0, np.int32) for name in names}, 0)
        if not all(self.nodes.holds(*literal) for literal in query.required):
            return empty
        if names:
            found = self._solve(query.pattern, None, query.shared)
        else:
            sentences = np.unique(self.nodes.sent)
            found = Relation({"#sent": sentences}, len(sentences))
        for wanted, part in query.filters:
            if not found.size:
                return empty
            found = found.take(self._extends(found, part, query.shared) == wanted)
        return self._sorted(found, names)

    # Filters.

    def _extends(self, found: Relation, part: Part, shared: frozenset[Variable]) -> Bools:
        """Say which matches can be extended by a filter's part."""
        row = {"#row": np.arange(found.size, dtype=np.int32)}
        start = Relation(found.columns | row, found.size)
        extended = np.zeros(found.size, np.bool_)
        extended[self._solve(part, start, shared)["#row"]] = True
        return extended

    # The join.

    def _solve(self, part: Part, start: Relation | None, shared: frozenset[Variable]) -> Relation:
        links = list(part.links)
        wanted = list(part.variables)
        if start is None:
            relation = self._first(part, links, wanted)
        else:
            relation = start
            for variable in part.outer:
                mask = self._candidates.mask(part, variable)
                if mask is not None:
                    relation = relation.take(mask[relation[variable]])
        while True:
            relation = self._settle_links(relation, links)
            wanted = [v for v in wanted if v not in relation]
            if not wanted or not relation.size:
                break
            known = set(relation.columns)
            relation, new = self._extend(part, relation, links, wanted)
            if new not in shared:
                relation = self._injective(relation, new, known, shared)
        for variable in wanted:  # no row is left: the columns are still due
            relation.columns[variable] = np.zeros(0, np.int32)
        return self._outside_phrases(part, self._joined(part, relation), shared)

    def _joined(self, part: Part, relation: Relation) -> Relation:
        """Keep the rows whose features stand in one row of their lexicon."""
        for wanted in part.joins:
            index = self._lexicons[wanted.lexicon]
            columns = [self.nodes.column(f)[relation[v]] for v, f in wanted.features]
            relation = relation.take(index.has_row(wanted.columns, columns, self.nodes.strings))
        return relation

    def _outside_phrases(
        self, part: Part, relation: Relation, shared: frozenset[Variable]
    ) -> Relation:
        """Keep the rows whose other nodes are no words of a phrase."""
        for phrase, lexicon in part.phrases.items():
            found = self._lexicons[lexicon].phrases.occurrences(self.nodes)
            for other in set(relation.columns) - shared - {phrase}:
                if other[0] != "#":
                    inside = found.contains(relation["#" + phrase], relation[other])
                    relation = relation.take(~inside)
        return relation

    def _first(self, part: Part, links: list[Link], wanted: list[Variable]) -> Relation:
        """Begin with the rarest: an edge with its label, a node, or the words of a phrase."""
        if part.phrases:
            return self._candidates.phrases(part, next(iter(part.phrases)))
        best = min(wanted, key=lambda v: self._candidates.count(part, v))
        count = self._candidates.count(part, best)
        edge = None
        for link in links:
            if isinstance(link, EdgeClause) and not link.dominance and link.source != link.target:
                rows = self._candidates.edge_count(part, link)
                if rows <= count:
                    edge, count = link, rows
        if edge is None:
            candidates = self._candidates.rows(part, best)
            return Relation({best: candidates}, len(candidates))
        links.remove(edge)
        sources, targets = self._candidates.edges(part, edge)
        assert edge.source is not None
        assert edge.target is not None
        return Relation({edge.source: sources, edge.target: targets}, len(targets))

    def _extend(
        self, part: Part, relation: Relation, links: list[Link], wanted: list[Variable]
    ) -> tuple[Relation, Variable]:
        """Bind one more variable by the link that is likely to add the fewest rows."""
        best: tuple[int, Link | None, Variable] = (1 << 60, None, wanted[0])
        for link in links:
            one, two = clause_variables(link)
            if (one in relation) == (two in relation):
                continue
            new = two if one in relation else one
            if new in part.phrases:
                continue
            cost = self._cost(part, link, new)
            if cost < best[0]:
                best = (cost, link, new)
        _, chosen, new = best
        if new in part.phrases:
            occurrences = self._candidates.phrases(part, new)
            rows, found = self._in_sentence(relation, occurrences[new])
            extended = relation.extend(rows, new, occurrences[new][found])
            extended.columns["#" + new] = occurrences["#" + new][found]
            return extended, new
        if isinstance(chosen, EdgeClause) and not chosen.dominance:
            links.remove(chosen)
            return self._extend_edge(part, relation, chosen, new), new
        if isinstance(chosen, EdgeClause):
            links.remove(chosen)
            return self._extend_path(part, relation, chosen, new), new
        if isinstance(chosen, OrderClause) and chosen.adjacent:
            links.remove(chosen)
            return self._extend_adjacent(part, relation, chosen, new), new
        candidates = self._candidates.rows(part, new)
        rows, found = self._in_sentence(relation, candidates)
        return relation.extend(rows, new, candidates[found]), new

    def _cost(self, part: Part, link: Link, new: Variable) -> int:
        if isinstance(link, EdgeClause):
            if link.dominance:
                return 1 << 40
            return 0 if link.source == new else 1 + self._candidates.edge_count(part, link)
        if isinstance(link, OrderClause) and link.adjacent:
            return 0
        return 1 << 50

    def _extend_edge(
        self, part: Part, relation: Relation, edge: EdgeClause, new: Variable
    ) -> Relation:
        if edge.source == new:
            assert edge.target is not None
            targets = relation[edge.target]
            heads = self.nodes.head[targets]
            keep = heads >= 0
            if edge.label is not None:
                keep &= self.nodes.label(edge.label)[targets]
            mask = self._candidates.mask(part, new)
            if mask is not None:
                keep &= mask[heads]
            return relation.extend(keep, new, heads[keep])
        sources, targets = self._candidates.edges(part, edge)
        assert edge.source is not None
        rows, found = join(relation[edge.source], sources, len(self.nodes))
        return relation.extend(rows, new, targets[found])

    def _extend_path(
        self, part: Part, relation: Relation, edge: EdgeClause, new: Variable
    ) -> Relation:
        mask = self._candidates.mask(part, new)
        if edge.source == new:
            assert edge.target is not None
            rows, above = self._ancestors(relation[edge.target], mask)
            return relation.extend(rows, new, above)
        assert edge.source is not None
        sources = relation[edge.source]
        wanted = np.zeros(len(self.nodes), np.bool_)
        wanted[sources] = True
        candidates = self._candidates.rows(part, new)
        below, above = self._ancestors(candidates, wanted)
        rows, found = join(sources, above, len(self.nodes))
        return relation.extend(rows, new, candidates[below[found]])

    def _extend_adjacent(
        self, part: Part, relation: Relation, order: OrderClause, new: Variable
    ) -> Relation:
        nodes = self.nodes
        if order.right == new:
            known = relation[order.left]
            real = nodes.rank_last[known] >= 0
            found = nodes.starting_at(nodes.rank_last[known] + 1)
        else:
            known = relation[order.right]
            real = nodes.rank_first[known] >= 1
            found = nodes.ending_at(nodes.rank_first[known] - 1)
        keep = real & (found >= 0)
        keep &= nodes.sent[found] == nodes.sent[known]
        mask = self._candidates.mask(part, new)
        if mask is not None:
            keep &= mask[found]
        return relation.extend(keep, new, found[keep])

    # Clauses whose variables are all bound.

    def _settle_links(self, relation: Relation, links: list[Link]) -> Relation:
        for link in list(links):
            if all(v in relation for v in clause_variables(link)):
                links.remove(link)
                if relation.size:
                    relation = relation.take(self._holds(relation, link))
        return relation

    def _holds(self, relation: Relation, link: Link) -> Bools:
        nodes = self.nodes
        one, two = (relation[v] for v in clause_variables(link))
        match link:
            case EdgeClause(dominance=True):
                return self._dominates(one, two)
            case EdgeClause(label=label):
                found = nodes.head[two] == one
                return found if label is None else found & nodes.label(label)[two]
            case OrderClause(adjacent=adjacent):
                same = nodes.sent[one] == nodes.sent[two]
                if not adjacent:
                    return same & (nodes.last[one] < nodes.first[two])
                real = (nodes.rank_last[one] >= 0) & (nodes.rank_first[two] >= 0)
                return same & real & (nodes.rank_last[one] + 1 == nodes.rank_first[two])
            case EqualityClause(left, right, negated):
                a = nodes.column(left.feature)[one]
                b = nodes.column(right.feature)[two]
                return (a != 0) & (b != 0) & ((a == b) != negated)
            case DistanceClause():
                return self._distance(link, one, two)
            case IdClause():
                return one < two
            case MarkerClause(kind=kind):
                if self._marked is None:
                    return np.zeros(relation.size, np.bool_)
                return self._marked(kind, one, two)

    def _distance(self, clause: DistanceClause, one: Ints, two: Ints) -> Bools:
        """Compare distances in leaves; interleaved tokens have none."""
        nodes = self.nodes
        after = nodes.rank_first[two] - nodes.rank_last[one]
        before = nodes.rank_first[one] - nodes.rank_last[two]
        apart = (after > 0) | (before > 0) | (one == two)
        apart &= (nodes.rank_first[one] >= 0) & (nodes.rank_first[two] >= 0)
        delta = np.where(one == two, 0, np.where(after > 0, after, -before))
        value = delta if clause.signed else np.abs(delta)
        return apart & _COMPARE[clause.comparison](value, clause.number)

    def _dominates(self, above: Ints, below: Ints) -> Bools:
        head = self.nodes.head
        found = np.zeros(len(above), np.bool_)
        at = head[below]
        rows = np.flatnonzero(at >= 0)
        at = at[rows]
        while len(rows):
            hit = at == above[rows]
            found[rows[hit]] = True
            rows, at = rows[~hit], head[at[~hit]]
            rows, at = rows[at >= 0], at[at >= 0]
        return found

    def _ancestors(self, below: Ints, mask: Bools | None) -> tuple[Ints, Ints]:
        """Pair each node with all nodes above it that the mask lets through."""
        head = self.nodes.head
        at = head[below]
        rows = np.flatnonzero(at >= 0)
        at = at[rows]
        found_rows, found = [], []
        total = 0
        while len(rows):
            hit = slice(None) if mask is None else mask[at]
            found_rows.append(rows[hit])
            found.append(at[hit])
            total += len(found[-1])
            check_rows(total)
            at = head[at]
            rows, at = rows[at >= 0], at[at >= 0]
        if not found:
            return np.zeros(0, np.int32), np.zeros(0, np.int32)
        return np.concatenate(found_rows), np.concatenate(found)

    # Pairs.

    def _in_sentence(self, relation: Relation, candidates: Ints) -> tuple[Ints, Ints]:
        """Pair each row with the candidates of its sentence."""
        sentences = self.nodes.sent
        if "#sent" in relation:
            own = relation["#sent"]
        else:
            own = sentences[relation[next(n for n in relation.columns if n[0] != "#")]]
        theirs = sentences[candidates]
        return expand(np.searchsorted(theirs, own, "left"), np.searchsorted(theirs, own, "right"))

    def _injective(
        self, relation: Relation, new: Variable, known: set[str], shared: frozenset[Variable]
    ) -> Relation:
        """Keep the rows whose new node differs from every other."""
        keep = np.ones(relation.size, np.bool_)
        for other in known - shared:
            if other[0] != "#":
                keep &= relation[other] != relation[new]
        return relation if keep.all() else relation.take(keep)

    def _sorted(self, relation: Relation, names: tuple[Variable, ...]) -> Relation:
        keys = [relation[name] for name in reversed(names)]
        if not keys or relation.size < 2:
            return relation
        return relation.take(np.lexsort(keys))
