"""What steps do to the edges: the one definition of collapsing, and its inverse.

State is a forest over the present top tokens. A step makes token N of its members M:

- The *anchor* is the member that stands for N in the forest: the head part, or the highest
  member above it. As no governor of the anchor is a member, N cannot come to stand below itself.
- N takes the anchor's governor and deprel; that edge is *moved*.
- An edge between two members is *removed*, and so is an edge from outside to another member.
- An edge from a member to a dependent outside is *moved*: the dependent now hangs from N.

A record keeps edges as they were before the step; the edge after it follows by putting N for
the member. Edges are listed in the order of their dependents' first leaves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from semgraph.errors import DocumentError
from semgraph.graph.columns import LeafColumns, StepRecord, TokenNumber, TokenRecord

# Governor, dependent, deprel.
Edge: TypeAlias = tuple[TokenNumber, TokenNumber, str]
ROOT = -1


class EdgeChanges(NamedTuple):
    """The edges that a step removed and moved, as they were before it."""

    removed: list[Edge]
    moved: list[Edge]


@dataclass(slots=True)
class Forest:
    """The top tokens as a forest.

    Attributes:
        governor: of each top token; `ROOT` for a root.
        relation: deprel of every token that is or was a top token.
        first: first leaf of every token that is or was a top token.
    """

    governor: dict[TokenNumber, TokenNumber]
    relation: dict[TokenNumber, str]
    first: dict[TokenNumber, int]

    @classmethod
    def of_leaves(cls, leaves: LeafColumns) -> Forest:
        """Give the forest of the base atoms: the parse."""
        return cls(
            dict(enumerate(leaves.head)),
            dict(enumerate(leaves.deprel)),
            dict(zip(range(len(leaves)), range(len(leaves)), strict=True)),
        )

    def top(self) -> list[TokenNumber]:
        """Give the top tokens, in the order of their first leaves."""
        return sorted(self.governor, key=self.first.__getitem__)

    def edges(self, top: Iterable[TokenNumber] | None = None) -> list[Edge]:
        """Give the edges, in the order of their dependents.

        Args:
            top: the top tokens in order, where they are at hand.
        """
        governor, relation = self.governor, self.relation
        return [
            (governor[token], token, relation[token])
            for token in (self.top() if top is None else top)
            if governor[token] != ROOT
        ]

    def sort(self, edges: list[Edge]) -> None:
        """Put edges into the order of their dependents."""
        if len(edges) > 1:
            edges.sort(key=lambda edge: self.first[edge[1]])


def replay(
    leaves: LeafColumns, tokens: Mapping[TokenNumber, TokenRecord], steps: Sequence[StepRecord]
) -> tuple[Forest, list[EdgeChanges]]:
    """Carry out all steps, and give the last forest and what each step did to the edges.

    Raises:
        DocumentError: a step consumes a token that is not there, or the edges form a cycle.
    """
    forest = Forest.of_leaves(leaves)
    dependents: dict[TokenNumber, list[TokenNumber]] = {}
    if tokens:
        for dependent, governor in enumerate(leaves.head):
            dependents.setdefault(governor, []).append(dependent)
    changes = []
    for place, step in enumerate(steps):
        if step.produced is None:
            changes.append(EdgeChanges([], []))
            continue
        token = tokens.get(step.produced)
        if token is None:
            message = f"s{step.number} makes t{step.produced}, which is no token of the graph"
            raise DocumentError(message, path=f"derivation[{place}].produced")
        try:
            changes.append(_collapse(forest, dependents, token))
        except KeyError as error:
            message = f"s{step.number} consumes t{error.args[0]}, which is no top token by then"
            raise DocumentError(message, path=f"derivation[{place}].consumed") from None
    return forest, changes


def _collapse(
    forest: Forest, dependents: dict[TokenNumber, list[TokenNumber]], token: TokenRecord
) -> EdgeChanges:
    """Make a token in the forest and in the lists of dependents.

    A list of dependents may hold tokens consumed since; their governor tells.
    """
    governor, relation = forest.governor, forest.relation
    new, members = token.number, token.parts + token.satellites
    above = {}
    for member in members:
        above[member] = governor.pop(member)
    anchor, tops = token.head_part, 0
    for member in members:
        if above[member] not in above:
            anchor = member
            tops += 1
    if tops != 1:  # members that hang together have one highest, whatever the head part
        anchor = _anchor(governor, above, token.head_part)
    top = above[anchor]
    removed: list[Edge] = []
    moved: list[Edge] = [] if top == ROOT else [(top, anchor, relation[anchor])]
    adopted: list[TokenNumber] = []
    for member in members:
        if member != anchor and above[member] != ROOT:
            removed.append((above[member], member, relation[member]))
        for dependent in dependents.pop(member, ()):
            if governor.get(dependent) == member:
                moved.append((member, dependent, relation[dependent]))
                governor[dependent] = new
                adopted.append(dependent)
    forest.sort(removed)
    forest.sort(moved)
    governor[new], relation[new] = top, relation[anchor]
    forest.first[new] = min([forest.first[member] for member in members])
    dependents[new] = adopted
    dependents.setdefault(top, []).append(new)
    return EdgeChanges(removed, moved)


def _anchor(
    governor: Mapping[TokenNumber, TokenNumber],
    above: Mapping[TokenNumber, TokenNumber],
    head_part: TokenNumber,
) -> TokenNumber:
    """Give the highest member at or above the head part.

    Args:
        governor: of the tokens that are no members.
        above: governor of each member.
        head_part: a member.
    """
    anchor = token = head_part
    for _ in range(len(governor) + len(above)):
        token = above[token] if token in above else governor[token]
        if token == ROOT:
            return anchor
        if token in above:
            anchor = token
    raise DocumentError("the edges form a cycle")


def find_cycle(heads: Sequence[int]) -> int | None:
    """Give a leaf that stands on a cycle of heads, ``None`` if the heads form a forest."""
    visited = [ROOT] * len(heads)
    for start, head in enumerate(heads):
        leaf = start
        while visited[leaf] == ROOT:
            visited[leaf] = start
            if head == ROOT:
                break
            leaf = head
            head = heads[leaf]
        else:
            if visited[leaf] == start:
                return leaf
    return None


def undo(forest: Forest, step: StepRecord, changes: EdgeChanges) -> Forest:
    """Take one step back, from its record alone; the inverse of carrying it out."""
    governor, relation = dict(forest.governor), dict(forest.relation)
    if step.produced is not None:
        del governor[step.produced]
        governor |= dict.fromkeys(step.consumed, ROOT)
    for source, target, label in (*changes.removed, *changes.moved):
        governor[target], relation[target] = source, label
    return Forest(governor, relation, forest.first)
