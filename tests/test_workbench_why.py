"""Why a rule matches, and why not: the clause, filter or rule that is named is the right one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import orjson
import pytest
from hypothesis import HealthCheck, given, settings

from semgraph.engine import compile_grammar
from semgraph.engine.derive import Run
from semgraph.engine.nearest import nearest
from semgraph.engine.puzzle import Costs
from semgraph.engine.sorting import sort_clauses
from semgraph.errors import UsageError
from semgraph.grammar import Grammar
from semgraph.grammar.syntax import Block, Clause, Location, PhraseClause
from semgraph.parse.columns import Parse
from semgraph.workbench.answer import Why
from semgraph.workbench.trace import trace
from semgraph.workbench.why import why
from semgraph.workbench.why_json import why_json
from tests.build import Row, make_parse, sentence
from tests.request_strategies import parses
from tests.test_engine_derive import grammars
from tests.why_cases import (
    CONTESTS,
    LATE,
    NOT_LATE,
    OFFER,
    SENTENCES,
    SPECS,
    Case,
    Contest,
    Late,
    Spec,
    Toy,
    cases,
    grammar_of,
    parsed,
)

CASES = list(cases())


def ask(source: str, sentence: str, rule: str = "r", at: tuple[str, ...] = ()) -> Why:
    return why(Grammar.from_source(source), SENTENCES[sentence], rule, at, measures=Toy())


def takers_of(answer: Why) -> set[str]:
    return {taken.rule for taken in answer.taken}


def offset_of(source: str, place: Location) -> int:
    lines = source.split("\n")
    return sum(len(line) + 1 for line in lines[: place.line - 1]) + place.column - 1


def changed(case: Case) -> tuple[Block | None, Clause | None]:
    """Give the filter, or else the clause of the pattern, in which the change stands."""
    grammar = Grammar.from_source(case.source)
    rule = next(rule for rule in grammar.rules if rule.name == "test/r")
    if case.offset < offset_of(case.source, rule.location):  # a lexicon: who asks for its entries
        clauses = rule.request.blocks[0].clauses
        return None, next(clause for clause in clauses if isinstance(clause, PhraseClause))
    before = [
        block
        for block in rule.request.blocks
        if offset_of(case.source, block.location) <= case.offset
    ]
    block = before[-1]
    if block.kind in ("with", "without"):
        return block, None
    clauses = [c for c in block.clauses if offset_of(case.source, c.location) <= case.offset]
    return None, clauses[-1]


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.name)
def test_the_rules_match_as_they_stand(spec: Spec) -> None:
    answer = ask(grammar_of(spec.source), spec.sentence)
    assert answer.verdict == "matched"
    assert answer.matches[0].match.verdict in ("won", "marked", "set")


def test_there_are_enough_changes() -> None:
    assert len(CASES) >= 150
    assert len(SPECS) >= 25


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_clause_that_was_changed_is_named(case: Case) -> None:
    block, clause = changed(case)
    answer = ask(case.source, case.sentence)
    assert not answer.matched
    failure = answer.failure
    assert failure is not None
    if block is not None:
        assert answer.verdict == "filtered"
        assert failure.block is not None
        assert failure.block.location == block.location
        assert failure.others == ()
        return
    assert clause is not None
    assert answer.verdict == "no match"
    assert failure.broken[0].clause.location == clause.location
    assert {broken.clause.location for broken in failure.broken} == {clause.location}
    assert why_json(answer)["reason"]["message"]


@pytest.mark.parametrize(("setting", "own", "contest"), CONTESTS)
def test_the_rule_that_took_the_words_is_named(setting: str, own: str, contest: Contest) -> None:
    source = f"stage s {{ {setting} rule winner {{ {contest.rival} }} {own} }}"
    answer = ask(grammar_of(source), "offer")
    assert answer.verdict == "lost"
    (found,) = answer.matches
    assert found.match.loss is not None
    assert found.match.loss.rule == "test/winner"
    assert found.match.loss.criterion == contest.criterion
    assert found.shared is not None
    assert found.shared.form in ("turned", "down")


@pytest.mark.parametrize("late", LATE, ids=lambda late: late.name)
def test_the_rule_of_an_earlier_stage_that_took_the_words_is_named(late: Late) -> None:
    answer = ask(grammar_of(late.source), late.sentence, at=late.at)
    assert answer.verdict == "taken"
    assert not answer.matched
    assert answer.failure is None
    told = [
        (" ".join(word.form for word in taken.words), taken.rule, taken.made.form)
        for taken in answer.taken
    ]
    assert told == [(words, f"test/{rule}", made) for words, rule, made in late.taken]
    rules = [rule for _, rule, _ in told]
    assert [each["rule"] for each in why_json(answer)["taken"]] == rules
    grammar = Grammar.from_source(grammar_of(late.source))
    assert why(grammar, SENTENCES[late.sentence], "r", late.at, off=rules).matched


@pytest.mark.parametrize(("sentence", "source"), NOT_LATE)
def test_words_that_were_not_taken_are_not_blamed(sentence: str, source: str) -> None:
    answer = ask(grammar_of(source), sentence)
    assert answer.verdict in ("no match", "filtered")
    assert answer.taken == ()
    assert answer.failure is not None


def test_a_rule_of_an_earlier_grammar_that_took_the_words_is_named(tmp_path: Path) -> None:
    (tmp_path / "first.sg").write_text(
        "grammar first stage s { rule own { pattern { V -[compound:prt]-> P } collapse V, P } }"
    )
    (tmp_path / "second.sg").write_text(
        "grammar second use first stage s { rule r { pattern { V -[compound:prt]-> P }"
        " collapse V, P } }"
    )
    answer = why(Grammar.load(tmp_path / "second.sg"), SENTENCES["offer"], "r", ["down"])
    (taken,) = answer.taken
    assert (answer.verdict, answer.stage, taken.rule) == ("taken", "first/s", "first/own")
    assert taken.at.endswith("first.sg:1")


def test_a_link_of_too_many_meanings_is_refused() -> None:
    source = (
        "grammar test stage a { rule one -> link { pattern { V -[obj]-> N; V -[nsubj]-> S }"
        " collapse V, N, S } } stage s { rule r -> link { pattern { V [kind=link];"
        " V -[compound:prt]-> P } collapse V, P head V } }"
    )
    answer = ask(source, "offer")
    assert answer.verdict == "refused"
    assert answer.matches[0].match.reason == "a link of 4 meanings, of 3 at most"


PARTICLE = (
    "grammar test language en scheme ud stage s {"
    " rule r { pattern { V [upos=VERB]; V -[compound:prt]-> P } collapse V, P } }"
)


def test_a_rule_that_does_not_run_is_told_so() -> None:
    grammar = Grammar.from_source(PARTICLE)
    parse = parsed(OFFER, language="en")
    assert why(grammar, parse, "r").verdict == "matched"
    assert why(grammar, parse, "test/r", off=["test/r"]).verdict == "off"
    russian = why(grammar, parsed(OFFER, language="ru"), "r")
    assert (russian.verdict, russian.note) == (
        "language",
        "'test' is written for 'en', the text is 'ru'",
    )
    other = Grammar.from_source(
        "grammar x scheme ud stage s { rule y { pattern { X [] } set X.A=b } }"
    )
    assert why(grammar, parse, "y", others=[other]).verdict == "absent"
    odd = [*OFFER[:-1], type(OFFER[0])("!", "!", "PUNCT", 3, "dobj")]
    assert why(grammar, parsed(odd, language="en"), "r").verdict == "scheme"
    with pytest.raises(UsageError, match=r"there is no rule 'tset/r'; did you mean 'test/r'?"):
        why(grammar, parse, "tset/r")


def test_a_name_of_several_rules_has_to_be_full() -> None:
    source = "grammar test stage s { rule r { pattern { X [upos=X] } set X.A = b } }"
    other = source.replace("test", "more")
    grammar = Grammar(
        "both", (*Grammar.from_source(source).files, *Grammar.from_source(other).files)
    )
    with pytest.raises(UsageError, match="several rules are called 'r': test/r and more/r"):
        why(grammar, SENTENCES["offer"], "r")


@pytest.mark.parametrize(
    ("at", "bound"),
    [
        (("down",), {"V": "turned", "P": "down"}),
        (("w5",), {"V": "turned", "P": "down"}),
        (("4",), {"V": "turned", "P": "finally"}),  # an offset
        (("the",), {"V": "offer", "P": "the"}),
        (("He", "offer"), {"V": "offer", "P": "He"}),
    ],
)
def test_a_word_can_be_named_that_must_take_part(
    at: tuple[str, ...], bound: dict[str, str]
) -> None:
    source = PARTICLE.replace(" language en", "").replace("compound:prt", "iobj")
    answer = ask(source, "offer", at=at)
    assert answer.binding is not None
    found = {name: words[0].form for name, words in answer.binding.items()}
    assert found == bound or set(found.values()) == set(bound.values()) == set(at)


def test_a_match_elsewhere_is_no_match_here() -> None:
    source = PARTICLE.replace(" language en", "")
    assert ask(source, "offer", at=("turned", "down")).verdict == "matched"
    answer = ask(source, "offer", at=("offer",))
    assert answer.verdict == "no match"
    assert answer.failure is not None
    assert answer.failure.broken[0].message == (
        '"offer" hangs from "turned" by obj, the rule asks compound:prt'
    )
    with pytest.raises(UsageError, match=r"the text has no word 'ofer'; did you mean 'offer'?"):
        ask(source, "offer", at=("ofer",))


def test_a_word_that_a_repeated_node_leaves_out_can_be_named() -> None:
    source = grammar_of(
        "rule r { pattern { N [upos=NOUN]; N -[conj]-> M*; M* [Number=Plur]; N -[amod]-> A? }"
        " without { M [lemma=bird] } set N.Done = yes }"
    )
    matched = ask(source, "birds", at=("Cats",))
    assert matched.matched
    assert [word.form for word in matched.matches[0].binding["M"]] == ["dogs"]
    answer = ask(source, "birds", at=("birds",))
    assert answer.matched  # it matches by itself, with nothing that hangs from it
    answer = ask(source.replace("N [upos=NOUN]", "N [lemma=cat]"), "birds", at=("birds",))
    assert answer.verdict == "filtered"
    assert answer.failure is not None
    assert answer.failure.variable == "M"
    answer = ask(source.replace("N [upos=NOUN]", "N [lemma=cat]"), "birds", at=("saw",))
    assert answer.verdict == "no match"
    answer = ask(source.replace("Number=Plur", "Number=Sing"), "birds", at=("and",))
    assert answer.verdict == "no match"


def test_a_limit_on_the_work_is_told() -> None:
    source = grammar_of(
        "rule r { pattern { A [lemma=x]; B [lemma=y]; C [lemma=z]; A << B; C << A; B ->> C }"
        " set A.Done = yes }"
    )
    grammar = Grammar.from_source(source)
    program = compile_grammar(grammar.files, grammar.stages)
    matcher = Run(SENTENCES["birds"], program).matcher()
    request = grammar.rules[0].request
    costs = [Costs(matcher, c, request.shared) for c in sort_clauses(request).choices]
    whole, cut = nearest(costs, [0]), nearest(costs, [0], work=2)
    assert whole is not None
    assert cut is not None
    assert (whole.complete, cut.complete) == (True, False)
    assert whole.violations <= cut.violations


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(grammars(), parses())
def test_the_answer_agrees_with_the_trace(grammar: Grammar, parse: Parse) -> None:
    """A rule is said to match where the trace has a match of it, with the same outcome."""
    files = [replace(file, scheme="unknown") for file in grammar.files]  # labels are at random
    grammar = Grammar(grammar.name, tuple(files))
    good = {"won", "merged", "marked", "set", "nothing new"}
    outcomes: dict[str, dict[int, set[str]]] = {rule.name: {} for rule in grammar.rules}
    for done in trace(grammar, parse):
        for step in done.steps:
            for match in step.matches:
                outcomes[match.rule].setdefault(step.round, set()).add(match.verdict)
    for name, rounds in outcomes.items():
        answer = why(grammar, parse, name)
        first = rounds.get(min(rounds, default=0), set())
        assert answer.matched == bool(first & good)
        if first:
            assert answer.round == min(rounds)
            assert answer.verdict in ("matched", "lost", "refused")
        elif answer.verdict == "taken":
            assert name not in takers_of(answer)
            assert {rule for rule in takers_of(answer) if outcomes[rule]} == takers_of(answer)
        else:
            assert answer.verdict == "no match"
            assert answer.failure is not None
            failure = answer.failure
            assert failure.broken or failure.kind == "room" or failure.variable == "M"


def test_a_repeated_stage_may_match_in_a_later_round() -> None:
    source = (
        "grammar test stage s { repeat"
        " rule first { pattern { V -[compound:prt]-> P } collapse V, P }"
        " rule r { pattern { L [kind=link]; L -[advmod]-> A } collapse L, A } }"
    )
    answer = ask(source, "offer")
    assert (answer.verdict, answer.round, answer.repeat) == ("matched", 2, True)


def test_a_token_graph_can_be_asked() -> None:
    from semgraph.tokenizer import Tokenizer

    grammar = Grammar.from_source(PARTICLE)
    (graph,) = Tokenizer(None, grammar).apply(parsed(OFFER, language="en"))
    answer = why(grammar, graph, "r")
    assert answer.matched
    assert answer.matches[0].made is not None
    assert answer.matches[0].made.form == "turned … down"


# What is said, in full: (grammar, sentence, the first condition)
SAID = [
    ("pattern { V [upos=AUX]; V -[obj]-> N }", "offer",
     'V.upos is VERB ("turned"), the rule asks AUX'),
    ("pattern { V [Mood]; V -[obj]-> N }", "offer", 'V ("turned") has no Mood'),
    ("pattern { V [Mood=Ind]; V -[obj]-> N }", "offer",
     'V ("turned") has no Mood, the rule asks Ind'),
    ("pattern { V [!Tense]; V -[obj]-> N }", "offer",
     'V ("turned") has Tense=Past, the rule asks for none'),
    ("pattern { V [lemma<>turn]; V -[obj]-> N }", "offer",
     'V.lemma is turn ("turned"), the rule asks any but turn'),
    ('pattern { V [lemma=re"l.*"|look]; V -[obj]-> N }', "offer",
     'V.lemma is turn ("turned"), the rule asks re"l.*" or look'),
    ("pattern { V -[compound:lvc]-> P; P [upos=ADP] }", "offer",
     '"down" hangs from "turned" by compound:prt, the rule asks compound:lvc'),
    ("pattern { N [lemma=offer, upos=NOUN]; P [lemma=down, upos=ADP]; N -> P }", "offer",
     '"down" does not hang from "offer": its governor is "turned"'),
    ("pattern { V [lemma=turn]; P [lemma=down]; V <{0,1} P }", "offer",
     '"down" stands 3 words behind "turned", the rule asks 1 to 2 behind'),
    ("pattern { V -[obj]-> N; N << V }", "offer",
     '"turned" stands 2 words before "offer", the rule asks it behind'),
    ("pattern { V -[obj]-> N; length(V,N) = 1 }", "offer",
     'length(V,N) is 2 ("turned", "offer"), the rule asks = 1'),
    ("pattern { N [upos=NOUN]; N -[amod]-> A; N.Case <> A.Case }", "dispute",
     "N.Case is Loc, A.Case is Loc; the rule asks different values"),
    ("pattern { V [Aspect=Imp]; V -[obj]-> N; N [upos=NOUN] }", "dispute",
     'V.Aspect is Perf ("принял"), the rule asks Imp'),
    ("pattern { N -[nmod]-> M; M [Case=Ins, Number=Sing] }", "dispute",
     'M.Case is Loc ("споре"), the rule asks Ins'),
    ("pattern { V -[obj]-> N; V -[advmod]-> A; N << A }", "dispute",
     '"давно" stands 2 words before "участие", the rule asks it behind'),
    ("pattern { V -[obj]-> N } global { is_not_projective }", "dispute",
     "the sentence is projective"),
]  # fmt: skip


@pytest.mark.parametrize(("pattern", "sentence", "said"), SAID)
def test_what_is_said_of_a_condition(pattern: str, sentence: str, said: str) -> None:
    answer = ask(grammar_of(f"rule r {{ {pattern} {_action(pattern)} }}"), sentence)
    assert answer.failure is not None
    assert answer.failure.broken[0].message == said


def _action(pattern: str) -> str:
    variable = pattern.split("{ ")[1][0]
    return f"set {variable}.Done = yes"


def test_rows_of_a_lexicon_are_told() -> None:
    source = (
        "grammar test lexicon light {\n  verb  noun\n  take  bath\n  take  nap\n  go  walk\n}\n"
        "stage s { rule r { pattern { V -[obj]-> N; V.lemma = light.verb; N.lemma = light.noun }"
        " collapse V, N } }"
    )
    answer = ask(source, "walk")
    assert answer.failure is not None
    assert answer.failure.broken[0].message == (
        "no row of light has verb=take, noun=walk; verb=take is there with noun=bath, noun=nap"
    )
    matched = ask(source.replace("nap", "walk"), "walk").matches[0]
    assert matched.evidence.rows == (("light", {"verb": "take", "noun": "walk"}),)


GOLDEN = Path(__file__).parent / "golden" / "why.json"


def test_the_json_is_stable() -> None:
    found = {
        name: why_json(ask(PARTICLE.replace(" language en", "").replace(old, new), "offer"))
        for name, old, new in (
            ("matched", "", ""),
            ("no match", "upos=VERB", "upos=AUX"),
            ("filtered", "collapse", "without { V -[obj]-> N } collapse"),
        )
    }
    assert orjson.dumps(found, option=orjson.OPT_INDENT_2) + b"\n" == GOLDEN.read_bytes()


COMPOUNDS = """grammar test
lexicon compounds {
  word     lemma    pieces
  водажар  водажар  вода жар
  misfit   misfit   miss fit
}
stage early { phase pieces rule early { pattern { W [lemma=ранний] } split W at 1 } }
stage cut { phase pieces
  rule first { pattern { W [form=водажар] } split W at 2 priority 1 }
"""
HEAT = parsed(
    sentence(
        "ранний ранний ADJ 2 amod",
        "водажар водажар NOUN 0 root",
        "misfit misfit NOUN 2 obj",
        "blood-red blood-red ADJ 2 nmod",
        "стоит стоять VERB 2 acl",
    )
)
IN_ROW = "W.form = compounds.word"

# Pattern, place of the cut, word, verdict, what is said of it
SPLITS = [
    ("W []", '"-"', "blood-red", "matched", "blood - red"),
    ("W []", "5", "blood-red", "matched", "blood -red"),
    (IN_ROW, "compounds.pieces", "водажар", "lost", "test/first priority"),
    ("W []", "1", "ранний", "refused",
     "test/early has split the word in an earlier stage"),
    ("W []", "9, 1, -10", "blood-red", "refused",
     '9 and -10 are not inside "blood-red", a word of 9 characters'),
    ("W []", '"x"', "blood-red", "refused", '"x" does not stand in "blood-red"'),
    ("W []", '"стоит"', "стоит", "refused", '"стоит" is the whole word'),
    ("W []", 're"(x)(y)"', "стоит", "refused", 're"(x)(y)" does not match the whole of "стоит"'),
    ("W []", 're"(с)т(оит)"', "стоит", "refused",
     'the groups give "с оит", which does not spell "стоит"'),
    ("W []", 're"(стоит)(x?)"', "стоит", "refused", "the groups give one piece alone"),
    (IN_ROW, "compounds.pieces", "misfit", "refused",
     'the pieces "miss fit" of compounds do not spell "misfit"'),
    ("W.form = compounds.word; W.lemma = compounds.lemma", "compounds.pieces", "стоит", "no match",
     'no row of compounds'),
    ("W [upos=NOUN]", "1", "стоит", "no match", 'W.upos is VERB ("стоит"), the rule asks NOUN'),
]  # fmt: skip


@pytest.mark.parametrize(("pattern", "place", "word", "verdict", "said"), SPLITS)
def test_a_rule_that_splits_can_be_asked(
    pattern: str, place: str, word: str, verdict: str, said: str
) -> None:
    rule = f"rule r {{ pattern {{ {pattern} }} split W at {place} }} }}"
    answer = why(Grammar.from_source(COMPOUNDS + rule), HEAT, "r", [word])
    assert answer.verdict == verdict
    plain = why_json(answer)
    if answer.failure is not None:
        assert said in plain["reason"]["message"] or said == "no row of compounds"
        return
    (found,) = answer.matches
    loss = found.match.loss
    told = {
        "matched": " ".join(piece.form for piece in found.pieces),
        "lost": f"{loss.rule} {loss.criterion}" if loss else "",
        "refused": found.match.reason,
    }
    assert told[verdict] == said
    assert [each["form"] for each in plain["matches"][0]["pieces"]] == [
        piece.form for piece in found.pieces
    ]


@pytest.mark.parametrize(
    ("word", "reason"),
    [
        (Row("au", word="à"), "words of a multiword token stay whole"),
        (Row("", word="le", space=""), "words of a multiword token stay whole"),
        (Row("\n\n", space=""), "white space stays whole"),
        (Row("a b"), "a piece would be white space"),
    ],
)
def test_a_word_that_stays_whole_says_why(word: Row, reason: str) -> None:
    at = '" "' if word.form == "a b" else "1"
    source = (
        f"grammar test stage s {{ phase pieces rule r {{ pattern {{ W [] }} split W at {at} }} }}"
    )
    answer = why(Grammar.from_source(source), make_parse([[[word]]]), "r")
    assert (answer.verdict, answer.matches[0].match.reason) == ("refused", reason)


def test_a_word_behind_one_that_is_split_can_be_named() -> None:
    source = COMPOUNDS + "} stage s { rule r { pattern { N [upos=ADJ] } set N.Done = yes } }"
    answer = why(Grammar.from_source(source), HEAT, "r", ["blood-red"])
    assert answer.matched
    assert [word.form for word in answer.matches[0].binding["N"]] == ["blood-red"]
    assert [word.token for word in answer.matches[0].binding["N"]] == [5]
    assert not why(Grammar.from_source(source), HEAT, "r", ["стоит"]).matched
