"""The nodes that patterns see: the top tokens of a batch of documents, as columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, TypeVar, cast

import numpy as np
import re2

from semgraph.grammar.syntax import Constant, FeatureTest, LabelTest, LexiconColumn, Regex, Value
from semgraph.parse.columns import Parse
from semgraph.parse.strings import StringTable
from semgraph.types import Bools, Ints

# Features that are columns of their own; every other name is looked up in feats, then in misc.
COLUMNS = ("form", "lemma", "upos", "xpos", "feats", "deprel", "ent", "misc", "kind", "class")
_T = TypeVar("_T")

ColumnValues = Mapping[tuple[str, str], frozenset[str]]  # (lexicon, column) → its values


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
        "size",
        "strings",
        "token",
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
    ) -> None:
        self.strings = strings
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
        )

    def with_feats(self, feats: Ints) -> Nodes:
        """Give the same nodes with other features."""
        fields = {name: getattr(self, name) for name in self.__slots__ if name != "_cache"}
        return Nodes(**(fields | {"columns": {**self.columns, "feats": feats}}))

    # Columns.

    def column(self, feature: str) -> Ints:
        """Give the values of a feature as string ids; 0 where it is not defined."""
        if feature == "form" and self.forms is not None:
            return self.cached(("column", "form"), self._form_column)
        if feature in self.columns:
            return self.columns[feature]
        if feature == "key":
            return self.cached(("column", "key"), self._key_column)
        return self.cached(("column", feature), lambda: self._feature_column(feature))

    def uniques(self, feature: str) -> Ints:
        """Give the distinct string ids of a feature's column, sorted."""

        def distinct() -> Ints:
            column = self.column(feature)  # first: it may add strings
            seen = np.zeros(len(self.strings), np.bool_)
            seen[column] = True
            return np.flatnonzero(seen).astype(np.int32)

        return self.cached(("uniques", feature), distinct)

    def holds(self, feature: str, strings: tuple[str, ...]) -> bool:
        """Say whether any of the strings stands in a feature's column."""
        present = self.cached(("present", feature), lambda: self._presence(feature))
        ids = [i for s in strings if (i := self.strings.get(s)) is not None]
        return any(i < len(present) and present[i] for i in ids)

    def _presence(self, feature: str) -> Bools:
        column = self.column(feature)  # first: it may add strings
        present = np.zeros(len(self.strings), np.bool_)
        present[column] = True
        return present

    # Masks.

    def test(self, test: FeatureTest, columns: ColumnValues) -> Bools:
        """Give the nodes of which a feature test holds."""
        return self.cached(("test", test), lambda: self._test(test, columns))

    def _test(self, test: FeatureTest, columns: ColumnValues) -> Bools:
        column = self.column(test.feature)
        if not test.values:
            return (column == 0) if test.negated else (column != 0)
        found = self._any_value(test.feature, test.values, columns)
        return (~found & (column != 0)) if test.negated else found

    def _any_value(self, feature: str, values: tuple[Value, ...], columns: ColumnValues) -> Bools:
        column = self.column(feature)
        if len(values) == 1 and isinstance(values[0], Constant):
            wanted = self.strings.get(values[0].text)
            return np.zeros(len(self), np.bool_) if not wanted else column == wanted
        test = value_predicate(values, columns)
        return self._by_string(feature, lambda string: bool(string) and test(string))

    def label(self, test: LabelTest) -> Bools:
        """Give the nodes whose edge to their head has a fitting label."""
        return self.cached(("label", test), lambda: self._label(test))

    def _label(self, test: LabelTest) -> Bools:
        alternatives = test.alternatives
        if len(alternatives) == 1 and isinstance(alternatives[0], Constant):
            wanted = self.strings.get(alternatives[0].text)
            column = self.column("deprel")
            found = np.zeros(len(self), np.bool_) if wanted is None else column == wanted
        else:
            found = self._by_string("deprel", label_predicate(test.alternatives))
        return ~found if test.negated else found

    def _by_string(self, feature: str, predicate: Callable[[str], bool]) -> Bools:
        """Judge each distinct string once, then gather."""
        uniques = self.uniques(feature)
        table = np.zeros(len(self.strings), np.bool_)
        strings = self.strings.strings
        table[[i for i in uniques.tolist() if predicate(strings[i])]] = True
        return table[self.column(feature)]

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

    @property
    def depth(self) -> Ints:
        """Number of edges from each node up to its root."""

        def build() -> Ints:
            depth = np.zeros(len(self), np.int32)
            at = self.head.copy()
            rows = np.flatnonzero(at >= 0)
            while len(rows):
                depth[rows] += 1
                at[rows] = self.head[at[rows]]
                rows = rows[at[rows] >= 0]
            return depth

        return self.cached("depth", build)

    # What is derived.

    def cached(self, key: object, build: Callable[[], _T]) -> _T:
        """Give what has been derived from the columns under a key, building it once."""
        value = self._cache.get(key)
        if value is None:
            value = self._cache[key] = build()
        return cast("_T", value)

    def _form_column(self) -> Ints:
        column = self.columns["form"].copy()
        assert self.forms is not None
        for node in np.flatnonzero(column == 0).tolist():
            form = self.forms(int(self.doc[node]), int(self.token[node]))
            column[node] = self.strings.add(form)
        return column

    def _key_column(self) -> Ints:
        pairs = np.stack([self.columns["lemma"], self.columns["upos"]], axis=1)
        distinct, inverse = np.unique(pairs, axis=0, return_inverse=True)
        strings = self.strings
        keys = [token_key(strings[lemma], strings[upos]) for lemma, upos in distinct.tolist()]
        return strings.encode(keys)[inverse.reshape(-1)]

    def _feature_column(self, feature: str) -> Ints:
        column = np.zeros(len(self), np.int32)
        for source in ("misc", "feats"):  # feats goes last: it has the last word
            table = np.zeros(len(self.strings), np.int32)
            for string_id in self.uniques(source).tolist():
                value = parse_feats(self.strings[string_id]).get(feature)
                if value:
                    table[string_id] = self.strings.add(value)
            found = table[self.columns[source]]
            column = np.where(found != 0, found, column)
        return column


