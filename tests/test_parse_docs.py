"""spaCy Docs become columns; the Docs are made by hand."""

from __future__ import annotations

import numpy as np
import pytest
import spacy
from spacy.tokens import Doc, Span

from semgraph.errors import PipelineError
from semgraph.parse import Parse, Pipeline, from_docs

NLP = spacy.blank("en")


def make_doc(words, heads, deps, *, spaces=None, nlp=NLP, **columns) -> Doc:
    return Doc(nlp.vocab, words=words, spaces=spaces, heads=heads, deps=deps, **columns)


@pytest.fixture
def turned() -> Doc:
    return make_doc(
        ["He", "turned", "it", "down", "."],
        [1, 1, 1, 1, 1],
        ["nsubj", "ROOT", "obj", "compound:prt", "punct"],
        spaces=[True, True, True, False, False],
        pos=["PRON", "VERB", "PRON", "ADP", "PUNCT"],
        tags=["PRP", "VBD", "PRP", "RP", "."],
        lemmas=["he", "turn", "it", "down", "."],
        morphs=["Number=Sing|Case=Nom", "Tense=Past", "", "", ""],
        ents=["O", "O", "B-THING", "I-THING", "O"],
    )


def strings(parse: Parse, name: str) -> list[str]:
    return parse.strings.decode(getattr(parse, name))


def assert_tiles(parse: Parse) -> None:
    forms, spaces = strings(parse, "form"), strings(parse, "space")
    for text, first, last in zip(
        parse.texts, parse.doc_start.tolist(), parse.doc_start[1:].tolist(), strict=False
    ):
        assert "".join(forms[i] + spaces[i] for i in range(first, last)) == text
        for i in range(first, last):
            assert text[parse.start[i] : parse.end[i]] == forms[i]


def test_every_column_is_taken(turned):
    pipeline = Pipeline("p", "1", "ud", "0" * 64)
    parse = from_docs([turned], pipeline=pipeline)
    assert parse.texts == ("He turned it down.",)
    assert (parse.ids, parse.meta) == ((None,), ({},))
    assert (parse.language, parse.pipeline) == ("en", pipeline)
    assert strings(parse, "form") == ["He", "turned", "it", "down", "."]
    assert parse.word is parse.form
    assert strings(parse, "lemma") == ["he", "turn", "it", "down", "."]
    assert strings(parse, "upos") == ["PRON", "VERB", "PRON", "ADP", "PUNCT"]
    assert strings(parse, "xpos") == ["PRP", "VBD", "PRP", "RP", "."]
    assert strings(parse, "feats") == ["Case=Nom|Number=Sing", "Tense=Past", "", "", ""]
    assert strings(parse, "deprel") == ["nsubj", "root", "obj", "compound:prt", "punct"]
    assert strings(parse, "ent") == ["", "", "THING", "THING", ""]
    assert strings(parse, "space") == [" ", " ", " ", "", ""]
    assert strings(parse, "misc") == [""] * 5
    assert parse.head.tolist() == [1, -1, 1, 1, 1]
    assert parse.doc_start.tolist() == parse.sent_start.tolist() == [0, 5]
    assert parse.words == 5
    assert_tiles(parse)


def test_columns_are_int32_and_heads_count_over_the_batch(turned):
    parse = from_docs([turned, turned])
    for name in ("doc_start", "sent_start", "start", "end", "form", "lemma", "head", "space"):
        assert getattr(parse, name).dtype == np.int32, name
    assert parse.head.tolist() == [1, -1, 1, 1, 1, 6, -1, 6, 6, 6]
    assert parse.doc_start.tolist() == [0, 5, 10]
    assert parse.start.tolist()[5:] == parse.start.tolist()[:5]


def test_missing_annotation_is_the_empty_string():
    parse = from_docs([make_doc(["a", "b"], [0, 0], ["ROOT", "dep"])])
    for name in ("lemma", "upos", "xpos", "feats", "ent"):
        assert strings(parse, name) == ["", ""], name


def test_an_empty_doc_has_no_words_and_no_sentences(turned):
    empty = Doc(NLP.vocab)
    parse = from_docs([empty, turned, empty])
    assert parse.texts == ("", "He turned it down.", "")
    assert parse.doc_start.tolist() == [0, 0, 5, 5]
    assert parse.sent_start.tolist() == [0, 5]
    alone = from_docs([empty])
    assert (len(alone), alone.words, alone.sent_start.tolist()) == (1, 0, [0])


