"""Nodes taken from graphs are those that the engine had when it made them."""

from __future__ import annotations

import numpy as np
import pytest

from semgraph.assemble import assemble
from semgraph.engine.derive import Run
from semgraph.engine.from_graphs import nodes_of_graphs
from semgraph.engine.nodes import COLUMNS, Nodes
from semgraph.engine.program import compile_grammar
from semgraph.grammar import Grammar
from semgraph.parse import Parse, parse_conllu
from semgraph.tokenizer import load_grammar
from tests.cli_tools import GRAMMAR, LEFT, TURNED

_NUMBERS = (
    "token", "doc", "sent", "first", "last", "rank_first", "rank_last", "size", "cores", "mwe",
    "head",
)  # fmt: skip


def both(grammar: Grammar, parse: Parse) -> tuple[Nodes, Nodes]:
    program = compile_grammar(grammar.files, grammar.stages)
    run = Run(parse, program)
    for stage in program.stages:
        run.finish(stage)
    return run.nodes, nodes_of_graphs(assemble(parse, run.derivations, {}))


@pytest.mark.parametrize("shipped", [False, True])
def test_nodes_from_graphs_are_those_of_the_engine(shipped: bool) -> None:
    grammar = load_grammar("en") if shipped else Grammar.from_source(GRAMMAR)
    engine, graphs = both(grammar, parse_conllu(LEFT + TURNED + LEFT, language="en"))
    for name in _NUMBERS:
        assert np.array_equal(getattr(engine, name), getattr(graphs, name)), name
    for name in (*COLUMNS, "key"):
        if name != "misc":  # graphs do not keep it
            mine = graphs.strings.decode(graphs.column(name))
            assert mine == engine.strings.decode(engine.column(name)), name


def test_no_graphs_give_no_nodes() -> None:
    assert len(nodes_of_graphs([])) == 0
