"""The outline of a file: stages with their rules, lexicons, and what can be folded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from semgraph.workbench.editing.sheet import sheet

_COMMENTS = re.compile(r"^[ \t]*%[^\n]*(?:\n[ \t]*%[^\n]*)+", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Symbol:
    """An entry of the outline.

    Attributes:
        name: as written.
        kind: of what.
        detail: what more is said of it: what a rule makes, the file of a lexicon.
        start, end: of the whole.
        name_start, name_end: of its name.
        children: the rules of a stage.
    """

    name: str
    kind: Literal["stage", "rule", "lexicon"]
    detail: str
    start: int
    end: int
    name_start: int
    name_end: int
    children: tuple[Symbol, ...] = ()


@dataclass(frozen=True, slots=True)
class Fold:
    """A part of the text that can be folded, by its offsets."""

    start: int
    end: int
    is_comment: bool = False


def symbols(text: str) -> list[Symbol]:
    """Give the outline of a text, whether it can be read or not.

    >>> [symbol.name for symbol in symbols("grammar a stage s { rule r {")]
    ['s']
    """
    page = sheet(text)
    found = []
    for table in page.tables.values():
        detail = table.path or table.block
        start = text.rfind("lexicon", 0, table.lexeme.start)
        end = detail.end if detail else table.lexeme.end
        said = table.path.text.strip('"') if table.path else "inline"
        found.append(
            Symbol(table.name, "lexicon", said, start, end, table.lexeme.start, table.lexeme.end)
        )
    rules = [
        (
            r.stage,
            Symbol(
                r.name, "rule", r.kind, r.start, max(r.end, r.named.end), r.named.start, r.named.end
            ),
        )
        for r in page.rules
    ]
    for stage in page.stages:
        children = tuple(rule for keyword, rule in rules if keyword == stage.keyword)
        at, end = stage.named, max([stage.end, *(c.end for c in children)])
        found.append(Symbol(stage.name, "stage", "", stage.start, end, at.start, at.end, children))
    stages = {stage.keyword for stage in page.stages}
    found += [rule for keyword, rule in rules if keyword not in stages]
    return sorted(found, key=lambda symbol: symbol.start)


def folds(text: str) -> list[Fold]:
    """Give the parts of a text that span several lines: braces, parses, runs of comments."""
    return [fold for fold in _folds(text) if "\n" in text[fold.start : fold.end]]


def _folds(text: str) -> Iterator[Fold]:
    opened: list[int] = []
    for lexeme in sheet(text).lexemes:
        if lexeme.part in ("table", "parse"):
            yield Fold(lexeme.start, lexeme.end)
        elif lexeme.text == "{":
            opened.append(lexeme.start)
        elif lexeme.text == "}" and opened:
            yield Fold(opened.pop(), lexeme.end)
    yield from (Fold(m.start(), m.end(), is_comment=True) for m in _COMMENTS.finditer(text))
