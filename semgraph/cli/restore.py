"""``semgraph restore``."""

from __future__ import annotations

import click

from semgraph.cli.inputs import read_graphs, sources
from semgraph.cli.output import open_output


@click.command("restore")
@click.argument("graphs", nargs=-1, metavar="[GRAPH|-]...")
@click.option("-o", "--output", metavar="FILE", help="Write to a file, once all is done.")
def command(graphs: tuple[str, ...], output: str | None) -> None:
    """Give back the text of token graphs, byte for byte.

    A GRAPH is a JSON or JSON Lines file; '-', or nothing, reads standard input. Nothing is added,
    no line feed either: the texts of several graphs follow one another.

    \b
      semgraph tokenize letter.txt -o letter.json
      semgraph restore letter.json | cmp - letter.txt
    """
    with open_output(output) as out:
        for source in sources(graphs, as_file=True):
            for graph in read_graphs(source):
                out.write(graph.text.encode())
