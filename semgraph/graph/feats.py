"""Morphological features: the string ``A=B|C=D`` and the mapping that it stands for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from semgraph.errors import DocumentError


@lru_cache(maxsize=1 << 14)
def parse_feats(feats: str) -> dict[str, str]:
    """Read features; the dict is shared between callers and must not be changed.

    Raises:
        DocumentError: the string is not of the form ``A=B|C=D``.
    """
    if not feats:
        return {}
    pairs = [pair.partition("=") for pair in feats.split("|")]
    if not all(name and equals for name, equals, _ in pairs):
        raise DocumentError(f"features must read 'Name=Value|Name=Value', not {feats!r}")
    return {name: value for name, _, value in pairs}


def format_feats(feats: Mapping[str, str]) -> str:
    """Write features in the order of the mapping."""
    return "|".join([f"{name}={value}" for name, value in feats.items()])


def with_feature(feats: Mapping[str, str], name: str, value: str) -> dict[str, str]:
    """Give the features with one added, before the first whose name sorts after it.

    Names sort without regard to case, as in UD; the other features keep their order.
    """
    kept = [(other, given) for other, given in feats.items() if other != name]
    place = next(
        (index for index, (other, _) in enumerate(kept) if _sort_key(other) > _sort_key(name)),
        len(kept),
    )
    return dict([*kept[:place], (name, value), *kept[place:]])


def _sort_key(name: str) -> tuple[str, str]:
    return name.lower(), name
