"""Treebanks become training documents that look like text."""

from __future__ import annotations

import random

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from semgraph.errors import InputError
from semgraph.parse import parse_conllu
from semgraph.parse.entities.names import read_names
from semgraph.train.augment import augmenter
from semgraph.train.documents import Sentence, document, documents, sentences
from semgraph.train.entities import read_entities
from semgraph.train.treebanks import read_treebanks
from tests.toy_treebank import toy_conllu, toy_iob

SENTENCE = """\
1\tHe\the\tPRON\tPRP\tCase=Nom\t4\tnsubj\t_\t_
2-3\tdidn't\t_\t_\t_\t_\t_\t_\t_\t_
2\tdid\tdo\tAUX\tVBD\t_\t4\taux\t_\t_
3\tn't\tnot\tPART\tRB\tPolarity=Neg\t4\tadvmod\t_\t_
4\tgo\tgo\tVERB\tVB\t_\t0\troot\t_\t_
4.1\tgo\tgo\tVERB\tVB\t_\t_\t_\t_\t_
5-6\tdu\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
5\tde\tde\tADP\tIN\t_\t4\tobl\t_\t_
6\tle\tle\tDET\tDT\t_\t5\tdet\t_\t_
7\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\tSpaceAfter=No

"""
VOCAB = spacy.blank("en").vocab


def test_words_that_spell_their_token_stay_words():
    (made,) = sentences(parse_conllu(SENTENCE))
    assert made.words == ["He", "did", "n't", "go", "du", "."]
    assert made.lemmas == ["he", "do", "not", "go", "de", "."]
    assert made.deps == ["nsubj", "aux", "advmod", "ROOT", "obl", "punct"]
    assert made.heads == [3, 3, 3, 3, 3, 3]
    assert made.morphs[2] == "Polarity=Neg"
    assert document([made], VOCAB).text == "He didn't go du."


def test_sentences_of_a_document_are_parted_and_keep_their_trees():
    (one,) = sentences(parse_conllu(SENTENCE))
    doc = document([one, one, one], VOCAB)
    assert doc.text == "He didn't go du. He didn't go du. He didn't go du."
    assert [len(sentence) for sentence in doc.sents] == [6, 6, 6]
    assert all(token.head in token.sent for token in doc)


def test_every_round_has_every_sentence_in_groups_of_one_to_ten():
    treebank = list(sentences(parse_conllu(toy_conllu(60))))
    made = list(documents(treebank, VOCAB, random.Random(1), rounds=3))
    counts = [len(list(doc.sents)) for doc in made]
    assert sum(counts) == 180
    assert set(counts) <= set(range(1, 11))
    assert len(set(counts)) > 4
    texts = sorted(sentence.text for doc in made for sentence in doc.sents)
    wanted = sorted(3 * [document([one], VOCAB).text for one in treebank])
    assert texts == wanted


def test_the_same_seed_gives_the_same_documents():
    treebank = list(sentences(parse_conllu(toy_conllu(40))))

    def texts(seed):
        made = documents(treebank, VOCAB, random.Random(seed), rounds=3, augmenter=augmenter("en"))
        return [doc.text for doc in made]

    assert texts(3) == texts(3)
    assert texts(3) != texts(4)


WORDS = st.sampled_from(
    [
        "He",
        "ёлка",
        "все",
        "ЁЖ",
        '"',
        "«",
        "»",
        "“",
        "-",
        "—",
        "...",
        "…",
        "n't",
        "don’t",
        "I",
        "ß",
        ".",
    ]
)


@settings(deadline=None)
@given(
    st.lists(WORDS, min_size=1, max_size=12), st.integers(0, 10_000), st.sampled_from(["en", "ru"])
)
def test_variation_keeps_the_tree(words, seed, language):
    size = len(words)
    blank = [""] * size
    sentence = Sentence(
        words, [True] * size, blank, blank, blank, blank, [0] * size, ["dep"] * size, blank
    )
    varied = augmenter(language)(sentence, random.Random(seed))
    columns = (varied.spaces, varied.lemmas, varied.heads, varied.deps, varied.ents)
    assert {len(column) for column in columns} == {len(varied.words)}
    assert len(varied.words) in (size, size - 1)
    assert len(varied.words) == size or words[-1] in (".", "…", "...")
    assert all(varied.words)
    assert sentence.words == words  # the original is left alone
    assert all(0 <= head < len(varied.words) for head in varied.heads)


def test_variation_does_what_it_says():
    words = ["Ты", "сказал", ":", '"', "все", "ещё", "-", "нет", '"', "..."]
    blank = [""] * len(words)
    sentence = Sentence(
        words, [True] * 10, blank, blank, blank, blank, [1] * 10, ["dep"] * 10, blank
    )
    vary = augmenter("ru")
    seen = {tuple(vary(sentence, random.Random(seed)).words) for seed in range(2_000)}
    flat = {word for words in seen for word in words}
    assert {"ТЫ", "ты", "еще", "ещё", "«", "»", "—", "…", "..."} <= flat
    for varied in seen:
        opened, closed = varied.count("«"), varied.count("»")
        assert opened == closed


ENTITIES = """\
# text = Anna Smith of Rome met the French .
1\tAnna\tB-PER
2\tSmith\tI-PER
3\tof\tO
4\tRome\tI-LOC
5\tmet\tO
6\tthe\tO
7\tFrench\tB-OTH
8\t.\tB-O\t-\tsomeone

1\tto\tO
2\tBowen\tB-O
"""


