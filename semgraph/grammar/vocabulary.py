"""What may stand in a pattern: features, parts of speech, labels."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf
from typing import NamedTuple

from semgraph.grammar.names import FEATURE
from semgraph.grammar.source import suggest

# Features that every token has as columns; all others are the treebank's own.
COLUMNS = (
    "form",
    "lemma",
    "upos",
    "xpos",
    "deprel",
    "ent",
    "kind",
    "key",
    "class",
    "misc",
)
KINDS = ("atom", "link", "hyperlexeme")
# Features of a label: of Universal Dependencies, and of what other graphs have.
LABEL_FEATURES = ("1", "2", "deep")
FOREIGN_LABEL_FEATURES = ("enhanced", "kind", "type")


class Measure(NamedTuple):
    """What a measure of two tokens can give.

    Attributes:
        low, high: bounds of its values.
        example: a number that it may be compared with.
    """

    low: float
    high: float
    example: str


# What a pattern may compare with a number, `semgraph.engine.measures` for their meaning.
MEASURES: Mapping[str, Measure] = {
    "resonance": Measure(0, 1, "0.4"),
    "direction": Measure(-1, 1, "0.2"),
    "tension": Measure(0, 1, "0.4"),
    "cos": Measure(-1, 1, "0.6"),
    "npmi": Measure(-1, 1, "0.3"),
    "freq": Measure(0, inf, "5"),
}

# Universal Dependencies, version 2; spaCy adds SPACE for tokens of white space.
UPOS = frozenset(
    """
    ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X SPACE
    """.split()  # noqa: SIM905
)
RELATIONS = frozenset(
    """
    acl advcl advmod amod appos aux case cc ccomp clf compound conj cop csubj dep det discourse
    dislocated expl fixed flat goeswith iobj list mark nmod nsubj nummod obj obl orphan parataxis
    punct reparandum root vocative xcomp
    """.split()  # noqa: SIM905
)


def wrong_feature(scheme: str, feature: str) -> tuple[str, str | None] | None:
    """Say what is wrong with a feature's name: the message and a hint, ``None`` if nothing is."""
    if not FEATURE.fullmatch(feature):
        return f"'{feature}' is no name for a feature", None
    if scheme != "ud" or feature in COLUMNS or feature[0].isupper():
        return None
    if feature == "label":
        return "only an edge has a label", "name one as in e: X -> Y; of a node it is deprel"
    hint = suggest(feature, COLUMNS)
    return f"unknown feature '{feature}'", hint or "a treebank's own begin with a capital letter"


def wrong_value(scheme: str, feature: str, value: str) -> tuple[str, str | None] | None:
    """Say what is wrong with a feature's constant value."""
    if feature == "kind" and value not in KINDS:
        return f"unknown kind of token '{value}'", suggest(
            value, KINDS
        ) or "atom, link, hyperlexeme"
    if scheme != "ud":
        return None
    if feature == "upos" and value not in UPOS:
        return f"unknown part of speech '{value}'", suggest(value, UPOS)
    return wrong_label(scheme, value) if feature == "deprel" else None


def wrong_label(scheme: str, label: str) -> tuple[str, str | None] | None:
    """Say what is wrong with a label; only its universal part is judged."""
    universal = label.partition("@")[0].partition(":")[0]
    if scheme != "ud" or universal in RELATIONS:
        return None
    return f"unknown relation '{universal}'", suggest(universal, RELATIONS)


def wrong_label_feature(scheme: str, feature: str) -> tuple[str, str | None] | None:
    """Say what is wrong with a feature of a label; other schemes have their own."""
    known = (*LABEL_FEATURES, *FOREIGN_LABEL_FEATURES)
    if scheme != "ud" or feature in known or feature[0].isupper():
        return None
    return f"a label has no feature '{feature}'", "1 before the colon, 2 after it, deep after '@'"


def wrong_edge_feature(scheme: str, feature: str) -> tuple[str, str | None] | None:
    """Say what is wrong with what is asked of a named edge."""
    if feature == "label" or not wrong_label_feature(scheme, feature):
        return None
    hint = suggest(feature, ("label", *LABEL_FEATURES))
    return f"an edge has no feature '{feature}'", hint or "it has label, 1, 2 and deep"


def wrong_word(scheme: str, upos: str, deprel: str) -> str | None:
    """Say what is wrong with a word of an inline parse."""
    for wrong in (
        None if upos == "_" else wrong_value(scheme, "upos", upos),
        wrong_label(scheme, deprel),
    ):
        if wrong:
            message, hint = wrong
            return f"{message}; {hint}" if hint else message
    return None
