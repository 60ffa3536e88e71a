"""English lemmas: the trained lemmatizer's guess, held against the words of a large corpus.

The lemmatizer cuts endings as it has learned, and of words that it has not seen it makes lemmas
that are no words (``spilled``: ``spille``). A guess that is a word stays; otherwise the lemma is
the most frequent word that a regular ending comes from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from spacy.language import Language

if TYPE_CHECKING:
    from spacy.tokens import Doc

_CACHED_LEMMAS = 65_536
_WORDS = Path(__file__).parent / "pipelines" / "en_words.txt"
_VOWELS = frozenset("aeiou")

# Endings of each part of speech, and what may stand in their place.
_ENDINGS: Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "VERB": (
        ("ied", ("y", "ie")),
        ("ies", ("y", "ie")),
        ("ying", ("y", "ie")),
        ("ed", ("", "e")),
        ("ing", ("", "e")),
        ("es", ("e", "")),
        ("s", ("",)),
    ),
    "NOUN": (
        ("ies", ("y", "ie")),
        ("ves", ("ve", "f", "fe")),
        ("es", ("e", "", "is")),
        ("men", ("man",)),
        ("s", ("",)),
    ),
    "ADJ": (("ier", ("y",)), ("iest", ("y",)), ("er", ("", "e")), ("est", ("", "e"))),
}
_ENDINGS = {**_ENDINGS, "ADV": _ENDINGS["ADJ"]}
_CLOSED = frozenset({"ADP", "AUX", "CCONJ", "DET", "INTJ", "NUM", "PART", "PRON", "SCONJ"})


def correct_lemmas(doc: Doc) -> Doc:
    """Correct the lemmas of a tagged Doc, in place: spaCy's component ``semgraph_en_lemmas``."""
    for token in doc:
        part = token.pos_
        first = token.is_sent_start is True
        if part in _ENDINGS or (first and part in _CLOSED):
            guess = token.lemma_
            better = correct(token.text, part, guess, first)
            if better != guess:
                token.lemma_ = better
    return doc


Language.component(
    "semgraph_en_lemmas",
    assigns=["token.lemma"],
    requires=["token.pos", "token.lemma"],
    func=correct_lemmas,
)


@cache
def _ranks() -> Mapping[str, int]:
    """Give the words of the corpus with their rank, the most frequent first."""
    words = _WORDS.read_text(encoding="utf-8").split()
    return {word: rank for rank, word in enumerate(words)}


@lru_cache(_CACHED_LEMMAS)
def correct(form: str, upos: str, guess: str, first: bool = False) -> str:
    """Give the lemma of a form.

    Args:
        form: the word as it stands.
        upos: universal part of speech.
        guess: lemma that the lemmatizer proposes.
        first: whether the word begins a sentence, so that its capital says nothing.
    """
    ranks = _ranks()
    word, lemma = form.lower(), guess
    if form != word and first and form.istitle() and form != "I":
        lemma = guess.lower()
        if lemma not in ranks and word not in ranks:
            return guess
    if lemma in ranks or lemma == word or not form.isalpha() or (form != word and not first):
        return lemma
    known = [stem for stem in _stems(word, upos) if stem in ranks]
    return min(known, key=ranks.__getitem__, default=lemma)


def _stems(word: str, upos: str) -> Iterator[str]:
    """Give what a word may come from by its ending."""
    for ending, replacements in _ENDINGS.get(upos, ()):
        if word.endswith(ending):
            stem = word.removesuffix(ending)
            yield from (stem + replacement for replacement in replacements)
            if len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] not in _VOWELS:
                yield stem[:-1]
