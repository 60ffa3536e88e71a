"""Corpora that commands read: text and CoNLL-U of any size, some documents at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from semgraph.cli.grammars import Parsers
from semgraph.cli.inputs import CONLLU_CHUNK, Source, parse_conllu
from semgraph.errors import ConlluError, EncodingError, UsageError

if TYPE_CHECKING:
    from semgraph.parse import Parse
    from semgraph.workbench import ParseCache

_BATCH_CHARACTERS = 200_000
_BATCH_DOCUMENTS = 512
_LONGEST_DOCUMENT = 20_000  # characters; a text without empty lines is cut at a line's end


@dataclass(frozen=True, slots=True)
class Batch:
    """Some documents of a corpus.

    Attributes:
        parse: of the documents.
        first: number of the first document in its file, from 0.
        lines: of each document of a text the line that it begins in; ``()`` for CoNLL-U.
    """

    parse: Parse
    first: int
    lines: Sequence[int] = ()

    def place(self, doc: int, offset: int = 0) -> str:
        """Give the line of a place in a text; of a sentence its id, or its number from 1."""
        if self.lines:
            return str(self.lines[doc] + self.parse.texts[doc].count("\n", 0, offset))
        return self.parse.ids[doc] or str(self.first + doc + 1)


class Corpora:
    """Reads corpora; a paragraph of a text and a sentence of CoNLL-U are a document each.

    Args:
        parsers: of texts.
        cache: keeps the parses of texts, ``None`` for none.
    """

    def __init__(self, parsers: Parsers, cache: ParseCache | None) -> None:
        self._parsers = parsers
        self._cache = cache

    def batches(self, source: Source) -> Iterator[Batch]:
        """Read a file as it is used, so that memory stays bounded.

        Raises:
            InputError: the file cannot be read.
            UsageError: the file holds token graphs, or no pipeline parses its language.
        """
        if source.kind() == "graph":
            raise UsageError(f"'{source.name}' holds token graphs; give texts or CoNLL-U")
        number = 0
        for batch in self._treebank(source) if source.kind() == "conllu" else self._text(source):
            yield Batch(batch.parse, number, batch.lines)
            number += len(batch.parse)

    def _treebank(self, source: Source) -> Iterator[Batch]:
        language = self._parsers.treebank_language
        for line, block in _blocks(source, CONLLU_CHUNK):
            try:
                for parse in parse_conllu(block, source.name, language):
                    language = parse.language
                    yield Batch(parse, 0)
            except ConlluError as error:
                if error.line is not None:
                    error.line += line - 1
                raise

    def _text(self, source: Source) -> Iterator[Batch]:
        from semgraph.workbench import CachedParser

        parser: CachedParser | None = None
        for lines, texts in _gathered(_blocks(source, 1)):
            if parser is None:
                language = self._parsers.language_of("\n".join(texts))
                parser = CachedParser(self._parsers.parser(language), self._cache)
            yield Batch(parser.parse(texts), 0, lines)


def _gathered(blocks: Iterator[tuple[int, str]]) -> Iterator[tuple[list[int], list[str]]]:
    """Put paragraphs together until they are worth a batch."""
    lines: list[int] = []
    texts: list[str] = []
    size = 0
    for line, text in blocks:
        lines.append(line)
        texts.append(text)
        size += len(text)
        if size >= _BATCH_CHARACTERS or len(texts) == _BATCH_DOCUMENTS:
            yield lines, texts
            lines, texts, size = [], [], 0
    if texts:
        yield lines, texts


def _blocks(source: Source, at_least: int) -> Iterator[tuple[int, str]]:
    """Give what stands between empty lines, with its first line; several until they are large."""
    held: list[bytes] = []
    size, begin = 0, 1
    most = max(at_least, _LONGEST_DOCUMENT)
    whole = at_least == 1  # a text may be cut at any line, CoNLL-U at empty ones only
    for number, line in enumerate(source.lines(), 1):
        blank = not line.strip()
        held.append(line)
        size += len(line)
        if (blank and size >= at_least) or (whole and size >= most):
            if block := _decoded(held, source.name, begin):
                yield begin, block
            held, size, begin = [], 0, number + 1
    if block := _decoded(held, source.name, begin):
        yield begin, block


def _decoded(lines: Sequence[bytes], name: str, begin: int) -> str:
    """Give the text of lines, ``""`` for white space alone."""
    from semgraph.parse.read import decode

    try:
        text = decode(b"".join(lines), name)
    except EncodingError as error:
        error.line = (error.line or 1) + begin - 1
        error.offset = None  # it would count from the block's begin
        raise
    return text if text.strip() else ""


def cache_at(folder: str | None, *, off: bool) -> ParseCache | None:
    """Give the cache of parses in a folder, by default in the user's cache folder.

    Raises:
        UsageError: the folder is none.
    """
    from semgraph.workbench.parse_cache import ParseCache, default_folder

    if off:
        return None
    path = Path(folder) if folder else default_folder()
    if folder and path.exists() and not path.is_dir():
        raise UsageError(f"'{folder}' is no folder to keep parses in")
    return ParseCache(path)
