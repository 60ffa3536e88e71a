"""From bytes to a checked document: JSON, then its shape."""

from __future__ import annotations

from typing import Any

import orjson
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from semgraph.errors import DocumentError
from semgraph.schema.models import Document
from semgraph.schema.version import FORMAT, VERSION
from semgraph.types import Json

MAX_BYTES = 256 << 20


def parse_document(data: bytes | str, max_bytes: int | None = None) -> tuple[Document, Json]:
    """Read a document and check its shape; gives it as models and as plain dicts.

    Of a key that an object holds twice the last one counts. Nesting is bounded by the JSON
    parser, far above what the schema allows outside ``meta`` and ``evidence``.

    Args:
        data: the document, UTF-8 if bytes.
        max_bytes: size up to which a document is read; `MAX_BYTES` by default.

    Raises:
        DocumentError: too large, no JSON, or not of the schema.
    """
    limit = MAX_BYTES if max_bytes is None else max_bytes
    if len(data) > limit:
        raise DocumentError(f"the document has {len(data)} bytes, more than {limit}")
    try:
        raw = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise DocumentError(f"no JSON: {error.msg} ({place})") from error
    _check_kind(raw)
    try:
        return Document.model_validate(raw), raw
    except ValidationError as error:
        path, details = _first(raw, error)
        raise DocumentError(_message(details), path=path) from error


def _check_kind(raw: Any) -> None:
    """Tell apart what is no token graph at all, or one of another version."""
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise DocumentError(f"no token graph: the format must be '{FORMAT}'", path="format")
    if raw.get("version") != VERSION:
        shown = raw.get("version")
        raise DocumentError(f"version {shown!r} is not read; '{VERSION}' is", path="version")


def _first(raw: Any, error: ValidationError) -> tuple[str, ErrorDetails]:
    """Choose the first error; of those that a union gives, the one that got furthest."""
    errors = [(_path(raw, details), details) for details in error.errors(include_url=False)]
    start = errors[0][0]
    return max(
        [(path, details) for path, details in errors if path.startswith(start)],
        key=lambda item: (len(item[0]), not item[1]["type"].endswith("_type")),
    )


_MESSAGES = {"missing": "is missing", "extra_forbidden": "is no field of the schema"}


def _message(error: ErrorDetails) -> str:
    text = error["msg"]
    return _MESSAGES.get(error["type"], text[:1].lower() + text[1:])


def _path(raw: Any, error: ErrorDetails) -> str:
    """Write where an error is, as ``tokens[7].parts[1]``.

    Pydantic's location also names the member of a union that it tried; what leads nowhere in
    the document is such a name.
    """
    path, here = "", raw
    for step in error["loc"]:
        if isinstance(here, dict) and step in here:
            path += _member(str(step))
            here = here[step]
        elif isinstance(here, list) and isinstance(step, int) and step < len(here):
            path += f"[{step}]"
            here = here[step]
        elif error["type"] == "missing" and step == error["loc"][-1]:
            path += _member(str(step))
    return path.removeprefix(".")


def _member(name: str) -> str:
    return f".{name}" if name.isidentifier() else f"[{orjson.dumps(name).decode()}]"
