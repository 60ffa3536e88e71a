"""Formatting of grammar files: one layout, whatever the author's white space."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from semgraph.errors import GrammarError, InternalError
from semgraph.grammar.columns import parse_rows, table_rows
from semgraph.grammar.comments import find_gaps, table_lines
from semgraph.grammar.layout import Layout
from semgraph.grammar.parser import parse_tokens
from semgraph.grammar.source import Source

if TYPE_CHECKING:
    from lark import Token, Tree


def format_source(text: str, file: str | None = None) -> str:
    r"""Give a grammar file's text in the one layout; formatting it again changes nothing.

    Only white space changes, and the ``;`` behind the last clause of a block.

    Args:
        text: of the file; lines may end in ``\r\n``.
        file: the file as the user named it, for errors.

    Raises:
        GrammarError: a mistake in the syntax, with its place.
        InternalError: the layout would lose or change something.
    """
    source = Source(text.replace("\r\n", "\n").removeprefix("\ufeff"), file)
    tree = parse_tokens(source)
    formatted = Layout(find_gaps(source.text, tokens(tree))).write(tree)
    _check(source, tree, formatted)
    return formatted


def tokens(tree: Tree[Token]) -> list[Token]:
    """Give all tokens of a tree in order."""
    return list(tree.scan_values(lambda _: True))


def comments(text: str, tree: Tree[Token]) -> list[str]:
    """Give all comments of a file in order, those in tables too."""
    found: list[str] = []
    in_order = tokens(tree)
    gaps = find_gaps(text, in_order)
    for token in in_order:
        found += [comment.text for comment in gaps[token.start_pos or 0].comments]
        if token.type == "TABLE":
            found += [comment for _, comment in table_lines(token) if comment]
    return found + [comment.text for comment in gaps[len(text)].comments]


def _check(source: Source, tree: Tree[Token], formatted: str) -> None:
    """Compare a file with its new layout before anyone relies on it.

    Raises:
        InternalError: they differ in more than white space.
    """
    named = source.file or "the grammar"
    try:
        after = parse_tokens(Source(formatted, source.file))
    except GrammarError as error:
        raise InternalError(f"formatting breaks the syntax of {named}: {error}") from error
    if _meaning(after) != _meaning(tree):
        raise InternalError(f"formatting changes the meaning of {named}")
    if comments(formatted, after) != comments(source.text, tree):
        raise InternalError(f"formatting loses or moves a comment of {named}")


def _meaning(tree: Tree[Token]) -> list[Any]:
    """Give the tree as nested lists, without places and without what means nothing."""
    return [
        str(tree.data),
        *(
            _value(child) if isinstance(child, str) else _meaning(child)
            for child in tree.children
            if child != ";"
        ),
    ]


def _value(token: Token) -> Any:
    if token.type == "TABLE":
        return [cells for cells, _ in table_rows(token) if cells]
    if token.type == "LONG_STRING":
        return list(parse_rows(token))
    return token.type, str(token)
