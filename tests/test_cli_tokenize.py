"""``semgraph tokenize`` and ``restore``, over treebanks: no pipeline is needed."""

from __future__ import annotations

import gzip
import json
import lzma
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli_tools import GRAMMAR, LEFT, TURNED, process, run


@pytest.fixture
def treebank(tmp_path: Path) -> Path:
    path = tmp_path / "two.conllu"
    path.write_text(TURNED + LEFT, encoding="utf-8")
    return path


@pytest.fixture
def grammar(tmp_path: Path) -> Path:
    path = tmp_path / "small.sg"
    path.write_text(GRAMMAR, encoding="utf-8")
    return path


def small(grammar: Path) -> list[str]:
    return ["--no-default-grammars", "--grammar", str(grammar), "--lang", "en"]


def test_a_treebank_gives_a_graph_a_sentence(treebank: Path, grammar: Path) -> None:
    result = run("tokenize", str(treebank), *small(grammar))
    assert result.exit_code == 0, result.stderr
    graphs = [json.loads(line) for line in result.stdout.splitlines()]
    assert [graph["id"] for graph in graphs] == ["turned", "left"]
    link = next(token for token in graphs[0]["tokens"] if token["kind"] == "link")
    assert link["key"] == "turn_down|VERB"
    assert link["spans"] == [[11, 17], [28, 32]]
    step = next(step for step in graphs[0]["derivation"] if step["id"] == link["step"])
    assert (step["rule"], step["at"]) == ("small/particle_verb", "small.sg:3")


def test_one_sentence_gives_one_object_with_a_line_feed(tmp_path: Path, grammar: Path) -> None:
    path = tmp_path / "one.conllu"
    path.write_text(TURNED, encoding="utf-8")
    result = run("tokenize", str(path), *small(grammar), "--format", "json")
    assert result.stdout.endswith("}\n")
    assert result.stdout.count("\n") == 1


@pytest.mark.parametrize(("ending", "opener"), [(".gz", gzip.open), (".xz", lzma.open)])
def test_packed_treebanks_are_told_by_their_ending(
    tmp_path: Path, treebank: Path, grammar: Path, ending: str, opener: Callable[..., gzip.GzipFile]
) -> None:
    packed = tmp_path / f"two.conllu{ending}"
    with opener(packed, "wb") as file:
        file.write(treebank.read_bytes())
    plain = run("tokenize", str(treebank), *small(grammar))
    assert run("tokenize", str(packed), *small(grammar)).stdout_bytes == plain.stdout_bytes


