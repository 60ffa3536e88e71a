"""Invariants of leaves and sentences; each check gives path and message of what breaks it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from semgraph.graph.ids import leaf_id, number_of
from semgraph.graph.replay import ROOT, find_cycle
from semgraph.schema.models import Document

# Path of the offending field, and what is wrong with it.
Problem: TypeAlias = tuple[str, str]


def leaves_are_numbered(document: Document) -> Iterator[Problem]:
    """Leaves are w0, w1 and so on."""
    for place, leaf in enumerate(document.leaves):
        if leaf.id != leaf_id(place):
            yield f"leaves[{place}].id", f"is '{leaf.id}', where '{leaf_id(place)}' must stand"


def leaves_tile_the_text(document: Document) -> Iterator[Problem]:
    """Forms and spaces follow one another and make up the whole text."""
    text, offset = document.text, 0
    for place, leaf in enumerate(document.leaves):
        path = f"leaves[{place}]"
        if leaf.start != offset:
            yield f"{path}.start", f"is {leaf.start}, but the text goes on at {offset}"
        elif leaf.end != offset + len(leaf.form):
            yield f"{path}.end", f"is {leaf.end}, but the form ends at {offset + len(leaf.form)}"
        elif text[leaf.start : leaf.end] != leaf.form:
            yield f"{path}.form", f"is {leaf.form!r}, but the text has another at {offset}"
        elif not text.startswith(leaf.space, leaf.end):
            yield f"{path}.space", f"is {leaf.space!r}, but the text has another at {leaf.end}"
        offset = leaf.end + len(leaf.space)
    if offset != len(text):
        yield "text", f"has {len(text)} characters, but the leaves cover {offset}"


def words_differ_from_forms(document: Document) -> Iterator[Problem]:
    """A leaf says its word only where that is not the form."""
    for place, leaf in enumerate(document.leaves):
        if "word" in leaf.model_fields_set and leaf.word == leaf.form:
            yield f"leaves[{place}].word", "is the form, and is then left out"


def sentences_partition_the_leaves(document: Document) -> Iterator[Problem]:
    """Sentences follow one another and hold every leaf."""
    count, after = len(document.leaves), 0
    for place, (first, last) in enumerate(document.sentences):
        path = f"sentences[{place}]"
        if number_of(first) != after:
            yield f"{path}[0]", f"is '{first}', but the next leaf is '{leaf_id(after)}'"
        if not after <= number_of(last) < count:
            yield f"{path}[1]", f"is '{last}', which is no leaf at or behind '{first}'"
        after = number_of(last) + 1
    if after != count:
        yield "sentences", f"hold {after} leaves of {count}"


def heads_form_trees(document: Document) -> Iterator[Problem]:
    """A head is a leaf of the same sentence, and no leaf is above itself."""
    for first, last in document.sentences:
        low, high = number_of(first), number_of(last)
        for place in range(low, high + 1):
            head = document.leaves[place].head
            if head is not None and not low <= number_of(head) <= high:
                yield f"leaves[{place}].head", f"is '{head}', which is no leaf of the same sentence"
    heads = [ROOT if leaf.head is None else number_of(leaf.head) for leaf in document.leaves]
    stuck = find_cycle(heads)
    if stuck is not None:
        yield f"leaves[{stuck}].head", f"'{leaf_id(stuck)}' is its own ancestor: heads form a cycle"
