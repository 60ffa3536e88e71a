"""The benchmark compares like with like."""

from __future__ import annotations

import pytest

import semgraph
from semgraph import bench
from semgraph.bench_grammars import large_grammars
from semgraph.bench_patterns import PATTERNS

pytestmark = pytest.mark.model


def test_the_forty_patterns_find_what_the_dependency_matcher_finds() -> None:
    tokenizer = semgraph.load("en")
    texts = bench.plain_texts("en", 3000)
    result = bench.matching(list(tokenizer.nlp.pipe(texts)), runs=1)
    assert len(PATTERNS) == result["patterns"] == 40
    assert result["identical"]
    assert result["matches"] > 500


@pytest.mark.slow
def test_large_grammars_load_and_find_what_small_ones_find() -> None:
    tokenizer = semgraph.load("en")
    assert tokenizer.parser is not None
    parse = tokenizer.parser.parse(bench.plain_texts("en", 300))
    result = large_grammars(parse, bench.medians, runs=1)
    assert (result["rules"], result["rows"]) == (1_000, 100_000)
    assert min(result["rules_ratio"], result["rows_ratio"]) > 0


def test_throughput_and_memory_are_measured() -> None:
    tokenizer = semgraph.load("en")
    texts = bench.plain_texts("en", 300)
    assert bench.throughput(tokenizer, texts, runs=1)["ratio"] > 0
    stream = bench.memory(tokenizer, 40)
    assert len(stream["mb"]) == 20
    assert list(bench.random_texts(3, 1)) == list(bench.random_texts(3, 1))
