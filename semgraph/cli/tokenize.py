"""``semgraph tokenize``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Literal, TypeAlias

import click

from semgraph.cli.grammars import AUTO, Parsers, Tokenizers
from semgraph.cli.inputs import (
    CONLLU_CHUNK,
    Errors,
    Source,
    looks_like_file,
    parse_conllu,
    sources,
)
from semgraph.cli.output import Output, Page, open_output
from semgraph.cli.progress import Bar
from semgraph.errors import EncodingError

if TYPE_CHECKING:
    from semgraph.graph import TokenGraph

Format: TypeAlias = Literal["json", "jsonl", "tree", "table"]
_BATCH_TEXT = 1 << 20  # characters that are parsed together at most, beyond one document


@click.command("tokenize")
@click.argument("inputs", nargs=-1, metavar="[TEXT|FILE|-]...")
@click.option(
    "--lang",
    default=AUTO,
    metavar="CODE",
    help="en, ru, or auto (default): detected of each input. Other codes serve CoNLL-U.",
)
@click.option("--pipeline", metavar="NAME", help="Parse with this spaCy pipeline (name or folder).")
@click.option(
    "--grammar",
    "grammars",
    multiple=True,
    metavar="FILE",
    help="Run a further grammar (a file or a dotted name) after the shipped ones. Repeatable.",
)
@click.option(
    "--grammar-path", multiple=True, metavar="DIR", help="Search a folder for grammars. Repeatable."
)
@click.option("--no-default-grammars", is_flag=True, help="Leave the shipped grammars out.")
@click.option(
    "--without", multiple=True, metavar="RULE", help="Switch a rule off, by its full name."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["json", "jsonl", "tree", "table"]),
    help="Default: tree on a terminal, else json (one object; JSON Lines for several documents).",
)
@click.option("-o", "--output", metavar="FILE", help="Write to a file, once all is done.")
@click.option("--text", "as_text", is_flag=True, help="Take every argument as a text.")
@click.option("--file", "as_file", is_flag=True, help="Take every argument as a file.")
@click.option(
    "--errors",
    type=click.Choice(["strict", "replace"]),
    default="strict",
    help="Bytes that are no UTF-8: refuse them (default), or put U+FFFD in their place.",
)
@click.option(
    "--batch-size",
    type=click.IntRange(min=1),
    default=128,
    metavar="N",
    help="Documents parsed together (default: 128); does not change the result.",
)
@click.option("-q", "--quiet", is_flag=True, help="No progress bar, no notes.")
def command(
    inputs: tuple[str, ...],
    lang: str,
    pipeline: str | None,
    grammars: tuple[str, ...],
    grammar_path: tuple[str, ...],
    no_default_grammars: bool,
    without: tuple[str, ...],
    form: Format | None,
    output: str | None,
    as_text: bool,
    as_file: bool,
    errors: Errors,
    batch_size: int,
    quiet: bool,
) -> None:
    """Turn text into token graphs.

    An argument that names a file is read, any other is a text; '-', or nothing, reads standard
    input. A text file is one document. Of a CoNLL-U file (.conllu, .conllu.gz, .conllu.xz) every
    sentence is one, and its parse is kept: no pipeline runs.

    \b
      semgraph tokenize "She kicked the bucket."
      semgraph tokenize *.txt --lang en -o graphs.jsonl
      semgraph tokenize en_ewt-ud-dev.conllu.xz --format table
      curl -s https://example.org/page.txt | semgraph tokenize - | jq .tokens
    """
    found = sources(inputs, as_text=as_text, as_file=as_file)
    for source in found:
        if source.path is None and not as_text and not quiet and looks_like_file(source.text):
            note = f"no file '{source.text}'; taken as a text (--file and --text decide)"
            click.echo(f"semgraph: note: {note}", err=True)
    tokenizers = Tokenizers(
        Parsers(lang, pipeline), grammars, grammar_path, not no_default_grammars, without
    )
    total = sum(source.size for source in found)
    with open_output(output) as out, Bar(total, shown=not (quiet or out.terminal)) as bar:
        write = _writer(form or ("tree" if out.terminal else "json"), out)
        for graph in _graphs(found, tokenizers, errors, batch_size, bar):
            write(graph)
            bar.advance(documents=1)


def _writer(form: Format, out: Output) -> Callable[[TokenGraph], None]:
    """Give what writes a graph in some format."""
    if form in ("json", "jsonl"):
        return lambda graph: out.line(graph.to_json())
    from semgraph.cli.table import table
    from semgraph.cli.tree import tree

    page = Page(out)
    if form == "table":
        return lambda graph: out.write(page.render(*table(graph)))
    return lambda graph: out.write(page.render(*tree(graph, page.width)))


def _graphs(
    found: Sequence[Source], tokenizers: Tokenizers, errors: Errors, batch_size: int, bar: Bar
) -> Iterator[TokenGraph]:
    """Give the graphs of all inputs, in order, some at a time."""
    texts: list[str] = []
    for source in found:
        if source.kind() == "conllu":
            yield from _tokenized(texts, tokenizers, batch_size)
            texts = []
            yield from _of_treebank(source, tokenizers, errors, bar)
            continue
        texts.append(_read(source, errors))
        if len(texts) >= batch_size or sum(map(len, texts)) >= _BATCH_TEXT:
            yield from _tokenized(texts, tokenizers, batch_size)
            texts = []
        bar.advance(size=source.size)
    yield from _tokenized(texts, tokenizers, batch_size)


def _of_treebank(
    source: Source, tokenizers: Tokenizers, errors: Errors, bar: Bar
) -> Iterator[TokenGraph]:
    """Give the graphs of a CoNLL-U file; its parses are kept."""
    content = _read(source, errors)
    pieces = len(content) // CONLLU_CHUNK + 1
    for parse in parse_conllu(content, source.name, tokenizers.parsers.treebank_language):
        yield from tokenizers.for_parse(parse).apply(parse)
        bar.advance(size=source.size // pieces)


def _read(source: Source, errors: Errors) -> str:
    try:
        return source.read(errors)
    except EncodingError as error:
        error.hint = "convert it to UTF-8, or give --errors replace"
        raise


def _tokenized(
    texts: Sequence[str], tokenizers: Tokenizers, batch_size: int
) -> Iterator[TokenGraph]:
    """Tokenize texts of several languages, each with its own tokenizer, and keep the order."""
    languages = [tokenizers.parsers.language_of(text) for text in texts]
    streams = {
        language: tokenizers.for_texts(language).pipe(
            [text for text, own in zip(texts, languages, strict=True) if own == language],
            batch_size=batch_size,
        )
        for language in dict.fromkeys(languages)
    }
    for language in languages:
        yield next(streams[language])