def test_no_docs_give_no_documents():
    parse = from_docs([])
    assert (len(parse), parse.words) == (0, 0)
    assert parse.doc_start.tolist() == parse.sent_start.tolist() == [0]


def test_a_doc_without_a_parse_is_refused(turned):
    with pytest.raises(PipelineError, match="document 1 has no dependency parse"):
        from_docs([turned, Doc(NLP.vocab, words=["no", "parse"])])


def test_sentences_are_those_of_spacy(turned):
    doc = make_doc(["A", "b", "C", "d", "E"], [0, 0, 3, 3, 4], ["ROOT", "x", "x", "ROOT", "ROOT"])
    parse = from_docs([doc, turned])
    assert parse.sent_start.tolist() == [0, 2, 4, 5, 10]
    assert [s.start for s in doc.sents] == [0, 2, 4]


def test_a_sents_hook_is_followed():
    doc = make_doc(["A", "b", "C", "d"], [0, 0, 2, 2], ["ROOT", "x", "ROOT", "x"])
    doc.user_hooks["sents"] = lambda d: [Span(d, 0, 4)]
    assert from_docs([doc]).sent_start.tolist() == [0, 4]


def test_an_edge_over_a_sentence_boundary_joins_the_sentences():
    doc = make_doc(["A", "b", "C", "d"], [0, 0, 2, 2], ["ROOT", "x", "ROOT", "x"])
    doc.user_hooks["sents"] = lambda d: [Span(d, 0, 3), Span(d, 3, 4)]
    assert from_docs([doc]).sent_start.tolist() == [0, 4]


def test_white_space_tokens_stay_leaves_whatever_their_tag():
    doc = make_doc(
        [" ", "a", "\n\n", "b"],
        [1, 1, 1, 1],
        ["dep", "ROOT", "dep", "x"],
        spaces=[False] * 4,
        pos=["NOUN", "NOUN", "SPACE", "NOUN"],
        lemmas=["x", "a", "y", "b"],
        morphs=["Number=Sing"] * 4,
    )
    parse = from_docs([doc])
    assert strings(parse, "upos") == ["SPACE", "NOUN", "SPACE", "NOUN"]
    assert strings(parse, "lemma") == [" ", "a", "\n\n", "b"]
    assert strings(parse, "feats") == ["", "Number=Sing", "", "Number=Sing"]
    assert_tiles(parse)


def test_offsets_are_code_points():
    doc = make_doc(["👩‍👧", "e\u0301", "𝔘"], [0, 0, 0], ["ROOT", "x", "x"])
    parse = from_docs([doc])
    assert parse.start.tolist() == [0, 4, 7]
    assert_tiles(parse)


def test_words_that_are_names_of_spacy_attributes_survive():
    words = ["ORTH", "NOUN", "nsubj", "LEMMA", "PERSON", "_", "0"]
    doc = make_doc(words, [0] * 7, ["ROOT"] + ["x"] * 6, lemmas=words)
    parse = from_docs([doc])
    assert strings(parse, "form") == strings(parse, "lemma") == words


def test_docs_of_different_vocabularies_share_a_batch(turned):
    other = spacy.blank("ru")
    russian = make_doc(["Он", "ушёл"], [1, 1], ["nsubj", "ROOT"], nlp=other)
    parse = from_docs([turned, russian, turned])
    assert parse.language == ""
    assert strings(parse, "form")[5:7] == ["Он", "ушёл"]
    assert parse.head.tolist()[5:] == [6, -1, 8, -1, 8, 8, 8]
    assert_tiles(parse)


def test_nothing_of_spacy_leaves_a_memory_zone():
    words = ["zyxwv", "qponm"]
    with NLP.memory_zone():
        doc = make_doc(words, [0, 0], ["ROOT", "dep"], lemmas=["lem0", "lem1"])
        parse = from_docs([doc])
        del doc
    assert "zyxwv" not in NLP.vocab.strings
    assert strings(parse, "form") == words
    assert strings(parse, "lemma") == ["lem0", "lem1"]
    assert all(type(string) is str for string in parse.strings.strings)
