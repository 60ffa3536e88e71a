"""The columns and records of one token graph: what the engine fills and every view reads.

Leaves and tokens are plain numbers here: leaf ``w3`` is 3, token ``t7`` is 7, step ``s1`` is 1.
The base atom of leaf ``i`` is token ``i`` and has no record, since it follows from the leaf.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

from semgraph.types import MarkerKind, TokenKind, Variable

TokenNumber: TypeAlias = int
# What a variable is bound to: a token, or the tokens of a phrase.
Binding: TypeAlias = TokenNumber | tuple[TokenNumber, ...]
Match: TypeAlias = Mapping[Variable, Binding]


@dataclass(frozen=True, slots=True)
class LeafColumns:
    """The leaves of one document as equally long columns of plain strings and ints.

    Attributes:
        start: offset in the text, in code points.
        end: offset behind the leaf.
        form: surface form, ``text[start:end]``; empty for later words of a multiword token.
        word: syntactic word; the same object as ``form`` where the two never differ.
        lemma, upos, xpos: as in Universal Dependencies; ``""`` where not given.
        feats: features as ``Case=Nom|Number=Sing``, ``""`` for none.
        ent: label of the named entity, ``""`` outside of any.
        deprel: label of the edge to the head, ``root`` for a root.
        space: white space behind the leaf, up to the next.
        head: index of the head in this document, ``-1`` for a root.
    """

    start: Sequence[int]
    end: Sequence[int]
    form: Sequence[str]
    word: Sequence[str]
    lemma: Sequence[str]
    upos: Sequence[str]
    xpos: Sequence[str]
    feats: Sequence[str]
    ent: Sequence[str]
    deprel: Sequence[str]
    space: Sequence[str]
    head: Sequence[int]

    def __len__(self) -> int:
        """Give the number of leaves."""
        return len(self.head)


class TokenRecord(NamedTuple):
    """A produced token.

    Attributes:
        number: of the token; at least the number of leaves, and above all earlier ones.
        kind: atom, link or hyperlexeme.
        lemma, upos: of the whole.
        feats: features as ``A=B|C=D`` when the token was made.
        parts: the tokens that carry its meanings, in the order that the document is to show.
        satellites: the function words that it has absorbed.
        head_part: the part that gave upos and feats; one of ``parts``.
        class_: from the rule or the lexicon row, ``""`` for none.
        mwe: whether annotators would mark it as a multiword expression.
        step: number of the step that made it.
    """

    number: TokenNumber
    kind: TokenKind
    lemma: str
    upos: str
    feats: str
    parts: tuple[TokenNumber, ...]
    satellites: tuple[TokenNumber, ...]
    head_part: TokenNumber
    class_: str
    mwe: bool
    step: int


class MergedMatch(NamedTuple):
    """A further match folded into a step, as when one core absorbs through several matches."""

    rule: str
    at: str
    match: Match


class FeatureSet(NamedTuple):
    """A feature that a ``set`` action gave to a token."""

    token: TokenNumber
    feature: str
    value: str


class SplitWord(NamedTuple):
    """A word as it was before it was split; head and deprel are those of its head piece.

    Attributes:
        form: of the whole word.
        lemma, upos, xpos, feats, ent: as in `LeafColumns`.
    """

    form: str
    lemma: str
    upos: str
    xpos: str
    feats: str
    ent: str


class SplitRecord(NamedTuple):
    """A step of the derivation that made leaves of a word, before all other steps.

    Attributes:
        number: of the step, from 1.
        rule: full name.
        at: file and line of the rule.
        match: what the variables were bound to; a word that is split is bound as its pieces.
        word: as it was.
        leaves: its pieces, two or more neighbours without space between.
        head: the piece that stands for the word in the tree: it has the word's head and deprel,
            the others hang from it, and what hung from the word hangs from it.
    """

    number: int
    rule: str
    at: str
    match: Match
    word: SplitWord
    leaves: tuple[int, ...]
    head: int


class StepRecord(NamedTuple):
    """A step of the derivation: it makes a token, or it sets features.

    Attributes:
        number: of the step, from 1, above all earlier ones and those of the splits.
        rule: full name, ``en.verbs/particle_verb``.
        at: file and line of the rule, ``en/verbs.sg:12``.
        match: what the variables were bound to.
        consumed: parts and then satellites of the token made; ``()`` for a ``set``.
        produced: the token made; ``None`` for a ``set``.
        merged: further matches folded into this step.
        sets: features set; ``()`` for a step that makes a token.
    """

    number: int
    rule: str
    at: str
    match: Match
    consumed: tuple[TokenNumber, ...]
    produced: TokenNumber | None
    merged: tuple[MergedMatch | tuple[str, str, Match], ...] = ()
    sets: tuple[FeatureSet | tuple[TokenNumber, str, str], ...] = ()


class MarkerRecord(NamedTuple):
    """A structural marker between two tokens.

    Attributes:
        kind: resonance, direction or tension.
        source, target: tokens, whether top or inside others.
        label: what the marker says, as ``completes``; ``""`` for none.
        value: in [0, 1], for a direction in [-1, 1]; ``None`` until measured.
        by: who set it, as ``rule:en.verbs/particle_verb``.
        evidence: what the value rests on; plain JSON values.
    """

    kind: MarkerKind
    source: TokenNumber
    target: TokenNumber
    label: str
    value: float | None
    by: str
    evidence: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class GraphColumns:
    """All that a token graph stores; everything else follows from it.

    Attributes:
        text: the text that the leaves tile.
        leaves: columns of the leaves.
        sentences: first and last leaf of each sentence, both inclusive.
        tokens: the produced tokens, in order.
        steps: the derivation, in order.
        markers: in the order of their making.
        language: language code, ``""`` if not known.
        id: of the document, or ``None``.
        meta: other metadata; plain JSON values.
        provenance: versions of semgraph, pipeline and grammars.
        splits: the words that were split, in the order of their steps, which come first.
    """

    text: str
    leaves: LeafColumns
    sentences: Sequence[tuple[int, int]]
    tokens: Sequence[TokenRecord]
    steps: Sequence[StepRecord]
    markers: Sequence[MarkerRecord]
    language: str
    id: str | None
    meta: Mapping[str, Any]
    provenance: Mapping[str, Any]
    splits: Sequence[SplitRecord] = ()
