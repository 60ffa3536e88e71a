"""Rules of Grew: their patterns are carried over as they are written, their commands are not.

Each rule keeps its blocks. Its lexicons, in the file or beside it, go to the head of the grammar,
under names of their own where two rules call different tables the same. Strategies, declarations
and commands are told in the report.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from textwrap import dedent

from semgraph.errors import InputError, RequestError
from semgraph.formats.grs import GrewRule, Other, Table, read_grs, read_lexicon
from semgraph.formats.pattern import UnsaidError
from semgraph.formats.quoting import unused
from semgraph.formats.result import Batch, Draft, Imported, Loss
from semgraph.grammar import parse_request
from semgraph.grammar.names import TABLE_NAME
from semgraph.grammar.rules import Lexicon
from semgraph.grammar.scope import Scope
from semgraph.grammar.syntax import Constant, FeatureTest, LabelTest

# Strings, comments and names: where a lexicon's name stands for it, and where it is a word.
_PIECE = re.compile(r'"(?:[^"\\\n]|\\.)*"|%[^\n]*|[^\W\d][\w\'-]*\.?|.', re.DOTALL)
_COLUMNS_PARTED = re.compile(r"\t| {2,}")
_ANCHOR = "__0__"  # the node that Grew hangs roots from
_NOTES = (
    "all rules stand in one stage; they find, and change nothing",
    "features and labels that other rules would have made are not there",
)


def read_grew(text: str, source: str, default: str) -> Batch:
    """Read a file of Grew rules and those that it names.

    Args:
        text: of the file.
        source: its path.
        default: not needed, as rules have names.

    Raises:
        InputError: the file, or one that it names, cannot be read.
    """
    del default
    items = read_grs(text, source)
    words = {
        word
        for item in items
        if isinstance(item, GrewRule)
        for block in item.blocks
        for word in re.findall(r"[^\W\d][\w'-]*(?!\.)", block.body)
    }
    tables = _Tables(words)
    patterns = [
        _other(item) if isinstance(item, Other) else _rule(item, tables, source) for item in items
    ]
    used = {name for p in patterns for d in p.drafts for b in d.blocks for name in _named(b)}
    lexicons = {name: rows for name, rows in tables.rows.items() if name in used}
    return Batch(tuple(patterns), lexicons, _NOTES)


def _named(block: str) -> Iterator[str]:
    for match in _PIECE.finditer(block):
        if match[0].endswith(".") and match[0][0] not in '"%.':
            yield match[0][:-1]


def _other(item: Other) -> Imported:
    return Imported(item.name, _place(item), losses=[Loss(item.name.split()[0], item.why)])


def _place(item: Other | GrewRule) -> str:
    return f"{Path(item.file).name}, line {item.line}"


class _Tables:
    """The lexicons of all rules, each table once.

    Args:
        words: names that a lexicon must not have, since nodes may have them.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self.rows: dict[str, Table] = {}
        self._names: dict[Table, str] = {}
        self._words = set(words)

    def name(self, wanted: str, rows: Table) -> str:
        """Give the name of a table in the grammar.

        Raises:
            UnsaidError: it is no table that a grammar file can hold.
        """
        what = f"the lexicon '{wanted}'"
        if not rows or len({len(row) for row in rows}) > 1:
            raise UnsaidError(what, "its rows have different numbers of columns")
        if not all(TABLE_NAME.fullmatch(column) for column in rows[0]):
            raise UnsaidError(what, "its first row does not name its columns")
        for cell in (cell for row in rows for cell in row):
            if not cell or re.search("[%}]", cell) or _COLUMNS_PARTED.search(cell):
                raise UnsaidError(what, f"the cell {cell!r} cannot stand in a grammar file")
        if rows not in self._names:
            self._names[rows] = unused(wanted, self._words | self.rows.keys())
            self.rows[self._names[rows]] = rows
        return self._names[rows]


def _rule(rule: GrewRule, tables: _Tables, source: str) -> Imported:
    imported = Imported(rule.name, _place(rule))
    try:
        if rule.odd:
            raise UnsaidError(rule.odd[0], "there is nothing like it here")
        names, lexicons = _lexicons(rule, tables, source)
        blocks = tuple(f"{b.word} {{{_renamed(_tidy(b.body), names)}}}" for b in rule.blocks)
        imported.drafts = [_draft(blocks, lexicons, imported)]
        if _ANCHOR in "".join(blocks):
            imported.notes.append(f"there is no node '{_ANCHOR}' here; use * -[root]-> X")
    except UnsaidError as reason:
        imported.lose([reason])
    if rule.commands:
        imported.losses.append(Loss("commands", "rules rewrite no graph here"))
    return imported


