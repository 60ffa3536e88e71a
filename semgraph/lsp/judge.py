"""Asks another process what examples do, so that none of them can hold up the server."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Sequence
from typing import TypeAlias

from semgraph.workbench.editing import Verdict

Question: TypeAlias = tuple[str, int, str | None]  # text, line, path

PATIENCE = 3.0  # seconds that a hover waits
LIMIT = 20.0  # seconds after which the process is ended
_KEPT = 32


class Judge:
    """Runs examples, one at a time, and remembers the latest answers.

    Args:
        search_path: folders that ``use`` searches.
    """

    def __init__(self, search_path: Sequence[str] = ()) -> None:
        self.search_path = list(search_path)
        self._process: subprocess.Popen[str] | None = None
        self._tasks: dict[Question, asyncio.Task[Verdict]] = {}
        self._turn = asyncio.Lock()

    async def ask(self, question: Question) -> Verdict | None:
        """Give what an example does; ``None`` while it is still running."""
        task = self._tasks.get(question)
        if task is None:
            task = self._tasks[question] = asyncio.create_task(self._run(question))
        await asyncio.wait({task}, timeout=PATIENCE)
        return task.result() if task.done() else None

    def forget(self) -> None:
        """Forget all answers, since files have changed."""
        self._tasks = {q: task for q, task in self._tasks.items() if not task.done()}

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    async def _run(self, question: Question) -> Verdict:
        async with self._turn:
            for old in list(self._tasks)[:-_KEPT]:
                del self._tasks[old]
            try:
                answer = await asyncio.wait_for(asyncio.to_thread(self._answer, question), LIMIT)
                return Verdict(**json.loads(answer))
            except (TimeoutError, OSError, ValueError) as error:
                self.close()
                late = isinstance(error, TimeoutError)
                reason = f" within {LIMIT:.0f} seconds" if late else ""
                return Verdict(question[1], None, f"The example could not be run{reason}.")

    def _answer(self, question: Question) -> str:
        text, line, path = question
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "semgraph.lsp.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                encoding="utf-8",
            )
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        request = {"text": text, "line": line, "path": path, "search_path": self.search_path}
        process.stdin.write(json.dumps(request) + "\n")
        process.stdin.flush()
        return process.stdout.readline()
