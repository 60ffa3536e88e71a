"""The workbench of those who write grammars: why rules match, win, lose, or find nothing."""

from semgraph.workbench.trace import trace
from semgraph.workbench.why import Why, why

__all__ = ["Why", "trace", "why"]
