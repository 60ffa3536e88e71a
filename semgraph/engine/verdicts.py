"""What is known about the strings of a batch: each is judged once, whatever the stage."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from semgraph.parse.strings import StringTable
from semgraph.types import Ints

_UNKNOWN = np.int32(-(1 << 31))


class Verdicts:
    """Integers that have been found for strings, by question.

    Stages of one batch share the strings, so that a later stage asks only about new ones.
    """

    __slots__ = ("_strings", "_tables")

    def __init__(self, strings: StringTable) -> None:
        self._strings = strings
        self._tables: dict[object, Ints] = {}

    def table(self, question: object, ids: Ints, judge: Callable[[str], int]) -> Ints:
        """Give a table from string id to verdict, valid at ``ids``.

        Args:
            question: a hashable name for what ``judge`` finds out.
            ids: distinct string ids.
            judge: finds the verdict on one string.
        """
        table = self._tables.get(question)
        if table is None or len(table) < len(self._strings):
            grown = np.full(len(self._strings) * 5 // 4 + 16, _UNKNOWN, np.int32)
            if table is not None:
                grown[: len(table)] = table
            table = self._tables[question] = grown
        new = ids[table[ids] == _UNKNOWN]
        if len(new):
            table[new] = list(map(judge, self._strings.decode(new)))
        return table
