"""Checks of a request, bare or a rule's."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import re2

from semgraph.grammar.scope import (
    Problem,
    Problems,
    Scope,
    binds,
    clauses_of,
    labels_of,
    mentions_of,
    tests_of,
    unknown,
)
from semgraph.grammar.source import all_of, suggest
from semgraph.grammar.syntax import (
    Constant,
    DistanceClause,
    EdgeClause,
    EqualityClause,
    IdClause,
    LexiconColumn,
    Location,
    MarkerClause,
    NodeClause,
    PhraseClause,
    Regex,
)
from semgraph.grammar.vocabulary import (
    LABEL_FEATURES,
    wrong_feature,
    wrong_label,
    wrong_value,
)
from semgraph.types import Variable

# Names


def check_edge_names(scope: Scope) -> Problems:
    """Require names of edges that nothing else has; comparing edges comes later."""
    seen: set[str] = set()
    for clause in clauses_of(scope):
        if isinstance(clause, EdgeClause) and clause.name:
            if clause.name in seen:
                yield Problem(f"two edges are named '{clause.name}'", clause.location)
            seen.add(clause.name)
        for variable, location in mentions_of(clause):
            if variable not in scope.edges:
                continue
            if isinstance(clause, EdgeClause):
                yield Problem(f"'{variable}' names an edge already", location)
            else:
                yield Problem(f"a test of an edge ('{variable}') is not supported yet", location)


def check_lexicon_names(scope: Scope) -> Problems:
    """Refuse a node named as a lexicon is, which would make ``X.lemma = a.b`` unclear."""
    for clause in clauses_of(scope):
        for variable, location in mentions_of(clause):
            if variable in scope.lexicons:
                yield Problem(f"'{variable}' names a lexicon already", location)


def check_bound(scope: Scope) -> Problems:
    """Require that comparisons are between nodes that something else binds."""
    for block in scope.request.blocks:
        bound = scope.bound | set(binds(block))
        for clause in block.clauses:
            if isinstance(clause, EqualityClause | DistanceClause | IdClause | MarkerClause):
                for variable, location in mentions_of(clause):
                    if variable not in bound and variable not in scope.edges:
                        yield unknown(variable, location, scope)


# Lexicons


def check_phrases(scope: Scope) -> Problems:
    """Require ``phrase`` in a pattern, once a variable, with a lexicon of phrases."""
    seen: set[Variable] = set()
    for block in scope.request.blocks:
        for clause in block.clauses:
            if not isinstance(clause, PhraseClause):
                continue
            variable_at, lexicon_at = clause.places
            if block.kind != "pattern":
                yield Problem(
                    f"'phrase' cannot stand in a '{block.kind}'",
                    clause.location,
                    "move it into 'pattern'",
                )
            if clause.variable in seen:
                yield Problem(f"'{clause.variable}' is bound by two phrases", variable_at)
            seen.add(clause.variable)
            yield from _lexicon_problems(clause.lexicon, "phrase", lexicon_at, scope)


def check_columns(scope: Scope) -> Problems:
    """Require the columns that ``lexicon.column`` names."""
    for test in tests_of(scope):
        for value in test.values:
            if isinstance(value, LexiconColumn):
                yield from _lexicon_problems(value.lexicon, value.column, value.location, scope)


def _lexicon_problems(name: str, column: str, at: Location | None, scope: Scope) -> Problems:
    lexicon = scope.lexicons.get(name)
    if lexicon is None:
        quoted = f'in quotes if it is a word: "{name}.{column}"'
        hint = suggest(name, scope.lexicons) or (
            f'a grammar declares it as: lexicon {name} from "…"' if column == "phrase" else quoted
        )
        yield Problem(f"unknown lexicon '{name}'", at, hint)
    elif column not in lexicon.columns:
        hint = suggest(column, lexicon.columns) or f"its columns are {all_of(lexicon.columns)}"
        yield Problem(f"lexicon '{name}' has no column '{column}'", at, hint)


def check_joins(scope: Scope) -> Problems:
    """Refuse alternatives where several clauses must hold for one row of a lexicon."""
    blocks = scope.request.blocks
    parts = [[c for block in blocks if block.kind == "pattern" for c in block.clauses]]
    parts += [list(block.clauses) for block in blocks if block.kind != "pattern"]
    for part in parts:
        uses: dict[str, list[tuple[LexiconColumn, bool]]] = {}
        for clause in [clause for clause in part if isinstance(clause, NodeClause)]:
            for alternative in clause.alternatives:
                for test in alternative:
                    several = len(clause.alternatives) > 1 or len(test.values) > 1
                    for value in () if test.negated else test.values:
                        if isinstance(value, LexiconColumn):
                            uses.setdefault(value.lexicon, []).append((value, several))
        for name, found in uses.items():
            for value, several in found if len(found) > 1 else ():
                if several:
                    yield Problem(
                        f"tests of the lexicon '{name}' must hold for one row, so this one"
                        " cannot be one of several alternatives",
                        value.location,
                        "write one rule for each alternative",
                    )


# Features, values and labels


def check_features(scope: Scope) -> Problems:
    """Require known features, and constants that they can have."""
    for test in tests_of(scope):
        wrong = wrong_feature(scope.scheme, test.feature)
        if wrong:
            yield Problem(wrong[0], test.location, wrong[1])
        for value in test.values:
            if isinstance(value, Constant):
                wrong = wrong_value(scope.scheme, test.feature, value.text)
                if wrong:
                    yield Problem(wrong[0], value.location, wrong[1])
    for clause in clauses_of(scope):
        if isinstance(clause, EqualityClause):
            for reference in (clause.left, clause.right):
                wrong = wrong_feature(scope.scheme, reference.feature)
                if wrong:
                    yield Problem(wrong[0], reference.location, wrong[1])


def check_labels(scope: Scope) -> Problems:
    """Require labels of the scheme, and of a label's features 1, 2 and deep alone."""
    for label in labels_of(scope):
        for alternative in label.alternatives:
            if isinstance(alternative, Constant):
                yield from _label_problems(alternative, scope)
            elif isinstance(alternative, tuple):
                for test in alternative:
                    if test.feature not in LABEL_FEATURES:
                        yield Problem(
                            f"a label has no feature '{test.feature}'",
                            test.location,
                            "1 before the colon, 2 after it, deep after '@'",
                        )
                    for value in test.values:
                        if test.feature == "1" and isinstance(value, Constant):
                            yield from _label_problems(value, scope)


