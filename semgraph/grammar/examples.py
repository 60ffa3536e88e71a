"""Examples embedded in rules: brackets around the words of a token, and inline parses."""

from __future__ import annotations

import re

from semgraph.grammar.quoting import characters
from semgraph.grammar.source import WordError

_INDEX = re.compile(r"(\d{1,4}):\s")
_LONGEST_INDEX = 6
Span = tuple[int, int]
Tokens = tuple[tuple[Span, ...], ...]


def read_brackets(raw: str) -> tuple[str, Tokens]:
    """Read an example: ``"He [turned] it [down]."``.

    Brackets without an index are one token, brackets of one index (``[1: gave]``) are one.

    Args:
        raw: the quoted string as written.

    Returns:
        The text without brackets, and of each token (in the order of first mention) the spans
        of its words, in order.

    Raises:
        WordError: a bad escape, or brackets that are unbalanced, nested or empty.
    """
    chars = list(characters(raw, literal="[]"))
    text: list[str] = []
    tokens: dict[str, list[Span]] = {}
    opened: tuple[int, int, str] | None = None  # offset in raw, start in text, index
    position = 0
    while position < len(chars):
        char, offset, escaped = chars[position]
        position += 1
        if escaped or char not in "[]":
            text.append(char)
        elif char == "[":
            if opened is not None:
                raise WordError("brackets cannot stand inside brackets", offset, r"write '\['")
            ahead = chars[position : position + _LONGEST_INDEX]
            rest = "".join("\0" if escaped else char for char, _, escaped in ahead)
            index = _INDEX.match(rest)
            opened = offset, len(text), index[1].lstrip("0") or "0" if index else ""
            position += index.end() if index else 0
        else:
            if opened is None:
                raise WordError("this ']' closes no bracket", offset, r"write '\]' for the sign")
            tokens.setdefault(opened[2], []).append(_trimmed(text, opened[1], opened[0]))
            opened = None
    if opened is not None:
        raise WordError("this '[' is never closed", opened[0], r"write '\[' for the sign")
    return "".join(text), tuple(tuple(spans) for spans in tokens.values())


def _trimmed(text: list[str], start: int, offset: int) -> Span:
    inside = "".join(text[start:])
    if not inside.strip():
        raise WordError("these brackets are empty", offset, "put the words of the token inside")
    return (
        start + len(inside) - len(inside.lstrip()),
        start + len(inside.rstrip()),
    )
