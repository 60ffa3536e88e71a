"""Treebanks as training sentences: read, cleaned, brought to one convention."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from semgraph.errors import InputError
from semgraph.parse import read_conllu
from semgraph.train.documents import Sentence, sentences
from semgraph.train.entities import read_entities
from semgraph.train.russian import harmonize

_TAGGED = 0.9  # share of the words that must have a tag, for a tagger to be trained
_LEAK = 8  # words from which on a sentence of the development data must not stand in training


@dataclass(frozen=True, slots=True)
class Treebanks:
    """What a pipeline is trained on.

    Attributes:
        train: training sentences.
        development: development sentences.
        tagged: whether nearly all training words have a language-specific tag (xpos).
        featured: whether they have features.
        lemmatized: whether they have lemmas.
        named: whether they have entity tags.
        without_tree: training sentences left out because a word has no relation, or since they
            have not one root.
        leaked: training sentences left out because they stand in the development data.
    """

    train: list[Sentence]
    development: list[Sentence]
    tagged: bool
    featured: bool
    lemmatized: bool
    named: bool
    without_tree: int
    leaked: int


def read_treebanks(
    language: str,
    train: Sequence[Path],
    development: Sequence[Path],
    entities: Sequence[Path] = (),
    development_entities: Sequence[Path] = (),
    types: Sequence[str] = (),
) -> Treebanks:
    """Read treebanks, and clean what is trained on; development data stay as they are.

    Args:
        language: code of the language; Russian treebanks are brought to one convention.
        train: CoNLL-U files.
        development: CoNLL-U files.
        entities: IOB2 files of the training sentences.
        development_entities: IOB2 files of the development sentences.
        types: types of entities that are wanted.

    Raises:
        ConlluError: a treebank breaks the format.
        InputError: a file cannot be read, or no sentence is left to train on.
    """
    read = list(_read(train, entities, types))
    held = list(_read(development, development_entities, types))
    whole = [one for one in read if _is_tree(one)]
    reserved = {tuple(one.words) for one in held if len(one.words) >= _LEAK}
    kept = [one for one in whole if tuple(one.words) not in reserved]
    for left, paths in ((kept, train), (held, development)):
        if not left:
            raise InputError("no sentence with a dependency tree", source=str(paths[0]))
    if language == "ru":
        kept = list(map(harmonize, kept))
    return Treebanks(
        train=kept,
        development=held,
        tagged=_share(tag for one in kept for tag in one.tags) >= _TAGGED,
        featured=any(any(one.morphs) for one in kept),
        lemmatized=any(any(one.lemmas) for one in kept),
        named=any(tag[:1] == "B" for one in kept for tag in one.ents),
        without_tree=len(read) - len(whole),
        leaked=len(whole) - len(kept),
    )


def _read(
    treebanks: Sequence[Path], entities: Sequence[Path], types: Sequence[str]
) -> Iterator[Sentence]:
    known = {key: tags for path in entities for key, tags in read_entities(path, types).items()}
    for path in treebanks:
        yield from sentences(read_conllu(path), known)


def _share(values: Iterable[str]) -> float:
    """Give the share of the values that are not empty."""
    known = [bool(value) for value in values]
    return sum(known) / len(known)


def _is_tree(sentence: Sentence) -> bool:
    return all(sentence.deps) and sum(dep == "ROOT" for dep in sentence.deps) == 1
