"""Every finding of ``tests/lint/*.sg`` is the one that the file's first line expects."""

from __future__ import annotations

import json
import time
from pathlib import Path

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from semgraph.errors import GrammarError
from semgraph.grammar import Grammar, shipped_root
from semgraph.grammar.lint import CODES, Diagnostic, Linter, diagnose
from tests.cli_tools import run

FOLDER = Path(__file__).with_name("lint")
FIXTURES = sorted(FOLDER.glob("*.sg"))
BAD = str(FOLDER / "W205_test_twice.sg")
RULE = """grammar a
version 1.0
stage s {{
  rule r {{
    pattern {{ {} }}
    tension X, Y
    example "He [did] it."
    counterexample "He went."
  }}
}}
"""


def expected(path: Path) -> list[tuple[str, str]]:
    first = path.read_bytes().split(b"\n")[0].decode()
    assert first.startswith("% expect:")
    words = first.removeprefix("% expect:").split()
    return list(zip(words[::2], words[1::2], strict=True))


def told(diagnostics: list[Diagnostic]) -> list[tuple[str, str]]:
    return [(d.code, f"{d.line}:{d.column}") for d in diagnostics]


def codes(text: str, path: Path | None = None) -> list[str]:
    return [d.code for d in diagnose(text, path)]


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_fixture(path: Path) -> None:
    assert told(Linter().diagnose_file(path)) == expected(path)


def test_every_code_has_a_fixture_of_its_name() -> None:
    found = {p.stem[:4] for p in FIXTURES if p.stem[:4] in dict(expected(p))}
    assert found == set(CODES)


def test_every_code_is_documented() -> None:
    for code in CODES.values():
        assert code.gist.endswith("."), code
        assert code.severity == {"E": "error", "W": "warning", "I": "info"}[code.name[0]]
    assert len({code.gist for code in CODES.values()}) == len(CODES)
    assert sum(code.severity == "warning" for code in CODES.values()) >= 24


@pytest.mark.parametrize(
    "path",
    sorted(shipped_root().rglob("*.sg")),
    ids=lambda path: "/".join(path.parts[-2:]),
)
def test_shipped_grammar_is_clean(path: Path) -> None:
    assert Linter().diagnose_file(path) == []


# Diagnostics


def test_all_fields() -> None:
    text = RULE.format("X -> Y; X [Numbr=Sing]")
    assert diagnose(text, "a.sg") == [
        Diagnostic(
            code="W101",
            severity="warning",
            message="'Numbr' is no feature of Universal Dependencies",
            file="a.sg",
            line=5,
            column=26,
            end_line=5,
            end_column=31,
            rule="a/r",
            hint="did you mean 'Number'?",
        )
    ]


def test_loading_raises_the_first_error_with_its_code() -> None:
    for path in FIXTURES:
        errors = [d for d in Linter().diagnose_file(path) if d.severity == "error"]
        if not errors:
            Grammar.load(path)
            continue
        with pytest.raises(GrammarError) as caught:
            Grammar.load(path)
        if caught.value.file != str(path):
            continue
        assert caught.value.code in (None, errors[0].code)
        if caught.value.code:
            assert (caught.value.line, caught.value.column) == (errors[0].line, errors[0].column)
            assert (caught.value.message, caught.value.hint) == (errors[0].message, errors[0].hint)


def test_errors_have_a_code() -> None:
    with pytest.raises(GrammarError) as caught:
        Grammar.from_source(RULE.format("X -[objj]-> Y"))
    assert caught.value.code == "E109"


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_nothing_is_raised(data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(FIXTURES[1:]))
    text = path.read_text("utf-8")
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 40)))
    middle = data.draw(st.text(max_size=3) | st.sampled_from(["{", '"', "% lint: ignore", "->"]))
    for diagnostic in diagnose(text[:start] + middle + text[end:], path):
        assert diagnostic.line >= 1
        assert diagnostic.end_column > diagnostic.column >= 1


@pytest.mark.parametrize(
    "text", ["", "\n", "\ufeff", "grammar", "\r\n%", "grammar a\n\x00", "\ud800"]
)
def test_odd_texts(text: str) -> None:
    assert diagnose(text)


def test_order_is_that_of_the_text() -> None:
    for path in FIXTURES:
        places = [(d.line, d.column) for d in Linter().diagnose_file(path)]
        assert places == sorted(places)


