"""The command line: thin, and quick to give help."""

from __future__ import annotations

__all__ = ["main"]


def main() -> None:
    """Run the command line and leave with its exit code: 0, 1 for a finding, 2 for an error."""
    from semgraph.cli.app import command

    command(prog_name="semgraph")
