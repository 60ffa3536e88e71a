"""``semgraph lsp``."""

from __future__ import annotations

import logging
from importlib.util import find_spec

import click

from semgraph.errors import UsageError


@click.command("lsp")
@click.option(
    "--grammar-path", multiple=True, metavar="DIR", help="Search a folder for used grammars."
)
def command(grammar_path: tuple[str, ...]) -> None:
    """Serve editors that speak the Language Server Protocol, over standard input and output.

    An editor starts this by itself: it shows mistakes while a grammar is typed, completes and
    explains words, goes to definitions, renames, formats, and runs the example under the mouse.

    \b
      semgraph lsp
      semgraph grammar editor-files DIR    # its README says how to set editors up
    """
    if find_spec("pygls") is None:
        raise UsageError(
            "the language server needs pygls; install it with: pip install 'semgraph[lsp]'"
        )
    from semgraph.lsp.server import make_server

    logging.getLogger("pygls").setLevel(logging.CRITICAL)  # its tracebacks are no one's to read
    make_server(grammar_path).start_io()