def test_entities_are_cleaned_by_the_stated_rule(tmp_path):
    file = tmp_path / "a.iob2"
    file.write_text(ENTITIES, encoding="utf-8")
    made = read_entities(file, ["PER", "LOC"])
    assert list(made.values()) == [
        ["B-PER", "I-PER", "O", "B-LOC", "O", "O", "O", "O"],
        ["O", ""],
    ]


def test_a_short_line_of_entities_is_told(tmp_path):
    file = tmp_path / "a.iob2"
    file.write_text("1\tAnna\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"a.iob2:1.*separated by tabs"):
        read_entities(file, ["PER"])


def test_each_treebank_has_the_entities_of_its_own_files(tmp_path):
    (tmp_path / "a.conllu").write_text(toy_conllu(1), encoding="utf-8")
    (tmp_path / "train.iob2").write_text(toy_iob(1), encoding="utf-8")
    (tmp_path / "dev.iob2").write_text(toy_iob(1).replace("B-LOC", "O"), encoding="utf-8")
    made = read_treebanks(
        "en",
        [tmp_path / "a.conllu"],
        [tmp_path / "a.conllu"],
        [tmp_path / "train.iob2"],
        [tmp_path / "dev.iob2"],
        ["LOC"],
    )
    assert (made.train[0].ents[0], made.development[0].ents[0]) == ("B-LOC", "O")


def test_treebanks_are_cleaned(tmp_path):
    headless = "1\tNo\tno\tINTJ\t_\t_\t0\troot\t_\t_\n2\ttree\t_\tX\t_\t_\t1\t_\t_\t_\n\n"
    (tmp_path / "train.conllu").write_text(SENTENCE * 2 + headless + LONG, encoding="utf-8")
    (tmp_path / "dev.conllu").write_text(LONG + SENTENCE, encoding="utf-8")
    made = read_treebanks("en", [tmp_path / "train.conllu"], [tmp_path / "dev.conllu"])
    assert (len(made.train), len(made.development)) == (2, 2)
    assert (made.without_tree, made.leaked) == (1, 1)
    assert (made.tagged, made.featured, made.lemmatized, made.named) == (True, True, True, False)


LONG = (
    "".join(
        f"{index}\tword{index}\t_\tX\t_\t_\t{int(index > 1)}\t{'root' if index == 1 else 'dep'}\t_\t_\n"  # noqa: E501
        for index in range(1, 9)
    )
    + "\n"
)


def test_entities_reach_their_sentences(tmp_path):
    for name, text in (("a.conllu", toy_conllu(5)), ("a.iob2", toy_iob(5))):
        (tmp_path / name).write_text(text, encoding="utf-8")
    made = read_treebanks(
        "en",
        [tmp_path / "a.conllu"],
        [tmp_path / "a.conllu"],
        [tmp_path / "a.iob2"],
        types=["PER", "LOC"],
    )
    assert made.named
    assert all(
        one.ents[0] in ("B-PER", "B-LOC") and set(one.ents[1:]) == {"O"} for one in made.train
    )


def named(words, ents, pos=None):
    size = len(words)
    blank = [""] * size
    return Sentence(
        words, [True] * size, [*words], blank, pos or ["PROPN"] * size, blank, [0] * size,
        ["dep"] * size, ents,
    )  # fmt: skip


def test_names_are_put_in_place_of_others_of_their_type_and_length():
    lists = read_names("en")
    sentence = named(
        ["Zorba", "Quibble", "in", "Zorbia", "with", "Zorbcorp", "Inc", "."],
        ["B-PER", "I-PER", "O", "B-LOC", "O", "B-ORG", "I-ORG", "O"],
        ["PROPN", "PROPN", "ADP", "PROPN", "ADP", "PROPN", "PROPN", "PUNCT"],
    )
    vary = augmenter("en")
    seen = [vary(sentence, random.Random(seed)) for seed in range(400)]
    cased = [one for one in seen if one.words[2] == "in" and "with" in one.words]
    assert all(one.ents[:7] == sentence.ents[:7] for one in seen)
    assert any(one.words == sentence.words for one in cased)
    folded = {kind: {name.lower() for name in group} for kind, group in lists.items()}

    def at(*places):
        return {" ".join(one.words[place] for place in places).lower() for one in cased}

    people = at(0, 1) - {"zorba quibble"}
    assert len(people) > 50
    for name in people:
        given, surname = name.split()
        assert given in folded["given"] | folded["given_census"]
        assert surname in folded["surname"] | folded["surname_census"]
    towns = folded["city"] | folded["place"] | folded["region"] | folded["town"]
    assert len(at(3)) > 50
    assert at(3) <= towns | {"zorbia"}
    assert len(at(5, 6)) > 50
    assert at(5, 6) <= folded["organization"] | {"zorbcorp inc"}
    for one in seen:
        pairs = zip(one.words, one.lemmas, strict=True)
        assert all(word.lower() == lemma.lower() for word, lemma in pairs if word.isalpha())


def test_a_name_that_is_more_than_proper_nouns_stays():
    sentence = named(
        ["Bank", "of", "Zorbia"], ["B-ORG", "I-ORG", "I-ORG"], ["PROPN", "ADP", "PROPN"]
    )
    vary = augmenter("en")
    assert {
        tuple(word.lower() for word in vary(sentence, random.Random(seed)).words)
        for seed in range(100)
    } == {("bank", "of", "zorbia")}
