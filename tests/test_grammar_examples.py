"""Brackets in examples, and parses under them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from semgraph.grammar import parse_grammar
from semgraph.grammar.examples import Tokens, read_brackets
from semgraph.grammar.rules import Example


def words(text: str, tokens: Tokens) -> list[list[str]]:
    return [[text[start:end] for start, end in spans] for spans in tokens]


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ("[a] b", "a b", [["a"]]),
        ("[a] b [c]", "a b c", [["a", "c"]]),
        ("[1: a] [2: b] [1: c]", "a b c", [["a", "c"], ["b"]]),
        ("[2: a] [1: b]", "a b", [["a"], ["b"]]),
        ("[01: a] [1: b]", "a b", [["a", "b"]]),
        ("[a] [1: b]", "a b", [["a"], ["b"]]),
        ("[12:30 train]", "12:30 train", [["12:30 train"]]),
        ("[1:  a ] b", " a  b", [["a"]]),
        ("[ turned ] it", " turned  it", [["turned"]]),
        (r"\[a\] [b]", "[a] b", [["b"]]),
        (r"[\[a\]]", "[a]", [["[a]"]]),
        (r"\\[a]\\", "\\a\\", [["a"]]),
        (r"[a\nb]", "a\nb", [["a\nb"]]),
        (r"[\u0061] \"b\"", 'a "b"', [["a"]]),
        ("железная [дорога]", "железная дорога", [["дорога"]]),
        ("no token", "no token", []),
    ],
)
def test_brackets(source: str, text: str, expected: list[list[str]]) -> None:
    found, tokens = read_brackets(f'"{source}"')
    assert found == text
    assert words(found, tokens) == expected


# A piece of text and the token that it belongs to: None is no token, 0 the one without an index.
PIECES = st.lists(
    st.tuples(
        st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(
            lambda piece: piece == piece.strip()
        ),
        st.sampled_from([None, 0, 1, 2, 37]),
    )
)


def _escaped(piece: str) -> str:
    for sign in '\\"[]':
        piece = piece.replace(sign, "\\" + sign)
    return piece.replace("\n", "\\n")


@given(PIECES)
def test_brackets_round_trip(pieces: list[tuple[str, int | None]]) -> None:
    source, text = "", ""
    expected: dict[int, list[tuple[int, int]]] = {}
    for piece, token in pieces:
        if token is None:
            source += _escaped(piece) + " "
        else:
            index = f"{token}: " if token else ""
            # A piece that begins as an index does needs one of its own.
            if not token and piece[0].isdigit():
                piece = "x" + piece
            source += f"[{index}{_escaped(piece)}] "
            expected.setdefault(token, []).append((len(text), len(text) + len(piece)))
        text += piece + " "
    found, tokens = read_brackets(f'"{source}"')
    assert found == text
    assert tokens == tuple(map(tuple, expected.values()))
    for spans in tokens:
        assert all(end <= start for (_, end), (start, _) in pairwise(spans))


def example(sentence: str, block: str) -> Example:
    source = f'grammar g stage s {{ rule r {{ example "{sentence}" parse """{block}""" }} }}'
    return parse_grammar(source).stages[0].rules[0].examples[0]


def test_short_parse_becomes_ten_columns() -> None:
    found = example(
        "[Look], don't!",
        """
        # a comment
        1  Look   look  VERB   VB  Mood=Imp  0  root
        2  ,      ,     PUNCT  _   _         4  punct
        3  do     do    AUX    _   _         4  aux
        4  n't    not   PART   _   _         1  parataxis
        5  !      !     PUNCT  _   _         1  punct
        """,
    )
    assert found.conllu == (
        "1\tLook\tlook\tVERB\tVB\tMood=Imp\t0\troot\t_\tSpaceAfter=No\n"
        "2\t,\t,\tPUNCT\t_\t_\t4\tpunct\t_\t_\n"
        "3\tdo\tdo\tAUX\t_\t_\t4\taux\t_\tSpaceAfter=No\n"
        "4\tn't\tnot\tPART\t_\t_\t1\tparataxis\t_\tSpaceAfter=No\n"
        "5\t!\t!\tPUNCT\t_\t_\t1\tpunct\t_\tSpaceAfter=No\n\n"
    )


def test_tabs_allow_spaces_in_cells() -> None:
    found = example(
        "[10 000] km", "1\t10 000\t10 000\tNUM\t_\t_\t2\tnummod\n2\tkm\tkm\tNOUN\t_\t_\t0\troot"
    )
    assert found.conllu is not None
    assert found.conllu.splitlines()[0].split("\t")[1] == "10 000"


def test_misc_is_kept() -> None:
    found = example(
        "[a]b", "1 a a X _ _ 0 root _ Gloss=x|SpaceAfter=No\n2 b b X _ _ 1 dep _ SpaceAfter=No|Y=z"
    )
    assert found.conllu is not None
    misc = [line.split("\t")[9] for line in found.conllu.splitlines() if line]
    assert misc == ["Gloss=x|SpaceAfter=No", "Y=z|SpaceAfter=No"]


def test_multiword_token() -> None:
    found = example(
        "[au] café",
        """
        1-2 au _ _ _ _ _ _
        1 à à ADP _ _ 3 case
        2 le le DET _ _ 3 det
        3 café café NOUN _ _ 0 root
        """,
    )
    assert found.conllu is not None
    assert [line.split("\t")[9] for line in found.conllu.splitlines() if line] == [
        "_",
        "_",
        "_",
        "SpaceAfter=No",
    ]


def test_several_sentences() -> None:
    found = example("[a] b", "1 a a X _ _ 0 root\n\n1 b b X _ _ 0 root")
    assert (
        found.conllu
        == "1\ta\ta\tX\t_\t_\t0\troot\t_\t_\n\n1\tb\tb\tX\t_\t_\t0\troot\t_\tSpaceAfter=No\n\n"
    )


def test_long_parse_reads_in_linear_time() -> None:
    count = 20_000
    sentence = " ".join(["w"] * count)
    rows = "\n".join(
        f"{i} w w X _ _ {i - 1} {'dep' if i > 1 else 'root'}" for i in range(1, count + 1)
    )
    assert example(f"[{sentence}]", rows).conllu is not None
