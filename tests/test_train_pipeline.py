"""A pipeline trained on a toy treebank: its weights, its papers, and what interrupts it."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest
import spacy

import semgraph
from semgraph.errors import InputError, UsageError
from semgraph.parse import load_pipeline
from semgraph.train import Plan, Settings, loop, train_pipeline
from semgraph.train.run import Trained
from tests.cli_tools import run
from tests.toy_treebank import toy_conllu, toy_iob

SMALL = Settings(
    steps=60, batch=300, evaluations=3, rounds=2, width=32, depth=2, hidden=32, vector_width=16,
    learning_rate=0.01, vector_epochs=1,
)  # fmt: skip


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    directory = tmp_path_factory.mktemp("toy")
    for name, number, seed in (("train", 200, 1), ("dev", 40, 2)):
        (directory / f"{name}.conllu").write_text(toy_conllu(number, seed), encoding="utf-8")
        (directory / f"{name}.iob2").write_text(toy_iob(number, seed), encoding="utf-8")
    return directory


@pytest.fixture(scope="module")
def plan(data) -> Plan:
    return Plan(
        language="en",
        train=(data / "train.conllu",),
        development=(data / "dev.conllu",),
        entities=(data / "train.iob2",),
        development_entities=(data / "dev.iob2",),
        name="toy",
        licence="CC BY-SA 4.0",
        sources=("a toy treebank",),
    )


@pytest.fixture(scope="module")
def trained(plan, tmp_path_factory):
    told: list[str] = []
    out = tmp_path_factory.mktemp("out") / "toy"
    made = train_pipeline(
        plan, SMALL, out, notes="## Limits\n\nToys.", command="semgraph …", tell=told.append
    )
    return made, told


def test_it_learns_and_semgraph_tokenizes_with_it(trained):
    made, _ = trained
    scores = made.reports[0]["pipelines"][0]["scores"]
    assert scores["las"]["f1"] > 0.9
    assert scores["upos"]["f1"] > 0.9
    assert made.reports[-1]["task"] == "ner"
    assert made.reports[-1]["pipelines"][0]["scores"]["micro"]["f1"] > 0.9
    tokenizer = semgraph.load(made.directory)
    document = tokenizer("Anna finds the birds.")
    assert document.text == "Anna finds the birds."
    assert [leaf.lemma for leaf in document.leaves] == ["Anna", "find", "the", "bird", "."]
    assert document.leaves[0].ent == "PER"


def test_its_papers_lie_beside_it(trained):
    made, told = trained
    card = (made.directory / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert card.startswith("# en_toy 0.1.0\n")
    for part in ("a toy treebank", "CC BY-SA 4.0", "semgraph …", "200 sentences", "## Limits"):
        assert part in card
    las = made.reports[0]["pipelines"][0]["scores"]["las"]["f1"]
    assert f"{las:.3f}" in card
    assert "legalcode" in (made.directory / "LICENSE").read_text(encoding="utf-8")
    log = (made.directory / "training.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["step"] for line in log] == [20, 40, 60]
    meta = json.loads((made.directory / "meta.json").read_text(encoding="utf-8"))
    assert (meta["license"], meta["name"], meta["version"]) == ("CC BY-SA 4.0", "toy", "0.1.0")
    assert sum(line.startswith("step") for line in told) == 3
    assert not made.directory.with_name("toy.training").exists()


def test_its_config_and_strings_tell_nothing_of_the_training_machine(trained):
    made, _ = trained
    config = (made.directory / "config.cfg").read_text(encoding="utf-8")
    assert "vectors = null" in config
    assert str(made.directory.parent) not in config
    strings = json.loads((made.directory / "vocab" / "strings.json").read_text(encoding="utf-8"))
    assert "Bruno" not in strings
    assert "Number=Plur" in strings
    assert "nsubj" in strings


def test_spacy_alone_loads_it(trained):
    made, _ = trained
    doc = spacy.load(made.directory)("Bruno likes the cat.")
    assert [token.dep_ for token in doc] == ["nsubj", "ROOT", "det", "obj", "punct"]
    assert [token.tag_ for token in doc] == ["NNP", "VBZ", "DT", "NN", "."]


def weights(directory: Path) -> dict[str, bytes]:
    nlp = load_pipeline(directory).nlp
    return {name: nlp.get_pipe(name).model.to_bytes() for name in ("tok2vec", "parser", "ner")}


def told(made: Trained) -> list[dict[str, object]]:
    return [{**one, "seconds": None} for one in made.progress.history]


def test_an_interrupted_run_ends_with_the_same_weights(trained, plan, tmp_path, monkeypatch):
    made, _ = trained
    out = tmp_path / "toy"
    save = loop._save

    def save_and_stop(nlp, optimizer, progress, directory):
        save(nlp, optimizer, progress, directory)
        if progress.step == 40:
            raise KeyboardInterrupt

    monkeypatch.setattr(loop, "_save", save_and_stop)
    with pytest.raises(KeyboardInterrupt):
        train_pipeline(plan, SMALL, out)
    assert not out.exists()
    monkeypatch.undo()
    # The worst moment: the old checkpoint is aside, the new one not yet in its place.
    (tmp_path / "toy.training" / "checkpoint").rename(tmp_path / "toy.training" / "checkpoint.old")
    again = train_pipeline(plan, SMALL, out)
    assert [one["step"] for one in again.progress.history] == [20, 40, 60]
    # The best step may be one before the interruption, so the losses of the last are compared too.
    assert told(again) == told(made)
    assert weights(out) == weights(made.directory)


def test_an_unfinished_run_of_something_else_is_not_taken_up(plan, tmp_path):
    work = tmp_path / "toy.training"
    work.mkdir()
    (work / "run.json").write_text("{}", encoding="utf-8")
    with pytest.raises(UsageError, match="unfinished run of other data"):
        train_pipeline(plan, SMALL, tmp_path / "toy")


def test_a_directory_that_exists_is_not_overwritten(plan, tmp_path):
    with pytest.raises(UsageError, match="exists"):
        train_pipeline(plan, SMALL, tmp_path)


def test_a_broken_checkpoint_is_told(plan, tmp_path):
    broken = tmp_path / "checkpoint"
    broken.mkdir()
    (broken / "state.msgpack").write_bytes(b"\x00")
    nlp = spacy.blank("en")
    with pytest.raises(InputError, match="cannot take up the run"):
        loop.train(nlp, [], [], SMALL, tmp_path)


def test_a_language_that_spacy_does_not_know_is_told(plan, tmp_path):
    with pytest.raises(UsageError, match=r"'qq'.*'xx'"):
        train_pipeline(replace(plan, language="qq", texts=()), SMALL, tmp_path / "x")


def test_the_mean_score_leaves_out_what_a_pipeline_does_not_have():
    assert loop.mean_score({"dep_las": 0.5, "ents_f": None}) == 0.5
    assert loop.mean_score({"dep_las": 1.0, "ents_f": 0.0}) == pytest.approx(2 / 3)


def test_the_command_trains_a_language_without_a_recipe(data, tmp_path):
    out = tmp_path / "toy"
    result = run(
        "train", "pipeline", "--lang", "xx", "--train", str(data / "train.conllu"), "--dev",
        str(data / "dev.conllu"), "--steps", "2", "--evaluations", "1", "--rounds", "1",
        "--batch", "200", "-o", str(out),
    )  # fmt: skip
    assert result.exit_code == 0, result.stderr
    assert result.stdout.strip() == str(out)
    assert "step      2 of 2" in result.stderr
    card = (out / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert (
        "semgraph train pipeline --lang xx --train train.conllu --dev dev.conllu --steps 2"
        in " ".join(card.replace("\\\n", " ").split())
    )
    assert np.isfinite(json.loads((out / "training.jsonl").read_text())["mean"])


def test_the_command_and_the_library_have_the_same_defaults():
    from semgraph.cli.train_pipeline import command

    defaults = {option.name: option.default for option in command.params}
    fields = asdict(Settings())
    assert {name: value for name, value in defaults.items() if name in fields} == {
        name: value for name, value in fields.items() if name in defaults
    }
    assert len(defaults.keys() & fields.keys()) == 8
