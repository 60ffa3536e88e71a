"""Where results go: standard output, or a file that appears only when it is whole."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import StringIO
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

from semgraph.errors import UsageError

if TYPE_CHECKING:
    from rich.console import RenderableType

_NEW_FILE = 0o666  # before the user's mask


class Output:
    """A place for bytes.

    Attributes:
        terminal: whether people look at it directly.
    """

    def __init__(self, stream: IO[bytes], *, terminal: bool) -> None:
        self._stream = stream
        self.terminal = terminal

    def write(self, content: bytes) -> None:
        """Write bytes; they may wait for `flush`."""
        self._stream.write(content)

    def line(self, content: bytes) -> None:
        """Write bytes and a line feed."""
        self._stream.write(content)
        self._stream.write(b"\n")

    def flush(self) -> None:
        """Let readers see what has been written."""
        self._stream.flush()


@contextmanager
def open_output(path: str | None) -> Iterator[Output]:
    """Open an output; on any failure a file stays as it was before.

    Args:
        path: of a file, ``None`` or ``"-"`` for standard output.

    Raises:
        UsageError: the file cannot be written.
    """
    if path in (None, "-"):
        stream = sys.stdout.buffer
        yield Output(stream, terminal=stream.isatty())
        stream.flush()
        return
    assert path is not None
    target = Path(path).resolve()
    try:
        mode = target.stat().st_mode
    except OSError:
        mode = stat.S_IFREG | (_NEW_FILE & ~_umask())
    if not stat.S_ISREG(mode) and not target.is_dir():  # a device or a pipe
        with target.open("wb") as stream:
            yield Output(stream, terminal=stream.isatty())
        return
    with _beside(target, path, stat.S_IMODE(mode)) as stream:
        yield Output(stream, terminal=False)


@contextmanager
def _beside(target: Path, shown: str, mode: int) -> Iterator[IO[bytes]]:
    """Write beside a file, and put the new one in its place at the end."""
    try:
        if target.is_dir():
            raise IsADirectoryError(None, "is a directory")
        descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:64]}.")
    except OSError as error:
        raise UsageError(f"cannot write '{shown}': {error.strerror}") from error
    try:
        with open(descriptor, "wb") as stream:  # noqa: PTH123  # a descriptor, no path
            yield stream
        Path(name).chmod(mode)
        Path(name).replace(target)
    except BaseException:
        with suppress(FileNotFoundError):
            Path(name).unlink()
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


class Page:
    """Renders what people read, as bytes for an `Output`: colours on a terminal only."""

    def __init__(self, output: Output) -> None:
        from rich.console import Console

        shown = Console(highlight=False) if output.terminal else Console(file=StringIO())
        self._encoding = (shown.encoding if output.terminal else None) or "utf-8"
        self._console = Console(
            file=StringIO(),
            width=shown.width,
            force_terminal=output.terminal,
            color_system=cast("Any", shown.color_system) if output.terminal else None,
            no_color=shown.no_color,
            highlight=False,
            markup=False,
            emoji=False,
            legacy_windows=False,
        )

    @property
    def width(self) -> int:
        """Columns that a line may take."""
        return self._console.width

    def render(self, *items: RenderableType, wrap: bool = True) -> bytes:
        """Render items, one below the other; without ``wrap`` long lines stay whole."""
        with self._console.capture() as capture:
            for item in items:
                self._console.print(item, soft_wrap=not wrap)
        lines = (line.rstrip() for line in capture.get().split("\n"))
        return "\n".join(lines).encode(self._encoding, "replace")
