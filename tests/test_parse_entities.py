"""Lists of names, tags and their decoding, and the component that recognises entities."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from spacy.tokens import Doc, Span
from spacy.training import Example

import semgraph.parse
from semgraph.parse.entities.names import name_lists, read_names
from semgraph.parse.entities.tags import Tagset
from semgraph.parse.pipeline import register

LISTS = name_lists("en")
DIRECTORY = Path(semgraph.parse.__file__).parent / "pipelines" / "en_names"


def found(text: str) -> set[tuple[str, str]]:
    words = text.split()
    return {
        (" ".join(words[start:end]), LISTS.classes[kind]) for start, end, kind in LISTS.find(words)
    }


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("They left Kenya .", "Kenya", "region"),
        ("in New Zealand now", "New Zealand", "region"),
        ("I drank Coca - Cola", "Coca - Cola", "organization"),
        ("i live in new zealand", "new zealand", "region"),
        ("HE LEFT KENYA", "KENYA", "region"),
        ("Ask Mary about it", "Mary", "given_census"),
        ("See Mr. Smith", "Mr.", "title"),
        ("Google hired her .", "Google", "organization"),
        ("He came . she lives in kenya .", "kenya", "region"),
    ],
)
def test_listed_names_are_found(text: str, name: str, kind: str) -> None:
    assert (name, kind) in found(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The turkey was eaten by Tom", "turkey"),  # case tells something here
        ("She said New and Zealand", "New Zealand"),
        ("", ""),
    ],
)
def test_other_words_are_no_names(text: str, name: str) -> None:
    assert name not in {text for text, _ in found(text)}


def test_of_each_class_the_longest_is_found() -> None:
    places = {text for text, kind in found("to New York City today") if text.startswith("New York")}
    assert "New York City" in places
    listed = list(LISTS.find(["to", "New", "York", "City", "today"]))
    assert len({(start, kind) for start, _, kind in listed}) == len(listed)


def test_a_language_without_lists_has_no_names() -> None:
    assert read_names("qq") == {}
    assert list(name_lists("qq").find(["Kenya"])) == []


def test_each_list_has_a_name_once_and_says_where_it_is_from() -> None:
    names = read_names("en")
    assert len(names) > 10
    for kind, group in names.items():
        assert group == sorted(set(group)), kind
        assert all(name == " ".join(name.split()) for name in group), kind
        header = (DIRECTORY / f"{kind}.txt").read_text(encoding="utf-8").partition("\n")[0]
        assert header.startswith("# "), kind


TYPES = ["LOC", "PER"]
TAGS = Tagset(TYPES)


def legal(tags: tuple[int, ...], starts: list[bool]) -> bool:
    """Tell by the letters whether a sequence breaks off no entity."""
    inside = ""
    for index, start in zip(tags, starts, strict=True):
        place, _, type_ = TAGS.tags[index].partition("-")
        if start and inside:
            return False
        if place in "IL":
            if inside != type_:
                return False
            inside = type_ if place == "I" else ""
        elif inside:
            return False
        else:
            inside = type_ if place == "B" else ""
    return not inside


@settings(deadline=None, max_examples=60)
@given(
    st.integers(0, 4).flatmap(
        lambda size: st.tuples(
            arrays(np.float64, (size, len(TAGS.tags)), elements=st.integers(-9, 9)),
            st.lists(st.booleans(), min_size=size, max_size=size),
        )
    )
)
def test_decoding_gives_the_best_of_all_sequences(case: tuple[np.ndarray, list[bool]]) -> None:
    scores, starts = case
    size = len(scores)
    decoded = TAGS.decode(scores, np.array(starts, np.bool_))
    assert legal(tuple(decoded), starts)
    all_of_them = (tags for tags in product(range(len(TAGS.tags)), repeat=size))
    best = max(
        sum(scores[at, tag] for at, tag in enumerate(tags))
        for tags in all_of_them
        if legal(tags, starts)
    )
    assert sum(scores[at, tag] for at, tag in enumerate(decoded)) == best


def test_entities_of_tags() -> None:
    tags = [TAGS.tags.index(tag) for tag in ("O", "B-LOC", "I-LOC", "L-LOC", "U-PER", "O")]
    assert list(TAGS.spans(np.array(tags))) == [(1, 4, "LOC"), (4, 5, "PER")]


PEOPLE = ["Anna", "Bruno", "Clara", "Dora"]
PLACES = ["Rome", "Paris", "Madrid", "Berlin"]


def example(nlp: spacy.Language, words: list[str], ents: list[str]) -> Example:
    reference = Doc(nlp.vocab, words=words, ents=ents)
    return Example(Doc(nlp.vocab, words=words), reference)


@pytest.fixture(scope="module")
def nlp() -> spacy.Language:
    """A pipeline that has learned a few sentences."""
    register()
    nlp = spacy.blank("en")
    model = {
        "@architectures": "semgraph.EntityTagger.v1",
        "names": "en",
        "tok2vec": {
            "@architectures": "spacy.HashEmbedCNN.v2",
            "pretrained_vectors": None,
            "width": 32,
            "depth": 1,
            "embed_size": 200,
            "window_size": 1,
            "maxout_pieces": 2,
            "subword_features": True,
        },
    }
    nlp.add_pipe("semgraph_ner", name="ner", config={"model": model})
    examples = [
        example(nlp, [one, "saw", two, "."], ["B-PER", "O", "B-LOC", "O"])
        for one in PEOPLE
        for two in PLACES
    ] + [
        example(nlp, ["New", "York", "is", "big"], ["B-LOC", "I-LOC", "O", "O"]),
        example(nlp, ["is", "big"], ["O", "O"]),
    ]
    optimizer = nlp.initialize(lambda: examples)
    optimizer.learn_rate = 0.01
    for _ in range(30):
        nlp.update(examples, sgd=optimizer)
    return nlp


def entities(doc: Doc) -> list[tuple[str, str]]:
    return [(span.text, span.label_) for span in doc.ents]


def test_it_learns(nlp: spacy.Language) -> None:
    assert nlp.get_pipe("ner").labels == ("LOC", "PER")
    assert entities(nlp("Anna saw Rome.")) == [("Anna", "PER"), ("Rome", "LOC")]
    assert entities(nlp("New York is big")) == [("New York", "LOC")]


def test_a_doc_without_tokens_and_one_without_entities(nlp: spacy.Language) -> None:
    assert [entities(doc) for doc in nlp.pipe(["", "is big", ""])] == [[], [], []]
    assert entities(nlp("")) == []


def test_entities_that_are_there_stay(nlp: spacy.Language) -> None:
    doc = nlp.make_doc("Anna saw Rome.")
    doc.ents = [Span(doc, 1, 3, label="EVENT")]
    assert entities(nlp(doc)) == [("Anna", "PER"), ("saw Rome", "EVENT")]


def test_no_entity_reaches_over_sentences(nlp: spacy.Language) -> None:
    doc = Doc(nlp.vocab, words=["New", "York", "is", "big"], sent_starts=[True, True, False, False])
    spans = list(nlp(doc).ents)
    assert all(span.end <= 1 or span.start >= 1 for span in spans)


def test_missing_annotation_teaches_nothing(nlp: spacy.Language) -> None:
    pipe = nlp.get_pipe("ner")
    one = example(nlp, ["Anna", "saw", "Rome"], ["", "O", "B-LOC"])
    scores, _ = pipe.model.begin_update([one.predicted])
    loss, (gradient,) = pipe.get_loss([one], scores)
    assert loss > 0
    assert not gradient[0].any()
    assert gradient[1].any()
    assert gradient[2].any()


def test_it_is_the_same_when_loaded_again(nlp: spacy.Language, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path / "pipeline")
    again = spacy.load(tmp_path / "pipeline")
    texts = ["Anna saw Rome.", "Dora saw New York"]
    assert [entities(doc) for doc in again.pipe(texts)] == [
        entities(doc) for doc in nlp.pipe(texts)
    ]
    assert again.get_pipe("ner").model.to_bytes() == nlp.get_pipe("ner").model.to_bytes()


def test_types_cannot_be_added_when_the_model_is_made(nlp: spacy.Language) -> None:
    assert nlp.get_pipe("ner").add_label("LOC") == 0
    with pytest.raises(ValueError, match="cannot add the type 'ORG'"):
        nlp.get_pipe("ner").add_label("ORG")


def test_it_says_what_it_gives() -> None:
    register()
    meta = spacy.blank("en").get_factory_meta("semgraph_ner")
    assert "doc.ents" in meta.assigns
