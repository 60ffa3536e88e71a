"""Token patterns of spaCy: what each attribute asks of a token, as tests of features.

Carried over exactly or refused with a reason; nothing is widened. Mind that a value of spaCy's may
be empty: ``NOT_IN`` holds of a token without a lemma, where ``lemma<>…`` does not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from semgraph.formats import characters
from semgraph.formats.pattern import (
    ALWAYS,
    NEVER,
    Alternatives,
    Expression,
    Test,
    UnsaidError,
    Value,
    conjoin,
    is_one_of,
    negate,
)
from semgraph.formats.python_regex import searching
from semgraph.grammar.vocabulary import UPOS

Json = Any  # what a JSON file holds

_FEATURES = {
    "ORTH": "form",
    "TEXT": "form",
    "LEMMA": "lemma",
    "POS": "upos",
    "TAG": "xpos",
    "DEP": "deprel",
    "ENT_TYPE": "ent",
}
_SETS = ("IN", "NOT_IN", "IS_SUBSET", "IS_SUPERSET", "INTERSECTS")
_COMPARISONS = ("==", "!=", ">=", "<=", ">", "<")
_MOST_REPEATS = 1000  # RE2's bound
_LONG = 100  # from here on spaCy's shape of a word is "LONG"
_EMAIL = r"[a-zA-Z0-9_.+-]+@[a-zA-Z0-9-]+\.[a-zA-Z0-9-.]+(?s:.*)"
_FLAGS: Mapping[str, Callable[[], str]] = {
    "IS_ALPHA": lambda: r"\p{L}+",
    "IS_ASCII": lambda: r"[\x00-\x7f]*",
    "IS_CURRENCY": lambda: r"\p{Sc}+",
    "IS_DIGIT": lambda: f"[{characters.digits()}]+",
    "IS_LOWER": characters.lower_case,
    "IS_PUNCT": lambda: r"\p{P}+",
    "IS_SPACE": lambda: f"[{characters.spaces()}]+",
    "IS_TITLE": characters.title_case,
    "IS_UPPER": characters.upper_case,
    "LIKE_EMAIL": lambda: _EMAIL,
}
_WHY_NOT = {
    "NORM": "norms come from spaCy's tables for the language",
    "ENT_IOB": "the place of a token in its entity is not kept",
    "IS_STOP": "stop words come from spaCy's tables for the language",
    "LIKE_NUM": "number words come from spaCy's tables for the language",
    "LIKE_URL": "no regular expression says what spaCy takes for an address",
    "_": "extension attributes are not kept",
}


@dataclass(slots=True)
class TokenTests:
    """What a token pattern asks.

    Attributes:
        tests: all of them must hold.
        first: whether the token must begin a sentence (true), must not (false), or may.
    """

    tests: list[Alternatives] = field(default_factory=list)
    first: bool | None = None

    def negated(self) -> TokenTests:
        """Give what holds exactly where these do not.

        Raises:
            UnsaidError: it cannot be said in one node.
        """
        if self.first is not None:
            if self.tests:
                raise UnsaidError("a negated IS_SENT_START", "it stands beside other attributes")
            return TokenTests([], not self.first)
        whole: Alternatives = ALWAYS
        for test in self.tests:
            whole = conjoin(whole, test)
        return TokenTests([negate(whole)])


def operator(spec: Mapping[str, Json]) -> Json:
    """Give the operator of a token pattern, ``"1"`` if it has none."""
    return next((value for key, value in spec.items() if key.upper() == "OP"), "1")


def read_token(spec: Mapping[str, Json]) -> tuple[TokenTests, list[UnsaidError]]:
    """Read the attributes of a token pattern; ``OP`` is the caller's.

    Returns:
        What it asks, and what of it cannot be said.
    """
    found, unsaid = TokenTests(), []
    for key, value in spec.items():
        name = key.upper()
        try:
            if name in ("IS_SENT_START", "SENT_START"):
                found.first = _flag(key, value)
            elif name != "OP":
                found.tests += [test for test in _attribute(name, value) if test != ALWAYS]
        except UnsaidError as reason:
            unsaid.append(reason)
    return found, unsaid


def _attribute(name: str, value: Json) -> list[Alternatives]:
    if name in _WHY_NOT:
        raise UnsaidError(name, _WHY_NOT[name])
    if name in _FLAGS:
        holds: Alternatives = ((Test("form", "is", (Expression(_FLAGS[name]()),)),),)
        return [holds if _flag(name, value) else negate(holds)]
    if name == "LENGTH":
        return _length(value)
    if name == "MORPH":
        return _morph(value)
    if name in _FEATURES or name in ("LOWER", "SHAPE"):
        return _string(name, value)
    raise UnsaidError(name, "there is no feature for it")


def _flag(name: str, value: Json) -> bool:
    if isinstance(value, bool) or value in (0, 1):
        return bool(value)
    raise UnsaidError(name, f"{value!r} is neither true nor false")


# Attributes that are strings


def _string(name: str, value: Json) -> list[Alternatives]:
    if isinstance(value, str):
        return [_equals(name, [value])]
    if not isinstance(value, Mapping):
        raise UnsaidError(
            f"{name}: {value!r}", "a number stands for a string in one vocabulary alone"
        )
    return [test for key, given in value.items() for test in _predicate(name, key.upper(), given)]


def _predicate(name: str, sign: str, given: Json) -> list[Alternatives]:
    what = f"{name} {sign}"
    if sign == "REGEX" and isinstance(given, Mapping):
        if not given.keys() <= {"IN", "NOT_IN"}:
            raise UnsaidError(what, "only IN and NOT_IN may stand inside")
        found = []
        for inner, values in given.items():
            options = [_search(name, source) for source in _strings(what, values)]
            whole = tuple(option for test in options for option in test)
            found += [whole] if inner == "IN" else [negate(test) for test in options]
        return found
    if sign == "REGEX":
        return [_search(name, *_strings(what, [given]))]
    if sign.startswith("FUZZY"):
        raise UnsaidError(what, "distances between strings cannot be tested")
    if sign not in _SETS:
        raise UnsaidError(what, "there is no such test of strings")
    values = _strings(what, given)
    if sign == "NOT_IN":
        return [negate(_equals(name, values))]
    if sign == "IS_SUPERSET":
        kinds = set(values)
        return [ALWAYS if not kinds else _equals(name, values) if len(kinds) == 1 else NEVER]
    return [_equals(name, values)]


def _strings(what: str, values: Json) -> list[str]:
    if not isinstance(values, Sequence) or isinstance(values, str):
        raise UnsaidError(what, "it needs a list")
    if not all(isinstance(value, str) for value in values):
        raise UnsaidError(what, "a number stands for a string in one vocabulary alone")
    return list(values)


def _equals(name: str, values: Sequence[str]) -> Alternatives:
    """Ask that an attribute is one of some strings."""
    if name == "LOWER":
        return _any_form([lower(value) for value in values if value and value == value.lower()])
    if name == "SHAPE":
        return tuple(option for value in values for option in _shape(value))
    if name == "POS":
        for value in values:
            if value and value not in UPOS:
                raise UnsaidError(f"POS: {value}", "it is no universal part of speech")
    if name == "DEP":
        values = ["root" if value == "ROOT" else value for value in values]
    return is_one_of(_FEATURES[name], values)


def _any_form(values: Sequence[Value]) -> Alternatives:
    return is_one_of("form", values)


def lower(text: str) -> Value:
    """Say which forms have this lower case."""
    plain = all(len(characters.variants(char)) == 1 for char in text)
    return text if plain else Expression(characters.lowers_to(text), ignore_case=True)


def _search(name: str, source: str) -> Alternatives:
    if name in ("LOWER", "SHAPE"):
        raise UnsaidError(f"{name} REGEX", "an expression over what a form is turned into")
    wanted = Expression(searching(source))
    if name == "DEP" and bool(re.search(source, "ROOT")) != bool(re.search(source, "root")):
        raise UnsaidError(
            f"{name} REGEX", "it tells ROOT from root, which is the label of roots here"
        )
    feature = _FEATURES[name]
    found: Alternatives = ((Test(feature, "is", (wanted,)),),)
    empty = feature != "form" and re.search(source, "") is not None
    return (*found, (Test(feature, "absent"),)) if empty else found


def _shape(shape: str) -> Alternatives:
    """Ask for forms of a shape: ``Xxxxx`` is a capital and four or more other letters."""
    if shape == "LONG":
        return ((Test("form", "is", (Expression(f"(?s:.{{{_LONG},}})"),)),),)
    pieces, open_ended = [], False
    for run in re.finditer(r"(.)\1*", shape, re.DOTALL):
        char, count = run[1], len(run[0])
        if count > 4 or (char not in "Xxd" and (char.isalpha() or char.isdigit())):
            return NEVER
        kind = {"X": r"\p{Lu}", "x": r"[\p{Ll}\p{Lt}\p{Lm}\p{Lo}]"}.get(char)
        if char == "d":
            kind = f"[{characters.digits()}]"
        times = "{4,}" if count == 4 else f"{{{count}}}" if count > 1 else ""
        open_ended = open_ended or count == 4
        pieces.append((kind or characters.escape(char)) + times)
    if not pieces:
        return NEVER
    fits = Test("form", "is", (Expression("".join(pieces)),))
    short = Test("form", "not", (Expression(f"(?s:.{{{_LONG},}})"),))
    return ((fits, short),) if open_ended else ((fits,),)


# Lengths and morphology


def _length(value: Json) -> list[Alternatives]:
    given = value if isinstance(value, Mapping) else {"==": value}
    found = []
    for sign, number in given.items():
        if sign not in _COMPARISONS or not isinstance(number, int) or isinstance(number, bool):
            raise UnsaidError(f"LENGTH {sign} {number!r}", "only comparisons with whole numbers")
        least, most = {
            ">=": (number, None),
            ">": (number + 1, None),
            "<=": (0, number),
            "<": (0, number - 1),
        }.get(sign, (number, number))
        if max(least, most or 0) > _MOST_REPEATS:
            raise UnsaidError(f"LENGTH {sign} {number}", f"above {_MOST_REPEATS}, RE2's bound")
        test = _between(max(least, 0), most)
        found.append(negate(test) if sign == "!=" else test)
    return found


def _between(least: int, most: int | None) -> Alternatives:
    if most is not None and most < max(least, 1):
        return NEVER
    times = f"{least}" if least == most else f"{least},{'' if most is None else most}"
    return ((Test("form", "is", (Expression(f"(?s:.{{{times}}})"),)),),)


def _morph(value: Json) -> list[Alternatives]:
    if not isinstance(value, Mapping):
        raise UnsaidError(
            "MORPH", "the whole analysis at once; IS_SUPERSET and INTERSECTS are carried"
        )
    found = []
    for key, values in value.items():
        sign = key.upper()
        if sign not in ("IS_SUPERSET", "INTERSECTS"):
            raise UnsaidError(f"MORPH {sign}", "only IS_SUPERSET and INTERSECTS are carried over")
        tests = [_feature_value(pair) for pair in _strings(f"MORPH {sign}", values)]
        if sign == "IS_SUPERSET":
            found += tests
        else:
            found.append(tuple(option for test in tests for option in test))
    return found


def _feature_value(pair: str) -> Alternatives:
    """Ask for one value of a feature that may have several (``Case=Acc,Nom``)."""
    name, _, value = pair.partition("=")
    if not name or not value or re.search(r"[|,=]", value):
        return NEVER  # spaCy compares with single pairs
    if not name[0].isupper():
        raise UnsaidError(f"MORPH {pair}", "features begin with a capital letter")
    wanted = Expression(f"(?:.+,)?{characters.escape(value)}(?:,.+)?")
    return ((Test(name, "is", (wanted,)),),)
