"""Checks of a request, bare or a rule's."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

import re2

from semgraph.grammar.check_quantified import QUANTIFIER_CHECKS
from semgraph.grammar.scope import (
    Problem,
    Problems,
    Scope,
    alternatives_of,
    binds,
    clauses_of,
    edge_mentions_of,
    edges_of,
    labels_of,
    mentions_of,
    tests_of,
    unknown,
)
from semgraph.grammar.source import all_of, suggest
from semgraph.grammar.syntax import (
    Block,
    Clause,
    Constant,
    EdgeClause,
    EdgeRef,
    EdgeTestClause,
    EqualityClause,
    LexiconColumn,
    Location,
    MeasureClause,
    MetaClause,
    NodeClause,
    OrderClause,
    PhraseClause,
    Regex,
    Request,
)
from semgraph.grammar.vocabulary import (
    MEASURES,
    wrong_edge_feature,
    wrong_feature,
    wrong_label,
    wrong_label_feature,
    wrong_value,
)
from semgraph.types import Variable

# Names


def check_edge_names(scope: Scope) -> Problems:
    """Require names of edges that nothing else has, and edges that are bound where they stand."""
    seen: set[str] = set()
    for clause in clauses_of(scope):
        if isinstance(clause, EdgeClause) and clause.name:
            if clause.name in seen:
                yield Problem(f"two edges are named '{clause.name}'", clause.location)
            seen.add(clause.name)
        for variable, location in mentions_of(clause):
            if variable in scope.edges:
                message = f"'{variable}' names an edge already"
                if not isinstance(clause, EdgeClause):
                    message = f"'{variable}' is an edge, not a node"
                yield Problem(message, location)
    plain = [b.clauses for b in scope.request.blocks if _is_plain(b)]
    everywhere = edges_of(clause for clauses in plain for clause in clauses)
    for _, clauses in alternatives_of(scope.request):
        bound = everywhere | edges_of(clauses)
        for clause in clauses:
            for name, location in edge_mentions_of(clause):
                if name not in bound:
                    yield Problem(
                        f"the edge '{name}' is bound elsewhere, and not here",
                        location,
                        "bind it in 'pattern'",
                    )


def _is_plain(block: Block) -> bool:
    """Say whether a block binds for all others: a pattern without alternatives."""
    return block.kind == "pattern" and len(block.alternatives) == 1


def check_lexicon_names(scope: Scope) -> Problems:
    """Refuse a node named as a lexicon is, which would make ``X.lemma = a.b`` unclear."""
    for clause in clauses_of(scope):
        for variable, location in mentions_of(clause):
            if variable in scope.lexicons:
                yield Problem(f"'{variable}' names a lexicon already", location)


def check_bound(scope: Scope) -> Problems:
    """Require that comparisons are between nodes that something else binds."""
    for _, clauses in alternatives_of(scope.request):
        bound = scope.bound | binds(clauses)
        for clause in clauses:
            if isinstance(clause, NodeClause | EdgeClause | OrderClause | PhraseClause):
                continue
            for variable, location in mentions_of(clause):
                if variable not in bound and variable not in scope.edges:
                    yield unknown(variable, location, scope)


def check_measures(scope: Scope) -> Problems:
    """Require numbers that a measure can reach."""
    for clause in clauses_of(scope):
        if isinstance(clause, MeasureClause):
            known = MEASURES[clause.measure]
            if not known.low <= clause.number <= known.high:
                yield Problem(
                    f"'{clause.measure}' lies between {known.low:g} and {known.high:g},"
                    f" never at {clause.number:g}",
                    clause.location,
                    f"such as {clause.measure}(X,Y) > {known.example}",
                )


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
            elif len(block.alternatives) > 1:
                yield Problem(
                    "'phrase' cannot stand in an alternative",
                    clause.location,
                    "write one rule for each lexicon",
                )
            if clause.variable in seen:
                yield Problem(f"'{clause.variable}' is bound by two phrases", variable_at)
            seen.add(clause.variable)
            yield from lexicon_problems(clause.lexicon, "phrase", lexicon_at, scope)


def check_columns(scope: Scope) -> Problems:
    """Require the columns that ``lexicon.column`` names."""
    edge_tests = [c.test for c in clauses_of(scope) if isinstance(c, EdgeTestClause)]
    for test in (*tests_of(scope), *edge_tests):
        for value in test.values:
            if isinstance(value, LexiconColumn):
                yield from lexicon_problems(value.lexicon, value.column, value.location, scope)


def lexicon_problems(name: str, column: str, at: Location | None, scope: Scope) -> Problems:
    """Require that there is a lexicon with such a column."""
    lexicon = scope.lexicons.get(name)
    if not scope.unread.isdisjoint((name, name.rpartition(".")[0])):
        return
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
    for part in _conjunctions(scope.request):
        uses: dict[str, list[tuple[Variable, LexiconColumn, bool]]] = {}
        for clause in [clause for clause in part if isinstance(clause, NodeClause)]:
            for alternative in clause.alternatives:
                for test in alternative:
                    several = len(clause.alternatives) > 1 or len(test.values) > 1
                    for value in () if test.negated else test.values:
                        if isinstance(value, LexiconColumn):
                            use = clause.variable, value, several
                            uses.setdefault(value.lexicon, []).append(use)
        for name, found in uses.items():
            for variable, value, several in found if len(found) > 1 else ():
                if variable in scope.quantifiers:
                    yield Problem(
                        f"tests of the lexicon '{name}' must hold for one row, and '{variable}'"
                        " may be missing or many",
                        value.location,
                        f"name a node that is there in every match instead of '{variable}'",
                    )
                elif several:
                    yield Problem(
                        f"tests of the lexicon '{name}' must hold for one row, so this one"
                        " cannot be one of several alternatives",
                        value.location,
                        "write one rule for each alternative",
                    )


def _conjunctions(request: Request) -> Iterator[list[Clause]]:
    """Give the clauses that hold together: of each filter's alternatives, of all patterns."""
    patterns = [block.alternatives for block in request.blocks if block.kind == "pattern"]
    if all(len(alternatives) == 1 for alternatives in patterns):
        yield [clause for (clauses,) in patterns for clause in clauses]
    else:
        plain = [c for alternatives in patterns if len(alternatives) == 1 for c in alternatives[0]]
        for alternatives in patterns:
            for clauses in alternatives if len(alternatives) > 1 else ():
                yield [*plain, *clauses]
    for block, clauses in alternatives_of(request):
        if block.kind != "pattern":
            yield list(clauses)


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
                wrong = (
                    wrong_edge_feature(scope.scheme, reference.feature)
                    if isinstance(reference, EdgeRef)
                    else wrong_feature(scope.scheme, reference.feature)
                )
                if wrong:
                    yield Problem(wrong[0], reference.location, wrong[1])
        elif isinstance(clause, EdgeTestClause):
            wrong = wrong_edge_feature(scope.scheme, clause.test.feature)
            if wrong:
                yield Problem(wrong[0], clause.test.location, wrong[1])


