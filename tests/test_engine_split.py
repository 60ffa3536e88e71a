"""Splitting words: where they are cut, what the pieces are, which rule wins, what stays whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import orjson
import pytest

from semgraph.assemble import assemble
from semgraph.engine import compile_grammar, derive
from semgraph.grammar import Grammar
from semgraph.graph import Leaf, TokenGraph
from semgraph.parse.conllu import parse_conllu
from tests.build import Row, make_parse, sentence

GOLDEN = Path(__file__).parent / "golden" / "water_heat.json"

LEXICON = """lexicon compounds {
  word        lemma      pieces
  водажар     водажар    вода жар
  ёлкатопор   -          елка топор
  red-blood   -          red - blood
  misfit      -          miss fit
  whole       -          whole
  twice       -          tw ice
  twice       -          twi ce
}"""


def graphs(source: str, *sentences: Sequence[Row]) -> list[TokenGraph]:
    """Run a grammar over documents of one sentence each."""
    grammar = Grammar.from_source(f"grammar test {LEXICON} {source}")
    parse = make_parse([[words] for words in sentences])
    program = compile_grammar(grammar.files, grammar.stages)
    return list(assemble(parse, derive(program, parse), {}))


def pieces_of(word: Row, action: str, pattern: str = "W []") -> list[Leaf]:
    """Give the leaves of a text of one word."""
    rule = f"stage s {{ phase pieces rule r {{ pattern {{ {pattern} }} split W at {action} }} }}"
    (graph,) = graphs(rule, [word])
    return list(graph.leaves)


IN_ROW = "W.form = compounds.word"

# Word, place of the cut, pieces.
CUTS = [
    ("водажар", "4", "вода жар"),
    ("водажар", "-3", "вода жар"),
    ("водажар", "2, 5", "во даж ар"),
    ("водажар", "5, 2", "во даж ар"),
    ("водажар", "4, -3", "вода жар"),
    ("водажар", "1, -1", "в одажа р"),
    ("𝔞🜂b", "2", "𝔞🜂 b"),
    ("e\u0301a", "1", "e \u0301a"),
    # Outside, or at the edge.
    ("водажар", "7", "водажар"),
    ("водажар", "-7", "водажар"),
    ("водажар", "4, 8", "водажар"),
    ("a", "1", "a"),
    # The places of a string.
    ("blood-red", '"-"', "blood - red"),
    ("well-to-do", '"-"', "well - to - do"),
    ("a--b", '"-"', "a - - b"),
    ("-a-", '"-"', "- a -"),
    ("-", '"-"', "-"),
    ("--", '"-"', "- -"),
    ("aaa", '"aa"', "aa a"),
    ("abc", '"x"', "abc"),
    ("Blood-red", '"blood"', "Blood-red"),
    # The groups of an expression.
    ("подводный", 're"(под)(.+)"', "под водный"),
    ("Подводный", "/(под)(.+)/i", "Под водный"),
    ("Подводный", 're"(под)(.+)"', "Подводный"),
    ("water", 're"(w)(a)?(x)?(ter)"', "w a ter"),
    ("wter", 're"(w)(a)?(x)?(ter)"', "w ter"),
    ("H2O", 're"(H)(\\d)(O)"', "H 2 O"),
    ("abc", 're"(a)b(c)"', "abc"),
    ("abc", 're"((a)b)(c)"', "abc"),
    ("abc", 're"(a)(b)c"', "abc"),
    ("abc", 're"a(b)(c)"', "abc"),
    ("abc", 're"(abc)(d?)"', "abc"),
    ("abcd", 're"(b)(c)"', "abcd"),
]


@pytest.mark.parametrize(("word", "at", "pieces"), CUTS)
def test_where_a_word_is_cut(word: str, at: str, pieces: str) -> None:
    assert [leaf.form for leaf in pieces_of(Row(word), at)] == pieces.split(" ")


# Word, pieces.
ROWS = [
    ("водажар", "вода жар"),
    ("ёлкатопор", "ёлка топор"),
    ("red-blood", "red - blood"),
    ("misfit", "misfit"),
    ("whole", "whole"),
    ("twice", "tw ice"),
    ("other", "other"),
]


@pytest.mark.parametrize(("word", "pieces"), ROWS)
def test_a_row_of_a_lexicon_says_the_pieces(word: str, pieces: str) -> None:
    leaves = pieces_of(Row(word), "compounds.pieces", IN_ROW)
    assert [leaf.form for leaf in leaves] == pieces.split(" ")


def test_the_row_is_that_of_all_tests() -> None:
    pattern = "W.form = compounds.word; W.lemma = compounds.lemma"
    word = Row("водажар", "водажар")
    assert len(pieces_of(word, "compounds.pieces", pattern)) == 2
    assert len(pieces_of(replace(word, lemma="жар"), "compounds.pieces", pattern)) == 1


def test_another_word_may_name_the_row() -> None:
    rule = "stage s { phase pieces rule r { pattern { V -> W; V.form = compounds.word }"
    words = sentence("красножар x NOUN 2 obj", "водажар x VERB 0 root")
    (graph,) = graphs(f"{rule} split W at compounds.pieces }} }}", words)
    assert [leaf.form for leaf in graph.leaves] == ["красножар", "водажар"]
    (graph,) = graphs(f"{rule} split V at compounds.pieces }} }}", words)
    assert [leaf.form for leaf in graph.leaves] == ["красножар", "вода", "жар"]


# Word, place of the cut, lemmas.
LEMMAS = [
    pytest.param(Row("Водажар", "водажар", "NOUN"), "4", "вода жар", id="lower case"),
    pytest.param(Row("МосКва", "Москва", "PROPN"), "3", "Мос ква", id="a name keeps its capitals"),
    pytest.param(Row("НАТОСЕАТО", "", "NOUN"), "4", "НАТО СЕАТО", id="so do capitals"),
    pytest.param(Row("подводного", "подводный", "ADJ"), "3", "под водный", id="the rest"),
    pytest.param(Row("Ёлкатопору", "ёлкатопор", "NOUN"), "4", "ёлка топор", id="the rest, folded"),
    pytest.param(Row("went-ing", "go", "VERB"), "4", "went -ing", id="another lemma"),
    pytest.param(Row("водажар", "вода", "NOUN"), "4", "вода жар", id="nothing is left"),
]


@pytest.mark.parametrize(("word", "at", "lemmas"), LEMMAS)
def test_what_the_pieces_are_called(word: Row, at: str, lemmas: str) -> None:
    assert [leaf.lemma for leaf in pieces_of(word, at)] == lemmas.split(" ")


def test_a_lexicon_names_the_pieces_as_it_writes_them() -> None:
    word = Row("Ёлкатопор", "ёлкатопор", "PROPN")
    leaves = pieces_of(word, "compounds.pieces", "W.lemma = compounds.word")
    assert [(leaf.form, leaf.lemma) for leaf in leaves] == [("Ёлка", "елка"), ("топор", "топор")]


THE_SEA = [
    Row("в", "в", "ADP", 2, "case"),
    Row("тёпло-море", "тёпло-море", "NOUN", 4, "obl", "Case=Loc", "NN", "LOC", "A=b", "\t"),
    Row("синем", "синий", "ADJ", 2, "amod"),
    Row("плыть", "плыть", "VERB", 0, "root"),
]


def test_the_last_piece_stands_for_the_word() -> None:
    rule = 'stage s { phase pieces rule r { pattern { W [] } split W at "-" } }'
    (graph,) = graphs(rule, THE_SEA)
    rows = [
        (w.form, w.upos, w.xpos, w.feats, w.ent, w.head and w.head.id, w.deprel, w.space)
        for w in graph.leaves
    ]
    assert rows == [
        ("в", "ADP", "", {}, "", "w3", "case", " "),
        ("тёпло", "NOUN", "", {}, "LOC", "w3", "compound", ""),
        ("-", "PUNCT", "", {}, "LOC", "w3", "punct", ""),
        ("море", "NOUN", "NN", {"Case": "Loc"}, "LOC", "w5", "obl", "\t"),
        ("синем", "ADJ", "", {}, "", "w3", "amod", " "),
        ("плыть", "VERB", "", {}, "", None, "root", " "),
    ]


@pytest.mark.parametrize(("word", "head"), [("blood-", "w0"), ("--", "w1"), ("-a-", "w1")])
def test_punctuation_stands_for_a_word_only_where_nothing_else_can(word: str, head: str) -> None:
    leaves = pieces_of(Row(word, word, "NOUN"), '"-"')
    assert [leaf.id for leaf in leaves if leaf.head is None] == [head]
    assert {leaf.head.id for leaf in leaves if leaf.head} == {head}


def test_a_root_is_split() -> None:
    leaves = pieces_of(Row("водажар"), "4")
    assert [(leaf.head and leaf.head.id, leaf.deprel) for leaf in leaves] == [
        ("w1", "compound"),
        (None, "root"),
    ]


def test_misc_goes_with_the_head() -> None:
    rule = (
        "stage s { phase pieces rule r { pattern { W [A=b] } split W at 5 } }"
        " stage t { rule see { pattern { W [A=b] } set W.Seen = yes } }"
    )
    (graph,) = graphs(rule, THE_SEA)
    assert [step.match for step in graph.derivation] == [{"W": ["t1", "t2"]}, {"W": "t2"}]


WHOLE = [
    pytest.param(Row("au", word="à"), id="a multiword token"),
    pytest.param(Row("", word="le", space=""), id="its later word"),
    pytest.param(Row("\n\n", space=""), id="white space"),
    pytest.param(Row("10 000"), id="a piece of white space"),
]


@pytest.mark.parametrize("word", WHOLE)
def test_what_is_never_split(word: Row) -> None:
    assert len(pieces_of(word, "1" if word.form != "10 000" else '" "')) == 1


# Rules of a stage, or stages; pieces of "водажар".
ORDER = [
    pytest.param(
        "stage s { phase pieces"
        " rule a { pattern { W [] } split W at 4 } rule b { pattern { W [] } split W at 2 } }",
        "вода жар",
        id="the first rule",
    ),
    pytest.param(
        "stage s { phase pieces rule a { pattern { W [] } split W at 4 }"
        " rule b { pattern { W [] } split W at 2 priority 1 } }",
        "во дажар",
        id="the highest priority",
    ),
    pytest.param(
        "stage s { phase pieces overlap first rule a { pattern { W [] } split W at 9 priority 1 }"
        " rule b { pattern { W [] } split W at 2 } }",
        "во дажар",
        id="what cannot cut is no match",
    ),
    pytest.param(
        "stage s { phase pieces rule a { pattern { W [] } split W at 4 } }"
        " stage t { phase pieces rule b { pattern { W [] } split W at 1 } }",
        "вода жар",
        id="pieces are not split again",
    ),
    pytest.param(
        "stage t { phase words rule b { pattern { W [form=вода] } set W.Seen = yes } }"
        " stage s { phase pieces rule a { pattern { W [form=водажар] } split W at 4 } }",
        "вода жар",
        id="pieces come before words",
    ),
]


@pytest.mark.parametrize(("source", "pieces"), ORDER)
def test_which_rule_splits(source: str, pieces: str) -> None:
    (graph,) = graphs(source, [Row("водажар")])
    assert [leaf.form for leaf in graph.leaves] == pieces.split(" ")
    assert sum(step.split is not None for step in graph.derivation) == 1


def test_all_stages_of_pieces_see_the_words_of_the_parse() -> None:
    words = sentence("водажар водажар NOUN 2 obj", "blood-red blood-red ADJ 0 root")
    source = (
        "stage s { phase pieces rule a { pattern { W [form=водажар] } split W at 4 } }"
        " stage t { phase pieces rule b { pattern { V [form=водажар]; V < W } split W at 5 } }"
    )
    (graph,) = graphs(source, words)
    assert [leaf.form for leaf in graph.leaves] == ["вода", "жар", "blood", "-red"]
    first, second = graph.derivation
    assert (first.id, first.match) == ("s1", {"W": ["t0", "t1"]})
    assert (second.id, second.match) == ("s2", {"V": ["t0", "t1"], "W": ["t2", "t3"]})
    assert graph["s2"] == second


def test_a_phrase_may_stand_beside_a_word_that_is_split() -> None:
    source = (
        "lexicon names { phrase\n в море } stage s { phase pieces rule a"
        " { pattern { phrase P from names; W [form=водажар] } split W at 4 } }"
    )
    words = [Row("водажар"), Row("в", "в"), Row("море", "море", head=2, deprel="x")]
    (graph,) = graphs(source, words)
    assert graph.derivation[0].match == {"P": ["t2", "t3"], "W": ["t0", "t1"]}


def test_where_nothing_is_split_the_parse_stays_as_it_is() -> None:
    source = "stage s { phase pieces rule a { pattern { W [] } split W at 99 } }"
    (split,) = graphs(source, THE_SEA)
    (plain,) = graphs("", THE_SEA)
    assert split.to_json() == plain.to_json()


WATER = """# text = Водажар тёплый льётся.
1	Водажар	водажар	NOUN	_	Animacy=Inan|Case=Nom	3	nsubj	_	_
2	тёплый	тёплый	ADJ	_	Case=Nom	1	amod	_	_
3	льётся	литься	VERB	_	Tense=Pres	0	root	_	SpaceAfter=No
4	.	.	PUNCT	_	_	3	punct	_	_

