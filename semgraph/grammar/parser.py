"""Source text → syntax tree: whole grammar files and bare requests."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from semgraph.errors import RequestError
from semgraph.grammar.build import TreeReader
from semgraph.grammar.check import check_request
from semgraph.grammar.clauses import ClauseReader
from semgraph.grammar.rules import GrammarTree, Lexicon
from semgraph.grammar.source import Source
from semgraph.grammar.syntax import Request
from semgraph.grammar.unexpected import explain

if TYPE_CHECKING:
    from lark import Lark, Token, Tree

# What a request may name where no table is given.
NO_LEXICONS: Mapping[str, Lexicon] = MappingProxyType({})


def parse_grammar(source: str, file: str | None = None) -> GrammarTree:
    """Read a grammar file's text; used grammars and lexicon files are left alone.

    Args:
        source: the text.
        file: the file as the user named it, for errors and ``Rule.at``.

    Raises:
        GrammarError: a mistake in the text, with its place.
    """
    return read_grammar(Source(source, file))


def read_grammar(text: Source) -> GrammarTree:
    """Read a grammar file's text; see `parse_grammar`."""
    return build_tree(text, parse_source(text))


def parse_source(text: Source) -> Tree[Token]:
    """Parse a grammar file's text, whose words are not judged yet.

    Raises:
        GrammarError: where the text breaks the syntax.
    """
    return _parse(text, "start")


def build_tree(text: Source, parsed: Tree[Token]) -> GrammarTree:
    """Build the syntax tree of a file that has been parsed.

    Raises:
        GrammarError: a word that cannot stand where it does, or a name given twice.
    """
    return TreeReader(text).read(parsed)


def parse_request(
    source: str,
    *,
    file: str | None = None,
    scheme: str = "ud",
    lexicons: Mapping[str, Lexicon] = NO_LEXICONS,
) -> Request:
    """Read a bare request, ``pattern {…} with {…} without {…}``, and check it.

    Args:
        source: the text.
        file: the file as the user named it, for errors.
        scheme: label scheme of the request; labels and features are checked for ``"ud"``.
        lexicons: tables that the request may name.

    Raises:
        RequestError: a mistake in the text, with its place.
    """
    text = Source(source, file, RequestError)
    tree = _parse(text, "request")
    request = ClauseReader(text, lexicons).request(tree.children)  # type: ignore[arg-type]
    check_request(request, text, scheme, lexicons)
    return request


def parse_tokens(text: Source) -> Tree[Token]:
    """Give lark's tree of a grammar file with every token in it, signs too.

    Only the syntax is judged, not what the words mean.

    Raises:
        GrammarError: a mistake in the syntax, with its place.
    """
    return _parse(text, "start", all_tokens=True)


def _parse(
    text: Source, start: Literal["start", "request"], *, all_tokens: bool = False
) -> Tree[Token]:
    from lark import UnexpectedInput

    lark = syntax(all_tokens=all_tokens)
    try:
        return lark.parse(text.text, start=start)
    except UnexpectedInput as unexpected:
        signs = {t.name: t.pattern.value for t in lark.terminals if t.pattern.type == "str"}
        raise explain(unexpected, text, signs) from None


@cache
def syntax(*, all_tokens: bool) -> Lark:
    """Build the tables once a process (some 0.1 s), when a grammar is first read.

    Args:
        all_tokens: whether signs stay in the tree.
    """
    from lark import Lark

    return Lark(
        resources.files(__package__).joinpath("grammar.lark").read_text("utf-8"),
        parser="lalr",
        lexer="contextual",
        start=["start", "request"],
        maybe_placeholders=False,
        keep_all_tokens=all_tokens,
    )
