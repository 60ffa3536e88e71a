"""The part that a word plays, told by what stands open before it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from semgraph.workbench.editing.scan import Lexeme

Part: TypeAlias = Literal[
    "keyword",
    "sign",
    "unknown",
    # names
    "grammar",
    "use",
    "alias",
    "lexicon",
    "table",
    "stage",
    "rule",
    "node",
    "edge",
    "relation",
    "class",
    # words of a choice
    "version",
    "language",
    "scheme",
    "phase",
    "overlap",
    "kind",
    "number",
    # clauses
    "feature",
    "value",
    "reference",
    "label",
    "label-value",
    "property",
    "set-feature",
    "set-value",
    "phrase-lexicon",
    # strings
    "string",
    "file",
    "template",
    "sentence",
    "parse",
    "marker",
]


class Entry(NamedTuple):
    """What stands open on the parser's stack.

    Attributes:
        state: of the parser.
        symbol: the terminal, or the rule of the syntax.
        lexeme: index of its first word, -1 for none.
    """

    state: int
    symbol: str
    lexeme: int


Place: TypeAlias = tuple[Part, int]  # with the index of the lexeme that it belongs to

_AFTER: Mapping[str, Part] = {
    "GRAMMAR": "grammar",
    "VERSION": "version",
    "LANGUAGE": "language",
    "SCHEME": "scheme",
    "USE": "use",
    "AS": "alias",
    "LEXICON": "lexicon",
    "STAGE": "stage",
    "PHASE": "phase",
    "OVERLAP": "overlap",
    "RULE": "rule",
    "CLASS": "class",
    "PRIORITY": "number",
    "LEMMA": "template",
    "EXAMPLE": "sentence",
    "COUNTEREXAMPLE": "sentence",
    "AT": "value",
}
_OPENING = ("LSQB", "LABEL", "LBRACE", "LPAR")
_EQUALS = ("EQUAL", "NOT_EQUAL")
_ITEMS = ("COLLAPSE", "ABSORB", "RESONANCE", "TENSION", "DIRECTION", "SET", "HEAD", "SPLIT")


def part_of(terminal: str, stack: Sequence[Entry], lexemes: Sequence[Lexeme]) -> Place:
    """Give the part that a terminal plays on a stack, and what it belongs to.

    Args:
        terminal: that is to be put on the stack.
        stack: on which it can be put.
        lexemes: the words so far.
    """
    if terminal == "VARIABLE":
        return "node", -1
    if terminal == "TABLE":
        return "table", stack[-1].lexeme
    if terminal == "LONG_STRING":
        return "parse", -1
    if terminal in ("WORD", "STRING", "REGEX", "SLASH_REGEX"):
        return _word(stack, lexemes, is_string=terminal == "STRING")
    return ("keyword" if terminal.isalpha() and terminal in _KEYWORDS else "sign"), -1


def _word(stack: Sequence[Entry], lexemes: Sequence[Lexeme], *, is_string: bool) -> Place:
    top = stack[-1]
    if top.symbol in _AFTER:
        return _AFTER[top.symbol], -1
    if top.symbol == "FROM":
        return ("file" if is_string else "phrase-lexicon"), stack[-2].lexeme
    opened = next((i for i in range(len(stack) - 1, -1, -1) if stack[i].symbol in _OPENING), 0)
    inside = stack[opened + 1 :]
    reader = _INSIDE.get(stack[opened].symbol, _in_braces)
    return reader(stack[:opened], inside, lexemes)


def _equals(inside: Sequence[Entry]) -> int:
    """Give the place of the last ``=`` or ``<>`` that nothing has closed, -1 for none."""
    return max((i for i, entry in enumerate(inside) if entry.symbol in _EQUALS), default=-1)


def _in_brackets(
    below: Sequence[Entry], inside: Sequence[Entry], lexemes: Sequence[Lexeme]
) -> Place:
    sign = _equals(inside)
    if sign > 0:
        return "value", inside[sign - 1].lexeme
    nodes = [entry.lexeme for entry in below if entry.lexeme >= 0]
    named = [i for i in reversed(nodes) if lexemes[i].part == "node"]
    return "feature", named[0] if named else -1


def _in_label(below: Sequence[Entry], inside: Sequence[Entry], lexemes: Sequence[Lexeme]) -> Place:  # noqa: ARG001
    sign = _equals(inside)
    return ("label-value", inside[sign - 1].lexeme) if sign > 0 else ("label", -1)


def _in_braces(below: Sequence[Entry], inside: Sequence[Entry], lexemes: Sequence[Lexeme]) -> Place:  # noqa: ARG001
    if below and below[-1].symbol in ("JUST_BEFORE", "JUST_AFTER"):
        return "number", -1
    symbols = [entry.symbol for entry in inside]
    in_global = bool(below) and below[-1].symbol == "GLOBAL"
    if "SET" in symbols:
        at = len(symbols) - 1 - symbols[::-1].index("SET")
        sign = _equals(inside)
        if sign > at:
            return "set-value", inside[sign - 1].lexeme
        return "set-feature", inside[at + 1].lexeme
    if symbols and symbols[-1] == "DOT":
        return "feature", inside[-2].lexeme
    if "AT" in symbols:
        return "number", -1
    if symbols and symbols[-1] == "ARROW":
        return "kind", -1
    if set(symbols) & {"RESONANCE", "TENSION", "DIRECTION"}:
        return "marker", -1
    sign = _equals(inside)
    if sign > 0 and ("DOT" in symbols or in_global):
        return "value", inside[sign - 1].lexeme
    if "DOT" in symbols:
        return "reference", -1
    if in_global:
        return "property", -1
    return ("kind", -1) if "RULE" in symbols else ("number", -1)


_INSIDE: Mapping[str, Callable[[Sequence[Entry], Sequence[Entry], Sequence[Lexeme]], Place]] = {
    "LSQB": _in_brackets,
    "LABEL": _in_label,
    "LBRACE": _in_braces,
}
_KEYWORDS = frozenset(
    (
        *_AFTER,
        *_ITEMS,
        *("FROM", "REPEAT", "PATTERN", "WITH", "WITHOUT", "GLOBAL", "MWE", "PARSE", "PHRASE"),
        "INTO",
    )
)
