"""semgraph: a graph-based symbolic tokenizer whose tokens are meanings.

Names are imported on first use, so that ``import semgraph`` costs little.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from semgraph._search import search
    from semgraph.engine import Match, Matches
    from semgraph.errors import SemgraphError
    from semgraph.grammar import Grammar
    from semgraph.graph import TokenGraph
    from semgraph.parse import Parse, detect_language
    from semgraph.schema import json_schema
    from semgraph.tokenizer import Tokenizer, load

__version__ = "0.1.0"

__all__ = [
    "Grammar",
    "Match",
    "Matches",
    "Parse",
    "SemgraphError",
    "TokenGraph",
    "Tokenizer",
    "detect_language",
    "json_schema",
    "load",
    "search",
]

_HOMES = {
    "Grammar": "semgraph.grammar",
    "Match": "semgraph.engine",
    "Matches": "semgraph.engine",
    "Parse": "semgraph.parse",
    "SemgraphError": "semgraph.errors",
    "TokenGraph": "semgraph.graph",
    "Tokenizer": "semgraph.tokenizer",
    "detect_language": "semgraph.parse",
    "json_schema": "semgraph.schema",
    "load": "semgraph.tokenizer",
    "search": "semgraph._search",
}


def __getattr__(name: str) -> Any:
    """Import a public name on first use."""
    if name not in _HOMES:
        raise AttributeError(f"module 'semgraph' has no attribute '{name}'")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Give the public names."""
    return sorted([*__all__, "__version__"])
