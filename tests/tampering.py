"""Ways to spoil a document."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Tamper = Callable[[dict[str, Any]], object]


def put(path: str, value: object) -> Tamper:
    """Put a value at a path such as ``tokens.7.parts.1``."""

    def tamper(document: dict[str, Any]) -> None:
        *way, last = path.split(".")
        here: Any = document
        for step in way:
            here = here[int(step)] if isinstance(here, list) else here[step]
        if isinstance(here, list):
            here[int(last)] = value
        else:
            here[last] = value

    return tamper


def drop(path: str) -> Tamper:
    """Take away what is at a path."""

    def tamper(document: dict[str, Any]) -> None:
        *way, last = path.split(".")
        here: Any = document
        for step in way:
            here = here[int(step)] if isinstance(here, list) else here[step]
        del here[int(last) if isinstance(here, list) else last]

    return tamper


def both(*tampers: Tamper) -> Tamper:
    def tamper(document: dict[str, Any]) -> None:
        for one in tampers:
            one(document)

    return tamper
