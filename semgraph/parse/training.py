"""Training data for the embedded pipelines: ``python -m semgraph.parse.training``.

Sentences are gathered into documents of one to ten, so that a pipeline learns both single sentences
and running text. Words of a multiword token (``do`` + ``n't``) stay words, as spaCy's tokenizer
makes them. Line breaks and double spaces are strewn in, since treebanks have none and texts do.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import spacy
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

from semgraph.errors import UsageError
from semgraph.parse.columns import Parse
from semgraph.parse.conllu import read_conllu

_SENTENCES = 10  # in a document, at most
_BREAKS = (" ",) * 40 + ("\n",) * 5 + ("\n\n",) * 4 + ("  ",)  # between sentences
_STRAY = ("\n", "\n", " ")  # behind a word
_STRAY_SHARE = 0.006
_LEADING_SHARE = 0.02


@dataclass(slots=True)
class _Draft:
    """A document in the making; heads are absolute."""

    words: list[str] = field(default_factory=list)
    spaces: list[bool] = field(default_factory=list)
    lemmas: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    pos: list[str] = field(default_factory=list)
    morphs: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    deps: list[str] = field(default_factory=list)

    def add_space(self, text: str, tagged: bool) -> None:
        """Add white space: one space belongs to the word before, the rest is a token."""
        if self.words and text.startswith(" ") and not self.spaces[-1]:
            self.spaces[-1] = True
            text = text[1:]
        if not text:
            return
        here = len(self.words)
        self.words.append(text)
        self.spaces.append(False)
        self.lemmas.append(text)
        self.tags.append("_SP" if tagged else "")
        self.pos.append("SPACE")
        self.morphs.append("")
        self.heads.append(here - 1 if here else 1)
        self.deps.append("dep")

    def doc(self, vocab: Vocab) -> Doc:
        """Make the Doc."""
        return Doc(
            vocab,
            words=self.words,
            spaces=self.spaces,
            lemmas=self.lemmas,
            tags=self.tags,
            pos=self.pos,
            morphs=self.morphs,
            heads=self.heads,
            deps=self.deps,
        )


def convert(parse: Parse, vocab: Vocab, chance: random.Random) -> Iterator[Doc]:
    """Turn a treebank into training documents."""
    columns = {
        name: parse.strings.decode(getattr(parse, name))
        for name in ("form", "word", "lemma", "upos", "xpos", "feats", "deprel", "space")
    }
    heads = parse.head.tolist()
    tagged = any(columns["xpos"])
    bounds = parse.doc_start.tolist()
    sentence = 0
    while sentence < len(parse):
        draft = _Draft()
        if chance.random() < _LEADING_SHARE:
            draft.add_space(chance.choice(_STRAY), tagged)
        for _ in range(chance.randint(1, _SENTENCES)):
            if sentence == len(parse):
                break
            if draft.words and draft.pos[-1] != "SPACE":
                draft.add_space(chance.choice(_BREAKS), tagged)
            _add_sentence(
                draft, columns, heads, range(bounds[sentence], bounds[sentence + 1]), chance
            )
            sentence += 1
        yield draft.doc(vocab)


def _add_sentence(
    draft: _Draft,
    columns: dict[str, list[str]],
    heads: Sequence[int],
    rows: range,
    chance: random.Random,
) -> None:
    tagged = any(columns["xpos"])
    place: dict[int, int] = {}  # row -> index in the document
    kept: list[tuple[int, int]] = []  # index in the document, row
    for group in _tokens(columns, heads, rows):
        if kept and chance.random() < _STRAY_SHARE:
            draft.spaces[-1] = False
            draft.add_space(chance.choice(_STRAY), tagged)
        for text, row, members, space in group:
            place.update(dict.fromkeys(members, len(draft.words)))
            kept.append((len(draft.words), row))
            draft.words.append(text)
            draft.spaces.append(bool(space))
            draft.lemmas.append(columns["lemma"][row])
            draft.tags.append(columns["xpos"][row])
            draft.pos.append(columns["upos"][row])
            draft.morphs.append(columns["feats"][row])
            draft.heads.append(-1)
            draft.deps.append(columns["deprel"][row] if heads[row] >= 0 else "ROOT")
    for index, row in kept:
        draft.heads[index] = place[heads[row]] if heads[row] >= 0 else index


def _tokens(
    columns: dict[str, list[str]], heads: Sequence[int], rows: range
) -> Iterator[list[tuple[str, int, range, str]]]:
    """Yield surface tokens as words: text, row, the rows it stands for, space behind."""
    forms, words, spaces = columns["form"], columns["word"], columns["space"]
    row = rows.start
    while row < rows.stop:
        end = row + 1
        while end < rows.stop and not forms[end]:
            end += 1
        members = range(row, end)
        if "".join(words[row:end]) == forms[row]:
            yield [(words[one], one, range(one, one + 1), spaces[one]) for one in members]
        else:  # the words do not spell the surface: one token, its highest word speaks for it
            top = next(one for one in members if heads[one] not in members)
            yield [(forms[row], top, members, spaces[end - 1])]
        row = end


def main(arguments: Sequence[str]) -> None:
    """Write ``OUT.spacy`` from treebanks: ``LANGUAGE OUT.spacy TREEBANK …``."""
    if len(arguments) < 3:
        raise UsageError("usage: python -m semgraph.parse.training LANGUAGE OUT.spacy TREEBANK …")
    language, out, *treebanks = arguments
    vocab = spacy.blank(language).vocab
    chance = random.Random(0)  # reproducible, not secret
    docs = [doc for path in treebanks for doc in convert(read_conllu(path), vocab, chance)]
    DocBin(docs=docs).to_disk(out)


if __name__ == "__main__":
    main(sys.argv[1:])
