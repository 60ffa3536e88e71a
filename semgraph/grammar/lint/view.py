"""What the lint checks see: a file, its stages, and each rule taken apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from semgraph.grammar.lint.facts import facts_of
from semgraph.grammar.rules import GrammarFile, GrammarTree, Lexicon, Rule, Stage
from semgraph.grammar.scope import binds, mentions_of
from semgraph.grammar.source import Source
from semgraph.grammar.syntax import (
    Block,
    Clause,
    Clauses,
    EqualityClause,
    FeatureRef,
    FeatureTest,
    NodeClause,
    PhraseClause,
)
from semgraph.types import Variable


class Conjunction(NamedTuple):
    """Facts that are to hold together.

    Attributes:
        block: the filter, or the pattern's block with alternatives, that they stand in; ``None``
            for what the pattern says in any case.
        given: what holds before: the pattern's facts, where they stand in a filter.
        own: their own.
        maybe: the optional or repeated node that they tell from others, which a match can do
            without.
    """

    block: Block | None
    given: tuple[Clause, ...]
    own: tuple[Clause, ...]
    maybe: Variable | None = None

    @property
    def facts(self) -> tuple[tuple[Clause, bool], ...]:
        """All facts, those given first, and whether they are its own."""
        return (*((fact, False) for fact in self.given), *((fact, True) for fact in self.own))

    @property
    def consequence(self) -> str:
        """What it means that they cannot hold together."""
        if self.maybe is not None:
            return f"no token is ever '{self.maybe}'"
        if self.block is None:
            return "the rule never matches"
        if len(self.block.alternatives) > 1:
            return "this alternative never holds"
        without = self.block.kind == "without"
        return "this 'without' drops nothing" if without else "the rule never matches"


@dataclass(frozen=True)
class FileView:
    """A file that could be read.

    Attributes:
        source: its text.
        tree: its syntax tree.
        lexicons: its own by name, and those of the grammars that it names by ``alias.name``.
        used: all files that run before it, by name.
        sound: whether all its rules load, so that what none of them uses is unused.
    """

    source: Source
    tree: GrammarTree
    lexicons: Mapping[str, Lexicon]
    used: Mapping[str, GrammarFile]
    sound: bool = True

    @cached_property
    def stages(self) -> tuple[Stage, ...]:
        """The stages of all files, those of used ones first."""
        return (*(s for file in self.used.values() for s in file.stages), *self.tree.stages)

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The rules of all files."""
        return tuple(rule for stage in self.stages for rule in stage.rules)

    @cached_property
    def own_rules(self) -> tuple[Rule, ...]:
        """The rules of this file."""
        return tuple(rule for stage in self.tree.stages for rule in stage.rules)

    @cached_property
    def asked(self) -> frozenset[str]:
        """Features that some rule asks for, in a pattern or a lemma."""
        return frozenset(feature for rule in self.rules for feature in features_of(rule))

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """The first spelling of each marker's label, by its casefolded form."""
        return _first(mark.label for rule in self.rules for mark in rule.marks)

    @cached_property
    def classes(self) -> Mapping[str, str]:
        """The first spelling of each class that a rule or a row gives, by its casefolded form."""
        rows = (
            value
            for lexicon in (*self.lexicons.values(), *self._used_lexicons())
            for value in sorted(set(lexicon.columns.get("class", ())))
        )
        return _first((*(rule.class_ for rule in self.rules), *rows))

    def _used_lexicons(self) -> Iterator[Lexicon]:
        for file in self.used.values():
            yield from file.lexicons.values()

    @cached_property
    def made_features(self) -> frozenset[str]:
        """Features that rules set."""
        return frozenset(item.feature for rule in self.rules for item in rule.sets)


