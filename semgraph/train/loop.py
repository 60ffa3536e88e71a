"""The training loop: the same weights for the same seed, interrupted or not.

At every evaluation the whole state goes to a checkpoint: weights, optimizer, generators of chance.
A run that is taken up again goes on from the last one as if nothing had happened.
"""

from __future__ import annotations

import random
import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import srsly
from spacy.training.batchers import minibatch_by_words
from thinc.api import Adam, Optimizer, fix_random_seed

from semgraph.errors import InputError
from semgraph.train.recipe import Settings

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.training import Example

Scores: TypeAlias = dict[str, float]

WEIGHTS: Mapping[str, float] = {
    "dep_las": 0.4,
    "lemma_acc": 0.1,
    "pos_acc": 0.05,
    "morph_acc": 0.05,
    "sents_f": 0.2,
    "ents_f": 0.2,
}
_WARM_UP = 0.1  # share of the steps over which the learning rate rises
_LAST, _OLD = "checkpoint", "checkpoint.old"
_STATE = "state.msgpack"


@dataclass(slots=True)
class Progress:
    """Where a run stands.

    Attributes:
        step: updates made.
        seconds: time spent on them.
        best: weighted mean of the scores of the best evaluation.
        best_step: its step.
        history: step, losses, scores and the weighted mean of each evaluation.
    """

    step: int = 0
    seconds: float = 0.0
    best: float = -1.0
    best_step: int = 0
    history: list[dict[str, Any]] = field(default_factory=list)


