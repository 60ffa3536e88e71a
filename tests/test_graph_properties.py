"""What holds of every token graph."""

from __future__ import annotations

import pickle
from itertools import pairwise

import networkx as nx
import numpy as np
import orjson
from hypothesis import given, settings
from hypothesis import strategies as st

from semgraph.graph import LeafColumns, TokenGraph
from semgraph.graph.replay import Forest, replay, undo
from semgraph.types import ZoomLevel
from tests.graph_strategies import graphs_and_parses, token_graphs

RANK = {"leaf": -1, "atom": 0, "link": 1, "hyperlexeme": 2}


def parse_edges(graph: TokenGraph) -> list[tuple[str, str, str]]:
    """Give the edges of the parse, between base atoms."""
    leaves = graph.columns.leaves
    return [
        (f"t{head}", f"t{leaf}", leaves.deprel[leaf])
        for leaf, head in enumerate(leaves.head)
        if head >= 0
    ]


def check_partition(graph: TokenGraph) -> None:
    """Top tokens hold each leaf once, the document is valid, and paths lead down."""
    leaves = [leaf.id for token in graph.top for leaf in token.leaves]
    assert sorted(leaves) == sorted(leaf.id for leaf in graph.leaves)
    assert TokenGraph.from_json(graph.to_json()) == graph
    for leaf in graph.leaves:
        way = graph.path(leaf.id)
        assert graph[way[0]].top
        assert way[-1] == leaf.id
        for outer, inner in pairwise(way):
            token = graph[outer]
            assert inner in {part.id for part in (*token.parts, *token.satellites)}


@given(token_graphs())
def test_a_document_is_read_back_byte_for_byte(graph: TokenGraph) -> None:
    data = graph.to_json()
    again = TokenGraph.from_json(data)
    assert again.to_json() == data
    assert TokenGraph.from_json(data.decode()) == graph
    assert hash(again) == hash(graph)


@given(token_graphs())
def test_the_document_is_what_orjson_would_write(graph: TokenGraph) -> None:
    """Rows joined from pieces are the same canonical JSON as any other."""
    data = graph.to_json()
    assert orjson.dumps(orjson.loads(data)) == data


@given(token_graphs())
def test_the_leaves_give_back_the_text(graph: TokenGraph) -> None:
    assert "".join(leaf.form + leaf.space for leaf in graph.leaves) == graph.text


@given(token_graphs())
def test_the_leaves_give_the_parse_edge_for_edge(graph: TokenGraph) -> None:
    bare = graph.zoom("leaf")
    assert [tuple(edge[1:]) for edge in bare.edges] == parse_edges(graph)
    assert all(step.split for step in bare.derivation)
    assert [token.id for token in bare.top] == [f"t{i}" for i in range(len(graph.leaves))]
    assert bare.columns.splits == graph.columns.splits
    check_partition(bare)


@given(graphs_and_parses())
def test_expand_gives_the_words_as_they_were(
    drawn: tuple[TokenGraph, LeafColumns, list[tuple[int, int]]],
) -> None:
    """Every step is undone, splits too: column for column the parse before."""
    graph, words, sentences = drawn
    bare = graph.expand()
    assert bare.columns.leaves == words
    assert (bare.columns.leaves.word is bare.columns.leaves.form) == (words.word is words.form)
    assert bare.columns.sentences == sentences
    assert bare.derivation == ()
    assert [tuple(edge[1:]) for edge in bare.edges] == parse_edges(bare)
    check_partition(bare)
    assert bare.expand() == bare.zoom("leaf") == bare
    pieces = {f"t{leaf}" for split in graph.columns.splits for leaf in split.leaves}
    kept = [m[3:] for m in graph.zoom("leaf").markers if pieces.isdisjoint((m.source, m.target))]
    assert [marker[3:] for marker in bare.markers] == kept


@given(token_graphs(), st.integers(1, 9), st.sampled_from(["leaf", "atom", "link"]))
def test_words_stay_split_in_parts_of_a_graph(
    graph: TokenGraph, levels: int, level: ZoomLevel
) -> None:
    for seen in (graph.expand(levels), graph.zoom(level)):
        assert seen.columns.leaves is graph.columns.leaves
        assert [step for step in seen.derivation if step.split] == [
            step for step in graph.derivation if step.split
        ]


@given(token_graphs(), st.integers(0, 9))
def test_coats_come_off_from_the_outside(graph: TokenGraph, levels: int) -> None:
    seen = graph.expand(levels)
    check_partition(seen)
    for leaf in graph.leaves:
        before, after = graph.path(leaf.id), seen.path(leaf.id)
        assert after == before[min(levels, len(before) - 2) :]
    if levels:
        assert graph.expand(levels) == graph.expand(levels - 1).expand(1)


@given(token_graphs(), st.sampled_from(["leaf", "atom", "link", "hyperlexeme"]))
def test_zoom_is_the_coarsest_view_up_to_a_kind(graph: TokenGraph, level: ZoomLevel) -> None:
    seen = graph.zoom(level)
    check_partition(seen)
    tops = {token.id for token in seen.top}
    for leaf in graph.leaves:
        way = graph.path(leaf.id)[:-1]
        coarsest = next((token for token in way if RANK[graph[token].kind] <= RANK[level]), way[-1])
        assert (coarsest if level != "leaf" else way[-1]) in tops


