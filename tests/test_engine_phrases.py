"""Phrases of a lexicon: the trie agrees with trying every way in which words can stand."""

from __future__ import annotations

from itertools import combinations, pairwise, permutations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from semgraph.engine.nodes import Nodes
from semgraph.engine.phrases import PhraseIndex, Vocabulary
from semgraph.grammar.rules import Lexicon
from tests.build import Row, make_parse

WORDS = ("a", "b", "c", "Ё")


def lexicon(rows: list[tuple[str, str, int, str]]) -> Lexicon:
    columns = list(zip(*rows, strict=True)) if rows else [(), (), (), ()]
    phrase, match, gap, order = columns
    texts = tuple(map(str, gap))
    return Lexicon("l", {"phrase": phrase, "match": match, "gap": texts, "order": order}, "l.tsv")


def expected(rows: list[tuple[str, str, int, str]], sentence: list[Row]) -> set:
    """Try every choice of words for every row, in plain loops."""
    found = set()
    real = [i for i, row in enumerate(sentence) if row.upos != "SPACE"]
    for number, (phrase, match, gap, order) in enumerate(rows):
        words = phrase.lower().replace("ё", "е").split()
        ways = [(words, gap > 0)]
        if order == "free":
            ways += [(list(p), True) for p in permutations(words) if list(p) != words]
        for chosen in combinations(range(len(real)), len(words)):
            if any(b - a - 1 > gap for a, b in pairwise(chosen)):
                continue
            nodes = [real[i] for i in chosen]
            heads = [sentence[n].head - 1 for n in nodes]
            joined = sum(head in nodes for head in heads) == len(nodes) - 1
            for way, connected in ways:
                fits = all(
                    word == fold(sentence[n].form)
                    or (match == "lemma" and word == fold(sentence[n].lemma))
                    for word, n in zip(way, nodes, strict=True)
                )
                if fits and (joined or not connected):
                    found.add((number, tuple(nodes)))
    return found


def fold(word: str) -> str:
    return word.lower().replace("ё", "е")


@st.composite
def sentences(draw: st.DrawFn) -> list[Row]:
    size = draw(st.integers(1, 7))
    rows = []
    for index in range(size):
        head = draw(st.integers(0, index))  # earlier words only: a tree, whatever is drawn
        space = draw(st.integers(0, 9)) == 0
        form = " " if space else draw(st.sampled_from(WORDS))
        lemma = " " if space else draw(st.sampled_from(WORDS))
        upos = "SPACE" if space else "X"
        rows.append(Row(form, lemma, upos, head, "dep" if head else "root"))
    return rows


entries = st.tuples(
    st.lists(st.sampled_from(WORDS), min_size=2, max_size=3).map(" ".join),
    st.sampled_from(["lemma", "form"]),
    st.integers(0, 2),
    st.sampled_from(["fixed", "free"]),
)


@settings(max_examples=400, deadline=None)
@given(st.lists(entries, min_size=1, max_size=4, unique_by=lambda e: e[0]), sentences())
def test_the_trie_finds_what_plain_loops_find(
    rows: list[tuple[str, str, int, str]], sentence: list[Row]
) -> None:
    nodes = Nodes.from_parse(make_parse([[sentence]]))
    found = PhraseIndex(lexicon(rows), Vocabulary()).occurrences(nodes)
    ours = [
        (int(row), tuple(found.words[found.start[i] : found.start[i + 1]].tolist()))
        for i, row in enumerate(found.row)
    ]
    assert len(ours) == len(set(ours)), "an occurrence twice"
    wanted = expected(rows, sentence)
    # Where several rows can stand the same way, the first of them counts.
    assert {words for _, words in ours} == {words for _, words in wanted}
    assert set(ours) <= wanted


def test_the_anchor_is_the_highest_word() -> None:
    rows = [
        Row("kick", "kick", "VERB", 0, "root"),
        Row("the", "the", "DET", 3, "det"),
        Row("bucket", "bucket", "NOUN", 1, "obj"),
    ]
    entry = ("kick the bucket", "lemma", 0, "fixed")
    index = PhraseIndex(lexicon([entry]), Vocabulary())
    found = index.occurrences(Nodes.from_parse(make_parse([[rows]])))
    assert found.anchor.tolist() == [0]
    assert found.contains(np.array([0, 0]), np.array([1, 2])).tolist() == [True, True]
