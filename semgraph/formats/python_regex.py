r"""Regular expressions of Python's ``re``, as the same ones of RE2.

Most of the syntax is common. Told apart are classes (Python's ``\d``, ``\w`` and ``\s`` know all
of Unicode), ``{,n}``, ``\Z``, ``\uXXXX``, and letters under ``(?i)``, where each takes other
characters to be the same. What RE2 has no answer to is refused.
"""

from __future__ import annotations

import re
import warnings

import re2

from semgraph.formats.characters import (
    char_class,
    escape,
    spaces,
    variants,
    word_characters,
)
from semgraph.formats.pattern import UnsaidError

_PIECE = re.compile(
    r"""
    \\u(?P<u>[0-9a-fA-F]{4}) | \\U(?P<U>[0-9a-fA-F]{8}) | \\x(?P<x>[0-9a-fA-F]{2})
    | \\(?P<escape>.)
    | (?P<flag>\(\?[aiLmsux-]+[:)])
    | (?P<group>\(\?(?:P<\w+>|:))
    | (?P<special>\(\?.)
    | (?P<most>\{,\d+\})
    | (?P<times>\{\d+(?:,\d*)?\})
    | (?P<char>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_MOST_IN_RANGE = 1000
_CONTROLS = {"a": "\a", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_KEPT = {"A": r"\A", "Z": r"\z"} | {char: f"\\{char}" for char in _CONTROLS}


class _Translator:
    """Goes through an expression piece by piece."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.ignore_case = source.startswith("(?i)")

    def run(self) -> str:
        """Give the expression for RE2."""
        source, out, place = self.source, [], 0
        if self.ignore_case:
            place = len("(?i)")
        while place < len(source):
            if source[place] == "[":
                piece, place = self._class(place)
            else:
                match = _PIECE.match(source, place)
                assert match is not None
                piece, place = self._piece(match), match.end()
            out.append(piece)
        return "".join(out)

    def refuse(self, why: str) -> UnsaidError:
        """Make the error for what cannot be said."""
        return UnsaidError(f"the regular expression {self.source!r}", why)

    def _piece(self, match: re.Match[str]) -> str:
        char = _written(match)
        if char is not None:
            return self._letter(char)
        if match["escape"]:
            return self._escape(match["escape"], inside=False)
        if match["flag"] or match["special"]:
            raise self.refuse(f"'{match[0]}' is not carried over; only (?i) at its begin is")
        if match["most"]:
            return "{0" + match[0][1:]
        if match["char"] and len(self._same(match["char"])) > 1:
            return self._letter(match["char"])
        return match[0]

    def _letter(self, char: str) -> str:
        same = self._same(char)
        return escape(char) if len(same) == 1 else f"[{char_class(same)}]"

    def _same(self, char: str) -> list[str]:
        """Give the characters that Python takes for a character here."""
        if not self.ignore_case:
            return [char]
        likely = variants(char) | _SAME
        return [c for c in likely if re.fullmatch(re.escape(char), c, re.IGNORECASE)]

    def _range(self, first: str, last: str) -> str:
        """Write characters of a class, as many as there are between two."""
        if not self.ignore_case:
            return char_class([first]) if first == last else f"{_in_class(first)}-{_in_class(last)}"
        if ord(last) - ord(first) > _MOST_IN_RANGE:
            raise self.refuse("a wide range of characters where case does not count")
        codes = range(ord(first), ord(last) + 1)
        return char_class(same for code in codes for same in self._same(chr(code)))

    def _escape(self, char: str, *, inside: bool) -> str:
        classes = {"d": r"\p{Nd}", "w": word_characters(), "s": spaces()}
        if char in classes:
            return classes[char] if inside else f"[{classes[char]}]"
        if char.lower() in classes and not inside:
            return f"[^{classes[char.lower()]}]"
        if char in _KEPT and not inside:
            return _KEPT[char]
        if char.isalnum():
            raise self.refuse(f"'\\{char}' means something else in RE2, or nothing")
        return escape(char)

    def _class(self, start: int) -> tuple[str, int]:
        """Translate ``[…]`` from its bracket on; gives the class and the place behind it."""
        source, place = self.source, start + 1
        negated = source.startswith("^", place)
        place += negated
        out, first = "", place
        while place == first or source[place] != "]":
            char, kind, place = self._member(place)
            if char is None:
                out += kind
                continue
            end = char
            if source.startswith("-", place) and not source.startswith("-]", place):
                last, kind, place = self._member(place + 1)
                if last is None:
                    raise self.refuse("a range that ends in a class")
                end = last
            out += self._range(char, end)
        return f"[{'^' * negated}{out}]", place + 1

    def _member(self, place: int) -> tuple[str | None, str, int]:
        """Read a character of a class, or a class inside of it, and give the place behind."""
        match = _PIECE.match(self.source, place)
        assert match is not None
        written, escaped = _written(match), match["escape"]
        if written is not None:
            return written, "", match.end()
        if escaped in _CONTROLS:
            return _CONTROLS[escaped], "", match.end()
        if escaped and escaped.isalnum():
            return None, self._escape(escaped, inside=True), match.end()
        if escaped:
            return escaped, "", match.end()
        return self.source[place], "", place + 1


# Characters that Python takes for i where case does not count, and RE2 does not.
_SAME = frozenset("iIıİ")


def _written(match: re.Match[str]) -> str | None:
    """Give the character that a piece names by its number."""
    code = match["u"] or match["U"] or match["x"]
    return chr(int(code, 16)) if code else None


def _in_class(char: str) -> str:
    return char if char.isalnum() and char.isprintable() else f"\\x{{{ord(char):x}}}"


def translate(source: str) -> str:
    """Give an expression of RE2 that finds in a text without line ends what Python's finds.

    Raises:
        UnsaidError: Python or RE2 refuse it, or it means something else to RE2.
    """
    translator = _Translator(source)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of signs that may get a meaning in later versions
            re.compile(source)
    except re.error as error:
        raise translator.refuse(f"spaCy refuses it: {error}") from error
    found = translator.run()
    options = re2.Options()
    options.log_errors = False
    try:
        re2.compile(found, options)
    except re2.error as error:
        raise translator.refuse("RE2 refuses it") from error
    return found


def searching(source: str) -> str:
    """Give an expression for whole values that holds where ``re.search`` finds something.

    Raises:
        UnsaidError: as `translate`.
    """
    found = translate(source)
    if "|" in source:
        return f"(?s:.*)(?:{found})(?s:.*)"
    begins, ends = source.startswith("^"), source.endswith("$") and not source.endswith("\\$")
    inner = found[1 if begins else 0 : -1 if ends else None]
    return f"{'' if begins else '(?s:.*)'}{inner}{'' if ends else '(?s:.*)'}"
