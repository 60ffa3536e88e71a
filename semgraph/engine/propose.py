"""From matches to proposals, and from the winners to clusters with what their tokens say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, pairwise
from typing import NamedTuple, cast

import numpy as np

from semgraph.engine.collapse import Clusters
from semgraph.engine.lexicons import LexiconIndex
from semgraph.engine.nodes import Nodes
from semgraph.engine.phrases import Occurrences
from semgraph.engine.program import CompiledRule
from semgraph.engine.relation import Groups, Relation
from semgraph.engine.settle import Entry, Proposals, gather
from semgraph.grammar.rules import Template
from semgraph.graph.columns import Binding
from semgraph.types import Bools, Ints, TokenKind, Variable

# A link fuses two or three meanings.
MAX_LINK_CORES = 3


@dataclass(frozen=True, slots=True)
class Found:
    """A rule and its matches.

    Attributes:
        rule: compiled.
        relation: one row a match.
        nodes: what the matches bind.
        phrases: for each phrase variable its lexicon and the lexicon's occurrences.
        groups: for each phrase or repeated variable the sets of nodes that it can stand for.
    """

    rule: CompiledRule
    relation: Relation
    nodes: Nodes
    phrases: Mapping[Variable, tuple[LexiconIndex, Occurrences]]
    groups: Mapping[Variable, Groups | Occurrences]
    _tokens: dict[Variable, list[int]] = field(default_factory=dict, repr=False)

    def doc(self, row: int) -> int:
        """Give the document of a match."""
        return int(self.nodes.doc[self.relation[self.rule.query.core[0]][row]])

    def binding(self, row: int) -> dict[Variable, Binding]:
        """Give what a match binds: a token, or the tokens of a phrase or of a repeated node.

        Optional and repeated nodes that are missing are left out.
        """
        bound: dict[Variable, Binding] = {}
        for variable in self.rule.query.variables:
            if variable in self.groups:
                if len(own := self.words(variable, row)):
                    bound[variable] = tuple(self.nodes.token[own].tolist())
                continue
            if variable not in self._tokens:
                rows = self.relation[variable]
                self._tokens[variable] = np.where(rows >= 0, self.nodes.token[rows], -1).tolist()
            if self._tokens[variable][row] >= 0:
                bound[variable] = self._tokens[variable][row]
        return bound

    def words(self, variable: Variable, row: int) -> Ints:
        """Give the nodes that a variable is bound to in a match."""
        groups = self.groups.get(variable)
        if groups is None:
            node = self.relation[variable][row : row + 1]
            return node[node >= 0]
        number = self.relation["#" + variable][row]
        return groups.words[groups.start[number] : groups.start[number + 1]]

    def members(self, variable: Variable) -> tuple[Ints, Ints]:
        """Give the nodes that a variable is bound to, and the match that each belongs to."""
        matches = np.arange(self.relation.size, dtype=np.int32)
        groups = self.groups.get(variable)
        if groups is None:
            nodes = self.relation[variable]
            there = nodes >= 0
            return (matches, nodes) if there.all() else (matches[there], nodes[there])
        number = self.relation["#" + variable]
        lengths = groups.start[number + 1] - groups.start[number]
        owner = np.repeat(matches, lengths)
        inner = np.arange(len(owner)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        return owner, groups.words[groups.start[number][owner] + inner]

    def entry(self, phrase: Variable, row: int, column: str) -> str:
        """Give a value of the lexicon row that a phrase variable stands for."""
        lexicon, occurrences = self.phrases[phrase]
        values = lexicon.lexicon.columns.get(column)
        return values[occurrences.row[self.relation["#" + phrase][row]]] if values else ""


class Winner(NamedTuple):
    """A token to be made: what it says and where it comes from.

    Attributes:
        parts: nodes that carry its meanings, in text order.
        satellites: nodes that it absorbs, in text order.
        head: the part that gives it its place in the tree.
        upos: of the lexicon row, ``""`` for that of the head.
        cores: number of its meanings.
        matches: ``(index among what was found, row)``, the first first.
    """

    parts: list[int]
    satellites: list[int]
    head: int
    kind: TokenKind
    lemma: str
    upos: str
    class_: str
    mwe: bool
    cores: int
    matches: list[tuple[int, int]]


def propose(found: list[Found]) -> Proposals:
    """Give what the matches of consuming rules would consume."""
    entries: list[Entry] = []
    for index, item in enumerate(found):
        rule = item.rule.rule
        if rule.collapse is not None:
            owner, members = _members(item, rule.collapse.variables)
            core = np.full(item.relation.size, -1, np.int32)
            entries.append(_entry(index, item, owner, members, core))
        for absorb in rule.absorbs:
            owner, members = _members(item, absorb.satellites)
            entries.append(_entry(index, item, owner, members, item.relation[absorb.core]))
    return gather(entries)


def _members(item: Found, variables: tuple[Variable, ...]) -> tuple[Ints, Ints]:
    """Give the nodes of some variables and the match that each belongs to, in text order."""
    owners, nodes = zip(*map(item.members, variables), strict=True)
    owner, members = np.concatenate(owners), np.concatenate(nodes)
    order = np.lexsort((members, owner))
    return owner[order], members[order]


def _entry(index: int, item: Found, owner: Ints, members: Ints, core: Ints) -> Entry:
    """Leave out matches that cannot make a token.

    Too little to merge, white space, doubles, too many meanings.
    """
    nodes, size = item.nodes, item.relation.size
    fits = np.bincount(owner, minlength=size) >= np.where(core < 0, 2, 1)
    fits[owner[nodes.rank_first[members] < 0]] = False
    double = (owner[1:] == owner[:-1]) & (members[1:] == members[:-1])
    fits[owner[1:][double]] = False
    if item.rule.rule.kind == "link":
        fits &= np.bincount(owner, nodes.cores[members], size) <= MAX_LINK_CORES
    absorbing = core >= 0
    fits[absorbing] &= nodes.rank_first[core[absorbing]] >= 0
    kept = fits[owner]
    lengths = np.bincount(owner[kept], minlength=size)[fits]
    return Entry(
        rule=index,
        priority=item.rule.rule.priority,
        match=np.flatnonzero(fits).astype(np.int32),
        core=core[fits],
        lengths=lengths.astype(np.int32),
        members=members[kept],
    )


def winners(
    proposals: Proposals, won: Bools, found: list[Found], nodes: Nodes
) -> tuple[Clusters, list[Winner]]:
    """Give the clusters of the proposals that won, in text order, and what they become."""
    made = [*_collapses(proposals, won, found, nodes), *_absorptions(proposals, won, nodes)]
    members = [sorted(winner.parts + winner.satellites) for winner in made]
    order = sorted(range(len(made)), key=members.__getitem__)
    lengths = np.array([len(members[index]) for index in order], np.int32)
    start = np.zeros(len(made) + 1, np.int32)
    np.cumsum(lengths, out=start[1:])
    flat = chain.from_iterable(members[index] for index in order)
    clusters = Clusters(
        start,
        np.fromiter(flat, np.int32, int(start[-1])),
        np.array([made[index].head for index in order], np.int32),
    )
    return clusters, [made[index] for index in order]


def _collapses(
    proposals: Proposals, won: Bools, found: list[Found], nodes: Nodes
) -> Iterator[Winner]:
    """Give the winner of each collapse."""
    rows = np.flatnonzero(won & (proposals.core < 0)).tolist()
    starts, members = proposals.start.tolist(), proposals.members.tolist()
    for row in rows:
        own = members[starts[row] : starts[row + 1]]
        index, match = int(proposals.rule[row]), int(proposals.match[row])
        yield _collapsed(own, index, match, found[index], nodes)


def _collapsed(own: list[int], index: int, match: int, item: Found, nodes: Nodes) -> Winner:
    rule = item.rule.rule
    assert rule.collapse is not None
    variables = rule.collapse.variables
    phrase = variables[0] if len(variables) == 1 and variables[0] in item.phrases else None
    if rule.head is not None:
        head = int(item.relation[rule.head][match])
    else:
        head = own[int(np.argmin(nodes.depth(np.array(own))))]
    if rule.lemma is not None:
        lemma = _fill(rule.lemma, item, match)
    elif phrase is not None:
        lemma = item.entry(phrase, match, "phrase")
    else:
        lemma = " ".join(nodes.strings.decode(nodes.columns["lemma"][own]))
    cores = int(nodes.cores[own].sum())
    kind: TokenKind = rule.kind or ("link" if cores <= MAX_LINK_CORES else "hyperlexeme")
    return Winner(
        parts=own,
        satellites=_enclosed_spaces(nodes, own),
        head=head,
        kind=kind,
        lemma=lemma,
        upos=item.entry(phrase, match, "upos") if phrase else "",
        class_=rule.class_ or (item.entry(phrase, match, "class") if phrase else ""),
        mwe=rule.mwe,
        cores=cores if kind == "link" else 1,
        matches=[(index, match)],
    )


def _absorptions(proposals: Proposals, won: Bools, nodes: Nodes) -> Iterator[Winner]:
    """Give the winner of all absorptions into each core: it says what the core says."""
    groups: dict[int, tuple[list[int], list[tuple[int, int]]]] = {}
    rows = np.flatnonzero(won & (proposals.core >= 0))
    starts, members = proposals.start.tolist(), proposals.members.tolist()
    fields = (proposals.core, proposals.rule, proposals.match)
    columns = (field[rows].tolist() for field in fields)
    for row, core, rule, match in zip(rows.tolist(), *columns, strict=True):
        satellites, matches = groups.setdefault(core, ([], []))
        satellites += members[starts[row] : starts[row + 1]]
        matches.append((rule, match))
    cores = np.fromiter(groups, np.int32, len(groups))
    kinds = cast("list[TokenKind]", nodes.strings.decode(nodes.columns["kind"][cores]))
    said = (nodes.strings.decode(nodes.columns[name][cores]) for name in ("lemma", "class"))
    numbers = (nodes.mwe[cores].tolist(), nodes.cores[cores].tolist())
    for (core, (satellites, matches)), kind, lemma, class_, mwe, count in zip(
        groups.items(), kinds, *said, *numbers, strict=True
    ):
        satellites.sort()
        if nodes.has_space:
            satellites = sorted(satellites + _enclosed_spaces(nodes, sorted([core, *satellites])))
        yield Winner([core], satellites, core, kind, lemma, "", class_, bool(mwe), count, matches)


def _enclosed_spaces(nodes: Nodes, members: list[int]) -> list[int]:
    """Give the white-space nodes between neighbouring members: they go along."""
    if not nodes.has_space:
        return []
    before = nodes.cached("spaces before", lambda: _spaces_before(nodes))
    return [
        space
        for left, right in pairwise(members)
        if right in before and nodes.rank_last[left] + 1 == nodes.rank_first[right]
        for space in before[right]
    ]


def _spaces_before(nodes: Nodes) -> dict[int, list[int]]:
    """Give the white-space nodes right before each node that has any."""
    before: dict[int, list[int]] = {}
    run: list[int] = []
    space = nodes.rank_first < 0
    near = np.flatnonzero(space | np.append(False, space[:-1]))
    for node in near.tolist():
        if space[node]:
            run.append(node)
        elif run:
            before[node], run = run, []
    return before


def _fill(template: Template, item: Found, row: int) -> str:
    """Fill a template from a match."""
    pieces = []
    for piece in template.pieces:
        if isinstance(piece, str):
            pieces.append(piece)
        elif piece.variable in item.phrases:
            column = "phrase" if piece.feature == "lemma" else piece.feature
            pieces.append(item.entry(piece.variable, row, column))
        else:
            own = item.words(piece.variable, row)
            values = item.nodes.strings.decode(item.nodes.column(piece.feature)[own])
            pieces.append(" ".join(values))
    filled = "".join(pieces)
    return filled if item.rule.query.extras == () else " ".join(filled.split())
