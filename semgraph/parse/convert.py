"""From the label scheme of a parse to that of a grammar."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from semgraph.parse.clearnlp import to_ud
from semgraph.parse.columns import Parse, Pipeline
from semgraph.parse.scheme import check_labels, detect_scheme

# What is converted by itself: scheme of the parse, scheme of the grammar.
_CONVERSIONS: Mapping[tuple[str, str], Callable[[Parse], Parse]] = {("clearnlp", "ud"): to_ud}


def converts(found: str, wanted: str) -> bool:
    """Say whether parses of a scheme are converted for grammars of another."""
    return (found, wanted) in _CONVERSIONS


def converted(parse: Parse, scheme: str) -> Parse:
    """Give a parse in a label scheme; one that needs no conversion, or has none, as it is.

    The scheme of a parse is that of its pipeline, and where this is not known, the one that all
    labels of the batch belong to. What was converted says so in its `Pipeline`.
    """
    found = parse.pipeline.scheme if parse.pipeline is not None else "unknown"
    if found == "unknown":
        found = detect_scheme(labels_of(parse))
    convert = _CONVERSIONS.get((found, scheme))
    if convert is None:
        return parse
    origin = parse.pipeline or Pipeline("", "", found, "")
    return replace(convert(parse), pipeline=replace(origin, scheme=scheme, converted_from=found))


def check_parser(labels: Iterable[str], scheme: str) -> None:
    """Refuse the labels of a parser that a scheme neither has nor is converted to.

    Raises:
        SchemeError: names the labels.
    """
    given = list(labels)
    if not converts(detect_scheme(given), scheme):
        check_labels(given, scheme)


def labels_of(parse: Parse) -> set[str]:
    """Give the labels of a parse."""
    return {parse.strings[label] for label in set(parse.deprel.tolist())}
