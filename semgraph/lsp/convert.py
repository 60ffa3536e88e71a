"""From what the workbench says to what the protocol sends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from lsprotocol import types as lsp

from semgraph.grammar.lint import Diagnostic
from semgraph.lsp.positions import Lines
from semgraph.workbench.editing import Completion, Symbol
from semgraph.workbench.editing.fixes import offset_of

SOURCE = "semgraph"
SEVERITIES: Mapping[str, lsp.DiagnosticSeverity] = {
    "error": lsp.DiagnosticSeverity.Error,
    "warning": lsp.DiagnosticSeverity.Warning,
    "info": lsp.DiagnosticSeverity.Information,
}
KINDS: Mapping[str, lsp.CompletionItemKind] = {
    "keyword": lsp.CompletionItemKind.Keyword,
    "feature": lsp.CompletionItemKind.Property,
    "value": lsp.CompletionItemKind.EnumMember,
    "label": lsp.CompletionItemKind.Enum,
    "node": lsp.CompletionItemKind.Variable,
    "edge": lsp.CompletionItemKind.Variable,
    "lexicon": lsp.CompletionItemKind.Struct,
    "column": lsp.CompletionItemKind.Field,
    "grammar": lsp.CompletionItemKind.Module,
    "file": lsp.CompletionItemKind.File,
    "measure": lsp.CompletionItemKind.Function,
    "class": lsp.CompletionItemKind.Class,
    "code": lsp.CompletionItemKind.Constant,
    "sign": lsp.CompletionItemKind.Operator,
}
SYMBOLS: Mapping[str, lsp.SymbolKind] = {
    "stage": lsp.SymbolKind.Namespace,
    "rule": lsp.SymbolKind.Function,
    "lexicon": lsp.SymbolKind.Struct,
}
_ELSEWHERE = re.compile(r"(?P<file>.+?\.\w+):(?P<line>\d+)(?::(?P<column>\d+))?: (?P<message>.+)")


def diagnostic(found: Diagnostic, at: Lines) -> lsp.Diagnostic:
    """Give a finding; what to do stands on a line of its own."""
    start = offset_of(at.text, found.line, found.column)
    end = max(start, offset_of(at.text, found.end_line, found.end_column))
    rule = f" [rule {found.rule}]" if found.rule else ""
    hint = f"\n{found.hint}" if found.hint else ""
    return lsp.Diagnostic(
        range=at.range(start, end),
        message=f"{found.message}{rule}{hint}",
        severity=SEVERITIES[found.severity],
        code=found.code,
        source=SOURCE,
        related_information=list(_related(found)) or None,
    )


def _related(found: Diagnostic) -> Iterator[lsp.DiagnosticRelatedInformation]:
    """Point into the other file that a message names."""
    named = _ELSEWHERE.fullmatch(found.message)
    if named and Path(named["file"]).is_absolute():
        place = lsp.Position(int(named["line"]) - 1, max(0, int(named["column"] or 1) - 1))
        location = lsp.Location(Path(named["file"]).as_uri(), lsp.Range(place, place))
        yield lsp.DiagnosticRelatedInformation(location, named["message"])


def completion(item: Completion, at: Lines, order: int, *, snippets: bool) -> lsp.CompletionItem:
    """Give a completion; the order of the workbench stays."""
    snippet = item.snippet if snippets else None
    return lsp.CompletionItem(
        label=item.label,
        kind=KINDS[item.kind],
        detail=item.detail,
        sort_text=f"{order:05}",
        filter_text=item.label,
        text_edit=lsp.TextEdit(at.range(item.start, item.end), snippet or item.label),
        insert_text_format=lsp.InsertTextFormat.Snippet if snippet else None,
    )


def symbol(item: Symbol, at: Lines) -> lsp.DocumentSymbol:
    """Give an entry of the outline, with those below it."""
    return lsp.DocumentSymbol(
        name=item.name,
        kind=SYMBOLS[item.kind],
        detail=item.detail,
        range=at.range(item.start, item.end),
        selection_range=at.range(item.name_start, item.name_end),
        children=[symbol(child, at) for child in item.children],
    )


def layout(text: str, formatted: str, at: Lines) -> list[lsp.TextEdit]:
    """Give the edit that brings a text into a layout: the lines between what stays as it is."""
    if "\r\n" in text:
        formatted = formatted.replace("\n", "\r\n")
    if text == formatted:
        return []
    old, new = text.splitlines(keepends=True), formatted.splitlines(keepends=True)
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    start = len("".join(old[:head]))
    end = len(text) - len("".join(old[len(old) - tail :]))
    return [lsp.TextEdit(at.range(start, end), "".join(new[head : len(new) - tail]))]