def _label_problems(label: Constant, scope: Scope) -> Problems:
    wrong = wrong_label(scope.scheme, label.text)
    if wrong:
        yield Problem(wrong[0], label.location, wrong[1])


# Regular expressions


def check_regexes(scope: Scope) -> Problems:
    """Require regular expressions that RE2 takes."""
    labels = [a for label in labels_of(scope) for a in label.alternatives]
    tests = [test for a in labels if isinstance(a, tuple) for test in a]
    tests += tests_of(scope)
    for value in (*labels, *(value for test in tests for value in test.values)):
        if isinstance(value, Regex):
            wrong = _refused(value.pattern)
            if wrong:
                yield Problem(f"bad regular expression: {wrong}", value.location)


@lru_cache(maxsize=4096)
def _refused(pattern: str) -> str | None:
    options = re2.Options()
    options.log_errors = False
    try:
        re2.compile(pattern, options)
    except re2.error as error:
        message = error.args[0]
        return message.decode() if isinstance(message, bytes) else str(message)
    return None


REQUEST_CHECKS: tuple[Callable[[Scope], Problems], ...] = (
    check_edge_names,
    check_lexicon_names,
    check_bound,
    check_phrases,
    check_columns,
    check_joins,
    check_features,
    check_labels,
    check_regexes,
)