@given(token_graphs())
def test_the_records_of_the_steps_undo_them(graph: TokenGraph) -> None:
    """Each step is taken back from its own record, to the very edges before it."""
    columns, structure = graph.columns, graph.structure
    forest, changes = replay(columns.leaves, structure.record, columns.steps)
    for count in range(len(columns.steps), 0, -1):
        forest = undo(forest, columns.steps[count - 1], changes[count - 1])
        earlier, _ = replay(columns.leaves, structure.record, columns.steps[: count - 1])
        assert forest.edges() == earlier.edges()
        assert forest.top() == earlier.top()
    assert forest.edges() == Forest.of_leaves(columns.leaves).edges()


@given(token_graphs())
def test_the_edges_are_a_forest_over_the_top_tokens(graph: TokenGraph) -> None:
    drawn = nx.DiGraph([(edge.source, edge.target) for edge in graph.edges])
    drawn.add_nodes_from(token.id for token in graph.top)
    assert set(drawn) == {token.id for token in graph.top}
    assert not drawn or nx.is_branching(drawn)
    for edge in graph.edges:
        assert graph[edge.target].governor == graph[edge.source]
        assert graph[edge.target] in graph[edge.source].dependents


@given(token_graphs())
def test_the_parse_comes_out_as_it_went_in(graph: TokenGraph) -> None:
    parse, leaves = graph.to_parse(), graph.columns.leaves
    assert parse.texts == (graph.text,)
    assert parse.words == len(leaves)
    for name in ("start", "end", "head"):
        assert getattr(parse, name).tolist() == list(getattr(leaves, name))
    for name in ("form", "word", "lemma", "upos", "xpos", "feats", "ent", "deprel", "space"):
        assert parse.strings.decode(getattr(parse, name)) == list(getattr(leaves, name))
    assert np.diff(parse.sent_start).tolist() == [b - a + 1 for a, b in graph.columns.sentences]


@given(token_graphs())
def test_networkx_has_every_token_leaf_and_link_between_them(graph: TokenGraph) -> None:
    drawn = graph.to_networkx()
    assert set(drawn) == {view.id for view in (*graph.tokens, *graph.leaves)}
    kinds = [data["type"] for _, _, data in drawn.edges(data=True)]
    assert kinds.count("dependency") == len(graph.edges)
    assert kinds.count("marker") == len(graph.markers)
    assert kinds.count("part") == sum(len(token.parts) for token in graph.tokens)
    assert kinds.count("satellite") == sum(len(token.satellites) for token in graph.tokens)


@given(token_graphs())
def test_offsets_cut_the_same_forms_out_of_other_encodings(graph: TokenGraph) -> None:
    utf8, utf16 = graph.text.encode(), graph.text.encode("utf-16-le")
    for leaf, points, octets, units in zip(
        graph.leaves, graph.offsets(), graph.offsets("utf-8"), graph.offsets("utf-16"), strict=True
    ):
        assert graph.text[slice(*points)] == leaf.form
        assert utf8[slice(*octets)].decode() == leaf.form
        assert utf16[2 * units[0] : 2 * units[1]].decode("utf-16-le") == leaf.form


@given(token_graphs())
def test_views_say_what_the_document_says(graph: TokenGraph) -> None:
    document = orjson.loads(graph.to_json())
    for token, row in zip(graph.tokens, document["tokens"], strict=True):
        assert token.id == row["id"]
        for name in ("kind", "form", "lemma", "upos", "feats", "key", "mwe", "top"):
            assert getattr(token, name) == row[name]
        assert token.class_ == row["class"]
        assert [list(span) for span in token.spans] == row["spans"]
        assert [part.id for part in token.parts] == row["parts"]
        assert [satellite.id for satellite in token.satellites] == row["satellites"]
        assert token.head_part.id == row["head_part"]
        assert (token.step and token.step.id) == row["step"]
    for leaf, row in zip(graph.leaves, document["leaves"], strict=True):
        for name in ("id", "start", "end", "space", "form", "lemma", "upos", "xpos", "feats"):
            assert getattr(leaf, name) == row[name]
        assert leaf.word == row.get("word", row["form"])
        assert (leaf.head and leaf.head.id) == row["head"]
    assert [list(edge) for edge in graph.edges] == [list(e.values()) for e in document["edges"]]
    assert {leaf.id: list(graph.path(leaf.id)) for leaf in graph.leaves} == document["paths"]
    for step, row in zip(graph.derivation, document["derivation"], strict=True):
        assert step.match == row["match"]
        assert list(step.merged) == row["merged"]
        assert list(step.sets) == row["set"]
        assert step.split == row["split"]
        assert graph[step.id] == step
        assert [change._asdict() for change in step.removed] == row["edges"]["removed"]
        assert [change._asdict() for change in step.moved] == row["edges"]["moved"]


@settings(max_examples=30)
@given(token_graphs())
def test_a_graph_goes_through_pickle(graph: TokenGraph) -> None:
    """Workers hand graphs to each other."""
    assert pickle.loads(pickle.dumps(graph)) == graph
