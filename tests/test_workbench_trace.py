"""The trace of a run: winners, losers and why, and states that can be walked both ways."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import orjson
import pytest
from hypothesis import HealthCheck, given, settings

from semgraph.engine import compile_grammar, derive
from semgraph.engine.trace import Trace
from semgraph.grammar import Grammar
from semgraph.parse.columns import Parse
from semgraph.workbench.trace import Shown, back, forwards, split, trace, trace_json
from tests import test_split_properties as splitting
from tests.build import make_parse, sentence
from tests.request_strategies import parses
from tests.test_engine_derive import THE_OFFER, grammars

GOLDEN = Path(__file__).parent / "golden" / "trace.json"

GRAMMAR = """\
grammar test
stage verbs {
  rule particle -> link {
    pattern { V [upos=VERB]; V -[compound:prt]-> P }
    collapse V, P  head V  direction P -> V "completes"
  }
  rule object -> link { pattern { V [upos=VERB]; V -[obj]-> N } collapse V, N }
  rule whole { pattern { V [upos=VERB]; V -[obj]-> N; V -[nsubj]-> S } collapse V, N, S }
  rule mark { pattern { V -[advmod]-> A } direction A -> V "how" }
  rule again { pattern { V -[advmod]-> A } set V.Manner = yes }
}
stage nothing { rule never { pattern { X [upos=SYM] } set X.Never = yes } }
stage nucleus { phase nucleus
  rule det { pattern { N -[det]-> D } absorb D into N }
  rule adv { pattern { V -[advmod]-> A } absorb A into V }
  rule punct { pattern { V -[punct]-> A } absorb A into V }
}
"""


def traced(source: str, parse: Parse) -> Trace:
    return trace(Grammar.from_source(source), parse)[0]


SLOW = list(HealthCheck)


@settings(max_examples=200, deadline=None, suppress_health_check=SLOW)
@given(grammars(), parses())
def test_a_trace_agrees_with_the_derivation(grammar: Grammar, parse: Parse) -> None:
    plain = derive(compile_grammar(grammar.files, grammar.stages), parse)
    for done, derivation in zip(trace(grammar, parse), plain, strict=True):
        assert done.derivation == derivation
        matches = [match for step in done.steps for match in step.matches]
        made = [m for m in matches if m.verdict in ("won", "merged")]
        tokens = {token.number: token for token in derivation.tokens}
        for step in derivation.steps:
            if step.produced is None:
                continue
            own = [m for m in made if m.step == step.number]
            first = [m for m in own if m.verdict == "won"]
            assert [(m.rule, m.binding, m.produced) for m in first] == [
                (step.rule, step.match, step.produced)
            ]
            assert Counter((m.rule, str(m.binding)) for m in own if m.verdict == "merged") == (
                Counter((merged[0], str(merged[2])) for merged in step.merged)
            )
            assert set(step.consumed) >= {t for m in own for t in m.wants}
            assert tokens[step.produced].step == step.number
        assert {m.step for m in made} == {s.number for s in derivation.steps if s.produced}
        assert Counter((m.rule, str(m.sets)) for m in matches if m.sets) == Counter(
            (s.rule, str(s.sets)) for s in derivation.steps if s.sets
        )
        assert sorted(k for m in matches for k in map(str, m.markers)) == sorted(
            map(str, derivation.markers)
        )


@settings(max_examples=200, deadline=None, suppress_health_check=SLOW)
@given(grammars(), parses())
def test_every_loser_names_a_winner_that_took_a_token_it_wanted(
    grammar: Grammar, parse: Parse
) -> None:
    for done in trace(grammar, parse):
        for step in done.steps:
            numbered = {match.number: match for match in step.matches}
            assert list(numbered) == list(range(1, len(numbered) + 1))
            for match in step.matches:
                assert (match.verdict == "lost") == (match.loss is not None)
                assert (match.verdict == "refused") == bool(match.reason)
                if match.loss is not None:
                    winner = numbered[match.loss.match]
                    assert winner.verdict in ("won", "merged")
                    assert winner.rule == match.loss.rule
                    assert match.loss.token in set(winner.wants) & set(match.wants)


@settings(max_examples=200, deadline=None, suppress_health_check=SLOW)
@given(grammars(), parses())
def test_deltas_lead_from_the_first_state_to_the_last_and_back(
    grammar: Grammar, parse: Parse
) -> None:
    for doc, done in enumerate(trace(grammar, parse)):
        plain = trace_json(done, parse, doc)
        state = plain["start"]
        states = [state]
        for step in plain["steps"]:
            assert [token["id"] for token in state] == step["before"]
            state = forwards(state, step)
            states.append(state)
        assert state == plain["end"]
        for step, expected in zip(plain["steps"][::-1], states[-2::-1], strict=True):
            state = back(state, step)
            assert state == expected


# (stage body, outcome of each match as `rule outcome [criterion]`)
OUTCOMES = [
    pytest.param(
        "overlap longest"
        " rule two { pattern { V -[obj]-> N } collapse V, N }"
        " rule three { pattern { V -[obj]-> N; V -[compound:prt]-> P } collapse V, N, P }",
        ["two lost more leaves", "three won"],
        id="more leaves",
    ),
    pytest.param(
        "overlap priority"
        " rule two { pattern { V -[obj]-> N } collapse V, N priority 1 }"
        " rule three { pattern { V -[obj]-> N; V -[compound:prt]-> P } collapse V, N, P }",
        ["two won", "three lost priority"],
        id="priority",
    ),
    pytest.param(
        "rule one { pattern { V -[compound:prt]-> P } collapse V, P }"
        " rule two { pattern { V -[obj]-> N } collapse V, N }",
        ["one won", "two lost rule order"],
        id="rule order",
    ),
    pytest.param(
        "overlap first rule one { pattern { V -[obj]-> N } collapse V, N }"
        " rule two { pattern { V -[nsubj]-> N } collapse V, N }",
        ["one lost leftmost", "two won"],
        id="leftmost",
    ),
    pytest.param(
        "rule one { pattern { V [upos=VERB]; V -[obj|nsubj]-> N } collapse V, N }",
        ["one won", "one lost leftmost"],
        id="leftmost of one rule",
    ),
    pytest.param(
        "rule pair { pattern { X [upos=ADV|VERB]; Y [upos=ADV|VERB]; } collapse X, Y head X }",
        ["pair won", "pair lost same tokens"],
        id="the same set collapses once",
    ),
    pytest.param(
        "rule four -> link { pattern { V -[obj]-> N; V -[nsubj]-> S; V -[advmod]-> A$ }"
        " with { V [upos=VERB] } collapse V, N, S }",
        ["four won"],
        id="won",
    ),
    pytest.param(
        "rule det { pattern { N -[det]-> D } absorb D into N }"
        " rule adv { pattern { V -[advmod]-> A } absorb A into V }"
        " rule prt { pattern { V -[compound:prt]-> A } absorb A into V }",
        ["det won", "adv won", "prt merged"],
        id="absorptions into one core",
    ),
    pytest.param(
        "rule a { pattern { V -[obj]-> N } tension V, N }"
        " rule b { pattern { V -[obj]-> N } set V.Done = yes }"
        " rule c { pattern { V -[obj]-> N } set V.Done = no }",
        ["a marked", "b set", "c nothing new"],
        id="markers and features",
    ),
]


@pytest.mark.parametrize(("body", "expected"), OUTCOMES)
def test_what_came_of_each_match(body: str, expected: list[str]) -> None:
    done = traced(f"grammar test stage s {{ {body} }}", make_parse([[THE_OFFER]]))
    (step,) = done.steps
    found = [
        " ".join([m.rule.removeprefix("test/"), m.verdict, *([m.loss.criterion] if m.loss else [])])
        for m in step.matches
    ]
    assert found == expected


def test_a_link_of_too_many_meanings_is_refused_with_their_number() -> None:
    source = (
        "grammar test stage a { rule one -> link { pattern { V -[obj]-> N; V -[nsubj]-> S }"
        " collapse V, N, S } } stage b { rule two -> link { pattern { V [kind=link];"
        " V -[compound:prt]-> P } collapse V, P head V } }"
    )
    step = traced(source, make_parse([[THE_OFFER]])).steps[1]
    assert [match.reason for match in step.matches] == ["a link of 4 meanings, of 3 at most"]


def test_the_json_is_stable() -> None:
    """The golden file is the documented shape; its name is the version's."""
    parse = make_parse([[THE_OFFER]], language="en")
    plain = trace_json(traced(GRAMMAR, parse), parse)
    assert orjson.dumps(plain, option=orjson.OPT_INDENT_2) + b"\n" == GOLDEN.read_bytes()


