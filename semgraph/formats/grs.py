"""Rule files of Grew (``.grs``): packages, rules, lexicons, strategies, other files.

This reads the frame of a file and leaves what stands inside of blocks as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from semgraph.errors import InputError
from semgraph.parse.read import read_text

_SPACE = re.compile(r"(?:\s|\ufeff|%[^\n]*)+")
_WORD = re.compile(r"[^\W\d][\w'-]*")
_NAME = re.compile(r"[^\s{}(),%\"]+")
_STRING = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
_LEXICON = re.compile(r"#BEGIN[ \t]+(\S+)[ \t]*\n(.*?)^[ \t]*#END[^\n]*", re.DOTALL | re.MULTILINE)
_FROM = re.compile(r"\s*([^\W\d]\w*)\s+from\s+\"([^\"]*)\"\s*")
# What may hold a brace that is none: a string, a comment, or an expression behind '=' or '|'.
_SKIPPED = re.compile(
    r'"(?:[^"\\]|\\.)*"|%[^\n]*|(?<=[=|>\s])/(?:[^/\\\n]|\\.)+/i?|[{}]|[^"%/{}]+|.'
)
_BLOCKS = ("pattern", "match", "with", "without", "global")
_MOST_FILES = 100
_DEEPEST = 100

Table = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Block:
    """``pattern { … }``: the word and what stands between the braces."""

    word: str
    body: str
    line: int


@dataclass(slots=True)
class GrewRule:
    """A rule as it is written.

    Attributes:
        name: with its packages, ``passive.agent``.
        file: that it stands in.
        line: of that file.
        blocks: in order, ``commands`` left out.
        commands: whether it has any.
        lexicons: tables by their names in this rule.
        files: of lexicons, by their names in this rule.
        odd: what else stands in it.
    """

    name: str
    file: str
    line: int
    blocks: list[Block] = field(default_factory=list)
    commands: bool = False
    lexicons: dict[str, Table] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    odd: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Other:
    """Something that is no rule: a strategy, a declaration, a file that is not there."""

    name: str
    file: str
    line: int
    why: str


def read_grs(text: str, source: str) -> list[GrewRule | Other]:
    """Read a file and those that it names.

    Args:
        text: of the file.
        source: its path, from which those of other files count.

    Raises:
        InputError: a brace or a word that does not belong, or too many files.
    """
    return list(_File(text, source, {_key(source)}).items(()))


def _key(path: str) -> str:
    return str(Path(path).resolve())


class _File:
    """Reads one file; the set of files that were read is shared by all."""

    def __init__(self, text: str, source: str, seen: set[str]) -> None:
        self.text = text
        self.source = source
        self.seen = seen
        self.place = 0

    def fail(self, message: str, place: int | None = None) -> NoReturn:
        """Raise the error for a mistake."""
        at = self.place if place is None else place
        raise InputError(message, source=self.source, line=self._line(at), offset=at)

    def _line(self, place: int) -> int:
        return self.text.count("\n", 0, place) + 1

    def _skip(self) -> None:
        match = _SPACE.match(self.text, self.place)
        if match:
            self.place = match.end()

    def _take(self, pattern: re.Pattern[str], what: str) -> str:
        self._skip()
        match = pattern.match(self.text, self.place)
        if match is None:
            found = self.text[self.place : self.place + 1] or "the end of the file"
            self.fail(f"expected {what}, not '{found}'")
        self.place = match.end()
        return match[0]

    def _sign(self, sign: str) -> bool:
        self._skip()
        found = self.text.startswith(sign, self.place)
        self.place += len(sign) * found
        return found

    def items(self, packages: tuple[str, ...]) -> Iterator[GrewRule | Other]:
        """Read until the end of the file, or of the package."""
        rule: GrewRule | None = None
        while True:
            self._skip()
            if self.place == len(self.text):
                if packages:
                    self.fail(f"the package '{packages[-1]}' is not closed")
                break
            if packages and self._sign("}"):
                break
            start = self.place
            lexicon = _LEXICON.match(self.text, start)
            if lexicon:
                if rule is None:
                    self.fail("a lexicon stands behind its rule")
                rule.lexicons[lexicon[1]] = _table(lexicon[2])
                self.place = lexicon.end()
                continue
            if rule is not None:
                yield rule
                rule = None
            word = self._take(_WORD, "a word such as 'rule' or 'package'")
            if word == "rule":
                rule = self._rule(packages, start)
            elif word == "package":
                name = self._take(_NAME, "the package's name")
                if len(packages) == _DEEPEST:
                    self.fail(f"more than {_DEEPEST} packages one in the other")
                self._open()
                yield from self.items((*packages, name))
            else:
                yield from self._other(word, packages, start)
        if rule is not None:
            yield rule

    def _open(self) -> None:
        if not self._sign("{"):
            found = self.text[self.place : self.place + 1]
            self.fail(f"expected '{{', not '{found}'")

    def _other(
        self, word: str, packages: tuple[str, ...], start: int
    ) -> Iterator[GrewRule | Other]:
        line = self._line(start)
        if word in ("include", "import"):
            path = self._take(_STRING, "the path of a file")[1:-1]
            yield from self._file(path, packages if word == "include" else None, packages, line)
        elif word == "strat":
            name = self._take(_NAME, "the strategy's name")
            self._body()
            why = "all rules stand in one stage, in the order of the file"
            yield Other(f"strat {'.'.join((*packages, name))}", self.source, line, why)
        else:
            name = word
            if not self._sign("{"):
                name = f"{word} {self._take(_NAME, 'a name')}"
                self._open()
            self.place -= 1
            self._body()
            yield Other(name, self.source, line, "there is no such declaration here")

    def _file(
        self,
        path: str,
        included: tuple[str, ...] | None,
        packages: tuple[str, ...],
        line: int,
    ) -> Iterator[GrewRule | Other]:
        full = str(Path(self.source).parent / path)
        if _key(full) in self.seen:
            return
        self.seen.add(_key(full))
        if len(self.seen) > _MOST_FILES:
            self.fail(f"more than {_MOST_FILES} files are named")
        if not Path(full).is_file():
            yield Other(path, self.source, line, "there is no such file")
            return
        within = (*packages, Path(path).stem) if included is None else included
        other = _File(read_text(full), full, self.seen)
        for item in other.items(()):
            item_name = ".".join((*within, item.name)) if isinstance(item, GrewRule) else item.name
            if isinstance(item, GrewRule):
                item.name = item_name
            yield item

    # Rules

    def _rule(self, packages: tuple[str, ...], start: int) -> GrewRule:
        name = self._take(_NAME, "the rule's name")
        rule = GrewRule(".".join((*packages, name)), self.source, self._line(start))
        if self._sign("("):
            end = self.text.find(")", self.place)
            if end < 0:
                self.fail("this '(' is not closed", self.place - 1)
            for item in re.split("[,;]", self.text[self.place : end]):
                match = _FROM.fullmatch(item)
                if match:
                    rule.files[match[1]] = match[2]
                else:
                    rule.odd.append(f"the parameter '{item.strip()}'")
            self.place = end + 1
        self._open()
        while not self._sign("}"):
            lexicon = _LEXICON.match(self.text, self.place)
            if lexicon:
                rule.lexicons[lexicon[1]] = _table(lexicon[2])
                self.place = lexicon.end()
                continue
            at = self.place
            word = self._take(_WORD, "a block such as 'pattern { … }', or '}'")
            body = self._body()
            if word == "commands":
                rule.commands = rule.commands or bool(_SPACE.sub("", body))
            elif word in _BLOCKS:
                kind = "pattern" if word == "match" else word
                rule.blocks.append(Block(kind, body, self._line(at)))
            else:
                rule.odd.append(f"the block '{word}'")
        return rule

    def _body(self) -> str:
        """Read ``{ … }`` with the braces inside, and give what stands between."""
        self._open()
        start, depth = self.place, 1
        for match in _SKIPPED.finditer(self.text, start):
            depth += (match[0] == "{") - (match[0] == "}")
            if not depth:
                break
        else:
            self.fail("this '{' is not closed", start - 1)
        self.place = match.end()
        return self.text[start : match.start()]


def read_lexicon(path: Path) -> Table:
    """Read the file of a lexicon.

    Raises:
        InputError: it cannot be read.
    """
    return _table(read_text(path))


def _table(text: str) -> Table:
    lines = [line for line in text.split("\n") if line.strip() and not line.startswith(("%", "#"))]
    return tuple(tuple(cell.strip() for cell in line.strip("\r\n").split("\t")) for line in lines)
