"""spaCy Docs made by hand, and what spaCy and an imported grammar find in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import spacy
from spacy.matcher import DependencyMatcher, Matcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

import semgraph
from semgraph.formats import Format, Result, import_patterns
from semgraph.grammar import Grammar


@cache
def vocab() -> Vocab:
    return spacy.blank("en").vocab


@dataclass(frozen=True)
class Word:
    """A word; ``head`` counts in its sentence, its own place for a root."""

    form: str
    head: int
    dep: str = "dep"
    pos: str = "X"
    tag: str = ""
    lemma: str = ""
    morph: str = ""
    ent: str = ""


def make_doc(*sentences: Sequence[Word]) -> Doc:
    words = [word for sentence in sentences for word in sentence]
    heads, starts = [], []
    for sentence in sentences:
        first = len(heads)
        for place, word in enumerate(sentence):
            heads.append(first + word.head)
            starts.append(place == 0)
    return Doc(
        vocab(),
        words=[word.form for word in words],
        heads=heads,
        deps=[
            "ROOT" if h == i else w.dep for i, (h, w) in enumerate(zip(heads, words, strict=True))
        ],
        pos=[word.pos for word in words],
        tags=[word.tag for word in words],
        lemmas=[word.lemma for word in words],
        morphs=[word.morph for word in words],
        ents=[f"B-{word.ent}" if word.ent else "O" for word in words],
        sent_starts=starts,
    )


def imported(tmp_path: Path, source_format: Format, content: Any, **options: Any) -> Result:
    """Import patterns given as what a JSON file holds, or as text."""
    import json

    path = tmp_path / "patterns.txt"
    path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return import_patterns(str(path), source_format, **options)


def matches(result: Result, docs: Iterable[Doc] | Doc) -> list[dict[str, int]]:
    """Give what all rules of an imported grammar bind, with the document."""
    return [
        {"doc": match.doc, **match.nodes}
        for rule in Grammar.from_source(result.grammar).rules
        for match in semgraph.search(rule.request, docs)
    ]


def trees_of_spacy(pattern: list[dict[str, Any]], docs: Sequence[Doc]) -> set[tuple[int, ...]]:
    matcher = DependencyMatcher(vocab())
    matcher.add("P", [pattern])
    return {(i, *bound) for i, doc in enumerate(docs) for _, bound in matcher(doc)}


def spans_of_spacy(pattern: list[dict[str, Any]], docs: Sequence[Doc]) -> set[tuple[int, int, int]]:
    """Give documents, first and last tokens of the spans within one sentence."""
    matcher = Matcher(vocab())
    matcher.add("P", [pattern])
    found = set()
    for number, doc in enumerate(docs):
        for _, start, end in matcher(doc):
            if not any(token.is_sent_start for token in doc[start + 1 : end]):
                found.add((number, start, end - 1))
    return found
