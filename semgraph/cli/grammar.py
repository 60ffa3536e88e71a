"""``semgraph grammar``: work on grammar files."""

from __future__ import annotations

from collections.abc import Mapping

import click

from semgraph.cli.lazy import Lazy, LazyGroup

_COMMANDS: Mapping[str, Lazy] = {
    "test": Lazy("semgraph.cli.examples", "Run the examples that rules carry."),
    "trace": Lazy("semgraph.cli.trace", "Show what each stage makes of a text, and what loses."),
    "why": Lazy("semgraph.cli.why", "Say why a rule matches a text, or why not."),
}


@click.group("grammar", cls=LazyGroup, lazy=_COMMANDS)
def command() -> None:
    """Work on grammar files.

    \b
      semgraph grammar test my/rules.sg
      semgraph grammar trace "He turned the offer down."
      semgraph grammar why particle_verb "He looked up the street." --at up
    """
