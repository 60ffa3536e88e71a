"""Every mistake ends in one message on standard error and exit code 2, never in a traceback."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from semgraph.cli.app import command
from semgraph.cli.lazy import Lazy
from tests.cli_tools import GRAMMAR, TURNED, run


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder of good and bad files."""
    monkeypatch.chdir(tmp_path)
    Path("good.conllu").write_text(TURNED, encoding="utf-8")
    Path("small.sg").write_text(GRAMMAR, encoding="utf-8")
    Path("bytes.txt").write_bytes(b"one\ntwo \xff three")
    Path("bytes.conllu").write_bytes(b"# \xfe\n" + TURNED.encode())
    Path("short.conllu").write_text("1\tHe\the\n\n")
    Path("packed.conllu.xz").write_bytes(b"no archive")
    Path("bad.sg").write_text("grammar bad\nstage s {\n  rule r -> lnk { pattern { V [] } }\n}\n")
    Path("unknown.sg").write_text("grammar unknown\nuse small.er\n")
    run("tokenize", "good.conllu", "--lang", "en", "-o", "good.json")
    graph = Path("good.json").read_text(encoding="utf-8")
    Path("cut.json").write_text(graph[:400], encoding="utf-8")
    Path("tampered.json").write_text(graph.replace("turn_down|", "turn_up|"), encoding="utf-8")
    Path("second.jsonl").write_text(graph + '{"format":"other"}\n', encoding="utf-8")
    Path("empty.json").write_text("")
    return tmp_path


SMALL = ("--no-default-grammars", "--grammar", "small.sg")
MISTAKES = [
    # Files and bytes.
    (["tokenize", "--file", "none.txt"], "none.txt: cannot read the file: No such file"),
    (["tokenize", "."], ".: cannot read the file: Is a directory"),
    (["tokenize", "bytes.txt"], "bytes.txt:2: byte 0xff is not UTF-8 (at byte 8)"),
    (["tokenize", "bytes.txt"], "or give --errors replace"),
    (["tokenize", "bytes.conllu"], "bytes.conllu:1: byte 0xfe is not UTF-8 (at byte 2)"),
    (["tokenize", "short.conllu"], "short.conllu:1: "),
    (["tokenize", "packed.conllu.xz"], "packed.conllu.xz: cannot read the file: "),
    (["tokenize", "good.conllu", "-o", "none/out.json"], "cannot write 'none/out.json'"),
    (["tokenize", "good.conllu", "-o", "."], "cannot write '.': is a directory"),
    # The call.
    (["tokenize", "a", "--text", "--file"], "--text and --file exclude each other"),
    (["tokenize", "-", "-"], "standard input, '-', can be read only once"),
    (["tokenize", "a", "--lang", "English"], "'English' is no language code such as 'en'"),
    (["tokenize", "a", "--lang", "de"], "no embedded pipeline parses 'de'"),
    (["tokenize", "a", "--lang", "en", "--pipeline", "en"], "--lang and --pipeline exclude"),
    (["tokenize", "a", "--format", "xml"], "'xml' is not one of"),
    (["tokenize", "a", "--batch-size", "0"], "0 is not in the range"),
    (["tokenize", "a", "--no-such"], "No such option"),
    # Grammars.
    (["tokenize", "good.conllu", "--no-default-grammars"], "leaves no grammar"),
    (["tokenize", "good.conllu", "--grammar", "none.sg"], "none.sg: a grammar cannot be read"),
    (["tokenize", "good.conllu", "--grammar", "none"], "there is no grammar 'none'"),
    (["tokenize", "good.conllu", "--grammar", "unknown.sg"], "there is no grammar 'small.er'"),
    (["tokenize", "good.conllu", *SMALL, "--without", "x/y"], "there is no rule 'x/y'"),
    (["grammar", "test", "bad.sg"], "unknown kind of token 'lnk' [rule bad/r]"),
    # Graphs.
    (["restore", "none.json"], "none.json: cannot read the file"),
    (["restore", "empty.json"], "empty.json: there is no token graph here"),
    (["restore", "cut.json"], "cut.json: "),
    (["restore", "tampered.json"], "tampered.json: tokens[7].key: "),
    (["restore", "second.jsonl"], "second.jsonl:2: "),
    (["restore", "bytes.txt"], "bytes.txt: no JSON"),
    (["restore", "packed.conllu.xz"], "packed.conllu.xz: cannot read the file: "),
    (["decompose", "good.json", "t99"], "no token 't99' in this graph"),
    # Requests.
    (["search", 'pattern { V [upos=re"("] }', "good.conllu"], "bad regular expression"),
    (["search", "pattern { V -[", "good.conllu"], "<request>:1:"),
    (["search"], "Missing argument 'REQUEST'"),
]


