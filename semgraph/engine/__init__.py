"""The engine: matching is a join over columns; winners collapse all at once."""

from semgraph.engine.derive import Derivation, derive
from semgraph.engine.find import find
from semgraph.engine.matches import Match, Matches
from semgraph.engine.measures import Measures
from semgraph.engine.program import Program, compile_grammar
from semgraph.engine.split import Cut, apply_splits, origins, record_splits

__all__ = [
    "Cut",
    "Derivation",
    "Match",
    "Matches",
    "Measures",
    "Program",
    "apply_splits",
    "compile_grammar",
    "derive",
    "find",
    "origins",
    "record_splits",
]
