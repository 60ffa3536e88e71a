"""``semgraph evaluate segmentation-of-sentences``."""

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


@click.command("segmentation-of-sentences")
@evaluate_options("document")
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
    """Score where sentences and tokens end against a treebank (CoNLL-U).

    Documents of several gold sentences are parsed; a sentence, and a token, is correct when
    exactly its characters are one (CoNLL 2018 shared task, Zeman et al. 2018). White space that
    the treebank does not tell of, such as line ends, is one space.

    \b
      semgraph evaluate segmentation-of-sentences --gold dev.conllu --pipeline en
      semgraph evaluate segmentation-of-sentences --gold dev.conllu.xz \\
        --pipeline ru --sentences 20 --newdoc
    """
    from semgraph.evaluate import evaluate_segmentation

    documents = documents_of(unit, sentences, newdoc)
    parsers = load_pipelines(pipelines, code)
    report = evaluate_segmentation(gold, parsers, documents)
    write_report(report, pipelines, form, output)
