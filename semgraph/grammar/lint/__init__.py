"""The linter: everything that can be said of a grammar file before it runs."""

from __future__ import annotations

from semgraph.grammar.lint.codes import CODES, Code
from semgraph.grammar.lint.diagnose import Linter, diagnose
from semgraph.grammar.lint.diagnostic import Diagnostic, Severity

__all__ = ["CODES", "Code", "Diagnostic", "Linter", "Severity", "diagnose"]
