"""Grammars made ready to run: every rule a query, every lexicon an index."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from semgraph.engine.cut import Cutter, make_cutter
from semgraph.engine.lexicons import LexiconIndex
from semgraph.engine.measures import Measures, check_tables
from semgraph.engine.nodes import Nodes
from semgraph.engine.phrases import Vocabulary
from semgraph.engine.plan import Query, plan
from semgraph.engine.rule_index import RuleIndex
from semgraph.grammar.rules import Rule, Stage
from semgraph.grammar.syntax import (
    Clause,
    FeatureTest,
    LexiconColumn,
    MarkerClause,
    NodeClause,
    PhraseClause,
    Request,
)
from semgraph.types import MarkerKind, Variable

if TYPE_CHECKING:
    from semgraph.grammar.rules import GrammarFile


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """A rule with its query.

    Attributes:
        rule: as written.
        query: its request, with lexicons named by grammar and name.
        phrases: lexicon of each phrase variable.
        cutter: of a rule that splits words.
    """

    rule: Rule
    query: Query
    phrases: Mapping[Variable, str]
    cutter: Cutter | None = None

    @property
    def consumes(self) -> bool:
        """Whether a match takes tokens away."""
        return self.rule.collapse is not None or bool(self.rule.absorbs)


@dataclass(frozen=True, slots=True)
class CompiledStage:
    """A stage with its rules compiled.

    Attributes:
        stage: as written.
        rules: compiled, in order.
        index: from literals to rules.
    """

    stage: Stage
    rules: tuple[CompiledRule, ...]
    index: RuleIndex

    def possible(self, nodes: Nodes) -> Iterator[CompiledRule]:
        """Give the rules that may have a match among nodes, in order."""
        return (self.rules[number] for number in self.index.possible(nodes))


@dataclass(frozen=True, slots=True)
class Program:
    """Stages in running order.

    Attributes:
        stages: compiled.
        lexicons: that they name, by grammar and name.
        asks: kinds of markers that some pattern asks for.
        measures: tables that patterns ask, if there are any.
    """

    stages: tuple[CompiledStage, ...]
    lexicons: Mapping[str, LexiconIndex]
    asks: frozenset[MarkerKind]
    measures: Measures | None = None


def compile_grammar(
    files: Sequence[GrammarFile], stages: Sequence[Stage], measures: Measures | None = None
) -> Program:
    """Compile grammar files.

    Args:
        files: every file of the grammar; a stage belongs to the file that holds it.
        stages: all stages in running order.
        measures: tables that patterns may ask.

    Raises:
        TableError: a rule asks for a measure that has no table.
    """
    check_tables(files, measures)
    home = {rule.name: file for file in files for stage in file.stages for rule in stage.rules}
    vocabulary = Vocabulary()
    lexicons = {
        f"{file.name}.{name}": LexiconIndex(lexicon, vocabulary)
        for file in files
        for name, lexicon in file.lexicons.items()
    }
    compiled = tuple(_stage(stage, home, lexicons) for stage in stages)
    asks = frozenset(
        clause.kind
        for stage in stages
        for rule in stage.rules
        for block in rule.request.blocks
        for clause in block.clauses
        if isinstance(clause, MarkerClause)
    )
    return Program(compiled, lexicons, asks, measures)


def _stage(
    stage: Stage, home: Mapping[str, GrammarFile], lexicons: Mapping[str, LexiconIndex]
) -> CompiledStage:
    rules = tuple(_rule(rule, home[rule.name], lexicons) for rule in stage.rules)
    return CompiledStage(stage, rules, RuleIndex([rule.query for rule in rules]))


def _rule(rule: Rule, file: GrammarFile, lexicons: Mapping[str, LexiconIndex]) -> CompiledRule:
    request = qualify(rule.request, file)
    query = plan(request)
    if rule.split is None:
        return CompiledRule(rule, query, query.phrases)
    split = rule.split
    if isinstance(split.at, LexiconColumn):
        at = replace(split.at, lexicon=lexicon_name(split.at.lexicon, file))
        split = replace(split, at=at)
    return CompiledRule(rule, query, query.phrases, make_cutter(split, request, lexicons))


def qualify(request: Request, file: GrammarFile) -> Request:
    """Name the lexicons of a request by grammar and name, so that files can be joined."""
    blocks = tuple(
        replace(
            block,
            alternatives=tuple(
                tuple(_qualify_clause(clause, file) for clause in clauses)
                for clauses in block.alternatives
            ),
        )
        for block in request.blocks
    )
    return replace(request, blocks=blocks)


def _qualify_clause(clause: Clause, file: GrammarFile) -> Clause:
    match clause:
        case PhraseClause():
            return replace(clause, lexicon=lexicon_name(clause.lexicon, file))
        case NodeClause():
            alternatives = tuple(
                tuple(_qualify_test(test, file) for test in tests) for tests in clause.alternatives
            )
            return replace(clause, alternatives=alternatives)
        case _:
            return clause


def _qualify_test(test: FeatureTest, file: GrammarFile) -> FeatureTest:
    values = tuple(
        replace(value, lexicon=lexicon_name(value.lexicon, file))
        if isinstance(value, LexiconColumn)
        else value
        for value in test.values
    )
    return replace(test, values=values)


def lexicon_name(name: str, file: GrammarFile) -> str:
    """Give the full name of a lexicon: of the file's own, or ``v.idioms`` of one that it uses."""
    prefix, _, own = name.rpartition(".")
    return f"{file.uses[prefix] if prefix else file.name}.{own}"
