"""From lark's trees to the clauses of a request."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, Any, Literal, NoReturn, TypeAlias, TypeVar, cast, get_args

from semgraph.grammar.names import COLUMN, REFERENCE
from semgraph.grammar.quoting import read_regex, unquote
from semgraph.grammar.source import Source, WordError, suggest
from semgraph.grammar.syntax import (
    Block,
    Clause,
    Comparison,
    Constant,
    DistanceClause,
    EdgeClause,
    EqualityClause,
    FeatureRef,
    FeatureTest,
    FeatureTests,
    IdClause,
    LabelTest,
    LexiconColumn,
    Location,
    MarkerClause,
    NodeClause,
    OrderClause,
    PhraseClause,
    Regex,
    Request,
    Value,
)
from semgraph.types import MarkerKind, Variable

if TYPE_CHECKING:
    from lark import Token, Tree

Children: TypeAlias = Sequence[Any]  # tokens and trees, told apart by the caller's rule
T = TypeVar("T")

_INTEGER = re.compile(r"[+-]?\d{1,9}", re.ASCII)
_MEASURES = ("cos", "freq")
_RELATIONS = ("length", "delta", *get_args(MarkerKind))


class ClauseReader:
    """Turns the trees of one request into clauses.

    Args:
        source: the text, for errors.
        lexicons: names of the declared lexicons.
        rule: full name of the rule around the request, if any.
    """

    def __init__(self, source: Source, lexicons: Collection[str], rule: str | None = None) -> None:
        self.source = source
        self.lexicons = lexicons
        self.rule = rule
        self.shared: set[Variable] = set()
        self._readers: dict[str, Callable[[Children], Clause]] = {
            "node": self._node,
            "edge": self._edge,
            "order": self._order,
            "dotted": self._dotted,
            "absent": self._absent,
            "relation": self._relation,
            "phrase": self._phrase,
        }

    def request(self, blocks: Sequence[Tree[Token]]) -> Request:
        """Read the blocks of a request."""
        read = tuple(self.block(block) for block in blocks)
        return Request(read, frozenset(self.shared))

    def block(self, tree: Tree[Token]) -> Block:
        """Read ``pattern {…}``, ``with {…}`` or ``without {…}``."""
        kind, *clauses = cast("Children", tree.children)
        if tree.data == "global":
            self.unsupported("a 'global' block", kind)
        return Block(
            cast("Literal['pattern', 'with', 'without']", str(kind)),
            tuple(self._readers[clause.data](clause.children) for clause in clauses),
            place(kind),
        )

    # Errors

    def fail(
        self, message: str, token: Token, *, offset: int = 0, hint: str | None = None
    ) -> NoReturn:
        """Raise the error for a mistake at a token."""
        location = place(token, offset)
        raise self.source.error(message, location, rule=self.rule, hint=hint)

    def unsupported(self, what: str, token: Token, *, hint: str | None = None) -> NoReturn:
        """Raise the error for a clause of Grew's that is not taken yet."""
        self.fail(f"{what} is not supported yet", token, hint=hint)

    def within(self, token: Token, read: Callable[[str], T]) -> T:
        """Read a token's text; a mistake in it is told with its place."""
        try:
            return read(str(token))
        except WordError as mistake:
            self.fail(mistake.message, token, offset=mistake.offset, hint=mistake.hint)

    # Words

    def variable(self, token: Token) -> Variable:
        """Read a node's name."""
        sign = token[-1]
        if sign == "$":
            self.shared.add(token[:-1])
            return token[:-1]
        if sign in "?*+":
            self.unsupported(f"an optional or repeated node ('{token}')", token)
        return str(token)

    def integer(self, token: Token, what: str) -> int:
        """Read a whole number."""
        if not _INTEGER.fullmatch(token):
            self.fail(f"{what} must be a whole number, not '{token}'", token)
        return int(token)

    def _value(self, token: Token) -> Value:
        match token.type:
            case "STRING":
                return Constant(self.within(token, unquote), place(token))
            case "REGEX" | "SLASH_REGEX":
                return Regex(*read_regex(token), place(token))
        if len(token) > 1 and token[0] == token[-1] == "'":
            self.fail(f"unexpected {token}", token, hint='strings stand in double quotes: "…"')
        column = COLUMN.fullmatch(token)
        if column:
            return LexiconColumn(column[1], column[2], place(token))
        return Constant(str(token), place(token))

    def _test(self, children: Children) -> FeatureTest:
        """Read what follows a feature: ``F``, ``!F``, ``F=*``, ``F=a|b``, ``F<>a|b``."""
        feature, *rest = children
        if feature.type == "ABSENT":
            return FeatureTest(str(rest[0]), (), True, place(rest[0]))
        negated = bool(rest) and rest[0].type == "NOT_EQUAL"
        values = rest[1:]
        if values and values[0].type == "STAR":
            values = []
        return FeatureTest(
            str(feature), tuple([self._value(v) for v in values]), negated, place(feature)
        )

    # Clauses

    def _node(self, children: Children) -> NodeClause:
        variable, *structures = children
        alternatives = tuple(
            [tuple([self._test(test.children) for test in s.children]) for s in structures]
        )
        return NodeClause(self.variable(variable), alternatives or ((),), place(variable))

    def _edge(self, children: Children) -> EdgeClause:
        *name, source, link, target = children
        if source == target == "*":
            self.fail("an edge must name a node at one of its ends", source)
        ends = [end for end in (source, target) if end.type != "STAR"]
        return EdgeClause(
            source=None if source == "*" else self.variable(source),
            target=None if target == "*" else self.variable(target),
            label=None if isinstance(link, str) else self._label(link.children),
            dominance=link == "->>",
            name=self._edge_name(name[0]) if name else None,
            location=place(children[0]),
            places=tuple([place(end) for end in ends]),
        )

    def _edge_name(self, token: Token) -> str:
        if token[-1] in "$?*+":
            self.fail(f"an edge's name does not end in '{token[-1]}'", token)
        return str(token)

    def _label(self, children: Children) -> LabelTest:
        negated = isinstance(children[0], str)
        items = children[1:] if negated else children
        alternatives: list[Constant | Regex | FeatureTests] = []
        for position in range(0, len(items), 2):
            joint = items[position - 1] if position else "|"
            self._add_label(alternatives, joint, items[position].children)
        return LabelTest(tuple(alternatives), negated)

    def _add_label(
        self,
        alternatives: list[Constant | Regex | FeatureTests],
        joint: str,
        item: Children,
    ) -> None:
        """Add what follows ``|`` or ``,``: a label, a feature's test, or its further value."""
        last = alternatives[-1] if alternatives else None
        tests = last if isinstance(last, tuple) else None
        if joint == "," and tests is not None:
            alternatives[-1] = (*tests, self._test(item))
        elif joint == ",":
            self.fail("',' joins tests of a label's features", item[0], hint="part labels with '|'")
        elif len(item) > 1:
            alternatives.append((self._test(item),))
        elif tests is not None and tests[-1].values:
            test = tests[-1]
            widened = FeatureTest(
                test.feature, (*test.values, self._value(item[0])), test.negated, test.location
            )
            alternatives[-1] = (*tests[:-1], widened)
        else:
            value = self._label_value(item[0])
            alternatives.append(value)

    def _label_value(self, token: Token) -> Constant | Regex:
        value = self._value(token)
        return Constant(str(token), place(token)) if isinstance(value, LexiconColumn) else value

    def _order(self, children: Children) -> OrderClause:
        left, sign, right = children
        if sign.type in ("CROSSING", "NOT_EQUAL"):
            self.unsupported(f"a comparison of edges ('{sign}')", sign)
        if sign.type in ("AFTER", "JUST_AFTER"):
            left, right = right, left
        return OrderClause(
            self.variable(left),
            self.variable(right),
            sign.type in ("JUST_BEFORE", "JUST_AFTER"),
            place(children[0]),
            (place(left), place(right)),
        )

    def _dotted(self, children: Children) -> Clause:
        variable, feature, *rest = children
        self._not_reserved(variable)
        name = self.variable(variable)
        if rest and rest[0].type in ("JUST_BEFORE", "JUST_AFTER"):
            return self._ids(children)
        reference = self._reference(rest)
        if reference:
            left = FeatureRef(name, str(feature), place(variable))
            return EqualityClause(left, reference, rest[0] == "<>", place(variable))
        return NodeClause(name, ((self._test([feature, *rest]),),), place(variable))

    def _reference(self, rest: Children) -> FeatureRef | None:
        """Read ``Y.lemma`` behind the sign, if it is that and not a lexicon's column."""
        if len(rest) != 2 or rest[1].type != "WORD":
            return None
        reference = REFERENCE.fullmatch(rest[1])
        if not reference or reference[1] in self.lexicons:
            return None
        return FeatureRef(reference[1], reference[2], place(rest[1]))

    def _ids(self, children: Children) -> IdClause:
        variable, feature, sign, other = children
        reference = REFERENCE.fullmatch(other)
        if feature != "__id__" or not reference or reference[2] != "__id__":
            self.fail(
                f"'{sign}' does not compare features",
                sign,
                hint="only X.__id__ < Y.__id__ is ordered; for word order write X << Y",
            )
        left, right = self.variable(variable), reference[1]
        places = place(variable), place(other)
        if sign.type == "JUST_AFTER":
            left, right, places = right, left, places[::-1]
        return IdClause(left, right, place(variable), places)

    def _absent(self, children: Children) -> NodeClause:
        sign, variable, feature = children
        self._not_reserved(variable)
        test = FeatureTest(str(feature), (), True, place(feature))
        return NodeClause(self.variable(variable), ((test,),), place(sign))

    def _not_reserved(self, variable: Token) -> None:
        if variable == "meta":
            self.unsupported("a test of the sentence's metadata ('meta')", variable)
        if variable == "global":
            self.unsupported("a test of the whole graph ('global')", variable)

    def _relation(self, children: Children) -> DistanceClause | MarkerClause:
        name, left, right, *rest = children
        if name in _MEASURES or (rest and name in get_args(MarkerKind)):
            self.unsupported(f"a measure ('{name}(X,Y)' with a number)", name)
        if name not in _RELATIONS:
            hint = suggest(name, _RELATIONS) or "known are length, delta and the three markers"
            self.fail(f"unknown comparison '{name}'", name, hint=hint)
        ends = self.variable(left), self.variable(right)
        places = place(left), place(right)
        if name not in ("length", "delta"):
            return MarkerClause(cast("MarkerKind", str(name)), *ends, place(name), places)
        if not rest:
            self.fail(f"'{name}' must be compared with a number", name, hint=f"{name}(X,Y) <= 4")
        sign = cast("Comparison", {"≤": "<=", "≥": ">="}.get(rest[0], str(rest[0])))
        number = self.integer(rest[1], "a distance")
        return DistanceClause(*ends, name == "delta", sign, number, place(name), places)

    def _phrase(self, children: Children) -> PhraseClause:
        word, variable, lexicon = children
        return PhraseClause(
            self.variable(variable),
            str(lexicon),
            place(word),
            (place(variable), place(lexicon)),
        )


def place(token: Token, offset: int = 0) -> Location:
    """Give the place of a token, or of a character in it."""
    assert token.line is not None
    assert token.column is not None
    return Location(token.line, token.column + offset)
