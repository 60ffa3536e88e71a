"""The state of a server: open documents, what was found in them, and what they stand among."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Awaitable, Callable, Iterator, Sequence
from functools import wraps
from typing import Any, NamedTuple, TypeAlias

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from semgraph import __version__
from semgraph.grammar.lint import Diagnostic, Linter
from semgraph.grammar.reader import MAX_GRAMMAR_BYTES
from semgraph.lsp import convert
from semgraph.lsp.judge import Judge
from semgraph.lsp.positions import Lines, lines
from semgraph.workbench import editing

logger = logging.getLogger(__name__)
Handler: TypeAlias = Callable[["GrammarServer", Any], Awaitable[Any]]


class Page(NamedTuple):
    """An open document as it stands.

    Attributes:
        path: of its file, ``None`` if it has none.
        at: its lines.
    """

    uri: str
    text: str
    path: str | None
    version: int | None
    at: Lines


class GrammarServer(LanguageServer):
    """A language server for grammar files.

    Args:
        search_path: folders that ``use`` searches, before the shipped one.
    """

    def __init__(self, search_path: Sequence[str] = ()) -> None:
        super().__init__(
            "semgraph", __version__, text_document_sync_kind=lsp.TextDocumentSyncKind.Full
        )
        self.around = editing.Surroundings(tuple(search_path))
        self.linter = Linter(search_path)
        self.judge = Judge(search_path)
        self.found: dict[str, tuple[str, list[Diagnostic]]] = {}
        self.checks: dict[str, asyncio.Task[None]] = {}
        self._turn = threading.Lock()

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Write what went wrong to the log; the person at the editor cannot mend it."""
        logger.error("%s: %s", getattr(source, "__name__", source), error)

    def page(self, uri: str) -> Page | None:
        """Give an open document, ``None`` if it is not open."""
        document = self.workspace.text_documents.get(uri)
        if document is None:
            return None
        text = document.source
        return Page(uri, text, to_fs_path(uri), document.version, lines(text, self.encoding))

    @property
    def encoding(self) -> str:
        """What the client counts in a line: UTF-16 code units unless it asked for others."""
        return lsp.PositionEncodingKind(self.workspace.position_encoding).value

    # Diagnostics

    def check(self, uri: str, delay: float = 0.0) -> None:
        """Check a document soon, unless it changes before."""
        if uri in self.checks:
            self.checks[uri].cancel()
        self.checks[uri] = asyncio.create_task(self._check(uri, delay))

    def check_all(self) -> None:
        """Check all open documents, since a file that they use may have changed."""
        self.judge.forget()
        for uri in self.workspace.text_documents:
            self.check(uri)

    def forget(self, uri: str) -> None:
        """Take back what was said of a document that is closed."""
        task = self.checks.pop(uri, None)
        if task:
            task.cancel()
        self.found.pop(uri, None)
        self._publish(uri, None, [])

    async def _check(self, uri: str, delay: float) -> None:
        await asyncio.sleep(delay)
        page = self.page(uri)
        if page is None:
            return
        try:
            found = await self.diagnose(page)
        except Exception:
            logger.exception("the check of %s failed", uri)
            return
        now = self.page(uri)
        if now is not None and now.text == page.text:
            self._publish(uri, page.version, [convert.diagnostic(d, page.at) for d in found])

    async def diagnose(self, page: Page) -> list[Diagnostic]:
        """Give the findings of a document."""
        found = await asyncio.to_thread(self._diagnose, page)
        if self.page(page.uri) is not None:
            self.found[page.uri] = page.text, found
        return found

    def _diagnose(self, page: Page) -> list[Diagnostic]:
        size = len(page.text.encode("utf-8", "surrogatepass"))
        if size > MAX_GRAMMAR_BYTES:
            message = f"the file has {size:,} bytes, a grammar may have {MAX_GRAMMAR_BYTES:,}"
            return [Diagnostic("E001", "error", message, page.path, 1, 1, 1, 2)]
        with self._turn:  # a check that was given up may still be running
            return self.linter.diagnose(page.text, page.path)

    def _publish(self, uri: str, version: int | None, found: list[lsp.Diagnostic]) -> None:
        self.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, found, version))


class Answers:
    """Handlers of requests and notifications, with the methods that they answer."""

    def __init__(self) -> None:
        self._handlers: list[tuple[str, Any, Handler]] = []

    def __iter__(self) -> Iterator[tuple[str, Any, Handler]]:
        """Give each method with its options and its handler."""
        return iter(self._handlers)

    def __call__(self, method: str, options: Any = None) -> Callable[[Handler], Handler]:
        """Make a decorator for the handler of a method.

        Whatever fails in the handler goes to the log, and the client gets an empty answer.
        """

        def register(handler: Handler) -> Handler:
            @wraps(handler)
            async def safe(server: GrammarServer, params: Any) -> Any:
                try:
                    return await handler(server, params)
                except (JsonRpcException, asyncio.CancelledError):
                    raise
                except Exception:
                    logger.exception("%s failed", method)
                    return None

            self._handlers.append((method, options, safe))
            return safe

        return register
