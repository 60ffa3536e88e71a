"""``semgraph bench``."""

from __future__ import annotations

from pathlib import Path

import click

from semgraph.cli.output import open_output

_PARTS = ("matching", "throughput", "grammars", "start_up", "memory")


@click.command("bench")
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--lang", type=click.Choice(["en", "ru"]), default="en", show_default=True)
@click.option(
    "--part",
    "parts",
    type=click.Choice(_PARTS),
    multiple=True,
    help="Measure only this; may be given again. All by default.",
)
@click.option("--runs", type=click.IntRange(1), default=5, show_default=True, help="Timed runs.")
@click.option(
    "--words",
    type=click.IntRange(1),
    default=80_000,
    show_default=True,
    help="About how many words to match on; short files are gone through again.",
)
@click.option(
    "--documents",
    type=click.IntRange(20),
    default=50_000,
    show_default=True,
    help="Length of the stream of the memory test.",
)
@click.option("-o", "--output", metavar="FILE", help="Write to a file.")
def command(
    files: tuple[Path, ...],
    lang: str,
    parts: tuple[str, ...],
    runs: int,
    words: int,
    documents: int,
    output: str | None,
) -> None:
    """Measure speed, as ratios within this process, and print JSON.

    On CoNLL-U files (three sentences a document) or text files (a paragraph a document); without
    FILES on a little prose of semgraph's own, again and again: a file says more. Works on one core;
    medians of alternated runs.

    \b
      semgraph bench
      semgraph bench en_ewt-dev.conllu.xz --part matching
    """
    import orjson

    from semgraph import bench
    from semgraph.tokenizer import load

    tokenizer = load(lang)
    texts = bench.texts_of(files, words) if files else bench.plain_texts(lang, words)
    result = bench.run(
        tokenizer,
        texts,
        parts=parts or _PARTS,
        runs=runs,
        documents=documents,
        treebank=next((path for path in files if ".conllu" in path.suffixes), None),
    )
    with open_output(output) as out:
        out.line(orjson.dumps(result, option=orjson.OPT_INDENT_2))