def _lexicons(
    rule: GrewRule, tables: _Tables, source: str
) -> tuple[dict[str, str], dict[str, Lexicon]]:
    """Give the names of a rule's lexicons in the grammar, and the tables for the check."""
    found = dict(rule.lexicons)
    for name, path in rule.files.items():
        # Grew takes paths from the file that is run; older files from where they stand.
        places = [Path(base).parent / path for base in (rule.file, source)]
        place = next((place for place in places if place.is_file()), None)
        if place is None:
            raise UnsaidError(f"the lexicon '{name}'", f"there is no file '{path}'")
        try:
            found[name] = read_lexicon(place)
        except InputError as error:
            raise UnsaidError(f"the lexicon '{name}'", str(error)) from error
    names = {name: tables.name(name, rows) for name, rows in found.items()}
    lexicons = {}
    for name, rows in found.items():
        columns = zip(*rows, strict=True)
        table = {column: tuple(cells) for column, *cells in columns}
        lexicons[names[name]] = Lexicon(names[name], table, rule.file)
    return names, lexicons


def _renamed(body: str, names: Mapping[str, str]) -> str:
    """Give the body with the lexicons' names in the grammar."""

    def rename(match: re.Match[str]) -> str:
        word = match[0]
        new = names.get(word[:-1]) if word.endswith(".") else None
        return f"{new}." if new else word

    return _PIECE.sub(rename, body) if any(a != b for a, b in names.items()) else body


def _tidy(body: str) -> str:
    """Give a body with its lines moved left together."""
    first, line_end, rest = body.partition("\n")
    if not line_end:
        return body
    *lines, last = rest.split("\n")
    moved = dedent("\n".join(lines)) if lines else ""
    inside = "\n".join(f"  {line}".rstrip() for line in moved.split("\n")) if lines else ""
    closing = last.strip()
    # A comment would take the closing brace with it.
    end = f"\n  {closing}\n" if "%" in closing else f"\n  {closing} " if closing else "\n"
    return f"{first.rstrip()}{line_end if inside else ''}{inside}{end}"


def _draft(blocks: tuple[str, ...], lexicons: Mapping[str, Lexicon], imported: Imported) -> Draft:
    """Parse the blocks for what they bind and name.

    Raises:
        UnsaidError: the pattern language refuses them.
    """
    text = "\n".join(blocks)
    try:
        request = parse_request(text, scheme="", lexicons=lexicons)
    except RequestError as error:
        what = f"the pattern, near '{_near(error)}'" if error.source_line else "the pattern"
        hint = f"; {error.hint}" if error.hint else ""
        raise UnsaidError(what, f"{error.message}{hint}") from error
    imported.labels |= set(request_labels(request))
    bound = Scope.of(request, "", lexicons).bound
    order = {word: place for place, word in reversed([*enumerate(re.findall(r"[\w']+", text))])}
    nodes = tuple(sorted(bound, key=lambda node: order.get(node, len(order))))
    if not nodes:
        raise UnsaidError("the pattern", "it binds no node, so there is nothing to mark")
    apart = [node for node in nodes if node not in request.shared]
    pair = (apart[0], apart[1]) if len(apart) > 1 else None
    return Draft(blocks, nodes, pair, frozenset(request.shared))


def _near(error: RequestError) -> str:
    assert error.source_line is not None
    return error.source_line.strip()


def request_labels(part: object) -> Iterator[str]:
    """Give the labels that a request names, wherever they stand in it."""
    if isinstance(part, LabelTest):
        for option in part.alternatives:
            if isinstance(option, Constant):
                yield option.text.partition("@")[0]
            elif isinstance(option, tuple):
                yield from _constants(option, "1")
    elif isinstance(part, FeatureTest):
        yield from _constants([part], "deprel")
    elif isinstance(part, tuple):
        for item in part:
            yield from request_labels(item)
    elif is_dataclass(part):
        for each in fields(part):
            yield from request_labels(getattr(part, each.name))


def _constants(tests: Iterable[FeatureTest], feature: str) -> Iterator[str]:
    for test in tests:
        if test.feature == feature:
            yield from (value.text for value in test.values if isinstance(value, Constant))
