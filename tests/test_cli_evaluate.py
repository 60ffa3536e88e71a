"""``semgraph evaluate``, from gold file to report, with the embedded pipelines."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from semgraph.evaluate import METRICS, Documents, evaluate_parse
from semgraph.evaluate import run as evaluate_run
from semgraph.parse import Parse, load_pipeline
from tests.cli_tools import run

pytestmark = pytest.mark.model

TEXTS = {
    "en": ["She reads old books.", "We don't know them.", "The dog sleeps."],
    "ru": ["Она читает старые книги.", "Мы их не знаем.", "Собака спит."],
}
NAMES = """\
# newdoc id = a
# text = We met Ann Lee in Oslo.
1\tWe\tO
2\tmet\tO
3\tAnn\tB-PER
4\tLee\tI-PER
5\tin\tO
6\tOslo\tB-LOC
7\t.\tO

# text = Oslo is cold.
1\tOslo\tB-LOC
2\tis\tO
3\tcold\tO
4\t.\tO

"""


def conllu(parse: Parse) -> str:
    """Write a parse of documents of one sentence each."""
    lines = []
    for text, first, stop in zip(parse.texts, parse.doc_start, parse.doc_start[1:], strict=False):
        assert not ((parse.sent_start > first) & (parse.sent_start < stop)).any()
        lines.append(f"# text = {text}")
        for row in range(first, stop):
            names = ("form", "lemma", "upos", "xpos", "feats")
            values = [parse.strings[getattr(parse, name)[row]] or "_" for name in names]
            head = parse.head[row] - first + 1 if parse.head[row] >= 0 else 0
            glued = "_" if parse.space[row] else "SpaceAfter=No"
            values += [str(head), parse.strings[parse.deprel[row]], "_", glued]
            lines.append("\t".join([str(row - first + 1), *values]))
        lines.append("")
        # The last word of a text is glued; sentences are not.
        lines[-2] = lines[-2].removesuffix("SpaceAfter=No") + "_"
    return "\n".join([*lines, ""])


@pytest.fixture(params=["en", "ru"])
def gold(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A treebank that is the pipeline's own output."""
    path = tmp_path / f"{request.param}.conllu"
    parse = load_pipeline(request.param).parse(TEXTS[request.param])
    path.write_text(conllu(parse), "utf-8")
    return path


@pytest.fixture
def names(tmp_path: Path) -> Path:
    path = tmp_path / "names.iob2"
    path.write_text(NAMES, "utf-8")
    return path


def report(*arguments: str) -> dict[str, Any]:
    result = run("evaluate", *arguments)
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def test_a_pipeline_agrees_with_its_own_output(gold: Path) -> None:
    language = gold.stem
    found = report("parse", "--gold", str(gold), "--pipeline", language)
    words = load_pipeline(language).parse(TEXTS[language]).words
    assert found["task"] == "parse"
    assert found["gold"] == {
        "file": gold.name,
        "sha256": hashlib.sha256(gold.read_bytes()).hexdigest(),
        "unit": "sentence",
        "documents": 3,
        "sentences": 3,
        "words": words,
    }
    (entry,) = found["pipelines"]
    origin = load_pipeline(language).pipeline
    assert [entry[key] for key in ("given", "name", "version", "scheme", "sha256")] == [
        language, origin.name, origin.version, origin.scheme, origin.sha256,
    ]  # fmt: skip
    assert tuple(entry["scores"]) == METRICS
    for name, score in entry["scores"].items():
        assert [score[figure] for figure in ("precision", "recall", "f1")] == [1, 1, 1], name
        assert score.get("aligned_accuracy", 1) == 1
    assert entry["words_per_second"] > 0
    assert entry["ratio"] == 1


