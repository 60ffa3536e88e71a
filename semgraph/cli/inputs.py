"""What commands read: texts, treebanks and token graphs, from files and standard input."""

from __future__ import annotations

import gzip
import lzma
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from semgraph.errors import ConlluError, DocumentError, InputError, UsageError

if TYPE_CHECKING:
    from semgraph.graph import TokenGraph
    from semgraph.parse import Parse

Errors: TypeAlias = Literal["strict", "replace"]
Kind: TypeAlias = Literal["text", "conllu", "graph"]

STDIN = "-"
_OPENERS: Mapping[str, Callable[..., Any]] = {".gz": gzip.open, ".xz": lzma.open}
_ENDINGS: dict[str, Kind] = {".conllu": "conllu", ".json": "graph", ".jsonl": "graph"}
CONLLU_CHUNK = 1 << 20  # characters that become one batch
_SUSPICIOUS = (*_ENDINGS, *_OPENERS, ".txt", ".md", ".sg")


@dataclass(frozen=True, slots=True)
class Source:
    """A file, standard input, or a text of the command line.

    Attributes:
        name: for messages.
        path: of the file, ``"-"`` for standard input, ``None`` for a text.
        text: the text of the command line, else ``""``.
    """

    name: str
    path: str | None
    text: str = ""

    @property
    def size(self) -> int:
        """Number of bytes, as far as it is known beforehand."""
        if self.path is None:
            return len(self.text.encode(errors="replace"))
        try:
            return Path(self.path).stat().st_size if self.path != STDIN else 0
        except OSError:
            return 0

    def kind(self) -> Kind:
        """Tell by the ending what a file holds; text by default."""
        name = self.path or ""
        for packed in _OPENERS:
            name = name.removesuffix(packed)
        return _ENDINGS.get(Path(name).suffix.lower(), "text") if self.path else "text"

    def read(self, errors: Errors = "strict") -> str:
        """Give the text as it is.

        Raises:
            EncodingError: bytes that are no UTF-8.
            InputError: the file cannot be read.
        """
        from semgraph.parse.read import decode, read_bytes

        if self.path is None:
            return self.text
        content = sys.stdin.buffer.read() if self.path == STDIN else read_bytes(self.path)
        return decode(content, self.name, errors)

    def lines(self) -> Iterator[bytes]:
        """Give the lines of a file as they are read, unpacked.

        Raises:
            InputError: the file cannot be read.
        """
        if self.path == STDIN:
            yield from sys.stdin.buffer
            return
        path = Path(self.path or "")
        try:
            with _OPENERS.get(path.suffix, open)(path, "rb") as file:
                yield from file
        except (OSError, EOFError, lzma.LZMAError, zlib.error) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise InputError(f"cannot read the file: {reason}", source=self.name) from error


def sources(
    arguments: Sequence[str], *, as_text: bool = False, as_file: bool = False
) -> list[Source]:
    """Give what the arguments of a command name; without any, standard input.

    Args:
        arguments: files, texts, or ``"-"``.
        as_text: take every argument as a text.
        as_file: take every argument as a file.

    Raises:
        UsageError: nothing to read, or standard input twice.
    """
    if as_text and as_file:
        raise UsageError("--text and --file exclude each other")
    if not arguments:
        if sys.stdin.isatty():
            raise UsageError("nothing to read: give a text, a file, or pipe something in")
        arguments = [STDIN]
    if not as_text and list(arguments).count(STDIN) > 1:
        raise UsageError("standard input, '-', can be read only once")
    return [_source(argument, as_text, as_file) for argument in arguments]


def _source(argument: str, as_text: bool, as_file: bool) -> Source:
    if as_text:
        return Source("the text", None, argument)
    if argument == STDIN:
        return Source("<stdin>", STDIN)
    return Source(argument, argument) if as_file or _exists(argument) else _text(argument)


def _text(argument: str) -> Source:
    return Source("the text", None, argument)


def _exists(argument: str) -> bool:
    try:
        return Path(argument).exists()
    except (OSError, ValueError):  # too long for a name, or with a null character
        return False


def looks_like_file(argument: str) -> bool:
    """Say whether a text of the command line was probably meant as the name of a file."""
    return " " not in argument and argument.lower().endswith(_SUSPICIOUS)


# Treebanks.


def parse_conllu(content: str, name: str, language: str | None) -> Iterator[Parse]:
    """Parse CoNLL-U, a bounded batch of sentences at a time.

    Args:
        content: of the file.
        name: of the file, for messages.
        language: of the sentences, ``None`` to detect it from the first batch.

    Raises:
        ConlluError: a line breaks the format.
    """
    from semgraph.parse import conllu, detect_language

    content = content.replace("\r\n", "\n")
    start, line = 0, 0
    while start < len(content):
        end = content.find("\n\n", start + CONLLU_CHUNK)
        chunk = content[start:] if end < 0 else content[start : end + 2]
        try:
            parse = conllu.parse_conllu(chunk, source=name, language=language or "")
        except ConlluError as error:
            if error.line is not None:
                error.line += line
            raise
        if language is None:
            language = detect_language("\n".join(parse.texts))
            parse = replace(parse, language=language)
        if len(parse):
            yield parse
        start += len(chunk)
        line += chunk.count("\n")


# Token graphs.


def read_graphs(source: Source) -> Iterator[TokenGraph]:
    """Read token graphs: one JSON object, or JSON Lines, which are read as they are used.

    Raises:
        DocumentError: JSON that is broken, or no token graph.
        InputError: the file cannot be read, or holds no graph.
    """
    return parse_graphs(source.lines(), source.name)


def parse_graphs(lines: Iterable[bytes], name: str) -> Iterator[TokenGraph]:
    """Parse the lines of a file of token graphs; see `read_graphs`."""
    from semgraph.graph import TokenGraph

    number = None
    for number, document in _documents(lines):
        try:
            yield TokenGraph.from_json(document)
        except DocumentError as error:
            place = f"{name}:{number}" if number else name
            raise DocumentError(f"{place}: {error}") from error
    if number is None:
        raise InputError("there is no token graph here", source=name)


def _documents(lines: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """Give each document with its line; 0 for the only one, which may stand on several lines."""
    filled = ((number, line) for number, line in enumerate(lines, 1) if line.strip())
    (_, line), second = next(filled, (0, b"")), next(filled, None)
    if not line:
        return
    if second is None or not line.strip().endswith(b"}"):
        rest = [] if second is None else [second[1], *(more for _, more in filled)]
        yield 0, b"".join([line, *rest])
        return
    yield 1, line
    yield second
    yield from filled


def sniff(content: str) -> Kind:
    """Tell by the content what was piped in: a token graph, CoNLL-U, or text."""
    start = content[:4096].lstrip("\ufeff \t\r\n")
    if start.startswith("{") and '"format"' in content[:4096]:
        return "graph"
    rows = (row for row in start.split("\n") if row and not row.startswith("#"))
    columns: list[Any] = next(rows, "").rstrip("\r").split("\t")
    return "conllu" if len(columns) == 10 and columns[0][:1].isdigit() else "text"
