"""The tree of a token graph for linguists: tokens, what they are made of, and by which rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.text import Text

from semgraph.cli.view import SIGNS, STYLES, View
from semgraph.cli.visible import shown

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult

    from semgraph.graph import Marker, Token, TokenGraph

_FAINT = "dim"
_MARKS = {"resonance": "~", "direction": "→", "tension": "×"}
_MARK_STYLES = {"resonance": "#009e73", "direction": "#56b4e9", "tension": "#d55e00"}
_GAP = 2  # columns between columns
_NAME = 18  # of a governor, in columns; a longer one is named by its head word
_LEAST = 20  # columns that a note has at least, however deep it stands
_SHARES = (0.42, 0.34)  # of the width, that form and lemma take at most


@dataclass(frozen=True, slots=True)
class Row:
    """A token's line.

    Attributes:
        lead: guides and sign, before the form.
        cells: form, lemma with part of speech, and the relation or the role in the whole.
        style: of the form.
        faint: whether the whole line stands back.
    """

    lead: str
    cells: tuple[str, str, str]
    style: str = ""
    faint: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """A line across all columns, below a token.

    Attributes:
        lead: guides before the text.
        more: guides before the lines that follow when it is too long.
        text: what it says.
    """

    lead: str
    more: str
    text: Text

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Draw the text, wrapped behind its guides."""
        width = max(options.max_width - cell_len(self.lead), _LEAST)
        for number, line in enumerate(self.text.wrap(console, width)):
            yield Text.assemble((self.more if number else self.lead, _FAINT), line)


def tree(graph: TokenGraph, width: int) -> Iterator[RenderableType]:
    """Draw a graph, sentence by sentence.

    Args:
        graph: to draw.
        width: columns that a line may take.
    """
    view = View(graph)
    if graph.id:
        yield Text(shown(graph.id), _FAINT)
    for text, tops in view.sentences():
        yield Text(shown(" ".join(text.split())), "bold")
        yield Text()
        yield from lines(view, tops, width)
        yield Text()
    yield summary(view)
    yield Text()


def lines(view: View, tokens: Sequence[Token], width: int) -> Iterator[RenderableType]:
    """Draw tokens with what they are made of, in columns."""
    rows = list(chain.from_iterable(_walk(view, token) for token in tokens))
    widths = _widths([row for row in rows if isinstance(row, Row)], width)
    for row in rows:
        if isinstance(row, Row):
            yield from _drawn(row, widths, width)
        else:
            yield row


# From tokens to rows.


def _walk(view: View, top: Token) -> Iterator[Row | Note]:
    """Go through a token from the outside in; depth has no bound, hence no recursion."""
    waiting: list[tuple[Token | Text, str, str, str]] = [(top, "", "", "")]
    while waiting:
        item, lead, below, role = waiting.pop()
        if isinstance(item, Text):
            yield Note(lead, below, item)
            continue
        yield _row(view, item, lead, role)
        inner: list[tuple[Token | Text, str]] = [
            (member, _role(item, member)) for member in view.inner(item)
        ]
        inner += [(note, "") for note in _notes(view, item)]
        for place, (member, own) in reversed(list(enumerate(inner, 1))):
            last = place == len(inner)
            branch, trunk = ("└ ", "  ") if last else ("├ ", "│ ")
            waiting.append((member, below + "  " + branch, below + "  " + trunk, own))


def _role(token: Token, member: Token) -> str:
    if any(member.id == satellite.id for satellite in token.satellites):
        return "satellite"
    return "head" if member.id == token.head_part.id and len(token.parts) > 1 else ""


def _row(view: View, token: Token, lead: str, role: str) -> Row:
    place = role
    if token.top:
        label, governor = view.relation(token)
        place = f"{label} of {_name(view, governor)}" if governor else label
    bare = token.id not in view.steps
    sign = "" if bare and not token.top else SIGNS[token.kind] + " "
    return Row(
        lead=lead + sign,
        cells=(
            shown(token.form),
            f"{shown(token.lemma)} {token.upos}".strip(),
            place,
        ),
        style=STYLES[token.kind],
        faint=role == "satellite" or token.upos in ("PUNCT", "SPACE"),
    )


