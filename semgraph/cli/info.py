"""``semgraph info``."""

from __future__ import annotations

import platform
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Literal

import click
from rich.text import Text

from semgraph import __version__
from semgraph.cli.output import Page, open_output
from semgraph.cli.visible import visible
from semgraph.types import Json

if TYPE_CHECKING:
    from semgraph.parse import TextParser

_PACKAGES = (
    "spacy", "numpy", "networkx", "pydantic", "orjson", "lark", "google-re2", "pymorphy3", "click",
    "rich",
)  # fmt: skip
# What a pipeline can give, by what spaCy's components say that they assign.
_GIVES = {
    "token.dep": "dependency tree",
    "token.lemma": "lemmas",
    "token.pos": "parts of speech",
    "token.morph": "features",
    "token.tag": "fine tags",
    "doc.ents": "named entities",
}
_SCORES = ("dep_uas", "dep_las", "pos_acc", "lemma_acc", "morph_acc", "sents_f")


@click.command("info")
@click.option("--pipeline", metavar="NAME", help="Look at this spaCy pipeline (name or folder).")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How to report (default: text).",
)
def command(pipeline: str | None, form: Literal["text", "json"]) -> None:
    """Show versions, pipelines and shipped grammars.

    With --pipeline: what a spaCy pipeline gives, its label scheme, and what is missing.

    \b
      semgraph info
      semgraph info --pipeline en_core_web_sm
    """
    from semgraph.parse import load_pipeline

    if pipeline is None:
        report = {
            "versions": _versions(),
            "pipelines": _embedded(),
            "grammars": list(_grammars()),
        }
    else:
        report = {"pipeline": _pipeline(load_pipeline(pipeline))}
    with open_output(None) as out:
        if form == "json":
            import orjson

            out.line(orjson.dumps(report))
        else:
            out.write(Page(out).render(*_text(report), wrap=out.terminal))


def _versions() -> Json:
    def installed(package: str) -> str | None:
        try:
            return version(package)
        except PackageNotFoundError:
            return None

    packages = {package: installed(package) for package in _PACKAGES}
    return {"semgraph": __version__, "python": platform.python_version(), **packages}


def _embedded() -> list[Json]:
    from semgraph.parse import load_pipeline
    from semgraph.parse.pipeline import EMBEDDED

    return [{"code": code, **_pipeline(load_pipeline(code))} for code in EMBEDDED]


def _pipeline(parser: TextParser) -> Json:
    """Tell of a pipeline: where it comes from, what it gives, what is missing."""
    nlp, origin = parser.nlp, parser.pipeline
    given = {what for name in nlp.pipe_names for what in nlp.get_pipe_meta(name).assigns}
    performance = nlp.meta.get("performance", {})
    return {
        "name": origin.name,
        "version": origin.version,
        "language": parser.language,
        "licence": nlp.meta.get("license", ""),
        "sha256": origin.sha256,
        "scheme": origin.scheme,
        "components": list(nlp.pipe_names),
        "gives": [name for what, name in _GIVES.items() if what in given],
        "missing": [name for what, name in _GIVES.items() if what not in given],
        "unknown_labels": _unknown_labels(parser),
        "scores": {
            name: round(performance[name], 4)
            for name in _SCORES
            if performance.get(name) is not None
        },
    }


def _unknown_labels(parser: TextParser) -> list[str]:
    """Give the labels that the shipped grammars do not know."""
    from semgraph.errors import SchemeError
    from semgraph.parse import check_labels

    try:
        check_labels(parser.labels, "ud")
    except SchemeError as error:
        return list(error.labels)
    return []


def _grammars() -> Iterator[Json]:
    from semgraph.grammar import Grammar, shipped_root

    for path in sorted(shipped_root().rglob("*.sg")):
        file = Grammar.load(path).files[-1]
        yield {
            "name": file.name,
            "version": file.version,
            "language": file.language,
            "rules": sum(len(stage.rules) for stage in file.stages),
            "lexicon_rows": sum(map(len, file.lexicons.values())),
            "sha256": file.sha256,
        }


# As text.


def _text(report: Json) -> Iterator[Text]:
    if "pipeline" in report:
        yield from _told(report["pipeline"])
        return
    versions = dict(report["versions"])
    yield Text.assemble(("semgraph ", "bold"), (versions.pop("semgraph"), "bold"))
    for name, number in versions.items():
        yield Text.assemble(f"  {name:<12}", number or ("missing", "bold red"))
    for pipeline in report["pipelines"]:
        yield Text()
        yield from _told(pipeline)
    yield Text()
    yield from _listed(report["grammars"])


def _told(pipeline: Json) -> Iterator[Text]:
    yield Text(visible(f"pipeline {pipeline['name']} {pipeline['version']}"), "bold")
    scores = "  ".join(f"{name} {value:.3f}" for name, value in pipeline["scores"].items())
    facts = {
        "language": pipeline["language"],
        "licence": pipeline["licence"] or "not stated",
        "sha256": pipeline["sha256"],
        "scheme": pipeline["scheme"],
        "components": ", ".join(pipeline["components"]),
        "gives": ", ".join(pipeline["gives"]),
        "missing": ", ".join(pipeline["missing"]) or "nothing",
        "unknown labels": ", ".join(pipeline["unknown_labels"]) or "none",
        "scores": scores or "not stated",
    }
    for name, value in facts.items():
        yield Text(f"  {name:<16}{visible(value)}")


def _listed(grammars: Sequence[Json]) -> Iterator[Text]:
    yield Text("shipped grammars", "bold")
    size = max((len(grammar["name"]) for grammar in grammars), default=0)
    for grammar in grammars:
        yield Text(
            f"  {grammar['name']:<{size}}  {grammar['version'] or '-':<8}"
            f"{grammar['rules']:>4} rules  {grammar['lexicon_rows']:>6,} lexicon rows"
        )
    rules = sum(grammar["rules"] for grammar in grammars)
    rows = sum(grammar["lexicon_rows"] for grammar in grammars)
    yield Text(f"  {'':<{size}}  {'':<8}{rules:>4} rules  {rows:>6,} lexicon rows", "dim")
