"""Lexicons: tables of words from TSV files, from grammar files, and from Python."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain

from semgraph.errors import GrammarError
from semgraph.grammar.names import NAME, TABLE_NAME
from semgraph.grammar.rules import Lexicon
from semgraph.grammar.source import Source, all_of, one_of, suggest
from semgraph.grammar.syntax import Location
from semgraph.grammar.vocabulary import UPOS

Fail = Callable[[int, str, str | None], GrammarError]  # index of a row, message, hint

# What `phrase` reads of a row; `gloss`, what it means, is for people.
PHRASE_COLUMNS = ("phrase", "lemmas", "match", "gap", "order", "passive", "upos", "class")
_SPACED_EDGES = (" \t", "\t ", " \n", "\n ", "\r")
_CHOICES = {
    "match": ("lemma", "form"),
    "order": ("fixed", "free"),
    "gap": tuple("0123456789"),
    "passive": ("no", "yes"),
}


def read_table(name: str, text: str, source: str) -> Lexicon:
    """Read a lexicon from tab-separated text: a header row, then rows.

    Empty lines and lines that begin with ``#`` are skipped; cells lose the spaces around them.

    Args:
        name: of the lexicon.
        text: of the file.
        source: of the file, for errors.

    Raises:
        GrammarError: ragged rows, bad column names, or values that a phrase cannot have.
    """
    lines = text.split("\n")
    kept = [i for i, line in enumerate(lines) if line.strip() and line[0] != "#"]
    widths = [lines[i].count("\t") + 1 for i in kept]
    cells = "\t".join([lines[i] for i in kept]).split("\t")
    if any(edge in f"\n{text}\n" for edge in _SPACED_EDGES):
        cells = [cell.strip() for cell in cells]

    def fail(row: int, message: str, hint: str | None) -> GrammarError:
        if row >= len(kept):
            return GrammarError(message, file=source, line=1, hint=hint)
        return GrammarError(message, file=source, line=kept[row] + 1, hint=hint)

    return _lexicon(name, widths, cells, source, fail, "tabs")


def read_inline(name: str, block: str, source: Source, start: Location) -> Lexicon:
    """Read a lexicon that stands in a grammar file, between braces.

    Columns are parted by tabs or by two or more spaces; ``%`` begins a comment.

    Raises:
        GrammarError: as `read_table`, pointing into the grammar file.
    """
    lines = [line.partition("%")[0] for line in block[1:-1].split("\n")]
    kept = [i for i, line in enumerate(lines) if line.strip()]
    rows = [re.split(r"\s*\t\s*|\s{2,}", lines[i].strip()) for i in kept]

    def fail(row: int, message: str, hint: str | None) -> GrammarError:
        if row >= len(kept):
            return source.error(message, start, hint=hint)
        line = lines[kept[row]]
        column = len(line) - len(line.lstrip()) + 1
        if kept[row] == 0:
            column += start.column
        return source.error(message, Location(start.line + kept[row], column), hint=hint)

    widths, cells = list(map(len, rows)), list(chain.from_iterable(rows))
    return _lexicon(name, widths, cells, source.file or "<source>", fail, "tabs or two spaces")


def add_rows(lexicon: Lexicon, rows: Iterable[Mapping[str, str]]) -> Lexicon:
    """Give the lexicon with more rows; columns that a row leaves out are empty.

    Raises:
        GrammarError: an unknown column, or a value that a phrase cannot have. The error's
            line counts the given rows from 1.
    """
    header = list(lexicon.columns)
    widths, cells = [len(header)], list(header)

    def fail(row: int, message: str, hint: str | None) -> GrammarError:
        return GrammarError(message, file=f"<rows for {lexicon.name}>", line=row, hint=hint)

    for number, row in enumerate(rows, 1):
        for column in row:
            if column not in lexicon.columns:
                hint = suggest(column, header) or f"its columns are {all_of(header)}"
                raise fail(number, f"lexicon '{lexicon.name}' has no column '{column}'", hint)
        widths.append(len(header))
        cells += [row.get(column, "").strip() for column in header]
    more = _lexicon(lexicon.name, widths, cells, lexicon.source, fail, "")
    columns = {name: lexicon.columns[name] + more.columns[name] for name in header}
    return Lexicon(lexicon.name, columns, lexicon.source)


def _lexicon(
    name: str,
    widths: Sequence[int],
    cells: list[str],
    source: str,
    fail: Fail,
    parted: str,
) -> Lexicon:
    """Check the rows, the header first, and turn them into columns.

    Args:
        name: of the lexicon.
        widths: number of cells of each row.
        cells: of all rows, one row behind the other.
        source: of the lexicon.
        fail: makes the error for a mistake in a row.
        parted: what parts the columns.
    """
    if not widths:
        raise fail(0, f"lexicon '{name}' has no header row", "its first row names the columns")
    width = widths[0]
    header, body = cells[:width], cells[width:]
    for column in header:
        if not TABLE_NAME.fullmatch(column):
            raise fail(0, f"'{column}' is no name for a column", f"columns are parted by {parted}")
        if header.count(column) > 1:
            raise fail(0, f"two columns are named '{column}'", None)
    for number, count in enumerate(widths):
        if count != width:
            raise fail(
                number,
                f"this row has {count} cell{'s' * (count > 1)}, the header has {width}",
                f"columns are parted by {parted}; an empty cell still needs its place",
            )
    columns = {column: tuple(body[place::width]) for place, column in enumerate(header)}
    if "phrase" in columns:
        for number, message, hint in _phrase_mistakes(columns):
            raise fail(number + 1, message, hint)
    return Lexicon(name, columns, source)


def _phrase_mistakes(
    columns: Mapping[str, tuple[str, ...]],
) -> Iterator[tuple[int, str, str | None]]:
    """Find what is wrong with the rows of a lexicon of expressions."""
    phrases = columns["phrase"]
    for number, phrase in enumerate(phrases):
        if " " not in phrase or "  " in phrase:
            yield (number, *_phrase_mistake(phrase))
    for number, lemmas in enumerate(columns.get("lemmas", ())):
        if lemmas and lemmas.count(" ") != phrases[number].count(" "):
            wanted, given = len(phrases[number].split(" ")), len(lemmas.split(" "))
            yield (
                number,
                f"'lemmas' has {given} words, '{phrases[number]}' has {wanted}",
                "one lemma for each word, parted by one space",
            )
    for column, known in _CHOICES.items():
        for value in set(columns.get(column, ())).difference(("", *known)):
            hint = suggest(value, known) or f"known are {one_of(known)}"
            yield columns[column].index(value), f"'{value}' is no value of '{column}'", hint
    for value in set(columns.get("upos", ())).difference(("", *UPOS)):
        yield (
            columns["upos"].index(value),
            f"unknown part of speech '{value}'",
            suggest(value, UPOS),
        )
    for value in set(columns.get("class", ())):
        if value and not NAME.fullmatch(value):
            number = columns["class"].index(value)
            yield number, f"'{value}' is no name for a class", "letters, digits, '_' and '-'"


def _phrase_mistake(phrase: str) -> tuple[str, str | None]:
    if not phrase:
        return "the phrase is empty", None
    if "  " in phrase:
        return f"'{phrase}' has two spaces between words", "part words by one space"
    return (
        f"'{phrase}' is one word, a phrase has two or more",
        "test one word as in [lemma=lexicon.column]",
    )
