"""The chain: text → parse → columns → grammar and engine → token graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import semgraph
from semgraph.assemble import assemble
from semgraph.engine import Measures, compile_grammar, derive
from semgraph.errors import UsageError
from semgraph.grammar import Grammar, combine
from semgraph.graph import TokenGraph
from semgraph.parse import (
    BATCH_DOCUMENTS,
    Parse,
    Parsed,
    TextParser,
    check_labels,
    check_parser,
    converted,
    gather,
    labels_of,
    load_pipeline,
)

if TYPE_CHECKING:
    from spacy.language import Language


class Tokenizer:
    """A pipeline that parses and a grammar that makes semantic tokens.

    Parses in ClearNLP labels, which spaCy's own English pipelines give, are converted for a grammar
    in the scheme of Universal Dependencies; the provenance of the graphs says so.

    Args:
        parser: gives the parses; ``None`` for a tokenizer that only takes parses.
        grammar: rules, in running order.
        measures: tables that the rules ask, such as ``cos(X,Y) > 0.6``.

    Raises:
        SchemeError: labels of the pipeline that the grammar's scheme does not know.
        TableError: a rule asks for a measure that has no table.
        UsageError: a grammar for another language than the pipeline's.
    """

    def __init__(
        self, parser: TextParser | None, grammar: Grammar, measures: Measures | None = None
    ) -> None:
        self.parser = parser
        self.grammar = grammar
        self._program = compile_grammar(grammar.files, grammar.stages, measures)
        if parser is not None:
            check_parser(parser.labels, grammar.scheme)
            _check_language(parser.language, grammar)

    @property
    def nlp(self) -> Language:
        """The spaCy pipeline.

        Raises:
            UsageError: this tokenizer has none.
        """
        if self.parser is None:
            raise UsageError("this tokenizer has no pipeline; it only takes parses")
        return self.parser.nlp

    def __call__(self, text: str) -> TokenGraph:
        """Tokenize one text.

        Raises:
            EncodingError: a lone surrogate in the text.
        """
        return next(self.pipe([text]))

    def pipe(self, texts: Iterable[str], batch_size: int = BATCH_DOCUMENTS) -> Iterator[TokenGraph]:
        """Tokenize a stream of texts, in order, at most ``batch_size`` at a time."""
        if self.parser is None:
            raise UsageError("this tokenizer has no pipeline; it only takes parses")
        for parse in self.parser.pipe(texts, batch_size=batch_size):
            yield from self._graphs(converted(parse, self.grammar.scheme))

    def apply(self, parses: Parsed | Iterable[Parsed]) -> Iterator[TokenGraph]:
        """Run the grammar over parses that exist already.

        Args:
            parses: a `Parse`, a spaCy Doc, the path of a CoNLL-U file, or several of them.

        Raises:
            InputError: a file that cannot be read.
            SchemeError: labels that the grammar's scheme does not know.
        """
        for parse in gather(parses):
            parse = converted(parse, self.grammar.scheme)
            check_labels(labels_of(parse), self.grammar.scheme)
            yield from self._graphs(parse)

    def provenance(self, parse: Parse) -> dict[str, Any]:
        """Give where a graph of this parse comes from."""
        pipeline = parse.pipeline
        return {
            "semgraph": semgraph.__version__,
            "pipeline": None
            if pipeline is None
            else {
                name: value
                for name, value in asdict(pipeline).items()
                if value or name != "converted_from"
            },
            "grammars": self.grammar.provenance,
        }

    def _graphs(self, parse: Parse) -> Iterator[TokenGraph]:
        return assemble(parse, derive(self._program, parse), self.provenance(parse))


def load(
    name: str | Path | Language,
    grammars: Sequence[str | Path | Grammar] = (),
    defaults: bool = True,
    *,
    grammar_path: Sequence[str | Path] = (),
    without: Sequence[str] = (),
    measures: Measures | None = None,
) -> Tokenizer:
    """Load a pipeline with the shipped grammars of its language, and others.

    Args:
        name: ``"en"`` or ``"ru"`` for the embedded pipelines, the name or path of any spaCy
            pipeline, or a spaCy ``Language``.
        grammars: further grammars: a file, a dotted name that is searched, or a `Grammar`.
        defaults: whether the shipped grammars of the language come first.
        grammar_path: directories in which grammars are searched, before the shipped ones.
        without: full names of rules that are switched off.
        measures: tables that the rules ask; see `semgraph.engine.Measures`.

    Raises:
        PipelineError: no such pipeline, or one that lacks a dependency parser.
        GrammarError: a mistake in a grammar, or a measure without a table (`TableError`).
    """
    parser = load_pipeline(name)
    return Tokenizer(
        parser,
        load_grammar(parser.language, grammars, defaults, grammar_path, without),
        measures,
    )


def load_grammar(
    language: str,
    grammars: Sequence[str | Path | Grammar] = (),
    defaults: bool = True,
    grammar_path: Sequence[str | Path] = (),
    without: Sequence[str] = (),
) -> Grammar:
    """Load the shipped grammars of a language, and others; arguments as those of `load`."""
    roots = [Path(root) for root in grammar_path]
    shipped = [Grammar.find(default_grammar(language))] if defaults else []
    others = [_one_grammar(grammar, roots) for grammar in grammars]
    grammar = combine([*shipped, *others]) if shipped or others else Grammar("", ())
    return grammar.without(without) if without else grammar


def default_grammar(language: str) -> str:
    """Give the name of the shipped grammar of a language; ``ud.all`` serves every other."""
    return f"{language}.all" if language in ("en", "ru") else "ud.all"


def _one_grammar(grammar: str | Path | Grammar, roots: Sequence[Path]) -> Grammar:
    if isinstance(grammar, Grammar):
        return grammar
    path = Path(grammar)
    if path.suffix == ".sg" or path.exists():
        return Grammar.load(path, roots)
    return Grammar.find(str(grammar), roots)


def _check_language(language: str, grammar: Grammar) -> None:
    for file in grammar.files:
        if file.language and language and file.language != language:
            raise UsageError(
                f"grammar '{file.name}' is written for '{file.language}', the pipeline for"
                f" '{language}'; choose the pipeline of that language"
            )
