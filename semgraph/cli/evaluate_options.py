"""What the commands of ``semgraph evaluate`` share: options, pipelines, and writing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import click

from semgraph.cli.output import Page, open_output
from semgraph.errors import UsageError
from semgraph.types import Json

if TYPE_CHECKING:
    from semgraph.evaluate import Documents, Unit
    from semgraph.parse import TextParser

Format: TypeAlias = Literal["json", "table"]


def evaluation(unit: Unit) -> Callable[[Callable[..., Json]], Callable[..., None]]:
    """Give what makes a command of a function that scores pipelines.

    The function takes the gold file, the pipelines, how sentences are joined, and its own options,
    and gives the report.

    Args:
        unit: what is parsed at once by default.
    """
    options = (
        click.option(
            "--gold",
            required=True,
            metavar="FILE",
            type=click.Path(exists=True, dir_okay=False),
            help="Gold data, plain or packed (.gz, .xz).",
        ),
        click.option(
            "--pipeline",
            "pipelines",
            multiple=True,
            required=True,
            metavar="NAME",
            help="en, ru, a spaCy package or a folder. Repeatable; the first is the baseline.",
        ),
        click.option(
            "--code",
            multiple=True,
            metavar="FILE",
            help="Import a Python file before pipelines are loaded, as spaCy does. Repeatable.",
        ),
        click.option(
            "--unit",
            type=click.Choice(["sentence", "document"]),
            default=unit,
            show_default=True,
            help="Parse every gold sentence alone, or documents of several.",
        ),
        click.option(
            "--sentences",
            type=click.IntRange(min=1),
            metavar="N",
            help="Gold sentences to a document (default: 10), with --unit document.",
        ),
        click.option(
            "--newdoc",
            is_flag=True,
            help="End documents where '# newdoc' begins one, too, with --unit document.",
        ),
        click.option(
            "--format",
            "form",
            type=click.Choice(["json", "table"]),
            help="Default: table on a terminal, else json.",
        ),
        click.option("-o", "--output", metavar="FILE", help="Write to a file, once all is done."),
    )

    def make(score: Callable[..., Json]) -> Callable[..., None]:
        @wraps(score)
        def command(
            *,
            gold: str,
            pipelines: tuple[str, ...],
            code: tuple[str, ...],
            unit: Unit,
            sentences: int | None,
            newdoc: bool,
            form: Format | None,
            output: str | None,
            **own: Any,
        ) -> None:
            documents = _documents(unit, sentences, newdoc)
            report = score(gold, _load(pipelines, code), documents, **own)
            _write(report, pipelines, form, output)

        made: Callable[..., None] = command
        for option in reversed(options):
            made = option(made)
        return made

    return make


def _documents(unit: Unit, sentences: int | None, newdoc: bool) -> Documents:
    """Give how gold sentences are joined.

    Raises:
        UsageError: sentences that are parsed alone are joined to nothing.
    """
    from semgraph.evaluate import Documents

    if unit == "sentence" and (sentences is not None or newdoc):
        raise UsageError("--sentences and --newdoc are for --unit document")
    return Documents(unit, sentences or 10, newdoc)


def _load(names: Sequence[str], code: Sequence[str]) -> list[TextParser]:
    """Load the pipelines that are named, after the user's own code.

    Raises:
        PipelineError: a pipeline cannot be loaded, or has no parser.
        UsageError: a file of code cannot be imported.
    """
    from semgraph.parse import load_pipeline
    from semgraph.parse.code import import_code

    for path in code:
        import_code(path)
    return [load_pipeline(name) for name in names]


def _write(report: Json, names: Sequence[str], form: Format | None, output: str | None) -> None:
    """Write a report; its pipelines get the names that the command line has given them."""
    import orjson

    entries = zip(names, report["pipelines"], strict=True)
    report = report | {"pipelines": [{"given": name} | entry for name, entry in entries]}
    with open_output(output) as out:
        if form == "json" or (form is None and not out.terminal):
            out.line(orjson.dumps(report, option=orjson.OPT_INDENT_2))
            return
        from semgraph.cli.scores_view import scores_view

        out.write(Page(out).render(*scores_view(report), wrap=out.terminal))
