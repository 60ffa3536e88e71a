"""What can be done about a finding with one click."""

from __future__ import annotations

import re
from dataclasses import dataclass

from semgraph.grammar.lint import Diagnostic

_MEANT = re.compile(r"did you mean '([^']+)'\?")
_COMMENT = re.compile(r"%\s*lint:\s*ignore\b")


@dataclass(frozen=True, slots=True)
class Fix:
    """A change of the text.

    Attributes:
        title: what it does.
        start, end: offsets of what is taken out.
        new: what is put in.
        preferred: whether it mends the cause.
    """

    title: str
    start: int
    end: int
    new: str
    preferred: bool = False


def offset_of(text: str, line: int, column: int) -> int:
    """Give the offset of a place, both 1-based; one beyond the text is its end."""
    at = 0
    for _ in range(line - 1):
        found = text.find("\n", at)
        if found < 0:
            return len(text)
        at = found + 1
    end = text.find("\n", at)
    return min(at + column - 1, len(text) if end < 0 else end)


def fixes(text: str, diagnostic: Diagnostic) -> list[Fix]:
    """Give what can be done about a finding.

    The word that was meant takes the place of what is written, and a comment silences what is no
    error.
    """
    found = []
    start = offset_of(text, diagnostic.line, diagnostic.column)
    end = offset_of(text, diagnostic.end_line, diagnostic.end_column)
    meant = _MEANT.search(diagnostic.hint or "")
    wrong = meant and _wrong(text, start, end, diagnostic.message)
    if meant and wrong:
        title = f"Write '{meant[1]}' for '{text[wrong[0] : wrong[1]]}'"
        found.append(Fix(title, *wrong, meant[1], preferred=True))
    if diagnostic.severity != "error":
        found.append(_silence(text, start, diagnostic.code))
    return found


def _wrong(text: str, start: int, end: int, message: str) -> tuple[int, int] | None:
    """Give the place of the word that a message quotes, on the line of the finding."""
    line = text.find("\n", start)
    for quoted in re.findall(r"'([^']+)'", message):
        at = text.find(quoted, start, len(text) if line < 0 else line)
        if at >= 0 and at <= end:
            return at, at + len(quoted)
    return None


def _silence(text: str, start: int, code: str) -> Fix:
    line = text.find("\n", start)
    end = len(text) if line < 0 else line
    if text[end - 1 : end] == "\r":
        end -= 1
    begin = text.rfind("\n", 0, start) + 1
    comment = f" {code}" if _COMMENT.search(text, begin, end) else f"  % lint: ignore {code}"
    return Fix(f"Silence {code} here: % lint: ignore {code}", end, end, comment)
