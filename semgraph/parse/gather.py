"""Whatever holds parses, as batches of columns: a `Parse`, spaCy Docs, CoNLL-U files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, Union, cast

from semgraph.parse.columns import Parse
from semgraph.parse.conllu import read_conllu
from semgraph.parse.docs import from_docs

if TYPE_CHECKING:
    from spacy.tokens import Doc

Parsed: TypeAlias = Union[Parse, "Doc", str, Path]

_DOCS = 256  # Docs to a batch


def gather(given: Parsed | Iterable[Parsed]) -> Iterator[Parse]:
    """Give batches of documents, in order.

    Args:
        given: a `Parse`, a spaCy Doc, the path of a CoNLL-U file, or several of these.

    Raises:
        InputError: a file that cannot be read.
        PipelineError: a Doc without a dependency parse.
    """
    docs: list[Doc] = []
    for item in _several(given):
        if not isinstance(item, Parse | str | Path) and len(docs) < _DOCS:
            docs.append(item)
            continue
        if docs:
            yield from_docs(docs)
            docs = []
        if isinstance(item, Parse):
            yield item
        elif isinstance(item, str | Path):
            yield read_conllu(item)
        else:
            docs = [item]
    if docs:
        yield from_docs(docs)


def _several(given: Parsed | Iterable[Parsed]) -> Iterable[Parsed]:
    if isinstance(given, Parse | str | Path):
        return [given]
    # A Doc is an iterable too, of its tokens.
    return [cast("Doc", given)] if hasattr(given, "to_array") else given
