"""The matches of a request, as columns and one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from semgraph.engine.nodes import Nodes
from semgraph.engine.relation import Groups, Relation
from semgraph.errors import UsageError
from semgraph.types import Ints, Variable

# What a variable is bound to: a word; the words of a repeated node; nothing, for an optional one.
Bound: TypeAlias = int | tuple[int, ...] | None


@dataclass(frozen=True, slots=True)
class Match:
    """One match: the document and the bound tokens, by variable.

    Attributes:
        doc: index of the document.
        nodes: for each variable the 0-based index of the word (or number of the token); all of
            them, as a tuple, for a repeated node; ``None`` for an optional node that is missing.
    """

    doc: int
    nodes: Mapping[Variable, Bound]

    def __getitem__(self, variable: Variable) -> Bound:
        """Give what a variable is bound to."""
        return self.nodes[variable]

    def words(self, variable: Variable) -> tuple[int, ...]:
        """Give what a variable is bound to as a tuple, whatever the variable."""
        bound = self.nodes[variable]
        if isinstance(bound, int):
            return (bound,)
        return bound or ()


class Matches:
    """All matches of a request in a batch, sorted by document and then by variables in order.

    Attributes:
        variables: the request's variables in order of first mention.
        doc: index of each match's document.
        sentences: number of each match's sentence among those that were searched.
        rows: for each variable the row of its node among those that were searched; of a repeated
            node the first, ``-1`` where there is none.
    """

    __slots__ = ("_groups", "_nodes", "doc", "rows", "sentences", "variables")

    def __init__(
        self,
        nodes: Nodes,
        variables: tuple[Variable, ...],
        doc: Ints,
        sentences: Ints,
        rows: Mapping[Variable, Ints],
        groups: Mapping[Variable, tuple[Ints, Groups]],
    ):
        self._nodes = nodes
        self._groups = groups
        self.variables = variables
        self.doc = doc
        self.sentences = sentences
        self.rows = rows

    @classmethod
    def from_relation(
        cls, nodes: Nodes, found: Relation, variables: tuple[Variable, ...]
    ) -> Matches:
        """Take the matches of a relation over nodes."""
        groups = {v: (found["#" + v], found.groups[v]) for v in variables if v in found.groups}
        plain = [name for name in found.columns if name[0] != "#"]
        if plain:
            first = found[plain[0]]
            doc, sentences = nodes.doc[first], nodes.sent[first]
        else:
            sentences = found.columns.get("#sent", np.zeros(0, np.int32))
            doc = nodes.doc[np.searchsorted(nodes.sent, sentences)]
        return cls(nodes, variables, doc, sentences, {v: found[v] for v in variables}, groups)

    def __len__(self) -> int:
        """Give the number of matches."""
        return len(self.doc)

    def __getitem__(self, variable: Variable) -> Ints:
        """Give for each match the 0-based index of the word that a variable is bound to.

        Of a repeated node it is the first; ``-1`` stands where there is none.
        """
        rows = self.rows.get(variable)
        if rows is None:
            names = ", ".join(self.variables) or "none"
            raise UsageError(f"no variable '{variable}' in this request; it has {names}")
        return np.where(rows >= 0, self._nodes.token[rows], np.int32(-1))

    def tuples(self) -> Iterator[tuple[Any, ...]]:
        """Give each match as ``(document, word, word, …)`` in order of the variables.

        A repeated node gives a tuple of its words, an optional one that is missing ``None``.
        """
        columns = [self.doc.tolist(), *map(self._bound, self.variables)]
        return zip(*columns, strict=True)

    def _bound(self, variable: Variable) -> list[Any]:
        if variable in self._groups:
            number, (start, words) = self._groups[variable]
            tokens = self._nodes.token[words].tolist()
            bounds = zip(start[number].tolist(), start[number + 1].tolist(), strict=True)
            return [tuple(tokens[low:high]) for low, high in bounds]
        column = self[variable].tolist()
        if (self.rows[variable] < 0).any():
            return [None if word < 0 else word for word in column]
        return column

    def __iter__(self) -> Iterator[Match]:
        """Go through single matches."""
        for doc, *bound in self.tuples():
            yield Match(doc, dict(zip(self.variables, bound, strict=True)))
