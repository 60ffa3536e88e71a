"""Rules of Grew keep their patterns."""

from __future__ import annotations

from pathlib import Path

import pytest

from semgraph.engine import find
from semgraph.engine.nodes import Nodes
from semgraph.errors import InputError
from semgraph.formats import Result, import_patterns
from semgraph.grammar import Grammar
from tests.build import make_parse, sentence

RULES = """\
% A grammar that uses every construct of the file format.
include "more.grs"
import "other.grs"

labels { suj, obj }

% --- verbs with their particles ------------------------------------------
package verbs {
  rule particle {
    pattern {
      V [upos=VERB];       % the verb
      e: V -[compound:prt]-> P;
      V << P
    }
    without { P -> X }
    commands { V.lemma = V.lemma + "_" + P.lemma; del_edge e }
  }

  package passive {
    rule agent (lex from "agents.lp") {
      match { V -[obl]-> N; N -[case]-> C; C.lemma = lex.case }
      commands { }
    }
    rule braces {
      pattern { X [form="}"|"{"|"%"] }
    }
  }
}

package nouns {
  rule weather {
    pattern { N [upos=NOUN, lemma=lex.noun]; N -[amod]-> A; A [lemma=lex.adj] }
    commands { N.Weather = Yes }
  }
#BEGIN lex
noun\tadj
% ------
rain\theavy
wind\tstrong
#END

  rule drinks {
    pattern { N [lemma=lex.noun] }
  }
#BEGIN\tlex
noun
tea
#END

  % The same table again.
  rule again { pattern { N [lemma=lex.noun] } }
#BEGIN lex
noun
tea
#END

  rule regex {
    pattern { N [lemma=re"r.*n"]; N.form = /RAIN{1}/i }
    with { N -> A }
  }

  rule same {
    pattern { A$ [upos=ADJ]; N -> A$; M$ -> A$ }
  }
}

rule free { pattern { * -[root]-> R } }

rule no_node { pattern { } without { X [upos=VERB] } }

rule wrong { pattern { X [upos=VERB } }

rule parameter (feature $a) { pattern { X [] } }

rule particle { pattern { P [upos=ADP] } }

strat main { Seq (Onf (verbs), Iter (nouns), Try (free)) }
"""
MORE = 'package more { rule det { pattern { N -[det]-> D } } }\ninclude "patterns.grs"\n'
OTHER = "rule far { pattern { A ->> B } without { A -> B } }\nstrat x { far }\n"
AGENTS = "case\n%----\nby\n"
RAIN = sentence(
    "Heavy heavy ADJ 2 amod", "rain rain NOUN 3 nsubj", "shut shut VERB 0 root",
    "down down ADP 3 compound:prt", "tea tea NOUN 3 obj", "by by ADP 7 case",
    "us we PRON 3 obl",
)  # fmt: skip


@pytest.fixture
def result(tmp_path: Path) -> Result:
    (tmp_path / "patterns.grs").write_text(RULES, "utf-8")
    (tmp_path / "more.grs").write_text(MORE, "utf-8")
    (tmp_path / "other.grs").write_text(OTHER, "utf-8")
    (tmp_path / "agents.lp").write_text(AGENTS, "utf-8")
    return import_patterns(str(tmp_path / "patterns.grs"), "grew")


def test_every_rule_is_read_under_its_full_name(result: Result) -> None:
    assert [pattern.name for pattern in result.patterns] == [
        "more.det", "other.far", "strat x", "labels", "verbs.particle", "verbs.passive.agent",
        "verbs.passive.braces", "nouns.weather", "nouns.drinks", "nouns.again", "nouns.regex",
        "nouns.same", "free", "no_node", "wrong", "parameter", "particle", "strat main",
    ]  # fmt: skip


def test_the_imported_rules_find_what_they_should(result: Result) -> None:
    rules = Grammar.from_source(result.grammar).rules
    nodes = Nodes.from_parse(make_parse([[RAIN]]))
    lexicons = Grammar.from_source(result.grammar).files[0].lexicons
    found = {r.name.partition("/")[2]: len(find(r.request, nodes, lexicons)) for r in rules}
    assert found == {
        "more-det": 0,
        "other-far": 2,
        "verbs-particle": 1,
        "verbs-passive-agent": 1,
        "verbs-passive-braces": 0,
        "nouns-weather": 1,
        "nouns-drinks": 1,
        "nouns-again": 1,
        "nouns-regex": 1,
        "nouns-same": 1,
        "free": 1,
        "particle": 2,
    }


def test_patterns_stand_as_they_were_written(result: Result) -> None:
    assert "V << P" in result.grammar
    assert "% the verb" in result.grammar
    assert 'X [form="}"|"{"|"%"]' in result.grammar
    assert "without { P -> X }" in result.grammar
    assert "pattern { V -[obl]-> N; N -[case]-> C; C.lemma = lex.case }" in result.grammar