def test_several_pipelines_stand_in_one_report(gold: Path) -> None:
    arguments = ["--gold", str(gold), "--pipeline", "ru", "--pipeline", "en"]
    found = report("parse", *arguments)
    scores = {entry["given"]: entry["scores"] for entry in found["pipelines"]}
    other = "ru" if gold.stem == "en" else "en"
    assert list(scores) == ["ru", "en"]
    assert scores[gold.stem]["las"]["f1"] == 1
    assert scores[other]["las"]["f1"] < 1
    assert found["pipelines"][0]["ratio"] == 1 != found["pipelines"][1]["ratio"]
    table = run("evaluate", "parse", *arguments, "--format", "table").stdout
    first, one, two, _, header, *_, las = table[: table.index("las_subtypes")].splitlines()
    assert first.startswith(f"{gold.name}: 3 documents, 3 sentences, ")
    assert one.startswith("1  ru (ru_semgraph ")
    assert two.startswith("2  en (en_semgraph ")
    assert header.split() == ["F1", "of", "1", "F1", "of", "2"]
    assert las.split()[0] == "las"
    assert "100.00" in las.split()


def test_documents_are_scored_by_their_sentences(gold: Path) -> None:
    arguments = ["--gold", str(gold), "--pipeline", gold.stem]
    found = report("segmentation-of-sentences", *arguments)
    assert found["gold"] | {"sha256": "", "words": 0} == {
        "file": gold.name, "sha256": "", "unit": "document", "documents": 1, "sentences": 3,
        "words": 0,
    }  # fmt: skip
    (entry,) = found["pipelines"]
    assert list(entry["scores"]) == ["tokens", "sentences"]
    assert entry["scores"]["tokens"]["f1"] == 1
    assert entry["scores"]["sentences"]["gold"] == 3
    two = report("segmentation-of-sentences", *arguments, "--sentences", "2")
    assert two["gold"]["documents"] == 2
    whole = report("parse", *arguments, "--unit", "document")
    assert whole["gold"]["documents"] == 1
    assert whole["pipelines"][0]["scores"]["sentences"] == entry["scores"]["sentences"]
    shown = run("evaluate", "segmentation-of-sentences", *arguments, "--format", "table").stdout
    assert shown.splitlines()[3].split() == ["precision", "recall", "F1"]


