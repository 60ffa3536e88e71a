"""Treebanks become training documents that look like text."""

from __future__ import annotations

import random

import pytest
import spacy
from spacy.tokens import DocBin

from semgraph.errors import UsageError
from semgraph.parse import parse_conllu
from semgraph.parse.training import convert, main

SENTENCE = """\
1\tHe\the\tPRON\tPRP\tCase=Nom\t4\tnsubj\t_\t_
2-3\tdidn't\t_\t_\t_\t_\t_\t_\t_\t_
2\tdid\tdo\tAUX\tVBD\t_\t4\taux\t_\t_
3\tn't\tnot\tPART\tRB\tPolarity=Neg\t4\tadvmod\t_\t_
4\tgo\tgo\tVERB\tVB\t_\t0\troot\t_\t_
5-6\tdu\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
5\tde\tde\tADP\tIN\t_\t4\tobl\t_\t_
6\tle\tle\tDET\tDT\t_\t5\tdet\t_\t_
7\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_

"""
NLP = spacy.blank("en")


class NeverStray(random.Random):
    """Chance that strews nothing in."""

    def random(self) -> float:
        return 1.0

    def choice(self, options):
        return options[0]

    def randint(self, low, high):
        return low


def test_words_that_spell_their_token_stay_words():
    docs = list(convert(parse_conllu(SENTENCE * 3), NLP.vocab, NeverStray(1)))
    tokens = [token for doc in docs for token in doc][:7]
    assert [token.text_with_ws for token in tokens[:5]] == ["He ", "did", "n't ", "go ", "du"]
    assert [token.lemma_ for token in tokens[:6]] == ["he", "do", "not", "go", "de", "."]
    assert [token.dep_ for token in tokens[:6]] == [
        "nsubj",
        "aux",
        "advmod",
        "ROOT",
        "obl",
        "punct",
    ]
    assert [token.head.i for token in tokens[:6]] == [3, 3, 3, 3, 3, 3]
    assert str(tokens[2].morph) == "Polarity=Neg"


def test_white_space_depends_on_its_neighbour():
    chance = random.Random(3)
    docs = list(convert(parse_conllu(SENTENCE * 500), NLP.vocab, chance))
    spaces = [token for doc in docs for token in doc if token.is_space]
    assert len(spaces) > 30
    for token in spaces:
        assert (token.pos_, token.dep_, token.tag_) == ("SPACE", "dep", "_SP")
        assert token.head.i == (token.i - 1 if token.i else 1)
    assert {len(list(doc.sents)) for doc in docs} == set(range(1, 11))
    assert sum(len(list(doc.sents)) for doc in docs) == 500
    for doc in docs:
        assert all(token.head in token.sent for token in doc)
        assert NLP.tokenizer(doc.text).text == doc.text


def test_the_same_treebank_gives_the_same_file(tmp_path):
    (tmp_path / "a.conllu").write_text(SENTENCE * 30, encoding="utf-8")
    for name in ("one", "two"):
        main(["en", str(tmp_path / name), str(tmp_path / "a.conllu")])
    first, second = (DocBin().from_disk(tmp_path / name) for name in ("one", "two"))
    words = [
        [token.text_with_ws for doc in bin_.get_docs(NLP.vocab) for token in doc]
        for bin_ in (first, second)
    ]
    assert words[0] == words[1]


def test_too_few_arguments_are_told():
    with pytest.raises(UsageError, match="usage"):
        main(["en"])
