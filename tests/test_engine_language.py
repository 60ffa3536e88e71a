"""What the language has beyond Grew, each with matches or tokens worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

import semgraph
from semgraph.assemble import assemble
from semgraph.engine import compile_grammar, derive, find
from semgraph.errors import GrammarError, TableError
from semgraph.grammar import Grammar, parse_request
from semgraph.graph import TokenGraph
from semgraph.parse.columns import Parse
from semgraph.tokenizer import Tokenizer
from tests.build import make_parse, sentence
from tests.request_strategies import Table

CATS = sentence(
    "Big big ADJ 3 amod",
    "black black ADJ 3 amod",
    "cats cat NOUN 4 nsubj Number=Plur",
    "chased chase VERB 0 root",
    "a a DET 7 det",
    "small small ADJ 7 amod",
    "dog dog NOUN 4 obj Number=Sing",
    "home home ADV 4 advmod",
)
SLEEP = sentence("Dogs dog NOUN 2 nsubj Number=Plur", "sleep sleep VERB 0 root")
PARSE = make_parse([[CATS], [SLEEP]])


def matches(request: str, parse: Parse = PARSE) -> list[tuple[object, ...]]:
    return list(find(parse_request(request), parse).tuples())


@pytest.mark.parametrize(
    ("request_text", "expected"),
    [
        # repeated: all that fit, in one match
        ("N [upos=NOUN]; N -[amod]-> M*", [(0, 2, (0, 1)), (0, 6, (5,)), (1, 0, ())]),
        ("N [upos=NOUN]; N -[amod]-> M+", [(0, 2, (0, 1)), (0, 6, (5,))]),
        ("N [upos=NOUN]; N -[amod]-> M+; M [lemma=big]", [(0, 2, (0,))]),
        ("N [upos=NOUN]; M* << N; M [upos=ADJ]", [(0, 2, (0, 1)), (0, 6, (0, 1, 5)), (1, 0, ())]),
        # optional: one match for each that fits, one without where none does
        ("N [upos=NOUN]; N -[amod]-> M?", [(0, 2, 0), (0, 2, 1), (0, 6, 5), (1, 0, None)]),
        ("N [upos=NOUN]; N -[det]-> D?", [(0, 2, None), (0, 6, 4), (1, 0, None)]),
        # one hangs on another
        ("V [upos=VERB]; V -[obj]-> O?; O -[det]-> D*", [(0, 3, 6, (4,)), (1, 1, None, ())]),
        # they are different nodes
        ("V [upos=VERB]; V -> A+; V -> B*", [(0, 3, (2, 6, 7), ()), (1, 1, (0,), ())]),
        ("V [upos=VERB]; V -[obj]-> O; V -> M*", [(0, 3, 6, (2, 7))]),
        # gaps
        ("X <{1,2} Y; X [upos=ADJ]; Y [upos=NOUN]", [(0, 0, 2)]),
        ("X <{,1} Y; X [upos=ADJ]; Y [upos=NOUN]", [(0, 0, 2), (0, 1, 2), (0, 5, 6)]),
        ("X <{3} Y; X [upos=NOUN]; Y [upos=NOUN]", [(0, 2, 6)]),
        ("X [upos=ADJ]; Y >{4,} X; Y [upos=NOUN]", [(0, 0, 6), (0, 1, 6)]),
    ],
)
def test_patterns(request_text: str, expected: list[tuple[object, ...]]) -> None:
    assert matches(f"pattern {{ {request_text} }}") == expected


@pytest.mark.parametrize(
    ("request_text", "expected"),
    [
        # what every alternative binds is bound, each binding once
        (
            "pattern { N [upos=NOUN] } pattern { V -[nsubj]-> N } or { V -[obj]-> N }",
            [(0, 2, 3), (0, 6, 3), (1, 0, 1)],
        ),
        ("pattern { N -[det]-> X } or { N -[amod]-> Y }", [(0, 2), (0, 6)]),
        ("pattern { N [upos=NOUN] } with { N -[det]-> X } or { N [Number=Plur] }", 3),
        ("pattern { N [upos=NOUN] } without { N -[det]-> X } or { N -[amod]-> X }", [(1, 0)]),
        # filters choose among the nodes that fit
        (
            "pattern { N [upos=NOUN]; N -[amod]-> M* } without { M [lemma=big] }",
            [(0, 2, (1,)), (0, 6, (5,)), (1, 0, ())],
        ),
        ("pattern { N [upos=NOUN]; N -[amod]-> M+ } with { M < X; X [upos=ADJ] }", [(0, 2, (0,))]),
    ],
)
def test_blocks(request_text: str, expected: list[tuple[object, ...]] | int) -> None:
    found = matches(request_text)
    assert (len(found) if isinstance(expected, int) else found) == expected


def test_matches_say_what_is_missing_and_what_is_many() -> None:
    request = "pattern { N [upos=NOUN]; N -[amod]-> M*; N -[det]-> D? }"
    first, *_, last = find(parse_request(request), PARSE)
    assert (first["M"], first["D"]) == ((0, 1), None)
    assert (first.words("M"), first.words("D"), first.words("N")) == ((0, 1), (), (2,))
    assert last.nodes == {"N": 0, "M": (), "D": None}
    columns = find(parse_request(request), PARSE)
    assert columns["M"].tolist() == [0, 5, -1]
    assert columns["D"].tolist() == [-1, 4, -1]


# Rules


def graph(rules: str, words: Parse = PARSE, head: str = "") -> TokenGraph:
    grammar = Grammar.from_source(f"grammar test {head} stage s {{ {rules} }}")
    program = compile_grammar(grammar.files, grammar.stages, Table())
    return next(assemble(words, derive(program, words), {}))


def test_all_that_fit_are_collapsed_together() -> None:
    made = graph(
        "rule np -> hyperlexeme { pattern { N [upos=NOUN]; N -[amod]-> M+; N -[det]-> D? }"
        ' collapse N, M, D  lemma "{D.lemma} {M.lemma} {N.lemma}" }'
    )
    assert [t.form for t in made.top] == ["Big black cats", "chased", "a small dog", "home"]
    assert [t.lemma for t in made.top][::2] == ["big black cat", "a small dog"]
    step = made.derivation[0]
    assert step.match == {"N": "t2", "M": ["t0", "t1"]}


def test_a_merge_of_one_token_is_none() -> None:
    made = graph("rule np { pattern { N [upos=NOUN]; N -[det]-> M* } collapse N, M }")
    assert [t.form for t in made.top if t.kind == "link"] == ["a … dog"]


def test_repeated_nodes_are_absorbed_marked_and_set() -> None:
    made = graph(
        "rule np { pattern { N [upos=NOUN]; N -[amod]-> M* } absorb M into N"
        ' direction M -> N "modifies" set M.Kind = quality }'
    )
    assert [t.form for t in made.top if t.satellites] == ["Big black cats", "small dog"]
    assert [(m.source, m.target) for m in made.markers] == [
        ("t0", "t2"),
        ("t1", "t2"),
        ("t5", "t6"),
    ]
    sets = [s for step in made.derivation for s in step.sets]
    assert [s["token"] for s in sets] == ["t0", "t1", "t5"]


def test_a_link_counts_what_is_there() -> None:
    """Three meanings are a link; with both adjectives and the determiner there would be more."""
    made = graph("rule np -> link { pattern { N [upos=NOUN]; N -> M+ } collapse N, M }")
    assert [t.form for t in made.top if t.kind == "link"] == ["Big black cats", "a small dog"]
    made = graph("rule vp -> link { pattern { V [upos=VERB]; V -> M+ } collapse V, M }")
    assert [t for t in made.top if t.kind == "link"] == []


# Lexicons

IDIOMS = """lexicon idioms {
  phrase            passive  gap
  pull the strings  yes      0
}"""
PASSIVES = [
    (
        [
            "the the DET 2 det",
            "strings string NOUN 4 nsubj:pass",
            "were be AUX 4 aux:pass",
            "pulled pull VERB 0 root",
        ],
        "the strings … pulled",
    ),
    (
        [
            "the the DET 2 det",
            "strings string NOUN 0 root",
            "pulled pull VERB 2 acl VerbForm=Part",
        ],
        "the strings pulled",
    ),
    (
        ["pulled pull VERB 0 root", "the the DET 3 det", "strings string NOUN 1 obj"],
        "pulled the strings",
    ),
    (
        [
            "the the DET 2 det",
            "strings string NOUN 3 nsubj",
            "pulled pull VERB 0 root",
        ],
        None,
    ),
]


@pytest.mark.parametrize(("words", "form"), PASSIVES)
def test_a_passive_is_found_where_the_row_allows_it(words: list[str], form: str | None) -> None:
    parse = make_parse([[sentence(*words)]])
    made = graph("rule r { pattern { phrase P from idioms } collapse P }", parse, IDIOMS)
    found = [t.form for t in made.top if t.step]
    assert found == ([form] if form else [])


def test_lexicons_of_used_grammars_have_a_namespace(tmp_path: Path) -> None:
    (tmp_path / "base.sg").write_text(
        "grammar base\nlexicon sizes {\n  word  size\n  big  large\n  small  little\n}\n"
    )
    text = (
        "grammar mine\nuse base{}\nstage s {{ rule r {{ pattern {{ N -[amod]-> A;"
        " A.lemma = {}.sizes.word }} collapse N, A }} }}"
    )
    for alias, name in ((" as b", "b"), ("", "base")):
        grammar = Grammar.from_source(text.format(alias, name), tmp_path / "mine.sg")
        program = compile_grammar(grammar.files, grammar.stages)
        made = next(assemble(PARSE, derive(program, PARSE), {}))
        assert [t.form for t in made.top if t.kind == "link"] == ["Big … cats", "small dog"]
    with pytest.raises(GrammarError, match=r"unknown lexicon 'base.sizes'"):
        Grammar.from_source(text.format(" as b", "base"), tmp_path / "mine.sg")


# Measures

PULL = "rule r { pattern { A -> B; cos(A,B) >= 0.5 } collapse A, B }"


def test_a_measure_is_a_constraint() -> None:
    parse = make_parse([[sentence("a a NOUN 0 root", "b b NOUN 1 obj", "c c NOUN 1 obj")]])
    assert [t.form for t in graph(PULL, parse).top] == ["a b", "c"]
    assert len(graph(PULL.replace("0.5", "0.6"), parse).top) == 3


def test_a_measure_without_a_table_is_told_when_the_grammar_is_loaded() -> None:
    grammar = Grammar.from_source(f"grammar test\nstage s {{\n  {PULL}\n}}", "test.sg")
    with pytest.raises(TableError) as caught:
        Tokenizer(None, grammar)
    assert (caught.value.file, caught.value.line, caught.value.column) == ("test.sg", 3, 30)
    assert str(caught.value).splitlines()[0] == (
        "test.sg:3:30: no table of 'cos' is loaded [rule test/r]"
    )
    assert Tokenizer(None, grammar, Table()).grammar is grammar

    class Other(Table):
        names = ("freq",)

    with pytest.raises(TableError, match="there are tables of 'freq'"):
        Tokenizer(None, grammar, Other())


@pytest.mark.model
def test_load_passes_tables_on() -> None:
    grammar = Grammar.from_source(f"grammar test stage s {{ {PULL} }}")
    with pytest.raises(TableError):
        semgraph.load("en", [grammar])
    tokenize = semgraph.load("en", [grammar], measures=Table())
    assert tokenize("A b.").text == "A b."


def test_a_filter_binds_no_member_of_a_repeated_node() -> None:
    """Object and adverb are taken, so that no dependent behind the subject is left."""
    request = "pattern { V [upos=VERB]; V -[obj|advmod]-> O*; V -[nsubj]-> M? }"
    assert matches(request) == [(0, 3, (6, 7), 2), (1, 1, (), 0)]
    request += " with { M << N; V -> N }"
    assert matches(request) == [(0, 3, (6, 7), None), (1, 1, (), None)]
