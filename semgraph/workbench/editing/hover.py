"""What the word at a place means, in a few lines of Markdown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from semgraph.grammar.lint import CODES
from semgraph.grammar.lint.ud import FEATURES
from semgraph.grammar.rules import Lexicon
from semgraph.workbench.editing import words
from semgraph.workbench.editing.scan import Lexeme
from semgraph.workbench.editing.sheet import Mention, Sheet, Span, sheet
from semgraph.workbench.editing.tables import Surroundings

_ROWS = 5  # of a lexicon that are shown
_CELLS = 6


@dataclass(frozen=True, slots=True)
class Hover:
    """What is said of a place.

    Attributes:
        markdown: the text.
        start, end: offsets of what it is about.
    """

    markdown: str
    start: int
    end: int


def hover(
    text: str, offset: int, path: str | Path | None = None, around: Surroundings | None = None
) -> Hover | None:
    """Say what the word at an offset means, ``None`` where there is nothing to say.

    Args:
        text: of the whole file; need not be saved, nor be right.
        offset: of the place, in code points.
        path: where the text stands or would stand.
        around: keeps lexicons and used grammars between calls.

    >>> hover("grammar a", 2).markdown.partition(".")[0]
    '**grammar** — Names the grammar'
    """
    page = sheet(text)
    look = _Look(page, None if path is None else Path(path), around or Surroundings())
    mention = page.mention_at(offset)
    if mention:
        said = _MENTIONS[mention.kind](look, mention)
        return Hover(said, mention.start, mention.end) if said else None
    index = page.scan.at(offset)
    if index is None:
        return _of_code(page, offset)
    lexeme = page.lexemes[index]
    said = look.word(index, lexeme)
    return Hover(said, lexeme.start, lexeme.end) if said else None


def _of_code(page: Sheet, offset: int) -> Hover | None:
    """Explain a code that a comment silences."""
    start = offset = max(0, min(offset, len(page.text)))
    while start > 0 and page.text[start - 1].isalnum():
        start -= 1
    end = start
    while end < len(page.text) and page.text[end].isalnum():
        end += 1
    code = CODES.get(page.text[start:end])
    if code is None:
        return None
    return Hover(f"**{code.name}** ({code.severity}) — {code.text}", start, end)


class _Look:
    def __init__(self, page: Sheet, path: Path | None, around: Surroundings) -> None:
        self.page, self.path, self.around = page, path, around

    # Words

    def word(self, index: int, lexeme: Lexeme) -> str | None:
        """Explain a word that is no name."""
        owner = self.page.lexemes[lexeme.owner] if lexeme.owner >= 0 else None
        text = lexeme.text
        if lexeme.part in words.CHOICES:
            return _said(text, words.CHOICES[lexeme.part].get(text))
        match lexeme.part:
            case "keyword":
                return _said(text, words.KEYWORDS.get(text))
            case "sign":
                return _said(f"`{text}`", words.SIGNS.get(text) or words.KEYWORDS.get(text))
            case "relation":
                return _said(text, words.RELATION_WORDS.get(text))
            case "feature" | "set-feature":
                return self._feature(text, owner)
            case "value" | "set-value":
                return self._value(text, owner)
            case "label" | "label-value":
                return self._label(text)
            case "property":
                return _said(text, words.PROPERTIES.get(text))
            case "node":
                return _said(text, _WHOLE.get(text))
            case "class":
                count = sum(x.part == "class" and x.text == text for x in self.page.lexemes)
                return f"**{text}** — a class of tokens, given by {_counted(count, 'rule')} here"
            case "marker":
                return _said(text.strip('"'), words.MARKER_LABELS.get(text.strip('"')))
            case "file":
                return self._file(index)
        return None

    def _feature(self, name: str, owner: Lexeme | None) -> str | None:
        if owner and (owner.text in _WHOLE):
            return _said(name, words.PROPERTIES.get(name) or "metadata of the sentence")
        rule = owner.rule if owner else -1
        if owner and owner.text in self.page.edges.get(rule, ()):
            return _said(name, words.EDGE_FEATURES.get(name))
        plain = name.partition("[")[0]
        meaning = words.COLUMNS.get(name) or words.FEATURES.get(plain)
        values = ", ".join(sorted(FEATURES.get(plain, ())))
        return _said(name, meaning, f"Values: {values}" if values else "")

    def _value(self, text: str, owner: Lexeme | None) -> str | None:
        feature = owner.text if owner else ""
        table: Mapping[str, str] = {
            "upos": words.UPOS,
            "ExtPos": words.UPOS,
            "kind": words.CHOICES["token"],
            "deprel": words.RELATIONS,
            "label": words.RELATIONS,
        }.get(feature, {})
        if feature in ("deprel", "label"):
            return self._label(text)
        return _said(text, table.get(text) or (f"a value of {feature}" if feature else None))

    def _label(self, text: str) -> str | None:
        universal, _, subtype = text.partition("@")[0].partition(":")
        meaning = words.RELATIONS.get(universal) or words.LABEL_FEATURES.get(text)
        return _said(text, meaning, f"`{subtype}` is its subtype." if subtype else "")

    def _file(self, index: int) -> str | None:
        named = next(
            (t for t in self.page.tables.values() if t.path is self.page.lexemes[index]), None
        )
        return self._table(named.name) if named else None

    # Names

    def node(self, mention: Mention) -> str:
        """Tell of a node where it is bound and what is asked of it."""
        same = self.page.same(mention)
        index = self.page.scan.at(same[0].start)
        first = self.page.lexemes[index] if index is not None else None
        block = self.page.lexemes[first.block].text if first and first.block >= 0 else "an action"
        line = self.page.text.count("\n", 0, same[0].start) + 1
        kind = "edge" if mention.kind == "edge" else "node"
        signs = {m: self.page.text[m.end : m.end + 1] for m in same}
        sign = next((words.QUANTIFIERS[s] for s in signs.values() if s in "?+$" and s), "")
        lines = [
            f"**{mention.name}** — {kind}, first in `{block}` on line {line},"
            f" named {_counted(len(same), 'time')}" + (f"; {sign}" if sign else "")
        ]
        tests = list(dict.fromkeys(self._clauses(mention)))
        return "\n\n".join([*lines, *([_code("\n".join(tests))] if tests else [])])

    def _clauses(self, mention: Mention) -> list[str]:
        """Give the clauses of the rule's blocks that name a node."""
        found = []
        for same in self.page.same(mention):
            index = self.page.scan.at(same.start)
            if index is None or self.page.lexemes[index].block < 0:
                continue
            first = last = index
            lexemes = self.page.lexemes
            while lexemes[first - 1].text not in _ENDS and first - 1 > lexemes[index].block:
                first -= 1
            while last + 1 < len(lexemes) and lexemes[last + 1].text not in _ENDS:
                if lexemes[last + 1].block != lexemes[index].block:
                    break
                last += 1
            clause = " ".join(self.page.text[lexemes[first].start : lexemes[last].end].split())
            block = lexemes[lexemes[index].block].text
            found.append(clause if block == "pattern" else f"{block} {{ {clause} }}")
        return found

    def lexicon(self, mention: Mention) -> str | None:
        """Tell of a lexicon its columns and first rows."""
        return self._table(mention.name)

    def _table(self, name: str) -> str | None:
        table = self.around.lexicon(self.page, self.path, name)
        if table is None:
            known = name in self.page.tables or name in self.page.uses
            return f"**{name}** — a lexicon that cannot be read" if known else None
        named = f"**{name}** — lexicon of {_counted(len(table), 'row')}"
        return f"{named}\n\n{_rows(table)}"

    def column(self, mention: Mention) -> str | None:
        """Tell of a column its most frequent values."""
        name, _, column = mention.name.rpartition(".")
        table = self.around.lexicon(self.page, self.path, name)
        cells = table.columns.get(column) if table else None
        if cells is None:
            return None
        most = ", ".join(f"`{value}`" for value, _ in Counter(cells).most_common(_CELLS) if value)
        return f"**{column}** — column of {name}, {len(set(cells))} different values: {most}"

    def use(self, mention: Mention) -> str | None:
        """Tell of a used grammar what it holds."""
        found = self.around.grammar_file(self.page, self.path, mention.name)
        if found is None:
            return f"**{mention.name}** — there is no such grammar"
        return f"**{mention.name}** — a grammar whose stages run first, `{found.name}`"

    def rule(self, mention: Mention) -> str | None:
        """Tell of a rule what it makes, and how much it holds."""
        span = next((r for r in self.page.rules if r.named.start == mention.start), None)
        return self._rule(span) if span else None

    def _rule(self, span: Span) -> str:
        inside = self.page.lexemes[span.first : span.last]
        counts = Counter(x.text for x in inside if x.part == "keyword")
        makes = span.kind or ("link or hyperlexeme" if counts["collapse"] else "")
        full = f"{self.page.grammar}/{span.name}" if self.page.grammar else span.name
        counted = ", ".join(
            _counted(counts[word], word)
            for word in ("pattern", "with", "without", "example", "counterexample")
            if counts[word]
        )
        acts = [w for w in _ACTIONS if counts[w]]
        lines = [f"**{full}** — rule" + (f" that makes a {makes}" if makes else ""), counted]
        return "\n\n".join(filter(None, [*lines, f"Actions: {', '.join(acts)}" if acts else ""]))

    def stage(self, mention: Mention) -> str | None:
        """Tell of a stage its rules."""
        span = next((s for s in self.page.stages if s.named.start == mention.start), None)
        if span is None:
            return None
        inside = [r.name for r in self.page.rules if span.start <= r.start < span.end]
        return f"**{span.name}** — stage of {_counted(len(inside), 'rule')}: {', '.join(inside)}"


_WHOLE = {
    "meta": "the metadata of the sentence, as in `meta.sent_id`",
    "global": "the whole sentence, as in `global.is_projective`",
}
_ENDS = (";", "{", "}")
_ACTIONS = ("collapse", "absorb", "resonance", "tension", "direction", "set", "split")
_MENTIONS: Mapping[str, Callable[[_Look, Mention], str | None]] = {
    "node": _Look.node,
    "edge": _Look.node,
    "lexicon": _Look.lexicon,
    "column": _Look.column,
    "use": _Look.use,
    "rule": _Look.rule,
    "stage": _Look.stage,
}


def _said(word: str, meaning: str | None, more: str = "") -> str | None:
    if not meaning:
        return None
    return f"**{word}** — {meaning}" + (f"\n\n{more}" if more else "")


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'s' * (count != 1)}"


def _code(text: str) -> str:
    return f"```semgraph\n{text}\n```"


def _rows(table: Lexicon) -> str:
    """Write the first rows of a lexicon as a table."""
    names = list(table.columns)[:_CELLS]
    cells = zip(*(table.columns[name][:_ROWS] for name in names), strict=True)
    rows = [
        names,
        ["---"] * len(names),
        *([cell.replace("|", "\\|") for cell in row] for row in cells),
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
