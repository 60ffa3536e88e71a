"""``semgraph grammar fmt``."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from semgraph.cli.inputs import STDIN
from semgraph.cli.output import open_output
from semgraph.errors import EncodingError, UsageError


@dataclass(frozen=True, slots=True)
class _File:
    """A grammar file as it is and as it is to be; ``path`` is ``"-"`` for standard input."""

    path: str
    before: bytes
    after: bytes

    @property
    def name(self) -> str:
        return "<stdin>" if self.path == STDIN else self.path


@click.command("fmt")
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.option("--check", is_flag=True, help="Write nothing; name the files that would change.")
@click.option("--diff", is_flag=True, help="Write nothing; show what would change.")
@click.pass_context
def command(ctx: click.Context, files: tuple[str, ...], check: bool, diff: bool) -> None:
    """Lay grammar files out in the one style.

    Only white space changes; comments stay where they belong. A FILE is a
    grammar file, a folder with .sg files below it, or '-' for standard input,
    which goes to standard output. If any file has a mistake in its syntax,
    all stay as they are. With --check the exit code is 1 if a file would
    change.

    \b
      semgraph grammar fmt my/rules.sg
      semgraph grammar fmt --check grammars
      semgraph grammar fmt - < rules.sg
    """
    found = [_read(path) for path in _paths(files)]
    changed = [file for file in found if file.after != file.before]
    if diff:
        with open_output(None) as out:
            out.write("".join(map(_diff, changed)).encode())
    elif check:
        for file in changed:
            click.echo(file.name)
    else:
        _write(found)
    if check and changed:
        ctx.exit(1)


def _paths(arguments: Sequence[str]) -> Iterator[str]:
    """Give the files that the arguments name, each once; without any, standard input.

    Raises:
        UsageError: a folder without grammars, or nothing to read.
    """
    if not arguments and sys.stdin.isatty():
        raise UsageError("nothing to format: name a file or a folder, or pipe something in")
    seen: set[str] = set()
    for argument in arguments or (STDIN,):
        inside = [argument]
        if argument != STDIN and Path(argument).is_dir():
            inside = sorted(map(str, Path(argument).rglob("*.sg")))
            if not inside:
                raise UsageError(f"there is no .sg file below '{argument}'")
        yield from (path for path in inside if path not in seen)
        seen.update(inside)


def _read(path: str) -> _File:
    """Read and format a file.

    Raises:
        GrammarError: the file cannot be read, or has a mistake in its syntax.
        EncodingError: standard input is not UTF-8.
    """
    from semgraph.grammar import format_source
    from semgraph.grammar.reader import read_grammar_file

    if path == STDIN:
        before = sys.stdin.buffer.read()
        text = _decode(before)
        return _File(path, before, format_source(text, "<stdin>").encode())
    text = read_grammar_file(Path(path))
    return _File(path, Path(path).read_bytes(), format_source(text, path).encode())


def _decode(content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise EncodingError(
            f"byte 0x{content[error.start]:02x} is not UTF-8",
            source="<stdin>",
            offset=error.start,
            unit="byte",
        ) from None


def _diff(file: _File) -> str:
    r"""Give a unified diff; only ``\n`` ends a line."""
    before, after = (
        content.decode().removesuffix("\n").split("\n") for content in (file.before, file.after)
    )
    lines = difflib.unified_diff(before, after, file.name, f"{file.name} (formatted)", lineterm="")
    return "".join(f"{line}\n" for line in lines)


def _write(files: Sequence[_File]) -> None:
    for file in files:
        if file.path == STDIN:
            with open_output(None) as out:
                out.write(file.after)
        elif file.after != file.before:
            with open_output(file.path) as out:
                out.write(file.after)
            click.echo(f"formatted {file.path}", err=True)
