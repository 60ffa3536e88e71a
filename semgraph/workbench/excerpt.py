"""Excerpts of grammar files: where a clause stands, and how it is written."""

from __future__ import annotations

from dataclasses import dataclass

from semgraph.grammar.rules import GrammarFile
from semgraph.grammar.syntax import Location

_OPEN, _CLOSE = "{[(", "}])"


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A place in a grammar file.

    Attributes:
        file: as the user named it, ``<grammar>`` for a string.
        place: line and column.
        line: the whole line.
        text: the clause or block that begins there, its white space made single spaces.
    """

    file: str
    place: Location
    line: str
    text: str

    def __str__(self) -> str:
        """Give ``mine.sg:5:18``."""
        return f"{self.file}:{self.place.line}:{self.place.column}"


def excerpt(
    file: GrammarFile, start: Location, place: Location | None = None, *, block: bool = False
) -> Excerpt:
    """Take the clause or block that begins at a location.

    Args:
        file: that holds it.
        start: where it begins.
        place: to point at, its begin by default.
        block: whether it is a block, which ends with its brace.
    """
    place = place or start
    lines = file.text.split("\n")
    name = file.path or "<grammar>"
    if not file.text:
        return Excerpt(name, place, "", "")
    offset = sum(len(line) + 1 for line in lines[: start.line - 1]) + start.column - 1
    text = " ".join(_piece(file.text, offset, block=block).split())
    return Excerpt(name, place, lines[place.line - 1].rstrip("\r"), text)


def _piece(text: str, start: int, *, block: bool) -> str:
    """Go on to the end of a clause, or to the brace that closes a block."""
    depth, at, kept = 0, start, []
    while at < len(text):
        char = text[at]
        if char == '"':
            end = _quoted(text, at)
            kept.append(text[at:end])
            at = end
            continue
        if char == "%":
            at = (text.find("\n", at) + 1) or len(text)
            continue
        if depth == 0 and (char == ";" or char in _CLOSE):
            break
        depth += (char in _OPEN) - (char in _CLOSE)
        kept.append(char)
        at += 1
        if block and depth == 0 and char == "}":
            break
    return "".join(kept)


def _quoted(text: str, start: int) -> int:
    """Give the place behind a quoted string."""
    at = start + 1
    while at < len(text) and text[at] != '"':
        at += 2 if text[at] == "\\" else 1
    return at + 1
