"""Reports of an evaluation: several pipelines on one gold file, as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from semgraph.evaluate.gold import Documents
from semgraph.evaluate.parse import score_parse, score_segmentation
from semgraph.evaluate.run import Parsed, parse_in_turn
from semgraph.evaluate.score import Score
from semgraph.evaluate.treebank import Treebank, read_treebank
from semgraph.parse import TextParser
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
    return _on_treebank("parse", gold, parsers, documents or Documents())


def evaluate_segmentation(
    gold: str | Path, parsers: Sequence[TextParser], documents: Documents | None = None
) -> Json:
    """Score sentences and tokens alone; arguments and errors as those of `evaluate_parse`.

    By default ten sentences make a document.
    """
    documents = documents or Documents("document")
    return _on_treebank("segmentation-of-sentences", gold, parsers, documents)


def _on_treebank(
    task: str, gold: str | Path, parsers: Sequence[TextParser], documents: Documents
) -> Json:
    treebank = read_treebank(gold)
    texts = documents.texts(treebank.sentences)
    parsed = parse_in_turn(parsers, texts)
    score = score_parse if task == "parse" else score_segmentation
    return {
        "task": task,
        "gold": {
            "file": treebank.file,
            "sha256": treebank.sha256,
            **_sizes(documents, texts, treebank),
        },
        "pipelines": [
            _entry(one, parsed[0], treebank.parse.words, score(treebank.parse, one.parse))
            for one in parsed
        ],
    }


def _sizes(documents: Documents, texts: Sequence[str], treebank: Treebank) -> Json:
    return {
        "unit": documents.unit,
        "documents": len(texts),
        "sentences": len(treebank.sentences),
        "words": treebank.parse.words,
    }


def _entry(one: Parsed, first: Parsed, words: int, scores: Mapping[str, Score]) -> Json:
    pipeline = one.parser.pipeline
    return {
        "name": pipeline.name,
        "version": pipeline.version,
        "scheme": pipeline.scheme,
        "sha256": pipeline.sha256,
        "scores": {name: score.to_json() for name, score in scores.items()},
        "words_per_second": one.speed(words),
        "ratio": one.ratio(first),
    }
