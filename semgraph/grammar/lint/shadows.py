"""Checks of the rules of a stage against each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from semgraph.grammar.lint.cover import Names, Pattern, covers
from semgraph.grammar.lint.view import RuleView
from semgraph.grammar.rules import Rule, Stage
from semgraph.grammar.scope import Problem
from semgraph.grammar.syntax import Constant, EdgeClause, NodeClause

RuleProblems = Iterator[tuple[Rule, Problem]]
Key = tuple[str, str]


class Entry(NamedTuple):
    """A rule with its place in the stage."""

    place: int
    rule: Rule
    pattern: Pattern
    keys: tuple[tuple[Key, ...], ...]


class Cover(NamedTuple):
    """Two rules, the second of which matches wherever the first does."""

    narrow: Entry
    wide: Entry
    names: Names


def check_shadowed(stage: Stage, covers: Sequence[Cover]) -> RuleProblems:
    """A rule can never win: another one takes the same tokens whenever it matches.

    The other rule asks for the same or for less, collapses the same nodes, and goes first by
    the stage's `overlap`. Put the special rule before the general one, or give it a priority.
    """
    for cover in covers:
        entry, other, _ = cover
        if _takes_all(stage, cover):
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


def check_equal(stage: Stage, covers: Sequence[Cover]) -> RuleProblems:
    """Two rules of a stage have the same pattern.

    One rule can do what both do; if they are to differ, a clause is missing.
    """
    found = {(cover.narrow.place, cover.wide.place): cover for cover in covers}
    for (place, other_place), (entry, other, _) in found.items():
        back = found.get((other_place, place))
        if place < other_place or back is None:
            continue
        if not _takes_all(stage, found[place, other_place]) and not _takes_all(stage, back):
            name = other.rule.name.rpartition("/")[2]
            yield (
                entry.rule,
                Problem(
                    f"the pattern is that of '{name}' on line {other.rule.location.line}",
                    entry.rule.location,
                    "let one rule do both",
                ),
            )


def covers_of(views: Sequence[RuleView]) -> list[Cover]:
    """Give each rule with every other one of its stage that matches wherever it does."""
    entries = [
        Entry(place, view.rule, pattern, tuple(_keys(pattern)))
        for place, view in enumerate(views)
        if (pattern := Pattern.of(view)) is not None
    ]
    sizes = Counter(key for entry in entries for keys in entry.keys for key in keys)
    index: dict[Key | None, list[Entry]] = {}
    for entry in entries:
        rarest = min(entry.keys, key=lambda keys: sum(sizes[key] for key in keys), default=None)
        for key in rarest or (None,):
            index.setdefault(key, []).append(entry)
    found = []
    for entry in entries:
        own = {None, *(keys[0] for keys in entry.keys)}
        near = {o.place: o for key in own for o in index.get(key, ()) if o.place != entry.place}
        for _, other in sorted(near.items()):
            names = covers(other.pattern, entry.pattern)
            if names is not None:
                found.append(Cover(entry, other, names))
    return found


def _keys(pattern: Pattern) -> Iterator[tuple[Key, ...]]:
    """Give the constants that each test lets through.

    What a rule asks for is covered by a wider test, so that each of its own constants, the first
    too, is among those of the wider one.
    """
    for fact in pattern.facts:
        if isinstance(fact, NodeClause) and len(fact.alternatives) == 1:
            for test in fact.alternatives[0]:
                constants = [v.text for v in test.values if isinstance(v, Constant)]
                if constants and len(constants) == len(test.values) and not test.negated:
                    yield tuple((test.feature, text) for text in constants)
        elif isinstance(fact, EdgeClause) and fact.label and not fact.label.negated:
            labels = [v.text for v in fact.label.alternatives if isinstance(v, Constant)]
            if labels and len(labels) == len(fact.label.alternatives):
                yield tuple(("->", text) for text in labels)


def _takes_all(stage: Stage, cover: Cover) -> bool:
    """Say whether the wide rule takes all tokens of the narrow one before it."""
    one, other = cover.wide.rule, cover.narrow.rule
    if not one.collapse or not other.collapse or (one.kind == "link" and other.kind != "link"):
        return False  # a link may turn out to hold too many meanings
    taken = {cover.names.get(v, v) for v in one.collapse.variables}
    same = taken == set(other.collapse.variables)
    return same and _rank(stage, cover.wide) < _rank(stage, cover.narrow)


def _rank(stage: Stage, entry: Entry) -> tuple[int, int]:
    priority = 0 if stage.overlap == "first" else -entry.rule.priority
    return priority, entry.place


STAGE_LINTS: Mapping[str, Callable[[Stage, Sequence[Cover]], RuleProblems]] = {
    "W231": check_shadowed,
    "W232": check_equal,
}
