"""Clusters of matches: the library and ``semgraph search --by``."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings

from semgraph.errors import RequestError, UsageError
from semgraph.grammar import parse_request
from semgraph.graph import TokenGraph
from semgraph.parse import Parse, parse_conllu
from semgraph.workbench import Searched, Tally, cluster
from tests.build import make_parse, sentence
from tests.cli_tools import GRAMMAR, LEFT, TURNED, run
from tests.request_strategies import parses

TREE = [
    sentence(
        "Dogs dog NOUN 2 nsubj Number=Plur",
        "chase chase VERB 0 root",
        "the the DET 4 det",
        "cat cat NOUN 2 obj Number=Sing",
    ),
    sentence(
        "She she PRON 2 nsubj",
        "sees see VERB 0 root",
        "cats cat NOUN 2 obj Number=Plur",
        "today today NOUN 2 obl:tmod",
    ),
]
EDGES = "pattern { e: V -[nsubj|obj|obl:tmod]-> N; V [upos=VERB] }"


def tally(request: str, *keys: str) -> dict[tuple[str, ...], int]:
    asked = parse_request(request, scheme="")
    searched = Searched.of_parse(make_parse([TREE, [TREE[0]]]))
    found = Tally(keys)
    found.add(cluster(searched.find(asked), searched, keys, asked))
    return dict(found.counts)


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (["V.lemma"], {("chase",): 4, ("see",): 3}),
        (["N.Number"], {("Plur",): 3, ("Sing",): 2, ("__undefined__",): 2}),
        (["N.form"], {("Dogs",): 2, ("cat",): 2, ("She",): 1, ("cats",): 1, ("today",): 1}),
        (["e.label"], {("nsubj",): 3, ("obj",): 3, ("obl:tmod",): 1}),
        (["e.1"], {("nsubj",): 3, ("obj",): 3, ("obl",): 1}),
        (["e.2"], {("__undefined__",): 6, ("tmod",): 1}),
        (["delta(V,N)"], {("-1",): 3, ("1",): 1, ("2",): 3}),
        (["length(N,V)"], {("1",): 4, ("2",): 3}),
        (["{ N -[det]-> D }"], {("yes",): 2, ("no",): 5}),
        (["{ N [Number=Plur]; V << N }"], {("yes",): 1, ("no",): 6}),
        (["{ N.upos = V.upos }"], {("no",): 7}),
        (["e.label", "N.upos"], {("nsubj", "NOUN"): 2, ("nsubj", "PRON"): 1, ("obj", "NOUN"): 3,
                                 ("obl:tmod", "NOUN"): 1}),
        (["V.lemma", "{ N -> D }", "e.1"], {("chase", "no", "nsubj"): 2, ("chase", "yes", "obj"): 2,
                                            ("see", "no", "nsubj"): 1, ("see", "no", "obj"): 1,
                                            ("see", "no", "obl"): 1}),
    ],
)  # fmt: skip
def test_matches_are_counted_by_their_values(
    keys: list[str], expected: dict[tuple[str, ...], int]
) -> None:
    assert tally(EDGES, *keys) == expected


def test_a_clause_may_ask_about_shared_nodes() -> None:
    request = "pattern { V -[obj]-> N$; X$ [upos=VERB] }"
    assert tally(request, "{ X [lemma=see] }") == {("yes",): 1, ("no",): 2}


def test_metadata_of_documents() -> None:
    text = "# genre = news\n" + TURNED + "# genre = news\n# genre = web\n" + LEFT
    asked = parse_request("pattern { X [upos=VERB] }")
    searched = Searched.of_parse(parse_conllu(text + LEFT))
    found = searched.find(asked)
    for key, values in [
        ("meta.sent_id", {("turned",): 1, ("left",): 2}),
        ("meta.genre", {("news",): 1, ("news | web",): 1, ("__undefined__",): 1}),
        ("meta.conllu", {("__undefined__",): 3}),
    ]:
        counts = Tally([key])
        counts.add(cluster(found, searched, [key], asked))
        assert dict(counts.counts) == values


def test_nothing_found_has_no_clusters() -> None:
    for keys in (["X.lemma"], ["{ X -> Y }", "X.form"], ["meta.sent_id"], ["delta(X,X)"]):
        assert tally("pattern { X [lemma=xyzzy] }", *keys) == {}


def test_rows_are_sorted_by_number_then_by_value() -> None:
    found = Tally(["k"])
    found.counts.update({("b",): 2, ("a",): 2, ("10",): 2, ("9",): 2, ("c",): 3})
    found.counts.update({("__undefined__",): 2})
    rows = [value for (value,), _ in found.rows()]
    assert rows == ["c", "9", "10", "a", "b", "__undefined__"]


def test_clusters_of_the_first_matches() -> None:
    asked = parse_request(EDGES)
    searched = Searched.of_parse(make_parse([TREE]))
    clustering = cluster(searched.find(asked), searched, ["N.lemma"], asked)
    found = Tally(["N.lemma"])
    found.add(clustering.first(2))
    assert dict(found.counts) == {("cat",): 1, ("dog",): 1}


@given(parses())
@settings(max_examples=60)
def test_clusters_are_those_of_a_loop_over_matches(parse: Parse) -> None:
    asked = parse_request("pattern { e: X -> Y }", scheme="")
    searched = Searched.of_parse(parse)
    matches = searched.find(asked)
    clustering = cluster(matches, searched, ["X.form", "e.label", "delta(X,Y)"], asked)
    expected: Counter[tuple[str, ...]] = Counter()
    for group, match in zip(clustering.group.tolist(), matches, strict=True):
        base = int(parse.doc_start[match.doc])
        x, y = (base + match[variable] for variable in "XY")
        strings = parse.strings
        values = (
            strings[int(parse.word[x])] or "__undefined__",
            strings[int(parse.deprel[y])] or "__undefined__",
        )
        assert clustering.values[group][:2] == values
        expected[clustering.values[group]] += 1
    assert dict(zip(clustering.values, clustering.counts.tolist(), strict=True)) == expected


# Mistakes.


@pytest.mark.parametrize(
    ("key", "message"),
    [
        ("W.lemma", "the pattern has no node or edge 'W'; there are V, N, e"),
        ("v.lemma", "did you mean 'V'"),
        ("e.lemma", "an edge has no 'lemma'"),
        ("e.labl", "did you mean 'label'"),
        ("delta(V,X)", "the pattern has no node 'X'; there are V, N"),
        ("dleta(V,N)", "did you mean 'delta'"),
        ("lemma", "'lemma' is no key to cluster by; keys are X.lemma"),
        ("V.", "is no key"),
        ("", "is no key"),
    ],
)
def test_a_wrong_key_is_told(key: str, message: str) -> None:
    with pytest.raises(UsageError, match=message.replace("(", r"\(")):
        tally(EDGES, key)


@pytest.mark.parametrize(
    ("request_", "key", "message"),
    [
        ("pattern { e: X -> * }", "e.label", "name the node that the edge ends in"),
        ("pattern { X [] } without { e: X -> Y }", "e.label", "no node or edge 'e'"),
        ("pattern { }", "{ X [] }", "the pattern binds none"),
    ],
)
def test_keys_that_the_request_does_not_allow(request_: str, key: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        tally(request_, key)


def test_a_mistake_in_clauses_is_an_error_of_the_request() -> None:
    with pytest.raises(RequestError, match="unknown variable 'Q'"):
        tally(EDGES, "{ N.lemma = Q.lemma }")
    with pytest.raises(RequestError):
        tally(EDGES, "{ N -[det-> D }")


# The command.


@pytest.fixture
def treebank(tmp_path: Path) -> Path:
    path = tmp_path / "two.conllu"
    path.write_text(LEFT + TURNED, encoding="utf-8")
    return path


@pytest.fixture
def graphs(tmp_path: Path, treebank: Path) -> Path:
    (tmp_path / "small.sg").write_text(GRAMMAR, encoding="utf-8")
    path = tmp_path / "two.jsonl"
    run(
        "tokenize", str(treebank), "--no-default-grammars", "--grammar",
        str(tmp_path / "small.sg"), "-o", str(path),
    )  # fmt: skip
    return path


WORDS = "pattern { e: V -> N; V [upos=VERB] }"


def test_a_table_of_one_key(treebank: Path) -> None:
    result = run("search", WORDS, str(treebank), "--by", "e.1", "--count")
    assert result.exit_code == 0, result.stderr
    assert [line.split() for line in result.stdout.splitlines()[2:]] == [
        ["nsubj", "2", "28.6", "%"],
        ["punct", "2", "28.6", "%"],
        ["advmod", "1", "14.3", "%"],
        ["compound", "1", "14.3", "%"],
        ["obj", "1", "14.3", "%"],
    ]


def test_a_cross_table_of_two_keys(treebank: Path) -> None:
    result = run("search", WORDS, str(treebank), "--by", "N.upos", "--by", "V.lemma", "--count")
    lines = [line.split() for line in result.stdout.splitlines()]
    assert lines[:2] == [["N.upos", "\\"], ["V.lemma", "turn", "leave", "all"]]
    assert lines[3:] == [
        ["PRON", "1", "1", "2"],
        ["PUNCT", "1", "1", "2"],
        ["ADP", "1", "·", "1"],
        ["ADV", "1", "·", "1"],
        ["NOUN", "1", "·", "1"],
        ["all", "5", "2", "7"],
    ]


def test_a_wide_cross_table_adds_up_its_smaller_columns(treebank: Path) -> None:
    result = run(
        "search", "pattern { X [] }", str(treebank), "--by", "X.upos", "--by", "X.form", "--count"
    )
    assert result.stdout.splitlines()[-1].split()[-2:] == ["1", "10"]  # 9 forms, "." twice
    more = run(
        "search", "pattern { X [] }", str(treebank), str(treebank), "--count",
        "--by", "X.upos", "--by", "X.form", "--format", "json",
    )  # fmt: skip
    assert json.loads(more.stdout)["matches"] == 20


def test_matches_under_headings(treebank: Path) -> None:
    result = run("search", "pattern { V -[punct]-> P }", str(treebank), "--by", "V.lemma")
    assert result.stdout == (
        "V.lemma=leave  1  50.0 %\n"
        f"{treebank}:left  V=left(2) P=.(3)\n"
        "    She [left][.]\n"
        "\n"
        "V.lemma=turn  1  50.0 %\n"
        f"{treebank}:turned  V=turned(3) P=.(7)\n"
        "    He finally [turned] the offer down[.]\n"
        "\n"
    )


def test_clusters_as_json(treebank: Path) -> None:
    arguments = ("search", "pattern { V -[punct]-> P }", str(treebank), "--by", "V.lemma")
    report = json.loads(run(*arguments, "--format", "json", "--count").stdout)
    assert report == {
        "keys": ["V.lemma"],
        "matches": 2,
        "clusters": [
            {"values": ["leave"], "count": 1, "share": 0.5},
            {"values": ["turn"], "count": 1, "share": 0.5},
        ],
    }
    lines = run(*arguments, "--format", "jsonl", "--count").stdout.splitlines()
    assert list(map(json.loads, lines)) == report["clusters"]
    shown = json.loads(run(*arguments, "--format", "json").stdout)["clusters"]
    assert [match["id"] for group in shown for match in group["matches"]] == ["left", "turned"]
    single = run(*arguments, "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line)["by"] for line in single] == [["leave"], ["turn"]]


def test_limit_counts_matches_over_all_files(treebank: Path) -> None:
    arguments = ("search", WORDS, str(treebank), str(treebank), "--by", "V.lemma", "--limit", "8")
    report = json.loads(run(*arguments, "--format", "json", "--count").stdout)
    assert [group["count"] for group in report["clusters"]] == [5, 3]
    shown = json.loads(run(*arguments, "--format", "json").stdout)
    assert [len(group["matches"]) for group in shown["clusters"]] == [5, 3]


def test_nothing_found_exits_with_one(treebank: Path) -> None:
    result = run("search", "pattern { X [lemma=xyzzy] }", str(treebank), "--by", "X.form")
    assert (result.exit_code, result.stdout) == (1, "")
    counted = run(
        "search", "pattern { X [lemma=xyzzy] }", str(treebank), "--by", "X.form", "--count",
        "--format", "json",
    )  # fmt: skip
    assert json.loads(counted.stdout)["clusters"] == []
    assert counted.exit_code == 1


def test_tokens_of_graphs_are_clustered(graphs: Path) -> None:
    request = "pattern { e: X -> Y }"
    found = run("search", request, str(graphs), "--by", "X.kind", "--by", "Y.key", "--count",
                "--format", "json")  # fmt: skip
    clusters = {tuple(c["values"]): c["count"] for c in json.loads(found.stdout)["clusters"]}
    assert clusters["link", "offer|NOUN"] == 1
    # The offer stands inside "turned … down": there is no distance between the two.
    apart = run("search", "pattern { L [kind=link]; L -> Y }", str(graphs), "--by", "delta(L,Y)",
                "--count", "--format", "json")  # fmt: skip
    values = {c["values"][0]: c["count"] for c in json.loads(apart.stdout)["clusters"]}
    assert values == {"-1": 1, "-2": 1, "1": 1, "__undefined__": 1}
    by_id = run("search", request, str(graphs), "--by", "meta.sent_id", "--count", "--format",
                "json")  # fmt: skip
    values = {c["values"][0]: c["count"] for c in json.loads(by_id.stdout)["clusters"]}
    assert values == {"turned": 4, "left": 2}


def test_a_wrong_key_is_told_before_anything_is_read() -> None:
    result = run("search", "pattern { X [] }", "none.conllu", "--by", "Y.lemma")
    assert result.exit_code == 2
    assert result.stderr.startswith("semgraph: error: 'Y.lemma': the pattern has no node or edge")


def test_rows_of_tokens_are_found_whatever_their_numbers(graphs: Path) -> None:
    """A produced token's number is not its place among the nodes."""
    lines = graphs.read_bytes().splitlines()
    held = [TokenGraph.from_json(line) for line in lines]
    searched = Searched.of_graphs(held)
    asked = parse_request("pattern { X [] }")
    matches = searched.find(asked)
    rows = matches.rows["X"]
    assert searched.nodes.token[rows].tolist() == matches["X"].tolist()
    assert searched.nodes.doc[rows].tolist() == matches.doc.tolist()
