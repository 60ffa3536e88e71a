r"""Words of a grammar file, from what they say to their source text.

The opposite of `semgraph.grammar.quoting`: values are quoted only where they must be, and a
quotation mark inside a regular expression becomes ``\x22``, which RE2 reads as the character.
"""

from __future__ import annotations

import re
from collections.abc import Collection

# Values, and labels with their subtypes, that stand without quotes: a part of what the language
# allows, so that whoever reads the file need not know the rest.
_PLAIN = re.compile(r"\w+(?:[:-]\w+)*")
_ESCAPED = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}
_IN_REGEX = re.compile(r'\\"|\\\n|\\(?P<pair>.)|"|\n')
_IN_SLASHES = re.compile(r"\\(?P<pair>.)|/|\n")
_RESERVED = frozenset({"global", "meta", "or", "phrase"})


def quote(value: str) -> str:
    """Write a constant value."""
    if _PLAIN.fullmatch(value):
        return value
    return '"' + "".join(_ESCAPED.get(char, char) for char in value) + '"'


def quote_label(label: str) -> str:
    """Write a label; labels may have a deep part behind ``@``."""
    return label if _PLAIN.fullmatch(label.replace("@", ":")) else quote(label)


def quote_regex(pattern: str, *, ignore_case: bool = False) -> str:
    r"""Write a regular expression: ``re"…"``, or ``/…/i`` where case does not count."""

    def protect(match: re.Match[str]) -> str:
        if match["pair"]:
            return match[0]
        return {"\n": "\\n", "/": "\\/"}.get(match[0][-1], "\\x22")

    if ignore_case:
        return f"/{_IN_SLASHES.sub(protect, pattern)}/i"
    return f're"{_IN_REGEX.sub(protect, pattern)}"'


def rule_name(text: str) -> str:
    """Make a name for a rule: letters, digits, ``_`` and ``-``."""
    return re.sub(r"[^\w-]+", "-", text).strip("-") or "pattern"


def variable_name(text: str) -> str:
    """Make a name for a node: a letter or ``_``, then letters, digits and ``_``."""
    name = re.sub(r"\W+", "_", text)
    if not name or name[0].isdigit():
        name = f"N{name}"
    return f"{name}_" if name in _RESERVED else name


def unused(name: str, taken: Collection[str], joint: str = "") -> str:
    """Give the name, or the name with the first number that nothing else has."""
    if name not in taken:
        return name
    number = 2
    while f"{name}{joint}{number}" in taken:
        number += 1
    return f"{name}{joint}{number}"
