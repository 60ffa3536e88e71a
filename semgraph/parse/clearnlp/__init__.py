"""ClearNLP dependencies, which spaCy's English pipelines give, from and to UD."""

from semgraph.parse.clearnlp.to_clearnlp import to_clearnlp
from semgraph.parse.clearnlp.to_ud import to_ud

__all__ = ["to_clearnlp", "to_ud"]
