"""Russian features: the tagger's guess, held against pymorphy3's dictionary.

The tagger reads the context and has seen few words; the dictionary knows what forms a word has. Of
a word's readings those count that agree best with what was tagged; a feature on which they are of
one mind is the dictionary's. Signs of the web (``@name``, ``#tag``, pictographs) are what UD
Russian Taiga takes them for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from spacy.language import Language

from semgraph.parse.russian import is_known, readings
from semgraph.parse.russian_lemmas import agreement
from semgraph.parse.tokenizers import EMOJI

if TYPE_CHECKING:
    from pymorphy3.analyzer import Parse as Reading
    from spacy.tokens import Doc

_CACHED = 65_536

# The dictionary's grammemes in UD's terms.
_VALUES: Mapping[str, Mapping[str, str]] = {
    "Case": {"nomn": "Nom", "gent": "Gen", "gen2": "Gen", "datv": "Dat", "accs": "Acc",
             "ablt": "Ins", "loct": "Loc", "loc2": "Loc"},
    "Number": {"sing": "Sing", "plur": "Plur"},
    "Gender": {"masc": "Masc", "femn": "Fem", "neut": "Neut"},
    "Animacy": {"anim": "Anim", "inan": "Inan"},
    "Aspect": {"perf": "Perf", "impf": "Imp"},
    "Tense": {"past": "Past", "pres": "Pres", "futr": "Fut"},
    "Person": {"1per": "1", "2per": "2", "3per": "3"},
}  # fmt: skip

# Features of each part of speech that the dictionary decides; of the others it knows no better.
_DECIDED = {
    "NOUN": ("Case", "Number", "Gender", "Animacy"),
    "ADJ": ("Gender",),
    "VERB": ("Aspect", "Tense", "Person"),
}
_PICTOGRAPHS = re.compile(rf"{EMOJI}+")


def correct_features(doc: Doc) -> Doc:
    """Correct features of a tagged Doc, in place: spaCy's component ``semgraph_ru_feats``."""
    strings = doc.vocab.strings
    rows: list[list[int]] = doc.to_array(["ORTH", "POS", "MORPH"]).tolist()
    tokens: Iterable[Any] = doc
    for token, (orth, pos, morph) in zip(tokens, rows, strict=True):
        form, part, feats = strings[orth], strings[pos], strings[morph]
        sign = _sign(form) if not form[0].isalpha() else None
        if sign is not None:
            token.pos_, better = sign, ""
        elif part in _DECIDED:
            better = correct(form, part, feats)
        else:
            continue
        if better != feats:
            token.set_morph(better)
    return doc


Language.component(
    "semgraph_ru_feats",
    assigns=["token.pos", "token.morph"],
    requires=["token.pos", "token.morph"],
    func=correct_features,
)


@lru_cache(_CACHED)
def _sign(form: str) -> str | None:
    """Give the part of speech of a mention, a hashtag or a pictograph."""
    if form[0] == "@" and len(form) > 1:
        return "PROPN"
    if form[0] == "#" and len(form) > 1:
        return "X"
    return "SYM" if _PICTOGRAPHS.fullmatch(form) else None


@lru_cache(_CACHED)
def correct(form: str, upos: str, feats: str) -> str:
    """Give the features of a form, from the tagger's guess and the dictionary.

    Args:
        form: the word as it stands.
        upos: universal part of speech.
        feats: features, as ``Case=Nom|Number=Sing``.
    """
    known = [reading for reading in readings(form) if is_known(reading)]
    scored = [(agreement(reading.tag, upos, feats), reading) for reading in known]
    best = max((score for score, _ in scored), default=-1)
    if best < 0:
        return feats
    likely = [reading for score, reading in scored if score == best]
    made = dict(feature.split("=", 1) for feature in feats.split("|") if "=" in feature)
    for name in _DECIDED[upos]:
        value = _value(likely, name)
        if value is not None and (name in made or upos == "NOUN"):
            made[name] = value
    return "|".join(f"{name}={made[name]}" for name in sorted(made, key=str.lower))


def _value(likely: Sequence[Reading], name: str) -> str | None:
    """Give the value of a feature that all readings have, if it is one."""
    found = set()
    for reading in likely:
        grammemes = reading.tag.grammemes
        if name == "Gender" and "Ms-f" in grammemes:  # of common gender
            return None
        values = {_VALUES[name][one] for one in grammemes if one in _VALUES[name]}
        found.add(values.pop() if len(values) == 1 else None)
    return found.pop() if len(found) == 1 else None
