"""``semgraph grammar import``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from semgraph.grammar import Grammar
from tests.cli_tools import run

GOOD = "kicked: {lemma:kick} >obj {}=thing\n"
BAD = "placed: {idx:3}\n"


def test_the_grammar_goes_to_standard_output_and_the_report_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "my patterns.txt"
    path.write_text(GOOD, "utf-8")
    result = run("grammar", "import", "--from", "semgrex", str(path))
    assert result.exit_code == 0
    assert Grammar.from_source(result.stdout).name == "my_patterns"
    assert "kicked (line 1): kicked" in result.stderr


def test_what_was_lost_makes_the_exit_code_1_and_stands_in_the_report(tmp_path: Path) -> None:
    path, out, report = tmp_path / "a.txt", tmp_path / "a.sg", tmp_path / "a.json"
    path.write_text(GOOD + BAD, "utf-8")
    result = run(
        *("grammar", "import", "--from", "semgrex", str(path), "--name", "my.own"),
        *("-o", str(out), "--report", str(report)),
    )
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", "")
    assert Grammar.load(out).name == "my.own"
    assert json.loads(report.read_text("utf-8")) == {
        "complete": False,
        "rules": 1,
        "notes": ["white space tokens are skipped in neighbours"],
        "patterns": [
            {"name": "kicked", "place": "line 1", "rules": ["kicked"], "lost": [], "notes": []},
            {
                "name": "placed",
                "place": "line 2",
                "rules": [],
                "lost": [{"what": "idx", "why": "places of words cannot be tested"}],
                "notes": [],
            },
        ],
    }


def test_a_report_may_be_text(tmp_path: Path) -> None:
    path, report = tmp_path / "a.txt", tmp_path / "report.txt"
    path.write_text(BAD, "utf-8")
    assert (
        run("grammar", "import", "--from", "semgrex", str(path), "--report", str(report)).exit_code
        == 1
    )
    assert "lost: idx: places of words cannot be tested" in report.read_text("utf-8")


@pytest.mark.parametrize("action", ["mark", "collapse"])
def test_rules_mark_or_collapse(action: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(GOOD, "utf-8")
    result = run("grammar", "import", "--from", "semgrex", "--as", action, str(path))
    assert ("collapse N1, thing" in result.stdout) == (action == "collapse")
    assert ("resonance N1, thing" in result.stdout) == (action == "mark")


def test_a_mistake_in_the_file_is_told_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("{lemma:kick} >obj\n", "utf-8")
    result = run("grammar", "import", "--from", "semgrex", str(path))
    assert result.exit_code == 2
    assert "a.txt:1: expected '{'" in result.stderr
