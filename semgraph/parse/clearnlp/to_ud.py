"""From ClearNLP dependencies to Universal Dependencies, version 2.

What the labels mean is taken from J. D. Choi and M. Palmer, Guidelines for the CLEAR Style
Constituent to Dependency Conversion (CLEAR Technical Report 01-12, University of Colorado Boulder,
2012), and from https://universaldependencies.org/en/dep/. Both trees have the same words; they
differ in labels and in which of a group of words is its head:

1. Fixed expressions, names and dates get their first word, or their number, as head.
2. A word that is a head there and a function word here gives its place to the word it belongs to:
   a preposition to its object, a form of *be* to its predicate.
3. Coordination hangs from its first conjunct, and a conjunction from the conjunct behind it.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from semgraph.parse.clearnlp.draft import Draft
from semgraph.parse.clearnlp.groups import gather_dates, gather_fixed, gather_names
from semgraph.parse.clearnlp.rules import held, relabelled
from semgraph.parse.clearnlp.to_ud_rules import LABELS, PROMOTE, SHARED, STAY, UPOS
from semgraph.parse.clearnlp.words import CONTROLLING, EXTRAPOSING, RAISING
from semgraph.parse.columns import Parse
from semgraph.types import Bools, Ints

_NOMINAL_LABELS = (
    "nsubj", "nsubjpass", "dobj", "iobj", "dative", "pobj", "attr", "poss", "nmod",
)  # fmt: skip


def to_ud(parse: Parse) -> Parse:
    """Convert a parse with ClearNLP labels; words, sentences and documents stay as they are.

    Parts of speech and lemmas help where one label stands for several relations; a parse without
    them is converted by its labels alone.
    """
    if not parse.words:
        return parse
    draft = Draft(parse)
    gather_fixed(draft)
    gather_names(draft)
    gather_dates(draft)
    draft.flags |= _verbs(draft)
    promoted, inner = _promoted(draft)
    draft.flags["preposition"] = inner == draft.strings.add("case")
    draft.flags |= _clauses(draft, promoted, inner)
    stay = draft.mask(held(draft, STAY)["stay"])
    raised = np.flatnonzero(draft.flags["raised"]).astype(np.int32)
    draft.label = relabelled(draft, LABELS)
    follower = draft.regroup(draft.follow(promoted), stay)
    draft.label[follower] = inner[follower]
    _raise(draft, raised, follower)
    _coordinate(draft)
    draft.label[draft.head < 0] = draft.strings.add("root")
    upos = _upos(draft)
    return replace(parse, head=draft.head, deprel=draft.label, upos=upos)


def _verbs(draft: Draft) -> dict[str, Bools]:
    """Tell forms of be that are no auxiliaries, and which words are nominal."""
    upos = draft.test("upos", ("NOUN", "PROPN", "PRON", "NUM", "SYM", "DET"), draft.row)
    verb = draft.test("upos", ("VERB", "AUX"), draft.row)
    auxiliary = draft.test("deprel", ("aux", "auxpass"), draft.row)
    be = draft.test("lemma", ("be",), draft.row) & ~auxiliary
    be &= ~draft.test("upos", ("NOUN", "PART", "PROPN", "PRON"), draft.row)
    there = draft.labelled("expl")
    there = there[draft.head[there] >= 0]
    there = there[draft.test("form", ("there", "their"), there)]
    existential = draft.mask(draft.head[there])
    argument = draft.test("deprel", _NOMINAL_LABELS, draft.row)
    subjects = draft.labelled("nsubj", "csubj")
    behind = subjects[(subjects > draft.head[subjects]) & (draft.head[subjects] >= 0)]
    copula = be & ~existential & ~draft.test("upos", ("VERB",), draft.row)
    return {
        "be": be,
        "existential": existential & be,
        "copula": copula,
        "inverted": copula & draft.mask(draft.head[behind]),
        "nominal": (upos | (argument & ~verb)) & ~be,
    }


def _promoted(draft: Draft) -> tuple[Ints, Ints]:
    """Choose the dependent that takes a word's place, and the label the word then has."""
    promoted = np.full(len(draft.row), -1, np.int32)
    inner = np.zeros(len(draft.row), np.int32)
    for rule in PROMOTE.rules:
        rows = draft.labelled(rule.label)
        if not len(rows):
            continue
        rows = rows[draft.head[rows] >= 0]
        rows = rows[rule.among(draft, rows)][::-1]
        rows = rows[promoted[draft.head[rows]] < 0]
        promoted[draft.head[rows]] = rows
        inner[draft.head[rows]] = draft.strings.add(rule.becomes)
    return promoted, inner


