"""Text is read byte for byte."""

from __future__ import annotations

import io
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from semgraph.errors import EncodingError, InputError
from semgraph.parse import read_text


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_the_bytes_come_back(text):
    assert read_text(text.encode()) == text


@pytest.mark.parametrize("content", [b"a\r\nb\rc\n", b"\xef\xbb\xbfa", b"a\x00b", b""])
def test_nothing_is_translated(tmp_path, content):
    path = tmp_path / "a.txt"
    path.write_bytes(content)
    assert read_text(path).encode() == read_text(str(path)).encode() == content


@pytest.mark.parametrize(
    ("content", "offset", "line"),
    [(b"\xff", 0, 1), ("ж\nж".encode() + b"\xc3(", 5, 2), (b"ab\xe2\x82", 2, 1)],
)
def test_a_byte_that_is_not_utf8_is_named(tmp_path, content, offset, line):
    path = tmp_path / "a.txt"
    path.write_bytes(content)
    for source in (path, content):
        with pytest.raises(EncodingError) as caught:
            read_text(source)
        assert (caught.value.offset, caught.value.unit) == (offset, "byte")
        assert caught.value.line == line
    assert read_text(content, errors="replace").count("\ufffd") == 1


def test_standard_input_is_read(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("ё\r\n".encode())))
    assert read_text("-") == "ё\r\n"


def test_a_missing_file_is_an_input_error(tmp_path):
    with pytest.raises(InputError, match="No such file") as caught:
        read_text(tmp_path / "none.txt")
    assert caught.value.source == str(tmp_path / "none.txt")
