"""Other people's patterns as grammars: what can be said exactly becomes rules, the rest a report."""

from __future__ import annotations

from semgraph.formats.read import FORMATS, Format, Result, import_patterns

__all__ = ["FORMATS", "Format", "Result", "import_patterns"]