def _clauses(draft: Draft, promoted: Ints, inner: Ints) -> dict[str, Bools]:
    """Tell what hangs on the choice of a head, in the tree as it is."""

    def becomes(label: str) -> Bools:
        return inner == draft.strings.add(label)

    def heads_of(rows: Ints) -> Bools:
        heads = draft.head[rows]
        return draft.mask(heads[heads >= 0])

    row, head = draft.row, draft.head
    clausal = becomes("mark")
    for _ in range(3):  # from behind doing: a preposition before one is clausal too
        chained = becomes("case") & (promoted >= 0)
        clausal |= chained & clausal[promoted]
    clause = draft.labelled("ccomp", "xcomp")
    clause = clause[head[clause] >= 0]
    predicate = becomes("cop")
    outer = np.zeros(len(row), np.bool_)
    outer[head[clause[promoted[head[clause]] == clause]]] = True
    outer &= predicate

    subjects = draft.labelled("nsubj", "nsubjpass")
    it = subjects[draft.test("form", ("it",), subjects)]
    extraposing = heads_of(it) & heads_of(clause[clause > head[clause]]) & ~outer
    extraposing &= predicate | draft.test("lemma", EXTRAPOSING, row)

    raising = clause[draft.test("deprel", ("ccomp",), clause)]
    raising = raising[draft.test("lemma", (*RAISING, *CONTROLLING), head[raising])]
    raising = raising[draft.test("has", ("nsubj",), raising)]
    raising = raising[~draft.test("has", ("mark",), raising)]
    to = draft.labelled("aux")
    to = to[draft.test("lemma", ("to",), to)]
    bare = draft.test("xpos", ("VB",), raising) & ~draft.test("has", ("aux",), raising)
    raising_mask = draft.mask(raising[heads_of(to)[raising] | bare])
    subjects = draft.labelled("nsubj")
    subjects = subjects[head[subjects] >= 0]

    sharing = held(draft, SHARED)["sharing"]
    names = draft.labelled("npadvmod")
    edge = np.append(draft.mask(draft.labelled("punct")), True)
    first = np.zeros(len(row) + 1, np.bool_)
    first[draft.parse.sent_start] = True
    return {
        "clausal": clausal,
        "sharing": draft.mask(sharing),
        "shared": heads_of(sharing),
        "outer": outer,
        "extraposing": extraposing,
        "raising": raising_mask,
        "raised": draft.mask(subjects[raising_mask[head[subjects]]]),
        "set_off": draft.mask(
            names[(edge[names - 1] | first[names]) & (edge[names + 1] | first[names + 1])]
        ),
    }


def _raise(draft: Draft, raised: Ints, follower: Bools) -> None:
    """Hang the subject of an infinitive from the verb that governs both, as its object."""
    raised = np.where(follower[raised], draft.head[raised], raised)
    above = draft.head[draft.head[raised]]
    draft.head[raised[above >= 0]] = above[above >= 0]


def _coordinate(draft: Draft) -> None:
    """Hang conjunctions and commas from the conjunct behind them, conjuncts from the first."""
    siblings = draft.siblings()
    heads = draft.head[siblings]
    between = draft.mask(draft.labelled("cc", "punct"))[siblings] & (siblings > heads)
    conjunct = draft.mask(draft.labelled("conj"))
    place = np.where(between, len(siblings), np.arange(len(siblings)))
    behind = np.minimum.accumulate(place[::-1])[::-1]
    moved = np.flatnonzero(between & (behind < len(siblings)))
    target = behind[moved]
    same = (heads[target] == heads[moved]) & conjunct[siblings[target]]
    draft.head[siblings[moved[same]]] = siblings[target[same]]

    # Of several conjuncts of one conjunct, all but the last belong to it alone.
    rows = siblings[conjunct[siblings]]
    head = draft.head[rows]
    last = np.append(head[1:] != head[:-1], True) if len(rows) else np.zeros(0, np.bool_)
    chained = rows[last & conjunct[head]]
    up = np.full(len(draft.row), -1, np.int32)
    up[chained] = draft.head[chained]
    top = draft.follow(up)
    draft.head[chained] = draft.head[top[chained]]


def _upos(draft: Draft) -> Ints:
    upos = draft.column("upos").copy()
    for tag, rows in held(draft, UPOS).items():
        upos[rows] = draft.strings.add(tag)
    return upos
