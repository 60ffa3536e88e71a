"""The root command: its subcommands, and how errors are told."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Mapping
from typing import Any

import click

from semgraph import __version__
from semgraph.cli.lazy import Lazy, LazyGroup
from semgraph.cli.visible import visible
from semgraph.errors import InternalError, SemgraphError

ERROR = 2  # usage or input that is wrong
INTERNAL = 70  # a bug of semgraph's own
INTERRUPTED = 130

_COMMANDS: Mapping[str, Lazy] = {
    "tokenize": Lazy("semgraph.cli.tokenize", "Turn text into token graphs."),
    "restore": Lazy("semgraph.cli.restore", "Give back the text of token graphs, byte for byte."),
    "decompose": Lazy("semgraph.cli.decompose", "Show what tokens are made of, by which rules."),
    "search": Lazy("semgraph.cli.search", "Find a pattern in texts, treebanks or token graphs."),
    "grammar": Lazy("semgraph.cli.grammar", "Work on grammar files: check, test, explain."),
    "evaluate": Lazy("semgraph.cli.evaluate", "Score pipelines against gold data."),
    "train": Lazy("semgraph.cli.train", "Train pipelines on treebanks."),
    "lsp": Lazy("semgraph.cli.lsp", "Serve editors: mistakes, completion, hover, renaming."),
    "bench": Lazy("semgraph.cli.bench", "Measure the speed of this installation."),
    "info": Lazy("semgraph.cli.info", "Show versions, pipelines and shipped grammars."),
    "schema": Lazy("semgraph.cli.schema", "Print the JSON Schema of token graphs."),
}


class _Root(LazyGroup):
    """The command ``semgraph``: every error ends in one line and an exit code."""

    def main(self, *args: Any, **options: Any) -> Any:
        """Run the command line and leave with its exit code."""
        try:
            code = super().main(*args, **options | {"standalone_mode": False})
        except click.exceptions.NoArgsIsHelpError as error:
            error.show()
            code = ERROR
        except click.ClickException as error:
            _tell_usage(error)
            code = ERROR
        except click.Abort:
            code = INTERRUPTED
        sys.exit(code if isinstance(code, int) else 0)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a subcommand, and tell its errors."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.Abort, click.exceptions.Exit):
            raise
        except BrokenPipeError:  # whoever read our output has seen enough
            _silence(sys.stdout)
            ctx.exit(0)
        except Exception as error:
            if ctx.params["debug"]:
                traceback.print_exc()
            ctx.exit(_tell(error))


def _tell(error: Exception) -> int:
    """Print an error and give its exit code."""
    user = isinstance(error, SemgraphError | OSError) and not isinstance(error, InternalError)
    if user:
        _print(f"semgraph: error: {error}")
        return ERROR
    kind = type(error).__name__
    _print(f"semgraph: internal error: {kind}: {error}")
    _print("    This is a bug in semgraph; 'semgraph --debug …' shows where. Please report it.")
    return INTERNAL


def _tell_usage(error: click.ClickException) -> None:
    ctx = getattr(error, "ctx", None)
    if ctx is not None:
        _print(ctx.get_usage())
        _print(f"Try '{ctx.command_path} --help' for help.")
    _print(f"semgraph: error: {error.format_message()}")


def _print(message: str) -> None:
    click.echo("\n".join(visible(line) for line in message.split("\n")), err=True)


def _silence(stream: Any) -> None:
    """Let what is still buffered vanish, so that the interpreter's last flush does not fail."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    except (OSError, ValueError):  # a stream without a descriptor, as in tests
        return


@click.group(
    cls=_Root,
    lazy=_COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="semgraph")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
def command(debug: bool) -> None:
    """Split text into tokens that are meanings.

    \b
    Tokens are made from a dependency parse by the rules of a grammar. The
    result is a graph in JSON, from which the text comes back byte for byte:
      semgraph tokenize "He finally turned the offer down."
      semgraph tokenize book.txt --format json | semgraph restore -
    """
