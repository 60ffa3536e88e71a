"""Parses that are kept on disk, so that the same texts are parsed once."""

from __future__ import annotations

import hashlib
import os
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from importlib.metadata import version
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

import semgraph
from semgraph.parse import Parse, TextParser
from semgraph.parse.columns import Pipeline
from semgraph.parse.strings import StringTable
from semgraph.types import Ints
from semgraph.workbench.files import write_whole

FORMAT = "semgraph.parse/1"
MAX_BYTES = 2 * 2**30
_STRINGS = ("form", "word", "lemma", "upos", "xpos", "feats", "deprel", "ent", "space", "misc")
_STARTS = ("doc_start", "sent_start")
_COLUMNS = ("start", "end", "head", *_STRINGS)
# What reading a file that is damaged, or none of ours, may raise.
_DAMAGE = (
    OSError, EOFError, ValueError, LookupError, TypeError, MemoryError, NotImplementedError,
    zipfile.BadZipFile, zlib.error,
)  # fmt: skip


def default_folder() -> Path:
    """Give the folder of parses in the user's cache, by the XDG base directory rules."""
    given = os.environ.get("XDG_CACHE_HOME", "")
    home = Path(given) if given and Path(given).is_absolute() else Path.home() / ".cache"
    return home / "semgraph" / "parses"


class ParseCache:
    """A folder of parses, one file a batch of texts.

    What cannot be read is made anew, what cannot be written is not kept: a cache is no reason
    to fail.

    Args:
        folder: made when first written to.
        max_bytes: beyond this the files that have not been used for longest are removed.
    """

    def __init__(self, folder: Path, max_bytes: int = MAX_BYTES) -> None:
        self.folder = folder
        self.max_bytes = max_bytes

    def get(self, texts: Sequence[str], language: str, pipeline: Pipeline) -> Parse | None:
        """Give the parse of texts by a pipeline, ``None`` if it is not here."""
        path = self._path(texts, pipeline)
        try:
            with path.open("rb") as stream, np.load(stream, allow_pickle=False) as arrays:
                if arrays["key"].tobytes() != path.stem.encode():
                    return None
                parse = _unpack(arrays, texts, language, pipeline)
            path.touch()  # the age of a file counts from its last use
        except _DAMAGE:
            return None
        return parse

    def put(self, texts: Sequence[str], parse: Parse) -> None:
        """Keep the parse of texts; its pipeline must be known."""
        assert parse.pipeline is not None
        path = self._path(texts, parse.pipeline)
        content = BytesIO()
        np.savez_compressed(
            content, key=np.frombuffer(path.stem.encode(), np.uint8), **_pack(parse)
        )
        with suppress(OSError):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # texts may be private
            write_whole(path, content.getvalue())
            self._prune()

    def _path(self, texts: Sequence[str], pipeline: Pipeline) -> Path:
        digest = hashlib.sha256()
        made_by = (FORMAT, semgraph.__version__, version("spacy"), pipeline.name)
        for part in (*made_by, pipeline.version, pipeline.sha256, *texts):
            encoded = part.encode()
            digest.update(f"{len(encoded)}\n".encode())
            digest.update(encoded)
        return self.folder / f"{digest.hexdigest()}.npz"

    def _prune(self) -> None:
        found = [(path.stat(), path) for path in self.folder.glob("*.npz")]
        total = sum(stat.st_size for stat, _ in found)
        for stat, path in sorted(found, key=lambda item: item[0].st_mtime_ns):
            if total <= self.max_bytes:
                break
            path.unlink(missing_ok=True)
            total -= stat.st_size


class CachedParser:
    """A pipeline whose parses are kept.

    A pipeline that was never saved is not told apart from another by its hash: nothing of it is
    kept.

    Args:
        parser: parses what the cache does not hold.
        cache: ``None`` to keep nothing.
    """

    def __init__(self, parser: TextParser, cache: ParseCache | None) -> None:
        self.parser = parser
        self._cache = cache if parser.nlp.path is not None else None

    def parse(self, texts: Sequence[str]) -> Parse:
        """Give the parse of texts, one document each; errors as those of the pipeline."""
        cache = self._cache
        if cache is None:
            return self.parser.parse(texts)
        found = cache.get(texts, self.parser.language, self.parser.pipeline)
        if found is None:
            found = self.parser.parse(texts)
            cache.put(texts, found)
        return found


def _pack(parse: Parse) -> dict[str, Any]:
    """Give the columns of a parse, and its strings as UTF-8 with the offset of each."""
    names = [name for name in _COLUMNS if name != "word" or parse.word is not parse.form]
    encoded = [string.encode() for string in parse.strings.strings]
    offsets = np.cumsum([0, *map(len, encoded)], dtype=np.int64)
    return {name: getattr(parse, name) for name in (*_STARTS, *names)} | {
        "strings": np.frombuffer(b"".join(encoded), np.uint8),
        "offsets": offsets,
    }


def _unpack(
    arrays: Mapping[str, Any], texts: Sequence[str], language: str, pipeline: Pipeline
) -> Parse:
    """Give the parse that was packed.

    Raises:
        ValueError: arrays that are no parse of these texts.
        KeyError: an array is missing.
    """
    columns = {name: arrays[name] for name in (*_STARTS, *_COLUMNS) if name in arrays}
    columns.setdefault("word", columns["form"])
    strings = _strings(arrays["strings"], arrays["offsets"])
    if not all(_sound(columns, len(texts), len(strings))):
        raise ValueError("arrays that are no parse of these texts")
    return Parse(
        strings=strings,
        texts=tuple(texts),
        ids=(None,) * len(texts),
        meta=tuple({} for _ in texts),
        language=language,
        pipeline=pipeline,
        **columns,
    )


def _strings(content: Ints, offsets: Ints) -> StringTable:
    encoded = content.tobytes()
    table = StringTable()
    places = offsets.tolist()
    found = [encoded[low:high].decode() for low, high in pairwise(places)]
    if table.encode(found).tolist() != list(range(len(found))):
        raise ValueError("a string stands twice")
    return table


def _sound(columns: Mapping[str, Ints], documents: int, strings: int) -> Iterator[bool]:
    """Say of each array whether a parse may have it."""
    words = len(columns["head"])
    for name in _STARTS:
        starts = columns[name]
        yield starts.dtype == np.int32
        yield starts[0] == 0
        yield starts[-1] == words
        yield bool((np.diff(starts) >= 0).all())
    yield len(columns["doc_start"]) == documents + 1
    for name in _COLUMNS:
        column = columns[name]
        yield column.dtype == np.int32
        yield column.shape == (words,)
        low, high = int(column.min(initial=0)), int(column.max(initial=0))
        yield name not in _STRINGS or (low >= 0 and high < max(strings, 1))
        yield name != "head" or (low >= -1 and high < max(words, 1))
