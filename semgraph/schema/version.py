"""What a document calls itself."""

from __future__ import annotations

from typing import Final

FORMAT: Final = "semgraph.token-graph"
VERSION: Final = "1.0"
SCHEMA_ID: Final = f"urn:semgraph:schema:token-graph:{VERSION}"
