"""What may be written at a place, as the parser and the names of the file tell it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from semgraph.grammar.automaton import automaton
from semgraph.grammar.lint import CODES
from semgraph.grammar.lint.ud import COMMON_FEATURES, FEATURES, SUBTYPES
from semgraph.workbench.editing import words
from semgraph.workbench.editing.scan import MAX_CHARACTERS, Lexeme, Scan
from semgraph.workbench.editing.sheet import Sheet, Span, sheet
from semgraph.workbench.editing.tables import Surroundings

_WORD = re.compile(r"(?:[\w'.:$?+@]|-(?=[\w]))*\Z")
_IGNORE = re.compile(r"%\s*lint:\s*ignore\b[^\n]*\Z")
_FIELD = re.compile(r"\{([^\W\d][\w']*\.)?[\w]*\Z")
_SNIPPETS = {
    "pattern": "pattern { $0 }",
    "with": "with { $0 }",
    "without": "without { $0 }",
    "example": 'example "$0"',
    "counterexample": 'counterexample "$0"',
    "stage": "stage ${1:name} {\n  $0\n}",
    "rule": "rule ${1:name} {\n  pattern { $0 }\n}",
}
_MOST_VALUES = 200


@dataclass(frozen=True, slots=True)
class Completion:
    """One thing that may be written.

    Attributes:
        label: the word.
        kind: ``keyword``, ``feature``, ``value``, ``label``, ``node``, ``edge``, ``lexicon``,
            ``column``, ``grammar``, ``file``, ``measure``, ``class`` or ``code``.
        detail: what it means, in a line.
        start, end: offsets of what it takes the place of.
        snippet: what is written instead of the label, with ``$0`` where the cursor goes.
    """

    label: str
    kind: str
    detail: str
    start: int
    end: int
    snippet: str | None = None


Found: TypeAlias = Iterator[tuple[str, str, str]]  # label, kind, detail


def complete(
    text: str, offset: int, path: str | Path | None = None, around: Surroundings | None = None
) -> list[Completion]:
    """Give what may be written at an offset, whether the text can be read or not.

    Args:
        text: of the whole file; need not be saved.
        offset: of the cursor, in code points.
        path: where the text stands or would stand.
        around: keeps lexicons and used grammars between calls.

    >>> [item.label for item in complete("grammar a stage s { o", 21)]
    ['overlap']
    """
    offset = max(0, min(offset, len(text)))
    place = _Place(text, offset, None if path is None else Path(path), around or Surroundings())
    found: dict[str, Completion] = {}
    for label, kind, detail in place.found() if len(text) <= MAX_CHARACTERS else ():
        if label.casefold().startswith(place.typed.casefold()):
            snippet = _SNIPPETS.get(label) if kind == "keyword" else None
            found.setdefault(
                label, Completion(label, kind, detail, place.start, place.end, snippet)
            )
    return list(found.values())


class _Place:
    """A cursor in a text.

    Attributes:
        start, end: of the word at the cursor.
        typed: what of it stands before the cursor.
    """

    def __init__(self, text: str, offset: int, path: Path | None, around: Surroundings) -> None:
        self.text, self.offset, self.path, self.around = text, offset, path, around
        self.page: Sheet = sheet(text)
        self.rule: Span | None = self.page.rule_at(offset)
        self.start = self.end = offset
        self.typed = ""

    def found(self) -> Found:
        """Give all candidates, whatever has been typed of them."""
        before = self.text[: self.offset]
        read = Scan(before, self.page.scan)
        if read.in_comment(self.offset):
            yield from self._in_comment(before)
            return
        quoted = read.lexemes[-1] if read.lexemes else None
        if quoted and quoted.type == "OPEN" and quoted.text.startswith('"'):
            yield from self._in_quotes(quoted)
            return
        word = _WORD.search(before)
        self._take(word.start() if word else self.offset)
        yield from self._behind(Scan(before[: self.start], self.page.scan))

    def _take(self, start: int) -> None:
        self.start, self.typed = start, self.text[start : self.offset]

    def _in_comment(self, before: str) -> Found:
        if _IGNORE.search(before):
            self._take(len(before) - len(re.search(r"\w*\Z", before)[0]))  # type: ignore[index]
            yield from ((c.name, "code", c.gist) for c in CODES.values() if c.name[0] != "E")

    def _in_quotes(self, quoted: Lexeme) -> Found:
        allowed = Scan(self.text[: quoted.start], self.page.scan).accepts()
        part = allowed["STRING"][0] if "STRING" in allowed else "string"
        if part == "file":
            self._take(quoted.start + 1)
            yield from ((file, "file", "a table") for file in self.around.table_files(self.path))
        elif part == "template":
            field = _FIELD.search(self.text[: self.offset])
            if field and field[1]:
                self._take(field.end(1))
                yield from self._features()
            elif field:
                self._take(field.start() + 1)
                yield from self._nodes()
        elif part == "marker":
            self._take(quoted.start + 1)
            yield from self._markers()

    def _behind(self, read: Scan) -> Found:
        """Give what may follow a text that has been read."""
        allowed = read.accepts()
        whole, at = self.typed, self.start
        if "VARIABLE" in allowed and "." in whole:
            self._take(at + whole.rindex(".") + 1)
            yield from self._behind(Scan(self.text[: self.start], self.page.scan))
            return
        if "WORD" in allowed:
            part, owner = allowed["WORD"]
            lexeme = read.lexemes[owner] if owner >= 0 else None
            yield from self._words(part, lexeme, read)
        if "VARIABLE" in allowed:
            yield from self._nodes()
            if self.rule and "SEMICOLON" not in allowed and "RBRACE" in allowed:
                yield from self._edges()
                yield from (
                    (word, "measure", meaning) for word, meaning in words.RELATION_WORDS.items()
                )
                yield "meta", "keyword", "metadata of the sentence, as in meta.sent_id"
                yield "global", "keyword", "property of the sentence, as in global.is_projective"
            elif self._follows_order(read):
                yield from self._edges()
        for name in allowed:
            word = _KEYWORDS.get(name)
            if word and (name != "PHRASE" or "RBRACE" in allowed):
                yield word, "keyword", words.KEYWORDS[word]
        if read.lexemes and read.lexemes[-1].part in ("node", "edge"):
            yield from (
                (s, "sign", words.SIGNS[s]) for s in automaton().signs(allowed) if s in words.SIGNS
            )

    def _follows_order(self, read: Scan) -> bool:
        return bool(read.lexemes) and read.lexemes[-1].text in ("<<", ">>", "><", "<>")

    # Words, by the part that they would play

    def _words(self, part: str, owner: Lexeme | None, read: Scan) -> Found:
        if part in words.CHOICES:
            yield from ((w, "value", m) for w, m in words.CHOICES[part].items())
        elif part == "feature":
            yield from self._features_of(owner)
        elif part in ("value", "set-value"):
            yield from self._values(owner, columns=part == "value")
        elif part == "label-value":
            yield from self._label_values(owner)
        elif part in _PARTS:
            yield from _PARTS[part](self)
        elif part == "phrase-lexicon":
            yield from self._lexicons(phrases=True)
        if part == "label" and read.lexemes[-1].text == "!":
            yield from ((w, "feature", m) for w, m in words.LABEL_FEATURES.items())

    def _features_of(self, owner: Lexeme | None) -> Found:
        name = owner.text if owner else ""
        if name == "meta":
            yield from self._meta()
        elif name == "global":
            yield from self._properties()
        elif self.rule and name in self.page.edges.get(self.rule.keyword, ()):
            yield from ((w, "feature", m) for w, m in words.EDGE_FEATURES.items())
        else:
            yield from self._features()

    def _features(self) -> Found:
        yield from ((w, "feature", m) for w, m in words.COLUMNS.items())
        yield from self._set_features()

    def _set_features(self) -> Found:
        seen = [x.text for x in self.page.lexemes if x.part in ("feature", "set-feature")]
        for name in dict.fromkeys(seen):
            if name[:1].isupper() and name not in words.FEATURES and name != self.typed:
                yield name, "feature", "a feature of this file"
        if self.page.scheme == "ud":
            yield from ((w, "feature", m) for w, m in words.FEATURES.items())
            yield from ((w, "feature", "a treebank's own") for w in sorted(COMMON_FEATURES))

    def _values(self, owner: Lexeme | None, *, columns: bool) -> Found:
        feature = owner.text if owner else ""
        if "." in self.typed and columns:
            yield from self._columns()
        if feature == "upos" or feature == "ExtPos":
            yield from ((w, "value", m) for w, m in words.UPOS.items())
        elif feature == "kind":
            yield from ((w, "value", m) for w, m in words.CHOICES["token"].items())
        elif feature in ("deprel", "label"):
            yield from self._labels()
        elif feature == "class":
            yield from self._classes()
        elif self.page.scheme == "ud":
            known = FEATURES.get(re.sub(r"\[.*", "", feature), frozenset())
            yield from ((value, "value", f"value of {feature}") for value in sorted(known))
        seen = {
            x.text
            for x in self.page.lexemes
            if x.part in ("value", "set-value")
            and x.type == "WORD"
            and x.start != self.start
            and self._owner(x) == feature
            and "." not in x.text
        }
        yield from ((w, "value", "a value of this file") for w in sorted(seen)[:_MOST_VALUES])
        if columns:
            yield from self._lexicons(phrases=False)
            if owner and self.text[owner.start - 1 : owner.start] == ".":
                yield from self._nodes()

    def _owner(self, lexeme: Lexeme) -> str:
        return self.page.lexemes[lexeme.owner].text if lexeme.owner >= 0 else ""

    def _columns(self) -> Found:
        """Give the columns of the lexicon before the last dot, or the features of the node."""
        name, _, _ = self.typed.rpartition(".")
        table = self.around.lexicon(self.page, self.path, name)
        nodes = self.page.names("node", self.rule.keyword) if self.rule else []
        starts = [n for n in self.around.lexicon_names(self.page, self.path) if "." in n]
        yield from ((n, "lexicon", self._gist(n)) for n in starts)
        if table is None and name not in nodes:
            return
        if table is not None:
            for column, cells in table.columns.items():
                some = ", ".join(cells[:3])
                yield f"{name}.{column}", "column", f"{len(cells)} rows: {some}"
        else:
            for feature, kind, detail in self._features():
                yield f"{name}.{feature}", kind, detail

    def _lexicons(self, *, phrases: bool) -> Found:
        for name in self.around.lexicon_names(self.page, self.path):
            table = self.around.lexicon(self.page, self.path, name)
            if not phrases or table is None or "phrase" in table.columns:
                yield name, "lexicon", self._gist(name)

    def _gist(self, name: str) -> str:
        table = self.around.lexicon(self.page, self.path, name)
        if table is None:
            return "a lexicon that cannot be read"
        return f"{len(table)} rows of {', '.join(table.columns)}"

    def _labels(self) -> Found:
        if self.page.scheme == "ud":
            yield from ((w, "label", m) for w, m in words.RELATIONS.items())
            for subtype in sorted(SUBTYPES):
                universal = subtype.partition(":")[0]
                yield subtype, "label", f"kind of: {words.RELATIONS[universal]}"
        seen = [x.text for x in self.page.lexemes if x.part == "label" and x.type == "WORD"]
        yield from ((w, "label", "a label of this file") for w in dict.fromkeys(seen))

    def _label_items(self) -> Found:
        yield from self._labels()
        yield from ((w, "feature", m) for w, m in words.LABEL_FEATURES.items())

    def _label_values(self, owner: Lexeme | None) -> Found:
        feature = owner.text if owner else ""
        if feature == "1":
            yield from ((w, "label", m) for w, m in words.RELATIONS.items())
        elif feature == "2":
            subtypes = sorted({s.partition(":")[2] for s in SUBTYPES})
            yield from ((w, "label", "a common subtype") for w in subtypes)

    def _ids(self) -> Found:
        for name in self.page.names("node", self.rule.keyword) if self.rule else ():
            yield f"{name}.__id__", "node", "keeps one of two matches that change places"

    def _nodes(self) -> Found:
        for name in self.page.names("node", self.rule.keyword) if self.rule else ():
            if name != self.typed or self._is_elsewhere(name):
                yield name, "node", "a node of this rule"

    def _is_elsewhere(self, name: str) -> bool:
        """Say whether a node is named in another place than at the cursor."""
        rule = self.rule.keyword if self.rule else -1
        places = [m for m in self.page.mentions if m.scope == rule and m.name == name]
        return any(not m.start <= self.offset <= m.end for m in places)

    def _edges(self) -> Found:
        for name in self.page.names("edge", self.rule.keyword) if self.rule else ():
            yield name, "edge", "an edge of this rule"

    def _properties(self) -> Found:
        yield from ((w, "value", m) for w, m in words.PROPERTIES.items())

    def _meta(self) -> Found:
        yield from ((w, "feature", words.PROPERTIES[w]) for w in ("text", "sent_id"))

    def _classes(self) -> Found:
        seen = [x.text for x in self.page.lexemes if x.part == "class" and x.start != self.start]
        yield from ((w, "class", "a class of this file") for w in dict.fromkeys(seen))
        for name in self.page.tables:
            table = self.around.lexicon(self.page, self.path, name)
            for value in sorted(set(table.columns.get("class", ()))) if table else ():
                if value:
                    yield value, "class", f"a class of the lexicon {name}"

    def _markers(self) -> Found:
        seen = [x.text[1:-1] for x in self.page.lexemes if x.part == "marker"]
        for label in dict.fromkeys(seen):
            if '"' not in label and "\n" not in label:
                yield label, "value", words.MARKER_LABELS.get(label, "a label of this file")
        yield from ((w, "value", m) for w, m in words.MARKER_LABELS.items())

    def _grammars(self) -> Found:
        for name in self.around.grammar_names(self.page, self.path):
            yield name, "grammar", "a grammar that can be used"


_PARTS: Mapping[str, Callable[[_Place], Found]] = {
    "use": _Place._grammars,
    "label": _Place._label_items,
    "class": _Place._classes,
    "property": _Place._properties,
    "set-feature": _Place._set_features,
    "reference": _Place._ids,
}
_KEYWORDS = {word.upper(): word for word in words.KEYWORDS} | {"OR_ELSE": "or"}
