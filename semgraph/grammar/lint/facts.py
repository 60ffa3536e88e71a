"""Facts: the clauses of a conjunction in their smallest pieces, and how they bear on each other.

Two questions are answered, both on the safe side: whether one fact says all that another says
(`implies`), and whether two tests can never hold of one node (`excludes`). "No" may also mean
"not known".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from math import inf
from typing import Any

import re2

from semgraph.grammar.syntax import (
    Clause,
    Clauses,
    Constant,
    DistanceClause,
    EdgeClause,
    EdgeTestClause,
    EqualityClause,
    FeatureRef,
    FeatureTest,
    GlobalClause,
    LabelTest,
    LexiconColumn,
    Location,
    MetaClause,
    NodeClause,
    OrderClause,
    PhraseClause,
    Regex,
    Value,
)
from semgraph.types import Variable

Bounds = tuple[float, float]


def facts_of(clauses: Iterable[Clause]) -> Clauses:
    """Take clauses apart: each test of a node becomes a clause of its own, bare nodes vanish."""
    facts: list[Clause] = []
    for clause in clauses:
        if not isinstance(clause, NodeClause) or len(clause.alternatives) > 1:
            facts.append(clause)
            continue
        (tests,) = clause.alternatives
        if len(tests) == 1:
            facts.append(clause)
        else:
            facts += [
                NodeClause(clause.variable, ((test,),), test.location or clause.location)
                for test in tests
            ]
    return tuple(facts)


def place_of(fact: Clause) -> Location:
    """Give where a fact stands: its test, where it is one."""
    test = single_test(fact)
    return (test.location if test else None) or fact.location


def single_test(fact: Clause) -> FeatureTest | None:
    """Give the test of a fact that is one."""
    if isinstance(fact, NodeClause) and len(fact.alternatives) == 1 and fact.alternatives[0]:
        return fact.alternatives[0][0]
    return None


def label_as_test(fact: Clause) -> tuple[Variable, FeatureTest] | None:
    """Give what an edge's label says of the ``deprel`` of its lower end."""
    if not isinstance(fact, EdgeClause) or not fact.target or not fact.label:
        return None
    values = tuple(v for v in fact.label.alternatives if not isinstance(v, tuple))
    if len(values) < len(fact.label.alternatives):
        return None
    return fact.target, FeatureTest("deprel", values, fact.label.negated, fact.location)


# Tests


def implies_test(one: FeatureTest, other: FeatureTest) -> bool:
    """Say whether a test of a node's feature says all that another says."""
    if one.feature != other.feature:
        return False
    if not one.values or not other.values:
        absent = one.negated and not one.values
        return not absent if not other.values and not other.negated else one == other
    if one.negated:
        return other.negated and set(other.values) <= set(one.values)
    if other.negated:
        return all(isinstance(v, Constant) for v in (*one.values, *other.values)) and set(
            one.values
        ).isdisjoint(other.values)
    return all(any(_covers(wide, value) for wide in other.values) for value in one.values)


def excludes(one: FeatureTest, other: FeatureTest) -> bool:
    """Say whether no node passes both tests."""
    if one.feature != other.feature:
        return False
    if not one.values and not other.values:
        return one.negated != other.negated
    if not one.values or not other.values:
        bare = other if one.values else one
        return bare.negated
    if one.negated and other.negated:
        return False
    if one.negated or other.negated:
        wide, narrow = (one, other) if one.negated else (other, one)
        return all(any(_covers(w, value) for w in wide.values) for value in narrow.values)
    return not any(_meet(a, b) for a in one.values for b in other.values)


def _covers(wide: Value, value: Value) -> bool:
    if wide == value:
        return True
    return isinstance(wide, Regex) and isinstance(value, Constant) and _matches(wide, value.text)


def _meet(one: Value, other: Value) -> bool:
    """Say whether some string may be both."""
    if isinstance(one, Constant) and isinstance(other, Constant):
        return one.text == other.text
    if isinstance(one, LexiconColumn) or isinstance(other, LexiconColumn):
        return True
    if isinstance(one, Constant) and isinstance(other, Regex):
        return _matches(other, one.text)
    if isinstance(one, Regex) and isinstance(other, Constant):
        return _matches(one, other.text)
    return True


def _matches(regex: Regex, text: str) -> bool:
    return compiled(regex).fullmatch(text) is not None


@lru_cache(maxsize=4096)
def compiled(regex: Regex) -> Any:
    """Compile an expression, which has been checked before."""
    options = re2.Options()
    options.log_errors = False
    options.case_sensitive = not regex.ignore_case
    return re2.compile(regex.pattern, options)


