"""Checks of the nodes and edges that a pattern names."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from semgraph.grammar.lint.facts import single_test
from semgraph.grammar.lint.view import RuleView
from semgraph.grammar.scope import Problem, Problems, edge_mentions_of, mentions_of
from semgraph.grammar.syntax import (
    EdgeClause,
    IdClause,
    LexiconColumn,
    Location,
    NodeClause,
)
from semgraph.types import Variable


def check_unused_node(view: RuleView) -> Problems:
    """A node is named and never used.

    A bare `X []` that no other clause and no action names only asks whether the sentence has
    one more token, and makes one match for each.
    """
    for variable, at in _idle(view).items():
        yield Problem(f"'{variable}' is never used", at, "leave it out")


def check_unconnected(view: RuleView) -> Problems:
    """A node is tied to the others by nothing.

    Each of its tokens is then combined with each of theirs. An edge, an order, a distance, a
    comparison or a row of a lexicon ties nodes together.
    """
    idle = _idle(view)
    first: dict[Variable, Location] = {}
    group: dict[Variable, set[Variable]] = {}

    def tie(names: tuple[Variable, ...]) -> None:
        joined = set[Variable]().union(*(group.setdefault(v, {v}) for v in names))
        for member in joined:
            group[member] = joined

    rows: dict[str, tuple[Variable, ...]] = {}
    for block, clause, names in view.mentions:
        if block.kind != "pattern":
            continue
        for variable, at in mentions_of(clause):
            first.setdefault(variable, at)
        tie(() if isinstance(clause, IdClause) else names)
        test = single_test(clause) if isinstance(clause, NodeClause) else None
        for value in test.values if test and not test.negated else ():
            if isinstance(value, LexiconColumn):
                rows[value.lexicon] = (*rows.get(value.lexicon, ()), *names)
    for names in rows.values():
        tie(names)
    anchor = next((v for v in first if v not in idle), None)
    told: set[Variable] = set() if anchor is None else set(group[anchor])
    for variable, at in first.items():
        if variable not in told and variable not in idle:
            yield Problem(
                f"nothing ties '{variable}' to '{anchor}'",
                at,
                "say how they stand to each other: an edge, an order, a distance",
            )
            told |= group[variable]


def check_unused_edge(view: RuleView) -> Problems:
    """An edge is named and its name never used.

    `e: X -> Y` is the same as `X -> Y` unless another clause tests or compares `e`.
    """
    used = {name for _, clause, _ in view.mentions for name, _ in edge_mentions_of(clause)}
    for _, clause, _ in view.mentions:
        if isinstance(clause, EdgeClause) and clause.name and clause.name not in used:
            yield Problem(
                f"the edge '{clause.name}' is never used", clause.location, "leave the name out"
            )


def _idle(view: RuleView) -> dict[Variable, Location]:
    """Give the nodes that only a bare ``X []`` of the pattern names."""
    bare: dict[Variable, Location] = {}
    used = set(view.acted)
    for _, clause, names in view.mentions:
        if isinstance(clause, NodeClause) and clause.alternatives == ((),):
            bare.setdefault(clause.variable, clause.location)
        else:
            used.update(names)
    return {variable: at for variable, at in bare.items() if variable not in used}


NODE_LINTS: Mapping[str, Callable[[RuleView], Problems]] = {
    "W211": check_unused_node,
    "W212": check_unconnected,
    "W213": check_unused_edge,
}
