"""Training of pipelines: treebanks, entities and plain text become weights and a model card."""

from semgraph.train.plan import Plan
from semgraph.train.recipe import Settings
from semgraph.train.run import Trained, train_pipeline

__all__ = ["Plan", "Settings", "Trained", "train_pipeline"]