def test_what_is_shown_can_be_narrowed() -> None:
    parse = make_parse([[THE_OFFER]])
    done = traced(GRAMMAR, parse)
    busy, quiet = split(done)
    assert [step.stage for step in busy] == ["verbs", "nucleus"]
    assert [step.stage for step in quiet] == ["nothing"]
    busy, _ = split(done, Shown(every=True))
    assert [step.stage for step in busy] == ["verbs", "nothing", "nucleus"]
    busy, quiet = split(done, Shown(rules=("test/det",)))
    assert [step.stage for step in busy] == ["nucleus"]
    assert len(quiet) == 2
    (step,) = trace_json(done, parse, shown=Shown(rules=("test/det",)))["steps"]
    assert {match["rule"] for match in step["matches"]} == {"test/det"}
    assert [s.stage for s in split(done, Shown(stages=("test/verbs",)))[0]] == ["verbs"]


SPLITS = Path(__file__).parent / "golden" / "trace_splits.json"
CUTS = """\
grammar test
lexicon compounds {
  word     pieces
  водажар  вода жар
}
stage rows { phase pieces
  rule row { pattern { W.form = compounds.word } split W at compounds.pieces }
  rule two { pattern { W [upos=NOUN] } split W at 2 }
  rule far { pattern { W [upos=NOUN] } split W at 9 }
}
stage marks { phase pieces
  rule hyphen { pattern { W [form=re".+-.+"]; W -[amod]-> A } split W at "-" }
  rule late { pattern { W [form=водажар] } split W at 1 }
}
stage words { rule fuse { pattern { B -[compound]-> A } collapse A, B } }
"""
HEAT = sentence(
    "тёплый тёплый ADJ 2 amod",
    "водажар водажар NOUN 3 nsubj",
    "blood-red blood-red ADJ 0 root",
    "new new ADJ 3 amod",
)


