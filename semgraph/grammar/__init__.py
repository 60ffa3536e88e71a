"""The grammar language: source text to syntax tree, load-time checks, lexicons, examples."""

from __future__ import annotations

from semgraph.grammar.find import shipped_root
from semgraph.grammar.format import format_source
from semgraph.grammar.load import Grammar, combine
from semgraph.grammar.parser import parse_grammar, parse_request
from semgraph.grammar.reader import load_lexicon

__all__ = [
    "Grammar",
    "combine",
    "format_source",
    "load_lexicon",
    "parse_grammar",
    "parse_request",
    "shipped_root",
]