def check_labels(scope: Scope) -> Problems:
    """Require labels of the scheme, and of a label's features 1, 2 and deep alone."""
    for label in labels_of(scope):
        for alternative in label.alternatives:
            if isinstance(alternative, Constant):
                yield from _label_problems(alternative, scope)
            elif isinstance(alternative, tuple):
                for test in alternative:
                    wrong = wrong_label_feature(scope.scheme, test.feature)
                    if wrong:
                        yield Problem(wrong[0], test.location, wrong[1])
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
    tests += [c.test for c in clauses_of(scope) if isinstance(c, MetaClause)]
    tests += tests_of(scope)
    for value in (*labels, *(value for test in tests for value in test.values)):
        if isinstance(value, Regex):
            wrong = refused(value.pattern)
            if wrong:
                yield Problem(f"bad regular expression: {wrong}", value.location)


@lru_cache(maxsize=4096)
def refused(pattern: str) -> str | None:
    """Say why RE2 refuses an expression, ``None`` if it takes it."""
    options = re2.Options()
    options.log_errors = False
    try:
        re2.compile(pattern, options)
    except re2.error as error:
        message = error.args[0]
        return message.decode() if isinstance(message, bytes) else str(message)
    return None


REQUEST_CHECKS: Mapping[str, Callable[[Scope], Problems]] = {
    "E101": check_edge_names,
    "E102": check_lexicon_names,
    "E103": check_bound,
    "E104": check_measures,
    "E105": check_phrases,
    "E106": check_columns,
    "E107": check_joins,
    "E108": check_features,
    "E109": check_labels,
    "E110": check_regexes,
    **QUANTIFIER_CHECKS,
}
