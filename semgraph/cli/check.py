"""``semgraph grammar check``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click
from rich.text import Text

from semgraph.cli.output import Output, Page, open_output
from semgraph.cli.visible import visible
from semgraph.errors import UsageError
from semgraph.types import Json

if TYPE_CHECKING:
    from semgraph.grammar.lint import Code, Diagnostic

_STYLES = {"error": "bold red", "warning": "bold yellow", "info": "bold blue"}
_FAINT = "dim"


@click.command("check")
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.option(
    "--select",
    multiple=True,
    metavar="CODES",
    help="Report these codes alone: W201, or W2 for all that begin so; several with commas.",
)
@click.option("--ignore", multiple=True, metavar="CODES", help="Leave these codes out.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How to report (default: text).",
)
@click.option("--explain", metavar="CODE", help="Say what a code means, and check nothing.")
@click.option("--list", "listed", is_flag=True, help="List all codes, and check nothing.")
@click.option(
    "--grammar-path", multiple=True, metavar="DIR", help="Search a folder for used grammars."
)
@click.pass_context
def command(
    ctx: click.Context,
    files: tuple[str, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    form: Literal["text", "json"],
    explain: str | None,
    listed: bool,
    grammar_path: tuple[str, ...],
) -> None:
    """Find mistakes in grammar files, and what looks like one.

    A FILE is a path or the dotted name of a grammar; without any, all shipped grammars are
    checked. Codes begin with E for errors (the grammar does not load), W for warnings and I for
    hints. A comment silences a code on its line, or in a rule at whose name it stands:
    % lint: ignore W204. The exit code is 1 if there are errors or warnings.

    \b
      semgraph grammar check
      semgraph grammar check my/rules.sg --ignore W301,I
      semgraph grammar check --explain W204
    """
    from semgraph.grammar.lint import CODES, Linter

    selected, ignored = _prefixes(select, "--select"), _prefixes(ignore, "--ignore")
    with open_output(None) as out:
        if explain is not None or listed:
            codes = list(CODES.values()) if explain is None else [_code(explain)]
            _write_codes(out, codes, form, full=explain is not None)
            return
        paths = _paths(files, grammar_path)
        linter = Linter(grammar_path)
        found = [
            diagnostic
            for path in paths
            for diagnostic in linter.diagnose_file(path)
            if diagnostic.code.startswith(selected or ("",))
            and not (ignored and diagnostic.code.startswith(ignored))
        ]
        if form == "json":
            _write_json(out, paths, found)
        else:
            _write_text(out, paths, found)
    if any(diagnostic.severity != "info" for diagnostic in found):
        ctx.exit(1)


def _prefixes(given: Sequence[str], option: str) -> tuple[str, ...]:
    """Read codes, or what they begin with.

    Raises:
        UsageError: no code begins so.
    """
    from semgraph.grammar.lint import CODES

    prefixes = tuple(part.strip().upper() for text in given for part in text.split(","))
    for prefix in prefixes:
        if not prefix or not any(code.startswith(prefix) for code in CODES):
            raise UsageError(
                f"{option}: no code begins with '{prefix}'; see semgraph grammar check --list"
            )
    return prefixes


def _code(name: str) -> Code:
    from semgraph.grammar.lint import CODES
    from semgraph.grammar.source import suggest

    if name.upper() not in CODES:
        hint = suggest(name, CODES) or "see semgraph grammar check --list"
        raise UsageError(f"there is no code '{name}'; {hint}")
    return CODES[name.upper()]


def _paths(files: Sequence[str], search: Sequence[str]) -> list[str]:
    """Give the paths of the files that were named, or of all shipped grammars."""
    from semgraph.grammar import shipped_root
    from semgraph.grammar.find import Roots
    from semgraph.grammar.source import suggest

    if not files:
        return [str(path) for path in sorted(shipped_root().rglob("*.sg"))]
    roots, paths = Roots(search), []
    for name in files:
        found = Path(name) if name.endswith(".sg") or Path(name).exists() else roots.find(name)
        if found is None:
            hint = suggest(name, roots.names())
            raise UsageError(f"there is no grammar '{name}'" + (f"; {hint}" if hint else ""))
        paths.append(str(found))
    return paths


# Codes


def _write_codes(
    out: Output, codes: Sequence[Code], form: Literal["text", "json"], *, full: bool
) -> None:
    if form == "json":
        import orjson

        plain = [
            {"code": c.name, "severity": c.severity, "gist": c.gist, "text": c.text} for c in codes
        ]
        out.line(orjson.dumps(plain[0] if full else plain))
        return
    page = Page(out)
    for code in codes:
        style = _STYLES[code.severity]
        if full:
            head = Text.assemble((code.name, style), (f"  {code.severity}", _FAINT))
            out.write(page.render(head, Text(code.text), wrap=out.terminal))
        else:
            line = Text.assemble((code.name, style), f"  {code.gist}")
            out.write(page.render(line, wrap=out.terminal))


# Findings


def _counts(found: Sequence[Diagnostic]) -> dict[str, int]:
    counts = Counter(diagnostic.severity for diagnostic in found)
    return {f"{name}s": counts[name] for name in ("error", "warning", "info")}


def _write_json(out: Output, paths: Sequence[str], found: Sequence[Diagnostic]) -> None:
    import orjson

    report = {
        "files": len(paths),
        **_counts(found),
        "diagnostics": [_plain(diagnostic) for diagnostic in found],
    }
    out.line(orjson.dumps(report))


def _plain(diagnostic: Diagnostic) -> Json:
    names = (
        *("code", "severity", "message", "file", "line", "column", "end_line", "end_column"),
        *("rule", "hint"),
    )
    return {name: getattr(diagnostic, name) for name in names}


def _write_text(out: Output, paths: Sequence[str], found: Sequence[Diagnostic]) -> None:
    page = Page(out)
    for diagnostic in found:
        out.write(page.render(*_lines(diagnostic), wrap=False))
    counts = [f"{count} {_noun(name, count)}" for name, count in _counts(found).items() if count]
    files = f"{len(paths)} file{'s' * (len(paths) != 1)}"
    out.write(page.render(Text(f"{files}: {', '.join(counts) or 'nothing to report'}")))


def _noun(name: str, count: int) -> str:
    noun = {"infos": "hints"}.get(name, name)
    return noun.removesuffix("s") if count == 1 else noun


def _lines(diagnostic: Diagnostic) -> Iterator[Text]:
    """Give a finding as errors are told: its place and message, the line, what to do."""
    style = _STYLES[diagnostic.severity]
    rule = f" [rule {visible(diagnostic.rule)}]" if diagnostic.rule else ""
    yield Text.assemble(
        f"{visible(diagnostic.file or '<grammar>')}:{diagnostic.line}:{diagnostic.column}: ",
        (diagnostic.code, style),
        f" {visible(diagnostic.message)}",
        (rule, _FAINT),
    )
    if diagnostic.source_line.strip():
        before = diagnostic.source_line[: diagnostic.column - 1].replace("\t", " ")
        under = diagnostic.source_line[diagnostic.column - 1 : diagnostic.end_column - 1]
        yield Text("    " + visible(diagnostic.source_line.replace("\t", " ")))
        indent = " " * len(visible(before))
        yield Text.assemble(f"    {indent}", ("^" * max(1, len(visible(under))), style))
    if diagnostic.hint:
        yield Text(f"    {visible(diagnostic.hint)}", _FAINT)
