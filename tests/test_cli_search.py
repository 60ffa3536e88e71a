"""``semgraph search`` and ``decompose``, over treebanks and token graphs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli_tools import GRAMMAR, LEFT, TURNED, run

PARTICLE = "pattern { V [upos=VERB]; V -[compound:prt]-> P }"


@pytest.fixture
def treebank(tmp_path: Path) -> Path:
    path = tmp_path / "two.conllu"
    path.write_text(LEFT + TURNED, encoding="utf-8")
    return path


@pytest.fixture
def graphs(tmp_path: Path, treebank: Path) -> Path:
    (tmp_path / "small.sg").write_text(GRAMMAR, encoding="utf-8")
    path = tmp_path / "two.jsonl"
    result = run(
        "tokenize", str(treebank), "--no-default-grammars", "--grammar",
        str(tmp_path / "small.sg"), "-o", str(path),
    )  # fmt: skip
    assert result.exit_code == 0, result.stderr
    return path


def test_matches_in_a_treebank_are_shown_with_their_words(treebank: Path) -> None:
    result = run("search", PARTICLE, str(treebank))
    assert result.exit_code == 0, result.stderr
    assert result.stdout == (
        f"{treebank}:turned  V=turned(3) P=down(6)\n    He finally [turned] the offer [down].\n"
    )


def test_matches_as_json(treebank: Path) -> None:
    result = run("search", PARTICLE, str(treebank), "--format", "json")
    assert json.loads(result.stdout) == [
        {
            "file": str(treebank),
            "doc": 1,
            "id": "turned",
            "sentence": "He finally turned the offer down.",
            "nodes": {
                "V": {"index": 2, "id": "w2", "form": "turned"},
                "P": {"index": 5, "id": "w5", "form": "down"},
            },
        }
    ]
    lines = run("search", PARTICLE, str(treebank), "--format", "jsonl").stdout
    assert json.loads(lines) == json.loads(result.stdout)[0]


def test_nothing_found_exits_with_one(treebank: Path) -> None:
    result = run("search", "pattern { V [lemma=xyzzy] }", str(treebank))
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", "")
    empty = run("search", "pattern { V [lemma=xyzzy] }", str(treebank), "--format", "json")
    assert (empty.exit_code, json.loads(empty.stdout)) == (1, [])


def test_count_and_limit(treebank: Path) -> None:
    request = "pattern { V [upos=VERB] }"
    assert run("search", request, str(treebank), "--count").stdout == "2\n"
    assert run("search", request, str(treebank), "--limit", "1").stdout.count("\n") == 2
    assert run("search", "pattern { V [upos=X] }", str(treebank), "--count").stdout == "0\n"


def test_documents_are_counted_over_all_files(treebank: Path) -> None:
    result = run("search", PARTICLE, str(treebank), str(treebank), "--format", "jsonl")
    assert [json.loads(line)["doc"] for line in result.stdout.splitlines()] == [1, 3]


def test_top_tokens_of_graphs_are_nodes(graphs: Path) -> None:
    request = "pattern { L [kind=link, class=verb-particle, key=/turn.*/]; L -[obj]-> O }"
    result = run("search", request, str(graphs))
    assert result.exit_code == 0, result.stderr
    assert result.stdout == (
        f"{graphs}:turned  L=turned … down(t7) O=the offer(t8)\n"
        "    He finally [turned] [the offer] [down].\n"
    )


@pytest.mark.parametrize(
    ("request_", "number"),
    [
        ("pattern { X [kind=atom] }", 7),
        ("pattern { X [Done=Yes] }", 1),
        ("pattern { X [Tense=Past, xpos=VBD] }", 1),
        ("pattern { X [deprel=root] }", 2),
        ("pattern { X [form=/the offer/] }", 1),
        ("pattern { X << Y; X [lemma=offer] }", 1),  # the link stands on both sides
        ("pattern { X < Y; X [lemma=she] }", 1),
        ("pattern { L [kind=link]; L ->> X }", 4),
    ],
)
def test_nodes_of_graphs_have_the_features_of_tokens(
    graphs: Path, request_: str, number: int
) -> None:
    assert run("search", request_, str(graphs), "--count").stdout == f"{number}\n"


def test_words_of_graphs_match_as_those_of_the_treebank(treebank: Path, graphs: Path) -> None:
    words = run("search", PARTICLE, str(graphs), "--level", "leaves", "--format", "jsonl").stdout
    plain = run("search", PARTICLE, str(treebank), "--format", "jsonl").stdout
    assert json.loads(words) | {"file": ""} == json.loads(plain) | {"file": ""}


def test_treebanks_can_be_tokenized_first(treebank: Path) -> None:
    request = "pattern { L [kind=link, lemma=/turn down/] }"
    result = run("search", request, str(treebank), "--level", "tokens", "--lang", "en", "--count")
    assert result.stdout == "1\n"


@pytest.mark.parametrize("name", ["treebank", "graphs"])
def test_standard_input_is_told_by_its_content(name: str, request: pytest.FixtureRequest) -> None:
    content = request.getfixturevalue(name).read_bytes()
    result = run("search", "pattern { V [upos=VERB] }", "-", "--count", input=content)
    assert result.stdout == "2\n"


# Decompose.


def test_a_token_is_taken_apart(graphs: Path) -> None:
    result = run("decompose", str(graphs), "t7", "--doc", "2")
    assert result.stdout == (
        "◆ turned … down  turn down VERB  root\n"
        "  ├ turned       turn VERB       head\n"
        "  ├ down         down ADP\n"
        "  ├ verb-particle, mwe  by small/particle_verb  small.sg:3\n"
        "  ├ Done=Yes  by small/past  small.sg:15\n"
        '  └ direction  down → turned "completes"\n'
    )


def test_a_word_stands_for_the_token_that_holds_it(graphs: Path) -> None:
    by_word = run("decompose", str(graphs), "w5", "--doc", "2")
    assert by_word.stdout == run("decompose", str(graphs), "t7", "--doc", "2").stdout


def test_a_token_as_nested_json(graphs: Path) -> None:
    result = run("decompose", str(graphs), "t8", "--doc", "2", "--format", "json")
    tree = json.loads(result.stdout)
    assert (tree["id"], tree["rule"], tree["at"]) == ("t8", "small/determiner", "small.sg:11")
    assert [part["form"] for part in tree["parts"]] == ["offer"]
    assert [satellite["form"] for satellite in tree["satellites"]] == ["the"]
    assert tree["parts"][0]["parts"] == [{"id": "w4", "kind": "leaf", "form": "offer"}]


def test_without_a_token_all_top_tokens_are_taken_apart(graphs: Path) -> None:
    trees = run("decompose", str(graphs), "--format", "json").stdout.splitlines()
    assert [len(json.loads(line)) for line in trees] == [3, 5]
    assert run("decompose", "-", input=graphs.read_bytes()).stdout.count("◆") == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["t7"], "there are several graphs; choose one with --doc N"),
        (["t7", "--doc", "3"], "there is no graph number 3"),
        (["t99", "--doc", "2"], "no token 't99' in this graph"),
        (["s1", "--doc", "2"], "'s1' is no token"),
    ],
)
def test_what_is_not_there_is_an_error(graphs: Path, arguments: list[str], message: str) -> None:
    result = run("decompose", str(graphs), *arguments)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"semgraph: error: {message}")


def test_a_request_names_tables_of_the_command_line(treebank: Path, tmp_path: Path) -> None:
    table = tmp_path / "words.tsv"
    table.write_text("phrase\tgap\nturn down\t3\n", "utf-8")
    request = "pattern { phrase P from words }"
    result = run("search", request, str(treebank), "--lexicon", f"words={table}", "--count")
    assert (result.exit_code, result.stdout) == (0, "1\n")
    wrong = run("search", request, str(treebank), "--lexicon", str(table))
    assert wrong.exit_code == 2
    assert "--lexicon takes NAME=FILE" in wrong.stderr


def test_what_no_scheme_of_labels_forbids_is_searched_and_a_misspelling_told(
    treebank: Path,
) -> None:
    for request, note in (
        ("X -[objj]-> Y", "unknown relation 'objj'; did you mean 'obj'?"),
        ("X [uposs=VERB]", "unknown feature 'uposs'; did you mean 'upos'?"),
    ):
        result = run("search", f"pattern {{ {request} }}", str(treebank), "--count")
        assert (result.exit_code, result.stdout) == (1, "0\n")
        assert result.stderr == f"semgraph: note: {note}\n"
