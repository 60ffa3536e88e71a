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
from semgraph.grammar.syntax import Clause, EdgeClause, NodeClause, Request
from semgraph.parse.columns import Parse
from tests.oracle import World, _choices, _holds, _passes, sentence_graphs, variables_of
from tests.request_strategies import LEXICONS, Table, parses, requests, table


def asked(request: Request, parse: Parse) -> tuple[Query, Matcher]:
    vocabulary = Vocabulary()
    lexicons = {name: LexiconIndex(lexicon, vocabulary) for name, lexicon in LEXICONS.items()}
    return plan(request), Matcher(Nodes.from_parse(parse), lexicons, measures=Table())


def false_under(failure: Failure, request: Request, parse: Parse) -> bool:
    """Say whether every condition that is named is false: alone, or a lexicon's clauses together.

    Of requests that name edges, whose ends the binding does not tell, one has to be.
    """
    world = World(list(sentence_graphs(parse))[failure.sentence], request, LEXICONS, table)
    binding = {name: nodes[0] for name, nodes in (failure.binding or {}).items()}
    binding |= {name: nodes[0] for name, nodes in (failure.extension or {}).items()}
    written = [clause for block in request.blocks for clause in block.clauses]
    for clause in written:
        if isinstance(clause, EdgeClause) and clause.name and clause.target in binding:
            node = binding[clause.target]
            head = int(parse.head[node])
            binding[clause.name] = (head if head >= 0 else None, node)

    def known(clause: Clause) -> bool:
        return set(variables_of(clause)) <= binding.keys()

    def false(clause: Clause) -> bool:
        rows = _choices([clause], LEXICONS)
        if not any(_holds(clause, binding, row, world) for row in rows):
            return True
        nodes = [c for c in written if isinstance(c, NodeClause) and known(c)]
        rows = _choices(nodes, LEXICONS)
        return isinstance(clause, NodeClause) and not any(
            all(_holds(c, binding, row, world) for c in nodes) for row in rows
        )

    if not world.edge_names:
        return all(false(broken.clause) for broken in failure.broken)
    told = [c for broken in failure.broken for c in written if c == broken.clause and known(c)]
    return not told or any(map(false, told))


def filter_passes(failure: Failure, request: Request, parse: Parse) -> bool:
    """Say whether the filter that is named keeps the binding; edges that are named aside."""
    world = World(list(sentence_graphs(parse))[failure.sentence], request, LEXICONS, table)
    assert failure.block is not None
    if failure.variable or world.edge_names:
        return False  # the binding tells neither the set of a repeated node nor an edge
    binding = {name: nodes[0] for name, nodes in (failure.binding or {}).items()}
    return _passes(failure.block, binding, world)


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
