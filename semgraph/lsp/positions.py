"""Offsets in code points ⇄ positions of the protocol, which count lines and code units."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping
from functools import lru_cache

from lsprotocol import types as lsp

_LINE_END = re.compile(r"\r\n|\n|\r")
_UNITS: Mapping[str, Callable[[str], int]] = {
    "utf-8": lambda text: len(text.encode("utf-8", "surrogatepass")),
    "utf-16": lambda text: len(text) + sum(char > "\uffff" for char in text),
    "utf-32": len,
}


class Lines:
    """The lines of a text.

    Args:
        text: of a document.
        encoding: what a position's character counts: ``utf-16`` unless agreed otherwise.
    """

    def __init__(self, text: str, encoding: str = "utf-16") -> None:
        self.text = text
        ends = list(_LINE_END.finditer(text))
        self._starts = [0, *(end.end() for end in ends)]
        self._ends = [*(end.start() for end in ends), len(text)]
        self._units = _UNITS.get(encoding, _UNITS["utf-16"])

    def offset(self, position: lsp.Position) -> int:
        """Give the offset of a position; one beyond a line or the text is its end."""
        if position.line >= len(self._starts):
            return len(self.text)
        start, end = self._starts[position.line], self._ends[position.line]
        line = self.text[start:end]
        if self._units is len or line.isascii():
            return min(start + position.character, end)
        low, high = 0, len(line)
        while low < high:  # the last character that begins no later than the position
            middle = (low + high + 1) // 2
            if self._units(line[:middle]) <= position.character:
                low = middle
            else:
                high = middle - 1
        return start + low

    def position(self, offset: int) -> lsp.Position:
        """Give the position of an offset."""
        offset = max(0, min(offset, len(self.text)))
        line = bisect_right(self._starts, offset) - 1
        before = self.text[self._starts[line] : min(offset, self._ends[line])]
        return lsp.Position(line, self._units(before))

    def range(self, start: int, end: int) -> lsp.Range:
        """Give the range between two offsets."""
        return lsp.Range(self.position(start), self.position(end))


@lru_cache(maxsize=16)
def lines(text: str, encoding: str) -> Lines:
    """Give the lines of a text; the latest ones are kept."""
    return Lines(text, encoding)
