"""``semgraph grammar editor-files``."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import click

from semgraph.cli.output import open_output
from semgraph.errors import UsageError


@click.command("editor-files")
@click.argument("folder", metavar="DIR")
def command(folder: str) -> None:
    """Write the files that teach editors to highlight .sg files.

    They go into DIR, which is made if it is not there: a TextMate grammar,
    an extension of VS Code around it, and a README on how to use both.

    \b
      semgraph grammar editor-files ~/.vscode/extensions/semgraph
    """
    target = Path(folder)
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"cannot make the folder '{folder}': {error.strerror}") from error
    shipped = resources.files("semgraph").joinpath("editors")
    for file in sorted(shipped.iterdir(), key=lambda file: file.name):
        path = str(target / file.name)
        with open_output(path) as out:
            out.write(file.read_bytes())
        click.echo(path)
