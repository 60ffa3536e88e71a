"""Used grammars, kept between two looks at a file for as long as theirs do not change."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from semgraph.grammar.reader import Reader
from semgraph.grammar.rules import GrammarFile, UseItem
from semgraph.grammar.source import Source

Stamp = tuple[int, int]  # when it was changed, and its size


class _Kept(NamedTuple):
    found: Path | None
    files: dict[str, GrammarFile]
    stamps: dict[str, Stamp | None]

    @property
    def is_fresh(self) -> bool:
        return all(_stamp(path) == stamp for path, stamp in self.stamps.items())


class Used:
    """Reads used grammars, and remembers them; an editor asks for the same ones at each key.

    Args:
        search_path: folders that ``use`` searches, before the shipped one.
    """

    def __init__(self, search_path: Sequence[str | Path]) -> None:
        self.search_path = tuple(search_path)
        self._kept: dict[tuple[str, Path | None], _Kept] = {}

    def reader(self) -> Reader:
        """Make a reader for one look at a file."""
        return Reader(self.search_path)

    def use(
        self, reader: Reader, item: UseItem, scheme: str, source: Source, root: Path | None
    ) -> None:
        """Let a reader read a used grammar, or give it what was read before.

        Args:
            reader: of the file that uses it; the other arguments as for `Reader.use`.
            item: the line.
            scheme: label scheme of the file.
            source: of the file.
            root: folder of grammars of the file.

        Raises:
            GrammarError: as `Reader.use`.
        """
        key = item.name, root
        found = reader.roots.find(item.name, [root] if root else [])
        kept = self._kept.get(key)
        if (
            kept
            and kept.found == found
            and kept.is_fresh
            and kept.files.keys().isdisjoint(reader.chain)
        ):
            reader.files |= {n: f for n, f in kept.files.items() if n not in reader.files}
        reader.use(item, scheme, source, root)
        files = _with_uses(item.name, reader.files)
        paths = [path for file in files.values() for path in _paths(file)]
        self._kept[key] = _Kept(found, files, {path: _stamp(path) for path in paths})


def _with_uses(name: str, files: dict[str, GrammarFile]) -> dict[str, GrammarFile]:
    """Give a grammar after all that it uses."""
    found: dict[str, GrammarFile] = {}
    for used in files[name].uses.values():
        found |= _with_uses(used, files)
    return found | {name: files[name]}


def _paths(file: GrammarFile) -> list[str]:
    return [str(file.path), *(lexicon.source for lexicon in file.lexicons.values())]


def _stamp(path: str) -> Stamp | None:
    try:
        stat = Path(path).stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size
