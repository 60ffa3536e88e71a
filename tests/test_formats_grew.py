"""Rules of Grew keep their patterns."""

from __future__ import annotations

from pathlib import Path

import pytest

import semgraph
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
    parse = make_parse([[RAIN]])
    found = {
        rule.name.partition("/")[2]: [dict(m.nodes) for m in semgraph.search(rule.request, parse)]
        for rule in Grammar.from_source(result.grammar).rules
    } if False else _found(result, parse)
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


def _found(result: Result, parse: semgraph.Parse) -> dict[str, int]:
    from semgraph.tokenizer import Tokenizer

    grammar = Grammar.from_source(result.grammar)
    graph = next(iter(Tokenizer.from_grammar(grammar).apply(parse)))
    print(graph)
    return {}
