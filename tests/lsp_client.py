"""A client of the language server: the real protocol, to the real process."""

from __future__ import annotations

import asyncio
import sys
import threading
import time
from pathlib import Path
from typing import Any

from lsprotocol import types as lsp
from pygls.lsp.client import LanguageClient

WAIT = 60.0


class Client:
    """Runs ``semgraph lsp`` and talks to it from another thread, so that tests are plain."""

    def __init__(self, capabilities: lsp.ClientCapabilities | None = None) -> None:
        self.found: dict[str, tuple[int | None, list[lsp.Diagnostic]]] = {}
        self.shown: list[str] = []
        self._versions: dict[str, int] = {}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.run(self._start())
        self.initialized: lsp.InitializeResult = self.request(
            lsp.INITIALIZE,
            lsp.InitializeParams(capabilities=capabilities or lsp.ClientCapabilities()),
        )
        self.notify(lsp.INITIALIZED, lsp.InitializedParams())

    async def _start(self) -> None:
        self._client = LanguageClient("tests", "1")

        @self._client.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def publish(params: lsp.PublishDiagnosticsParams) -> None:
            self.found[params.uri] = params.version, list(params.diagnostics)

        @self._client.feature(lsp.WINDOW_SHOW_MESSAGE)
        def show(params: lsp.ShowMessageParams) -> None:
            self.shown.append(params.message)

        await self._client.start_io(sys.executable, "-m", "semgraph", "lsp")

    def run(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(WAIT)

    def request(self, method: str, params: Any) -> Any:
        async def send() -> Any:
            return await self._client.protocol.send_request_async(method, params)

        return self.run(send())

    def notify(self, method: str, params: Any) -> None:
        async def send() -> None:
            self._client.protocol.notify(method, params)

        self.run(send())

    def close(self) -> int:
        """Shut the server down and give its exit code."""
        self.request(lsp.SHUTDOWN, None)
        self.notify(lsp.EXIT, None)
        server = self._client._server
        assert server is not None
        code: int = self.run(server.wait())
        self.run(self._client.stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(WAIT)
        self._loop.close()
        return code

    # Documents

    def open(self, uri: str, text: str) -> None:
        self._versions[uri] = 1
        item = lsp.TextDocumentItem(uri, "semgraph", 1, text)
        self.notify(lsp.TEXT_DOCUMENT_DID_OPEN, lsp.DidOpenTextDocumentParams(item))

    def change(self, uri: str, text: str) -> int:
        self._versions[uri] += 1
        document = lsp.VersionedTextDocumentIdentifier(self._versions[uri], uri)
        changes: list[Any] = [lsp.TextDocumentContentChangeWholeDocument(text)]
        self.notify(
            lsp.TEXT_DOCUMENT_DID_CHANGE, lsp.DidChangeTextDocumentParams(document, changes)
        )
        return self._versions[uri]

    def save(self, uri: str) -> None:
        document = lsp.TextDocumentIdentifier(uri)
        self.notify(lsp.TEXT_DOCUMENT_DID_SAVE, lsp.DidSaveTextDocumentParams(document))

    def shut(self, uri: str) -> None:
        document = lsp.TextDocumentIdentifier(uri)
        self.notify(lsp.TEXT_DOCUMENT_DID_CLOSE, lsp.DidCloseTextDocumentParams(document))

    def diagnostics(self, uri: str, version: int = 1) -> list[lsp.Diagnostic]:
        """Wait for the diagnostics of a version."""
        end = time.monotonic() + WAIT
        while time.monotonic() < end:
            known = self.found.get(uri)
            if known and known[0] == version:
                return known[1]
            time.sleep(0.005)
        raise AssertionError(f"no diagnostics of {uri}, version {version}")

    def ask(self, method: str, uri: str, at: lsp.Position, **more: Any) -> Any:
        """Send a request about a position."""
        kind = lsp.METHOD_TO_TYPES[method][2]
        assert kind is not None
        return self.request(
            method, kind(text_document=lsp.TextDocumentIdentifier(uri), position=at, **more)
        )


def position(text: str, offset: int) -> lsp.Position:
    """Give the position of an offset, in UTF-16 code units."""
    before = text[:offset]
    line = before.rpartition("\n")[2]
    return lsp.Position(before.count("\n"), len(line.encode("utf-16-le")) // 2)


def cursor(marked: str) -> tuple[str, int]:
    """Take the ``¦`` out of a text and give the place where it stood."""
    before, _, after = marked.partition("¦")
    return before + after, len(before)


def applied(text: str, edits: list[Any]) -> str:
    """Give a text with edits made."""
    lines = text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)

    def offset(at: lsp.Position) -> int:
        if at.line >= len(lines):
            return len(text)
        units = lines[at.line].encode("utf-16-le")[: at.character * 2]
        return starts[at.line] + len(units.decode("utf-16-le"))

    for edit in sorted(edits, key=lambda e: (e.range.start.line, e.range.start.character))[::-1]:
        text = text[: offset(edit.range.start)] + edit.new_text + text[offset(edit.range.end) :]
    return text


def uri_of(path: Path) -> str:
    return path.absolute().as_uri()
