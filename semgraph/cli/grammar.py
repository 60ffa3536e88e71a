"""``semgraph grammar``: work on grammar files."""

from __future__ import annotations

from collections.abc import Mapping

import click

from semgraph.cli.lazy import Lazy, LazyGroup

_COMMANDS: Mapping[str, Lazy] = {
    "check": Lazy("semgraph.cli.check", "Find mistakes, and what looks like one."),
    "import": Lazy("semgraph.cli.import_", "Make a grammar of another tool's patterns."),
    "test": Lazy("semgraph.cli.examples", "Run the examples that rules carry."),
    "trace": Lazy("semgraph.cli.trace", "Show what each stage makes of a text, and what loses."),
    "why": Lazy("semgraph.cli.why", "Say why a rule matches a text, or why not."),
    "diff": Lazy("semgraph.cli.diff", "Show what two versions make of a corpus differently."),
    "fmt": Lazy("semgraph.cli.format", "Lay grammar files out in the one style."),
    "editor-files": Lazy("semgraph.cli.editor_files", "Write what editors need to highlight .sg."),
}


@click.group("grammar", cls=LazyGroup, lazy=_COMMANDS)
def command() -> None:
    """Work on grammar files.

    \b
      semgraph grammar check my/rules.sg
      semgraph grammar test my/rules.sg
      semgraph grammar trace "He turned the offer down."
      semgraph grammar why en.verbs/particle_verb "He looked up the street."
      semgraph grammar diff my/old.sg my/rules.sg book.txt
      semgraph grammar import --from semgrex patterns.txt -o mine.sg
      semgraph grammar fmt my/rules.sg
    """
