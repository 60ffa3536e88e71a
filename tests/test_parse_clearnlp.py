"""ClearNLP dependencies become Universal Dependencies, and back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise, product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from semgraph.parse import Parse
from semgraph.parse.clearnlp import to_clearnlp, to_ud
from semgraph.parse.scheme import CLEARNLP_RELATIONS, UD_RELATIONS
from tests.build import Row, make_parse

TABLE = Path(__file__).parent / "clearnlp_parses.txt"


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence of the table: its words in ClearNLP labels, and their heads and labels in UD."""

    name: str
    words: tuple[Row, ...]
    expected: tuple[tuple[int, str], ...]

    @property
    def in_ud(self) -> list[Row]:
        return [
            replace(word, head=head, deprel=label)
            for word, (head, label) in zip(self.words, self.expected, strict=True)
        ]


def read_cases() -> Iterator[Case]:
    for block in TABLE.read_text(encoding="utf-8").split("\n\n"):
        lines = [line for line in block.splitlines() if not line.startswith("%")]
        if not lines:
            continue
        words, expected = [], []
        for line in lines[1:]:
            first, upos, xpos, head, label, *ud = line.split()
            form, _, lemma = first.partition("/")
            tagged = upos != "-"
            words.append(
                Row(
                    form,
                    (lemma or form.lower()) if tagged else "",
                    upos if tagged else "",
                    int(head),
                    "root" if label == "ROOT" else label,
                    xpos=xpos if tagged else "",
                )
            )
            expected.append((int(head), label) if ud == ["="] else (int(ud[0]), ud[1]))
        yield Case(lines[0].removeprefix("# "), tuple(words), tuple(expected))


CASES = list(read_cases())


def relations(parse: Parse) -> list[list[tuple[int, str]]]:
    """Give heads, counted in the sentence from 1, and labels of each sentence."""
    labels = parse.strings.decode(parse.deprel)
    starts = parse.sent_start.tolist()
    return [
        [
            (0 if parse.head[i] < 0 else int(parse.head[i]) - first + 1, labels[i])
            for i in range(first, last)
        ]
        for first, last in pairwise(starts)
    ]


def test_the_table_has_every_label_of_the_scheme() -> None:
    assert len(CASES) >= 80
    assert len({case.name for case in CASES}) == len(CASES)
    used = {word.deprel for case in CASES for word in case.words}
    assert used == CLEARNLP_RELATIONS


def test_what_the_table_expects_is_ud() -> None:
    for case in CASES:
        for _, label in case.expected:
            assert label.partition(":")[0] in UD_RELATIONS, case.name


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_sentence_becomes_ud(case: Case) -> None:
    (found,) = relations(to_ud(make_parse([[case.words]])))
    assert found == list(case.expected)


def test_a_batch_is_converted_as_its_sentences_are() -> None:
    """Neighbouring sentences and documents do not touch one another."""
    one = make_parse([[case.words for case in CASES]])
    many = make_parse([[case.words] for case in reversed(CASES)])
    expected = [list(case.expected) for case in CASES]
    assert relations(to_ud(one)) == expected
    assert relations(to_ud(many)) == expected[::-1]


def test_the_given_parse_stays_as_it_is() -> None:
    parse = make_parse([[case.words for case in CASES]])
    before = relations(parse)
    strings = list(parse.strings.strings)
    to_ud(parse)
    assert relations(parse) == before
    assert parse.strings.strings[: len(strings)] == strings


def test_an_empty_batch_is_converted_to_itself() -> None:
    empty = make_parse([[]])
    assert to_ud(empty).words == to_clearnlp(empty).words == 0


# Back and forth. What the labels of ClearNLP cannot say is lost.
LOST = {"a code in a text"}  # dep of a noun comes back as list


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.name not in LOST], ids=lambda case: case.name
)
def test_ud_comes_back_from_clearnlp(case: Case) -> None:
    there = to_clearnlp(make_parse([[case.in_ud]]))
    assert set(there.strings.decode(there.deprel)) <= CLEARNLP_RELATIONS
    (found,) = relations(to_ud(there))
    assert found == list(case.expected)


# Whatever the labels, a tree stays a tree.
SLOW = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
_MOVING = """
    prep pobj pcomp attr acomp ccomp nsubj conj cc punct compound nummod quantmod case cop mark obj
    xcomp nsubj:outer flat nmod:unmarked
"""
MOVING = set(_MOVING.split())  # what makes words change places
_FORMS = """
    it there be is was to by of in as because such well more than not $ 5 1999 May Mary Mr. San
    Jones want let house red here where and , she that kind course
"""
FORMS = _FORMS.split()
UPOS = ("", "NOUN", "PROPN", "PRON", "VERB", "AUX", "ADJ", "ADV", "ADP", "NUM", "X", "DET", "SYM")
WORDS = [
    *product(
        FORMS,
        ("", "be", "want", "to", "seem"),
        UPOS,
        ("", "VB", "VBG", "IN", "CD"),
        ("", "PERSON"),
    )
]


