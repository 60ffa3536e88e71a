"""From drafts to a grammar file: names, actions, scheme, and a check of every rule.

An imported rule finds, and what it does with a find must change nothing: ``resonance A, B "NAME"``
says that two of its nodes belong together, which claims the least of all markers, and keeps the
pattern's name where several rules stand for one pattern. A rule of one node has no pair to mark,
so it sets the feature ``Imported`` of its token to the pattern's name; as a feature is set once,
the first pattern that fits gives its name. With ``collapse`` all nodes become one token instead,
where the pattern says which of them is the head.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from semgraph.errors import GrammarError
from semgraph.formats.quoting import quote, rule_name, unused
from semgraph.formats.result import Batch, Draft, Imported
from semgraph.grammar import Grammar
from semgraph.parse.scheme import detect_scheme

Table = tuple[tuple[str, ...], ...]
_FEATURE = "Imported"


def write_grammar(batch: Batch, name: str, *, scheme: str | None, collapse: bool) -> str:
    """Write the file; rules that the grammar language refuses go to the losses of their pattern.

    Args:
        batch: what was read; its patterns learn the names of their rules.
        name: of the grammar.
        scheme: label scheme, ``None`` to take it from the labels.
        collapse: whether nodes are made one token rather than marked.
    """
    labels = {label for pattern in batch.patterns for label in pattern.labels}
    found = detect_scheme(labels) if labels else "ud"
    header = f"grammar {name}\nscheme {scheme or found}\n"
    writer = _Writer(header, batch.lexicons, collapse=collapse)
    body = "\n\n".join(text for pattern in batch.patterns for text in writer.rules(pattern))
    tables = "".join(f"\n{table}\n" for table in writer.tables())
    return f"{header}{tables}\nstage imported {{\n{body}\n}}\n"


class _Writer:
    """Writes the rules of patterns, and reads each to see whether it is one."""

    def __init__(self, header: str, lexicons: Mapping[str, Table], *, collapse: bool) -> None:
        self._header = header
        self._lexicons = lexicons
        self._collapse = collapse
        self._taken: set[str] = set()
        self._refused = {
            name: self._read(_table(name, rows), "") for name, rows in lexicons.items()
        }

    def tables(self) -> Iterator[str]:
        """Give the lexicons that the language takes."""
        for name, rows in self._lexicons.items():
            if self._refused[name] is None:
                yield _table(name, rows)

    def rules(self, pattern: Imported) -> list[str]:
        """Write the rules of a pattern, or a comment if it could not be said."""
        written = []
        for number, draft in enumerate(pattern.drafts, 1):
            wanted = rule_name(pattern.name) + (f"-{number}" if len(pattern.drafts) > 1 else "")
            name = unused(wanted, self._taken, "-")
            text, mistake = self._rule(name, pattern, draft)
            if mistake is not None:
                pattern.refuse(f"semgraph refuses it: {mistake}")
                return [_left_out(pattern)]
            written.append(text)
            pattern.rules.append(name)
        self._taken.update(pattern.rules)
        if not written:
            return [_left_out(pattern)]
        return [f"{_comment(pattern.name, pattern.place)}\n{written[0]}", *written[1:]]

    def _rule(self, name: str, pattern: Imported, draft: Draft) -> tuple[str, str | None]:
        """Write a rule; gives it, and what is wrong with it."""
        used = [n for n in self._lexicons if any(f"{n}." in block for block in draft.blocks)]
        for lexicon in used:
            if self._refused[lexicon] is not None:
                return "", self._refused[lexicon]
        tables = "\n".join(_table(n, self._lexicons[n][:2]) for n in used)  # a row will do
        text, mistake = "", None
        for action in _actions(pattern, draft, collapse=self._collapse):
            text = _rule(name, [*draft.blocks, action])
            mistake = self._read(tables, text)
            if mistake is None:
                break
        return text, mistake

    def _read(self, tables: str, rule: str) -> str | None:
        """Say what is wrong with tables and a rule, ``None`` if nothing is."""
        try:
            Grammar.from_source(f"{self._header}{tables}\nstage imported {{\n{rule}\n}}\n")
        except GrammarError as error:
            return f"{error.message}; {error.hint}" if error.hint else error.message
        return None


def _rule(name: str, lines: Iterable[str]) -> str:
    inside = "\n".join(f"    {line}" if line else "" for text in lines for line in text.split("\n"))
    return f"  rule {name} {{\n{inside}\n  }}"


def _comment(*texts: str) -> str:
    return "  % " + " ".join(" ".join(text.split()) for text in texts if text)


def _left_out(pattern: Imported) -> str:
    reasons = "; ".join(f"{loss.what}: {loss.why}" for loss in pattern.losses)
    return _comment(pattern.name, pattern.place, "was not carried over:", reasons)


def _actions(pattern: Imported, draft: Draft, *, collapse: bool) -> Iterator[str]:
    """Give what the rule does: the first of these that the language takes."""
    if collapse and len(draft.nodes) > 1:
        if draft.shared.isdisjoint(draft.nodes):
            yield f"collapse {', '.join(draft.nodes)}"
        pattern.notes.append("marked, not collapsed: nothing says which node is the head")
    if draft.pair:
        yield f"resonance {', '.join(draft.pair)} {_string(pattern.name)}"
    else:
        yield f"set {draft.nodes[0]}.{_FEATURE} = {quote(rule_name(pattern.name))}"


def _string(text: str) -> str:
    quoted = quote(text)
    return quoted if quoted.startswith('"') else f'"{quoted}"'


def _table(name: str, rows: Sequence[Sequence[str]]) -> str:
    lines = "\n".join("  " + "\t".join(row) for row in rows)
    return f"lexicon {name} {{\n{lines}\n}}"
