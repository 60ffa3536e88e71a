"""Which of the embedded pipelines suits a text."""

from __future__ import annotations

import re
from typing import Literal

_SAMPLE = 20_000  # characters that are looked at
_NEAR_TIE = 1 / 3  # share of the rarer script from which stop words decide

_CYRILLIC = re.compile(r"[\u0400-\u052f\u1c80-\u1c8f\u2de0-\u2dff\ua640-\ua69f]+")
_LATIN = re.compile(r"[A-Za-zªºÀ-ÖØ-öø-ɏᴀ-ᵿḀ-ỿꜢ-ꟿﬀ-ﬆＡ-Ｚａ-ｚ]+")
_WORD = re.compile(r"[^\W\d_]+")
_ENGLISH = "a an and are as at be by for from he in is it of on that the to was"
_RUSSIAN = "а был в и из к как на не но о он от по с то у что это я"
_STOP_WORDS = {"en": frozenset(_ENGLISH.split()), "ru": frozenset(_RUSSIAN.split())}


def detect_language(text: str) -> Literal["en", "ru"]:
    """Choose English or Russian by script, and by stop words where both scripts are near a tie.

    This tells which pipeline is the nearer one, not which language a text is in: any other language
    in Cyrillic letters gives ``"ru"``, and everything else, text without letters too, ``"en"``. A
    full tie is Russian, since Russian text has more Latin names in it than English has Cyrillic.
    """
    sample = text[:_SAMPLE]
    cyrillic = sum(map(len, _CYRILLIC.findall(sample)))
    latin = sum(map(len, _LATIN.findall(sample)))
    if cyrillic and min(cyrillic, latin) >= _NEAR_TIE * (cyrillic + latin):
        words = [word.lower() for word in _WORD.findall(sample)]
        english = sum(word in _STOP_WORDS["en"] for word in words)
        russian = sum(word in _STOP_WORDS["ru"] for word in words)
        if english != russian:
            return "ru" if russian > english else "en"
    return "ru" if cyrillic and cyrillic >= latin else "en"
