"""What an example does now, in a text that need not be saved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from semgraph.errors import GrammarError, SemgraphError
from semgraph.grammar import Grammar
from semgraph.grammar.rules import GrammarFile, Rule
from semgraph.workbench.editing.sheet import sheet

_LEXEMES_OF_EXAMPLE = 3  # the keyword may stand so many words before the cursor


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of an example.

    Attributes:
        line: of its sentence, 1-based.
        passed: whether the rule did what the example says; ``None`` if it could not be run.
        markdown: the same in words, with what the rule makes.
    """

    line: int
    passed: bool | None
    markdown: str


def example_line(text: str, offset: int) -> int | None:
    """Give the line of the example at an offset, ``None`` if there is none."""
    page = sheet(text)
    index = page.scan.at(offset)
    if index is None:
        return None
    for at in range(index, max(-1, index - _LEXEMES_OF_EXAMPLE), -1):
        lexeme = page.lexemes[at]
        if lexeme.part == "sentence" or lexeme.text in ("example", "counterexample"):
            following = page.lexemes[at : at + 2]
            sentence = next((x for x in following if x.part == "sentence"), None)
            return None if sentence is None else text.count("\n", 0, sentence.start) + 1
        if lexeme.part not in ("parse",) and lexeme.text != "parse":
            return None
    return None


def judge_example(
    text: str, line: int, path: str | None = None, search_path: Sequence[str] = ()
) -> Verdict:
    """Run one example of a grammar, with the stages before its rule.

    Args:
        text: of the whole file.
        line: on which the example's sentence begins, 1-based.
        path: where the text stands or would stand.
        search_path: folders that ``use`` searches.
    """
    from semgraph.workbench.examples import run_examples

    try:
        grammar = Grammar.from_source(text, Path(path) if path else None, search_path)
        outcomes = run_examples(_only(grammar, line))
    except GrammarError as error:
        place = f" (line {error.line})" if error.line else ""
        return Verdict(line, None, f"It cannot be run: {error.message}{place}.")
    except SemgraphError as error:
        return Verdict(line, None, f"It cannot be run: {error}.")
    if not outcomes:
        return Verdict(line, None, "There is no example here.")
    outcome = outcomes[0]
    makes = ", ".join(f"`{token}`" for token in outcome.found) or "nothing"
    lines = [f"**{'passes' if outcome.passed else 'fails'}** — the rule makes here: {makes}"]
    if not outcome.passed and outcome.wanted:
        said = "asked for" if outcome.example.expected else "not to be made"
        lines.append(f"{said}: " + ", ".join(f"`{token}`" for token in outcome.wanted))
    lines += [f"{rule} makes `{token}`" for rule, token in outcome.others]
    lines += [outcome.note] if outcome.note else []
    return Verdict(line, outcome.passed, "\n\n".join(lines))


def _only(grammar: Grammar, line: int) -> Grammar:
    """Leave the examples of a line alone."""
    own = grammar.files[-1]
    return replace(grammar, files=(*map(_silent, grammar.files[:-1]), _kept(own, line)))


def _silent(file: GrammarFile) -> GrammarFile:
    return _kept(file, 0)


def _kept(file: GrammarFile, line: int) -> GrammarFile:
    def kept(rule: Rule) -> Rule:
        return replace(rule, examples=tuple(e for e in rule.examples if e.location.line == line))

    stages = tuple(replace(s, rules=tuple(map(kept, s.rules))) for s in file.stages)
    return replace(file, stages=stages)
