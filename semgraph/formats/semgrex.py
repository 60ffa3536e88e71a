"""Semgrex patterns of CoreNLP.

A file has one pattern a line, with or without a name before it (``NAME: {tag:NN} > {}``); lines
that begin with ``#`` and empty lines are skipped. Semgrex may bind two nodes to one word, so nodes
that may be the same are marked with ``$``. Nodes without a name are called ``N1``, ``N2``, …

Alternatives become rules of their own. An optional relation (``?>obj {}``) becomes two: with it,
and where it cannot be found.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field

from semgraph.formats.pattern import (
    Edge,
    Expression,
    Link,
    Order,
    Part,
    Path,
    Pattern,
    Test,
    UnsaidError,
)
from semgraph.formats.quoting import unused, variable_name
from semgraph.formats.result import Batch, Imported
from semgraph.formats.semgrex_nodes import node_tests
from semgraph.formats.semgrex_syntax import parse_semgrex
from semgraph.formats.semgrex_tree import Expression as Related
from semgraph.formats.semgrex_tree import Group, Node, Relation, Tree
from semgraph.formats.spacy_files import drafts

_LINE = re.compile(r"\s*(?:(?P<name>[\w.-]+)\s*:\s*)?(?P<pattern>.*)")
_MOST_RULES = 32
_NOTES = ("white space tokens are skipped in neighbours",)


def read_semgrex(text: str, source: str, default: str) -> Batch:
    """Read a file of Semgrex patterns.

    Args:
        text: one pattern a line.
        source: of the text, for errors.
        default: name of patterns without one.

    Raises:
        InputError: a pattern that is none.
    """
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = _LINE.fullmatch(line)
        assert match is not None
        blank = " " * match.start("pattern")  # so that offsets count in the whole line
        trees = parse_semgrex(blank + match["pattern"], source, number)
        found.append(_pattern(match["name"] or default, f"line {number}", trees))
    return Batch(tuple(found), notes=_NOTES)


def _pattern(name: str, place: str, trees: list[Tree]) -> Imported:
    imported = Imported(name, place)
    builder = _Builder()
    try:
        patterns = [Pattern()]
        for tree in trees:
            node, patterns = builder.node(tree, patterns)
            patterns = builder.all_of(tree.relations, node, patterns)
        imported.drafts = drafts(patterns)
    except UnsaidError as reason:
        imported.lose([reason])
        return imported
    imported.labels = {label for pattern in patterns for label in pattern.labels()}
    if not imported.drafts:
        imported.lose([UnsaidError("the pattern", "it can match nothing")])
    return imported


@dataclass(slots=True)
class _Builder:
    """Turns trees into patterns that say them together.

    Attributes:
        names: the node of each name.
        inside: whether it builds what stands under a negation.
        count: of the nodes so far.
    """

    names: dict[str, str] = field(default_factory=dict)
    inside: bool = False
    count: int = 0

    def node(self, tree: Tree, patterns: list[Pattern]) -> tuple[str, list[Pattern]]:
        """Name the node of a tree and add its tests."""
        wanted = tree.node.name or next(_same_as(tree.relations), "")
        name = self.names.get(wanted) if wanted else None
        if name is None:
            name = self._new(wanted)
        for pattern in patterns:
            pattern.body.test(name, *node_tests(tree.node))
        return name, patterns

    def _new(self, wanted: str) -> str:
        if wanted and self.inside:
            raise UnsaidError(f"the name '{wanted}'", "Semgrex refuses new names under a negation")
        self.count += 1
        name = variable_name(wanted) if wanted else f"N{self.count}"
        name = unused(name, set(self.names.values()))
        self.names[wanted or f" {name}"] = name  # no name that is written has a space
        return name

    # Relations

    def all_of(
        self, relations: tuple[Related, ...], node: str, patterns: list[Pattern]
    ) -> list[Pattern]:
        """Add relations that must all hold."""
        for relation in relations:
            patterns = self.add(relation, node, patterns)
            if len(patterns) > _MOST_RULES:
                raise UnsaidError("its alternatives", f"they come to more than {_MOST_RULES} rules")
        return patterns

    def add(self, relation: Related, node: str, patterns: list[Pattern]) -> list[Pattern]:
        """Add a relation or a group; gives the patterns that say it together."""
        if isinstance(relation, Relation):
            return self._relation(relation, node, patterns)
        if relation.kind == "all":
            return self.all_of(relation.parts, node, patterns)
        if relation.kind == "any":
            branches = [
                self.add(part, node, [pattern.copy() for pattern in patterns])
                for part in relation.parts
            ]
            return [pattern for branch in branches for pattern in branch]
        (inner,) = relation.parts
        if relation.kind == "not":
            return self._negated(relation, inner, node, patterns)
        known = set(self.names)
        without = [pattern.copy() for pattern in patterns]
        found = self.add(inner, node, patterns)
        names, self.names = self.names, {n: v for n, v in self.names.items() if n[0] != "~"}
        without = self._negated(relation, _nameless(inner, known), node, without)
        self.names = names
        return [*found, *without]

    def _negated(
        self, group: Group, inner: Related, node: str, patterns: list[Pattern]
    ) -> list[Pattern]:
        what = f"the negation at column {group.offset + 1}"
        if self.inside:
            raise UnsaidError(what, "it stands under another one")
        if isinstance(inner, Relation) and inner.sign == "==":
            return self._different(inner, node, patterns)
        self.inside = True
        for part in self.add(inner, node, [Pattern()]):
            if part.filters:
                raise UnsaidError(what, "it holds another one")
            for pattern in patterns:
                pattern.filters.append((False, part.body.copy()))
        self.inside = False
        return patterns

    def _different(self, relation: Relation, node: str, patterns: list[Pattern]) -> list[Pattern]:
        other = relation.target.node
        known = self.names.get(other.name)
        if known is None or any(other.options) or other.negated or relation.target.relations:
            raise UnsaidError("'!=='", "only a node that has a name already can be another")
        for pattern in patterns:
            pattern.distinct.add(frozenset((node, known)))
        return patterns

    def _relation(self, relation: Relation, node: str, patterns: list[Pattern]) -> list[Pattern]:
        if relation.edge:
            if relation.edge in self.names.values() or f"~{relation.edge}" in self.names:
                raise UnsaidError(f"the edge '{relation.edge}'", "it is named twice")
            self.names[f"~{relation.edge}"] = ""
        if relation.sign == "==":
            return self._same(relation, node, patterns)
        other, patterns = self.node(relation.target, patterns)
        label = _label(relation)
        if relation.sign == "<>":
            turned = [pattern.copy() for pattern in patterns]
            for pattern in patterns:
                pattern.body.links.append(Edge(node, other, label))
            for pattern in turned:
                pattern.body.links.append(Edge(other, node, label))
            patterns = [*patterns, *turned]
        else:
            for pattern in patterns:
                self._link(relation.sign, node, other, label, pattern)
        return self.all_of(relation.target.relations, other, patterns)

    def _same(self, relation: Relation, node: str, patterns: list[Pattern]) -> list[Pattern]:
        target = relation.target
        name = target.node.name
        if name and self.names.get(name, node) != node:
            raise UnsaidError(f"'== {{}}={name}'", "two nodes that are bound already cannot be one")
        if name and name not in self.names:
            if self.inside:
                raise UnsaidError(
                    f"the name '{name}'", "Semgrex refuses new names under a negation"
                )
            self.names[name] = node
        for pattern in patterns:
            pattern.body.test(node, *node_tests(target.node))
        return self.all_of(target.relations, node, patterns)

    def _link(
        self,
        sign: str,
        node: str,
        other: str,
        label: tuple[str | Expression, ...],
        pattern: Pattern,
    ) -> None:
        body = pattern.body
        if sign in _ORDERS:
            body.links.append(_ORDERS[sign](node, other))
        elif sign in (">>", "<<"):
            above, below = (node, other) if sign == ">>" else (other, node)
            body.links.append(Path(above, below))
            if label:  # of the last edge of a path down, of the first of a path up
                body.test(below, ((Test("deprel", "is", label),),))
        elif sign[0] == "$":
            body.links.append(_ORDERS[_SIBLINGS[sign]](node, other))
            head = self._hidden()
            edges: list[Link] = [Edge(head, node), Edge(head, other)]
            if self.inside:
                body.test(head)
                body.links += edges
            else:
                pattern.filters.append((True, Part({head: []}, edges)))
        else:
            edge = Edge(node, other, label) if sign[0] == ">" else Edge(other, node, label)
            body.links.append(edge)
            if sign[1:]:
                body.links.append(_ORDERS[".." if sign[1:] == "++" else "--"](node, other))

    def _hidden(self) -> str:
        name = unused("Head", set(self.names.values()))
        self.names[f" {name}"] = name
        return name


_SIBLINGS = {"$+": ".", "$-": "-", "$++": "..", "$--": "--"}
_ORDERS: Mapping[str, Callable[[str, str], Order]] = {
    ".": lambda one, two: Order(one, two),
    "..": lambda one, two: Order(one, two, 0, None),
    "-": lambda one, two: Order(two, one),
    "--": lambda one, two: Order(two, one, 0, None),
}


def _same_as(relations: tuple[Related, ...]) -> Iterator[str]:
    """Give the names of what a node is said to be the same as."""
    for relation in relations:
        if isinstance(relation, Relation):
            if relation.sign == "==" and relation.target.node.name:
                yield relation.target.node.name
        elif relation.kind == "all":
            yield from _same_as(relation.parts)


def _nameless(relation: Related, known: Collection[str]) -> Related:
    """Give an optional relation as it stands under its negation: it gives no new names."""
    if isinstance(relation, Group):
        parts = tuple(_nameless(part, known) for part in relation.parts)
        return Group(relation.kind, parts, relation.offset)
    target = relation.target
    name = target.node.name if target.node.name in known else ""
    node = Node(target.node.options, target.node.negated, name, target.node.offset)
    inner = Tree(node, tuple(_nameless(part, known) for part in target.relations))
    return Relation(relation.sign, relation.label, relation.regex, "", inner, relation.offset)


def _label(relation: Relation) -> tuple[str | Expression, ...]:
    if not relation.label:
        return ()
    return (Expression(relation.label) if relation.regex else relation.label,)
