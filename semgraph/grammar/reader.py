"""Reading grammar files: each once, after those that it uses."""

from __future__ import annotations

import gc
import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from semgraph.errors import GrammarError
from semgraph.grammar.check import check_grammar
from semgraph.grammar.find import Roots, home, read_text
from semgraph.grammar.lexicon import read_table
from semgraph.grammar.parser import read_grammar
from semgraph.grammar.rules import GrammarFile, GrammarTree, Lexicon, LexiconItem, UseItem
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


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Pause the cycle collector, which would walk the growing tree again and again.

    A tree has no cycles, and a grammar of 1,000 rules loads in half the time.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


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
        with _collector_paused():
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
        self.chain.append(tree.name)
        for item in tree.uses:
            self._use(item, tree.scheme, source, root)
        self.chain.pop()
        texts: list[str] = []
        lexicons: dict[str, Lexicon] = {}
        for declared in tree.lexicons:
            lexicons[declared.name], content = _read_lexicon(declared, source, path, root)
            texts += [declared.name, content]
        check_grammar(tree, lexicons | self._foreign(tree), source)
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

    def _foreign(self, tree: GrammarTree) -> dict[str, Lexicon]:
        """Give the lexicons of used grammars, by the names that they have here."""
        return {
            f"{item.alias}.{name}": lexicon
            for item in tree.uses
            for name, lexicon in self.files[item.name].lexicons.items()
        }

    def _use(self, item: UseItem, scheme: str, source: Source, root: Path | None) -> None:
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


def read_grammar_file(path: Path) -> str:
    """Give the text of a grammar file; errors as `read_text`."""
    return read_text(path, str(path), MAX_GRAMMAR_BYTES, "a grammar")


def _read_lexicon(
    item: LexiconItem, source: Source, path: Path | None, root: Path | None
) -> tuple[Lexicon, str]:
    """Give a declared lexicon, and the text of its file for the hash (inline: none)."""
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
