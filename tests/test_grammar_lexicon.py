"""Lexicons: tables read from files, from grammars and from Python."""

from __future__ import annotations

import pytest

from semgraph.errors import GrammarError
from semgraph.grammar.lexicon import add_rows, read_inline, read_table
from semgraph.grammar.source import Source
from semgraph.grammar.syntax import Location


def test_columns_in_file_order() -> None:
    table = read_table(
        "light_verb", "# a comment\nverb\tnoun\n\ntake\twalk\n  # kept\tx \ngive\t\n", "l.tsv"
    )
    assert table.columns == {"verb": ("take", "# kept", "give"), "noun": ("walk", "x", "")}
    assert (table.name, table.source, len(table)) == ("light_verb", "l.tsv", 3)


def test_header_alone_is_an_empty_table() -> None:
    table = read_table("t", "a\tb", "t.tsv")
    assert table.columns == {"a": (), "b": ()}
    assert len(table) == 0


def test_crlf_and_spaces_around_cells() -> None:
    assert read_table("t", "a\tb \r\n x\ty\r\n", "t.tsv").columns == {"a": ("x",), "b": ("y",)}


def test_phrases_with_all_columns() -> None:
    table = read_table(
        "idioms",
        "phrase\tlemmas\tmatch\tgap\torder\tupos\tclass\tgloss\n"
        "железная дорога\tжелезный дорога\tlemma\t0\tfixed\tNOUN\tterm\trailway\n"
        "pull strings\t\t\t3\tfree\t\tverbal-idiom\t\n",
        "i.tsv",
    )
    assert table.columns["lemmas"] == ("железный дорога", "")


PHRASE = "phrase\tlemmas\tmatch\tgap\torder\tupos\tclass\n"
MISTAKES = [
    ("", "l.tsv:1: lexicon 'l' has no header row\n    its first row names the columns"),
    ("a\ta\n", "l.tsv:1: two columns are named 'a'"),
    (
        "# x\na b\tc\n",
        "l.tsv:2: 'a b' is no name for a column\n    columns are parted by tabs",
    ),
    (
        "a\tb\n\nx\n",
        "l.tsv:3: this row has 1 cell, the header has 2\n"
        "    columns are parted by tabs; an empty cell still needs its place",
    ),
    (
        "a\tb\nx\ty\tz\n",
        "l.tsv:2: this row has 3 cells, the header has 2\n"
        "    columns are parted by tabs; an empty cell still needs its place",
    ),
    (PHRASE + "\t\t\t\t\t\tname\n", "l.tsv:2: the phrase is empty"),
    (
        PHRASE + "bucket\t\t\t\t\t\t\n",
        "l.tsv:2: 'bucket' is one word, a phrase has two or more\n"
        "    test one word as in [lemma=lexicon.column]",
    ),
    (
        PHRASE + "a  b\t\t\t\t\t\t\n",
        "l.tsv:2: 'a  b' has two spaces between words\n    part words by one space",
    ),
    (
        PHRASE + "a b\t\t\t\t\t\t\nkick the bucket\tkick bucket\t\t\t\t\t\n",
        "l.tsv:3: 'lemmas' has 2 words, 'kick the bucket' has 3\n"
        "    one lemma for each word, parted by one space",
    ),
    (
        PHRASE + "a b\t\tlema\t\t\t\t\n",
        "l.tsv:2: 'lema' is no value of 'match'\n    did you mean 'lemma'?",
    ),
    (
        PHRASE + "a b\t\t\t10\t\t\t\n",
        "l.tsv:2: '10' is no value of 'gap'\n    did you mean '1'?",
    ),
    (
        PHRASE + "a b\t\t\tx\t\t\t\n",
        "l.tsv:2: 'x' is no value of 'gap'\n"
        "    known are '0', '1', '2', '3', '4', '5', '6', '7', '8' or '9'",
    ),
    (
        PHRASE + "a b\t\t\t\tany\t\t\n",
        "l.tsv:2: 'any' is no value of 'order'\n    known are 'fixed' or 'free'",
    ),
    (
        PHRASE + "a b\t\t\t\t\tNUON\t\n",
        "l.tsv:2: unknown part of speech 'NUON'\n    did you mean 'NOUN'?",
    ),
    (
        PHRASE + "a b\t\t\t\t\t\ta class\n",
        "l.tsv:2: 'a class' is no name for a class\n    letters, digits, '_' and '-'",
    ),
]


@pytest.mark.parametrize(("text", "expected"), MISTAKES)
def test_mistake_is_told_with_its_line(text: str, expected: str) -> None:
    with pytest.raises(GrammarError) as caught:
        read_table("l", text, "l.tsv")
    assert str(caught.value) == expected


def test_inline_rows_and_comments() -> None:
    block = "{ colour  hue %x\n  light blue\t 210\n % all\n red  0 }"
    table = read_inline("c", block, Source(block, None), Location(1, 1))
    assert table.columns == {"colour": ("light blue", "red"), "hue": ("210", "0")}


def test_rows_from_python() -> None:
    table = read_table("l", "phrase\tgap\nkick the bucket\t1\n", "l.tsv")
    more = add_rows(table, [{"phrase": "spill the beans"}, {"gap": "2", "phrase": "pull strings"}])
    assert more.columns["phrase"] == ("kick the bucket", "spill the beans", "pull strings")
    assert more.columns["gap"] == ("1", "", "2")
    assert len(table) == 1


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (
            {"phrases": "a b"},
            "<rows for l>:2: lexicon 'l' has no column 'phrases'\n    did you mean 'phrase'?",
        ),
        (
            {"phrase": "a"},
            "<rows for l>:2: 'a' is one word, a phrase has two or more\n"
            "    test one word as in [lemma=lexicon.column]",
        ),
        ({"gap": "1"}, "<rows for l>:2: the phrase is empty"),
    ],
)
def test_bad_row_from_python(row: dict[str, str], expected: str) -> None:
    table = read_table("l", "phrase\tgap\n", "l.tsv")
    with pytest.raises(GrammarError) as caught:
        add_rows(table, [{"phrase": "a b"}, row])
    assert str(caught.value) == expected
