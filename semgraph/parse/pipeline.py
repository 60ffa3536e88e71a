"""spaCy pipelines as parsers of text: the embedded ones, installed ones, the user's own."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from semgraph.errors import EncodingError, PipelineError, UsageError
from semgraph.parse.blanks import with_blanks, without_blanks
from semgraph.parse.columns import Parse, Pipeline
from semgraph.parse.join import merge_documents
from semgraph.parse.scheme import detect_scheme
from semgraph.parse.segment import MAX_SEGMENT, split_text, tokenize

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

EMBEDDED = ("en", "ru")
_DIRECTORY = Path(__file__).parent / "pipelines"

# A batch of columns: large enough to spread the fixed cost of every rule, small enough to hold.
BATCH_DOCUMENTS = 512
_BATCH_CHARACTERS = 200_000

# Documents that go through the components together. Throughput peaks where the activations of a
# batch stay in the processor's cache; the result does not depend on it.
_INNER_DOCUMENTS = 32
_INNER_WORDS = 2_000


class TextParser:
    """A spaCy pipeline that turns texts into columns.

    Not for use by several threads at once: spaCy's memory zones belong to the vocabulary.

    Attributes:
        nlp: the spaCy pipeline.
        pipeline: its provenance.
        language: its language code.
    """

    __slots__ = ("language", "nlp", "pipeline")

    def __init__(self, nlp: Language, pipeline: Pipeline) -> None:
        self.nlp = nlp
        self.pipeline = pipeline
        self.language = nlp.lang or ""

    @property
    def labels(self) -> tuple[str, ...]:
        """Labels of the dependency parser, sorted."""
        return parser_labels(self.nlp)

    def parse(self, texts: Sequence[str]) -> Parse:
        """Parse texts, one document each; nothing of spaCy's stays behind.

        Raises:
            EncodingError: a text has a lone surrogate.
            PipelineError: a component of the pipeline fails, or gives no dependency parse.
        """
        if isinstance(texts, str):
            raise UsageError("parse() takes a sequence of texts, not one string")
        for index, text in enumerate(texts):
            _require_text(text, index)
        return self._parse(texts)

    def pipe(self, texts: Iterable[str], batch_size: int = BATCH_DOCUMENTS) -> Iterator[Parse]:
        """Parse a stream of texts, in order, at most ``batch_size`` documents to a `Parse`.

        A batch of long documents ends earlier, with the document that takes it over 200,000
        characters. Every batch has a string table and a memory zone of its own, so that memory
        stays flat. How texts are batched does not change how they are parsed.

        Raises:
            EncodingError: a text has a lone surrogate; texts are counted over the whole stream.
            PipelineError: a component of the pipeline fails, or gives no dependency parse.
        """
        if isinstance(texts, str):
            raise UsageError("pipe() takes an iterable of texts, not one string")
        if batch_size < 1:
            raise UsageError(f"batch_size must be at least 1, not {batch_size}")
        batch: list[str] = []
        characters = 0
        for index, text in enumerate(texts):
            _require_text(text, index)
            batch.append(text)
            characters += len(text)
            if len(batch) == batch_size or characters > _BATCH_CHARACTERS:
                yield self._parse(batch)
                batch, characters = [], 0
        if batch:
            yield self._parse(batch)

    def _parse(self, texts: Sequence[str]) -> Parse:
        from semgraph.parse.docs import from_tokenized

        limit = min(self.nlp.max_length, MAX_SEGMENT)
        segments = [split_text(text, limit) for text in texts]
        pieces = [piece for split in segments for piece in split]
        with self._zone():
            docs = [tokenize(self.nlp, piece) for piece in pieces]
            bare = list(map(without_blanks, docs))
            self._annotate(bare)
            parse = from_tokenized(bare, pieces, language=self.language, pipeline=self.pipeline)
            if docs:
                parse = with_blanks(parse, docs)
            del docs, bare
        return merge_documents(parse, list(map(len, segments)))

    def _zone(self) -> AbstractContextManager[Any]:
        """Open a memory zone, unless the caller has: spaCy's zones do not nest."""
        vocab: Any = self.nlp.vocab
        return nullcontext() if vocab.in_memory_zone else self.nlp.memory_zone()

    def _annotate(self, docs: Sequence[Doc]) -> None:
        for batch in _inner_batches(docs):
            try:
                done = list(self.nlp.pipe(batch, batch_size=len(batch)))
            except Exception as error:
                raise PipelineError(
                    f"the pipeline {self.pipeline.name!r} failed: {error}"
                ) from error
            if any(new is not old for new, old in zip(done, batch, strict=True)):
                raise PipelineError(
                    f"a component of the pipeline {self.pipeline.name!r} gives back another Doc"
                    " than it was given"
                )


