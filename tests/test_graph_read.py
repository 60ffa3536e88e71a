"""Reading documents: what breaks the schema or an invariant is refused, with its path."""

from __future__ import annotations

import orjson
import pytest

from semgraph.errors import DocumentError
from semgraph.graph import TokenGraph
from semgraph.graph.invariants import CHECKS
from tests.graph_examples import blends, coats, offer
from tests.tampering import Tamper, both, drop, put
from tests.test_graph_read_splits import TAMPERED_BLENDS

BY = "by leaves and derivation"

# What is done to the example `offer`; path and message of the error.
TAMPERED = [
    # Kind and version.
    (put("format", "other"), "format", "no token graph: the format must be 'semgraph.token-graph'"),
    (drop("format"), "format", "no token graph: the format must be 'semgraph.token-graph'"),
    (put("version", "2.0"), "version", "version '2.0' is not read; '1.0' is"),
    # Shape.
    (drop("tokens"), "tokens", "is missing"),
    (drop("leaves.3.ent"), "leaves[3].ent", "is missing"),
    (put("extra", 1), "extra", "is no field of the schema"),
    (put("tokens.7.fields", {}), "tokens[7].fields", "is no field of the schema"),
    (put("leaves.0.start", "0"), "leaves[0].start", "input should be a valid integer"),
    (put("leaves.0.start", True), "leaves[0].start", "input should be a valid integer"),
    (
        put("leaves.0.start", -1),
        "leaves[0].start",
        "input should be greater than or equal to 0",
    ),
    (
        put("leaves.0.feats", {"A": None}),
        "leaves[0].feats.A",
        "input should be a valid string",
    ),
    (
        put("leaves.0.feats", {"A": "b|c"}),
        "leaves[0].feats.A",
        "string should match pattern '^[^|]*$'",
    ),
    (put("tokens.7.mwe", 1), "tokens[7].mwe", "input should be a valid boolean"),
    (
        put("tokens.7.kind", "scene"),
        "tokens[7].kind",
        "input should be 'atom', 'link' or 'hyperlexeme'",
    ),
    (put("tokens.7.parts.1", "x5"), "tokens[7].parts[1]", "string should match pattern"),
    (put("tokens.7.id", "t07"), "tokens[7].id", "string should match pattern"),
    (put("tokens.7.id", "t1234567890"), "tokens[7].id", "string should match pattern"),
    (put("tokens.7.spans.0", [11]), "tokens[7].spans[0]", "list should have at least 2 items"),
    (put("offset_unit", "byte"), "offset_unit", "input should be 'codepoint'"),
    (
        put("derivation.0.match.V", []),
        "derivation[0].match.V",
        "list should have at least 1 item",
    ),
    (put("derivation.0.match.V", 5), "derivation[0].match.V", "input should be a valid string"),
    (
        put("derivation.0.match.V", ["t2", 5]),
        "derivation[0].match.V[1]",
        "input should be a valid string",
    ),
    (
        put("derivation.0.match.V", "w2"),
        "derivation[0].match.V",
        "string should match pattern '^t",
    ),
    (
        put("provenance.pipeline.sha256", "abc"),
        "provenance.pipeline.sha256",
        "string should match pattern",
    ),
    (
        put("markers.0.kind", "echo"),
        "markers[0].kind",
        "input should be 'resonance', 'direction' or 'tension'",
    ),
    # Leaves.
    (put("leaves.2.id", "w9"), "leaves[2].id", "is 'w9', where 'w2' must stand"),
    (put("text", "He finally turned the offer down!"), "leaves[6].form", "the text has another"),
    (put("text", "He finally turned the offer down. "), "text", "has 34 characters, but"),
    (put("leaves.1.start", 4), "leaves[1].start", "is 4, but the text goes on at 3"),
    (put("leaves.1.end", 9), "leaves[1].end", "is 9, but the form ends at 10"),
    (put("leaves.1.form", "Finally"), "leaves[1].form", "is 'Finally', but the text"),
    (put("leaves.1.space", "\t"), "leaves[1].space", "is '\\t', but the text has another at 10"),
    (put("leaves.1.space", ""), "leaves[2].start", "is 11, but the text goes on at 10"),
    (drop("leaves.6"), "text", "has 33 characters, but the leaves cover 32"),
    (put("leaves.1.word", "finally"), "leaves[1].word", "is the form, and is then left out"),
    (put("sentences", []), "sentences", "hold 0 leaves of 7"),
    (put("sentences", [["w0", "w5"]]), "sentences", "hold 6 leaves of 7"),
    (put("sentences.0.0", "w1"), "sentences[0][0]", "is 'w1', but the next leaf is 'w0'"),
    (put("sentences.0.1", "w7"), "sentences[0][1]", "is 'w7', which is no leaf"),
    (
        put("sentences", [["w0", "w6"], ["w5", "w6"]]),
        "sentences[1][0]",
        "is 'w5', but the next leaf is 'w7'",
    ),
    (put("leaves.0.head", "w7"), "leaves[0].head", "is 'w7', which is no leaf of the same"),
    (
        put("sentences", [["w0", "w2"], ["w3", "w6"]]),
        "leaves[4].head",
        "is 'w2', which is no leaf of the same sentence",
    ),
    (put("leaves.2.head", "w2"), "leaves[2].head", "'w2' is its own ancestor"),
    (put("leaves.2.head", "w0"), "leaves[0].head", "'w0' is its own ancestor"),
    # Base atoms.
    (put("tokens", []), "tokens", "lack the base atom 't0' of 'w0'"),
    (put("tokens.0.id", "t1"), "tokens[0].id", "is 't1', where the base atom 't0' must stand"),
    (put("tokens.0.parts", ["w1"]), "tokens[0].parts", "must be 'w0' alone in a base atom"),
    (put("tokens.0.lemma", "she"), "tokens[0].lemma", f"is 'she', but is 'he' {BY}"),
    (put("tokens.0.kind", "link"), "tokens[0].kind", f"is 'link', but is 'atom' {BY}"),
    (put("tokens.0.mwe", True), "tokens[0].mwe", f"is True, but is False {BY}"),
    (put("tokens.0.step", "s1"), "tokens[0].step", f"is 's1', but is None {BY}"),
    (put("tokens.0.feats", {}), "tokens[0].feats.Case", f"is missing, but is 'Nom' {BY}"),
    (put("tokens.1.feats", {"A": "b"}), "tokens[1].feats.A", f"is one too many {BY}"),
    # Produced tokens.
    (put("tokens.7.id", "t6"), "tokens[7].id", "is 't6', but must come after 't6'"),
    (put("tokens.7.parts.1", "t8"), "tokens[7].parts[1]", "is 't8', which is no earlier token"),
    (put("tokens.7.parts.1", "t7"), "tokens[7].parts[1]", "is 't7', which is no earlier token"),
    (put("tokens.7.parts.1", "w5"), "tokens[7].parts[1]", "is 'w5', which is no earlier token"),
    (put("tokens.7.parts.1", "t2"), "tokens[7].parts[1]", "is 't2', which is in 't7' already"),
    (
        put("tokens.7.satellites", ["t5"]),
        "tokens[7].satellites[0]",
        "is 't5', which is in 't7' already",
    ),
    (put("tokens.7.head_part", "t0"), "tokens[7].head_part", "is 't0', which is none of the"),
    (put("tokens.7.kind", "atom"), "tokens[7].kind", "is 'atom', but the parts are not one atom"),
    (
        put("tokens.7.parts", ["t2"]),
        "tokens[7].kind",
        "is 'link', but the parts have 1 cores, not 2 or 3",
    ),
    (
        both(put("tokens.7.parts", ["t2"]), put("tokens.7.kind", "hyperlexeme")),
        "tokens[7].kind",
        "is 'hyperlexeme', but the parts have one word",
    ),
    (
        put("tokens.7.parts", ["t2", "t5", "t0", "t1"]),
        "tokens[7].kind",
        "is 'link', but the parts have 4 cores, not 2 or 3",
    ),
    (put("tokens.7.form", "turned down"), "tokens[7].form", f"but is 'turned … down' {BY}"),
    (put("tokens.7.spans", [[11, 32]]), "tokens[7].spans[0][1]", f"is 32, but is 17 {BY}"),
    (put("tokens.7.key", "turn|VERB"), "tokens[7].key", f"but is 'turn_down|VERB' {BY}"),
    (put("tokens.7.top", False), "tokens[7].top", f"is False, but is True {BY}"),
    (put("tokens.2.top", True), "tokens[2].top", f"is True, but is False {BY}"),
    # Derivation.
    (drop("derivation.0"), "tokens[7].step", "is 's1', but no step makes 't7'"),
    (put("tokens.7.step", None), "tokens[7].step", "is null, but 's1' made it"),
    (put("tokens.7.step", "s2"), "tokens[7].step", "is 's2', but 's1' made it"),
    (put("derivation.0.id", "s0"), "derivation[0].id", "string should match pattern"),
    (
        put("derivation.0.produced", "t6"),
        "derivation[0].produced",
        "is 't6', but the next token made is 't7'",
    ),
    (drop("tokens.7"), "derivation[0].produced", "is 't7', but no token is left to make"),
    (
        put("derivation.0.produced", None),
        "derivation[0].produced",
        "is null in a step that sets nothing",
    ),
    (
        put("derivation.0.consumed", ["t5", "t2"]),
        "derivation[0].consumed",
        "must be the parts and satellites of 't7'",
    ),
    (
        put("derivation.0.set", [{"token": "t2", "feature": "A", "value": "b"}]),
        "derivation[0].set",
        "must be empty in a step that makes a token",
    ),
    (
        put("derivation.0.match.V", "t7"),
        "derivation[0].match.V",
        "is 't7', which is no token by then",
    ),
    (
        put("derivation.0.match.X", ["t1", "t9"]),
        "derivation[0].match.X[1]",
        "is 't9', which is no token by then",
    ),
    (
        put("derivation.0.edges.removed", []),
        "derivation[0].edges.removed",
        f"has 0 items, but has 1 {BY}",
    ),
    (
        put("derivation.0.edges.moved.1.target", "t6"),
        "derivation[0].edges.moved[1].target",
        f"is 't6', but is 't1' {BY}",
    ),
    # Edges and paths.
    (drop("edges.4"), "edges", f"has 4 items, but has 5 {BY}"),
    (put("edges.0.source", "t2"), "edges[0].source", f"is 't2', but is 't7' {BY}"),
    (put("edges.0.id", "e1"), "edges[0].id", f"is 'e1', but is 'e0' {BY}"),
    (put("edges.0.relation", "obj"), "edges[0].relation", f"is 'obj', but is 'nsubj' {BY}"),
    (drop("paths.w3"), "paths.w3", f"is missing, but is ['t3', 'w3'] {BY}"),
    (put("paths.w9", ["t9", "w9"]), "paths.w9", f"is one too many {BY}"),
    (put("paths.w2.1", "t5"), "paths.w2[1]", f"is 't5', but is 't2' {BY}"),
    (put("paths.w2", ["t2", "w2"]), "paths.w2[0]", f"is 't2', but is 't7' {BY}"),
    # Markers and provenance.
    (put("markers.0.source", "t8"), "markers[0].source", "is 't8', which is no token of the"),
    (put("markers.0.value", 1.5), "markers[0].value", "is 1.5, but a direction lies in [-1, 1]"),
    (
        both(put("markers.0.kind", "tension"), put("markers.0.value", -0.5)),
        "markers[0].value",
        "is -0.5, but a tension lies in [0, 1]",
    ),
    (
        put("provenance.grammars", offer().provenance["grammars"] * 2),
        "provenance.grammars[1].name",
        "is 'en.verbs' a second time",
    ),
]


