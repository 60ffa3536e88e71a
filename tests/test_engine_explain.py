"""Explanations name conditions that really are false, and are silent where there is a match."""

from __future__ import annotations

import numpy as np
from hypothesis import HealthCheck, given, settings

from semgraph.engine.explain import Failure, explain
from semgraph.engine.lexicons import LexiconIndex
from semgraph.engine.match import Matcher
from semgraph.engine.nodes import Nodes
from semgraph.engine.phrases import Vocabulary
from semgraph.engine.plan import Query, plan
from semgraph.engine.sorting import sort_clauses
from semgraph.errors import RequestError
from semgraph.grammar.syntax import Clause, EdgeClause, EdgeTestClause, NodeClause, Request
from semgraph.parse.columns import Parse
from tests.oracle import World, _choices, _holds, _passes, sentence_graphs, variables_of
from tests.request_strategies import LEXICONS, Table, parses, requests, table


def asked(request: Request, parse: Parse) -> tuple[Query, Matcher]:
    vocabulary = Vocabulary()
    lexicons = {name: LexiconIndex(lexicon, vocabulary) for name, lexicon in LEXICONS.items()}
    return plan(request), Matcher(Nodes.from_parse(parse), lexicons, measures=Table())


def as_written(request: Request, clause: Clause) -> list[Clause]:
    """Give the clauses as written that an explanation may have meant: edges by their names."""
    written = [c for block in request.blocks for c in block.clauses]
    return [c for c in written if c == clause] or [
        c for c in written if isinstance(c, EdgeClause | EdgeTestClause) or type(c) is type(clause)
    ]


def false_under(failure: Failure, request: Request, parse: Parse) -> bool:
    """Say whether a named clause is false, or clauses of one lexicon are false together."""
    world = World(list(sentence_graphs(parse))[failure.sentence], request, LEXICONS, table)
    names = {clause: variables_of(clause) for clause in _clauses(request)}
    binding = {name: nodes[0] for name, nodes in (failure.binding or {}).items()}
    binding |= {name: nodes[0] for name, nodes in (failure.extension or {}).items()}
    for block in request.blocks:
        for clause in block.clauses:
            if isinstance(clause, EdgeClause) and clause.name and clause.target in binding:
                node = binding[clause.target]
                head = int(parse.head[node])
                binding[clause.name] = (head if head >= 0 else None, node)
    meant = [c for broken in failure.broken for c in as_written(request, broken.clause)]
    judged = [c for c in meant if names[c] and set(names[c]) <= binding.keys()]
    whole = [c for c in meant if not names[c]]
    if any(not _holds(c, {}, {}, world) for c in whole):
        return True
    if len(judged) < len([c for c in meant if names[c]]):
        return True  # an edge to a node that has no name: the binding does not tell it
    nodes = [c for c in judged if isinstance(c, NodeClause)]
    pattern = [c for c in names if isinstance(c, NodeClause) and set(names[c]) <= binding.keys()]
    return any(
        not any(_holds(c, binding, rows, world) for rows in _choices([c], LEXICONS)) for c in judged
    ) or not any(
        all(_holds(c, binding, rows, world) for c in {*nodes, *pattern})
        for rows in _choices(pattern, LEXICONS)
    )


def filter_passes(failure: Failure, request: Request, parse: Parse) -> bool:
    """Say whether the filter that is named keeps the binding; edges that are named aside."""
    world = World(list(sentence_graphs(parse))[failure.sentence], request, LEXICONS, table)
    assert failure.block is not None
    if failure.variable or world.edge_names:
        return False  # the binding tells neither the set of a repeated node nor an edge
    binding = {name: nodes[0] for name, nodes in (failure.binding or {}).items()}
    return _passes(failure.block, binding, world)


def _clauses(request: Request) -> list[Clause]:
    return [clause for block in request.blocks for clause in block.clauses]


SLOW = list(HealthCheck)


@settings(max_examples=400, deadline=None, suppress_health_check=SLOW)
@given(requests(), parses())
def test_without_a_match_a_named_clause_is_false(request: Request, parse: Parse) -> None:
    try:
        query, matcher = asked(request, parse)
    except RequestError:  # a lexicon's row cannot be shared by alternatives
        return
    if matcher.find(query).size:
        return
    failure = explain(matcher, request, query, sort_clauses(request))
    if failure.kind == "room":
        sizes = np.bincount(matcher.nodes.sent)
        assert sizes.max() < len({v for p in query.patterns for v in p.variables})
        return
    if failure.block is not None:
        assert not filter_passes(failure, request, parse)
        assert failure.kind == "with" or failure.extension is not None
    if failure.broken:
        assert false_under(failure, request, parse)
    else:
        assert failure.kind != "pattern"
