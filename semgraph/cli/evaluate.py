"""``semgraph evaluate``: score pipelines against gold data."""

from __future__ import annotations

from collections.abc import Mapping

import click

from semgraph.cli.lazy import Lazy, LazyGroup

_COMMANDS: Mapping[str, Lazy] = {
    "parse": Lazy("semgraph.cli.evaluate_parse", "Score words, tags, lemmas and trees."),
    "ner": Lazy("semgraph.cli.evaluate_ner", "Score named entities."),
    "segmentation-of-sentences": Lazy(
        "semgraph.cli.evaluate_segmentation", "Score where sentences and tokens end."
    ),
}


@click.group("evaluate", cls=LazyGroup, lazy=_COMMANDS)
def command() -> None:
    """Score pipelines against gold data, from raw text.

    \b
      semgraph evaluate parse --gold en_ewt-dev.conllu --pipeline en
      semgraph evaluate ner --gold en_ewt-dev.iob2 --pipeline en_core_web_sm
      semgraph evaluate segmentation-of-sentences --gold dev.conllu --pipeline ru
    """
