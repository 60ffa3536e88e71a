"""The layout of a grammar file: which tokens stand on a line, and how far in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from semgraph.grammar.columns import aligned, aligned_parse, table_rows, width
from semgraph.grammar.comments import Comment, Gap
from semgraph.grammar.spacing import Leaf, leaf, leaves, spaced

if TYPE_CHECKING:
    from lark import Token, Tree

Phrase: TypeAlias = Sequence[Leaf]  # what is written on one line

WIDTH = 100
_STEP = 2
_BLOCKS = frozenset({"block", "global"})
_ALONE = frozenset(
    {*_BLOCKS, "header", "lexicon", "stage", "rule", "example"}
)  # never on one line with other items


@dataclass(slots=True)
class _Line:
    indent: int
    text: str
    comment: str = ""
    opens: bool = False  # whether its last token opens a block

    @property
    def blank(self) -> bool:
        return not (self.text or self.comment)


@dataclass(frozen=True, slots=True)
class _Unit:
    """An item or a clause: its tree, its tokens, and the ``;`` behind a clause."""

    tree: Tree[Token]
    tokens: Phrase
    semicolon: Leaf | None = None


@dataclass(frozen=True, slots=True)
class _Body:
    """The braces of a block: the tokens up to ``{``, the clauses, ``}``."""

    opening: Phrase
    clauses: Sequence[_Unit]
    closing: Leaf


class Layout:
    """Writes a file's tree line by line.

    Args:
        gaps: what stands between the tokens, see `find_gaps`.
    """

    def __init__(self, gaps: Mapping[int, Gap]) -> None:
        self._gaps = gaps
        self._lines: list[_Line] = []

    def write(self, tree: Tree[Token]) -> str:
        """Give the file's text."""
        self._items(tree.children, 0)  # type: ignore[arg-type]
        self._comments(self._gaps[max(self._gaps)].comments, 0)
        _align_comments(self._lines)
        written = (
            f"{' ' * line.indent}{line.text}{line.comment}".rstrip(" ") for line in self._lines
        )
        return "".join(f"{line}\n" for line in written)

    # Items of a file, a stage, a rule

    def _items(self, items: Sequence[Tree[Token]], indent: int) -> None:
        before: Tree[Token] | None = None
        for group in self._on_one_line([_Unit(item, tuple(leaves(item))) for item in items]):
            first = group[0]
            self._before(
                first.tokens[0], indent, apart=before is not None and _apart(before, first.tree)
            )
            text = "  ".join(spaced(unit.tokens) for unit in group)
            if len(group) > 1 and indent + width(text) <= WIDTH:
                self._lines.append(_Line(indent, text))
            else:
                for unit in group:
                    self._item(unit.tree, unit.tokens, indent)
            before = group[-1].tree

    def _on_one_line(self, units: Sequence[_Unit]) -> list[list[_Unit]]:
        """Group the items or clauses that the author put on one line."""
        groups: list[list[_Unit]] = []
        joinable = False
        for unit in units:
            simple = unit.tree.data not in _ALONE and not self._commented(unit.tokens[1:])
            if joinable and simple and self._follows(unit.tokens[0]):
                groups[-1].append(unit)
            else:
                groups.append([unit])
            joinable = simple and not (unit.semicolon and self._commented([unit.semicolon]))
        return groups

    def _follows(self, token: Leaf) -> bool:
        """Say whether a token stands on the line of the one before."""
        gap = self._gaps[token.start]
        return not (gap.new_line or gap.comments)

    def _item(self, item: Tree[Token], phrase: Phrase, indent: int) -> None:
        if item.data in ("stage", "rule"):
            self._braced(item, indent)
        elif item.data in _BLOCKS:
            self._block(item, phrase, indent)
        elif phrase[-1].text.startswith('"""'):
            self._parse(phrase, indent)
        elif phrase[-1].text.startswith("{"):
            self._table(phrase, indent)
        else:
            self._phrase(phrase, indent)

    def _braced(self, item: Tree[Token], indent: int) -> None:
        tokens = [leaf(child, item.data) for child in item.children if isinstance(child, str)]
        inside = [child for child in item.children if not isinstance(child, str)]
        self._phrase(tokens[:-1], indent)
        self._lines[-1].opens = True
        self._items(inside, indent + _STEP)
        self._close(tokens[-1], indent)
        if self._lines[-1].opens and not self._lines[-1].comment:
            self._lines[-1].text += " }"
            self._lines[-1].opens = False
        else:
            self._lines.append(_Line(indent, "}"))

    # Blocks and clauses

    def _block(self, item: Tree[Token], phrase: Phrase, indent: int) -> None:
        text = spaced(
            [
                token
                for token, after in pairwise([*phrase, phrase[-1]])
                if (token.sign, after.sign) != (";", "}")
            ]
        )
        if not self._commented(phrase[1:]) and indent + width(text) <= WIDTH:
            self._lines.append(_Line(indent, text))
            return
        opening: list[Leaf] = []
        for body in _bodies(item):
            self._phrase([*opening, *body.opening], indent)
            self._lines[-1].opens = True
            self._clauses(body.clauses, indent + _STEP)
            self._close(body.closing, indent)
            opening = [body.closing]
        self._phrase(opening, indent)

    def _clauses(self, clauses: Sequence[_Unit], indent: int) -> None:
        for group in self._on_one_line(clauses):
            self._before(group[0].tokens[0], indent)
            text = " ".join(f"{spaced(clause.tokens)};" for clause in group)
            if len(group) > 1 and indent + width(text) <= WIDTH:
                self._lines.append(_Line(indent, text))
            else:
                for clause in group:
                    self._phrase(clause.tokens, indent, ";")
            semicolon = group[-1].semicolon
            if semicolon:
                self._comments(self._gaps[semicolon.start].comments, indent)

    # Tables

    def _table(self, phrase: Phrase, indent: int) -> None:
        """Write an inline lexicon."""
        *opening, table = phrase
        self._phrase([*opening, table._replace(text="{")], indent)
        self._lines[-1].opens = True
        rows = list(table_rows(table.text))
        texts = aligned([row for row, _ in rows])
        for number, (text, (_, comment)) in enumerate(zip(texts, rows, strict=True)):
            if text:
                self._lines.append(_Line(indent + _STEP, text, comment))
            elif comment:
                self._comments([Comment(comment, number > 0, after_blank=False)], indent + _STEP)
            elif number:
                self._blank()
        self._drop_blanks()
        self._lines.append(_Line(indent, "}"))

    def _parse(self, phrase: Phrase, indent: int) -> None:
        """Write an example with its parse."""
        *opening, block = phrase
        self._phrase([*opening, block._replace(text='"""')], indent)
        for line in aligned_parse(block.text):
            self._lines.append(_Line(indent + _STEP if line else 0, line))
        self._lines.append(_Line(indent + _STEP, '"""'))

    # Lines

    def _phrase(self, phrase: Phrase, indent: int, end: str = "") -> None:
        """Write tokens on a line; it goes on below where a comment ends it.

        Too long a line goes on below before each further ``[…]`` of a node.
        """
        too_long = indent + width(spaced(phrase) + end) > WIDTH
        start, inner = 0, indent
        for place, token in enumerate(phrase[1:], 1):
            comments = self._gaps[token.start].comments
            if comments or (too_long and (token.sign, token.rule) == ("|", "node")):
                self._lines.append(_Line(inner, spaced(phrase[start:place])))
                start, inner = place, indent + _STEP
                self._comments(comments, inner, blanks=False)
        self._lines.append(_Line(inner, spaced(phrase[start:]) + end))

    def _before(self, token: Leaf, indent: int, *, apart: bool = False) -> None:
        """Write the comments and the blank line before a token that begins a line.

        Args:
            token: that comes next.
            indent: of the comments.
            apart: whether a blank line must stand there.
        """
        gap = self._gaps[token.start]
        needed = apart and not gap.has_blank
        behind = gap.comments[:1] if gap.comments and not gap.comments[0].own_line else ()
        self._comments(behind, indent)
        if needed:
            self._blank()
        self._comments(gap.comments[len(behind) :], indent)
        if gap.after_blank:
            self._blank()

    def _close(self, brace: Leaf, indent: int) -> None:
        """Write the comments before a closing brace into the block."""
        self._comments(self._gaps[brace.start].comments, indent + _STEP)
        self._drop_blanks()

    def _comments(self, comments: Sequence[Comment], indent: int, *, blanks: bool = True) -> None:
        for comment in comments:
            if comment.after_blank and blanks:
                self._blank()
            last = self._lines[-1] if self._lines else None
            if comment.own_line or last is None or last.comment or last.blank:
                self._lines.append(_Line(indent, "", comment.text))
            else:
                last.comment = comment.text

    def _blank(self) -> None:
        """Write a blank line, if it would not be the second, nor the first in a block."""
        if self._lines and not (self._lines[-1].blank or self._lines[-1].opens):
            self._lines.append(_Line(0, ""))

    def _drop_blanks(self) -> None:
        while self._lines[-1].blank:
            self._lines.pop()

    def _commented(self, phrase: Phrase) -> bool:
        return any(self._gaps[token.start].comments for token in phrase)


