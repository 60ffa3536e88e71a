"""Semgrex patterns as trees.

Of CoreNLP's grammar this reads nodes (``{tag:/VB.*/;lemma:kick}``, ``{$}``, ``{}=name``, ``!{…}``,
``[{…}|{…}]``), relations with labels, chains, parentheses, ``[ … | … ]``, ``!``, ``?``, ``&`` and
``:``.
"""

from __future__ import annotations

import re
from typing import Literal, NoReturn

from semgraph.errors import InputError
from semgraph.formats.semgrex_tree import Attribute, Expression, Group, Node, Relation, Tree

RELATIONS = (
    *("$++", "$--", ">++", ">--", "<++", "<--", ">>", "<<", "<>", "==", "$+", "$-", "..", "--"),
    *(">", "<", ".", "-"),
)
_RELATION = re.compile("|".join(map(re.escape, RELATIONS)))
_WORD = re.compile(r"[^\s(/|@!#%&)=?\[\]><~.,$:;{}+-]+")
_LABEL = re.compile(rf"{_WORD.pattern}(?::{_WORD.pattern})*")
_REGEX = re.compile(r"/((?:\\/|[^/])*)/")
_SEPARATOR = re.compile(r":|!:|\?:")
_SPACE = re.compile(r"\s*")
_DEEPEST = 100


def parse_semgrex(text: str, source: str | None = None, line: int | None = None) -> list[Tree]:
    """Read a pattern: trees that must all be found.

    Args:
        text: of the pattern.
        source: where it stands, for errors.
        line: of that file.

    Raises:
        InputError: a mistake, with its place.
    """
    return _Parser(text, source, line).pattern()


