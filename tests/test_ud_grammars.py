"""The language-independent grammars do what their examples say, on inline parses alone."""

from __future__ import annotations

import pytest

from semgraph.grammar import Grammar
from semgraph.workbench import run_examples

NAMES = ("names", "particles", "compounds", "quantities", "markers", "nucleus")


@pytest.mark.parametrize("name", NAMES)
def test_examples_pass(name: str) -> None:
    """Every example of every rule passes by itself."""
    outcomes = run_examples(Grammar.find(f"ud.{name}"))
    assert outcomes
    assert not [f"{o.file}:{o.line} {o.rule}: {o.found}" for o in outcomes if not o.passed]


def test_all_uses_every_grammar() -> None:
    """``ud.all`` runs each of the others once."""
    assert {file.name for file in Grammar.find("ud.all").files} == {
        "ud.all",
        *(f"ud.{name}" for name in NAMES),
    }


@pytest.mark.parametrize("name", NAMES)
def test_rules_carry_parsed_examples(name: str) -> None:
    """A rule has two examples and a counterexample at least, each with its parse."""
    for rule in Grammar.find(f"ud.{name}").rules:
        expected = [example.expected for example in rule.examples]
        assert expected.count(True) >= 2, rule.name
        assert False in expected, rule.name
        assert all(example.conllu for example in rule.examples), rule.name
