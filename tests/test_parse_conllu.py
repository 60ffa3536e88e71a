"""CoNLL-U becomes columns, and what breaks the format is named with its line."""

from __future__ import annotations

import gzip
import lzma
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from semgraph.errors import ConlluError, EncodingError, InputError
from semgraph.parse import Parse, parse_conllu, read_conllu

SIMPLE = """\
# sent_id = s1
# text = He left.
# newpar
# genre = a = b
1\tHe\the\tPRON\tPRP\tNumber=Sing|Case=Nom\t2\tnsubj\t_\t_
2\tleft\tleave\tVERB\tVBD\t_\t0\troot\t_\tSpaceAfter=No
3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_

# sent_id = s2
1\tYes\tyes\tINTJ\t_\t_\t0\troot\t_\t_

"""


def row(id_, form="w", head="0", deprel="root", *, lemma="_", deps="_", misc="_") -> str:
    return f"{id_}\t{form}\t{lemma}\t_\t_\t_\t{head}\t{deprel}\t{deps}\t{misc}"


def sentence(*rows: str, text: str | None = None) -> str:
    return "\n".join(([f"# text = {text}"] if text is not None else []) + list(rows)) + "\n\n"


def strings(parse: Parse, name: str) -> list[str]:
    return parse.strings.decode(getattr(parse, name))


def assert_tiles(parse: Parse) -> None:
    forms, spaces = strings(parse, "form"), strings(parse, "space")
    bounds = parse.doc_start.tolist()
    for text, first, last in zip(parse.texts, bounds, bounds[1:], strict=False):
        assert "".join(forms[i] + spaces[i] for i in range(first, last)) == text
        for i in range(first, last):
            assert text[parse.start[i] : parse.end[i]] == forms[i]


def test_a_sentence_is_a_document():
    parse = parse_conllu(SIMPLE, language="en")
    assert parse.texts == ("He left.", "Yes")
    assert parse.ids == ("s1", "s2")
    assert parse.meta == ({"text": "He left.", "newpar": None, "genre": "a = b"}, {})
    assert (parse.language, parse.pipeline) == ("en", None)
    assert parse.doc_start.tolist() == parse.sent_start.tolist() == [0, 3, 4]
    assert parse.head.tolist() == [1, -1, 1, -1]
    assert strings(parse, "form") == ["He", "left", ".", "Yes"]
    assert strings(parse, "lemma") == ["he", "leave", ".", "yes"]
    assert strings(parse, "xpos") == ["PRP", "VBD", ".", ""]
    assert strings(parse, "feats") == ["Case=Nom|Number=Sing", "", "", ""]
    assert strings(parse, "deprel") == ["nsubj", "root", "punct", "root"]
    assert strings(parse, "misc") == ["", "SpaceAfter=No", "", ""]
    assert parse.word is parse.form
    assert_tiles(parse)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text,
        lambda text: text.rstrip("\n"),
        lambda text: "\n\n" + text.replace("\n\n", "\n\n\n\n"),
    ],
    ids=["CRLF", "BOM", "no final newline", "many empty lines"],
)
def test_line_ends_and_marks_do_not_matter(change):
    plain, changed = parse_conllu(SIMPLE), parse_conllu(change(SIMPLE))
    assert (plain.texts, plain.ids, plain.meta) == (changed.texts, changed.ids, changed.meta)
    assert plain.head.tolist() == changed.head.tolist()
    assert plain.strings.strings == changed.strings.strings


@pytest.mark.parametrize("text", ["", "\n\n", "# only = a comment\n\n", "\ufeff"])
def test_a_file_without_sentences_has_no_documents(text):
    parse = parse_conllu(text)
    assert (len(parse), parse.words, parse.doc_start.tolist()) == (0, 0, [0])


def test_the_real_gaps_of_the_text_are_kept():
    text = "  a\u00a0\u00a0b \tc  "
    parse = parse_conllu(sentence(row(1, "a"), row(2, "b", "1"), row(3, "c", "1"), text=text))
    assert parse.texts == (text.lstrip(),)
    assert strings(parse, "space") == ["\u00a0\u00a0", " \t", "  "]
    assert parse.meta[0]["text"] == text
    assert_tiles(parse)


def test_a_text_that_does_not_fit_is_rebuilt():
    rows = [row(1, "a", misc="X=1|SpaceAfter=No"), row(2, "b", "1"), row(3, "c", "1")]
    parse = parse_conllu(sentence(*rows, text="something else"))
    assert parse.texts == ("ab c",)
    assert parse.meta[0]["text"] == "something else"
    assert_tiles(parse)


