"""``semgraph grammar test``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

import click

from semgraph.cli.corpus import Corpora, cache_at
from semgraph.cli.examples_view import write_json, write_text
from semgraph.cli.grammars import AUTO, Parsers, read_grammar
from semgraph.cli.inputs import sources
from semgraph.cli.output import open_output
from semgraph.errors import UsageError

if TYPE_CHECKING:
    from semgraph.grammar import Grammar
    from semgraph.workbench import Coverage


@click.command("test")
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.option(
    "--lang",
    metavar="CODE",
    help="Language of grammars that name none (default: en). Without FILE: test only the"
    " shipped grammars of this language and of every language.",
)
@click.option("--pipeline", metavar="NAME", help="Parse examples with this spaCy pipeline.")
@click.option(
    "--grammar-path", multiple=True, metavar="DIR", help="Search a folder for used grammars."
)
@click.option(
    "--update",
    is_flag=True,
    help="Rewrite the brackets of failing examples in FILE so that they mark what is made now.",
)
@click.option("--coverage", is_flag=True, help="Tell which rules fired, and which never did.")
@click.option(
    "--on",
    "corpus",
    multiple=True,
    metavar="FILE",
    help="Tell it of a text or a CoNLL-U file too; may be repeated.",
)
@click.option("--junit", metavar="FILE", help="Write the outcomes as JUnit XML, too.")
@click.option("-v", "--verbose", is_flag=True, help="Show what each rule found, failed or not.")
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
    files: tuple[str, ...],
    lang: str | None,
    pipeline: str | None,
    grammar_path: tuple[str, ...],
    update: bool,
    coverage: bool,
    corpus: tuple[str, ...],
    junit: str | None,
    verbose: bool,
    form: Literal["text", "json"],
) -> None:
    """Run the examples and counterexamples of grammar files.

    A FILE is a path or the dotted name of a grammar; without any, all shipped grammars are
    tested. Every rule is tried at its own stage, after all that stands before it. The exit code
    is 1 if an example fails and is not updated.

    
      semgraph grammar test
      semgraph grammar test my/rules.sg --verbose
      semgraph grammar test my/rules.sg --update
      semgraph grammar test my/rules.sg --coverage --on book.txt
      semgraph grammar test en.verbs --format json --junit outcomes.xml
    """
    from semgraph.parse import load_pipeline
    from semgraph.workbench import Coverage, junit_xml, run_examples, update_examples

    if update and not files:
        raise UsageError("--update rewrites files: name those that it may rewrite")
    grammars = _grammars(files, grammar_path, lang)
    parser = load_pipeline(pipeline) if pipeline else None
    on_examples = Coverage(grammars) if coverage or corpus else None
    outcomes = run_examples(grammars, language=lang or "en", parser=parser, coverage=on_examples)
    changes = update_examples(outcomes) if update else []
    measured = [("the examples", on_examples)] if on_examples is not None else []
    if corpus:
        name = corpus[0] if len(corpus) == 1 else f"{len(corpus)} files"
        measured.append((name, _covered(grammars, corpus, lang, pipeline)))
    if junit is not None:
        with open_output(junit) as out:
            out.write(junit_xml(outcomes))
    with open_output(None) as out:
        if form == "json":
            write_json(out, outcomes, changes, measured)
        else:
            write_text(out, outcomes, changes, measured, verbose=verbose)
    failed = sum(not outcome.passed for outcome in outcomes)
    if failed > sum(change.made for change in changes):
        ctx.exit(1)


def _grammars(files: Sequence[str], search: Sequence[str], lang: str | None) -> list[Grammar]:
    from semgraph.grammar import Grammar, shipped_root

    if files:
        return [read_grammar(file, search) for file in files]
    shipped = [Grammar.load(path) for path in sorted(shipped_root().rglob("*.sg"))]
    return [g for g in shipped if lang is None or g.files[-1].language in ("", lang)]


def _covered(
    grammars: Sequence[Grammar], corpus: Sequence[str], lang: str | None, pipeline: str | None
) -> Coverage:
    """Run the grammars of a corpus's language, whole, and count what their rules make."""
    from semgraph.engine import Program, compile_grammar, derive
    from semgraph.grammar import combine
    from semgraph.parse import check_labels, converted, labels_of
    from semgraph.workbench import Coverage

    coverage = Coverage(grammars)
    parsers = Parsers(AUTO if pipeline else lang or _language(grammars), pipeline)
    corpora = Corpora(parsers, cache_at(None, off=False))
    programs: dict[str, tuple[Program, str]] = {}
    for source in sources(corpus, as_file=True):
        for batch in corpora.batches(source):
            parse = batch.parse
            if parse.language not in programs:
                own = [
                    grammar
                    for grammar in grammars
                    if all(file.language in ("", parse.language) for file in grammar.files)
                ]
                if not own:
                    raise UsageError(f"'{source.name}' is in '{parse.language}', no grammar is")
                whole = combine(own)
                program = compile_grammar(whole.files, whole.stages)
                programs[parse.language] = program, whole.scheme
            program, scheme = programs[parse.language]
            parse = converted(parse, scheme)
            check_labels(labels_of(parse), scheme)
            coverage.add(parse, derive(program, parse))
    return coverage


def _language(grammars: Sequence[Grammar]) -> str:
    """Give the language of all grammars, `AUTO` if they have several or none."""
    languages = {file.language for grammar in grammars for file in grammar.files} - {""}
    return languages.pop() if len(languages) == 1 else AUTO
