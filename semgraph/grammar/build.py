"""From lark's tree to the syntax tree of a grammar file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast, get_args

from semgraph.grammar.build_rule import RuleReader
from semgraph.grammar.clauses import ClauseReader
from semgraph.grammar.find import short_name
from semgraph.grammar.lexicon import read_inline
from semgraph.grammar.names import DOTTED_NAME, NAME, TABLE_NAME
from semgraph.grammar.quoting import unquote
from semgraph.grammar.rules import GrammarTree, LexiconItem, Overlap, Phase, Rule, Stage, UseItem
from semgraph.grammar.source import Source, one_of, suggest
from semgraph.grammar.syntax import Location
from semgraph.grammar.values import place

if TYPE_CHECKING:
    from lark import Token, Tree

Item = TypeVar("Item", Stage, Rule, LexiconItem)

_HEADER_NAMES = {"grammar": DOTTED_NAME, "use": DOTTED_NAME, "language": NAME, "scheme": NAME}


class TreeReader:
    """Turns lark's tree of a whole file into a `GrammarTree`."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.words = ClauseReader(source, ())
        self.name = ""
        self.scheme = "ud"
        self.at = "<source>"
        self.lexicons: frozenset[str] = frozenset()

    def read(self, tree: Tree[Token]) -> GrammarTree:
        """Read the file.

        Raises:
            GrammarError: a word that cannot stand where it does, or a name given twice.
        """
        parts: dict[str, list[Any]] = {"header": [], "lexicon": [], "stage": []}
        for child in cast("list[Tree[Token]]", tree.children):
            parts[child.data].append(child.children)
        header, uses = self._header(parts["header"])
        self.name = header["grammar"]
        self.scheme = header["scheme"]
        if self.source.file:
            self.at = short_name(Path(self.source.file), self.name)
        lexicons = self._unique([self._lexicon(*c[1:]) for c in parts["lexicon"]], "lexicon")
        self.lexicons = frozenset(item.name for item in lexicons)
        stages = self._unique([self._stage(c) for c in parts["stage"]], "stage")
        self._unique([rule for stage in stages for rule in stage.rules], "rule")
        return GrammarTree(
            name=self.name,
            version=header["version"],
            language=header["language"],
            scheme=self.scheme,
            uses=uses,
            lexicons=lexicons,
            stages=stages,
        )

    # The head of the file

    def _header(
        self, lines: Sequence[Sequence[Token]]
    ) -> tuple[Mapping[str, str], tuple[UseItem, ...]]:
        given: dict[str, str] = {}
        uses: dict[str, UseItem] = {}
        for key, word, *alias in lines:
            form = _HEADER_NAMES.get(key)
            if form and not form.fullmatch(word):
                self.words.fail(f"'{word}' is no name for '{key}'", word)
            if key == "use":
                if word in uses:
                    self.words.fail(f"'{word}' is used twice", word)
                if alias and alias[-1] in {item.alias for item in uses.values()}:
                    self.words.fail(f"'{alias[-1]}' names a grammar already", alias[-1])
                uses[str(word)] = self._use(word, alias[-1] if alias else word)
            elif key in given:
                self.words.fail(f"'{key}' is said twice", key)
            else:
                given[str(key)] = str(word)
        if "grammar" not in given:
            raise self.source.error(
                "the file does not name its grammar",
                Location(1, 1),
                hint="begin with a line such as: grammar en.verbs",
            )
        return {"version": "", "language": "", "scheme": "ud"} | given, tuple(uses.values())

    def _use(self, name: Token, alias: Token) -> UseItem:
        if alias is not name and not TABLE_NAME.fullmatch(alias):
            self.words.fail(f"'{alias}' is no name for a grammar here", alias)
        return UseItem(str(name), str(alias), place(name), (place(name), place(alias)))

    def _lexicon(self, name: Token, *rest: Token) -> LexiconItem:
        if not TABLE_NAME.fullmatch(name):
            self.words.fail(
                f"'{name}' is no name for a lexicon", name, hint="letters, digits, '_' and '-'"
            )
        at = rest[-1]
        path, table = None, None
        if at.type == "STRING":
            path = self.words.within(at, unquote)
        else:
            table = read_inline(str(name), str(at), self.source, place(at))
        return LexiconItem(str(name), path, table, place(name), (place(name), place(at)))

    def _unique(self, items: Sequence[Item], what: str) -> tuple[Item, ...]:
        first: dict[str, Item] = {}
        for item in items:
            if item.name in first:
                line = first[item.name].location.line
                name = item.name.rpartition("/")[2]
                raise self.source.error(
                    f"the {what} '{name}' stands already on line {line}", item.location
                )
            first[item.name] = item
        return tuple(items)

    # Stages and rules

    def _stage(self, children: Sequence[Any]) -> Stage:
        _, name, *items = children
        self._check_name(name, "stage")
        settings: dict[str, Token | None] = {}
        for item in items:
            if item.data == "setting":
                key, *value = item.children
                if key in settings:
                    self.words.fail(f"'{key}' is said twice", key)
                settings[str(key)] = value[0] if value else None
        return Stage(
            name=str(name),
            phase=cast(
                "Phase", self._choice(settings.get("phase"), get_args(Phase), "phase", "words")
            ),
            overlap=cast(
                "Overlap",
                self._choice(settings.get("overlap"), get_args(Overlap), "overlap", "longest"),
            ),
            repeat="repeat" in settings,
            rules=tuple(self._rule(item.children) for item in items if item.data == "rule"),
            location=place(name),
        )

    def _check_name(self, name: Token, what: str) -> None:
        if not NAME.fullmatch(name):
            self.words.fail(
                f"'{name}' is no name for a {what}", name, hint="letters, digits, '_' and '-'"
            )

    def _choice(self, word: Token | None, known: Sequence[str], what: str, default: str) -> str:
        """Give a word of a closed list."""
        if word is None:
            return default
        if word not in known:
            hint = suggest(word, known) or f"known are {one_of(known)}"
            self.words.fail(f"unknown {what} '{word}'", word, hint=hint)
        return str(word)

    def _rule(self, children: Sequence[Any]) -> Rule:
        _, name, *items = children
        self._check_name(name, "rule")
        full = f"{self.name}/{name}"
        reader = RuleReader(self.source, self.at, self.scheme, self.lexicons, full)
        return reader.read(name, items)