def test_words_with_inner_spaces_are_one_leaf():
    parse = parse_conllu(sentence(row(1, "10 000"), row(2, "km", "1"), text="10 000 km"))
    assert strings(parse, "form") == ["10 000", "km"]
    assert_tiles(parse)


def test_the_first_word_of_a_multiword_token_has_its_surface():
    multiword = row("1-2", "Don't", "_", "_", misc="SpaceAfter=No").replace("root", "_")
    parse = parse_conllu(
        sentence(
            multiword, row(1, "Do", "0"), row(2, "n't", "1", "advmod"), row(3, "!", "1", "punct")
        )
    )
    assert parse.texts == ("Don't!",)
    assert strings(parse, "form") == ["Don't", "", "!"]
    assert strings(parse, "word") == ["Do", "n't", "!"]
    assert list(zip(parse.start.tolist(), parse.end.tolist(), strict=True)) == [
        (0, 5),
        (5, 5),
        (5, 6),
    ]
    assert parse.meta[0]["conllu"] == {"multiword_tokens": [multiword]}
    assert_tiles(parse)


def test_the_space_behind_a_multiword_token_follows_its_last_word():
    parse = parse_conllu(
        sentence(
            row("2-3", "vámonos", "_"),
            row(1, "a"),
            row(2, "vamos", "1"),
            row(3, "nos", "1"),
            row(4, "b", "1"),
        ).replace(
            row("2-3", "vámonos", "_") + "\n" + row(1, "a"),
            row(1, "a") + "\n" + row("2-3", "vámonos", "_"),
        )
    )
    assert parse.texts == ("a vámonos b",)
    assert strings(parse, "space") == [" ", "", " ", ""]
    assert_tiles(parse)


def test_empty_nodes_and_enhanced_dependencies_are_kept_aside():
    node = row("1.1", "went", "_", "_", deps="0:root")
    parse = parse_conllu(
        sentence(row(1, "a", deps="1.1:nsubj"), node, row(2, "b", "1", "x", deps="1.1:obj"))
    )
    assert strings(parse, "form") == ["a", "b"]
    assert parse.meta[0]["conllu"] == {"empty_nodes": [node], "deps": "1.1:nsubj\t1.1:obj"}


def test_the_token_underscore_keeps_its_form_and_lemma():
    rows = [row(1, "_", lemma="_"), row(2, "a", "1", "x", lemma="_")]
    assert strings(parse_conllu(sentence(*rows)), "lemma") == ["_", ""]


def test_subtypes_several_roots_and_their_labels_stay():
    rows = [row(1, "a", "0", "nsubj:pass"), row(2, "b", "0", "parataxis")]
    parse = parse_conllu(sentence(*rows))
    assert strings(parse, "deprel") == ["nsubj:pass", "parataxis"]
    assert parse.head.tolist() == [-1, -1]


def test_repeated_comments_are_listed():
    parse = parse_conllu("# a = 1\n# a = 2\n# a\n#b=3\n" + sentence(row(1)))
    assert parse.meta[0] == {"a": ["1", "2", None], "b": "3"}


BAD = {
    "nine columns": (["1\tw\t_\t_\t_\t_\t0\troot\t_"], 2, "expected 10 columns.*found 9"),
    "spaces for tabs": (["1 w _ _ _ _ 0 root _ _"], 2, "expected 10 columns.*found 1"),
    "blank line with a space": ([row(1), " ", row(1)], 3, "must be empty"),
    "a comment between words": ([row(1), "# no", row(2, head="1")], 3, "comment inside"),
    "head is no number": ([row(1, head="x")], 2, "head 'x' is not a number"),
    "head is empty": ([row(1, head="_")], 2, "head '_' is not a number"),
    "head of other digits": ([row(1, head="１")], 2, "not a number"),
    "head out of range": ([row(1), row(2, head="3")], 3, "head '3' is out of range 0 to 2"),
    "negative head": ([row(1, head="-1")], 2, "not a number"),
    "own head": ([row(1), row(2, head="2")], 3, "cycle through word 2"),
    "cycle": ([row(1), row(2, head="3"), row(3, head="4"), row(4, head="2")], (3, 4, 5), "cycle"),
    "id skipped": ([row(1), row(3, head="1")], 3, "id 3 where 2 was expected"),
    "id repeated": ([row(1), row(1)], 3, "id 1 where 2 was expected"),
    "id from 0": ([row(0), row(1)], 2, "'0' is not an id"),
    "id with a zero": ([row("01")], 2, "'01' is not an id"),
    "id is a word": ([row("x")], 2, "'x' is not an id"),
    "empty form": ([row(1, form="")], 2, "empty form"),
    "multiword token behind": ([row(1), row("1-2"), row(2)], 3, "does not precede"),
    "multiword token too long": ([row("1-3"), row(1), row(2)], 2, "does not precede"),
    "multiword tokens overlap": (
        [row("1-2"), row(1), row("2-3"), row(2), row(3)],
        4,
        "overlaps",
    ),
    "empty node elsewhere": ([row("2.1"), row(1), row(2)], 2, "does not follow word 2"),
    "no words": (["0.1\tw\t_\t_\t_\t_\t_\t_\t_\t_"], 2, "without words"),
}


