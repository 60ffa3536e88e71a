"""Scores of named entities: worked out by hand, and what holds of all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from semgraph.evaluate import Entity, Score, found_entities, score_entities
from tests.build import Row, make_parse

TYPES = ("LOC", "ORG", "PER")


def test_runs_of_words_of_one_type_are_entities() -> None:
    first = [
        Row("Ann", ent="PER"), Row("Lee", ent="PER", space=""), Row(","), Row("New", ent="LOC"),
        Row("  "), Row("York", ent="LOC"), Row("Times", ent="ORG"),
    ]  # fmt: skip
    second = [Row("Paris", ent="LOC"), Row("", ent="LOC", word="x")]
    parse = make_parse([[first], [second, [Row("Rome", ent="LOC")]], [[Row("Oslo", ent="LOC")]]])
    assert found_entities(parse) == [
        Entity(0, 6, "PER"),
        Entity(7, 14, "LOC"),  # white space does not part it
        Entity(14, 19, "ORG"),
        Entity(19, 28, "LOC"),  # nor does the end of a sentence
        Entity(28, 32, "LOC"),  # but that of a document
    ]
    assert found_entities(make_parse([])) == []


def test_the_figures_are_those_worked_out_by_hand() -> None:
    gold = [Entity(0, 3, "PER"), Entity(5, 9, "LOC"), Entity(9, 12, "LOC"), Entity(20, 22, "OTH")]
    system = [
        Entity(0, 3, "PER"),
        Entity(5, 9, "ORG"),  # another type
        Entity(9, 11, "LOC"),  # other characters
        Entity(30, 31, "PER"),
        Entity(20, 22, "OTH"),
        Entity(40, 41, "GPE"),
    ]
    scores = score_entities(gold, system, TYPES)
    assert scores.micro == Score(3, 4, 1)
    assert scores.types == {"LOC": Score(2, 1, 0), "ORG": Score(0, 1, 0), "PER": Score(1, 2, 1)}
    assert scores.left_out == {"GPE": 1, "OTH": 1}
    assert scores.to_json()["types"]["PER"] == {
        "precision": 0.5, "recall": 1.0, "f1": round(2 / 3, 6),
        "gold": 1, "system": 2, "correct": 1,
    }  # fmt: skip
    assert score_entities(gold, system, ["LOC", "OTH"]).micro == Score(3, 2, 1)


entities = st.lists(st.builds(Entity, st.integers(0, 5), st.integers(6, 9), st.sampled_from(TYPES)))


@given(entities, entities)
def test_sides_change_places_and_types_add_up(first: list[Entity], second: list[Entity]) -> None:
    there, back = (score_entities(*pair, TYPES) for pair in ((first, second), (second, first)))
    assert there.micro == Score(back.micro.system, back.micro.gold, back.micro.correct)
    for figure in ("gold", "system", "correct"):
        parts = sum(getattr(score, figure) for score in there.types.values())
        assert getattr(there.micro, figure) == parts
    alone = score_entities(first, first, TYPES).micro
    assert alone.f1 == pytest.approx(1) if first else alone.f1 is None
