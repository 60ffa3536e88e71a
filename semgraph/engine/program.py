"""Grammars made ready to run: every rule a query, every lexicon an index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from semgraph.engine.lexicons import LexiconIndex
from semgraph.engine.phrases import Vocabulary
from semgraph.engine.plan import Query, plan
from semgraph.grammar.rules import Rule, Stage
from semgraph.grammar.syntax import (
    Block,
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
    """

    rule: Rule
    query: Query
    phrases: Mapping[Variable, str]

    @property
    def consumes(self) -> bool:
        """Whether a match takes tokens away."""
        return self.rule.collapse is not None or bool(self.rule.absorbs)


@dataclass(frozen=True, slots=True)
class CompiledStage:
    """A stage with its rules compiled."""

    stage: Stage
    rules: tuple[CompiledRule, ...]


@dataclass(frozen=True, slots=True)
class Program:
    """Stages in running order.

    Attributes:
        stages: compiled.
        lexicons: that they name, by grammar and name.
        asks: kinds of markers that some pattern asks for.
    """

    stages: tuple[CompiledStage, ...]
    lexicons: Mapping[str, LexiconIndex]
    asks: frozenset[MarkerKind]


def compile_grammar(files: Sequence[GrammarFile], stages: Sequence[Stage]) -> Program:
    """Compile grammar files.

    Args:
        files: every file of the grammar; a stage belongs to the file that holds it.
        stages: all stages in running order.
    """
    home = {rule.name: file.name for file in files for stage in file.stages for rule in stage.rules}
    vocabulary = Vocabulary()
    lexicons = {
        f"{file.name}.{name}": LexiconIndex(lexicon, vocabulary)
        for file in files
        for name, lexicon in file.lexicons.items()
    }
    compiled = tuple(
        CompiledStage(stage, tuple(_rule(rule, home[rule.name]) for rule in stage.rules))
        for stage in stages
    )
    asks = frozenset(
        clause.kind
        for stage in stages
        for rule in stage.rules
        for block in rule.request.blocks
        for clause in block.clauses
        if isinstance(clause, MarkerClause)
    )
    return Program(compiled, lexicons, asks)


def _rule(rule: Rule, grammar: str) -> CompiledRule:
    query = plan(qualify(rule.request, grammar))
    return CompiledRule(rule, query, query.pattern.phrases)


def qualify(request: Request, grammar: str) -> Request:
    """Name the lexicons of a request by grammar and name, so that files can be joined."""
    blocks = tuple(
        Block(b.kind, tuple(_qualify_clause(c, grammar) for c in b.clauses), b.location)
        for b in request.blocks
    )
    return replace(request, blocks=blocks)


def _qualify_clause(clause: Clause, grammar: str) -> Clause:
    match clause:
        case PhraseClause():
            return replace(clause, lexicon=f"{grammar}.{clause.lexicon}")
        case NodeClause():
            alternatives = tuple(
                tuple(_qualify_test(test, grammar) for test in tests)
                for tests in clause.alternatives
            )
            return replace(clause, alternatives=alternatives)
        case _:
            return clause


def _qualify_test(test: FeatureTest, grammar: str) -> FeatureTest:
    values = tuple(
        replace(v, lexicon=f"{grammar}.{v.lexicon}") if isinstance(v, LexiconColumn) else v
        for v in test.values
    )
    return replace(test, values=values)
