"""Sentences of gold data, and the documents that are made of them for pipelines to parse."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from semgraph.errors import InputError
from semgraph.parse.read import decode, read_packed

Unit: TypeAlias = Literal["sentence", "document"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """The raw text of a gold sentence.

    Attributes:
        text: the text.
        glued: whether the next sentence follows without a space.
        opens: whether a document of the gold data begins with it (``# newdoc``).
    """

    text: str
    glued: bool = False
    opens: bool = False


@dataclass(frozen=True, slots=True)
class Documents:
    """How gold sentences are joined to the documents that pipelines parse.

    Attributes:
        unit: ``"sentence"`` for a document of each sentence alone, ``"document"`` for several.
        size: how many sentences make a document, where the unit is ``"document"``.
        newdoc: whether documents end where those of the gold data do, too.
    """

    unit: Unit = "sentence"
    size: int = 10
    newdoc: bool = False

    def texts(self, sentences: Iterable[Sentence]) -> list[str]:
        """Give the texts of the documents, in order.

        One space stands between two sentences, but none behind a text that ends in white space
        and none where the treebank says ``SpaceAfter=No``.
        """
        return ["".join(_spaced(group)) for group in self._groups(sentences)]

    def _groups(self, sentences: Iterable[Sentence]) -> Iterator[list[Sentence]]:
        limit = 1 if self.unit == "sentence" else self.size
        group: list[Sentence] = []
        for sentence in sentences:
            if len(group) == limit or (group and self.newdoc and sentence.opens):
                yield group
                group = []
            group.append(sentence)
        if group:
            yield group


def _spaced(group: Sequence[Sentence]) -> Iterator[str]:
    for sentence in group[:-1]:
        yield sentence.text
        if not sentence.glued and not sentence.text[-1:].isspace():
            yield " "
    yield group[-1].text


def opens_document(keys: Iterable[str]) -> bool:
    """Say whether the keys of a sentence's comments begin a document, as ``# newdoc id = a``."""
    return any(key.startswith("newdoc") for key in keys)


def no_text(sentence: str, source: str, line: int | None = None) -> InputError:
    """Build the error for a sentence without a raw text."""
    return InputError(
        f"sentence {sentence} has no '# text' comment",
        source=source,
        line=line,
        hint="pipelines are evaluated from raw text",
    )


def other_text(sentence: str, source: str, line: int | None = None) -> InputError:
    """Build the error for a sentence whose tokens are not those of its raw text."""
    return InputError(
        f"the tokens of sentence {sentence} do not make up its '# text'",
        source=source,
        line=line,
        hint="correct the comment or the forms",
    )


def read_gold(path: str | Path) -> tuple[str, str]:
    """Read a gold file; gives its text, and the SHA-256 of the file as it lies on the disk.

    Raises:
        EncodingError: the file is not UTF-8.
        InputError: the file cannot be read or unpacked.
    """
    content, file = read_packed(path)
    return decode(content, str(path)), hashlib.sha256(file).hexdigest()
