"""The trace of a run: for each document its rounds, with the tokens before and after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from semgraph.engine.claims import Claim, Verdict
from semgraph.engine.derive import Derivation, derive
from semgraph.engine.nodes import Nodes
from semgraph.engine.numbering import Numbering
from semgraph.engine.outcomes import claims_of
from semgraph.engine.program import CompiledStage, Program
from semgraph.engine.record import Recorder, Round
from semgraph.engine.settle import Criterion
from semgraph.engine.split import Cut
from semgraph.grammar.rules import Overlap, Phase
from semgraph.graph.columns import FeatureSet, MarkerRecord, Match, TokenNumber
from semgraph.parse.columns import Parse


@dataclass(frozen=True, slots=True)
class TokenState:
    """A top token at some time.

    Attributes:
        number: of the token; below zero for a word that is split later.
        governor: number of the token that governs it, ``None`` for a root.
    """

    number: TokenNumber
    form: str
    kind: str
    lemma: str
    upos: str
    feats: str
    governor: TokenNumber | None
    deprel: str


@dataclass(frozen=True, slots=True)
class Loss:
    """What a match lost to.

    Attributes:
        match: number of the winner in the same step.
        rule: of the winner.
        token: that both wanted.
        criterion: what decided.
    """

    match: int
    rule: str
    token: TokenNumber
    criterion: Criterion | Literal["same tokens"]


@dataclass(frozen=True, slots=True)
class TracedMatch:
    """A match, or one of several actions of it that consume, and what came of it.

    Attributes:
        number: in its step, from 1.
        rule: full name.
        at: file and line of the rule.
        action: as in the grammar.
        binding: what the variables are bound to.
        wants: tokens that it would consume; of an absorption the core is among them.
        verdict: what came of it.
        step: number of the derivation's step, if it has one.
        produced: token made.
        pieces: of the word that was split.
        loss: for ``lost``.
        reason: for ``refused``.
        markers: that it has set.
        sets: features that it has set.
    """

    number: int
    rule: str
    at: str
    action: str
    binding: Match
    wants: tuple[TokenNumber, ...]
    verdict: Verdict
    step: int | None = None
    produced: TokenNumber | None = None
    pieces: tuple[TokenNumber, ...] = ()
    loss: Loss | None = None
    reason: str = ""
    markers: tuple[MarkerRecord, ...] = ()
    sets: tuple[FeatureSet, ...] = ()


@dataclass(frozen=True, slots=True)
class TracedStep:
    """One round of a stage over one document.

    Attributes:
        stage: its name.
        grammar: name of the file that holds it, ``""`` when all its rules are off.
        round: from 1; above 1 only where the stage is repeated.
        before: top tokens, in text order.
        after: likewise.
        matches: rule by rule; empty where nothing matched.
        markers: set in this round.
    """

    stage: str
    grammar: str
    phase: Phase
    overlap: Overlap
    repeat: bool
    round: int
    before: tuple[TokenState, ...]
    matches: tuple[TracedMatch, ...]
    markers: tuple[MarkerRecord, ...]
    after: tuple[TokenState, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """The trace of one document: the tokens at first and each round.

    Attributes:
        start: top tokens before any stage.
        steps: in running order.
        derivation: what the run made, as without a trace.
    """

    start: tuple[TokenState, ...]
    steps: tuple[TracedStep, ...]
    derivation: Derivation

    @property
    def end(self) -> tuple[TokenState, ...]:
        """Top tokens after all stages."""
        return self.steps[-1].after if self.steps else self.start


def trace(program: Program, parse: Parse) -> list[Trace]:
    """Run a program over a batch and give the trace of each document.

    Raises:
        LimitError: a pattern with too many partial matches.
    """
    recorder = Recorder()
    derivations = derive(program, parse, watch=recorder)
    numbering = Numbering(parse, [derivation.cuts for derivation in derivations])
    first = Nodes.from_parse(parse)
    start = states(first, numbering.tokens([() for _ in derivations]))
    steps: list[list[TracedStep]] = [[] for _ in derivations]
    before = start
    for done in recorder.rounds:
        if done.words is not None:
            after = states(done.after, numbering.tokens(_cuts_after(done)))
        else:
            after = before if done.after is done.nodes else states(done.after)
        matches = _matches(done, derivations, numbering)
        for doc, derivation in enumerate(derivations):
            low, high = done.markers[doc]
            steps[doc].append(
                _step(
                    done,
                    before.get(doc, ()),
                    tuple(matches.get(doc, ())),
                    tuple(derivation.markers[low:high]),
                    after.get(doc, ()),
                )
            )
        before = after
    return [
        Trace(start.get(doc, ()), tuple(steps[doc]), derivation)
        for doc, derivation in enumerate(derivations)
    ]


def home_of(compiled: CompiledStage) -> str:
    """Give the name of the grammar that holds a stage, ``""`` if it has no rule to tell it by."""
    names = (rule.rule.name.rpartition("/")[0] for rule in compiled.rules)
    return next(names, "")


def _cuts_after(done: Round) -> list[list[Cut]]:
    """Give the cuts of each document that there are after a round of splits."""
    cuts = [list(own) for own in done.earlier]
    for doc, cut in done.cuts:
        cuts[doc].append(cut)
    return cuts


def states(
    nodes: Nodes, numbers: Sequence[TokenNumber] | None = None
) -> Mapping[int, tuple[TokenState, ...]]:
    """Give the top tokens of each document.

    Args:
        nodes: that there are.
        numbers: of the nodes, where words are yet to be split.
    """
    decode = nodes.strings.decode
    names = ("form", "kind", "lemma", "upos", "feats", "deprel")
    columns = {name: decode(nodes.column(name)) for name in names}
    token = nodes.token.tolist() if numbers is None else numbers
    head, doc = nodes.head.tolist(), nodes.doc.tolist()
    rows = (
        TokenState(
            number=token[row],
            form=columns["form"][row],
            kind=columns["kind"][row],
            lemma=columns["lemma"][row],
            upos=columns["upos"][row],
            feats=columns["feats"][row],
            governor=token[head[row]] if head[row] >= 0 else None,
            deprel=columns["deprel"][row],
        )
        for row in range(len(nodes))
    )
    pairs = zip(doc, rows, strict=True)
    return {
        key: tuple(state for _, state in own) for key, own in groupby(pairs, lambda pair: pair[0])
    }


def _step(
    done: Round,
    before: tuple[TokenState, ...],
    matches: tuple[TracedMatch, ...],
    markers: tuple[MarkerRecord, ...],
    after: tuple[TokenState, ...],
) -> TracedStep:
    stage = done.compiled.stage
    return TracedStep(
        stage=stage.name,
        grammar=home_of(done.compiled),
        phase=stage.phase,
        overlap=stage.overlap,
        repeat=stage.repeat,
        round=done.number,
        before=before,
        matches=matches,
        markers=markers,
        after=after,
    )


def _matches(
    done: Round, derivations: list[Derivation], numbering: Numbering
) -> dict[int, list[TracedMatch]]:
    """Give the matches of each document, numbered in it."""
    claims = claims_of(done)
    numbers: list[int] = []
    sizes: dict[int, int] = {}
    for claim in claims:
        doc = done.found[claim.found].doc(claim.row)
        sizes[doc] = sizes.get(doc, 0) + 1
        numbers.append(sizes[doc])
    steps = step_numbers(done, derivations)
    found: dict[int, list[TracedMatch]] = {}
    for claim, number in zip(claims, numbers, strict=True):
        doc = done.found[claim.found].doc(claim.row)
        found.setdefault(doc, []).append(
            traced(done, claim, number, claims, numbers, steps, derivations[doc], numbering)
        )
    return found


def step_numbers(done: Round, derivations: list[Derivation]) -> list[int]:
    """Give the number of the step that made each token, or each cut, of a round."""
    if done.words is not None:
        before = [len(own) for own in done.earlier]
        return [derivations[doc].cuts.index(cut, before[doc]) + 1 for doc, cut in done.cuts]
    making = [
        iter([s.number for s in derivation.steps[low:high] if s.produced is not None])
        for derivation, (low, high) in zip(derivations, done.steps, strict=True)
    ]
    return [next(making[int(done.nodes.doc[winner.head])]) for winner in done.chosen]


def traced(
    done: Round,
    claim: Claim,
    number: int,
    claims: list[Claim],
    numbers: list[int],
    steps: list[int],
    derivation: Derivation,
    numbering: Numbering,
) -> TracedMatch:
    """Give a claim in the terms of its document: numbers of tokens, not of nodes."""
    item = done.found[claim.found]
    rule, nodes, doc = item.rule.rule, done.nodes, item.doc(claim.row)
    binding, splits = item.binding(claim.row), done.words is not None
    now = done.earlier[doc] if splits else ()

    def tokens(rows: Iterable[int]) -> tuple[TokenNumber, ...]:
        own = [int(nodes.token[row]) for row in rows]
        return numbering.seen(doc, own, now) if splits else tuple(own)

    step = steps[claim.winner] if claim.winner is not None else None
    loss = None
    if claim.rival is not None:
        winner = claims[claim.rival.claim]
        loss = Loss(
            numbers[claim.rival.claim],
            done.found[winner.found].rule.rule.name,
            tokens([claim.rival.node])[0],
            claim.rival.criterion,
        )
    if step is None and claim.sets:
        low, high = done.steps[doc]
        step = next(
            s.number
            for s in derivation.steps[low:high]
            if s.sets and s.rule == rule.name and s.match == binding
        )
    made = None
    if step is not None and not splits:  # the steps of splits come first, and are not among these
        made = derivation.steps[step - 1 - len(derivation.cuts)].produced
    pieces = (
        numbering.pieces(doc, done.cuts[claim.winner][1].word)
        if splits and claim.winner is not None
        else ()
    )
    return TracedMatch(
        number=number,
        rule=rule.name,
        at=rule.at,
        action=claim.action,
        binding=numbering.binding(doc, binding, now) if splits else binding,
        wants=tokens(claim.nodes),
        verdict=claim.verdict,
        step=step,
        produced=made,
        pieces=pieces,
        loss=loss,
        reason=claim.reason,
        markers=claim.markers,
        sets=claim.sets,
    )
