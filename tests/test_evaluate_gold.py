"""Gold data is read, refused where it cannot serve, and joined to documents."""

from __future__ import annotations

import gzip
import hashlib
import lzma
from collections.abc import Callable
from pathlib import Path

import pytest

from semgraph.errors import ConlluError, EncodingError, InputError
from semgraph.evaluate import Documents, Entity, Sentence, read_iob, read_treebank
from tests.cli_tools import TURNED

GLUED = """\
# newdoc id = b
# text = (No
1\t(\t(\tPUNCT\t_\t_\t2\tpunct\t_\tSpaceAfter=No
2\tNo\tno\tINTJ\t_\t_\t0\troot\t_\tSpaceAfter=No

# text = don't)
1-2\tdon't\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
1\tdo\tdo\tAUX\t_\t_\t0\troot\t_\t_
2\tn't\tnot\tPART\t_\t_\t1\tadvmod\t_\t_
3\t)\t)\tPUNCT\t_\t_\t1\tpunct\t_\t_

# text = don't
1-2\tdon't\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
1\tdo\tdo\tAUX\t_\t_\t0\troot\t_\t_
2\tn't\tnot\tPART\t_\t_\t1\tadvmod\t_\t_

"""
NAMES = """\
# newdoc id = a
# sent_id = a-1
# text = Ann Lee, of New York, left.
1\tAnn\tB-PER\t-\t-
2\tLee\tI-PER
3\t,\tO
4\tof\tO
5\tNew\tB-LOC\t-
6\tYork\tI-LOC
7\t,\tO
8\tleft\tO
9\t.\tO

# text = She left New York.
1\tShe\tB-O
2\tleft\tI-O
3\tNew York\tI-LOC
4\t.\tO

"""


def written(folder: Path, content: str, name: str = "gold") -> Path:
    path = folder / name
    path.write_text(content, "utf-8")
    return path


@pytest.mark.parametrize(
    ("documents", "texts"),
    [
        (Documents(), ["a b.", "c ", "d", "(", "e)"]),
        (Documents("sentence", newdoc=True), ["a b.", "c ", "d", "(", "e)"]),
        (Documents("document"), ["a b. c d (e)"]),
        (Documents("document", 2), ["a b. c ", "d (", "e)"]),
        (Documents("document", 3, newdoc=True), ["a b. c ", "d (e)"]),
        (Documents("document", 1), ["a b.", "c ", "d", "(", "e)"]),
    ],
)
def test_sentences_are_joined_as_the_treebank_says(documents: Documents, texts: list[str]) -> None:
    sentences = [
        Sentence("a b.", opens=True),
        Sentence("c "),
        Sentence("d", opens=True),
        Sentence("(", glued=True),
        Sentence("e)"),
    ]
    assert documents.texts(sentences) == texts
    assert documents.texts([]) == []


@pytest.mark.parametrize(
    ("ending", "pack"), [("", bytes), (".gz", gzip.compress), (".xz", lzma.compress)]
)
def test_gold_data_may_be_packed(
    tmp_path: Path, ending: str, pack: Callable[[bytes], bytes]
) -> None:
    path = tmp_path / f"gold.conllu{ending}"
    path.write_bytes(pack((TURNED + GLUED).encode()))
    treebank = read_treebank(path)
    assert treebank.file == path.name
    assert treebank.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert treebank.parse.words == 14
    names = tmp_path / f"gold.iob2{ending}"
    names.write_bytes(pack(NAMES.encode()))
    assert read_iob(names).tokens == 13


def test_the_last_token_says_whether_a_space_follows(tmp_path: Path) -> None:
    sentences = read_treebank(written(tmp_path, TURNED + GLUED)).sentences
    assert [sentence.glued for sentence in sentences] == [False, True, False, True]
    assert [sentence.opens for sentence in sentences] == [False, True, False, False]
    assert Documents("document").texts(sentences) == [
        "He finally turned the offer down. (Nodon't) don't"
    ]


ROW = "1\tHi\thi\tINTJ\t_\t_\t0\troot\t_\t_\n"


