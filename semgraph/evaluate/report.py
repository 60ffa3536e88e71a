"""Reports of an evaluation: several pipelines on one gold file, as JSON."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path

from semgraph.errors import InputError
from semgraph.evaluate.entities import found_entities, require_entities, score_entities
from semgraph.evaluate.gold import Documents
from semgraph.evaluate.iob import NamedTexts, read_iob
from semgraph.evaluate.parse import score_parse, score_segmentation
from semgraph.evaluate.run import Parsed, parse_in_turn
from semgraph.evaluate.score import Score
from semgraph.evaluate.treebank import Treebank, read_treebank
from semgraph.parse import Parse, TextParser
from semgraph.types import Json


def evaluate_parse(
    gold: str | Path, parsers: Sequence[TextParser], documents: Documents | None = None
) -> Json:
    """Score pipelines on a treebank from raw text; see `semgraph.evaluate.parse`.

    Args:
        gold: a CoNLL-U file, plain or packed.
        parsers: the pipelines; speed is told as a multiple of the first one's.
        documents: what is parsed at once; every sentence alone by default.

    Raises:
        InputError: the gold file cannot be used, see `read_treebank`.
        PipelineError: a pipeline fails.
    """
    return _on_treebank("parse", gold, parsers, documents or Documents(), score_parse)


def evaluate_segmentation(
    gold: str | Path, parsers: Sequence[TextParser], documents: Documents | None = None
) -> Json:
    """Score sentences and tokens alone; arguments and errors as those of `evaluate_parse`.

    By default ten sentences make a document.
    """
    documents = documents or Documents("document")
    task = "segmentation-of-sentences"
    return _on_treebank(task, gold, parsers, documents, score_segmentation)


def evaluate_ner(
    gold: str | Path,
    parsers: Sequence[TextParser],
    documents: Documents | None = None,
    *,
    types: Collection[str] = (),
) -> Json:
    """Score the named entities of pipelines, from raw text; see `semgraph.evaluate.entities`.

    Args:
        gold: an IOB2 file, plain or packed.
        parsers: the pipelines; speed is told as a multiple of the first one's.
        documents: what is parsed at once; every sentence alone by default.
        types: of entities that count; all types of the gold file by default.

    Raises:
        InputError: the gold file cannot be used, see `read_iob`, or has no entity of the types.
        PipelineError: a pipeline fails, or does not find entities.
    """
    documents = documents or Documents()
    truth = read_iob(gold)
    known = {entity.type for entity in truth.entities}
    counted = sorted(set(types) or known)
    entities = [entity for entity in truth.entities if entity.type in counted]
    if not entities:
        wanted = f" of type {', '.join(counted)}" if known else ""
        hint = f"its types are {', '.join(sorted(known))}" if known else None
        raise InputError(f"there is no entity{wanted} here", source=str(gold), hint=hint)
    for parser in parsers:
        require_entities(parser)
    texts = documents.texts(truth.sentences)
    parsed = parse_in_turn(parsers, texts)
    return {
        "task": "ner",
        "gold": {
            **_gold(truth, documents, texts),
            "tokens": truth.tokens,
            "entities": len(entities),
            "types": counted,
        },
        "pipelines": [
            _pipeline(one)
            | {"scores": score_entities(entities, found_entities(one.parse), counted).to_json()}
            | _speed(one, parsed[0], truth.tokens)
            for one in parsed
        ],
    }


def _on_treebank(
    task: str,
    gold: str | Path,
    parsers: Sequence[TextParser],
    documents: Documents,
    score: Callable[[Parse, Parse], Mapping[str, Score]],
) -> Json:
    truth = read_treebank(gold)
    texts = documents.texts(truth.sentences)
    parsed = parse_in_turn(parsers, texts)
    words = truth.parse.words
    return {
        "task": task,
        "gold": {**_gold(truth, documents, texts), "words": words},
        "pipelines": [
            _pipeline(one)
            | {"scores": _figures(score(truth.parse, one.parse))}
            | _speed(one, parsed[0], words)
            for one in parsed
        ],
    }


def _gold(truth: Treebank | NamedTexts, documents: Documents, texts: Sequence[str]) -> Json:
    return {
        "file": truth.file,
        "sha256": truth.sha256,
        "unit": documents.unit,
        "documents": len(texts),
        "sentences": len(truth.sentences),
    }


def _pipeline(one: Parsed) -> Json:
    pipeline = one.parser.pipeline
    return {
        "name": pipeline.name,
        "version": pipeline.version,
        "scheme": pipeline.scheme,
        "sha256": pipeline.sha256,
    }


def _figures(scores: Mapping[str, Score]) -> Json:
    return {name: score.to_json() for name, score in scores.items()}


def _speed(one: Parsed, first: Parsed, words: int) -> Json:
    return {"words_per_second": one.speed(words), "ratio": one.ratio(first)}