def load_pipeline(source: str | Path | Language) -> TextParser:
    """Load a pipeline that parses.

    Args:
        source: ``"en"`` or ``"ru"`` for an embedded pipeline, the name of an installed spaCy
            package, the directory of a saved pipeline, or a spaCy ``Language``.

    The hash in its provenance is taken over the pipeline's files; that of a ``Language`` object
    over its meta data (name, version, language, components and their labels), which does not
    see its weights.

    Raises:
        PipelineError: it cannot be found or loaded, or has no dependency parser.
    """
    nlp, pipeline = load_language(source)
    _require_parser(nlp)
    return TextParser(nlp, pipeline)


def load_language(source: str | Path | Language) -> tuple[Language, Pipeline]:
    """Load a spaCy pipeline, which need not have a parser, with its provenance.

    Args:
        source: as of `load_pipeline`.

    Raises:
        PipelineError: it cannot be found or loaded.
    """
    from spacy.language import Language

    if isinstance(source, Language):
        nlp, sha256 = source, _hash_meta(source)
    else:
        nlp = _load(source)
        sha256 = _hash_meta(nlp) if nlp.path is None else _hash_files(nlp.path)
    meta = nlp.meta
    scheme = detect_scheme(parser_labels(nlp))
    name = f"{meta['lang']}_{meta['name']}"
    return nlp, Pipeline(name, meta["version"], scheme, sha256)


def register() -> None:
    """Make known to spaCy what semgraph's pipelines are made of: layers, components, callbacks."""
    import semgraph.parse.embedding
    import semgraph.parse.english_lemmas
    import semgraph.parse.entities.recognizer
    import semgraph.parse.russian_feats
    import semgraph.parse.russian_lemmas
    import semgraph.parse.tokenizers
    import semgraph.parse.web_sentences  # noqa: F401


def _load(source: str | Path) -> Language:
    import spacy

    register()
    embedded = source in EMBEDDED
    if not embedded and not Path(source).exists() and not spacy.util.is_package(str(source)):
        installed = spacy.util.get_installed_models()
        names = ", ".join([*EMBEDDED, *sorted(installed)])
        raise PipelineError(
            f"no pipeline {str(source)!r}: there is no such directory, and known names are {names}"
        )
    try:
        return spacy.load(_DIRECTORY / source if embedded else source)
    except Exception as error:
        raise PipelineError(f"cannot load the pipeline {str(source)!r}: {error}") from error


def parser_labels(nlp: Language) -> tuple[str, ...]:
    """Give the labels of a pipeline's dependency parser, sorted; none where it has no parser."""
    pipes = map(nlp.get_pipe, _parser_names(nlp))
    return tuple(sorted({label for pipe in pipes for label in getattr(pipe, "labels", ())}))


def _parser_names(nlp: Language) -> list[str]:
    return [name for name in nlp.pipe_names if "token.dep" in nlp.get_pipe_meta(name).assigns]


def _require_parser(nlp: Language) -> None:
    if not _parser_names(nlp):
        raise PipelineError(
            f"the pipeline {nlp.meta['name']!r} has no dependency parser (components: "
            f"{', '.join(nlp.pipe_names) or 'none'}); semantic tokens are made from a"
            " dependency tree"
        )


def _require_text(text: object, index: int) -> None:
    if not isinstance(text, str):
        raise UsageError(f"document {index} is {type(text).__name__}, not str")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise EncodingError(
            f"document {index} has the lone surrogate U+{ord(text[error.start]):04X}",
            offset=error.start,
            hint="it was decoded wrongly; decode it as UTF-8 without 'surrogateescape'",
        ) from error


def _inner_batches(docs: Sequence[Doc]) -> Iterator[list[Doc]]:
    batch: list[Doc] = []
    words = 0
    for doc in docs:
        if not len(doc):
            continue
        if batch and (len(batch) == _INNER_DOCUMENTS or words + len(doc) > _INNER_WORDS):
            yield batch
            batch, words = [], 0
        batch.append(doc)
        words += len(doc)
    if batch:
        yield batch


def _hash_files(directory: Path) -> str:
    digest = hashlib.sha256()
    files = {path.relative_to(directory).as_posix(): path for path in directory.rglob("*")}
    for name, path in sorted(files.items()):
        if path.is_file() and "__pycache__" not in name:
            content = path.read_bytes()
            digest.update(f"{name}\0{len(content)}\0".encode())
            digest.update(content)
    return digest.hexdigest()


def _hash_meta(nlp: Language) -> str:
    keys = ("lang", "name", "version", "pipeline", "labels")
    meta = {key: nlp.meta.get(key) for key in keys}
    content = json.dumps(meta, sort_keys=True, ensure_ascii=False, default=list)
    return hashlib.sha256(content.encode()).hexdigest()
