"""The steps in which a file is read, each with the code of what can go wrong in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from semgraph.errors import GrammarError
from semgraph.grammar.find import home
from semgraph.grammar.lint.used import Used
from semgraph.grammar.parser import build_tree, parse_source
from semgraph.grammar.reader import Reader, read_grammar_file, read_lexicon
from semgraph.grammar.rules import GrammarTree, Lexicon
from semgraph.grammar.scope import Finding, Problem
from semgraph.grammar.source import Source
from semgraph.grammar.syntax import Location


@dataclass
class Draft:
    """A file while it is read.

    Attributes:
        source: its text.
        path: where it stands, ``None`` for a string.
        used: keeps the grammars that it uses.
        reader: of those grammars.
        findings: what went wrong so far.
        lexicons: those that could be read.
        unread: names of lexicons and of used grammars that could not.
    """

    source: Source
    path: Path | None
    used: Used
    reader: Reader = field(init=False)
    findings: list[Finding] = field(default_factory=list)
    lexicons: dict[str, Lexicon] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.reader = self.used.reader()

    def note(self, code: str, error: GrammarError, at: Location | None = None) -> None:
        """Note an error; one of another file is told at a place of this one."""
        if at is None or (error.file, error.line) == (self.source.file, at.line):
            self.findings.append(_finding(code, error))
            return
        where = ":".join(str(p) for p in (error.file, error.line, error.column) if p is not None)
        self.findings.append(Finding(code, Problem(f"{where}: {error.message}", at, error.hint)))


def _finding(code: str, error: GrammarError) -> Finding:
    place = None if error.line is None else Location(error.line, error.column or 1)
    return Finding(code, Problem(error.message, place, error.hint), error.rule)


def read_file(path: Path) -> str | Finding:
    """The file cannot be read: it is not there, too large, or not UTF-8."""
    try:
        return read_grammar_file(path)
    except GrammarError as error:
        return _finding("E001", error)


def read_syntax(draft: Draft) -> Any:
    """The text breaks the syntax of the language.

    Nothing else is told of the file until this is mended, but for what the bare text shows.
    """
    try:
        return parse_source(draft.source)
    except GrammarError as error:
        draft.note("E002", error)
        return None


def read_words(draft: Draft, parsed: Any) -> GrammarTree | None:
    """A word cannot stand where it does: a wrong name, number, choice or parse, or a name twice."""
    try:
        return build_tree(draft.source, parsed)
    except GrammarError as error:
        draft.note("E003", error)
        return None


def read_uses(draft: Draft, tree: GrammarTree) -> None:
    """A used grammar is not there, does not go with this one, or has a mistake of its own."""
    root = home(draft.path, tree.name) if draft.path else None
    with draft.reader.inside(tree.name):
        for item in tree.uses:
            try:
                draft.used.use(draft.reader, item, tree.scheme, draft.source, root)
            except GrammarError as error:
                draft.note("E004", error, item.location)
                draft.unread.add(item.alias)


def read_lexicons(draft: Draft, tree: GrammarTree) -> None:
    """A lexicon's file is not there, or has a mistake."""
    root = home(draft.path, tree.name) if draft.path else None
    for item in tree.lexicons:
        try:
            draft.lexicons[item.name] = read_lexicon(item, draft.source, draft.path, root)[0]
        except GrammarError as error:
            draft.note("E005", error, item.places[1])
            draft.unread.add(item.name)


READING_STEPS: Mapping[str, Callable[..., Any]] = {
    "E001": read_file,
    "E002": read_syntax,
    "E003": read_words,
    "E004": read_uses,
    "E005": read_lexicons,
}
