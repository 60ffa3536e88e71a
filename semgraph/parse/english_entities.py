"""English entities: the trained recogniser's guesses, held against names and the words about them.

The recogniser has seen few names, so that of those it has not seen it guesses the type (``Fiji``: a
person) and the bounds. What the gazetteer or a word such as ``Inc.`` or ``River`` tells is put over
its guesses; where nothing is told, they stay, with titles and marks at their ends taken off.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from spacy.language import Language
from spacy.symbols import PROPN
from spacy.tokens import Span

from semgraph.parse.english_names import GIVEN, SURNAME, Gazetteer, gazetteer

if TYPE_CHECKING:
    from spacy.tokens import Doc

PER, ORG, LOC = "PER", "ORG", "LOC"


def _words(text: str) -> list[str]:
    return text.split()


# What follows a name and makes it an organisation or a place.
_SUFFIXES = frozenset(
    _words("Inc. Inc Corp. Corp Ltd. Ltd LLC L.L.C. LLP L.P. plc PLC GmbH N.V. Co.")
)
_HEADS = {
    **dict.fromkeys(
        _words(
            "Agency Airlines Airways Association Authority Brigade Brigades Bureau Coalition"
            " College Commission Committee Corporation Council Federation Foundation Group"
            " Holdings Institute Institution League Ministry Orchestra Organization Parliament"
            " Party Press Society Technologies Tribunal Union University"
        ),
        ORG,
    ),
    **dict.fromkeys(
        _words(
            "Airport Basin Bay Beach Canyon Channel Coast County Creek Desert Falls Forest"
            " Glacier Gulf Harbor Harbour Heights Hills Island Islands Isles Lake Mountain"
            " Mountains Ocean Park Peninsula Plateau Province Reef Ridge River Sea Strait"
            " Valley Volcano"
        ),
        LOC,
    ),
}
# What stands before "of" and a name.
_OF = {
    **dict.fromkeys(
        _words("Bank Bureau College Department Institute Ministry School University"), ORG
    ),
    **dict.fromkeys(_words("Bay Gulf Isle Sea Strait Straits"), LOC),
}
_LINKS = frozenset(["-", "&"])
_PARTICLES = frozenset(_words("al bin da de del della der dos el ibn la van von"))
_LONGEST_PERSON = 5

# What the annotation leaves outside of a name, without full stops.
_TITLES = frozenset(
    _words(
        "a an the mr mrs ms miss dr prof sen rep gov gen col capt sgt lt rev president senator"
        " governor general colonel captain major sergeant judge justice professor minister"
        " secretary king queen prince princess pope ayatollah uncle aunt chairman director"
        " mayor ceo"
    )
)
_DATES = frozenset(
    _words(
        "monday tuesday wednesday thursday friday saturday sunday january february march april"
        " may june july august september october november december"
    )
)


class Name(NamedTuple):
    """An entity: first token, end, and type."""

    start: int
    end: int
    type: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a Doc; positions are those of the Doc.

    Attributes:
        words: forms of the Doc's tokens; in lower case where the case tells nothing.
        proper: whether each token is tagged PROPN and, where the case tells, capitalised.
        start: first token of the sentence.
        stop: its end.
        names: the gazetteer; in lower case where the case tells nothing.
    """

    words: Sequence[str]
    proper: Sequence[bool]
    start: int
    stop: int
    names: Gazetteer

    def continues(self, at: int) -> bool:
        """Tell whether a token is a proper noun of the sentence."""
        return self.start <= at < self.stop and self.proper[at]

    def sure(self, start: int, end: int) -> bool:
        """Tell whether a name of the gazetteer is one where it stands.

        A common word is one only as a proper noun, not at the start of a sentence.
        """
        if end - start == 1 and self.words[start] in self.names.common:
            return self.proper[start] and start != self.start
        return self.proper[start] or (end - start > 1 and self.names.folded is not None)


def correct_entities(doc: Doc) -> Doc:
    """Correct the entities of a tagged Doc, in place: spaCy's ``semgraph_en_entities``."""
    spans = {Name(span.start, span.end, span.label_): span for span in doc.ents}
    proper = [token.pos == PROPN for token in doc]
    if not spans and True not in proper:
        return doc
    words = [token.text for token in doc]
    starts = [at for at, token in enumerate(doc) if token.is_sent_start is True or not at]
    told = [
        name
        for start, stop in pairwise([*starts, len(words)])
        if True in proper[start:stop]
        for name in evidence(words, proper, start, stop)
    ]
    better = merge([cut for guess in spans for cut in trim(words, guess)], told)
    if better != list(spans):
        doc.ents = [
            spans[name] if name in spans else Span(doc, name.start, name.end, name.type)
            for name in better
        ]
    return doc


Language.component(
    "semgraph_en_entities",
    assigns=["doc.ents"],
    requires=["token.pos", "doc.ents"],
    func=correct_entities,
)


def trim(words: Sequence[str], guess: Name) -> Iterator[Name]:
    """Take off what is no part of a name: marks, addresses, titles, days and months.

    Gives nothing if nothing is left.
    """
    start, end, type_ = guess
    while start < end and (
        _is_foreign(words[start]) or (end - start > 1 and _bare(words[start]) in _TITLES)
    ):
        start += 1
    while start < end and (
        _is_foreign(words[end - 1]) or (end - start > 1 and _bare(words[end - 1]) in _DATES)
    ):
        end -= 1
    if start < end:
        yield Name(start, end, type_)


