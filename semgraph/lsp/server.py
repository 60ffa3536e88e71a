"""The server: requests of the protocol, answered by the workbench."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from semgraph.lsp import changing, documents, reading
from semgraph.lsp.session import GrammarServer, Handler


def make_server(search_path: Sequence[str] = ()) -> GrammarServer:
    """Make a server for grammar files.

    Args:
        search_path: folders that ``use`` searches, before the shipped one.
    """
    server = GrammarServer(search_path)
    for method, options, handler in (*documents.answers, *reading.answers, *changing.answers):
        server.feature(method, options)(_bound(handler, server))
    return server


def _bound(handler: Handler, server: GrammarServer) -> Callable[[Any], Awaitable[Any]]:
    async def bound(params: Any = None) -> Any:
        return await handler(server, params)

    return bound
