"""``semgraph grammar fmt`` and ``semgraph grammar editor-files``."""

from __future__ import annotations

from pathlib import Path

import pytest

import semgraph
from tests.cli_tools import run

UGLY = "grammar a\r\nstage s { rule r { pattern { X[] } mwe } }  % c"
NEAT = """\
grammar a

stage s {
  rule r {
    pattern { X [] }
    mwe
  }
}  % c
"""
WRONG = "grammar a\nstage s {"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    for name, text in {"ugly.sg": UGLY, "in/neat.sg": NEAT, "in/bom.sg": "\ufeff" + NEAT}.items():
        (tmp_path / name).write_bytes(text.encode())
    (tmp_path / "other.txt").write_bytes(UGLY.encode())
    return tmp_path


def test_files_are_formatted_and_named(folder: Path) -> None:
    mode = (folder / "ugly.sg").stat().st_mode
    result = run("grammar", "fmt", ".", "ugly.sg")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "formatted in/bom.sg\nformatted ugly.sg\n"
    assert {path.read_bytes() for path in folder.rglob("*.sg")} == {NEAT.encode()}
    assert (folder / "ugly.sg").stat().st_mode == mode
    assert (folder / "other.txt").read_bytes() == UGLY.encode()
    assert len(list(folder.rglob("*"))) == 5  # nothing is left beside them
    again = run("grammar", "fmt", ".")
    assert (again.exit_code, again.output) == (0, "")


def test_standard_input_goes_to_standard_output() -> None:
    for arguments in (["-"], []):
        assert run("grammar", "fmt", *arguments, input=UGLY.encode()).stdout == NEAT
    assert run("grammar", "fmt", "-", input=NEAT).stdout == NEAT


def test_check_names_the_files_that_would_change(folder: Path) -> None:
    result = run("grammar", "fmt", "--check", "ugly.sg", "in")
    assert (result.exit_code, result.stdout) == (1, "ugly.sg\nin/bom.sg\n")
    assert (folder / "ugly.sg").read_bytes() == UGLY.encode()
    good = run("grammar", "fmt", "--check", "in/neat.sg")
    assert (good.exit_code, good.output) == (0, "")
    piped = run("grammar", "fmt", "--check", "-", input=UGLY)
    assert (piped.exit_code, piped.stdout) == (1, "<stdin>\n")


def test_diff_shows_what_would_change(folder: Path) -> None:
    source = "grammar a\n\nstage s {\n  repeat   % c\n}\n"
    (folder / "ugly.sg").write_text(source)
    result = run("grammar", "fmt", "--diff", "ugly.sg", "in/neat.sg")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        "--- ugly.sg\n+++ ugly.sg (formatted)\n@@ -1,5 +1,5 @@\n grammar a\n \n stage s {\n"
        "-  repeat   % c\n+  repeat  % c\n }\n"
    )
    assert (folder / "ugly.sg").read_text() == source
    assert run("grammar", "fmt", "--diff", "--check", "ugly.sg").exit_code == 1


def test_a_mistake_leaves_every_file_alone(folder: Path) -> None:
    (folder / "wrong.sg").write_text(WRONG)
    result = run("grammar", "fmt", "ugly.sg", "wrong.sg")
    assert result.exit_code == 2
    assert "semgraph: error: wrong.sg:2:" in result.stderr
    assert (folder / "wrong.sg").read_text() == WRONG
    assert (folder / "ugly.sg").read_bytes() == UGLY.encode()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["none.sg"], "none.sg: a grammar cannot be read: No such file"),
        (["empty"], "there is no .sg file below 'empty'"),
        (["-"], "<stdin>: byte 0xff is not UTF-8 (at byte 8)"),
    ],
)
def test_what_cannot_be_read_is_told(folder: Path, arguments: list[str], message: str) -> None:
    (folder / "empty").mkdir()
    result = run("grammar", "fmt", *arguments, input=b"grammar \xff")
    assert result.exit_code == 2
    assert message in result.stderr


def test_editor_files_are_written(folder: Path) -> None:
    result = run("grammar", "editor-files", "new/semgraph")
    shipped = {
        p.name: p.read_bytes() for p in (Path(semgraph.__file__).parent / "editors").iterdir()
    }
    assert result.exit_code == 0
    assert {p.name: p.read_bytes() for p in (folder / "new/semgraph").iterdir()} == shipped
    assert result.stdout == "".join(f"new/semgraph/{name}\n" for name in sorted(shipped))


def test_editor_files_need_a_folder(folder: Path) -> None:
    result = run("grammar", "editor-files", "ugly.sg")
    assert result.exit_code == 2
    assert "cannot make the folder 'ugly.sg': File exists" in result.stderr
