"""Running rules: what conflicts, what wins, what the tree becomes, and that it always ends."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from semgraph.assemble import assemble
from semgraph.engine import Derivation, compile_grammar, derive
from semgraph.engine.derive import Run
from semgraph.engine.nodes import Nodes
from semgraph.grammar import Grammar
from semgraph.graph import TokenGraph
from semgraph.parse.columns import Parse
from tests.build import make_parse, sentence
from tests.request_strategies import parses

PATTERNS = (
    "X -> Y",
    "X -> Y; X -> Z; Y << Z",
    "X < Y",
    "X < Y; Y < Z",
    "X ->> Y",
    "X [upos=NOUN]; Y [upos=VERB]; X << Y",
    "X -[obl|nsubj]-> Y",
    "X < Y; Y < Z; Z < W",
    "X -> Y; X -> M*",
    "X -> Y; X -[obl|nsubj]-> M+; M << Y",
    "X -> Y; Y -> M?; M -> O*",
    "X <{1,2} Y",
    "e: X -> Y; e.1 = obl } or { X < Y; Y [upos=NOUN]",
    "X [upos=VERB]; X ->> Y } global { is_projective",
)
ACTIONS = (
    "collapse X, Y head X",
    "collapse X, Y head Y",
    "absorb Y into X",
    "absorb X into Y",
    'tension X, Y "t"',
    "set X.Mark = yes",
    "set Y.Mark = no direction X -> Y",
)
# What the patterns with optional and repeated nodes can do as well.
MANY_ACTIONS = (
    "collapse X, Y, M head X",
    "collapse X, M head X",
    "absorb M into X",
    "absorb Y, M into X",
    "set M.Mark = yes",
    "set M.Other = yes resonance X, M",
)


@st.composite
def grammars(draw: st.DrawFn) -> Grammar:
    """Draw a grammar of 1 to 3 stages, each of 1 to 3 rules."""
    lines = ["grammar test"]
    for stage in range(draw(st.integers(1, 3))):
        overlap = draw(st.sampled_from(["longest", "priority", "first"]))
        repeat = draw(st.sampled_from(["", "repeat"]))
        lines.append(f"stage s{stage} {{ overlap {overlap} {repeat}")
        for rule in range(draw(st.integers(1, 3))):
            pattern = draw(st.sampled_from(PATTERNS))
            many = MANY_ACTIONS if "M" in pattern else ()
            action = draw(st.sampled_from(ACTIONS + many))
            kind = draw(st.sampled_from(["", "-> link", "-> hyperlexeme"]))
            kind = kind if "collapse" in action else ""
            priority = draw(st.integers(0, 2))
            lines.append(
                f"rule r{stage}{rule} {kind} {{ pattern {{ {pattern} }} {action}"
                f" priority {priority} }}"
            )
        lines.append("}")
    return Grammar.from_source("\n".join(lines))


def run(grammar: Grammar, parse: Parse) -> tuple[list[Derivation], Nodes]:
    program = compile_grammar(grammar.files, grammar.stages)
    whole = Run(parse, program)
    for stage in program.stages:
        whole.finish(stage)
    return whole.derivations, whole.nodes


def graphs(parse: Parse, derivations: list[Derivation]) -> list[TokenGraph]:
    return list(assemble(parse, derivations, {}))


@settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.large_base_example],
)
@given(grammars(), parses())
def test_the_engine_and_the_graph_agree_on_the_tree(grammar: Grammar, parse: Parse) -> None:
    """All at once in columns comes to the same forest as one step after the other."""
    derivations, nodes = run(grammar, parse)
    strings = nodes.strings
    for index, graph in enumerate(graphs(parse, derivations)):
        ours = {}
        for row in range(len(nodes)):
            if nodes.doc[row] == index:
                head = int(nodes.head[row])
                governor = f"t{nodes.token[head]}" if head >= 0 else None
                ours[f"t{nodes.token[row]}"] = governor, strings[int(nodes.columns["deprel"][row])]
        edges = {edge.target: (edge.source, edge.relation) for edge in graph.edges}
        assert {token.id for token in graph.top} == set(ours)
        assert edges == {t: o for t, o in ours.items() if o[0] is not None}


@settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.large_base_example],
)
@given(grammars(), parses())
def test_what_the_engine_makes_keeps_every_invariant(grammar: Grammar, parse: Parse) -> None:
    """The document can be read again, and undone gives the parse."""
    derivations, _ = run(grammar, parse)
    for index, graph in enumerate(graphs(parse, derivations)):
        data = graph.to_json()
        assert TokenGraph.from_json(data).to_json() == data
        leaves = len(graph.leaves)
        assert sum(step.produced is not None for step in graph.derivation) < max(leaves, 1)
        low = int(parse.doc_start[index])
        heads = {
            f"t{i}": f"t{int(parse.head[low + i]) - low}"
            for i in range(leaves)
            if parse.head[low + i] >= 0
        }
        assert {edge.target: edge.source for edge in graph.expand().edges} == heads


@settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.large_base_example],
)
@given(grammars(), parses())
def test_no_grammar_that_loads_runs_for_ever(grammar: Grammar, parse: Parse) -> None:
    """Merges number fewer than the leaves, a feature is set once, a marker is one a binding."""
    derivations, _ = run(grammar, parse)
    for derivation, leaves in zip(derivations, np.diff(parse.doc_start), strict=True):
        merges = [step for step in derivation.steps if step.produced is not None]
        assert len(merges) < max(leaves, 1)
        consumed = [token for step in merges for token in step.consumed]
        assert len(consumed) == len(set(consumed))
        features = [given[:2] for step in derivation.steps for given in step.sets]
        assert len(features) == len(set(features))
        marks = {rule.name: len(rule.marks) for rule in grammar.rules}
        ends = Counter((m.by, m.source, m.target) for m in derivation.markers)
        assert all(count <= marks[by.removeprefix("rule:")] for (by, *_), count in ends.items())


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(grammars(), st.lists(parses(), min_size=2, max_size=3))
def test_a_document_does_not_see_its_batch(grammar: Grammar, batch: list[Parse]) -> None:
    """Bytes are the same whatever documents stand beside."""
    program = compile_grammar(grammar.files, grammar.stages)

    def documents(parse: Parse) -> list[bytes]:
        return [g.to_json() for g in graphs(parse, derive(program, parse))]

    alone = [data for parse in batch for data in documents(parse)]
    assert documents(Parse.concatenate(batch)) == alone
    assert documents(Parse.concatenate(batch[::-1])) == [
        data for parse in batch[::-1] for data in documents(parse)
    ]


THE_OFFER = sentence(
    "He he PRON 3 nsubj",
    "finally finally ADV 3 advmod",
    "turned turn VERB 0 root",
    "the the DET 5 det",
    "offer offer NOUN 3 obj",
    "down down ADP 3 compound:prt",
    ". . PUNCT 3 punct",
)

# (stage body, keys of the top tokens)
CONFLICTS = [
    pytest.param(
        "overlap longest"
        " rule two { pattern { V -[obj]-> N } collapse V, N }"
        " rule three { pattern { V -[obj]-> N; V -[compound:prt]-> P } collapse V, N, P }",
        "turn_offer_down|VERB",
        id="the longest wins",
    ),
    pytest.param(
        "overlap priority"
        " rule two { pattern { V -[obj]-> N } collapse V, N priority 1 }"
        " rule three { pattern { V -[obj]-> N; V -[compound:prt]-> P } collapse V, N, P }",
        "turn_offer|VERB",
        id="priority beats length",
    ),
    pytest.param(
        "overlap longest"
        " rule one { pattern { V -[obj]-> N } collapse V, N }"
        " rule two { pattern { V -[compound:prt]-> P } collapse V, P priority 1 }",
        "turn_down|VERB",
        id="priority breaks a tie",
    ),
    pytest.param(
        "overlap longest"
        " rule one { pattern { V -[compound:prt]-> P } collapse V, P }"
        " rule two { pattern { V -[obj]-> N } collapse V, N }",
        "turn_down|VERB",
        id="then the order of the rules",
    ),
    pytest.param(
        "overlap first"
        " rule one { pattern { V -[obj]-> N } collapse V, N }"
        " rule two { pattern { V -[nsubj]-> N } collapse V, N }",
        "he_turn|VERB",
        id="first begins leftmost",
    ),
    pytest.param(
        "repeat rule chain { pattern { V [upos=VERB]; V -> N [upos=NOUN|PRON] } collapse V, N }",
        "he_turn_offer|VERB",
        id="a repeated stage goes on with what it made",
    ),
]


@pytest.mark.parametrize(("body", "key"), CONFLICTS)
def test_which_match_wins(body: str, key: str) -> None:
    body = body.replace("V -> N [upos=NOUN|PRON]", "V -> N; N [upos=NOUN|PRON]")
    grammar = Grammar.from_source(f"grammar test stage s {{ {body} }}")
    parse = make_parse([[THE_OFFER]])
    (graph,) = graphs(parse, run(grammar, parse)[0])
    assert key in {token.key for token in graph.top}


def test_white_space_between_the_words_of_a_token_goes_along() -> None:
    words = sentence("New New PROPN 3 compound", "x x SPACE 1 dep", "York York PROPN 0 root")
    words[1] = type(words[1])("\n", "\n", "SPACE", 1, "dep", space="")
    parse = make_parse([[words]])
    grammar = Grammar.from_source(
        "grammar test stage s { rule name -> hyperlexeme"
        " { pattern { A < B; A [upos=PROPN]; B [upos=PROPN]; B -> A } collapse A, B } }"
    )
    (graph,) = graphs(parse, run(grammar, parse)[0])
    (token,) = graph.top
    assert token.form == "New \nYork"
    assert token.lemma == "New York"
    assert [part.id for part in token.satellites] == ["t1"]


def test_absorptions_into_one_core_are_one_step() -> None:
    parse = make_parse([[THE_OFFER]])
    grammar = Grammar.from_source(
        "grammar test stage s { rule det { pattern { N -[det]-> D } absorb D into N }"
        " rule adv { pattern { V -[advmod]-> A } absorb A into V }"
        " rule prt { pattern { V -[compound:prt]-> A } absorb A into V } }"
    )
    (graph,) = graphs(parse, run(grammar, parse)[0])
    assert [step.rule for step in graph.derivation] == ["test/adv", "test/det"]
    assert [merged["rule"] for merged in graph.derivation[0].merged] == ["test/prt"]
    assert graph["t7"].form == "finally turned … down"
    assert graph["t7"].key == "turn|VERB"


def test_a_link_of_more_than_three_meanings_is_not_made() -> None:
    parse = make_parse([[THE_OFFER]])
    rule = (
        "grammar test stage s { rule pair -> link { pattern { V -[nsubj|obj]-> N } collapse V, N }"
        " } stage t { repeat rule more -> link { pattern { V -[$]-> N; V [kind=link] }"
        " collapse V, N head V } }"
    ).replace("$", "advmod|compound:prt|obj")
    (graph,) = graphs(parse, run(Grammar.from_source(rule), parse)[0])
    assert max(len(token.leaves) for token in graph.top if token.kind == "link") == 3


def test_a_marker_is_seen_by_later_stages() -> None:
    parse = make_parse([[THE_OFFER]])
    grammar = Grammar.from_source(
        'grammar test stage a { rule mark { pattern { V -[obj]-> N } tension V, N "pull" } }'
        " stage b { rule use { pattern { V [upos=VERB]; N []; tension(N, V) } collapse V, N"
        " head V } }"
    )
    (graph,) = graphs(parse, run(grammar, parse)[0])
    assert "turn_offer|VERB" in {token.key for token in graph.top}
