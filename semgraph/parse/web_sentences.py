"""Sentence boundaries of the web: what pictographs and mentions tell beside the trained guess.

Posts and comments end with pictographs where others put full stops, and answer with ``@name``.
Treebanks have few of them. So after sentences were guessed, and before they are parsed:

- a mention behind a final mark, a pictograph or a hashtag begins a sentence;
- a word with a capital behind a pictograph begins a sentence;
- a pictograph behind a final mark or another pictograph begins none: it belongs to what it follows.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from spacy.language import Language

from semgraph.parse.tokenizers import EMOJI

if TYPE_CHECKING:
    from spacy.tokens import Doc

_PICTOGRAPHS = re.compile(rf"{EMOJI}+")
_FINAL = re.compile(r"[.!?…)]+")
_CACHED = 65_536


def correct_sentences(doc: Doc) -> Doc:
    """Correct sentence boundaries, in place: spaCy's component ``semgraph_web_sentences``."""
    kinds = [_kind(token.text) for token in doc]
    if "pictograph" not in kinds and "mention" not in kinds:
        return doc
    for index in range(1, len(doc)):
        begins = _begins(kinds[index - 1], kinds[index])
        if begins is not None:
            doc[index].is_sent_start = begins
    return doc


Language.component(
    "semgraph_web_sentences",
    assigns=["token.is_sent_start"],
    func=correct_sentences,
)


def _begins(before: str, kind: str) -> bool | None:
    """Say whether a token of a kind begins a sentence behind another; ``None``: it is not told."""
    if kind == "mention" and before in ("pictograph", "final", "hashtag"):
        return True
    if kind == "capital" and before == "pictograph":
        return True
    return False if kind == "pictograph" and before in ("pictograph", "final") else None


@lru_cache(_CACHED)
def _kind(form: str) -> str:
    if form[0] in "@#" and len(form) > 1:
        return "mention" if form[0] == "@" else "hashtag"
    if form[0].isalpha():
        return "capital" if form[0].isupper() else "word"
    if _FINAL.fullmatch(form):
        return "final"
    return "pictograph" if _PICTOGRAPHS.fullmatch(form) else "other"
