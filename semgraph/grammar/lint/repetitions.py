"""Checks of what a pattern, or a filter, says in vain."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import inf

from semgraph.grammar.lint.facts import bounds, implies, place_of, variables_of
from semgraph.grammar.lint.view import RuleView
from semgraph.grammar.scope import Problem, Problems
from semgraph.grammar.syntax import Clause, DistanceClause
from semgraph.types import Variable


def check_twice(view: RuleView) -> Problems:
    """A clause is said twice.

    The second one changes nothing; often another node or value was meant.
    """
    for group in view.conjunctions:
        seen: set[Clause] = set()
        for fact in group.own:
            if fact in seen:
                yield Problem("this is said twice", place_of(fact), "leave one of them out")
            seen.add(fact)


def check_implied(view: RuleView) -> Problems:
    """A clause says nothing new: it always holds, or follows from another one.

    `Number` follows from `Number=Plur`, `X << Y` from `X < Y`, and `X ->> Y` from `X -> Y`.
    """
    for group in view.conjunctions:
        facts = list(dict.fromkeys(group.own))
        implied: dict[int, str] = {}
        for number, fact in enumerate(facts):
            if isinstance(fact, DistanceClause) and not fact.signed:
                least, most = bounds(fact)
                if least <= 1 and most == inf:
                    implied[number] = "this holds of any two tokens"
        by_nodes: dict[frozenset[Variable | None], list[int]] = {}
        for number, fact in enumerate(facts):
            by_nodes.setdefault(frozenset(variables_of(fact)), []).append(number)
        for nodes, own in by_nodes.items():
            wider = [n for other, ns in by_nodes.items() if _may_follow(other, nodes) for n in ns]
            for number in own:
                for other in wider:
                    free = number != other and implied.keys().isdisjoint((number, other))
                    if free and implies(facts[other], facts[number]):
                        at = place_of(facts[other])
                        implied[number] = f"this follows from {at.line}:{at.column}"
        for number, message in implied.items():
            yield Problem(message, place_of(facts[number]), "leave it out")


def _may_follow(strong: frozenset[Variable | None], weak: frozenset[Variable | None]) -> bool:
    """Say whether a fact over some nodes may imply one over others."""
    return strong == weak or (len(strong) == 2 and weak - {None} < strong)


def check_empty(view: RuleView) -> Problems:
    """A block says nothing.

    An empty `pattern` or `with` asks for nothing, and an empty `without` drops every match.
    """
    for block in view.rule.request.blocks:
        if not all(block.alternatives):
            effect = "drops every match" if block.kind == "without" else "asks for nothing"
            yield Problem(f"an empty '{block.kind}' {effect}", block.location, "leave it out")


REPETITION_LINTS: Mapping[str, Callable[[RuleView], Problems]] = {
    "W205": check_twice,
    "W206": check_implied,
    "W207": check_empty,
}