@pytest.mark.parametrize(("rows", "line", "message"), BAD.values(), ids=BAD.keys())
def test_a_broken_line_is_named(rows, line, message):
    text = "\n".join(["# sent_id = broken", *rows]) + "\n"
    with pytest.raises(ConlluError, match=message) as caught:
        parse_conllu(text, source="x.conllu")
    assert caught.value.source == "x.conllu"
    assert caught.value.line in (line if isinstance(line, tuple) else (line,))
    assert "sentence broken" in str(caught.value)


def test_the_line_counts_from_the_start_of_the_file():
    text = SIMPLE + "\n\n" + SIMPLE + sentence(row(1), row(2, head="9"))
    with pytest.raises(ConlluError) as caught:
        parse_conllu(text)
    assert text.split("\n")[caught.value.line - 1] == row(2, head="9")


def test_a_lone_surrogate_is_refused():
    with pytest.raises(EncodingError, match="surrogate"):
        parse_conllu(sentence(row(1, "\ud800")))


@pytest.mark.parametrize(
    ("name", "pack"),
    [("a.conllu", bytes), ("a.conllu.xz", lzma.compress), ("a.conllu.gz", gzip.compress)],
)
def test_packed_files_are_read(tmp_path, name, pack):
    path = tmp_path / name
    path.write_bytes(pack(SIMPLE.encode()))
    assert read_conllu(path).texts == Parse.from_conllu(path).texts == ("He left.", "Yes")


def test_bytes_that_are_not_utf8_are_named(tmp_path):
    path = tmp_path / "latin1.conllu"
    path.write_bytes(SIMPLE.encode() + sentence(row(1, "é")).encode("latin-1"))
    with pytest.raises(EncodingError) as caught:
        read_conllu(path)
    assert (caught.value.offset, caught.value.unit) == (len(SIMPLE.encode()) + 2, "byte")
    assert caught.value.source == str(path)


@pytest.mark.parametrize("name", ["missing.conllu", "broken.conllu.xz", "broken.conllu.gz"])
def test_a_file_that_cannot_be_read_is_named(tmp_path, name):
    path = tmp_path / name
    if name.startswith("broken"):
        path.write_bytes(b"no archive")
    with pytest.raises(InputError, match="cannot read"):
        read_conllu(path)


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]), min_size=1)
GAPS = st.text(st.sampled_from(" \u00a0\u2003\x85"), max_size=3)


@given(st.lists(st.tuples(WORDS, GAPS), min_size=1, max_size=8), st.data())
def test_leaves_tile_any_text(pairs, data):
    text = "".join(word + gap for word, gap in pairs)
    heads = [data.draw(st.integers(0, index)) for index in range(len(pairs))]
    rows = [row(i + 1, word, str(heads[i])) for i, (word, _) in enumerate(pairs)]
    parse = parse_conllu(sentence(*rows, text=text) * 2)
    assert parse.texts == (text, text)
    assert strings(parse, "form") == [word for word, _ in pairs] * 2
    assert_tiles(parse)


@given(st.text(st.sampled_from("12.-\t\n#_aé =\r"), max_size=80))
def test_any_text_is_read_or_refused(text):
    with suppress(ConlluError):
        assert_tiles(parse_conllu(text))


def test_long_sentences_and_many_chunks():
    long = sentence(*(row(i + 1, f"w{i}", str(i)) for i in range(3_000)))
    parse = parse_conllu(long + SIMPLE * 700)
    assert parse.words == 3_000 + 4 * 700
    assert parse.head[2_999] == 2_998
    assert_tiles(parse)
