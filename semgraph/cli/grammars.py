"""Grammars and tokenizers as the command line names them; each is loaded once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from semgraph.errors import UsageError

if TYPE_CHECKING:
    from semgraph.grammar import Grammar
    from semgraph.parse import Parse, TextParser
    from semgraph.tokenizer import Tokenizer

AUTO = "auto"
_CODE = re.compile(r"[a-z]{2,3}")


def read_grammar(name: str, search_path: Sequence[str]) -> Grammar:
    """Read a grammar by the path of its file or by its dotted name.

    Raises:
        GrammarError: a mistake in the grammar.
        UsageError: there is no grammar of that name.
    """
    from semgraph.grammar import Grammar

    if name.endswith(".sg") or Path(name).exists():
        return Grammar.load(name, search_path)
    return Grammar.find(name, search_path)


@dataclass
class Parsers:
    """The pipelines of a run, by language.

    Attributes:
        language: code, or `AUTO` to detect it of each text.
        pipeline: name or path of a spaCy pipeline that parses everything, ``None`` for the
            embedded ones.
    """

    language: str = AUTO
    pipeline: str | None = None
    _loaded: dict[str, TextParser] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.language != AUTO and not _CODE.fullmatch(self.language):
            raise UsageError(f"'{self.language}' is no language code such as 'en'")
        if self.language != AUTO and self.pipeline is not None:
            raise UsageError("--lang and --pipeline exclude each other: a pipeline has a language")

    def language_of(self, text: str) -> str:
        """Give the language whose pipeline parses a text."""
        from semgraph.parse import detect_language

        if self.pipeline is not None:
            return self.parser("").language
        return detect_language(text) if self.language == AUTO else self.language

    @property
    def treebank_language(self) -> str | None:
        """The language of parses that are read, ``None`` to detect it."""
        if self.pipeline is not None:
            return self.parser("").language
        return None if self.language == AUTO else self.language

    def parser(self, language: str) -> TextParser:
        """Give the pipeline of a language, or the one that was named.

        Raises:
            PipelineError: there is no such pipeline, or it has no parser.
            UsageError: no embedded pipeline for this language.
        """
        from semgraph.parse import load_pipeline
        from semgraph.parse.pipeline import EMBEDDED

        key = "" if self.pipeline is not None else language
        if key not in self._loaded:
            if self.pipeline is None and language not in EMBEDDED:
                raise UsageError(
                    f"no embedded pipeline parses '{language}' (there are"
                    f" {', '.join(EMBEDDED)}); name one with --pipeline"
                )
            self._loaded[key] = load_pipeline(self.pipeline or language)
        return self._loaded[key]


@dataclass
class Tokenizers:
    """The tokenizers of a run, by language.

    Attributes:
        parsers: of the texts.
        grammars: further grammars, by file or name.
        grammar_path: folders in which grammars are searched.
        defaults: whether the shipped grammars run first.
        without: full names of rules that are off.
    """

    parsers: Parsers
    grammars: Sequence[str] = ()
    grammar_path: Sequence[str] = ()
    defaults: bool = True
    without: Sequence[str] = ()
    _grammars: dict[str, Grammar] = field(default_factory=dict)
    _loaded: dict[tuple[str, bool], Tokenizer] = field(default_factory=dict)

    def for_texts(self, language: str) -> Tokenizer:
        """Give the tokenizer of texts in a language."""
        return self._tokenizer(language, parses=True)

    def for_parse(self, parse: Parse) -> Tokenizer:
        """Give the tokenizer of a parse that has been read; it needs no pipeline."""
        return self._tokenizer(parse.language, parses=False)

    def _tokenizer(self, language: str, *, parses: bool) -> Tokenizer:
        from semgraph.tokenizer import Tokenizer

        key = language, parses
        if key not in self._loaded:
            parser = self.parsers.parser(language) if parses else None
            self._loaded[key] = Tokenizer(parser, self.grammar(language))
        return self._loaded[key]

    def grammar(self, language: str) -> Grammar:
        """Give the grammar that runs for a language: rules that are switched off are left out."""
        whole = self.whole_grammar(language)
        off = self.switched_off(language)
        return whole.without(off) if off else whole

    def whole_grammar(self, language: str) -> Grammar:
        """Give the grammar for a language with all its rules."""
        from semgraph.tokenizer import load_grammar

        if language not in self._grammars:
            if not self.defaults and not self.grammars:
                raise UsageError("--no-default-grammars leaves no grammar; name one with --grammar")
            self._grammars[language] = load_grammar(
                language,
                [read_grammar(name, self.grammar_path) for name in self.grammars],
                self.defaults,
                self.grammar_path,
            )
        return self._grammars[language]

    def switched_off(self, language: str) -> list[str]:
        """Give the rules that are off, without those of the other languages."""
        from semgraph.parse.pipeline import EMBEDDED

        others = {f"{code}." for code in EMBEDDED if code != language}
        return [name for name in self.without if not name.startswith(tuple(others))]
