"""``semgraph evaluate ner``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from semgraph.cli.evaluate_options import (
    Format,
    documents_of,
    evaluate_options,
    load_pipelines,
    write_report,
)

if TYPE_CHECKING:
    from semgraph.evaluate import Unit


@click.command("ner")
@evaluate_options("sentence")
@click.option(
    "--types",
    default="",
    metavar="A,B",
    help="Count entities of these types only, in gold data and output (default: all types of the"
    " gold data).",
)
def command(
    gold: str,
    pipelines: tuple[str, ...],
    code: tuple[str, ...],
    unit: Unit,
    sentences: int | None,
    newdoc: bool,
    form: Format | None,
    output: str | None,
    types: str,
) -> None:
    """Score named entities against gold data in IOB2.

    The gold file has a token a line (id, form, tag; tabs between) and '# text = …' before each
    sentence, from which pipelines start. An entity is correct when its characters and its type
    are those of a gold one; an entity of a pipeline is a run of words of one type.

    An I-TYPE that continues no entity of its type begins one; B-O and I-O are O.

    \b
      semgraph evaluate ner --gold en_ewt-dev.iob2.xz --pipeline en_core_web_sm
      semgraph evaluate ner --gold dev.iob2 --pipeline my/model --types PER,LOC
    """
    from semgraph.evaluate import evaluate_ner

    chosen = [one.strip() for one in types.split(",") if one.strip()]
    documents = documents_of(unit, sentences, newdoc)
    parsers = load_pipelines(pipelines, code)
    report = evaluate_ner(gold, parsers, documents, types=chosen)
    write_report(report, pipelines, form, output)
