"""Scores of pipelines against gold data, from raw text: trees, sentences, named entities."""

from semgraph.evaluate.entities import Entity, EntityScores, found_entities, score_entities
from semgraph.evaluate.gold import Documents, Sentence, Unit
from semgraph.evaluate.iob import NamedTexts, read_iob
from semgraph.evaluate.parse import METRICS, score_parse, score_segmentation
from semgraph.evaluate.report import evaluate_ner, evaluate_parse, evaluate_segmentation
from semgraph.evaluate.score import Score
from semgraph.evaluate.treebank import Treebank, read_treebank

__all__ = [
    "METRICS",
    "Documents",
    "Entity",
    "EntityScores",
    "NamedTexts",
    "Score",
    "Sentence",
    "Treebank",
    "Unit",
    "evaluate_ner",
    "evaluate_parse",
    "evaluate_segmentation",
    "found_entities",
    "read_iob",
    "read_treebank",
    "score_entities",
    "score_parse",
    "score_segmentation",
]
