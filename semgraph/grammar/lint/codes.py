"""Every code with the check behind it, whose docstring is its documentation."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from semgraph.grammar.check import RULE_CHECKS, STAGE_CHECKS
from semgraph.grammar.check_request import REQUEST_CHECKS
from semgraph.grammar.lint.diagnostic import SEVERITIES, Severity
from semgraph.grammar.lint.files import FILE_LINTS
from semgraph.grammar.lint.filters import FILTER_LINTS
from semgraph.grammar.lint.nodes import NODE_LINTS
from semgraph.grammar.lint.patterns import PATTERN_LINTS
from semgraph.grammar.lint.reading import READING_STEPS
from semgraph.grammar.lint.repetitions import REPETITION_LINTS
from semgraph.grammar.lint.rules import RULE_LINTS
from semgraph.grammar.lint.shadows import STAGE_LINTS
from semgraph.grammar.lint.silence import SILENCE_LINTS
from semgraph.grammar.lint.tables import TABLE_LINTS
from semgraph.grammar.lint.text import TEXT_LINTS
from semgraph.grammar.lint.values import VALUE_LINTS


@dataclass(frozen=True, slots=True)
class Code:
    """A stable code.

    Attributes:
        name: ``W201``.
        severity: of its findings.
        gist: what it is about, in a line.
        text: the same with reasons and advice.
    """

    name: str
    severity: Severity
    gist: str
    text: str


def _code(name: str, check: Callable[..., Any]) -> Code:
    text = inspect.getdoc(check) or ""
    return Code(name, SEVERITIES[name[0]], text.partition("\n")[0], text)


_CHECKS: Mapping[str, Callable[..., Any]] = {
    **READING_STEPS,
    **REQUEST_CHECKS,
    **RULE_CHECKS,
    **STAGE_CHECKS,
    **VALUE_LINTS,
    **PATTERN_LINTS,
    **REPETITION_LINTS,
    **NODE_LINTS,
    **FILTER_LINTS,
    **STAGE_LINTS,
    **RULE_LINTS,
    **TABLE_LINTS,
    **FILE_LINTS,
    **TEXT_LINTS,
    **SILENCE_LINTS,
}
CODES: Mapping[str, Code] = {name: _code(name, check) for name, check in sorted(_CHECKS.items())}
