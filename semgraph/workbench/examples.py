"""Running the examples that rules carry.

A rule's examples are judged after its own stage, with all earlier stages run before it. The
brackets of an example mark the words of a token that the rule makes there; without brackets the
rule is to make any. A counterexample is a sentence in which the rule makes nothing, or
with brackets, not that token.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from semgraph.engine import Program, apply_splits, compile_grammar, derive
from semgraph.errors import PipelineError
from semgraph.grammar import Grammar
from semgraph.grammar.rules import Example, Rule
from semgraph.parse import Parse, TextParser, check_parser, converted, load_pipeline
from semgraph.parse.conllu import parse_conllu
from semgraph.parse.join import merge_documents
from semgraph.parse.pipeline import EMBEDDED
from semgraph.workbench.coverage import Coverage
from semgraph.workbench.judge import Outcome, judge


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
    coverage: Coverage | None = None,
) -> list[Outcome]:
    """Run the examples of grammars: those of the files asked for, not of what these use.

    Args:
        grammar: one, or several, each run by itself with what it uses.
        language: of the embedded pipeline for grammars that name no language.
        parser: parses the texts of all examples, in place of the embedded pipelines.
        coverage: is told what the rules made.

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
                check_parser(pipeline.labels, batch.grammar.scheme)
        parses[name] = pipeline.parse(sentences)
    outcomes = [o for batch in batches for o in _run(batch, parses, coverage)]
    return _in_order(grammars, outcomes)


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


def _run(
    batch: _Batch, parses: Mapping[str, Parse], coverage: Coverage | None
) -> Iterator[Outcome]:
    examples = [case.example for case in batch.cases]
    if batch.language:
        parse = _documents(parses[batch.language], batch.first, batch.first + len(examples))
        parse = converted(parse, batch.grammar.scheme)
    else:
        blocks = [example.conllu or "" for example in examples]
        parse = merge_documents(
            parse_conllu("".join(blocks)), [block.count("\n\n") for block in blocks]
        )
    derivations = derive(batch.program, parse, stages=batch.stages)
    if coverage is not None:
        coverage.add(parse, derivations)
    parse = apply_splits(parse, [derivation.cuts for derivation in derivations])
    starts = parse.doc_start.tolist()
    forms = parse.strings.decode(parse.form)
    for number, case in enumerate(batch.cases):
        own = forms[starts[number] : starts[number + 1]]
        yield judge(case.rule, case.example, case.file, own, derivations[number])


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
