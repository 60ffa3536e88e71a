"""Formatting of grammar files: the layout, and that nothing else changes."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from semgraph.errors import GrammarError, InternalError
from semgraph.grammar import format as formatting
from semgraph.grammar import parse_grammar, shipped_root
from semgraph.grammar.format import comments, format_source, tokens
from semgraph.grammar.layout import WIDTH
from semgraph.grammar.parser import parse_tokens
from semgraph.grammar.rules import GrammarTree
from semgraph.grammar.source import Source

HERE = Path(__file__).parent
SHIPPED = sorted(shipped_root().rglob("*.sg"))


def _cases() -> list[tuple[str, str, str]]:
    sections = HERE.joinpath("grammar_formats.txt").read_text("utf-8").split("=== ")[1:]
    cases = []
    for section in sections:
        name, _, rest = section.partition("\n")
        before, _, after = rest.rpartition("---\n")
        after = after.rstrip("\n")
        cases.append((name, before.replace("CR\n", "\r\n"), f"{after}\n" if after else ""))
    return cases


CASES = _cases()


def _sources() -> Iterator[str]:
    """Give every string of the tests that is a grammar file, and the other tables' sources."""
    for path in sorted(HERE.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value
    for section in HERE.joinpath("grammar_mistakes.txt").read_text("utf-8").split("=== ")[1:]:
        yield section.rpartition("\n---\n")[0].partition("\n")[2]


def _parses(text: str) -> bool:
    try:
        return bool(tokens(parse_tokens(Source(text.replace("\r\n", "\n"), None))))
    except GrammarError:
        return False


SOURCES = sorted({text for text in _sources() if "grammar " in text and _parses(text)})


def meaning(text: str) -> GrammarTree | str:
    """Give the syntax tree without places, or the mistake that keeps it from being one."""
    try:
        tree = parse_grammar(text)
    except GrammarError as error:
        return re.sub(r"on line \d+", "on line …", error.message)
    stages = tuple(
        replace(stage, rules=tuple(replace(rule, at="") for rule in stage.rules))
        for stage in tree.stages
    )
    return replace(tree, stages=stages)


def all_comments(text: str) -> list[str]:
    return comments(text, parse_tokens(Source(text, None)))


def assert_only_the_layout_changes(text: str) -> None:
    formatted = format_source(text)
    assert format_source(formatted) == formatted
    plain = text.replace("\r\n", "\n")
    assert meaning(formatted) == meaning(plain)
    assert all_comments(formatted) == all_comments(plain)


@pytest.mark.parametrize(("name", "before", "after"), CASES, ids=[case[0] for case in CASES])
def test_layout(name: str, before: str, after: str) -> None:
    assert format_source(before) == after
    assert_only_the_layout_changes(before)


def test_there_are_cases_enough() -> None:
    assert len({name for name, _, _ in CASES}) == len(CASES) >= 25
    assert len(SOURCES) > 100


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_grammars_are_formatted(path: Path) -> None:
    text = path.read_text("utf-8")
    assert format_source(text, str(path)) == text
    assert_only_the_layout_changes(text)


@pytest.mark.parametrize("text", SOURCES, ids=range(len(SOURCES)))
def test_sources_of_the_tests_keep_their_meaning(text: str) -> None:
    assert_only_the_layout_changes(text)


# Any layout.

SPACES = st.sampled_from(["", " ", "  ", "\t", "\n", "\n\n\n", "\r\n", " \n  ", "\u00a0"])
NOTES = st.sampled_from(["% a", "%", "%% {b} ; ", "% \u2028 c \r", '% "d""e"""'])
GAPS = st.tuples(SPACES, st.none() | NOTES.map("{}\n".format), SPACES).map(
    lambda parts: "".join(part or "" for part in parts)
)
SMALL = [path for path in SHIPPED if path.stat().st_size < 9000]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_layout_keeps_its_meaning(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from([case[1] for case in CASES] + SOURCES))
    assert_only_the_layout_changes(scattered(text.replace("\r\n", "\n"), data))


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_any_layout_of_a_shipped_grammar_keeps_its_meaning(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(SMALL)).read_text("utf-8")
    assert_only_the_layout_changes(scattered(text, data))


def scattered(text: str, data: st.DataObject) -> str:
    """Put other white space and comments at some places between the tokens."""
    found = tokens(parse_tokens(Source(text, None)))
    chosen = data.draw(st.dictionaries(st.integers(0, len(found)), GAPS, max_size=12))
    pieces, end = [], 0
    for number, token in enumerate(found):
        assert token.start_pos is not None
        assert token.end_pos is not None
        space = text[end : token.start_pos]
        if number in chosen:
            # What stood there stays if words would run together or a comment would be lost.
            space = chosen[number] + space if "%" in space else chosen[number] or space
        pieces += [space, str(token)]
        end = token.end_pos
    return "".join([*pieces, text[end:], chosen.get(len(found), "")])


CELLS = st.sampled_from(["a", "take", "a walk", "日本", "e\u0301", "_", "#x", "a\u00a0b", '"'])
COMMENTS = st.sampled_from(["", "", "%", " % c ", "% } {", "%\t%"])
TABS = st.sampled_from(["  ", "\t", " \t ", "    ", "\u00a0 "])


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.tuples(CELLS, CELLS) | st.just(()), TABS, SPACES, COMMENTS)))
def test_any_table_keeps_its_rows(rows: list[tuple[tuple[str, ...], str, str, str]]) -> None:
    header = (("word", "gloss"), "  ", "", "% head")
    lines = [
        f"{space}{gap.join(cells)}{space}{note}\n" for cells, gap, space, note in [header, *rows]
    ]
    assert_only_the_layout_changes(f"grammar a lexicon x {{{''.join(lines)}}} % d")


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS, st.booleans(), st.sampled_from(["", "  ", "\t"]))))
def test_any_parse_keeps_its_values(words: list[tuple[str, str, bool, str]]) -> None:
    rows, forms = [], []
    for number, (form, lemma, tabs, space) in enumerate(words, 1):
        if not tabs:
            form, lemma = form.split()[0], lemma.split()[0]
        forms.append(form)
        row = [str(number), form, lemma, "X", "_", "_", str(number - 1), "dep"]
        line = ("\t" if tabs else " ").join(row)
        rows.append(f"{space}{line}{space}\n")
    text = " ".join(forms).replace('"', '\\"')
    assert_only_the_layout_changes(
        f'grammar a stage s {{ rule r {{ pattern {{ X [] }} mwe example "{text}" parse'
        f' """{"".join(rows)}""" }} }}'
    )


