"""Reading grammar files: each once, after those that it uses."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from semgraph._collector import collector_paused
from semgraph.errors import GrammarError
from semgraph.grammar.check import check_grammar
from semgraph.grammar.find import Roots, home, read_text
from semgraph.grammar.lexicon import read_table
from semgraph.grammar.names import TABLE_NAME
from semgraph.grammar.parser import read_grammar
from semgraph.grammar.rules import GrammarFile, Lexicon, LexiconItem, UseItem
from semgraph.grammar.source import Source, suggest

MAX_GRAMMAR_BYTES = 4 * 2**20
MAX_LEXICON_BYTES = 64 * 2**20


def digest(*parts: str) -> str:
    """Hash texts, each with its length, so that no two lists hash alike."""
    digest = hashlib.sha256()
    for part in parts:
        encoded = part.encode(errors="surrogatepass")
        digest.update(f"{len(encoded)}\n".encode())
        digest.update(encoded)
    return digest.hexdigest()


class Reader:
    """Reads a file and those that it uses, each once, and keeps them in running order."""

    def __init__(self, search_path: Sequence[str | Path]) -> None:
        self.roots = Roots(search_path)
        self.files: dict[str, GrammarFile] = {}
        self.chain: list[str] = []

    def read(
        self, text: str, path: Path | None, shown: str | None, wanted: str | None = None
    ) -> tuple[GrammarFile, ...]:
        """Read a text that stands, or would stand, at a path.

        Args:
            text: of the file.
            path: of the file.
            shown: the path as errors show it.
            wanted: the name by which the file was found.

        Returns:
            The files in running order; the one that was asked for is the last.
        """
        with collector_paused():
            self._add(text, path, shown, wanted)
        return tuple(self.files.values())

    def _add(
        self, text: str, path: Path | None, shown: str | None, wanted: str | None
    ) -> GrammarFile:
        """Read a file after those that it uses."""
        source = Source(text, shown)
        tree = read_grammar(source)
        if wanted not in (None, tree.name):
            raise GrammarError(
                f"the file calls its grammar '{tree.name}', its place says '{wanted}'", file=shown
            )
        root = home(path, tree.name) if path else None
        with self.inside(tree.name):
            for item in tree.uses:
                self.use(item, tree.scheme, source, root)
        texts: list[str] = []
        lexicons: dict[str, Lexicon] = {}
        for declared in tree.lexicons:
            lexicons[declared.name], content = read_lexicon(declared, source, path, root)
            texts += [declared.name, content]
        check_grammar(tree, lexicons | self.foreign(tree.uses), source)
        file = GrammarFile(
            name=tree.name,
            version=tree.version,
            language=tree.language,
            scheme=tree.scheme,
            uses={item.alias: item.name for item in tree.uses},
            lexicons=lexicons,
            stages=tree.stages,
            path=shown,
            sha256=digest(text, *texts),
            text=text,
        )
        self.files[file.name] = file
        return file

    @contextmanager
    def inside(self, name: str) -> Iterator[None]:
        """Remember that a grammar's uses are being read, so that a circle is seen."""
        self.chain.append(name)
        try:
            yield
        finally:
            self.chain.pop()

    def foreign(self, uses: Sequence[UseItem]) -> dict[str, Lexicon]:
        """Give the lexicons of grammars that have been read, by the names that a file gives them.

        Args:
            uses: the lines of that file.
        """
        return {
            f"{item.alias}.{name}": lexicon
            for item in uses
            if item.name in self.files
            for name, lexicon in self.files[item.name].lexicons.items()
        }

    def use(self, item: UseItem, scheme: str, source: Source, root: Path | None) -> None:
        """Read a used grammar, unless it has been read.

        Args:
            item: the line.
            scheme: label scheme of the file that it stands in.
            source: of that file.
            root: folder of grammars of that file, which is searched first.

        Raises:
            GrammarError: no such grammar, one of another label scheme, or a mistake in it.
        """
        if item.name in self.chain:
            circle = " uses ".join([*self.chain[self.chain.index(item.name) :], item.name])
            raise source.error(f"the grammars use each other: {circle}", item.location)
        if item.name not in self.files:
            first = [root] if root else []
            found = self.roots.find(item.name, first)
            if found is None:
                raise source.error(
                    f"there is no grammar '{item.name}'",
                    item.location,
                    hint=suggest(item.name, self.roots.names(first)),
                )
            self._add(read_grammar_file(found), found, str(found), item.name)
        used = self.files[item.name].scheme
        if used != scheme:
            raise source.error(
                f"'{item.name}' is written for the label scheme '{used}', not '{scheme}'",
                item.location,
            )


def load_lexicon(name: str, path: str | Path) -> Lexicon:
    """Read a lexicon from a file of tab-separated columns, for requests that name it.

    Raises:
        GrammarError: a name that no lexicon has, a file that cannot be read, or a mistake in it.
    """
    if not TABLE_NAME.fullmatch(name):
        raise GrammarError(
            f"'{name}' is no name for a lexicon", hint="letters, digits, '_' and '-'"
        )
    shown = str(path)
    return read_table(name, read_text(Path(path), shown, MAX_LEXICON_BYTES, "a lexicon"), shown)


def read_grammar_file(path: Path) -> str:
    """Give the text of a grammar file; errors as `read_text`."""
    return read_text(path, str(path), MAX_GRAMMAR_BYTES, "a grammar")


def read_lexicon(
    item: LexiconItem, source: Source, path: Path | None, root: Path | None
) -> tuple[Lexicon, str]:
    """Give a declared lexicon, and the text of its file for the hash (inline: none).

    Args:
        item: the declaration.
        source: of the grammar's file.
        path: of the grammar's file.
        root: folder of grammars of that file, which the lexicon does not leave.

    Raises:
        GrammarError: no such file, or a mistake in it.
    """
    if item.path is None:
        assert item.table is not None
        return item.table, ""
    at = item.places[1]
    if path is None or root is None:
        raise source.error(
            "a grammar given as a string has no folder to read lexicons from",
            at,
            hint="give its path as well, or write the lexicon inline",
        )
    target = Path(os.path.normpath(path.absolute().parent / item.path))
    if Path(item.path).is_absolute() or not target.is_relative_to(root):
        raise source.error(f"the lexicon's path leaves the folder {root}", at)
    if not target.is_file():
        raise source.error(f"there is no file '{item.path}'", at, hint=_nearby(target, item.path))
    shown = str(Path(source.file or "").parent / item.path)
    text = read_text(target, shown, MAX_LEXICON_BYTES, "a lexicon")
    return read_table(item.name, text, shown), text


def _nearby(target: Path, written: str) -> str | None:
    """Name the file of the same folder that was probably meant."""
    if not target.parent.is_dir():
        return f"its folder, '{PurePosixPath(written).parent}', does not exist"
    return suggest(target.name, (path.name for path in target.parent.iterdir()))
