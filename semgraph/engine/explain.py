"""Why a request has no match: the nearest binding and what it violates, or the filter that drops.

The search goes from what nearly matched to what did not: bindings of the pattern that a filter
drops come first, then those that lack only a repeated node, and last those that violate as few
conditions as possible.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np

from semgraph.engine.asked import short_lexicon
from semgraph.engine.extras import add_extra
from semgraph.engine.match import Matcher
from semgraph.engine.near_phrases import NearEntry
from semgraph.engine.nearest import Nearest, nearest
from semgraph.engine.plan import Extra, Query
from semgraph.engine.puzzle import Costs
from semgraph.engine.relation import Relation
from semgraph.engine.sorting import Sorted, last_of, names_of
from semgraph.engine.told import Broken, Teller
from semgraph.grammar.syntax import Block, Clauses, PhraseClause, Request
from semgraph.types import Bools, Ints, Variable

_TRIED = 20  # matches in which a word that was named is tried as a further node

Kind: TypeAlias = Literal["pattern", "with", "without", "repeated", "room"]


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no match.

    Attributes:
        kind: ``pattern``: conditions do not hold. ``with``, ``without``: a filter drops what the
            pattern matches. ``repeated``: a node that must be there once at least is not, or the
            word that was named is not among the optional and repeated ones.
            ``room``: no sentence has enough words.
        sentence: number of the sentence of the nearest binding, ``-1`` without any.
        binding: nodes of each variable under that binding.
        broken: conditions that do not hold, in the order of the source; of a ``with`` those of
            the alternative that comes nearest.
        block: the filter.
        extension: of a ``without``: what its own variables were bound to.
        variable: the optional or repeated node.
        others: further filters that drop this binding.
        complete: whether no other binding can be nearer; false where the search had a limit.
    """

    kind: Kind
    sentence: int = -1
    binding: Mapping[Variable, tuple[int, ...]] | None = None
    broken: tuple[Broken, ...] = ()
    block: Block | None = None
    extension: Mapping[Variable, tuple[int, ...]] | None = None
    variable: Variable = ""
    others: tuple[Block, ...] = ()
    complete: bool = True


def explain(
    matcher: Matcher,
    request: Request,
    query: Query,
    found: Sorted,
    at: Sequence[Ints] = (),
) -> Failure:
    """Say why a query has no match among the nodes of a matcher.

    Args:
        matcher: over the nodes.
        request: with lexicons named by grammar and name.
        query: planned from it.
        found: its clauses, sorted.
        at: for each word to which a variable must be bound the nodes that it may be.
    """
    return _Explainer(matcher, request, query, found, at).failure()


def rows_at(found: Relation, query: Query, at: Sequence[Ints], matcher: Matcher) -> Bools:
    """Say which matches bind some variable to each of some words."""
    keep = np.ones(found.size, np.bool_)
    for nodes in at:
        hit = np.zeros(found.size, np.bool_)
        for variable in query.variables:
            if variable in found:
                hit |= np.isin(found[variable], nodes)
        for row in np.flatnonzero(keep & ~hit).tolist():
            words = (w for v in query.variables for w in words_of(found, query, v, row, matcher))
            hit[row] = not set(nodes.tolist()).isdisjoint(words)
        keep &= hit
    return keep


def words_of(
    found: Relation, query: Query, variable: Variable, row: int, matcher: Matcher
) -> tuple[int, ...]:
    """Give the nodes that a variable is bound to in a match."""
    if variable not in found:
        return ()
    groups = found.groups.get(variable)
    if groups is None and variable in query.phrases:
        lexicon = matcher.lexicons[query.phrases[variable]]
        occurrences = lexicon.phrases.occurrences(matcher.nodes)
        number = int(found["#" + variable][row])
        start, end = occurrences.start[number : number + 2].tolist()
        return tuple(occurrences.words[start:end].tolist())
    if groups is not None:
        number = int(found["#" + variable][row])
        return tuple(groups.words[groups.start[number] : groups.start[number + 1]].tolist())
    node = int(found[variable][row])
    return (node,) if node >= 0 else ()


