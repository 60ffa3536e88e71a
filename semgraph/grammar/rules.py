"""The syntax tree of grammar files: rules, stages, lexicons, examples."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from semgraph.grammar.syntax import (
    Constant,
    FeatureRef,
    LexiconColumn,
    Location,
    Places,
    Regex,
    Request,
)
from semgraph.types import MarkerKind, Variable

Phase: TypeAlias = Literal["pieces", "words", "nucleus", "nuclei"]
Overlap: TypeAlias = Literal["longest", "priority", "first"]

# Actions of a rule.


@dataclass(frozen=True, slots=True)
class Template:
    """A string with ``{V.lemma}`` fields: texts and references in order."""

    pieces: tuple[str | FeatureRef, ...]


@dataclass(frozen=True, slots=True)
class Collapse:
    """``collapse V, P``: the tokens of these variables become one."""

    variables: tuple[Variable, ...]
    location: Location = field(compare=False)
    places: Places = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Absorb:
    """``absorb F, G into C``: function words become satellites of their core."""

    satellites: tuple[Variable, ...]
    core: Variable
    location: Location = field(compare=False)
    places: Places = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Mark:
    """``resonance X, Y "label"``, ``direction X -> Y "label"``, ``tension X, Y "label"``."""

    kind: MarkerKind
    source: Variable
    target: Variable
    label: str
    location: Location = field(compare=False)
    places: Places = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class SetFeature:
    """``set V.Polarity = "Neg"``: gives a token a feature that it has not yet."""

    variable: Variable
    feature: str
    value: str
    location: Location = field(compare=False)
    places: Places = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Split:
    """``split W at …``: a word becomes several leaves, before anything else happens to it.

    Attributes:
        at: where it is cut: offsets in code points (negative ones count from the end), a string
            at each of whose places the word is cut before and behind, an expression over the
            whole word whose groups are the pieces, or a lexicon's column that holds the pieces
            with spaces between them.
    """

    variable: Variable
    at: tuple[int, ...] | Constant | Regex | LexiconColumn
    location: Location = field(compare=False)
    places: Places = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence that a rule matches, or (``expected`` false) does not.

    Attributes:
        text: without the brackets.
        tokens: of each expected token the character spans of its words, as half-open
            ``(start, end)`` offsets in ``text``.
        expected: whether the rule is to make these tokens.
        conllu: an inline parse, ``None`` to parse with the language's pipeline.
    """

    text: str
    tokens: tuple[tuple[tuple[int, int], ...], ...]
    expected: bool
    conllu: str | None
    location: Location = field(compare=False)


@dataclass(frozen=True, slots=True)
class Rule:
    """A request and what is done with each match.

    Attributes:
        name: full name, ``en.verbs/particle_verb``.
        kind: of the token that ``collapse`` makes; ``None`` goes by the number of meanings.
        head: variable of the head part, ``None`` for the highest part.
        class_: class of the token, ``""`` to take the lexicon row's.
        at: file and line, ``en/verbs.sg:12``.
        places: where ``kind``, ``head``, ``lemma``, ``class``, ``mwe`` and ``priority`` stand,
            if they were written.
    """

    name: str
    kind: Literal["link", "hyperlexeme"] | None
    request: Request
    collapse: Collapse | None
    absorbs: tuple[Absorb, ...]
    marks: tuple[Mark, ...]
    sets: tuple[SetFeature, ...]
    split: Split | None
    head: Variable | None
    lemma: Template | None
    class_: str
    mwe: bool
    priority: int
    examples: tuple[Example, ...]
    at: str
    location: Location = field(compare=False)
    places: Mapping[str, Location] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Stage:
    """Rules that see the same graph; ``repeat`` runs the stage until nothing changes."""

    name: str
    phase: Phase
    overlap: Overlap
    repeat: bool
    rules: tuple[Rule, ...]
    location: Location = field(compare=False)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """A table of words: equally long columns by name, in the order of the file."""

    name: str
    columns: Mapping[str, tuple[str, ...]]
    source: str

    def __len__(self) -> int:
        """Give the number of rows."""
        return len(next(iter(self.columns.values()), ()))


@dataclass(frozen=True, slots=True)
class GrammarFile:
    """One grammar file, checked, with its lexicons read.

    Attributes:
        name: dotted name, ``en.verbs``.
        language: language code, ``""`` for every language.
        scheme: label scheme of the patterns.
        uses: names of the grammars whose stages run first, by the name that their lexicons
            have here.
        sha256: of the source and its lexicons.
        text: of the file.
    """

    name: str
    version: str
    language: str
    scheme: str
    uses: Mapping[str, str]
    lexicons: Mapping[str, Lexicon]
    stages: tuple[Stage, ...]
    path: str | None
    sha256: str
    text: str = field(default="", compare=False, repr=False)


# A file as it was written, before its lexicons are read.


@dataclass(frozen=True, slots=True)
class UseItem:
    """``use ud.core`` or ``use en.verbs as v``.

    Attributes:
        name: of the grammar.
        alias: the name under which its lexicons are known, ``v.light_verb``; the grammar's own
            by default.
    """

    name: str
    alias: str
    location: Location = field(compare=False)
    places: Places = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class LexiconItem:
    """``lexicon verbs from "verbs.tsv"`` or, inline, ``lexicon colours { … }``.

    Attributes:
        path: as written, ``None`` for an inline lexicon.
        table: an inline lexicon's rows, ``None`` for a file's.
        places: of the name, then of the path.
    """

    name: str
    path: str | None
    table: Lexicon | None
    location: Location = field(compare=False)
    places: Places = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class GrammarTree:
    """The syntax tree of one file."""

    name: str
    version: str
    language: str
    scheme: str
    uses: tuple[UseItem, ...]
    lexicons: tuple[LexiconItem, ...]
    stages: tuple[Stage, ...]
