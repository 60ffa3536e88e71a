"""The clusters of ``semgraph search --by``: tables of numbers, or matches under headings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal

from rich import box
from rich.table import Table
from rich.text import Text

from semgraph.cli.answers import Answer
from semgraph.cli.found import Found
from semgraph.cli.match_view import match_lines, plain_match
from semgraph.cli.output import Output, Page
from semgraph.cli.visible import shown
from semgraph.types import Json

if TYPE_CHECKING:
    from semgraph.grammar.syntax import Request
    from semgraph.workbench import Tally

_NAME = 24  # columns of the page that names may take, whatever stands beside them
_COLUMNS = 10  # of a cross table; the smaller ones are added up in one more
_Members = dict[tuple[str, ...], list[Found]]


def write_clusters(
    out: Output,
    answers: Iterator[Answer],
    keys: Sequence[str],
    request: Request,
    form: Literal["text", "json", "jsonl"],
    limit: int | None,
    *,
    count: bool,
) -> int:
    """Write matches by clusters; gives the number of matches.

    Args:
        out: where to.
        answers: the matches.
        keys: what they are clustered by.
        request: that was asked.
        form: how to write.
        limit: how many matches are taken, ``None`` for all.
        count: write numbers only.
    """
    from semgraph.workbench import Tally, cluster

    tally = Tally(keys)
    members: _Members = {}
    for answer in answers:
        clustering = cluster(answer.matches, answer.searched, keys, request)
        if limit is not None:
            clustering = clustering.first(limit - tally.total)
        tally.add(clustering)
        if not count:
            for group, found in zip(clustering.group.tolist(), answer.found(), strict=False):
                members.setdefault(clustering.values[group], []).append(found)
        if limit is not None and tally.total >= limit:
            break
    if form == "text":
        _write_text(out, tally, members, count=count)
    else:
        _write_json(out, tally, members, lines=form == "jsonl", count=count)
    return tally.total


def _write_text(out: Output, tally: Tally, members: _Members, *, count: bool) -> None:
    page = Page(out)
    if count and tally.total:
        cross = len(tally.keys) == 2
        out.write(page.render(_cross_table(tally) if cross else _table(tally), wrap=out.terminal))
        return
    for values, number in () if count else tally.rows():
        heading = Text()
        for key, value in zip(tally.keys, values, strict=True):
            heading.append(f"{shown(key)}=", "dim").append(f"{shown(value)}  ", "bold")
        heading.append(f"{number}  {_percent(number, tally.total)}", "dim")
        out.write(page.render(heading, wrap=out.terminal))
        for found in members[values]:
            lines = match_lines(found, marked=not out.terminal)
            out.write(page.render(*lines, wrap=out.terminal))
        out.write(page.render(""))


def _empty_table() -> Table:
    return Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")


def _table(tally: Tally) -> Table:
    """Draw the values of the keys with number and share."""
    table = _empty_table()
    for key in tally.keys:
        table.add_column(shown(key), overflow="fold")
    for name in ("number", "share"):
        table.add_column(name, justify="right", no_wrap=True)
    for values, number in tally.rows():
        table.add_row(*_texts(values), f"{number}", _percent(number, tally.total))
    return table


def _cross_table(tally: Tally) -> Table:
    """Draw the first key's values below, the second's beside one another."""
    beside = tally.margin(1)
    own, rest = beside[:_COLUMNS], beside[_COLUMNS:]
    table = _empty_table()
    keys = [f"{shown(tally.keys[0])} \\", shown(tally.keys[1])]
    names = [*keys, *(shown(value) for value, _ in tally.margin(0))]
    width = min(max(map(len, names)), _NAME)
    table.add_column(Text("\n".join(keys)), overflow="fold", min_width=width)
    headers = [shown(value) for value, _ in own]
    for header in [*headers, *([f"{len(rest)} others"] if rest else []), "all"]:
        table.add_column(Text(header), justify="right", overflow="fold")
    rows = [*((value, number, False) for value, number in tally.margin(0)), ("", tally.total, True)]
    sums = dict(beside)
    for value, number, is_sum in rows:
        cells = [sums[other] if is_sum else tally.counts.get((value, other), 0) for other, _ in own]
        if rest:
            cells.append(number - sum(cells))
        name = Text("all", "bold") if is_sum else Text(shown(value))
        table.add_row(name, *(str(cell or "·") for cell in cells), str(number))
    return table


def _texts(values: Sequence[str]) -> list[Text]:
    return [Text(shown(value)) for value in values]


def _percent(number: int, total: int) -> str:
    return f"{100 * number / total:.1f} %"


def _write_json(out: Output, tally: Tally, members: _Members, *, lines: bool, count: bool) -> None:
    """Write clusters with their matches or numbers; as lines, a match or a number on each."""
    import orjson

    groups = [
        _plain(values, number, tally.total)
        | ({} if count else {"matches": [plain_match(found) for found in members[values]]})
        for values, number in tally.rows()
    ]
    if not lines:
        whole = {"keys": tally.keys, "matches": tally.total, "clusters": groups}
        out.line(orjson.dumps(whole))
        return
    for group in groups:
        for line in [group] if count else [{"by": group["values"]} | m for m in group["matches"]]:
            out.line(orjson.dumps(line))


def _plain(values: tuple[str, ...], number: int, total: int) -> Json:
    return {"values": values, "count": number, "share": round(number / total, 6)}
