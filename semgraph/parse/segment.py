"""Cutting of text before spaCy sees it: bounded time for every input, and no loss.

Two things would take spaCy beyond any bound. In a run without white space its tokenizer takes off
one mark after another and looks at all the rest each time; and a long text is held in memory as a
whole. So long runs are tokenized in pieces, and long texts are parsed in segments. Where the cuts
fall depends on the text alone.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

MAX_RUN = 500  # characters without white space that reach the tokenizer at once
MAX_MARKS = 100  # of them, those that are neither letters nor digits
MAX_SEGMENT = 100_000  # characters that are parsed at once

# Where to end a segment, best first; white space behind belongs to the segment that ends.
_BREAKS = (
    re.compile(r"\n\s*\n\s*"),
    re.compile(r"\n\s*"),
    re.compile(r"[.!?…](?:[\"'»”’)\]]{0,3})\s+|[。！？]\s*"),
    re.compile(r"\s+"),
)
_MARK = re.compile(r"[\W_]")
_LOOK_BACK = 64  # characters that a hard cut may move to keep a grapheme whole
_JOINERS = frozenset("\u200d\ufe0e\ufe0f")
TOKENIZER_ATTRIBUTES: list[int | str] = [
    "NORM",
    "TAG",
    "POS",
    "MORPH",
    "LEMMA",
]  # what a tokenizer may have set


def split_text(text: str, limit: int = MAX_SEGMENT) -> list[str]:
    """Cut a text into segments of at most ``limit`` characters that join to the text.

    A segment ends, if it can, with a paragraph, else a line, a sentence, a word; the end is looked
    for in its second half.
    """
    segments = []
    start = 0
    while len(text) - start > limit:
        end = _segment_end(text, start, start + limit)
        segments.append(text[start:end])
        start = end
    segments.append(text[start:])
    return segments


def split_run(run: str, limit: int = MAX_RUN) -> list[str]:
    """Cut a run without white space into pieces of at most ``limit`` characters.

    No piece has more than `MAX_MARKS` marks. It ends, if it can, where letters and digits meet
    marks; the end is looked for in its second half.
    """
    marks = [match.start() for match in _MARK.finditer(run)]
    marks += [len(run)] * (MAX_MARKS + 1)
    pieces = []
    start = 0
    while start < len(run):
        longest = min(start + limit, marks[bisect_left(marks, start) + MAX_MARKS])
        end = _run_end(run, start, longest) if longest < len(run) else longest
        pieces.append(run[start:end])
        start = end
    return pieces


def tokenize(nlp: Language, text: str, limit: int = MAX_RUN) -> Doc:
    """Tokenize a text with the pipeline's tokenizer, which sees no run beyond the limits."""
    shortest = min(limit, MAX_MARKS)
    if max(map(len, text.split()), default=0) <= shortest:
        return nlp.tokenizer(text)
    parts = list(_parts(text, limit))
    if len(parts) == 1:
        return nlp.tokenizer(text)
    from spacy.tokens import Doc

    docs = [nlp.tokenizer(part) for part in parts]
    return Doc.from_docs(docs, ensure_whitespace=False, attrs=TOKENIZER_ATTRIBUTES)


def _parts(text: str, limit: int) -> Iterator[str]:
    """Cut around and within long runs; one space behind a run goes with it, as in spaCy."""
    start = 0
    for match in re.finditer(rf"\S{{{min(limit, MAX_MARKS) + 1},}}", text):
        *pieces, last = split_run(match[0], limit)
        if not pieces:
            continue
        if start < match.start():
            yield text[start : match.start()]
        yield from pieces
        start = match.end() + text.startswith(" ", match.end())
        yield last + text[match.end() : start]
    if start < len(text):
        yield text[start:]


def _segment_end(text: str, start: int, limit: int) -> int:
    middle = (start + limit) // 2
    for pattern in _BREAKS:
        end = 0
        for match in pattern.finditer(text, middle, limit):
            end = match.end()
        if end:
            return end
    return _hard_end(text, start, limit)


def _run_end(run: str, start: int, limit: int) -> int:
    for end in range(limit, (start + limit) // 2, -1):
        if run[end - 1].isalnum() != run[end].isalnum() and not _is_joined(run, end):
            return end
    return _hard_end(run, start, limit)


def _hard_end(text: str, start: int, limit: int) -> int:
    lowest = max(start, limit - _LOOK_BACK)
    return next((end for end in range(limit, lowest, -1) if not _is_joined(text, end)), limit)


def _is_joined(text: str, end: int) -> bool:
    """Say whether a cut before ``text[end]`` would part one visible character."""
    before, after = text[end - 1], text[end]
    return (
        before == "\u200d"
        or after in _JOINERS
        or unicodedata.category(after).startswith("M")
        or "\U0001f3fb" <= after <= "\U0001f3ff"  # skin tones
        or (before == "\r" and after == "\n")
    )
