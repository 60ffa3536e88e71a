"""All invariants of a document, in the order in which they are checked.

A check may rely on those before it. The last ones compare what the document says with what
follows from its leaves and its derivation, field by field.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from semgraph.errors import DocumentError
from semgraph.graph import check_leaves, check_splits, check_tokens
from semgraph.graph.check_leaves import Problem
from semgraph.schema.models import Document
from semgraph.types import Json

Check: TypeAlias = Callable[[Document], Iterator[Problem]]

CHECKS: tuple[Check, ...] = (
    check_leaves.leaves_are_numbered,
    check_leaves.leaves_tile_the_text,
    check_leaves.words_differ_from_forms,
    check_leaves.sentences_partition_the_leaves,
    check_leaves.heads_form_trees,
    check_tokens.base_atoms_come_first,
    check_tokens.produced_tokens_ascend,
    check_tokens.members_are_earlier_tokens,
    check_tokens.head_part_is_a_part,
    check_tokens.kinds_fit_the_cores,
    check_tokens.steps_ascend,
    check_splits.splits_come_first,
    check_splits.pieces_are_neighbours,
    check_splits.pieces_spell_the_word,
    check_splits.head_piece_stands_for_the_word,
    check_tokens.steps_make_the_tokens,
    check_tokens.matches_name_tokens,
    check_tokens.features_are_set_once,
    check_tokens.markers_name_tokens,
    check_tokens.grammars_are_named_once,
)
# What follows from the rest of the document: fields, forms, spans, keys, edges, paths.
DERIVED = ("tokens", "edges", "derivation", "paths")
_SHOWN = 60


def check(document: Document) -> None:
    """Check every invariant that needs nothing but the document.

    Raises:
        DocumentError: the first that is broken, with the path of the offending field.
    """
    for rule in CHECKS:
        for path, message in rule(document):
            raise DocumentError(message, path=path)


def check_derived(given: Json, derived: Json) -> None:
    """Compare a document with the one that follows from its leaves and derivation.

    Raises:
        DocumentError: the first difference, with its path.
    """
    for field in DERIVED:
        for path, message in _differences(given[field], derived[field], field):
            raise DocumentError(message, path=path)


def _differences(given: Any, derived: Any, path: str) -> Iterator[Problem]:
    """Give where two values of one shape differ."""
    if given == derived:
        return
    if isinstance(derived, dict):
        for name, value in derived.items():
            if name in given:
                yield from _differences(given[name], value, f"{path}.{name}")
            else:
                yield f"{path}.{name}", f"is missing, but is {_shown(value)}{_BY_RIGHTS}"
        for name in given:
            if name not in derived:
                yield f"{path}.{name}", f"is one too many{_BY_RIGHTS}"
    elif isinstance(derived, list):
        for place, (one, other) in enumerate(zip(given, derived, strict=False)):
            yield from _differences(one, other, f"{path}[{place}]")
        if len(given) != len(derived):
            yield path, f"has {len(given)} items, but has {len(derived)}{_BY_RIGHTS}"
    else:
        yield path, f"is {_shown(given)}, but is {_shown(derived)}{_BY_RIGHTS}"


_BY_RIGHTS = " by leaves and derivation"


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
