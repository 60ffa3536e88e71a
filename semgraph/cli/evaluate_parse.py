"""``semgraph evaluate parse``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from semgraph.cli.evaluate_options import evaluation
from semgraph.types import Json

if TYPE_CHECKING:
    from semgraph.evaluate import Documents
    from semgraph.parse import TextParser


@click.command("parse")
@evaluation("sentence")
def command(gold: str, parsers: Sequence[TextParser], documents: Documents) -> Json:
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

    return evaluate_parse(gold, parsers, documents)
