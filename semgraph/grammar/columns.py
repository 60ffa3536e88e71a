"""Columns of what stands as a table in a grammar file: inline lexicons and parses."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from semgraph.grammar.comments import table_lines

_CELLS = re.compile(r"\s*\t\s*|\s{2,}")  # as inline lexicons are read


def table_rows(table: str) -> Iterator[tuple[list[str], str]]:
    """Give the cells and the comment of each line of an inline lexicon, braces and all.

    Lines with neither are blank; the first line stands behind the opening brace.
    """
    for row, comment in table_lines(table):
        yield (_CELLS.split(row) if row else []), comment


def parse_rows(block: str) -> Iterator[list[str]]:
    """Give the cells of each line of an inline parse, quotes and all.

    Blank lines have no cells, comments one. No blank line comes first or last, nor two in a row.
    """
    blank = seen = False
    for line in block[3:-3].split("\n"):
        stripped = line.strip()
        if not stripped:
            blank = seen
            continue
        if blank:
            yield []
        blank, seen = False, True
        if stripped.startswith("#"):
            yield [stripped]
        elif "\t" in stripped:
            yield [cell.strip() or "_" for cell in stripped.split("\t")]
        else:
            yield stripped.split()


def aligned_parse(block: str) -> list[str]:
    """Give the lines of an inline parse with their columns aligned.

    A row keeps its tabs if a cell has a space inside, which only tabs can tell apart.
    """
    rows = list(parse_rows(block))
    texts = aligned([row if _fits_spaces(row) else [] for row in rows])
    return [text or "\t".join(row) for text, row in zip(texts, rows, strict=True)]


def _fits_spaces(row: Sequence[str]) -> bool:
    return len(row) > 1 and all(len(cell.split()) == 1 for cell in row)


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Write rows, which may be ragged, with two spaces between their columns."""
    widths: list[int] = []
    for row in rows:
        widths += [0] * (len(row) - len(widths))
        widths[: len(row)] = map(max, widths, map(width, row))
    return [
        "  ".join(
            cell + " " * (columns - width(cell)) for cell, columns in zip(row, widths, strict=False)
        ).rstrip(" ")
        for row in rows
    ]


def width(text: str) -> int:
    """Give the columns that a text takes: two for wide characters, none for combining ones."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(char) else 1 + (unicodedata.east_asian_width(char) in "WF")
        for char in text
    )
