"""The numbers of words and pieces while words are being split.

Stages of phase ``pieces`` see the words of the parse, but tokens are numbered in the parse in
which all words are split. A word that is split is no token there: its number here is below zero,
``-1`` for the first word of its document.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from semgraph.engine.split import Cut, origins
from semgraph.graph.columns import Match, TokenNumber
from semgraph.parse.columns import Parse


class Numbering:
    """Numbers of the words and pieces of a batch.

    Args:
        parse: the batch before any word is split.
        cuts: all cuts that are made, by document.

    Attributes:
        words: number of each word, by document.
    """

    def __init__(self, parse: Parse, cuts: Sequence[Sequence[Cut]]) -> None:
        self._leaves = []
        for (low, high), own in zip(pairwise(parse.doc_start.tolist()), cuts, strict=True):
            leaves: list[list[TokenNumber]] = [[] for _ in range(high - low)]
            for leaf, word in enumerate(origins(own, high - low)):
                leaves[word].append(leaf)
            self._leaves.append(leaves)
        self.words = [
            [own[0] if len(own) == 1 else -1 - word for word, own in enumerate(leaves)]
            for leaves in self._leaves
        ]

    def tokens(self, now: Sequence[Sequence[Cut]]) -> list[TokenNumber]:
        """Give the number of each token of the batch once some words are split.

        Args:
            now: cuts that are made by then, by document.
        """
        split = [{cut.word for cut in own} for own in now]
        return [
            number
            for doc, words in enumerate(self.words)
            for word, whole in enumerate(words)
            for number in (self._leaves[doc][word] if word in split[doc] else [whole])
        ]

    def pieces(self, doc: int, word: int) -> tuple[TokenNumber, ...]:
        """Give the numbers of what a word of a document comes to."""
        return tuple(self._leaves[doc][word])

    def seen(self, doc: int, words: Iterable[int], now: Iterable[Cut]) -> tuple[TokenNumber, ...]:
        """Give the tokens that words of a document are once some are split.

        Args:
            doc: the document.
            words: of the document.
            now: cuts of the document that are made by then.
        """
        split = {cut.word for cut in now}
        return tuple(
            number
            for word in words
            for number in (self._leaves[doc][word] if word in split else [self.words[doc][word]])
        )

    def binding(self, doc: int, match: Match, now: Sequence[Cut]) -> Match:
        """Give what words a match binds as tokens; arguments as those of `seen`."""
        found = {
            variable: self.seen(doc, (bound,) if isinstance(bound, int) else bound, now)
            for variable, bound in match.items()
        }
        return {variable: own[0] if len(own) == 1 else own for variable, own in found.items()}
