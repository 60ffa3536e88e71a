"""``semgraph grammar``: work on grammar files."""

from __future__ import annotations

from collections.abc import Mapping

import click

from semgraph.cli.lazy import Lazy, LazyGroup

_COMMANDS: Mapping[str, Lazy] = {
    "test": Lazy("semgraph.cli.examples", "Run the examples that rules carry."),
    "fmt": Lazy("semgraph.cli.format", "Lay grammar files out in the one style."),
    "editor-files": Lazy("semgraph.cli.editor_files", "Write what editors need to highlight .sg."),
}


@click.group("grammar", cls=LazyGroup, lazy=_COMMANDS)
def command() -> None:
    """Work on grammar files.

    \b
      semgraph grammar test my/rules.sg
      semgraph grammar fmt my/rules.sg
    """