# Used grammars, kept between two looks


def test_a_used_grammar_is_read_again_when_it_changes(tmp_path: Path) -> None:
    (tmp_path / "b.sg").write_text("grammar b\nlexicon l { verb\n take }\n", encoding="utf-8")
    path = tmp_path / "a.sg"
    text = RULE.replace("stage", "use b\nstage", 1).format("X -> Y; X.lemma = b.l.verb")
    linter = Linter()
    assert linter.diagnose(text, path) == []
    assert linter.diagnose(text, path) == []
    (tmp_path / "b.sg").write_text("grammar b\nlexicon l { verbs\n take }\n", encoding="utf-8")
    assert [d.code for d in linter.diagnose(text, path)] == ["E106"]
    (tmp_path / "b.sg").write_text("grammar b\nlexicon l { verb\n take }\nuse a", encoding="utf-8")
    path.write_text(text, encoding="utf-8")
    assert [d.code for d in linter.diagnose(text, path)] == ["E004"]


def test_a_circle_is_seen_though_the_used_grammar_was_kept(tmp_path: Path) -> None:
    (tmp_path / "a.sg").write_text("grammar a\nversion 1\n", encoding="utf-8")
    (tmp_path / "b.sg").write_text("grammar b\nversion 1\nuse a\n", encoding="utf-8")
    linter = Linter()
    text = "grammar c\nversion 1\nuse b\nstage s { rule r { pattern { X -> Y } tension X, Y } }"
    assert "E004" not in [d.code for d in linter.diagnose(text, tmp_path / "c.sg")]
    again = linter.diagnose("grammar a\nversion 1\nuse b\n", tmp_path / "a.sg")
    assert [(d.code, d.line) for d in again] == [("E004", 3)]


def test_the_search_path_is_searched(tmp_path: Path) -> None:
    (tmp_path / "b.sg").write_text("grammar b\nstage t { }", encoding="utf-8")
    text = RULE.replace("stage", "use b\nstage", 1).format("X -> Y")
    assert codes(text) == ["E004"]
    assert diagnose(text, search_path=[tmp_path]) == []


# What is let be


@pytest.mark.parametrize(
    "pattern",
    [
        "X -> Y; X [form=re\"[А-Яа-яA-Z]+\"]",
        "X [upos=VERB]|[upos=AUX, VerbForm=Part]; X -> Y",
        "X$ -> Z; Y -> Z",
        "X -> Z; Y ->> Z; Y -> X",
        "X -[nsubj|obj]-> Y; Y [deprel=obj]",
        "X -[^obj]-> Y; Y [deprel=nsubj]",
        "X -[1=obl]-> Y; Y [deprel=re\"obl.*\"]",
        "X -> Y; length(X, Y) <= 5; delta(X, Y) >= -2",
        "X << Y; delta(X, Y) = 3; length(X, Y) > 2",
        "X <{1,3} Y; X <{2,4} Z; Y << Z",
        "X []; X -> Y; Y []",
        "X []; Y []; X.lemma = Y.lemma",
        "X -> Y; X -> M?; X -> N*",
        "X -> Y } without { Y -> * } with { X << Y } or { Y << X",
        "X -> Y } without { Y -> Z; Z [upos=ADJ]",
        "X -> Y } or { Y -> X",
        "* -[root]-> X; X -> Y",
        "X -> Y; X.__id__ < Y.__id__",
        "e: X -> Y; f: Y -> Z; e.label = f.label",
        "X [Number=\"Plur,Sing\"]; X -> Y",
    ],
)  # fmt: skip
def test_pattern_is_let_be(pattern: str) -> None:
    assert codes(RULE.format(pattern)) == []


def test_another_scheme_has_other_features() -> None:
    text = RULE.format("X [Numbr=Plr]; X -[compound:ptr]-> Y").replace(
        "version", "scheme x\nversion"
    )
    assert codes(text) == []


# Silence


def test_a_comment_silences_its_line_alone() -> None:
    text = RULE.format("X -> Y; X -> Y;  % lint: ignore W205 because\n      X -> Y\n   ")
    assert codes(text) == ["W205"]


def test_a_comment_at_the_rule_silences_the_rule() -> None:
    text = RULE.format("X -> Y; X -> Y").replace("rule r {", "rule r {  % lint: ignore W205")
    assert codes(text) == []


