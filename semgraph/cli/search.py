"""``semgraph search``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Literal

import click

from semgraph.cli.answers import Answer, Level, ask
from semgraph.cli.found import Found
from semgraph.cli.grammars import AUTO, Parsers, Tokenizers
from semgraph.cli.inputs import sources
from semgraph.cli.match_view import match_lines, plain_match
from semgraph.cli.output import Output, Page, open_output
from semgraph.cli.visible import visible
from semgraph.errors import RequestError, UsageError

if TYPE_CHECKING:
    from semgraph.grammar.rules import Lexicon

Format = Literal["text", "json", "jsonl"]


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
@click.option(
    "--by",
    "keys",
    multiple=True,
    metavar="KEY",
    help="Cluster matches by X.lemma (or another feature), e.label (also e.1, e.2), delta(X,Y),"
    " length(X,Y), meta.KEY, or whether '{ clauses }' hold; with --count a table of numbers."
    " Two keys give a cross table.",
)
@click.option(
    "--lexicon",
    "tables",
    multiple=True,
    metavar="NAME=FILE",
    help="A table that the request may name: tab-separated columns, a header row. Repeatable.",
)
@click.pass_context
def command(
    ctx: click.Context,
    request: str,
    files: tuple[str, ...],
    lang: str,
    pipeline: str | None,
    level: Level | None,
    form: Format,
    limit: int | None,
    count: bool,
    keys: tuple[str, ...],
    tables: tuple[str, ...],
) -> None:
    """Find a dependency pattern in texts, treebanks or token graphs.

    REQUEST is a Grew request. A FILE is CoNLL-U (.conllu), token graphs (.json, .jsonl) or a text
    that is parsed first; standard input is told by its content. In token graphs the nodes are
    semantic tokens, with the features kind, key and class besides the parse's. A text that
    --pipeline parses to ClearNLP labels is converted to Universal Dependencies, unless REQUEST
    has labels of ClearNLP, such as dobj. The exit code is 1 when nothing matches.

    \b
      semgraph search 'pattern { V -[compound:prt]-> P }' ewt.conllu
      semgraph search 'pattern { X [kind=hyperlexeme] }' graphs.jsonl --count
      semgraph search 'pattern { V -[obj]-> N }' ewt.conllu --by V.lemma --count
      semgraph search 'pattern { phrase P from x }' book.txt --lexicon x=mine.tsv
      echo "She gave it up." | semgraph search 'pattern { V [upos=VERB] }' -
    """
    from semgraph.grammar import parse_request

    lexicons = _lexicons(tables)
    compiled = parse_request(request, scheme="", lexicons=lexicons)
    tokenizers = Tokenizers(Parsers(lang, pipeline))
    files_named = sources(files, as_file=True)
    if keys:
        from semgraph.cli.clusters import write_clusters
        from semgraph.workbench.keys import read_key

        for key in keys:
            read_key(key, compiled)  # a mistake is told before anything is read
    answers = ask(compiled, files_named, tokenizers, level, lexicons)
    with open_output(None) as out:
        if keys:
            number = write_clusters(out, answers, keys, compiled, form, limit, count=count)
        elif count:
            number = _number(answers, limit)
            out.line(str(number).encode())
        else:
            found = islice((match for answer in answers for match in answer.found()), limit)
            number = _WRITERS[form](out, found)
    if not number:
        _note_misspelling(request, lexicons)
        ctx.exit(1)


def _lexicons(tables: Sequence[str]) -> dict[str, Lexicon]:
    from semgraph.grammar import load_lexicon

    lexicons = {}
    for table in tables:
        name, sign, path = table.partition("=")
        if not sign:
            raise UsageError(f"--lexicon takes NAME=FILE, not '{table}'")
        lexicons[name] = load_lexicon(name, path)
    return lexicons


def _note_misspelling(request: str, lexicons: Mapping[str, Lexicon]) -> None:
    """Tell what Universal Dependencies does not know; a treebank of another scheme may."""
    from semgraph.grammar import parse_request

    try:
        parse_request(request, lexicons=lexicons)
    except RequestError as mistake:
        hint = f"; {mistake.hint}" if mistake.hint else ""
        click.echo(f"semgraph: note: {visible(mistake.message + hint)}", err=True)


def _number(answers: Iterator[Answer], limit: int | None) -> int:
    number = 0
    for answer in answers:
        number += len(answer.matches)
        if limit is not None and number >= limit:
            return limit
    return number


# Writing; each gives the number of matches.


def _write_text(out: Output, found: Iterator[Found]) -> int:
    page = Page(out)
    number = 0
    for match in found:
        out.write(page.render(*match_lines(match, marked=not out.terminal), wrap=out.terminal))
        number += 1
    return number


def _write_jsonl(out: Output, found: Iterator[Found]) -> int:
    import orjson

    number = 0
    for match in found:
        out.line(orjson.dumps(plain_match(match)))
        number += 1
    return number


def _write_json(out: Output, found: Iterator[Found]) -> int:
    import orjson

    number = 0
    out.write(b"[")
    for match in found:
        out.write((b",\n" if number else b"") + orjson.dumps(plain_match(match)))
        number += 1
    out.line(b"]")
    return number


_WRITERS = {"text": _write_text, "json": _write_json, "jsonl": _write_jsonl}
