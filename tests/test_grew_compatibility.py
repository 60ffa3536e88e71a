"""Requests in Grew's language find here what they find there; see `tests.grew_table`."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

import numpy as np
import pytest

from semgraph.engine import Match, find
from semgraph.grammar import parse_request
from semgraph.parse.columns import Parse
from tests.grew_table import CASES, CLAUSES, DIFFERENCES, GRAPHS, LEXICONS, Case, Difference

# `X3` and, where the variable ends in a digit, `X_1=3`.
BINDING = re.compile(r"(\S+)=(\d+)|([^\s=]*[^\s=\d])(\d+)")

Bound = tuple[int, frozenset[tuple[str, int]]]


@cache
def built(graph: str) -> Parse:
    return GRAPHS[graph].build()


def read(match: str) -> Bound:
    """Read ``2 V3 O4``: the sentence, and the word of each variable."""
    number, *bindings = match.split()
    words: dict[str, int] = {}
    for binding in bindings:
        parts = BINDING.fullmatch(binding)
        assert parts, f"'{binding}' is no binding"
        words[parts[1] or parts[3]] = int(parts[2] or parts[4])
    return int(number), frozenset(words.items())


def counted(match: Match, parse: Parse) -> Bound:
    """Count a match's words in their sentence, from 1; an empty match has only its document."""
    first = int(parse.doc_start[match.doc])
    bound = match.nodes.items()
    words = {name: first + word for name, word in bound if isinstance(word, int)}
    some = next(iter(words.values()), first)
    number = int(np.searchsorted(parse.sent_start, some, side="right"))
    start = int(parse.sent_start[number - 1])
    return number, frozenset((name, word - start + 1) for name, word in words.items())


def found_by(request: str, graph: str) -> Counter[Bound]:
    parse = built(graph)
    parsed = parse_request(request, scheme=GRAPHS[graph].scheme, lexicons=LEXICONS)
    return Counter(counted(match, parse) for match in find(parsed, parse, LEXICONS))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.clause}: {case.name}")
def test_request_means_what_it_means_in_grew(case: Case) -> None:
    """Just these matches, each once."""
    assert found_by(case.request, case.graph) == Counter(map(read, case.expected))


@pytest.mark.parametrize("difference", DIFFERENCES, ids=lambda difference: difference.name)
def test_difference_from_grew_is_as_documented(difference: Difference) -> None:
    expected = Counter(map(read, difference.expected))
    assert found_by(difference.request, difference.graph) == expected


def test_an_empty_match_is_one_a_sentence_not_a_document() -> None:
    matches = find(parse_request("global { is_not_projective }"), built("crossed"))
    assert matches.doc.tolist() == [0, 0]


def test_every_clause_of_the_language_is_used() -> None:
    assert {case.clause for case in CASES} == set(CLAUSES)
    assert len(CASES) >= 80
    assert len({(case.clause, case.name) for case in CASES}) == len(CASES)
    assert len({(case.request, case.graph) for case in CASES}) == len(CASES)
