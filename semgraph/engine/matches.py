"""The matches of a request, as columns and one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from semgraph.engine.nodes import Nodes
from semgraph.engine.relation import Relation
from semgraph.errors import UsageError
from semgraph.types import Ints, Variable


@dataclass(frozen=True, slots=True)
class Match:
    """One match: the document and the bound tokens, by variable.

    Attributes:
        doc: index of the document.
        nodes: for each variable the 0-based index of the word (or number of the token).
    """

    doc: int
    nodes: Mapping[Variable, int]

    def __getitem__(self, variable: Variable) -> int:
        """Give what a variable is bound to."""
        return self.nodes[variable]


class Matches:
    """All matches of a request in a batch, sorted by document and then by variables in order.

    Attributes:
        variables: the request's variables in order of first mention.
        doc: index of each match's document.
    """

    __slots__ = ("_columns", "doc", "variables")

    def __init__(
        self, variables: tuple[Variable, ...], doc: Ints, columns: Mapping[Variable, Ints]
    ):
        self.variables = variables
        self.doc = doc
        self._columns = columns

    @classmethod
    def from_relation(
        cls, nodes: Nodes, found: Relation, variables: tuple[Variable, ...]
    ) -> Matches:
        """Take the matches of a relation over nodes."""
        columns = {v: nodes.token[found[v]] for v in variables}
        if variables:
            doc = nodes.doc[found[variables[0]]]
        else:
            sentences = found.columns.get("#sent", np.zeros(0, np.int32))
            doc = nodes.doc[np.searchsorted(nodes.sent, sentences)]
        return cls(variables, doc, columns)

    def __len__(self) -> int:
        """Give the number of matches."""
        return len(self.doc)

    def __getitem__(self, variable: Variable) -> Ints:
        """Give for each match the 0-based index of the word that a variable is bound to."""
        try:
            return self._columns[variable]
        except KeyError:
            names = ", ".join(self.variables) or "none"
            raise UsageError(f"no variable '{variable}' in this request; it has {names}") from None

    def tuples(self) -> Iterator[tuple[int, ...]]:
        """Give each match as ``(document, word, word, …)`` in order of the variables."""
        columns = [self.doc, *(self._columns[v] for v in self.variables)]
        return zip(*(column.tolist() for column in columns), strict=True)

    def __iter__(self) -> Iterator[Match]:
        """Go through single matches."""
        for doc, *bound in self.tuples():
            yield Match(doc, dict(zip(self.variables, bound, strict=True)))
