"""What is written can be read again, and nothing but an error comes of broken files."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from semgraph.errors import InputError, UsageError
from semgraph.formats import FORMATS, Format, import_patterns
from semgraph.formats.quoting import quote, quote_regex, rule_name, unused, variable_name
from semgraph.grammar import Grammar, parse_request
from semgraph.grammar.names import NAME
from semgraph.grammar.syntax import Constant, NodeClause, Regex
from semgraph.tokenizer import Tokenizer
from tests.build import make_parse, sentence
from tests.spacy_docs import imported

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)


def value_of(written: str) -> Constant | Regex:
    (block,) = parse_request(f"pattern {{ X [lemma={written}] }}").blocks
    (clause,) = block.clauses
    assert isinstance(clause, NodeClause)
    (value,) = clause.alternatives[0][0].values
    assert isinstance(value, Constant | Regex)
    return value


@given(TEXT)
def test_a_quoted_value_says_the_same(value: str) -> None:
    assert value_of(quote(value)) == Constant(value)


@pytest.mark.parametrize("value", ["kick", "nsubj:pass", "2", "е́ж", "x-y", "Number", "re"])
def test_plain_values_need_no_quotes(value: str) -> None:
    assert quote(value) in (value, f'"{value}"')
    assert value_of(quote(value)) == Constant(value)


@pytest.mark.parametrize(
    "value", ["lex.column", "-", "a|b", "", "'x'", "/a/", "a b", "%", '"', "->"]
)
def test_signs_are_quoted(value: str) -> None:
    assert quote(value).startswith('"')


@pytest.mark.parametrize(
    "pattern", ['a"b', r"a\"b", "a\nb", r"\\", r"\d+", "a/b", r"a\/b", "[\"']"]
)
def test_a_quoted_expression_matches_the_same(pattern: str) -> None:
    import re2

    for ignore_case in (False, True):
        value = value_of(quote_regex(pattern, ignore_case=ignore_case))
        assert isinstance(value, Regex)
        assert value.ignore_case == ignore_case
        for text in ('a"b', "a\nb", "\\", "12", "a/b", "'", '"'):
            wanted = re2.fullmatch(pattern, text) is not None
            assert (re2.fullmatch(value.pattern, text) is not None) == wanted


@given(TEXT)
def test_names_are_made_valid(text: str) -> None:
    assert NAME.fullmatch(rule_name(text))
    parse_request(f"pattern {{ {variable_name(text)} -> Other }}")


def test_taken_names_get_a_number() -> None:
    assert unused("a", {"b"}) == "a"
    assert unused("a", {"a", "a2"}) == "a3"
    assert unused("a", {"a"}, "-") == "a-2"


@pytest.mark.parametrize("text", ["{", "[1]", '{"P": 3}', '{"P": [3]}', '"x"', "3"])
@pytest.mark.parametrize("source_format", ["dependency-matcher", "matcher"])
def test_what_holds_no_patterns_is_refused(
    text: str, source_format: Format, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=r"patterns\.txt"):
        imported(tmp_path, source_format, text)


@given(st.sampled_from(sorted(FORMATS)), st.text('{}[]()=:;>/!?|&<$.-~ \n"#%aP', max_size=30))
def test_broken_files_give_an_error_or_a_grammar(source_format: Format, text: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.txt"
        path.write_text(text, "utf-8")
        try:
            result = import_patterns(str(path), source_format)
        except InputError:
            return
        Grammar.from_source(result.grammar)


def test_imported_rules_mark_what_they_find(tmp_path: Path) -> None:
    content = "pair: {lemma:give} >obj {}\nsingle: {lemma:up}\n"
    row = sentence("Give give VERB 0 root", "it it PRON 1 obj", "up up ADP 1 compound:prt")
    grammar = Grammar.from_source(imported(tmp_path, "semgrex", content).grammar)
    (graph,) = Tokenizer(None, grammar).apply(make_parse([[row]]))
    assert [(m.kind, m.label, m.by) for m in graph.markers] == [
        ("resonance", "pair", "rule:patterns/pair")
    ]
    assert [t.form for t in graph.tokens if t.feats.get("Imported") == "single"] == ["up"]


def test_labels_tell_the_scheme_unless_it_is_given(tmp_path: Path) -> None:
    def scheme(label: str, **options: str) -> str:
        content = {"P": [[{"RIGHT_ID": "a", "RIGHT_ATTRS": {"DEP": label}}]]}
        result = imported(tmp_path, "dependency-matcher", content, **options)
        return Grammar.from_source(result.grammar).scheme

    assert scheme("obj") == "ud"
    assert scheme("dobj") == "clearnlp"
    assert scheme("mine") == "unknown"
    assert scheme("obj", scheme="clearnlp") == "clearnlp"


def test_a_rule_that_the_language_refuses_is_told_with_the_reason(tmp_path: Path) -> None:
    content = {"P": [[{"RIGHT_ID": "a", "RIGHT_ATTRS": {"DEP": "dobj"}}]]}
    result = imported(tmp_path, "dependency-matcher", content, scheme="ud")
    (pattern,) = result.patterns
    assert "unknown relation 'dobj'" in pattern.losses[0].why
    assert "was not carried over" in result.grammar


def test_the_name_of_a_grammar_must_be_one(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no name for a grammar"):
        imported(tmp_path, "matcher", {"P": [[{}]]}, name="1 x")
    assert imported(tmp_path, "matcher", {"P": [[{}]]}).grammar.startswith("grammar patterns\n")


@pytest.mark.parametrize(
    ("source_format", "text"),
    [
        ("semgrex", "(" * 9999),
        ("semgrex", "{} " + "[" * 9999),
        ("grew", "package a { " * 9999),
        ("matcher", "[" * 99999),
    ],
)
def test_deep_nesting_is_refused(source_format: Format, text: str, tmp_path: Path) -> None:
    with pytest.raises(InputError):
        imported(tmp_path, source_format, text)


def test_a_lexicon_that_the_language_refuses_costs_its_rules(tmp_path: Path) -> None:
    text = "rule r { pattern { X [lemma=lex.phrase] } }\n#BEGIN lex\nphrase\nword\n#END\n"
    result = imported(tmp_path, "grew", text + "rule s { pattern { X [] } }")
    assert [pattern.rules for pattern in result.patterns] == [[], ["s"]]
    assert "is one word" in result.patterns[0].losses[0].why
    assert "lexicon" not in result.grammar.partition("stage")[0]
    Grammar.from_source(result.grammar)
