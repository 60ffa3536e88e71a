"""Comments that silence a code: ``% lint: ignore W204``."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from semgraph.grammar.lint.text import Ignore
from semgraph.grammar.scope import Finding, Problem, Problems


def silenced(
    findings: Sequence[Finding], ignores: Sequence[Ignore], heads: Mapping[str, int]
) -> tuple[list[Finding], list[Ignore]]:
    """Leave out what comments silence.

    A comment silences a code on its own line; at the head of a rule, in all of it. Errors cannot
    be silenced, as the grammar does not load.

    Args:
        findings: of the file.
        ignores: of the file.
        heads: the line of each rule's name.

    Returns:
        What is left, and the ignores that silenced something.
    """
    by_place: dict[tuple[str, int], list[Ignore]] = {}
    for ignore in ignores:
        by_place.setdefault((ignore.code, ignore.location.line), []).append(ignore)
    left: list[Finding] = []
    effective: list[Ignore] = []
    for finding in findings:
        lines = {finding.order.line, heads.get(finding.rule or "", 0)}
        found = [i for line in lines for i in by_place.get((finding.code, line), ())]
        if found and not finding.code.startswith("E"):
            effective += found
        else:
            left.append(finding)
    return left, effective


def check_idle(ignores: Sequence[Ignore], effective: Collection[Ignore]) -> Problems:
    """A comment silences a code that is not found there.

    It stands on the line of the finding, or of the rule's name for the whole rule. Errors cannot
    be silenced.
    """
    for ignore in ignores:
        if ignore not in effective:
            yield Problem(
                f"nothing here is found under {ignore.code}", ignore.location, "leave it out"
            )


SILENCE_LINTS: Mapping[str, Callable[[Sequence[Ignore], Collection[Ignore]], Problems]] = {
    "W503": check_idle,
}