def _name(view: View, token: Token) -> str:
    """Give a short name of a token: its form without satellites, or its head word."""
    while token.id in view.steps:
        if len(token.parts) > 1 and cell_len(token.form) <= _NAME:
            break
        token = view.tokens[token.head_part.id]
    return shown(token.form)


def _notes(view: View, token: Token) -> Iterator[Text]:
    """Give what a token was split from, its class, rules, features that they set, and markers."""
    made_by = ""
    if token.id in view.splits:
        word, step = view.splits[token.id]
        yield Text.assemble(f"split from {shown(word)}  ", _by(step.rule, step.at))
    if token.id in view.steps:
        step = view.steps[token.id]
        made_by = f"rule:{step.rule}"
        yield Text.assemble(*_class(token), _by(step.rule, step.at))
        others = dict.fromkeys((more["rule"], more["at"]) for more in step.merged)
        yield from (_by(rule, at) for rule, at in others if rule != step.rule)
    for feature, step in view.sets.get(token.id, ()):
        yield Text.assemble(f"{feature}  ", _by(step.rule, step.at))
    for marker in view.markers.get(token.id, ()):
        yield _marker(view, marker, told=marker.by == made_by)


def _class(token: Token) -> tuple[tuple[str, str], ...]:
    """Give class and ``mwe``, unless an absorption has merely passed them on."""
    if token.satellites and len(token.parts) == 1:
        return ()
    names = [shown(token.class_)] if token.class_ else []
    names += ["mwe"] if token.mwe else []
    return ((", ".join(names) + "  ", STYLES[token.kind]),) if names else ()


def _by(rule: str, at: str) -> Text:
    return Text(f"by {shown(rule)}  {shown(at)}", _FAINT)


def _marker(view: View, marker: Marker, *, told: bool) -> Text:
    kind = marker.kind
    source, target = (shown(view.tokens[end].form) for end in (marker.source, marker.target))
    line = Text.assemble(
        (kind, _MARK_STYLES[kind]),
        f"  {source} ",
        (_MARKS[kind], _MARK_STYLES[kind]),
        f" {target}",
    )
    if marker.label:
        line.append(f' "{shown(marker.label)}"')
    if marker.value is not None:
        line.append(f"  {marker.value:.2f}", "bold")
    if not told:
        line.append(f"  by {shown(marker.by.removeprefix('rule:'))}", _FAINT)
    return line


# From rows to lines.


def _widths(rows: Sequence[Row], width: int) -> list[int]:
    """Give the width of each column but the last: of its longest cell within its share."""
    forms = [cell_len(row.lead) + cell_len(row.cells[0]) for row in rows]
    lemmas = [cell_len(row.cells[1]) for row in rows]
    return [
        max((size for size in sizes if size <= share * width), default=0)
        for sizes, share in zip((forms, lemmas), _SHARES, strict=True)
    ]


def _drawn(row: Row, widths: Sequence[int], width: int) -> Iterator[Text]:
    """Draw a row; a cell that is too long sends the cells behind it to the next line."""
    form, *rest = row.cells
    line = Text.assemble((row.lead, _FAINT if row.lead[0] == " " else row.style), (form, row.style))
    end = 0
    for cell, size in zip(rest, widths, strict=False):
        end += size + (_GAP if size else 0)
        if not cell:
            continue
        if line.cell_len > end - _GAP:
            yield _finished(line, row)
            line = Text(" " * end)
        line.append(" " * (end - line.cell_len))
        line.append(cell)
    yield _finished(line, row, width)


def _finished(line: Text, row: Row, width: int | None = None) -> Text:
    if row.faint:
        line.stylize(_FAINT)
    if width is not None and line.cell_len > width:
        line.truncate(width, overflow="ellipsis")
    return line


def summary(view: View) -> Text:
    """Count leaves and tokens, white space left out; this is the key to the signs, too."""
    leaves = sum(bool(form.strip()) for form in view.graph.columns.leaves.form)
    counts = Counter(token.kind for token in view.tops if token.form.strip())
    line = Text(f"{leaves} leaves, {counts.total()} tokens:", _FAINT)
    for kind, sign in SIGNS.items():
        number = counts[kind]
        noun = kind if number == 1 else f"{kind}s"
        line.append(f"  {sign} {number} {noun}", STYLES[kind] or _FAINT)
    return line
