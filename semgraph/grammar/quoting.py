"""Quoted strings, regular expressions and templates: from the source text to what they say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from semgraph.grammar.names import REFERENCE
from semgraph.grammar.source import WordError

_ESCAPES = {'"': '"', "'": "'", "\\": "\\", "n": "\n", "t": "\t"}
# What OCaml's Str, which Grew's re"…" is written in, escapes where others do not.
_STR = re.compile(r"\\(\\|[|()])")
_UNICODE = re.compile(r"u([0-9a-fA-F]{4})")


def characters(raw: str, *, literal: str = "") -> Iterator[tuple[str, int, bool]]:
    """Read a quoted string character by character.

    Args:
        raw: the string as written, with its quotes.
        literal: characters that may be escaped besides the usual ones.

    Yields:
        The character, its offset in ``raw``, and whether it was escaped.

    Raises:
        WordError: an unknown escape, or one for half of a surrogate pair.
    """
    position, end = 1, len(raw) - 1
    while position < end:
        char = raw[position]
        if char != "\\":
            yield char, position, False
            position += 1
            continue
        follower = raw[position + 1]
        if follower in _ESCAPES or follower in literal:
            yield _ESCAPES.get(follower, follower), position, True
            position += 2
            continue
        code = _UNICODE.match(raw, position + 1, end)
        if code is None:
            known = ['\\"', "\\\\", "\\n", "\\t", "\\uXXXX", *(f"\\{c}" for c in literal)]
            raise WordError(
                f"unknown escape '\\{follower}'", position, f"known are {' '.join(known)}"
            )
        number = int(code[1], 16)
        if 0xD800 <= number <= 0xDFFF:
            raise WordError(
                f"\\u{code[1]} is half of a surrogate pair, not a character",
                position,
                "write the character itself",
            )
        yield chr(number), position, True
        position = code.end()


def unquote(raw: str) -> str:
    """Give the text of a quoted string.

    Raises:
        WordError: a bad escape.
    """
    if "\\" not in raw:
        return raw[1:-1]
    return "".join(char for char, _, _ in characters(raw))


def read_regex(raw: str) -> tuple[str, bool]:
    r"""Give the pattern of ``re"…"`` or ``/…/i`` and whether it ignores case.

    The delimiter is unescaped. In ``re"…"`` the operators ``\|``, ``\(`` and ``\)`` of Grew
    are read as ``|``, ``(`` and ``)``, which are operators too; ``[|]`` is a bar.
    """
    if raw.startswith("re"):
        plain = raw[3:-1].replace('\\"', '"')
        return _STR.sub(lambda m: m[0] if m[1] == "\\" else m[1], plain), False
    pattern, _, flags = raw[1:].rpartition("/")
    return pattern.replace("\\/", "/"), flags == "i"


def read_template(raw: str) -> Iterator[str | tuple[str, str, int]]:
    """Read ``"{V.lemma} {P.lemma}"``; a doubled brace is a brace.

    Yields:
        Texts, and for a field ``(variable, feature, offset)``.

    Raises:
        WordError: a bad escape, or a brace that opens or closes no field.
    """
    text = ""
    chars = [*characters(raw), ("", len(raw) - 1, False)]
    position = 0
    while position < len(chars) - 1:
        char, offset, escaped = chars[position]
        doubled = not chars[position + 1][2] and chars[position + 1][0] == char
        if escaped or char not in "{}" or doubled:
            text += char
            position += 2 if not escaped and char in "{}" else 1
            continue
        end = next((i for i in range(position, len(chars)) if chars[i][0] == "}"), None)
        inside = "".join(c for c, _, _ in chars[position + 1 : end]) if end else ""
        field = REFERENCE.fullmatch(inside)
        if char == "}" or end is None or field is None:
            raise WordError(
                f"this '{char}' is no part of a field such as {{V.lemma}}",
                offset,
                f"write '{char * 2}' for the character",
            )
        if text:
            yield text
            text = ""
        yield field[1], field[2], chars[position + 1][1]
        position = end + 1
    if text:
        yield text
