"""A pipeline's own Python code, as spaCy's option ``--code``."""

from __future__ import annotations

from pathlib import Path

from semgraph.errors import UsageError


def import_code(path: str | Path) -> None:
    """Import a Python file, so that the functions that it registers with spaCy are known.

    It runs with all rights of this process, like any module; nothing but a user's own request
    leads here.

    Raises:
        UsageError: there is no such file, or it fails.
    """
    from spacy.util import import_file

    if not Path(path).is_file():
        raise UsageError(f"there is no file '{path}' to import")
    try:
        import_file(Path(path).stem, path)
    except Exception as error:
        raise UsageError(f"cannot import '{path}': {type(error).__name__}: {error}") from error
