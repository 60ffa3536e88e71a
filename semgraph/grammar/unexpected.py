"""What lark could not read, told in the words of the language."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from semgraph.errors import GrammarError, RequestError
from semgraph.grammar.source import Source, join, suggest
from semgraph.grammar.syntax import Location

if TYPE_CHECKING:
    from lark import UnexpectedInput

# What the open terminals are called; the others are called by what they match.
_NAMES = {
    "VARIABLE": "a node's name",
    "WORD": "a word",
    "STRING": "a quoted string",
    "LONG_STRING": 'a parse between """',
    "REGEX": 're"…"',
    "SLASH_REGEX": "/…/",
    "TABLE": "a table between { }",
    "AT_MOST": "'<='",
    "AT_LEAST": "'>='",
    "$END": "the end",
}
_IN_FILE = ("grammar", "version", "language", "scheme", "use", "lexicon", "stage")
_IN_STAGE = ("phase", "overlap", "repeat", "rule")
_IN_RULE = (
    *(
        "pattern",
        "with",
        "without",
        "global",
        "collapse",
        "split",
        "absorb",
        "resonance",
        "tension",
        "direction",
    ),
    *("set", "head", "lemma", "class", "mwe", "priority", "example", "counterexample"),
)
_BELONGS = {
    **dict.fromkeys(_IN_FILE, "'{}' stands outside of stages; a '}}' may be missing above"),
    **dict.fromkeys(_IN_STAGE, "'{}' stands directly in a stage; a '}}' may be missing above"),
    **dict.fromkeys(_IN_RULE, "'{}' stands directly in a rule; a '}}' may be missing above"),
}
_PIECE = re.compile(r"[\w'-]+|->>?|<<|>>|<>|.", re.DOTALL)
_GRAMMAR = re.compile(r"^\s*grammar\s+([^\s%]+)", re.MULTILINE)
_QUOTES = "“”„«»‘"
_BLOCKS = ("PATTERN", "WITH", "WITHOUT", "GLOBAL")
_GAP_SIGNS = ("BEFORE", "JUST_BEFORE", "AFTER", "JUST_AFTER", "DOMINATES", "ARROW")
_MOST_NAMED = 7


def explain(unexpected: UnexpectedInput, text: Source, signs: Mapping[str, str]) -> GrammarError:
    """Make the error for what lark could not read.

    Args:
        unexpected: lark's error.
        text: the source.
        signs: what each terminal that matches one string matches.

    """
    # Both of lark's errors carry the parser as it stood; its type is private to lark.
    state: Any = unexpected.interactive_parser
    stack = list(state.parser_state.value_stack)
    allowed: Collection[str] = state.accepts()
    position = unexpected.pos_in_stream
    if position is None or getattr(unexpected, "token", None) == "":
        location = _end(text)
        message, hint = _ended(allowed, stack, signs)
    else:
        location = Location(unexpected.line, unexpected.column)
        message, hint = _found(text, position, allowed, stack, signs)
    return text.error(message, location, rule=_rule(stack, text), hint=hint)


def _end(text: Source) -> Location:
    """Give the place behind the last character that is no white space."""
    lines = text.text.rstrip().split("\n")
    return Location(len(lines), len(lines[-1]) + 1)


def _ended(
    allowed: Collection[str], stack: list[Any], signs: Mapping[str, str]
) -> tuple[str, str | None]:
    if "RBRACE" in allowed:
        opened = [str(v) for v in stack if getattr(v, "type", "") in ("STAGE", "RULE")]
        return f"the text ends inside a {_open_block(stack) or opened[-1]}", "a '}' is missing"
    return "the text ends too early", _expected(allowed, signs)


def _open_block(stack: list[Any]) -> str | None:
    """Give the word of the block that the parser stood in."""
    words = [str(v) for v in stack if getattr(v, "type", "") in _BLOCKS]
    return words[-1] if words else None


def _found(
    text: Source,
    position: int,
    allowed: Collection[str],
    stack: list[Any],
    signs: Mapping[str, str],
) -> tuple[str, str | None]:
    rest = text.text[position:]
    match = _PIECE.match(rest)
    assert match is not None
    piece = match[0]
    last = getattr(stack[-1], "type", "") if stack else ""
    if piece == '"' and '"' not in rest.partition("\n")[0][1:]:
        return "this quote is not closed on its line", None
    if rest.startswith('"""') and '"""' not in rest[3:]:
        return 'this """ is never closed', None
    if last in _GAP_SIGNS and (piece[0].isdigit() or piece in "{["):
        return f"unexpected '{piece}'", "words between are counted as in X <{1,3} Y"
    if last == "JUST_BEFORE" and piece == "-":
        return "unexpected '<-'", "edges run from governor to dependent: write Y -[…]-> X"
    if piece == "{" and "TABLE" in allowed:
        return "this '{' is never closed", None
    if rest.startswith("!="):
        return "unexpected '!='", "write '<>'"
    if piece == "=" and last == "EQUAL":
        return "unexpected '=='", "write '='"
    if piece in _QUOTES:
        return f"unexpected '{piece}'", 'strings stand in straight quotes: "…"'
    if piece in _IN_RULE and _open_block(stack):
        return f"unexpected '{piece}'", f"the {_open_block(stack)} before it lacks its '}}'"
    belongs = _BELONGS.get(piece) if text.error_type is not RequestError else None
    words = {signs[name] for name in allowed if signs.get(name, "").isalpha()}
    hint = (
        suggest(piece, words)
        or (belongs.format(piece) if belongs else None)
        or ("end the clause before it with ';'" if _starts_clause(piece, allowed) else None)
        or _expected(allowed, signs)
    )
    return f"unexpected '{piece}'", hint


def _starts_clause(piece: str, allowed: Collection[str]) -> bool:
    return "SEMICOLON" in allowed and (piece[0].isalpha() or piece in "!*_")


def _expected(allowed: Collection[str], signs: Mapping[str, str]) -> str:
    names = sorted({_NAMES.get(t) or f"'{signs[t]}'" for t in allowed})
    if len(names) > _MOST_NAMED and "DOMINATES" in allowed:
        return "behind a node's name stands [ … ], an edge as ->, an order as <<, or ';'"
    if len(names) > _MOST_NAMED:
        names = [name for name in names if not name.strip("'").isalpha()]
        names.append("the next item")
    return f"expected {join(names, 'or')}"


def _rule(stack: list[Any], text: Source) -> str | None:
    """Give the full name of the rule that the parser stood in."""
    at = [i for i, value in enumerate(stack) if getattr(value, "type", "") == "RULE"]
    if not at or at[-1] + 1 >= len(stack):
        return None
    grammar = _GRAMMAR.search(text.text)
    name = str(stack[at[-1] + 1])
    return f"{grammar[1]}/{name}" if grammar else name
