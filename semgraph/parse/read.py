"""Reading of text, byte for byte."""

from __future__ import annotations

import gzip
import lzma
import sys
import zlib
from pathlib import Path
from typing import Literal

from semgraph.errors import EncodingError, InputError

_STDIN = "-"


def read_text(source: str | Path | bytes, errors: Literal["strict", "replace"] = "strict") -> str:
    """Read UTF-8 text without touching it: ``text.encode()`` gives the same bytes back.

    Line ends stay as they are, and a byte order mark stays as U+FEFF.

    Args:
        source: path of a file, ``"-"`` for standard input, or the bytes themselves.
        errors: ``"replace"`` puts U+FFFD for every byte sequence that is no UTF-8.

    Raises:
        EncodingError: bytes that are no UTF-8, with the offset of the first.
        InputError: the file cannot be read.
    """
    if isinstance(source, bytes):
        return decode(source, None, errors)
    if source == _STDIN:
        return decode(sys.stdin.buffer.read(), "<stdin>", errors)
    return decode(read_bytes(source), str(source), errors)


def read_bytes(path: str | Path) -> bytes:
    """Read a file, unpacked if its name ends in ``.gz`` or ``.xz``.

    Raises:
        InputError: the file cannot be read or unpacked.
    """
    return read_packed(path)[0]


def read_packed(path: str | Path) -> tuple[bytes, bytes]:
    """Read a file once; gives its content, unpacked as by `read_bytes`, and the file as it lies.

    Raises:
        InputError: the file cannot be read or unpacked.
    """
    unpackers = {".gz": gzip.decompress, ".xz": lzma.decompress}
    unpack = unpackers.get(Path(path).suffix, bytes)
    try:
        file = Path(path).read_bytes()
        return unpack(file), file
    except (OSError, EOFError, lzma.LZMAError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"cannot read the file: {reason}", source=str(path)) from error


def decode(
    content: bytes, source: str | None, errors: Literal["strict", "replace"] = "strict"
) -> str:
    """Decode UTF-8.

    Raises:
        EncodingError: bytes that are no UTF-8, with the offset of the first (in the unpacked
            content where the file is packed).
    """
    try:
        return content.decode("utf-8", errors)
    except UnicodeDecodeError as error:
        raise EncodingError(
            f"byte 0x{content[error.start]:02x} is not UTF-8",
            source=source,
            line=content.count(b"\n", 0, error.start) + 1,
            offset=error.start,
            unit="byte",
            hint="convert the file to UTF-8",
        ) from error


def require_encodable(text: str, *, source: str | None = None) -> None:
    """Refuse a string with a lone surrogate, which no UTF-8 can write.

    Raises:
        EncodingError: with the offset of the surrogate.
    """
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise EncodingError(
            f"lone surrogate U+{ord(text[error.start]):04X}",
            source=source,
            offset=error.start,
            hint="the text was decoded wrongly; decode it as UTF-8 without 'surrogateescape'",
        ) from error
