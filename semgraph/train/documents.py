"""Training documents: sentences of treebanks made to look like text.

Sentences are gathered into documents of one to ten, several times over with other groupings, so
that a pipeline learns both single sentences and running text, and does not learn which sentence
follows which. Words of a multiword token (``do`` + ``n't``) stay words, as spaCy's tokenizer makes
them; where the words do not spell the token, its highest word speaks for it. All rounds but the
first are varied: see `semgraph.train.augment`.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from spacy.tokens import Doc
from spacy.vocab import Vocab

from semgraph.parse import Parse
from semgraph.train.augment import Augmenter
from semgraph.train.entities import MISSING

_SENTENCES = 10  # in a document, at most
_TEXT = ("form", "word", "lemma", "upos", "xpos", "feats", "deprel", "space")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as the pipeline is to see it, one entry a token in every list.

    Attributes:
        words: the tokens.
        spaces: whether a space follows.
        lemmas, tags, pos, morphs, deps: annotation; ``tags`` are language-specific tags (xpos).
        heads: index of the head in the sentence, the token's own for the root.
        ents: entity tags (IOB2), an empty one where not known.
    """

    words: list[str] = field(default_factory=list)
    spaces: list[bool] = field(default_factory=list)
    lemmas: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    pos: list[str] = field(default_factory=list)
    morphs: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    deps: list[str] = field(default_factory=list)
    ents: list[str] = field(default_factory=list)


def sentences(
    parse: Parse, entities: Mapping[tuple[str, ...], Sequence[str]] | None = None
) -> Iterator[Sentence]:
    """Give the sentences of a treebank.

    Args:
        parse: the treebank, one sentence a document.
        entities: entity tags of a sentence by its words; where it has none they are missing.
    """
    columns = {name: parse.strings.decode(getattr(parse, name)) for name in _TEXT}
    heads = parse.head.tolist()
    bounds = parse.doc_start.tolist()
    for first, last in pairwise(bounds):
        words = tuple(columns["word"][first:last])
        tags = (entities or {}).get(words) or (MISSING,) * len(words)
        yield _sentence(columns, heads, range(first, last), tags)


def _sentence(
    columns: Mapping[str, list[str]], heads: Sequence[int], rows: range, entities: Sequence[str]
) -> Sentence:
    made = Sentence()
    place: dict[int, int] = {}  # row -> token
    tops: list[int] = []
    for text, row, members, space in _tokens(columns, heads, rows):
        place.update(dict.fromkeys(members, len(made.words)))
        tops.append(row)
        made.words.append(text)
        made.spaces.append(bool(space))
        made.lemmas.append(columns["lemma"][row])
        made.tags.append(columns["xpos"][row])
        made.pos.append(columns["upos"][row])
        made.morphs.append(columns["feats"][row])
        made.deps.append(columns["deprel"][row] if heads[row] >= 0 else "ROOT")
        made.ents.append(entities[members.start - rows.start])
    made.heads.extend(
        place[heads[row]] if heads[row] >= 0 else index for index, row in enumerate(tops)
    )
    return made


def _tokens(
    columns: Mapping[str, list[str]], heads: Sequence[int], rows: range
) -> Iterator[tuple[str, int, range, str]]:
    """Yield tokens: text, row that speaks for it, rows it stands for, space behind."""
    forms, words, spaces = columns["form"], columns["word"], columns["space"]
    row = rows.start
    while row < rows.stop:
        end = row + 1
        while end < rows.stop and not forms[end]:
            end += 1
        members = range(row, end)
        if "".join(words[row:end]) == forms[row]:
            for one in members:
                yield words[one], one, range(one, one + 1), spaces[one]
        else:
            top = next(one for one in members if heads[one] not in members)
            yield forms[row], top, members, spaces[end - 1]
        row = end


def documents(
    treebank: Sequence[Sentence],
    vocab: Vocab,
    chance: random.Random,
    *,
    rounds: int = 1,
    augmenter: Augmenter | None = None,
) -> Iterator[Doc]:
    """Gather sentences into documents.

    Args:
        treebank: the sentences, in the order of the treebank.
        vocab: vocabulary of the Docs.
        chance: decides on groups, breaks and variation.
        rounds: how often each sentence stands in the result. In every second round the order of
            the sentences is left to chance too.
        augmenter: varies the sentences of all rounds but the first.
    """
    for number in range(rounds):
        order = list(range(len(treebank)))
        if number % 2:
            chance.shuffle(order)
        start = 0
        while start < len(order):
            end = start + chance.randint(1, _SENTENCES)
            group = [treebank[index] for index in order[start:end]]
            if number and augmenter is not None:
                group = [augmenter(sentence, chance) for sentence in group]
            yield document(group, vocab)
            start = end


def document(group: Sequence[Sentence], vocab: Vocab) -> Doc:
    """Make one document of sentences, a space between them.

    Line breaks and other white space are not strewn in: a text is parsed without them (see
    `semgraph.parse.blanks`).
    """
    whole = Sentence()
    for sentence in group:
        if whole.words:
            whole.spaces[-1] = True
        first = len(whole.words)
        for name in ("words", "spaces", "lemmas", "tags", "pos", "morphs", "deps", "ents"):
            getattr(whole, name).extend(getattr(sentence, name))
        whole.heads.extend(first + head for head in sentence.heads)
    return Doc(
        vocab,
        words=whole.words,
        spaces=whole.spaces,
        lemmas=whole.lemmas,
        tags=whole.tags,
        pos=whole.pos,
        morphs=whole.morphs,
        heads=whole.heads,
        deps=whole.deps,
        ents=whole.ents,
    )
