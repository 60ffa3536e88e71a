"""Outcomes of examples as JUnit XML, which continuous integration reads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from semgraph.workbench.judge import Outcome
from semgraph.workbench.report import report_text

# What XML 1.0 allows in a document; everything else is written as U+FFFD.
_FORBIDDEN = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit_xml(outcomes: Sequence[Outcome]) -> bytes:
    """Give a test suite for each grammar file, with a test case for each example."""
    suites: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        suites.setdefault(outcome.file or "<grammar>", []).append(outcome)
    root = ET.Element("testsuites", _counts(outcomes))
    for file, own in suites.items():
        suite = ET.SubElement(root, "testsuite", {"name": _clean(file)} | _counts(own))
        for outcome in own:
            _add_case(suite, outcome)
    ET.indent(root)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def _counts(outcomes: Sequence[Outcome]) -> dict[str, str]:
    failed = sum(not outcome.passed for outcome in outcomes)
    return {"tests": str(len(outcomes)), "failures": str(failed), "errors": "0"}


def _add_case(suite: ET.Element, outcome: Outcome) -> None:
    kind = "example" if outcome.example.expected else "counterexample"
    case = ET.SubElement(
        suite,
        "testcase",
        {
            "classname": _clean(outcome.rule),
            "name": _clean(f"{kind}, line {outcome.line}: {outcome.example.text}"),
            "file": _clean(outcome.file or "<grammar>"),
            "line": str(outcome.line),
        },
    )
    if not outcome.passed:
        missing = [token for token in outcome.wanted if token not in outcome.found]
        message = f"wanted {', '.join(missing)}" if missing else "made what it should not"
        if outcome.example.expected and not outcome.wanted:
            message = "the rule made nothing"
        failure = ET.SubElement(case, "failure", {"message": _clean(outcome.note or message)})
        failure.text = _clean(report_text(outcome))


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
