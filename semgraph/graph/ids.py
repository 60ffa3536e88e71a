"""Ids of the document: ``w3``, ``t7``, ``s1``, ``e0``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

from semgraph.types import LeafId, StepId, TokenId

_KEPT = 1 << 16
_Text = TypeVar("_Text", str, bytes)


class Numbered(dict[int, _Text]):
    """A text for each number, made by a function when first asked for.

    Texts of large numbers are not kept, so that long documents leave nothing behind.
    """

    __slots__ = ("_make",)

    _make: Callable[[int], _Text]

    def __init__(self, make: Callable[[int], _Text]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, number: int) -> _Text:
        text = self._make(number)
        if number < _KEPT:
            self[number] = text
        return text


LEAF_IDS: Final = Numbered("w{}".format)
TOKEN_IDS: Final = Numbered("t{}".format)


def leaf_id(number: int) -> LeafId:
    """Give the id of a leaf."""
    return LEAF_IDS[number]


def token_id(number: int) -> TokenId:
    """Give the id of a token."""
    return TOKEN_IDS[number]


def step_id(number: int) -> StepId:
    """Give the id of a step."""
    return f"s{number}"


def number_of(id_: str) -> int:
    """Give the number of a well-formed id, of whatever prefix."""
    return int(id_[1:])