def train(
    nlp: Language,
    examples: Sequence[Example],
    development: Sequence[Example],
    settings: Settings,
    directory: Path,
    tell: Callable[[Progress], None] = lambda _: None,
) -> Progress:
    """Train an initialized pipeline; the best weights are left in ``directory / "best"``.

    Args:
        nlp: the pipeline.
        examples: training documents.
        development: documents that choose the best step.
        settings: steps, batches, learning rate, seed.
        directory: where checkpoints are kept; a run that ended early there is taken up again.
        tell: called after each evaluation.

    Raises:
        InputError: the checkpoint cannot be read.
    """
    directory.mkdir(parents=True, exist_ok=True)
    fix_random_seed(settings.seed)
    optimizer = Adam(settings.learning_rate, L2=0.01, grad_clip=1.0)
    progress = _resume(nlp, optimizer, directory)
    every = max(1, settings.steps // settings.evaluations)
    losses: Scores = {}
    began = time.monotonic()
    for step, batch in enumerate(_batches(examples, settings), 1):
        if step > settings.steps:
            break
        if step <= progress.step:
            continue
        optimizer.learn_rate = _rate(step, settings)
        _update(nlp, batch, optimizer, settings.dropout, losses)
        if step % every and step != settings.steps:
            continue
        progress.step = step
        progress.seconds += time.monotonic() - began
        with nlp.use_params(optimizer.averages or {}):
            _evaluate(nlp, development, losses, progress)
            if progress.best_step == step:
                nlp.to_disk(directory / "best")
        _save(nlp, optimizer, progress, directory)
        tell(progress)
        losses = {}
        began = time.monotonic()
    return progress


def _update(
    nlp: Language, batch: Sequence[Example], optimizer: Optimizer, drop: float, losses: Scores
) -> None:
    """Update all components by a batch.

    Left to itself, spaCy updates each component before the next has learned, so that the shared
    layer, which comes first, would have its gradient a batch late, and not in a checkpoint.
    """
    nlp.update(list(batch), sgd=False, drop=drop, losses=losses)  # type: ignore[arg-type]
    for _, component in nlp.pipeline:
        if hasattr(component, "finish_update"):
            component.finish_update(optimizer)


def mean_score(scores: Mapping[str, float | None]) -> float:
    """Give the weighted mean of the scores that a pipeline has."""
    known = {name: scores[name] for name in WEIGHTS if scores.get(name) is not None}
    total = sum(WEIGHTS[name] for name in known)
    return sum(WEIGHTS[name] * float(value or 0) for name, value in known.items()) / (total or 1)


def _batches(examples: Sequence[Example], settings: Settings) -> Iterator[list[Example]]:
    """Give batches without end; their order depends on the seed alone."""
    chance = random.Random(settings.seed)
    order = list(examples)
    while True:
        chance.shuffle(order)
        yield from minibatch_by_words(order, size=settings.batch, tolerance=0.2)


def _rate(step: int, settings: Settings) -> float:
    """Give the learning rate of a step: up, then down to zero, both linearly."""
    warm = max(1.0, settings.steps * _WARM_UP)
    share = step / warm if step < warm else (settings.steps - step) / (settings.steps - warm)
    return settings.learning_rate * max(share, 1e-3)


def _evaluate(
    nlp: Language, development: Sequence[Example], losses: Scores, progress: Progress
) -> None:
    scores = nlp.evaluate(development)
    mean = mean_score(scores)
    kept = {name: float(scores[name]) for name in WEIGHTS if scores.get(name) is not None}
    progress.history.append(
        {
            "step": progress.step,
            "seconds": round(progress.seconds),
            "mean": mean,
            "scores": kept,
            "losses": {name: round(float(loss), 2) for name, loss in losses.items()},
        }
    )
    if mean > progress.best:
        progress.best, progress.best_step = mean, progress.step


# Checkpoints.


def _parameters(nlp: Language) -> dict[tuple[int, str], tuple[int, str]]:
    """Give the optimizer's key of every parameter, by its place in the pipeline.

    The optimizer's own keys are numbers of layers, which differ from process to process.
    """
    places: dict[tuple[int, str], tuple[int, str]] = {}
    number = 0
    for _, component in nlp.pipeline:
        model = getattr(component, "model", None)
        for node in model.walk() if model is not None else ():
            for name in node.param_names:
                places[number, name] = (node.id, name)
            number += 1
    return places


def _save(nlp: Language, optimizer: Optimizer, progress: Progress, directory: Path) -> None:
    """Write a checkpoint aside, then put it in the place of the last; one is whole at any time."""
    fresh, last, old = (directory / name for name in ("checkpoint.new", _LAST, _OLD))
    _remove(fresh)
    nlp.to_disk(fresh)
    tables = {"mom1": optimizer.mom1, "mom2": optimizer.mom2, "averages": optimizer.averages or {}}
    places = _parameters(nlp)
    kind, keys, *rest = np.random.get_state()
    state = {
        "progress": asdict(progress),
        "optimizer": {
            name: [[*place, table[key]] for place, key in places.items() if key in table]
            for name, table in tables.items()
        },
        "updates": [
            [*place, optimizer.nr_update[key]]
            for place, key in places.items()
            if key in optimizer.nr_update
        ],
        "numpy": [kind, keys, *rest],
        "random": _plain(random.getstate()),
    }
    (fresh / _STATE).write_bytes(srsly.msgpack_dumps(state))
    if last.exists():
        _remove(old)
        last.rename(old)
    fresh.rename(last)
    _remove(old)


def _resume(nlp: Language, optimizer: Optimizer, directory: Path) -> Progress:
    """Take up the last checkpoint, if there is one."""
    last = next((path for path in (directory / _LAST, directory / _OLD) if path.exists()), None)
    if last is None:
        return Progress()
    try:
        state = srsly.msgpack_loads((last / _STATE).read_bytes())
        nlp.from_disk(last, exclude=["tokenizer"])
        places = _parameters(nlp)
        for name, rows in state["optimizer"].items():
            table = getattr(optimizer, name)
            table.update({places[number, key]: np.array(array) for number, key, array in rows})
        for number, key, count in state["updates"]:
            optimizer.nr_update[places[number, key]] = count
        np.random.set_state(tuple(state["numpy"]))
        version, words, gauss = state["random"]
        random.setstate((version, tuple(words), gauss))
        return Progress(**state["progress"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(
            f"cannot take up the run: {error}; remove the directory to begin anew", source=str(last)
        ) from error


def _plain(value: Any) -> Any:
    return list(map(_plain, value)) if isinstance(value, tuple) else value


def _remove(directory: Path) -> None:
    if directory.exists():
        shutil.rmtree(directory)
