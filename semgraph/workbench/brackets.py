"""Sentences with their tokens in brackets: as a grammar file writes them, and to be shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import TypeAlias

from semgraph.grammar.quoting import characters

Token: TypeAlias = Sequence[tuple[int, int]]

_OPENED = re.compile(r"\[(?:\d{1,4}:\s)?")
_LIKE_INDEX = re.compile(r"\d{1,4}:\s")


def bracketed(
    text: str, tokens: Sequence[Token], show: Callable[[str], str] = lambda text: text
) -> str:
    """Give a text with its tokens in brackets, numbered when there are several.

    Args:
        text: without brackets.
        tokens: of each the spans of its words; no two may share a place.
        show: applied to the text between the brackets.
    """
    signs = _signs(text, tokens)
    places = [0, *(place for place, _ in signs), len(text)]
    between = [show(text[low:high]) for low, high in pairwise(places)]
    return between[0] + "".join(
        sign + after for (_, sign), after in zip(signs, between[1:], strict=True)
    )


def rebracket(raw: str, tokens: Sequence[Token]) -> str:
    """Put other brackets into a quoted string; all else stays as it was written.

    Args:
        raw: the string with its quotes, as read by `semgraph.grammar.examples.read_brackets`.
        tokens: of each the spans of its words, as offsets in the text without brackets.
    """
    pieces = list(_pieces(raw))
    signs: dict[int, str] = {}
    for place, sign in _signs("".join(char for char, _ in pieces), tokens):
        signs[place] = signs.get(place, "") + sign
    written = [signs.get(place, "") + piece for place, (_, piece) in enumerate(pieces)]
    return f'"{"".join(written)}{signs.get(len(pieces), "")}"'


def layers(tokens: Sequence[Token]) -> list[list[Token]]:
    """Part tokens into as few groups as are needed for no two of a group to share a place."""
    found: list[list[Token]] = []
    for token in tokens:
        for layer in found:
            if not any(_share(token, other) for other in layer):
                layer.append(token)
                break
        else:
            found.append([token])
    return found


def _share(one: Token, two: Token) -> bool:
    return any(max(a, c) < min(b, d) for a, b in one for c, d in two)


def _signs(text: str, tokens: Sequence[Token]) -> list[tuple[int, str]]:
    """Give the brackets in order, each with its place; a closing one stands before an opening."""
    signs: list[tuple[int, int, str]] = []
    # A token that begins as an index does would be read as one.
    like = any(_LIKE_INDEX.match(text, start) for token in tokens for start, _ in token)
    ordered = sorted(tokens, key=lambda token: token[0])
    for number, token in enumerate(ordered, 1):
        index = f"{number}: " if len(tokens) > 1 or like else ""
        for start, end in token:
            signs += [(start, 1, f"[{index}"), (end, 0, "]")]
    return [(place, sign) for place, _, sign in sorted(signs)]


def _pieces(raw: str) -> Iterator[tuple[str, str]]:
    """Give the characters of an example's text, each with how it is written."""
    chars = [*characters(raw, literal="[]"), ("", len(raw) - 1, True)]
    behind = 0  # the last bracket and its index
    for (char, offset, escaped), (_, end, _) in pairwise(chars):
        if offset < behind:
            continue
        if escaped or char not in "[]":
            yield char, raw[offset:end]
        elif opened := _OPENED.match(raw, offset):
            behind = opened.end()
