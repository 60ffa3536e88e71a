"""What commands on grammars look at: one text, or a CoNLL-U file whose parses are kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

import click

from semgraph.cli.grammars import AUTO, Parsers
from semgraph.cli.inputs import parse_conllu, sniff, sources

if TYPE_CHECKING:
    from semgraph.parse import Parse

_Command = TypeVar("_Command", bound=Callable[..., Any])
_OPTIONS = (
    click.option(
        "--lang", default=AUTO, metavar="CODE", help="en, ru, or auto (default): detected."
    ),
    click.option("--pipeline", metavar="NAME", help="Parse with this spaCy pipeline."),
    click.option(
        "--grammar",
        "grammars",
        multiple=True,
        metavar="FILE",
        help="Run a further grammar (a file or a dotted name) after the shipped ones. Repeatable.",
    ),
    click.option(
        "--grammar-path",
        multiple=True,
        metavar="DIR",
        help="Search a folder for grammars. Repeatable.",
    ),
    click.option("--no-default-grammars", is_flag=True, help="Leave the shipped grammars out."),
    click.option(
        "--without", multiple=True, metavar="RULE", help="Switch a rule off, by its full name."
    ),
)


def grammar_options(command: _Command) -> _Command:
    """Add the options that say which grammars run, and on what parse."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def parses_of(argument: str, parsers: Parsers) -> Iterator[Parse]:
    """Give the parses of a text, or of the file of that name.

    Raises:
        InputError: the file cannot be read, or holds no text.
        UsageError: no pipeline for the language.
    """
    (source,) = sources([argument])
    content = source.read()
    kind = sniff(content) if source.path and source.kind() == "text" else source.kind()
    if kind == "conllu":
        yield from parse_conllu(content, source.name, parsers.treebank_language)
        return
    yield parsers.parser(parsers.language_of(content)).parse([content])
