"""Scores of a parse: worked out by hand, and what holds of all."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from semgraph.errors import InputError
from semgraph.evaluate import METRICS, Score, score_parse, score_segmentation
from semgraph.evaluate.align import align, longest_common_subsequence
from semgraph.evaluate.words import Words
from semgraph.parse import Parse, parse_conllu
from tests.build import Row, Sentence, make_parse
from tests.graph_strategies import forests

GOLD = """\
# text = I don't know.
1\tI\tI\tPRON\tPRP\tCase=Nom|Number=Sing\t4\tnsubj\t_\t_
2-3\tdon't\t_\t_\t_\t_\t_\t_\t_\t_
2\tdo\tdo\tAUX\tVBP\tMood=Ind\t4\taux\t_\t_
3\tn't\t_\tPART\tRB\t_\t4\tadvmod\t_\t_
4\tknow\tknow\tVERB\tVB\tVerbForm=Inf\t0\troot\t_\tSpaceAfter=No
5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_

# text = Dogs bark.
1\tDogs\tdog\tNOUN\tNNS\tNumber=Plur\t2\tnsubj\t_\t_
2\tbark\tbark\tVERB\tVBP\t_\t0\troot\t_\tSpaceAfter=No
3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_

"""

# One sentence; 'bark.' is one word; white space is a leaf of its own.
SYSTEM = [
    Row("I", "I", "PRON", 4, "nsubj", "Case=Nom|Number=Sing|Style=Coll", "PRP"),
    Row("do", "do", "VERB", 4, "aux", "", "VBP", space=""),
    Row("n't", "n't", "PART", 4, "advmod:neg", "", "RB"),
    Row("know", "know", "VERB", 0, "root", "VerbForm=Inf", "VB", space=""),
    Row(".", ".", "PUNCT", 8, "punct", "", "."),
    Row(" ", " ", "SPACE", 5, "dep", "", "", space=""),
    Row("Dogs", "Dog", "NOUN", 8, "nsubj", "Number=Plur", "NN"),
    Row("bark.", "bark", "VERB", 4, "parataxis", "", "VBP", space=""),
]

# Gold words are I do n't know . Dogs bark . and all but the last two are aligned.
BY_HAND = {
    "tokens": Score(7, 7, 4),  # I know . Dogs
    "sentences": Score(2, 1, 0),
    "words": Score(8, 7, 6, 6),
    "upos": Score(8, 7, 5, 6),  # not do
    "xpos": Score(8, 7, 5, 6),  # not Dogs
    "ufeats": Score(8, 7, 5, 6),  # not do
    "feats": Score(8, 7, 4, 6),  # nor I, whose Style is not universal
    "all_tags": Score(8, 7, 4, 6),  # not do, Dogs
    "lemmas": Score(8, 7, 5, 6),  # not Dogs; that of n't is not given
    "uas": Score(8, 7, 4, 6),  # the heads of . and Dogs are not aligned
    "las": Score(8, 7, 4, 6),
    "las_subtypes": Score(8, 7, 3, 6),  # not n't
    "clas": Score(5, 5, 3, 4),  # I n't know, of I n't know Dogs bark
    "mlas": Score(5, 5, 2, 4),  # not know, on which do hangs as another part of speech
    "blex": Score(5, 5, 3, 4),
}


def test_the_figures_are_those_worked_out_by_hand() -> None:
    scores = score_parse(parse_conllu(GOLD), make_parse([[SYSTEM]]))
    assert tuple(scores) == METRICS
    assert scores == BY_HAND
    segmentation = {name: BY_HAND[name] for name in ("tokens", "sentences")}
    assert score_segmentation(parse_conllu(GOLD), make_parse([[SYSTEM]])) == segmentation


def test_precision_recall_and_accuracy_are_shares() -> None:
    clas = BY_HAND["clas"].to_json()
    assert clas == {
        "precision": 0.6, "recall": 0.6, "f1": 0.6, "aligned_accuracy": 0.75,
        "gold": 5, "system": 5, "correct": 3, "aligned": 4,
    }  # fmt: skip
    tokens = Score(4, 8, 2)
    assert tokens.to_json() == {
        "precision": 0.25, "recall": 0.5, "f1": round(1 / 3, 6),
        "gold": 4, "system": 8, "correct": 2,
    }  # fmt: skip
    nothing = Score(0, 0, 0, 0)
    figures = ("precision", "recall", "f1", "aligned_accuracy")
    assert [nothing.to_json()[figure] for figure in figures] == [None] * 4
    assert (Score(3, 0, 0).precision, Score(3, 0, 0).f1) == (None, 0)


def words(notation: str) -> Words:
    """Read ``don't=do+n't go``: a multiword token and a word."""
    lines: list[str] = []
    count = 0
    for token in notation.split():
        surface, _, inner = token.partition("=")
        pieces = inner.split("+") if inner else [surface]
        if inner:
            span = f"{count + 1}-{count + len(pieces)}"
            lines.append("\t".join([span, surface, *"_" * 8]))
        for piece in pieces:
            count += 1
            head = "0" if count == 1 else "1"
            lines.append("\t".join([str(count), piece, *"____", head, "dep", "_", "_"]))
    return Words.of(parse_conllu("\n".join(lines) + "\n\n"))


@pytest.mark.parametrize(
    ("gold", "system", "pairs"),
    [
        ("we go", "we go", [(0, 0), (1, 1)]),
        ("ab c", "a bc", []),
        ("can not go", "cannot go", [(2, 1)]),
        ("don't=do+n't go", "do n't go", [(0, 0), (1, 1), (2, 2)]),
        ("do n't go", "don't=Do+N'T go", [(0, 0), (1, 1), (2, 2)]),
        ("don't=do+n't go", "don't go", [(2, 1)]),
        ("don't=do+not go", "don't=Do+n't go", [(0, 0), (2, 2)]),
        ("aux=à+les=?", "aux=à+les=?", [(0, 0), (1, 1)]),
        ("ab=x+y+z", "ab=z+x+y", [(0, 1), (1, 2)]),
        # Multiword tokens that overlap are one region.
        ("abc=ab+c d", "ab cd=c+d", [(0, 0), (1, 1), (2, 2)]),
        # A word over the region's edge stands outside of it.
        ("x ab=a+b", "xa b", [(2, 1)]),
        ("ab=a+b x", "a bx", [(0, 0)]),
    ],
)
def test_words_are_aligned_by_characters_and_in_multiword_tokens_by_form(
    gold: str, system: str, pairs: list[tuple[int, int]]
) -> None:
    assert align(words(gold), words(system)) == pairs
    assert sorted((j, i) for i, j in align(words(system), words(gold))) == pairs


@given(*[st.lists(st.sampled_from("abc"), max_size=7)] * 2)
def test_no_common_subsequence_is_longer(first: list[str], second: list[str]) -> None:
    def longest(i: int, j: int) -> int:
        if i == len(first) or j == len(second):
            return 0
        without = max(longest(i + 1, j), longest(i, j + 1))
        return max(without, 1 + longest(i + 1, j + 1)) if first[i] == second[j] else without

    pairs = longest_common_subsequence(first, second)
    assert len(pairs) == longest(0, 0)
    assert all(first[i] == second[j] for i, j in pairs)
    assert all(a < c and b < d for (a, b), (c, d) in pairwise(pairs))


def test_other_texts_are_refused() -> None:
    with pytest.raises(InputError, match="different texts"):
        score_parse(
            parse_conllu(GOLD), make_parse([[[*SYSTEM[:-1], replace(SYSTEM[-1], form="bark!")]]])
        )


def test_what_hangs_on_white_space_hangs_on_the_word_above_it() -> None:
    def scored(head: int) -> Score:
        rows = [*SYSTEM[:4], replace(SYSTEM[4], head=6), replace(SYSTEM[5], head=head)]
        gold = make_parse([[[*SYSTEM[:4], replace(SYSTEM[4], head=4)]]])
        return score_parse(gold, make_parse([[rows]]))["uas"]

    assert scored(4).f1 == 1
    assert scored(1).f1 == 0.8


# What holds of all.

_CHARACTERS = "Ёжик-don'tgo🙂"


@st.composite
def analyses(
    draw: st.DrawFn, characters: str = _CHARACTERS, *, multiword: bool = True
) -> list[Sentence]:
    """Draw sentences over some characters: any words, trees, tags, multiword tokens."""
    inner = st.integers(1, len(characters) - 1)
    cuts = sorted({0, *draw(st.sets(inner)), len(characters)})
    forms = [characters[a:b] for a, b in pairwise(cuts)]
    sentences: list[Sentence] = []
    rows: list[Row] = []
    for form in forms:
        pieces = draw(st.lists(st.sampled_from("ab"), max_size=3)) if multiword else []
        rows.append(_word(draw, form, pieces[0] if pieces else None))
        rows += [_word(draw, "", piece) for piece in pieces[1:]]
        if form is forms[-1] or draw(st.booleans()):
            heads = draw(forests(len(rows), 1))
            sentences.append(
                [
                    replace(row, head=max(head, 0), deprel=row.deprel if head > 0 else "root")
                    for row, head in zip(rows, heads, strict=True)
                ]
            )
            rows = []
    return sentences


def _word(draw: st.DrawFn, form: str, word: str | None) -> Row:
    upos = draw(st.sampled_from(["NOUN", "VERB", ""]))
    feats = draw(st.sampled_from(["", "Case=Nom", "Case=Nom|Style=Arch"]))
    deprel = draw(st.sampled_from(["nsubj", "nsubj:pass", "case", "det", "punct"]))
    lemma, xpos = draw(st.sampled_from("ab")), draw(st.sampled_from(["NN", ""]))
    return Row(form, lemma, upos, 0, deprel, feats, xpos, space="", word=word)


@given(analyses())
def test_a_parse_scores_one_against_itself(sentences: list[Sentence]) -> None:
    parse = make_parse([sentences])
    for name, score in score_parse(parse, parse).items():
        assert score.gold == score.system == score.correct, name
        assert score.aligned in (None, score.gold), name
        assert {score.precision, score.recall, score.f1} == {1.0 if score.gold else None}


@given(analyses(multiword=False), analyses(multiword=False))
def test_precision_and_recall_change_places_with_the_sides(
    first: list[Sentence], second: list[Sentence]
) -> None:
    one, two = make_parse([first]), make_parse([second])
    there, back = score_parse(one, two), score_parse(two, one)
    for name in METRICS:
        assert there[name].correct == back[name].correct, name
        assert (there[name].precision, there[name].recall) == (
            back[name].recall,
            back[name].precision,
        )


@given(analyses(), analyses())
def test_as_many_words_are_aligned_from_either_side(
    first: list[Sentence], second: list[Sentence]
) -> None:
    one, two = Words.of(make_parse([first])), Words.of(make_parse([second]))
    assert len(align(one, two)) == len(align(two, one))


@given(analyses(), analyses())
def test_alignment_keeps_the_order_and_the_characters(
    first: list[Sentence], second: list[Sentence]
) -> None:
    one, two = Words.of(make_parse([first])), Words.of(make_parse([second]))
    pairs = align(one, two)
    assert all(a < c and b < d for (a, b), (c, d) in pairwise(pairs))
    for i, j in pairs:
        same_form = one.form[i].lower() == two.form[j].lower()
        plain = not one.multiword[i] and not two.multiword[j]
        assert same_form or (plain and one.span[i] == two.span[j])
    if not any(one.multiword + two.multiword):
        assert {one.span[i] for i, _ in pairs} == set(one.span) & set(two.span)


@given(analyses(), analyses())
def test_what_agrees_in_more_is_never_more(first: list[Sentence], second: list[Sentence]) -> None:
    found = score_parse(make_parse([first]), make_parse([second]))
    for less, more in (
        ("upos", "words"), ("feats", "ufeats"), ("all_tags", "upos"), ("all_tags", "xpos"),
        ("las", "uas"), ("las_subtypes", "las"), ("clas", "las"), ("mlas", "clas"),
        ("blex", "clas"),
    ):  # fmt: skip
        assert found[less].correct <= found[more].correct, (less, more)


@given(st.lists(st.tuples(analyses("abcab"), analyses("abcab")), min_size=1, max_size=3))
def test_documents_may_be_parted_and_batched_in_any_way(
    documents: list[tuple[list[Sentence], list[Sentence]]],
) -> None:
    gold = [one for one, _ in documents]
    system = [two for _, two in documents]
    whole = score_parse(make_parse(gold), make_parse(system))
    apart = Parse.concatenate([make_parse([one]) for one in gold])
    joined = make_parse([[sentence for two in system for sentence in two]])
    assert score_parse(apart, joined) == whole
    single = [score_parse(make_parse([one]), make_parse([two])) for one, two in documents]
    for name in METRICS:
        assert whole[name].correct == sum(scores[name].correct for scores in single)
