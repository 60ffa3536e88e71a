"""What a file declares and names, as its words tell it, finished or not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal, TypeAlias

from semgraph.grammar.columns import table_rows
from semgraph.grammar.names import COLUMN, REFERENCE
from semgraph.workbench.editing.scan import Lexeme, Scan, scan

Kind: TypeAlias = Literal["node", "edge", "lexicon", "column", "use", "rule", "stage"]

_FIELD = re.compile(r"\{([^\W\d][\w']*)\$?\.[^{}\"]*")
_SIGNS = "$?*+"


@dataclass(frozen=True, slots=True)
class Mention:
    """A name where it stands.

    Attributes:
        kind: of what it names.
        name: without the sign behind a node; a column has its lexicon before it.
        start, end: offsets of the name itself.
        scope: index of the rule's keyword, for nodes and edges; else -1.
        declares: whether it is the declaration, or an edge's name before its colon.
    """

    kind: Kind
    name: str
    start: int
    end: int
    scope: int = -1
    declares: bool = False

    @property
    def key(self) -> tuple[Kind, str, int]:
        """What two mentions of one thing have in common."""
        return self.kind, self.name, self.scope


@dataclass(frozen=True, slots=True)
class Table:
    """A declared lexicon.

    Attributes:
        name: in the file.
        lexeme: its name's place.
        path: of its file as written, ``None`` for an inline one.
        block: the text between braces, braces and all, ``None`` for a file.
    """

    name: str
    lexeme: Lexeme
    path: Lexeme | None
    block: Lexeme | None


@dataclass(frozen=True, slots=True)
class Span:
    """A stage or a rule.

    Attributes:
        name: as written.
        named: the place of its name.
        start, end: from its keyword to its closing brace.
        first, last: indices of its first word and of the one behind its last.
        keyword: index of its keyword; names a rule in `Mention.scope`.
        stage: index of the keyword of the stage around it, for a rule.
        kind: of the token that a rule makes, as written.
    """

    name: str
    named: Lexeme
    start: int
    end: int
    first: int
    last: int
    keyword: int
    stage: int = -1
    kind: str = ""


class Sheet:
    """The names of one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.scan: Scan = scan(text)
        self.lexemes = self.scan.lexemes

    def _words(self, part: str) -> Iterator[tuple[int, Lexeme]]:
        return ((i, lexeme) for i, lexeme in enumerate(self.lexemes) if lexeme.part == part)

    @cached_property
    def grammar(self) -> str:
        """The name of the grammar, ``""`` before it has one."""
        return next((lexeme.text for _, lexeme in self._words("grammar")), "")

    @cached_property
    def scheme(self) -> str:
        """The label scheme of the patterns."""
        return next((lexeme.text for _, lexeme in self._words("scheme")), "ud")

    @cached_property
    def uses(self) -> Mapping[str, Lexeme]:
        """The names of used grammars by the alias that their lexicons have here."""
        found = {}
        for index, lexeme in self._words("use"):
            behind = self.lexemes[index + 1 : index + 3]
            alias = [word for word in behind if word.part == "alias"]
            found[alias[0].text if alias else lexeme.text] = lexeme
        return found

    @cached_property
    def tables(self) -> Mapping[str, Table]:
        """The declared lexicons by name."""
        found: dict[str, Table] = {}
        for index, lexeme in self._words("lexicon"):
            behind = self.lexemes[index + 1 : index + 3]
            path = next((w for w in behind if w.part == "file" and w.fits), None)
            block = next((w for w in behind if w.part == "table"), None)
            found.setdefault(lexeme.text, Table(lexeme.text, lexeme, path, block))
        return found

    @cached_property
    def stages(self) -> tuple[Span, ...]:
        """The stages in order."""
        return tuple(self._spans("stage"))

    @cached_property
    def rules(self) -> tuple[Span, ...]:
        """The rules in order."""
        return tuple(self._spans("rule"))

    def _spans(self, part: Literal["stage", "rule"]) -> Iterator[Span]:
        last: dict[int, int] = {}
        for index, lexeme in enumerate(self.lexemes):
            inside = lexeme.rule if part == "rule" else lexeme.stage
            if inside >= 0:
                last[inside] = index
        for index, lexeme in self._words(part):
            keyword = lexeme.rule if part == "rule" else lexeme.stage
            end = last.get(keyword, index)
            behind = self.lexemes[index + 1 : index + 3]
            yield Span(
                name=lexeme.text,
                named=lexeme,
                start=self.lexemes[keyword].start if keyword >= 0 else lexeme.start,
                end=self.lexemes[end].end,
                first=keyword if keyword >= 0 else index,
                last=end + 1,
                keyword=keyword,
                stage=lexeme.stage if part == "rule" else -1,
                kind=next((w.text for w in behind if w.part == "kind"), ""),
            )

    def rule_at(self, offset: int) -> Span | None:
        """Give the rule in which an offset stands; the last one goes on to where it is closed."""
        inside = [rule for rule in self.rules if rule.start <= offset]
        if not inside:
            return None
        rule = inside[-1]
        closed = self.text[rule.end - 1 : rule.end] == "}" and offset >= rule.end
        return None if closed and self.lexemes[rule.last - 1].block < 0 else rule

    # Names

    @cached_property
    def edges(self) -> Mapping[int, frozenset[str]]:
        """The names of edges of each rule, by the index of its keyword."""
        found: dict[int, set[str]] = {}
        for _, lexeme in self._words("edge"):
            found.setdefault(lexeme.rule, set()).add(lexeme.text)
        return {rule: frozenset(names) for rule, names in found.items()}

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """All names in the order of the text."""
        found = [
            mention
            for index, lexeme in enumerate(self.lexemes)
            for mention in self._mentions(index, lexeme)
        ]
        found.sort(key=lambda mention: mention.start)
        return tuple(found)

    def names(self, kind: Kind, rule: int) -> list[str]:
        """Give the nodes or the edges of a rule, in the order of their first mention."""
        return list(
            dict.fromkeys(m.name for m in self.mentions if m.kind == kind and m.scope == rule)
        )

    def mention_at(self, offset: int) -> Mention | None:
        """Give the name at an offset, or that ends there."""
        touching = [m for m in self.mentions if m.start <= offset <= m.end]
        return max(touching, key=lambda m: (m.start, m.kind == "column"), default=None)

    def same(self, mention: Mention) -> list[Mention]:
        """Give all mentions of what one names."""
        return [other for other in self.mentions if other.key == mention.key]

    def _mentions(self, index: int, lexeme: Lexeme) -> Iterator[Mention]:
        start, text = lexeme.start, lexeme.text
        match lexeme.part:
            case "node" | "edge":
                name = text.rstrip(_SIGNS)
                if name in ("meta", "global") and self._follows(index, "."):
                    return
                yield self._node(name, start, lexeme.rule, declares=lexeme.part == "edge")
            case "unknown" if lexeme.type in ("VARIABLE", "WORD") and lexeme.rule >= 0:
                field = REFERENCE.match(text)
                name = (field[1] if field else text).rstrip(_SIGNS)
                if name.isidentifier():
                    yield self._node(name, start, lexeme.rule)
            case "template":
                for field in _FIELD.finditer(text):
                    yield self._node(field[1], start + field.start(1), lexeme.rule)
            case "value" | "reference":
                yield from self._value(lexeme)
            case "lexicon" | "phrase-lexicon":
                declares = lexeme.part == "lexicon"
                yield Mention("lexicon", text, start, lexeme.end, declares=declares)
            case "use":
                yield Mention("use", text, start, lexeme.end)
            case "rule":
                yield Mention("rule", text, start, lexeme.end, declares=True)
            case "stage":
                yield Mention("stage", text, start, lexeme.end, declares=True)
            case "table":
                yield from self._columns(lexeme)

    def _follows(self, index: int, text: str) -> bool:
        return index + 1 < len(self.lexemes) and self.lexemes[index + 1].text == text

    def _node(self, name: str, start: int, rule: int, *, declares: bool = False) -> Mention:
        kind: Kind = "edge" if name in self.edges.get(rule, ()) else "node"
        return Mention(kind, name, start, start + len(name), rule, declares)

    def _value(self, lexeme: Lexeme) -> Iterator[Mention]:
        """Read ``Y.lemma`` or ``lexicon.column``."""
        if lexeme.type != "WORD":
            return
        feature = self.lexemes[lexeme.owner] if lexeme.owner >= 0 else None
        reference = REFERENCE.fullmatch(lexeme.text)
        dotted = lexeme.part == "reference" or (
            feature is not None and self.text[feature.start - 1 : feature.start] == "."
        )
        if dotted and reference and reference[1] not in self.tables:
            yield self._node(reference[1], lexeme.start, lexeme.rule)
            return
        column = COLUMN.fullmatch(lexeme.text)
        lexicon = lexeme.text.rpartition(".")[0] if not column else column[1]
        if not lexicon or not (column or lexeme.text.endswith(".")):
            return
        end = lexeme.start + len(lexicon)
        yield Mention("lexicon", lexicon, lexeme.start, end)
        if column:
            yield Mention("column", lexeme.text, end + 1, lexeme.end)

    def _columns(self, lexeme: Lexeme) -> Iterator[Mention]:
        """Read the header of an inline lexicon."""
        lexicon = self.lexemes[lexeme.owner].text if lexeme.owner >= 0 else ""
        header = next((cells for cells, _ in table_rows(lexeme.text) if cells), [])
        at = 1
        for column in header:
            at = lexeme.text.find(column, at)
            start = lexeme.start + at
            at += len(column)
            yield Mention(
                "column", f"{lexicon}.{column}", start, start + len(column), declares=True
            )


@lru_cache(maxsize=16)
def sheet(text: str) -> Sheet:
    """Read the names of a text; the latest ones are kept."""
    return Sheet(text)
