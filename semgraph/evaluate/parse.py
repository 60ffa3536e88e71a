"""Scores of a parse, as in the CoNLL 2018 shared task.

The definitions are those of Zeman et al. 2018, "CoNLL 2018 Shared Task: Multilingual Parsing from
Raw Text to Universal Dependencies", section 3; ``feats``, ``las_subtypes`` are added to them:

- ``tokens``, ``sentences``: spans of characters that agree exactly;
- ``words``: words that are aligned (see `semgraph.evaluate.align`);
- ``upos``, ``xpos``, ``lemmas``: aligned words whose value agrees; a gold lemma that is not given
  (``_``) counts as correct;
- ``ufeats``: whose universal features agree, all of them; ``feats``: all features;
- ``all_tags``: upos, xpos and universal features together;
- ``uas``: aligned words whose heads are aligned, or which are roots on both sides;
- ``las``: whose relations agree too, subtypes (``nsubj:pass``) aside; ``las_subtypes``: whole;
- ``clas``: the same over content words alone, those with another relation than a function word's
  or ``punct``;
- ``mlas``: as ``clas``, with upos and universal features of the word, and with relation, upos and
  universal features of the function words that hang on it, which are aligned one by one;
- ``blex``: as ``clas``, with the lemma.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeAlias

from semgraph.errors import InputError
from semgraph.evaluate.align import align
from semgraph.evaluate.score import Score
from semgraph.evaluate.words import ROOT, UNIVERSAL_FEATURES, Words
from semgraph.parse import Parse

# What has to agree for each metric that is counted over aligned words.
_AGREE: Mapping[str, tuple[str, ...]] = {
    "words": (),
    "upos": ("upos",),
    "xpos": ("xpos",),
    "ufeats": ("ufeats",),
    "feats": ("feats",),
    "all_tags": ("upos", "xpos", "ufeats"),
    "lemmas": ("lemma",),
    "uas": ("head",),
    "las": ("head", "label"),
    "las_subtypes": ("head", "deprel"),
    "clas": ("head", "label"),
    "mlas": ("head", "label", "upos", "ufeats", "function_words"),
    "blex": ("head", "label", "lemma"),
}
_OF_CONTENT = frozenset(["clas", "mlas", "blex"])
_FUNCTION = frozenset(["aux", "case", "cc", "clf", "cop", "det", "mark"])
METRICS = ("tokens", "sentences", *_AGREE)

_UNALIGNED = -2  # in place of a head or a function word; `ROOT` is -1
_Columns: TypeAlias = Mapping[str, Sequence[Hashable]]


def score_parse(gold: Parse, system: Parse) -> dict[str, Score]:
    """Score a parse against another of the same texts; gives a score for each of `METRICS`.

    How the texts are parted into documents does not matter, as long as white space alone stands
    between them.

    Raises:
        InputError: the texts differ in more than white space.
    """
    own, other = _both(gold, system)
    pairs = align(own, other)
    truth = _columns(own, {index: index for index in range(len(own))}, own.lemma)
    partner = {place: index for index, place in pairs}
    guess = _columns(other, partner, _forgiven(own, other, pairs))
    scores = _segmentation(own, other)
    for metric, names in _AGREE.items():
        counted, found = truth["content"], guess["content"]
        if metric not in _OF_CONTENT:
            counted, found = [True] * len(own), [True] * len(other)
        asked = [(i, j) for i, j in pairs if counted[i]]
        correct = sum(all(truth[name][i] == guess[name][j] for name in names) for i, j in asked)
        scores[metric] = Score(sum(map(bool, counted)), sum(map(bool, found)), correct, len(asked))
    return scores


def score_segmentation(gold: Parse, system: Parse) -> dict[str, Score]:
    """Score tokens and sentences alone; arguments and errors as those of `score_parse`."""
    return _segmentation(*_both(gold, system))


def _both(gold: Parse, system: Parse) -> tuple[Words, Words]:
    own, other = Words.of(gold), Words.of(system)
    if own.characters != other.characters:
        raise InputError("gold data and parse are of different texts; parse the texts of the gold")
    return own, other


def _segmentation(gold: Words, system: Words) -> dict[str, Score]:
    return {
        name: Score(len(own), len(other), len(set(own) & set(other)))
        for name, own, other in (
            ("tokens", gold.tokens, system.tokens),
            ("sentences", gold.sentences, system.sentences),
        )
    }


def _forgiven(gold: Words, system: Words, pairs: Sequence[tuple[int, int]]) -> list[str]:
    """Give the system's lemmas, empty where the gold lemma is not given."""
    lemmas = system.lemma.copy()
    for i, j in pairs:
        if not gold.lemma[i]:
            lemmas[j] = ""
    return lemmas


def _columns(words: Words, number: Mapping[int, int], lemma: Sequence[str]) -> _Columns:
    """Give what is compared.

    Args:
        words: of one side.
        number: the gold word that each word is aligned with.
        lemma: their lemmas.
    """
    label = [deprel.partition(":")[0] for deprel in words.deprel]
    ufeats = list(map(_universal, words.feats))
    aligned = {**number, ROOT: ROOT}
    function_words: list[list[Hashable]] = [[] for _ in label]
    for child, head in enumerate(words.head):
        if head != ROOT and label[child] in _FUNCTION:
            values = label[child], words.upos[child], ufeats[child]
            function_words[head].append((number.get(child, _UNALIGNED), *values))
    return {
        "upos": words.upos,
        "xpos": words.xpos,
        "feats": words.feats,
        "ufeats": ufeats,
        "lemma": lemma,
        "deprel": words.deprel,
        "label": label,
        "head": [aligned.get(head, _UNALIGNED) for head in words.head],
        "function_words": list(map(tuple, function_words)),
        "content": [one != "punct" and one not in _FUNCTION for one in label],
    }


def _universal(feats: str) -> str:
    """Leave the universal features alone."""
    given = feats.split("|")
    return "|".join(one for one in given if one.partition("=")[0] in UNIVERSAL_FEATURES)
