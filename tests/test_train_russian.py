"""Russian treebanks are brought to one convention."""

from __future__ import annotations

import pytest

from semgraph.train.documents import Sentence
from semgraph.train.russian import harmonize


def one(form, lemma, upos, feats="", dep="ROOT", others=()):
    """Harmonize a sentence that begins with a word; the others hang on it."""
    words = [form, *others]
    size = len(words)
    made = harmonize(
        Sentence(
            words,
            [True] * size,
            [lemma, *others],
            [""] * size,
            [upos] + ["PUNCT"] * len(others),
            [feats] + [""] * len(others),
            [0] * size,
            [dep] + ["punct"] * len(others),
            [""] * size,
        )
    )
    return made.pos[0], made.deps[0], made.morphs[0]


@pytest.mark.parametrize(
    ("word", "wanted"),
    [
        (("мной", "я", "PRON", "Case=Ins|Number=Sing|Person=1"),
         "Case=Ins|Number=Sing|Person=1|PronType=Prs"),
        (("Своей", "свой", "DET", "Case=Gen|Gender=Fem|Number=Sing"),
         "Case=Gen|Gender=Fem|Number=Sing|Poss=Yes|PronType=Prs|Reflex=Yes"),
        (("себе", "себя", "PRON", "Case=Dat"), "Case=Dat|PronType=Prs|Reflex=Yes"),
        (("никто", "никто", "PRON", "Case=Nom|Polarity=Neg"), "Case=Nom|PronType=Neg"),
        (("тогда", "тогда", "ADV", ""), "Degree=Pos|PronType=Dem"),
        (("быстро", "быстро", "ADV", ""), "Degree=Pos"),
        (("т", "так", "ADV", "Abbr=Yes"), "Abbr=Yes"),
        (("был", "быть", "AUX", "Aspect=Imp|Tense=Past|VerbForm=Fin"),
         "Tense=Past|VerbForm=Fin|Voice=Act"),
        (("бы", "бы", "AUX", "Mood=Cnd"), "Mood=Cnd"),
        (("идущий", "идти", "VERB", "Animacy=Inan|Case=Nom|VerbForm=Part"),
         "Case=Nom|VerbForm=Part"),
        (("идущий", "идти", "VERB", "Animacy=Inan|Case=Acc|VerbForm=Part"),
         "Animacy=Inan|Case=Acc|VerbForm=Part"),
        (("пять", "пять", "NUM", "Case=Nom|Degree=Cmp"),
         "Case=Nom|NumForm=Word|NumType=Card"),
        (("полтора", "полтора", "NUM", "Case=Acc"), "Case=Acc|NumForm=Word|NumType=Frac"),
        (("двое", "двое", "NUM", "Case=Nom"), "Case=Nom|NumForm=Word|NumType=Sets"),
        (("1812", "1812", "NUM", "Case=Gen|Number=Sing"), "NumForm=Digit|NumType=Card"),
        (("+7", "+7", "NUM", ""), "NumForm=Digit|NumType=Card"),
        (("0,5", "0,5", "NUM", ""), "NumForm=Digit|NumType=Frac"),
        (("XIX", "XIX", "ADJ", "Case=Gen|Degree=Pos"), "NumForm=Roman|NumType=Ord"),
        (("2-й", "2-й", "ADJ", "Case=Nom"), "NumForm=Digit|NumType=Ord"),
        (("первой", "первый", "ADJ", "Case=Gen|Degree=Pos|Gender=Fem"),
         "Case=Gen|Gender=Fem|NumForm=Word|NumType=Ord"),
        (("новой", "новый", "ADJ", "Case=Gen|Degree=Pos"), "Case=Gen|Degree=Pos"),
        (("стол", "стол", "NOUN", "Case=Nom"), "Case=Nom"),
    ],
)  # fmt: skip
def test_features_follow_the_guidelines(word, wanted):
    assert one(*word)[2] == wanted


@pytest.mark.parametrize(
    ("word", "wanted"),
    [
        (("которую", "который", "PRON", "Case=Acc", "obj"),
         ("DET", "obj", "Case=Acc|PronType=Rel")),
        (("каждую", "каждый", "ADJ", "Case=Acc|Degree=Pos", "amod"),
         ("DET", "det", "Case=Acc|PronType=Tot")),
        (("этот", "это", "PRON", "Case=Nom", "nsubj"), ("PRON", "nsubj", "Case=Nom|PronType=Dem")),
    ],
)  # fmt: skip
def test_determiners_are_determiners(word, wanted):
    assert one(*word) == wanted


@pytest.mark.parametrize(
    ("dep", "mark", "kind"),
    [("ROOT", "?", "Int"), ("ROOT", "!", "Exc"), ("ROOT", "!..", "Exc"), ("ROOT", ".", "Rel")],
)
def test_a_main_clause_asks_or_exclaims_by_its_mark(dep, mark, kind):
    assert one("Кто", "кто", "PRON", "Case=Nom", dep, [mark])[2] == f"Case=Nom|PronType={kind}"


def test_a_subordinate_clause_does_not_ask():
    made = harmonize(
        Sentence(
            ["знаешь", "кто", "пришел", "?"],
            [True] * 4,
            ["знать", "кто", "прийти", "?"],
            [""] * 4,
            ["VERB", "PRON", "VERB", "PUNCT"],
            ["", "Case=Nom", "", ""],
            [0, 2, 0, 0],
            ["ROOT", "nsubj", "ccomp", "punct"],
            [""] * 4,
        )
    )
    assert made.morphs[1] == "Case=Nom|PronType=Rel"


def test_the_newer_convention_stays_as_it_is():
    feats = "Case=Nom|NumForm=Word|NumType=Card|Number=Sing"
    assert one("один", "один", "NUM", feats)[2] == "Case=Nom|Number=Sing|NumForm=Word|NumType=Card"
    assert one("кто", "кто", "PRON", "Case=Nom|PronType=Ind")[2] == "Case=Nom|PronType=Ind"
