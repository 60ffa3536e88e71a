"""From a plan to a pipeline that is ready to be trained."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import spacy
from spacy.training import Example
from spacy.util import registry

from semgraph.errors import UsageError
from semgraph.parse.pipeline import register
from semgraph.train.augment import augmenter
from semgraph.train.documents import documents
from semgraph.train.recipe import (
    LANGUAGES,
    Component,
    LanguageRecipe,
    Layer,
    Settings,
    pipeline_config,
    pipeline_section,
)
from semgraph.train.treebanks import Treebanks

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


def blank_pipeline(language: str) -> Language:
    """Make a pipeline without components, with the tokenizer that the trained one will have.

    Raises:
        UsageError: spaCy does not know the language, or lacks a package for it.
    """
    return _prepared(language, {"nlp": pipeline_section(language)})


def new_pipeline(
    language: str, treebanks: Treebanks, settings: Settings, vectors: Path | None
) -> Language:
    """Make the pipeline with all components, not initialized yet."""
    config = pipeline_config(
        language, components(treebanks), settings, None if vectors is None else str(vectors)
    )
    return _prepared(language, config)


def components(treebanks: Treebanks) -> tuple[Component, ...]:
    """Say which components the annotation of a treebank can train."""
    wanted: dict[Component, bool] = {
        "tok2vec": True,
        "senter": True,
        "tagger": treebanks.tagged,
        "morphologizer": True,
        "trainable_lemmatizer": treebanks.lemmatized,
        "parser": True,
        "ner": treebanks.named,
    }
    return tuple(name for name, is_wanted in wanted.items() if is_wanted)


def training_examples(nlp: Language, treebanks: Treebanks, settings: Settings) -> list[Example]:
    """Gather and vary the training sentences."""
    docs = documents(
        treebanks.train,
        nlp.vocab,
        random.Random(settings.seed),  # reproducible, not secret
        rounds=settings.rounds,
        augmenter=augmenter(nlp.lang or ""),
    )
    return _examples(nlp, list(docs))


def development_examples(nlp: Language, treebanks: Treebanks) -> list[Example]:
    """Gather the development sentences, unvaried; always the same documents."""
    return _examples(nlp, list(documents(treebanks.development, nlp.vocab, random.Random(0))))


def _prepared(language: str, config: Layer) -> Language:
    register()
    try:
        nlp = spacy.util.load_model_from_config(config, auto_fill=True)
    except ImportError as error:
        raise UsageError(
            f"spaCy cannot make a tokenizer for the language {language!r}: {error}; 'xx' is one"
            " for languages that it does not know"
        ) from error
    recipe = LANGUAGES.get(language, LanguageRecipe())
    if recipe.tokenizer is not None:
        registry.callbacks.get(recipe.tokenizer)()(nlp)
    return nlp


def _examples(nlp: Language, docs: Sequence[Doc]) -> list[Example]:
    return [Example(nlp.make_doc(doc.text), doc) for doc in docs]
