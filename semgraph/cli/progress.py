"""A progress bar on standard error, for work that takes long."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.progress import Progress

_PATIENCE = 2.0  # seconds without a bar


class Bar:
    """Counts documents and bytes; shows itself after a while, and only on a terminal.

    Args:
        total: bytes of all inputs; 0 if not known.
        shown: whether it may be shown at all.
    """

    def __init__(self, total: int, *, shown: bool) -> None:
        self._total = total
        self._done = 0
        self._documents = 0
        self._begin = time.monotonic()
        self._shown = shown and sys.stderr.isatty()
        self._progress: Progress | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._progress is not None:
            self._progress.stop()

    def advance(self, *, documents: int = 0, size: int = 0) -> None:
        """Count what has been done."""
        self._documents += documents
        self._done += size
        if not self._shown or time.monotonic() - self._begin < _PATIENCE:
            return
        if self._progress is None:
            self._progress = _progress(self._total)
            self._progress.start()
        self._progress.update(
            self._progress.task_ids[0], completed=self._done, documents=self._documents
        )


def _progress(total: int) -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    progress = Progress(
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %" if total else ""),
        TextColumn("{task.fields[documents]:,} documents"),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    progress.add_task("", total=total or None, documents=0)
    return progress
