"""Finding the matches of a Grew request in parses."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from semgraph.engine import Matches, find
from semgraph.engine.nodes import Nodes
from semgraph.errors import UsageError
from semgraph.grammar import parse_request
from semgraph.grammar.syntax import Request
from semgraph.parse import Parse

if TYPE_CHECKING:
    from spacy.tokens import Doc

# Masks and indices of a parse serve all requests over it, for as long as it lives.
_NODES: WeakKeyDictionary[Parse, Nodes] = WeakKeyDictionary()

Searchable = "Parse | Doc | str | Path | Iterable[Parse | Doc | str | Path]"


def search(
    request: str | Request, parses: Parse | Doc | str | Path | Iterable[Parse | Doc | str | Path]
) -> Matches:
    """Find all matches of a request: injective, one for each binding, within one sentence.

    Args:
        request: in the syntax of Grew requests, such as ``pattern { V -[obj]-> N }``. It is
            compiled once and kept.
        parses: a `Parse`, a spaCy Doc, the path of a CoNLL-U file, or several of them; documents
            are counted through.

    Raises:
        RequestError: a mistake in the request.
        InputError: a file that cannot be read.
        PipelineError: a Doc without a dependency parse.
    """
    compiled = _compiled(request) if isinstance(request, str) else request
    return find(compiled, _nodes(_gather(parses)))


@lru_cache(maxsize=1024)
def _compiled(source: str) -> Request:
    return parse_request(source, scheme="")  # treebanks of every label scheme are searched


def _nodes(parse: Parse) -> Nodes:
    nodes = _NODES.get(parse)
    if nodes is None:
        nodes = _NODES[parse] = Nodes.from_parse(parse)
    return nodes


def _gather(parses: Parse | Doc | str | Path | Iterable[Parse | Doc | str | Path]) -> Parse:
    """Make one batch of whatever was given."""
    if isinstance(parses, Parse):
        return parses
    if isinstance(parses, str | Path):
        return Parse.from_conllu(parses)
    if hasattr(parses, "to_array"):
        return Parse.from_docs([parses])
    items = list(parses)
    if items and all(hasattr(item, "to_array") for item in items):
        return Parse.from_docs(items)
    found = [_gather(item) for item in items]
    if not found:
        raise UsageError("nothing to search: give a Parse, Docs, or CoNLL-U files")
    return found[0] if len(found) == 1 else Parse.concatenate(found)
