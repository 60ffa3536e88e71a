"""Help: quick, complete, and with an example for every command."""

from __future__ import annotations

import subprocess
import sys
import time

import click
import pytest

import semgraph
from semgraph.cli.app import command
from semgraph.cli.lazy import LazyGroup
from tests.cli_tools import ROOT, process, run


def commands(group: LazyGroup = command, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found = []
    for name in group.lazy:
        found.append((*path, name))
        inner = group.get_command(click.Context(group), name)
        if isinstance(inner, LazyGroup):
            found += commands(inner, (*path, name))
    return found


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys\n"
        "from semgraph.cli import main\n"
        "sys.argv = ['semgraph', '--help']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print(*sys.modules, file=sys.stderr)"
    )
    out = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    heavy = {"spacy", "numpy", "networkx", "pydantic", "lark", "rich", "orjson", "re2"}
    assert heavy.isdisjoint(out.stderr.split())
    assert "semgraph.cli.tokenize" not in out.stderr.split()


def test_help_is_quick() -> None:
    def once() -> float:
        begin = time.perf_counter()
        process("--help")
        return time.perf_counter() - begin

    assert min(once() for _ in range(5)) <= 0.3


@pytest.mark.parametrize("path", commands(), ids=" ".join)
def test_every_command_has_help_with_an_example(path: tuple[str, ...]) -> None:
    result = run(*path, "--help")
    assert result.exit_code == 0
    assert "\n    semgraph " in result.stdout or "| semgraph" in result.stdout


@pytest.mark.parametrize("path", commands(), ids=" ".join)
def test_the_lines_of_help_fit_eighty_columns(path: tuple[str, ...]) -> None:
    assert all(len(line) <= 80 for line in run(*path, "--help").stdout.splitlines())


def test_help_lists_every_command_with_its_first_line() -> None:
    shown = run("--help").stdout
    for name, lazy in command.lazy.items():
        assert f"{name} " in shown
        assert lazy.help in shown


def test_the_version_is_told() -> None:
    assert run("--version").stdout == f"semgraph, version {semgraph.__version__}\n"


def test_module_and_command_are_the_same() -> None:
    assert process("--version").stdout == run("--version").stdout.encode()


def test_without_a_command_help_is_shown_as_an_error() -> None:
    result = run()
    assert result.exit_code == 2
    assert "Commands:" in result.stderr


def test_a_wrong_command_gets_a_suggestion() -> None:
    result = run("tokenise")
    assert result.exit_code == 2
    assert "no such command 'tokenise'; did you mean 'tokenize'?" in result.stderr
