"""Everything that can be said of a grammar file: what the command line and editors show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from semgraph._collector import collector_paused
from semgraph.grammar.check import rule_findings, stage_findings
from semgraph.grammar.lint.diagnostic import Diagnostic
from semgraph.grammar.lint.files import FILE_LINTS
from semgraph.grammar.lint.filters import FILTER_LINTS
from semgraph.grammar.lint.nodes import NODE_LINTS
from semgraph.grammar.lint.patterns import PATTERN_LINTS
from semgraph.grammar.lint.reading import (
    Draft,
    read_file,
    read_lexicons,
    read_syntax,
    read_uses,
    read_words,
)
from semgraph.grammar.lint.repetitions import REPETITION_LINTS
from semgraph.grammar.lint.rules import RULE_LINTS
from semgraph.grammar.lint.shadows import STAGE_LINTS, covers_of
from semgraph.grammar.lint.silence import SILENCE_LINTS, silenced
from semgraph.grammar.lint.tables import TABLE_LINTS
from semgraph.grammar.lint.text import TEXT_LINTS, TextView
from semgraph.grammar.lint.used import Used
from semgraph.grammar.lint.values import VALUE_LINTS
from semgraph.grammar.lint.view import FileView, RuleView
from semgraph.grammar.rules import GrammarTree
from semgraph.grammar.scope import Finding, Scope
from semgraph.grammar.source import Source

_EACH_RULE = {
    **VALUE_LINTS,
    **PATTERN_LINTS,
    **REPETITION_LINTS,
    **NODE_LINTS,
    **FILTER_LINTS,
    **RULE_LINTS,
}


class Linter:
    """Says all that is wrong with grammars, or looks wrong; for many looks, as in an editor.

    Grammars that the files use are read once, and again when they have changed.

    Args:
        search_path: folders that ``use`` searches, before the shipped one.
    """

    def __init__(self, search_path: Sequence[str | Path] = ()) -> None:
        self._used = Used(search_path)

    def diagnose(self, text: str, path: str | Path | None = None) -> list[Diagnostic]:
        """Look at a text; see `diagnose`."""
        file = None if path is None else Path(path)
        source = Source(text, None if path is None else str(path))
        with collector_paused():
            findings = list(_findings(Draft(source, file, self._used)))
        findings.sort(key=lambda finding: (finding.order, finding.code))
        return [Diagnostic.of(finding, source) for finding in findings]

    def diagnose_file(self, path: str | Path) -> list[Diagnostic]:
        """Look at a file; that it cannot be read is a diagnostic as well."""
        text = read_file(Path(path))
        if isinstance(text, Finding):
            return [Diagnostic.of(text, Source("", str(path)))]
        return self.diagnose(text, path)


def diagnose(
    text: str, path: str | Path | None = None, search_path: Sequence[str | Path] = ()
) -> list[Diagnostic]:
    """Give all that is wrong with a grammar, or looks wrong, in the order of the text.

    A mistake is never raised. A text whose syntax is broken gives the first place where it is,
    and what the bare text shows. A mistake in a used grammar or in a lexicon's file is told
    where this file names it.

    Args:
        text: of the file; need not be saved.
        path: where the text stands or would stand, for messages, lexicons and used grammars.
        search_path: folders that ``use`` searches, before the shipped one.

    >>> text = "grammar a version 1 stage s { rule r { pattern { X -> Y; Y -> X } tension X, Y } }"
    >>> [d.code for d in diagnose(text)]
    ['I301', 'W301', 'W204']
    """
    return Linter(search_path).diagnose(text, path)


def _findings(draft: Draft) -> Iterator[Finding]:
    view = TextView(draft.source)
    findings = [Finding(code, p) for code, check in TEXT_LINTS.items() for p in check(view)]
    tree = _read(draft)
    findings += draft.findings
    heads = {}
    if tree is not None:
        heads = {rule.name: rule.location.line for s in tree.stages for rule in s.rules}
        findings += _tree_findings(draft, tree)
    left, effective = silenced(findings, view.ignores, heads)
    yield from left
    if tree is not None:
        for code, check_silence in SILENCE_LINTS.items():
            yield from (Finding(code, p) for p in check_silence(view.ignores, effective))


def _read(draft: Draft) -> GrammarTree | None:
    """Read the file and what it names as far as they can be read."""
    parsed = read_syntax(draft)
    tree = None if parsed is None else read_words(draft, parsed)
    if tree is not None:
        read_uses(draft, tree)
        read_lexicons(draft, tree)
    return tree


def _tree_findings(draft: Draft, tree: GrammarTree) -> Iterator[Finding]:
    """Judge what was read; a rule that does not load is not linted."""
    lexicons = draft.lexicons | draft.reader.foreign(tree.uses)
    unread = frozenset(draft.unread)
    errors = {
        rule.name: rule_findings(rule, Scope.of(rule.request, tree.scheme, lexicons, unread))
        for stage in tree.stages
        for rule in stage.rules
    }
    for stage in tree.stages:
        yield from stage_findings(stage)
    for found in errors.values():
        yield from found
    view = FileView(draft.source, tree, lexicons, draft.reader.files, not any(errors.values()))
    for stage in tree.stages:
        sound = [RuleView(view, stage, rule) for rule in stage.rules if not errors[rule.name]]
        for rule_view in sound:
            for code, check in _EACH_RULE.items():
                yield from (Finding(code, p, rule_view.rule.name) for p in check(rule_view))
        covers = covers_of(sound)
        for code, check_stage in STAGE_LINTS.items():
            yield from (Finding(code, p, rule.name) for rule, p in check_stage(stage, covers))
    for item in tree.lexicons:
        if item.name in lexicons:
            for code, check_table in TABLE_LINTS.items():
                yield from (Finding(code, p) for p in check_table(view, item, lexicons[item.name]))
    for code, check_file in FILE_LINTS.items():
        yield from (Finding(code, p) for p in check_file(view))
