"""How a match is shown: as lines for people, as JSON for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.text import Text

from semgraph.cli.found import Bound, Found
from semgraph.cli.visible import shown, visible
from semgraph.types import Json


def match_lines(match: Found, *, marked: bool) -> Iterator[Text]:
    """Give where a match is and what it binds, and its sentence below."""
    place = match.id or str(match.doc + 1)
    head = Text(f"{shown(match.file)}:{shown(place)} ", "dim")
    for variable, bound in match.bound():
        head.append(f" {variable}=", "dim")
        head.append(shown(bound.form), "bold")
        head.append(f"({bound.label})")
    yield head
    sentence, last = Text("    "), 0
    for start, end in _merged(bound for _, bound in match.bound()):
        sentence.append(visible(match.sentence[last:start]))
        words = visible(match.sentence[start:end])
        sentence.append(f"[{words}]" if marked else words, "bold underline")
        last = end
    sentence.append(visible(match.sentence[last:]))
    yield sentence


def _merged(nodes: Iterable[Bound]) -> list[tuple[int, int]]:
    """Give the spans of all nodes in order, each place once."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted({span for bound in nodes for span in bound.spans}):
        if start < end and (not merged or start >= merged[-1][1]):
            merged.append((start, end))
    return merged


def plain_match(match: Found) -> Json:
    """Give a match as plain JSON values."""
    return {
        "file": match.file,
        "doc": match.doc,
        "id": match.id,
        "sentence": match.sentence,
        "nodes": {
            variable: [_node(each) for each in bound]
            if isinstance(bound, list)
            else bound and _node(bound)
            for variable, bound in match.nodes.items()
        },
    }


def _node(bound: Bound) -> Json:
    return {"index": bound.number, "id": bound.id, "form": bound.form}
