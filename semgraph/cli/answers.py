"""What a request finds in the files of the command line, some documents at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, Literal, TypeAlias

from semgraph.cli.found import Found, found_in_graphs, found_in_parse
from semgraph.cli.grammars import Tokenizers
from semgraph.cli.inputs import Kind, Source, parse_conllu, parse_graphs, read_graphs, sniff

if TYPE_CHECKING:
    from semgraph.engine import Matches
    from semgraph.grammar.rules import Lexicon
    from semgraph.grammar.syntax import Request
    from semgraph.graph import TokenGraph
    from semgraph.parse import Parse
    from semgraph.workbench import Searched

Level: TypeAlias = Literal["leaves", "tokens"]
_BATCH = 256  # graphs that are searched together


@dataclass(frozen=True, slots=True)
class Answer:
    """The matches in some documents of a file.

    Attributes:
        file: where the documents stand.
        first: number of the first document, counted over all files from 0.
        held: the documents.
        searched: their nodes.
        matches: found among these.
    """

    file: str
    first: int
    held: Parse | list[TokenGraph]
    searched: Searched
    matches: Matches

    def found(self) -> Iterator[Found]:
        """Give each match with what is needed to show it."""
        if isinstance(self.held, list):
            found = found_in_graphs(self.matches, self.held)
        else:
            found = found_in_parse(self.matches, self.held)
        for match in found:
            yield match._replace(file=self.file, doc=self.first + match.doc)


def ask(
    request: Request,
    files: Sequence[Source],
    tokenizers: Tokenizers,
    level: Level | None,
    lexicons: Mapping[str, Lexicon],
) -> Iterator[Answer]:
    """Search files, in order."""
    from semgraph.parse import Parse
    from semgraph.workbench import Searched

    number, scheme = 0, _scheme(request)
    for file in files:
        for held in _batches(file, tokenizers, level, scheme):
            if isinstance(held, list) and level == "leaves":
                held = Parse.concatenate([graph.to_parse() for graph in held])
            if isinstance(held, list):
                searched = Searched.of_graphs(held, lexicons)
            else:
                searched = Searched.of_parse(held, lexicons)
            yield Answer(file.name, number, held, searched, searched.find(request))
            number += len(held)


def _scheme(request: Request) -> str:
    """Give the label scheme in which texts are searched: UD, unless the request speaks another."""
    from semgraph.formats.grew import request_labels
    from semgraph.parse import detect_scheme

    return "clearnlp" if detect_scheme(request_labels(request)) == "clearnlp" else "ud"


def _batches(
    file: Source, tokenizers: Tokenizers, level: Level | None, scheme: str
) -> Iterator[Parse | list[TokenGraph]]:
    """Give what a file holds, some documents at a time: parses, or graphs to match tokens in.

    Texts are parsed to labels of a scheme where their pipeline's can be converted to it.
    """
    from semgraph.parse import converted

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
        yield converted(parsers.parser(parsers.language_of(content)).parse([content]), scheme)


def _batched(graphs: Iterator[TokenGraph]) -> Iterator[list[TokenGraph]]:
    while batch := list(islice(graphs, _BATCH)):
        yield batch
