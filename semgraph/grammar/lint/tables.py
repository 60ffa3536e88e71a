"""Checks of lexicons."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from semgraph.grammar.find import read_text
from semgraph.grammar.lexicon import PHRASE_COLUMNS
from semgraph.grammar.lint.text import INVISIBLE, MIXED, named
from semgraph.grammar.lint.view import FileView
from semgraph.grammar.reader import MAX_LEXICON_BYTES
from semgraph.grammar.rules import Lexicon, LexiconItem
from semgraph.grammar.scope import Problem, Problems
from semgraph.grammar.source import all_of, suggest
from semgraph.grammar.syntax import (
    FeatureRef,
    LexiconColumn,
    Location,
    NodeClause,
    PhraseClause,
)

_DOCUMENTATION = "gloss"
_MOST_TOLD = 5


def check_unused_lexicon(view: FileView, item: LexiconItem, _lexicon: Lexicon) -> Problems:
    """A lexicon is never used.

    A file without stages is a collection of lexicons for others, and is let be.
    """
    if view.sound and view.tree.stages and item.name not in _used(view):
        yield Problem(f"the lexicon '{item.name}' is never used", item.location)


def check_unused_column(view: FileView, item: LexiconItem, lexicon: Lexicon) -> Problems:
    """A lexicon's column is never used.

    A misspelt header (`lemas`) looks like this. The column `gloss` is for readers.
    """
    used = _used(view).get(item.name)
    if used is None or not view.sound:
        return
    idle = [column for column in lexicon.columns if column not in (*used, _DOCUMENTATION)]
    if idle:
        what = f"columns {all_of(idle)}" if len(idle) > 1 else f"column '{idle[0]}'"
        near = suggest(idle[0], PHRASE_COLUMNS) if "phrase" in lexicon.columns else None
        yield Problem(
            f"no rule uses the {what} of '{item.name}'",
            item.location,
            near or "what is for readers stands in a column 'gloss'",
        )


def check_same_rows(view: FileView, item: LexiconItem, lexicon: Lexicon) -> Problems:
    """A lexicon has the same row twice."""
    yield from _repeated(view, item, lexicon, lambda row: row, "the row of line {} stands again")


def check_like_rows(view: FileView, item: LexiconItem, lexicon: Lexicon) -> Problems:
    """Two rows of phrases differ in case or ё alone.

    Case and ё do not count where phrases are found, so that one of the rows says nothing new.
    """
    if "phrase" in lexicon.columns:
        same = "this is the row of line {} but for case and 'ё'"
        yield from _repeated(view, item, lexicon, _folded, same, but=lambda row: row)


def check_empty_lexicon(_view: FileView, item: LexiconItem, lexicon: Lexicon) -> Problems:
    """A lexicon has no rows."""
    if not len(lexicon):
        yield Problem(f"the lexicon '{item.name}' has no rows", item.location)


def check_invisible_cells(view: FileView, item: LexiconItem, lexicon: Lexicon) -> Problems:
    """A lexicon's file has invisible characters.

    They make a word that looks right and never matches.
    """
    for row, found in _in_cells(INVISIBLE.search, item, lexicon):
        yield _at(view, item, lexicon, row, f"the invisible character {named(found)}")


def check_mixed_cells(view: FileView, item: LexiconItem, lexicon: Lexicon) -> Problems:
    """A word in a lexicon's file has both Latin and Cyrillic letters.

    Many of them look alike, and such a word never matches.
    """
    for row, found in _in_cells(MIXED.search, item, lexicon):
        yield _at(view, item, lexicon, row, f"'{found}' has both Latin and Cyrillic letters")


# Helpers


def _used(view: FileView) -> dict[str, set[str]]:
    """Give the columns that rules use of each lexicon."""
    used: dict[str, set[str]] = {}
    for rule in view.own_rules:
        phrases: dict[str, str] = {}
        for block in rule.request.blocks:
            for clause in block.clauses:
                if isinstance(clause, PhraseClause):
                    phrases[clause.variable] = clause.lexicon
                    used.setdefault(clause.lexicon, set()).update(PHRASE_COLUMNS)
                elif isinstance(clause, NodeClause):
                    for test in (t for tests in clause.alternatives for t in tests):
                        for value in test.values:
                            if isinstance(value, LexiconColumn):
                                used.setdefault(value.lexicon, set()).add(value.column)
        if rule.split and isinstance(rule.split.at, LexiconColumn):
            used.setdefault(rule.split.at.lexicon, set()).add(rule.split.at.column)
        for piece in rule.lemma.pieces if rule.lemma else ():
            if isinstance(piece, FeatureRef) and piece.variable in phrases:
                used[phrases[piece.variable]].add(piece.feature)
    return used


Row = tuple[str, ...]


def _rows(lexicon: Lexicon) -> Iterator[Row]:
    yield from zip(*lexicon.columns.values(), strict=True)


def _folded(row: Row) -> Row:
    return tuple([cell.casefold().replace("ё", "е") for cell in row])


def _repeated(
    view: FileView,
    item: LexiconItem,
    lexicon: Lexicon,
    key: Callable[[Row], Row],
    message: str,
    but: Callable[[Row], Row] | None = None,
) -> Problems:
    """Tell the rows whose key has been seen, unless they are the same by another key."""
    first: dict[Row, tuple[int, Row]] = {}
    told = 0
    for number, row in enumerate(_rows(lexicon)):
        other, other_row = first.setdefault(key(row), (number, row))
        if other == number or (but and but(row) == but(other_row)):
            continue
        told += 1
        if told <= _MOST_TOLD:
            line = _line(view, item, lexicon, other)
            yield _at(view, item, lexicon, number, message.format(line))
    if told > _MOST_TOLD:
        yield Problem(f"and {told - _MOST_TOLD} more such rows", item.location)


def _in_cells(
    search: Callable[[str], object], item: LexiconItem, lexicon: Lexicon
) -> Iterator[tuple[int, str]]:
    """Find what stands in the cells of a lexicon's file; inline ones are part of the text."""
    if item.path is None:
        return
    for column in lexicon.columns.values():
        if search("\n".join(column)):
            for number, cell in enumerate(column):
                found = search(cell)
                if found:
                    yield number, found[0]  # type: ignore[index]