class _Parser:
    """A recursive descent; each method reads what its docstring says, from `place` on."""

    def __init__(self, text: str, source: str | None, line: int | None) -> None:
        self.text = text
        self.source = source
        self.line = line
        self.depth = 0
        self.place = _SPACE.match(text).end()  # type: ignore[union-attr]

    def fail(self, message: str, place: int | None = None) -> NoReturn:
        """Raise the error for a mistake, with a caret below it."""
        at = self.place if place is None else place
        shown = f"{message}\n    {self.text.rstrip()}\n    {' ' * at}^\n"
        raise InputError(shown, source=self.source, line=self.line, offset=at)

    def take(self, sign: str) -> bool:
        """Step over a sign and the space behind it, if it stands here."""
        if not self.text.startswith(sign, self.place):
            return False
        self._step(len(sign))
        return True

    def expect(self, sign: str) -> None:
        """Step over a sign."""
        if not self.take(sign):
            found = self.text[self.place : self.place + 1]
            self.fail(f"expected '{sign}'" + (f", not '{found}'" if found else ""))

    def _enter(self, sign: str) -> None:
        if self.depth == _DEEPEST:
            self.fail(f"more than {_DEEPEST} levels of brackets")
        self.depth += 1
        self.expect(sign)

    def _leave(self, sign: str) -> None:
        self.depth -= 1
        self.expect(sign)

    def match(self, pattern: re.Pattern[str], *, space: bool = True) -> str | None:
        """Step over what a regular expression matches here."""
        found = pattern.match(self.text, self.place)
        if found is None or not found[0]:
            return None
        self.place = found.end()
        if space:
            self._step(0)
        return found[0]

    def _step(self, count: int) -> None:
        self.place = _SPACE.match(self.text, self.place + count).end()  # type: ignore[union-attr]

    def looking_at(self, signs: str) -> bool:
        """Say whether one of some characters stands here."""
        return self.place < len(self.text) and self.text[self.place] in signs

    # Patterns

    def pattern(self) -> list[Tree]:
        """Trees parted by ``:``."""
        trees = [self.tree()]
        while self.take(":"):
            if self.looking_at(":"):
                self.fail("'::' (uniq, sort) is not read")
            trees.append(self.tree())
        if self.place < len(self.text):
            self.fail(f"unexpected '{self.text[self.place]}'")
        return trees

    def tree(self) -> Tree:
        """A node or a tree in parentheses, and its relations."""
        if self.looking_at("@"):
            self.fail("alignments ('@') are not read")
        if self.text.startswith("(?", self.place):
            self.fail("modifiers ('(?i:') are not read")
        if self.looking_at("("):
            inner = self.tree_in_parentheses()
            return Tree(inner.node, (*inner.relations, *self.relations()))
        return Tree(self.node(), self.relations())

    def relations(self) -> tuple[Expression, ...]:
        """The relations behind a node, none or more."""
        return (self.any_of(),) if self._relation_ahead() else ()

    def _relation_ahead(self) -> bool:
        if self.looking_at("!?["):
            return True
        return bool(_RELATION.match(self.text, self.place)) or self.looking_at("0123456789@")

    def any_of(self) -> Expression:
        """Chains parted by ``|``."""
        at = self.place
        chains = [self.all_of()]
        while self.take("|"):
            chains.append(self.all_of())
        return chains[0] if len(chains) == 1 else Group("any", tuple(chains), at)

    def all_of(self) -> Expression:
        """Relations one behind the other, with or without ``&``."""
        at = self.place
        links = [self.modified()]
        while self.take("&") or self._relation_ahead():
            links.append(self.modified())
        return links[0] if len(links) == 1 else Group("all", tuple(links), at)

    def modified(self) -> Expression:
        """A relation or a group in brackets, with ``!`` or ``?`` before it."""
        at = self.place
        kind: Literal["not", "maybe"] | None = None
        if self.take("!"):
            kind = "not"
        elif self.take("?"):
            kind = "maybe"
        if self.looking_at("["):
            self._enter("[")
            inner = self.any_of()
            self._leave("]")
        else:
            inner = self.relation()
        return Group(kind, (inner,), at) if kind else inner

    def relation(self) -> Relation:
        """A sign, a label, a name, and a node or a tree in parentheses."""
        at = self.place
        if self.looking_at("@0123456789"):
            self.fail("alignments and bounded paths ('1,3>>') are not read")
        sign = self.match(_RELATION)
        if sign is None:
            self.fail("expected a relation such as >nsubj")
        label, regex = self._label()
        edge = self._name("~") or self._name("=")
        if self.text.startswith("(", self.place):
            return Relation(sign, label, regex, edge, self.tree_in_parentheses(), at)
        return Relation(sign, label, regex, edge, Tree(self.node(), ()), at)

    def tree_in_parentheses(self) -> Tree:
        """``( tree )``."""
        self._enter("(")
        inner = self.tree()
        self._leave(")")
        return inner

    def _label(self) -> tuple[str, bool]:
        if self.take("%"):
            return "", False
        regex = self.match(_REGEX)
        if regex is not None:
            return regex.strip()[1:-1].replace("\\/", "/"), True
        return self.match(_LABEL) or "", False

    def _name(self, sign: str) -> str:
        if self.text.startswith("==", self.place) or not self.take(sign):
            return ""
        name = self.match(_WORD)
        if name is None:
            self.fail("expected a name")
        return name

    # Nodes

    def node(self) -> Node:
        """``{ … }`` or ``[ { … } | { … } ]``, with ``!`` before it and ``=name`` behind it."""
        at = self.place
        negated = self.take("!")
        if self.take("["):
            options = []
            while True:
                options.append(self.description())
                if not self.take("|"):
                    break
            self.expect("]")
        else:
            options = [self.description()]
        name = self._name("=")
        return Node(tuple(options), negated, name, at)

    def description(self) -> tuple[Attribute, ...]:
        """``{ attribute ; attribute }``."""
        self.expect("{")
        found: list[Attribute] = []
        while not self.take("}"):
            found += self.attribute()
            if not self.looking_at("}"):
                self.expect(";")
        return tuple(found)

    def attribute(self) -> list[Attribute]:
        """``name:value``, ``name:{key:value;…}`` or ``$``."""
        if self.take("$"):
            return [Attribute("$")]
        if self.looking_at("#"):
            self.fail("the empty node ('{#}') is not read")
        name = self.match(_WORD)
        if name is None:
            self.fail("expected an attribute such as lemma:kick")
        sign = self._separator()
        if sign == ":" and self.take("{"):
            found = []
            while not self.take("}"):
                key = self.match(_WORD)
                if key is None:
                    self.fail("expected a feature such as Tense:Past")
                found.append(Attribute(name, key, self._separator(), *self._value()))
                if not self.looking_at("}"):
                    self.expect(";")
            return found
        return [Attribute(name, "", sign, *self._value())]

    def _separator(self) -> str:
        sign = self.match(_SEPARATOR)
        if sign is None:
            self.fail("expected ':', '!:' or '?:'")
        return sign

    def _value(self) -> tuple[str, bool]:
        regex = self.match(_REGEX)
        if regex is not None:
            value = regex[1:-1].replace("\\/", "/"), True
        else:
            word = self.match(_WORD)
            if word is None:
                self.fail("expected a value: a word, or /a regular expression/")
            value = word, False
        if self.looking_at("#"):
            self.fail("groups of a regular expression ('#1%name') are not read")
        return value