def test_a_string_is_no_comment() -> None:
    text = RULE.format('X [lemma="% lint: ignore W205"]; X -> Y; X -> Y')
    assert codes(text) == ["W205"]


# The command line


def check(*args: str) -> tuple[int, str]:
    result = run("grammar", "check", *args)
    return result.exit_code, result.stdout


def test_findings_are_told_as_errors_are() -> None:
    assert check(BAD) == (
        1,
        f"{BAD}:6:41: W205 this is said twice [rule lint/r]\n"
        "        pattern { X [upos=VERB]; X -> Y; X [upos=VERB] }\n"
        "                                            ^^^^\n"
        "    leave one of them out\n"
        "1 file: 1 warning\n",
    )


def test_shipped_grammars_are_checked_without_arguments() -> None:
    count = len(list(shipped_root().rglob("*.sg")))
    assert check() == (0, f"{count} files: nothing to report\n")


def test_a_grammar_can_be_named() -> None:
    assert check("en.verbs") == (0, "1 file: nothing to report\n")
    assert check("used.lexicons", "--grammar-path", str(FOLDER))[0] == 0


def test_select_and_ignore() -> None:
    bad = str(FOLDER / "E103_all_are_told.sg")
    assert check(bad)[1].endswith("1 file: 4 errors\n")
    assert check(bad, "--select", "E1")[1].endswith("1 file: 3 errors\n")
    assert check(bad, "--select", "e109,E2")[1].endswith("1 file: 2 errors\n")
    assert check(bad, "--select", "E1", "--ignore", "E103")[1].endswith("1 file: 1 error\n")
    assert check(bad, "--ignore", "E1", "--ignore", "E2") == (0, "1 file: nothing to report\n")


def test_hints_do_not_fail() -> None:
    code, text = check(str(FOLDER / "I303_name.sg"))
    assert (code, text.splitlines()[-1]) == (0, "1 file: 2 hints")


def test_json() -> None:
    code, text = check(BAD, "--format", "json")
    report = json.loads(text)
    assert code == 1
    assert {k: v for k, v in report.items() if k != "diagnostics"} == {
        "files": 1,
        "errors": 0,
        "warnings": 1,
        "infos": 0,
    }
    assert report["diagnostics"] == [
        {
            "code": "W205",
            "severity": "warning",
            "message": "this is said twice",
            "file": BAD,
            "line": 6,
            "column": 41,
            "end_line": 6,
            "end_column": 45,
            "rule": "lint/r",
            "hint": "leave one of them out",
        }
    ]


def test_explain() -> None:
    code, text = check("--explain", "w205")
    assert code == 0
    assert text.startswith("W205  warning\nA clause is said twice.\n\n")


def test_list() -> None:
    _, text = check("--list")
    assert [line[:4] for line in text.splitlines()] == list(CODES)
    _, listed = check("--list", "--format", "json")
    assert [entry["code"] for entry in orjson.loads(listed)] == list(CODES)


@pytest.mark.parametrize(
    "args",
    [
        ("--select", "X"),
        ("--ignore", "W9"),
        ("--explain", "W999"),
        ("nothing.here",),
        ("--format", "xml"),
    ],
)
def test_usage(args: tuple[str, ...]) -> None:
    assert check(*args)[0] == 2


def test_a_missing_file_is_an_error_among_others() -> None:
    code, text = check("missing.sg", BAD)
    assert code == 1
    assert text.startswith("missing.sg:1:1: E001 a grammar cannot be read: No such file")
    assert text.endswith("2 files: 1 error, 1 warning\n")


def test_control_characters_do_not_reach_the_terminal() -> None:
    _, text = check(str(FOLDER / "W501_invisible.sg"))
    assert "\u202e" not in text
    assert "⟨U+202E⟩" in text


# Speed


def test_a_large_grammar_is_quick() -> None:
    rule = """  rule rule_{0} -> link {{
    pattern {{ V [upos=VERB, lemma=v{0}]; V -[obj]-> P; V << P; length(V, P) <= 5 }}
    without {{ P -[case]-> Q }}
    collapse V, P
    example "He [turned] it [down] {0}."
    counterexample "He went {0}."
  }}
"""
    text = "grammar a\nversion 1.0\nstage s {\n" + "".join(map(rule.format, range(1000))) + "}\n"
    begin = time.process_time()
    assert diagnose(text) == []
    assert time.process_time() - begin < 5
