"""Checks of ``split``: where it may stand, and cuts that could never be made.

A stage of phase ``pieces`` runs once, on the words of the parse, and a word is split once: pieces
are never split again. So splitting ends, and each later stage sees leaves that do not change.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import re2

from semgraph.grammar.check_request import lexicon_problems, refused
from semgraph.grammar.rules import Rule, Split, Stage
from semgraph.grammar.scope import Problem, Problems, Scope, row_tests
from semgraph.grammar.syntax import Constant, LexiconColumn, Location, Regex

# Stages


def check_repeated_pieces(stage: Stage) -> Problems:
    """Refuse a stage that splits again and again."""
    if stage.phase == "pieces" and stage.repeat:
        yield Problem(
            "a stage of phase pieces does not repeat, as a word is split once",
            stage.location,
            "take 'repeat' away",
        )


def check_phase(rule: Rule, stage: Stage) -> Problems:
    """Require that words are split in the first phase, and that nothing else happens there."""
    if rule.split and stage.phase != "pieces":
        yield Problem(
            f"'split' cannot stand in a stage of phase {stage.phase}",
            rule.split.location,
            "words are split before all else, in a stage with: phase pieces",
        )
    if stage.phase == "pieces" and not rule.split:
        yield Problem(
            "a rule of phase pieces splits a word, and this one does not",
            rule.location,
            "move it to a stage of phase words",
        )


# Rules


def check_split_alone(rule: Rule, _scope: Scope) -> Problems:
    """Refuse further actions beside ``split``."""
    if rule.split and (rule.collapse or rule.absorbs or rule.marks or rule.sets):
        yield Problem(
            "a rule that splits a word does nothing else",
            rule.split.location,
            "what is to happen to the pieces is said in a later stage",
        )


def check_split_word(rule: Rule, scope: Scope) -> Problems:
    """Require one word to be split."""
    if not rule.split:
        return
    variable, at = rule.split.variable, rule.split.places[0]
    if variable in scope.quantifiers:
        yield Problem(
            f"'{variable}' may be missing or many, and one word is split",
            at,
            "split a node that is there in every match",
        )
    if variable in scope.phrases:
        yield Problem(
            f"'{variable}' stands for the words of a phrase, and one word is split",
            at,
            "write a pattern that binds the word alone",
        )


def check_cut(rule: Rule, scope: Scope) -> Problems:
    """Refuse places, strings and expressions that cut nothing, and rows that nothing finds."""
    if not rule.split:
        return
    match rule.split.at:
        case Constant(""):
            yield Problem("an empty string cuts nothing", _place(rule.split))
        case Constant():
            pass
        case Regex():
            yield from _groups(rule.split.at, _place(rule.split))
        case LexiconColumn():
            yield from _pieces(rule.split, rule.split.at, scope)
        case offsets:
            yield from _offsets(offsets, rule.split)


def _offsets(offsets: tuple[int, ...], split: Split) -> Problems:
    seen: set[int] = set()
    for offset, at in zip(offsets, split.places[1:], strict=True):
        if offset == 0:
            yield Problem(
                "a word is not cut at 0",
                at,
                "places count characters from the begin of the word, negative ones from its end",
            )
        elif offset in seen:
            yield Problem(f"'{offset}' stands twice", at)
        seen.add(offset)


def _groups(regex: Regex, at: Location) -> Problems:
    wrong = refused(regex.pattern)
    if wrong:
        yield Problem(f"bad regular expression: {wrong}", at)
        return
    count = re2.compile(regex.pattern).groups
    if count < 2:
        yield Problem(
            f"the pieces are the groups of the expression, two or more; it has {count or 'none'}",
            at,
            "put each piece in brackets, as in (under)(.+)",
        )


def _pieces(split: Split, column: LexiconColumn, scope: Scope) -> Problems:
    name = column.lexicon
    yield from lexicon_problems(name, column.column, _place(split), scope)
    if name in scope.lexicons and not row_tests(scope.request, name):
        first = next(iter(scope.lexicons[name].columns))
        yield Problem(
            f"the pattern does not say which row of '{name}' is meant",
            _place(split),
            f"test the word, as in {split.variable}.lemma = {name}.{first}",
        )


def _place(split: Split) -> Location:
    return split.places[1]


SPLIT_CHECKS: Mapping[str, Callable[[Rule, Scope], Problems]] = {
    "E215": check_split_alone,
    "E216": check_split_word,
    "E217": check_cut,
}
