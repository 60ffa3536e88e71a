"""Checks of features, values, labels and regular expressions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from semgraph.grammar.lint.ud import COMMON_FEATURES, FEATURES, SUBTYPES
from semgraph.grammar.lint.view import RuleView
from semgraph.grammar.scope import Problem, Problems, label_test
from semgraph.grammar.source import all_of, suggest
from semgraph.grammar.syntax import (
    Constant,
    EdgeClause,
    EdgeTestClause,
    EqualityClause,
    FeatureRef,
    FeatureTest,
    LabelTest,
    Location,
    MetaClause,
    Regex,
    Value,
)
from semgraph.grammar.vocabulary import wrong_label

_LAYER = re.compile(r"\[.*\]$")
_LITERAL = re.compile(r"(?:[^\\.^$*+?()\[\]{}|]|\\[^\w\s])+")
_ANYTHING = re.compile(r"(?:\(\?[a-z]+\))?\^?\(?(?:\?:)?\.[*+]\??\)?\$?")
_ANCHORED = re.compile(r"\A(?:\(\?[a-z]+\))?(?:\^|\\A)|(?<!\\)(?:\\\\)*(?:\$|\\z)$")


def check_feature(view: RuleView) -> Problems:
    """A feature is none of Universal Dependencies.

    It may be a treebank's own, a key of its MISC column, or misspelt. Features that a rule sets
    are known. Silence it where the treebank is meant.
    """
    for feature, at in _features(view):
        if not _is_known(feature, view):
            hint = suggest(feature, FEATURES) or "a treebank's own? then: % lint: ignore W101"
            yield Problem(f"'{feature}' is no feature of Universal Dependencies", at, hint)


def check_value(view: RuleView) -> Problems:
    """A feature has no such value in Universal Dependencies.

    Several values of one feature are parted by commas, as in `PronType=Int,Rel`.
    """
    for test, value in _values(view):
        known = FEATURES.get(_LAYER.sub("", test.feature), frozenset())
        if known and _unlike(value.text, known):
            wrong = next(p for p in value.text.split(",") if p not in known)
            hint = suggest(wrong, known) or f"it may be {all_of(sorted(known))}"
            yield Problem(f"'{test.feature}' has no value '{wrong}'", value.location, hint)


def check_subtype(view: RuleView) -> Problems:
    """A label's subtype looks like a misspelling of a common one.

    Treebanks may have subtypes of their own; only those that differ in a letter or two from one
    that many treebanks share are told.
    """
    for label in _labels(view):
        universal, colon, subtype = label.text.partition("@")[0].partition(":")
        if not colon or f"{universal}:{subtype}" in SUBTYPES or wrong_label("ud", universal):
            continue
        known = [s.partition(":")[2] for s in SUBTYPES if s.startswith(f"{universal}:")]
        near = [s for s in known if _is_near(subtype, s)]
        if near:
            yield Problem(
                f"the subtype of '{label.text}' looks misspelt",
                label.location,
                f"did you mean '{universal}:{min(near)}'?",
            )


def check_case(view: RuleView) -> Problems:
    """A value differs from a known one in case alone.

    Values are compared letter by letter: `Number=sing` never holds.
    """
    for test, value in _values(view):
        known = FEATURES.get(_LAYER.sub("", test.feature), frozenset())
        folded = {v.casefold(): v for v in known}
        if test.feature == "class":
            folded = dict(view.file.classes)
        meant = folded.get(value.text.casefold(), value.text)
        if meant != value.text:
            yield Problem(
                f"'{value.text}' differs from '{meant}' in case alone",
                value.location,
                f"write {meant}",
            )


# Regular expressions


def check_literal(view: RuleView) -> Problems:
    """A regular expression is a plain string.

    `re"foo"` matches what `foo` does; plain values are quicker to find and to read.
    """
    for regex in _regexes(view):
        if not regex.ignore_case and _LITERAL.fullmatch(regex.pattern):
            plain = re.sub(r"\\(.)", r"\1", regex.pattern)
            yield Problem(
                f"the expression matches '{plain}' alone", regex.location, f'write "{plain}"'
            )


def check_anything(view: RuleView) -> Problems:
    """A regular expression matches every value.

    `F=re".*"` asks only whether the feature is there, as `F` does.
    """
    for regex in _regexes(view):
        if _ANYTHING.fullmatch(regex.pattern):
            yield Problem(
                "the expression matches every value", regex.location, "write the feature alone"
            )


def check_anchors(view: RuleView) -> Problems:
    """A regular expression is anchored, though the whole value is matched anyhow.

    `^` at the begin and `$` at the end change nothing; for a part of a value write `.*` beside
    it.
    """
    for regex in _regexes(view):
        if _ANCHORED.search(regex.pattern) and not _ANYTHING.fullmatch(regex.pattern):
            yield Problem(
                "the whole value is matched, so '^' and '$' change nothing",
                regex.location,
                "leave them out",
            )


# Helpers


def _features(view: RuleView) -> Iterator[tuple[str, Location | None]]:
    yield from ((test.feature, test.location) for _, test in view.tests)
    for _, clause, _ in view.mentions:
        if isinstance(clause, EqualityClause):
            for end in (clause.left, clause.right):
                if isinstance(end, FeatureRef):
                    yield end.feature, end.location
    for piece in view.rule.lemma.pieces if view.rule.lemma else ():
        if isinstance(piece, FeatureRef) and piece.variable not in view.phrases:
            yield piece.feature, piece.location


def _is_known(feature: str, view: RuleView) -> bool:
    if view.file.tree.scheme != "ud" or not feature[0].isupper():
        return True
    base = _LAYER.sub("", feature)
    return base in FEATURES or base in COMMON_FEATURES or feature in view.file.made_features


def _values(view: RuleView) -> Iterator[tuple[FeatureTest, Constant]]:
    """Give the constants that features are compared with, and those that `set` gives."""
    if view.file.tree.scheme != "ud":
        return
    for _, test in view.tests:
        for value in test.values:
            if isinstance(value, Constant):
                yield test, value
    for item in view.rule.sets:
        yield FeatureTest(item.feature), Constant(item.value, item.places[2])


def _unlike(text: str, known: frozenset[str]) -> bool:
    """Say whether a value is unknown whatever its case."""
    folded = {value.casefold() for value in known}
    return any(part.casefold() not in folded for part in text.split(","))


def _labels(view: RuleView) -> Iterator[Constant]:
    if view.file.tree.scheme != "ud":
        return
    for label in _label_tests(view):
        yield from (a for a in label.alternatives if isinstance(a, Constant))
    yield from (value for test, value in _values(view) if test.feature == "deprel")


def _label_tests(view: RuleView) -> Iterator[LabelTest]:
    for _, clause, _ in view.mentions:
        if isinstance(clause, EdgeClause) and clause.label:
            yield clause.label
        elif isinstance(clause, EdgeTestClause):
            yield label_test(clause)


def _is_near(one: str, other: str) -> bool:
    """Say whether two words differ in one letter, or in two that change places."""
    if abs(len(one) - len(other)) > 1 or min(len(one), len(other)) < 3:
        return False
    if len(one) == len(other):
        places = [i for i in range(len(one)) if one[i] != other[i]]
        swapped = len(places) == 2 and places[1] == places[0] + 1
        crossed = swapped and one[places[0]] + one[places[1]] == other[places[1]] + other[places[0]]
        return len(places) == 1 or crossed
    long, short = sorted((one, other), key=len, reverse=True)
    return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


def _regexes(view: RuleView) -> Iterator[Regex]:
    values: list[Value | tuple[FeatureTest, ...]] = [
        v for _, test in view.tests for v in test.values
    ]
    for label in _label_tests(view):
        for alternative in label.alternatives:
            tests = alternative if isinstance(alternative, tuple) else ()
            values += [alternative, *(v for test in tests for v in test.values)]
    for _, clause, _ in view.mentions:
        if isinstance(clause, MetaClause):
            values += clause.test.values
    yield from (value for value in values if isinstance(value, Regex))


VALUE_LINTS: Mapping[str, Callable[[RuleView], Problems]] = {
    "W101": check_feature,
    "W102": check_value,
    "W103": check_subtype,
    "W104": check_case,
    "W105": check_literal,
    "W106": check_anything,
    "W107": check_anchors,
}
