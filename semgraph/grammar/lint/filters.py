"""Checks of ``with`` and ``without`` against the pattern that they filter."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from semgraph.grammar.lint.facts import facts_of, implies
from semgraph.grammar.lint.view import RuleView
from semgraph.grammar.scope import Problem, Problems, binds, edge_mentions_of
from semgraph.grammar.syntax import Block, Clauses, MetaClause


def check_apart(view: RuleView) -> Problems:
    """A filter names no node of the pattern.

    It then holds, or not, for the whole sentence at once: `without { N [upos=NOUN] }` drops
    every match in a sentence that has a noun anywhere.
    """
    outside = {v for block, _, names in view.mentions if block.kind == "pattern" for v in names}
    for block in view.rule.request.blocks:
        if block.kind not in ("with", "without"):
            continue
        own = [(c, names) for other, c, names in view.mentions if other is block]
        named = {variable for _, names in own for variable in names}
        edges = any(True for c, _ in own for _ in edge_mentions_of(c))
        meta = any(isinstance(c, MetaClause) for c, _ in own)
        if named and named.isdisjoint(outside) and not edges and not meta:
            yield Problem(
                f"this '{block.kind}' names no node of the pattern",
                block.location,
                "say how it is tied to the pattern's nodes",
            )


def check_without_holds(view: RuleView) -> Problems:
    """A `without` says what the pattern says, so that the rule never matches.

    Every match of the pattern can be extended to it, and is dropped.
    """
    for block in _holding(view, "without"):
        yield Problem(
            "the pattern says all of this already, so every match is dropped",
            block.location,
            "the rule never matches",
        )


def check_with_holds(view: RuleView) -> Problems:
    """A `with` says what the pattern says already.

    It keeps every match, so it can be left out.
    """
    for block in _holding(view, "with"):
        yield Problem(
            "the pattern says all of this already, so every match is kept",
            block.location,
            "leave it out",
        )


def _holding(view: RuleView, kind: str) -> Iterator[Block]:
    """Give the filters one of whose alternatives follows from the pattern."""
    for block in view.rule.request.blocks:
        if block.kind == kind and any(_follows(clauses, view) for clauses in block.alternatives):
            yield block


def _follows(clauses: Clauses, view: RuleView) -> bool:
    return (
        bool(clauses)
        and binds(clauses) <= view.bound
        and all(any(implies(given, fact) for given in view.plain) for fact in facts_of(clauses))
    )


FILTER_LINTS: Mapping[str, Callable[[RuleView], Problems]] = {
    "W221": check_apart,
    "W222": check_without_holds,
    "W223": check_with_holds,
}
