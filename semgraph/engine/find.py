"""Finding the matches of a bare request."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from semgraph.engine.lexicons import LexiconIndex
from semgraph.engine.match import Matcher
from semgraph.engine.matches import Matches
from semgraph.engine.measures import Measures, check_request_tables
from semgraph.engine.nodes import Nodes
from semgraph.engine.phrases import Vocabulary
from semgraph.engine.plan import Query, plan
from semgraph.errors import RequestError
from semgraph.grammar.parser import NO_LEXICONS
from semgraph.grammar.rules import Lexicon
from semgraph.grammar.syntax import Request
from semgraph.parse.columns import Parse


def find(
    request: Request,
    parse: Parse | Nodes,
    lexicons: Mapping[str, Lexicon] = NO_LEXICONS,
    measures: Measures | None = None,
) -> Matches:
    """Find the matches of a request in a batch: injective, each within one sentence.

    Args:
        request: its lexicons are named as in ``lexicons``.
        parse: leaves of a batch, or nodes built from something else.
        lexicons: what the request names.
        measures: tables that it asks.

    Raises:
        LimitError: a pattern with too many partial matches.
        TableError: a measure that has no table.
    """
    check_request_tables(request, measures, RequestError.unnamed)
    nodes = parse if isinstance(parse, Nodes) else Nodes.from_parse(parse)
    vocabulary = Vocabulary()
    indexes = {name: LexiconIndex(lexicon, vocabulary) for name, lexicon in lexicons.items()}
    query = _planned(request)
    matcher = Matcher(nodes, indexes, measures=measures)
    return Matches.from_relation(nodes, matcher.find(query), query.variables)


@lru_cache(maxsize=1024)
def _planned(request: Request) -> Query:
    return plan(request)
