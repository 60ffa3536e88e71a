"""Words of a parse as they are scored: spans over the characters that are not white space."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import numpy as np

from semgraph.parse import Parse
from semgraph.types import Bools, Ints

Span: TypeAlias = tuple[int, int]

# The features of Universal Dependencies that the CoNLL 2018 shared task scored (Zeman et al. 2018).
_UNIVERSAL = """
    Abbr Animacy Aspect Case Definite Degree Evident Foreign Gender Mood NumType Number Person
    Polarity Polite Poss PronType Reflex Tense VerbForm Voice
"""
UNIVERSAL_FEATURES = frozenset(_UNIVERSAL.split())
ROOT = -1  # in place of a head


@dataclass(frozen=True, slots=True)
class Words:
    """The words of all documents of a parse, one entry each; white space leaves are none.

    Attributes:
        characters: the characters of all texts that are not white space.
        tokens: spans of the surface tokens, in order.
        sentences: spans of the sentences, in order.
        span: of each word; the words of a multiword token have the token's.
        multiword: whether a word belongs to a multiword token.
        form: syntactic form.
        lemma, upos, xpos, feats, deprel: as in a `Parse`.
        head: index of the head among these words, `ROOT` for a root.
    """

    characters: str
    tokens: list[Span]
    sentences: list[Span]
    span: list[Span]
    multiword: list[bool]
    form: list[str]
    lemma: list[str]
    upos: list[str]
    xpos: list[str]
    feats: list[str]
    deprel: list[str]
    head: list[int]

    def __len__(self) -> int:
        """Give the number of words."""
        return len(self.span)

    @classmethod
    def of(cls, parse: Parse) -> Words:
        """Take the words of a parse."""
        offsets = Offsets(parse.texts)
        start, end = leaf_spans(parse, offsets)
        surface = parse.form != 0
        blank = surface & (start == end)
        first = np.maximum.accumulate(np.where(surface, np.arange(parse.words), 0))
        later = np.append(~surface[1:], False) if parse.words else surface
        multiword = ~surface | later | (parse.form != parse.word)
        kept = np.flatnonzero(~blank)

        def strings(column: Ints) -> list[str]:
            return parse.strings.decode(column[kept])

        return cls(
            characters=offsets.characters,
            tokens=_spans(start, end, np.flatnonzero(surface & ~blank)),
            sentences=_sentences(parse, start, end),
            span=_spans(start, end, first[kept]),
            multiword=multiword[kept].tolist(),
            form=strings(parse.word),
            lemma=strings(parse.lemma),
            upos=strings(parse.upos),
            xpos=strings(parse.xpos),
            feats=strings(parse.feats),
            deprel=strings(parse.deprel),
            head=_heads(parse.head, blank)[kept].tolist(),
        )


class Offsets:
    """Offsets of documents, counted over the characters of all that are not white space.

    Attributes:
        characters: those characters.
    """

    def __init__(self, texts: tuple[str, ...]) -> None:
        everything = "".join(texts)
        self.characters = "".join(everything.split())
        visible = np.fromiter((not one.isspace() for one in everything), np.bool_, len(everything))
        self._before = np.concatenate([[0], np.cumsum(visible)])
        self._text = np.cumsum([0, *map(len, texts)])

    def of(self, document: Ints, offset: Ints) -> Ints:
        """Give the place of offsets in their documents' texts."""
        return self._before[self._text[document] + offset]


def leaf_spans(parse: Parse, offsets: Offsets) -> tuple[Ints, Ints]:
    """Give where each leaf of a parse begins and ends."""
    document = np.repeat(np.arange(len(parse)), np.diff(parse.doc_start))
    return offsets.of(document, parse.start), offsets.of(document, parse.end)


def _spans(start: Ints, end: Ints, rows: Ints) -> list[Span]:
    return list(zip(start[rows].tolist(), end[rows].tolist(), strict=True))


def _sentences(parse: Parse, start: Ints, end: Ints) -> list[Span]:
    """Give the spans of the sentences that are not white space only."""
    bounds = pairwise(parse.sent_start.tolist())
    spans = ((int(start[first]), int(end[stop - 1])) for first, stop in bounds if first < stop)
    return [(begin, finish) for begin, finish in spans if begin < finish]


def _heads(head: Ints, blank: Bools) -> Ints:
    """Count heads over the words alone; what hangs on white space hangs on the word above it."""
    above = head.copy()
    while (through := (above >= 0) & blank[above]).any():
        above[through] = head[above[through]]
    number = np.append(np.cumsum(~blank) - 1, ROOT)
    return number[np.where(above < 0, len(head), above)]