def test_lexicons_of_one_name_are_told_apart_and_equal_ones_are_one(result: Result) -> None:
    (file,) = Grammar.from_source(result.grammar).files
    assert {name: dict(table.columns) for name, table in file.lexicons.items()} == {
        "lex": {"case": ("by",)},
        "lex2": {"noun": ("rain", "wind"), "adj": ("heavy", "strong")},
        "lex3": {"noun": ("tea",)},
    }
    assert "N [upos=NOUN, lemma=lex2.noun]" in result.grammar
    assert "A [lemma=lex2.adj]" in result.grammar
    assert result.grammar.count("lemma=lex3.noun") == 2


def test_what_is_not_carried_over_is_told_with_its_place(result: Result) -> None:
    lost = {p.name: [loss.what for loss in p.losses] for p in result.patterns if p.losses}
    assert lost == {
        "strat x": ["strat"],
        "labels": ["labels"],
        "verbs.particle": ["commands"],
        "nouns.weather": ["commands"],
        "no_node": ["the pattern"],
        "wrong": ["the pattern, near 'pattern { X [upos=VERB }'"],
        "parameter": ["the parameter 'feature $a'"],
        "strat main": ["strat"],
    }
    places = {pattern.name: pattern.place for pattern in result.patterns}
    assert places["more.det"] == "more.grs, line 1"
    assert places["verbs.particle"] == "patterns.grs, line 9"
    assert not result.complete


def test_actions_fit_what_a_rule_binds(result: Result) -> None:
    assert 'resonance V, P "verbs.particle"' in result.grammar
    assert "set R.Imported = free" in result.grammar
    assert "resonance N" not in result.grammar.partition("rule nouns-same")[2].partition("}\n")[0]


def test_collapse_where_the_head_is_known(tmp_path: Path) -> None:
    path = tmp_path / "a.grs"
    path.write_text("rule a { pattern { X -> Y } }\nrule b { pattern { X << Y } }", "utf-8")
    result = import_patterns(str(path), "grew", collapse=True)
    assert "collapse X, Y" in result.grammar
    assert 'resonance X, Y "b"' in result.grammar
    assert result.patterns[1].notes
    assert result.complete


def test_the_node_above_roots_gets_a_note(tmp_path: Path) -> None:
    path = tmp_path / "a.grs"
    path.write_text('rule a { pattern { X [form="__0__"]; X -> Y } }', "utf-8")
    (pattern,) = import_patterns(str(path), "grew").patterns
    assert "no node '__0__'" in pattern.notes[0]


def test_labels_tell_the_scheme(tmp_path: Path) -> None:
    path = tmp_path / "sud.grs"
    path.write_text("rule a { pattern { X -[1=comp, 2=obj]-> Y } }", "utf-8")
    assert "scheme unknown" in import_patterns(str(path), "grew").grammar
    strict = import_patterns(str(path), "grew", scheme="ud")
    assert "unknown relation 'comp'" in strict.patterns[0].losses[0].why


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("package a {\n rule b { pattern { X [] } }", "the package 'a' is not closed", 2),
        ("rule a {\n pattern { X []", "this '{' is not closed", 2),
        ('rule a\n(lex from "x" { }', "this '(' is not closed", 2),
        ("}", "expected a word", 1),
        ("rule { }", "expected the rule's name", 1),
        ("#BEGIN lex\na\n#END", "a lexicon stands behind its rule", 1),
        ("include more", "expected the path of a file", 1),
    ],
)
def test_broken_files_are_refused_with_their_place(
    text: str, message: str, line: int, tmp_path: Path
) -> None:
    path = tmp_path / "a.grs"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError, match=r"a\.grs") as caught:
        import_patterns(str(path), "grew")
    assert message in caught.value.message
    assert caught.value.line == line


@pytest.mark.parametrize(
    ("table", "why"),
    [
        ("a\tb\nx", "different numbers of columns"),
        ("1\nx", "does not name its columns"),
        ("a\n100%", "cannot stand in a grammar file"),
        ("a\tb\nx\t", "cannot stand in a grammar file"),
        ("", "different numbers of columns"),
    ],
)
def test_tables_that_a_grammar_cannot_hold_are_told(table: str, why: str, tmp_path: Path) -> None:
    path = tmp_path / "a.grs"
    path.write_text(
        f"rule r {{ pattern {{ X [lemma=lex.a] }} }}\n#BEGIN lex\n{table}\n#END\n", "utf-8"
    )
    (pattern,) = import_patterns(str(path), "grew").patterns
    assert why in pattern.losses[0].why


def test_missing_files_are_told(tmp_path: Path) -> None:
    path = tmp_path / "a.grs"
    path.write_text(
        'include "b.grs"\nrule r (lex from "c.lp") { pattern { X [lemma=lex.a] } }', "utf-8"
    )
    first, second = import_patterns(str(path), "grew").patterns
    assert first.losses[0].why == "there is no such file"
    assert second.losses[0].why == "there is no file 'c.lp'"
