"""Every mistake gives the error that stands beside it in ``grammar_mistakes.txt``."""

from __future__ import annotations

from pathlib import Path

import pytest

from semgraph.errors import GrammarError, RequestError
from semgraph.grammar import Grammar, parse_request

_FILE = Path(__file__).with_name("grammar_mistakes.txt")


def _cases() -> list[tuple[str, str, str]]:
    sections = _FILE.read_text("utf-8").split("=== ")[1:]
    cases = []
    for section in sections:
        head, _, expected = section.rpartition("\n---\n")
        name, _, source = head.partition("\n")
        cases.append((name, source, expected.rstrip("\n")))
    return cases


CASES = _cases()


@pytest.mark.parametrize(
    ("name", "source", "expected"), CASES, ids=[name.replace(" ", "-") for name, _, _ in CASES]
)
def test_mistake_is_told(name: str, source: str, expected: str) -> None:
    read = parse_request if name.startswith("request") else Grammar.from_source
    with pytest.raises(GrammarError) as caught:
        read(source)
    assert str(caught.value) == expected
    assert isinstance(caught.value, RequestError) == name.startswith("request")


def test_names_of_the_cases_are_unique() -> None:
    assert len({name for name, _, _ in CASES}) == len(CASES) > 100


def test_fields_are_kept() -> None:
    with pytest.raises(GrammarError) as caught:
        Grammar.from_source("grammar a\nstage s {\n  rule r { colapse A, B }\n}", "rules/a.sg")
    error = caught.value
    assert (error.file, error.line, error.column) == ("rules/a.sg", 3, 12)
    assert error.rule == "a/r"
    assert error.message == "unexpected 'colapse'"
    assert error.hint == "did you mean 'collapse'?"
    assert error.source_line == "  rule r { colapse A, B }"


def test_empty_file_is_told() -> None:
    with pytest.raises(GrammarError, match="does not name its grammar"):
        Grammar.from_source("")


def test_crlf_does_not_shift_the_caret() -> None:
    with pytest.raises(GrammarError) as caught:
        Grammar.from_source("grammar a\r\nstage s {\r\n  nonsense\r\n}\r\n")
    assert (caught.value.line, caught.value.column) == (3, 3)
    assert caught.value.source_line == "  nonsense"