# Facts


def implies(one: Clause, other: Clause) -> bool:
    """Say whether a fact says all that another says."""
    match one, other:
        case NodeClause(), NodeClause():
            return one.variable == other.variable and all(
                any(_implies_all(strong, weak) for weak in other.alternatives)
                for strong in one.alternatives
            )
        case EdgeClause(), NodeClause():
            derived, test = label_as_test(one), single_test(other)
            return bool(
                derived and test and derived[0] == other.variable and implies_test(derived[1], test)
            )
        case EdgeClause(), EdgeClause():
            return (
                other.source in (None, one.source)
                and other.target in (None, one.target)
                and other.name in (None, one.name)
                and other.dominance >= one.dominance
                and _implies_label(one.label, other.label)
            )
        case OrderClause(), OrderClause():
            ends = (one.left, one.right) == (other.left, other.right)
            return ends and _within(one.gap, other.gap)
        case DistanceClause(), DistanceClause() if one.signed == other.signed:
            pair, back = (one.left, one.right), (other.right, other.left)
            same = pair == (other.left, other.right) or (not one.signed and pair == back)
            return same and _inside(bounds(one), bounds(other))
    return one == other


def _implies_all(strong: tuple[FeatureTest, ...], weak: tuple[FeatureTest, ...]) -> bool:
    return all(any(implies_test(one, other) for one in strong) for other in weak)


def _implies_label(one: LabelTest | None, other: LabelTest | None) -> bool:
    if other is None or one == other:
        return True
    if one is None or any(isinstance(a, tuple) for a in (*one.alternatives, *other.alternatives)):
        return False
    strong, weak = (
        FeatureTest(
            "deprel",
            tuple(v for v in label.alternatives if not isinstance(v, tuple)),
            label.negated,
        )
        for label in (one, other)
    )
    return implies_test(strong, weak)


def _within(narrow: tuple[int, int | None] | None, wide: tuple[int, int | None] | None) -> bool:
    if wide is None or narrow is None:
        return wide is None
    most = inf if narrow[1] is None else narrow[1]
    return wide[0] <= narrow[0] and most <= (inf if wide[1] is None else wide[1])


def bounds(clause: DistanceClause) -> Bounds:
    """Give the least and the greatest whole number that a comparison lets through."""
    number = clause.number
    return {
        "=": (number, number),
        "<": (-inf, number - 1),
        "<=": (-inf, number),
        ">": (number + 1, inf),
        ">=": (number, inf),
    }[clause.comparison]


def _inside(narrow: Bounds, wide: Bounds) -> bool:
    return wide[0] <= narrow[0] and narrow[1] <= wide[1]


# Variables


def variables_of(fact: Clause) -> tuple[Variable | None, ...]:
    """Give the nodes that a fact names, in the order of its fields; ``*`` is ``None``."""
    match fact:
        case NodeClause() | PhraseClause():
            return (fact.variable,)
        case EdgeClause():
            return fact.source, fact.target
        case EqualityClause():
            ends = (fact.left, fact.right)
            return tuple(end.variable if isinstance(end, FeatureRef) else None for end in ends)
        case EdgeTestClause() | GlobalClause() | MetaClause():
            return ()
    return fact.left, fact.right


def renamed(fact: Clause, names: Mapping[Variable, Variable]) -> Clause:
    """Give a fact with other names for its nodes."""

    def new(variable: Any) -> Any:
        return names.get(variable, variable)

    match fact:
        case NodeClause() | PhraseClause():
            return replace(fact, variable=new(fact.variable))
        case EdgeClause():
            return replace(fact, source=new(fact.source), target=new(fact.target))
        case EqualityClause():
            left, right = (
                replace(end, variable=new(end.variable)) if isinstance(end, FeatureRef) else end
                for end in (fact.left, fact.right)
            )
            return replace(fact, left=left, right=right)
        case EdgeTestClause() | GlobalClause() | MetaClause():
            return fact
    return replace(fact, left=new(fact.left), right=new(fact.right))


# As text


def shown(test: FeatureTest) -> str:
    """Write a test as a grammar has it."""
    if not test.values:
        return f"!{test.feature}" if test.negated else test.feature
    sign = "<>" if test.negated else "="
    return f"{test.feature}{sign}{'|'.join(map(_shown_value, test.values))}"


def _shown_value(value: Value) -> str:
    match value:
        case Constant():
            return value.text
        case Regex():
            return f"/{value.pattern}/i" if value.ignore_case else f're"{value.pattern}"'
        case LexiconColumn():
            return f"{value.lexicon}.{value.column}"
