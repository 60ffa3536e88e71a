"""Checks of the rules of a stage against each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from semgraph.grammar.lint.cover import Pattern, covers
from semgraph.grammar.lint.view import RuleView
from semgraph.grammar.rules import Rule, Stage
from semgraph.grammar.scope import Problem
from semgraph.grammar.syntax import Constant, EdgeClause, NodeClause

RuleProblems = Iterator[tuple[Rule, Problem]]
Key = tuple[str, str]


class _Entry(NamedTuple):
    place: int
    rule: Rule
    pattern: Pattern


def check_shadowed(stage: Stage, views: Sequence[RuleView]) -> RuleProblems:
    """A rule can never win: another one takes the same tokens whenever it matches.

    The other rule asks for the same or for less, collapses the same nodes, and goes first by
    the stage's `overlap`. Put the special rule before the general one, or give it a priority.
    """
    for entry, other in _covered(views):
        if _takes_all(stage, other, entry):
            name = other.rule.name.rpartition("/")[2]
            yield (
                entry.rule,
                Problem(
                    f"this rule never wins: '{name}' on line {other.rule.location.line} takes the"
                    " same tokens whenever it matches",
                    entry.rule.location,
                    "put the special rule before the general one, or raise its priority",
                ),
            )


def check_equal(stage: Stage, views: Sequence[RuleView]) -> RuleProblems:
    """Two rules of a stage have the same pattern.

    One rule can do what both do; if they are to differ, a clause is missing.
    """
    covered = {(e.place, o.place): (e, o) for e, o in _covered(views)}
    for (place, other_place), (entry, other) in covered.items():
        if place < other_place or (other_place, place) not in covered:
            continue
        if not _takes_all(stage, other, entry) and not _takes_all(stage, entry, other):
            name = other.rule.name.rpartition("/")[2]
            yield (
                entry.rule,
                Problem(
                    f"the pattern is that of '{name}' on line {other.rule.location.line}",
                    entry.rule.location,
                    "let one rule do both",
                ),
            )


def _covered(views: Sequence[RuleView]) -> list[tuple[_Entry, _Entry]]:
    """Give each rule with every other one that matches wherever it does."""
    entries = [
        _Entry(place, view.rule, pattern)
        for place, view in enumerate(views)
        if (pattern := Pattern.of(view)) is not None
    ]
    index: dict[Key | None, list[_Entry]] = {}
    sizes: dict[Key, int] = {}
    for entry in entries:
        for keys in _keys(entry):
            for key in keys:
                sizes[key] = sizes.get(key, 0) + 1
    for entry in entries:
        rarest = min(_keys(entry), key=lambda keys: sum(sizes[key] for key in keys), default=None)
        for place in rarest or (None,):
            index.setdefault(place, []).append(entry)
    found = []
    for entry in entries:
        own: set[Key | None] = {None, *(next(iter(keys)) for keys in _keys(entry))}
        near = {o.place: o for key in own for o in index.get(key, ()) if o.place != entry.place}
        found += [(entry, o) for _, o in sorted(near.items()) if covers(o.pattern, entry.pattern)]
    return found


def _keys(entry: _Entry) -> Iterator[tuple[Key, ...]]:
    """Give the constants that each test lets through.

    What a rule asks for is covered by a wider test, so that each of its own constants, the first
    too, is among those of the wider one.
    """
    for fact in entry.pattern.facts:
        if isinstance(fact, NodeClause) and len(fact.alternatives) == 1:
            for test in fact.alternatives[0]:
                constants = [v.text for v in test.values if isinstance(v, Constant)]
                if constants and len(constants) == len(test.values) and not test.negated:
                    yield tuple((test.feature, text) for text in constants)
        elif isinstance(fact, EdgeClause) and fact.label and not fact.label.negated:
            labels = [v.text for v in fact.label.alternatives if isinstance(v, Constant)]
            if labels and len(labels) == len(fact.label.alternatives):
                yield tuple(("->", text) for text in labels)


def _takes_all(stage: Stage, winner: _Entry, loser: _Entry) -> bool:
    """Say whether a rule that matches wherever another does takes all its tokens first."""
    one, other = winner.rule, loser.rule
    if not one.collapse or not other.collapse or (one.kind == "link" and other.kind != "link"):
        return False  # a link may turn out to hold too many meanings
    names = covers(winner.pattern, loser.pattern)
    if names is None:
        return False
    taken = {names.get(v, v) for v in one.collapse.variables}
    return taken == set(other.collapse.variables) and _rank(stage, winner) < _rank(stage, loser)


def _rank(stage: Stage, entry: _Entry) -> tuple[int, int]:
    priority = 0 if stage.overlap == "first" else -entry.rule.priority
    return priority, entry.place


STAGE_LINTS: Mapping[str, Callable[[Stage, Sequence[RuleView]], RuleProblems]] = {
    "W231": check_shadowed,
    "W232": check_equal,
}