@pytest.mark.parametrize(("tamper", "path", "message"), TAMPERED)
def test_a_tampered_document_is_refused_with_the_path(
    tamper: Tamper, path: str, message: str
) -> None:
    document = orjson.loads(offer().to_json())
    tamper(document)
    with pytest.raises(DocumentError) as caught:
        TokenGraph.from_json(orjson.dumps(document))
    assert (caught.value.path, message in caught.value.message) == (path, True), caught.value


# The same for the example `coats`: several steps, sets and merged matches.
TAMPERED_COATS = [
    (put("derivation.1.id", "s1"), "derivation[1].id", "is 's1', but must come after 's1'"),
    (
        put("derivation.3.consumed", ["t1"]),
        "derivation[3].consumed",
        "must be empty in a step that makes no token",
    ),
    (
        put("derivation.3.set.0.token", "t11"),
        "derivation[3].set[0].token",
        "is 't11', which is no token by then",
    ),
    (
        put("derivation.3.set.0", {"token": "t2", "feature": "Tense", "value": "Pres"}),
        "derivation[3].set[0].feature",
        "is 'Tense', which 't2' has already",
    ),
    (
        put("derivation.3.set.0.value", "Pos"),
        "tokens[9].feats.Polarity",
        f"is 'Neg', but is 'Pos' {BY}",
    ),
    (
        put("derivation.4.merged.0.match.P.1", "t11"),
        "derivation[4].merged[0].match.P[1]",
        "is 't11', which is no token by then",
    ),
    (put("tokens.9.parts", ["t2", "t9"]), "tokens[9].parts[0]", "is 't2', which is in 't7'"),
    (
        put("tokens.8.satellites", []),
        "derivation[1].consumed",
        "must be the parts and satellites of 't9'",
    ),
]


