"""Imported Semgrex patterns find what they should: matches worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

import semgraph
from semgraph.errors import InputError
from semgraph.formats import Result
from semgraph.grammar import Grammar
from tests.build import Row, make_parse
from tests.spacy_docs import imported

SING, PLUR = "Number=Sing", "Number=Plur"
TURNED = [
    Row("She", "she", "PRON", 3, "nsubj", "Case=Nom|Number=Sing", "PRP"),
    Row("quickly", "quickly", "ADV", 3, "advmod", "", "RB"),
    Row("turned", "turn", "VERB", 0, "root", "Tense=Past", "VBD"),
    Row("down", "down", "ADP", 3, "compound:prt", "", "RP"),
    Row("the", "the", "DET", 7, "det", "", "DT"),
    Row("big", "big", "ADJ", 7, "amod", "", "JJ"),
    Row("offer", "offer", "NOUN", 3, "obj", SING, "NN"),
    Row(".", "", "PUNCT", 3, "punct", "", "."),
]
DOGS = [
    Row("Dogs", "dog", "NOUN", 6, "nsubj", PLUR, "NNS"),
    Row("and", "and", "CCONJ", 3, "cc", "", "CC"),
    Row("cats", "cat", "NOUN", 1, "conj", PLUR, "NNS"),
    Row("in", "in", "ADP", 5, "case", "", "IN"),
    Row("Bonn", "Bonn", "PROPN", 3, "nmod", SING, "NNP", "GPE"),
    Row("chase", "chase", "VERB", 0, "root", "Tense=Pres", "VBP"),
    Row("dogs", "dog", "NOUN", 6, "obj", PLUR, "NNS"),
]
PARSE = make_parse([[TURNED], [DOGS]])

# A pattern, and of each match the words of its nodes a, b, c, joined by hyphens.
TABLE = [
    # nodes
    ("{word:offer}=a", "offer"),
    ("{lemma:dog}=a", "Dogs dogs"),
    ("{tag:/NNP?/}=a", "offer Bonn"),
    ("{tag:/NN/}=a", "offer"),
    ("{pos:NN;lemma:offer}=a", "offer"),
    ("{cpos:VERB}=a", "turned chase"),
    ("{upos:/ADJ|ADV/}=a", "quickly big"),
    ("{$}=a", "turned chase"),
    ("{ner:GPE}=a", "Bonn"),
    ("{upos:PROPN;ner:O}=a", ""),
    ("{upos:PRON;ner:O}=a", "She"),
    ("{upos:/PR.*/;ner:/.*/}=a", "She Bonn"),
    ("{ner!:O}=a", "Bonn"),
    ("!{upos:/.*[NRTP]/}=a", "quickly turned big and chase"),
    ("!{lemma:__}=a", "."),
    ("{lemma:__;upos:PUNCT}=a", ""),
    ("{upos:PUNCT;lemma!:x}=a", "."),
    ("{upos:PUNCT;lemma?:x}=a", "."),
    ("{upos:VERB;lemma?:turn}=a", "turned"),
    ("{morphofeatures:{Number:Plur}}=a", "Dogs cats dogs"),
    ("{upos:VERB;morphofeatures:{Tense!:Past}}=a", "chase"),
    ("{morphofeatures:{Number:Sing;Case:Nom}}=a", "She"),
    ("[{lemma:cat}|{lemma:big}]=a", "cats big"),
    ("![{tag:/N.*|I.*|C.*|R.*/}|{upos:/VERB|DET|PRON|ADJ/}]=a", "."),
    # single relations
    ("{}=a >nsubj {}=b", "turned-She chase-Dogs"),
    ("{}=a <obj {}=b", "offer-turned dogs-chase"),
    ("{}=a >/nsubj|obj/ {}=b", "turned-She turned-offer chase-Dogs chase-dogs"),
    ("{}=a >compound:prt {}=b", "turned-down"),
    ("{}=a >/compound.*/ {}=b", "turned-down"),
    ("{lemma:offer}=a > {}=b", "offer-the offer-big"),
    ("{lemma:offer}=a >% {}=b", "offer-the offer-big"),
    ("{upos:VERB}=a >> {upos:/ADJ|PROPN/}=b", "turned-big chase-Bonn"),
    ("{upos:ADP}=a << {}=b", "down-turned in-Bonn in-cats in-Dogs in-chase"),
    ("{}=a >>nmod {}=b", "cats-Bonn Dogs-Bonn chase-Bonn"),
    ("{}=a <<nmod {}=b", "Bonn-cats Bonn-Dogs Bonn-chase"),
    ("{lemma:cat}=a <> {}=b", "cats-Dogs cats-and cats-Bonn"),
    ("{lemma:cat}=a <>conj {}=b", "cats-Dogs"),
    ("{lemma:cat}=a . {}=b", "cats-in"),
    ("{lemma:cat}=a - {}=b", "cats-and"),
    ("{upos:ADJ}=a .. {}=b", "big-offer big-."),
    ("{upos:ADV}=a -- {}=b", "quickly-She"),
    ("{lemma:the}=a $+ {}=b", "the-big"),
    ("{lemma:big}=a $- {}=b", "big-the"),
    ("{lemma:quickly}=a $++ {}=b", "quickly-down quickly-offer quickly-."),
    ("{lemma:quickly}=a $-- {}=b", "quickly-She"),
    ("{$}=a $++ {}=b", ""),
    ("{upos:VERB}=a >++ {}=b", "turned-down turned-offer turned-. chase-dogs"),
    ("{upos:VERB}=a >-- {}=b", "turned-She turned-quickly chase-Dogs"),
    ("{}=a >++nmod {}=b", "cats-Bonn"),
    ("{upos:DET}=a <++ {}=b", "the-offer"),
    ("{upos:ADP}=a <-- {}=b", "down-turned"),
    ("{upos:ADP}=a <--case {}=b", ""),
    # chains, groups, negation, options
    ("{}=a >nsubj {}=b >obj {}=c", "turned-She-offer chase-Dogs-dogs"),
    ("{}=a >nsubj {}=b & >obj {}=c", "turned-She-offer chase-Dogs-dogs"),
    ("{}=a >nsubj ({}=b >conj {}=c)", "chase-Dogs-cats"),
    ("({}=a >nsubj {}=b) >obj {}=c", "turned-She-offer chase-Dogs-dogs"),
    ("{}=a >obj {}=b > {lemma:dog}=c", "chase-dogs-Dogs chase-dogs-dogs"),
    ("{lemma:cat}=a > {}=b . ({}=c)", "cats-and-in cats-Bonn-in"),
    ("{upos:VERB}=a !>compound:prt {}", "chase"),
    ("{upos:NOUN}=a !> {}", "dogs"),
    ("{upos:NOUN}=a !>det {} !>conj {}", "cats dogs"),
    ("{upos:NOUN}=a ![>det {} | >conj {}]", "cats dogs"),
    ("{upos:NOUN}=a ![>det {} & >amod {}]", "Dogs cats dogs"),
    ("{upos:NOUN}=a !> ({} > {})", "offer dogs"),
    ("{upos:NOUN}=a !$++ {}", "cats dogs"),
    ("{upos:NOUN}=a !$++ {upos:NOUN}", "offer cats dogs"),
    ("{upos:VERB}=a ?>compound:prt {}=b", "turned-down chase-"),
    ("{upos:NOUN}=a ?> ({}=b > {}=c)", "offer-- Dogs-cats-and Dogs-cats-Bonn cats-Bonn-in dogs--"),
    ("{upos:NOUN}=a [>det {}=b | >conj {}=b]", "offer-the Dogs-cats"),
    ("{upos:NOUN}=a >det {}=b | >conj {}=b", "offer-the Dogs-cats"),
    ("{upos:NOUN}=a [<obj {}=b & !> {}]", "dogs-chase"),
    # names and parts
    ("{}=a >nsubj {} : {}=a >obj {}=b", "turned-offer chase-dogs"),
    ("{}=a > {}=b : {}=b . {lemma:chase}=c", "cats-Bonn-chase"),
    ("{}=a > {}=b:{}=c . {}=b:{}=c >> {word:in}", "Bonn-in-cats cats-and-Dogs chase-dogs-chase"),
    ("{lemma:dog}=a : {lemma:cat}=b", "Dogs-cats dogs-cats"),
    ("{lemma:dog}=a : {lemma:dog}=b", "Dogs-Dogs Dogs-dogs dogs-Dogs dogs-dogs"),
    ("{}=a >nsubj ({} == {lemma:dog}=b)", "chase-Dogs"),
    ("{upos:VERB}=a > {upos:NOUN}=b > ({upos:NOUN}=c !== {}=b)", "chase-Dogs-dogs chase-dogs-Dogs"),
    ("{}=a >nsubj=x {}=b >obj=y {}=c", "turned-She-offer chase-Dogs-dogs"),
]  # fmt: skip


def found(result: Result) -> set[str]:
    """Give of each match the words of its nodes a, b and c; none for a node that is not bound."""
    words = [[row.form for row in sentence] for sentence in (TURNED, DOGS)]
    names = [name for name in "abc" if f"{name} " in result.grammar or f"{name}$" in result.grammar]
    matches = set()
    for rule in Grammar.from_source(result.grammar).rules:
        for match in semgraph.search(rule.request, PARSE):
            bound = [match.nodes.get(name) for name in names]
            forms = ["" if node is None else words[match.doc][node] for node in bound]
            matches.add("-".join(forms))
    return matches


@pytest.mark.parametrize(("pattern", "expected"), TABLE, ids=[row[0] for row in TABLE])
def test_a_pattern_finds_these_words(pattern: str, expected: str, tmp_path: Path) -> None:
    result = imported(tmp_path, "semgrex", pattern)
    assert result.complete, result.text()
    assert found(result) == set(expected.split())


def test_a_file_has_a_pattern_a_line(tmp_path: Path) -> None:
    text = "# verbs\nverb.obj: {upos:VERB} >obj {}\n\n  {lemma:dog}\n"
    result = imported(tmp_path, "semgrex", text)
    assert [(p.name, p.place, p.rules) for p in result.patterns] == [
        ("verb.obj", "line 2", ["verb-obj"]),
        ("patterns", "line 4", ["patterns"]),
    ]
    assert 'resonance N1, N2 "verb.obj"' in result.grammar


LOST = [
    ("{idx:3}", "idx", "places of words"),
    ("{after:x}", "after", "not kept"),
    ("{feats:{tense:Past}}", "feats:{tense}", "no such feature"),
    ("{} !> {}=x", "the name 'x'", "under a negation"),
    ("{} !> ({} !> {})", "the negation at column 11", "another one"),
    ("{} > {}=x : {}=y == {}=x", "'== {}=x'", "cannot be one"),
    ("{} >=e {} >=e {}", "the edge 'e'", "named twice"),
    ("{lemma:/(?=x)y/}", "the pattern", "bad regular expression"),
    ("{} " + "[> {} | < {}] " * 6, "its alternatives", "more than 32"),
]


@pytest.mark.parametrize(("pattern", "what", "why"), LOST)
def test_what_cannot_be_said_is_told(pattern: str, what: str, why: str, tmp_path: Path) -> None:
    (imported_pattern,) = imported(tmp_path, "semgrex", pattern).patterns
    assert not imported_pattern.rules
    (loss,) = imported_pattern.losses
    assert loss.what == what
    assert why in loss.why


@pytest.mark.parametrize(
    ("pattern", "message", "offset"),
    [
        ("{tag:NN", "expected ';'", 7),
        ("{tag}", "expected ':', '!:' or '?:'", 4),
        ("{tag:}", "expected a value", 5),
        ("{:NN}", "expected an attribute", 1),
        ("{} >nsubj", "expected '{'", 9),
        ("{} >nsubj {} )", "unexpected ')'", 13),
        ("({} > {}", "expected ')'", 8),
        ("{} [> {}", "expected ']'", 8),
        ("{} @ {}", "alignments", 3),
        ("@ {}", "alignments", 0),
        ("{} 1,2>> {}", "bounded paths", 3),
        ("{#}", "the empty node", 1),
        ("{}=", "expected a name", 3),
        ("{} :: uniq", "'::'", 4),
        ("{word:/a/#1%x}", "groups of a regular expression", 9),
        ("(?i:{word:a})", "modifiers", 0),
        ("x: {} ! {}", "expected a relation", 8),
        ("{} !", "expected a relation", 4),
        ("{f:{:x}}", "expected a feature", 4),
    ],
)
def test_mistakes_are_told_with_place_and_caret(
    pattern: str, message: str, offset: int, tmp_path: Path
) -> None:
    with pytest.raises(InputError) as caught:
        imported(tmp_path, "semgrex", f"# patterns\n{pattern}\n")
    error = caught.value
    assert message in error.message
    assert (error.line, error.offset) == (2, offset)
    assert error.message.endswith(f"\n    {' ' * offset}^\n")
