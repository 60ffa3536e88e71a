"""Text to columns: pipelines, spaCy Docs, CoNLL-U; the room that knows spaCy."""

from semgraph.parse.columns import Parse, Pipeline
from semgraph.parse.conllu import parse_conllu, read_conllu
from semgraph.parse.convert import check_parser, converted, labels_of
from semgraph.parse.docs import from_docs
from semgraph.parse.gather import Parsed, gather
from semgraph.parse.join import concatenate
from semgraph.parse.language import detect_language
from semgraph.parse.pipeline import BATCH_DOCUMENTS, EMBEDDED, TextParser, load_pipeline
from semgraph.parse.read import read_text
from semgraph.parse.scheme import check_labels, detect_scheme
from semgraph.parse.strings import StringTable

__all__ = [
    "BATCH_DOCUMENTS",
    "EMBEDDED",
    "Parse",
    "Parsed",
    "Pipeline",
    "StringTable",
    "TextParser",
    "check_labels",
    "check_parser",
    "concatenate",
    "converted",
    "detect_language",
    "detect_scheme",
    "from_docs",
    "gather",
    "labels_of",
    "load_pipeline",
    "parse_conllu",
    "read_conllu",
    "read_text",
]
