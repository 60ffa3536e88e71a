"""What ``grammars/README.md`` shows is so: its grammars load and pass, its commands print that."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from semgraph.errors import GrammarError
from semgraph.grammar import Grammar, format_source, parse_request
from semgraph.grammar.lint import diagnose
from semgraph.grammar.syntax import Constant, NodeClause
from semgraph.workbench.examples import run_examples
from tests.cli_tools import run

README = (Path(__file__).parent.parent / "grammars" / "README.md").read_text("utf-8")
FENCES = re.findall(r"^```(\w*) ?(\S*)\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)
GRAMMARS = {name: text for kind, name, text in FENCES if kind == "sg"}
COMMANDS = [text for kind, _, text in FENCES if kind == "console"]
MISTAKE = next(text for kind, _, text in FENCES if kind == "text")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Save the grammars as the page says."""
    path = tmp_path_factory.mktemp("readme")
    for name, text in GRAMMARS.items():
        (path / name).write_text(text, "utf-8")
    return path


def commands() -> Iterator[tuple[str, str]]:
    """Give each command with what it prints."""
    for text in COMMANDS:
        for part in text.split("$ ")[1:]:
            command, _, printed = part.partition("\n")
            yield command, printed


def test_the_page_has_grammars_and_commands() -> None:
    assert len(GRAMMARS) > 6
    assert len(list(commands())) > 5


@pytest.mark.model
@pytest.mark.parametrize("name", sorted(GRAMMARS.keys() - {"wrong.sg"}))
def test_a_grammar_of_the_page_is_good(name: str, folder: Path) -> None:
    grammar = Grammar.load(folder / name)
    outcomes = run_examples(grammar)
    assert [outcome for outcome in outcomes if not outcome.passed] == []
    assert {rule.name for rule in grammar.files[-1].stages[0].rules} <= {o.rule for o in outcomes}
    found = diagnose(GRAMMARS[name], folder / name)
    assert [d for d in found if d.severity != "info"] == []
    assert format_source(GRAMMARS[name]) == GRAMMARS[name]


@pytest.mark.model
@pytest.mark.parametrize(("command", "printed"), list(commands()))
def test_a_command_of_the_page_prints_what_it_shows(
    command: str, printed: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    words = [a or b for a, b in re.findall(r'"([^"]*)"|(\S+)', command)]
    assert words[0] == "semgraph"
    result = run(*words[1:])
    shown = (result.stdout + result.stderr).rstrip() + "\n"
    assert re.sub(r" +\n", "\n", shown) == printed.rstrip() + "\n"


def test_mistake_is_told_as_shown() -> None:
    with pytest.raises(GrammarError) as caught:
        Grammar.from_source(
            "grammar mine\n\nstage s {\n  rule particle {\n"
            "    pattern { V [uppos=VERB]; V -[compound:prt]-> P }\n    collapse V, P\n  }\n}\n",
            "mine.sg",
        )
    assert str(caught.value) + "\n" == MISTAKE


@pytest.mark.parametrize("sign", [chr(code) for code in range(33, 127)])
def test_signs_that_need_quotes(sign: str) -> None:
    listed = re.search(r"one of\s+`` (.*?) ``, begin", README, re.DOTALL)
    assert listed is not None
    value = f"1{sign}b" if sign == "." else f"a{sign}b"  # a.b is a lexicon's column
    try:
        (clause,) = parse_request(f"pattern {{ X [form={value}] }}").blocks[0].clauses
    except GrammarError:
        clause = None
    taken = isinstance(clause, NodeClause) and clause.alternatives[0][0].values == (
        Constant(value),
    )
    assert taken != (sign in listed[1].split())
