"""Alignment of the words of two analyses of one text, as in the CoNLL 2018 shared task.

A word is aligned with the word that has the same characters. Where either side has multiword
tokens, characters do not tell their words apart: there the words of the whole region are aligned
by a longest common subsequence of their forms, upper and lower case alike (Zeman et al. 2018,
"CoNLL 2018 Shared Task: Multilingual Parsing from Raw Text to Universal Dependencies", section 3).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from semgraph.evaluate.words import Span, Words


def align(gold: Words, system: Words) -> list[tuple[int, int]]:
    """Give the pairs of aligned words, gold and system, both ascending."""
    regions = _regions(gold, system)
    inside = [_by_region(words, regions) for words in (gold, system)]
    places = {
        span: place
        for place, (span, multiword) in enumerate(zip(system.span, system.multiword, strict=True))
        if not multiword
    }
    pairs = [
        (number, places[span])
        for number, (span, multiword) in enumerate(zip(gold.span, gold.multiword, strict=True))
        if not multiword and span in places and _region_of(span, regions) is None
    ]
    for region in range(len(regions)):
        own, other = inside[0].get(region, []), inside[1].get(region, [])
        common = longest_common_subsequence(
            [gold.form[number].lower() for number in own],
            [system.form[place].lower() for place in other],
        )
        pairs += [(own[i], other[j]) for i, j in common]
    return sorted(pairs)


def longest_common_subsequence(
    first: Sequence[str], second: Sequence[str]
) -> list[tuple[int, int]]:
    """Give the places of a longest common subsequence in both sequences.

    Of several the one is taken whose places in the first sequence come earliest.
    """
    rest = [[0] * (len(second) + 1) for _ in range(len(first) + 1)]  # lengths for the suffixes
    for i in reversed(range(len(first))):
        for j in reversed(range(len(second))):
            same = first[i] == second[j]
            rest[i][j] = 1 + rest[i + 1][j + 1] if same else max(rest[i + 1][j], rest[i][j + 1])
    pairs = []
    i = j = 0
    while i < len(first) and j < len(second):
        if first[i] == second[j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif rest[i][j + 1] == rest[i][j]:
            j += 1
        else:
            i += 1
    return pairs


def _regions(gold: Words, system: Words) -> list[Span]:
    """Give the multiword tokens of both sides, those that overlap as one."""
    spans = {
        span
        for words in (gold, system)
        for span, multiword in zip(words.span, words.multiword, strict=True)
        if multiword
    }
    regions: list[Span] = []
    for start, end in sorted(spans):
        if regions and start < regions[-1][1]:
            regions[-1] = regions[-1][0], max(end, regions[-1][1])
        else:
            regions.append((start, end))
    return regions


def _region_of(span: Span, regions: Sequence[Span]) -> int | None:
    """Give the region that holds a span as a whole."""
    place = bisect_right(regions, span[0], key=lambda region: region[0]) - 1
    return place if place >= 0 and span[1] <= regions[place][1] else None


def _by_region(words: Words, regions: Sequence[Span]) -> dict[int, list[int]]:
    """Give the words that stand in each region."""
    found: dict[int, list[int]] = {}
    for number, span in enumerate(words.span) if regions else ():
        region = _region_of(span, regions)
        if region is not None:
            found.setdefault(region, []).append(number)
    return found
