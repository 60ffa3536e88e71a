"""Forty patterns of English syntax, written once and rendered for both matchers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

# Relations of spaCy's DependencyMatcher, and what they are in a request.
_CLAUSES = {
    ">": "{left} -> {right}",
    "<": "{right} -> {left}",
    ">>": "{left} ->> {right}",
    ".": "{left} < {right}",
    ".*": "{left} << {right}",
    ";*": "{right} << {left}",
}
_ATTRIBUTES = {"upos": "POS", "lemma": "LEMMA", "xpos": "TAG", "deprel": "DEP"}


@dataclass(frozen=True, slots=True)
class DependencyPattern:
    """A pattern: its nodes with their features, and how each later node hangs on an earlier.

    ``text`` reads as ``V upos=VERB; V > N upos=NOUN deprel=obj``: the first entry is a node, each
    further one a known node, an operator of DependencyMatcher, and a new node.
    """

    text: str

    def entries(self) -> list[tuple[str, str, str, dict[str, str]]]:
        """Give ``(left, operator, right, features)`` of each entry; the first has no left."""
        found = []
        for index, entry in enumerate(self.text.split("; ")):
            words = entry.split()
            left, operator = ("", "") if index == 0 else words[:2]
            right, *features = words if index == 0 else words[2:]
            found.append((left, operator, right, dict(f.split("=") for f in features)))
        return found

    @property
    def request(self) -> str:
        """The pattern as a request."""
        clauses = []
        for left, operator, right, features in self.entries():
            if operator:
                clauses.append(_CLAUSES[operator].format(left=left, right=right))
            tests = ", ".join(f'{name}="{value}"' for name, value in features.items())
            clauses.append(f"{right} [{tests}]")
        return "pattern { " + "; ".join(clauses) + " }"

    def to_spacy(self) -> list[dict[str, Any]]:
        """Give the pattern as DependencyMatcher wants it."""
        pattern: list[dict[str, Any]] = []
        for left, operator, right, features in self.entries():
            attributes = {_ATTRIBUTES[name]: value for name, value in features.items()}
            if attributes.get("DEP") == "root":
                attributes["DEP"] = "ROOT"
            node: dict[str, Any] = {"RIGHT_ID": right, "RIGHT_ATTRS": attributes}
            if operator:
                node |= {"LEFT_ID": left, "REL_OP": operator}
            pattern.append(node)
        return pattern

    def order(self) -> list[int]:
        """Give where each variable of the request, in order of first mention, stands in spaCy's."""
        names = [right for _, _, right, _ in self.entries()]
        mentioned: dict[str, None] = {}
        for left, operator, right, _ in self.entries():
            turned = operator in ("<", ";*")
            for name in (right, left) if turned else (left, right):
                if name:
                    mentioned.setdefault(name)
        return [names.index(name) for name in mentioned]


PATTERNS = tuple(
    map(
        DependencyPattern,
        (
            "V upos=VERB; V > S deprel=nsubj",
            "V upos=VERB; V > O deprel=obj",
            "V upos=VERB; V > S upos=PRON deprel=nsubj; V > O upos=NOUN deprel=obj",
            "V upos=VERB; V > P deprel=compound:prt",
            "V upos=VERB; V > P upos=ADP deprel=compound:prt; V > O upos=NOUN deprel=obj",
            "N upos=NOUN; N > A upos=ADJ deprel=amod",
            "N upos=NOUN; N > A upos=ADJ deprel=amod; N > D upos=DET deprel=det",
            "N upos=NOUN; N > C upos=NOUN deprel=compound",
            "N upos=PROPN; N > F upos=PROPN deprel=flat",
            "N upos=NOUN; N > M upos=NOUN deprel=nmod; M > C lemma=of deprel=case",
            "N upos=NOUN; N > M deprel=nmod; M > C upos=ADP deprel=case; M > D deprel=det",
            "V upos=VERB; V > X upos=VERB deprel=xcomp",
            "V upos=VERB; V > X upos=VERB deprel=xcomp; X > T lemma=to deprel=mark",
            "V upos=VERB; V > C upos=VERB deprel=ccomp; C > S deprel=nsubj",
            "V upos=VERB; V > N deprel=obl; N > C lemma=in deprel=case",
            "V upos=VERB; V > A upos=ADV deprel=advmod",
            "V upos=VERB; V > A lemma=not",
            "A upos=ADJ; A > B deprel=cop; A > S deprel=nsubj",
            "A upos=NOUN; A > B lemma=be deprel=cop; A > S upos=PRON deprel=nsubj",
            "V upos=VERB; V > A upos=AUX deprel=aux; V > S deprel=nsubj",
            "V upos=VERB; V > A deprel=aux:pass; V > S deprel=nsubj:pass",
            "V upos=VERB; V > C upos=VERB deprel=conj; C > A lemma=and deprel=cc",
            "N upos=NOUN; N > C upos=NOUN deprel=conj; C > A deprel=cc",
            "N upos=NOUN; N > R upos=VERB deprel=acl:relcl",
            "N upos=NOUN; N > R upos=VERB deprel=acl:relcl; R > W upos=PRON",
            "V upos=VERB; V > A upos=VERB deprel=advcl; A > M upos=SCONJ deprel=mark",
            "V lemma=make; V > O upos=NOUN deprel=obj",
            "V lemma=take; V > O upos=NOUN deprel=obj; O > D deprel=det",
            "V lemma=have; V > O upos=NOUN deprel=obj",
            "V lemma=give; V > I deprel=iobj; V > O deprel=obj",
            "N upos=NOUN; N > P upos=PRON deprel=nmod:poss",
            "N upos=NOUN; N > Q upos=NUM deprel=nummod",
            "N upos=NOUN; N < V upos=VERB; N > D lemma=the",
            "O upos=NOUN deprel=obj; O < V upos=VERB; V > S upos=PROPN deprel=nsubj",
            "A upos=ADJ; A . N upos=NOUN",
            "V upos=VERB; V . D upos=DET; D . N upos=NOUN",
            "V lemma=go; V .* N upos=NOUN deprel=obl",
            "V deprel=root; V >> N lemma=people",
            "V deprel=root upos=VERB; V >> A upos=ADJ deprel=amod",
            "V upos=VERB; V >> N upos=PROPN deprel=nmod",
        ),
    )
)
