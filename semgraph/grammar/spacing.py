"""Spaces between the tokens of one line of a grammar file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from lark import Token, Tree

_WORDS = frozenset({"VARIABLE", "WORD", "STRING", "LONG_STRING", "REGEX", "SLASH_REGEX", "TABLE"})
_TIGHT_BEFORE = frozenset({",", ";", ")", "]", "]->", ".", ":", "|", "("})
_TIGHT_AFTER = frozenset({"(", "[", "-[", ".", "!", "^", "|"})
_COMPARISONS = frozenset({"=", "<>"})
_TIGHT_COMPARISONS = frozenset({"test", "label_item"})


class Leaf(NamedTuple):
    """A token as it is printed.

    Attributes:
        text: as written.
        sign: the text of a sign or keyword, ``""`` for words that the author chose.
        rule: the innermost rule of ``grammar.lark`` that it belongs to.
        start: its offset in the source.
    """

    text: str
    sign: str
    rule: str
    start: int


def leaves(tree: Tree[Token]) -> Iterator[Leaf]:
    """Give the tokens below a node of the tree, in order."""
    for child in tree.children:
        if isinstance(child, str):
            yield leaf(child, tree.data)
        else:
            yield from leaves(child)


def leaf(token: Token, rule: str) -> Leaf:
    """Make the leaf of a token that stands in a rule of ``grammar.lark``."""
    assert token.start_pos is not None
    sign = "" if token.type in _WORDS else str(token)
    return Leaf(str(token), sign, rule, token.start_pos)


def spaced(tokens: Sequence[Leaf]) -> str:
    """Write tokens on one line."""
    pieces = [token.text for token in tokens[:1]]
    for left, right in pairwise(tokens):
        pieces += ["" if _tight(left, right) else " ", right.text]
    return "".join(pieces)


def _tight(left: Leaf, right: Leaf) -> bool:
    """Say whether two neighbours stand together without a space."""
    if right.rule == "gap":  # <{1,3}
        return True
    if left.sign == "," and left.rule == "relation":  # length(X,Y)
        return True
    if any(t.sign in _COMPARISONS and t.rule in _TIGHT_COMPARISONS for t in (left, right)):
        return True
    return right.sign in _TIGHT_BEFORE or left.sign in _TIGHT_AFTER
