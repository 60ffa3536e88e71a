"""Help for editors: pure functions over a text and an offset."""

from __future__ import annotations

from pathlib import Path

import pytest

from semgraph.errors import UsageError
from semgraph.grammar import shipped_root
from semgraph.grammar.automaton import automaton
from semgraph.grammar.lint import diagnose
from semgraph.grammar.vocabulary import COLUMNS, KINDS, MEASURES, RELATIONS, UPOS
from semgraph.workbench.editing import (
    complete,
    definition,
    fixes,
    folds,
    hover,
    judge_example,
    references,
    rename,
    symbols,
    words,
)
from semgraph.workbench.editing.live import example_line
from semgraph.workbench.editing.scan import Scan

SHIPPED = sorted(shipped_root().rglob("*.sg"))
HEAD = """grammar my.g
version 1
use en.verbs as v

lexicon col {
  word  hue
  red   warm
}

"""
RULE = """stage s {
  rule r -> link {
    pattern { Verb [upos=VERB]; e: Verb -[obj]-> N; N.lemma = col.word }
    without { N << Verb; N [Number=Plur] }
    collapse Verb, N  head Verb  lemma "{Verb.lemma} {N.lemma}"  class pair
    direction N -> Verb "fills"
    example "They [took walks]." parse \"\"\"
      1  They   they  PRON   _  _  2  nsubj
      2  took   take  VERB   _  _  0  root
      3  walks  red   NOUN   _  _  2  obj
      4  .      .     PUNCT  _  _  2  punct
      \"\"\"
  }
}
"""
TEXT = HEAD + RULE


def test_every_keyword_of_the_language_is_explained() -> None:
    assert automaton().keywords == words.KEYWORDS.keys()
    assert set(automaton().signs(automaton().terminals.values())) - set("{}[]().:") <= set(
        words.SIGNS
    )


def test_the_words_are_those_of_the_vocabulary() -> None:
    assert words.UPOS.keys() == UPOS
    assert words.RELATIONS.keys() == RELATIONS
    assert tuple(words.COLUMNS) == COLUMNS
    assert tuple(words.CHOICES["token"]) == KINDS
    assert words.RELATION_WORDS.keys() == {"length", "delta", *MEASURES}


@pytest.mark.parametrize("path", SHIPPED, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_all_words_of_the_shipped_grammars_fit(path: Path) -> None:
    lexemes = Scan(path.read_text("utf-8")).lexemes
    assert [lexeme for lexeme in lexemes if not lexeme.fits or lexeme.part == "unknown"] == []


@pytest.mark.parametrize(
    "broken",
    [
        "pattern { V [upos=",
        "pattern { V [upos=VERB; V -> P }",
        "pattern { V -[obj",
        "pattern { V -> }",
        "pattern { V -[",
        'lemma "{V.lemma',
        'example "She [',
        "collapse V,",
        "pattern { ) = ] }",
    ],
)
def test_what_follows_a_broken_rule_is_read_as_ever(broken: str) -> None:
    text = (
        f"grammar a\nstage s {{\n  rule r {{\n    {broken}\n  rule q {{\n    pattern {{ X -> Y }}\n"
    )
    items = complete(text + "    collapse ", len(text) + 13)
    assert [item.label for item in items] == ["X", "Y"]


def test_a_text_reads_the_same_after_another() -> None:
    """What two texts begin with is read once; every prefix, and an edit in the middle."""
    text = TEXT + RULE.replace("stage s", "stage t").replace("rule r", "rule q")
    whole = Scan(text)
    for end in range(0, len(text), 5):
        edited = text[:end] + '"' + text[end + 3 :]
        for other in (text[:end], edited):
            resumed = Scan(other, whole)
            assert resumed.lexemes == Scan(other).lexemes
            assert resumed.accepts() == Scan(other).accepts()
            assert Scan(text, resumed).lexemes == whole.lexemes


def test_an_example_is_judged_as_the_text_stands() -> None:
    line = example_line(TEXT, TEXT.index("took   take"))  # in its parse
    assert (
        line
        == example_line(TEXT, TEXT.index("They [took"))
        == TEXT[: TEXT.index("example")].count("\n") + 1
    )
    verdict = judge_example(TEXT, line)
    assert (verdict.passed, "`took walks`" in verdict.markdown) == (True, True)
    verdict = judge_example(TEXT.replace("red  ", "tea  ", 1), line)
    assert (verdict.passed, "nothing" in verdict.markdown) == (False, True)
    verdict = judge_example(TEXT.replace("upos", "uppos"), line)
    assert (verdict.passed, "uppos" in verdict.markdown) == (None, True)
    assert example_line(TEXT, TEXT.index("collapse")) is None


@pytest.mark.parametrize(
    ("at", "name", "reason"),
    [
        ("Verb [", "N", "taken in this rule"),
        ("Verb [", "e", "taken in this rule"),
        ("Verb [", "2x", "no name for a node"),
        ("Verb [", "X?", "no name for a node"),
        ("Verb [", "collapse", "word of the language"),
        ("Verb [", "meta", "word of the language"),
        ("Verb [", "col", "a lexicon"),
        ("e: ", "N", "taken in this rule"),
        ("col {", "N", "a node"),
        ("col {", "a.b", "no name for a lexicon"),
        ("en.verbs", "x", "comes from elsewhere"),
        ("upos", "x", "no name here"),
    ],
)
def test_a_new_name_that_cannot_be_is_refused(at: str, name: str, reason: str) -> None:
    with pytest.raises(UsageError, match=reason):
        rename(TEXT, TEXT.index(at), name)


def test_names_are_found_in_actions_and_lemmas() -> None:
    found = references(TEXT, TEXT.index("Verb ["))
    assert [TEXT[m.start : m.end] for m in found] == ["Verb"] * 7
    assert len(references(TEXT, TEXT.index("col {"))) == 2


def test_definitions() -> None:
    target = definition(TEXT, TEXT.index("Verb.lemma"))
    assert target is not None
    assert target.start == TEXT.index("Verb [")
    target = definition(TEXT, TEXT.index("col.word") + 5)
    assert target is not None
    assert TEXT[target.start :].startswith("word  hue")
    target = definition(TEXT, TEXT.index("en.verbs"))
    assert target is not None
    assert target.path == shipped_root() / "en" / "verbs.sg"


def test_the_outline() -> None:
    assert [(s.kind, s.name, [c.name for c in s.children]) for s in symbols(TEXT)] == [
        ("lexicon", "col", []),
        ("stage", "s", ["r"]),
    ]
    assert len(folds(TEXT)) == 4


def test_a_hint_becomes_a_change() -> None:
    text = TEXT.replace("upos=VERB", "uppos=VERB")
    (mistake,) = (d for d in diagnose(text) if d.severity == "error")
    (fix,) = fixes(text, mistake)
    assert text[: fix.start] + fix.new + text[fix.end :] == TEXT


def test_a_comment_silences() -> None:
    text = "grammar a\nstage s { rule r { pattern { X -> Y } tension X, Y } }\n"
    found = [d for d in diagnose(text) if d.severity != "error"]
    assert found
    for diagnostic in found:
        *_, fix = fixes(text, diagnostic)
        changed = text[: fix.start] + fix.new + text[fix.end :]
        assert diagnostic.code not in [d.code for d in diagnose(changed)]


@pytest.mark.parametrize("offset", [-5, 0, 10**9])
def test_an_offset_beyond_the_text_is_no_mistake(offset: int) -> None:
    complete(TEXT, offset)
    assert hover(TEXT, 10**9) is None
    assert definition(TEXT, offset) is None
    assert references(TEXT, -1) == []
