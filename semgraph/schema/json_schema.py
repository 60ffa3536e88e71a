"""The JSON Schema (2020-12) of the document, generated from the models."""

from __future__ import annotations

from importlib.resources import files

import orjson

from semgraph.schema.version import SCHEMA_ID, VERSION
from semgraph.types import Json

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_SHIPPED = f"token-graph-{VERSION}.schema.json"


def json_schema() -> Json:
    """Give the JSON Schema of a token graph.

    It says what shape a document has; the invariants between its fields are checked by
    `TokenGraph.from_json` alone.
    """
    from semgraph.schema.models import Document

    schema = Document.model_json_schema()
    head = {"$schema": DIALECT, "$id": SCHEMA_ID, "title": "semgraph token graph"}
    body = {name: value for name, value in schema.items() if name not in ("$defs", "title")}
    return head | body | {"$defs": schema["$defs"]}


def shipped_schema() -> Json:
    """Give the copy that ships with the package; a test keeps it up to date."""
    schema: Json = orjson.loads((files("semgraph.schema") / _SHIPPED).read_bytes())
    return schema
