"""What a pipeline is made of: its components, word features and training settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

Layer: TypeAlias = dict[str, Any]

Component: TypeAlias = Literal[
    "tok2vec", "senter", "tagger", "morphologizer", "trainable_lemmatizer", "parser", "ner"
]


@dataclass(frozen=True, slots=True)
class LanguageRecipe:
    """What is particular to a language.

    Attributes:
        attrs: attributes of a word that are embedded, with the rows of their tables.
        vector_attr: attribute that word vectors are looked up by.
        names: whether lists of names help to recognise entities.
        before: callback that prepares the vocabulary, also when the pipeline is loaded.
        tokenizer: callback that sets the tokenizer's rules before training.
        after: components that stand behind a trained one and correct it, each with that one; it
            is left out where that is.
    """

    attrs: Mapping[str, int] = field(
        default_factory=lambda: {"NORM": 5000, "PREFIX": 1000, "SUFFIX": 2500, "SHAPE": 1000}
    )
    vector_attr: str = "NORM"
    names: bool = False
    before: str | None = None
    tokenizer: str | None = None
    after: Mapping[str, Component] = field(default_factory=dict)


# spaCy takes a tag with this before it as the negation of a tag; its own "!" is a tag in places.
_NEVER_A_TAG = "__not__"
# How often an edit tree must stand in the treebank; rarer ones cost time and say little.
_TREES = 3

LANGUAGES: Mapping[str, LanguageRecipe] = {
    "en": LanguageRecipe(
        vector_attr="LOWER",
        names=True,
        tokenizer="semgraph.en_tokenizer.v1",
        after={"semgraph_en_lemmas": "trainable_lemmatizer"},
    ),
    "ru": LanguageRecipe(
        attrs={"NORM": 5000, "LOWER": 5000, "PREFIX": 2500, "SUFFIX": 2500, "SHAPE": 1000},
        before="semgraph.ru_features.v1",
        tokenizer="semgraph.ru_tokenizer.v1",
        after={
            "semgraph_web_sentences": "senter",
            "semgraph_ru_feats": "morphologizer",
            "semgraph_ru_lemmas": "trainable_lemmatizer",
        },
    ),
}


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of a training run; those of the shipped pipelines stand in their model cards.

    Attributes:
        seed: of everything that is left to chance.
        steps: updates of the weights.
        batch: words in a batch.
        dropout: share of activations that an update leaves out.
        learning_rate: the highest; it rises over the first tenth of the steps and falls to zero.
        evaluations: how often the development data are scored on the way.
        rounds: how often each sentence stands among the training documents.
        width: width of the hidden layers that the components share.
        depth: how many of them.
        hidden: width of the parser's own hidden layer.
        vector_width: width of the word vectors.
        vector_words: words that have one, at most.
        vector_epochs: passes over the text they are learned from.
    """

    seed: int = 0
    steps: int = 4000
    batch: int = 1000
    dropout: float = 0.15
    learning_rate: float = 0.002
    evaluations: int = 10
    rounds: int = 4
    width: int = 96
    depth: int = 4
    hidden: int = 128
    vector_width: int = 64
    vector_words: int = 40_000
    vector_epochs: int = 3


def pipeline_config(
    language: str,
    components: tuple[Component, ...],
    settings: Settings,
    vectors: str | None = None,
) -> Layer:
    """Give spaCy's configuration of a pipeline.

    Args:
        language: code of the language.
        components: the trained components, in order.
        settings: widths and depths.
        vectors: file of word vectors; none without.
    """
    recipe = LANGUAGES.get(language, LanguageRecipe())
    names = language if recipe.names else None
    made = {name: _component(name, settings, names) for name in components}
    made["tok2vec"] = {
        "factory": "tok2vec",
        "model": {
            "@architectures": "spacy.Tok2Vec.v2",
            "embed": {
                "@architectures": "semgraph.VectorEmbed.v1",
                "width": settings.width,
                "attrs": list(recipe.attrs),
                "rows": list(recipe.attrs.values()),
                "vector_attr": recipe.vector_attr,
                "vector_width": settings.vector_width if vectors else 0,
                "vectors": vectors,
            },
            "encode": {
                "@architectures": "spacy.MaxoutWindowEncoder.v2",
                "width": settings.width,
                "depth": settings.depth,
                "window_size": 1,
                "maxout_pieces": 3,
            },
        },
    }
    section = pipeline_section(language) | {"pipeline": list(made)}
    return {"nlp": section, "components": made}


def pipeline_section(language: str) -> Layer:
    """Give the section ``nlp`` of a pipeline without components."""
    recipe = LANGUAGES.get(language, LanguageRecipe())
    before = recipe.before
    return {"lang": language, "pipeline": []} | (
        {} if before is None else {"after_creation": {"@callbacks": before}}
    )


def _component(name: Component, settings: Settings, names: str | None) -> Layer:
    listener = {
        "@architectures": "spacy.Tok2VecListener.v1",
        "width": settings.width,
        "upstream": "tok2vec",
    }
    if name == "parser":
        model = {
            "@architectures": "spacy.TransitionBasedParser.v2",
            "state_type": "parser",
            "extra_state_tokens": False,
            "hidden_width": settings.hidden,
            "maxout_pieces": 3,
            "use_upper": True,
            "tok2vec": listener,
        }
    elif name == "ner":
        model = {"@architectures": "semgraph.EntityTagger.v1", "names": names, "tok2vec": listener}
    else:
        model = {"@architectures": "spacy.Tagger.v2", "tok2vec": listener}
    own: Mapping[str, Layer] = {
        "tagger": {"label_smoothing": 0.05, "neg_prefix": _NEVER_A_TAG},
        "morphologizer": {"label_smoothing": 0.05, "overwrite": True},
        "trainable_lemmatizer": {"min_tree_freq": _TREES * settings.rounds, "overwrite": True},
    }
    factory = "semgraph_ner" if name == "ner" else name
    return {"factory": factory, "model": model, **own.get(name, {})}