@pytest.mark.parametrize(("tamper", "path", "message"), TAMPERED_COATS)
def test_a_tampered_derivation_is_refused_with_the_path(
    tamper: Tamper, path: str, message: str
) -> None:
    document = orjson.loads(coats().to_json())
    tamper(document)
    with pytest.raises(DocumentError) as caught:
        TokenGraph.from_json(orjson.dumps(document))
    assert (caught.value.path, message in caught.value.message) == (path, True), caught.value


def test_every_invariant_has_a_document_that_breaks_it() -> None:
    """Each check fires on some tampered document."""
    fired = set()
    tables = ((offer, TAMPERED), (coats, TAMPERED_COATS), (blends, TAMPERED_BLENDS))
    for make, table in tables:
        for tamper, _, _ in table:
            document = orjson.loads(make().to_json())
            tamper(document)
            with pytest.raises(DocumentError) as caught:
                TokenGraph.from_json(orjson.dumps(document))
            names = [frame.name for frame in caught.traceback]
            if names[-1] == "check":
                fired.add(caught.traceback[-1].frame.f_locals["rule"])
    assert fired == set(CHECKS)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "no JSON: "),
        (b"{", "no JSON: "),
        (b'{"a": 1}\n{"a": 2}', "no JSON: "),
        (b"\xff{}", "no JSON: "),
        ('{"text": "\ud800"}', "no JSON: "),
        (b'"\\ud800"', "no JSON: "),
        (b"[" * 5000, "no JSON: "),
        (b"NaN", "no JSON: "),
        (b"[]", "no token graph"),
        (b"null", "no token graph"),
        (b'{"format": 1}', "no token graph"),
    ],
)
def test_what_is_no_token_graph_is_refused(data: bytes | str, message: str) -> None:
    with pytest.raises(DocumentError, match=message):
        TokenGraph.from_json(data)


def test_broken_json_says_where() -> None:
    with pytest.raises(DocumentError, match=r"\(line 2, column 9\)"):
        TokenGraph.from_json(b'{"a": 1,\n "b": 1 2}')


def test_a_document_over_the_limit_is_refused_before_it_is_parsed() -> None:
    data = offer().to_json()
    assert TokenGraph.from_json(data, max_bytes=len(data)) == offer()
    with pytest.raises(DocumentError, match="more than 10"):
        TokenGraph.from_json(data, max_bytes=10)


def test_metadata_may_not_be_nested_without_bound() -> None:
    document = orjson.loads(offer().to_json())
    nested: list[object] = []
    for _ in range(200):
        nested = [nested]
    document["meta"] = {"a": nested}
    with pytest.raises(DocumentError, match="nested deeper than 64 levels") as caught:
        TokenGraph.from_json(orjson.dumps(document))
    assert caught.value.path.startswith("meta.a[0]")


def test_white_space_and_the_order_of_keys_do_not_matter() -> None:
    document = orjson.loads(coats().to_json())
    shuffled = {name: document[name] for name in reversed(document)}
    assert TokenGraph.from_json(orjson.dumps(shuffled, option=orjson.OPT_INDENT_2)) == coats()
