"""Invariants of words that were split; each check gives path and message of what breaks it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from semgraph.graph.check_leaves import Problem
from semgraph.graph.ids import leaf_id, number_of
from semgraph.schema.models import Document, SplitModel

# What the head piece has from its word, and what all pieces have.
_OF_THE_HEAD = ("upos", "xpos", "feats")
_OF_ALL = ("ent",)


def splits_come_first(document: Document) -> Iterator[Problem]:
    """Words are split before all other steps, and such a step does nothing else."""
    begun = False
    for place, step in enumerate(document.derivation):
        path = f"derivation[{place}]"
        if step.split is None:
            begun = True
            continue
        if begun:
            yield f"{path}.split", "must be null, as other steps stand before"
        for field in ("consumed", "merged", "sets"):
            if getattr(step, field):
                name = "set" if field == "sets" else field
                yield f"{path}.{name}", "must be empty in a step that splits a word"
        if step.produced is not None:
            yield f"{path}.produced", "must be null in a step that splits a word"


def pieces_are_neighbours(document: Document) -> Iterator[Problem]:
    """Pieces are leaves, one behind the other, and pieces of one word only."""
    count, seen = len(document.leaves), set()
    for path, split in _splits(document):
        numbers = [number_of(leaf) for leaf in split.leaves]
        for index, number in enumerate(numbers):
            if number >= count:
                yield f"{path}.leaves[{index}]", f"is '{leaf_id(number)}', which is no leaf"
            if number in seen:
                where = f"is '{leaf_id(number)}', a piece of another word"
                yield f"{path}.leaves[{index}]", where
        for index, (left, right) in enumerate(pairwise(numbers), 1):
            if right != left + 1:
                wanted = f"'{leaf_id(left + 1)}' must stand"
                yield f"{path}.leaves[{index}]", f"is '{leaf_id(right)}', where {wanted}"
        seen.update(numbers)


def pieces_spell_the_word(document: Document) -> Iterator[Problem]:
    """Pieces have forms, no space between, no words of their own, and spell the word together."""
    for path, split in _splits(document):
        pieces = [(number, document.leaves[number]) for number in map(number_of, split.leaves)]
        for number, leaf in pieces:
            if not leaf.form:
                yield f"leaves[{number}].form", "is empty in a piece of a word"
            if "word" in leaf.model_fields_set:
                yield f"leaves[{number}].word", "cannot stand in a piece of a word"
        for number, leaf in pieces[:-1]:
            if leaf.space:
                yield f"leaves[{number}].space", "must be empty before a further piece of a word"
        spelled = "".join(leaf.form for _, leaf in pieces)
        if spelled != split.word.form:
            yield f"{path}.word.form", f"is {split.word.form!r}, but the pieces spell {spelled!r}"


def head_piece_stands_for_the_word(document: Document) -> Iterator[Problem]:
    """The head piece has the word's features; other pieces hang from it, and nothing from them."""
    head_of: dict[str, str] = {}
    for path, split in _splits(document):
        if split.head not in split.leaves:
            yield f"{path}.head", f"is '{split.head}', which is none of the pieces"
            continue
        head_of |= dict.fromkeys(split.leaves, split.head)
        for leaf in split.leaves:
            piece = document.leaves[number_of(leaf)]
            names = _OF_ALL if leaf != split.head else (*_OF_ALL, *_OF_THE_HEAD)
            if leaf != split.head and piece.head != split.head:
                shown = "null" if piece.head is None else f"'{piece.head}'"
                where = f"leaves[{number_of(leaf)}].head"
                yield where, f"is {shown}, but the head piece is '{split.head}'"
            for name in names:
                said, given = getattr(split.word, name), getattr(piece, name)
                if said != given:
                    yield f"{path}.word.{name}", f"is {said!r}, but '{leaf}' has {given!r}"
    for place, one in enumerate(document.leaves):
        if one.head is not None and head_of.get(one.head, one.head) != one.head:
            where = f"is '{one.head}', a piece from which nothing hangs"
            yield f"leaves[{place}].head", f"{where}; the head piece is '{head_of[one.head]}'"


def _splits(document: Document) -> Iterator[tuple[str, SplitModel]]:
    """Give the splits with their paths."""
    for place, step in enumerate(document.derivation):
        if step.split is not None:
            yield f"derivation[{place}].split", step.split
