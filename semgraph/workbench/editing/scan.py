"""Text, however broken, → its words, each with the part that it plays.

The words are read by the tables of the language's own parser, one state after the other. Where a
word does not fit, what is half said before it is given up, as far as it must be for the word to
stand; a word that fits nowhere in its braces is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from semgraph.grammar.automaton import Word, automaton
from semgraph.workbench.editing.roles import Entry, Part, part_of

MAX_CHARACTERS = 2**20  # beyond, nothing but mistakes is told

_SKIP = re.compile(r"(?:[\s\ufeff]+|%[^\n]*)*")
# What begins an item even where what stands before it is not finished; no clause looks like it.
_ANCHOR = re.compile(
    r"""(?P<word>rule|stage)[ \t]+[^\s{]+\s*(?:->\s*\w*\s*)?\{
    | (?P<block>pattern|with|without|global)\s*\{
    | (?P<string>lemma|example|counterexample)\s*"
    | (?P<named>collapse|absorb|resonance|tension|direction|split|head)[ \t]+[^\W\d]
    | (?P<set>set)[ \t]+\w+\.
    | (?P<class>class|priority)[ \t]+[\w-]
    | (?P<table>lexicon)[ \t]+\w+\s*(?:from\b|\{)
    | (?P<use>use)[ \t]+\w""",
    re.VERBOSE,
)
_OPEN_STRING = re.compile(r'(?:re)?"[^"\n]*|/[^/\n]*')
_OPEN_PARSE = re.compile(
    r'"""(?:.|\n)*?(?=\n[ \t]*(?:(?:counter)?example\b|rule\b|stage\b|\}|[a-z]+[ \t]*[{"])|\Z)'
)
_ROW_OF_ANOTHER = re.compile(r"^[ \t]*(?:stage|rule)[ \t]+[^\s{]+.*\{", re.MULTILINE)
_SOFT = ("VARIABLE", "WORD")  # a word that is not known as a keyword can be either
_CLOSING = {"RBRACE": "LBRACE", "RSQB": "LSQB", "LABEL_END": "LABEL", "RPAR": "LPAR"}


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A word or sign of the text.

    Attributes:
        type: its terminal in ``grammar.lark``; ``OPEN`` for a quote that is not closed,
            ``ERROR`` for a character that the language does not have.
        part: what it is here: a node, a feature, a keyword …
        owner: index of the lexeme that it belongs to: the feature of a value, the node of a
            feature; -1 for none.
        stage, rule, block: indices of the keywords that it stands behind; -1 for none.
        fits: whether the syntax allows it.
    """

    type: str
    text: str
    start: int
    part: Part
    owner: int = -1
    stage: int = -1
    rule: int = -1
    block: int = -1
    fits: bool = True

    @property
    def end(self) -> int:
        """The offset behind its last character."""
        return self.start + len(self.text)


class _Kept(NamedTuple):
    """How far a text had been read before a rule or a stage."""

    offset: int
    words: int
    stack: list[Entry]


class Scan:
    """A text that has been read up to its end.

    Args:
        text: what is read.
        other: a text that has been read before; what both begin with is not read again.

    Attributes:
        text: what was read.
        lexemes: its words in order.
    """

    def __init__(self, text: str, other: Scan | None = None) -> None:
        self.text = text
        self.lexemes: list[Lexeme] = []
        self._kept: list[_Kept] = []
        self._tables = automaton()
        self._word = self._tables.reader(text)
        self._stack = [Entry(self._tables.start, "", -1)]
        self._read(self._resume(other) if other else 0)

    def at(self, offset: int) -> int | None:
        """Give the index of the lexeme at an offset, or that ends there; ``None`` for a gap."""
        index = self.before(offset + 1)
        for candidate in (index, index - 1):
            if candidate >= 0:
                lexeme = self.lexemes[candidate]
                inside = lexeme.start <= offset < lexeme.end
                if inside or (lexeme.end == offset and lexeme.part != "sign"):
                    return candidate
        return None

    def before(self, offset: int) -> int:
        """Give the index of the last lexeme that starts before an offset, -1 for none."""
        low, high = 0, len(self.lexemes)
        while low < high:
            middle = (low + high) // 2
            if self.lexemes[middle].start < offset:
                low = middle + 1
            else:
                high = middle
        return low - 1

    def in_comment(self, offset: int) -> bool:
        """Say whether an offset stands in a comment."""
        index = self.before(offset)
        start = self.lexemes[index].end if index >= 0 else 0
        line = self.text.rfind("\n", 0, offset) + 1
        return "%" in self.text[max(start, line) : offset]

    def accepts(self) -> dict[str, tuple[Part, int]]:
        """Give the terminals that may follow, each with the part it would play and its owner."""
        found = {}
        for name in self._tables.states[self._stack[-1].state]:
            if name in self._tables.terminals:
                stack = self._reduced(self._stack, name)
                if stack is not None:
                    named = self._tables.terminals[name]
                    found[named] = part_of(named, stack, self.lexemes)
        return found

    # Reading

    def _resume(self, other: Scan) -> int:
        """Take over what another text begins with as well; give the offset behind it."""
        low, high = 0, len(other._kept)
        while low < high:
            middle = (low + high) // 2
            if self.text.startswith(other.text[: other._kept[middle].offset]):
                low = middle + 1
            else:
                high = middle
        if low == 0:
            return 0
        self._kept = other._kept[: low - 1]  # the last one is noted again
        offset, words, self._stack = other._kept[low - 1]
        self.lexemes = other.lexemes[:words]
        return offset

    def _read(self, start: int) -> None:
        position = self._skip(start)
        closed = True  # what is not closed reaches as far as the text that follows lets it
        while position < len(self.text):
            kind, text = self._next(position)
            closed = closed and kind != "OPEN"
            if closed and kind in ("RULE", "STAGE") and self.lexemes:
                self._kept.append(_Kept(self.lexemes[-1].end, len(self.lexemes), self._stack))
            self._add(kind, text, position)
            position = self._skip(position + len(text))

    def _skip(self, position: int) -> int:
        found = _SKIP.match(self.text, position)
        return found.end() if found else position

    def _next(self, position: int) -> Word:
        """Give the terminal and the text of the next word."""
        anchor = self._anchor(position)
        if anchor:
            return anchor.upper(), anchor
        if self.text.startswith('"""', position) and self.text.find('"""', position + 3) < 0:
            opened = _OPEN_PARSE.match(self.text, position)
            return "OPEN", opened[0] if opened else '"""'
        word = self._word(self._stack[-1].state, position)
        if word is None:
            opened = _OPEN_STRING.match(self.text, position)
            return ("OPEN", opened[0]) if opened else ("ERROR", self.text[position])
        if word[0] == "TABLE":
            foreign = _ROW_OF_ANOTHER.search(word[1])
            if foreign:
                return "OPEN", word[1][: foreign.start()].rstrip() or "{"
        return word

    def _anchor(self, position: int) -> str | None:
        """Give the keyword that begins an item here, though none is expected."""
        line = self.text.rfind("\n", 0, position) + 1
        if self.text[line:position].strip():
            return None
        found = _ANCHOR.match(self.text, position)
        word = found[found.lastgroup or 0] if found else None
        known = self._tables.states[self._stack[-1].state]
        return None if word is None or word.upper() in known else word

    def _add(self, kind: str, text: str, position: int) -> None:
        for name in self._alternatives(kind):
            stack = self._reduced(self._stack, name)
            if stack is not None:
                self._shift(stack, name, text, position)
                return
        for depth in range(len(self._stack) - 1, 0, -1):
            given_up = self._stack[depth].symbol
            for name in self._alternatives(kind):
                stack = self._reduced(self._stack[:depth], name)
                if stack is not None and self._may_stand(name, stack):
                    self._shift(stack, name, text, position)
                    return
            if given_up == "LBRACE" and not self._is_anchor(kind, position):
                break
        part: Part = "string" if kind == "OPEN" else "unknown"
        self._note(Lexeme(kind, text, position, part, fits=False), self._stack)

    def _alternatives(self, kind: str) -> tuple[str, ...]:
        if kind in _SOFT:
            return (kind, *(name for name in _SOFT if name != kind))
        return (kind,)

    def _is_anchor(self, kind: str, position: int) -> bool:
        return kind.isalpha() and _ANCHOR.match(self.text, position) is not None

    def _may_stand(self, name: str, stack: Sequence[Entry]) -> bool:
        """Say whether a closing sign meets what it closes."""
        opening = _CLOSING.get(self._tables.terminals[name])
        return opening is None or any(entry.symbol == opening for entry in stack)

    def _reduced(self, stack: Sequence[Entry], name: str) -> list[Entry] | None:
        """Give the stack on which a terminal can be put; ``None`` if it cannot."""
        states = self._tables.states
        stack = list(stack)
        while True:
            found = states[stack[-1].state].get(name)
            if found is None:
                return None
            _, argument = found
            if not hasattr(argument, "expansion"):
                return stack
            size = len(argument.expansion)
            first = stack[-size].lexeme if size else -1
            if size:
                del stack[-size:]
            origin = argument.origin.name
            _, state = states[stack[-1].state][origin]
            stack.append(Entry(state, origin, first))

    def _shift(self, stack: list[Entry], name: str, text: str, position: int) -> None:
        state = self._tables.states[stack[-1].state][name][1]
        name = self._tables.terminals[name]
        part, owner = part_of(name, stack, self.lexemes)
        if name in ("COLON", "LPAR") and self.lexemes:
            new: Part = "edge" if name == "COLON" else "relation"
            self.lexemes[-1] = replace(self.lexemes[-1], part=new)
        self._note(Lexeme(name, text, position, part, owner), stack)
        stack.append(Entry(state, name, len(self.lexemes) - 1))
        self._stack = stack

    def _note(self, lexeme: Lexeme, stack: Sequence[Entry]) -> None:
        inside = {entry.symbol: entry.lexeme for entry in stack if entry.symbol in _SCOPES}
        block = max((inside.get(name, -1) for name in _BLOCKS), default=-1)
        stage, rule = inside.get("STAGE", -1), inside.get("RULE", -1)
        self.lexemes.append(replace(lexeme, stage=stage, rule=rule, block=block))


_BLOCKS = ("PATTERN", "WITH", "WITHOUT", "GLOBAL")
_SCOPES = frozenset(("STAGE", "RULE", *_BLOCKS))


class _Latest:
    """The text that was read last; the next one is mostly the same with a letter more."""

    scan: Scan | None = None


@lru_cache(maxsize=16)
def scan(text: str) -> Scan:
    """Read a text; the latest ones are kept, as several questions come on each."""
    _Latest.scan = Scan(text if len(text) <= MAX_CHARACTERS else "", _Latest.scan)
    return _Latest.scan
