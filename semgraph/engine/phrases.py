"""Multiword phrases of a lexicon, found by walking a trie over all words of a batch at once."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import permutations
from typing import NamedTuple

import numpy as np

from semgraph.engine.nodes import Nodes
from semgraph.engine.relation import check_rows
from semgraph.grammar.rules import Lexicon
from semgraph.grammar.syntax import Constant, FeatureTest, LabelTest
from semgraph.types import Bools, Ints, Longs

# Longer phrases in free order are tried as they stand and with the first word moved to the end.
_PERMUTED_UP_TO = 4
# Words that may stand between object and verb in the passive: were not often being pulled.
_PASSIVE_GAP = 4


_PASSIVE_SUBJECT = LabelTest(
    (
        (
            FeatureTest("1", (Constant("nsubj"), Constant("csubj"))),
            FeatureTest("2", (Constant("pass"),)),
        ),
    )
)
_MODIFIER = LabelTest(((FeatureTest("1", (Constant("acl"),)),),))
_PARTICIPLE = FeatureTest("VerbForm", (Constant("Part"),))
_PASSIVE = FeatureTest("Voice", (Constant("Pass"),))


class Occurrences:
    """Where the phrases of a lexicon stand.

    Attributes:
        row: row of the lexicon, one entry an occurrence.
        anchor: node of the highest word (the leftmost of several).
        words: nodes of all words, one occurrence after the other, each in text order.
        start: where each occurrence begins in ``words``; one entry more than occurrences.
    """

    __slots__ = ("_keys", "_size", "anchor", "row", "start", "words")

    def __init__(self, row: Ints, anchor: Ints, words: Ints, start: Ints, size: int) -> None:
        self.row = row
        self.anchor = anchor
        self.words = words
        self.start = start
        self._size = size
        owner = np.repeat(np.arange(len(row), dtype=np.int64), np.diff(start))
        self._keys: Longs = np.sort(owner * size + words)

    def __len__(self) -> int:
        """Give the number of occurrences."""
        return len(self.row)

    def contains(self, occurrences: Ints, nodes: Ints) -> Bools:
        """Say which node is a word of which occurrence, pair by pair."""
        if not len(self._keys):
            return np.zeros(len(nodes), np.bool_)
        keys = occurrences.astype(np.int64) * self._size + nodes
        at = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        return self._keys[at] == keys


class _Way(NamedTuple):
    """How a phrase may stand: one root of the trie for each."""

    by_form: bool
    gap: int
    connected: bool  # its words must be joined in the dependency tree
    passive: bool = False  # its last word must be a passive verb of the others


class Vocabulary:
    """Codes of the folded words of several lexicons, which are looked up together."""

    def __init__(self) -> None:
        self._codes: dict[str, int] = {}

    def add(self, word: str) -> int:
        """Give the code of a folded word, a new one if it has none."""
        return self._codes.setdefault(word, len(self._codes))

    def codes(self, nodes: Nodes) -> tuple[Ints, Ints]:
        """Give the code of each node's lemma and, for single words, of its form; -1 if unknown."""
        return nodes.cached(self._state, lambda: self._find(nodes))

    @property
    def _state(self) -> tuple[Vocabulary, int]:
        """What answers are kept under: a lexicon that is added makes them stale."""
        return self, len(self._codes)

    def _find(self, nodes: Nodes) -> tuple[Ints, Ints]:
        codes = []
        for feature in ("lemma", "form"):
            column = nodes.columns[feature]
            seen = np.zeros(len(nodes.strings), np.bool_)
            seen[column] = True
            codes.append(
                nodes.verdicts.table(self._state, np.flatnonzero(seen), self._code)[column]
            )
        real = nodes.rank_first >= 0
        return np.where(real, codes[0], -1), np.where(real & (nodes.size == 1), codes[1], -1)

    def _code(self, word: str) -> int:
        return self._codes.get(fold(word), -1)


