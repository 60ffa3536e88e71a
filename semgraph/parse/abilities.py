"""What a spaCy pipeline gives: tree, lemmas, parts of speech, features, tags, entities."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from spacy.language import Language

Ability: TypeAlias = Literal[
    "dependency tree", "lemmas", "parts of speech", "features", "fine tags", "named entities"
]
# By what spaCy's components say that they assign, and by the attribute in a rule of attributes.
_BY_ASSIGNED: dict[str, Ability] = {
    "token.dep": "dependency tree",
    "token.lemma": "lemmas",
    "token.pos": "parts of speech",
    "token.morph": "features",
    "token.tag": "fine tags",
    "doc.ents": "named entities",
}
_BY_ATTRIBUTE: dict[str, Ability] = {
    "LEMMA": "lemmas",
    "POS": "parts of speech",
    "MORPH": "features",
    "TAG": "fine tags",
}
ABILITIES: tuple[Ability, ...] = tuple(_BY_ASSIGNED.values())


def abilities(nlp: Language) -> tuple[Ability, ...]:
    """Tell what the components of a pipeline give, in the order of `ABILITIES`.

    A component is believed what it says that it assigns. An attribute ruler says nothing; what it
    gives is what its rules set, which in spaCy's own English pipelines are the parts of speech.
    """
    found = set()
    for name in nlp.pipe_names:
        meta = nlp.get_pipe_meta(name)
        found |= {_BY_ASSIGNED[what] for what in meta.assigns if what in _BY_ASSIGNED}
        if meta.factory == "attribute_ruler":
            rules = getattr(nlp.get_pipe(name), "patterns", ())
            set_ = {attribute for rule in rules for attribute in rule["attrs"]}
            found |= {_BY_ATTRIBUTE[each] for each in set_ if each in _BY_ATTRIBUTE}
    return tuple(ability for ability in ABILITIES if ability in found)