def token_key(lemma: str, upos: str) -> str:
    """Give the key of a token: its lemma, spaces as underscores, and its part of speech."""
    return f"{lemma.replace(' ', '_')}|{upos}"


@lru_cache(maxsize=65536)
def parse_feats(feats: str) -> Mapping[str, str]:
    """Take ``Case=Nom|Number=Sing`` apart."""
    pairs = (pair.partition("=") for pair in feats.split("|") if "=" in pair)
    return MappingProxyType({name: value for name, _, value in pairs})


def value_predicate(values: tuple[Value, ...], columns: ColumnValues) -> Callable[[str], bool]:
    """Give a function that says whether a string is one of the values."""
    constants = frozenset(v.text for v in values if isinstance(v, Constant))
    sets = [columns[v.lexicon, v.column] for v in values if isinstance(v, LexiconColumn)]
    regexes = [compile_regex(v) for v in values if isinstance(v, Regex)]
    return lambda string: (
        string in constants
        or any(string in column for column in sets)
        or any(regex.fullmatch(string) for regex in regexes)
    )


def label_predicate(
    alternatives: tuple[Constant | Regex | tuple[FeatureTest, ...], ...],
) -> Callable[[str], bool]:
    """Give a function that says whether a label is one of the alternatives."""
    plain = tuple(a for a in alternatives if not isinstance(a, tuple))
    is_value = value_predicate(plain, {})
    featured = [
        [(t, value_predicate(t.values, {})) for t in a]
        for a in alternatives
        if isinstance(a, tuple)
    ]

    def holds(label: str) -> bool:
        if is_value(label):
            return True
        features = label_features(label)
        return any(
            all(_feature_holds(features.get(t.feature, ""), t, test) for t, test in tests)
            for tests in featured
        )

    return holds


def _feature_holds(value: str, test: FeatureTest, predicate: Callable[[str], bool]) -> bool:
    if not test.values:
        return bool(value) != test.negated
    return bool(value) and predicate(value) != test.negated


def label_features(label: str) -> dict[str, str]:
    """Give the features of a label: ``1`` before ``:``, ``2`` after, ``deep`` after ``@``."""
    plain, _, deep = label.partition("@")
    universal, _, subtype = plain.partition(":")
    return {name: v for name, v in (("1", universal), ("2", subtype), ("deep", deep)) if v}


@lru_cache(maxsize=4096)
def compile_regex(regex: Regex) -> re2._Regexp:
    """Compile a user's regular expression; RE2 is linear in time."""
    options = re2.Options()
    options.log_errors = False
    options.case_sensitive = not regex.ignore_case
    return re2.compile(regex.pattern, options)


def _spread(starts: Ints, count: int) -> Ints:
    """Give for each row the index of the block that it lies in."""
    blocks = np.arange(len(starts) - 1, dtype=np.int32)
    return np.repeat(blocks, np.diff(starts))[:count].astype(np.int32)


def _is_space(parse: Parse) -> Bools:
    """Say which leaves are white space alone."""
    table = np.zeros(len(parse.strings), np.bool_)
    table[[i for i, string in enumerate(parse.strings.strings) if string.isspace()]] = True
    return table[parse.word]
