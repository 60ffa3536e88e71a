"""What strings mean: keys, features, labels, and the tests of a pattern's values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import re2

from semgraph.grammar.syntax import Constant, FeatureTest, Regex, Value

ColumnValues = Mapping[tuple[str, str], frozenset[str]]  # (lexicon, column) → its values


def token_key(lemma: str, upos: str) -> str:
    """Give the key of a token: its lemma, spaces as underscores, and its part of speech."""
    return f"{lemma.replace(' ', '_')}|{upos}"


@lru_cache(maxsize=65536)
def parse_feats(feats: str) -> Mapping[str, str]:
    """Take ``Case=Nom|Number=Sing`` apart."""
    pairs = (pair.partition("=") for pair in feats.split("|") if "=" in pair)
    return MappingProxyType({name: value for name, _, value in pairs})


def value_predicate(values: tuple[Value, ...]) -> Callable[[str], bool]:
    """Give a function that says whether a string is one of some constants and expressions."""
    constants = frozenset(v.text for v in values if isinstance(v, Constant))
    regexes = [regex_test(v) for v in values if isinstance(v, Regex)]
    return lambda string: string in constants or any(regex(string) for regex in regexes)


def label_predicate(
    alternatives: tuple[Constant | Regex | tuple[FeatureTest, ...], ...],
) -> Callable[[str], bool]:
    """Give a function that says whether a label is one of the alternatives."""
    plain = tuple(a for a in alternatives if not isinstance(a, tuple))
    is_value = value_predicate(plain)
    featured = [
        [(t, value_predicate(t.values)) for t in a] for a in alternatives if isinstance(a, tuple)
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
    """Give the features of a label: ``1`` before ``:``, ``2`` after, ``deep`` after ``@``.

    As in Grew, ``type`` stands behind ``/`` (``comp:obj/m``), and ``E:`` before a label says
    ``enhanced=yes``.
    """
    enhanced = label.startswith("E:")
    plain, _, type_ = label.removeprefix("E:").partition("/")
    plain, _, deep = plain.partition("@")
    universal, _, subtype = plain.partition(":")
    features = {"1": universal, "2": subtype, "deep": deep, "type": type_}
    features["enhanced"] = "yes" if enhanced else ""
    return {name: value for name, value in features.items() if value}


@lru_cache(maxsize=1024)
def regex_test(regex: Regex) -> Callable[[str], bool]:
    """Give the test of a user's regular expression over a whole string.

    The answers for the last strings are kept, since words come again in the next batch.
    """
    compiled = compile_regex(regex)
    return lru_cache(maxsize=1 << 14)(lambda string: compiled.fullmatch(string) is not None)


def compile_regex(regex: Regex) -> Any:
    """Give a user's regular expression as RE2's, which is linear in time."""
    options = re2.Options()
    options.log_errors = False
    options.case_sensitive = not regex.ignore_case
    return re2.compile(regex.pattern, options)
