"""Checks of what a rule does and of its examples."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from math import inf

from semgraph.grammar.lint.view import RuleView
from semgraph.grammar.rules import Example
from semgraph.grammar.scope import Problem, Problems
from semgraph.grammar.source import all_of
from semgraph.grammar.syntax import FeatureRef

_MOST_MEANINGS = 3


def check_meanings(view: RuleView) -> Problems:
    """A link may come to hold more than three meanings, and the match then fails.

    A repeated node in its collapse has no upper bound, and a phrase has as many meanings as
    words. `-> hyperlexeme` counts as one, whatever it is made of.
    """
    rule = view.rule
    if rule.kind != "link" or not rule.collapse:
        return
    most, reason = 0.0, ""
    for variable in rule.collapse.variables:
        sign = view.rule.request.quantifiers.get(variable, "")
        if sign in ("*", "+"):
            most, reason = inf, f"'{variable}{sign}' may be many"
            continue
        lexicon = view.file.lexicons.get(view.phrases.get(variable, ""))
        phrases = lexicon.columns.get("phrase", ()) if lexicon else ()
        longest = max(phrases, key=lambda phrase: phrase.count(" "), default="")
        most += longest.count(" ") + 1
        if longest.count(" ") >= _MOST_MEANINGS:
            reason = f"'{longest}' has {longest.count(' ') + 1} words"
    if most > _MOST_MEANINGS:
        yield Problem(
            f"this link may hold more than 3 meanings{': ' if reason else ''}{reason}",
            rule.places.get("kind", rule.location),
            "write -> hyperlexeme, or leave the kind out",
        )


def check_priority(view: RuleView) -> Problems:
    """A priority changes nothing.

    A stage with `overlap first` goes by the rules' places alone, and a rule that merges nothing
    conflicts with none.
    """
    rule = view.rule
    if "priority" not in rule.places:
        return
    if view.stage.overlap == "first":
        message = "the stage has 'overlap first', which ignores priorities"
    elif not (rule.collapse or rule.absorbs or rule.split):
        message = "the rule merges nothing, so that it never conflicts"
    else:
        return
    yield Problem(message, rule.places["priority"], "leave the priority out")


def check_column(view: RuleView) -> Problems:
    """A lemma names a column that the phrase's lexicon lacks.

    `{P.Citation}` of a node that `phrase` binds is the cell of its row.
    """
    for piece in view.rule.lemma.pieces if view.rule.lemma else ():
        if isinstance(piece, FeatureRef) and piece.variable in view.phrases:
            name = view.phrases[piece.variable]
            lexicon = view.file.lexicons.get(name)
            if lexicon and piece.feature not in (*lexicon.columns, "lemma"):
                yield Problem(
                    f"lexicon '{name}' has no column '{piece.feature}'",
                    piece.location,
                    f"its columns are {all_of(lexicon.columns)}",
                )


def check_label_case(view: RuleView) -> Problems:
    """A marker's label differs from another one in case alone.

    Labels are compared letter by letter, so `Contrast` and `contrast` are two.
    """
    for mark in view.rule.marks:
        first = view.file.labels.get(mark.label.casefold(), mark.label)
        if first != mark.label:
            yield Problem(
                f"the label '{mark.label}' differs from '{first}' in case alone",
                mark.location,
                f'write "{first}"',
            )


def check_class_case(view: RuleView) -> Problems:
    """A class differs from another one in case alone.

    Classes are compared letter by letter, so `Date` and `date` are two.
    """
    name = view.rule.class_
    first = view.file.classes.get(name.casefold(), name)
    if first != name:
        yield Problem(
            f"the class '{name}' differs from '{first}' in case alone",
            view.rule.places.get("class", view.rule.location),
            f"write {first}",
        )


# Examples


def check_no_example(view: RuleView) -> Problems:
    """A rule has no example.

    An example says what the rule is for, and `semgraph grammar test` says whether it does so.
    """
    if not any(example.expected for example in view.rule.examples):
        yield Problem(
            "the rule has no example",
            view.rule.location,
            'add one such as: example "He [turned] it [down]."',
        )


def check_example_twice(view: RuleView) -> Problems:
    """An example stands twice in a rule."""
    seen: list[Example] = []
    for example in view.rule.examples:
        if example in seen:
            yield Problem("this example stands twice", example.location, "leave one of them out")
        seen.append(example)


def check_contrary(view: RuleView) -> Problems:
    """A sentence is an example and a counterexample of the same token, so that one of them fails.

    A counterexample without brackets says that the rule makes no token at all.
    """
    for example in view.rule.examples:
        for other in view.rule.examples if not example.expected else ():
            same = other.text == example.text and other.conllu == example.conllu
            if other.expected and same and example.tokens in ((), other.tokens):
                yield Problem(
                    f"this sentence is an example on line {other.location.line}",
                    example.location,
                    "mark the token that is not to be made, or leave one of them out",
                )


def check_no_counterexample(view: RuleView) -> Problems:
    """A rule has no counterexample.

    A sentence that is nearly matched shows where the rule ends.
    """
    if all(example.expected for example in view.rule.examples):
        yield Problem("the rule has no counterexample", view.rule.location)


def check_unmarked(view: RuleView) -> Problems:
    """An example marks no token.

    It then holds whatever the rule makes of the sentence; brackets say which words.
    """
    for example in view.rule.examples:
        if example.expected and not example.tokens:
            yield Problem(
                "the example marks no token", example.location, "put its words in [brackets]"
            )


# Names


def check_rule_name(view: RuleView) -> Problems:
    """A rule's name is not in snake_case.

    All shipped rules are called like `particle_verb`.
    """
    name = view.rule.name.rpartition("/")[2]
    if name != name.lower() or "-" in name:
        yield Problem(
            f"'{name}' is not in snake_case",
            view.rule.location,
            f"such as {re.sub(r'(?<=[a-z])(?=[A-Z])', '_', name).replace('-', '_').lower()}",
        )


def check_unasked(view: RuleView) -> Problems:
    """A feature is set that no rule asks for.

    It still stands in the output, so this matters only if a later rule was to see it.
    """
    for item in view.rule.sets:
        if item.feature not in view.file.asked:
            yield Problem(f"no rule asks for '{item.feature}'", item.places[1])


RULE_LINTS: Mapping[str, Callable[[RuleView], Problems]] = {
    "W301": check_no_example,
    "W302": check_example_twice,
    "W303": check_contrary,
    "W304": check_meanings,
    "W305": check_priority,
    "W306": check_column,
    "W307": check_label_case,
    "W308": check_class_case,
    "I301": check_no_counterexample,
    "I302": check_unmarked,
    "I303": check_rule_name,
    "I304": check_unasked,
}
