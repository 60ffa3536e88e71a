"""What clauses cost: how many of their conditions every binding of a sentence would violate.

A cost is one integer whose high digits count violated conditions; the digits below settle ties:
edges that are not there, labels that differ in their universal part, words that are not the ones
asked for, and how far apart the nodes of a clause stand.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from semgraph.engine.match import Matcher
from semgraph.engine.near_phrases import NearEntry, nearest_entry
from semgraph.engine.phrases import Occurrences
from semgraph.engine.plan import LexiconJoin, joins_of
from semgraph.engine.sentences import sentence_mask
from semgraph.engine.sorting import names_of
from semgraph.engine.values import label_features
from semgraph.errors import InternalError
from semgraph.grammar.syntax import (
    Clause,
    Constant,
    EdgeClause,
    EdgeTestClause,
    FeatureTests,
    GlobalClause,
    LabelTest,
    MetaClause,
    NodeClause,
    PhraseClause,
)
from semgraph.types import Bools, Ints, Longs, Variable

VIOLATION = 1 << 44
NEVER = 1 << 58  # of a binding that is none, as of two variables to one word
_NO_EDGE = 1 << 36
_OTHER_RELATION = 1 << 30
_OTHER_WORD = 1 << 26
_BLANK = 1 << 24
_FARTHEST = (1 << 18) - 1
_LEXICAL = ("form", "lemma", "key")  # features that tell a word


@dataclass(slots=True)
class Puzzle:
    """A sentence and what a conjunction asks of it, as tables of costs.

    Attributes:
        variables: to be bound.
        nodes: for each variable the nodes that it can be bound to.
        costs: for each variable what each of them costs by itself.
        pairs: for each two variables, the lower place first, what each pair costs.
        base: what the sentence costs whatever is bound.
        joins: lexicon rows that more than two variables share.
        near: what phrase variables that stand nowhere come nearest to.
        rows: the occurrences of each phrase variable that stands somewhere.
    """

    variables: tuple[Variable, ...]
    nodes: list[Ints]
    costs: list[Longs]
    pairs: dict[tuple[int, int], Longs]
    base: int = 0
    joins: list[LexiconJoin] = field(default_factory=list)
    near: dict[Variable, NearEntry] = field(default_factory=dict)
    rows: dict[Variable, Ints] = field(default_factory=dict)

    def pair(self, one: int, two: int) -> Longs | None:
        """Give the costs of a pair of variables, a row for each node of the first."""
        if one < two:
            return self.pairs.get((one, two))
        table = self.pairs.get((two, one))
        return None if table is None else table.T

    def charge(self, one: int, two: int, costs: Longs) -> None:
        """Add costs to pairs of variables, a row for each node of the first."""
        if one > two:
            one, two, costs = two, one, costs.T
        table = self.pairs.get((one, two))
        self.pairs[one, two] = costs if table is None else table + costs


class Costs:
    """Works out the costs of a conjunction of clauses.

    Args:
        matcher: over the nodes.
        clauses: those about edges speak of their dependents.
        shared: variables that need not differ from the others.
    """

    def __init__(
        self, matcher: Matcher, clauses: Sequence[Clause], shared: Collection[Variable]
    ) -> None:
        self.matcher = matcher
        self.clauses = clauses
        self.variables = tuple(dict.fromkeys(v for c in clauses for v in names_of(c)))
        self.phrases = {c.variable: c.lexicon for c in clauses if isinstance(c, PhraseClause)}
        self._shared = shared
        self._joins = list(joins_of([c for c in clauses if isinstance(c, NodeClause)]))

    def puzzle(
        self,
        sentence: int,
        fixed: Mapping[Variable, Ints],
        pinned: Mapping[Variable, Ints],
        taken: Sequence[int] = (),
    ) -> Puzzle:
        """Set up the tables of a sentence.

        Args:
            sentence: its number in the batch.
            fixed: variables that are bound already, each to one node; to none if it is missing.
            pinned: variables that can be bound to some nodes only.
            taken: nodes that are bound outside, from which all others must differ.
        """
        nodes = self.matcher.nodes
        own = np.flatnonzero(nodes.sent == sentence).astype(np.int32)
        rows = {name: self._rows(name, own, pinned.get(name)) for name in self.phrases}
        near = {
            name: nearest_entry(
                self.matcher.lexicons[self.phrases[name]], nodes, own, pinned.get(name)
            )
            for name, found in rows.items()
            if not len(found)
        }
        bound = [v for v in self.variables if v not in near and len(fixed.get(v, own))]
        found = Puzzle(tuple(bound), [], [], {}, near=near, rows=rows)
        for entry in near.values():
            found.base += VIOLATION + _OTHER_RELATION * min(len(entry.missing), 9)
        for variable in bound:
            if variable in fixed:
                may = fixed[variable]
            elif variable in rows:
                may = self.occurrences(variable).anchor[rows[variable]]
            else:
                may = own[np.isin(own, pinned[variable])] if variable in pinned else own
                if variable not in self._shared and variable[0] != "#":
                    may = may[~np.isin(may, taken)]
            found.nodes.append(may)
            found.costs.append((nodes.rank_first[may] < 0).astype(np.int64) * _BLANK)
        self._keep_apart(found, rows)
        for clause in self.clauses:
            self._charge(found, clause, sentence)
        for join in self._joins:
            self._charge_join(found, join)
        return found

    def least(self, fixed: Collection[Variable]) -> Longs:
        """Give a lower bound on the violations of each sentence: nodes judged one by one."""
        nodes = self.matcher.nodes
        sentences = int(nodes.sent.max(initial=-1)) + 1
        total = np.zeros(sentences, np.int64)
        every = np.arange(len(nodes), dtype=np.int32)
        for variable in self.variables:
            if variable in fixed or variable in self.phrases:
                continue
            lowest = np.full(sentences, NEVER, np.int64)
            np.minimum.at(lowest, nodes.sent, self._single(variable, every))
            total += lowest // VIOLATION
        return total

    # Phrases.

    def occurrences(self, variable: Variable) -> Occurrences:
        """Give where the entries of a phrase variable's lexicon stand."""
        index = self.matcher.lexicons[self.phrases[variable]]
        return index.phrases.occurrences(self.matcher.nodes)

    def _rows(self, variable: Variable, own: Ints, pinned: Ints | None) -> Ints:
        """Give the occurrences in a sentence, of those that hold a pinned node if there is one."""
        found = self.occurrences(variable)
        rows = np.flatnonzero(np.isin(found.anchor, own))
        if pinned is not None:
            hit = [np.isin(found.words[found.start[r] : found.start[r + 1]], pinned) for r in rows]
            rows = rows[[bool(inside.any()) for inside in hit]] if len(rows) else rows
        return rows.astype(np.int32)

    def _keep_apart(self, found: Puzzle, rows: Mapping[Variable, Ints]) -> None:
        """Charge what is no match: two variables on one node, a node inside of a phrase."""
        for two, second in enumerate(found.variables):
            for one, first in enumerate(found.variables[:two]):
                if not {first, second}.isdisjoint(self._shared) or "#" in (first[0], second[0]):
                    continue
                same = found.nodes[one][:, None] == found.nodes[two]
                for place, phrase, other in ((one, first, two), (two, second, one)):
                    if phrase in rows and found.variables[other] not in self.phrases:
                        inside = self._inside(phrase, rows[phrase], found.nodes[other])
                        same |= inside if place == one else inside.T
                found.charge(one, two, same * np.int64(NEVER))

    def _inside(self, phrase: Variable, rows: Ints, nodes: Ints) -> Bools:
        one, two = np.repeat(rows, len(nodes)), np.tile(nodes, len(rows))
        inside = self.occurrences(phrase).contains(one, two)
        return inside.reshape(len(rows), len(nodes))

    # Clauses.

    def _charge(self, found: Puzzle, clause: Clause, sentence: int) -> None:
        names = names_of(clause)
        if isinstance(clause, GlobalClause | MetaClause):
            holds = bool(sentence_mask(clause, self.matcher.nodes)[sentence])
            found.base += 0 if holds else VIOLATION
            return
        if isinstance(clause, PhraseClause):
            return
        if any(name not in found.variables for name in names):
            absent = any(name not in found.near for name in names if name not in found.variables)
            found.base += VIOLATION if absent else 0
            return
        places = [found.variables.index(name) for name in names]
        one, two = places[0], places[-1]
        if one == two:
            found.costs[one] = found.costs[one] + self.cost(clause, *[found.nodes[one]] * 2)
            return
        left, right = found.nodes[one], found.nodes[two]
        pairs = np.repeat(left, len(right)), np.tile(right, len(left))
        first = self.matcher.nodes.first
        apart = np.minimum(np.abs(first[pairs[0]] - first[pairs[1]]), _FARTHEST)
        costs = self.cost(clause, *pairs) + apart
        found.charge(one, two, costs.reshape(len(left), len(right)))

    def _single(self, variable: Variable, nodes: Ints) -> Longs:
        """Give what the clauses over one variable alone cost."""
        cost = np.zeros(len(nodes), np.int64)
        for clause in self.clauses:
            if set(names_of(clause)) == {variable}:
                cost += self.cost(clause, nodes, nodes)
        return cost

    def cost(self, clause: Clause, one: Ints, two: Ints) -> Longs:
        """Give what a clause costs, pair by pair; a clause over one variable asks the second."""
        match clause:
            case NodeClause(_, alternatives):
                return self._node_costs(alternatives, two).min(axis=0)
            case EdgeClause(source=None, label=label):
                return self._label_cost(label, two)
            case EdgeClause(target=None):
                return self._outgoing(clause, two)
            case EdgeClause(dominance=False, label=label):
                missing = self.matcher.nodes.head[two] != one
                return missing * np.int64(VIOLATION + _NO_EDGE) + self._label_cost(label, two)
            case EdgeClause():
                missing = ~self.matcher.links.hold(clause, one, two)
                return missing * np.int64(VIOLATION + _NO_EDGE)
            case PhraseClause():
                return np.zeros(len(one), np.int64)
            case EdgeTestClause() | GlobalClause() | MetaClause():
                raise InternalError(f"no clause over nodes: {clause}")
            case _:
                return ~self.matcher.links.hold(clause, one, two) * np.int64(VIOLATION)

    def _node_costs(self, alternatives: Sequence[FeatureTests], nodes: Ints) -> Longs:
        """Give what the failing tests of each alternative cost, a row for each."""
        rows = np.zeros((len(alternatives), len(nodes)), np.int64)
        for row, tests in zip(rows, alternatives, strict=True):
            for test in tests:
                price = VIOLATION + (_OTHER_WORD if test.feature in _LEXICAL else 0)
                row += ~self.matcher.candidates.test(test)[nodes] * np.int64(price)
        return rows

    def _label_cost(self, label: LabelTest | None, dependents: Ints) -> Longs:
        if label is None:
            return np.zeros(len(dependents), np.int64)
        wrong = ~self.matcher.nodes.label(label)[dependents]
        cost = wrong * np.int64(VIOLATION)
        if wrong.any():
            asked = universal_parts(label)
            labels = self.matcher.nodes.column("deprel")[dependents]
            decode = self.matcher.nodes.strings.decode
            parts = [label_features(text).get("1", "") for text in decode(labels)]
            other = np.array([part not in asked for part in parts], np.bool_)
            cost += (wrong & other) * np.int64(_OTHER_RELATION)
        return cost

    def _outgoing(self, clause: EdgeClause, sources: Ints) -> Longs:
        """Judge an edge to some dependent: there is one, and the label of one fits."""
        nodes = self.matcher.nodes
        real = nodes.head >= 0
        some, fits = np.zeros(len(nodes), np.bool_), np.zeros(len(nodes), np.bool_)
        some[nodes.head[real]] = True
        if clause.label is None:
            return ~some[sources] * np.int64(VIOLATION + _NO_EDGE)
        fits[nodes.head[real & nodes.label(clause.label)]] = True
        return ~some[sources] * np.int64(VIOLATION + _NO_EDGE) + ~fits[sources] * np.int64(
            VIOLATION
        )

    # Lexicon rows.

    def _charge_join(self, found: Puzzle, join: LexiconJoin) -> None:
        names = list(dict.fromkeys(variable for variable, _ in join.features))
        if any(name not in found.variables for name in names):
            return
        if len(names) > 2:
            found.joins.append(join)
            return
        one, two = found.variables.index(names[0]), found.variables.index(names[-1])
        left, right = found.nodes[one], found.nodes[two]
        if one == two:
            broken = self.join_broken(join, {names[0]: left})
            found.costs[one] = found.costs[one] + broken * np.int64(VIOLATION)
            return
        pairs = {names[0]: np.repeat(left, len(right)), names[1]: np.tile(right, len(left))}
        broken = self.join_broken(join, pairs).reshape(len(left), len(right))
        found.charge(one, two, broken * np.int64(VIOLATION))

    def join_broken(self, join: LexiconJoin, bound: Mapping[Variable, Ints]) -> Bools:
        """Say where values that each stand in their column stand in no row together."""
        index, nodes = self.matcher.lexicons[join.lexicon], self.matcher.nodes
        columns = [nodes.column(feature)[bound[variable]] for variable, feature in join.features]
        broken = ~index.has_row(join.columns, columns, nodes.strings)
        for name, column in zip(join.columns, columns, strict=True):
            broken &= index.has_row((name,), [column], nodes.strings)
        return broken


def universal_parts(label: LabelTest) -> set[str]:
    """Give the universal parts of the labels that a test asks for."""
    found = set()
    for alternative in label.alternatives:
        if isinstance(alternative, Constant):
            found.add(label_features(alternative.text).get("1", ""))
        elif isinstance(alternative, tuple):
            for test in alternative:
                if test.feature == "1" and not test.negated:
                    found |= {value.text for value in test.values if isinstance(value, Constant)}
    return found