def test_turns_do_not_change_the_scores(gold: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parsers = [load_pipeline("en"), load_pipeline("ru")]

    def scores(turn: int) -> list[Any]:
        monkeypatch.setattr(evaluate_run, "_TURN", turn)
        return [one["scores"] for one in evaluate_parse(gold, parsers, Documents())["pipelines"]]

    assert scores(1) == scores(30) == scores(10_000)


CODE = """\
from spacy.language import Language
from spacy.tokens import Span

@Language.component("{name}")
def mark(doc):
    doc.ents = [
        Span(doc, token.i, token.i + 1, label="LOC" if token.text == "Oslo" else "DATE")
        for token in doc if token.text in ("Oslo", "cold")
    ]
    return doc
"""


@pytest.fixture
def marking(tmp_path: Path, request: pytest.FixtureRequest) -> tuple[Path, Path]:
    """A pipeline with a component of its own, and the code of that."""
    import shutil

    from semgraph.parse import pipeline

    name = f"mark_{request.node.name}"
    folder, code = tmp_path / "marking", tmp_path / "code.py"
    shutil.copytree(Path(pipeline.__file__).parent / "pipelines" / "en", folder)
    config = folder / "config.cfg"
    text = config.read_text("utf-8")
    before, pipes, after = text.partition("pipeline = [")
    names, end, rest = after.partition("]")  # the component runs last
    text = f'{before}{pipes}{names},"{name}"{end}{rest}\n[components.{name}]\nfactory = "{name}"\n'
    config.write_text(text, "utf-8")
    code.write_text(CODE.format(name=name), "utf-8")
    return folder, code


def test_names_are_scored_with_the_pipelines_own_code(
    names: Path, marking: tuple[Path, Path]
) -> None:
    folder, code = marking
    arguments = ["ner", "--gold", str(names), "--pipeline", str(folder)]
    without = run("evaluate", *arguments)
    assert without.exit_code == 2
    assert f"semgraph: error: cannot load the pipeline '{folder}'" in without.stderr
    found = report(*arguments, "--code", str(code))
    assert found["gold"] | {"sha256": ""} == {
        "file": "names.iob2", "sha256": "", "unit": "sentence", "documents": 2, "sentences": 2,
        "tokens": 11, "entities": 3, "types": ["LOC", "PER"],
    }  # fmt: skip
    scores = found["pipelines"][0]["scores"]
    assert scores["left_out"] == {"DATE": 1}
    assert scores["micro"] == {
        "precision": 1.0, "recall": round(2 / 3, 6), "f1": 0.8,
        "gold": 3, "system": 2, "correct": 2,
    }  # fmt: skip
    assert [scores["types"][type_]["correct"] for type_ in ("LOC", "PER")] == [2, 0]
    joined = report(*arguments, "--code", str(code), "--unit", "document")
    assert joined["gold"]["documents"] == 1
    assert joined["pipelines"][0]["scores"]["micro"]["correct"] == 2
    only = report(*arguments, "--code", str(code), "--types", "PER, ORG")
    assert only["gold"]["entities"] == 1
    assert only["pipelines"][0]["scores"]["left_out"] == {"DATE": 1, "LOC": 2}
    table = run("evaluate", *arguments, "--code", str(code), "--format", "table").stdout
    assert "left out: 1 DATE" in table
    assert [line.split()[0] for line in table.splitlines()[-3:]] == ["all", "LOC", "PER"]
    assert table.splitlines()[-1].split() == ["PER", "–", "0.00", "0.00"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["parse", "--gold", "empty"], "empty: there is no sentence to evaluate on"),
        (["ner", "--gold", "empty"], "empty: there is no sentence to evaluate on"),
        (["ner", "--gold", "names.iob2", "--pipeline", "ru"],
         "the pipeline 'ru_semgraph' finds no named entities"),
        (["ner", "--gold", "outside"], "outside: there is no entity here"),
        (["ner", "--gold", "names.iob2", "--types", "X,Y"],
         "names.iob2: there is no entity of type X, Y here; its types are LOC, PER"),
        (["parse", "--gold", "names.iob2"], "names.iob2:3: expected 10 columns"),
        (["parse", "--gold", "names.iob2", "--code", "none.py"], "there is no file 'none.py'"),
        (["parse", "--gold", "names.iob2", "--code", "bad.py"],
         "cannot import 'bad.py': ZeroDivisionError: division by zero"),
        (["parse", "--gold", "names.iob2", "--pipeline", "no_such"], "no pipeline 'no_such'"),
        (["parse", "--gold", "names.iob2", "--pipeline", "blank"],
         "the pipeline 'pipeline' has no dependency parser"),
    ],
)  # fmt: skip
def test_what_cannot_be_evaluated_is_told(
    names: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], message: str
) -> None:
    import spacy

    monkeypatch.chdir(names.parent)
    Path("empty").touch()
    Path("outside").write_text("# text = Hi\n1\tHi\tO\n")
    Path("bad.py").write_text("1 / 0\n")
    spacy.blank("en").to_disk("blank")
    result = run("evaluate", *arguments, "--pipeline", "en")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith(f"semgraph: error: {message}")


@pytest.mark.parametrize("option", [["--sentences", "5"], ["--newdoc"]])
def test_sentences_that_stand_alone_are_not_joined(gold: Path, option: list[str]) -> None:
    arguments = ["parse", "--gold", str(gold), "--pipeline", gold.stem, *option]
    result = run("evaluate", *arguments)
    assert result.exit_code == 2
    assert "--sentences and --newdoc are for --unit document" in result.stderr
    assert report(*arguments, "--unit", "document")["gold"]["documents"] == 1


@pytest.mark.parametrize("arguments", [["--pipeline", "en"], ["--gold", __file__]])
def test_gold_data_and_a_pipeline_have_to_be_named(arguments: list[str]) -> None:
    result = run("evaluate", "parse", *arguments)
    assert result.exit_code == 2
    assert "Missing option" in result.stderr
