"""Help for those who write a grammar in an editor: pure functions over a text and an offset."""

from semgraph.workbench.editing.completion import Completion, complete
from semgraph.workbench.editing.fixes import Fix, fixes
from semgraph.workbench.editing.hover import Hover, hover
from semgraph.workbench.editing.live import Verdict, judge_example
from semgraph.workbench.editing.navigation import (
    Target,
    definition,
    references,
    rename,
    rename_target,
)
from semgraph.workbench.editing.symbols import Fold, Symbol, folds, symbols
from semgraph.workbench.editing.tables import Surroundings

__all__ = [
    "Completion",
    "Fix",
    "Fold",
    "Hover",
    "Surroundings",
    "Symbol",
    "Target",
    "Verdict",
    "complete",
    "definition",
    "fixes",
    "folds",
    "hover",
    "judge_example",
    "references",
    "rename",
    "rename_target",
    "symbols",
]
