"""Matching is a join: partial matches are rows, clauses extend or filter them all at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from semgraph.engine.candidates import Candidates
from semgraph.engine.extras import add_extra
from semgraph.engine.holds import Links, MarkerPairs
from semgraph.engine.lexicons import LexiconIndex
from semgraph.engine.measures import Measures
from semgraph.engine.nodes import Nodes
from semgraph.engine.paths import ancestors
from semgraph.engine.plan import Filter, Link, Part, Query, link_variables
from semgraph.engine.relation import Groups, Relation, check_rows, expand, join
from semgraph.engine.sentences import sentence_mask
from semgraph.grammar.syntax import EdgeClause, OrderClause
from semgraph.types import Bools, Ints, Variable

# Gaps of up to so many leaves are looked up one by one.
_NEAR = 16


class Matcher:
    """Finds the matches of queries over one set of nodes.

    Args:
        nodes: what patterns see.
        lexicons: the lexicons that patterns name.
        marked: says which pairs of nodes a marker of a kind joins.
        measures: answers clauses on measures.
    """

    def __init__(
        self,
        nodes: Nodes,
        lexicons: Mapping[str, LexiconIndex],
        marked: MarkerPairs | None = None,
        measures: Measures | None = None,
    ) -> None:
        self.nodes = nodes
        self.candidates = Candidates(nodes, lexicons)
        self.lexicons = lexicons
        self.links = Links(nodes, marked, measures)

    def find(self, query: Query) -> Relation:
        """Give all matches of a query, sorted by their nodes in order of the variables."""
        found = self._core(query)
        for block in query.filters:
            if found.size:
                found = found.take(self.passes(found, block, query.shared))
        if not found.size:
            return _empty(query)
        for extra in query.extras:
            found = add_extra(found, extra, query, self)
        return self._sorted(found, query.variables)

    def _core(self, query: Query) -> Relation:
        """Give the matches of the plain nodes, whichever alternative holds."""
        possible = [part for part in query.patterns if self._possible(part)]
        solved = [self.solve(part, None, query.shared) for part in possible]
        if len(query.patterns) == 1:
            return solved[0] if solved else Relation({}, 0)
        if not solved:
            return Relation({}, 0)
        names = [*query.core, *("#" + phrase for phrase in query.phrases)]
        rows = [np.stack([relation[name] for name in names]) for relation in solved if names]
        if not names:
            names = ["#sent"]
            rows = [self._sentence_of(relation)[None] for relation in solved]
        distinct = np.unique(np.concatenate(rows, axis=1), axis=1)
        return Relation(dict(zip(names, distinct, strict=True)), distinct.shape[1])

    def _possible(self, part: Part) -> bool:
        return all(self.nodes.holds(*literal) for literal in part.required)

    # Filters.

    def passes(self, found: Relation, block: Filter, shared: frozenset[Variable]) -> Bools:
        """Say which rows a filter keeps."""
        extended = np.zeros(found.size, np.bool_)
        for part in block.parts:
            if self._possible(part):
                extended |= self._extends(found, part, shared)
        return extended == block.wanted

    def _extends(self, found: Relation, part: Part, shared: frozenset[Variable]) -> Bools:
        """Say which matches can be extended by a filter's part."""
        row = {"#row": np.arange(found.size, dtype=np.int32)}
        start = Relation(found.columns | row, found.size, found.groups)
        for variable in part.outer:
            start = start.take(start[variable] >= 0)
        extended = np.zeros(found.size, np.bool_)
        extended[self.solve(part, start, shared)["#row"]] = True
        return extended

    # The join.

    def solve(self, part: Part, start: Relation | None, shared: frozenset[Variable]) -> Relation:
        """Give all rows that fulfil a part.

        Args:
            part: of a query.
            start: rows to extend, ``None`` to begin anew.
            shared: variables that need not differ from others.
        """
        links = list(part.links)
        wanted = list(part.variables)
        if start is None:
            relation = self._first(part, links, wanted) if wanted else self._sentences()
        else:
            relation = start
            for variable in part.outer:
                mask = self.candidates.mask(part, variable)
                if mask is not None:
                    relation = relation.take(mask[relation[variable]])
        while True:
            relation = self._settle_links(relation, links)
            wanted = [v for v in wanted if v not in relation]
            if not wanted or not relation.size:
                break
            known = set(relation.columns)
            relation, new = self._extend(part, relation, links, wanted)
            if new not in shared and new[0] != "#":
                relation = self._injective(relation, new, known, shared)
        for variable in wanted:  # no row is left: the columns are still due
            relation.columns[variable] = np.zeros(0, np.int32)
        relation = self._in_sentences(part, self._joined(part, relation))
        others = set(relation.columns) - shared - part.phrases.keys()
        return self.outside(part.phrases, relation, others)

    def _sentences(self) -> Relation:
        """Give the one match of nothing in each sentence."""
        sentences = np.unique(self.nodes.sent)
        return Relation({"#sent": sentences}, len(sentences))

    def _in_sentences(self, part: Part, relation: Relation) -> Relation:
        """Keep the rows whose sentence is as asked."""
        for clause in part.wholes:
            own = self._sentence_of(relation)
            relation = relation.take(sentence_mask(clause, self.nodes)[own])
        return relation

    def _sentence_of(self, relation: Relation) -> Ints:
        if "#sent" in relation:
            return relation["#sent"]
        return self.nodes.sent[relation[next(n for n in relation.columns if n[0] != "#")]]

    def _joined(self, part: Part, relation: Relation) -> Relation:
        """Keep the rows whose features stand in one row of their lexicon."""
        for wanted in part.joins:
            index = self.lexicons[wanted.lexicon]
            columns = [self.nodes.column(f)[relation[v]] for v, f in wanted.features]
            relation = relation.take(index.has_row(wanted.columns, columns, self.nodes.strings))
        return relation

    def outside(
        self, phrases: Mapping[Variable, str], relation: Relation, others: Iterable[Variable]
    ) -> Relation:
        """Keep the rows whose other nodes are no words of a phrase."""
        for phrase, lexicon in phrases.items():
            found = self.lexicons[lexicon].phrases.occurrences(self.nodes)
            for other in others:
                if other[0] != "#":
                    inside = found.contains(relation["#" + phrase], relation[other])
                    relation = relation.take(~inside)
        return relation

    def _first(self, part: Part, links: list[Link], wanted: list[Variable]) -> Relation:
        """Begin with the rarest: an edge with its label, a node, or the words of a phrase."""
        if part.phrases:
            return self.candidates.phrases(part, next(iter(part.phrases)))
        best = min(wanted, key=lambda v: self.candidates.count(part, v))
        count = self.candidates.count(part, best)
        edge = None
        for link in links:
            if isinstance(link, EdgeClause) and not link.dominance and link.source != link.target:
                rows = self.candidates.edge_count(part, link)
                if rows <= count:
                    edge, count = link, rows
        if edge is None:
            candidates = self.candidates.rows(part, best)
            return Relation({best: candidates}, len(candidates))
        links.remove(edge)
        sources, targets = self.candidates.edges(part, edge)
        assert edge.source is not None
        assert edge.target is not None
        return Relation({edge.source: sources, edge.target: targets}, len(targets))

    def _extend(
        self, part: Part, relation: Relation, links: list[Link], wanted: list[Variable]
    ) -> tuple[Relation, Variable]:
        """Bind one more variable by the link that is likely to add the fewest rows."""
        best: tuple[int, Link | None, Variable] = (1 << 60, None, wanted[0])
        for link in links:
            one, two = link_variables(link)
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
            occurrences = self.candidates.phrases(part, new)
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
        if isinstance(chosen, OrderClause) and _is_near(chosen):
            links.remove(chosen)
            return self._extend_near(part, relation, chosen, new), new
        candidates = self.candidates.rows(part, new)
        rows, found = self._in_sentence(relation, candidates)
        return relation.extend(rows, new, candidates[found]), new

    def _cost(self, part: Part, link: Link, new: Variable) -> int:
        if isinstance(link, EdgeClause):
            if link.dominance:
                return 1 << 40
            return 0 if link.source == new else 1 + self.candidates.edge_count(part, link)
        if isinstance(link, OrderClause) and _is_near(link):
            assert link.gap is not None
            assert link.gap[1] is not None
            return (link.gap[1] - link.gap[0]) * len(self.nodes)
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
            mask = self.candidates.mask(part, new)
            if mask is not None:
                keep &= mask[heads]
            return relation.extend(keep, new, heads[keep])
        sources, targets = self.candidates.edges(part, edge)
        assert edge.source is not None
        rows, found = join(relation[edge.source], sources, len(self.nodes))
        return relation.extend(rows, new, targets[found])

    def _extend_path(
        self, part: Part, relation: Relation, edge: EdgeClause, new: Variable
    ) -> Relation:
        mask = self.candidates.mask(part, new)
        if edge.source == new:
            assert edge.target is not None
            rows, above = ancestors(self.nodes.head, relation[edge.target], mask)
            return relation.extend(rows, new, above)
        assert edge.source is not None
        sources = relation[edge.source]
        wanted = np.zeros(len(self.nodes), np.bool_)
        wanted[sources] = True
        candidates = self.candidates.rows(part, new)
        below, above = ancestors(self.nodes.head, candidates, wanted)
        rows, found = join(sources, above, len(self.nodes))
        return relation.extend(rows, new, candidates[below[found]])

    def _extend_near(
        self, part: Part, relation: Relation, order: OrderClause, new: Variable
    ) -> Relation:
        """Bind the nodes that begin or end so many leaves away."""
        nodes = self.nodes
        mask = self.candidates.mask(part, new)
        kept, found = [], []
        assert order.gap is not None
        assert order.gap[1] is not None
        for gap in range(order.gap[0], order.gap[1] + 1):
            if order.right == new:
                known = relation[order.left]
                real = nodes.rank_last[known] >= 0
                near = nodes.starting_at(nodes.rank_last[known] + 1 + gap)
            else:
                known = relation[order.right]
                real = nodes.rank_first[known] > gap
                near = nodes.ending_at(nodes.rank_first[known] - 1 - gap)
            keep = real & (near >= 0)
            keep &= nodes.sent[near] == nodes.sent[known]
            if mask is not None:
                keep &= mask[near]
            kept.append(np.flatnonzero(keep))
            found.append(near[keep])
        rows = np.concatenate(kept)
        check_rows(len(rows))
        return relation.extend(rows, new, np.concatenate(found))

    # Clauses whose variables are all bound.

    def _settle_links(self, relation: Relation, links: list[Link]) -> Relation:
        for link in list(links):
            one, two = link_variables(link)
            if one in relation and two in relation:
                links.remove(link)
                if relation.size:
                    relation = relation.take(self.links.hold(link, relation[one], relation[two]))
        return relation

    # Pairs.

    def _in_sentence(self, relation: Relation, candidates: Ints) -> tuple[Ints, Ints]:
        """Pair each row with the candidates of its sentence."""
        own, theirs = self._sentence_of(relation), self.nodes.sent[candidates]
        return expand(np.searchsorted(theirs, own, "left"), np.searchsorted(theirs, own, "right"))

    def _injective(
        self, relation: Relation, new: Variable, known: set[str], shared: frozenset[Variable]
    ) -> Relation:
        """Keep the rows whose new node differs from every other."""
        keep = np.ones(relation.size, np.bool_)
        for other in known - shared:
            if other[0] != "#":
                keep &= relation[other] != relation[new]
        for other, groups in relation.groups.items():
            keep &= ~groups.contains(relation["#" + other], relation[new])
        return relation if keep.all() else relation.take(keep)

    def _sorted(self, relation: Relation, names: tuple[Variable, ...]) -> Relation:
        keys = [relation[name] for name in reversed(names)]
        if not keys or relation.size < 2:
            return relation
        return relation.take(np.lexsort(keys))


def _empty(query: Query) -> Relation:
    """Give no match at all."""
    none: Ints = np.zeros(0, np.int32)
    repeated = [extra.variable for extra in query.extras if extra.sign != "?"]
    columns = dict.fromkeys([*query.variables, *("#" + name for name in repeated)], none)
    groups = {name: Groups(np.zeros(1, np.int32), none) for name in repeated}
    return Relation(columns, 0, groups)


def _is_near(order: OrderClause) -> bool:
    """Say whether few leaves can stand between, so that they are looked up one by one."""
    return order.gap is not None and order.gap[1] is not None and order.gap[1] <= _NEAR
