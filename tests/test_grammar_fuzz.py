"""Whatever the text, there is a grammar or a `GrammarError` that points into the text."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from semgraph.errors import GrammarError
from semgraph.grammar import Grammar, parse_request
from tests.test_grammar_parser import GRAMMAR

SOURCE = GRAMMAR.replace('lexicon light_verb from "lexicons/light_verb.tsv"', "").replace(
    "use ud.core", ""
)
PIECES = st.sampled_from(
    [
        *'{}[]()"%*!^|,;:=<>.$?-+/\\ \n\t\0é“',
        *("->", "->>", "-[", "]->", "<<", "<>", "><", '"""', 're"', "/x/i", "\\u12", "\ud800"),
        *("rule", "stage", "pattern", "without", "global {", "split V", "phrase", "collapse"),
        *("V", "V.lemma", "example", "parse", "lexicon", "from", "length(V,P)", "7", "[1: "),
    ]
)
EDITS = st.lists(st.tuples(st.integers(0, len(SOURCE)), st.integers(0, 12), PIECES), max_size=3)


@settings(max_examples=300, deadline=None)
@given(EDITS)
def test_edited_grammar(edits: list[tuple[int, int, str]]) -> None:
    text = SOURCE
    for place, length, piece in edits:
        text = text[:place] + piece + text[place + length :]
    try:
        Grammar.from_source(text)
    except GrammarError as error:
        assert_points_into(error, text)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=12).map(" ".join) | st.text(max_size=20))
def test_any_request(text: str) -> None:
    for source in (text, f"pattern {{ {text} }}"):
        try:
            parse_request(source)
        except GrammarError as error:
            assert_points_into(error, source)


def assert_points_into(error: GrammarError, text: str) -> None:
    assert error.line is not None
    assert error.column is not None
    line = text.split("\n")[error.line - 1]
    assert 1 <= error.column <= len(line) + 1
    assert str(error)


def test_unedited_grammar_loads() -> None:
    assert len(Grammar.from_source(SOURCE).rules) == 2
