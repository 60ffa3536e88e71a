"""The trace of a grammar over a text, and its JSON: every round, forwards and back.

One object a document::

    {"format": "semgraph-trace", "version": "1.0", "text": "…", "id": null, "language": "en",
     "start": [TOKEN, …],      top tokens before any stage, in text order
     "steps": [STEP, …],       one a round of a stage
     "quiet": [{"stage", "grammar", "round"}, …],   rounds in which nothing matched
     "end": [TOKEN, …]}        top tokens after all stages

    TOKEN   {"id": "t0", "form", "kind", "lemma", "upos", "feats",
             "governor": "t2" or null, "deprel"}
    STEP    {"number": 1, "stage", "grammar", "phase", "overlap", "repeat", "round",
             "before": ["t0", …], "matches": [MATCH, …], "delta": DELTA,
             "markers": [MARKER, …], "after": ["t1", …]}
    MATCH   {"number": 1, "rule", "at": "en/verbs.sg:12", "action": "collapse V, P",
             "binding": {"V": ["t2"], …}, "wants": ["t2", "t5"],
             "outcome": "won" | "merged" | "lost" | "refused" | "marked" | "set" | "nothing new",
             "step": "s1" or null, "produced": "t7" or null, "pieces": ["t0", "t1"],
             "lost": null or {"to": number of the winner in this step, "rule", "token": "t2",
                              "by": "more leaves" | "priority" | "rule order" | "leftmost" |
                                    "first match" | "same tokens"},
             "reason": "" or why it was refused, "markers": [MARKER, …],
             "sets": [{"token", "feature", "value"}, …]}
    MARKER  {"kind", "source", "target", "label"}
    DELTA   {"removed": [TOKEN, …], "added": [TOKEN, …],
             "changed": [{"id", "before": {…}, "after": {…}}, …]}

Ids of tokens are those of the graph that comes of the run. Stages of phase ``pieces`` see the words
of the parse, and a word that is split is no token of the graph: until then its id is ``p3``, by its
place among the words of the parse; what a later stage binds of it are its pieces. A match that
splits a word wants the word and has ``pieces``; the step's delta removes ``p3``, adds the pieces,
and changes the governors of what hung from it. A word that no stage splits has one id from the
start.

``merged`` is an absorption that joined the step of another into the same core. ``changed`` holds
only the fields that differ: a new governor, a feature. A delta undone is its inverse, so that a
page can walk back: drop what was added, put back what was removed, and take the fields of
``before``. `forwards` and `back` do that; order follows from ``before`` and ``after``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from semgraph.engine import compile_grammar
from semgraph.engine.measures import Measures
from semgraph.engine.trace import TokenState, Trace, TracedMatch, TracedStep
from semgraph.engine.trace import trace as trace_program
from semgraph.grammar import Grammar
from semgraph.graph.columns import MarkerRecord, TokenNumber
from semgraph.parse import Parse, converted
from semgraph.types import Json, TokenId

VERSION = "1.0"


@dataclass(frozen=True, slots=True)
class Shown:
    """What of a trace is shown.

    Attributes:
        rules: full names; only their matches, and steps that have any. Empty for all.
        stages: names, ``verbs`` or ``en.verbs/verbs``; only their steps. Empty for all.
        every: whether rounds in which nothing matched are steps, too.
    """

    rules: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    every: bool = False

    def matches(self, step: TracedStep) -> list[TracedMatch]:
        """Give the matches of a step that are shown."""
        return [m for m in step.matches if not self.rules or m.rule in self.rules]

    def has(self, step: TracedStep) -> bool:
        """Say whether a step is of a stage that is shown."""
        names = {step.stage, f"{step.grammar}/{step.stage}"}
        return not self.stages or not names.isdisjoint(self.stages)


ALL = Shown()


def trace(grammar: Grammar, parse: Parse, measures: Measures | None = None) -> list[Trace]:
    """Run a grammar over a batch and give the trace of each document.

    A parse in another label scheme is converted where it can be, as by the tokenizer.

    Raises:
        LimitError: a pattern with too many partial matches.
        TableError: a rule asks for a measure that has no table.
    """
    program = compile_grammar(grammar.files, grammar.stages, measures)
    return trace_program(program, converted(parse, grammar.scheme))


def split(done: Trace, shown: Shown = ALL) -> tuple[list[TracedStep], list[TracedStep]]:
    """Give the steps to show and the quiet ones, in which nothing that is shown matched."""
    steps = [step for step in done.steps if shown.has(step)]
    busy = [step for step in steps if shown.every or shown.matches(step)]
    return busy, [step for step in steps if not shown.matches(step)]


def trace_json(done: Trace, parse: Parse, doc: int = 0, shown: Shown = ALL) -> Json:
    """Give the trace of a document as plain JSON values; the shape is above.

    Args:
        done: the trace.
        parse: the batch.
        doc: index of the document in the batch.
        shown: what is left in.
    """
    busy, quiet = split(done, shown)
    return {
        "format": "semgraph-trace",
        "version": VERSION,
        "text": parse.texts[doc],
        "id": parse.ids[doc],
        "language": parse.language,
        "start": [token_json(token) for token in done.start],
        "steps": [step_json(step, number, shown) for number, step in enumerate(busy, 1)],
        "quiet": [
            {"stage": step.stage, "grammar": step.grammar, "round": step.round} for step in quiet
        ],
        "end": [token_json(token) for token in done.end],
    }


def step_json(step: TracedStep, number: int, shown: Shown = ALL) -> Json:
    """Give one step as plain JSON values."""
    return {
        "number": number,
        "stage": step.stage,
        "grammar": step.grammar,
        "phase": step.phase,
        "overlap": step.overlap,
        "repeat": step.repeat,
        "round": step.round,
        "before": [token_id(token.number) for token in step.before],
        "matches": [match_json(match) for match in shown.matches(step)],
        "delta": delta(step.before, step.after),
        "markers": [_marker(marker) for marker in step.markers],
        "after": [token_id(token.number) for token in step.after],
    }


def match_json(match: TracedMatch) -> Json:
    """Give one match as plain JSON values."""
    loss = match.loss
    return {
        "number": match.number,
        "rule": match.rule,
        "at": match.at,
        "action": match.action,
        "binding": {
            variable: [token_id(n) for n in ((bound,) if isinstance(bound, int) else bound)]
            for variable, bound in match.binding.items()
        },
        "wants": [token_id(number) for number in match.wants],
        "outcome": match.verdict,
        "step": f"s{match.step}" if match.step is not None else None,
        "produced": token_id(match.produced) if match.produced is not None else None,
        "pieces": [token_id(number) for number in match.pieces],
        "lost": loss
        and {
            "to": loss.match,
            "rule": loss.rule,
            "token": token_id(loss.token),
            "by": loss.criterion,
        },
        "reason": match.reason,
        "markers": [_marker(marker) for marker in match.markers],
        "sets": [
            {"token": token_id(token), "feature": feature, "value": value}
            for token, feature, value in match.sets
        ],
    }


def token_json(token: TokenState) -> Json:
    """Give a top token as plain JSON values."""
    return {
        "id": token_id(token.number),
        "form": token.form,
        "kind": token.kind,
        "lemma": token.lemma,
        "upos": token.upos,
        "feats": token.feats,
        "governor": token_id(token.governor) if token.governor is not None else None,
        "deprel": token.deprel,
    }


# Deltas.


def delta(before: Sequence[TokenState], after: Sequence[TokenState]) -> Json:
    """Give what changed between two states."""
    old, new = _by_id(before), _by_id(after)
    changed = []
    for name in old.keys() & new.keys():
        fields = [field for field in old[name] if old[name][field] != new[name][field]]
        if fields:
            changed.append(
                {
                    "id": name,
                    "before": {field: old[name][field] for field in fields},
                    "after": {field: new[name][field] for field in fields},
                }
            )
    return {
        "removed": [token for name, token in old.items() if name not in new],
        "added": [token for name, token in new.items() if name not in old],
        "changed": sorted(changed, key=lambda change: (len(change["id"]), change["id"])),
    }


def forwards(state: Sequence[Json], step: Json) -> list[Json]:
    """Give the state after a step from the one before it."""
    change = step["delta"]
    return _replayed(state, change["removed"], change["added"], change, "after", step["after"])


def back(state: Sequence[Json], step: Json) -> list[Json]:
    """Give the state before a step from the one after it."""
    change = step["delta"]
    return _replayed(state, change["added"], change["removed"], change, "before", step["before"])


def _replayed(
    state: Sequence[Json],
    out: Iterable[Json],
    into: Iterable[Json],
    change: Json,
    side: str,
    order: Sequence[TokenId],
) -> list[Json]:
    tokens = {token["id"]: dict(token) for token in (*state, *into)}
    for token in out:
        del tokens[token["id"]]
    for changed in change["changed"]:
        tokens[changed["id"]] |= changed[side]
    return [tokens[name] for name in order]


def _by_id(state: Sequence[TokenState]) -> dict[TokenId, Any]:
    return {token_id(token.number): token_json(token) for token in state}


def token_id(number: TokenNumber) -> TokenId:
    """Give the id of a token, or of a word that is split later."""
    return f"t{number}" if number >= 0 else f"p{-1 - number}"


def _marker(marker: MarkerRecord) -> Json:
    return {
        "kind": marker.kind,
        "source": token_id(marker.source),
        "target": token_id(marker.target),
        "label": marker.label,
    }
