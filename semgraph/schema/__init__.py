"""The JSON document of a token graph: its models, its JSON Schema, and how it is read.

Models and reading live in `semgraph.schema.models` and `semgraph.schema.parse`; they are not
imported here, so that writing documents does not load pydantic.
"""

from __future__ import annotations

from semgraph.schema.json_schema import json_schema, shipped_schema
from semgraph.schema.version import FORMAT, SCHEMA_ID, VERSION

__all__ = ["FORMAT", "SCHEMA_ID", "VERSION", "json_schema", "shipped_schema"]
