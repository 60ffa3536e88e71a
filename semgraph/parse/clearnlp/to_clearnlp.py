"""From Universal Dependencies to dependencies in the style of ClearNLP: `to_ud` the other way.

Only what the labels of that scheme and the shape of its trees can say is kept. Sources are those of
`semgraph.parse.clearnlp.to_ud`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from semgraph.parse.clearnlp.draft import Draft
from semgraph.parse.clearnlp.groups import end_amounts, end_dates, end_names
from semgraph.parse.clearnlp.rules import held, relabelled
from semgraph.parse.clearnlp.to_clearnlp_rules import FUNCTION, LABELS, OF_BE, OF_PREPOSITION, UNDER
from semgraph.parse.clearnlp.words import EXTRAPOSING, RAISING
from semgraph.parse.columns import Parse
from semgraph.types import Bools, Ints

_KNOWN = frozenset(LABELS.by_label)

# Marks before a participle that are prepositions in the Penn Treebank.
_PREPOSITION_MARKS = """
    about after against at before besides between by despite for from in into like of on through
    towards upon with without
"""


# Kinds of function words, from the outside in.
_MARK, _COPULA, _CASE = range(3)
_KINDS = {"pcomp": _MARK, "predicate": _COPULA, "pobj": _CASE}


@dataclass(frozen=True, slots=True)
class _Functions:
    """Function words that become heads of the words that they belong to.

    Attributes:
        row: the function words, sorted by the word that they belong to, from the outside in.
        kind: mark, copula or case.
        of: the word that each belongs to.
        copula: for each word of the batch its copula, ``-1`` for none.
        outer: the copula of the clause around, where it has one; else ``copula``.
        preposition: for each word its first mark or case, ``-1`` for none.
    """

    row: Ints
    kind: Ints
    of: Ints
    copula: Ints
    outer: Ints
    preposition: Ints


def to_clearnlp(parse: Parse) -> Parse:
    """Convert a parse in Universal Dependencies; words and their columns stay as they are."""
    if not parse.words:
        return parse
    draft = Draft(parse)
    _strip_subtypes(draft)
    end_names(draft)
    end_dates(draft)
    end_amounts(draft)
    _chain(draft)
    _lower(draft)
    draft.flags["preposition_mark"] = draft.test("form", _PREPOSITION_MARKS.split(), draft.row)
    functions = _functions(draft)
    draft.flags |= _flags(draft, functions)
    labels = relabelled(draft, LABELS)
    head = _attached(draft, functions)
    _lift(draft, functions, head, labels)
    draft.label[draft.head < 0] = draft.strings.add("root")
    return replace(parse, head=draft.head, deprel=draft.label)


def _strip_subtypes(draft: Draft) -> None:
    """Take a relation whose subtype English does not have as the universal relation."""
    for label in np.unique(draft.label).tolist():
        name = draft.strings[label]
        if name not in _KNOWN:
            base = name.partition(":")[0]
            known = draft.strings.add(base if base in _KNOWN else "dep")
            draft.label[draft.label == label] = known


def _chain(draft: Draft) -> None:
    """Hang each conjunct from the one before it, conjunctions and commas from what they follow."""
    siblings = draft.siblings()
    heads = draft.head[siblings]
    conjunct = draft.mask(draft.labelled("conj"))
    between = draft.mask(draft.labelled("cc", "punct"))[siblings] & (siblings < heads)
    # The first dependents of a conjunct, as far as they are conjunctions and punctuation.
    other = np.where(between, 0, 1)
    starts = np.append(True, heads[1:] != heads[:-1]) if len(heads) else between
    before = np.cumsum(other)
    base = np.maximum.accumulate(np.where(starts, before - other, 0))
    leading = siblings[between & (before == base) & conjunct[heads]]
    rows = siblings[conjunct[siblings]]
    head = draft.head[rows]
    follows = np.append(False, head[1:] == head[:-1]) if len(rows) else conjunct[:0]
    new = draft.head.copy()
    new[rows[follows]] = rows[np.flatnonzero(follows) - 1]
    new[leading] = new[draft.head[leading]]
    draft.head = new


def _lower(draft: Draft) -> None:
    """Hang the object of a raising verb from the infinitive behind it, as its subject."""
    to = draft.mask(draft.labelled("mark")) & draft.test("lemma", ("to",), draft.row)
    infinitive = draft.test("xpos", ("VB",), draft.row)
    infinitive &= ~draft.test("has", ("aux", "aux:pass", "mark"), draft.row)
    infinitive |= draft.mask(draft.head[to & (draft.head >= 0)])
    clauses = draft.labelled("xcomp")
    clauses = clauses[infinitive[clauses] & (draft.head[clauses] >= 0)]
    clauses = clauses[draft.test("lemma", RAISING, draft.head[clauses])]
    subject = ("nsubj", "nsubj:pass", "csubj", "expl", "cop", "aux:pass")
    clauses = clauses[~draft.test("has", subject, clauses)]
    behind = np.full(len(draft.row), -1, np.int32)
    behind[draft.head[clauses]] = clauses
    objects = draft.labelled("obj")
    objects = objects[draft.head[objects] >= 0]
    target = behind[draft.head[objects]]
    objects, target = objects[target > objects], target[target > objects]
    only, first = np.unique(target, return_index=True)
    draft.head[objects[first]] = only
    draft.set_labels(objects[first], "nsubj")
    draft.set_labels(only, "ccomp")


def _functions(draft: Draft) -> _Functions:
    found = {name: rows[draft.head[rows] >= 0] for name, rows in held(draft, FUNCTION).items()}
    # A function word that has one itself stays where it is: both cannot be above the other.
    governing = draft.mask(draft.head[np.concatenate(list(found.values()))])
    parts = []
    for name, number in _KINDS.items():
        rows = found[name][~governing[found[name]]]
        if number != _CASE:
            rows = _ends(draft, rows, both=number == _COPULA)
        parts.append((rows, np.full(len(rows), number, np.int32)))
    row = np.concatenate([rows for rows, _ in parts])
    kinds = np.concatenate([each for _, each in parts])
    order = np.lexsort((row, kinds, draft.head[row]))
    row, kind = row[order], kinds[order]
    of = draft.head[row]
    copulas = np.flatnonzero(kind == _COPULA)
    copula = np.full(len(draft.row), -1, np.int32)
    copula[of[copulas]] = row[copulas]
    outer = copula.copy()
    outer[of[copulas[::-1]]] = row[copulas[::-1]]
    preposition = np.full(len(draft.row), -1, np.int32)
    others = np.flatnonzero(kind != _COPULA)[::-1]
    preposition[of[others]] = row[others]
    return _Functions(row, kind, of, copula, outer, preposition)


def _ends(draft: Draft, rows: Ints, *, both: bool) -> Ints:
    """Give of the dependents of each word the last, or the first and the last."""
    last = np.full(len(draft.row), -1, np.int32)
    last[draft.head[rows]] = rows
    first = last.copy()
    if both:
        first[draft.head[rows[::-1]]] = rows[::-1]
    return np.unique(np.concatenate([first, last])[len(draft.row) * (not both) :])[1:]


def _flags(draft: Draft, functions: _Functions) -> dict[str, Bools]:
    row, head = draft.row, draft.head
    rooted = head >= 0

    def has(*labels: str) -> Bools:
        return draft.test("has", labels, row)

    def heads_of(rows: Bools) -> Bools:
        return draft.mask(head[rows & rooted])

    copula = np.where(rooted, functions.outer[head], -1)
    preposition = np.where(rooted, functions.preposition[head], -1)
    verb = draft.test("upos", ("VERB", "AUX"), row)
    clause = has("nsubj:outer", "csubj:outer")
    clause &= functions.copula == functions.outer
    clause |= verb & ~has("nsubj", "nsubj:pass", "csubj", "csubj:pass", "expl")
    conj = draft.mask(draft.labelled("conj")) & rooted
    upos = draft.column("upos")
    alike = conj & (upos == upos[head]) & ~has("cop", "nsubj", "nsubj:pass", "aux")
    to = draft.mask(draft.labelled("mark")) & draft.test("lemma", ("to",), row)
    csubj = draft.mask(draft.labelled("csubj")) & (row > head) & rooted
    it = draft.mask(draft.labelled("expl")) & draft.test("form", ("it",), row) & rooted
    extraposing = (functions.copula >= 0) | draft.test("lemma", EXTRAPOSING, row)
    seem = draft.test("lemma", ("seem",), row) & has("ccomp")
    extraposing &= (heads_of(csubj) | seem) & heads_of(it) & ~clause
    marked = np.zeros(len(row), np.bool_)
    marked[functions.of[functions.kind == _MARK]] = True
    return {
        "clause": clause,
        "finite": ~heads_of(to),
        "subject_outside": draft.mask(draft.labelled("nsubj:outer", "csubj:outer")),
        "before_be": row < copula,
        "next_to_head": row + 1 == head,
        "before_preposition": row < preposition,
        "alike": alike,
        "clauses_joined": heads_of(conj & ~alike),
        "phrases_joined": heads_of(conj & has("case")),
        "extraposed": csubj & extraposing[head],
        "placeholder": it & extraposing[head],
        "prepositional": marked,
    }


def _attached(draft: Draft, functions: _Functions) -> Ints:
    """Give what each word hangs from, once function words are heads."""
    head = draft.head.copy()
    of_be = held(draft, OF_BE)["be"]
    of_be = of_be[functions.copula[head[of_be]] >= 0]
    of_preposition = held(draft, OF_PREPOSITION)["preposition"]
    inside = functions.preposition[head[of_preposition]] >= 0
    inside &= functions.copula[head[of_preposition]] < 0
    of_preposition = of_preposition[inside]
    new = head.copy()
    outer = draft.flags["before_be"][of_be] | draft.flags["subject_outside"][of_be]
    above = head[of_be]
    new[of_be] = np.where(outer, functions.outer[above], functions.copula[above])
    new[of_preposition] = functions.preposition[head[of_preposition]]
    return new


def _lift(draft: Draft, functions: _Functions, head: Ints, labels: Ints) -> None:
    """Put function words above what they belong to: first the outermost, the word itself last."""
    row, kind, of = functions.row, functions.kind, functions.of
    if not len(row):
        draft.head, draft.label = head, labels
        return
    first = np.append(True, of[1:] != of[:-1])
    last = np.append(first[1:], True)
    add = draft.strings.add
    new_head, new_label = head.copy(), labels.copy()
    new_head[row[first]] = head[of[first]]
    new_label[row[first]] = labels[of[first]]
    later = np.flatnonzero(~first)
    new_head[row[later]] = row[later - 1]
    clausal = np.where(kind[later - 1] == _COPULA, add("ccomp"), add("pcomp"))
    new_label[row[later]] = np.where(kind[later] == _COPULA, clausal, add("prep"))
    new_head[of[last]] = row[last]
    innermost = kind[last]
    draft.label = labels.copy()
    draft.set_labels(of[last], "object")
    draft.set_labels(of[last][innermost == _COPULA], "predicate")
    draft.set_labels(of[last][innermost == _MARK], "pcomp")
    new_label[of[last]] = relabelled(draft, UNDER)[of[last]]
    draft.head, draft.label = new_head.astype(np.int32), new_label.astype(np.int32)
