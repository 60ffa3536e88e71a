"""Why a rule matches a text, or why not: what it bound and made, lost, or could not find.

The rule is judged just before its stage, in the first round, with all earlier stages run. Where
a stage is repeated and the rule matches in a later round only, that round is told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np

from semgraph.engine import compile_grammar
from semgraph.engine.derive import Run
from semgraph.engine.explain import Failure, explain, rows_at
from semgraph.engine.match import Matcher
from semgraph.engine.measures import Measures
from semgraph.engine.nodes import Nodes
from semgraph.engine.outcomes import claims_of
from semgraph.engine.program import Program, qualify
from semgraph.engine.record import Recorder, Round
from semgraph.engine.sorting import sort_clauses
from semgraph.engine.trace import TracedMatch, step_numbers, traced
from semgraph.errors import SchemeError, UsageError
from semgraph.grammar import Grammar
from semgraph.grammar.rules import GrammarFile, Rule, Stage
from semgraph.grammar.source import suggest
from semgraph.graph import TokenGraph
from semgraph.parse import Parse, check_labels
from semgraph.types import Ints
from semgraph.workbench.evidence import Evidence, evidence_of
from semgraph.workbench.leaves import Leaf, leaves_at, parse_of

Verdict: TypeAlias = Literal[
    "matched", "lost", "refused", "no match", "filtered", "off", "language", "absent", "scheme"
]
_GOOD = ("won", "merged", "marked", "set", "nothing new")


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
        rival: forms of what the winner consumed, for a match that lost.
        shared: the token that both wanted.
        evidence: the values on which the match rests.
    """

    doc: int
    match: TracedMatch
    binding: Mapping[str, tuple[Word, ...]]
    made: Word | None
    rival: tuple[Word, ...]
    shared: Word | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Why:
    """The answer.

    Attributes:
        verdict: ``matched``; ``lost`` or ``refused``: the pattern matched, but nothing came of
            it; ``filtered``: a ``with`` or ``without`` drops what matched; ``no match``;
            ``off``, ``language``, ``absent``, ``scheme``: the rule does not run here.
        rule: as it was asked for, by its full name where it is known.
        file: the grammar file that holds it.
        note: in words, why a rule does not run.
        repeat: whether its stage is repeated.
        round: of the stage that is told about, from 1.
        matches: of the rule, those that won first.
        failure: what keeps it from matching.
        binding: the tokens of each variable in the nearest binding.
        extension: tokens that a filter's own variables were bound to.
        sentence: text of the sentence that comes nearest.
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
    binding: Mapping[str, tuple[Word, ...]] | None = None
    extension: Mapping[str, tuple[Word, ...]] | None = None
    sentence: str = ""
    doc: int = 0

    @property
    def matched(self) -> bool:
        """Whether the rule matched and something came of it."""
        return self.verdict == "matched"


def why(
    grammar: Grammar,
    source: Parse | TokenGraph,
    rule: str,
    at: Sequence[str | int] = (),
    *,
    off: Sequence[str] = (),
    others: Sequence[Grammar] = (),
    measures: Measures | None = None,
) -> Why:
    """Say why a rule matches, or why not.

    Args:
        grammar: with the rule.
        source: a batch of parses, or a token graph, whose leaves are taken.
        rule: full name, or its last part where one rule alone has it.
        at: words to which some variable must be bound: a form, ``w3``, or an offset.
        off: full names of rules that are switched off.
        others: grammars that do not run, where the rule is looked for when it is not here.
        measures: tables that patterns ask.

    Raises:
        UsageError: no rule of that name, or no such word.
        LimitError: a pattern with too many partial matches.
    """
    parse = parse_of(source) if isinstance(source, TokenGraph) else source
    home = _find(grammar, rule)
    if home is None:
        return _elsewhere(grammar, rule, parse, others)
    file, stage, own = home
    known = replace(Why("off", own.name), file=file, found=own, repeat=stage.repeat)
    if own.name in off:
        return replace(known, note="the rule is switched off")
    if file.language and parse.language and file.language != parse.language:
        note = f"'{file.name}' is written for '{file.language}', the text is '{parse.language}'"
        return replace(known, verdict="language", note=note)
    try:
        check_labels({parse.strings[i] for i in set(parse.deprel.tolist())}, file.scheme)
    except SchemeError as error:
        note = f"its scheme, {file.scheme}, does not know the labels {', '.join(error.labels)}"
        return replace(known, verdict="scheme", note=note)
    running = grammar.without(off) if off else grammar
    program = compile_grammar(running.files, running.stages, measures)
    return _Case(program, parse, own, known).answer(at)


def _find(grammar: Grammar, name: str) -> tuple[GrammarFile, Stage, Rule] | None:
    """Find a rule by its full name, or by its last part.

    Raises:
        UsageError: several rules have that last part.
    """
    found = [
        (file, stage, rule)
        for file in grammar.files
        for stage in file.stages
        for rule in stage.rules
        if name in (rule.name, rule.name.rpartition("/")[2])
    ]
    if len(found) > 1:
        names = " and ".join(rule.name for *_, rule in found)
        raise UsageError(f"several rules are called '{name}': {names}; give the full name")
    return found[0] if found else None


def _elsewhere(grammar: Grammar, name: str, parse: Parse, others: Sequence[Grammar]) -> Why:
    """Tell of a rule that does not run: its grammar is for another language, or is not used."""
    for other in others:
        home = _find(other, name)
        if home is None:
            continue
        file, stage, rule = home
        known = replace(Why("absent", rule.name), file=file, found=rule, repeat=stage.repeat)
        if file.language and parse.language and file.language != parse.language:
            note = f"'{file.name}' is written for '{file.language}', not for '{parse.language}'"
            return replace(known, verdict="language", note=note)
        return replace(known, note=f"'{file.name}' is not among the grammars that run here")
    raise no_rule(name, (rule.name for each in (grammar, *others) for rule in each.rules))


def no_rule(name: str, known: Iterable[str]) -> UsageError:
    """Make the error for a name that no rule has, with the nearest full or short name."""
    every = list(known)
    hint = suggest(name, every) or suggest(name, (full.rpartition("/")[2] for full in every))
    return UsageError(f"there is no rule '{name}'" + (f"; {hint}" if hint else ""))


class _Case:
    """A rule and a batch, run up to the rule's stage."""

    def __init__(self, program: Program, parse: Parse, rule: Rule, known: Why) -> None:
        self._parse = parse
        self._known = known
        assert known.file is not None
        self._file = known.file
        self._recorder = Recorder()
        self._run = Run(parse, program, self._recorder)
        for compiled in program.stages:
            mine = [each for each in compiled.rules if each.rule.name == rule.name]
            if mine:
                self._stage, self._rule = compiled, mine[0]
                break
            self._run.finish(compiled)
        self._recorder.rounds.clear()

    def answer(self, at: Sequence[str | int]) -> Why:
        matcher = self._run.matcher()
        words = [leaves_at(self._parse, word) for word in at]
        wanted = [self._nodes_at(leaves, matcher.nodes) for leaves in words]
        failure = self._failure(matcher, wanted) if not self._has(matcher, wanted) else None
        self._run.finish(self._stage)
        for done in self._recorder.rounds:
            matches = self._matches(done, words)
            if matches:
                best = next((m for m in matches if m.match.verdict in _GOOD), matches[0])
                verdict: Verdict = "matched"
                if best.match.verdict not in _GOOD:
                    verdict = "lost" if best.match.verdict == "lost" else "refused"
                return replace(
                    self._known, verdict=verdict, round=done.number, matches=tuple(matches)
                )
        assert failure is not None
        return self._missed(failure, matcher.nodes)

    def _has(self, matcher: Matcher, wanted: Sequence[Ints]) -> bool:
        relation = matcher.find(self._rule.query)
        return bool(rows_at(relation, self._rule.query, wanted, matcher).any())

    def _failure(self, matcher: Matcher, wanted: Sequence[Ints]) -> Failure:
        request = qualify(self._rule.rule.request, self._file)
        return explain(matcher, request, self._rule.query, sort_clauses(request), wanted)

    def _nodes_at(self, leaves: Collection[Leaf], nodes: Nodes) -> Ints:
        """Give the nodes that hold one of some leaves."""
        docs, tokens = nodes.doc.tolist(), nodes.token.tolist()
        return np.array(
            [
                node
                for node, (doc, token) in enumerate(zip(docs, tokens, strict=True))
                if any((doc, leaf) in leaves for leaf in self._run.leaves_of(doc, token))
            ],
            np.int32,
        )

    def _matches(self, done: Round, at: Sequence[Collection[Leaf]]) -> list[WhyMatch]:
        """Give the rule's matches of a round, those of which something came first."""
        place = next((i for i, f in enumerate(done.found) if f.rule is self._rule), None)
        if place is None:
            return []
        claims = claims_of(done)
        steps = step_numbers(done, self._run.derivations)
        numbers = list(range(1, len(claims) + 1))
        item = done.found[place]
        wanted = [set(self._nodes_at(leaves, done.nodes).tolist()) for leaves in at]
        found = []
        for number, claim in zip(numbers, claims, strict=True):
            if claim.found != place:
                continue
            bound = {v: item.words(v, claim.row).tolist() for v in self._rule.query.variables}
            every = {node for nodes in bound.values() for node in nodes}
            if not all(every & own for own in wanted):
                continue
            doc = item.doc(claim.row)
            match = traced(done, claim, number, claims, numbers, steps, self._run.derivations[doc])
            rival = claims[claim.rival.claim].nodes if claim.rival else ()
            made = match.produced
            found.append(
                WhyMatch(
                    doc=doc,
                    match=match,
                    binding={v: self._words(done.nodes, own) for v, own in bound.items() if own},
                    made=Word(made, self._run.form(doc, made)) if made is not None else None,
                    rival=self._words(done.nodes, rival),
                    shared=self._words(done.nodes, [claim.rival.node])[0] if claim.rival else None,
                    evidence=evidence_of(item, claim.row, self._file, self._run.program),
                )
            )
        return sorted(found, key=lambda each: each.match.verdict not in _GOOD)

    def _missed(self, failure: Failure, nodes: Nodes) -> Why:
        """Tell a failure in tokens and forms."""
        verdict: Verdict = "filtered" if failure.block is not None else "no match"
        known = replace(self._known, verdict=verdict, failure=failure)
        if failure.sentence < 0:
            return known
        binding = {v: self._words(nodes, own) for v, own in (failure.binding or {}).items()}
        extension = {v: self._words(nodes, own) for v, own in (failure.extension or {}).items()}
        first, last = self._parse.sent_start[failure.sentence : failure.sentence + 2].tolist()
        doc = int(np.searchsorted(self._parse.doc_start, first, "right")) - 1
        text = self._parse.texts[doc]
        return replace(
            known,
            binding=binding,
            extension=extension,
            sentence=text[int(self._parse.start[first]) : int(self._parse.end[last - 1])],
            doc=doc,
        )

    def _words(self, nodes: Nodes, own: Sequence[int]) -> tuple[Word, ...]:
        """Give nodes as tokens with their forms."""
        return tuple(
            Word(int(nodes.token[n]), self._run.form(int(nodes.doc[n]), int(nodes.token[n])))
            for n in own
        )
