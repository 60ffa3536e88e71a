"""The workbench of those who write grammars: examples, coverage, comparing versions, clusters."""

from semgraph.workbench.clusters import Clustering, Searched, Tally, cluster
from semgraph.workbench.coverage import Coverage
from semgraph.workbench.difference import Difference, Versions
from semgraph.workbench.examples import run_examples
from semgraph.workbench.judge import Outcome
from semgraph.workbench.junit import junit_xml
from semgraph.workbench.parse_cache import CachedParser, ParseCache
from semgraph.workbench.update import Change, update_examples

__all__ = [
    "CachedParser",
    "Change",
    "Clustering",
    "Coverage",
    "Difference",
    "Outcome",
    "ParseCache",
    "Searched",
    "Tally",
    "Versions",
    "cluster",
    "junit_xml",
    "run_examples",
    "update_examples",
]
