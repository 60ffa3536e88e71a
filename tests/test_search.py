"""Bare requests over everything that holds parses."""

from __future__ import annotations

from pathlib import Path

import pytest

import semgraph
from semgraph import Parse
from semgraph.errors import LimitError, RequestError, UsageError
from tests.build import Row, make_parse, sentence

OFFER = sentence(
    "He he PRON 2 nsubj",
    "turned turn VERB 0 root",
    "the the DET 4 det",
    "offer offer NOUN 2 obj",
    "down down ADP 2 compound:prt",
)
GAVE = sentence("She she PRON 2 nsubj", "gave give VERB 0 root", "up up ADP 2 compound:prt")
CONLLU = "1\tShe\tshe\tPRON\t_\t_\t2\tnsubj\t_\t_\n2\tgave\tgive\tVERB\t_\t_\t0\troot\t_\t_\n\n"


def test_columns_count_words_in_their_document() -> None:
    matches = semgraph.search("pattern { V -[compound:prt]-> P }", make_parse([[OFFER], [GAVE]]))
    assert len(matches) == 2
    assert matches.doc.tolist() == [0, 1]
    assert matches["V"].tolist() == [1, 1]
    assert matches["P"].tolist() == [4, 2]
    assert [(m.doc, m["V"], m["P"]) for m in matches] == [(0, 1, 4), (1, 1, 2)]
    assert matches.variables == ("V", "P")


def test_a_match_lies_within_one_sentence() -> None:
    matches = semgraph.search("pattern { X < Y }", make_parse([[OFFER, GAVE]]))
    assert list(matches.tuples()) == [(0, i, i + 1) for i in (0, 1, 2, 3, 5, 6)]


def test_files_parses_and_docs_are_counted_through(tmp_path: Path) -> None:
    path = tmp_path / "a.conllu"
    path.write_text(CONLLU, encoding="utf-8")
    given = [make_parse([[OFFER]]), path, str(path), make_parse([[GAVE], [GAVE]])]
    matches = semgraph.search("pattern { V -[nsubj]-> S }", given)
    assert matches.doc.tolist() == [0, 1, 2, 3, 4]
    assert len(semgraph.search("pattern { V -[nsubj]-> S }", path)) == 1
    assert len(semgraph.search("pattern { V -[nsubj]-> S }", [])) == 0


def test_docs_of_any_vocabulary_are_searched() -> None:
    import spacy
    from spacy.tokens import Doc

    docs = [
        Doc(
            spacy.blank(language).vocab,
            words=["She", "gave", "up"],
            heads=[1, 1, 1],
            deps=["nsubj", "ROOT", "prt"],
            pos=["PRON", "VERB", "ADP"],
        )
        for language in ("en", "ru")
    ]
    matches = semgraph.search("pattern { V [upos=VERB]; V -[prt]-> P }", docs)
    assert list(matches.tuples()) == [(0, 1, 2), (1, 1, 2)]
    assert list(semgraph.search("pattern { X -[root]-> Y }", docs[0]).tuples()) == []
    assert list(semgraph.search("pattern { * -[root]-> Y }", docs[0]).tuples()) == [(0, 1)]


def test_parses_are_left_as_they_were() -> None:
    parse = make_parse([[OFFER]])
    before = [getattr(parse, name).tolist() for name in ("head", "lemma", "feats", "deprel")]
    semgraph.search("pattern { V [Number=Sing] } without { V -> X }", parse)
    assert before == [getattr(parse, n).tolist() for n in ("head", "lemma", "feats", "deprel")]


def test_an_unknown_variable_is_a_typed_error() -> None:
    matches = semgraph.search("pattern { V -> P }", make_parse([[OFFER]]))
    with pytest.raises(UsageError, match="it has V, P"):
        matches["X"]


def test_a_mistake_in_a_request_has_a_caret() -> None:
    with pytest.raises(RequestError) as caught:
        semgraph.search("pattern { V -[obj> P }", Parse.from_docs([]))
    assert "^" in str(caught.value)


def test_a_cartesian_product_beyond_the_limit_is_refused() -> None:
    words = [
        Row("a", "a", "X", 0 if i == 0 else 1, "root" if i == 0 else "dep") for i in range(400)
    ]
    with pytest.raises(LimitError, match="partial matches"):
        semgraph.search("pattern { A []; B []; C []; D [] }", make_parse([[words]]))
