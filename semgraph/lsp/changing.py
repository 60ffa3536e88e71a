"""Requests that change a text: renaming, formatting, quick fixes."""

from __future__ import annotations

import asyncio

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException

from semgraph.errors import GrammarError, UsageError
from semgraph.grammar import format_source
from semgraph.lsp import convert
from semgraph.lsp.session import Answers, GrammarServer
from semgraph.workbench import editing

_REFUSED = -32803  # RequestFailed

answers = Answers()


@answers(lsp.TEXT_DOCUMENT_PREPARE_RENAME)
async def _prepare_rename(
    server: GrammarServer, params: lsp.PrepareRenameParams
) -> lsp.PrepareRenamePlaceholder | None:
    page = server.page(params.text_document.uri)
    if page is None:
        return None
    try:
        mention = editing.rename_target(page.text, page.at.offset(params.position))
    except UsageError:
        return None
    return lsp.PrepareRenamePlaceholder(page.at.range(mention.start, mention.end), mention.name)


@answers(lsp.TEXT_DOCUMENT_RENAME, lsp.RenameOptions(prepare_provider=True))
async def _rename(server: GrammarServer, params: lsp.RenameParams) -> lsp.WorkspaceEdit | None:
    page = server.page(params.text_document.uri)
    if page is None:
        return None
    try:
        changes = editing.rename(page.text, page.at.offset(params.position), params.new_name)
    except UsageError as error:
        raise JsonRpcException(str(error), _REFUSED) from None
    edits = [lsp.TextEdit(page.at.range(m.start, m.end), new) for m, new in changes]
    return lsp.WorkspaceEdit(changes={page.uri: edits})


@answers(lsp.TEXT_DOCUMENT_FORMATTING)
async def _format(
    server: GrammarServer, params: lsp.DocumentFormattingParams
) -> list[lsp.TextEdit] | None:
    page = server.page(params.text_document.uri)
    if page is None:
        return None
    try:
        formatted = await asyncio.to_thread(format_source, page.text, page.path)
    except GrammarError:  # the diagnostics tell what is wrong
        return None
    return convert.layout(page.text, formatted, page.at)


@answers(
    lsp.TEXT_DOCUMENT_CODE_ACTION,
    lsp.CodeActionOptions(code_action_kinds=[lsp.CodeActionKind.QuickFix]),
)
async def _actions(
    server: GrammarServer, params: lsp.CodeActionParams
) -> list[lsp.CodeAction] | None:
    page = server.page(params.text_document.uri)
    if page is None:
        return None
    known = server.found.get(page.uri)
    found = known[1] if known and known[0] == page.text else await server.diagnose(page)
    actions = []
    for diagnostic in found:
        shown = convert.diagnostic(diagnostic, page.at)
        if shown.range.end < params.range.start or params.range.end < shown.range.start:
            continue
        for fix in editing.fixes(page.text, diagnostic):
            edit = lsp.TextEdit(page.at.range(fix.start, fix.end), fix.new)
            actions.append(
                lsp.CodeAction(
                    title=fix.title,
                    kind=lsp.CodeActionKind.QuickFix,
                    diagnostics=[shown],
                    is_preferred=fix.preferred,
                    edit=lsp.WorkspaceEdit(changes={page.uri: [edit]}),
                )
            )
    return actions
