"""Lexicons made ready for joins: column values, shared rows, phrases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np

from semgraph.engine.phrases import PhraseIndex, Vocabulary
from semgraph.grammar.rules import Lexicon
from semgraph.parse.strings import StringTable
from semgraph.types import Bools, Ints, Longs


class LexiconIndex:
    """One lexicon with what matching asks of it, built on first use and then kept."""

    def __init__(self, lexicon: Lexicon, vocabulary: Vocabulary) -> None:
        self.lexicon = lexicon
        self._vocabulary = vocabulary
        self._rows: dict[tuple[str, ...], tuple[list[dict[str, int]], Longs]] = {}

    @cached_property
    def values(self) -> Mapping[str, frozenset[str]]:
        """The distinct values of each column."""
        return {name: frozenset(column) for name, column in self.lexicon.columns.items()}

    @cached_property
    def phrases(self) -> PhraseIndex:
        """The lexicon's phrases."""
        return PhraseIndex(self.lexicon, self._vocabulary)

    def has_row(
        self, columns: tuple[str, ...], features: Sequence[Ints], strings: StringTable
    ) -> Bools:
        """Say which tuples of feature values stand in one row.

        Args:
            columns: names of lexicon columns.
            features: for each of them string ids, equally long.
            strings: the table of the ids.
        """
        codes, rows = self._row_keys(columns)
        key: Longs = np.zeros(len(features[0]), np.int64)
        known = np.ones(len(key), np.bool_)
        for code, feature in zip(codes, features, strict=True):
            uniques, inverse = np.unique(feature, return_inverse=True)
            table = np.array([code.get(strings[i], -1) for i in uniques.tolist()], np.int64)
            found = table[inverse] if len(table) else key
            known &= found >= 0
            key = key * (len(code) + 1) + found
        at = np.minimum(np.searchsorted(rows, key), len(rows) - 1)
        return known & (rows[at] == key) if len(rows) else known & False

    def _row_keys(self, columns: tuple[str, ...]) -> tuple[list[dict[str, int]], Longs]:
        if columns not in self._rows:
            codes: list[dict[str, int]] = []
            key: Longs = np.zeros(len(self.lexicon), np.int64)
            for name in columns:
                values = self.lexicon.columns[name]
                code = {value: i for i, value in enumerate(dict.fromkeys(values))}
                codes.append(code)
                found = np.fromiter(map(code.__getitem__, values), np.int64, len(values))
                key = key * (len(code) + 1) + found
            self._rows[columns] = codes, np.unique(key)
        return self._rows[columns]
