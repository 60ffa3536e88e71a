"""Requests that read: completion, hover, definitions, references, the outline."""

from __future__ import annotations

import asyncio
from pathlib import Path

from lsprotocol import types as lsp

from semgraph.lsp import convert
from semgraph.lsp.positions import lines
from semgraph.lsp.session import Answers, GrammarServer, Page
from semgraph.workbench import editing
from semgraph.workbench.editing.live import example_line
from semgraph.workbench.editing.sheet import Mention

_TRIGGERS = [".", "=", "[", "{", '"', "|", ":"]

answers = Answers()


@answers(lsp.TEXT_DOCUMENT_COMPLETION, lsp.CompletionOptions(trigger_characters=_TRIGGERS))
async def _complete(
    server: GrammarServer, params: lsp.CompletionParams
) -> lsp.CompletionList | None:
    page = server.page(params.text_document.uri)
    if page is None:
        return None
    items = await asyncio.to_thread(
        editing.complete, page.text, page.at.offset(params.position), page.path, server.around
    )
    snippets = _supports_snippets(server.client_capabilities)
    return lsp.CompletionList(
        is_incomplete=False,
        items=[
            convert.completion(item, page.at, order, snippets=snippets)
            for order, item in enumerate(items)
        ],
    )


def _supports_snippets(client: lsp.ClientCapabilities) -> bool:
    document = client.text_document
    completion = document.completion if document else None
    item = completion.completion_item if completion else None
    return bool(item and item.snippet_support)


@answers(lsp.TEXT_DOCUMENT_HOVER)
async def _hover(server: GrammarServer, params: lsp.HoverParams) -> lsp.Hover | None:
    page = server.page(params.text_document.uri)
    if page is None:
        return None
    offset = page.at.offset(params.position)
    line = await asyncio.to_thread(example_line, page.text, offset)
    said = await asyncio.to_thread(editing.hover, page.text, offset, page.path, server.around)
    parts = [said.markdown] if said else []
    if line is not None:
        verdict = await server.judge.ask((page.text, line, page.path))
        parts.insert(0, verdict.markdown if verdict else "The example is still being run.")
    if not parts:
        return None
    return lsp.Hover(
        lsp.MarkupContent(lsp.MarkupKind.Markdown, "\n\n".join(parts)),
        page.at.range(said.start, said.end) if said else None,
    )


@answers(lsp.TEXT_DOCUMENT_DEFINITION)
async def _definition(server: GrammarServer, params: lsp.DefinitionParams) -> lsp.Location | None:
    page = server.page(params.text_document.uri)
    if page is None:
        return None
    target = await asyncio.to_thread(
        editing.definition,
        page.text,
        page.at.offset(params.position),
        page.path,
        server.around,
    )
    if target is None:
        return None
    if target.path is None:
        return lsp.Location(page.uri, page.at.range(target.start, target.end))
    at = lines(target.text, server.encoding)
    uri = Path(target.path).absolute().as_uri()
    return lsp.Location(uri, at.range(target.start, target.end))


async def _mentions(
    server: GrammarServer, params: lsp.ReferenceParams | lsp.DocumentHighlightParams
) -> tuple[Page, list[Mention]] | None:
    page = server.page(params.text_document.uri)
    if page is None:
        return None
    offset = page.at.offset(params.position)
    return page, await asyncio.to_thread(editing.references, page.text, offset)


@answers(lsp.TEXT_DOCUMENT_REFERENCES)
async def _references(
    server: GrammarServer, params: lsp.ReferenceParams
) -> list[lsp.Location] | None:
    found = await _mentions(server, params)
    if found is None:
        return None
    page, mentions = found
    asked = params.context.include_declaration
    return [
        lsp.Location(page.uri, page.at.range(m.start, m.end))
        for m in mentions
        if asked or not m.declares
    ]


@answers(lsp.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT)
async def _highlight(
    server: GrammarServer, params: lsp.DocumentHighlightParams
) -> list[lsp.DocumentHighlight] | None:
    found = await _mentions(server, params)
    if found is None:
        return None
    page, mentions = found
    kinds = {True: lsp.DocumentHighlightKind.Write, False: lsp.DocumentHighlightKind.Read}
    return [
        lsp.DocumentHighlight(page.at.range(m.start, m.end), kinds[m.declares]) for m in mentions
    ]


@answers(lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
async def _symbols(
    server: GrammarServer, params: lsp.DocumentSymbolParams
) -> list[lsp.DocumentSymbol] | None:
    page = server.page(params.text_document.uri)
    if page is None:
        return None
    found = await asyncio.to_thread(editing.symbols, page.text)
    return [convert.symbol(item, page.at) for item in found]


@answers(lsp.TEXT_DOCUMENT_FOLDING_RANGE)
async def _folding(
    server: GrammarServer, params: lsp.FoldingRangeParams
) -> list[lsp.FoldingRange] | None:
    page = server.page(params.text_document.uri)
    if page is None:
        return None
    found = await asyncio.to_thread(editing.folds, page.text)
    return [
        lsp.FoldingRange(
            page.at.position(fold.start).line,
            page.at.position(fold.end).line,
            kind=lsp.FoldingRangeKind.Comment if fold.is_comment else lsp.FoldingRangeKind.Region,
        )
        for fold in found
    ]
