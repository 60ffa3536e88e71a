"""``semgraph grammar diff``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click
from rich.text import Text

from semgraph.cli.corpus import Batch, Corpora, cache_at
from semgraph.cli.grammars import AUTO, Parsers, read_grammar
from semgraph.cli.inputs import sources
from semgraph.cli.output import Output, Page, open_output
from semgraph.cli.visible import shown, visible
from semgraph.errors import UsageError
from semgraph.types import Json

if TYPE_CHECKING:
    from semgraph.grammar import Grammar
    from semgraph.workbench.difference import Difference, Versions, VersionToken

_NO_RULE = "no rule"


@dataclass(frozen=True, slots=True)
class _Shown:
    file: str
    place: str
    difference: Difference


@dataclass(slots=True)
class _Report:
    """What differs, by the responsible rules; of each pair the first differences are kept.

    Attributes:
        sentences: number of sentences compared.
        different: number of those that differ.
    """

    limit: int
    sentences: int = 0
    different: int = 0
    counts: dict[tuple[str, str], int] = field(default_factory=dict)
    kept: dict[tuple[str, str], list[_Shown]] = field(default_factory=dict)

    def add(self, file: str, batch: Batch, versions: Versions) -> None:
        """Compare a batch."""
        self.sentences += len(batch.parse.sent_start) - 1
        places = set()
        for found in versions.compare(batch.parse):
            places.add((found.doc, found.offset))
            self.counts[found.rules] = self.counts.get(found.rules, 0) + 1
            kept = self.kept.setdefault(found.rules, [])
            if len(kept) < self.limit:
                kept.append(_Shown(file, batch.place(found.doc, found.offset), found))
        self.different += len(places)

    @property
    def groups(self) -> list[tuple[tuple[str, str], int]]:
        """The pairs of rules and their numbers, the largest first."""
        return sorted(self.counts.items(), key=lambda item: (-item[1], item[0]))


@click.command("diff")
@click.argument("a")
@click.argument("b")
@click.argument("corpus", nargs=-1, required=True, metavar="CORPUS...")
@click.option(
    "--lang", default=AUTO, metavar="CODE", help="Language of texts: en, ru, or auto (default)."
)
@click.option("--pipeline", metavar="NAME", help="Parse texts with this spaCy pipeline.")
@click.option(
    "--grammar-path", multiple=True, metavar="DIR", help="Search a folder for used grammars."
)
@click.option(
    "--no-default-grammars", is_flag=True, help="Run A and B alone, not after the shipped grammars."
)
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    default=10,
    metavar="N",
    help="Show at most N sentences for each pair of rules (default: 10); all are counted.",
)
@click.option("--cache", metavar="DIR", help="Keep parses here, not in the user's cache folder.")
@click.option("--no-cache", is_flag=True, help="Keep no parses.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How to report (default: text).",
)
@click.pass_context
def command(
    ctx: click.Context,
    a: str,
    b: str,
    corpus: tuple[str, ...],
    lang: str,
    pipeline: str | None,
    grammar_path: tuple[str, ...],
    no_default_grammars: bool,
    limit: int,
    cache: str | None,
    no_cache: bool,
    form: Literal["text", "json"],
) -> None:
    """Show what two versions of a grammar make of a corpus differently.

    A and B are grammar files, dotted names, or folders of grammars. Both run after the shipped
    grammars of the corpus's language; a file whose grammar is called as a shipped one takes its
    place. A file finds its lexicons where it stands, so keep the two side by side. CORPUS is text
    or CoNLL-U, also packed (.gz, .xz); parses of texts are kept for the next run. Tokens are
    compared, markers and set features are not. The exit code is 1 if anything differs.

    \b
      git show HEAD:my/rules.sg > my/old.sg
      semgraph grammar diff my/old.sg my/rules.sg book.txt ewt.conllu.xz
      semgraph grammar diff old/ new/ book.txt --lang en --format json
    """
    parsers = Parsers(lang, pipeline)
    corpora = Corpora(parsers, cache_at(cache, off=no_cache))
    versions: dict[str, Versions] = {}
    report = _Report(limit)
    for source in sources(corpus, as_file=True):
        for batch in corpora.batches(source):
            language = batch.parse.language
            if language not in versions:
                versions[language] = _versions(
                    (a, b), language, grammar_path, defaults=not no_default_grammars
                )
            report.add(source.name, batch, versions[language])
    with open_output(None) as out:
        if form == "json":
            _write_json(out, report)
        else:
            _write_text(out, report)
    if report.different:
        ctx.exit(1)


def _versions(
    names: tuple[str, str], language: str, search: tuple[str, ...], *, defaults: bool
) -> Versions:
    from semgraph.workbench.difference import Versions

    a, b = (_version(name, language, search, defaults=defaults) for name in names)
    return Versions(a, b)


def _version(name: str, language: str, search: tuple[str, ...], *, defaults: bool) -> Grammar:
    """Give one version with the shipped grammars that it runs after."""
    from semgraph.grammar import Grammar
    from semgraph.tokenizer import default_grammar
    from semgraph.workbench.difference import in_place_of

    whole = Grammar.find(default_grammar(language)) if defaults else None
    if Path(name).is_dir():
        found = [Grammar.load(path, [name, *search]) for path in sorted(Path(name).rglob("*.sg"))]
        given = [g for g in found if g.files[-1].language in ("", language)]
        if not given:
            raise UsageError(f"the folder '{name}' has no grammar for '{language}'")
    else:
        given = [read_grammar(name, search)]
    for grammar in given:
        for file in grammar.files:
            if file.language and language and file.language != language:
                raise UsageError(
                    f"grammar '{file.name}' is written for '{file.language}', the corpus is"
                    f" taken for '{language}'; say its language with --lang"
                )
        whole = in_place_of(whole, grammar)
    assert whole is not None
    return whole


# As text.


def _write_text(out: Output, report: _Report) -> None:
    page = Page(out)
    for rules, number in report.groups:
        out.write(page.render(_heading(rules, number), wrap=out.terminal))
        for item in report.kept[rules]:
            out.write(page.render(*_lines(item), wrap=out.terminal))
        hidden = number - len(report.kept[rules])
        if hidden:
            out.write(page.render(Text(f"  … and {hidden} more", "dim")))
        out.write(page.render(""))
    share = f" ({100 * report.different / report.sentences:.1f} %)" if report.sentences else ""
    line = f"{report.different} of {report.sentences} sentences differ{share}"
    out.write(page.render(Text(line)))


def _heading(rules: tuple[str, str], number: int) -> Text:
    a, b = (rule or _NO_RULE for rule in rules)
    heading = Text(a if a == b else f"{a} → {b}", "bold")
    return heading.append(f"  {number}", "dim")


def _lines(item: _Shown) -> Iterator[Text]:
    from semgraph.workbench.brackets import bracketed, layers

    found = item.difference
    yield Text(f"  {visible(item.file)}:{visible(item.place)}", "dim")
    for name, tokens in (("A", found.only_a), ("B", found.only_b)):
        for layer in layers([token.spans for token in tokens]) or [[]]:
            sentence = bracketed(found.sentence, layer, visible)
            yield Text.assemble((f"    {name}  ", "dim"), sentence)
    for sign, style, tokens in (("-", "bold red", found.only_a), ("+", "blue", found.only_b)):
        for token in tokens:
            yield Text.assemble((f"    {sign}  {shown(token.form)}", style), _about(token))


def _about(token: VersionToken) -> tuple[str, str]:
    words = [token.kind, shown(token.lemma), token.upos, shown(token.class_)]
    words += ["mwe"] if token.mwe else []
    return "  " + ", ".join(filter(None, words)) + f"  by {token.rule}", "dim"


# As JSON.


def _write_json(out: Output, report: _Report) -> None:
    import orjson

    groups = [
        {
            "a_rule": rules[0] or None,
            "b_rule": rules[1] or None,
            "count": number,
            "differences": [_plain(item) for item in report.kept[rules]],
        }
        for rules, number in report.groups
    ]
    whole = {"sentences": report.sentences, "different": report.different, "groups": groups}
    out.line(orjson.dumps(whole))


def _plain(item: _Shown) -> Json:
    found = item.difference
    return {
        "file": item.file,
        "place": item.place,
        "id": found.id,
        "sentence": found.sentence,
        "a": [_plain_token(token) for token in found.only_a],
        "b": [_plain_token(token) for token in found.only_b],
    }


def _plain_token(token: VersionToken) -> Json:
    return {
        "rule": token.rule,
        "form": token.form,
        "kind": token.kind,
        "lemma": token.lemma,
        "upos": token.upos,
        "class": token.class_,
        "mwe": token.mwe,
        "spans": token.spans,
    }
