"""Words that an earlier stage took: a rule would have matched, had they been left alone.

The states of a run are gone through backwards, from just before the rule's stage to the tokens as
they were at first. The answer is the last round in which a match of the rule was lost because
a token of it became part of another. A match that goes on with the larger token in its place was
not lost so; nor is one that a filter or a feature ended.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np

from semgraph.engine.derive import Run
from semgraph.engine.explain import rows_at, words_of
from semgraph.engine.match import Matcher
from semgraph.engine.nodes import Nodes
from semgraph.engine.plan import Query
from semgraph.engine.record import Round
from semgraph.engine.relation import Relation
from semgraph.engine.trace import home_of
from semgraph.graph.columns import StepRecord, TokenNumber
from semgraph.types import Ints, Variable

_Token: TypeAlias = tuple[int, TokenNumber]  # document and number
# What a match binds each plain variable to, and which of the other variables it binds.
_Image: TypeAlias = tuple[tuple[frozenset[_Token], ...], frozenset[Variable]]


@dataclass(frozen=True, slots=True)
class Taking:
    """Tokens of a match that one rule has consumed.

    Attributes:
        tokens: that it took, in text order.
        rule: full name.
        at: file and line of the rule.
        made: token that they are part of.
        step: number of the derivation's step.
    """

    tokens: tuple[TokenNumber, ...]
    rule: str
    at: str
    made: TokenNumber
    step: int


@dataclass(frozen=True, slots=True)
class Taken:
    """A match that there would have been.

    Attributes:
        doc: index of the document.
        sentence: number of the sentence.
        stage: that took tokens of it, ``en.verbs/verbs``.
        binding: tokens of each variable, before that stage.
        takings: by rule, the one that took most first.
    """

    doc: int
    sentence: int
    stage: str
    binding: Mapping[Variable, tuple[TokenNumber, ...]]
    takings: tuple[Taking, ...]


def find_taken(
    run: Run, rounds: Sequence[Round], query: Query, at: Callable[[Nodes], Sequence[Ints]]
) -> Taken | None:
    """Give a match that was lost because a token of it was consumed, if there is one.

    Args:
        run: up to the rule's stage.
        rounds: of the stages that have run, without those that split words.
        query: of the rule, which has no match now.
        at: gives for each word to which a variable must be bound the nodes that hold it.
    """
    return next((lost for done in reversed(rounds) if (lost := _lost(run, done, query, at))), None)


def _lost(
    run: Run, done: Round, query: Query, at: Callable[[Nodes], Sequence[Ints]]
) -> Taken | None:
    """Give the first match that was lost in a round because a token of it was consumed."""
    if not done.chosen:
        return None
    matcher = run.matcher(done.nodes)
    found = matcher.find(query)
    found = found.take(np.flatnonzero(rows_at(found, query, at(done.nodes), matcher)))
    if not found.size:
        return None
    eaten = {
        (doc, token): step
        for doc, (low, high) in enumerate(done.steps)
        for step in run.derivations[doc].steps[low:high]
        for token in step.consumed
    }
    goes_on = _images(run.matcher(done.after), _bare(query), {})
    images = _image_rows(matcher, query, found, eaten)
    for row, image in enumerate(images):
        bound = {v: words_of(found, query, v, row, matcher) for v in query.variables}
        nodes = sorted({node for own in bound.values() for node in own})
        tokens = [(int(done.nodes.doc[n]), int(done.nodes.token[n])) for n in nodes]
        if image not in goes_on and any(token in eaten for token in tokens):
            stage = done.compiled
            return Taken(
                doc=tokens[0][0],
                sentence=int(done.nodes.sent[nodes[0]]),
                stage=f"{home_of(stage)}/{stage.stage.name}",
                binding={
                    v: tuple(int(done.nodes.token[node]) for node in own)
                    for v, own in bound.items()
                    if own
                },
                takings=_takings(run, tokens, eaten),
            )
    return None


def _bare(query: Query) -> Query:
    """Leave filters out, so that what one of them drops still counts as a match."""
    extras = tuple(replace(extra, filters=()) for extra in query.extras)
    return replace(query, filters=(), extras=extras)


def _images(matcher: Matcher, query: Query, eaten: Mapping[_Token, StepRecord]) -> set[_Image]:
    return set(_image_rows(matcher, query, matcher.find(query), eaten))


def _image_rows(
    matcher: Matcher, query: Query, found: Relation, eaten: Mapping[_Token, StepRecord]
) -> list[_Image]:
    """Give what each match comes to when tokens that are consumed give way to what they make."""
    nodes = matcher.nodes
    loose = {extra.variable for extra in query.extras}

    def token(node: int) -> _Token:
        old = int(nodes.doc[node]), int(nodes.token[node])
        step = eaten.get(old)
        return (old[0], step.produced) if step and step.produced is not None else old

    def image(row: int) -> _Image:
        bound = {v: words_of(found, query, v, row, matcher) for v in query.variables}
        plain = tuple(frozenset(map(token, bound[v])) for v in query.variables if v not in loose)
        return plain, frozenset(v for v in loose if bound[v])

    return [image(row) for row in range(found.size)]


def _takings(
    run: Run, tokens: Sequence[_Token], eaten: Mapping[_Token, StepRecord]
) -> tuple[Taking, ...]:
    """Say which rules consumed which tokens; the core of an absorption only if nothing else."""
    found: dict[tuple[int, str], Taking] = {}
    gone = [(doc, token, eaten[doc, token]) for doc, token in tokens if (doc, token) in eaten]
    strict = [each for each in gone if not _is_core(run, *each)]
    for _, token, step in strict or gone:
        rule, at = _owner(step, token)
        assert step.produced is not None
        known = found.get((step.number, rule))
        own = (*known.tokens, token) if known else (token,)
        found[step.number, rule] = Taking(own, rule, at, step.produced, step.number)
    return tuple(sorted(found.values(), key=lambda taking: -len(taking.tokens)))


def _is_core(run: Run, doc: int, token: TokenNumber, step: StepRecord) -> bool:
    """Say whether a token has absorbed others."""
    made = next(t for t in run.derivations[doc].tokens if t.number == step.produced)
    return bool(made.satellites) and token in made.parts


def _owner(step: StepRecord, token: TokenNumber) -> tuple[str, str]:
    """Give the rule whose match in a step has a token, with its place."""
    for rule, at, match in ((step.rule, step.at, step.match), *step.merged):
        if any(token == own or (isinstance(own, tuple) and token in own) for own in match.values()):
            return rule, at
    return step.rule, step.at
