"""The binding that violates as few conditions as possible: iterative deepening, branch and bound.

Level by level, with one violation more allowed each time, every sentence is searched. Variables
are bound one after the other, that with the fewest choices left first; whatever the rest must
cost at least, given what is bound, cuts the search.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np

from semgraph.engine.puzzle import NEVER, VIOLATION, Costs, Puzzle
from semgraph.types import Ints, Longs, Variable

WORK = 20_000  # variables that are bound, over all branches
_SPARE = 16  # for a sentence, when the work is spent and nothing has been found


@dataclass(frozen=True, slots=True)
class Nearest:
    """The nearest binding.

    Attributes:
        choice: place of the conjunction that comes nearest.
        sentence: number of the sentence in the batch.
        binding: the node of each variable; a phrase that stands nowhere is left out.
        words: nodes of each phrase that stands somewhere.
        puzzle: tables of the sentence.
        violations: number of conditions that do not hold.
        complete: whether no other binding can be nearer; false where the work had a limit.
    """

    choice: int
    sentence: int
    binding: Mapping[Variable, int]
    words: Mapping[Variable, tuple[int, ...]]
    puzzle: Puzzle
    violations: int
    complete: bool


@dataclass(slots=True)
class _Search:
    """One search: what is left of the work, and the best so far, which all have to beat."""

    left: int
    best: int = NEVER
    binding: tuple[int, ...] = ()

    def run(self, puzzle: Puzzle, costs: Costs) -> bool:
        """Search a puzzle; says whether it gave a better binding."""
        before = self.binding, self.best
        self._dive(puzzle, costs, dict(enumerate(puzzle.costs)), {}, puzzle.base)
        return (self.binding, self.best) != before

    def _dive(
        self,
        puzzle: Puzzle,
        costs: Costs,
        open_: Mapping[int, Longs],
        chosen: dict[int, int],
        cost: int,
    ) -> None:
        if not open_:
            cost += _joined(puzzle, costs, chosen)
            if cost < self.best:
                self.best = cost
                self.binding = tuple(chosen[place] for place in range(len(chosen)))
            return
        if self.left <= 0:
            return
        self.left -= 1
        if any(not len(own) for own in open_.values()):
            return
        lows = {place: int(own.min()) for place, own in open_.items()}
        total = cost + sum(lows.values())
        if total >= self.best:
            return
        room = {place: self.best - total + lows[place] for place in open_}
        place = min(open_, key=lambda p: int(np.count_nonzero(open_[p] < room[p])))
        own = open_[place]
        for option in np.argsort(own, kind="stable").tolist():
            if total - lows[place] + int(own[option]) >= self.best:
                break
            rest = {}
            for other, theirs in open_.items():
                if other != place:
                    table = puzzle.pair(place, other)
                    rest[other] = theirs if table is None else theirs + table[option]
            self._dive(puzzle, costs, rest, {**chosen, place: option}, cost + int(own[option]))


def _joined(puzzle: Puzzle, costs: Costs, chosen: Mapping[int, int]) -> int:
    """Charge for rows of lexicons that more than two variables share."""
    if not puzzle.joins:
        return 0
    bound = {
        name: puzzle.nodes[place][[chosen[place]]] for place, name in enumerate(puzzle.variables)
    }
    return sum(VIOLATION for join in puzzle.joins if costs.join_broken(join, bound)[0])


def nearest(
    choices: Sequence[Costs],
    sentences: Sequence[int],
    *,
    fixed: Mapping[Variable, Ints] | None = None,
    at: Sequence[Ints] = (),
    taken: Sequence[int] = (),
    work: int = WORK,
) -> Nearest | None:
    """Find the binding that violates the fewest conditions.

    Args:
        choices: conjunctions, of which any will do.
        sentences: to be searched.
        fixed: variables that are bound already.
        at: for each word that is to be bound the nodes that it may be.
        taken: nodes that are bound outside, from which all others must differ.
        work: how much is tried before the best so far is given.

    Returns:
        ``None`` where no sentence has enough words.
    """
    fixed = fixed or {}
    least = [costs.least(fixed) for costs in choices]
    most = max((2 * len(costs.clauses) + _tests(costs) for costs in choices), default=0)
    search = _Search(work)
    found: tuple[int, int, Puzzle] | None = None
    last = False
    for level in range(most + 1):
        search.best = (level + 1) * VIOLATION
        if search.left <= 0:  # whatever comes first in the sentences that remain
            search.left, search.best = work // 4 + _SPARE * (len(sentences) + 1), NEVER
        last = search.best == NEVER
        for number, costs in enumerate(choices):
            for sentence in sentences:
                if int(least[number][sentence]) > level and not last:
                    continue
                for pinned in _pinned(costs, fixed, at):
                    search.left -= 1
                    puzzle = costs.puzzle(sentence, fixed, pinned, taken)
                    if search.run(puzzle, costs):
                        found = number, sentence, puzzle
        if found is not None or last:
            break
    if found is None:
        return None
    number, sentence, puzzle = found
    binding = {
        name: int(puzzle.nodes[place][search.binding[place]])
        for place, name in enumerate(puzzle.variables)
    }
    words = {}
    for place, name in enumerate(puzzle.variables):
        if name in puzzle.rows:
            occurrences = choices[number].occurrences(name)
            row = int(puzzle.rows[name][search.binding[place]])
            start, end = occurrences.start[row : row + 2].tolist()
            words[name] = tuple(occurrences.words[start:end].tolist())
    complete = not last and search.left > 0
    return Nearest(number, sentence, binding, words, puzzle, search.best // VIOLATION, complete)


def _tests(costs: Costs) -> int:
    """Give a bound on the conditions beyond two a clause: tests of nodes."""
    return sum(
        max(map(len, alternatives), default=0)
        for clause in costs.clauses
        if (alternatives := getattr(clause, "alternatives", None))
    )


def _pinned(
    costs: Costs, fixed: Mapping[Variable, Ints], at: Sequence[Ints]
) -> Sequence[Mapping[Variable, Ints]]:
    """Give each way in which different variables can be bound to the words that were named."""
    free = [name for name in costs.variables if name not in fixed and name[0] != "#"]
    if not at:
        return [{}]
    return [dict(zip(names, at, strict=True)) for names in permutations(free, len(at))]
