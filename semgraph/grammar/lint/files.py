"""Checks of a file as a whole: its head and its stages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from semgraph.grammar.lint.view import FileView, features_of
from semgraph.grammar.rules import GrammarFile, Stage
from semgraph.grammar.scope import Problem, Problems
from semgraph.grammar.syntax import Location, MarkerClause

_NAMED = re.compile(r"^\s*grammar\b", re.MULTILINE)


def check_no_rules(view: FileView) -> Problems:
    """A stage has no rules."""
    for stage in view.tree.stages:
        if not stage.rules:
            yield Problem(f"the stage '{stage.name}' has no rules", stage.location)


def check_repeat(view: FileView) -> Problems:
    """A stage repeats, though no rule of it can see what another does.

    Rules that merge change the tree for all; a marker is seen by a clause such as
    `tension(X,Y)` alone, and a feature that is set by a test of that feature.
    """
    for stage in view.tree.stages:
        if stage.repeat and stage.rules and not _feeds(stage):
            yield Problem(
                f"'{stage.name}' repeats, and none of its rules can see what another does",
                stage.location,
                "leave 'repeat' out",
            )


def _feeds(stage: Stage) -> bool:
    if any(rule.collapse or rule.absorbs or rule.split for rule in stage.rules):
        return True
    made = {mark.kind for rule in stage.rules for mark in rule.marks}
    written = {item.feature for rule in stage.rules for item in rule.sets}
    return any(
        not written.isdisjoint(features_of(rule))
        or any(
            isinstance(clause, MarkerClause) and clause.kind in made
            for block in rule.request.blocks
            for clause in block.clauses
        )
        for rule in stage.rules
    )


def check_version(view: FileView) -> Problems:
    """A file has no version.

    It goes into the provenance of every graph, so that results can be told apart.
    """
    if not view.tree.version:
        named = _NAMED.search(view.source.text)
        line = view.source.text.count("\n", 0, named.end()) + 1 if named else 1
        yield Problem("the file has no version", Location(line, 1), "add: version 0.1.0")


def check_use(view: FileView) -> Problems:
    """A grammar is used from which nothing is needed.

    It has no stages to run first, and none of its lexicons is named.
    """
    named = _lexicons_named(view)
    for item in view.tree.uses:
        file = view.used.get(item.name)
        if file is None or any(used.stages for used in _with_uses(file, view)):
            continue
        if not any(name.startswith(f"{item.alias}.") for name in named):
            yield Problem(f"nothing of '{item.name}' is needed", item.location, "leave it out")


def _lexicons_named(view: FileView) -> set[str]:
    """Give the words of the file that may name a lexicon of another grammar."""
    return set(re.findall(r"[^\s=|,;]+\.[^\s=|,;]+", view.source.text)) - {
        item.name for item in view.tree.uses
    }


def _with_uses(file: GrammarFile, view: FileView) -> Iterator[GrammarFile]:
    yield file
    for name in file.uses.values():
        if name in view.used:
            yield from _with_uses(view.used[name], view)


FILE_LINTS: Mapping[str, Callable[[FileView], Problems]] = {
    "W411": check_no_rules,
    "W412": check_repeat,
    "I401": check_version,
    "I402": check_use,
}
