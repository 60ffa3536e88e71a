"""Finding what an id names."""

from __future__ import annotations

from semgraph.errors import UsageError
from semgraph.graph.columns import GraphColumns
from semgraph.graph.ids import leaf_id, step_id, token_id
from semgraph.graph.structure import Structure
from semgraph.types import LeafId, TokenId

_KINDS = {"w": "leaf", "t": "token", "s": "step"}


def find(columns: GraphColumns, structure: Structure, id_: str) -> tuple[str, int]:
    """Give the letter of an id with the number of a leaf or token, or the place of a step.

    Raises:
        UsageError: nothing in the graph has that id.
    """
    letter, digits = id_[:1], id_[1:]
    if letter in _KINDS and digits.isdecimal() and digits.isascii():
        number = int(digits) if len(digits) < 10 else -1
        count = len(columns.leaves)
        if f"{letter}{number}" != id_:
            pass
        elif letter == "s":
            steps = _steps(columns)
            if number in steps:
                return letter, steps.index(number)
        elif number < count or (letter == "t" and number in structure.record):
            return letter, number
    raise UsageError(_no_such(columns, id_))


def leaf_number(columns: GraphColumns, structure: Structure, leaf: LeafId) -> int:
    """Give the number of a leaf.

    Raises:
        UsageError: no leaf has that id.
    """
    kind, number = find(columns, structure, leaf)
    if kind != "w":
        raise UsageError(f"{leaf!r} is no leaf; ids of leaves begin with 'w'")
    return number


def path_to(
    columns: GraphColumns, structure: Structure, leaf: LeafId, start: TokenId | None
) -> tuple[TokenId | LeafId, ...]:
    """Give the way to a leaf; see `TokenGraph.path`."""
    number = leaf_number(columns, structure, leaf)
    way = [leaf, token_id(number)]
    while way[-1] != start and number in structure.parent:
        number = structure.parent[number]
        way.append(token_id(number))
    if start not in (None, way[-1]):
        raise UsageError(f"token {start!r} does not hold leaf {leaf!r}")
    return tuple(reversed(way))


def _no_such(columns: GraphColumns, id_: str) -> str:
    count = len(columns.leaves)
    tokens = [token.number for token in columns.tokens]
    steps = _steps(columns)
    ids = {
        "w": [leaf_id(0), leaf_id(count - 1)] if count else [],
        "t": [token_id(0), token_id([count - 1, *tokens][-1])] if count else [],
        "s": [step_id(steps[place]) for place in (0, -1) if steps],
    }
    chosen = id_[:1] if id_[:1] in _KINDS else "".join(_KINDS)
    named = " or ".join(_KINDS[letter] for letter in chosen)
    ranges = [" to ".join(dict.fromkeys(ids[letter])) for letter in chosen if ids[letter]]
    message = f"no {named} {id_!r} in this graph"
    return f"{message}; it has {', '.join(ranges)}" if ranges else message


def _steps(columns: GraphColumns) -> list[int]:
    """Give the numbers of the steps in order."""
    return [split.number for split in columns.splits] + [step.number for step in columns.steps]
