"""The trainable component that recognises named entities: spaCy's factory ``semgraph_ner``.

It tags tokens and decodes the tags, where spaCy's own ``ner`` makes a transition for each token;
that is faster, and lists of names are features among others, so that training says how far to
trust them. Annotations here are no strings: spaCy reads those of `EntityRecognizer.initialize`.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Any

from spacy.language import Language
from spacy.pipeline.trainable_pipe import TrainablePipe
from spacy.scorer import get_ner_prf
from spacy.tokens import Doc, Span
from spacy.training import Example, validate_examples, validate_get_examples
from spacy.vocab import Vocab
from thinc.api import Model, Optimizer, SequenceCategoricalCrossentropy, set_dropout_rate
from thinc.types import Floats2d

import semgraph.parse.entities.layer  # noqa: F401  # registers the model's architecture
from semgraph.parse.entities.tags import Tagset

_SAMPLE = 10  # examples that show the model its shapes
_NOT_NEGATED = "__not__"  # spaCy's prefix of negated labels; no tag begins with it

_MODEL = {
    "@architectures": "semgraph.EntityTagger.v1",
    "tok2vec": {
        "@architectures": "spacy.HashEmbedCNN.v2",
        "pretrained_vectors": None,
        "width": 96,
        "depth": 4,
        "embed_size": 2000,
        "window_size": 1,
        "maxout_pieces": 3,
        "subword_features": True,
    },
}


class EntityRecognizer(TrainablePipe):  # type: ignore[misc]  # spaCy has no types here
    """Recognises named entities, none overlapping, none over sentences where these are known.

    Entities that a Doc has already are left, and nothing is guessed over them.
    """

    def __init__(
        self,
        vocab: Vocab,
        model: Model[list[Doc], list[Floats2d]],
        name: str = "ner",
        *,
        scorer: Callable[..., Any] | None = get_ner_prf,
    ) -> None:
        self.vocab = vocab
        self.model = model
        self.name = name
        self.scorer = scorer
        self.cfg: dict[str, Any] = {"labels": []}

    @property
    def labels(self) -> tuple[str, ...]:
        """The types of entities."""
        return tuple(self.cfg["labels"])

    @property
    def label_data(self) -> tuple[str, ...]:
        """What `initialize` takes as ``labels``."""
        return self.labels

    def add_label(self, label: str) -> int:
        """Add a type of entities, before the model is initialized; 1 if it is new.

        Raises:
            ValueError: the model has been initialized.
        """
        if label in self.labels:
            return 0
        if self.model.get_ref("output_layer").has_dim("nO"):
            raise ValueError(
                f"cannot add the type {label!r} to {self.name!r}: its model has tags for"
                f" {', '.join(self.labels)} alone; train it anew"
            )
        self.cfg["labels"].append(label)
        self.vocab.strings.add(label)
        return 1

    def initialize(
        self,
        get_examples: Callable[[], Iterable[Example]],
        *,
        nlp: Language | None = None,  # noqa: ARG002  # spaCy gives it
        labels: Sequence[str] | None = None,
    ) -> None:
        """Take the types from examples, or from ``labels``, and set up the model."""
        validate_get_examples(get_examples, "EntityRecognizer.initialize")
        if labels is None:
            labels = sorted({span.label_ for one in get_examples() for span in one.y.ents})
        for label in labels:
            self.add_label(label)
        self._require_labels()
        docs = [one.x for one in islice(get_examples(), _SAMPLE)]
        width = len(self._tagset().tags)
        sample: Any = [self.model.ops.alloc2f(len(doc), width) for doc in docs]
        self.model.initialize(X=docs, Y=sample)

    def predict(self, docs: Iterable[Doc]) -> list[list[tuple[int, int, str]]]:
        """Give the entities of Docs: first token, end, type."""
        docs = list(docs)
        if not any(map(len, docs)):
            return [[] for _ in docs]
        tagset = self._tagset()
        ops: Any = self.model.ops
        found: list[list[tuple[int, int, str]]] = []
        for doc, scores in zip(docs, self.model.predict(docs), strict=True):
            starts = doc.to_array(["SENT_START"]).ravel() == 1
            found.append(list(tagset.spans(tagset.decode(ops.to_numpy(scores), starts))))
        return found

    def set_annotations(
        self, docs: Iterable[Doc], entities: Sequence[Sequence[tuple[int, int, str]]]
    ) -> None:
        """Write entities into Docs."""
        for doc, spans in zip(docs, entities, strict=True):
            kept = list(doc.ents)
            taken = {token.i for span in kept for token in span}
            doc.ents = kept + [
                Span(doc, start, end, label=label)
                for start, end, label in spans
                if taken.isdisjoint(range(start, end))
            ]

    def update(
        self,
        examples: Iterable[Example],
        *,
        drop: float = 0.0,
        sgd: Optimizer | None = None,
        losses: dict[str, float] | None = None,
    ) -> dict[str, float]:
        """Learn from examples; tokens whose annotation is missing are passed over."""
        losses = {} if losses is None else losses
        losses.setdefault(self.name, 0.0)
        examples = list(examples)
        validate_examples(examples, "EntityRecognizer.update")
        if not any(len(one.predicted) for one in examples):
            return losses
        set_dropout_rate(self.model, drop)
        scores, backprop = self.model.begin_update([one.predicted for one in examples])
        loss, gradient = self.get_loss(examples, scores)
        backprop(gradient)
        if sgd is not None:
            self.finish_update(sgd)
        losses[self.name] += loss
        return losses

    def get_loss(
        self, examples: Iterable[Example], scores: Sequence[Floats2d]
    ) -> tuple[float, list[Floats2d]]:
        """Give the cross-entropy of the tags and its gradient."""
        tags = self._tagset().tags
        known = frozenset(tags)
        truths = [
            [tag if tag in known else None for tag in one.get_aligned_ner()] for one in examples
        ]
        compute: Any = SequenceCategoricalCrossentropy(
            names=list(tags), normalize=False, neg_prefix=_NOT_NEGATED
        )
        gradient, loss = compute(scores, truths)
        return float(loss), gradient

    def _tagset(self) -> Tagset:
        return Tagset(self.labels)


@Language.factory(
    "semgraph_ner",
    assigns=["doc.ents", "token.ent_iob", "token.ent_type"],
    default_config={"model": _MODEL, "scorer": {"@scorers": "spacy.ner_scorer.v1"}},
    default_score_weights={"ents_f": 1.0, "ents_p": 0.0, "ents_r": 0.0, "ents_per_type": None},
)
def make_recognizer(
    nlp: Language,
    name: str,
    model: Model[list[Doc], list[Floats2d]],
    scorer: Callable[..., Any] | None,
) -> EntityRecognizer:
    """Make the component of a pipeline."""
    return EntityRecognizer(nlp.vocab, model, name, scorer=scorer)
