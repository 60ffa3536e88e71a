"""What the rules of grammars did to some texts, and which of them did nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from semgraph.engine import Derivation, apply_splits
from semgraph.grammar import Grammar
from semgraph.grammar.rules import Rule
from semgraph.grammar.syntax import PhraseClause
from semgraph.graph.columns import Binding
from semgraph.parse import Parse
from semgraph.types import Variable
from semgraph.workbench.lexicon_use import LexiconUse

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
        grammars: whose rules are counted: those of the files asked for, not of what these use,
            unless none of the files asked for has a rule of its own.
    """

    def __init__(self, grammars: Sequence[Grammar]) -> None:
        own = {rule.name: rule for grammar in grammars for rule in _own_rules(grammar)}
        every = {rule.name: rule for grammar in grammars for rule in grammar.rules}
        self._rules: dict[str, Rule] = own or every
        files = {file.name: file for grammar in grammars for file in grammar.files}
        self._lexicons: dict[str, LexiconUse] = {}
        # Of each rule its phrase variables, each with its lexicon.
        self._phrases: dict[str, dict[Variable, LexiconUse]] = {}
        for name, rule in self._rules.items():
            owner = name.rpartition("/")[0]
            for clause in _phrases(rule):
                full = f"{owner}/{clause.lexicon}"
                if full not in self._lexicons:
                    self._lexicons[full] = LexiconUse(full, files[owner].lexicons[clause.lexicon])
                self._phrases.setdefault(name, {})[clause.variable] = self._lexicons[full]
        self._tokens: Counter[str] = Counter()
        self._markers: Counter[str] = Counter()
        self._sets: Counter[str] = Counter()
        self.documents = 0

    def add(self, parse: Parse, derivations: Sequence[Derivation]) -> None:
        """Count what was made of the documents of a parse."""
        self.documents += len(derivations)
        parse = apply_splits(parse, [derivation.cuts for derivation in derivations])
        for doc, derivation in enumerate(derivations):
            for step in derivation.steps:
                for rule, match in ((step.rule, step.match), *((m[0], m[2]) for m in step.merged)):
                    for variable, lexicon in self._phrases.get(rule, {}).items():
                        lexicon.add(_words(parse, doc, derivation, match[variable]))
                if step.produced is not None:
                    self._tokens.update({step.rule, *(merged[0] for merged in step.merged)})
                self._sets[step.rule] += len(step.sets)
            self._tokens.update(cut.rule for cut in derivation.cuts)
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
    def lexicons(self) -> list[LexiconUse]:
        """The lexicons whose phrases the rules look for; what only marks uses no row."""
        return list(self._lexicons.values())

    @property
    def fired(self) -> int:
        """Number of rules that made something."""
        return sum(count.fired for count in self.rules)

    @property
    def share(self) -> float:
        """Share of the rules that made something; 1 where there is no rule."""
        return self.fired / len(self._rules) if self._rules else 1.0


def _own_rules(grammar: Grammar) -> Iterator[Rule]:
    asked = grammar.name.split("+")
    return (rule for rule in grammar.rules if rule.name.rpartition("/")[0] in asked)


def _phrases(rule: Rule) -> Iterator[PhraseClause]:
    for block in rule.request.blocks:
        yield from (clause for clause in block.clauses if isinstance(clause, PhraseClause))


def _words(
    parse: Parse, doc: int, derivation: Derivation, binding: Binding
) -> Iterator[tuple[str, str]]:
    """Give lemma and form of each token of a phrase; of a produced one its lemma twice."""
    base, end = parse.doc_start[doc : doc + 2].tolist()
    for token in (binding,) if isinstance(binding, int) else binding:
        if token < end - base:
            yield parse.strings[parse.lemma[base + token]], parse.strings[parse.word[base + token]]
        else:
            lemma = derivation.tokens[token - (end - base)].lemma
            yield lemma, lemma
