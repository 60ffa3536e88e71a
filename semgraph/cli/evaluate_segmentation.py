"""``semgraph evaluate segmentation-of-sentences``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from semgraph.cli.evaluate_options import evaluation
from semgraph.types import Json

if TYPE_CHECKING:
    from semgraph.evaluate import Documents
    from semgraph.parse import TextParser


@click.command("segmentation-of-sentences")
@evaluation("document")
def command(gold: str, parsers: Sequence[TextParser], documents: Documents) -> Json:
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

    return evaluate_segmentation(gold, parsers, documents)
