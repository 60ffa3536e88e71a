"""Checks of the bare text, which hold whether it can be read or not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from semgraph.grammar.scope import Problem, Problems
from semgraph.grammar.source import Source
from semgraph.grammar.syntax import Location

_LATIN = "A-Za-zÀ-ÖØ-öø-ɏ"
_CYRILLIC = "\u0400-\u052f"
_LETTERS = f"{_LATIN}{_CYRILLIC}"

# Controls, format and bidirectional characters, blanks that are no space, letters that draw
# nothing. A joiner shapes some scripts, and is let be between letters that are neither Latin nor
# Cyrillic.
_UNSEEN = (
    r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00a0\u00ad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180e"
    r"\u2000-\u200b\u200e\u200f\u2028-\u202f\u205f-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
)
_JOINERS = r"[\u200c\u200d]"
INVISIBLE = re.compile(
    rf"[{_UNSEEN}]|\r(?!\n)"
    rf"|(?<=[{_LETTERS}\s\"]){_JOINERS}|^{_JOINERS}|{_JOINERS}(?=[{_LETTERS}\s\"]|$)"
)
MIXED = re.compile(rf"(?=[{_CYRILLIC}]*[{_LATIN}])(?=[{_LATIN}]*[{_CYRILLIC}])[{_LETTERS}]+")

# What is no name and no value: comments, sentences, parses and regular expressions.
_OTHER = re.compile(
    r'''(?P<comment>%[^\n]*)
    | """(?:.|\n)*?(?:"""|\Z)
    | \b(?:counter)?example\s*"(?:[^"\\\n]|\\.)*"
    | \bre"(?:[^"\\\n]|\\.)*"
    | (?<=[=|\[])/(?:[^/\\\n]|\\.)+/i?
    | (?P<string>"(?:[^"\\\n]|\\.)*")''',
    re.VERBOSE,
)
_IGNORE = re.compile(r"%\s*lint:\s*ignore\b")
_CODE = re.compile(r"\s+([A-Z]\d{3})\b")


@dataclass(frozen=True, slots=True)
class Ignore:
    """``% lint: ignore W204``: one code that a comment silences, and where it stands."""

    code: str
    location: Location


@dataclass(frozen=True)
class TextView:
    """A text and its comments, as the bare text shows them."""

    source: Source

    def place(self, offset: int) -> Location:
        """Give the line and column of an offset."""
        text = self.source.text
        start = text.rfind("\n", 0, offset) + 1
        return Location(text.count("\n", 0, offset) + 1, offset - start + 1)

    @cached_property
    def ignores(self) -> tuple[Ignore, ...]:
        """The codes that comments silence, in the order of the text."""
        if "lint:" not in self.source.text:
            return ()
        return tuple(
            ignore
            for match in _OTHER.finditer(self.source.text)
            if match["comment"]
            for ignore in self._ignores(match["comment"], match.start())
        )

    def _ignores(self, comment: str, start: int) -> Iterator[Ignore]:
        opened = _IGNORE.match(comment)
        code = _CODE.match(comment, opened.end()) if opened else None
        while code:
            yield Ignore(code[1], self.place(start + code.start(1)))
            code = _CODE.match(comment, code.end())


def check_invisible(view: TextView) -> Problems:
    r"""The text has invisible or bidirectional control characters.

    They make a word that looks right and never matches, or show text in an order in which it
    does not stand. A value can be written with an escape: `\u200b`.
    """
    for found in INVISIBLE.finditer(view.source.text):
        yield Problem(
            f"the invisible character {named(found[0])}",
            view.place(found.start()),
            "delete it, or write it as an escape in quotes",
        )


def check_mixed(view: TextView) -> Problems:
    """A word has both Latin and Cyrillic letters.

    Many of them look alike, and such a word never matches. Sentences of examples, regular
    expressions and comments are let be.
    """
    text = view.source.text
    if not MIXED.search(text):
        return
    plain = _OTHER.sub(lambda m: m[0] if m["string"] else re.sub(r"[^\n]", " ", m[0]), text)
    for found in MIXED.finditer(plain):
        cyrillic = re.sub(f"[^{_CYRILLIC}]", "", found[0])
        latin = re.sub(f"[^{_LATIN}]", "", found[0])
        fewer, script = min((cyrillic, "Cyrillic"), (latin, "Latin"), key=lambda x: len(x[0]))
        letters = ", ".join(map(named, dict.fromkeys(fewer)))
        yield Problem(
            f"'{found[0]}' has both Latin and Cyrillic letters",
            view.place(found.start()),
            f"{script} {'is' if len(fewer) == 1 else 'are'} {letters}",
        )


def named(char: str) -> str:
    """Name a character that cannot be told by its looks."""
    name = unicodedata.name(char, "")
    shown = f"'{char}' " if char.isalpha() and not INVISIBLE.match(char) else ""
    return f"{shown}U+{ord(char):04X}{f' {name}' if name else ''}"


TEXT_LINTS: Mapping[str, Callable[[TextView], Problems]] = {
    "W501": check_invisible,
    "W502": check_mixed,
}
