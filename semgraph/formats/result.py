"""What an import gives: rules, and an account of what could not be carried over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from semgraph.formats.pattern import UnsaidError
from semgraph.types import Json


@dataclass(frozen=True, slots=True)
class Loss:
    """A part of a pattern that was not carried over."""

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A rule to be written.

    Attributes:
        blocks: ``pattern { … }`` and the rest, as source text.
        nodes: what a match binds, in order.
        pair: two of them that are different tokens, ``None`` where there are not two.
        shared: nodes that may be the same token as another.
    """

    blocks: tuple[str, ...]
    nodes: tuple[str, ...]
    pair: tuple[str, str] | None
    shared: frozenset[str] = frozenset()


@dataclass(slots=True)
class Imported:
    """A pattern of the file.

    Attributes:
        name: as its author called it.
        place: where it stands, such as ``line 12``; ``""`` if the file has no lines to speak of.
        drafts: the rules that say it together; none where it could not be said.
        losses: what was not carried over.
        notes: what is good to know.
        labels: the labels of relations that it names.
        rules: names of the rules that were written, once they are.
    """

    name: str
    place: str = ""
    drafts: list[Draft] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    labels: set[str] = field(default_factory=set)
    rules: list[str] = field(default_factory=list)

    def lose(self, unsaid: Iterable[UnsaidError]) -> None:
        """Note what cannot be said; the pattern then gives no rule."""
        self.losses += [Loss(reason.what, reason.why) for reason in unsaid]
        self.drafts.clear()

    def refuse(self, why: str) -> None:
        """Note that the grammar language does not take it as it was said."""
        self.losses.append(Loss("the pattern", why))
        self.drafts.clear()
        self.rules.clear()

    def plain(self) -> Json:
        """Give the report as JSON."""
        return {
            "name": self.name,
            "place": self.place or None,
            "rules": list(self.rules),
            "lost": [{"what": loss.what, "why": loss.why} for loss in self.losses],
            "notes": list(self.notes),
        }


@dataclass(frozen=True, slots=True)
class Batch:
    """All that a file gives.

    Attributes:
        patterns: in the order of the file.
        lexicons: the tables that the rules name: header and rows.
        notes: what holds of all of them.
    """

    patterns: tuple[Imported, ...]
    lexicons: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
