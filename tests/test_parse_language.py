"""The nearer of the embedded pipelines is chosen by script and stop words."""

from __future__ import annotations

import pytest

from semgraph.parse import detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("", "en"),
        ("12:30 — 100 % 👍 漢字", "en"),
        ("He left.", "en"),
        ("Он ушёл.", "ru"),
        ("Он читает The Times.", "ru"),
        ("The paper Правда was printed daily.", "en"),
        ("Она живёт в Winnipeg", "ru"),
        ("the музей", "en"),
        ("в Microsoft", "en"),
        ("Привіт, як справи?", "ru"),
        ("Ça va très bien", "en"),
        ("ﬁne", "en"),
    ],
)
def test_language(text, language):
    assert detect_language(text) == language


def test_only_the_beginning_of_a_long_text_counts():
    assert detect_language("a" * 30_000 + "я" * 100_000) == "en"
