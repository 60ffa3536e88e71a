"""Running the examples of grammars: what passes, what fails, and what is said about it."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from semgraph.errors import PipelineError
from semgraph.grammar import Grammar
from semgraph.grammar.rules import Example
from semgraph.grammar.syntax import Location
from semgraph.workbench import Coverage, Outcome, junit_xml, run_examples
from semgraph.workbench.report import report
from tests.cli_tools import TURNED, run

PARSE = '''parse """
1 He he PRON _ _ 3 nsubj
2 finally finally ADV _ _ 3 advmod
3 turned turn VERB _ Tense=Past 0 root
4 the the DET _ _ 5 det
5 offer offer NOUN _ _ 3 obj
6 down down ADP _ _ 3 compound:prt
7 . . PUNCT _ _ 3 punct
"""'''


def grammar(example: str, *, body: str = "") -> str:
    return f"""grammar try
stage early {{
  rule offer {{ pattern {{ N [lemma=offer]; N -[det]-> D }} absorb D into N }}
}}
stage particles {{
  rule particle -> link {{
    pattern {{ V [upos=VERB]; V -[compound:prt]-> P }}
    {body or "collapse V, P  head V"}
    {example}
  }}
}}
stage late {{
  rule object -> link {{ pattern {{ V [kind=link]; V -[obj]-> O }} collapse V, O }}
}}
"""


def outcome(example: str, *, body: str = "") -> Outcome:
    [found] = run_examples(Grammar.from_source(grammar(f"{example} {PARSE}", body=body)))
    return found


PLAIN = "He finally turned the offer down."


@pytest.mark.parametrize(
    ("example", "passed"),
    [
        ('example "He finally [turned] the offer [down]."', True),
        ('example "He finally [1: turned] the offer [1: down]."', True),
        (f'example "{PLAIN}"', True),
        ('example "He finally [turned] the [offer] down."', False),
        ('example "He finally [turned the offer down]."', False),
        ('example "He finally [1: turned] the [2: offer] [1: down]."', False),
        (f'counterexample "{PLAIN}"', False),
        ('counterexample "He [finally turned] the offer down."', True),
        ('counterexample "He finally [turned] the offer [down]."', False),
    ],
)
def test_brackets_mark_exactly_the_words_of_a_token(example: str, passed: bool) -> None:
    assert outcome(example).passed is passed


def test_later_stages_do_not_run() -> None:
    """After the stage ``late`` the token would hold the offer as well, but it came after."""
    result = outcome('example "He finally [turned] the offer [down]."')
    assert result.found == ("turned … down",)


def test_earlier_stages_run_and_other_rules_do_not_count() -> None:
    result = outcome('example "He finally turned [the offer] down."')
    assert not result.passed
    assert result.wanted == ("the offer",)
    assert result.others == (("try/offer", "the offer"),)


@pytest.mark.parametrize(
    ("body", "example", "passed"),
    [
        ("resonance V, P", 'example "He finally [turned] the offer [down]."', True),
        ("resonance V, P", 'example "He finally [turned] the offer down."', False),
        (
            'resonance V, P tension P, V "x"',
            'example "He finally [turned] the offer [down]."',
            True,
        ),
        ('set V.Done = "Yes"', 'example "He finally [turned] the offer down."', True),
        ('set V.Done = "Yes" resonance V, P', f'example "{PLAIN}"', True),
        ('set V.Tense = "Pres"', f'counterexample "{PLAIN}"', True),
    ],
)
def test_rules_that_mark_or_set_make_the_words_that_they_bind(
    body: str, example: str, passed: bool
) -> None:
    source = grammar(f"{example} {PARSE}", body=body).replace("particle -> link", "particle")
    [found] = run_examples(Grammar.from_source(source))
    assert found.passed is passed


def test_markers_of_several_matches_are_kept_apart() -> None:
    source = grammar(
        f'example "[1: He] finally [1: turned] the offer down." {PARSE}',
        body='direction D -> V "x"',
    ).replace("particle -> link", "particle")
    source = source.replace("V -[compound:prt]-> P", "V -[nsubj|advmod]-> D")
    [found] = run_examples(Grammar.from_source(source))
    assert found.passed
    assert set(found.found) == {"He … turned", "finally turned"}


def test_a_bracket_that_cuts_a_word_is_told() -> None:
    result = outcome('example "He finally [turn]ed the offer [down]."')
    assert not result.passed
    assert result.note == "a bracket cuts the word 'turned'"


def test_multiword_tokens_are_bracketed_by_their_surface() -> None:
    source = '''grammar mwt
stage s {
  rule contraction -> link {
    pattern { P [upos=ADP]; D [upos=DET]; P < D }
    collapse P, D  head P
    example "Il va [du] port." parse """
