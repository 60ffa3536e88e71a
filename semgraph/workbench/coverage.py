"""What the rules of grammars did to some texts, and which of them did nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from semgraph.engine import Derivation
from semgraph.grammar import Grammar
from semgraph.grammar.rules import Rule

_MARKED_BY = "rule:"


@dataclass(frozen=True, slots=True)
class RuleCount:
    """What one rule made.

    Attributes:
        rule: its full name.
        at: its file and line.
        tokens: semantic tokens, those that another rule made alike among them.
        markers: structural markers.
        sets: features given to tokens.
    """

    rule: str
    at: str
    tokens: int
    markers: int
    sets: int

    @property
    def fired(self) -> bool:
        """Whether it made anything."""
        return bool(self.tokens or self.markers or self.sets)


class Coverage:
    """Counts what rules make, document by document.

    Args:
        grammars: whose rules are counted: those of the files asked for, not of what these use.
    """

    def __init__(self, grammars: Iterable[Grammar]) -> None:
        self._rules: dict[str, Rule] = {
            rule.name: rule
            for grammar in grammars
            for rule in grammar.rules
            if rule.name.rpartition("/")[0] in grammar.name.split("+")
        }
        self._tokens: Counter[str] = Counter()
        self._markers: Counter[str] = Counter()
        self._sets: Counter[str] = Counter()
        self.documents = 0

    def add(self, derivations: Sequence[Derivation]) -> None:
        """Count what was made of some documents."""
        self.documents += len(derivations)
        for derivation in derivations:
            for step in derivation.steps:
                if step.produced is not None:
                    self._tokens.update({step.rule, *(merged[0] for merged in step.merged)})
                self._sets[step.rule] += len(step.sets)
            self._markers.update(
                marker.by.removeprefix(_MARKED_BY) for marker in derivation.markers
            )

    @property
    def rules(self) -> list[RuleCount]:
        """The rules in running order, those that never fired last."""
        counts = [
            RuleCount(name, rule.at, self._tokens[name], self._markers[name], self._sets[name])
            for name, rule in self._rules.items()
        ]
        return sorted(counts, key=lambda count: not count.fired)

    @property
    def fired(self) -> int:
        """Number of rules that made something."""
        return sum(count.fired for count in self.rules)

    @property
    def share(self) -> float:
        """Share of the rules that made something; 1 where there is no rule."""
        return self.fired / len(self._rules) if self._rules else 1.0