@dataclass(frozen=True)
class RuleView:
    """A rule, with what several checks want to know of it."""

    file: FileView
    stage: Stage
    rule: Rule

    @cached_property
    def mentions(self) -> tuple[tuple[Block, Clause, tuple[Variable, ...]], ...]:
        """Each clause with its block and the nodes that it names."""
        return tuple(
            (block, clause, tuple(variable for variable, _ in mentions_of(clause)))
            for block in self.rule.request.blocks
            for clause in block.clauses
        )

    @cached_property
    def tests(self) -> tuple[tuple[Variable, FeatureTest], ...]:
        """The tests of nodes' features, of all blocks."""
        return tuple(
            (clause.variable, test)
            for _, clause, _ in self.mentions
            if isinstance(clause, NodeClause)
            for alternative in clause.alternatives
            for test in alternative
        )

    @cached_property
    def phrases(self) -> Mapping[Variable, str]:
        """The lexicon of each variable that ``phrase`` binds."""
        return {c.variable: c.lexicon for _, c, _ in self.mentions if isinstance(c, PhraseClause)}

    @cached_property
    def maybe(self) -> tuple[Variable, ...]:
        """The nodes that a match can do without, in the order in which they are bound."""
        return tuple(v for v, sign in self.rule.request.quantified if sign != "+")

    def _last_maybe(self, clauses: Iterable[Clause]) -> Variable | None:
        """Give the node without which clauses are not asked."""
        named = {v for clause in clauses for v, _ in mentions_of(clause)}
        return next((v for v in reversed(self.maybe) if v in named), None)

    @cached_property
    def _facts(self) -> Mapping[Variable | None, Clauses]:
        """What the pattern says, by the node without which it is not asked."""
        found: dict[Variable | None, list[Clause]] = {v: [] for v in (None, *self.maybe)}
        for block in self.rule.request.blocks:
            if block.kind == "pattern" and len(block.alternatives) == 1:
                for clause in block.clauses:
                    found[self._last_maybe([clause])].append(clause)
        return {variable: facts_of(clauses) for variable, clauses in found.items()}

    @property
    def plain(self) -> Clauses:
        """What the pattern says in any case, as facts."""
        return self._facts[None]

    @cached_property
    def bound(self) -> frozenset[Variable]:
        """The nodes that the pattern binds in any case."""
        bound: frozenset[Variable] = frozenset()
        for block in self.rule.request.blocks:
            if block.kind == "pattern":
                bound |= frozenset.intersection(*map(binds, block.alternatives))
        return bound

    @cached_property
    def conjunctions(self) -> tuple[Conjunction, ...]:
        """The groups of facts that are to hold together."""
        found = [Conjunction(None, (), self.plain)]
        given: dict[Variable | None, Clauses] = {None: self.plain}
        for variable in self.maybe:
            own = self._facts[variable]
            found.append(Conjunction(None, self.plain, own, variable))
            given[variable] = self.plain + own
        for block in self.rule.request.blocks:
            if block.kind != "pattern" or len(block.alternatives) > 1:
                maybe = self._last_maybe(block.clauses)
                found += [
                    Conjunction(block, given[maybe], facts_of(clauses), maybe)
                    for clauses in block.alternatives
                ]
        return tuple(found)

    @cached_property
    def acted(self) -> frozenset[Variable]:
        """The nodes that an action names."""
        rule = self.rule
        named: set[Variable] = set(rule.collapse.variables if rule.collapse else ())
        for absorb in rule.absorbs:
            named |= {*absorb.satellites, absorb.core}
        for mark in rule.marks:
            named |= {mark.source, mark.target}
        named |= {item.variable for item in rule.sets}
        named |= {p.variable for p in _references(rule)}
        if rule.split:
            named.add(rule.split.variable)
        return frozenset(named)


def features_of(rule: Rule) -> Iterator[str]:
    """Give the features that a rule asks for, in its pattern or its lemma."""
    for block in rule.request.blocks:
        for clause in block.clauses:
            if isinstance(clause, NodeClause):
                for alternative in clause.alternatives:
                    yield from (test.feature for test in alternative)
            elif isinstance(clause, EqualityClause):
                yield from (clause.left.feature, clause.right.feature)
    yield from (piece.feature for piece in _references(rule))


def _references(rule: Rule) -> Iterator[FeatureRef]:
    for piece in rule.lemma.pieces if rule.lemma else ():
        if isinstance(piece, FeatureRef):
            yield piece


def _first(names: Iterator[str] | tuple[str, ...]) -> dict[str, str]:
    first: dict[str, str] = {}
    for name in names:
        if name:
            first.setdefault(name.casefold(), name)
    return first