@pytest.mark.parametrize(
    ("content", "error", "message"),
    [
        ("", InputError, "there is no sentence to evaluate on"),
        ("# text = Hi\n\n", InputError, "there is no sentence to evaluate on"),
        (ROW, InputError, "sentence number 1 has no '# text' comment"),
        ("# text\n" + ROW, InputError, "sentence number 1 has no '# text' comment"),
        (f"# text = Hi\n{ROW}\n# sent_id = x\n{ROW}", InputError, "sentence x has no '# text'"),
        ("# text = Hi!\n" + ROW, InputError, "the tokens of sentence number 1 do not make up"),
        (NAMES, ConlluError, "expected 10 columns"),
    ],
)
def test_a_treebank_that_cannot_serve_is_refused(
    tmp_path: Path, content: str, error: type[InputError], message: str
) -> None:
    path = written(tmp_path, content)
    with pytest.raises(error) as caught:
        read_treebank(path)
    assert str(caught.value).startswith(str(path))
    assert message in str(caught.value)


def test_entities_are_spans_of_characters(tmp_path: Path) -> None:
    names = read_iob(written(tmp_path, NAMES))
    assert names.sentences == (
        Sentence("Ann Lee, of New York, left.", opens=True),
        Sentence("She left New York."),
    )
    # Without white space: AnnLee,ofNewYork,left.SheleftNewYork.
    assert names.entities == (
        Entity(0, 6, "PER"), Entity(9, 16, "LOC"), Entity(29, 36, "LOC"),
    )  # fmt: skip
    assert read_iob(written(tmp_path, "\ufeff" + NAMES.replace("\n", "\r\n"))).tokens == 13


@pytest.mark.parametrize(
    ("tags", "entities"),
    [
        ("O O O O", ""),
        ("B-A I-A O B-A", "0-2A 3-4A"),
        ("B-A B-A I-A I-A", "0-1A 1-4A"),
        ("O I-A I-A O", "1-3A"),  # begins one
        ("B-A I-B I-B I-A", "0-1A 1-3B 3-4A"),  # another type begins one
        ("B-O I-O O O", ""),
        ("B-A B-O I-A O", "0-1A 2-3A"),  # parted by what is outside
        ("B-A I-O I-A I-A", "0-1A 2-4A"),
        ("B-A-B I-A-B O O", "0-2A-B"),
    ],
)
def test_malformed_tags_are_read_by_one_rule(tmp_path: Path, tags: str, entities: str) -> None:
    rows = [f"{i}\tw\t{tag}" for i, tag in enumerate(tags.split(), 1)]
    found = read_iob(written(tmp_path, "\n".join(["# text = wwww", *rows]))).entities
    assert " ".join(f"{start}-{end}{type_}" for start, end, type_ in found) == entities


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        ("", None, "there is no sentence to evaluate on"),
        ("\n\n# text = x\n\n", None, "there is no sentence to evaluate on"),
        ("1\tHi\tO\n", 1, "sentence number 1 has no '# text' comment"),
        (f"{NAMES}\n# sent_id = x\n1\tHi\tO\n", 21, "sentence x has no '# text' comment"),
        ("# text = Ho\n1\tHi\tO\n", 1, "the tokens of sentence number 1 do not make up"),
        ("# text = Hi!\n1\tHi\tO\n", 1, "the tokens of sentence number 1 do not make up"),
        ("# text = Hi\n1\tHi\n", 2, "expected the id, form and tag"),
        ("# text = Hi\n1\t\tO\n", 2, "expected the id, form and tag"),
        ("\n# text = Hi\n1\tH\tO\n2\ti\tPER\n", 4, "'PER' is no tag"),
        ("# text = Hi\n1\tHi\tB-\n", 2, "'B-' is no tag"),
        ("# text = Hi\n1\tHi\tO\n# x\n", 3, "expected the id, form and tag"),
    ],
)
def test_names_that_cannot_serve_are_refused(
    tmp_path: Path, content: str, line: int | None, message: str
) -> None:
    path = written(tmp_path, content)
    with pytest.raises(InputError) as caught:
        read_iob(path)
    assert caught.value.line == line
    assert str(caught.value).startswith(str(path))
    assert message in str(caught.value)


def test_files_that_cannot_be_read_are_refused(tmp_path: Path) -> None:
    (tmp_path / "bytes").write_bytes(b"# text = \xff\n1\t\xff\tO\n")
    for read in (read_iob, read_treebank):
        with pytest.raises(EncodingError):
            read(tmp_path / "bytes")
        with pytest.raises(InputError, match="cannot read the file"):
            read(tmp_path / "missing")
