"""The token graph: what the engine makes, what users look at, what JSON holds."""

from __future__ import annotations

from semgraph.graph.columns import (
    FeatureSet,
    GraphColumns,
    LeafColumns,
    MarkerRecord,
    MergedMatch,
    SplitRecord,
    SplitWord,
    StepRecord,
    TokenRecord,
)
from semgraph.graph.records import Change, Edge, Marker, Step
from semgraph.graph.sequence import Views
from semgraph.graph.token_graph import TokenGraph
from semgraph.graph.views import Leaf, Token

__all__ = [
    "Change",
    "Edge",
    "FeatureSet",
    "GraphColumns",
    "Leaf",
    "LeafColumns",
    "Marker",
    "MarkerRecord",
    "MergedMatch",
    "SplitRecord",
    "SplitWord",
    "Step",
    "StepRecord",
    "Token",
    "TokenGraph",
    "TokenRecord",
    "Views",
]