# Mistakes.


def test_a_mistake_in_the_syntax_is_told() -> None:
    with pytest.raises(GrammarError) as caught:
        format_source("grammar a\r\nstage s {\r\n  rul r { }\r\n}", "a.sg")
    assert str(caught.value).startswith("a.sg:3:3: unexpected 'rul'\n      rul r { }\n      ^\n")


def test_words_that_mean_nothing_are_formatted_all_the_same() -> None:
    assert format_source("grammar a stage s{phase nonsense}").endswith("  phase nonsense\n}\n")


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        ("grammar a\nlanguage ru  % c\n", "changes the meaning of a.sg"),
        ("grammar a\nlanguage en\n", "loses or moves a comment of a.sg"),
        ("grammar a\nlanguage en  % c d\n", "loses or moves a comment of a.sg"),
        ("grammar a {\n", "breaks the syntax of a.sg"),
    ],
)
def test_a_layout_that_changes_more_is_refused(
    broken: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(self: Any, tree: Any) -> str:
        return broken

    monkeypatch.setattr(formatting.Layout, "write", write)
    with pytest.raises(InternalError, match=re.escape(message)):
        format_source("grammar a\nlanguage en % c\n", "a.sg")


def test_lines_are_as_wide_as_they_may_be() -> None:
    """A block that just fits stands on one line; one column more and it does not."""
    clause = f"X [form={'a' * (WIDTH - len('    pattern { X [form=] }'))}]"
    fits = format_source(f"grammar a stage s {{ rule r {{ pattern {{ {clause} }} }} }}")
    assert f"    pattern {{ {clause} }}\n" in fits
    wider = format_source(f"grammar a stage s {{ rule r {{ pattern {{ {clause[:-1]}a] }} }} }}")
    assert f"    pattern {{\n      {clause[:-1]}a];\n    }}\n" in wider
