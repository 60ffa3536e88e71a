"""Groups of words whose head is their first word in UD, or their number: expressions, names, dates.

https://universaldependencies.org/en/dep/fixed.html, flat.html and nmod-unmarked.html
"""

from __future__ import annotations

import numpy as np

from semgraph.parse.clearnlp.draft import Draft
from semgraph.parse.clearnlp.words import FIXED_ADVERBS, FIXED_PREPOSITIONS
from semgraph.types import Bools, Ints

_PERSON = ("PERSON", "PER")  # the names of the label in OntoNotes and in CoNLL 2003


def gather_fixed(draft: Draft) -> None:
    """Hang the later words of fixed expressions from the first, as ``fixed``.

    An expression that is an adverb or a mark is none where its last word has an object: *of* in
    *a kind of tea* has one, in *kind of tired* it has none.
    """
    taken = np.zeros(len(draft.row), np.bool_)
    leader = draft.row.copy()
    objects = draft.test("has", ("pobj", "pcomp"), draft.row)
    adverbs = np.zeros(len(draft.row), np.bool_)
    for listed, adverb in ((FIXED_PREPOSITIONS, False), (FIXED_ADVERBS, True)):
        for words in listed:
            first = occurrences(draft, words)
            if not len(first):
                continue
            span: Ints = (first[:, None] + np.arange(len(words))).astype(np.int32)
            free = ~taken[span].any(axis=1)
            if adverb:
                last = span[:, -1]
                free &= ~(objects[last] & ~_is_object_inside(draft, span))
            span = span[free]
            taken[span] = True
            leader[span] = span[:, :1]
            adverbs[span[:, 0]] = adverb
    follower = draft.regroup(leader)
    draft.set_labels(follower, "fixed")
    grouped = draft.mask(leader[follower])
    draft.flags |= {"grouped": grouped, "adverbial": grouped & adverbs}


def _is_object_inside(draft: Draft, span: Ints) -> Bools:
    """Say of each span whether what its last word governs lies in it."""
    inside = np.zeros(len(span), np.bool_)
    for column in span.T:
        inside |= draft.head[column] == span[:, -1]
    return inside


def occurrences(draft: Draft, words: tuple[str, ...]) -> Ints:
    """Give the first rows of a phrase of neighbouring words in one sentence."""
    form = draft.column("form")
    room = len(form) - len(words) + 1
    ids = [draft.folded.get(word) for word in words]
    if room <= 0 or None in ids:
        return np.zeros(0, np.int32)
    rows = np.flatnonzero(form[:room] == ids[0])
    for place, word in enumerate(ids[1:], 1):
        rows = rows[form[rows + place] == word]
    same = draft.sentence[rows] == draft.sentence[rows + len(words) - 1]
    return rows[same].astype(np.int32)


def gather_names(draft: Draft) -> None:
    """Hang the later names of a person from the first, as ``flat``; titles hang before it.

    A person is told by the entity, and where there is none, by a common given name or by a title
    such as *Mr*. So are places whose name begins with *San* or *Los*.
    """
    head, row = draft.head, draft.row
    part = draft.mask(draft.labelled("compound")) & (head > row)
    part &= draft.test("upos", ("PROPN",), row)
    part[part] &= draft.test("upos", ("PROPN",), head[part])
    after = np.minimum(row + 1, len(row) - 1)
    chained = (head == row + 1) | (part[after] & (head[after] == head))
    broken = np.where(chained & part, len(row), row)
    next_break = np.minimum.accumulate(broken[::-1])[::-1]
    rows = np.flatnonzero(part & (next_break >= head))
    names = rows[~draft.test("is", ("title",), rows)]
    first = row.copy()
    first[head[names[::-1]]] = names[::-1]
    last = np.flatnonzero(first != row)
    last = last[_is_person(draft, first[last], last)]
    person = draft.mask(last)
    leader = row.copy()
    inside = rows[person[head[rows]] & (rows >= first[head[rows]])]
    leader[inside] = first[head[inside]]
    leader[last] = first[last]
    draft.set_labels(draft.regroup(leader), "flat")


def _is_person(draft: Draft, first: Ints, last: Ints) -> Bools:
    named = draft.test("ent", _PERSON, first) & draft.test("ent", _PERSON, last)
    unknown = draft.test("ent", ("",), first) & draft.test("ent", ("",), last)
    addressed = (first > 0) & draft.test("is", ("address",), first - 1)
    addressed &= draft.head[first - 1] == last
    given = draft.test("is", ("given_name",), first) | addressed
    return named | (unknown & given) | draft.test("is", ("name_start",), first)


def gather_dates(draft: Draft) -> None:
    """Hang a month from the day behind it, and a year from either, as ``nmod:unmarked``."""
    numbers = draft.labelled("nummod")
    numbers = numbers[draft.head[numbers] >= 0]
    numbers = numbers[draft.test("is", ("month",), draft.head[numbers])]
    year = draft.test("is", ("year",), numbers)
    days = numbers[~year & (numbers == draft.head[numbers] + 1)]
    leader = draft.row.copy()
    leader[draft.head[days]] = days
    leader[days] = days
    draft.set_labels(numbers[year], "nmod:unmarked")
    draft.set_labels(draft.regroup(leader), "nmod:unmarked")


# The same from UD.


def end_names(draft: Draft) -> None:
    """Hang the names of a person from the last, as ``compound``."""
    rows = draft.labelled("flat")
    rows = rows[draft.head[rows] >= 0]
    head = draft.head[rows]
    proper = draft.test("upos", ("PROPN",), rows) & draft.test("upos", ("PROPN",), head)
    rows, head = rows[proper], head[proper]
    leader = draft.row.copy()
    leader[head] = rows  # the last one is written last
    leader[rows] = leader[head]
    draft.set_labels(draft.regroup(leader), "compound")


def end_dates(draft: Draft) -> None:
    """Hang a day from the month before it, as ``nummod``."""
    months = draft.labelled("nmod:unmarked")
    months = months[draft.head[months] == months + 1]
    months = months[draft.test("is", ("month",), months)]
    months = months[draft.test("upos", ("NUM", "NOUN"), draft.head[months])]
    leader = draft.row.copy()
    leader[draft.head[months]] = months
    draft.set_labels(draft.regroup(leader), "nummod")


def end_amounts(draft: Draft) -> None:
    """Hang the sign of a currency from the number behind it, as ``quantmod``."""
    numbers = draft.labelled("nummod")
    numbers = numbers[draft.head[numbers] >= 0]
    numbers = numbers[numbers > draft.head[numbers]]
    numbers = numbers[draft.test("is", ("currency",), draft.head[numbers])][::-1]
    leader = draft.row.copy()
    leader[draft.head[numbers]] = numbers
    draft.set_labels(draft.regroup(leader), "quantmod")
