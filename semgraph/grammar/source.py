"""Source text and the errors that point into it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from semgraph.errors import GrammarError
from semgraph.grammar.syntax import Location


class WordError(Exception):
    """A mistake inside one token, told before its place in the file is known.

    Args:
        message: what is wrong.
        offset: characters from the token's begin.
        hint: what to do.
    """

    def __init__(self, message: str, offset: int, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset
        self.hint = hint


@dataclass(frozen=True)
class Source:
    """A text with its name, and the kind of error that its mistakes are.

    Attributes:
        text: the whole text.
        file: the file as the user named it, ``None`` for a string.
        error_type: `GrammarError`, or `RequestError` for a bare request.
    """

    text: str
    file: str | None
    error_type: type[GrammarError] = GrammarError

    @cached_property
    def lines(self) -> list[str]:
        r"""The text's lines; only ``\n`` ends a line."""
        return self.text.split("\n")

    def error(
        self,
        message: str,
        location: Location | None,
        *,
        rule: str | None = None,
        hint: str | None = None,
        code: str | None = None,
    ) -> GrammarError:
        """Make the error for a mistake at a place."""
        if location is None:
            return self.error_type(message, file=self.file, rule=rule, hint=hint, code=code)
        return self.error_type(
            message,
            file=self.file,
            line=location.line,
            column=location.column,
            rule=rule,
            hint=hint,
            source_line=self.lines[location.line - 1].rstrip("\r"),
            code=code,
        )


def suggest(word: str, candidates: Iterable[str]) -> str | None:
    """Give ``did you mean 'lemma'?`` for the nearest candidate, ``None`` if none is near."""
    known = sorted(set(candidates))
    folded = {candidate.casefold(): candidate for candidate in reversed(known)}
    near = difflib.get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    return f"did you mean '{folded[near[0]]}'?" if near else None


def one_of(words: Iterable[str]) -> str:
    """Quote and join words as ``'a', 'b' or 'c'``."""
    return join((f"'{word}'" for word in words), "or")


def all_of(words: Iterable[str]) -> str:
    """Quote and join words as ``'a', 'b' and 'c'``."""
    return join((f"'{word}'" for word in words), "and")


def join(phrases: Iterable[str], last_joint: str) -> str:
    """Join phrases as ``a, b or c``."""
    *rest, last = phrases
    return f"{', '.join(rest)} {last_joint} {last}" if rest else last
