"""The model card and licence that lie beside trained weights."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version

from semgraph.train.plan import Plan
from semgraph.train.treebanks import Treebanks
from semgraph.types import Json

# Columns of the tables of scores: heading, name in the report.
_TABLES: Mapping[str, Mapping[str, str]] = {
    "parse": {
        "words": "words",
        "sentences": "sentences",
        "UPOS": "upos",
        "UFeats": "ufeats",
        "lemmas": "lemmas",
        "UAS": "uas",
        "LAS": "las",
    },
    "ner": {"entities": "micro"},
}
_ADDRESSES = {
    "CC BY-SA 4.0": "https://creativecommons.org/licenses/by-sa/4.0/legalcode",
    "CC BY 4.0": "https://creativecommons.org/licenses/by/4.0/legalcode",
}


def model_card(
    plan: Plan,
    treebanks: Treebanks,
    reports: Sequence[Json],
    *,
    command: str,
    day: str,
    size: int,
    step: int,
    words: int,
    notes: str = "",
) -> str:
    """Write a pipeline's model card, as Markdown.

    Args:
        plan: what it was trained from.
        treebanks: the sentences, counted.
        reports: evaluations, as `semgraph.evaluate` gives them.
        command: the command that makes the weights.
        day: when they were made, as ``2026-11-24``.
        size: bytes of the directory.
        step: the step that the development data chose.
        words: words that have a vector.
        notes: what is to be said besides.
    """
    return "\n".join(
        [
            *_head(plan, treebanks, day=day, size=size, step=step, words=words),
            "## How the weights are made",
            "",
            "```console",
            command,
            "```",
            "",
            *_scores(reports),
            *([notes.strip(), ""] if notes.strip() else []),
        ]
    )


def _head(
    plan: Plan, treebanks: Treebanks, *, day: str, size: int, step: int, words: int
) -> Iterator[str]:
    parts = ["dependency trees (Universal Dependencies)", "sentences"]
    parts += ["lemmas"] * treebanks.lemmatized
    parts += ["parts of speech and features" if treebanks.featured else "parts of speech"]
    parts += [f"entities ({', '.join(plan.types)})"] * treebanks.named
    left = f"{treebanks.without_tree} without a tree, {treebanks.leaked} that stand in"
    facts = {
        "gives": ", ".join(parts),
        "data": "; ".join(plan.sources or [path.name for path in plan.train]),
        "trained on": f"{len(treebanks.train):,} sentences (left out: {left} the development data)",
        "word vectors": f"{words:,}, of {plan.text_source}" if words else "none",
        "licence": plan.licence or "not stated",
        "trained with": f"spaCy {version('spacy')}; best step {step:,}",
        "date": day,
        "size": f"{size / 1e6:.1f} MB",
    }
    yield f"# {plan.language}_{plan.name} {plan.version}"
    yield ""
    yield "| | |"
    yield "|---|---|"
    for name, value in facts.items():
        yield f"| {name} | {value} |"
    yield ""


def _scores(reports: Sequence[Json]) -> Iterator[str]:
    """Write the tables of scores: one for trees, one for entities."""
    if not reports:
        return
    yield "## Scores"
    yield ""
    yield "On **development** data, which also chose the best step, from raw text. F1, with words"
    yield "aligned by their characters, as in the CoNLL 2018 shared task; speed as a multiple of"
    yield "the first pipeline's."
    yield ""
    for task, names in _TABLES.items():
        own = [report for report in reports if report["task"] == task]
        if own:
            yield from _table(own, names)
            yield ""


def _table(reports: Sequence[Json], names: Mapping[str, str]) -> Iterator[str]:
    yield f"| input | pipeline | {' | '.join(names)} | speed |"
    yield f"|---|---|{'---|' * len(names)}---|"
    for report in reports:
        for entry in report["pipelines"]:
            figures = [_figure(entry["scores"][name]["f1"]) for name in names.values()]
            pipeline = f"{entry['name']} {entry['version']}"
            cells = [_input(report["gold"]), pipeline, *figures, f"{entry['ratio']:.2f}"]
            yield f"| {' | '.join(cells)} |"


def _input(gold: Json) -> str:
    unit = "sentence by sentence" if gold["unit"] == "sentence" else "documents of 10 sentences"
    return f"{gold['file']}, {unit}"


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def licence(plan: Plan) -> str:
    """Write the licence of the weights: whose data they were learned from, and on what terms."""
    terms = plan.licence or "a licence that the data decide and that was not stated"
    lines = [f"The files of this directory are licensed under {terms}."]
    if plan.licence in _ADDRESSES:
        lines += [f"Full text: {_ADDRESSES[plan.licence]}"]
    lines += ["", "The weights were learned from:"]
    lines += [f"- {source}" for source in plan.sources or [path.name for path in plan.files()]]
    return "\n".join(lines) + "\n"
