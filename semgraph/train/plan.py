"""What is to be trained, from what, and how it is recognised when a run is taken up again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from semgraph.parse.read import read_bytes
from semgraph.train.recipe import Settings


@dataclass(frozen=True, slots=True)
class Plan:
    """A pipeline to be trained.

    Attributes:
        language: code of the language, one that spaCy has a tokenizer for.
        train: treebanks to train on, CoNLL-U.
        development: treebanks that choose the best step and are scored.
        entities: IOB2 files with the entities of the training sentences, if any.
        development_entities: those of the development sentences.
        types: types of entities.
        texts: plain texts that word vectors are learned from, if any.
        name: name of the pipeline, without the language.
        version: its version.
        licence: of the weights, which the treebanks' licence decides.
        sources: names or addresses of the data, for the model card.
        text_source: what the texts are, for the model card.
    """

    language: str
    train: tuple[Path, ...]
    development: tuple[Path, ...]
    entities: tuple[Path, ...] = ()
    development_entities: tuple[Path, ...] = ()
    types: tuple[str, ...] = ("PER", "ORG", "LOC")
    texts: tuple[Path, ...] = ()
    name: str = "pipeline"
    version: str = "0.1.0"
    licence: str = ""
    sources: tuple[str, ...] = ()
    text_source: str = "plain text"

    def files(self) -> Iterator[Path]:
        """Give all the files that the pipeline depends on."""
        yield from self.train
        yield from self.development
        yield from self.entities
        yield from self.development_entities
        yield from self.texts


def fingerprint(plan: Plan, settings: Settings) -> str:
    """Hash everything that the weights depend on: data, settings, version of spaCy.

    Raises:
        InputError: a file cannot be read.
    """
    digest = hashlib.sha256()
    facts = [plan.language, plan.types, asdict(settings), version("spacy")]
    digest.update(json.dumps(facts, sort_keys=True).encode())
    for path in plan.files():
        digest.update(hashlib.sha256(read_bytes(path)).digest())
    return digest.hexdigest()
