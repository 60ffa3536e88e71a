"""Trained weights become a directory that anyone can load."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import spacy
import srsly
from thinc.api import Config

from semgraph.parse.pipeline import register
from semgraph.train.plan import Plan
from semgraph.train.recipe import LANGUAGES, LanguageRecipe

if TYPE_CHECKING:
    from spacy.language import Language


def package(weights: Path, plan: Plan, out: Path) -> None:
    """Write a pipeline's directory from trained weights, all at once.

    Components that correct trained ones are put behind them. Words of the training data are left
    out of the string table; whatever a component writes into a Doc (labels, features, parts of
    lemmas) stays. The embedding layer's word vectors are within its weights.

    Args:
        weights: directory of the trained pipeline.
        plan: name, version, licence and sources.
        out: the directory to write; one that exists is replaced.
    """
    register()
    nlp = spacy.load(weights)
    after = LANGUAGES.get(plan.language, LanguageRecipe()).after
    for name, corrected in after.items():
        if corrected in nlp.pipe_names and name not in nlp.pipe_names:
            nlp.add_pipe(name, after=corrected)
    nlp.meta["name"] = plan.name
    nlp.meta["version"] = plan.version
    nlp.meta["license"] = plan.licence
    nlp.meta["description"] = f"Dependency parser for semgraph, trained on {_sources(plan)}"
    nlp.meta["author"] = nlp.meta["email"] = nlp.meta["url"] = ""
    nlp.meta["sources"] = [{"name": source} for source in plan.sources]
    nlp.meta.pop("performance", None)
    fresh = out.with_name(f"{out.name}.new")
    if fresh.exists():
        shutil.rmtree(fresh)
    nlp.to_disk(fresh)
    strings = sorted(set(_strings(nlp)))
    (fresh / "vocab" / "strings.json").write_text(
        json.dumps(strings, ensure_ascii=False, indent=0), encoding="utf-8"
    )
    config = Config().from_disk(fresh / "config.cfg", interpolate=False)
    config["components"]["tok2vec"]["model"]["embed"]["vectors"] = None
    config.to_disk(fresh / "config.cfg")
    if out.exists():
        shutil.rmtree(out)
    fresh.rename(out)


def _sources(plan: Plan) -> str:
    return ", ".join(plan.sources or [path.name for path in plan.train])


def _strings(nlp: Language) -> Iterator[str]:
    """Give the strings that components write into a Doc."""
    for _, pipe in nlp.pipeline:
        component: Any = pipe
        yield from map(str, getattr(component, "labels", ()))
        for label in getattr(component, "labels", ()):
            yield from _features(str(label))
        trees = getattr(component, "trees", None)
        if trees is not None:
            for tree in srsly.msgpack_loads(trees.to_bytes())["trees"]:
                yield from (
                    nlp.vocab.strings[tree[key]] for key in ("orig", "subst") if key in tree
                )
        for action in getattr(component, "move_names", ()):
            yield action.partition("-")[2]


def _features(label: str) -> Iterator[str]:
    """Give features without the part of speech that spaCy adds to them, and their parts."""
    pairs = [pair for pair in label.split("|") if "=" in pair]
    yield "|".join(pair for pair in pairs if not pair.startswith("POS="))
    for pair in pairs:
        yield pair
        yield from pair.split("=", 1)