class _Explainer:
    def __init__(
        self,
        matcher: Matcher,
        request: Request,
        query: Query,
        found: Sorted,
        at: Sequence[Ints],
    ) -> None:
        self._matcher = matcher
        self._request = request
        self._query = query
        self._sorted = found
        self._at = at
        signs = request.quantifiers
        self._blocks: dict[Variable | None, list[tuple[Block, tuple[Clauses, ...]]]] = {}
        for block, alternatives in found.filters:
            names = [name for clauses in alternatives for c in clauses for name in names_of(c)]
            self._blocks.setdefault(last_of(names, signs), []).append((block, alternatives))

    def failure(self) -> Failure:
        query = self._query
        variables = tuple(name for name in query.core if name[0] != "#")
        core = self._matcher.find(replace(query, variables=variables, filters=(), extras=()))
        if core.size and self._at:
            core = core.take(rows_at(core, query, self._at, self._matcher))
        if not core.size:
            return self._no_pattern()
        masks = [self._matcher.passes(core, block, query.shared) for block in query.filters]
        kept = np.logical_and.reduce([np.ones(core.size, np.bool_), *masks])
        if not kept.any():
            failed = np.sum([~mask for mask in masks], axis=0)
            row = int(np.argmin(failed))
            dropped = [number for number, mask in enumerate(masks) if not mask[row]]
            return self._filtered(core.take(np.array([row])), None, dropped)
        return self._no_repeated(core.take(kept))

    # The pattern itself.

    def _no_pattern(self) -> Failure:
        choices = [
            Costs(self._matcher, clauses, self._request.shared) for clauses in self._sorted.choices
        ]
        nodes = self._matcher.nodes
        sentences = np.unique(nodes.sent)
        for own in self._at:
            sentences = np.intersect1d(sentences, nodes.sent[own])
        near = nearest(choices, sentences.tolist(), at=self._at)
        named = self._named()
        if named is not None and (near is None or len(named.broken) <= near.violations):
            return named
        if near is None:
            return Failure("room")
        costs = choices[near.choice]
        return Failure(
            "pattern",
            near.sentence,
            _bound(near),
            tuple(self._broken(costs, near)),
            complete=near.complete,
        )

    def _broken(self, costs: Costs, near: Nearest) -> list[Broken]:
        broken = Teller(costs).broken(near.binding, near.sentence)
        for clause in costs.clauses:
            if isinstance(clause, PhraseClause) and clause.variable in near.puzzle.near:
                broken.append(_no_phrase(clause, near.puzzle.near[clause.variable]))
        return sorted(broken, key=lambda each: (each.clause.location, each.place))

    # Filters.

    def _filtered(
        self, row: Relation, variable: Variable | None, dropped: Sequence[int]
    ) -> Failure:
        """Say how the first filter that drops a match does so."""
        blocks = self._blocks[variable]
        filters = (
            self._query.filters
            if variable is None
            else next(e.filters for e in self._query.extras if e.variable == variable)
        )
        block, alternatives = blocks[dropped[0]]
        failure = Failure(
            block.kind if block.kind in ("with", "without") else "pattern",
            self._sentence(row),
            self._bindings(row),
            block=block,
            others=tuple(blocks[number][0] for number in dropped[1:]),
        )
        if block.kind == "without":
            for part in filters[dropped[0]].parts:
                if any(int(row[name][0]) < 0 for name in part.outer):
                    continue
                extended = self._matcher.solve(part, row, self._query.shared)
                if extended.size:
                    names = [n for n in (*part.outer, *part.variables) if n in extended]
                    extension = {name: (int(extended[name][0]),) for name in names}
                    return replace(failure, extension=extension)
        choices = [Costs(self._matcher, c, self._request.shared) for c in alternatives]
        fixed = self._fixed(row)
        taken = [int(node) for nodes in fixed.values() for node in nodes]
        near = nearest(choices, [failure.sentence], fixed=fixed, taken=taken)
        if near is None:
            return failure
        inner = {name: nodes for name, nodes in _bound(near).items() if name not in fixed}
        return replace(
            failure,
            broken=tuple(self._broken(choices[near.choice], near)),
            extension=inner,
            complete=near.complete,
        )

    # Repeated nodes.

    def _no_repeated(self, found: Relation) -> Failure:
        for extra in self._query.extras:
            more = add_extra(found, extra, self._query, self._matcher)
            if not more.size:
                return self._missing(found.take(np.array([0])), extra)
            found = more
        return self._no_pattern()  # the words of `at` are bound by no match

    def _named(self) -> Failure | None:
        """Say what keeps the one word that was named from being an optional or repeated node."""
        if len(self._at) != 1 or not self._query.extras:
            return None
        variables = tuple(name for name in self._query.core if name[0] != "#")
        found = self._matcher.find(replace(self._query, variables=variables, extras=()))
        own = self._matcher.nodes.sent[self._at[0]]
        failures = []
        for extra in self._query.extras:
            if not found.size:
                break
            here = [row for row in range(found.size) if self._sentence(found, row) in own]
            for row in here[:_TRIED]:
                failure = self._missing(found.take(np.array([row])), extra, self._at)
                if failure.broken or failure.block is not None:
                    failures.append(failure)
            found = add_extra(found, extra, self._query, self._matcher)
        return min(failures, key=lambda failure: len(failure.broken), default=None)

    def _missing(self, row: Relation, extra: Extra, at: Sequence[Ints] = ()) -> Failure:
        costs = Costs(self._matcher, self._sorted.tied[extra.variable], self._request.shared)
        fixed = self._fixed(row)
        sentence = self._sentence(row)
        taken = [node for nodes in self._bindings(row).values() for node in nodes]
        failure = Failure("repeated", sentence, self._bindings(row), variable=extra.variable)
        near = nearest([costs], [sentence], fixed=fixed, at=at, taken=taken)
        if near is None:
            return failure
        binding = self._bindings(row) | _bound(near)
        broken = self._broken(costs, near)
        if broken:
            return replace(failure, binding=binding, broken=tuple(broken))
        node = np.array([near.binding[extra.variable]], np.int32)
        bound = Relation(row.columns | {extra.variable: node}, 1, row.groups)
        dropped = [
            number
            for number, block in enumerate(extra.filters)
            if not self._matcher.passes(bound, block, self._query.shared)[0]
        ]
        if not dropped:
            return replace(failure, binding=binding)
        inner = self._filtered(bound, extra.variable, dropped)
        return replace(inner, variable=extra.variable)

    # Bindings.

    def _fixed(self, row: Relation) -> Mapping[Variable, Ints]:
        """Give the node of each variable that is bound to one, none for what is missing."""
        names = [*self._query.core, *(extra.variable for extra in self._query.extras)]
        return {
            name: row[name][row[name] >= 0]
            for name in names
            if name in row and name not in row.groups
        }

    def _bindings(self, row: Relation) -> dict[Variable, tuple[int, ...]]:
        names = [name for name in self._query.variables if name in row]
        return {
            name: words
            for name in names
            if (words := words_of(row, self._query, name, 0, self._matcher))
        }

    def _sentence(self, found: Relation, row: int = 0) -> int:
        if "#sent" in found:
            return int(found["#sent"][row])
        return int(self._matcher.nodes.sent[found[self._query.core[0]][row]])


def _bound(near: Nearest) -> dict[Variable, tuple[int, ...]]:
    """Give the nodes of each variable that has a name of its own."""
    bound = {
        name: near.words.get(name, (node,)) for name, node in near.binding.items() if name[0] != "#"
    }
    return bound | {name: entry.nodes for name, entry in near.puzzle.near.items() if entry.nodes}


def _no_phrase(clause: PhraseClause, entry: NearEntry) -> Broken:
    lexicon = short_lexicon(clause.lexicon)
    if entry.row < 0:
        message = f"no entry of {lexicon} stands here: {entry.reason}"
    else:
        message = f'no entry of {lexicon} stands here; "{entry.phrase}" comes nearest: '
        message += entry.reason
    return Broken(
        clause, clause.location, (clause.variable,), entry.nodes, "", entry.phrase, message
    )
