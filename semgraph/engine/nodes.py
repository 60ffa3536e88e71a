"""The nodes that patterns see: the top tokens of a batch of documents, as columns."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, TypeVar, cast

import numpy as np

from semgraph.engine.sentences import Sentences
from semgraph.engine.values import (
    ColumnValues,
    label_features,
    label_predicate,
    parse_feats,
    regex_test,
    token_key,
)
from semgraph.engine.verdicts import Verdicts
from semgraph.grammar.syntax import Constant, FeatureTest, LabelTest, LexiconColumn, Regex, Value
from semgraph.parse.columns import Parse
from semgraph.parse.strings import StringTable
from semgraph.types import Bools, Ints

# Features that are columns of their own; every other name is looked up in feats, then in misc.
COLUMNS = ("form", "lemma", "upos", "xpos", "feats", "deprel", "ent", "misc", "kind", "class")
# What else a node has, all of it numbers.
NUMBERS = (
    "token", "doc", "sent", "first", "last", "rank_first", "rank_last", "size", "cores", "mwe",
)  # fmt: skip

# Features of the label, ``1``, ``2`` and ``deep``, are columns under this prefix.
LABEL = "deprel:"

_T = TypeVar("_T")


class Nodes:
    """The top tokens of a batch as columns, one row a token, in order of their first leaf.

    Instances are not changed once built; what is derived from the columns is cached.

    Attributes:
        strings: the table behind the string columns.
        token: number of the token in its document.
        doc, sent: index of its document and of its sentence in the batch.
        first, last: its first and last leaf in the batch, white space left out.
        rank_first, rank_last: the same, counted over leaves that are no white space; ``-1`` for
            a token that is white space alone.
        size: number of its leaves that are no white space.
        cores: number of its meanings (an atom and a hyperlexeme count 1, a link its own).
        mwe: 1 for a multiword expression, else 0.
        head: index of the governing node, ``-1`` for a root.
        columns: string columns by feature name, see `COLUMNS`.
        forms: gives the form of a produced token by document and number.
        verdicts: what is known about the strings.
        sentences: text and metadata of the sentences, ``None`` where there are none.
    """

    __slots__ = (
        "_cache",
        "columns",
        "cores",
        "doc",
        "first",
        "forms",
        "head",
        "last",
        "mwe",
        "rank_first",
        "rank_last",
        "sent",
        "sentences",
        "size",
        "strings",
        "token",
        "verdicts",
    )

    def __init__(
        self,
        *,
        strings: StringTable,
        token: Ints,
        doc: Ints,
        sent: Ints,
        first: Ints,
        last: Ints,
        rank_first: Ints,
        rank_last: Ints,
        size: Ints,
        cores: Ints,
        mwe: Ints,
        head: Ints,
        columns: Mapping[str, Ints],
        forms: Callable[[int, int], str] | None = None,
        verdicts: Verdicts | None = None,
        sentences: Sentences | None = None,
    ) -> None:
        self.strings = strings
        self.sentences = sentences
        self.verdicts = verdicts or Verdicts(strings)
        self.token = token
        self.doc = doc
        self.sent = sent
        self.first = first
        self.last = last
        self.rank_first = rank_first
        self.rank_last = rank_last
        self.size = size
        self.cores = cores
        self.mwe = mwe
        self.head = head
        self.columns = MappingProxyType(dict(columns))
        self.forms = forms
        self._cache: dict[object, Any] = {}

    def __len__(self) -> int:
        """Give the number of nodes."""
        return len(self.head)

    @classmethod
    def from_parse(cls, parse: Parse, forms: Callable[[int, int], str] | None = None) -> Nodes:
        """Take every leaf as an atom of its own."""
        count = parse.words
        index = np.arange(count, dtype=np.int32)
        doc = _spread(parse.doc_start, count)
        space = _is_space(parse)
        rank = np.cumsum(~space, dtype=np.int32) - 1
        rank[space] = -1
        zeros = np.zeros(count, np.int32)
        atom = parse.strings.add("atom")
        return cls(
            strings=parse.strings,
            token=index - parse.doc_start[doc],
            doc=doc,
            sent=_spread(parse.sent_start, count),
            first=index,
            last=index,
            rank_first=rank,
            rank_last=rank,
            size=(~space).astype(np.int32),
            cores=np.ones(count, np.int32),
            mwe=zeros,
            head=parse.head,
            columns={
                "form": parse.word,
                "lemma": parse.lemma,
                "upos": parse.upos,
                "xpos": parse.xpos,
                "feats": parse.feats,
                "deprel": parse.deprel,
                "ent": parse.ent,
                "misc": parse.misc,
                "kind": np.full(count, atom, np.int32),
                "class": zeros,
            },
            forms=forms,
            sentences=Sentences.of_parse(parse),
        )

    def rebuilt(self, table: Ints, head: Ints) -> Nodes:
        """Give nodes of the same batch from rows in the order of `NUMBERS` and `COLUMNS`."""
        numbers = dict(zip(NUMBERS, table, strict=False))
        columns = dict(zip(COLUMNS, table[len(NUMBERS) :], strict=True))
        nodes = Nodes(
            strings=self.strings,
            head=head,
            columns=columns,
            forms=self.forms,
            verdicts=self.verdicts,
            sentences=self.sentences,
            **numbers,
        )
        nodes._cache["table"] = table
        return nodes

    @property
    def table(self) -> Ints:
        """All columns as rows of one table, so that they can be taken together."""

        def build() -> Ints:
            numbers = [getattr(self, name) for name in NUMBERS]
            return np.stack([*numbers, *(self.columns[name] for name in COLUMNS)])

        return self.cached("table", build)

    def with_feats(self, feats: Ints) -> Nodes:
        """Give the same nodes with other features."""
        table = self.table.copy()
        table[len(NUMBERS) + COLUMNS.index("feats")] = feats
        return self.rebuilt(table, self.head)

    # Columns.

    def column(self, feature: str) -> Ints:
        """Give the values of a feature as string ids; 0 where it is not defined."""
        if feature == "form":
            return self.cached(("column", "form"), self._form_column)
        if feature in self.columns:
            return self.columns[feature]
        if feature == "key":
            return self.cached(("column", "key"), self._key_column)
        if feature.startswith(LABEL):
            return self.cached(("column", feature), lambda: self._label_column(feature))
        return self.cached(("column", feature), lambda: self._feature_column(feature))

    def uniques(self, feature: str) -> Ints:
        """Give the distinct string ids of a feature's column, sorted."""

        def distinct() -> Ints:
            column = self.column(feature)  # first: it may add strings
            seen = np.zeros(len(self.strings), np.bool_)
            seen[column] = True
            return np.flatnonzero(seen).astype(np.int32)

        return self.cached(("uniques", feature), distinct)

    def standing(self, feature: str, strings: Iterable[str]) -> Iterator[str]:
        """Give those of some strings that stand in a feature's column."""
        present = self.cached(("present", feature), lambda: self._presence(feature))
        get, count = self.strings.get, len(present)
        for string in strings:
            string_id = get(string)
            if string_id is not None and string_id < count and present[string_id]:
                yield string

    def holds(self, feature: str, strings: Iterable[str]) -> bool:
        """Say whether any of the strings stands in a feature's column."""
        return next(self.standing(feature, strings), None) is not None

    def _presence(self, feature: str) -> Bools:
        column = self.column(feature)  # first: it may add strings
        present = np.zeros(len(self.strings), np.bool_)
        present[column] = True
        return present

    # Masks.

    def test(self, test: FeatureTest, columns: ColumnValues) -> Bools:
        """Give the nodes of which a feature test holds."""
        column = self.column(test.feature)
        if not test.values:
            return (column == 0) if test.negated else (column != 0)
        found = self._any_value(test.feature, test.values, columns)
        return (~found & (column != 0)) if test.negated else found

    def _any_value(self, feature: str, values: tuple[Value, ...], columns: ColumnValues) -> Bools:
        column = self.column(feature)
        names = {value.text for value in values if isinstance(value, Constant)}
        for value in values:
            if isinstance(value, LexiconColumn):
                names |= columns[value.lexicon, value.column] & self._distinct(feature)
        found = self._among(column, names)
        for value in values:
            if isinstance(value, Regex):
                found = found | (self._judged(feature, value, regex_test(value)) & (column != 0))
        return found

    def _distinct(self, feature: str) -> set[str]:
        """Give the distinct strings of a column."""
        uniques = self.uniques(feature)
        return self.cached(("distinct", feature), lambda: set(self.strings.decode(uniques)))

    def _among(self, column: Ints, strings: Collection[str]) -> Bools:
        """Say which entries are one of the strings."""
        ids = [i for string in strings if (i := self.strings.get(string))]
        if len(ids) < 2:
            return column == ids[0] if ids else np.zeros(len(self), np.bool_)
        table = np.zeros(len(self.strings), np.bool_)
        table[ids] = True
        return table[column]

    def label(self, test: LabelTest) -> Bools:
        """Give the nodes whose edge to their head has a fitting label."""
        return self.cached(("label", test), lambda: self._label(test))

    def _label(self, test: LabelTest) -> Bools:
        constants = [a.text for a in test.alternatives if isinstance(a, Constant)]
        if len(constants) == len(test.alternatives):
            found = self._among(self.column("deprel"), constants)
        else:
            judge = label_predicate(test.alternatives)
            found = self._judged("deprel", ("label", test.alternatives), judge)
        return ~found if test.negated else found

    def _judged(self, feature: str, question: object, judge: Callable[[str], int]) -> Bools:
        """Judge each distinct string once, then gather."""
        table = self.verdicts.table(question, self.uniques(feature), judge)
        return table[self.column(feature)] == 1

    # Structure.

    @property
    def has_space(self) -> bool:
        """Whether any node is white space alone."""
        return self.cached("has_space", lambda: bool((self.rank_first < 0).any()))

    def starting_at(self, ranks: Ints) -> Ints:
        """Give the nodes that begin at these ranks, ``-1`` where none does."""
        table = self.cached("starting", lambda: self._by_rank(self.rank_first))
        return table[np.clip(ranks, -1, len(table) - 1)]

    def ending_at(self, ranks: Ints) -> Ints:
        """Give the nodes that end at these ranks, ``-1`` where none does."""
        table = self.cached("ending", lambda: self._by_rank(self.rank_last))
        return table[np.clip(ranks, -1, len(table) - 1)]

    def _by_rank(self, ranks: Ints) -> Ints:
        """Give the node of each rank and, as last entry, ``-1`` for any rank beyond."""
        table = np.full(int(self.rank_last.max(initial=-1)) + 2, -1, np.int32)
        real = np.flatnonzero(ranks >= 0)
        table[ranks[real]] = real
        return table

    def depth(self, nodes: Ints) -> Ints:
        """Give the number of edges from nodes up to their roots, in the shape of ``nodes``."""
        at = self.head[nodes]
        depth = np.zeros(at.shape, np.int32)
        while (up := at >= 0).any():
            depth += up
            at = np.where(up, self.head[at], -1)
        return depth

    # What is derived.

    def cached(self, key: object, build: Callable[[], _T]) -> _T:
        """Give what has been derived from the columns under a key, building it once."""
        value = self._cache.get(key)
        if value is None:
            value = self._cache[key] = build()
        return cast("_T", value)

    def _form_column(self) -> Ints:
        """Fill in the forms of produced tokens; the nodes after the next collapse keep them."""
        column = self.columns["form"]
        missing = np.flatnonzero(column == 0).tolist() if self.forms is not None else ()
        for node in missing:
            assert self.forms is not None
            form = self.forms(int(self.doc[node]), int(self.token[node]))
            column[node] = self.strings.add(form)
        return column

    def _key_column(self) -> Ints:
        pairs = np.stack([self.columns["lemma"], self.columns["upos"]], axis=1)
        distinct, inverse = np.unique(pairs, axis=0, return_inverse=True)
        strings = self.strings
        keys = [token_key(strings[lemma], strings[upos]) for lemma, upos in distinct.tolist()]
        return strings.encode(keys)[inverse.reshape(-1)]

    def _label_column(self, feature: str) -> Ints:
        """Take a feature of the labels, such as what stands behind the colon."""
        name = feature.removeprefix(LABEL)

        def value(label: str) -> int:
            return self.strings.add(label_features(label).get(name, ""))

        table = self.verdicts.table((LABEL, name), self.uniques("deprel"), value)
        return table[self.columns["deprel"]]

    def _feature_column(self, feature: str) -> Ints:
        """Look a feature up in feats, else in misc."""

        def value(string: str) -> int:
            return self.strings.add(parse_feats(string).get(feature, ""))

        column = np.zeros(len(self), np.int32)
        for source in ("misc", "feats"):  # feats goes last: it has the last word
            uniques = self.uniques(source)
            if len(uniques) > 1 or uniques.any():
                table = self.verdicts.table(("feature", feature), uniques, value)
                found = table[self.columns[source]]
                column = np.where(found != 0, found, column)
        return column


def _spread(starts: Ints, count: int) -> Ints:
    """Give for each row the index of the block that it lies in."""
    blocks = np.arange(len(starts) - 1, dtype=np.int32)
    return np.repeat(blocks, np.diff(starts))[:count].astype(np.int32)


def _is_space(parse: Parse) -> Bools:
    """Say which leaves are white space alone."""
    table = np.zeros(len(parse.strings), np.bool_)
    table[[i for i, string in enumerate(parse.strings.strings) if string.isspace()]] = True
    return table[parse.word]
