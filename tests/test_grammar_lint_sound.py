"""What the linter claims of a pattern holds of every parse: the engine finds no counterexample."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from semgraph.engine import find
from semgraph.engine.nodes import Nodes
from semgraph.errors import RequestError
from semgraph.grammar.lint.cover import Pattern, covers
from semgraph.grammar.lint.facts import facts_of, implies, renamed, variables_of
from semgraph.grammar.lint.filters import check_with_holds, check_without_holds
from semgraph.grammar.lint.patterns import check_distance, check_edges, check_order, check_tests
from semgraph.grammar.lint.view import FileView, RuleView
from semgraph.grammar.rules import GrammarTree, Rule, Stage
from semgraph.grammar.scope import Problem
from semgraph.grammar.source import Source
from semgraph.grammar.syntax import (
    Block,
    Clause,
    DistanceClause,
    EdgeClause,
    EdgeOrderClause,
    IdClause,
    Location,
    MeasureClause,
    NodeClause,
    OrderClause,
    Request,
)
from semgraph.parse.columns import Parse
from tests.oracle import Match
from tests.request_strategies import HERE, LEXICONS, Table, clauses, parses, requests
from tests.test_engine_oracle import bindings

CONTRADICTIONS = (check_tests, check_order, check_distance, check_edges)
COMMON = settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.large_base_example,
        HealthCheck.filter_too_much,
    ],
)


def placed(clause: Clause) -> Clause:
    """Give a clause the places that the parser writes."""
    match clause:
        case EdgeClause():
            count = (clause.source is not None) + (clause.target is not None)
        case OrderClause() | DistanceClause() | IdClause() | MeasureClause() | EdgeOrderClause():
            count = 2
        case _:
            return clause
    return replace(clause, places=(HERE,) * count)


def view_of(request: Request) -> RuleView:
    """Make the view of a rule that only marks; each block gets a place of its own."""
    blocks = tuple(
        Block(b.kind, tuple(tuple(map(placed, a)) for a in b.alternatives), Location(number, 1))
        for number, b in enumerate(request.blocks, 1)
    )
    rule = Rule(
        name="a/r",
        kind=None,
        request=replace(request, blocks=blocks),
        collapse=None,
        absorbs=(),
        marks=(),
        sets=(),
        split=None,
        head=None,
        lemma=None,
        class_="",
        mwe=False,
        priority=0,
        examples=(),
        at="a:1",
        location=HERE,
    )
    stage = Stage("s", "words", "longest", False, (rule,), HERE)
    tree = GrammarTree("a", "1", "", "ud", (), (), (stage,))
    return RuleView(FileView(Source("", None), tree, LEXICONS, {}), stage, rule)


def matches(request: Request, parse: Parse) -> set[Match] | None:
    """Find a request's bindings; ``None`` if it cannot be asked."""
    try:
        found = find(request, Nodes.from_parse(parse), LEXICONS, Table())
    except RequestError:
        return None
    return set(bindings(found, parse))


def pattern(*facts: Clause, shared: frozenset[str] = frozenset()) -> Request:
    return Request((Block("pattern", (facts,), HERE),), shared)


def about_root(problem: Problem) -> bool:
    """Say whether a claim needs that roots, and they alone, have the label root."""
    return "root" in problem.message


@COMMON
@given(requests(), parses())
def test_what_contradicts_itself_never_matches(request: Request, parse: Parse) -> None:
    view = view_of(request)
    problems = [p for check in CONTRADICTIONS for p in check(view) if not about_root(p)]
    if any(p.hint == "the rule never matches" for p in problems):
        assert not matches(request, parse)


@COMMON
@given(requests(), parses())
def test_a_filter_that_never_or_always_holds_changes_nothing(
    request: Request, parse: Parse
) -> None:
    view = view_of(request)
    found = matches(request, parse)
    if found is None:
        return
    for block in view.rule.request.blocks:
        if block.kind == "pattern":
            continue
        alone = [b for b in view.rule.request.blocks if b.kind == "pattern"]
        one = view_of(replace(request, blocks=(*alone, block)))
        rest = matches(replace(request, blocks=tuple(alone)), parse)
        filtered = matches(one.rule.request, parse)
        problems = [p for check in CONTRADICTIONS for p in check(one) if not about_root(p)]
        if any(p.hint == "this 'without' drops nothing" for p in problems):
            assert filtered == rest
        if list(check_with_holds(one)):
            assert filtered == rest
        if list(check_without_holds(one)):
            assert not filtered


@COMMON
@given(st.lists(clauses(["X", "Y"]), min_size=6, max_size=12), parses())
def test_what_follows_changes_nothing(drawn: list[Clause], parse: Parse) -> None:
    facts = facts_of(drawn)
    for one in facts:
        for other in facts:
            fewer = set(variables_of(other)) - {None} <= set(variables_of(one))
            if one is not other and fewer and implies(one, other):
                both = matches(pattern(one, other), parse)
                assert both is None or both == matches(pattern(one), parse)


@COMMON
@given(requests(), st.lists(clauses(["X", "Y", "Z"]), max_size=3), parses(), st.data())
def test_a_covering_pattern_matches_wherever_the_other_does(
    request: Request, more: list[Clause], parse: Parse, data: st.DataObject
) -> None:
    named = {v for clause in more for v in variables_of(clause) if v}
    nodes = (NodeClause(name, ((),), HERE) for name in sorted(named))
    extra = Block("pattern", ((*nodes, *more),), HERE)
    narrow = replace(request, blocks=(*request.blocks, *([extra] if more else ())))
    turned = data.draw(st.permutations(["X", "Y", "Z", "W"]))
    names = dict(zip("XYZW", turned, strict=True))
    wide = Request(
        tuple(
            Block(b.kind, tuple(tuple(renamed(c, names) for c in a) for a in b.alternatives), HERE)
            for b in request.blocks
        ),
        frozenset(names.get(v, v) for v in request.shared),
    )
    one, other = Pattern.of(view_of(wide)), Pattern.of(view_of(narrow))
    if one is None or other is None:  # patterns that the linter does not compare
        return
    back = covers(one, other)
    if back is None:
        return
    found, wanted = matches(wide, parse), matches(narrow, parse)
    if found is None or wanted is None:
        return
    for match in wanted:
        bound = dict(match)
        assert frozenset((v, bound[back[v]]) for v in one.nodes) in found
