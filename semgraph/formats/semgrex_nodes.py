"""Nodes of Semgrex as tests of features."""

from __future__ import annotations

from semgraph.formats.pattern import (
    Alternatives,
    Expression,
    Test,
    UnsaidError,
    conjoin,
    negate,
)
from semgraph.formats.semgrex_tree import Attribute, Node

_FEATURES = {
    "word": "form",
    "text": "form",
    "lemma": "lemma",
    "tag": "xpos",
    "pos": "xpos",
    "cpos": "upos",
    "upos": "upos",
    "ner": "ent",
}
_OUTSIDE = "O"  # what CoreNLP says of a word in no entity
_ANY = "__"


def node_tests(node: Node) -> list[Alternatives]:
    """Give the tests of a node: all of them must hold.

    Raises:
        UnsaidError: an attribute that is not kept.
    """
    options = [[_attribute(attribute) for attribute in option] for option in node.options]
    if len(options) == 1 and not node.negated:
        return options[0]
    whole: Alternatives = ()
    for option in options:
        fits: Alternatives = ((),)
        for test in option:
            fits = conjoin(fits, test)
        whole = (*whole, *fits)
    return [negate(whole) if node.negated else whole]


def _attribute(attribute: Attribute) -> Alternatives:
    if attribute.name == "$":
        return ((Test("deprel", "is", ("root",)),),)
    if attribute.key:
        if attribute.name not in ("morphofeatures", "feats") or not attribute.key[0].isupper():
            raise UnsaidError(f"{attribute.name}:{{{attribute.key}}}", "there is no such feature")
        feature = attribute.key
    elif attribute.name in _FEATURES:
        feature = _FEATURES[attribute.name]
    else:
        why = "places of words cannot be tested" if attribute.name == "idx" else "it is not kept"
        raise UnsaidError(attribute.name, why)
    if attribute.value == _ANY and not attribute.regex:
        found: Alternatives = ((Test(feature, "present"),),)
    else:
        value = Expression(attribute.value) if attribute.regex else attribute.value
        found = ((Test(feature, "is", (value,)),),)
    if feature == "ent" and _fits(attribute, _OUTSIDE):
        absent: Alternatives = ((Test("ent", "absent"),),)
        found = absent if attribute.value == _OUTSIDE else (*found, *absent)
    if attribute.sign == "!:":
        return negate(found)
    return (*found, (Test(feature, "absent"),)) if attribute.sign == "?:" else found


def _fits(attribute: Attribute, value: str) -> bool:
    if not attribute.regex:
        return attribute.value in (value, _ANY)
    import re2

    options = re2.Options()
    options.log_errors = False
    try:
        return re2.compile(attribute.value, options).fullmatch(value) is not None
    except re2.error:
        return False  # told when the rule is read
