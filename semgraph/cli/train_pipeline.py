"""``semgraph train pipeline``."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import click
from click.core import ParameterSource

from semgraph.cli.visible import visible

_Command = TypeVar("_Command", bound=Callable[..., Any])
_ASIDE = ("output", "notes", "baselines", "code")  # options that the weights do not depend on
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def _files(
    name: str, variable: str, help_: str, *, required: bool = False
) -> Callable[[_Command], _Command]:
    return click.option(
        name,
        variable,
        type=_FILE,
        metavar="FILE",
        multiple=True,
        required=required,
        help=f"{help_} Repeatable.",
    )


@click.command("pipeline")
@click.option("--lang", "language", required=True, metavar="XX", help="Code of the language.")
@_files("--train", "train", "Treebank to train on (CoNLL-U, also .gz, .xz).", required=True)
@_files("--dev", "development", "Treebank that chooses the best step.", required=True)
@_files("--entities", "entities", "Entities of the training sentences (IOB2).")
@_files("--dev-entities", "development_entities", "Entities of the development sentences (IOB2).")
@click.option(
    "--types",
    default="PER,ORG,LOC",
    show_default=True,
    metavar="A,B",
    help="Types of entities; others are left out.",
)
@_files("--text", "texts", "Plain text, a paragraph a line, that word vectors are learned from.")
@click.option("--name", default="pipeline", show_default=True, help="Name of the pipeline.")
@click.option("--version", default="0.1.0", show_default=True, help="Version of the pipeline.")
@click.option("--licence", default="", metavar="NAME", help="Licence of the weights.")
@click.option(
    "--source",
    "sources",
    multiple=True,
    metavar="TEXT",
    help="Name and address of the data, for the model card. Repeatable.",
)
@click.option(
    "--text-source", default="plain text", metavar="TEXT", help="What the text is, for the card."
)
@click.option("--notes", type=_FILE, metavar="FILE", help="Markdown for the end of the model card.")
@click.option(
    "--baseline",
    "baselines",
    multiple=True,
    metavar="NAME",
    help="Pipeline to be scored beside it. Repeatable.",
)
@click.option(
    "--code",
    multiple=True,
    metavar="FILE",
    help="Import a Python file first, which a baseline may need. Repeatable.",
)
@click.option("--seed", type=int, default=0, show_default=True, help="Of all that is random.")
@click.option("--steps", type=click.IntRange(1), default=4000, show_default=True, help="Updates.")
@click.option(
    "--batch", type=click.IntRange(1), default=1000, show_default=True, help="Words in an update."
)
@click.option(
    "--dropout",
    type=click.FloatRange(0, 1, max_open=True),
    default=0.15,
    show_default=True,
    help="Share of activations left out of an update.",
)
@click.option(
    "--learning-rate",
    type=click.FloatRange(0, min_open=True),
    default=0.002,
    show_default=True,
    help="The highest; it rises, then falls to zero.",
)
@click.option(
    "--rounds",
    type=click.IntRange(1),
    default=4,
    show_default=True,
    help="Times each sentence stands among the training documents, varied from the second on.",
)
@click.option(
    "--evaluations", type=click.IntRange(1), default=10, show_default=True, help="On the way."
)
@click.option(
    "--vector-epochs",
    type=click.IntRange(1),
    default=3,
    show_default=True,
    help="Passes over the text.",
)
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), metavar="DIR")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    language: str,
    train: tuple[Path, ...],
    development: tuple[Path, ...],
    entities: tuple[Path, ...],
    development_entities: tuple[Path, ...],
    types: str,
    texts: tuple[Path, ...],
    name: str,
    version: str,
    licence: str,
    sources: tuple[str, ...],
    text_source: str,
    notes: Path | None,
    baselines: tuple[str, ...],
    code: tuple[str, ...],
    output: Path,
    **settings: Any,
) -> None:
    """Train a pipeline on Universal Dependencies treebanks.

    Reads and cleans the treebanks, learns word vectors if there is text, trains on one core, scores
    the best weights on the development data from raw text, and writes a directory with the
    pipeline, its model card, licence and log, which --pipeline, spacy.load and semgraph.load take.

    What is not finished lies in DIR.training: after an interruption the same command goes on from
    the last evaluation, and ends with the same weights. The same seed, data and versions give the
    same weights on the same machine.

    \b
      semgraph train pipeline --lang fi --train fi_tdt-ud-train.conllu
        --dev fi_tdt-ud-dev.conllu --licence "CC BY-SA 4.0" -o finnish
      semgraph tokenize --pipeline finnish text.txt
    """
    from semgraph.parse import load_pipeline
    from semgraph.parse.code import import_code
    from semgraph.train import Plan, Settings, train_pipeline

    plan = Plan(
        language=language,
        train=train,
        development=development,
        entities=entities,
        development_entities=development_entities,
        types=tuple(filter(None, types.split(","))),
        texts=texts,
        name=name,
        version=version,
        licence=licence,
        sources=sources,
        text_source=text_source,
    )
    for path in code:
        import_code(path)
    trained = train_pipeline(
        plan,
        Settings(**settings),
        output,
        baselines=[load_pipeline(baseline) for baseline in baselines],
        notes="" if notes is None else notes.read_text(encoding="utf-8"),
        command=" \\\n  ".join(_shown(ctx)),
        tell=_tell,
    )
    click.echo(str(trained.directory))


def _tell(line: str) -> None:
    click.echo(visible(line), err=True)


def _shown(ctx: click.Context) -> Iterator[str]:
    """Give the command line as others would type it: files by their names, not their places."""
    yield "semgraph train pipeline"
    for option in ctx.command.params:
        name = option.name or ""
        if ctx.get_parameter_source(name) is not ParameterSource.COMMANDLINE or name in _ASIDE:
            continue
        value = ctx.params[name]
        for one in value if isinstance(value, tuple) else (value,):
            text = one.name if isinstance(one, Path) else str(one)
            yield f"{option.opts[0]} {shlex.quote(text)}"
    yield "-o DIR"