"""
FUSED = """
stage cut {
  phase pieces
  rule compound {
    pattern { W []; W.lemma = compounds.word }
    split W at compounds.pieces
  }
}
stage fuse {
  rule blend -> link {
    pattern { A < B; B -[compound]-> A }
    collapse A, B  lemma "{A.lemma}{B.lemma}"  class blend
  }
}
"""


def water() -> TokenGraph:
    """Give a word that is split and made one link of two meanings."""
    grammar = Grammar.from_source(f"grammar ru.water {LEXICON} {FUSED}", "ru/water.sg")
    parse = parse_conllu(WATER, language="ru")
    program = compile_grammar(grammar.files, grammar.stages)
    (graph,) = assemble(parse, derive(program, parse), {})
    return graph


def test_a_word_becomes_a_link_of_its_pieces() -> None:
    graph = water()
    token = graph.top[0]
    assert (token.kind, token.form, token.key) == ("link", "Водажар", "водажар|NOUN")
    assert [(part.form, part.lemma) for part in token.parts] == [("Вода", "вода"), ("жар", "жар")]
    assert [(leaf.start, leaf.end) for leaf in token.leaves] == [(0, 4), (4, 7)]
    assert graph.path("w1") == (token.id, "t1", "w1")
    assert token.feats == {"Animacy": "Inan", "Case": "Nom"}
    assert [dependent.form for dependent in token.dependents] == ["тёплый"]
    assert token.decompose()["parts"][0]["parts"] == [{"id": "w0", "kind": "leaf", "form": "Вода"}]
    whole = graph.expand()
    assert [leaf.form for leaf in whole.leaves] == ["Водажар", "тёплый", "льётся", "."]
    assert [leaf.form for leaf in graph.zoom("leaf").leaves] == [leaf.form for leaf in graph.leaves]


def test_the_link_is_the_golden_document() -> None:
    """The golden file was checked by hand; its layout is for people."""
    golden = GOLDEN.read_bytes()
    assert orjson.dumps(orjson.loads(golden)) == water().to_json()
    assert TokenGraph.from_json(golden) == water()


BLOOD_RED = """
stage cut {
  phase pieces
  rule hyphen { pattern { W [upos=ADJ, form=re".+-.+"] } split W at "-" }
}
stage fuse {
  rule compound -> link {
    pattern { A < H; H < B; B -[compound]-> A; B -[punct]-> H }
    collapse A, B  lemma "{A.lemma}{H.lemma}{B.lemma}"
  }
}
stage marks {
  phase nucleus
  rule hyphen_of { pattern { L [kind=link]; L -[punct]-> H; H [form="-"] } absorb H into L }
}
"""


def test_an_english_compound_becomes_one_token() -> None:
    words = sentence("a a DET 3 det", "Blood-red blood-red ADJ 3 amod", "moon moon NOUN 0 root")
    (graph,) = graphs(BLOOD_RED, words)
    assert [token.key for token in graph.top] == ["a|DET", "blood-red|ADJ", "moon|NOUN"]
    token = graph.top[1]
    assert (token.kind, token.form) == ("link", "Blood-red")
    assert [satellite.form for satellite in token.satellites] == ["-"]
    assert [leaf.lemma for leaf in token.leaves] == ["blood", "-", "red"]
    assert [edge.relation for edge in graph.edges] == ["det", "amod"]
    assert [leaf.form for leaf in graph.expand().leaves] == ["a", "Blood-red", "moon"]
