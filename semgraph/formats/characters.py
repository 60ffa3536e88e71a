r"""Classes of characters as Python's ``str`` methods see them, and regular expressions over them.

RE2's properties (``\p{L}``) and Python's agree but for characters that one of the two Unicode
versions does not have yet.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache, lru_cache

_TWINS = {"\u1fd3": "\u0390", "\u1fe3": "\u03b0", "\ufb05": "\ufb06"}  # one letter coded twice
_DOTTED = "i\u0307"  # what İ becomes in lower case


def escape(text: str) -> str:
    """Write a text as the regular expression that matches just it."""
    return "".join(
        f"\\{c}"
        if c.isascii() and c.isprintable() and not c.isalnum() and c not in "_ "
        else _shown(c)
        for c in text
    )


def _shown(char: str) -> str:
    return char if char.isprintable() else f"\\x{{{ord(char):x}}}"


def char_class(chars: Iterable[str]) -> str:
    """Write the inside of a class: single characters and ranges."""
    codes = sorted(set(map(ord, chars)))
    pieces, start = [], 0
    for place in range(1, len(codes) + 1):
        if place == len(codes) or codes[place] != codes[place - 1] + 1:
            first, last = codes[start], codes[place - 1]
            pieces.append(_code(first) if first == last else f"{_code(first)}-{_code(last)}")
            start = place
    return "".join(pieces)


def _code(code: int) -> str:
    char = chr(code)
    return char if char.isalnum() and char.isprintable() else f"\\x{{{code:x}}}"


@cache
def _all() -> tuple[str, ...]:
    return tuple(chr(c) for c in range(sys.maxunicode + 1) if not 0xD800 <= c < 0xE000)


def _beyond(holds: Callable[[str], bool], *categories: str) -> str:
    """Write a class: RE2's own categories, and what else Python counts in."""
    rest = [c for c in _all() if holds(c) and unicodedata.category(c) not in categories]
    return "".join(f"\\p{{{category}}}" for category in categories) + char_class(rest)


@cache
def digits() -> str:
    """``str.isdigit``."""
    return _beyond(str.isdigit, "Nd")


@cache
def spaces() -> str:
    """``str.isspace``."""
    return char_class(c for c in _all() if c.isspace())


@cache
def _upper() -> str:
    return _beyond(lambda c: c.isupper() or c.istitle(), "Lu", "Lt")


@cache
def _lower() -> str:
    return _beyond(str.islower, "Ll")


def lower_case() -> str:
    """``str.islower``: a lower-case letter, and none of another case."""
    return f"[^{_upper()}]*[{_lower()}][^{_upper()}]*"


def upper_case() -> str:
    """``str.isupper``: an upper-case letter, and none of another case."""
    upper = _beyond(str.isupper, "Lu")
    others = _lower() + "\\p{Lt}"
    return f"[^{others}]*[{upper}][^{others}]*"


def title_case() -> str:
    """``str.istitle``: capitals begin runs of letters with case, small letters go on."""
    upper, lower = _upper(), _lower()
    none = f"[^{upper}{lower}]"
    return f"{none}*(?:[{upper}][{lower}]*{none}+)*[{upper}][{lower}]*{none}*"


def word_characters() -> str:
    r"""Python's ``\w``."""
    return r"\p{L}\p{N}_"


# Case


def _fold(char: str) -> str:
    """Give what RE2 compares where case does not count."""
    folded = char.casefold()
    return folded if len(folded) == 1 else _TWINS.get(char, char.lower())


@cache
def _folded() -> dict[str, frozenset[str]]:
    groups: dict[str, set[str]] = {}
    for char in _all():
        key = _fold(char)
        if key != char:
            groups.setdefault(key, {key}).add(char)
    return {key: frozenset(chars) for key, chars in groups.items()}


@lru_cache(maxsize=4096)
def variants(char: str) -> frozenset[str]:
    """Give the characters that RE2 takes for a character where case does not count."""
    return _folded().get(_fold(char), frozenset({char}))


def lowers_to(text: str) -> str:
    """Write what ``str.lower`` turns into a text, for ``/…/i``; the text must be lower case.

    A character whose other cases RE2 sees differently (it takes ``ſ`` for ``s``) stands in a class
    of its own, outside of the flag.
    """
    pieces, place = [], 0
    while place < len(text):
        if text.startswith(_DOTTED, place):
            pieces.append("(?:[iI]\u0307|İ)")
            place += len(_DOTTED)
            continue
        char, before, rest = text[place], text[:place], text[place + 1 :]
        same = {c for c in variants(char) if (before + c + rest).lower() == text}
        pieces.append(escape(char) if same == variants(char) else f"(?-i:[{char_class(same)}])")
        place += 1
    return "".join(pieces)
