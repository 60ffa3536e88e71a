"""Pattern files of spaCy: JSON, by name or as a bare list."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence

from semgraph.errors import InputError
from semgraph.formats.pattern import Pattern
from semgraph.formats.render import render
from semgraph.formats.result import Batch, Draft, Imported
from semgraph.formats.shared import shared
from semgraph.formats.token_attributes import Json


def read_batch(
    text: str,
    source: str,
    default: str,
    read: Callable[[str, Sequence[Mapping[str, Json]]], Imported],
    notes: tuple[str, ...],
) -> Batch:
    """Read a file of patterns.

    Args:
        text: JSON, see `read_patterns`.
        source: of the text, for errors.
        default: name of patterns without one.
        read: reads one pattern, given its name.
        notes: what holds of all patterns.

    Raises:
        InputError: the text is no such file.
    """
    found = (read(name, pattern) for name, pattern in read_patterns(text, source, default))
    return Batch(tuple(found), notes=notes)


def read_patterns(text: str, source: str, default: str) -> Iterator[tuple[str, Json]]:
    """Give the patterns of a file with their names.

    The file is ``{"NAME": [pattern, …], …}``, ``{"NAME": pattern, …}``, a list of patterns or one
    pattern; a pattern is a list of objects.

    Args:
        text: of the file.
        source: of the text, for errors.
        default: name of patterns without one.

    Raises:
        InputError: no JSON, or nothing of these.
    """
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(
            f"this is not JSON: {error.msg}", source=source, line=error.lineno, offset=error.pos
        ) from error
    except RecursionError as error:
        raise InputError("lists within lists, too deep to be read", source=source) from error
    named = content if isinstance(content, dict) else {default: content}
    for name, patterns in named.items():
        if not isinstance(patterns, list):
            raise InputError(
                f"'{name}' holds no list of patterns",
                source=source,
                hint='write {"NAME": [[{…}, {…}], …]}',
            )
        single = bool(patterns) and all(isinstance(item, dict) for item in patterns)
        for pattern in [patterns] if single else patterns:
            if not isinstance(pattern, list) or not all(isinstance(p, dict) for p in pattern):
                raise InputError(f"a pattern of '{name}' is no list of objects", source=source)
            yield name, pattern


def drafts(patterns: Sequence[Pattern], *, row: bool = False) -> list[Draft]:
    """Make rules of patterns; those that can never match give none.

    Args:
        patterns: which together say what was meant.
        row: whether the nodes stand in a row, so that the first and the last are its ends.
    """
    found = []
    for pattern in patterns:
        if pattern.impossible:
            continue
        same, nodes = shared(pattern), pattern.bound
        pair = (nodes[0], nodes[-1 if row else 1]) if len(nodes) > 1 else None
        found.append(Draft(tuple(render(pattern, same)), nodes, pair, same))
    return found
