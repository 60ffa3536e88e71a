"""Text of users, made safe to print: what would steer the terminal is shown instead."""

from __future__ import annotations

import unicodedata

_JOINERS = "\u200c\u200d"  # shape scripts and emoji, and steer nothing
_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))
_PICTURES = 0x2400  # control pictures: U+2400 shows U+0000
_DELETE = 0x7F


def visible(text: str) -> str:
    """Show control, format and bidirectional characters as signs; all else stays.

    >>> visible("one\\ttwo\\x1b[31m \\u202eback")
    'one␉two␛[31m ⟨U+202E⟩back'
    """
    if text.isprintable():
        return text
    return "".join(map(_sign, text))


def _sign(char: str) -> str:
    if char.isprintable() or char in _JOINERS or unicodedata.category(char) not in _UNSEEN:
        return char
    code = ord(char)
    if code < 0x20:
        return chr(_PICTURES + code)
    return "␡" if code == _DELETE else f"⟨U+{code:04X}⟩"


def shown(form: str) -> str:
    """Show a form in a line of its own: white space alone is given signs, too."""
    return visible(form.replace(" ", "␣") if form.isspace() else form)
