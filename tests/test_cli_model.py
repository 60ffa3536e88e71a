"""The command line with the embedded pipelines, mostly as processes."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from semgraph import load
from tests.cli_tools import ROOT, TURNED, process, run

pytestmark = pytest.mark.model

SENTENCE = b"He finally turned the offer down."
HOSTILE = "Tabs\tand\r\n\n  lines,\u00a0\u202eback\u202c, 🙂‍↔️ e\u0301 [bold] \x00 end \ufeff "


def test_a_piped_text_becomes_a_graph_and_comes_back() -> None:
    made = process("tokenize", "-", "--lang", "en", "--format", "json", stdin=SENTENCE)
    assert (made.returncode, made.stderr) == (0, b"")
    graph = json.loads(made.stdout)
    link = next(token for token in graph["tokens"] if token["kind"] == "link")
    assert link["key"] == "turn_down|VERB"
    assert link["spans"] == [[11, 17], [28, 32]]
    step = next(step for step in graph["derivation"] if step["id"] == link["step"])
    assert "/" in step["rule"]
    assert re.fullmatch(r"[\w/]+\.sg:\d+", step["at"])
    assert set(graph["paths"]) == {leaf["id"] for leaf in graph["leaves"]}
    assert process("restore", "-", stdin=made.stdout).stdout == SENTENCE


def test_the_output_is_that_of_the_library() -> None:
    made = process("tokenize", stdin=SENTENCE).stdout
    assert made == load("en")(SENTENCE.decode()).to_json() + b"\n"


@pytest.mark.parametrize("text", ["", " ", "\n", HOSTILE], ids=repr)
def test_any_text_comes_back(text: str) -> None:
    made = process("tokenize", "-", stdin=text.encode())
    assert made.returncode == 0, made.stderr
    assert process("restore", stdin=made.stdout).stdout == text.encode()
    for form in ("tree", "table"):
        shown = process("tokenize", "-", "--format", form, stdin=text.encode())
        assert shown.returncode == 0, shown.stderr
        assert b"\x00" not in shown.stdout
        assert "\u202e".encode() not in shown.stdout


def test_several_inputs_keep_their_order_and_their_language(tmp_path: Path) -> None:
    file = tmp_path / "ru.txt"
    file.write_text("Он наконец сдался.", encoding="utf-8")
    bank = tmp_path / "turned.conllu"
    bank.write_text(TURNED, encoding="utf-8")
    result = run("tokenize", "She gave up.", str(file), "He left.", str(bank), "Да.")
    graphs = [json.loads(line) for line in result.stdout.splitlines()]
    assert [graph["language"] for graph in graphs] == ["en", "ru", "en", "en", "ru"]
    texts = ["She gave up.", "Он наконец сдался.", "He left.", SENTENCE.decode(), "Да."]
    assert [graph["text"] for graph in graphs] == texts
    assert [graph["provenance"]["pipeline"] is None for graph in graphs].index(True) == 3
    small = run(
        "tokenize", "She gave up.", str(file), "He left.", str(bank), "Да.", "--batch-size", "1"
    )
    assert small.stdout == result.stdout


def test_a_text_that_looks_like_a_file_gets_a_note() -> None:
    result = run("tokenize", "missing.txt", "--format", "json")
    assert result.exit_code == 0
    assert result.stderr.startswith("semgraph: note: no file 'missing.txt'")
    assert run("tokenize", "missing.txt", "--text").stderr == ""
    assert run("tokenize", "missing.txt", "--quiet").stderr == ""


def test_an_existing_file_can_be_taken_as_a_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("Rain").write_text("It snows.")
    assert json.loads(run("tokenize", "Rain").stdout)["text"] == "It snows."
    assert json.loads(run("tokenize", "Rain", "--text").stdout)["text"] == "Rain"


def test_bytes_of_the_command_line_that_are_no_utf8_are_told() -> None:
    result = subprocess.run(
        [sys.executable, "-m", "semgraph", "tokenize", b"a\xff"],
        capture_output=True,
        cwd=ROOT,
        check=False,
    )
    assert result.returncode == 2
    assert b"surrogate" in result.stderr
    assert b"Traceback" not in result.stderr


def test_unknown_pipelines_are_told() -> None:
    result = run("tokenize", "a", "--pipeline", "nope")
    assert (result.exit_code, "no pipeline 'nope'" in result.stderr) == (2, True)


def test_a_pipeline_without_a_parser_is_told(tmp_path: Path) -> None:
    import spacy

    spacy.blank("en").to_disk(tmp_path / "blank")
    for command in (["tokenize", "a"], ["search", "pattern { X [] }", "-"]):
        result = run(*command, "--pipeline", str(tmp_path / "blank"), input="a")
        assert result.exit_code == 2
        assert "no dependency parser" in result.stderr


def test_texts_are_parsed_for_a_search() -> None:
    request = "pattern { V [upos=VERB]; V -[compound:prt]-> P }"
    found = process("search", request, "-", stdin=SENTENCE)
    assert found.stdout.decode() == (
        "<stdin>:1  V=turned(3) P=down(6)\n    He finally [turned] the offer [down].\n"
    )
    tokens = process(
        "search", "pattern { L [kind=link] }", "-", "--level", "tokens", stdin=SENTENCE
    )
    assert b"L=turned \xe2\x80\xa6 down(t" in tokens.stdout


def on_terminal(*args: str) -> str:
    """Run the command line on a terminal of eighty columns and give what it writes there."""
    screen, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    dropped = ("COLUMNS", "LINES", "NO_COLOR")
    environment = {name: value for name, value in os.environ.items() if name not in dropped}
    running = subprocess.Popen(
        [sys.executable, "-m", "semgraph", *args],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        cwd=ROOT,
        env=environment | {"TERM": "xterm-256color"},
    )
    os.close(terminal)
    written = b""
    while True:
        try:
            part = os.read(screen, 1 << 16)
        except OSError:  # the last writer has closed the terminal
            break
        if not part:
            break
        written += part
    os.close(screen)
    running.wait()
    return written.decode().replace("\r\n", "\n")


def test_a_terminal_gets_a_tree_in_colours() -> None:
    written = on_terminal("tokenize", SENTENCE.decode())
    plain = re.sub(r"\x1b\[[\d;]*m", "", written)
    assert "\x1b[38;5;" in written
    assert "◆ turned … down  turn down VERB  root\n" in plain
    assert all(len(line) <= 80 for line in plain.splitlines())


def test_a_file_gets_json_even_from_a_terminal(tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    assert on_terminal("tokenize", SENTENCE.decode(), "-o", str(out), "--quiet") == ""
    assert json.loads(out.read_bytes())["text"] == SENTENCE.decode()


def test_info_tells_versions_pipelines_and_grammars() -> None:
    result = run("info", "--format", "json")
    assert result.exit_code == 0, result.stderr
    report = json.loads(result.stdout)
    assert {"semgraph", "python", "spacy"} <= set(report["versions"])
    assert [pipeline["code"] for pipeline in report["pipelines"]] == ["en", "ru"]
    for pipeline in report["pipelines"]:
        assert "dependency tree" in pipeline["gives"]
        assert len(pipeline["sha256"]) == 64
        assert pipeline["unknown_labels"] == []
    names = {grammar["name"] for grammar in report["grammars"]}
    assert {"en.all", "ru.all", "ud.all"} <= names
    shown = run("info").stdout
    assert "pipeline en_" in shown
    assert "en.all" in shown


def test_info_about_one_pipeline() -> None:
    report = json.loads(run("info", "--pipeline", "ru", "--format", "json").stdout)
    assert report["pipeline"]["language"] == "ru"
    assert "language        ru\n" in run("info", "--pipeline", "ru").stdout


def test_examples_without_a_parse_use_the_pipeline(tmp_path: Path) -> None:
    path = tmp_path / "texts.sg"
    path.write_text(
        """grammar texts
stage s {
  rule subject { pattern { V -[nsubj]-> S; V [upos=VERB] } direction S -> V "acts"
    example "[She left]." example "[Она ушла]."
  }
}
""",
        encoding="utf-8",
    )
    english = run("grammar", "test", str(path), "--format", "json")
    assert json.loads(english.stdout)["outcomes"][0]["passed"]
    russian = run("grammar", "test", str(path), "--lang", "ru", "--format", "json")
    assert json.loads(russian.stdout)["outcomes"][1]["passed"]
    named = run("grammar", "test", str(path), "--pipeline", "ru", "--format", "json")
    assert named.stdout == russian.stdout


@pytest.mark.slow
def test_the_examples_of_all_shipped_grammars_pass() -> None:
    result = run("grammar", "test")
    assert result.exit_code == 0, result.stdout