def _at(view: FileView, item: LexiconItem, lexicon: Lexicon, row: int, message: str) -> Problem:
    """Make the problem of a row: in its line, or where the lexicon's file is named."""
    line = _line(view, item, lexicon, row)
    if item.path is not None:
        return Problem(f"{item.path}:{line}: {message}", item.places[1])
    text = view.source.lines[line - 1]
    start = item.places[1].column if line == item.places[1].line else 0
    return Problem(
        message, Location(line, start + len(text[start:]) - len(text[start:].lstrip()) + 1)
    )


def _line(view: FileView, item: LexiconItem, lexicon: Lexicon, row: int) -> int:
    """Give the line of a row, counted in the file that it stands in."""
    if item.path is None:
        at = item.places[1]
        lines = [view.source.lines[at.line - 1][at.column :], *view.source.lines[at.line :]]
        kept = (n for n, line in enumerate(lines, at.line) if line.partition("%")[0].strip())
    else:
        path = Path(lexicon.source)
        lines = read_text(path, str(path), MAX_LEXICON_BYTES, "a lexicon").split("\n")
        kept = (n for n, line in enumerate(lines, 1) if line.strip() and line[0] != "#")
    return _nth(kept, row + 1)  # the first is the header


def _nth(numbers: Iterable[int], wanted: int) -> int:
    return next(number for count, number in enumerate(numbers) if count == wanted)


TABLE_LINTS: Mapping[str, Callable[[FileView, LexiconItem, Lexicon], Problems]] = {
    "W401": check_unused_lexicon,
    "W402": check_unused_column,
    "W403": check_same_rows,
    "W404": check_like_rows,
    "W405": check_empty_lexicon,
    "W406": check_invisible_cells,
    "W407": check_mixed_cells,
}