def test_chunks_of_a_treebank_make_no_difference(
    treebank: Path, grammar: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = run("tokenize", str(treebank), *small(grammar)).stdout
    monkeypatch.setattr("semgraph.cli.inputs.CONLLU_CHUNK", 1)
    assert run("tokenize", str(treebank), *small(grammar)).stdout == whole


def test_the_line_of_a_mistake_counts_from_the_begin_of_the_file(
    tmp_path: Path, grammar: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "bad.conllu"
    path.write_text(TURNED + LEFT.replace("2\tleft", "9\tleft"), encoding="utf-8")
    errors = set()
    for size in (1, 1 << 20):
        monkeypatch.setattr("semgraph.cli.inputs.CONLLU_CHUNK", size)
        result = run("tokenize", str(path), *small(grammar), "-o", str(tmp_path / "out"))
        assert result.exit_code == 2
        errors.add(result.stderr)
    assert f"bad.conllu:{TURNED.count(chr(10)) + 3}: " in errors.pop()
    assert not errors


def test_rules_can_be_switched_off(treebank: Path, grammar: Path) -> None:
    off = run("tokenize", str(treebank), *small(grammar), "--without", "small/particle_verb")
    assert "turn_down" not in off.stdout
    wrong = run("tokenize", str(treebank), *small(grammar), "--without", "small/particle_verbs")
    assert wrong.exit_code == 2
    assert "did you mean 'small/particle_verb'?" in wrong.stderr


def test_a_grammar_is_found_by_name_in_a_folder(treebank: Path, grammar: Path) -> None:
    result = run(
        "tokenize", str(treebank), "--no-default-grammars", "--grammar", "small",
        "--grammar-path", str(grammar.parent),
    )  # fmt: skip
    assert "turn_down|VERB" in result.stdout


# Trees and tables.


def test_the_tree_shows_parts_rules_and_markers(treebank: Path, grammar: Path) -> None:
    result = run("tokenize", str(treebank), *small(grammar), "--format", "tree")
    assert result.exit_code == 0, result.stderr
    assert result.stdout.split("\n\n7 leaves")[0] == (
        "turned\n"
        "He finally turned the offer down.\n"
        "\n"
        "○ He             he PRON         nsubj of turned … down\n"
        "○ finally        finally ADV     advmod of turned … down\n"
        "◆ turned … down  turn down VERB  root\n"
        "  ├ turned       turn VERB       head\n"
        "  ├ down         down ADP\n"
        "  ├ verb-particle, mwe  by small/particle_verb  small.sg:3\n"
        "  ├ Done=Yes  by small/past  small.sg:15\n"
        '  └ direction  down → turned "completes"\n'
        "○ the offer      offer NOUN      obj of turned … down\n"
        "  ├ the          the DET         satellite\n"
        "  ├ offer        offer NOUN\n"
        "  └ by small/determiner  small.sg:11\n"
        "○ .              . PUNCT         punct of turned … down"
    )
    assert "7 leaves, 5 tokens:  ○ 4 atoms  ◆ 1 link  ★ 0 hyperlexemes\n" in result.stdout


@pytest.mark.parametrize("form", ["tree", "table"])
def test_hostile_text_is_shown_as_signs(tmp_path: Path, grammar: Path, form: str) -> None:
    path = tmp_path / "hostile.conllu"
    word = "[bold]x\x1b[31m\u202e"
    path.write_text(LEFT.replace("She", word).replace("sent_id = left", "sent_id = \x07"))
    result = run("tokenize", str(path), *small(grammar), "--format", form)
    assert result.exit_code == 0, result.stderr
    assert "[bold]x␛[31m⟨U+202E⟩" in result.stdout.replace("\n", "")
    assert "\x1b" not in result.stdout
    assert "\x07" not in result.stdout


def test_every_line_of_a_tree_fits_eighty_columns(tmp_path: Path, grammar: Path) -> None:
    path = tmp_path / "long.conllu"
    path.write_text(TURNED.replace("offer", "offer" * 20).replace("finally", "ы" * 50))
    result = run("tokenize", str(path), *small(grammar), "--format", "tree")
    assert max(map(len, result.stdout.splitlines())) <= 80


def test_the_table_has_a_row_for_each_top_token(treebank: Path, grammar: Path) -> None:
    rows = run("tokenize", str(treebank), *small(grammar), "--format", "table").stdout.splitlines()
    row = next(row for row in rows if "◆" in row and "leaves" not in row)
    assert " ".join(row.split()) == "t7 ◆ turned … down turn down VERB verb-particle root"


# Files.


def test_output_goes_to_a_file_when_all_is_done(
    tmp_path: Path, treebank: Path, grammar: Path
) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("old")
    out.chmod(0o640)
    result = run("tokenize", str(treebank), *small(grammar), "-o", str(out))
    assert (result.exit_code, result.stdout) == (0, "")
    assert out.read_text(encoding="utf-8").count("\n") == 2
    assert stat.S_IMODE(out.stat().st_mode) == 0o640


def test_a_failure_leaves_the_old_file_and_nothing_beside_it(
    tmp_path: Path, treebank: Path, grammar: Path
) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("old")
    bad = tmp_path / "bad.conllu"
    bad.write_text("1\tonly\n\n")
    before = sorted(tmp_path.iterdir())
    result = run("tokenize", str(treebank), str(bad), *small(grammar), "-o", str(out))
    assert result.exit_code == 2
    assert out.read_text() == "old"
    assert sorted(tmp_path.iterdir()) == before


def test_output_to_a_device_is_written_directly(treebank: Path, grammar: Path) -> None:
    result = run("tokenize", str(treebank), *small(grammar), "-o", "/dev/null")
    assert result.exit_code == 0


def test_restore_gives_every_byte_back(tmp_path: Path, treebank: Path, grammar: Path) -> None:
    graphs = tmp_path / "graphs.jsonl"
    run("tokenize", str(treebank), *small(grammar), "-o", str(graphs))
    result = run("restore", str(graphs))
    assert result.stdout_bytes == b"He finally turned the offer down.She left."
    out = tmp_path / "text"
    assert run("restore", "-o", str(out), input=graphs.read_bytes()).exit_code == 0
    assert out.read_bytes() == result.stdout_bytes


def test_restore_reads_an_object_on_several_lines(
    tmp_path: Path, treebank: Path, grammar: Path
) -> None:
    lines = run("tokenize", str(treebank), *small(grammar)).stdout.splitlines()
    pretty = json.dumps(json.loads(lines[0]), indent=2)
    assert run("restore", "-", input=pretty).stdout == "He finally turned the offer down."


def test_graphs_can_be_packed(tmp_path: Path, treebank: Path, grammar: Path) -> None:
    packed = tmp_path / "graphs.jsonl.gz"
    with gzip.open(packed, "wb") as file:
        file.write(run("tokenize", str(treebank), *small(grammar)).stdout_bytes)
    assert run("restore", str(packed)).stdout == "He finally turned the offer down.She left."


def test_a_closed_pipe_ends_quietly(tmp_path: Path) -> None:
    path = tmp_path / "many.conllu"
    path.write_text(TURNED * 3000, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, "-m", "semgraph", "tokenize", str(path), "--lang", "en"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.readline()
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait() == 0


def test_restore_of_nothing_is_an_error() -> None:
    result = process("restore", stdin=b"")
    assert result.returncode == 2
    assert result.stderr == b"semgraph: error: <stdin>: there is no token graph here\n"


WATER = """grammar water
stage cut { phase pieces rule cut { pattern { W [lemma=водажар] } split W at 4 } }
stage fuse {
  rule blend -> link {
    pattern { A < B; B -[compound]-> A }
    collapse A, B  lemma "{A.lemma}{B.lemma}"
  }
}
"""
WATERS = """1	Водажар	водажар	NOUN	_	_	2	nsubj	_	_
2	льётся	литься	VERB	_	_	0	root	_	SpaceAfter=No

"""


def test_the_tree_shows_the_pieces_of_a_split_word(tmp_path: Path) -> None:
    path, grammar = tmp_path / "water.conllu", tmp_path / "water.sg"
    path.write_text(WATERS, encoding="utf-8")
    grammar.write_text(WATER, encoding="utf-8")
    options = ["--no-default-grammars", "--grammar", str(grammar), "--lang", "ru"]
    result = run("tokenize", str(path), *options, "--format", "tree")
    assert [line.rstrip() for line in result.stdout.splitlines()[2:8]] == [
        "◆ Водажар  водажар NOUN  nsubj of льётся",
        "  ├ Вода   вода NOUN",
        "  ├ жар    жар NOUN      head",
        "  │   └ split from Водажар  by water/cut  water.sg:2",
        "  └ by water/blend  water.sg:4",
        "○ льётся   литься VERB   root",
    ]
    data = run("tokenize", str(path), *options, "--format", "json").stdout
    assert run("restore", "-", input=data).stdout == "Водажар льётся"
    (token, _) = json.loads(run("decompose", "-", "--format", "json", input=data).stdout)
    assert [part["parts"][0]["form"] for part in token["parts"]] == ["Вода", "жар"]


def test_a_long_class_leaves_the_forms_of_a_table_whole():
    result = run(
        "tokenize", "They were running out of afterwards.", "--lang", "en", "--format", "table"
    )
    assert "inherently-" in result.output
    assert "afterwards" in result.output
