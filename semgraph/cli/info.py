"""``semgraph info``."""

from __future__ import annotations

import platform
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from itertools import zip_longest
from typing import Literal

import click
from rich.text import Text

from semgraph import __version__
from semgraph.cli.output import Page, open_output
from semgraph.cli.visible import visible
from semgraph.types import Json

_PACKAGES = (
    "spacy", "numpy", "networkx", "pydantic", "orjson", "lark", "google-re2", "pymorphy3", "click",
    "rich",
)  # fmt: skip
# What it costs that a pipeline does not give something.
_COSTS = {
    "dependency tree": "no semantic tokens: they are made from it, and nothing else will do",
    "lemmas": "expressions are found only as a lexicon writes them; keys of tokens lack a lemma",
    "parts of speech": "rules that name upos find nothing, and many of the shipped ones do",
    "features": "rules that name a feature, such as PronType, find nothing; tokens have none",
    "fine tags": "rules that name xpos find nothing",
    "named entities": "rules that name ent find nothing; names are told by their words alone",
}
_WANTED = "ud"  # the label scheme of the shipped grammars
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

    With --pipeline: what a spaCy pipeline gives, the scheme of its labels and whether they are
    converted, what is missing, and what that costs.

    \b
      semgraph info
      semgraph info --pipeline en_core_web_sm
    """
    if pipeline is None:
        report = {
            "versions": _versions(),
            "pipelines": _embedded(),
            "grammars": list(_grammars()),
        }
    else:
        report = {"pipeline": _pipeline(pipeline)}
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
    from semgraph.parse.pipeline import EMBEDDED

    return [{"code": code, **_pipeline(code)} for code in EMBEDDED]


def _pipeline(source: str) -> Json:
    """Tell of a pipeline: where it comes from, what it gives, what is missing.

    One that cannot be used, for it has no parser or its labels belong to no known scheme, is told
    of as well.
    """
    from semgraph.parse.abilities import ABILITIES, abilities
    from semgraph.parse.convert import converts
    from semgraph.parse.pipeline import load_language, parser_labels

    nlp, origin = load_language(source)
    given = abilities(nlp)
    unknown = _unknown_labels(parser_labels(nlp))
    performance = nlp.meta.get("performance", {})
    return {
        "name": origin.name,
        "version": origin.version,
        "language": nlp.lang or "",
        "licence": nlp.meta.get("license", ""),
        "sha256": origin.sha256,
        "scheme": origin.scheme,
        "converted_to": _WANTED if converts(origin.scheme, _WANTED) else None,
        "usable": "dependency tree" in given and not unknown,
        "components": list(nlp.pipe_names),
        "gives": list(given),
        "missing": [what for what in ABILITIES if what not in given],
        "costs": {what: _COSTS[what] for what in ABILITIES if what not in given},
        "unknown_labels": unknown,
        "scores": {
            name: round(performance[name], 4)
            for name in _SCORES
            if performance.get(name) is not None
        },
    }


def _unknown_labels(labels: Sequence[str]) -> list[str]:
    """Give the labels that the shipped grammars do not know, and that are not converted."""
    from semgraph.errors import SchemeError
    from semgraph.parse import check_parser

    try:
        check_parser(labels, _WANTED)
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
        "scheme": _scheme(pipeline),
        "components": ", ".join(pipeline["components"]) or "none",
        "gives": ", ".join(pipeline["gives"]) or "nothing",
        "unknown labels": ", ".join(pipeline["unknown_labels"]) or "none",
        "scores": scores or "not stated",
    }
    for name, value in facts.items():
        yield Text(f"  {name:<16}{visible(value)}")
    missing = [f"{what}: {cost}" for what, cost in pipeline["costs"].items()] or ["nothing"]
    for name, line in zip_longest(("missing",), missing, fillvalue=""):
        yield Text(f"  {name:<16}{line}")
    if not pipeline["usable"]:
        yield Text("  this pipeline cannot be used with the shipped grammars", "bold red")


def _scheme(pipeline: Json) -> str:
    wanted = pipeline["converted_to"]
    return f"{pipeline['scheme']}, converted to {wanted}" if wanted else pipeline["scheme"]


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
