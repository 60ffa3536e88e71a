"""Russian names: which words make one, and whose it is, whatever the pipeline."""

from __future__ import annotations

from pathlib import Path

import pytest

from semgraph.grammar import Grammar
from semgraph.graph.views import Leaf, Token
from semgraph.tokenizer import Tokenizer, load_grammar
from tests.build import make_parse, sentence

LEXICONS = Path(__file__).parent.parent / "grammars" / "ru" / "lexicons"
# One sense of a word a table: a word in two of these would always be taken for the first.
GAZETTEERS = ("names_given", "names_surnames", "names_places", "names_orgs")

Names = list[tuple[str, str]]

# Words as form, lemma, upos, head, deprel, feats; then the names that are found.
CASES: dict[str, tuple[tuple[str, ...], Names]] = {
    "the parser hangs the patronymic badly": (
        (
            "Вчера вчера ADV 4 advmod",
            "Анна Анна PROPN 1 punct Case=Nom",
            "Петровна Петровна PROPN 4 nsubj Case=Nom",
            "приехала приехать VERB 0 root",
        ),
        [("Анна Петровна", "PER")],
    ),
    "an oblique case": (
        (
            "Ждали ждать VERB 0 root",
            "Льва Лев PROPN 1 obj Case=Acc",
            "Николаевича Николаевич PROPN 2 dep Case=Acc",
            "Толстого Толстой ADJ 2 dep Case=Acc",
        ),
        [("Льва Николаевича Толстого", "PER")],
    ),
    "initials behind the surname": (
        (
            "Пришёл прийти VERB 0 root",
            "Котов Котов PROPN 1 nsubj Case=Nom",
            "А. А. PROPN 2 flat:name",
            "С. С. PROPN 2 flat:name",
        ),
        [("Котов А. С.", "PER")],
    ),
    "a title stays outside": (
        (
            "Доктор доктор NOUN 3 nsubj Case=Nom",
            "Смирнов Смирнов PROPN 1 appos Animacy=Anim|Case=Nom",
            "ушёл уйти VERB 0 root",
        ),
        [("Смирнов", "PER")],
    ),
    "the subject is another person": (
        (
            "Смирнову Смирнов PROPN 3 iobj Animacy=Anim|Case=Dat",
            "Иван Иван PROPN 3 nsubj Animacy=Anim|Case=Nom",
            "помог помочь VERB 0 root",
        ),
        [("Смирнову", "PER"), ("Иван", "PER")],
    ),
    "plain words at the head of a sentence": (
        (
            "Вера вера NOUN 3 nsubj Case=Nom",
            "людей человек NOUN 1 nmod Case=Gen",
            "крепка крепкий ADJ 0 root",
        ),
        [],
    ),
    "a kind of place and its name": (
        (
            "По по ADP 2 case",
            "реке река NOUN 4 obl Case=Dat",
            "Волге Волга PROPN 2 nmod Case=Dat",
            "плыли плыть VERB 0 root",
        ),
        [("реке Волге", "LOC")],
    ),
    "a place that owns is no apposition": (
        (
            "Столица столица NOUN 3 nsubj Case=Nom",
            "России Россия PROPN 1 nmod Case=Gen",
            "растёт расти VERB 0 root",
        ),
        [("России", "LOC")],
    ),
    "a street named after a person": (
        (
            "На на ADP 2 case",
            "улице улица NOUN 4 obl Case=Loc",
            "Ленина Ленин PROPN 2 nmod Case=Gen",
            "тихо тихий ADJ 0 root",
        ),
        [("улице Ленина", "LOC")],
    ),
    "a quoted name": (
        (
            "Банк банк NOUN 5 nsubj Case=Nom",
            "« « PUNCT 3 punct",
            "Заря заря NOUN 1 appos Case=Nom",
            "» » PUNCT 3 punct",
            "закрыт закрыть VERB 0 root",
        ),
        [("Банк « Заря »", "ORG")],
    ),
    "the state that an organisation is of": (
        (
            "Министерство министерство NOUN 4 nsubj Case=Nom",
            "финансов финансы NOUN 1 nmod Case=Gen",
            "РФ РФ PROPN 2 nmod Case=Gen",
            "молчит молчать VERB 0 root",
        ),
        [("Министерство финансов РФ", "ORG")],
    ),
}


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer(None, load_grammar("ru"))


def names_in(token: Token | Leaf) -> Names:
    """Give the outermost names, without the function words that they have taken in."""
    if isinstance(token, Leaf):
        return []
    if "Entity" in token.feats and not token.satellites:
        return [(token.form, token.feats["Entity"])]
    return [name for part in token.parts for name in names_in(part)]


@pytest.mark.parametrize(("words", "expected"), CASES.values(), ids=CASES)
def test_names(tokenizer: Tokenizer, words: tuple[str, ...], expected: Names) -> None:
    """The outermost tokens with an Entity are the names."""
    [graph] = tokenizer.apply(make_parse([[sentence(*words, ". . PUNCT 1 punct")]], language="ru"))
    assert [name for token in graph.top for name in names_in(token)] == expected


def test_every_rule_has_examples_both_ways() -> None:
    """Two examples and a counterexample at least, but for stages that hand on what was made."""
    for rule in Grammar.find("ru.names").rules:
        expected = [example.expected for example in rule.examples]
        assert expected.count(True) >= 2, rule.name
        assert False in expected, rule.name


def test_gazetteers_agree() -> None:
    """A word stands once in its table, ё as е, and in no other that is as sure of it."""
    seen: dict[str, str] = {}
    for name in GAZETTEERS:
        lines = (LEXICONS / f"{name}.tsv").read_text(encoding="utf-8").split("\n")[2:]
        words = [line.split("\t")[0] for line in lines if line]
        assert len(words) == len(set(words)), name
        assert not [word for word in words if "ё" in word.lower()], name
        twice = {word: seen[word] for word in words if word in seen}
        assert not twice, f"{name}: {twice}"
        seen |= dict.fromkeys(words, name)
