"""What ``grammars/README.md`` shows is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from semgraph.assemble import assemble
from semgraph.engine import compile_grammar, derive
from semgraph.errors import GrammarError
from semgraph.grammar import Grammar, parse_request
from semgraph.grammar.syntax import Constant, NodeClause
from tests.build import make_parse, sentence

README = (Path(__file__).parent.parent / "grammars" / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"^```\w*\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)
TUTORIAL, MISTAKE = BLOCKS[0], BLOCKS[-1]
SPLITTING = next(block for block in BLOCKS if "phase pieces" in block)


def test_tutorial_loads() -> None:
    loaded = Grammar.from_source(TUTORIAL, "mine.sg")
    assert [rule.name for rule in loaded.rules] == ["mine/particle", "mine/light", "mine/article"]


def test_words_are_split_as_shown() -> None:
    grammar = Grammar.from_source(f"grammar mine\n{SPLITTING}")
    program = compile_grammar(grammar.files, grammar.stages)
    parse = make_parse([[sentence("водажар водажар NOUN 2 nsubj", "льётся литься VERB 0 root")]])
    (graph,) = assemble(parse, derive(program, parse), {})
    assert [token.key for token in graph.top] == ["водажар|NOUN", "литься|VERB"]
    assert [leaf.form for leaf in graph.top[0].leaves] == ["вода", "жар"]


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