def test_a_trace_shows_splits() -> None:
    """The golden file is the documented shape of a trace in which words are split."""
    parse = make_parse([[HEAT]], language="ru")
    done = traced(CUTS, parse)
    rows, marks, words = done.steps
    assert [(m.rule, m.verdict, m.reason) for m in rows.matches] == [
        ("test/row", "won", ""),
        ("test/two", "lost", ""),
        ("test/far", "refused", '9 is not inside "водажар", a word of 7 characters'),
    ]
    assert rows.matches[1].loss is not None
    assert rows.matches[1].loss.criterion == "rule order"
    assert [token.number for token in rows.before] == [0, -2, -3, 6]
    assert [token.number for token in rows.after] == [0, 1, 2, -3, 6]
    assert [(m.rule, m.step, m.pieces, m.reason) for m in marks.matches] == [
        ("test/hyphen", 2, (3, 4, 5), ""),
        ("test/late", None, (), "test/row has split the word in an earlier stage"),
    ]
    assert marks.matches[0].binding == {"W": -3, "A": 6}
    assert {match.rule for match in words.matches} == {"test/fuse"}
    plain = trace_json(done, parse)
    assert orjson.dumps(plain, option=orjson.OPT_INDENT_2) + b"\n" == SPLITS.read_bytes()


@settings(max_examples=150, deadline=None, suppress_health_check=SLOW)
@given(splitting.grammars(), splitting.texts())
def test_a_trace_of_splits_agrees_with_the_derivation(grammar: Grammar, parse: Parse) -> None:
    for doc, done in enumerate(trace(grammar, parse)):
        plain = trace_json(done, parse, doc)
        matches = [m for step in done.steps if step.phase == "pieces" for m in step.matches]
        won = {m.step: m for m in matches if m.verdict == "won"}
        assert len(won) == sum(m.verdict == "won" for m in matches)
        assert {number: m.rule for number, m in won.items()} == {
            number: cut.rule for number, cut in enumerate(done.derivation.cuts, 1)
        }
        for step in done.steps:
            numbered = {match.number: match for match in step.matches}
            for match in step.matches:
                assert (match.verdict == "refused") == bool(match.reason)
                if match.loss is not None:
                    assert numbered[match.loss.match].verdict in ("won", "merged")
                    assert match.loss.token in numbered[match.loss.match].wants
        state = plain["start"]
        states = [state]
        for step in plain["steps"]:
            assert [token["id"] for token in state] == step["before"]
            state = forwards(state, step)
            states.append(state)
        assert state == plain["end"]
        assert all(token["id"].startswith("t") for token in state)
        for step, expected in zip(plain["steps"][::-1], states[-2::-1], strict=True):
            state = back(state, step)
            assert state == expected


def test_a_word_that_was_split_before_is_told_by_its_pieces() -> None:
    source = (
        "grammar test"
        " stage a { phase pieces rule nouns { pattern { W [upos=NOUN] } split W at 2 } }"
        " stage b { phase pieces rule both { pattern { W [upos=VERB|NOUN] } split W at 4 } }"
    )
    _, second = traced(source, make_parse([[THE_OFFER]])).steps
    told = [(match.verdict, match.binding, match.wants) for match in second.matches]
    shown = {token.number: token.form for token in second.before}
    assert [verdict for verdict, _, _ in told] == ["won", "refused"]
    (_, first, _), (_, bound, wants) = told
    assert shown[first["W"]] == "turned"
    assert [shown[token] for token in bound["W"]] == ["of", "fer"] == [shown[t] for t in wants]