1 Il il PRON _ _ 2 nsubj
2 va aller VERB _ _ 0 root
3-4 du _ _ _ _ _ _
3 de de ADP _ _ 5 case
4 le le DET _ _ 5 det
5 port port NOUN _ _ 2 obl
6 . . PUNCT _ _ 2 punct
"""
  }
}
'''
    [found] = run_examples(Grammar.from_source(source))
    assert found.passed, found


def test_an_example_may_have_several_sentences() -> None:
    source = '''grammar two
stage s {
  rule subject -> link {
    pattern { V []; V -[nsubj]-> S }
    collapse V, S
    example "It [1: rained]. [1: It] [2: snowed]." parse """
1 It it PRON _ _ 2 nsubj
2 rained rain VERB _ _ 0 root
3 . . PUNCT _ _ 2 punct

1 It it PRON _ _ 2 nsubj
2 snowed snow VERB _ _ 0 root
3 . . PUNCT _ _ 2 punct
"""
    example "[1: It rained]. [2: It snowed]." parse """
1 It it PRON _ _ 2 nsubj
2 rained rain VERB _ _ 0 root
3 . . PUNCT _ _ 2 punct

1 It it PRON _ _ 2 nsubj
2 snowed snow VERB _ _ 0 root
3 . . PUNCT _ _ 2 punct
"""
  }
}
'''
    wrong, right = run_examples(Grammar.from_source(source))
    assert not wrong.passed
    assert right.passed
    assert right.found == ("It rained", "It snowed")


def test_only_the_examples_of_the_files_asked_for_run(tmp_path: Path) -> None:
    used = grammar(f'example "He [finally turned] the offer down." {PARSE}')
    (tmp_path / "try.sg").write_text(used, encoding="utf-8")
    (tmp_path / "mine.sg").write_text("grammar mine\nuse try\n", encoding="utf-8")
    assert run_examples(Grammar.load(tmp_path / "mine.sg")) == []
    [outcome] = run_examples(Grammar.load(tmp_path / "try.sg"))
    assert (outcome.file, outcome.line) == (str(tmp_path / "try.sg"), 9)


def test_a_text_in_a_language_without_a_pipeline_is_refused() -> None:
    source = grammar('example "Er gibt auf."').replace("grammar try", "grammar try\nlanguage de")
    with pytest.raises(PipelineError, match="no embedded pipeline parses 'de'"):
        run_examples(Grammar.from_source(source))


# The command.


@pytest.fixture
def failing(tmp_path: Path) -> Path:
    path = tmp_path / "try.sg"
    path.write_text(
        grammar(
            f'example "He finally [turned the offer] down." {PARSE}\n'
            f'    example "He finally [turned] the offer [down]." {PARSE}'
        ),
        encoding="utf-8",
    )
    return path


def test_a_failure_is_told_with_what_was_wanted_and_made(failing: Path) -> None:
    result = run("grammar", "test", str(failing))
    assert result.exit_code == 1
    assert result.stdout == (
        f"FAILED  {failing}:9  try/particle  example\n"
        "  wanted  He finally [turned the offer] down.\n"
        "  made    He finally [turned] the offer [down].\n"
        "  - turned the offer  wanted, not made\n"
        "  + turned … down  made, not wanted\n"
        "    try/offer made the offer\n"
        "\n"
        "2 examples: 1 passed, 1 failed\n"
    )


def test_verbose_shows_what_every_rule_found(failing: Path) -> None:
    result = run("grammar", "test", str(failing), "--verbose")
    assert f"passed  {failing}:18  try/particle  example\n" in result.stdout
    assert "  = turned … down  made\n" in result.stdout
    assert "  1 of 2   try/particle\n" in result.stdout


def test_outcomes_as_json(failing: Path) -> None:
    result = run("grammar", "test", str(failing), "--format", "json")
    assert result.exit_code == 1
    report = json.loads(result.stdout)
    assert (report["examples"], report["passed"], report["failed"]) == (2, 1, 1)
    first = report["outcomes"][0]
    assert (first["line"], first["passed"], first["found"]) == (9, False, ["turned … down"])


def test_language_independent_grammars_are_found_by_name() -> None:
    result = run("grammar", "test", "ud.particles")
    assert result.exit_code == 0, result.stdout
    assert result.stdout.endswith(" passed\n")


def test_a_counterexample_that_fails_shows_what_was_made(tmp_path: Path) -> None:
    path = tmp_path / "try.sg"
    source = grammar(f'counterexample "He finally [turned] the offer [down]." {PARSE}')
    path.write_text(source, encoding="utf-8")
    shown = run("grammar", "test", str(path)).stdout
    assert "  never   He finally [turned] the offer [down].\n" in shown
    assert "  made    He finally [turned] the offer [down].\n" in shown


def test_tokens_that_overlap_are_shown_on_lines_of_their_own() -> None:
    source = grammar(
        f'example "[1: He] finally [1: turned] the offer down." {PARSE}',
        body='direction D -> V "x"',
    ).replace("particle -> link", "particle")
    source = source.replace("V -[compound:prt]-> P", "V -[nsubj|advmod]-> D")
    [found] = run_examples(Grammar.from_source(source))
    assert [line.text for line in report(found) if line.label == "made"] == [
        "[He] finally [turned] the offer down.",
        "He [finally turned] the offer down.",
    ]


# JUnit.


def test_outcomes_as_junit_xml(failing: Path, tmp_path: Path) -> None:
    out = tmp_path / "outcomes.xml"
    assert run("grammar", "test", str(failing), "--junit", str(out)).exit_code == 1
    root = ElementTree.fromstring(out.read_bytes())
    [suite] = root
    assert (suite.tag, suite.get("name")) == ("testsuite", str(failing))
    assert (suite.get("tests"), suite.get("failures")) == ("2", "1")
    bad, good = suite
    assert (bad.get("classname"), bad.get("line"), len(good)) == ("try/particle", "9", 0)
    [failure] = bad
    assert failure.get("message") == "wanted turned the offer"
    assert "made   He finally [turned] the offer [down]." in (failure.text or "")


def test_characters_that_xml_forbids_are_replaced() -> None:
    example = Example("a\x01\ufffe\tb", (), True, None, Location(1, 1))
    xml = junit_xml([Outcome("g/r\x1b", None, 1, example, False, (), ())])
    [[case]] = ElementTree.fromstring(xml)
    assert case.get("classname") == "g/r\ufffd"
    assert case.get("name") == "example, line 1: a\ufffd\ufffd\tb"


# Coverage.


def test_coverage_counts_what_each_rule_made(tmp_path: Path) -> None:
    path = tmp_path / "try.sg"
    source = grammar(
        f'example "He finally [turned] the offer [down]." {PARSE}',
        body='collapse V, P  head V  direction P -> V "x"',
    )
    path.write_text(source, encoding="utf-8")
    report = json.loads(run("grammar", "test", str(path), "--coverage", "--format", "json").stdout)
    [coverage] = report["coverage"]
    assert (coverage["on"], coverage["rules"], coverage["fired"]) == ("the examples", 3, 2)
    assert coverage["percent"] == 66.7
    assert [(c["rule"], c["tokens"], c["markers"], c["sets"]) for c in coverage["counts"]] == [
        ("try/offer", 1, 0, 0),
        ("try/particle", 1, 1, 0),
        ("try/object", 0, 0, 0),  # its stage comes after that of the only example
    ]


def test_coverage_on_a_treebank_runs_all_stages(tmp_path: Path) -> None:
    path, corpus = tmp_path / "try.sg", tmp_path / "one.conllu"
    path.write_text(grammar(""), encoding="utf-8")
    corpus.write_text(TURNED, encoding="utf-8")
    arguments = ("grammar", "test", str(path), "--on", str(corpus))
    report = json.loads(run(*arguments, "--on", str(corpus), "--format", "json").stdout)
    _, coverage = report["coverage"]
    assert (coverage["on"], coverage["documents"], coverage["fired"]) == ("2 files", 2, 3)
    assert [count["tokens"] for count in coverage["counts"]] == [2, 2, 2]
    shown = run(*arguments).stdout
    assert "try/object" in shown
    assert "3 of 3 rules fired (100.0 %)" in shown
    assert "try/object  never" in shown  # on the examples, of which there are none


def test_coverage_tells_which_rows_of_a_lexicon_were_met(tmp_path: Path) -> None:
    path = tmp_path / "try.sg"
    path.write_text(
        f"""grammar try
