"""Whether one pattern matches wherever another does, whatever their nodes are called."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from semgraph.grammar.lint.facts import facts_of, implies, renamed, variables_of
from semgraph.grammar.lint.view import RuleView
from semgraph.grammar.scope import edge_mentions_of
from semgraph.grammar.syntax import Clause, DistanceClause, NodeClause
from semgraph.types import Variable

Names = dict[Variable, Variable]
Alternatives = tuple[tuple[Clause, ...], ...]

_MOST_STEPS = 500  # of the search for a renaming; beyond, nothing is claimed


@dataclass(frozen=True)
class Pattern:
    """The pattern of a rule.

    Attributes:
        facts: of its plain blocks, with a bare clause for each node that has no other.
        filters: its other blocks as kind and alternatives.
        nodes: that the pattern binds.
        shared: those written ``X$``.
        kinds: types of the facts but tests, for a quick look.
    """

    facts: tuple[Clause, ...]
    filters: tuple[tuple[str, Alternatives], ...]
    nodes: frozenset[Variable]
    shared: frozenset[Variable]
    kinds: frozenset[object]

    @property
    def excludes_others(self) -> bool:
        """Whether some ``without`` names nodes of its own.

        They differ from all that the pattern binds, so that a pattern of more nodes drops less.
        """
        return any(
            kind == "without" and not self.nodes.issuperset(v for v in variables_of(fact) if v)
            for kind, alternatives in self.filters
            for facts in alternatives
            for fact in facts
        )

    @classmethod
    def of(cls, view: RuleView) -> Pattern | None:
        """Take a rule's pattern.

        ``None`` where it has alternatives, named edges, or nodes that may be missing or many: what
        these come to is not judged.
        """
        request = view.rule.request
        if request.quantified:
            return None
        filters = []
        for block in request.blocks:
            if block.kind == "pattern" and len(block.alternatives) > 1:
                return None
            if block.kind != "pattern":
                filters.append((block.kind, tuple(facts_of(c) for c in block.alternatives)))
        if any(True for _, clause, _ in view.mentions for _ in edge_mentions_of(clause)):
            return None
        named = {v for fact in view.plain for v in variables_of(fact)}
        bare = [
            NodeClause(v, ((),), view.rule.location) for v in sorted(view.bound) if v not in named
        ]
        facts = (*view.plain, *bare)
        return cls(
            facts=facts,
            filters=tuple(filters),
            nodes=view.bound,
            shared=request.shared,
            kinds=frozenset(type(fact) for fact in view.plain if not isinstance(fact, NodeClause)),
        )


def covers(wide: Pattern, narrow: Pattern) -> Names | None:
    """Give names under which a pattern says no more than another, ``None`` if there are none."""
    if len(wide.nodes) > len(narrow.nodes) or not wide.kinds <= narrow.kinds:
        return None
    if len(wide.filters) > len(narrow.filters):
        return None
    if wide.excludes_others and len(wide.nodes) < len(narrow.nodes):
        return None
    for names in _namings(wide, narrow, 0, {}, [_MOST_STEPS]):
        if _filters_hold(wide, narrow, names):
            return names
    return None


def _namings(
    wide: Pattern, narrow: Pattern, number: int, names: Names, steps: list[int]
) -> Iterator[Names]:
    """Find the renamings under which every fact from a number on is implied."""
    if number == len(wide.facts):
        yield names
        return
    fact = wide.facts[number]
    for other in narrow.facts:
        for new in _unified(fact, other, names):
            steps[0] -= 1
            if steps[0] < 0:
                return
            if _is_bare(fact) or implies(other, renamed(fact, new)):
                yield from _namings(wide, narrow, number + 1, new, steps)


def _unified(fact: Clause, other: Clause, names: Names) -> Iterator[Names]:
    """Extend a renaming so that a fact names the nodes of another."""
    own, theirs = variables_of(fact), variables_of(other)
    choices: list[tuple[Variable | None, ...]]
    if isinstance(fact, NodeClause):
        choices = [(v,) for v in dict.fromkeys(theirs)]
    elif type(fact) is not type(other) or len(own) != len(theirs):
        return
    elif isinstance(fact, DistanceClause) and not fact.signed:
        choices = [theirs, theirs[::-1]]
    else:
        choices = [theirs]
    for choice in choices:
        new = dict(names)
        for variable, target in zip(own, choice, strict=True):
            if variable is None:
                continue
            if target is None or new.setdefault(variable, target) != target:
                break
        else:
            if len(set(new.values())) == len(new):
                yield new


def _is_bare(fact: Clause) -> bool:
    return isinstance(fact, NodeClause) and fact.alternatives == ((),)


def _filters_hold(wide: Pattern, narrow: Pattern, names: Names) -> bool:
    """Say whether each filter of a pattern is one of the other's too."""
    theirs = {
        _filter(kind, alternatives, {}, narrow.nodes) for kind, alternatives in narrow.filters
    }
    return all(
        _filter(kind, alternatives, names, wide.nodes) in theirs
        for kind, alternatives in wide.filters
    )


def _filter(
    kind: str, alternatives: Alternatives, names: Names, nodes: frozenset[Variable]
) -> tuple[str, frozenset[frozenset[Clause]]]:
    """Give a filter with its own nodes numbered, in the order of their mention."""
    found = set()
    for facts in alternatives:
        inner = dict.fromkeys(v for f in facts for v in variables_of(f) if v and v not in nodes)
        new = names | {variable: f"#{number}" for number, variable in enumerate(inner)}
        found.add(frozenset(renamed(fact, new) for fact in facts))
    return kind, frozenset(found)
