"""Pipelines take turns over the same texts, and their speeds are compared turn by turn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import pytest

from semgraph.evaluate import run
from semgraph.evaluate.run import Parsed, parse_in_turn
from semgraph.parse import Parse, TextParser
from tests.build import Row, make_parse


class Recorder:
    """Stands for a pipeline: a text is one word, and who parsed what is written down."""

    def __init__(self, name: str, calls: list[tuple[str, str]]) -> None:
        self.name, self.calls = name, calls

    def parse(self, texts: Sequence[str]) -> Parse:
        self.calls.append((self.name, "".join(texts)))
        return make_parse([[[Row(text, self.name, space="")]] for text in texts])


def test_turns_reverse_after_a_warm_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "_TURN", 3)
    calls: list[tuple[str, str]] = []
    parsers = cast("list[TextParser]", [Recorder(name, calls) for name in "ABC"])
    parsed = parse_in_turn(parsers, ["aa", "b", "ccc", "d"])
    assert calls == [
        ("A", "aab"), ("B", "aab"), ("C", "aab"),
        ("A", "aab"), ("B", "aab"), ("C", "aab"),
        ("C", "ccc"), ("B", "ccc"), ("A", "ccc"),
        ("A", "d"), ("B", "d"), ("C", "d"),
    ]  # fmt: skip
    for name, one in zip("ABC", parsed, strict=True):
        assert one.parse.texts == ("aa", "b", "ccc", "d")
        assert set(one.parse.strings.decode(one.parse.lemma)) == {name}
        assert len(one.seconds) == 3


def test_speed_is_of_all_turns_and_ratio_the_median_of_pairs() -> None:
    def timed(*seconds: float) -> Parsed:
        return Parsed(cast("Any", None), make_parse([]), list(seconds))

    first, other = timed(1, 1, 1, 1, 1), timed(2, 2, 3, 1, 0.5)
    assert first.speed(10) == 2
    assert other.speed(17) == 2
    assert other.ratio(first) == 0.5  # of 1/2, 1/2 and 2
    assert first.ratio(other) == 2
    assert first.ratio(first) == 1
