"""Checks of what a pattern, or a filter, says as a whole: contradictions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import combinations
from math import inf

from semgraph.grammar.lint.facts import (
    bounds,
    excludes,
    label_as_test,
    place_of,
    shown,
    single_test,
)
from semgraph.grammar.lint.view import Conjunction, RuleView
from semgraph.grammar.scope import Problem, Problems
from semgraph.grammar.syntax import (
    Clause,
    Constant,
    DistanceClause,
    EdgeClause,
    FeatureTest,
    Location,
    NodeClause,
    OrderClause,
)
from semgraph.types import Variable

Below = dict[Variable, set[Variable]]
Test = tuple[FeatureTest, Location]


def check_tests(view: RuleView) -> Problems:
    """Two tests of one node exclude each other.

    No token is both NOUN and VERB, and none has a feature that it lacks. The label of an edge
    is the `deprel` of its lower end, so the two are compared as well.
    """
    for group in view.conjunctions:
        known: dict[tuple[Variable, str], list[Test]] = {}
        for variable, test, at in _tests(group.given):
            known.setdefault((variable, test.feature), []).append((test, at))
        for variable, test, at in _tests(group.own):
            others = known.setdefault((variable, test.feature), [])
            for other, other_at in others:
                if excludes(test, other):
                    first, second = sorted([(other_at, other), (at, test)], key=lambda x: x[0])
                    yield Problem(
                        f"'{variable}' cannot have both {shown(first[1])} and {shown(second[1])}",
                        at,
                        group.consequence,
                    )
                    break
            others.append((test, at))
        for fact in group.own:
            if isinstance(fact, NodeClause) and len(fact.alternatives) > 1:
                yield from _hopeless(fact, known, group)


def _hopeless(
    fact: NodeClause, known: Mapping[tuple[Variable, str], list[Test]], group: Conjunction
) -> Problems:
    """Refuse alternatives all of which other tests of the node exclude."""

    def lost(alternative: tuple[FeatureTest, ...]) -> bool:
        return any(
            excludes(test, other)
            for test in alternative
            for other, _ in known.get((fact.variable, test.feature), ())
        ) or any(excludes(one, other) for one, other in combinations(alternative, 2))

    if all(map(lost, fact.alternatives)):
        yield Problem(
            f"other tests of '{fact.variable}' exclude all of these alternatives",
            fact.location,
            group.consequence,
        )


def _tests(facts: Iterable[Clause]) -> Iterator[tuple[Variable, FeatureTest, Location]]:
    for fact in facts:
        test = single_test(fact)
        derived = label_as_test(fact)
        if test is not None and isinstance(fact, NodeClause):
            yield fact.variable, test, place_of(fact)
        elif derived:
            yield derived[0], derived[1], fact.location


def check_order(view: RuleView) -> Problems:
    """Clauses of order contradict each other.

    Nothing stands before itself, directly or by way of others, and only one token stands just
    before or just behind another.
    """
    for group in view.conjunctions:
        before: Below = {}
        next_to: dict[tuple[Variable, bool], Variable] = {}
        for fact, own in group.facts:
            if not isinstance(fact, OrderClause):
                continue
            left, right = fact.left, fact.right
            circle = left == right or left in _reach(right, before)
            before.setdefault(left, set()).add(right)
            message = f"'{left}' cannot stand before '{right}', which stands before it"
            if left == right:
                message = f"'{left}' cannot stand before itself"
            clash = None
            if fact.gap == (0, 0) and _single(view, left, right):
                for end, other, forward in ((left, right, True), (right, left, False)):
                    first = next_to.setdefault((end, forward), other)
                    if first != other:
                        side = "behind" if forward else "before"
                        clash = f"'{first}' and '{other}' cannot both stand just {side} '{end}'"
            if own and (circle or clash):
                yield Problem(message if circle else clash or "", fact.location, group.consequence)


def _single(view: RuleView, *variables: Variable) -> bool:
    """Say whether nodes are certainly one token each, different from all others."""
    request = view.rule.request
    return request.shared.isdisjoint(variables) and request.quantifiers.keys().isdisjoint(variables)


def check_distance(view: RuleView) -> Problems:
    """A distance is asked for that no two tokens have.

    Two tokens are at least one leaf apart. `delta(X,Y)` is positive when Y comes after X, so it
    must agree with the clauses of order and with the other distances of the pair.
    """
    for group in view.conjunctions:
        before: Below = {}
        for fact, _ in group.facts:
            if isinstance(fact, OrderClause):
                before.setdefault(fact.left, set()).add(fact.right)
        known: dict[tuple[Variable, Variable], list[DistanceClause]] = {}
        for fact, own in group.facts:
            if not isinstance(fact, DistanceClause) or fact.left == fact.right:
                continue
            pair = (min(fact.left, fact.right), max(fact.left, fact.right))
            clauses = known.setdefault(pair, [])
            clauses.append(fact)
            if not own:
                continue
            if not _possible([fact], pair, {}):
                what = "delta" if fact.signed else "length"
                message = f"no two tokens have {what} {fact.comparison} {fact.number}"
            elif not _possible(clauses, pair, {}):
                message = f"the distances of '{pair[0]}' and '{pair[1]}' contradict each other"
            elif not _possible(clauses, pair, before):
                message = "this distance contradicts the order of the two"
            else:
                continue
            yield Problem(message, fact.location, group.consequence)


def _possible(
    clauses: Iterable[DistanceClause], pair: tuple[Variable, Variable], before: Below
) -> bool:
    """Say whether some distance passes all clauses of a pair."""
    ranges = {1: (1.0, inf), -1: (1.0, inf)}  # of the length, by the sign of delta(*pair)
    if pair[1] in _reach(pair[0], before):
        del ranges[-1]
    elif pair[0] in _reach(pair[1], before):
        del ranges[1]
    for clause in clauses:
        low, high = bounds(clause)
        for sign in tuple(ranges):
            least, most = low, high
            if clause.signed and (sign == 1) != ((clause.left, clause.right) == pair):
                least, most = -high, -low
            ranges[sign] = max(ranges[sign][0], least), min(ranges[sign][1], most)
    return any(least <= most for least, most in ranges.values())


def check_edges(view: RuleView) -> Problems:
    """Edges that no tree has together: a circle, two governors, a root below something.

    A token hangs from one other token at most, and the root from none.
    """
    for group in view.conjunctions:
        below: Below = {}
        governor: dict[Variable, Variable] = {}
        hanging: set[Variable] = set()  # by edges whose label does not say so
        roots = {variable for variable, test, _ in _tests(group.given) if _is_root(test)}
        for fact, own in group.facts:
            if isinstance(fact, NodeClause):
                test = single_test(fact)
                if test and _is_root(test):
                    roots.add(fact.variable)
                message = None
                if test and _is_root(test) and fact.variable in hanging:
                    message = _ROOT.format(fact.variable)
            elif isinstance(fact, EdgeClause) and fact.source and fact.target:
                message = _impossible(fact, below, governor, roots, view)
                below.setdefault(fact.source, set()).add(fact.target)
                if not label_as_test(fact):
                    hanging.add(fact.target)
                if not fact.dominance:
                    governor.setdefault(fact.target, fact.source)
            else:
                continue
            if message and own:
                yield Problem(message, place_of(fact), group.consequence)


_ROOT = "'{}' is a root, which hangs from nothing"


def _impossible(
    fact: EdgeClause,
    below: Below,
    governor: dict[Variable, Variable],
    roots: set[str],
    view: RuleView,
) -> str | None:
    source, target = fact.source, fact.target
    assert source is not None
    assert target is not None
    if source == target:
        return f"'{source}' cannot hang from itself"
    if source in _reach(target, below):
        return f"'{target}' cannot hang from '{source}', which hangs from it"
    first = governor.get(target, source)
    if first != source and not fact.dominance and _single(view, source, first, target):
        return f"'{target}' cannot hang from both '{first}' and '{source}'"
    if _is_root_label(fact) or (target in roots and not label_as_test(fact)):
        return _ROOT.format(target)
    return None


def _is_root_label(fact: EdgeClause) -> bool:
    derived = label_as_test(fact)
    return derived is not None and _is_root(derived[1])


def _is_root(test: FeatureTest) -> bool:
    return test.feature == "deprel" and not test.negated and test.values == (Constant("root"),)


def _reach(start: Variable, edges: Below) -> set[Variable]:
    """Give the nodes that a path of one edge or more leads to."""
    reached: set[Variable] = set()
    waiting = [start]
    while waiting:
        new = edges.get(waiting.pop(), set()) - reached
        reached |= new
        waiting += new
    return reached


PATTERN_LINTS: Mapping[str, Callable[[RuleView], Problems]] = {
    "W201": check_tests,
    "W202": check_order,
    "W203": check_distance,
    "W204": check_edges,
}
