"""Other people's patterns as grammars: what can be said exactly, and a report of the rest."""

from __future__ import annotations

from semgraph.formats.read import FORMATS, Format, Result, import_patterns

__all__ = ["FORMATS", "Format", "Result", "import_patterns"]
