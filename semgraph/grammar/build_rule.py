"""From lark's tree of a rule to the rule."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any, Literal, cast

from semgraph.grammar.clauses import ClauseReader
from semgraph.grammar.examples import read_brackets
from semgraph.grammar.inline_parse import InlineParseError, read_parse
from semgraph.grammar.names import NAME
from semgraph.grammar.quoting import read_template, unquote
from semgraph.grammar.rules import (
    Absorb,
    Collapse,
    Example,
    Mark,
    Rule,
    SetFeature,
    Split,
    Template,
)
from semgraph.grammar.source import Source, one_of, suggest
from semgraph.grammar.syntax import Constant, FeatureRef, Location, Value
from semgraph.grammar.values import place
from semgraph.grammar.vocabulary import wrong_word
from semgraph.types import MarkerKind

if TYPE_CHECKING:
    from lark import Token, Tree

_KINDS = ("link", "hyperlexeme")


class RuleReader:
    """Reads one rule's items, which may come in any order.

    Args:
        source: the text, for errors.
        at: short name of the file.
        scheme: the file's label scheme.
        lexicons: names of the file's lexicons.
        name: full name of the rule.
    """

    def __init__(
        self, source: Source, at: str, scheme: str, lexicons: Collection[str], name: str
    ) -> None:
        self.source = source
        self.at = at
        self.scheme = scheme
        self.name = name
        self.words = ClauseReader(source, lexicons, name)
        self.places: dict[str, Location] = {}
        self.single: dict[str, Token] = {}

    def read(self, name: Token, items: list[Any]) -> Rule:
        """Read the rule whose name stands at a token."""
        kind = None
        if items and isinstance(items[0], str):
            word = items[1]
            items = items[2:]
            if word not in _KINDS:
                hint = suggest(word, _KINDS) or f"known are {one_of(_KINDS)}"
                self.words.fail(f"unknown kind of token '{word}'", word, hint=hint)
            kind = cast("Literal['link', 'hyperlexeme']", str(word))
            self.places["kind"] = place(word)
        found: dict[str, list[Any]] = {}
        for item in items:
            found.setdefault("block" if item.data == "global" else item.data, []).append(item)
        for item in found.get("property", ()):
            self._property(*item.children)
        request = self.words.request(found.get("block", []))
        marks = sorted(
            [*found.get("mark", ()), *found.get("direction", ())],
            key=lambda item: place(item.children[0]),
        )
        location = place(name)
        return Rule(
            name=self.name,
            kind=kind,
            request=request,
            collapse=self._collapse(found.get("collapse", [])),
            absorbs=tuple(self._absorb(item.children) for item in found.get("absorb", ())),
            marks=tuple(self._mark(*item.children) for item in marks),
            sets=tuple(self._assign(*item.children) for item in found.get("assign", ())),
            split=self._split(found.get("split", [])),
            head=self._head(),
            lemma=self._lemma(),
            class_=self._class(),
            mwe="mwe" in self.single,
            priority=self._priority(),
            examples=tuple(self._example(*item.children) for item in found.get("example", ())),
            at=f"{self.at}:{location.line}",
            location=location,
            places=self.places,
        )

    def _property(self, key: Token, value: Token | None = None) -> None:
        if key in self.single:
            self.words.fail(f"'{key}' is said twice", key)
        at = key if value is None else value
        self.single[str(key)] = at
        self.places[str(key)] = place(at)

    def _head(self) -> str | None:
        token = self.single.get("head")
        return None if token is None else self._variable(token)

    def _class(self) -> str:
        token = self.single.get("class")
        if token is None:
            return ""
        if not NAME.fullmatch(token):
            self.words.fail(
                f"'{token}' is no name for a class", token, hint="letters, digits, '_' and '-'"
            )
        return str(token)

    def _priority(self) -> int:
        token = self.single.get("priority")
        return 0 if token is None else self.words.integer(token, "a priority")

    def _lemma(self) -> Template | None:
        token = self.single.get("lemma")
        if token is None:
            return None
        pieces = self.words.within(token, lambda raw: list(read_template(raw)))
        return Template(
            tuple(
                piece
                if isinstance(piece, str)
                else FeatureRef(piece[0], piece[1], place(token, piece[2]))
                for piece in pieces
            )
        )

    def _collapse(self, items: Sequence[Tree[Token]]) -> Collapse | None:
        if not items:
            return None
        if len(items) > 1:
            second = cast("Token", items[1].children[0])
            self.words.fail(
                "a rule collapses once", second, hint="name all variables in one 'collapse'"
            )
        key, *variables = cast("list[Token]", items[0].children)
        return Collapse(
            tuple(map(self._variable, variables)), place(key), tuple(map(place, variables))
        )

    def _absorb(self, children: Sequence[Any]) -> Absorb:
        key, *satellites, core = children
        return Absorb(
            tuple(map(self._variable, satellites)),
            self._variable(core),
            place(key),
            tuple(map(place, (*satellites, core))),
        )

    def _mark(self, key: Token, source: Token, target: Token, label: Token | None = None) -> Mark:
        return Mark(
            cast("MarkerKind", str(key)),
            self._variable(source),
            self._variable(target),
            self.words.within(label, unquote) if label else "",
            place(key),
            (place(source), place(target)),
        )

    def _assign(self, key: Token, variable: Token, feature: Token, value: Token) -> SetFeature:
        text = self.words.within(value, unquote) if value.type == "STRING" else str(value)
        return SetFeature(
            self._variable(variable),
            str(feature),
            text,
            place(key),
            (place(variable), place(feature), place(value)),
        )

    def _split(self, items: Sequence[Tree[Token]]) -> Split | None:
        if not items:
            return None
        if len(items) > 1:
            second = cast("Token", items[1].children[0])
            self.words.fail("a rule splits once", second)
        key, variable, *at = cast("list[Token]", items[0].children)
        first = self.words.value(at[0])
        where: tuple[int, ...] | Value = first
        if isinstance(first, Constant) and at[0].type == "WORD":
            if at[0][-1].isalpha():
                self.words.fail(
                    f"'{at[0]}' is no place in a word", at[0], hint='a number, or a string: at "-"'
                )
            where = tuple(self.words.integer(offset, "a place") for offset in at)
        elif len(at) > 1:
            self.words.fail("only numbers can be several", at[1], hint="at 2, 5")
        return Split(
            self._variable(variable), where, place(key), tuple(map(place, (variable, *at)))
        )

    def _variable(self, token: Token) -> str:
        if token[-1] in "$?*+":
            self.words.fail(
                f"an action names a node without '{token[-1]}'", token, hint=f"write {token[:-1]}"
            )
        return str(token)

    def _example(self, key: Token, sentence: Token, *parse: Token) -> Example:
        text, tokens = self.words.within(sentence, read_brackets)
        return Example(
            text=text,
            tokens=tokens,
            expected=key == "example",
            conllu=self._parse(parse[-1], text) if parse else None,
            location=place(sentence),
        )

    def _parse(self, block: Token, text: str) -> str:
        scheme = self.scheme
        try:
            return read_parse(
                block[3:-3], text, lambda upos, deprel: wrong_word(scheme, upos, deprel)
            )
        except InlineParseError as mistake:
            start = place(block)
            if mistake.line:
                line = block.split("\n")[mistake.line]
                indent = len(line) - len(line.lstrip())
                start = Location(start.line + mistake.line, indent + 1)
            raise self.source.error(
                mistake.message, start, rule=self.name, hint=mistake.hint
            ) from None
