"""What a match rests on: the values that its clauses asked for, edges, and rows of lexicons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from semgraph.engine.program import Program, lexicon_name
from semgraph.engine.propose import Found
from semgraph.grammar.rules import GrammarFile, Lexicon
from semgraph.grammar.syntax import EdgeClause, LexiconColumn, NodeClause
from semgraph.types import Variable


@dataclass(frozen=True, slots=True)
class Evidence:
    """The evidence of a match.

    Attributes:
        values: ``(variable, feature, value)`` that the pattern asked about.
        edges: ``(governor, label, dependent)`` by variables.
        rows: of lexicons, by the lexicon's name in the grammar.
    """

    values: tuple[tuple[Variable, str, str], ...]
    edges: tuple[tuple[Variable, str, Variable], ...]
    rows: tuple[tuple[str, Mapping[str, str]], ...]


def evidence_of(item: Found, row: int, file: GrammarFile, program: Program) -> Evidence:
    """Give the evidence of a match.

    Args:
        item: a rule with its matches.
        row: of the match.
        file: that holds the rule.
        program: that was run.
    """
    return Evidence(
        tuple(dict.fromkeys(_values(item, row))),
        tuple(dict.fromkeys(_edges(item, row))),
        tuple((name, values) for name, values in _rows(item, row, file, program)),
    )


def _pattern(item: Found) -> Iterator[object]:
    for block in item.rule.rule.request.blocks:
        if block.kind == "pattern":
            yield from block.clauses


def _value(item: Found, row: int, variable: Variable, feature: str) -> str:
    if variable not in item.rule.query.variables:
        return ""
    own = item.words(variable, row)
    return " ".join(dict.fromkeys(item.nodes.strings.decode(item.nodes.column(feature)[own])))


def _values(item: Found, row: int) -> Iterator[tuple[Variable, str, str]]:
    for clause in _pattern(item):
        if isinstance(clause, NodeClause):
            for test in (test for tests in clause.alternatives for test in tests):
                if value := _value(item, row, clause.variable, test.feature):
                    yield clause.variable, test.feature, value


def _edges(item: Found, row: int) -> Iterator[tuple[Variable, str, Variable]]:
    for clause in _pattern(item):
        if isinstance(clause, EdgeClause) and clause.source and clause.target:
            label = "" if clause.dominance else _value(item, row, clause.target, "deprel")
            yield clause.source, label, clause.target


def _rows(
    item: Found, row: int, file: GrammarFile, program: Program
) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Give the rows of the phrases, and of the lexicons that values stand in."""
    for phrase, (index, occurrences) in item.phrases.items():
        place = int(occurrences.row[item.relation["#" + phrase][row]])
        yield index.lexicon.name, _cells(index.lexicon, place)
    asked: dict[str, dict[str, str]] = {}
    for clause in _pattern(item):
        if isinstance(clause, NodeClause):
            for test in (test for tests in clause.alternatives for test in tests):
                for value in test.values:
                    if isinstance(value, LexiconColumn) and not test.negated:
                        found = _value(item, row, clause.variable, test.feature)
                        asked.setdefault(value.lexicon, {})[value.column] = found
    for name, values in asked.items():
        lexicon = program.lexicons[lexicon_name(name, file)].lexicon
        for place in range(len(lexicon)):
            if all(lexicon.columns[column][place] == v for column, v in values.items()):
                yield name, _cells(lexicon, place)
                break


def _cells(lexicon: Lexicon, row: int) -> Mapping[str, str]:
    return {name: column[row] for name, column in lexicon.columns.items() if column[row]}
