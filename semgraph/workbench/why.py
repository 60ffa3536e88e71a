"""Why a rule matches a text, or why not: what it bound and made, lost, or could not find.

The rule is judged just before its stage, in the first round, with all earlier stages run. Where
a stage is repeated and the rule matches in a later round only, that round is told. A rule that
splits words is judged among the words of the parse, which are numbered as in a trace.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

import numpy as np

from semgraph.engine import compile_grammar
from semgraph.engine.derive import Run
from semgraph.engine.explain import Failure, explain, rows_at
from semgraph.engine.match import Matcher
from semgraph.engine.measures import Measures
from semgraph.engine.nodes import Nodes
from semgraph.engine.numbering import Numbering
from semgraph.engine.outcomes import claims_of
from semgraph.engine.program import Program, qualify
from semgraph.engine.record import Recorder, Round
from semgraph.engine.sorting import sort_clauses
from semgraph.engine.trace import step_numbers, traced
from semgraph.errors import SchemeError, UsageError
from semgraph.grammar import Grammar
from semgraph.grammar.rules import GrammarFile, Rule, Stage
from semgraph.grammar.source import suggest
from semgraph.graph import TokenGraph
from semgraph.parse import Parse, check_labels, converted, labels_of
from semgraph.types import Ints
from semgraph.workbench.answer import Verdict, Why, WhyMatch, Word, WordsTaken
from semgraph.workbench.evidence import evidence_of
from semgraph.workbench.leaves import Leaf, leaves_at, parse_of
from semgraph.workbench.taken import Taken, find_taken

_GOOD = ("won", "merged", "marked", "set", "nothing new")


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
    parse = converted(parse, file.scheme)
    try:
        check_labels(labels_of(parse), file.scheme)
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
        names = [{each.rule.name for each in stage.rules} for stage in program.stages]
        place = next(number for number, own in enumerate(names) if rule.name in own)
        self._stage, self._later = program.stages[place], program.stages[place + 1 :]
        self._rule = next(each for each in self._stage.rules if each.rule.name == rule.name)
        self._splits = self._stage.stage.phase == "pieces"
        for compiled in program.stages[:place]:
            self._run.finish(compiled)
        self._earlier = [done for done in self._recorder.rounds if done.words is None]
        self._recorder.rounds.clear()
        self._run.prepare(self._stage)
        self._numbering = self._numbered()

    def _numbered(self) -> Numbering:
        return Numbering(self._parse, [each.cuts for each in self._run.derivations])

    def answer(self, at: Sequence[str | int]) -> Why:
        matcher = self._run.matcher()
        words = [self._leaves(leaves_at(self._parse, word)) for word in at]
        wanted = [self._nodes_at(leaves, matcher.nodes) for leaves in words]
        taken = failure = None
        if not self._has(matcher, wanted):
            taken = self._taken(words)
            failure = None if taken else self._failure(matcher, wanted)
        self._run.finish(self._stage)
        if self._splits:  # numbers are those of the parse in which all words are split
            for compiled in self._later:
                if compiled.stage.phase == "pieces":
                    self._run.finish(compiled)
            self._numbering = self._numbered()
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
        if taken is not None:
            return self._late(taken)
        assert failure is not None
        return self._missed(failure, matcher.nodes)

    def _leaves(self, words: Collection[Leaf]) -> Collection[Leaf]:
        """Give the leaves that words come to; a rule that splits sees the words themselves."""
        if self._splits:
            return words
        return {(doc, leaf) for doc, word in words for leaf in self._numbering.pieces(doc, word)}

    def _taken(self, words: Sequence[Collection[Leaf]]) -> Taken | None:
        def at(nodes: Nodes) -> list[Ints]:
            return [self._nodes_at(leaves, nodes) for leaves in words]

        return find_taken(self._run, self._earlier, self._rule.query, at)

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
        derivations = self._run.derivations
        steps = step_numbers(done, derivations)
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
            match = traced(
                done, claim, number, claims, numbers, steps, derivations[doc], self._numbering
            )
            rival = claims[claim.rival.claim].nodes if claim.rival else ()
            made = match.produced
            cut = done.cuts[claim.winner][1] if match.pieces and claim.winner is not None else None
            found.append(
                WhyMatch(
                    doc=doc,
                    match=match,
                    binding={v: self._words(done.nodes, own) for v, own in bound.items() if own},
                    made=self._word(doc, made) if made is not None else None,
                    pieces=tuple(map(Word, match.pieces, cut.pieces if cut else ())),
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
        sentence, doc = self._sentence(failure.sentence)
        return replace(known, binding=binding, extension=extension, sentence=sentence, doc=doc)

    def _late(self, taken: Taken) -> Why:
        """Tell by whom words were taken in tokens and forms."""
        doc = taken.doc

        def words(tokens: Iterable[int]) -> tuple[Word, ...]:
            return tuple(self._word(doc, token) for token in tokens)

        return replace(
            self._known,
            verdict="taken",
            taken=tuple(
                WordsTaken(words(t.tokens), t.rule, t.at, self._word(doc, t.made), t.step)
                for t in taken.takings
            ),
            stage=taken.stage,
            binding={variable: words(tokens) for variable, tokens in taken.binding.items()},
            sentence=self._sentence(taken.sentence)[0],
            doc=doc,
        )

    def _sentence(self, number: int) -> tuple[str, int]:
        """Give the text of a sentence, and the index of its document."""
        first, last = self._parse.sent_start[number : number + 2].tolist()
        doc = int(np.searchsorted(self._parse.doc_start, first, "right")) - 1
        start, end = int(self._parse.start[first]), int(self._parse.end[last - 1])
        return self._parse.texts[doc][start:end], doc

    def _words(self, nodes: Nodes, own: Sequence[int]) -> tuple[Word, ...]:
        """Give nodes as tokens with their forms."""
        return tuple(self._word(int(nodes.doc[n]), int(nodes.token[n])) for n in own)

    def _word(self, doc: int, token: int) -> Word:
        """Give a token of the run; a rule that splits sees words of the parse."""
        if not self._splits:
            return Word(token, self._run.form(doc, token))
        parse, row = self._parse, int(self._parse.doc_start[doc]) + token
        form = parse.texts[doc][int(parse.start[row]) : int(parse.end[row])]
        return Word(self._numbering.words[doc][token], form)