@pytest.mark.parametrize(("arguments", "message"), MISTAKES, ids=lambda value: str(value)[:60])
def test_a_mistake_is_told_in_plain_words(files: Path, arguments: list[str], message: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert "semgraph: error: " in result.stderr
    assert message in result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout in ("", "He finally turned the offer down.")


def test_a_mistake_in_a_grammar_has_a_caret(files: Path) -> None:
    assert run("tokenize", "good.conllu", "--grammar", "bad.sg").stderr == (
        "semgraph: error: bad.sg:3:13: unknown kind of token 'lnk' [rule bad/r]\n"
        "      rule r -> lnk { pattern { V [] } }\n"
        "                ^\n"
        "    did you mean 'link'?\n"
    )


def test_debug_shows_the_traceback_of_a_mistake(files: Path) -> None:
    result = run("--debug", "restore", "cut.json")
    assert result.exit_code == 2
    assert "Traceback" in result.stderr
    assert "semgraph: error: cut.json: " in result.stderr


def test_bytes_that_are_no_utf8_can_be_replaced(files: Path) -> None:
    result = run("tokenize", "bytes.conllu", "--errors", "replace", "--lang", "en", *SMALL)
    assert result.exit_code == 0, result.stderr
    assert "turn_down|VERB" in result.stdout


def test_control_characters_in_a_message_are_shown(files: Path) -> None:
    result = run("restore", "no\x1b[31mfile")
    assert "no␛[31mfile" in result.stderr
    assert "\x1b" not in result.stderr


def raising(error: BaseException) -> click.Command:
    @click.command("broken")
    def broken() -> None:
        raise error

    return broken


def run_raising(
    error: BaseException, monkeypatch: pytest.MonkeyPatch, *flags: str
) -> tuple[int, str]:
    monkeypatch.setattr(command, "lazy", {"broken": Lazy("", "")})
    monkeypatch.setattr(command, "get_command", lambda ctx, name: raising(error))
    result = CliRunner().invoke(command, [*flags, "broken"])
    return result.exit_code, result.stderr


def test_a_bug_says_that_it_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    code, message = run_raising(KeyError("x"), monkeypatch)
    assert code == 70
    assert message.startswith("semgraph: internal error: KeyError: 'x'\n")
    assert "semgraph --debug" in message
    assert "Traceback" not in message
    assert "Traceback" in run_raising(KeyError("x"), monkeypatch, "--debug")[1]


def test_an_interruption_exits_with_130(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run_raising(KeyboardInterrupt(), monkeypatch)[0] == 130


def test_a_full_disk_is_no_bug(monkeypatch: pytest.MonkeyPatch) -> None:
    code, message = run_raising(OSError(28, "No space left on device"), monkeypatch)
    assert (code, message) == (2, "semgraph: error: [Errno 28] No space left on device\n")


def test_good_files_are_good(files: Path) -> None:
    """The table above fails for its own reasons."""
    assert json.loads(run("tokenize", "good.conllu", "--lang", "en", *SMALL).stdout)
    assert run("restore", "good.json").stdout == "He finally turned the offer down."
    assert run("grammar", "test", "small.sg").exit_code == 0
