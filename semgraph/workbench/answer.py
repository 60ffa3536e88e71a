"""The answer to ``why``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from semgraph.engine.explain import Failure
from semgraph.engine.trace import TracedMatch
from semgraph.grammar.rules import GrammarFile, Rule
from semgraph.workbench.evidence import Evidence

Verdict: TypeAlias = Literal[
    "matched",
    "lost",
    "refused",
    "taken",
    "no match",
    "filtered",
    "off",
    "language",
    "absent",
    "scheme",
]


@dataclass(frozen=True, slots=True)
class Word:
    """A token that a variable is bound to."""

    token: int
    form: str


@dataclass(frozen=True, slots=True)
class WhyMatch:
    """A match of the rule, and what came of it.

    Attributes:
        doc: index of the document.
        match: as in a trace.
        binding: the tokens of each variable.
        made: the token that it made.
        pieces: of the word that it split.
        rival: forms of what the winner consumed, for a match that lost.
        shared: the token that both wanted.
        evidence: the values on which the match rests.
    """

    doc: int
    match: TracedMatch
    binding: Mapping[str, tuple[Word, ...]]
    made: Word | None
    pieces: tuple[Word, ...]
    rival: tuple[Word, ...]
    shared: Word | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class WordsTaken:
    """Words that a rule of an earlier stage took.

    Attributes:
        words: that it took.
        rule: full name.
        at: file and line of the rule.
        made: token that they are part of.
        step: number of the derivation's step.
    """

    words: tuple[Word, ...]
    rule: str
    at: str
    made: Word
    step: int


@dataclass(frozen=True, slots=True)
class Why:
    """The answer.

    Attributes:
        verdict: ``matched``; ``lost`` or ``refused``: the pattern matched, but nothing came of
            it; ``taken``: it would have matched, had an earlier stage not taken words of it;
            ``filtered``: a ``with`` or ``without`` drops what matched; ``no match``;
            ``off``, ``language``, ``absent``, ``scheme``: the rule does not run here.
        rule: as it was asked for, by its full name where it is known.
        file: the grammar file that holds it.
        note: in words, why a rule does not run.
        repeat: whether its stage is repeated.
        round: of the stage that is told about, from 1.
        matches: of the rule, those that won first.
        failure: what keeps it from matching.
        taken: by which rules words were taken.
        stage: that took them.
        binding: the tokens of each variable in the nearest binding, or before they were taken.
        extension: tokens that a filter's own variables were bound to.
        sentence: text of the sentence that comes nearest, or of that match.
        doc: index of its document.
    """

    verdict: Verdict
    rule: str
    file: GrammarFile | None = None
    found: Rule | None = None
    note: str = ""
    repeat: bool = False
    round: int = 1
    matches: tuple[WhyMatch, ...] = ()
    failure: Failure | None = None
    taken: tuple[WordsTaken, ...] = ()
    stage: str = ""
    binding: Mapping[str, tuple[Word, ...]] | None = None
    extension: Mapping[str, tuple[Word, ...]] | None = None
    sentence: str = ""
    doc: int = 0

    @property
    def matched(self) -> bool:
        """Whether the rule matched and something came of it."""
        return self.verdict == "matched"
