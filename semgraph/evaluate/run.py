"""Pipelines over the same texts in turn, and their speed."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from semgraph.parse import Parse, TextParser

# Characters that a pipeline parses before it is the next one's turn: enough to fill its batches,
# short enough that the machine's moods hit all pipelines alike.
_TURN = 5_000


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a pipeline made of the texts.

    Attributes:
        parser: the pipeline.
        parse: of all texts.
        seconds: that each turn took.
    """

    parser: TextParser
    parse: Parse
    seconds: list[float]

    def speed(self, words: int) -> int:
        """Give words per second, of a number of words in all texts."""
        return round(words / sum(self.seconds))

    def ratio(self, first: Parsed) -> float:
        """Give the speed as a multiple of another pipeline's: the median over pairs of turns."""
        pairs = zip(_by_pairs(first.seconds), _by_pairs(self.seconds), strict=True)
        return round(statistics.median(theirs / own for theirs, own in pairs), 3)


def _by_pairs(seconds: Sequence[float]) -> list[float]:
    """Add up turns two by two, in one of which the pipelines ran in the other's reverse order."""
    return [sum(seconds[first : first + 2]) for first in range(0, len(seconds), 2)]


def parse_in_turn(parsers: Sequence[TextParser], texts: Sequence[str]) -> list[Parsed]:
    """Parse texts with each pipeline, turn by turn; the first turn is run once to warm up.

    Every other turn runs in reverse order: pipelines may share caches in this process, such as
    analyses of words, which the one fills that comes first. As in the standard library's
    ``timeit``, the garbage collector rests while a pipeline is timed.

    Raises:
        PipelineError: a pipeline fails.
    """
    turns = list(_turns(texts))
    for parser in parsers:
        parser.parse(turns[0])
    parses: list[list[Parse]] = [[] for _ in parsers]
    seconds: list[list[float]] = [[] for _ in parsers]
    for number, turn in enumerate(turns):
        places = range(len(parsers))
        for place in reversed(places) if number % 2 else places:
            parse, elapsed = _timed(parsers[place], turn)
            parses[place].append(parse)
            seconds[place].append(elapsed)
    return [
        Parsed(parser, Parse.concatenate(own), times)
        for parser, own, times in zip(parsers, parses, seconds, strict=True)
    ]


def _turns(texts: Sequence[str]) -> Iterator[list[str]]:
    turn: list[str] = []
    characters = 0
    for text in texts:
        turn.append(text)
        characters += len(text)
        if characters >= _TURN:
            yield turn
            turn, characters = [], 0
    if turn:
        yield turn


def _timed(parser: TextParser, texts: Sequence[str]) -> tuple[Parse, float]:
    gc.collect()
    gc.disable()
    try:
        begin = time.perf_counter()
        parse = parser.parse(texts)
        return parse, time.perf_counter() - begin
    finally:
        gc.enable()