def merge(guesses: Sequence[Name], told: Sequence[Name]) -> list[Name]:
    """Put what is told over the guesses, sorted, none overlapping.

    Of what is told the longest counts. A guess stays if it reaches over all that is told about its
    tokens, for then more than that was seen; what is told stays otherwise.
    """
    chosen: list[Name] = []
    for name in sorted(told, key=lambda name: (name.start - name.end, name.start)):
        if not any(_overlap(name, other) for other in chosen):
            chosen.append(name)
    kept = []
    for guess in guesses:
        inside = [name for name in chosen if _overlap(name, guess)]
        if all(_reaches_over(guess, name) for name in inside):
            kept.append(guess)
            chosen = [name for name in chosen if name not in inside]
    return sorted(kept + chosen)


def evidence(words: Sequence[str], proper: Sequence[bool], start: int, stop: int) -> list[Name]:
    """Give what names, heads and given names tell about a sentence; they may overlap."""
    sentence = _sentence(words, proper, start, stop)
    return [name for rule in RULES for name in rule(sentence)]


def known_names(sentence: Sentence) -> Iterator[Name]:
    """Find the names of the gazetteer; a public person's with the given names before it."""
    at = sentence.start
    while at < sentence.stop:
        found = sentence.names.find(sentence.words, at, sentence.stop)
        end, type_ = found or (at + 1, GIVEN)
        if type_ != GIVEN and sentence.sure(at, end):
            yield Name(at, end, PER if type_ == SURNAME else type_)
        at = end


def persons(sentence: Sentence) -> Iterator[Name]:
    """Find given names, with the proper nouns after them as far as they are no other name."""
    names, words = sentence.names, sentence.words
    at = sentence.start
    while at < sentence.stop:
        end = at + 1
        if names.types.get(words[at]) == GIVEN and sentence.sure(at, end):
            longest = min(at + _LONGEST_PERSON, sentence.stop)
            while end < longest and _continues_person(sentence, end):
                end += 1
            while not sentence.continues(end - 1):
                end -= 1
            yield Name(at, end, PER)
        at = end


def heads(sentence: Sentence) -> Iterator[Name]:
    """Find proper nouns that end in a head or a legal suffix, or go on after "of"."""
    words = sentence.words
    for at in range(sentence.start, sentence.stop):
        word = words[at]
        if word in _SUFFIXES:
            before = at - 1 if at > sentence.start and words[at - 1] == "," else at
            start = _back(sentence, before)
            if start < before:
                yield Name(start, at + 1, ORG)
        elif word in _OF and at + 2 < sentence.stop and words[at + 1] == "of":
            end = _forth(sentence, at + 2)
            if end > at + 2:
                yield Name(_back(sentence, at), end, _OF[word])
        elif word in _HEADS and sentence.proper[at] and not sentence.continues(at + 1):
            start = _back(sentence, at)
            if start < at:
                yield Name(start, at + 1, _HEADS[word])


RULES = (known_names, persons, heads)


def _sentence(words: Sequence[str], proper: Sequence[bool], start: int, stop: int) -> Sentence:
    names = gazetteer()
    rest = "".join(word for word in words[start + 1 : stop] if word != "I")
    if names.folded and (rest.islower() or rest.isupper()):
        return Sentence([word.lower() for word in words], proper, start, stop, names.folded)
    capital = [tag and word[:1].isupper() for word, tag in zip(words, proper, strict=True)]
    return Sentence(words, capital, start, stop, names)


def _continues_person(sentence: Sentence, at: int) -> bool:
    """Tell whether a token goes on with a person's name."""
    word = sentence.words[at]
    if word in _PARTICLES or word == "-":
        return sentence.continues(at + 1) or sentence.words[at + 1 : at + 2] == ["-"]
    if not sentence.proper[at] or not word[0].isalpha() or _bare(word) in _DATES:
        return False
    found = sentence.names.find(sentence.words, at, sentence.stop)
    return found is None or found[1] in (GIVEN, SURNAME)


def _back(sentence: Sentence, at: int) -> int:
    """Give where the proper nouns that end before a token begin."""
    while sentence.continues(at - 1) and _bare(sentence.words[at - 1]) not in _TITLES | _DATES:
        at -= 1
        if sentence.words[at - 1] in _LINKS and sentence.continues(at - 2):
            at -= 1
    return at


def _forth(sentence: Sentence, at: int) -> int:
    """Give the end of the proper nouns from a token on, over "and" and links."""
    if sentence.words[at] == "the":
        at += 1
    while sentence.continues(at):
        at += 1
        if sentence.continues(at + 1) and sentence.words[at] in _LINKS | {"and"}:
            at += 1
    return at


def _overlap(one: Name, other: Name) -> bool:
    return one.start < other.end and other.start < one.end


def _reaches_over(guess: Name, name: Name) -> bool:
    return guess.start <= name.start and name.end <= guess.end and guess[:2] != name[:2]


def _bare(word: str) -> str:
    return word.lower().rstrip(".")


def _is_foreign(word: str) -> bool:
    """Tell whether a token is a mark, a possessive ending or an e-mail address."""
    return (
        not any(map(str.isalnum, word))
        or ("@" in word and "." in word)
        or word.lower() in ("'s", "’s")
    )
