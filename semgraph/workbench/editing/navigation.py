"""Where names are declared and used, and what it takes to change them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from semgraph.errors import GrammarError, UsageError
from semgraph.grammar.automaton import automaton
from semgraph.grammar.find import read_text
from semgraph.grammar.names import NAME, TABLE_NAME
from semgraph.grammar.reader import MAX_LEXICON_BYTES
from semgraph.workbench.editing.sheet import Mention, Sheet, sheet
from semgraph.workbench.editing.tables import Surroundings

_VARIABLE = re.compile(r"[^\W\d](?:[^\x00-&(-/:-@\[-^`{-\x7f\s≤≥“”„«»\ufeff])*")
_RULE = re.compile(r"[\w.-]+/[\w-]+")
_CAN_CHANGE = ("node", "edge", "lexicon", "rule", "stage")


@dataclass(frozen=True, slots=True)
class Target:
    """A place to go to.

    Attributes:
        path: of the file, ``None`` for the text itself.
        start, end: offsets in that file's text.
        text: of that file.
    """

    path: Path | None
    start: int
    end: int
    text: str


def definition(
    text: str, offset: int, path: str | Path | None = None, around: Surroundings | None = None
) -> Target | None:
    """Give where the name at an offset comes from.

    A node comes from its first mention in the rule; a lexicon from its declaration, and there from
    its file; a column from the header; a used grammar, and a rule's full name in a comment, from
    its file.
    """
    page, here = sheet(text), None if path is None else Path(path)
    around = around or Surroundings()
    mention = page.mention_at(offset)
    if mention is None:
        return _of_word(page, offset, here, around)
    return _DEFINITIONS[mention.kind](page, mention, here, around)


def references(text: str, offset: int) -> list[Mention]:
    """Give all places of the text that name what the name at an offset names."""
    page = sheet(text)
    mention = page.mention_at(offset)
    return page.same(mention) if mention else []


def rename_target(text: str, offset: int) -> Mention:
    """Give the name at an offset, if it can be changed.

    Raises:
        UsageError: it cannot.
    """
    page = sheet(text)
    mention = page.mention_at(offset)
    if mention is None:
        raise UsageError("there is no name here that could be changed")
    if mention.kind not in _CAN_CHANGE or (mention.kind == "lexicon" and "." in mention.name):
        raise UsageError(f"'{mention.name}' comes from elsewhere and cannot be changed here")
    return mention


def rename(text: str, offset: int, name: str) -> list[tuple[Mention, str]]:
    """Give what to write at each place, so that the name at an offset becomes another.

    Nodes and edges change within their rule, in actions and lemmas too; lexicons, rules and
    stages in the file.

    Raises:
        UsageError: the name cannot be changed, or the new one is wrong or taken.
    """
    page = sheet(text)
    mention = rename_target(text, offset)
    if name == mention.name:
        return []
    _check(page, mention, name)
    return [(other, name) for other in page.same(mention)]


def _check(page: Sheet, mention: Mention, name: str) -> None:
    what = mention.kind
    if what in ("node", "edge"):
        if not _VARIABLE.fullmatch(name):
            raise UsageError(f"'{name}' is no name for a {what}: a letter, then letters and digits")
        if name in automaton().keywords or name in ("meta", "global"):
            raise UsageError(f"'{name}' is a word of the language")
        if name in page.tables or name in page.uses:
            raise UsageError(f"'{name}' is a lexicon or a grammar of this file")
        taken = {*page.names("node", mention.scope), *page.names("edge", mention.scope)}
        if name in taken:
            raise UsageError(f"'{name}' is taken in this rule")
        return
    form = TABLE_NAME if what == "lexicon" else NAME
    if not form.fullmatch(name):
        raise UsageError(f"'{name}' is no name for a {what}: letters, digits, '_' and '-'")
    if name in automaton().keywords and what == "lexicon":
        raise UsageError(f"'{name}' is a word of the language")
    if any(m.name == name for m in page.mentions if m.kind == what):
        raise UsageError(f"there is a {what} '{name}' already")
    if what == "lexicon":
        nodes = {m.name for m in page.mentions if m.kind in ("node", "edge")}
        if name in nodes or name in page.uses:
            raise UsageError(f"'{name}' is a node or a grammar of this file")


# Definitions


def _first(page: Sheet, mention: Mention, *_: object) -> Target:
    same = page.same(mention)
    first = next((m for m in same if m.declares), same[0])
    return Target(None, first.start, first.end, page.text)


def _of_lexicon(
    page: Sheet, mention: Mention, path: Path | None, around: Surroundings
) -> Target | None:
    if mention.name not in page.tables:
        alias, _, short = mention.name.rpartition(".")
        found = around.used_file(page, path, alias)
        other = _read(found) if found else None
        if other is None or short not in sheet(other).tables:
            return None
        at = sheet(other).tables[short].lexeme
        return Target(found, at.start, at.end, other)
    table = page.tables[mention.name]
    file = around.table_path(table, path)
    if mention.declares and file:
        return Target(file, 0, 0, "")
    return Target(None, table.lexeme.start, table.lexeme.end, page.text)


def _of_column(
    page: Sheet, mention: Mention, path: Path | None, around: Surroundings
) -> Target | None:
    lexicon, _, column = mention.name.rpartition(".")
    declared = [m for m in page.same(mention) if m.declares]
    if declared:
        return Target(None, declared[0].start, declared[0].end, page.text)
    alias, _, short = lexicon.rpartition(".")
    if alias and lexicon not in page.tables:
        path = around.used_file(page, path, alias)
        other = _read(path) if path else None
        if other is None:
            return None
        page = sheet(other)
        inline = [m for m in page.mentions if m.declares and m.name == f"{short}.{column}"]
        if inline:
            return Target(path, inline[0].start, inline[0].end, page.text)
    table = page.tables.get(short)
    file = around.table_path(table, path) if table else None
    text = _read(file) if file else None
    if text is None:
        return None
    at = 0
    for line in text.split("\n"):
        if line.strip() and not line.startswith("#"):
            for cell in line.split("\t"):
                if cell.strip() == column:
                    start = at + cell.index(column)
                    return Target(file, start, start + len(column), text)
                at += len(cell) + 1
            return None
        at += len(line) + 1
    return None


def _of_use(
    page: Sheet, mention: Mention, path: Path | None, around: Surroundings
) -> Target | None:
    found = around.grammar_file(page, path, mention.name)
    return Target(found, 0, 0, "") if found else None


def _of_word(page: Sheet, offset: int, path: Path | None, around: Surroundings) -> Target | None:
    """Go to a lexicon's file, or to the rule of a full name such as ``en.verbs/light_verb``."""
    for table in page.tables.values():
        if table.path and table.path.start <= offset <= table.path.end:
            file = around.table_path(table, path)
            return Target(file, 0, 0, "") if file else None
    line = page.text.rfind("\n", 0, offset) + 1
    end = page.text.find("\n", offset)
    for found in _RULE.finditer(page.text, line, len(page.text) if end < 0 else end):
        if found.start() <= offset <= found.end():
            grammar, _, rule = found[0].partition("/")
            own = grammar == page.grammar
            file = None if own else around.grammar_file(page, path, grammar)
            text = page.text if own else _read(file) if file else None
            spans = [s for s in sheet(text).rules if s.name == rule] if text is not None else []
            if spans and text is not None:
                return Target(file, spans[0].named.start, spans[0].named.end, text)
    return None


def _read(path: Path) -> str | None:
    try:
        return read_text(path, str(path), MAX_LEXICON_BYTES, "a file")
    except GrammarError:
        return None


_DEFINITIONS: Mapping[str, Callable[[Sheet, Mention, Path | None, Surroundings], Target | None]] = {
    "node": _first,
    "edge": _first,
    "rule": _first,
    "stage": _first,
    "lexicon": _of_lexicon,
    "column": _of_column,
    "use": _of_use,
}
