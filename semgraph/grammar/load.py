"""Grammars: files in running order, and what can be made of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import get_args

from semgraph.errors import UsageError
from semgraph.grammar.lexicon import add_rows
from semgraph.grammar.reader import Reader, digest, read_grammar_file
from semgraph.grammar.rules import GrammarFile, Lexicon, Phase, Rule, Stage
from semgraph.grammar.source import suggest

_PHASES: tuple[Phase, ...] = get_args(Phase)


@dataclass(frozen=True)
class Grammar:
    """Grammar files in running order; immutable.

    Attributes:
        name: of the grammar that was asked for; names joined by ``+`` when several were.
        files: in running order: a used file before those that use it, each once.
    """

    name: str
    files: tuple[GrammarFile, ...]

    @classmethod
    def load(cls, path: str | Path, search_path: Sequence[str | Path] = ()) -> Grammar:
        """Read a grammar file and those that it uses.

        Args:
            path: of the ``.sg`` file. Where the path ends as the grammar is called
                (``en/verbs.sg`` of ``en.verbs``), the folder above is searched for ``use``.
            search_path: further folders that ``use`` searches, before the shipped one.

        Raises:
            GrammarError: a mistake in a file, or a file that cannot be read.
        """
        return cls._of(
            Reader(search_path).read(read_grammar_file(Path(path)), Path(path), str(path))
        )

    @classmethod
    def from_source(
        cls, text: str, path: str | Path | None = None, search_path: Sequence[str | Path] = ()
    ) -> Grammar:
        """Read a grammar from a string.

        Args:
            text: of the file.
            path: where the text would stand, for errors and for its lexicons.
            search_path: as for `load`.

        Raises:
            GrammarError: a mistake in the text or in a file that it uses.
        """
        reader = Reader(search_path)
        if path is None:
            return cls._of(reader.read(text, None, None))
        return cls._of(reader.read(text, Path(path), str(path)))

    @classmethod
    def find(cls, name: str, search_path: Sequence[str | Path] = ()) -> Grammar:
        """Read a grammar by its dotted name: ``en.verbs`` is ``en/verbs.sg``.

        Args:
            name: of the grammar.
            search_path: folders to search first; then come the shipped folder and those that
                installed packages announce under the entry point group ``semgraph.grammars``.

        Raises:
            UsageError: there is no such grammar.
            GrammarError: a mistake in a file.
        """
        reader = Reader(search_path)
        found = reader.roots.find(name)
        if found is None:
            raise _no("grammar", name, reader.roots.names())
        return cls._of(reader.read(read_grammar_file(found), found, str(found), name))

    @classmethod
    def _of(cls, files: tuple[GrammarFile, ...]) -> Grammar:
        return cls(files[-1].name, files)

    @cached_property
    def stages(self) -> tuple[Stage, ...]:
        """All stages in running order: by phase, then as the files stand."""
        stages = [stage for file in self.files for stage in file.stages]
        return tuple(sorted(stages, key=lambda stage: _PHASES.index(stage.phase)))

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """All rules in running order."""
        return tuple(rule for stage in self.stages for rule in stage.rules)

    @cached_property
    def lexicons(self) -> Mapping[str, Lexicon]:
        """All lexicons by full name, ``en.verbs/light_verb``."""
        return {f"{f.name}/{name}": table for f in self.files for name, table in f.lexicons.items()}

    @property
    def scheme(self) -> str:
        """The label scheme of the patterns, the same in all files; ``unknown`` without any."""
        return self.files[0].scheme if self.files else "unknown"

    @property
    def provenance(self) -> list[dict[str, str]]:
        """Name, version and hash of each file, in running order."""
        return [{"name": f.name, "version": f.version, "sha256": f.sha256} for f in self.files]

    def without(self, rule_names: Iterable[str]) -> Grammar:
        """Give the grammar with some rules off.

        Args:
            rule_names: full names, ``en.verbs/particle_verb``.

        Raises:
            UsageError: a name that no rule has.
        """
        off = sorted(set(rule_names))
        known = {rule.name for rule in self.rules}
        for name in off:
            if name not in known:
                raise _no("rule", name, known)
        return replace(self, files=tuple(_without(file, off) for file in self.files))

    def with_rows(self, lexicon: str, rows: Iterable[Mapping[str, str]]) -> Grammar:
        """Give the grammar with more rows in a lexicon.

        Args:
            lexicon: full name, ``en.verbs/light_verb``.
            rows: each a mapping from column to cell; columns left out are empty.

        Raises:
            UsageError: there is no such lexicon.
            GrammarError: an unknown column, or a value that a phrase cannot have.
        """
        if lexicon not in self.lexicons:
            raise _no("lexicon", lexicon, self.lexicons)
        owner, _, name = lexicon.rpartition("/")
        more = add_rows(self.lexicons[lexicon], rows)
        files = tuple(_with(f, name, more) if f.name == owner else f for f in self.files)
        return replace(self, files=files)


def combine(grammars: Sequence[Grammar]) -> Grammar:
    """Join grammars in order; a file that several hold runs once, where it stands first.

    Raises:
        UsageError: two different files of one name, or no grammar at all.
    """
    if not grammars:
        raise UsageError("there is no grammar to combine")
    files: dict[str, GrammarFile] = {}
    for grammar in grammars:
        for file in grammar.files:
            other = files.setdefault(file.name, file)
            if other.sha256 != file.sha256:
                raise UsageError(
                    f"two different grammars are named '{file.name}':"
                    f" {other.path or 'a string'} and {file.path or 'a string'}"
                )
    schemes = dict.fromkeys(file.scheme for file in files.values())
    if len(schemes) > 1:
        raise UsageError(f"grammars of different label schemes: {', '.join(schemes)}")
    names = dict.fromkeys(grammar.name for grammar in grammars)
    return Grammar("+".join(names), tuple(files.values()))


def _no(what: str, name: str, known: Iterable[str]) -> UsageError:
    hint = suggest(name, known)
    return UsageError(f"there is no {what} '{name}'" + (f"; {hint}" if hint else ""))


def _without(file: GrammarFile, off: Collection[str]) -> GrammarFile:
    gone = [name for name in off if name.rpartition("/")[0] == file.name]
    if not gone:
        return file
    stages = tuple(
        replace(stage, rules=tuple(rule for rule in stage.rules if rule.name not in gone))
        for stage in file.stages
    )
    return replace(file, stages=stages, sha256=digest(file.sha256, "without", *gone))


def _with(file: GrammarFile, name: str, lexicon: Lexicon) -> GrammarFile:
    cells = [cell for column, cells in lexicon.columns.items() for cell in (column, *cells)]
    lexicons = {**file.lexicons, name: lexicon}
    return replace(file, lexicons=lexicons, sha256=digest(file.sha256, "rows", name, *cells))
