"""Measuring speed as ratios within one process: after warm-up, medians of alternated runs."""

from __future__ import annotations

import gc
import os
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING, Any

from semgraph.bench_grammars import large_grammars
from semgraph.bench_patterns import PATTERNS
from semgraph.bench_texts import TEXTS
from semgraph.engine import find
from semgraph.engine.nodes import Nodes
from semgraph.errors import UsageError
from semgraph.grammar import parse_request
from semgraph.parse import Parse, read_text
from semgraph.tokenizer import Tokenizer
from semgraph.types import Json

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

# Parsing is slow: as many words of the texts are enough to measure it.
_THROUGHPUT_WORDS = 25_000
PARTS = ("matching", "throughput", "grammars", "start_up", "memory")
_SYLLABLES = ("ba", "do", "ke", "li", "mu", "no", "pa", "ri", "so", "tu", "ve", "za")


def pin() -> bool:
    """Pin this process to one core, where the system can; says whether it did."""
    if not hasattr(os, "sched_setaffinity"):
        return False
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    return True


def medians(runs: int, *actions: Callable[[], object]) -> list[float]:
    """Run actions in turn, once to warm up and then ``runs`` times; gives median seconds.

    As in the standard library's ``timeit``, the garbage collector rests while an action runs.
    """
    times: list[list[float]] = [[] for _ in actions]
    for turn in range(runs + 1):
        for index, action in enumerate(actions):
            gc.collect()
            gc.disable()
            try:
                begin = time.perf_counter()
                action()
                elapsed = time.perf_counter() - begin
            finally:
                gc.enable()
            if turn:
                times[index].append(elapsed)
    return [statistics.median(own) for own in times]


def matching(docs: Sequence[Doc], runs: int = 5) -> Json:
    """Compare matching of 40 patterns with spaCy's DependencyMatcher over the same Docs.

    Both sides hand out every match as a tuple of Python integers. The columns are taken from the
    Docs before, and every run begins with fresh nodes, so that no mask is kept between runs.
    """
    from spacy.matcher import DependencyMatcher

    parse = Parse.from_docs(docs)
    requests = [parse_request(pattern.request) for pattern in PATTERNS]
    matchers = []
    for pattern in PATTERNS:
        matcher = DependencyMatcher(docs[0].vocab)
        matcher.add("pattern", [pattern.to_spacy()])
        matchers.append((matcher, pattern.order()))

    def ours() -> list[list[tuple[int, ...]]]:
        nodes = Nodes.from_parse(parse)
        return [list(find(request, nodes).tuples()) for request in requests]

    def theirs() -> list[list[tuple[int, ...]]]:
        return [
            [
                (index, *(words[place] for place in order))
                for index, doc in enumerate(docs)
                for _, words in matcher(doc)
            ]
            for matcher, order in matchers
        ]

    identical = ours() == [sorted(found) for found in theirs()]
    fast, slow = medians(runs, ours, theirs)
    words = parse.words
    return {
        "patterns": len(PATTERNS),
        "words": words,
        "matches": sum(map(len, ours())),
        "identical": identical,
        "ratio": round(slow / fast, 1),
        "words_per_second": round(words / fast),
        "dependency_matcher_words_per_second": round(words / slow),
    }


def throughput(tokenizer: Tokenizer, texts: Sequence[str], runs: int = 5) -> Json:
    """Compare text → JSON with bare ``nlp.pipe`` of the same pipeline."""
    nlp: Language = tokenizer.nlp

    def bare() -> int:
        return sum(len(doc) for doc in nlp.pipe(texts))

    def whole() -> int:
        return sum(len(graph.to_json()) for graph in tokenizer.pipe(texts))

    words = bare()
    slow, fast = medians(runs, whole, bare)
    return {
        "words": words,
        "ratio": round(fast / slow, 3),
        "words_per_second": round(words / slow),
        "nlp_pipe_words_per_second": round(words / fast),
        "bytes_per_word": round(whole() / max(words, 1)),
    }


def conllu(path: Path, runs: int = 3) -> Json:
    """Measure how fast a CoNLL-U file is read to columns."""
    words = Parse.from_conllu(path).words
    (seconds,) = medians(runs, lambda: Parse.from_conllu(path))
    return {"words": words, "words_per_second": round(words / seconds)}


