"""Russian lemmas: the trained lemmatizer's guess, held against pymorphy3's dictionary.

The lemmatizer has seen few words; the dictionary knows nearly all, but not which reading is meant,
and that the tagger knows. A guess that some likely reading bears out stays; otherwise the lemma is
that of the reading which agrees best with the tagged part of speech and features. As in UD Russian
Taiga, ё becomes е, and adjectival participles and superlatives have lemmas of their own.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from spacy.language import Language

from semgraph.parse.russian import is_known, readings

if TYPE_CHECKING:
    from pymorphy3.analyzer import Parse as Reading
    from pymorphy3.tagset import OpencorporaTag as Tag
    from spacy.tokens import Doc

_CACHED_LEMMAS = 65_536
_CACHED_TAGS = 16_384

# Parts of speech of the dictionary that each universal one may have.
_PARTS = {
    "NOUN": {"NOUN"},
    "PROPN": {"NOUN"},
    "ADJ": {"ADJF", "ADJS", "PRTF", "PRTS", "COMP"},
    "VERB": {"VERB", "INFN", "GRND", "PRTF", "PRTS"},
    "AUX": {"VERB", "INFN", "GRND"},
    "NUM": {"NUMR"},
    "DET": {"ADJF"},
    "PRON": {"NPRO"},
}
_UNINFLECTED = {"ADP", "ADV", "CCONJ", "INTJ", "PART", "SCONJ"}
_NAMES = {"Name", "Surn", "Patr", "Geox", "Orgn", "Trad"}
_POSSESSIVE = {"его", "ее", "их"}
_LEMMAS = {"должный": "должен", "деньга": "деньги"}  # where the dictionary has another citation

# Weight, feature and the dictionary's grammemes for its values.
_AGREEMENT = (
    (3, "Case", {"Nom": "nomn", "Gen": "gent", "Dat": "datv", "Acc": "accs", "Ins": "ablt",
                 "Loc": "loct", "Par": "gen2", "Voc": "voct"}),
    (2, "Number", {"Sing": "sing", "Plur": "plur"}),
    (2, "Gender", {"Masc": "masc", "Fem": "femn", "Neut": "neut"}),
    (1, "Animacy", {"Anim": "anim", "Inan": "inan"}),
    (1, "Tense", {"Past": "past", "Pres": "pres", "Fut": "futr"}),
    (1, "Aspect", {"Perf": "perf", "Imp": "impf"}),
    (1, "Person", {"1": "1per", "2": "2per", "3": "3per"}),
    (1, "Mood", {"Imp": "impr"}),
    (3, "Degree", {"Cmp": "COMP"}),
)  # fmt: skip
_FORMS = {"Part": {"PRTF", "PRTS"}, "Conv": {"GRND"}, "Inf": {"INFN"}, "Fin": {"VERB"}}


def correct_lemmas(doc: Doc) -> Doc:
    """Correct the lemmas of a tagged Doc, in place: spaCy's component ``semgraph_ru_lemmas``."""
    strings = doc.vocab.strings
    rows: list[list[int]] = doc.to_array(["ORTH", "POS", "MORPH", "LEMMA"]).tolist()
    for token, (orth, pos, morph, guess) in zip(doc, rows, strict=True):
        part, lemma = strings[pos], strings[guess]
        if part in _PARTS:
            better = correct(strings[orth], part, strings[morph], lemma)
        elif part in _UNINFLECTED:
            better = _fold(lemma)
        else:
            continue
        if better != lemma:
            token.lemma_ = better
    return doc


Language.component(
    "semgraph_ru_lemmas",
    assigns=["token.lemma"],
    requires=["token.pos", "token.morph", "token.lemma"],
    func=correct_lemmas,
)


