"""``semgraph evaluate parse``."""

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


@click.command("parse")
@evaluate_options("sentence")
def command(
    gold: str,
    pipelines: tuple[str, ...],
    code: tuple[str, ...],
    unit: Unit,
    sentences: int | None,
    newdoc: bool,
    form: Format | None,
    output: str | None,
) -> None:
    """Score words, tags, lemmas and trees against a treebank (CoNLL-U).

    The gold sentences' texts are parsed, and words aligned by their characters, as in the CoNLL
    2018 shared task (Zeman et al. 2018): tokens, sentences, words, UPOS, XPOS, UFeats, AllTags,
    lemmas, UAS, LAS, CLAS, MLAS and BLEX mean what they mean there. 'feats' are all features,
    'las_subtypes' are relations with their subtypes.

    Pipelines take turns, so that what slows the machine down slows all of them; 'ratio' is the
    speed as a multiple of the first one's.

    \b
      semgraph evaluate parse --gold en_ewt-dev.conllu.xz --pipeline en
      semgraph evaluate parse --gold dev.conllu --pipeline en --pipeline my/model
      semgraph evaluate parse --gold dev.conllu --pipeline ru --unit document
    """
    from semgraph.evaluate import evaluate_parse

    documents = documents_of(unit, sentences, newdoc)
    parsers = load_pipelines(pipelines, code)
    report = evaluate_parse(gold, parsers, documents)
    write_report(report, pipelines, form, output)
