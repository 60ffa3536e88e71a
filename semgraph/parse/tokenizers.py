"""Tokenizer rules of the embedded pipelines: spaCy's own, brought nearer to the treebanks.

Used when a pipeline is trained; a trained pipeline carries its rules in its ``tokenizer`` file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from spacy.lang.char_classes import ALPHA, CONCAT_ICONS, HYPHENS
from spacy.util import (
    compile_infix_regex,
    compile_prefix_regex,
    compile_suffix_regex,
    registry,
)

if TYPE_CHECKING:
    from spacy.language import Language

# A pictograph with what belongs to it: variation selectors, skin tones, parts joined by U+200D.
_PICTOGRAPH = (
    r"[\u2190-\u21ff\u2300-\u27bf\u2900-\u297f\u2b00-\u2bff\U0001f000-\U0001faff]"
    r"[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]*"
)
EMOJI = rf"(?:{_PICTOGRAPH}(?:\u200d{_PICTOGRAPH})*)"

# Marks that treebanks keep together when repeated.
_RUNS = [
    r"[!?]+\.{2,3}", r"[!?]{2,}", r"\){2,}", r"\({2,}", r"`{2,}", r"'{2,}", r"={2,}", r"\*{2,}",
    r"_{2,}", r"~{2,}", r"\${2,}", r"<{2,}", r">{2,}", r"\+{2,}", r"\^{2,}", r"-{3,}", r"#{2,}",
    EMOJI,
]  # fmt: skip
_HASH = r"#(?![^\W\d_])"  # a mark of its own, unless it begins a hashtag
_FALSE_EMOTICONS = ("):", ");", "(:", "(;")  # far more often brackets
_OWN_HYPHENS = ("-", "‐", "‑")  # in Russian they hold a word together

_EN_WORDS = "e-mail E-mail e-mails E-mails b/c w/o w/ Capt. Ft. Sept. Wed. Sat. Fri. Thur. Attn."
_RU_LETTERS = "бвгдезклмнпрстфхцчшэ"  # the rest are words, at the end of a sentence too
_RU_ABBREVIATIONS = """
англ. анс. букв. бывш. вв. гг. глав. гос. гр. Дж. др. евр. зам. изд. ил. итал. кн. кол. кор. лат.
млн. млрд. напр. нем. обл. ок. Пер. пол. пп. пр. проч. ред. реж. рис. род. рр. сах. см. соч. сс.
стр. табл. тт. фр. франц. шт. яз.
"""
_RU_PARTS = "т.д. т.п. т.е. т.к. т.н. т.ч. т.о. н.э. с.г."  # two words written as one


def ru_tokenizer() -> Callable[[Language], Language]:
    """Keep hyphenated words, runs of marks and hashtags whole; read abbreviations as in Taiga."""

    def customize(nlp: Language) -> Language:
        dashes = "|".join(mark for mark in HYPHENS.split("|") if mark not in _OWN_HYPHENS)
        infixes = [rule.replace(HYPHENS, dashes) for rule in _defaults(nlp).infixes]
        brackets = rf"(?<=[{ALPHA}0-9])[()\[\]/](?=[{ALPHA}0-9])"
        initials = r"(?<=\b[А-ЯЁ]\.)(?=[А-ЯЁ])"
        _set_affixes(nlp, [*infixes, brackets, initials], [rf"(?<=[{ALPHA}])/"])
        tokenizer: Any = nlp.tokenizer
        rules = {
            entry: parts
            for entry, parts in tokenizer.rules.items()
            if " " not in entry.strip() and not (entry[0].isalpha() and entry.count(".") > 1)
        }
        abbreviations = [*_RU_ABBREVIATIONS.split(), *(f"{letter}." for letter in _RU_LETTERS)]
        for entry in abbreviations:
            for cased in (entry, entry.capitalize()):
                rules[cased] = [{"ORTH": cased}]
        for entry in _RU_PARTS.split():
            rules[entry] = [{"ORTH": f"{part}."} for part in entry.split(".") if part]
        tokenizer.rules = _without(rules, _FALSE_EMOTICONS)
        return nlp

    return customize


def en_tokenizer() -> Callable[[Language], Language]:
    """Keep runs of marks, hashtags and a few words whole; split ``and/or``, as in EWT."""

    def customize(nlp: Language) -> Language:
        slash = r"(?<=[A-Za-z]{2})/(?=[A-Za-z]{2})"
        _set_affixes(nlp, [*_defaults(nlp).infixes, slash], [])
        tokenizer: Any = nlp.tokenizer
        rules = dict(tokenizer.rules)
        rules |= {word: [{"ORTH": word}] for word in _EN_WORDS.split()}
        tokenizer.rules = _without(rules, ("and/or", *_FALSE_EMOTICONS))
        return nlp

    return customize


registry.callbacks.register("semgraph.ru_tokenizer.v1", func=ru_tokenizer)
registry.callbacks.register("semgraph.en_tokenizer.v1", func=en_tokenizer)


def _defaults(nlp: Language) -> Any:
    return nlp.Defaults


def _set_affixes(nlp: Language, infixes: Iterable[str], suffixes: Iterable[str]) -> None:
    tokenizer: Any = nlp.tokenizer
    defaults = _defaults(nlp)
    prefixes = [_HASH if rule == "#" else rule for rule in defaults.prefixes]
    infixes = [EMOJI if rule == f"[{CONCAT_ICONS}]" else rule for rule in infixes]
    tokenizer.prefix_search = compile_prefix_regex([*_RUNS, *prefixes]).search
    tokenizer.suffix_search = compile_suffix_regex([*_RUNS, *suffixes, *defaults.suffixes]).search
    tokenizer.infix_finditer = compile_infix_regex([*_RUNS, *infixes]).finditer


def _without(rules: dict[str, Any], entries: Iterable[str]) -> dict[str, Any]:
    return {entry: parts for entry, parts in rules.items() if entry not in entries}
