"""Plain JSON values from the caller, in canonical form: what ``meta`` and ``evidence`` hold."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from semgraph.errors import DocumentError
from semgraph.types import Json

DIGITS = 6
MAX_DEPTH = 64
_MAX_INT = (1 << 63) - 1


def canonical_float(value: float, path: str) -> float:
    """Round to `DIGITS` digits behind the point, without negative zero.

    Raises:
        DocumentError: the value is infinite or not a number.
    """
    if not math.isfinite(value):
        raise DocumentError(f"{value} is no JSON number", path=path)
    return round(float(value), DIGITS) + 0.0


def canonical_object(value: Mapping[str, Any], path: str) -> Json:
    """Give a copy of an object in canonical form; keys keep their order.

    Raises:
        DocumentError: it holds something that JSON cannot, or is nested deeper than `MAX_DEPTH`.
    """
    return {name: _canonical(item, f"{path}.{name}", 1) for name, item in _items(value, path)}


def _canonical(value: Any, path: str, depth: int) -> Any:
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, int):
        if abs(value) > _MAX_INT:
            raise DocumentError("whole numbers must fit into 64 bits", path=path)
        return int(value)
    if isinstance(value, float):
        return canonical_float(value, path)
    if depth >= MAX_DEPTH:
        raise DocumentError(f"nested deeper than {MAX_DEPTH} levels", path=path)
    if isinstance(value, Mapping):
        return {
            name: _canonical(item, f"{path}.{name}", depth + 1)
            for name, item in _items(value, path)
        }
    if isinstance(value, list | tuple):
        return [_canonical(item, f"{path}[{place}]", depth + 1) for place, item in enumerate(value)]
    raise DocumentError(f"{type(value).__name__} is no JSON value", path=path)


def _items(value: Mapping[str, Any], path: str) -> list[tuple[str, Any]]:
    for name in value:
        if not isinstance(name, str):
            raise DocumentError(f"the key {name!r} is no string", path=path)
    return list(value.items())
