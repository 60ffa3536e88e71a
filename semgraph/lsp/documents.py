"""Documents that open, change and close; each change is checked soon."""

from __future__ import annotations

from lsprotocol import types as lsp

from semgraph.grammar.lint import Linter
from semgraph.lsp.session import Answers, GrammarServer
from semgraph.workbench import editing

DELAY = 0.15  # seconds without a change before a text is checked

answers = Answers()


@answers(lsp.INITIALIZE)
async def _initialize(server: GrammarServer, params: lsp.InitializeParams) -> None:
    options = params.initialization_options
    given = options.get("grammarPath", ()) if isinstance(options, dict) else ()
    if isinstance(given, list) and given:
        search = (*map(str, given), *map(str, server.around.search_path))
        server.around = editing.Surroundings(search)
        server.linter = Linter(search)
        server.judge.search_path = list(search)


@answers(lsp.SHUTDOWN)
async def _shutdown(server: GrammarServer, params: None) -> None:  # noqa: ARG001
    for task in server.checks.values():
        task.cancel()
    server.judge.close()


@answers(lsp.TEXT_DOCUMENT_DID_OPEN)
async def _opened(server: GrammarServer, params: lsp.DidOpenTextDocumentParams) -> None:
    server.check(params.text_document.uri)


@answers(lsp.TEXT_DOCUMENT_DID_CHANGE)
async def _changed(server: GrammarServer, params: lsp.DidChangeTextDocumentParams) -> None:
    server.check(params.text_document.uri, DELAY)


@answers(lsp.TEXT_DOCUMENT_DID_SAVE)
async def _saved(server: GrammarServer, params: lsp.DidSaveTextDocumentParams) -> None:  # noqa: ARG001
    server.check_all()


@answers(lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES)
async def _watched(server: GrammarServer, params: lsp.DidChangeWatchedFilesParams) -> None:  # noqa: ARG001
    server.check_all()


@answers(lsp.TEXT_DOCUMENT_DID_CLOSE)
async def _closed(server: GrammarServer, params: lsp.DidCloseTextDocumentParams) -> None:
    server.forget(params.text_document.uri)
