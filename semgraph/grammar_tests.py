"""Running the examples that rules carry.

A rule's examples are judged after its own stage, with all earlier stages run before it. The
brackets of an example mark the words of a token that the rule makes there; without brackets the
rule is to make any. A rule that only marks or sets makes, in this sense, the words that it binds
in its markers and features. A counterexample is a sentence in which the rule makes nothing, or
with brackets, not that token. White space inside a token does not count.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, product
from typing import TypeAlias

from semgraph.engine import Derivation, Program, compile_grammar, derive
from semgraph.errors import PipelineError
from semgraph.grammar import Grammar
from semgraph.grammar.rules import Example, Mark, Rule
from semgraph.graph.columns import Binding, MarkerRecord
from semgraph.parse import Parse, TextParser, check_labels, load_pipeline
from semgraph.parse.conllu import parse_conllu
from semgraph.parse.join import merge_documents
from semgraph.parse.pipeline import EMBEDDED
from semgraph.types import Variable

_Leaves: TypeAlias = frozenset[int]
_Span: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one example.

    Attributes:
        rule: full name of its rule.
        file: the grammar file as the user named it, ``None`` for a string.
        line: of the example in the file.
        example: as written.
        passed: whether the rule did what the example says.
        wanted: the bracketed tokens, as text with ``…`` for gaps.
        found: the tokens that the rule made.
        others: rules that made tokens of some wanted words, each with such a token.
        note: what is wrong with the example itself, ``""`` for nothing.
    """

    rule: str
    file: str | None
    line: int
    example: Example
    passed: bool
    wanted: tuple[str, ...]
    found: tuple[str, ...]
    others: tuple[tuple[str, str], ...] = ()
    note: str = ""


@dataclass(slots=True)
class _Case:
    rule: Rule
    example: Example
    file: str | None


@dataclass(slots=True)
class _Batch:
    """Cases of one stage of one grammar, whose parses come from one place.

    Attributes:
        stages: how many stages to run.
        language: of the pipeline that parses the texts, ``""`` for inline parses.
        first: place of the first case among the texts of its language.
    """

    grammar: Grammar
    program: Program
    stages: int
    language: str
    first: int = 0
    cases: list[_Case] = field(default_factory=list)


def run_examples(
    grammar: Grammar | Sequence[Grammar],
    *,
    language: str = "en",
    parser: TextParser | None = None,
) -> list[Outcome]:
    """Run the examples of grammars: those of the files asked for, not of what these use.

    Args:
        grammar: one, or several, each run by itself with what it uses.
        language: of the embedded pipeline for grammars that name no language.
        parser: parses the texts of all examples, in place of the embedded pipelines.

    Returns:
        The outcomes, in the order of the grammars, their stages and rules.

    Raises:
        PipelineError: examples without a parse, in a language that no embedded pipeline has.
        SchemeError: labels of the pipeline that a grammar's scheme does not know.
    """
    grammars = [grammar] if isinstance(grammar, Grammar) else grammar
    batches = [batch for each in grammars for batch in _batches(each, language)]
    texts: dict[str, list[str]] = {}
    for batch in batches:
        if batch.language:
            known = texts.setdefault(batch.language, [])
            batch.first = len(known)
            known += [case.example.text for case in batch.cases]
    parses: dict[str, Parse] = {}
    for name, sentences in texts.items():
        pipeline = parser or _embedded(name, batches)
        for batch in batches:
            if batch.language == name:
                check_labels(pipeline.labels, batch.grammar.scheme)
        parses[name] = pipeline.parse(sentences)
    return _in_order(grammars, [o for batch in batches for o in _run(batch, parses)])


def _in_order(grammars: Sequence[Grammar], outcomes: list[Outcome]) -> list[Outcome]:
    """Put outcomes into the order of rules: texts and inline parses have been run apart."""
    names = [rule.name for grammar in grammars for rule in grammar.rules]
    place = {name: number for number, name in reversed(list(enumerate(names)))}
    return sorted(outcomes, key=lambda outcome: (place[outcome.rule], outcome.line))