@st.composite
def sentences(draw: st.DrawFn, labels: list[str]) -> list[Row]:
    """Draw a tree of words, or several; a word hangs from one of those that were placed before."""
    size = draw(st.integers(1, 9))
    label = st.sampled_from(sorted(MOVING & set(labels))) | st.sampled_from(labels)
    order = draw(st.permutations(range(size)))
    words: list[Row] = [Row("")] * size
    for number, place in enumerate(order):
        rooted = number and draw(st.integers(0, 9))
        head = order[draw(st.integers(0, number - 1))] + 1 if rooted else 0
        form, lemma, upos, xpos, entity = draw(st.sampled_from(WORDS))
        deprel = draw(label) if rooted else "root"
        words[place] = Row(form, lemma, upos, head, deprel, xpos=xpos, ent=entity)
    return words


def parses(labels: list[str]) -> st.SearchStrategy[Parse]:
    documents = st.lists(st.lists(sentences(labels), min_size=1, max_size=2), max_size=2)
    return documents.map(make_parse)


_SUBTYPES = """
    nsubj:pass nsubj:outer csubj:pass csubj:outer obl:agent obl:unmarked nmod:poss nmod:desc
    nmod:unmarked acl:relcl advcl:relcl aux:pass cc:preconj compound:prt det:predet nmod:mine
"""
UD_LABELS = sorted(UD_RELATIONS - {"root"}) + _SUBTYPES.split()


def assert_forest_of(parse: Parse, given_parse: Parse) -> None:
    """As many roots as before, no circle, no edge over a boundary; words and texts as they were."""
    assert ((parse.head < 0) == (parse.deprel == parse.strings.get("root"))).all()
    for first, last in pairwise(parse.sent_start.tolist()):
        heads = parse.head[first:last]
        assert (heads < 0).sum() == (given_parse.head[first:last] < 0).sum()
        assert ((heads < 0) | ((heads >= first) & (heads < last))).all()
    above = np.append(np.where(parse.head < 0, parse.words, parse.head), parse.words)
    for _ in range(parse.words.bit_length() + 1):
        above = above[above]
    assert (above == parse.words).all()
    assert parse.texts == given_parse.texts
    for name in ("form", "lemma", "xpos", "feats", "ent", "start", "end", "sent_start"):
        assert np.array_equal(getattr(parse, name), getattr(given_parse, name))


@SLOW
@given(parses(sorted(CLEARNLP_RELATIONS)))
def test_any_clearnlp_tree_becomes_a_ud_tree(parse: Parse) -> None:
    ud = to_ud(parse)
    assert_forest_of(ud, parse)
    labels = ud.strings.decode(ud.deprel)
    assert {label.partition(":")[0] for label in labels} <= UD_RELATIONS
    assert relations(to_ud(parse)) == relations(ud)


@SLOW
@given(parses(UD_LABELS))
def test_any_ud_tree_becomes_a_clearnlp_tree(parse: Parse) -> None:
    there = to_clearnlp(parse)
    assert_forest_of(there, parse)
    assert set(there.strings.decode(there.deprel)) <= CLEARNLP_RELATIONS
    assert np.array_equal(there.upos, parse.upos)
    assert_forest_of(to_ud(there), parse)


@SLOW
@given(parses(sorted(CLEARNLP_RELATIONS)), parses(sorted(CLEARNLP_RELATIONS)))
def test_neighbours_do_not_matter(one: Parse, other: Parse) -> None:
    together = relations(to_ud(Parse.concatenate([one, other])))
    assert together == relations(to_ud(one)) + relations(to_ud(other))


# Parts of speech.


def test_parts_of_speech_follow_the_tree() -> None:
    words = [
        Row("To", "to", "ADP", 2, "aux", xpos="TO"),
        Row("be", "be", "VERB", 0, "root", xpos="VB"),
        Row("wise", "wise", "ADJ", 2, "acomp", xpos="JJ"),
        Row("after", "after", "ADP", 5, "prep", xpos="IN"),
        Row("losing", "lose", "VERB", 4, "pcomp", xpos="VBG"),
    ]
    words[3] = replace(words[3], head=2)
    ud = to_ud(make_parse([[words]]))
    assert ud.strings.decode(ud.upos) == ["PART", "AUX", "ADJ", "SCONJ", "VERB"]
    assert relations(ud) == [
        [(3, "mark"), (3, "cop"), (0, "root"), (5, "mark"), (3, "advcl")],
    ]


# Names.


@pytest.mark.parametrize(
    ("first", "entity", "is_person"),
    [("Mary", "", True), ("Ivory", "", False), ("Ivory", "PERSON", True), ("Mary", "ORG", False)],
)
def test_a_person_is_told_by_the_entity_or_a_given_name(
    first: str, entity: str, is_person: bool
) -> None:
    words = [
        Row(first, first, "PROPN", 2, "compound", ent=entity),
        Row("Coast", "Coast", "PROPN", 0, "root", ent=entity),
    ]
    flat, compound = [(0, "root"), (1, "flat")], [(2, "compound"), (0, "root")]
    assert relations(to_ud(make_parse([[words]]))) == [flat if is_person else compound]


def test_a_function_word_of_a_function_word_makes_no_circle() -> None:
    words = [
        Row("it", "it", "PRON", 3, "cop"),
        Row("red", "red", "ADJ", 0, "root"),
        Row("is", "be", "AUX", 2, "cop"),
    ]
    parse = make_parse([[words]])
    assert_forest_of(to_clearnlp(parse), parse)
