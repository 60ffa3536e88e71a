"""``semgraph train names``."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("names")
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="Directory of the lists; those of the same names are written anew.",
)
def command(output: Path) -> None:
    """Make the lists of English names that come from public registers.

    They are features of the recogniser of entities, beside the lists that were written for
    semgraph.

    \b
      semgraph train names -o semgraph/parse/pipelines/en_names
    """
    from semgraph.train.names import write_names

    for kind, number in write_names(output).items():
        click.echo(f"{number:>7,}  {output / kind}.txt")
