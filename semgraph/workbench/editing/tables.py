"""The files around a text: its lexicons, used grammars, and what it could name."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from semgraph.errors import GrammarError, UsageError
from semgraph.grammar import shipped_root
from semgraph.grammar.find import Roots, announced_roots, home
from semgraph.grammar.lexicon import read_inline
from semgraph.grammar.quoting import unquote
from semgraph.grammar.reader import read_grammar_file, read_lexicon
from semgraph.grammar.rules import Lexicon, LexiconItem
from semgraph.grammar.source import Source, WordError
from semgraph.grammar.syntax import Location
from semgraph.workbench.editing.sheet import Sheet, Table, sheet

_MOST_FOLDERS = 400  # that are looked into for names, in case a grammar stands in a home folder
_DEEPEST = 4
_START = Location(1, 1)

Stamp = tuple[str, int, int]


@dataclass
class Surroundings:
    """The folders around grammars that are edited; lexicons are read once for each change.

    Attributes:
        search_path: folders that ``use`` searches, before the shipped one.
    """

    search_path: Sequence[str | Path] = ()
    _read: dict[Stamp, Lexicon | None] = field(default_factory=dict, repr=False)

    def lexicon(self, page: Sheet, path: Path | None, name: str) -> Lexicon | None:
        """Give a lexicon by the name it has in a text; ``None`` if it cannot be read."""
        if name in page.tables:
            return self._own(page, path, page.tables[name])
        alias, _, short = name.rpartition(".")
        found = self.used_file(page, path, alias)
        other = self._sheet(found) if found else None
        if other is None or short not in other.tables:
            return None
        return self._own(other, found, other.tables[short])

    def lexicon_names(self, page: Sheet, path: Path | None) -> list[str]:
        """Give the names of all lexicons that a text can name."""
        names = list(page.tables)
        for alias in page.uses:
            found = self.used_file(page, path, alias)
            other = self._sheet(found) if found else None
            names += [f"{alias}.{name}" for name in other.tables] if other else []
        return names

    def used_file(self, page: Sheet, path: Path | None, alias: str) -> Path | None:
        """Give the file of a used grammar."""
        return self.grammar_file(page, path, page.uses[alias].text) if alias in page.uses else None

    def grammar_file(self, page: Sheet, path: Path | None, name: str) -> Path | None:
        """Give the file of a grammar by its dotted name."""
        root = [home(path, page.grammar)] if path and page.grammar else []
        try:
            return Roots(self.search_path).find(name, root)
        except (OSError, UsageError, ValueError):
            return None

    def grammar_names(self, page: Sheet, path: Path | None) -> list[str]:
        """Give the dotted names of the grammars that a text can use."""
        own = [home(path, page.grammar)] if path and page.grammar else []
        try:
            announced = announced_roots()
        except UsageError:
            announced = ()
        roots = [*own, *map(Path, self.search_path), shipped_root(), *announced]
        names = {
            ".".join(found.relative_to(root).with_suffix("").parts)
            for root in roots
            for found in _below(root, ".sg")
        }
        return sorted(names - {page.grammar})

    def table_files(self, path: Path | None) -> list[str]:
        """Give the tables below a text's folder, as a lexicon names them."""
        if path is None:
            return []
        folder = path.absolute().parent
        return sorted(found.relative_to(folder).as_posix() for found in _below(folder, ".tsv"))

    def table_path(self, table: Table, path: Path | None) -> Path | None:
        """Give the file of a declared lexicon, if it is there."""
        if table.path is None or path is None:
            return None
        try:
            target = path.absolute().parent / unquote(table.path.text)
            return Path(os.path.normpath(target)) if target.is_file() else None
        except (OSError, ValueError, WordError):
            return None

    def _sheet(self, path: Path) -> Sheet | None:
        try:
            return sheet(read_grammar_file(path))
        except GrammarError:
            return None

    def _own(self, page: Sheet, path: Path | None, table: Table) -> Lexicon | None:
        try:
            if table.block is not None:
                return read_inline(table.name, table.block.text, Source(page.text, None), _START)
            if table.path is None or path is None:
                return None
            stamp = self._stamp(table, path)
            if stamp not in self._read:
                self._read[stamp] = self._from_file(page, path, table)
            return self._read[stamp]
        except (GrammarError, WordError, OSError, ValueError):
            return None

    def _stamp(self, table: Table, path: Path) -> Stamp:
        target = self.table_path(table, path)
        if target is None:
            raise FileNotFoundError(table.name)
        stat = target.stat()
        return str(target), stat.st_mtime_ns, stat.st_size

    def _from_file(self, page: Sheet, path: Path, table: Table) -> Lexicon:
        assert table.path is not None
        item = LexiconItem(table.name, unquote(table.path.text), None, _START, (_START, _START))
        root = home(path, page.grammar or path.stem)
        return read_lexicon(item, Source(page.text, str(path)), path, root)[0]


def _below(root: Path, ending: str) -> Iterator[Path]:
    """Give the files of a kind in a folder and below, in so many folders at most."""
    for count, (folder, names, files) in enumerate(os.walk(root)):
        deep = len(Path(folder).relative_to(root).parts) >= _DEEPEST
        names[:] = [] if deep else sorted(n for n in names if not n.startswith((".", "_")))
        yield from (Path(folder, file) for file in sorted(files) if file.endswith(ending))
        if count >= _MOST_FOLDERS:
            return