def _batches(grammar: Grammar, default: str) -> Iterator[_Batch]:
    asked = {file.name: file for file in grammar.files if file.name in grammar.name.split("+")}
    program: Program | None = None
    for number, stage in enumerate(grammar.stages, 1):
        batches: dict[str, _Batch] = {}
        for rule in stage.rules:
            file = asked.get(rule.name.rpartition("/")[0])
            for example in rule.examples if file else ():
                assert file is not None
                program = program or compile_grammar(grammar.files, grammar.stages)
                language = "" if example.conllu else file.language or default
                batch = batches.setdefault(language, _Batch(grammar, program, number, language))
                batch.cases.append(_Case(rule, example, file.path))
        yield from batches.values()


def _embedded(language: str, batches: Sequence[_Batch]) -> TextParser:
    if language in EMBEDDED:
        return load_pipeline(language)
    case = next(batch.cases[0] for batch in batches if batch.language == language)
    raise PipelineError(
        f"{case.file}:{case.example.location.line}: no embedded pipeline parses '{language}';"
        " give the example a parse, or name a pipeline"
    )


def _run(batch: _Batch, parses: Mapping[str, Parse]) -> Iterator[Outcome]:
    examples = [case.example for case in batch.cases]
    if batch.language:
        parse = _documents(parses[batch.language], batch.first, batch.first + len(examples))
    else:
        blocks = [example.conllu or "" for example in examples]
        parse = merge_documents(
            parse_conllu("".join(blocks)), [block.count("\n\n") for block in blocks]
        )
    derivations = derive(batch.program, parse, stages=batch.stages)
    starts = parse.doc_start.tolist()
    forms = parse.strings.decode(parse.form)
    for number, case in enumerate(batch.cases):
        words = _Words.of(case.example.text, forms[starts[number] : starts[number + 1]])
        yield _judge(case, words, derivations[number])


