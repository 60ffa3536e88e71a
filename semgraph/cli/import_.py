"""``semgraph grammar import``."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import click

from semgraph.cli.output import open_output

if TYPE_CHECKING:
    from semgraph.formats import Format


@click.command("import")
@click.argument("file", metavar="FILE|-")
@click.option(
    "--from",
    "source_format",
    type=click.Choice(["dependency-matcher", "matcher", "semgrex", "grew"]),
    required=True,
    help="What the file holds.",
)
@click.option("-o", "--output", metavar="OUT.sg", help="Write the grammar there.")
@click.option("--name", metavar="NAME", help="Name of the grammar (default: from the file's).")
@click.option(
    "--report", metavar="PATH", help="Write the report there, as JSON if it ends in .json."
)
@click.option("--scheme", metavar="NAME", help="Label scheme: ud, clearnlp, … (default: detected).")
@click.option(
    "--as",
    "action",
    type=click.Choice(["mark", "collapse"]),
    default="mark",
    help="What rules do: mark two nodes (default), or make one token of all.",
)
@click.pass_context
def command(
    ctx: click.Context,
    file: str,
    source_format: str,
    output: str | None,
    name: str | None,
    report: str | None,
    scheme: str | None,
    action: str,
) -> None:
    """Make a grammar of patterns that were written for another tool.

    FILE holds patterns of spaCy's DependencyMatcher or Matcher (JSON: {"NAME": [[{…}, …]]}), of
    Semgrex (one a line, "NAME: " before it if you like), or rules of Grew (.grs). What the grammar
    language says exactly is carried over; the report, on standard error unless --report is given,
    tells the rest. The exit code is 1 when something was not carried over.

    \b
      semgraph grammar import --from matcher terms.json -o terms.sg
      semgraph grammar import --from grew a.grs --report a.json -o a.sg
    """
    import orjson

    from semgraph.formats import import_patterns

    result = import_patterns(
        file,
        cast("Format", source_format),
        name=name,
        scheme=scheme,
        collapse=action == "collapse",
    )
    with open_output(output) as out:
        out.write(result.grammar.encode())
    if report is None:
        click.echo(result.text(), err=True, nl=False)
    else:
        as_json = report.endswith(".json")
        pretty = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
        with open_output(report) as out:
            out.write(
                orjson.dumps(result.plain(), option=pretty) if as_json else result.text().encode()
            )
    if not result.complete:
        ctx.exit(1)