@lru_cache(_CACHED_LEMMAS)
def correct(form: str, upos: str, feats: str, guess: str) -> str:
    """Give the lemma of a form, from the lemmatizer's guess and the dictionary.

    Args:
        form: the word as it stands.
        upos: universal part of speech, one that inflects.
        feats: features, as ``Case=Nom|Number=Sing``.
        guess: lemma that the lemmatizer proposes.
    """
    scored = [(agreement(reading.tag, upos, feats), reading) for reading in readings(form)]
    candidates = [(score, reading) for score, reading in scored if score >= 0]
    if upos in ("DET", "PRON"):
        return _closed_class([reading for _, reading in candidates], form, guess)
    if not candidates or (upos == "PROPN" and form.isupper()):
        return guess
    best = max(score for score, _ in candidates)
    likely = [_lemma(reading, form, upos) for score, reading in candidates if score == best]
    folded = _fold(guess)
    borne_out = next((lemma for lemma in likely if _fold(lemma) == folded), None)
    if borne_out is not None and not form[0].isupper():
        return borne_out
    if not is_known(candidates[0][1]):
        return guess
    return borne_out or likely[0]


def _closed_class(candidates: list[Reading], form: str, guess: str) -> str:
    """Give the lemma of a pronoun or determiner, most of which the lemmatizer has seen."""
    folded = _fold(guess)
    known = {_fold(reading.normal_form) for reading in candidates}
    if not known or folded in known or folded in _POSSESSIVE or folded != _fold(form):
        return guess.lower()
    return _fold(candidates[0].normal_form)


def _lemma(reading: Reading, form: str, upos: str) -> str:
    """Give the lemma that a reading stands for."""
    grammemes = reading.tag.grammemes
    lemma = reading.normal_form
    if upos == "ADJ" and not grammemes.isdisjoint({"PRTF", "PRTS", "Supr"}):
        lemma = _citation(reading, {"Supr"} if "Supr" in grammemes else {"PRTF"})
    elif "femn" in grammemes and not grammemes.isdisjoint({"Surn", "Patr"}):
        female = reading.inflect({"nomn", "sing"})
        lemma = female.word if female else lemma
    lemma = lemma.replace("ё", "е")
    stem = lemma[:-2]
    if lemma.endswith("ие") and form.lower().replace("ё", "е").startswith(stem + "ь"):
        lemma = stem + "ье"  # счастья: счастье, not счастие
    lemma = _LEMMAS.get(lemma, lemma)
    if form[0].isupper() and (upos == "PROPN" or not grammemes.isdisjoint(_NAMES)):
        return _capitalize(lemma, form)
    return lemma


def _capitalize(lemma: str, form: str) -> str:
    """Give a name's lemma the capitals of its form: ``Нью-Йорк``."""
    parts, models = lemma.split("-"), form.split("-")
    if len(parts) != len(models):
        models = [form] * len(parts)
    return "-".join(
        part[:1].upper() + part[1:] if model[:1].isupper() else part
        for part, model in zip(parts, models, strict=True)
    )


def _citation(reading: Reading, grammemes: set[str]) -> str:
    """Give the masculine nominative of a participle or superlative: the one most like the word."""
    wanted = grammemes | {"nomn", "masc", "sing"}
    words = [one.word for one in reading.lexeme if wanted <= one.tag.grammemes]
    return max(
        words,
        key=lambda word: _shared(word, reading.word),
        default=reading.normal_form,
    )


@lru_cache(_CACHED_TAGS)
def agreement(tag: Tag, upos: str, feats: str) -> int:
    """Say how well a tag of the dictionary agrees with the features; -1 is another word class."""
    part = tag.POS
    if part not in _PARTS[upos]:
        return -1
    grammemes = tag.grammemes
    features = dict(feature.split("=", 1) for feature in feats.split("|") if "=" in feature)
    score = sum(
        weight
        for weight, name, values in _AGREEMENT
        if name in features and values.get(features[name]) in grammemes
    )
    if part in _FORMS.get(features.get("VerbForm", ""), ()):
        score += 3
    if (features.get("Variant") == "Short") == (part in ("ADJS", "PRTS")):
        score += 1
    return score


def _shared(word: str, other: str) -> int:
    """Count the letters that two words begin with alike."""
    return next(
        (length for length, (a, b) in enumerate(zip(word, other, strict=False)) if a != b),
        min(len(word), len(other)),
    )


def _fold(lemma: str) -> str:
    return lemma.lower().replace("ё", "е")