def _documents(parse: Parse, first: int, last: int) -> Parse:
    """Give some neighbouring documents of a batch."""
    low, high = parse.doc_start[first], parse.doc_start[last]
    sentences = (parse.sent_start >= low) & (parse.sent_start <= high)
    rows = ("start", "end", "form", "lemma", "upos", "xpos", "feats", "deprel", "ent", "space")
    columns = {name: getattr(parse, name)[low:high] for name in (*rows, "misc")}
    head = parse.head[low:high]
    word = columns["form"] if parse.word is parse.form else parse.word[low:high]
    return replace(
        parse,
        texts=parse.texts[first:last],
        ids=parse.ids[first:last],
        meta=parse.meta[first:last],
        doc_start=parse.doc_start[first : last + 1] - low,
        sent_start=parse.sent_start[sentences] - low,
        head=head - low * (head >= 0),
        word=word,
        **columns,
    )


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of an example: of each leaf its place in the text, empty for white space."""

    text: str
    spans: tuple[_Span, ...]

    @classmethod
    def of(cls, text: str, forms: Sequence[str]) -> _Words:
        """Find the forms in the text, one after the other."""
        spans, at = [], 0
        for form in forms:
            start = at
            if form.strip():
                start = text.index(form, at)
                at = start + len(form)
            spans.append((start, at))
        return cls(text, tuple(spans))

    def seen(self, leaves: _Leaves) -> _Leaves:
        """Leave out white space, and the later words of multiword tokens."""
        return frozenset(i for i in leaves if self.spans[i][0] < self.spans[i][1])

    def bracketed(self, brackets: Sequence[_Span]) -> tuple[_Leaves, str]:
        """Give the leaves that brackets touch, and the word that a bracket cuts."""
        leaves, cut = set(), ""
        for leaf, (start, end) in enumerate(self.spans):
            for low, high in brackets:
                if max(start, low) < min(end, high):
                    leaves.add(leaf)
                    if start < low or end > high:
                        cut = self.text[start:end]
        return frozenset(leaves), cut

    def show(self, leaves: _Leaves) -> str:
        """Give the text of leaves, with ``…`` where others stand between."""
        seen = [leaf for leaf, (start, end) in enumerate(self.spans) if start < end]
        runs = [list(run) for inside, run in groupby(seen, leaves.__contains__) if inside]
        return " … ".join(self.text[self.spans[r[0]][0] : self.spans[r[-1]][1]] for r in runs)


def _judge(case: _Case, words: _Words, derivation: Derivation) -> Outcome:
    example, rule = case.example, case.rule
    made = _Made(derivation, words)
    found = made.by(rule)
    wanted, cuts = [], []
    for brackets in example.tokens:
        leaves, cut = words.bracketed(brackets)
        wanted.append(leaves)
        cuts += [cut] if cut else []
    if example.expected:
        passed = all(leaves in found for leaves in wanted) if wanted else bool(found)
    else:
        passed = not any(leaves in found for leaves in wanted) if wanted else not found
    outcome = Outcome(
        rule=rule.name,
        file=case.file,
        line=example.location.line,
        example=example,
        passed=passed and not cuts,
        wanted=tuple(map(words.show, wanted)),
        found=tuple(map(words.show, found)),
        note=f"a bracket cuts the word '{cuts[0]}'" if cuts else "",
    )
    if outcome.passed or not example.expected:
        return outcome
    missing = frozenset().union(*(leaves for leaves in wanted if leaves not in found))
    return replace(outcome, others=tuple(made.by_others(rule, missing)))


class _Made:
    """What the rules made of one example."""

    def __init__(self, derivation: Derivation, words: _Words) -> None:
        self._derivation = derivation
        self._words = words
        self._leaves: dict[int, _Leaves] = {}
        self._rules: dict[int, list[str]] = {
            step.produced: [step.rule, *(merged[0] for merged in step.merged)]
            for step in derivation.steps
            if step.produced is not None
        }
        for token in derivation.tokens:
            self._leaves[token.number] = self._union((token.parts, token.satellites))

    def by(self, rule: Rule) -> list[_Leaves]:
        """Give the words of each token that a rule made, or of what it marked and set."""
        if rule.collapse is not None or rule.absorbs:
            found = [self._leaves[token] for token, by in self._rules.items() if rule.name in by]
        else:
            found = [*self._set_by(rule), *self._marked_by(rule)]
        return list(dict.fromkeys(map(self._words.seen, found)))

    def by_others(self, rule: Rule, words: _Leaves) -> Iterator[tuple[str, str]]:
        """Give the other rules that made tokens of some words, and those tokens."""
        for token, (name, *_) in self._rules.items():
            leaves = self._words.seen(self._leaves[token])
            if name != rule.name and leaves & words:
                yield name, self._words.show(leaves)

    def _set_by(self, rule: Rule) -> Iterator[_Leaves]:
        bound = [a.variable for a in rule.sets] + [v for m in rule.marks for v in _ends(m)]
        for step in self._derivation.steps:
            if step.rule == rule.name:
                yield self._union([step.match[variable] for variable in bound])

    def _marked_by(self, rule: Rule) -> Iterator[_Leaves]:
        """Join a rule's markers to matches: those that bind a variable alike belong together."""
        if not rule.marks:
            return
        by = f"rule:{rule.name}"
        markers = [marker for marker in self._derivation.markers if marker.by == by]
        columns = [
            [m for m in markers if (m.kind, m.label) == (mark.kind, mark.label)]
            for mark in rule.marks
        ]
        for row in product(*columns):
            bound = _join([_ends(mark) for mark in rule.marks], row)
            if bound is not None:
                yield self._union(list(bound.values()))

    def _union(self, bindings: Sequence[Binding]) -> _Leaves:
        leaves: set[int] = set()
        for binding in bindings:
            for token in (binding,) if isinstance(binding, int) else binding:
                leaves |= self._leaves.get(token, {token})
        return frozenset(leaves)


def _ends(mark: Mark) -> tuple[Variable, Variable]:
    return mark.source, mark.target


def _join(
    ends: Sequence[tuple[Variable, Variable]], markers: Sequence[MarkerRecord]
) -> dict[Variable, int] | None:
    """Bind variables to the ends of markers; ``None`` if two of them disagree."""
    bound: dict[Variable, int] = {}
    for variables, marker in zip(ends, markers, strict=True):
        for variable, token in zip(variables, (marker.source, marker.target), strict=True):
            if bound.setdefault(variable, token) != token:
                return None
    return bound
