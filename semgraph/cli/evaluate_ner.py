"""``semgraph evaluate ner``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from semgraph.cli.evaluate_options import evaluation
from semgraph.types import Json

if TYPE_CHECKING:
    from semgraph.evaluate import Documents
    from semgraph.parse import TextParser


@click.command("ner")
@evaluation("sentence")
@click.option(
    "--types",
    default="",
    metavar="A,B",
    help="Count entities of these types only, in gold data and output (default: all types of the"
    " gold data).",
)
def command(gold: str, parsers: Sequence[TextParser], documents: Documents, types: str) -> Json:
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
    return evaluate_ner(gold, parsers, documents, types=chosen)
