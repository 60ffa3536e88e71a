"""Label schemes of dependency relations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias

from semgraph.errors import SchemeError

Scheme: TypeAlias = Literal["ud", "clearnlp", "unknown"]

# The 37 universal relations, version 2: https://universaldependencies.org/u/dep/
_UD = """
    acl advcl advmod amod appos aux case cc ccomp clf compound conj cop csubj dep det discourse
    dislocated expl fixed flat goeswith iobj list mark nmod nsubj nummod obj obl orphan parataxis
    punct reparandum root vocative xcomp
"""

# The labels of the ClearNLP converter, which most of spaCy's English pipelines give.
_CLEARNLP = """
    acl acomp advcl advmod agent amod appos attr aux auxpass case cc ccomp compound conj csubj
    csubjpass dative dep det dobj expl intj mark meta neg nmod npadvmod nsubj nsubjpass nummod oprd
    parataxis pcomp pobj poss preconj predet prep prt punct quantmod relcl root xcomp
"""

UD_RELATIONS = frozenset(_UD.split())
CLEARNLP_RELATIONS = frozenset(_CLEARNLP.split())
_RELATIONS = {"ud": UD_RELATIONS, "clearnlp": CLEARNLP_RELATIONS}


def detect_scheme(labels: Iterable[str]) -> Scheme:
    """Tell the scheme that all the labels belong to, subtypes of UD (``nsubj:pass``) aside.

    Labels that both schemes have are taken for UD.
    """
    found = {"root" if label == "ROOT" else label for label in labels} - {""}
    if not found:
        return "unknown"
    if set(map(_relation, found)) <= UD_RELATIONS:
        return "ud"
    return "clearnlp" if found <= CLEARNLP_RELATIONS else "unknown"


def check_labels(labels: Iterable[str], scheme: str) -> None:
    """Refuse labels that the scheme does not have; of the scheme ``unknown`` all are accepted.

    Raises:
        SchemeError: names the labels.
    """
    relations = _RELATIONS.get(scheme)
    if relations is None:
        return
    foreign = tuple(sorted({label for label in labels if _relation(label) not in relations}))
    if foreign:
        names = ", ".join(repr(label) for label in foreign)
        raise SchemeError(
            f"labels that the scheme {scheme!r} of the grammar does not know: {names};"
            f" use a pipeline whose labels are {scheme!r}, or a grammar for these labels",
            labels=foreign,
        )


def _relation(label: str) -> str:
    return "root" if label == "ROOT" else label.partition(":")[0]