def _apart(before: Tree[Token], item: Tree[Token]) -> bool:
    """Say whether a blank line always stands between two items.

    It does around stages, rules and inline lexicons, and where one kind of line in a file's head
    or a stage's head gives way to another.
    """
    kinds = {before.data, item.data}
    if kinds <= {"header", "lexicon"}:
        return len(kinds) > 1 or any(_is_table(one) for one in (before, item))
    return bool(kinds & {"stage", "rule"})


def _is_table(item: Tree[Token]) -> bool:
    last = item.children[-1]
    return isinstance(last, str) and last.startswith("{")


def _bodies(block: Tree[Token]) -> Iterator[_Body]:
    """Give the parts of a block, which ``or`` joins."""
    opening: list[Leaf] = []
    clauses: list[_Unit] = []
    for child in _flat(block):
        if isinstance(child, _Unit):
            clauses.append(child)
        elif child.sign == ";":
            clauses[-1] = replace(clauses[-1], semicolon=child)
        elif child.sign == "}":
            yield _Body(opening, clauses, child)
            opening, clauses = [], []
        else:
            opening.append(child)


def _flat(block: Tree[Token]) -> Iterator[Leaf | _Unit]:
    """Give the clauses of a block, and the block's own tokens between them."""
    for child in block.children:
        if isinstance(child, str):
            yield leaf(child, block.data)
        elif child.data == "body":
            yield from _flat(child)
        else:
            yield _Unit(child, tuple(leaves(child)))


def _align_comments(lines: Sequence[_Line]) -> None:
    """Put the comments behind neighbouring lines below each other, two spaces off."""
    run: list[_Line] = []
    for line in [*lines, _Line(0, "")]:
        if line.text and line.comment:
            run.append(line)
            continue
        column = max((one.indent + width(one.text) for one in run), default=0) + 2
        for one in run:
            one.comment = " " * (column - one.indent - width(one.text)) + one.comment
        run = []
