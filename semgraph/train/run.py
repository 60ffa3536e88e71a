"""Training a pipeline, from treebanks to a directory with weights, scores and a model card."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from thinc.api import fix_random_seed

from semgraph.errors import UsageError
from semgraph.evaluate import Documents, evaluate_ner, evaluate_parse
from semgraph.parse import TextParser, load_pipeline
from semgraph.parse.embedding import read_table
from semgraph.train.build import (
    blank_pipeline,
    development_examples,
    new_pipeline,
    training_examples,
)
from semgraph.train.card import licence, model_card
from semgraph.train.loop import Progress, train
from semgraph.train.package import package
from semgraph.train.plan import Plan, fingerprint
from semgraph.train.recipe import LANGUAGES, LanguageRecipe, Settings
from semgraph.train.treebanks import Treebanks, read_treebanks
from semgraph.train.vectors import learn_vectors
from semgraph.types import Json

_RUN = "run.json"
_LOG = "training.jsonl"


@dataclass(frozen=True, slots=True)
class Trained:
    """What came of a run.

    Attributes:
        directory: the pipeline, which `semgraph.parse.load_pipeline` loads.
        progress: the training loop's.
        reports: evaluations on the development data.
    """

    directory: Path
    progress: Progress
    reports: list[Json]


def train_pipeline(
    plan: Plan,
    settings: Settings,
    out: Path,
    *,
    baselines: Sequence[TextParser] = (),
    notes: str = "",
    command: str = "",
    tell: Callable[[str], None] = lambda _: None,
) -> Trained:
    """Train a pipeline.

    Beside ``out`` a directory ``OUT.training`` holds what is not finished. A run that was
    interrupted is taken up from there and ends with the same weights; at the end it is removed.

    Args:
        plan: the data.
        settings: seed, steps, sizes.
        out: directory of the pipeline; it is written last, all at once.
        baselines: pipelines that are scored beside it.
        notes: Markdown for the end of the model card.
        command: the command line, for the model card.
        tell: is told what is being done, a line at a time.

    Raises:
        UsageError: ``out`` exists, or an unfinished run there had other data or settings; spaCy
            does not know the language.
        InputError: a file cannot be read, or gives nothing to train on.
        ConlluError: a treebank breaks the format.
    """
    if out.exists():
        raise UsageError(f"{out} exists; remove it, or choose another directory")
    work = _open(plan, settings, out)
    tell("treebanks")
    treebanks = read_treebanks(
        plan.language,
        plan.train,
        plan.development,
        plan.entities,
        plan.development_entities,
        plan.types,
    )
    tell(
        f"{len(treebanks.train):,} sentences to train on, {len(treebanks.development):,} to score"
        f" ({treebanks.without_tree} without a tree and {treebanks.leaked} of the development data"
        " left out)"
    )
    vectors, words = _vectors(plan, settings, work, tell)
    fix_random_seed(settings.seed)
    nlp = new_pipeline(plan.language, treebanks, settings, vectors)
    examples = training_examples(nlp, treebanks, settings)
    development = development_examples(nlp, treebanks)
    nlp.initialize(lambda: examples)
    tell(f"training: {', '.join(nlp.pipe_names)}; {settings.steps:,} steps")
    progress = train(
        nlp, examples, development, settings, work, lambda one: _log(one, settings, work, tell)
    )
    fresh = work / "packaged"
    package(work / "best", plan, fresh)
    tell("scores")
    parsers = [*baselines, load_pipeline(fresh)]
    reports = _evaluate(plan, treebanks, parsers)
    _write_papers(plan, treebanks, progress, reports, fresh, notes, command, words)
    shutil.copy(work / _LOG, fresh / _LOG)
    out.parent.mkdir(parents=True, exist_ok=True)
    fresh.rename(out)
    shutil.rmtree(work)
    return Trained(out, progress, reports)


def _open(plan: Plan, settings: Settings, out: Path) -> Path:
    """Open the directory of the run; refuse one that was made of something else."""
    work = out.with_name(f"{out.name}.training")
    mark = {"fingerprint": fingerprint(plan, settings)}
    file = work / _RUN
    if not work.exists():
        work.mkdir(parents=True)
    elif not file.exists() or json.loads(file.read_text(encoding="utf-8")) != mark:
        raise UsageError(
            f"{work} is an unfinished run of other data, settings or another spaCy; give those, or"
            " remove it"
        )
    file.write_text(json.dumps(mark), encoding="utf-8")
    return work


def _vectors(
    plan: Plan, settings: Settings, work: Path, tell: Callable[[str], None]
) -> tuple[Path | None, int]:
    """Learn word vectors, unless it has been done; give their file and their number."""
    if not plan.texts:
        return None, 0
    out = work / "vectors.npz"
    if not out.exists():
        attribute = LANGUAGES.get(plan.language, LanguageRecipe()).vector_attr
        learn_vectors(blank_pipeline(plan.language), plan.texts, attribute, settings, out, tell)
    keys, _ = read_table(out, settings.vector_width)
    tell(f"{len(keys):,} word vectors")
    return out, len(keys)


def _log(progress: Progress, settings: Settings, work: Path, tell: Callable[[str], None]) -> None:
    """Write the last evaluation to the log, and tell it."""
    entry = progress.history[-1]
    lines = [json.dumps(one) for one in progress.history]
    (work / _LOG).write_text("\n".join(lines) + "\n", encoding="utf-8")
    scores = "  ".join(f"{name} {value:.3f}" for name, value in entry["scores"].items())
    best = "  best" if progress.best_step == progress.step else ""
    tell(
        f"step {progress.step:>6,} of {settings.steps:,}  {entry['seconds']:>6,} s  {scores}{best}"
    )


def _evaluate(plan: Plan, treebanks: Treebanks, parsers: Sequence[TextParser]) -> list[Json]:
    reports = [
        evaluate_parse(path, parsers, Documents(unit))
        for unit in ("sentence", "document")
        for path in plan.development
    ]
    own = [parser for parser in parsers if "ner" in parser.nlp.pipe_names]
    named = plan.development_entities if treebanks.named else ()
    return reports + [evaluate_ner(path, own, types=plan.types) for path in named]


def _write_papers(
    plan: Plan,
    treebanks: Treebanks,
    progress: Progress,
    reports: list[Json],
    directory: Path,
    notes: str,
    command: str,
    words: int,
) -> None:
    """Write the model card, the licence and the scores in the pipeline's meta data."""
    meta_file = directory / "meta.json"
    meta: dict[str, Any] = json.loads(meta_file.read_text(encoding="utf-8"))
    best = next(one for one in progress.history if one["step"] == progress.best_step)
    meta["performance"] = best["scores"]
    meta_file.write_text(json.dumps(meta, ensure_ascii=False, indent=2), encoding="utf-8")
    (directory / "LICENSE").write_text(licence(plan), encoding="utf-8")
    card = model_card(
        plan,
        treebanks,
        reports,
        command=command,
        day=datetime.now(UTC).date().isoformat(),
        size=sum(path.stat().st_size for path in directory.rglob("*") if path.is_file()),
        step=progress.best_step,
        words=words,
        notes=notes,
    )
    (directory / "MODEL_CARD.md").write_text(card, encoding="utf-8")
