"""What a rule made of its example, and whether that is what the brackets say.

A rule that only marks or sets makes, in this sense, the words that it binds in its markers and
features. White space inside a token does not count.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, product
from typing import TypeAlias

from semgraph.engine import Derivation
from semgraph.grammar.rules import Example, Mark, Rule
from semgraph.graph.columns import Binding, MarkerRecord
from semgraph.types import Variable

Leaves: TypeAlias = frozenset[int]
Span: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one example.

    Attributes:
        rule: full name of its rule.
        file: the grammar file as the user named it, ``None`` for a string.
        line: of the example in the file.
        example: as written.
        passed: whether the rule did what the example says.
        wanted: the bracketed tokens, as text with ``…`` for gaps.
        found: the tokens that the rule made.
        spans: of each token found, the spans of its words in the example's text.
        others: rules that made tokens of some wanted words, each with such a token.
        note: what is wrong with the example itself, ``""`` for nothing.
    """

    rule: str
    file: str | None
    line: int
    example: Example
    passed: bool
    wanted: tuple[str, ...]
    found: tuple[str, ...]
    spans: tuple[tuple[Span, ...], ...] = ()
    others: tuple[tuple[str, str], ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of an example: of each leaf its place in the text, empty for white space."""

    text: str
    spans: tuple[Span, ...]

    @classmethod
    def of(cls, text: str, forms: Sequence[str]) -> Words:
        """Find the forms in the text, one after the other."""
        spans, at = [], 0
        for form in forms:
            start = at
            if form.strip():
                start = text.index(form, at)
                at = start + len(form)
            spans.append((start, at))
        return cls(text, tuple(spans))

    def seen(self, leaves: Leaves) -> Leaves:
        """Leave out white space, and the later words of multiword tokens."""
        return frozenset(i for i in leaves if self.spans[i][0] < self.spans[i][1])

    def bracketed(self, brackets: Sequence[Span]) -> tuple[Leaves, str]:
        """Give the leaves that brackets touch, and the word that a bracket cuts."""
        leaves, cut = set(), ""
        for leaf, (start, end) in enumerate(self.spans):
            for low, high in brackets:
                if max(start, low) < min(end, high):
                    leaves.add(leaf)
                    if start < low or end > high:
                        cut = self.text[start:end]
        return frozenset(leaves), cut

    def show(self, leaves: Leaves) -> str:
        """Give the text of leaves, with ``…`` where others stand between."""
        return " … ".join(self.text[start:end] for start, end in self.runs(leaves))

    def runs(self, leaves: Leaves) -> tuple[Span, ...]:
        """Give the places of leaves, neighbours together."""
        seen = [leaf for leaf, (start, end) in enumerate(self.spans) if start < end]
        runs = [list(run) for inside, run in groupby(seen, leaves.__contains__) if inside]
        return tuple((self.spans[run[0]][0], self.spans[run[-1]][1]) for run in runs)


def judge(
    rule: Rule, example: Example, file: str | None, forms: Sequence[str], derivation: Derivation
) -> Outcome:
    """Say whether a rule did what its example says.

    Args:
        rule: of the example.
        example: its text has been parsed and run through the rule's stage.
        file: of the grammar, as the user named it.
        forms: of the leaves of the example's text.
        derivation: what the rules made of it.
    """
    words = Words.of(example.text, forms)
    made = _Made(derivation, words)
    found = made.by(rule)
    wanted, cuts = [], []
    for brackets in example.tokens:
        leaves, cut = words.bracketed(brackets)
        wanted.append(leaves)
        cuts += [cut] if cut else []
    if example.expected:
        passed = all(leaves in found for leaves in wanted) if wanted else bool(found)
    else:
        passed = not any(leaves in found for leaves in wanted) if wanted else not found
    outcome = Outcome(
        rule=rule.name,
        file=file,
        line=example.location.line,
        example=example,
        passed=passed and not cuts,
        wanted=tuple(map(words.show, wanted)),
        found=tuple(map(words.show, found)),
        spans=tuple(map(words.runs, found)),
        note=f"a bracket cuts the word '{cuts[0]}'" if cuts else "",
    )
    if outcome.passed or not example.expected:
        return outcome
    missing = frozenset().union(*(leaves for leaves in wanted if leaves not in found))
    return replace(outcome, others=tuple(made.by_others(rule, missing)))


class _Made:
    """What the rules made of one example."""

    def __init__(self, derivation: Derivation, words: Words) -> None:
        self._derivation = derivation
        self._words = words
        self._leaves: dict[int, Leaves] = {}
        self._rules: dict[int, list[str]] = {
            step.produced: [step.rule, *(merged[0] for merged in step.merged)]
            for step in derivation.steps
            if step.produced is not None
        }
        for token in derivation.tokens:
            self._leaves[token.number] = self._union((token.parts, token.satellites))

    def by(self, rule: Rule) -> list[Leaves]:
        """Give the words of each token that a rule made, or of what it marked and set."""
        if rule.collapse is not None or rule.absorbs:
            found = [self._leaves[token] for token, by in self._rules.items() if rule.name in by]
        elif rule.split is not None:
            found = list(self._split_by(rule))
        else:
            found = [*self._set_by(rule), *self._marked_by(rule)]
        return list(dict.fromkeys(map(self._words.seen, found)))

    def by_others(self, rule: Rule, words: Leaves) -> Iterator[tuple[str, str]]:
        """Give the other rules that made tokens of some words, and those tokens."""
        for token, (name, *_) in self._rules.items():
            leaves = self._words.seen(self._leaves[token])
            if name != rule.name and leaves & words:
                yield name, self._words.show(leaves)

    def _split_by(self, rule: Rule) -> Iterator[Leaves]:
        """Give the pieces that a rule cut: each is a token."""
        first = 0
        last = -1
        for cut in sorted(self._derivation.cuts, key=lambda cut: cut.word):
            first += cut.word - last - 1
            if cut.rule == rule.name:
                yield from (frozenset({first + place}) for place in range(len(cut.pieces)))
            first += len(cut.pieces)
            last = cut.word

    def _set_by(self, rule: Rule) -> Iterator[Leaves]:
        bound = [a.variable for a in rule.sets] + [v for m in rule.marks for v in _ends(m)]
        for step in self._derivation.steps:
            if step.rule == rule.name:
                yield self._union([step.match[variable] for variable in bound])

    def _marked_by(self, rule: Rule) -> Iterator[Leaves]:
        """Join a rule's markers to matches: those that bind a variable alike belong together."""
        if not rule.marks:
            return
        by = f"rule:{rule.name}"
        markers = [marker for marker in self._derivation.markers if marker.by == by]
        columns = [
            [m for m in markers if (m.kind, m.label) == (mark.kind, mark.label)]
            for mark in rule.marks
        ]
        for row in product(*columns):
            bound = _join([_ends(mark) for mark in rule.marks], row)
            if bound is not None:
                yield self._union(list(bound.values()))

    def _union(self, bindings: Sequence[Binding]) -> Leaves:
        leaves: set[int] = set()
        for binding in bindings:
            for token in (binding,) if isinstance(binding, int) else binding:
                leaves |= self._leaves.get(token, {token})
        return frozenset(leaves)


def _ends(mark: Mark) -> tuple[Variable, Variable]:
    return mark.source, mark.target


def _join(
    ends: Sequence[tuple[Variable, Variable]], markers: Sequence[MarkerRecord]
) -> dict[Variable, int] | None:
    """Bind variables to the ends of markers; ``None`` if two of them disagree."""
    bound: dict[Variable, int] = {}
    for variables, marker in zip(ends, markers, strict=True):
        for variable, token in zip(variables, (marker.source, marker.target), strict=True):
            if bound.setdefault(variable, token) != token:
                return None
    return bound
