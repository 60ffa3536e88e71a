"""Finding the matches of a Grew request in parses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from weakref import WeakKeyDictionary

from semgraph.engine import Matches, find
from semgraph.engine.nodes import Nodes
from semgraph.grammar import parse_request
from semgraph.grammar.parser import NO_LEXICONS
from semgraph.grammar.rules import Lexicon
from semgraph.grammar.syntax import Request
from semgraph.parse import Parse, Parsed, from_docs, gather

# Masks and indices of a parse serve all requests over it, for as long as it lives.
_NODES: WeakKeyDictionary[Parse, Nodes] = WeakKeyDictionary()


def search(
    request: str | Request,
    parses: Parsed | Iterable[Parsed],
    lexicons: Mapping[str, Lexicon] = NO_LEXICONS,
) -> Matches:
    """Find all matches of a request: injective, one for each binding, within one sentence.

    Args:
        request: in the syntax of Grew requests, such as ``pattern { V -[obj]-> N }``. It is
            compiled once and kept.
        parses: a `Parse`, a spaCy Doc, the path of a CoNLL-U file, or several of them; documents
            are counted through.
        lexicons: what the request names; `semgraph.grammar.load_lexicon` reads one from a file.

    Raises:
        RequestError: a mistake in the request.
        InputError: a file that cannot be read.
        PipelineError: a Doc without a dependency parse.
    """
    compiled = request
    if isinstance(compiled, str):
        compiled = _compiled(compiled) if not lexicons else _parsed(compiled, lexicons)
    found = list(gather(parses)) or [from_docs([])]
    nodes = _nodes(found[0] if len(found) == 1 else Parse.concatenate(found))
    return find(compiled, nodes, lexicons)


@lru_cache(maxsize=1024)
def _compiled(source: str) -> Request:
    return _parsed(source, NO_LEXICONS)


def _parsed(source: str, lexicons: Mapping[str, Lexicon]) -> Request:
    """Read a request; treebanks of every label scheme are searched."""
    return parse_request(source, scheme="", lexicons=lexicons)


def _nodes(parse: Parse) -> Nodes:
    nodes = _NODES.get(parse)
    if nodes is None:
        nodes = _NODES[parse] = Nodes.from_parse(parse)
    return nodes
