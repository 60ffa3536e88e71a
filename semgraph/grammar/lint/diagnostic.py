"""What is told of a place in a grammar file, in a form that editors can use."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from semgraph.grammar.scope import Finding
from semgraph.grammar.source import Source
from semgraph.grammar.syntax import Location

Severity: TypeAlias = Literal["error", "warning", "info"]

# The first letter of a code says how grave it is.
SEVERITIES: Mapping[str, Severity] = {"E": "error", "W": "warning", "I": "info"}

_WORD = re.compile(
    r"""(?:re)?"(?:[^"\\]|\\.)*"|/(?:[^/\\]|\\.)+/i?|-\[|->>?"""
    r"""|(?:[\w'.:$?*+]|-(?![>\[]))+"""
)


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding.

    Attributes:
        code: stable, ``W201``.
        severity: ``error`` (the grammar does not load), ``warning`` or ``info``.
        message: what is wrong, in plain words.
        file: the file as the user named it, ``None`` for a string.
        line, column: of its first character, 1-based.
        end_line, end_column: behind the last character of the word there.
        rule: full name of the rule, if it stands in one.
        hint: what to do.
        source_line: the text of the line.
    """

    code: str
    severity: Severity
    message: str
    file: str | None
    line: int
    column: int
    end_line: int
    end_column: int
    rule: str | None = None
    hint: str | None = None
    source_line: str = field(default="", compare=False, repr=False)

    @classmethod
    def of(cls, finding: Finding, source: Source) -> Diagnostic:
        """Make the diagnostic of a finding in a source; without a place it stands at the head."""
        at = finding.problem.location or Location(1, 1)
        line = source.lines[at.line - 1] if at.line <= len(source.lines) else ""
        word = _WORD.match(line, at.column - 1)
        return cls(
            code=finding.code,
            severity=SEVERITIES[finding.code[0]],
            message=finding.problem.message,
            file=source.file,
            line=at.line,
            column=at.column,
            end_line=at.line,
            end_column=at.column + max(1, len(word[0].rstrip(":.")) if word else 1),
            rule=finding.rule,
            hint=finding.problem.hint,
            source_line=line.rstrip("\r"),
        )
