"""What clauses ask, in the words of the grammar."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from semgraph.engine.nodes import LABEL
from semgraph.grammar.source import join
from semgraph.grammar.syntax import (
    Constant,
    EdgeClause,
    FeatureTest,
    LabelTest,
    LexiconColumn,
    Location,
    NodeClause,
    OrderClause,
    Regex,
    Value,
)


def listed_as(phrases: Iterable[str], joint: str = "or") -> str:
    """Join phrases, ``""`` for none."""
    known = list(phrases)
    return join(known, joint) if known else ""


def value_text(value: Value) -> str:
    """Give a value as in the grammar, without quotes around plain strings."""
    match value:
        case Constant(text):
            return text
        case Regex(pattern, ignore_case):
            return f"/{pattern}/i" if ignore_case else f're"{pattern}"'
        case LexiconColumn(lexicon, column):
            return f"{short_lexicon(lexicon)}.{column}"


def values_text(values: Sequence[Value]) -> str:
    """Give values as ``VERB or AUX``."""
    return listed_as([value_text(value) for value in values])


def test_text(test: FeatureTest) -> str:
    """Give what a test asks, as in the grammar."""
    name = test.feature.removeprefix(LABEL)
    if not test.values:
        return f"!{name}" if test.negated else name
    sign = "<>" if test.negated else "="
    return f"{name}{sign}{'|'.join(map(value_text, test.values))}"


def label_text(label: LabelTest) -> str:
    """Give what a label test asks."""
    items = [
        ", ".join(map(test_text, item)) if isinstance(item, tuple) else value_text(item)
        for item in label.alternatives
    ]
    return ("none of " if label.negated else "") + listed_as(items)


def short_lexicon(name: str) -> str:
    """Give a lexicon's own name."""
    return name.rpartition(".")[2]


def gap_text(clause: OrderClause) -> str:
    """Give what an order asks, counted in words from one to the other."""
    if clause.gap is None:
        return "it behind"
    least, most = clause.gap
    if most is None:
        return f"{least + 1} or more behind"
    if least == most:
        return f"{least + 1} behind"
    return f"{least + 1} to {most + 1} behind"


def label_place(clause: EdgeClause) -> Location | None:
    """Give the place of an edge's label."""
    for item in clause.label.alternatives if clause.label else ():
        first = item[0] if isinstance(item, tuple) else item
        return first.location
    return None


def uses_lexicon(clause: NodeClause, lexicon: str) -> bool:
    """Say whether a clause asks for a value of a lexicon."""
    return any(
        isinstance(value, LexiconColumn) and value.lexicon == lexicon and not test.negated
        for tests in clause.alternatives
        for test in tests
        for value in test.values
    )
