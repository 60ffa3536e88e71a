"""``semgraph schema``."""

from __future__ import annotations

import json

import click

from semgraph.cli.output import open_output


@click.command("schema")
@click.option("-o", "--output", metavar="FILE", help="Write to a file.")
def command(output: str | None) -> None:
    """Print the JSON Schema (2020-12) of token graphs.

    \b
      semgraph schema > token-graph.schema.json
    """
    from semgraph.schema import json_schema

    with open_output(output) as out:
        out.line(json.dumps(json_schema(), indent=2, ensure_ascii=False).encode())
