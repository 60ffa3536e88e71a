"""Where grammars are found, and how their files are read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import ModuleType

from semgraph.errors import GrammarError, UsageError
from semgraph.grammar.names import DOTTED_NAME

GROUP = "semgraph.grammars"
_BOM = b"\xef\xbb\xbf"


def shipped_root() -> Path:
    """Give the folder of the grammars that come with semgraph."""
    package = Path(__file__).parent.parent
    installed = package / "_grammars"
    return installed if installed.is_dir() else package.parent / "grammars"


@cache
def announced_roots() -> tuple[Path, ...]:
    """Give the folders that installed packages announce, sorted by the name of the entry point.

    Raises:
        UsageError: an entry point that is neither a folder nor a package.
    """
    found = sorted(entry_points(group=GROUP), key=lambda entry: (entry.name, entry.value))
    return tuple(_folder(entry) for entry in found)


def _folder(entry: EntryPoint) -> Path:
    target = entry.load()
    if isinstance(target, ModuleType) and target.__file__:
        target = Path(target.__file__).parent
    if not isinstance(target, str | Path) or not Path(target).is_dir():
        raise UsageError(f"the entry point '{entry.name}' of {GROUP} gives no folder of grammars")
    return Path(target)


class Roots:
    """The folders that are searched for grammars, in order.

    Args:
        search_path: the user's folders, which come first.
    """

    def __init__(self, search_path: Iterable[str | Path] = ()) -> None:
        self.given = tuple(Path(folder) for folder in search_path)

    def find(self, name: str, first: Sequence[Path] = ()) -> Path | None:
        """Give the file of a dotted name, ``None`` if no folder has it.

        Args:
            name: dotted; ``en.verbs`` is ``en/verbs.sg``.
            first: folders to search before all others.
        """
        if not DOTTED_NAME.fullmatch(name):
            return None
        relative = Path(*name.split(".")).with_suffix(".sg")
        for root in self._in_order(first):
            if (root / relative).is_file():
                return root / relative
        return None

    def names(self, first: Sequence[Path] = ()) -> list[str]:
        """Give the dotted names of all grammars that can be found, sorted."""
        return sorted(
            {
                ".".join(path.relative_to(root).with_suffix("").parts)
                for root in self._in_order(first)
                for path in root.rglob("*.sg")
            }
        )

    def _in_order(self, first: Sequence[Path]) -> Iterator[Path]:
        yield from (*first, *self.given, shipped_root())
        yield from announced_roots()


def home(path: Path, name: str) -> Path:
    """Give the folder that a grammar's dotted name counts from.

    That is the folder above ``en`` where the path ends as the name says (``en/verbs.sg``), and
    the file's own folder elsewhere.
    """
    depth = len(name.split("."))
    parents = path.absolute().parents
    return parents[depth - 1] if short_name(path, name).count("/") == depth - 1 else parents[0]


def short_name(path: Path, name: str) -> str:
    """Give the path of a grammar's file below its `home`, ``en/verbs.sg``."""
    parts = name.split(".")
    ends_alike = path.absolute().with_suffix("").parts[-len(parts) :] == tuple(parts)
    return "/".join(parts) + path.suffix if ends_alike else path.name


def read_text(path: Path, shown: str, limit: int, what: str) -> str:
    r"""Read a UTF-8 file whose size has a cap; line ends become ``\n``.

    Args:
        path: of the file.
        shown: the path as errors show it.
        limit: in bytes, checked before the file is read.
        what: ``a grammar`` or ``a lexicon``.

    Raises:
        GrammarError: no such file, too large, or not UTF-8.
    """
    try:
        size = path.stat().st_size
        if size > limit:
            raise GrammarError(
                f"the file has {size:,} bytes, {what} may have {limit:,}", file=shown
            )
        data = path.read_bytes().removeprefix(_BOM)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise GrammarError(f"{what} cannot be read: {reason}", file=shown) from None
    try:
        return data.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        start = data.rfind(b"\n", 0, error.start) + 1
        raise GrammarError(
            f"the byte 0x{data[error.start]:02x} is not UTF-8",
            file=shown,
            line=data.count(b"\n", 0, error.start) + 1,
            column=len(data[start : error.start].decode("utf-8")) + 1,
            hint="save the file as UTF-8",
        ) from None
