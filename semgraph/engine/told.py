"""What is told of a condition that does not hold: the value that stands there and the one asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from semgraph.engine.asked import (
    label_place,
    label_text,
    listed_as,
    short_lexicon,
    test_text,
    uses_lexicon,
    values_text,
)
from semgraph.engine.nodes import LABEL
from semgraph.engine.plan import LexiconJoin, joins_of
from semgraph.engine.puzzle import Costs
from semgraph.engine.sentences import sentence_mask
from semgraph.engine.sorting import names_of
from semgraph.engine.told_links import Sight, tell_link
from semgraph.grammar.syntax import (
    Clause,
    EdgeClause,
    FeatureTest,
    GlobalClause,
    LexiconColumn,
    Location,
    MetaClause,
    NodeClause,
)
from semgraph.types import Variable

_SHOWN_ROWS = 3  # of a lexicon, where a row was looked for
_SHAPES: Mapping[str, str] = {
    "tree": "a tree",
    "forest": "a forest",
    "cyclic": "cyclic",
    "projective": "projective",
}


@dataclass(frozen=True, slots=True)
class Broken:
    """A condition that does not hold.

    Attributes:
        clause: that asks for it.
        place: of the condition in the source: of the clause, or of one test in it.
        variables: that it is about; a named edge under its own name.
        nodes: what they are bound to.
        seen: the value that stands there, ``""`` where there is none.
        asked: what the rule asks, as in the grammar.
        message: all of it in a sentence.
    """

    clause: Clause
    place: Location
    variables: tuple[str, ...]
    nodes: tuple[int, ...]
    seen: str
    asked: str
    message: str


class Teller:
    """Tells what a conjunction's clauses see under a binding."""

    def __init__(self, costs: Costs) -> None:
        self._costs = costs
        self._matcher = costs.matcher
        self._nodes = costs.matcher.nodes
        self._sight = Sight(costs.matcher)

    # Conditions.

    def broken(self, binding: Mapping[Variable, int], sentence: int) -> list[Broken]:
        """Give the conditions that do not hold, in the order of the source.

        Args:
            binding: the node of each variable.
            sentence: its number; clauses about it alone are judged as well.
        """
        found: list[Broken] = []
        for clause in self._costs.clauses:
            found += self._clause(clause, binding, sentence)
        found += self._joins(binding)
        return sorted(found, key=lambda broken: (broken.clause.location, broken.place))

    def _clause(
        self, clause: Clause, binding: Mapping[Variable, int], sentence: int
    ) -> Iterator[Broken]:
        names = names_of(clause)
        if isinstance(clause, GlobalClause | MetaClause):
            if not sentence_mask(clause, self._nodes)[sentence]:
                yield self._whole(clause, sentence)
            return
        unbound = [name for name in names if name not in binding]
        if unbound:
            return
        if isinstance(clause, NodeClause):
            yield from self._node(clause, binding[clause.variable])
            return
        ends = [np.array([binding[name]], np.int32) for name in names]
        if not self._costs.cost(clause, ends[0], ends[-1])[0]:
            return
        if isinstance(clause, EdgeClause):
            yield from self._edge(clause, binding)
            return
        one, two = binding[names[0]], binding[names[-1]]
        seen, asked, message = tell_link(self._sight, clause, one, two)
        yield self._made(clause, clause.location, names, (one, two), seen, asked, message)

    def _made(
        self,
        clause: Clause,
        place: Location | None,
        names: Sequence[Variable],
        nodes: Sequence[int],
        seen: str,
        asked: str,
        message: str,
    ) -> Broken:
        shown = tuple(name.removeprefix("#") for name in names)
        return Broken(clause, place or clause.location, shown, tuple(nodes), seen, asked, message)

    # Nodes.

    def _node(self, clause: NodeClause, node: int) -> Iterator[Broken]:
        """Tell the tests that fail in the alternative that comes nearest."""
        failed = [
            [t for t in tests if not self._matcher.candidates.test(t)[node]]
            for tests in clause.alternatives
        ]
        for test in min(failed, key=len):
            seen = self._sight.value(node, test.feature)
            asked = test_text(test)
            message = self._test(clause.variable, test, node, seen)
            yield self._made(
                clause, test.location, (clause.variable,), (node,), seen, asked, message
            )

    def _test(self, variable: Variable, test: FeatureTest, node: int, seen: str) -> str:
        form, part = self._sight.form(node), test.feature
        if variable[0] == "#" or part.startswith(LABEL):
            part = "label" if part == "deprel" else part.removeprefix(LABEL)
            owner = f"the edge to {form}"
            is_value = f"the {part} of {owner} is {seen}"
        else:
            owner = f"{variable} ({form})"
            is_value = f"{variable}.{part} is {seen} ({form})"
        absent = f"{owner} has no {part}"
        if not test.values:
            return f"{owner} has {part}={seen}, the rule asks for none" if test.negated else absent
        asked = values_text(test.values)
        if not seen:
            return f"{absent}, the rule asks {'any but ' * test.negated}{asked}"
        if test.negated:
            return f"{is_value}, the rule asks any but {asked}"
        columns = [v for v in test.values if isinstance(v, LexiconColumn)]
        if len(columns) == len(test.values) == 1:
            lexicon = short_lexicon(columns[0].lexicon)
            return f"{is_value}: no row of {lexicon} has {columns[0].column}={seen}"
        return f"{is_value}, the rule asks {asked}"

    # Edges.

    def _edge(self, clause: EdgeClause, binding: Mapping[Variable, int]) -> Iterator[Broken]:
        asked = label_text(clause.label) if clause.label else ""
        if clause.source is None or clause.target is None:
            yield self._loose(clause, binding, asked)
            return
        one, two = binding[clause.source], binding[clause.target]
        names, nodes = (clause.source, clause.target), (one, two)
        above, below = self._sight.form(one), self._sight.form(two)
        if clause.dominance:
            path = self._above(two)
            seen = " ".join(self._sight.form(node) for node in path)
            why = f"above it: {', '.join(map(self._sight.form, path))}" if path else "it is a root"
            message = f"{below} is not below {above}: {why}"
            yield self._made(clause, clause.location, names, nodes, seen, "->>", message)
            return
        head = int(self._nodes.head[two])
        if head != one:
            seen = self._sight.form(head) if head >= 0 else "root"
            why = f"its governor is {seen}" if head >= 0 else "it is a root"
            message = f"{below} does not hang from {above}: {why}"
            yield self._made(clause, clause.location, names, nodes, seen, above, message)
        label = self._sight.value(two, "deprel")
        if clause.label is not None and not self._nodes.label(clause.label)[two]:
            whom = f"hangs from {above}" if head == one else "hangs"
            message = f"{below} {whom} by {label}, the rule asks {asked}"
            yield self._made(clause, label_place(clause), names, nodes, label, asked, message)

    def _loose(self, clause: EdgeClause, binding: Mapping[Variable, int], asked: str) -> Broken:
        variable = clause.target or clause.source
        assert variable is not None
        node = binding[variable]
        form = self._sight.form(node)
        if clause.source is None:
            seen = self._sight.value(node, "deprel")
            message = f"{form} hangs by {seen or 'no label'}, the rule asks {asked}"
        else:
            below = np.flatnonzero(self._nodes.head == node).tolist()
            seen = listed_as(
                (f"{self._sight.value(n, 'deprel')} {self._sight.form(n)}" for n in below), "and"
            )
            if not below:
                message = f"nothing hangs from {form}"
            elif clause.dominance:
                message = f"{form} has nothing below it"
            else:
                message = f"nothing hangs from {form} by {asked}: there is {seen}"
        place = label_place(clause)
        return self._made(clause, place, (variable,), (node,), seen, asked, message)

    def _above(self, node: int) -> list[int]:
        path = []
        while (node := int(self._nodes.head[node])) >= 0:
            path.append(node)
        return path

    # Sentences.

    def _whole(self, clause: GlobalClause | MetaClause, sentence: int) -> Broken:
        if isinstance(clause, GlobalClause):
            shape = _SHAPES[clause.shape]
            message = f"the sentence is {'' if clause.negated else 'not '}{shape}"
            asked = f"{'not ' if clause.negated else ''}{shape}"
            return self._made(clause, clause.location, (), (), "", asked, message)
        key = clause.test.feature
        sentences = self._nodes.sentences
        seen = sentences.values(key)[sentence] if sentences else ""
        asked = test_text(clause.test)
        known = f"{key} of the sentence is {seen}" if seen else f"the sentence has no {key}"
        message = f"{known}, the rule asks {asked}"
        return self._made(clause, clause.location, (), (), seen, asked, message)

    # Lexicons.

    def _joins(self, binding: Mapping[Variable, int]) -> Iterator[Broken]:
        clauses = [c for c in self._costs.clauses if isinstance(c, NodeClause)]
        for wanted in joins_of(clauses):
            if any(variable not in binding for variable, _ in wanted.features):
                continue
            bound = {v: np.array([binding[v]], np.int32) for v, _ in wanted.features}
            if self._costs.join_broken(wanted, bound)[0]:
                yield self._join(wanted, clauses, binding)

    def _join(
        self, wanted: LexiconJoin, clauses: Sequence[NodeClause], binding: Mapping[Variable, int]
    ) -> Broken:
        clause = next(c for c in reversed(clauses) if uses_lexicon(c, wanted.lexicon))
        values = {
            column: self._sight.value(binding[variable], feature)
            for column, (variable, feature) in zip(wanted.columns, wanted.features, strict=True)
        }
        lexicon = self._matcher.lexicons[wanted.lexicon].lexicon
        pair = ", ".join(f"{column}={value}" for column, value in values.items())
        message = f"no row of {short_lexicon(wanted.lexicon)} has {pair}"
        first, *others = values
        places = [i for i, cell in enumerate(lexicon.columns[first]) if cell == values[first]]
        there = dict.fromkeys(
            ", ".join(f"{column}={lexicon.columns[column][row]}" for column in others)
            for row in places
        )
        if there and others:
            shown = [*list(there)[:_SHOWN_ROWS], *(["…"] if len(there) > _SHOWN_ROWS else [])]
            message += f"; {first}={values[first]} is there with {', '.join(shown)}"
        names = tuple(dict.fromkeys(variable for variable, _ in wanted.features))
        nodes = tuple(binding[name] for name in names)
        asked = f"one row of {short_lexicon(wanted.lexicon)}"
        return self._made(clause, clause.location, names, nodes, pair, asked, message)
