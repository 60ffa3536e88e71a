"""Patterns of spaCy's Matcher: tokens in a row.

A row becomes nodes that are neighbours. What may come several times is written out while it is
short; a longer run is said by its first and last token and a ``without`` for what must not stand
between them, and tokens without tests are gaps. So each rule binds the first and the last token of
spaCy's span. spaCy's spans may cross the end of a sentence; a match here does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

from semgraph.formats.pattern import Order, Part, Pattern, UnsaidError
from semgraph.formats.result import Batch, Imported
from semgraph.formats.spacy_files import drafts, read_batch
from semgraph.formats.token_attributes import Json, TokenTests, operator, read_token

_OPERATORS: Mapping[str, tuple[int, int | None]] = {
    "1": (1, 1),
    "!": (1, 1),
    "?": (0, 1),
    "+": (1, None),
    "*": (0, None),
}
_TIMES = re.compile(r"\{(?P<least>\d{0,6})(?P<comma>,?)(?P<most>\d{0,6})\}")
_WRITTEN_OUT = 3  # how often a token is repeated before its run is said by first and last
_MOST_RULES = 32
_NOTES = (
    "white space tokens count as words in spaCy and are skipped here",
    "spans that cross the end of a sentence are not found here",
)


@dataclass(frozen=True, slots=True)
class _Element:
    """A token pattern and how often it stands in a row; ``most`` is ``None`` without bound."""

    tests: TokenTests
    least: int
    most: int | None

    @property
    def any_token(self) -> bool:
        return not self.tests.tests and self.tests.first is None


@dataclass(frozen=True, slots=True)
class _Gap:
    """Any tokens."""

    least: int
    most: int | None


@dataclass(frozen=True, slots=True)
class _Run:
    """Two or more tokens of one kind."""

    tests: TokenTests
    least: int
    most: int | None


_Piece = TokenTests | _Gap | _Run


def read_matcher(text: str, source: str, default: str) -> Batch:
    """Read a file of Matcher patterns; arguments and errors as those of `read_batch`."""
    return read_batch(text, source, default, _pattern, _NOTES)


def _pattern(name: str, specs: Sequence[Mapping[str, Json]]) -> Imported:
    imported = Imported(name)
    elements: list[_Element] = []
    unsaid = [] if specs else [UnsaidError("the pattern", "it is empty")]
    for spec in specs:
        try:
            element, reasons = _element(spec)
        except UnsaidError as reason:
            unsaid.append(reason)
        else:
            elements.append(element)
            unsaid += reasons
    patterns: list[Pattern] = []
    if not unsaid:
        try:
            patterns = list(_patterns(elements))
        except UnsaidError as reason:
            unsaid.append(reason)
    imported.labels = {label for pattern in patterns for label in pattern.labels()}
    imported.drafts = drafts(patterns, row=True)
    if unsaid or not imported.drafts:
        imported.lose(unsaid or [UnsaidError("the pattern", "it can match nothing")])
    return imported


def _element(spec: Mapping[str, Json]) -> tuple[_Element, list[UnsaidError]]:
    tests, unsaid = read_token(spec)
    wanted = operator(spec)
    if wanted == "!":
        if unsaid:
            return _Element(tests, 1, 1), unsaid
        tests = tests.negated()
    return _Element(tests, *_times(wanted)), unsaid


def _times(wanted: Json) -> tuple[int, int | None]:
    if isinstance(wanted, str) and wanted in _OPERATORS:
        return _OPERATORS[wanted]
    match = _TIMES.fullmatch(wanted) if isinstance(wanted, str) else None
    if match is None or not (match["least"] or match["most"]):
        raise UnsaidError(f"OP {wanted!r}", "spaCy has no such operator")
    least = int(match["least"] or 0)
    most = int(match["most"]) if match["most"] else (None if match["comma"] else least)
    if most is not None and most < least:
        raise UnsaidError(f"OP {wanted!r}", "spaCy refuses it: more at least than at most")
    return least, most


# The ways to write a row out


def _patterns(elements: Sequence[_Element]) -> Iterator[Pattern]:
    choices = [list(_ways(element)) for element in elements]
    if prod(map(len, choices)) > _MOST_RULES:
        raise UnsaidError("its operators", f"they come to more than {_MOST_RULES} rules")
    written = 0
    for ways in product(*choices):
        row = _merged([piece for way in ways for piece in way])
        for ended in _ended(row):
            written += 1
            if written > _MOST_RULES:
                raise UnsaidError("its operators", f"they come to more than {_MOST_RULES} rules")
            yield _row(ended)


def _ways(element: _Element) -> Iterator[list[_Piece]]:
    """Give the ways to say an element: gaps, tokens one by one, or a run."""
    least, most, tests = element.least, element.most, element.tests
    short = most is not None and most <= _WRITTEN_OUT
    if element.any_token and not (short and least == most):
        yield [_Gap(least, most)]
        return
    counts = range(least, (most or 0) + 1) if short else range(least, 2)
    for count in counts:
        yield [tests for _ in range(count)]
    if not short:
        yield [_Run(tests, max(least, 2), most)]


def _merged(row: list[_Piece]) -> list[_Piece]:
    """Join neighbouring gaps."""
    merged: list[_Piece] = []
    for piece in row:
        last = merged[-1] if merged else None
        if isinstance(piece, _Gap) and isinstance(last, _Gap):
            most = None if None in (piece.most, last.most) else _sum(piece.most, last.most)
            merged[-1] = _Gap(piece.least + last.least, most)
        elif not (isinstance(piece, _Gap) and piece.most == 0):
            merged.append(piece)
    return merged


def _sum(one: int | None, two: int | None) -> int:
    assert one is not None
    assert two is not None
    return one + two


def _ended(row: list[_Piece]) -> Iterator[list[_Piece]]:
    """Give the rows whose ends are tokens: a gap at an end has a first or last token of its own."""
    if not row:
        return
    if len(row) == 1 and isinstance(row[0], _Gap):
        gap = row[0]
        if gap.least < 2:
            yield [TokenTests()]
        if gap.most is None or gap.most > 1:
            yield [_Run(TokenTests(), max(gap.least, 2), gap.most)]
        return
    starts, ends = _at_end(row[0]), _at_end(row[-1])
    for start, end in product(starts, ends):
        inner = row[1:-1] if len(row) > 1 else []
        yield [*start, *inner, *reversed(end)] if len(row) > 1 else start


def _at_end(piece: _Piece) -> list[list[_Piece]]:
    if not isinstance(piece, _Gap):
        return [[piece]]
    ways: list[list[_Piece]] = [[]] if piece.least == 0 else []
    rest = _Gap(max(piece.least - 1, 0), None if piece.most is None else piece.most - 1)
    return [*ways, [TokenTests()] if rest.most == 0 else [TokenTests(), rest]]


def _row(row: list[_Piece]) -> Pattern:
    """Make a pattern of a row that begins and ends with tokens."""
    pattern = Pattern()
    gap = _Gap(0, 0)
    last: str | None = None
    number = 0

    def token(tests: TokenTests) -> str:
        nonlocal number
        number += 1
        name = f"T{number}"
        pattern.body.test(name, *tests.tests)
        if tests.first is not None:
            pattern.filters.append((not tests.first, Part({}, [Order("Before", name)])))
        return name

    for piece in row:
        if isinstance(piece, _Gap):
            gap = piece
            continue
        name = token(piece.tests if isinstance(piece, _Run) else piece)
        if last is not None:
            pattern.body.links.append(Order(last, name, gap.least, gap.most))
        if isinstance(piece, _Run):
            name = _run(pattern, piece, name, token(piece.tests))
        last, gap = name, _Gap(0, 0)
    return pattern


def _run(pattern: Pattern, run: _Run, first: str, last: str) -> str:
    most = None if run.most is None else run.most - 2
    pattern.body.links.append(Order(first, last, run.least - 2, most))
    if run.tests.tests or run.tests.first is not None:
        other = run.tests.negated()
        if other.first is not None:
            raise UnsaidError(
                "a repeated IS_SENT_START", "what may not stand between is no one node"
            )
        between = Part({"Other": other.tests}, [])
        between.links += [Order(first, "Other", 0, None), Order("Other", last, 0, None)]
        pattern.filters.append((False, between))
    return last