def start_up(runs: int = 5) -> Json:
    """Measure fresh processes: import, ``--help``, first graph; seconds, and bare Python's."""
    commands = {
        "python": ["-c", "pass"],
        "import_semgraph": ["-c", "import semgraph"],
        "help": ["-m", "semgraph", "--help"],
        "first_graph": ["-c", "import semgraph; semgraph.load('en')('Hello there.').to_json()"],
    }
    times = medians(
        runs,
        *(
            lambda arguments=arguments: subprocess.run(
                [sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL
            )
            for arguments in commands.values()
        ),
    )
    return {name: round(seconds, 3) for name, seconds in zip(commands, times, strict=True)}


def memory(tokenizer: Tokenizer, documents: int, seed: int = 0) -> Json:
    """Measure resident memory over a stream of short documents with a random vocabulary.

    The slope is a least-squares fit over the second half, in MB per 100,000 documents.
    """
    points: list[tuple[int, float]] = []
    every = max(documents // 20, 1)
    graphs = tokenizer.pipe(random_texts(documents, seed))
    for number, graph in enumerate(graphs, 1):
        graph.to_json()
        if number % every == 0:
            points.append((number, _resident()))
    late = points[len(points) // 2 :]
    slope = statistics.linear_regression(*zip(*late, strict=True)).slope if len(late) > 1 else 0.0
    return {
        "documents": documents,
        "mb": [round(mb, 1) for _, mb in points],
        "slope_mb_per_100k": round(slope * 100_000, 2),
    }


def random_texts(count: int, seed: int) -> Iterable[str]:
    """Give short texts whose words are hardly ever the same."""
    draw = random.Random(seed)
    for _ in range(count):
        words = ("".join(draw.choices(_SYLLABLES, k=draw.randint(2, 5))) for _ in range(8))
        yield " ".join(words).capitalize() + "."


def texts_of(files: Iterable[Path], words: int, sentences: int = 3) -> list[str]:
    """Read texts: some sentences of a CoNLL-U file, or a paragraph of a text file, each.

    Files that are too short are gone through again.

    Args:
        files: to read.
        words: about how many words to take.
        sentences: of a CoNLL-U file in one text.
    """
    texts: list[str] = []
    for path in files:
        if ".conllu" in path.suffixes:
            own = Parse.from_conllu(path).texts
            texts += [" ".join(own[i : i + sentences]) for i in range(0, len(own), sentences)]
        else:
            paragraphs = read_text(path).split("\n")
            texts += [paragraph for paragraph in paragraphs if paragraph.strip()]
    if not texts:
        raise UsageError("there is no text in these files to measure on")
    return _about(cycle(texts), words)


def plain_texts(language: str, words: int) -> list[str]:
    """Give semgraph's own prose in a language, gone through as often as needed.

    Args:
        language: ``en`` or ``ru``.
        words: about how many words to take.
    """
    return _about(cycle(TEXTS[language]), words)


def _about(texts: Iterable[str], words: int) -> list[str]:
    """Take texts until there are about as many words."""
    taken = []
    for text in texts:
        taken.append(text)
        words -= text.count(" ") + 1
        if words <= 0:
            break
    return taken


def _parsed(tokenizer: Tokenizer, texts: Sequence[str]) -> Parse:
    assert tokenizer.parser is not None
    return tokenizer.parser.parse(texts)


def _resident() -> float:
    """Give the resident memory of this process in MB."""
    statm = Path("/proc/self/statm")
    if statm.exists():
        return int(statm.read_text().split()[1]) * resource.getpagesize() / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


def run(
    tokenizer: Tokenizer,
    texts: Sequence[str],
    *,
    parts: Sequence[str] = PARTS,
    runs: int = 5,
    documents: int = 50_000,
    treebank: Path | None = None,
) -> Json:
    """Run the benchmark.

    Args:
        tokenizer: what is measured.
        texts: on which texts.
        parts: which measurements.
        runs: how many timed runs each; the median counts.
        documents: length of the stream of the memory test.
        treebank: a CoNLL-U file, to measure its reading.
    """
    result: Json = {"pinned": pin(), "python": sys.version.split()[0]}
    jobs: dict[str, Callable[[], Any]] = {
        "memory": lambda: memory(tokenizer, documents),
        "matching": lambda: matching(list(tokenizer.nlp.pipe(texts)), runs),
        "throughput": lambda: throughput(tokenizer, _about(texts, _THROUGHPUT_WORDS), runs),
        "grammars": lambda: large_grammars(_parsed(tokenizer, texts), medians, runs),
        "start_up": lambda: start_up(runs),
    }
    if treebank is not None:
        jobs["conllu"] = lambda: conllu(treebank, runs)
    for name, job in jobs.items():
        if name in parts or name == "conllu":
            result[name] = job()
    return result
