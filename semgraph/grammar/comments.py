"""What stands between the tokens of a grammar file: comments, line ends, blank lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lark import Token


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment without the white space around it.

    Attributes:
        text: from its ``%`` on.
        own_line: whether it has a line of its own; else it stands behind a token.
        after_blank: whether a blank line stands before it.
    """

    text: str
    own_line: bool
    after_blank: bool


@dataclass(frozen=True, slots=True)
class Gap:
    """What stands before a token, or at the end of the file.

    Attributes:
        comments: in order.
        new_line: whether the token begins a line.
        after_blank: whether a blank line stands right before the token.
    """

    comments: tuple[Comment, ...]
    new_line: bool
    after_blank: bool

    @property
    def has_blank(self) -> bool:
        """Whether there is any blank line."""
        return self.after_blank or any(comment.after_blank for comment in self.comments)


def find_gaps(text: str, tokens: Iterable[Token]) -> Mapping[int, Gap]:
    r"""Give the gap before each token by the token's offset; the last one by the text's length.

    Args:
        text: of the file, with line ends ``\n``.
        tokens: all tokens, in order.
    """
    gaps, end = {}, 0
    for token in tokens:
        assert token.start_pos is not None
        assert token.end_pos is not None
        gaps[token.start_pos] = read_gap(text[end : token.start_pos], first=end == 0)
        end = token.end_pos
    gaps[len(text)] = read_gap(text[end:], first=end == 0)
    return gaps


def read_gap(space: str, *, first: bool = False) -> Gap:
    """Read white space with comments in it.

    Args:
        space: the text between two tokens.
        first: whether no token stands before it.
    """
    lines = space.split("\n")
    comments: list[Comment] = []
    blank = False
    for number, line in enumerate(lines):
        sign = line.find("%")
        if sign >= 0:
            comments.append(Comment(line[sign:].rstrip(), number > 0 or first, blank))
            blank = False
        elif 0 < number < len(lines) - 1:
            blank = True
    return Gap(tuple(comments), len(lines) > 1 or first, blank)


def table_lines(table: str) -> Iterator[tuple[str, str]]:
    """Give the row and the comment of each line between the braces of a lexicon's table."""
    for line in table[1:-1].split("\n"):
        row, sign, comment = line.partition("%")
        yield row.strip(), (sign + comment).rstrip()
