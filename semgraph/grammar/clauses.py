"""From lark's trees to the clauses of a request."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, Any, cast, get_args

from semgraph.grammar.names import REFERENCE
from semgraph.grammar.source import Source, one_of, suggest
from semgraph.grammar.syntax import (
    Block,
    BlockKind,
    Clause,
    Comparison,
    DistanceClause,
    EdgeClause,
    EdgeOrderClause,
    EdgeRef,
    EdgeTestClause,
    EqualityClause,
    FeatureRef,
    FeatureTest,
    GlobalClause,
    IdClause,
    Location,
    MarkerClause,
    MeasureClause,
    MetaClause,
    NodeClause,
    OrderClause,
    PhraseClause,
    Quantifier,
    Request,
    Shape,
)
from semgraph.grammar.values import Children, ValueReader, place
from semgraph.grammar.vocabulary import MEASURES
from semgraph.types import MarkerKind, Variable

if TYPE_CHECKING:
    from lark import Token, Tree

_DISTANCES = ("length", "delta")
_RELATIONS = (*_DISTANCES, *MEASURES)
_SHAPES = {f"is_{no}{shape}": (shape, bool(no)) for shape in get_args(Shape) for no in ("", "not_")}


_RESERVED = {
    "meta": "it is the sentence's metadata, as in meta.sent_id",
    "global": "it is the whole sentence, as in global.is_projective",
}


class ClauseReader(ValueReader):
    """Turns the trees of one request into clauses.

    Args:
        source: the text, for errors.
        lexicons: names of the declared lexicons.
        rule: full name of the rule around the request, if any.
    """

    def __init__(self, source: Source, lexicons: Collection[str], rule: str | None = None) -> None:
        super().__init__(source, rule)
        self.lexicons = lexicons
        self.shared: set[Variable] = set()
        self.quantified: dict[Variable, Quantifier] = {}
        self.edges: frozenset[str] = frozenset()
        self._kind: BlockKind = "pattern"
        self._readers: dict[str, Callable[[Children], Clause]] = {
            "node": self._node,
            "edge": self._edge,
            "order": self._order,
            "dotted": self._dotted,
            "absent": self._absent,
            "relation": self._relation,
            "phrase": self._phrase,
        }

    def request(self, blocks: Sequence[Tree[Token]]) -> Request:
        """Read the blocks of a request."""
        names = (
            clause.children[0]
            for block in blocks
            for clause in block.find_data("edge")
            if len(clause.children) == 4  # a name, two ends, what joins them
        )
        self.edges = frozenset(map(str, names))
        read = tuple(self._block(block) for block in blocks)
        return Request(read, frozenset(self.shared), tuple(self.quantified.items()))

    def _block(self, tree: Tree[Token]) -> Block:
        """Read ``pattern {…} or {…}``, ``with``, ``without`` or ``global``."""
        kind, *bodies = cast("Children", tree.children)
        self._kind = cast("BlockKind", str(kind))
        if tree.data == "global":
            clauses = tuple(self._whole(test.children) for test in bodies)
            return Block("global", (clauses,), place(kind))
        alternatives = tuple(
            tuple(self._readers[clause.data](clause.children) for clause in body.children)
            for body in bodies
        )
        return Block(self._kind, alternatives, place(kind))

    # Words

    def variable(self, token: Token) -> Variable:
        """Read a node's name, and the sign behind it."""
        name, sign = token[:-1], token[-1]
        if token in _RESERVED:
            self.fail(f"'{token}' is no name for a node", token, hint=_RESERVED[token])
        if sign == "$":
            self.shared.add(name)
        elif sign in get_args(Quantifier):
            self._quantify(name, cast("Quantifier", sign), token)
        else:
            return str(token)
        return name

    def _quantify(self, name: Variable, sign: Quantifier, token: Token) -> None:
        if self._kind != "pattern":
            self.fail(
                f"'{token}' stands in a '{self._kind}', which binds nothing",
                token,
                hint=f"write {name}, or '{token}' in 'pattern'",
            )
        other = self.quantified.setdefault(name, sign)
        if other != sign:
            self.fail(f"'{name}' is written '{name}{other}' before", token)

    # Clauses

    def _node(self, children: Children) -> NodeClause:
        variable, *structures = children
        alternatives = tuple(
            [tuple([self.test(test.children) for test in s.children]) for s in structures]
        )
        return NodeClause(self.variable(variable), alternatives or ((),), place(variable))

    def _edge(self, children: Children) -> EdgeClause:
        *name, source, link, target = children
        if source == target == "*":
            self.fail("an edge must name a node at one of its ends", source)
        if name and name[0][-1] in "$?*+":
            self.fail(f"an edge's name does not end in '{name[0][-1]}'", name[0])
        if name and link == "->>":
            self.fail("a path has no name, only an edge has", name[0], hint="write X ->> Y")
        ends = [end for end in (source, target) if end.type != "STAR"]
        return EdgeClause(
            source=None if source == "*" else self.variable(source),
            target=None if target == "*" else self.variable(target),
            label=None if isinstance(link, str) else self.label(link.children),
            dominance=link == "->>",
            name=str(name[0]) if name else None,
            location=place(children[0]),
            places=tuple([place(end) for end in ends]),
        )

    def _order(self, children: Children) -> OrderClause | EdgeOrderClause:
        left, sign, *gap, right = children
        if sign.type in ("AFTER", "JUST_AFTER"):
            left, right = right, left
        at = place(children[0])
        places = place(left), place(right)
        if right in self.edges or sign.type in ("CROSSING", "NOT_EQUAL"):
            return self._edge_order(left, sign, right, at)
        bounds = None
        if sign.type in ("JUST_BEFORE", "JUST_AFTER"):
            bounds = self.gap(sign, gap[0].children) if gap else (0, 0)
        return OrderClause(self.variable(left), self.variable(right), bounds, at, places)

    def _edge_order(self, left: Token, sign: Token, right: Token, at: Location) -> EdgeOrderClause:
        relations = {"CROSSING": "crossing", "NOT_EQUAL": "disjoint"}
        for end in (right, left):
            if end not in self.edges and (end is right or sign.type in relations):
                self.fail(
                    f"'{sign}' compares edges, and '{end}' is a node",
                    end,
                    hint="name an edge as in e: X -> Y; for features write X.lemma <> Y.lemma",
                )
        if sign.type in ("JUST_BEFORE", "JUST_AFTER"):
            self.fail(f"'{sign}' orders nodes, and '{right}' is an edge", sign, hint="write '<<'")
        relation: Any = relations.get(sign.type) or ("covered" if left in self.edges else "inside")
        name = str(left) if left in self.edges else self.variable(left)
        return EdgeOrderClause(name, str(right), relation, at, (place(left), place(right)))

    def _dotted(self, children: Children) -> Clause:
        variable, feature, *rest = children
        if variable == "global":
            return self._whole([feature, *rest])
        if rest and rest[0].type in ("JUST_BEFORE", "JUST_AFTER"):
            return self._ids(children)
        if variable == "meta":
            return MetaClause(self.plain_test([feature, *rest]), place(variable))
        name = str(variable) if variable in self.edges else self.variable(variable)
        reference = self._reference(rest)
        if reference:
            left = self._ref(name, feature, place(variable))
            return EqualityClause(left, reference, rest[0] == "<>", place(variable))
        if name in self.edges:
            return EdgeTestClause(name, self.test([feature, *rest]), place(variable))
        return NodeClause(name, ((self.test([feature, *rest]),),), place(variable))

    def _reference(self, rest: Children) -> FeatureRef | EdgeRef | None:
        """Read ``Y.lemma`` behind the sign, if it is that and not a lexicon's column."""
        if len(rest) != 2 or rest[1].type != "WORD":
            return None
        reference = REFERENCE.fullmatch(rest[1])
        if not reference or reference[1] in self.lexicons:
            return None
        return self._ref(reference[1], reference[2], place(rest[1]))

    def _ref(self, name: str, feature: str, at: Location) -> FeatureRef | EdgeRef:
        kind = EdgeRef if name in self.edges else FeatureRef
        return kind(name, str(feature), at)

    def _ids(self, children: Children) -> IdClause:
        variable, feature, sign, other = children
        reference = REFERENCE.fullmatch(other)
        if feature != "__id__" or not reference or reference[2] != "__id__":
            self.fail(
                f"'{sign}' does not compare features",
                sign,
                hint="only X.__id__ < Y.__id__ is ordered; for word order write X << Y",
            )
        left, right = self.variable(variable), reference[1]
        places = place(variable), place(other)
        if sign.type == "JUST_AFTER":
            left, right, places = right, left, places[::-1]
        return IdClause(left, right, place(variable), places)

    def _absent(self, children: Children) -> Clause:
        sign, variable, feature = children
        test = FeatureTest(str(feature), (), True, place(feature))
        if variable == "meta":
            return MetaClause(test, place(sign))
        if variable in self.edges:
            return EdgeTestClause(str(variable), test, place(sign))
        return NodeClause(self.variable(variable), ((test,),), place(sign))

    def _whole(self, children: Children) -> Clause:
        """Read ``is_projective``, or a test of the sentence's metadata."""
        test = self.plain_test(children)
        at = place(children[0])
        if not test.feature.startswith("is_"):
            return MetaClause(test, at)
        if test.feature in _SHAPES and (test.values or test.negated):
            self.fail(
                f"'{test.feature}' has no value",
                children[-1],
                hint="its opposite begins with is_not_",
            )
        if test.feature not in _SHAPES:
            hint = suggest(test.feature, _SHAPES) or f"known are {one_of(_SHAPES)}"
            self.fail(f"unknown property of a sentence '{test.feature}'", children[-1], hint=hint)
        shape, negated = _SHAPES[test.feature]
        return GlobalClause(shape, negated, at)

    def _relation(self, children: Children) -> Clause:
        name, left, right, *rest = children
        if name not in _RELATIONS:
            hint = suggest(name, _RELATIONS) or f"known are {one_of(_RELATIONS)}"
            self.fail(f"unknown comparison '{name}'", name, hint=hint)
        ends = self.variable(left), self.variable(right)
        places = place(left), place(right)
        if not rest:
            if name in get_args(MarkerKind):
                return MarkerClause(cast("MarkerKind", str(name)), *ends, place(name), places)
            example = "4" if name in _DISTANCES else f"{MEASURES[name].example}"
            self.fail(
                f"'{name}' must be compared with a number",
                name,
                hint=f"{name}({left},{right}) >= {example}",
            )
        sign = cast("Comparison", {"≤": "<=", "≥": ">="}.get(rest[0], str(rest[0])))
        if name in _DISTANCES:
            distance = self.integer(rest[1], "a distance")
            return DistanceClause(*ends, name == "delta", sign, distance, place(name), places)
        number = self.number(rest[1])
        return MeasureClause(str(name), *ends, sign, number, place(name), places)

    def _phrase(self, children: Children) -> PhraseClause:
        word, variable, lexicon = children
        return PhraseClause(
            self.variable(variable),
            str(lexicon),
            place(word),
            (place(variable), place(lexicon)),
        )
