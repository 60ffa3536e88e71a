"""Splitting of words: which words are cut, and the parse in which their pieces are words.

Words are split before anything else: the rest of the engine sees the pieces as it sees any leaf.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np

from semgraph.engine.cut import Pieces, head_of, is_punctuation, lemmas
from semgraph.engine.propose import Found
from semgraph.graph.columns import Binding, Match, SplitRecord, SplitWord
from semgraph.parse.columns import Parse
from semgraph.parse.strings import StringTable
from semgraph.types import Bools, Ints

# How a piece that is not the head hangs from it; punctuation has a label and a part of its own.
_PIECE = "compound"
_MARK, _MARK_UPOS = "punct", "PUNCT"
# So that patterns can tell pieces from words.
_FEATURE = "Piece=Yes"
_COLUMNS = (
    "form", "lemma", "upos", "xpos", "feats", "deprel", "ent", "space", "misc", "start", "end",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cut:
    """A word of a document that is split.

    Attributes:
        word: its number in the parse.
        pieces: their forms, two or more, which spell the word.
        lemmas: of the pieces.
        rule: full name of the rule.
        at: file and line of the rule.
        match: what the rule's variables were bound to, in numbers of the parse's words.
    """

    word: int
    pieces: Pieces
    lemmas: Pieces
    rule: str
    at: str
    match: Match


def find_cuts(
    found: Sequence[Found], parse: Parse, earlier: Sequence[Sequence[Cut]]
) -> list[tuple[int, Cut]]:
    """Give the cuts that a stage makes, in the order of the text, with their documents.

    Args:
        found: the rules of the stage with their matches among the words of the parse. Of several
            that cut one word the highest priority wins, then the first rule, then the first
            match; one whose cut is impossible is no match.
        parse: the batch, before any word is split.
        earlier: cuts that earlier stages have made, by document.
    """
    if not found:
        return []
    cuts: dict[int, Cut] = {}
    free = whole(parse)
    free[_rows(parse, earlier)] = False
    for item in sorted(found, key=lambda item: -item.rule.rule.priority):
        rule, cutter = item.rule.rule, item.rule.cutter
        assert cutter is not None
        words = item.relation[cutter.variable]
        for row in np.flatnonzero(free[words]).tolist():
            word = int(words[row])
            if word in cuts:
                continue
            form = parse.strings[int(parse.form[word])]
            pieces, names = cutter.cut(form, key_of(item, row))
            if len(pieces) > 1:
                upos, lemma = (parse.strings[int(c[word])] for c in (parse.upos, parse.lemma))
                called = lemmas(pieces, names, lemma, upos)
                number = int(item.nodes.token[word])
                cuts[word] = Cut(number, pieces, called, rule.name, rule.at, item.binding(row))
    rows = sorted(cuts)
    docs = np.searchsorted(parse.doc_start, rows, "right") - 1
    return list(zip(docs.tolist(), map(cuts.__getitem__, rows), strict=True))


def _rows(parse: Parse, cuts: Sequence[Sequence[Cut]]) -> Ints:
    """Give the row of the word of each cut."""
    docs = zip(parse.doc_start.tolist(), cuts, strict=False)
    return np.array([low + cut.word for low, own in docs for cut in own], np.int32)


def whole(parse: Parse) -> Bools:
    """Say which words may be split: no white space, and no word of a multiword token."""
    strings = parse.strings.strings
    blank = np.fromiter((not s or s.isspace() for s in strings), np.bool_, len(strings))
    found: Bools = (parse.form == parse.word) & ~blank[parse.form]
    return found


def key_of(item: Found, row: int) -> tuple[str, ...]:
    """Give the values that name the row of a lexicon in a match."""
    nodes, cutter = item.nodes, item.rule.cutter
    assert cutter is not None
    return tuple(
        nodes.strings[int(nodes.column(key.feature)[item.relation[key.variable][row]])]
        for key in cutter.keys
    )


def apply_splits(parse: Parse, cuts: Sequence[Sequence[Cut]]) -> Parse:
    """Give the parse in which the pieces of words that are split are words.

    The last piece that is no punctuation stands for the word: it has the word's place in the tree,
    part of speech, features and MISC. The others hang from it as ``compound``, with the word's
    part of speech and no features; a piece made of punctuation is ``PUNCT`` and hangs as
    ``punct``. All keep the word's entity and have the feature ``Piece=Yes``, in MISC; the last
    keeps the space behind it.

    Args:
        parse: a batch.
        cuts: of each document, one a word, in the order of their steps.

    Returns:
        The new parse; without any cut the parse that was given.
    """
    if not any(cuts):
        return parse
    layout = _Layout.of(parse, cuts)
    columns = {name: getattr(parse, name)[layout.origin] for name in _COLUMNS}
    head = np.where(parse.head >= 0, layout.head[parse.head], np.int32(-1))[layout.origin]
    flat = list(chain.from_iterable(cuts))
    sizes = np.array([len(cut.pieces) for cut in flat])
    begins = np.cumsum(sizes) - sizes
    pieces = list(chain.from_iterable(cut.pieces for cut in flat))
    rows = np.repeat(layout.rows, sizes)
    at = layout.bounds[rows] + np.arange(len(rows)) - np.repeat(begins, sizes)

    lengths = np.array([len(piece) for piece in pieces])
    before = np.cumsum(lengths) - lengths
    columns["start"][at] = parse.start[rows] + before - np.repeat(before[begins], sizes)
    columns["end"][at] = columns["start"][at] + lengths
    columns["form"][at] = parse.strings.encode(pieces)
    lemma = chain.from_iterable(cut.lemmas for cut in flat)
    columns["lemma"][at] = parse.strings.encode(lemma)
    columns["space"][at[at + 1 < layout.bounds[rows + 1]]] = 0

    below = at != layout.head[rows]
    head[at[below]] = layout.head[rows[below]]
    mark = below & np.array([is_punctuation(piece) for piece in pieces])
    columns["deprel"][at[below]] = parse.strings.add(_PIECE)
    columns["deprel"][at[mark]] = parse.strings.add(_MARK)
    columns["upos"][at[mark]] = parse.strings.add(_MARK_UPOS)
    for name in ("xpos", "feats", "misc"):
        columns[name][at[below]] = 0
    columns["misc"][at] = _with_piece(parse.strings, columns["misc"][at])
    word = columns["form"]
    if parse.word is not parse.form:
        word = parse.word[layout.origin]
        word[at] = columns["form"][at]
    return replace(
        parse,
        doc_start=layout.bounds[parse.doc_start],
        sent_start=layout.bounds[parse.sent_start],
        word=word,
        head=head.astype(np.int32),
        **columns,
    )


def _with_piece(strings: StringTable, misc: Ints) -> Ints:
    """Add to MISC that a leaf is a piece of a word."""
    given = strings.decode(misc)
    return strings.encode([f"{text}|{_FEATURE}" if text else _FEATURE for text in given])


def record_splits(parse: Parse, cuts: Sequence[Sequence[Cut]]) -> list[tuple[SplitRecord, ...]]:
    """Give the splits of each document as its graph records them.

    Args:
        parse: a batch, before any word is split.
        cuts: of each document, in the order of their steps.
    """
    if not any(cuts):
        return [()] * len(parse)
    layout = _Layout.of(parse, cuts)
    return [tuple(_records(parse, layout, doc, own)) for doc, own in enumerate(cuts)]


def origins(cuts: Sequence[Cut], words: int) -> list[int]:
    """Give for each leaf of a document the word that it comes from.

    Args:
        cuts: of the document.
        words: number of its words, before any is split.
    """
    pieces = {cut.word: len(cut.pieces) for cut in cuts}
    return [word for word in range(words) for _ in range(pieces.get(word, 1))]


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the words of a parse are once some are split.

    Attributes:
        rows: of the words that are split, in the order of the cuts.
        origin: for each leaf the word that it comes from.
        bounds: first leaf of each word, and the number of leaves.
        head: for each word the leaf that stands for it.
    """

    rows: Ints
    origin: Ints
    bounds: Ints
    head: Ints

    @classmethod
    def of(cls, parse: Parse, cuts: Sequence[Sequence[Cut]]) -> _Layout:
        """Lay the leaves out."""
        rows = _rows(parse, cuts)
        flat = list(chain.from_iterable(cuts))
        count = np.ones(parse.words, np.int32)
        count[rows] = [len(cut.pieces) for cut in flat]
        bounds = np.zeros(parse.words + 1, np.int32)
        np.cumsum(count, out=bounds[1:])
        head = bounds[:-1].copy()
        head[rows] += np.array([head_of(cut.pieces) for cut in flat], np.int32)
        origin = np.repeat(np.arange(parse.words, dtype=np.int32), count)
        return cls(rows, origin, bounds, head)


def _records(parse: Parse, layout: _Layout, doc: int, cuts: Sequence[Cut]) -> Iterator[SplitRecord]:
    """Give the records of a document's splits, in numbers of its leaves."""
    low, high = parse.doc_start[doc : doc + 2].tolist()
    bounds = (layout.bounds[low : high + 1] - layout.bounds[low]).tolist()

    def leaves(words: Binding) -> tuple[int, ...]:
        several = (words,) if isinstance(words, int) else words
        return tuple(leaf for word in several for leaf in range(bounds[word], bounds[word + 1]))

    for number, cut in enumerate(cuts, 1):
        match: dict[str, Binding] = {}
        for variable, words in cut.match.items():
            found = leaves(words)
            if found:
                match[variable] = found[0] if isinstance(words, int) and len(found) == 1 else found
        own = leaves(cut.word)
        columns = (parse.lemma, parse.upos, parse.xpos, parse.feats, parse.ent)
        rest = [parse.strings[int(column[low + cut.word])] for column in columns]
        word = SplitWord("".join(cut.pieces), *rest)
        yield SplitRecord(number, cut.rule, cut.at, match, word, own, own[head_of(cut.pieces)])
