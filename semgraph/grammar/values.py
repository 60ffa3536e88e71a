"""From lark's trees to the values of a clause: numbers, strings, tests of features, labels."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias, TypeVar

from semgraph.grammar.names import COLUMN
from semgraph.grammar.quoting import read_regex, unquote
from semgraph.grammar.source import Source, WordError
from semgraph.grammar.syntax import (
    Constant,
    FeatureTest,
    FeatureTests,
    Gap,
    LabelTest,
    LexiconColumn,
    Location,
    Regex,
    Value,
)

if TYPE_CHECKING:
    from lark import Token

Children: TypeAlias = Sequence[Any]  # tokens and trees, told apart by the caller's rule
T = TypeVar("T")

_INTEGER = re.compile(r"[+-]?\d{1,9}", re.ASCII)
_COUNT = re.compile(r"\d{1,4}", re.ASCII)
_NUMBER = re.compile(r"[+-]?(?:\d{1,9}(?:\.\d{0,9})?|\.\d{1,9})", re.ASCII)


class ValueReader:
    """Reads words and values, and tells the mistakes in them with their places.

    Args:
        source: the text, for errors.
        rule: full name of the rule around them, if any.
    """

    def __init__(self, source: Source, rule: str | None = None) -> None:
        self.source = source
        self.rule = rule

    # Errors

    def fail(
        self, message: str, token: Token, *, offset: int = 0, hint: str | None = None
    ) -> NoReturn:
        """Raise the error for a mistake at a token."""
        location = place(token, offset)
        raise self.source.error(message, location, rule=self.rule, hint=hint)

    def within(self, token: Token, read: Callable[[str], T]) -> T:
        """Read a token's text; a mistake in it is told with its place."""
        try:
            return read(str(token))
        except WordError as mistake:
            self.fail(mistake.message, token, offset=mistake.offset, hint=mistake.hint)

    # Numbers

    def integer(self, token: Token, what: str) -> int:
        """Read a whole number."""
        if not _INTEGER.fullmatch(token):
            self.fail(f"{what} must be a whole number, not '{token}'", token)
        return int(token)

    def number(self, token: Token) -> float:
        """Read a number, with a decimal point or without."""
        if not _NUMBER.fullmatch(token):
            self.fail(f"a measure is compared with a number such as 0.4, not '{token}'", token)
        return float(token)

    def gap(self, sign: Token, bounds: Children) -> Gap:
        """Read ``{1,3}``, ``{2,}``, ``{,3}`` or ``{2}`` behind a sign."""
        numbers = [bound for bound in bounds if bound.type == "WORD"]
        for number in numbers:
            if not _COUNT.fullmatch(number):
                self.fail(f"a gap counts words, and '{number}' is no count", number)
        if not numbers:
            self.fail("this gap has no bounds", sign, hint=f"write X {sign}{{1,3}} Y")
        if len(bounds) == len(numbers):  # no comma
            return int(numbers[0]), int(numbers[0])
        least = int(numbers[0]) if bounds[0].type == "WORD" else 0
        most = int(numbers[-1]) if bounds[-1].type == "WORD" else None
        if most is not None and most < least:
            self.fail(f"no gap has at least {least} and at most {most} words", numbers[0])
        return least, most

    # Values

    def value(self, token: Token) -> Value:
        """Read a word, a string, a regular expression or a lexicon's column."""
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

    def test(self, children: Children) -> FeatureTest:
        """Read a feature and what follows it: ``F``, ``!F``, ``F=*``, ``F=a|b``, ``F<>a|b``."""
        feature, *rest = children
        if feature.type == "ABSENT":
            return FeatureTest(str(rest[0]), (), True, place(rest[0]))
        negated = bool(rest) and rest[0].type == "NOT_EQUAL"
        values = rest[1:]
        if values and values[0].type == "STAR":
            values = []
        return FeatureTest(
            str(feature), tuple([self.value(v) for v in values]), negated, place(feature)
        )

    def plain_test(self, children: Children) -> FeatureTest:
        """Read a test of what is no node, where ``a.b`` is a word and no lexicon's column."""
        test = self.test(children)
        values = tuple(
            Constant(f"{value.lexicon}.{value.column}", value.location)
            if isinstance(value, LexiconColumn)
            else value
            for value in test.values
        )
        return replace(test, values=values)

    # Labels

    def label(self, children: Children) -> LabelTest:
        """Read what stands in ``-[…]->``."""
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
            alternatives[-1] = (*tests, self.test(item))
        elif joint == ",":
            self.fail("',' joins tests of a label's features", item[0], hint="part labels with '|'")
        elif len(item) > 1:
            alternatives.append((self.test(item),))
        elif tests is not None and tests[-1].values:
            test = tests[-1]
            widened = FeatureTest(
                test.feature, (*test.values, self.value(item[0])), test.negated, test.location
            )
            alternatives[-1] = (*tests[:-1], widened)
        else:
            alternatives.append(self._label_value(item[0]))

    def _label_value(self, token: Token) -> Constant | Regex:
        value = self.value(token)
        return Constant(str(token), place(token)) if isinstance(value, LexiconColumn) else value


def place(token: Token, offset: int = 0) -> Location:
    """Give the place of a token, or of a character in it."""
    assert token.line is not None
    assert token.column is not None
    return Location(token.line, token.column + offset)
