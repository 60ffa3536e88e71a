"""What came of each match of a round: it won, lost to another, was refused, marked or set."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from semgraph.engine.claims import Claim, Rival, Verdict
from semgraph.engine.propose import MAX_LINK_CORES, Found, Winner
from semgraph.engine.record import Round
from semgraph.engine.settle import Criterion, keys
from semgraph.engine.split_outcomes import split_claims
from semgraph.errors import InternalError
from semgraph.graph.columns import FeatureSet, MarkerRecord
from semgraph.types import Variable


@dataclass(frozen=True, slots=True)
class _Wish:
    """What an action of a match would consume; ``core`` is -1 for a collapse."""

    found: int
    row: int
    action: str
    members: tuple[int, ...]
    core: int

    @property
    def nodes(self) -> tuple[int, ...]:
        return tuple(sorted((*self.members, *([self.core] if self.core >= 0 else []))))


def claims_of(done: Round) -> list[Claim]:
    """Give what came of every match of a round, rule by rule."""
    if done.words is not None:
        return split_claims(done, done.words)
    wishes = [
        wish
        for index, item in enumerate(done.found)
        for row in range(item.relation.size)
        for wish in _wishes(index, item, row)
    ]
    proposed = _proposed(done)
    places = [
        # Equal wishes of one match are proposed in their order.
        rows.pop(0) if (rows := proposed.get((w.found, w.row, w.core, w.members))) else None
        for w in wishes
    ]
    rivals = _Rivals(done, wishes, places)
    made = _made(done.chosen)
    effects = _Effects(done)
    claims = []
    for wish, place in zip(wishes, places, strict=True):
        item = done.found[wish.found]
        markers, sets = effects.of(wish.found, wish.row)
        if not item.rule.consumes:
            verdict: Verdict = "set" if sets else "marked" if markers else "nothing new"
            claims.append(
                Claim(wish.found, wish.row, wish.action, (), verdict, markers=markers, sets=sets)
            )
        elif place is None:
            reason = refusal(item, wish.members, wish.core)
            claims.append(
                Claim(wish.found, wish.row, wish.action, wish.nodes, "refused", reason=reason)
            )
        elif done.won[place]:
            first, winner = made[wish.found, wish.row, wish.core].pop(0)
            claims.append(
                Claim(
                    wish.found,
                    wish.row,
                    wish.action,
                    wish.nodes,
                    "won" if first else "merged",
                    winner,
                    markers=markers,
                    sets=sets,
                )
            )
        else:
            rival = rivals.of(place)
            claims.append(Claim(wish.found, wish.row, wish.action, wish.nodes, "lost", rival=rival))
    return claims


def refusal(item: Found, members: Sequence[int], core: int) -> str:
    """Say why a match cannot make a token.

    Args:
        item: the rule with its matches.
        members: nodes that it would consume, in text order.
        core: node that absorbs them, ``-1`` for a collapse.
    """
    nodes = item.nodes
    if core < 0 and len(members) < 2:
        return "fewer than two tokens to collapse"
    if not members:
        return "nothing to absorb"
    if any(nodes.rank_first[node] < 0 for node in (*members, *([core] if core >= 0 else []))):
        return "white space alone makes no token"
    if len(set(members)) < len(members):
        return "one token would be used twice"
    meanings = int(nodes.cores[list(members)].sum())
    if item.rule.rule.kind == "link" and meanings > MAX_LINK_CORES:
        return f"a link of {meanings} meanings, of {MAX_LINK_CORES} at most"
    raise InternalError(f"a match of {item.rule.rule.name} was not proposed, for no known reason")


def _wishes(index: int, item: Found, row: int) -> Iterator[_Wish]:
    rule = item.rule.rule
    if rule.collapse is not None:
        variables = rule.collapse.variables
        members = _members(item, variables, row)
        yield _Wish(index, row, f"collapse {', '.join(variables)}", members, -1)
    for absorb in rule.absorbs:
        action = f"absorb {', '.join(absorb.satellites)} into {absorb.core}"
        members = _members(item, absorb.satellites, row)
        yield _Wish(index, row, action, members, int(item.relation[absorb.core][row]))
    if not item.rule.consumes:
        yield _Wish(index, row, _effect(item), (), -1)


def _effect(item: Found) -> str:
    rule = item.rule.rule
    for mark in rule.marks:
        joint = " -> " if mark.kind == "direction" else ", "
        return f"{mark.kind} {mark.source}{joint}{mark.target}"
    return ", ".join(f"set {a.variable}.{a.feature} = {a.value}" for a in rule.sets[:1])


def _members(item: Found, variables: Sequence[Variable], row: int) -> tuple[int, ...]:
    return tuple(sorted(node for name in variables for node in item.words(name, row).tolist()))


def _proposed(done: Round) -> dict[tuple[int, int, int, tuple[int, ...]], list[int]]:
    """Give the proposals by rule, match, core and members."""
    proposals = done.proposals
    found: dict[tuple[int, int, int, tuple[int, ...]], list[int]] = {}
    start, members = proposals.start.tolist(), proposals.members.tolist()
    columns = (proposals.rule.tolist(), proposals.match.tolist(), proposals.core.tolist())
    for place, key in enumerate(zip(*columns, strict=True)):
        own = tuple(members[start[place] : start[place + 1]])
        found.setdefault((*key, own), []).append(place)
    return found


def _made(chosen: Sequence[Winner]) -> dict[tuple[int, int, int], list[tuple[bool, int]]]:
    """Give the tokens made by rule, match and core: whether it leads the step, and its place."""
    made: dict[tuple[int, int, int], list[tuple[bool, int]]] = {}
    for place, winner in enumerate(chosen):
        core = winner.parts[0] if len(winner.parts) == 1 else -1
        for number, (found, row) in enumerate(winner.matches):
            made.setdefault((found, row, core), []).append((number == 0, place))
    return made


class _Rivals:
    """Tells which winner took a token that a loser wanted."""

    def __init__(self, done: Round, wishes: Sequence[_Wish], places: Sequence[int | None]) -> None:
        proposals = done.proposals
        self._keys = keys(proposals, done.nodes, done.compiled.stage.overlap)
        self._start, self._members = proposals.start.tolist(), proposals.members.tolist()
        self._core = proposals.core.tolist()
        self._rule = proposals.rule.tolist()
        self._claim = {place: number for number, place in enumerate(places) if place is not None}
        self._wishes = wishes
        self._eaten: dict[int, list[int]] = {}
        self._cored: dict[int, list[int]] = {}
        for place in done.won.nonzero()[0].tolist():
            for node in self._own(place):
                self._eaten.setdefault(node, []).append(place)
            if self._core[place] >= 0:
                self._cored.setdefault(self._core[place], []).append(place)

    def _own(self, place: int) -> list[int]:
        return self._members[self._start[place] : self._start[place + 1]]

    def of(self, loser: int) -> Rival:
        """Give the first winner, in the order of the policy, that stood in a loser's way."""
        shared: dict[int, int] = {}
        for node in self._own(loser):
            for place in (*self._eaten.get(node, ()), *self._cored.get(node, ())):
                shared.setdefault(place, node)
        core = self._core[loser]
        for place in self._eaten.get(core, ()) if core >= 0 else ():
            shared.setdefault(place, core)
        winner = min(shared, key=self._order)
        return Rival(self._claim[winner], shared[winner], self._criterion(winner, loser))

    def _order(self, place: int) -> tuple[int, ...]:
        return tuple(int(key[place]) for _, key in self._keys)

    def _criterion(self, winner: int, loser: int) -> Criterion | Literal["same tokens"]:
        one, two = (self._wishes[self._claim[place]] for place in (winner, loser))
        if one.found == two.found and one.nodes == two.nodes:
            return "same tokens"
        for criterion, key in self._keys:
            if key[winner] != key[loser]:
                return criterion
        return "first match"


