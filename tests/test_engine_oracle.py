"""The engine's joins find exactly what slow, obvious backtracking finds."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from semgraph.engine import Matches, find
from semgraph.engine.nodes import Nodes
from semgraph.errors import RequestError
from semgraph.grammar import parse_request
from semgraph.grammar.syntax import EdgeClause, Request
from semgraph.parse.columns import Parse
from tests.build import make_parse, sentence
from tests.oracle import Match, find_matches
from tests.request_strategies import LEXICONS, Table, parses, requests, table


def bindings(matches: Matches, parse: Parse) -> list[Match]:
    """Give matches as the oracle does: words counted in the batch, sets of words as sets."""
    starts = parse.doc_start.tolist()

    def shifted(bound: int | tuple[int, ...] | None, base: int) -> object:
        if isinstance(bound, tuple):
            return frozenset(word + base for word in bound)
        return None if bound is None else bound + base

    return [
        frozenset((name, shifted(bound, starts[match.doc])) for name, bound in match.nodes.items())
        for match in matches
    ]


def has_open_edge(request: Request) -> bool:
    """Say whether two matches may differ in an edge alone."""
    clauses = (clause for block in request.blocks for clause in block.clauses)
    return any(isinstance(c, EdgeClause) and c.name and c.target is None for c in clauses)


def agree(asked: list[Request], parse: Parse) -> None:
    nodes = Nodes.from_parse(parse)
    for request in asked:
        try:
            matches = find(request, nodes, LEXICONS, Table())
        except RequestError:  # a lexicon's row cannot be shared by alternatives
            continue
        found = bindings(matches, parse)
        assert has_open_edge(request) or len(found) == len(set(found))
        assert set(found) == find_matches(request, parse, LEXICONS, table)


SLOW_TO_DRAW = [HealthCheck.too_slow, HealthCheck.large_base_example, HealthCheck.data_too_large]


@settings(max_examples=600, deadline=None, suppress_health_check=SLOW_TO_DRAW)
@given(st.lists(requests(), min_size=1, max_size=3), parses())
def test_engine_and_oracle_agree(asked: list[Request], parse: Parse) -> None:
    """Same bindings, none twice, whatever was asked of the same columns before."""
    agree(asked, parse)


@pytest.mark.slow
@settings(max_examples=6000, deadline=None, suppress_health_check=SLOW_TO_DRAW)
@given(st.lists(requests(), min_size=1, max_size=2), parses())
def test_engine_and_oracle_agree_on_thousands(asked: list[Request], parse: Parse) -> None:
    agree(asked, parse)


PARSE = make_parse(
    [
        [
            sentence(
                "Old old ADJ 2 amod Degree=Pos",
                "cats cat NOUN 3 nsubj Number=Plur",
                "saw see VERB 0 root",
                "the the DET 6 det",
                "old old ADJ 6 amod Degree=Pos",
                "dog dog NOUN 3 obj Number=Sing",
            )
        ]
    ]
)


@pytest.mark.parametrize(
    ("request_text", "expected"),
    [
        ("pattern { X [upos=NOUN] }", ["X1", "X5"]),
        ("pattern { X [upos=NOUN, Number<>Plur] }", ["X5"]),
        ("pattern { X [Degree<>Cmp] }", ["X0", "X4"]),
        ("pattern { X [!Number, upos=NOUN|VERB] }", ["X2"]),
        ('pattern { X [form=re"old"] }', ["X4"]),
        ("pattern { X [form=/old/i] }", ["X0", "X4"]),
        ("pattern { * -[root]-> X }", ["X2"]),
        ("pattern { X -[^amod|det]-> * }", ["X2"]),
        ("pattern { X -[1=nsubj]-> Y }", ["X2 Y1"]),
        ("pattern { X ->> Y; Y [upos=ADJ] }", ["X1 Y0", "X2 Y0", "X2 Y4", "X5 Y4"]),
        ("pattern { X < Y; Y [upos=NOUN] }", ["X0 Y1", "X4 Y5"]),
        ("pattern { X << Y; X [upos=NOUN]; Y [upos=NOUN] }", ["X1 Y5"]),
        ("pattern { X [upos=NOUN]; Y [upos=NOUN]; delta(X,Y) = -4 }", ["X5 Y1"]),
        ("pattern { X [upos=ADJ]; Y [upos=ADJ]; X.lemma = Y.lemma }", ["X0 Y4", "X4 Y0"]),
        ("pattern { X [upos=ADJ]; Y [upos=ADJ]; X.__id__ < Y.__id__ }", ["X0 Y4"]),
        ("pattern { X [upos=NOUN]; Y$ [lemma=dog] }", ["X1 Y5", "X5 Y5"]),
        ("pattern { X [upos=NOUN] } without { X -[det]-> D }", ["X1"]),
        ("pattern { X [upos=NOUN] } with { X -> D; X -> E }", ["X5"]),
        ("pattern { X [upos=NOUN] } with { X -> D; X -> E$ }", ["X1", "X5"]),
        ("pattern { X [upos=NOUN]; Y []; tension(X,Y) }", []),
    ],
)
def test_clauses_mean_what_they_say(request_text: str, expected: list[str]) -> None:
    """Worked out by hand; the oracle is held to it as well as the engine."""
    request = parse_request(request_text)
    wanted = {frozenset((part[0], int(part[1:])) for part in row.split()) for row in expected}
    assert find_matches(request, PARSE) == wanted
    assert set(bindings(find(request, PARSE), PARSE)) == wanted


def test_without_a_pattern_each_sentence_that_passes_is_one_match() -> None:
    """The filters judge a sentence; nothing is bound."""
    assert len(find(parse_request("with { V [upos=VERB] }"), PARSE)) == 1
    assert len(find(parse_request("without { V [upos=VERB] }"), PARSE)) == 0
