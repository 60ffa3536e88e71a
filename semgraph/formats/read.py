"""From a file of patterns to a grammar and a report."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from semgraph.errors import UsageError
from semgraph.formats.dependency_matcher import read_dependency_matcher
from semgraph.formats.grew import read_grew
from semgraph.formats.matcher import read_matcher
from semgraph.formats.result import Batch, Imported
from semgraph.formats.semgrex import read_semgrex
from semgraph.formats.writing import write_grammar
from semgraph.grammar.names import DOTTED_NAME
from semgraph.parse.read import read_text
from semgraph.types import Json

Format: TypeAlias = Literal["dependency-matcher", "matcher", "semgrex", "grew"]
FORMATS: Mapping[Format, Callable[[str, str, str], Batch]] = {
    "dependency-matcher": read_dependency_matcher,
    "matcher": read_matcher,
    "semgrex": read_semgrex,
    "grew": read_grew,
}


@dataclass(frozen=True, slots=True)
class Result:
    """A grammar, and an account of the patterns that it was made of.

    Attributes:
        grammar: source text of the grammar.
        patterns: in the order of the file.
        notes: what holds of all of them.
    """

    grammar: str
    patterns: tuple[Imported, ...]
    notes: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether everything was carried over."""
        return not any(pattern.losses for pattern in self.patterns)

    def plain(self) -> Json:
        """Give the report as JSON."""
        return {
            "complete": self.complete,
            "rules": sum(len(pattern.rules) for pattern in self.patterns),
            "notes": list(self.notes),
            "patterns": [pattern.plain() for pattern in self.patterns],
        }

    def text(self) -> str:
        """Give the report for people."""
        carried = sum(bool(pattern.rules) for pattern in self.patterns)
        rules = sum(len(pattern.rules) for pattern in self.patterns)
        lines = [f"{carried} of {len(self.patterns)} patterns became {rules} rules"]
        lines += [f"note: {note}" for note in self.notes]
        for pattern in self.patterns:
            place = f" ({pattern.place})" if pattern.place else ""
            said = ", ".join(pattern.rules) or "not carried over"
            lines.append(f"{pattern.name}{place}: {said}")
            lines += [f"  lost: {loss.what}: {loss.why}" for loss in pattern.losses]
            lines += [f"  note: {note}" for note in dict.fromkeys(pattern.notes)]
        return "\n".join(lines) + "\n"


def import_patterns(
    path: str,
    source_format: Format,
    *,
    name: str | None = None,
    scheme: str | None = None,
    collapse: bool = False,
) -> Result:
    """Read a file of patterns and write a grammar that finds the same.

    Args:
        path: of the file, ``"-"`` for standard input.
        source_format: one of `FORMATS`.
        name: of the grammar; by default it is taken from the file's.
        scheme: label scheme of the patterns, ``None`` to tell it from their labels.
        collapse: make one token of what a rule binds, where the pattern says which node is the
            head, instead of marking it.

    Raises:
        InputError: the file cannot be read.
        UsageError: the name is none for a grammar.
    """
    stem = "imported" if path == "-" else Path(path).stem
    wanted = name or "".join(c if c.isalnum() else "_" for c in stem).lstrip("_0123456789")
    wanted = wanted or "imported"
    if not DOTTED_NAME.fullmatch(wanted):
        raise UsageError(f"'{wanted}' is no name for a grammar; write one such as my.patterns")
    batch = FORMATS[source_format](read_text(path), path, stem)
    grammar = write_grammar(batch, wanted, scheme=scheme, collapse=collapse)
    return Result(grammar, batch.patterns, batch.notes)
