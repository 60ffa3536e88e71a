"""Strings of a batch, interned: a column holds ids, the table holds each string once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from semgraph.types import Ints, StringId


class _Ids(dict[str, StringId]):
    """Ids of strings; a string that is looked up for the first time gets the next id."""

    __slots__ = ("strings",)

    def __init__(self) -> None:
        self.strings = [""]
        self[""] = 0

    def __missing__(self, string: str) -> StringId:
        string_id = self[string] = len(self.strings)
        self.strings.append(string)
        return string_id


class StringTable:
    """A growing table of strings; id 0 is the empty string.

    Every batch has a table of its own, so that strings do not accumulate over a stream.
    """

    __slots__ = ("_ids", "strings")

    def __init__(self) -> None:
        self._ids = _Ids()
        self.strings: list[str] = self._ids.strings

    def __len__(self) -> int:
        return len(self.strings)

    def __getitem__(self, string_id: StringId) -> str:
        return self.strings[string_id]

    def get(self, string: str) -> StringId | None:
        """Give the id of a string, ``None`` if the table does not hold it."""
        return self._ids.get(string)

    def add(self, string: str) -> StringId:
        """Give the id of a string, adding it if it is new."""
        return self._ids[string]

    def encode(self, strings: Iterable[str]) -> Ints:
        """Give the ids of many strings as a column, adding the new ones."""
        values = strings if isinstance(strings, Sequence) else list(strings)
        return np.fromiter(map(self._ids.__getitem__, values), np.int32, len(values))

    def decode(self, ids: Ints) -> list[str]:
        """Give the strings of a column."""
        return list(map(self.strings.__getitem__, ids.tolist()))


def sort_feats(feats: str) -> str:
    """Sort features by name as Universal Dependencies does, upper and lower case alike."""
    if "|" not in feats:
        return feats
    return "|".join(sorted(feats.split("|"), key=lambda feature: feature.lower().partition("=")[0]))
