"""One convention for the Russian treebanks, which were annotated years apart.

UD Russian GSD and the first part of UD Russian Taiga leave out features that later parts and the
present guidelines have (``PronType``, ``Poss``, ``Reflex``, ``NumType``), give others that they do
not (``Animacy`` of participles, ``Case`` of digits), and sort pronominal words differently. The
tables below follow the present guidelines of UD Russian,
https://universaldependencies.org/ru/index.html: closed classes are decided by their lemma.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from semgraph.train.documents import Sentence

# Pronominal words: value of PronType, part of speech, lemmas.
_PRONOMINAL = """
Prs PRON я ты он она оно мы вы они себя
Prs DET мой твой свой наш ваш его ее её их
Dem PRON то это
Dem DET тот этот такой сей таков оный экий эдакий этакий
Dem ADV так там тут здесь туда сюда тогда теперь сейчас потом потому поэтому оттуда отсюда оттого
Dem ADV затем ныне отныне вон настолько столь дотоле доселе
Tot PRON все всё прочее
Tot DET весь каждый всякий любой другой иной прочий остальной многий немногий
Tot ADV всегда везде всюду всё все навсегда повсюду отовсюду иногда более больше менее меньше
Tot ADV мало много немного всячески наиболее всего иначе
Neg PRON никто ничто некого нечего
Neg DET никакой ничей
Neg ADV никогда нигде никак никуда ниоткуда негде некогда некуда незачем
Ind PRON кто-то что-то кто-нибудь что-нибудь кто-либо что-либо нечто некто кое-что кое-кто
Ind DET какой-то какой-нибудь какой-либо некий некоторый чей-то чей-нибудь один
Ind ADV где-то когда-то как-то куда-то откуда-то почему-то где-нибудь когда-нибудь как-нибудь
Ind ADV куда-нибудь кое-где кое-как несколько зачем-то
Emp DET сам самый
Rcp PRON друг
Rel DET который
? PRON кто что
? DET какой чей каков
? ADV как где куда откуда когда почему зачем отчего сколько насколько что
""".strip()
# Adjectives and pronouns of older parts that are determiners today.
_DETERMINERS = "который сам самый каждый другой иной любой всякий прочий остальной многий чей каков"
_POSSESSIVE = "мой твой свой наш ваш его ее её их чей чей-то чей-нибудь ничей"
_REFLEXIVE = "свой себя"
_COLLECTIVE = "двое трое четверо пятеро шестеро семеро восьмеро оба"
_FRACTIONS = "полтора полтораста"
_ORDINALS = """
первый второй третий четвертый четвёртый пятый шестой седьмой восьмой девятый десятый одиннадцатый
двенадцатый тринадцатый четырнадцатый пятнадцатый шестнадцатый семнадцатый восемнадцатый
девятнадцатый двадцатый тридцатый сороковой пятидесятый шестидесятый семидесятый восьмидесятый
девяностый сотый тысячный миллионный
"""
_FIGURES = re.compile(r"[+-]?\d[\d.,:/–-]*(?:-?[а-я]{1,3})?|[IVXLCDM]+(?:-[а-я]{1,3})?")
_CLAUSES = frozenset({"acl", "advcl", "ccomp", "csubj"})

_Feats = dict[str, str]


def _types() -> Mapping[tuple[str, str], str]:
    table = {}
    for line in _PRONOMINAL.splitlines():
        kind, part, *lemmas = line.split()
        table.update(dict.fromkeys(((part, lemma) for lemma in lemmas), kind))
    return table


_TYPES = _types()
_LISTS = {
    name: frozenset(words.split())
    for name, words in {
        "determiner": _DETERMINERS,
        "possessive": _POSSESSIVE,
        "reflexive": _REFLEXIVE,
        "collective": _COLLECTIVE,
        "fraction": _FRACTIONS,
        "ordinal": _ORDINALS,
    }.items()
}


def harmonize(sentence: Sentence) -> Sentence:
    """Bring parts of speech, relations and features to the present convention."""
    pos, deps, morphs = list(sentence.pos), list(sentence.deps), []
    for index, (word, lemma) in enumerate(zip(sentence.words, sentence.lemmas, strict=True)):
        lemma = lemma.lower()
        if pos[index] in ("ADJ", "PRON") and lemma in _LISTS["determiner"]:
            pos[index] = "DET"
            if deps[index] == "amod":
                deps[index] = "det"
        feats = _read(sentence.morphs[index])
        kind = _TYPES.get((pos[index], lemma))
        if kind is not None and feats.get("Abbr") != "Yes":
            if kind == "?":
                kind = feats.get("PronType") or _interrogative(sentence, index)
            _pronominal(feats, pos[index], lemma, kind)
        if pos[index] in ("NUM", "ADJ"):
            _number(feats, pos[index], word, lemma)
        else:
            _adjust(feats, pos[index])
        morphs.append("|".join(f"{name}={feats[name]}" for name in sorted(feats, key=str.lower)))
    return replace(sentence, pos=pos, deps=deps, morphs=morphs)


def _read(feats: str) -> _Feats:
    pairs = (feature.partition("=") for feature in feats.split("|") if "=" in feature)
    return {name: value for name, _, value in pairs}


def _interrogative(sentence: Sentence, index: int) -> str:
    """Say whether a word such as ``кто`` asks, exclaims or begins a subordinate clause."""
    clause = index
    while sentence.heads[clause] != clause:
        if sentence.deps[clause].partition(":")[0] in _CLAUSES:
            return "Rel"
        clause = sentence.heads[clause]
    ends = sentence.words[-3:]
    if any("?" in word for word in ends):
        return "Int"
    return "Exc" if any("!" in word for word in ends) else "Rel"


def _pronominal(feats: _Feats, part: str, lemma: str, kind: str) -> None:
    feats["PronType"] = kind
    feats.pop("Polarity", None)
    if part == "DET":
        feats.pop("Degree", None)
        if lemma in _LISTS["possessive"]:
            feats["Poss"] = "Yes"
    if lemma in _LISTS["reflexive"]:
        feats["Reflex"] = "Yes"


def _adjust(feats: _Feats, part: str) -> None:
    if part == "VERB" and feats.get("Case") != "Acc":
        feats.pop("Animacy", None)
    elif part == "AUX":
        feats.pop("Aspect", None)
        if "VerbForm" in feats:
            feats["Voice"] = "Act"
    elif part == "ADV" and "Abbr" not in feats:
        feats.setdefault("Degree", "Pos")


def _number(feats: _Feats, part: str, word: str, lemma: str) -> None:
    """Mark numerals and ordinals; what is written in figures has no case, gender or number."""
    in_figures = _FIGURES.fullmatch(word)
    if part == "ADJ" and not in_figures and lemma not in _LISTS["ordinal"]:
        return
    if in_figures:
        feats.clear()
        feats["NumForm"] = "Digit" if word.strip("+-")[0].isdigit() else "Roman"
    else:
        feats.pop("Degree", None)
        feats["NumForm"] = "Word"
    if part == "ADJ":
        feats["NumType"] = "Ord"
    elif lemma in _LISTS["fraction"] or (in_figures and ("," in word or "/" in word)):
        feats["NumType"] = "Frac"
    else:
        feats["NumType"] = "Sets" if lemma in _LISTS["collective"] else "Card"
