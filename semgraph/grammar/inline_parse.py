"""Parses that stand in a grammar file, under an example."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

_COLUMNS = 10
_SHORT = 8
_RANGE = re.compile(r"(\d+)-(\d+)")
WordCheck = Callable[[str, str], str | None]


@dataclass
class _Sentence:
    """The rows of one sentence; ``surface`` are those whose forms make up the text."""

    rows: list[list[str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    words: list[int] = field(default_factory=list)
    surface: list[int] = field(default_factory=list)
    covered: int = 0  # the last word that a multiword token covers


class InlineParseError(Exception):
    """A mistake in an inline parse, with its line (0 is the line of the opening quotes)."""

    def __init__(self, message: str, line: int, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.hint = hint


def read_parse(block: str, text: str, check: WordCheck) -> str:
    """Read an example's inline parse.

    Args:
        block: CoNLL-U lines of ten columns, or the first eight, parted by tabs or by spaces.
        text: of the example; the words must spell it.
        check: says what is wrong with a word's upos and deprel, ``None`` if nothing is.

    Returns:
        CoNLL-U of ten columns, with ``SpaceAfter=No`` as the text has it.

    Raises:
        InlineParseError: lines that break the format, or words that do not spell the text.
    """
    sentences: list[_Sentence] = []
    current: _Sentence | None = None
    for number, line in enumerate(block.split("\n")):
        stripped = line.strip()
        if not stripped:
            current = None
        elif not stripped.startswith("#"):
            if current is None:
                current = _Sentence()
                sentences.append(current)
            _add_row(current, stripped, number, check)
    if not sentences:
        raise InlineParseError("this parse has no words", 0)
    for sentence in sentences:
        _check_heads(sentence)
    _align(sentences, text)
    return "".join(
        "\n".join("\t".join(row) for row in sentence.rows) + "\n\n" for sentence in sentences
    )


def _add_row(sentence: _Sentence, line: str, number: int, check: WordCheck) -> None:
    row = [part.strip() or "_" for part in line.split("\t")] if "\t" in line else line.split()
    if len(row) not in (_SHORT, _COLUMNS):
        raise InlineParseError(
            f"this line has {len(row)} columns",
            number,
            "ID FORM LEMMA UPOS XPOS FEATS HEAD DEPREL, with DEPS MISC or without; '_' is empty",
        )
    row += ["_"] * (_COLUMNS - len(row))
    position = len(sentence.rows)
    expected = len(sentence.words) + 1
    covers = _RANGE.fullmatch(row[0])
    if covers:
        first, last = int(covers[1]), int(covers[2])
        if first != expected or last <= first or sentence.covered >= first:
            raise InlineParseError(
                f"'{row[0]}' does not begin at the next word, {expected}", number
            )
        sentence.covered = last
        sentence.surface.append(position)
    else:
        if row[0] != str(expected):
            raise InlineParseError(f"the word's number is '{row[0]}', not {expected}", number)
        if not row[6].isdecimal():
            raise InlineParseError(f"the head '{row[6]}' is no number", number, "0 for the root")
        wrong = check(row[3], row[7])
        if wrong:
            raise InlineParseError(wrong, number)
        sentence.words.append(position)
        if sentence.covered < expected:
            sentence.surface.append(position)
    sentence.rows.append(row)
    sentence.lines.append(number)


def _check_heads(sentence: _Sentence) -> None:
    heads = [int(sentence.rows[position][6]) for position in sentence.words]
    lines = [sentence.lines[position] for position in sentence.words]
    if sentence.covered > len(heads):
        raise InlineParseError(f"the multiword token lacks word {len(heads) + 1}", lines[-1])
    for number, (head, line) in enumerate(zip(heads, lines, strict=True), 1):
        if head > len(heads) or head == number:
            raise InlineParseError(f"word {number} cannot hang from {head}", line)
    if heads.count(0) != 1:
        raise InlineParseError(f"the sentence has {heads.count(0)} roots, not one", lines[0])
    rooted = {0}
    for number, line in enumerate(lines, 1):
        path: dict[int, None] = {}
        while number not in rooted:
            if number in path:
                raise InlineParseError(f"the heads of word {number} run in a circle", line)
            path[number] = None
            number = heads[number - 1]
        rooted.update(path)


def _align(sentences: list[_Sentence], text: str) -> None:
    """Walk the text word by word and write into each row whether a space follows."""
    offset = 0
    for sentence in sentences:
        for position in sentence.surface:
            row, line = sentence.rows[position], sentence.lines[position]
            if not text.startswith(row[1], offset):
                seen = text[offset : offset + max(len(row[1]), 10)]
                raise InlineParseError(
                    f"the parse has the word '{row[1]}' where the example has '{seen}'", line
                )
            offset += len(row[1])
            misc = [
                item
                for item in row[9].split("|")
                if item != "_" and not item.startswith("SpaceAfter=")
            ]
            if text[offset : offset + 1] == " ":
                offset += 1
            else:
                misc.append("SpaceAfter=No")
            row[9] = "|".join(misc) or "_"
    if offset < len(text):
        raise InlineParseError(f"the parse ends before '{text[offset:]}'", sentences[-1].lines[-1])