class PhraseIndex:
    """A trie over the words of a lexicon's phrases.

    A transition is a pair of state and word code, kept as one sorted column of integers, so that
    a step of all active walks is one binary search, whatever the size of the lexicon.
    """

    def __init__(self, lexicon: Lexicon, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._ways: dict[_Way, int] = {}
        edges: dict[tuple[int, int], int] = {}
        rows: list[int] = []  # row that ends in each state, -1 for none
        ways: list[_Way] = []  # way of each state
        for row, way, words in _variants(lexicon):
            state = self._ways.get(way)
            if state is None:
                state = self._ways[way] = len(rows)
                rows.append(-1)
                ways.append(way)
            for word in words:
                code = vocabulary.add(word)
                following = edges.get((state, code))
                if following is None:
                    following = edges[state, code] = len(rows)
                    rows.append(-1)
                    ways.append(way)
                state = following
            if rows[state] < 0:
                rows[state] = row
        self._row = np.array(rows, np.int32)
        self._by_form = np.array([w.by_form for w in ways], np.bool_)
        self._gap = np.array([w.gap for w in ways], np.int32)
        self._connected = np.array([w.connected for w in ways], np.bool_)
        self._passive = np.array([w.passive for w in ways], np.bool_)
        keys = np.fromiter((state << 32 | code for state, code in edges), np.int64, len(edges))
        order = np.argsort(keys)
        self._keys: Longs = keys[order]
        self._next = np.fromiter(edges.values(), np.int32, len(edges))[order]

    def occurrences(self, nodes: Nodes) -> Occurrences:
        """Find the phrases among nodes, once."""
        return nodes.cached(self, lambda: self._search(nodes))

    def _search(self, nodes: Nodes) -> Occurrences:
        lemma, form = self._vocabulary.codes(nodes)
        starts = np.flatnonzero((lemma >= 0) | (form >= 0)).astype(np.int32)
        states: list[Ints] = [np.zeros(0, np.int32)]
        walks: list[Ints] = [np.zeros(0, np.int32)]
        for root in self._ways.values():
            reached, at = self._step(np.full(len(starts), root, np.int32), starts, lemma, form)
            states.append(reached)
            walks.append(starts[at])
        state: Ints = np.concatenate(states)
        walk: Ints = np.concatenate(walks)[:, None]
        ended: list[tuple[Ints, Ints]] = []
        while len(state):
            check_rows(len(state))
            final = np.flatnonzero(self._row[state] >= 0)
            if len(final):
                ended.append(self._accept(nodes, state[final], walk[final]))
            state, walk = self._advance(nodes, state, walk, lemma, form)
        return _gather(nodes, ended)

    def _advance(
        self, nodes: Nodes, state: Ints, walk: Ints, lemma: Ints, form: Ints
    ) -> tuple[Ints, Ints]:
        """Take every walk one word on, past as many words as its phrase allows."""
        states, walks = [], []
        last = walk[:, -1]
        for gap in range(int(self._gap[state].max(initial=0)) + 1):
            following = nodes.starting_at(nodes.rank_last[last] + 1 + gap)
            rows = np.flatnonzero(
                (self._gap[state] >= gap)
                & (following >= 0)
                & (nodes.sent[following] == nodes.sent[last])
            )
            reached, at = self._step(state[rows], following[rows], lemma, form)
            rows = rows[at]
            states.append(reached)
            walks.append(np.concatenate([walk[rows], following[rows, None]], axis=1))
        return np.concatenate(states), np.concatenate(walks)

    def _step(self, state: Ints, node: Ints, lemma: Ints, form: Ints) -> tuple[Ints, Longs]:
        """Follow one word from each state; gives the states reached and the rows they are of."""
        found_states, found_rows = [], []
        lemma_code, form_code = lemma[node], form[node]
        free = ~self._by_form[state] & (lemma_code != form_code)
        for code, may in ((form_code, form_code >= 0), (lemma_code, free & (lemma_code >= 0))):
            rows = np.flatnonzero(may)
            keys = state[rows].astype(np.int64) << 32 | code[rows]
            at = np.minimum(np.searchsorted(self._keys, keys), max(len(self._keys) - 1, 0))
            hit = self._keys[at] == keys if len(self._keys) else np.zeros(0, np.bool_)
            found_states.append(self._next[at[hit]])
            found_rows.append(rows[hit])
        return np.concatenate(found_states), np.concatenate(found_rows)

    def _accept(self, nodes: Nodes, state: Ints, walk: Ints) -> tuple[Ints, Ints]:
        """Keep the finished walks that are joined in the tree where they must be."""
        heads = nodes.head[walk]
        inside = np.zeros(walk.shape, np.bool_)
        for column in range(walk.shape[1]):
            inside |= heads == walk[:, column, None]
        keep = ~self._connected[state] | (inside.sum(axis=1) == walk.shape[1] - 1)
        if self._passive[state].any():
            keep &= ~self._passive[state] | _passive(nodes, walk)
        return self._row[state[keep]], walk[keep]


@lru_cache(maxsize=1 << 16)
def fold(word: str) -> str:
    """Fold a word for look-up: lower case, ё as е."""
    return word.lower().replace("ё", "е")


def _variants(lexicon: Lexicon) -> Iterator[tuple[int, _Way, tuple[str, ...]]]:
    """Give each way in which a row's words may follow one another."""
    columns = lexicon.columns
    blank = ("",) * len(lexicon)
    names = ("phrase", "lemmas", "match", "gap", "order", "passive")
    fields = (columns.get(name, blank) for name in names)
    for row, (phrase, lemmas, match, gap_text, order, passive) in enumerate(
        zip(*fields, strict=True)
    ):
        words = tuple(fold(lemmas or phrase).split())
        if len(words) < 2:
            continue
        gap = int(gap_text or 0)
        by_form = match == "form"
        yield row, _Way(by_form, gap, gap > 0), words
        if order == "free":
            for other in orders_of(words):
                yield row, _Way(by_form, gap, True), other
        if passive == "yes":
            turned = (*words[1:], words[0])
            yield row, _Way(by_form, max(gap, _PASSIVE_GAP), True, True), turned


def _passive(nodes: Nodes, walk: Ints) -> Bools:
    """Say in which walks the last word is a verb that has another for its passive subject.

    Or for the noun that it modifies: *strings pulled by others*.
    """
    verb, others = walk[:, -1:], walk[:, :-1]
    subject = (nodes.head[others] == verb) & nodes.label(_PASSIVE_SUBJECT)[others]
    modifier = (nodes.head[verb] == others) & nodes.label(_MODIFIER)[verb]
    participle = nodes.test(_PARTICIPLE, {}) | nodes.test(_PASSIVE, {})
    found: Bools = (subject | (modifier & participle[verb])).any(axis=1)
    return found


def orders_of(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Give the other orders in which the words of a phrase in free order may stand."""
    if len(words) <= _PERMUTED_UP_TO:
        yield from dict.fromkeys(p for p in permutations(words) if p != words)
    else:
        yield (*words[1:], words[0])


def _gather(nodes: Nodes, ended: list[tuple[Ints, Ints]]) -> Occurrences:
    """Join occurrences of all lengths into one table, each once, in text order."""
    rows, anchors, words, lengths = [], [], [], []
    for row, walk in ended:
        walk = np.sort(walk, axis=1)
        both = np.unique(np.concatenate([row[:, None], walk], axis=1), axis=0)
        row, walk = both[:, 0], both[:, 1:]
        top = np.argmin(nodes.depth(walk), axis=1)
        rows.append(row)
        anchors.append(walk[np.arange(len(walk)), top])
        words.append(walk.reshape(-1))
        lengths.append(np.full(len(row), walk.shape[1], np.int32))
    none = np.zeros(0, np.int32)
    start = np.zeros(sum(map(len, rows)) + 1, np.int32)
    np.cumsum(np.concatenate([none, *lengths]), out=start[1:])
    return Occurrences(
        np.concatenate([none, *rows]).astype(np.int32),
        np.concatenate([none, *anchors]).astype(np.int32),
        np.concatenate([none, *words]).astype(np.int32),
        start,
        len(nodes),
    )
