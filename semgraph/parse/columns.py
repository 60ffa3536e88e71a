"""The columns of a batch of parsed documents: what every later stage reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from semgraph.parse.strings import StringTable
from semgraph.types import Ints

if TYPE_CHECKING:
    from spacy.tokens import Doc


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Where a parse comes from; goes into a document's provenance.

    Attributes:
        name: of the spaCy pipeline, ``""`` if not known.
        version: of the pipeline.
        scheme: label scheme of the parse.
        sha256: hash of the pipeline.
        converted_from: label scheme of the pipeline, where the parse was converted from it to
            ``scheme``; else ``""``.
    """

    name: str
    version: str
    scheme: str
    sha256: str
    converted_from: str = ""


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Parse:
    """A batch of parsed documents as columns, one row a word (leaf).

    String columns hold ids of ``strings``. Words of all documents follow one another;
    ``doc_start`` and ``sent_start`` say where documents and sentences begin (with the number of
    words as last entry), and documents begin and end with sentences. For each document the
    leaves tile its text: ``"".join(form + space) == text``.

    Attributes:
        strings: the table behind the string columns.
        texts: the text of each document.
        ids: the id of each document (``sent_id`` of CoNLL-U), or ``None``.
        meta: other metadata of each document.
        language: language code, ``""`` if not known.
        pipeline: where the parse comes from, ``None`` if not known.
        doc_start: shape ``(documents + 1,)``.
        sent_start: shape ``(sentences + 1,)``.
        start: offset of a leaf in its document's text, in code points.
        end: offset behind it.
        form: surface form; empty for the later words of a CoNLL-U multiword token.
        word: syntactic word; the same array as ``form`` where there is no multiword token.
        lemma, upos, xpos: as in Universal Dependencies; ``""`` where not given.
        feats: features as ``Case=Nom|Number=Sing``, sorted by name, ``""`` for none.
        deprel: label of the edge to the head, ``root`` for a root.
        ent: label of the named entity, ``""`` outside of any.
        space: white space behind the leaf, up to the next.
        head: index of the head in this batch, ``-1`` for a root.
        misc: CoNLL-U column 10, ``""`` where not given.
    """

    strings: StringTable
    texts: tuple[str, ...]
    ids: tuple[str | None, ...]
    meta: tuple[Mapping[str, Any], ...]
    language: str
    pipeline: Pipeline | None
    doc_start: Ints
    sent_start: Ints
    start: Ints
    end: Ints
    form: Ints
    word: Ints
    lemma: Ints
    upos: Ints
    xpos: Ints
    feats: Ints
    deprel: Ints
    ent: Ints
    space: Ints
    head: Ints
    misc: Ints = field(repr=False)

    def __len__(self) -> int:
        """Give the number of documents."""
        return len(self.texts)

    @property
    def words(self) -> int:
        """Number of words in all documents."""
        return len(self.head)

    @classmethod
    def from_docs(cls, docs: Iterable[Doc], *, language: str | None = None) -> Parse:
        """Take the columns of parsed spaCy Docs; see `semgraph.parse.docs.from_docs`."""
        from semgraph.parse.docs import from_docs

        return from_docs(docs, language=language)

    @classmethod
    def from_conllu(cls, path: str | Path, *, language: str = "") -> Parse:
        """Read a CoNLL-U file; see `semgraph.parse.conllu.read_conllu`."""
        from semgraph.parse.conllu import read_conllu

        return read_conllu(path, language=language)

    @classmethod
    def concatenate(cls, parses: Sequence[Parse]) -> Parse:
        """Join batches into one, in order; see `semgraph.parse.join.concatenate`."""
        from semgraph.parse.join import concatenate

        return concatenate(parses)
