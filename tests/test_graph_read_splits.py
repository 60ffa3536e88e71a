"""Reading documents with split words: what breaks an invariant is refused, with its path."""

from __future__ import annotations

import orjson
import pytest

from semgraph.errors import DocumentError
from semgraph.graph import TokenGraph
from tests.graph_examples import blends
from tests.tampering import Tamper, both, drop, put

SPLIT = "derivation.1.split"

# What is done to the example `blends`; path and message of the error.
TAMPERED_BLENDS = [
    # Shape.
    (drop(SPLIT), "derivation[1].split", "is missing"),
    (drop(f"{SPLIT}.head"), "derivation[1].split.head", "is missing"),
    (drop(f"{SPLIT}.word.ent"), "derivation[1].split.word.ent", "is missing"),
    (put(f"{SPLIT}.leaves", ["w2"]), "derivation[1].split.leaves", "at least 2 items"),
    (put(f"{SPLIT}.leaves.0", "t2"), "derivation[1].split.leaves[0]", "should match pattern"),
    # Steps.
    (
        both(put("derivation.0.split", None), put("derivation.0.produced", "t8")),
        "derivation[1].split",
        "must be null, as other steps stand before",
    ),
    (
        put("derivation.0.produced", "t8"),
        "derivation[0].produced",
        "must be null in a step that splits a word",
    ),
    (put("derivation.0.consumed", ["t1"]), "derivation[0].consumed", "must be empty in a step"),
    (
        put("derivation.0.set", [{"token": "t1", "feature": "A", "value": "b"}]),
        "derivation[0].set",
        "must be empty in a step that splits a word",
    ),
    (
        put("derivation.0.merged", [{"rule": "r", "at": "a", "match": {}}]),
        "derivation[0].merged",
        "must be empty in a step that splits a word",
    ),
    (put("derivation.1.split", None), "derivation[1].produced", "is null in a step that sets no"),
    (put("derivation.1.id", "s1"), "derivation[1].id", "is 's1', but must come after 's1'"),
    (put("derivation.0.match.W.0", "t8"), "derivation[0].match.W[0]", "no token by then"),
    (
        put("derivation.0.edges.removed", [{"source": "t6", "target": "t5", "relation": "x"}]),
        "derivation[0].edges.removed",
        "has 1 items, but has 0",
    ),
    # Pieces.
    (put(f"{SPLIT}.leaves.2", "w9"), "derivation[1].split.leaves[2]", "is 'w9', which is no leaf"),
    (
        put(f"{SPLIT}.leaves", ["w2", "w4"]),
        "derivation[1].split.leaves[1]",
        "is 'w4', where 'w3' must stand",
    ),
    (
        put(f"{SPLIT}.leaves", ["w3", "w2", "w4"]),
        "derivation[1].split.leaves[1]",
        "is 'w2', where 'w4' must stand",
    ),
    (
        put(f"{SPLIT}.leaves", ["w4", "w5"]),
        "derivation[1].split.leaves[1]",
        "is 'w5', a piece of another word",
    ),
    (
        put(f"{SPLIT}.leaves", ["w2", "w3"]),
        "derivation[1].split.word.form",
        "is 'blood-red', but the pieces spell 'blood-'",
    ),
    (
        put("derivation.0.split.leaves", ["w6", "w7"]),
        "derivation[0].split.word.form",
        "is 'seawater', but the pieces spell 'water.'",
    ),
    (
        put(f"{SPLIT}.leaves", ["w1", "w2"]),
        "leaves[1].space",
        "must be empty before a further piece of a word",
    ),
    (put("leaves.3.word", "–"), "leaves[3].word", "cannot stand in a piece of a word"),
    (
        both(put("leaves.5.form", ""), put("leaves.5.end", 19), put("leaves.6.start", 19)),
        "leaves[6].end",
        "is 27, but the form ends at 24",
    ),
    (
        both(
            put("leaves.5.form", ""),
            put("leaves.5.end", 19),
            put("leaves.6.start", 19),
            put("leaves.6.form", "seawater"),
        ),
        "leaves[5].form",
        "is empty in a piece of a word",
    ),
    # The head piece.
    (put(f"{SPLIT}.head", "w5"), "derivation[1].split.head", "is 'w5', which is none of the"),
    (put(f"{SPLIT}.head", "w3"), "leaves[2].head", "is 'w4', but the head piece is 'w3'"),
    (put("leaves.2.head", "w1"), "leaves[2].head", "is 'w1', but the head piece is 'w4'"),
    (
        both(put("leaves.2.head", None), put("leaves.2.deprel", "root")),
        "leaves[2].head",
        "is null, but the head piece is 'w4'",
    ),
    (
        put("leaves.7.head", "w5"),
        "leaves[7].head",
        "is 'w5', a piece from which nothing hangs; the head piece is 'w6'",
    ),
    (put("leaves.4.head", "w5"), "leaves[4].head", "is 'w5', a piece from which nothing hangs"),
    (put(f"{SPLIT}.word.upos", "NOUN"), "derivation[1].split.word.upos", "but 'w4' has 'ADJ'"),
    (put(f"{SPLIT}.word.xpos", "NN"), "derivation[1].split.word.xpos", "but 'w4' has 'JJ'"),
    (put(f"{SPLIT}.word.feats", {}), "derivation[1].split.word.feats", "is {}, but 'w4' has"),
    (put(f"{SPLIT}.word.ent", "ORG"), "derivation[1].split.word.ent", "is 'ORG', but 'w2' has ''"),
    (put("leaves.3.ent", "ORG"), "derivation[1].split.word.ent", "is '', but 'w3' has 'ORG'"),
]


@pytest.mark.parametrize(("tamper", "path", "message"), TAMPERED_BLENDS)
def test_a_tampered_split_is_refused_with_the_path(tamper: Tamper, path: str, message: str) -> None:
    document = orjson.loads(blends().to_json())
    tamper(document)
    with pytest.raises(DocumentError) as caught:
        TokenGraph.from_json(orjson.dumps(document))
    assert (caught.value.path, message in caught.value.message) == (path, True), caught.value


def test_the_example_is_read_back() -> None:
    assert TokenGraph.from_json(blends().to_json()) == blends()


def test_words_are_whole_again_when_all_is_undone() -> None:
    graph = blends()
    whole = graph.expand()
    assert [
        (leaf.id, leaf.form, leaf.lemma, leaf.head and leaf.head.id, leaf.deprel)
        for leaf in whole.leaves
    ] == [
        ("w0", "She", "she", "w1", "nsubj"),
        ("w1", "sees", "see", None, "root"),
        ("w2", "blood-red", "blood-red", "w3", "amod"),
        ("w3", "seawater", "seawater", "w1", "obj"),
        ("w4", ".", ".", "w1", "punct"),
    ]
    assert whole.sentences == (("w0", "w4"),)
    assert [(m.label, m.source, m.target) for m in whole.markers] == [("ends", "t4", "t1")]
    assert whole.text == graph.text
    assert graph["s2"].split == {
        "word": {
            "form": "blood-red",
            "lemma": "blood-red",
            "upos": "ADJ",
            "xpos": "JJ",
            "feats": {"Degree": "Pos"},
            "ent": "",
        },
        "leaves": ["w2", "w3", "w4"],
        "head": "w4",
    }
