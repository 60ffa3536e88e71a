"""Tables of rules over the words of a tree: what they say, and which words they hold for.

A table is text, one rule a line: labels, ``->``, the new label, then conditions, all of which must
hold. The first rule that holds decides. ``#`` begins a comment. Conditions are

=========================  ====================================================================
``upos=NOUN|PROPN``        a column of the word (``form lemma upos xpos ent deprel``), any of these
``is=nominal``             a flag that the converter has set, or a list of words (`word_lists`)
``has=pobj|pcomp``         a dependent has one of these labels
``side=after``             the word stands ``after`` or ``before`` its head
``head.upos=ADJ``          the same of the head
``!…``                     not so
=========================  ====================================================================

Forms and lemmas are compared in lower case.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from semgraph.parse.clearnlp.draft import Draft
from semgraph.types import Bools, Ints


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of a rule.

    Attributes:
        of_head: whether it is said of the word's head.
        field: what is looked at.
        values: of which one must be there.
        negated: or none may.
    """

    of_head: bool
    field: str
    values: tuple[str, ...]
    negated: bool

    def holds(self, draft: Draft, rows: Ints) -> Bools:
        """Say of each row whether the condition holds; a root has no head of which it could."""
        if self.of_head:
            heads = draft.head[rows]
            found = (heads >= 0) & draft.test(self.field, self.values, heads)
        else:
            found = draft.test(self.field, self.values, rows)
        return ~found if self.negated else found


@dataclass(frozen=True, slots=True)
class Rule:
    """A line of a table: a label, what becomes of it, and on which conditions."""

    label: str
    becomes: str
    conditions: tuple[Condition, ...]

    def among(self, draft: Draft, rows: Ints) -> Bools:
        """Say which of some rows with this label the rule holds for."""
        found = np.ones(len(rows), np.bool_)
        if len(rows):
            for condition in self.conditions:
                found &= condition.holds(draft, rows)
        return found


class Table:
    """Rules in the order in which they are tried, also by the label that they are for."""

    __slots__ = ("by_label", "rules")

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rules)
        self.by_label: dict[str, list[Rule]] = {}
        for rule in self.rules:
            self.by_label.setdefault(rule.label, []).append(rule)


def read_table(text: str) -> Table:
    """Read a table; its lines are those of the module's docstring."""
    return Table(rule for line in text.splitlines() for rule in _rules(line.partition("#")[0]))


def _rules(line: str) -> Iterable[Rule]:
    labels, arrow, rest = line.partition("->")
    if not arrow:
        return
    becomes, *conditions = rest.split()
    for label in labels.strip().split("|"):
        yield Rule(label, becomes, tuple(map(_condition, conditions)))


def _condition(text: str) -> Condition:
    name, _, values = text.partition("=")
    bare = name.removeprefix("!")
    return Condition(
        of_head=bare.startswith("head."),
        field=bare.removeprefix("head."),
        values=tuple(values.split("|")),
        negated=name.startswith("!"),
    )


def relabelled(draft: Draft, table: Table) -> Ints:
    """Give the labels that a table gives; all rules see the tree as it is.

    What no rule holds for keeps its label.
    """
    new = draft.label.copy()
    for label, rules in table.by_label.items():
        rows = draft.labelled(label)
        for rule in rules:
            if not len(rows):
                break
            found = rule.among(draft, rows)
            new[rows[found]] = draft.strings.add(rule.becomes)
            rows = rows[~found]
    return new


def held(draft: Draft, table: Table) -> Mapping[str, Ints]:
    """Give the rows that the rules of a table hold for, by what the rules say becomes of them."""
    found: dict[str, list[Ints]] = {}
    for label, rules in table.by_label.items():
        rows = draft.labelled(label)
        for rule in rules:
            holds = rule.among(draft, rows)
            found.setdefault(rule.becomes, []).append(rows[holds])
            rows = rows[~holds]
    return {name: np.sort(np.concatenate(parts)) for name, parts in found.items()}
