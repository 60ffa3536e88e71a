"""Gold trees, from CoNLL-U."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from semgraph.errors import InputError
from semgraph.evaluate.gold import Sentence, no_text, opens_document, other_text, read_gold
from semgraph.parse import Parse, parse_conllu


@dataclass(frozen=True, slots=True)
class Treebank:
    """A gold treebank.

    Attributes:
        file: name of its file.
        sha256: of the file, as it lies on the disk.
        parse: the trees; every sentence is a document.
        sentences: their raw texts.
    """

    file: str
    sha256: str
    parse: Parse
    sentences: tuple[Sentence, ...]


def read_treebank(path: str | Path) -> Treebank:
    """Read gold trees from CoNLL-U, plain or packed (``.gz``, ``.xz``).

    Raises:
        ConlluError: a line breaks the format.
        EncodingError: the file is not UTF-8.
        InputError: the file cannot be read, has no sentence, or a sentence has no ``# text`` or
            one that its tokens do not make up.
    """
    content, sha256 = read_gold(path)
    parse = parse_conllu(content, source=str(path))
    if not len(parse):
        raise InputError("there is no sentence to evaluate on", source=str(path))
    sentences = tuple(_sentence(parse, number, str(path)) for number in range(len(parse)))
    return Treebank(Path(path).name, sha256, parse, sentences)


def _sentence(parse: Parse, number: int, source: str) -> Sentence:
    text, meta = parse.texts[number], parse.meta[number]
    name, given = parse.ids[number] or f"number {number + 1}", meta.get("text")
    if not isinstance(given, str):
        raise no_text(name, source)
    if given.lstrip() != text:  # the reader fell back to the forms
        raise other_text(name, source)
    first, end = parse.doc_start[number : number + 2].tolist()
    misc = _token_misc(meta, end - first) or parse.strings[parse.misc[end - 1]]
    return Sentence(text, "SpaceAfter=No" in misc.split("|"), opens_document(meta))


def _token_misc(meta: Mapping[str, Any], word: int) -> str:
    """Give column 10 of the multiword token that ends with a word; ``""`` if there is none."""
    lines = meta.get("conllu", {}).get("multiword_tokens", ())
    fields = (line.split("\t") for line in lines)
    return next((own[-1] for own in fields if own[0].endswith(f"-{word}")), "")
