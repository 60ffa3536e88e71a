"""The one tree of errors that semgraph raises on purpose.

::

    SemgraphError
    ├── UsageError          a call or a command line that cannot be carried out as given
    ├── InputError          text or a file that cannot be read: where, and what to do
    │   ├── EncodingError   bytes that are no UTF-8, a lone surrogate
    │   └── ConlluError     a CoNLL-U line that breaks the format
    ├── DocumentError       graph JSON that breaks the schema or an invariant
    ├── PipelineError       a spaCy pipeline that is missing or gives too little
    │   └── SchemeError     labels that belong to another label scheme
    ├── GrammarError        a mistake in a grammar file: file, line, column, caret
    │   ├── RequestError    the same in a bare search request
    │   └── TableError      a rule that needs a table of measures which is not there
    ├── LimitError          work beyond a stated bound
    └── InternalError       a bug of semgraph's own; please report it

Fields are stored as they are; ``str(error)`` formats them.
"""

from __future__ import annotations

__all__ = [
    "ConlluError",
    "DocumentError",
    "EncodingError",
    "GrammarError",
    "InputError",
    "InternalError",
    "LimitError",
    "PipelineError",
    "RequestError",
    "SchemeError",
    "SemgraphError",
    "TableError",
    "UsageError",
]


class SemgraphError(Exception):
    """Base of every error that semgraph raises on purpose."""


class UsageError(SemgraphError):
    """A call or a command line that cannot be carried out as given."""


class LimitError(SemgraphError):
    """Work beyond a stated bound, such as a pattern with too many matches."""


class InternalError(SemgraphError):
    """A bug of semgraph's own, never the user's mistake."""


class InputError(SemgraphError):
    """A text or a file that cannot be read.

    Args:
        message: what is wrong, in plain words.
        source: name of the file or stream, ``None`` for a string.
        line: 1-based line, if there is one.
        offset: 0-based offset in ``unit``, if there is one.
        unit: unit of the offset, ``"byte"`` or ``"code point"``.
        hint: what to do.
    """

    def __init__(
        self,
        message: str,
        *,
        source: str | None = None,
        line: int | None = None,
        offset: int | None = None,
        unit: str = "code point",
        hint: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.source = source
        self.line = line
        self.offset = offset
        self.unit = unit
        self.hint = hint

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.source, self.line) if part is not None)
        text = f"{place}: {self.message}" if place else self.message
        if self.offset is not None:
            text += f" (at {self.unit} {self.offset})"
        if self.hint:
            text += f"; {self.hint}"
        return text


class EncodingError(InputError):
    """Bytes that are not UTF-8, or a string with a lone surrogate."""


class ConlluError(InputError):
    """A CoNLL-U line that breaks the format."""


class DocumentError(SemgraphError):
    """Graph JSON that breaks the schema or an invariant.

    Args:
        message: what is wrong.
        path: path of the offending field, as ``tokens[7].parts[1]``.
    """

    def __init__(self, message: str, *, path: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.path = path

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


class PipelineError(SemgraphError):
    """A spaCy pipeline that cannot be found or gives too little."""


class SchemeError(PipelineError):
    """Labels that do not belong to the label scheme of the grammar.

    Args:
        message: what is wrong.
        labels: the offending labels, sorted.
    """

    def __init__(self, message: str, *, labels: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.labels = labels


class GrammarError(SemgraphError):
    """A mistake in a grammar: says where, why, and what to do.

    Args:
        message: what is wrong, in plain words.
        file: the file as the user named it, ``None`` for source given as a string.
        line: 1-based line; ``None`` when the mistake has no place.
        column: 1-based column.
        rule: full name of the rule, if the mistake stands in one.
        hint: what to do, such as "did you mean 'lemma'?".
        source_line: the text of the line, for the caret.
        code: of the check that found it, ``E108``; ``None`` for what could not be read at all.
    """

    unnamed = "<grammar>"

    def __init__(
        self,
        message: str,
        *,
        file: str | None = None,
        line: int | None = None,
        column: int | None = None,
        rule: str | None = None,
        hint: str | None = None,
        source_line: str | None = None,
        code: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.file = file
        self.line = line
        self.column = column
        self.rule = rule
        self.hint = hint
        self.source_line = source_line
        self.code = code

    def __str__(self) -> str:
        place = ":".join(
            str(part)
            for part in (self.file or self.unnamed, self.line, self.column)
            if part is not None
        )
        lines = [f"{place}: {self.message}"]
        if self.rule:
            lines[0] += f" [rule {self.rule}]"
        if self.source_line is not None and self.column is not None:
            shown = self.source_line.replace("\t", " ")
            lines += [f"    {shown}", "    " + " " * (self.column - 1) + "^"]
        if self.hint:
            lines.append(f"    {self.hint}")
        return "\n".join(lines)


class RequestError(GrammarError):
    """A mistake in a bare search request."""

    unnamed = "<request>"


class TableError(GrammarError):
    """A rule that needs a table of measures which is not there."""
