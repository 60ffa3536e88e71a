"""Looking at a token graph."""

from __future__ import annotations

import math

import orjson
import pytest

from semgraph.errors import DocumentError, UsageError
from semgraph.graph import LeafColumns, MarkerRecord, StepRecord, TokenGraph, TokenRecord
from tests.graph_examples import coats, columns, offer

NO_LEAVES = LeafColumns(*[[]] * 12)


def test_tokens_leaves_and_steps_are_found_by_id() -> None:
    graph = offer()
    assert graph["t7"].form == "turned … down"
    assert graph["w2"].form == "turned"
    assert graph["s1"].rule == "en.verbs/particle_verb"
    assert graph["t7"] == graph.tokens[7] == graph.tokens[-1]
    assert graph["w5"] in graph.leaves
    assert graph["t2"] != graph["w2"]
    assert len({graph["t7"], graph.tokens[7], offer()["t7"]}) == 1


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("t8", "no token 't8' in this graph; it has t0 to t7"),
        ("w7", "no leaf 'w7' in this graph; it has w0 to w6"),
        ("s2", "no step 's2' in this graph; it has s1"),
        ("x1", "no leaf or token or step 'x1' in this graph; it has w0 to w6, t0 to t7, s1"),
        ("", "no leaf or token or step '' in this graph"),
        ("t", "no token 't' in this graph"),
        ("t07", "no token 't07' in this graph"),
        ("t-1", "no token 't-1' in this graph"),
        ("t³", "no token 't³' in this graph"),
        ("w99999999999", "no leaf"),
    ],
)
def test_an_unknown_id_is_a_usage_error_with_a_hint(name: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        offer()[name]


def test_an_unknown_id_of_an_empty_graph_has_no_hint() -> None:
    with pytest.raises(UsageError, match=r"no token 't0' in this graph$"):
        TokenGraph("", NO_LEAVES, [])["t0"]


def test_a_produced_token_says_all_of_itself() -> None:
    token = offer()["t7"]
    assert (token.kind, token.lemma, token.upos, token.key) == (
        "link",
        "turn down",
        "VERB",
        "turn_down|VERB",
    )
    assert token.spans == [(11, 17), (28, 32)]
    assert [part.form for part in token.parts] == ["turned", "down"]
    assert token.head_part == token.parts[0]
    assert (token.class_, token.mwe, token.top) == ("verb-particle", True, True)
    assert token.step is not None
    assert token.step.at == "en/verbs.sg:12"
    assert [leaf.id for leaf in token.leaves] == ["w2", "w5"]
    assert token.governor is None
    assert [dependent.form for dependent in token.dependents] == ["He", "finally", "offer", "."]
    assert token.parts[0].governor is None  # inside another token
    assert offer()["t4"].governor == token


def test_markers_stand_at_both_of_their_ends() -> None:
    graph = offer()
    (marker,) = graph.markers
    assert graph["t2"].markers == graph["t5"].markers == (marker,)
    assert graph["t7"].markers == ()
    assert (marker.source, marker.target, marker.label) == ("t5", "t2", "completes")


def test_a_set_feature_shows_in_its_token_and_takes_its_place_by_name() -> None:
    graph = coats()
    assert list(graph["t10"].feats) == ["Polarity", "Tense"]
    assert graph["t11"].feats == {"Tense": "Past"}  # its record does not carry the feature
    assert graph["s5"].sets == ({"token": "t10", "feature": "Polarity", "value": "Neg"},)
    assert graph.expand(1)["t10"].feats["Polarity"] == "Neg"
    assert graph.expand(2).derivation == graph.expand(2).derivation[:2]


def test_what_views_hand_out_may_be_changed_without_harm() -> None:
    graph = offer()
    graph["t7"].feats["Mood"] = "Ind"
    graph["w0"].feats["Mood"] = "Ind"
    graph.markers[0].evidence["x"] = 1
    assert graph == offer()
    assert graph["t0"].feats == {"Case": "Nom"}


def test_paths_run_from_the_top_token_to_the_leaf() -> None:
    graph = coats()
    assert graph.path("w2") == ("t11", "t10", "t7", "t2", "w2")
    assert graph["t10"].path("w4") == ("t10", "t9", "t4", "w4")
    assert graph["t4"].path("w4") == ("t4", "w4")
    with pytest.raises(UsageError, match="token 't7' does not hold leaf 'w4'"):
        graph["t7"].path("w4")
    with pytest.raises(UsageError, match="'t7' is no leaf; ids of leaves begin with 'w'"):
        graph.path("t7")


def test_decompose_is_a_tree_of_plain_dicts() -> None:
    leaf = {"id": "w5", "kind": "leaf", "form": "down"}
    atom = {"id": "t5", "kind": "atom", "form": "down", "lemma": "down", "upos": "ADP"}
    tree = offer()["t7"].decompose()
    assert tree["parts"][1] == atom | {
        "rule": None,
        "at": None,
        "parts": [leaf],
        "satellites": [],
    }
    assert (tree["rule"], tree["at"]) == ("en.verbs/particle_verb", "en/verbs.sg:12")
    outer = coats()["t11"].decompose()
    assert [satellite["id"] for satellite in outer["satellites"]] == ["t1"]
    assert outer["parts"][0]["parts"][0]["rule"] == "test/particle"
    orjson.dumps(outer)


def test_text_of_leaves() -> None:
    graph = offer()
    assert graph.text_of(["w5", "w2"]) == "turned … down"
    assert graph.text_of(["w3", "w4"]) == "the offer"
    assert graph.text_of([]) == ""
    with pytest.raises(UsageError, match="'t2' is no leaf"):
        graph.text_of(["t2"])


def test_coats_come_off_one_by_one() -> None:
    graph = coats()
    shown = [[token.id for token in graph.expand(n).top] for n in range(5)]
    assert shown == [
        ["t0", "t11", "t6"],
        ["t0", "t1", "t10", "t6"],
        ["t0", "t1", "t7", "t9", "t6"],
        ["t0", "t1", "t2", "t3", "t4", "t5", "t6"],
        ["t0", "t1", "t2", "t3", "t4", "t5", "t6"],
    ]
    with pytest.raises(UsageError, match="cannot be negative"):
        graph.expand(-1)


def test_zoom_levels() -> None:
    graph = coats()
    assert [token.id for token in graph.zoom("hyperlexeme").top] == ["t0", "t11", "t6"]
    assert [token.id for token in graph.zoom("link").top] == ["t0", "t1", "t7", "t9", "t6"]
    assert [token.id for token in graph.zoom("atom").top] == ["t0", "t1", "t2", "t3", "t9", "t6"]
    assert [token.id for token in graph.zoom("leaf").top] == [f"t{n}" for n in range(7)]
    with pytest.raises(UsageError, match="no level 'scene'; levels are leaf, atom, link"):
        graph.zoom("scene")  # type: ignore[arg-type]


def test_markers_that_name_what_is_gone_are_dropped() -> None:
    graph = coats()
    assert len(graph.expand(2).markers) == 2
    assert [marker.source for marker in graph.zoom("atom").markers] == ["t2"]


def test_a_graph_cannot_be_changed() -> None:
    graph = offer()
    with pytest.raises(AttributeError, match="cannot be changed: columns"):
        graph.columns = graph.columns
    with pytest.raises(AttributeError, match="cannot be changed"):
        del graph.columns
    with pytest.raises(AttributeError, match="cannot be changed"):
        graph.other = 1  # type: ignore[attr-defined]


def test_representations_are_short() -> None:
    graph = coats()
    assert repr(offer()) == ("<TokenGraph 'He finally turned the offer down.': 7 leaves, 6 tokens>")
    assert repr(graph).startswith("<TokenGraph 'doc-1' 'She never")
    assert repr(offer()["t7"]) == "<Token t7 link 'turned … down' turn_down|VERB>"
    assert repr(offer()["w0"]) == "<Leaf w0 'He'>"
    assert repr(offer().leaves[:2]) == "[<Leaf w0 'He'>, <Leaf w1 'finally'>]"
    text, leaves = columns(*["a a X X _ 0 root"] * 99)
    assert len(repr(TokenGraph(text, leaves, [(0, 98)]))) < 90


def test_graphs_are_equal_by_content() -> None:
    assert offer() == offer()
    assert offer() != coats()
    assert offer() != 1
    assert len({offer(), offer(), coats()}) == 2
    assert coats().expand(0) == coats()


def test_the_empty_text_has_an_empty_graph() -> None:
    graph = TokenGraph("", NO_LEAVES, [])
    assert list(graph.tokens) == []
    assert TokenGraph.from_json(graph.to_json()) == graph
    assert graph.expand() == graph.zoom("atom") == graph
    assert graph.to_parse().words == 0
    assert len(graph.to_networkx()) == 0


def test_a_multiword_token_keeps_its_surface_and_its_words() -> None:
    """The surface belongs to the first word; the second has an empty form."""
    leaves = LeafColumns(
        start=[0, 5, 6],
        end=[5, 5, 8],
        form=["don't", "", "go"],
        word=["do", "n't", "go"],
        lemma=["do", "not", "go"],
        upos=["AUX", "PART", "VERB"],
        xpos=[""] * 3,
        feats=[""] * 3,
        ent=[""] * 3,
        deprel=["aux", "advmod", "root"],
        space=["", " ", ""],
        head=[2, 2, -1],
    )
    graph = TokenGraph("don't go", leaves, [(0, 2)])
    document = orjson.loads(graph.to_json())
    assert [row.get("word") for row in document["leaves"]] == ["do", "n't", None]
    assert list(document["leaves"][0])[4:7] == ["form", "word", "lemma"]
    again = TokenGraph.from_json(graph.to_json())
    assert [leaf.word for leaf in again.leaves] == ["do", "n't", "go"]
    assert again["t1"].spans == [(5, 5)]


def test_a_deep_derivation_needs_no_recursion() -> None:
    """A core that absorbs a thousand times is written, read, and taken apart."""
    count = 1200
    text, leaves = columns("a a X X _ 0 root", *["b b X X _ 1 dep"] * count)
    core, tokens, steps = 0, [], []
    for place in range(1, count + 1):
        number = count + place
        tokens.append(
            TokenRecord(number, "atom", "a", "X", "", (core,), (place,), core, "", False, place)
        )
        steps.append(StepRecord(place, "t/r", "t:1", {"C": core}, (core, place), number))
        core = number
    graph = TokenGraph(text, leaves, [(0, count)], tuple(tokens[:60]), tuple(steps[:60]))
    assert TokenGraph.from_json(graph.to_json()) == graph
    deep = TokenGraph(text, leaves, [(0, count)], tuple(tokens), tuple(steps))
    tree, depth = deep.top[0].decompose(), 0
    while tree["kind"] == "atom":
        tree, depth = tree["parts"][0], depth + 1
    assert depth == count + 1
    assert len(deep.expand().top) == count + 1


@pytest.mark.parametrize(
    ("meta", "message"),
    [
        ({"a": {"b": math.nan}}, "meta.a.b: nan is no JSON number"),
        ({"a": [1, math.inf]}, r"meta.a\[1\]: inf is no JSON number"),
        ({"a": 1 << 70}, "meta.a: whole numbers must fit into 64 bits"),
        ({"a": {1: 2}}, "meta.a: the key 1 is no string"),
        ({"a": {1, 2}}, "meta.a: set is no JSON value"),
        ({"a": "\ud800"}, "cannot be written as JSON"),
    ],
)
def test_what_json_cannot_hold_is_refused(meta: dict[str, object], message: str) -> None:
    with pytest.raises(DocumentError, match=message):
        TokenGraph("", NO_LEAVES, [], meta=meta).to_json()


def test_a_lone_surrogate_is_refused() -> None:
    leaves = LeafColumns([0], [1], *[["\ud800"]] * 3, *[[""]] * 4, ["root"], [""], [-1])
    with pytest.raises(DocumentError, match="cannot be written as JSON"):
        TokenGraph("\ud800", leaves, [(0, 0)]).to_json()


def test_features_that_are_none_are_refused() -> None:
    text, leaves = columns("a a X X Case 0 root")
    with pytest.raises(DocumentError, match="features must read 'Name=Value"):
        TokenGraph(text, leaves, [(0, 0)]).to_json()


@pytest.mark.parametrize(
    ("value", "written"), [(0.12345678, 0.123457), (-0.0, 0.0), (-1e-9, 0.0), (1, 1.0)]
)
def test_floats_are_rounded_in_the_document(value: float, written: float) -> None:
    text, leaves = columns("a a X X _ 0 root")
    marker = MarkerRecord("tension", 0, 0, "", value, "me", {"v": value, "n": 1})
    graph = TokenGraph(text, leaves, [(0, 0)], markers=(marker,))
    document = orjson.loads(graph.to_json())
    assert repr(document["markers"][0]["value"]) == repr(written)
    assert document["markers"][0]["evidence"]["n"] == 1


def test_unknown_units_of_offsets_are_refused() -> None:
    with pytest.raises(UsageError, match="unknown unit of offsets 'byte'; choose one of codepoint"):
        offer().offsets("byte")  # type: ignore[arg-type]


def test_networkx_nodes_and_edges_carry_their_fields() -> None:
    drawn = offer().to_networkx()
    assert drawn.graph["text"] == offer().text
    assert drawn.nodes["t7"]["key"] == "turn_down|VERB"
    assert drawn.nodes["t7"]["class"] == "verb-particle"
    assert drawn.nodes["w0"]["head"] == "w2"
    assert drawn.get_edge_data("t7", "t2")[0] == {"type": "part", "head": True}
    assert drawn.get_edge_data("t7", "t0")[0] == {"type": "dependency", "relation": "nsubj"}
    assert drawn.get_edge_data("t5", "t2")[0]["label"] == "completes"
