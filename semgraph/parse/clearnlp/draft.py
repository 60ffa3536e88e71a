"""A tree that is being rewritten: heads and labels of a whole batch at once.

Every change keeps a tree a tree: a group of words that hang together is given another of its words
as head (`Draft.regroup`), or a word moves to where none of its own dependents is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from semgraph.parse.clearnlp.words import BE_FORMS, WORD_LISTS
from semgraph.parse.columns import Parse
from semgraph.parse.strings import StringTable
from semgraph.types import Bools, Ints


class Draft:
    """The columns of a parse with heads and labels of their own, which may be changed.

    Attributes:
        strings: the table behind the labels and the columns of the parse.
        folded: a table of forms and lemmas in lower case.
        head: index of the head, ``-1`` for a root.
        label: label of the edge to it.
        row: number of each word.
        sentence: number of its sentence.
        flags: what a converter knows of the words, by name.
    """

    def __init__(self, parse: Parse) -> None:
        self.parse = parse
        self.strings = parse.strings
        self.head = parse.head.copy()
        self.label = parse.deprel.copy()
        self.label[self.head < 0] = self.strings.add("root")
        self.row: Ints = np.arange(parse.words, dtype=np.int32)
        self.flags: dict[str, Bools] = {}
        sizes = np.diff(parse.sent_start)
        self.sentence: Ints = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
        self.folded = StringTable()
        lower = self.folded.encode(list(map(str.lower, self.strings.strings)))
        form = lower[parse.word]
        lemma = lower[parse.lemma]
        be = self.folded.encode(sorted(BE_FORMS))
        form_as_lemma = np.where(np.isin(form, be), np.int32(self.folded.add("be")), form)
        self._columns: dict[str, tuple[StringTable, Ints]] = {
            "form": (self.folded, form),
            "lemma": (self.folded, np.where(lemma == 0, form_as_lemma, lemma).astype(np.int32)),
            "upos": (self.strings, parse.upos),
            "xpos": (self.strings, parse.xpos),
            "ent": (self.strings, parse.ent),
        }

    def column(self, field: str) -> Ints:
        """Give a column; forms and lemmas as ids of ``folded``."""
        return self._columns[field][1]

    def labelled(self, *labels: str) -> Ints:
        """Give the rows with one of these labels, in order."""
        ids = [self.strings.get(label) for label in labels]
        rows = [self.label == label for label in ids if label is not None]
        found = np.flatnonzero(np.logical_or.reduce(rows)) if rows else np.zeros(0, np.int32)
        return found.astype(np.int32)

    def mask(self, rows: Ints) -> Bools:
        """Give a mask that holds for these rows."""
        mask = np.zeros(len(self.row), np.bool_)
        mask[rows] = True
        return mask

    def test(self, field: str, values: Sequence[str], rows: Ints) -> Bools:
        """Say of each row whether a field has one of some values; see `clearnlp.rules`."""
        if field == "is":
            tests = [self._is(name, rows) for name in values]
            return np.logical_or.reduce(tests)
        if field == "has":
            return self._have(values)[rows]
        if field == "side":
            after = (self.head[rows] >= 0) & (rows > self.head[rows])
            return after if values[0] == "after" else ~after
        if field == "deprel":
            return self._among(self.strings, self.label[rows], values)
        table, column = self._columns[field]
        return self._among(table, column[rows], values)

    def _is(self, name: str, rows: Ints) -> Bools:
        if name in self.flags:
            return self.flags[name][rows]
        return self._among(self.folded, self.column("form")[rows], WORD_LISTS[name])

    def _have(self, labels: Sequence[str]) -> Bools:
        heads = self.head[self.labelled(*labels)]
        return self.mask(heads[heads >= 0])

    @staticmethod
    def _among(table: StringTable, column: Ints, values: Iterable[str]) -> Bools:
        if not len(column):
            return np.zeros(0, np.bool_)
        wanted = np.zeros(len(table), np.bool_)
        wanted[[found for found in map(table.get, values) if found is not None]] = True
        found: Bools = wanted[column]
        return found

    def regroup(self, leader: Ints, stay: Bools | None = None) -> Bools:
        """Give groups of words another head: their leader, from which all others hang.

        A leader takes the place and the label of the group's highest word; what hung from any word
        of the group hangs from the leader. A group is left alone if its words hang from several
        words outside.

        Args:
            leader: for each word the leader of its group; itself for a word in none. What has a
                leader that is led itself stays out of it.
            stay: words that keep their head, whatever group that is in.

        Returns:
            The words whose group was given its leader, without the leaders.
        """
        head, row = self.head, self.row
        leader = np.where(leader[leader] == leader, leader, row)
        while True:
            above = np.where(head < 0, np.int32(-1), leader[head])
            tops = np.flatnonzero(above != leader)
            torn = self._torn(leader, above, tops)
            if not torn.any():
                break
            leader = np.where(torn[leader], row, leader)
        many = np.bincount(leader, minlength=len(row)) > 1
        backwards = tops[::-1]  # the first one's label is the group's
        new_head, new_label = above.copy(), self.label.copy()
        new_head[leader[backwards]] = above[backwards]
        new_label[leader[backwards]] = self.label[backwards]
        follower = leader != row
        new_head[follower] = leader[follower]
        if stay is not None:
            kept = stay & ~follower & ~many & (head >= 0)
            new_head[kept] = head[kept]
        self.head, self.label = new_head.astype(np.int32), new_label
        return follower

    def _torn(self, leader: Ints, above: Ints, tops: Ints) -> Bools:
        """Find the leaders of groups that hang from several words outside, or are several roots."""
        place = np.full(len(self.row), -2, np.int32)
        place[leader[tops]] = above[tops]
        torn = place[leader] == -2
        torn[leader[tops[above[tops] != place[leader[tops]]]]] = True
        torn |= np.bincount(leader[self.head < 0], minlength=len(self.row)) > 1
        return torn

    def follow(self, next_row: Ints) -> Ints:
        """Follow pointers to their end; ``-1`` points nowhere."""
        end = np.where(next_row < 0, self.row, next_row)
        while True:
            further = end[end]
            if np.array_equal(further, end):
                return end.astype(np.int32)
            end = further

    def siblings(self) -> Ints:
        """Give the words that have a head, sorted by head, then by place."""
        order = np.argsort(self.head, kind="stable").astype(np.int32)
        return order[int((self.head < 0).sum()) :]

    def set_labels(self, rows: Ints | Bools, label: str) -> None:
        """Give words a label."""
        self.label[rows] = self.strings.add(label)
