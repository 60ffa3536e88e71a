"""Batches and segments are joined without loss."""

from __future__ import annotations

import pytest

from semgraph.parse import Pipeline, concatenate, from_docs, parse_conllu
from semgraph.parse.join import empty_parse, merge_documents

ONE = """\
# sent_id = {0}
1\t{0}a\t_\tX\t_\t_\t2\tdep\t_\tSpaceAfter=No
2\t{0}b\t_\tX\t_\t_\t0\troot\t_\t_

"""
MULTIWORD = """\
1-2\tdu\t_\t_\t_\t_\t_\t_\t_\t_
1\tde\t_\t_\t_\t_\t0\troot\t_\t_
2\tle\t_\t_\t_\t_\t1\tdet\t_\t_
"""


def columns(parse):
    names = ("form", "word", "lemma", "upos", "xpos", "feats", "deprel", "ent", "space", "misc")
    strings = [parse.strings.decode(getattr(parse, name)) for name in names]
    numbers = ("doc_start", "sent_start", "start", "end", "head")
    return (
        parse.texts,
        parse.ids,
        parse.meta,
        strings,
        [getattr(parse, n).tolist() for n in numbers],
    )


def test_joined_batches_are_the_batch_of_all():
    parts = [parse_conllu(ONE.format(name)) for name in ("x", "y")]
    whole = parse_conllu(ONE.format("x") + ONE.format("y"))
    joined = concatenate(parts)
    assert columns(joined) == columns(whole)
    assert joined.word is joined.form


def test_words_of_their_own_stay():
    joined = concatenate([parse_conllu(ONE.format("x")), parse_conllu(MULTIWORD)])
    assert joined.strings.decode(joined.word) == ["xa", "xb", "de", "le"]
    assert joined.strings.decode(joined.form) == ["xa", "xb", "du", ""]


def test_language_and_pipeline_stay_where_all_agree():
    pipeline = Pipeline("p", "1", "ud", "")
    assert concatenate([empty_parse("en", pipeline)] * 2).pipeline == pipeline
    mixed = concatenate([empty_parse("en", pipeline), empty_parse("ru")])
    assert (mixed.language, mixed.pipeline) == ("", None)


@pytest.mark.parametrize("parses", [[], [empty_parse()], [empty_parse(), empty_parse()]])
def test_nothing_joined_is_nothing(parses):
    parse = concatenate(parses)
    assert (len(parse), parse.words, parse.doc_start.tolist()) == (0, 0, [0])


def test_segments_merge_into_their_texts():
    parse = parse_conllu("".join(ONE.format(name) for name in "xyz"))
    merged = merge_documents(parse, [1, 2])
    assert merged.texts == ("xaxb", "yaybzazb")
    assert merged.ids == ("x", "y")
    assert merged.doc_start.tolist() == [0, 2, 6]
    assert merged.sent_start.tolist() == [0, 2, 4, 6]
    assert merged.start.tolist() == [0, 2, 0, 2, 4, 6]
    assert merged.end.tolist() == [2, 4, 2, 4, 6, 8]
    assert merged.head.tolist() == parse.head.tolist()
    assert merge_documents(parse, [1, 1, 1]) is parse


def test_the_inputs_stay_as_they_were():
    parse = parse_conllu(ONE.format("x") + ONE.format("y"))
    before = columns(parse)
    concatenate([parse, parse])
    merge_documents(parse, [2])
    assert columns(parse) == before


def test_from_docs_without_docs_is_empty():
    assert columns(from_docs([])) == columns(empty_parse())
