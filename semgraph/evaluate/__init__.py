"""Scores of pipelines against gold data, from raw text: trees, sentences, named entities."""

from semgraph.evaluate.gold import Documents, Sentence, Unit
from semgraph.evaluate.parse import METRICS, score_parse, score_segmentation
from semgraph.evaluate.report import evaluate_parse, evaluate_segmentation
from semgraph.evaluate.score import Score
from semgraph.evaluate.treebank import Treebank, read_treebank

__all__ = [
    "METRICS",
    "Documents",
    "Score",
    "Sentence",
    "Treebank",
    "Unit",
    "evaluate_parse",
    "evaluate_segmentation",
    "read_treebank",
    "score_parse",
    "score_segmentation",
]
