"""``semgraph search``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, Literal, TypeAlias

import click
from rich.text import Text

from semgraph.cli.found import Bound, Found, matches_in_graphs, matches_in_parse
from semgraph.cli.grammars import AUTO, Parsers, Tokenizers
from semgraph.cli.inputs import (
    Kind,
    Source,
    parse_conllu,
    parse_graphs,
    read_graphs,
    sniff,
    sources,
)
from semgraph.cli.output import Output, Page, open_output
from semgraph.cli.visible import shown, visible
from semgraph.types import Json

if TYPE_CHECKING:
    from semgraph.grammar.syntax import Request
    from semgraph.graph import TokenGraph
    from semgraph.parse import Parse

Level: TypeAlias = Literal["leaves", "tokens"]
_BATCH = 256  # graphs that are searched together


@click.command("search")
@click.argument("request")
@click.argument("files", nargs=-1, metavar="[FILE|-]...")
@click.option(
    "--lang", default=AUTO, metavar="CODE", help="Language of texts: en, ru, or auto (default)."
)
@click.option("--pipeline", metavar="NAME", help="Parse texts with this spaCy pipeline.")
@click.option(
    "--level",
    type=click.Choice(["leaves", "tokens"]),
    help="Match words, or semantic tokens (default: tokens in token graphs, else leaves).",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "jsonl"]),
    default="text",
    help="text (default), one JSON array, or a JSON object a line.",
)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Stop after N matches.")
@click.option("--count", is_flag=True, help="Print the number of matches only.")
@click.pass_context
def command(
    ctx: click.Context,
    request: str,
    files: tuple[str, ...],
    lang: str,
    pipeline: str | None,
    level: Level | None,
    form: Literal["text", "json", "jsonl"],
    limit: int | None,
    count: bool,
) -> None:
    """Find a dependency pattern in texts, treebanks or token graphs.

    REQUEST is a Grew request. A FILE is CoNLL-U (.conllu), token graphs (.json, .jsonl) or a text
    that is parsed first; standard input is told by its content. In token graphs the nodes are
    semantic tokens, with the features kind, key and class besides the parse's. The exit code is
    1 when nothing matches.

    \b
      semgraph search 'pattern { V -[compound:prt]-> P }' ewt.conllu
      semgraph search 'pattern { X [kind=hyperlexeme] }' graphs.jsonl --count
      echo "She gave it up." | semgraph search 'pattern { V [upos=VERB] }' -
    """
    from semgraph.grammar import parse_request

    compiled = parse_request(request)
    tokenizers = Tokenizers(Parsers(lang, pipeline))
    found = _matches(compiled, sources(files, as_file=True), tokenizers, level)
    kept = islice(found, limit)
    with open_output(None) as out:
        if count:
            number = sum(1 for _ in kept)
            out.line(str(number).encode())
        else:
            number = _WRITERS[form](out, kept)
    if not number:
        ctx.exit(1)


def _matches(
    request: Request, files: Sequence[Source], tokenizers: Tokenizers, level: Level | None
) -> Iterator[Found]:
    number = 0
    for file in files:
        for batch in _batches(file, tokenizers, level):
            if isinstance(batch, list):
                found = matches_in_graphs(request, batch, leaves=level == "leaves")
            else:
                found = matches_in_parse(request, batch)
            for match in found:
                yield match._replace(file=file.name, doc=number + match.doc)
            number += len(batch)


def _batches(
    file: Source, tokenizers: Tokenizers, level: Level | None
) -> Iterator[Parse | list[TokenGraph]]:
    """Give what a file holds, some documents at a time: parses, or graphs to match tokens in."""
    if file.kind() == "graph":
        yield from _batched(read_graphs(file))
        return
    content = file.read()
    kind: Kind = sniff(content) if file.kind() == "text" else file.kind()
    if kind == "graph":
        yield from _batched(parse_graphs(BytesIO(content.encode()), file.name))
        return
    parsers = tokenizers.parsers
    if kind == "conllu":
        parses = parse_conllu(content, file.name, parsers.treebank_language)
        for parse in parses:
            yield list(tokenizers.for_parse(parse).apply(parse)) if level == "tokens" else parse
    elif level == "tokens":
        yield [tokenizers.for_texts(parsers.language_of(content))(content)]
    else:
        yield parsers.parser(parsers.language_of(content)).parse([content])


def _batched(graphs: Iterator[TokenGraph]) -> Iterator[list[TokenGraph]]:
    while batch := list(islice(graphs, _BATCH)):
        yield batch


# Writing; each gives the number of matches.


def _write_text(out: Output, found: Iterator[Found]) -> int:
    page = Page(out)
    number = 0
    for match in found:
        out.write(page.render(*_lines(match, marked=not out.terminal), wrap=out.terminal))
        number += 1
    return number


def _lines(match: Found, *, marked: bool) -> Iterator[Text]:
    """Give a match: where it is and what it binds, and its sentence below."""
    place = match.id or str(match.doc + 1)
    head = Text(f"{shown(match.file)}:{shown(place)} ", "dim")
    for variable, bound in match.bound():
        head.append(f" {variable}=", "dim")
        head.append(shown(bound.form), "bold")
        head.append(f"({bound.label})")
    yield head
    sentence, last = Text("    "), 0
    for start, end in _merged(bound for _, bound in match.bound()):
        sentence.append(visible(match.sentence[last:start]))
        words = visible(match.sentence[start:end])
        sentence.append(f"[{words}]" if marked else words, "bold underline")
        last = end
    sentence.append(visible(match.sentence[last:]))
    yield sentence


def _merged(nodes: Iterable[Bound]) -> list[tuple[int, int]]:
    """Give the spans of all nodes in order, each place once."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted({span for bound in nodes for span in bound.spans}):
        if start < end and (not merged or start >= merged[-1][1]):
            merged.append((start, end))
    return merged


def _write_jsonl(out: Output, found: Iterator[Found]) -> int:
    import orjson

    number = 0
    for match in found:
        out.line(orjson.dumps(_plain(match)))
        number += 1
    return number


def _write_json(out: Output, found: Iterator[Found]) -> int:
    import orjson

    number = 0
    out.write(b"[")
    for match in found:
        out.write((b",\n" if number else b"") + orjson.dumps(_plain(match)))
        number += 1
    out.line(b"]")
    return number


def _plain(match: Found) -> Json:
    return {
        "file": match.file,
        "doc": match.doc,
        "id": match.id,
        "sentence": match.sentence,
        "nodes": {
            variable: [_node(each) for each in bound]
            if isinstance(bound, list)
            else bound and _node(bound)
            for variable, bound in match.nodes.items()
        },
    }


def _node(bound: Bound) -> Json:
    return {"index": bound.number, "id": bound.id, "form": bound.form}


_WRITERS = {"text": _write_text, "json": _write_json, "jsonl": _write_jsonl}
