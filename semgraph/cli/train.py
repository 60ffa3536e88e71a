"""``semgraph train``."""

from __future__ import annotations

from collections.abc import Mapping

import click

from semgraph.cli.lazy import Lazy, LazyGroup

_COMMANDS: Mapping[str, Lazy] = {
    "pipeline": Lazy("semgraph.cli.train_pipeline", "Train a parser on treebanks."),
    "names": Lazy("semgraph.cli.train_names", "Make lists of English names."),
}


@click.group("train", cls=LazyGroup, lazy=_COMMANDS)
def command() -> None:
    """Train what semgraph stands on.

    \b
      semgraph train pipeline --lang fi --train fi_tdt-ud-train.conllu
        --dev fi_tdt-ud-dev.conllu -o finnish
    """