class _Effects:
    """Tells which match set a marker or a feature: the first that asked for it."""

    def __init__(self, done: Round) -> None:
        self._done = done
        self._fresh: dict[tuple[int, int], set[tuple[int, int, int]]] = {}
        place = {id(item): number for number, item in enumerate(done.found)}
        for item, number, fresh in done.marked:
            self._fresh[place[id(item)], number] = set(fresh)
        self._given: dict[tuple[int, int], list[FeatureSet]] = {}
        for item, row, given in done.given:
            self._given.setdefault((place[id(item)], row), []).extend(given)

    def of(self, found: int, row: int) -> tuple[tuple[MarkerRecord, ...], tuple[FeatureSet, ...]]:
        """Give what a match has set; each marker once."""
        item = self._done.found[found]
        markers = []
        for number, mark in enumerate(item.rule.rule.marks):
            fresh = self._fresh.get((found, number), set())
            for source in item.words(mark.source, row).tolist():
                for target in item.words(mark.target, row).tolist():
                    nodes = item.nodes
                    key = int(nodes.doc[source]), int(nodes.token[source]), int(nodes.token[target])
                    if key in fresh:
                        fresh.discard(key)
                        by = f"rule:{item.rule.rule.name}"
                        markers.append(MarkerRecord(mark.kind, *key[1:], mark.label, None, by, {}))
        return tuple(markers), tuple(self._given.get((found, row), ()))
