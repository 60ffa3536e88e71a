"""Which rows of a lexicon have been met in some texts."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

from semgraph.engine.phrases import fold
from semgraph.grammar.rules import Lexicon


class LexiconUse:
    """Counts the rows of a lexicon whose phrases have been found.

    Attributes:
        name: full name of the lexicon, ``en.idioms/idiom``.
        rows: number of its rows.
    """

    def __init__(self, name: str, lexicon: Lexicon) -> None:
        self.name = name
        self.rows = len(lexicon)
        self._used: set[int] = set()
        phrases = lexicon.columns.get("phrase", ("",) * self.rows)
        lemmas = lexicon.columns.get("lemmas", ("",) * self.rows)
        self._row: dict[tuple[str, ...], int] = {}
        for row, (phrase, words) in enumerate(zip(phrases, lemmas, strict=True)):
            self._row.setdefault(_key(fold(words or phrase).split()), row)

    @property
    def used(self) -> int:
        """Number of rows that have been met."""
        return len(self._used)

    def add(self, words: Iterable[tuple[str, str]]) -> None:
        """Count the row of a phrase that was found, whatever the order of its words.

        Args:
            words: lemma and form of each; a row may have been met by either.
        """
        for chosen in product(*({fold(lemma), fold(form)} for lemma, form in words)):
            row = self._row.get(_key(chosen))
            if row is not None:
                self._used.add(row)
                return


def _key(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(words))
