"""A sequence whose items are made when asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Generic, TypeVar, overload

_View = TypeVar("_View", covariant=True)


class Views(Sequence[_View], Generic[_View]):
    """A sequence of views, each made when asked for."""

    __slots__ = ("_make", "_numbers")

    def __init__(self, make: Callable[[int], _View], numbers: Sequence[int]) -> None:
        self._make = make
        self._numbers = numbers

    def __len__(self) -> int:
        """Give the number of views."""
        return len(self._numbers)

    @overload
    def __getitem__(self, index: int) -> _View: ...
    @overload
    def __getitem__(self, index: slice) -> Views[_View]: ...
    def __getitem__(self, index: int | slice) -> _View | Views[_View]:
        """Give a view by its place, or some of them."""
        if isinstance(index, slice):
            return Views(self._make, self._numbers[index])
        return self._make(self._numbers[index])

    def __iter__(self) -> Iterator[_View]:
        return map(self._make, self._numbers)

    def __eq__(self, other: object) -> bool:
        """Compare with another sequence of views, item by item."""
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return repr(list(self))