lexicon verbs {{
  phrase      gap
  turn down   4
  look up     4
  down turn   4
}}
stage s {{
  rule verb -> link {{
    pattern {{ phrase P from verbs }}
    collapse P
    example "He finally [turned] the offer [down]." {PARSE}
  }}
}}
""",
        encoding="utf-8",
    )
    arguments = ("grammar", "test", str(path), "--coverage")
    report = json.loads(run(*arguments, "--format", "json").stdout)
    [coverage] = report["coverage"]
    assert coverage["lexicons"] == [{"lexicon": "try/verbs", "rows": 3, "used": 1}]
    assert "1 of 3 rows of try/verbs used (33.3 %)\n" in run(*arguments).stdout


def test_coverage_of_a_grammar_without_rules_is_that_of_what_it_uses(tmp_path: Path) -> None:
    (tmp_path / "try.sg").write_text(grammar(""), encoding="utf-8")
    path = tmp_path / "mine.sg"
    path.write_text("grammar mine\nuse try\n", encoding="utf-8")
    assert len(Coverage([Grammar.load(path)]).rules) == 3


def test_coverage_leaves_out_rules_of_used_grammars(tmp_path: Path) -> None:
    (tmp_path / "try.sg").write_text(grammar(""), encoding="utf-8")
    path = tmp_path / "mine.sg"
    rule = 'rule mine { pattern { X [] } set X.Seen = "Yes" }'
    path.write_text(f"grammar mine\nuse try\nstage m {{ {rule} }}\n", encoding="utf-8")
    assert [count.rule for count in Coverage([Grammar.load(path)]).rules] == ["mine/mine"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--update"], "--update rewrites files: name those that it may rewrite"),
        (["ud.particles", "--on", "none.conllu"], "none.conllu: cannot read the file"),
        (["ud.particles", "--on", "graphs.jsonl"], "'graphs.jsonl' holds token graphs"),
        (["ud.particles", "--junit", "none/out.xml"], "cannot write 'none/out.xml'"),
    ],
)
def test_mistakes_in_the_call_are_told(arguments: list[str], message: str) -> None:
    result = run("grammar", "test", *arguments)
    assert result.exit_code == 2
    assert message in result.stderr


def test_a_rule_that_splits_makes_a_token_of_each_piece() -> None:
    rule = """grammar try
stage cut {{
  phase pieces
  rule hyphen {{ pattern {{ W [form=re".+-.+"] }} split W at "-"
    example "{}" parse \"\"\"
      1  A      a      DET   _  _  2  det
      2  x-ray  x-ray  NOUN  _  _  0  root
      \"\"\"
  }}
}}
"""
    for text, passed in (("A [1: x][2: -][3: ray]", True), ("A [x-ray]", False), ("A x-ray", True)):
        [found] = run_examples(Grammar.from_source(rule.format(text)))
        assert (found.passed, found.found) == (passed, ("x", "-", "ray"))
