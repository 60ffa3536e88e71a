"""Where a word is cut: from what a rule says to the pieces and what they are called."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from types import MappingProxyType
from typing import Any, NamedTuple, TypeAlias

from semgraph.engine.lexicons import LexiconIndex
from semgraph.engine.values import compile_regex
from semgraph.grammar.rules import Split
from semgraph.grammar.scope import row_tests
from semgraph.grammar.syntax import Constant, FeatureRef, LexiconColumn, Regex, Request
from semgraph.types import Variable

# The pieces of a word in order; fewer than two where the word cannot be cut.
Pieces: TypeAlias = tuple[str, ...]
# From the form of a word, and the key of its row in a lexicon, to the forms of the pieces and the
# names that the lexicon gives them, ``()`` for none.
Cutting: TypeAlias = Callable[[str, tuple[str, ...]], tuple[Pieces, Pieces]]

_KEPT = 1 << 14


class Cutter(NamedTuple):
    """What the ``split`` of a rule comes to.

    Attributes:
        variable: of the word.
        keys: features whose values are the key of a row; none without a lexicon.
        cut: gives the pieces.
        rows: what the lexicon gives, by key.
    """

    variable: Variable
    keys: tuple[FeatureRef, ...]
    cut: Cutting
    rows: Mapping[tuple[str, ...], str] = MappingProxyType({})


def make_cutter(split: Split, request: Request, lexicons: Mapping[str, LexiconIndex]) -> Cutter:
    """Make the ``split`` of a rule ready to run.

    Args:
        split: names its lexicon as ``request`` and ``lexicons`` do.
        request: of the rule.
        lexicons: by name.
    """
    match split.at:
        case LexiconColumn(name, column):
            tests = row_tests(request, name)
            columns = lexicons[name].lexicon.columns
            table: dict[tuple[str, ...], str] = {}
            rows = zip(*(columns[key] for _, key in tests), strict=True)
            for row, pieces in zip(rows, columns[column], strict=True):
                table.setdefault(row, pieces)
            keys = tuple(reference for reference, _ in tests)
            return Cutter(split.variable, keys, partial(_by_row, table), table)
        case Constant(text):
            way = partial(_at_string, text)
        case Regex():
            way = partial(_at_groups, compile_regex(split.at))
        case offsets:
            way = partial(_at_offsets, offsets)
    kept = lru_cache(maxsize=_KEPT)(way)
    return Cutter(split.variable, (), lambda form, _: (kept(form), ()))


def _at_offsets(offsets: Sequence[int], form: str) -> Pieces:
    """Cut at places that count from the begin or, where negative, from the end."""
    places = sorted({offset if offset > 0 else len(form) + offset for offset in offsets})
    if places[0] <= 0 or places[-1] >= len(form):
        return ()
    return _checked(_slices(form, places))


def _at_string(text: str, form: str) -> Pieces:
    """Cut before and behind each place of a string."""
    around = form.split(text)
    pieces = [piece for rest in around[1:] for piece in (text, rest)]
    return _checked([piece for piece in (around[0], *pieces) if piece])


def _at_groups(expression: Any, form: str) -> Pieces:
    """Cut into the groups of an expression; a group that matches nothing is no piece."""
    found = expression.fullmatch(form)
    if found is None:
        return ()
    spans = [found.span(group) for group in range(1, expression.groups + 1)]
    places = [place for place, end in spans if place < end]
    pieces = _slices(form, places[1:])
    spelled = [form[start:end] for start, end in spans if start < end]
    return _checked(pieces) if pieces == spelled else ()


def _by_row(
    table: Mapping[tuple[str, ...], str], form: str, key: tuple[str, ...]
) -> tuple[Pieces, Pieces]:
    """Cut as a row of a lexicon says, whose pieces must spell the form."""
    names = tuple(table.get(key, "").split(" "))
    places = [0]
    for name in names:
        places.append(places[-1] + len(name))
    pieces = _slices(form, places[1:-1])
    if places[-1] != len(form) or list(map(_folded, names)) != list(map(_folded, pieces)):
        return (), ()
    return _checked(pieces), names


def _slices(form: str, places: Sequence[int]) -> list[str]:
    return [form[start:end] for start, end in zip((0, *places), (*places, len(form)), strict=True)]


def _checked(pieces: Sequence[str]) -> Pieces:
    """Refuse pieces that are empty or white space alone, as no word is."""
    return tuple(pieces) if all(piece.strip() for piece in pieces) else ()


def _folded(text: str) -> str:
    """Leave case and ``ё`` out of account."""
    return text.lower().replace("ё", "е")


# What the pieces are called.


def lemmas(pieces: Pieces, names: Pieces, lemma: str, upos: str) -> Pieces:
    """Give the lemma of each piece.

    A lexicon's pieces are called as it writes them. Others are called by their form, in lower
    case unless the word is a name or written in capitals; where the word's lemma begins with the
    pieces before the last, the last is called by the rest of it: подводного, a form of подводный,
    is под and водный.
    """
    if names:
        return names
    kept = upos == "PROPN" or "".join(pieces).isupper()
    found = [piece if kept else piece.lower() for piece in pieces]
    front = sum(map(len, pieces[:-1]))
    if len(lemma) > front and _folded(lemma[:front]) == _folded("".join(pieces[:-1])):
        found[-1] = lemma[front:]
    return tuple(found)


@lru_cache(maxsize=_KEPT)
def is_punctuation(piece: str) -> bool:
    """Say whether a piece is made of punctuation marks alone."""
    return all(unicodedata.category(character)[0] == "P" for character in piece)


@lru_cache(maxsize=_KEPT)
def head_of(pieces: Pieces) -> int:
    """Give the piece that stands for the word: the last that is no punctuation, if there is one."""
    words = [place for place, piece in enumerate(pieces) if not is_punctuation(piece)]
    return words[-1] if words else len(pieces) - 1
