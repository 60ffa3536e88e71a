"""The workbench of those who write grammars: examples, coverage, trace, why, versions, clusters."""

from semgraph.workbench.answer import Why
from semgraph.workbench.clusters import Clustering, Searched, Tally, cluster
from semgraph.workbench.coverage import Coverage
from semgraph.workbench.difference import Difference, Versions
from semgraph.workbench.examples import run_examples
from semgraph.workbench.judge import Outcome
from semgraph.workbench.junit import junit_xml
from semgraph.workbench.parse_cache import CachedParser, ParseCache
from semgraph.workbench.trace import trace
from semgraph.workbench.update import Change, update_examples
from semgraph.workbench.why import why

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
    "Why",
    "cluster",
    "junit_xml",
    "run_examples",
    "trace",
    "update_examples",
    "why",
]
