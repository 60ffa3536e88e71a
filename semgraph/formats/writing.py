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
from semgraph.formats.result import Batch, Draft, Imported, Loss
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
    lexicons = {key: _table(key, rows) for key, rows in batch.lexicons.items()}
    rules: list[str] = []
    taken: set[str] = set()
    for pattern in batch.patterns:
        rules += _rules(pattern, header, lexicons, taken, collapse=collapse)
    body = "\n\n".join(rules)
    tables = "".join(f"\n{table}\n" for table in lexicons.values())
    return f"{header}{tables}\nstage imported {{\n{body}\n}}\n"


def _rules(
    pattern: Imported,
    header: str,
    lexicons: Mapping[str, str],
    taken: set[str],
    *,
    collapse: bool,
) -> list[str]:
    written = []
    for number, draft in enumerate(pattern.drafts, 1):
        wanted = rule_name(pattern.name) + (f"-{number}" if len(pattern.drafts) > 1 else "")
        name = unused(wanted, taken, "-")
        mistake: str | None = ""
        for action in _actions(pattern, draft, collapse=collapse):
            text = _rule(name, [*draft.blocks, action])
            mistake = _mistake(header, lexicons, draft.blocks, text)
            if mistake is None:
                break
        if mistake is not None:
            pattern.lose([])
            pattern.losses.append(Loss("the pattern", f"semgraph refuses it: {mistake}"))
            return [_left_out(pattern)]
        written.append(text)
        pattern.rules.append(name)
    taken.update(pattern.rules)
    if not written:
        return [_left_out(pattern)]
    return [f"{_comment(pattern.name, pattern.place)}\n{written[0]}", *written[1:]]


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


def _mistake(
    header: str, lexicons: Mapping[str, str], blocks: Sequence[str], rule: str
) -> str | None:
    """Say what is wrong with a rule, ``None`` if nothing is."""
    used = "\n".join(t for n, t in lexicons.items() if any(f"{n}." in b for b in blocks))
    try:
        Grammar.from_source(f"{header}{used}\nstage imported {{\n{rule}\n}}\n")
    except GrammarError as error:
        return f"{error.message}; {error.hint}" if error.hint else error.message
    return None
