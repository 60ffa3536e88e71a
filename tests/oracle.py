"""The meaning of requests, spelt out: slow, obvious backtracking over one graph a sentence.

The engine's joins must find exactly what this finds. Nothing here is clever: a binding grows
variable by variable over every word of the sentence, and a clause is judged as soon as all of
its variables are bound.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, product
from types import MappingProxyType
from typing import Any, TypeAlias

import networkx as nx
import re2

from semgraph.grammar.rules import Lexicon
from semgraph.grammar.syntax import (
    Block,
    Clause,
    Constant,
    DistanceClause,
    EdgeClause,
    EdgeOrderClause,
    EdgeRef,
    EdgeTestClause,
    EqualityClause,
    FeatureRef,
    FeatureTest,
    FeatureTests,
    GlobalClause,
    IdClause,
    LabelTest,
    LexiconColumn,
    MarkerClause,
    MeasureClause,
    MetaClause,
    NodeClause,
    OrderClause,
    PhraseClause,
    Quantifier,
    Regex,
    Request,
    Value,
)
from semgraph.parse.columns import Parse
from semgraph.types import Variable

Edge: TypeAlias = tuple[int | None, int]  # governor, None for a root's, and dependent
Bound: TypeAlias = int | frozenset[int] | Edge | None
Binding: TypeAlias = dict[str, Any]  # variable or name of an edge → Bound
Match: TypeAlias = frozenset[tuple[Variable, Any]]
Lexicons: TypeAlias = Mapping[str, Lexicon]
Rows: TypeAlias = Mapping[str, int]  # the row chosen in each lexicon; -1: none
# What a table says of two lemmas, ``None`` if it does not know them.
Table: TypeAlias = Callable[[str, str, str], float | None]

_COMPARE: dict[str, Callable[[int, int], bool]] = {
    "=": operator.eq,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True)
class World:
    """What clauses are judged in: a sentence, and what the request may name."""

    graph: nx.DiGraph
    request: Request
    lexicons: Lexicons
    table: Table

    @property
    def edges(self) -> list[Edge]:
        """Every edge of the sentence, those of roots as well."""
        roots = [node for node in self.graph if self.graph.in_degree(node) == 0]
        return [(None, root) for root in roots] + list(self.graph.edges)

    @property
    def edge_names(self) -> set[str]:
        """Names of the request's edges."""
        clauses = (clause for block in self.request.blocks for clause in block.clauses)
        return {c.name for c in clauses if isinstance(c, EdgeClause) and c.name}


def no_table(_measure: str, _left: str, _right: str) -> float | None:
    """Know nothing."""
    return None


def find_matches(
    request: Request,
    parse: Parse,
    lexicons: Lexicons = MappingProxyType({}),
    table: Table = no_table,
) -> set[Match]:
    """Find all matches of a request: each a set of (variable, what it is bound to).

    That is a word of the batch, a set of words for a repeated node, ``None`` for an optional
    one that is missing.
    """
    found = set()
    for graph in sentence_graphs(parse):
        world = World(graph, request, lexicons, table)
        for core in _cores(world):
            for binding in _with_extras(core, list(request.quantified), world):
                found.add(frozenset(binding.items()))
    return found


def _cores(world: World) -> Iterator[Binding]:
    """Give the bindings of plain nodes that some choice of alternatives allows."""
    signs = world.request.quantifiers
    blocks = [b for b in world.request.blocks if b.kind in ("pattern", "global")]
    choices = [
        [c for clauses in choice for c in clauses if not _quantified(c, signs)]
        for choice in product(*(block.alternatives for block in blocks))
    ]
    always = set.intersection(
        *({name for c in choice for name in variables_of(c)} for choice in choices)
    )
    seen = []
    for choice in choices:
        for binding in _extend({}, choice, world):
            core = {name: node for name, node in binding.items() if name in always}
            if core not in seen and all(
                _passes(block, core, world)
                for block in _filters(world.request)
                if not _filter_names(block) & signs.keys()
            ):
                seen.append(core)
    yield from seen


def _quantified(clause: Clause, signs: Mapping[Variable, str]) -> bool:
    return any(name in signs for name in variables_of(clause))


def _filters(request: Request) -> list[Block]:
    return [block for block in request.blocks if block.kind in ("with", "without")]


def _filter_names(block: Block) -> set[str]:
    return {name for clause in block.clauses for name in variables_of(clause)}


def _with_extras(
    binding: Binding, left: list[tuple[Variable, Quantifier]], world: World
) -> Iterator[Binding]:
    """Bind the optional and repeated nodes, in the order in which they are first named."""
    if not left:
        edges = world.edge_names
        yield {name: bound for name, bound in binding.items() if name not in edges}
        return
    (name, sign), *rest = left
    fitting = _fitting(name, binding, [other for other, _ in rest], world)
    match sign:
        case "?":
            grown: list[Bound] = list(fitting) or [None]
        case "*":
            grown = [frozenset(fitting)]
        case _:
            grown = [frozenset(fitting)] if fitting else []
    for bound in grown:
        yield from _with_extras({**binding, name: bound}, rest, world)


def _fitting(name: str, binding: Binding, later: Sequence[str], world: World) -> list[int]:
    """Give the nodes that a quantified variable may stand for, all others being bound."""
    request = world.request
    tied = [
        clause
        for block in request.blocks
        if block.kind == "pattern"
        for clause in block.clauses
        if name in variables_of(clause) and not set(later) & set(variables_of(clause))
    ]
    own = [
        block
        for block in _filters(request)
        if name in _filter_names(block) and not set(later) & _filter_names(block)
    ]
    fitting = []
    for node in world.graph:
        taken = {other for other, bound in binding.items() if _holds_node(bound, node)}
        if taken - request.shared:
            continue
        grown = {**binding, name: node}
        if any(
            all(_holds(clause, grown, rows, world) for clause in tied)
            for rows in _choices(tied, world.lexicons)
        ) and all(_passes(block, grown, world) for block in own):
            fitting.append(node)
    return fitting


def _holds_node(bound: Bound, node: int) -> bool:
    return node in bound if isinstance(bound, frozenset) else bound == node


def _passes(block: Block, binding: Binding, world: World) -> bool:
    extensible = any(
        next(_extend(binding, clauses, world), None) is not None for clauses in block.alternatives
    )
    return extensible == (block.kind == "with")


# Graphs


def sentence_graphs(parse: Parse) -> Iterator[nx.DiGraph]:
    """Give one graph a sentence: nodes are words of the batch, edges run from head to dependent.

    A node has ``features`` (the defined ones alone), ``label`` (of the edge to its head, which
    a root has as well) and ``position`` (``None`` for white space).
    """
    decode = parse.strings.decode
    columns = {name: decode(getattr(parse, name)) for name in _COLUMNS}
    for first, last in pairwise(parse.sent_start.tolist()):
        graph = nx.DiGraph()
        document = next(d for d in range(len(parse)) if first < parse.doc_start[d + 1])
        text = parse.texts[document][parse.start[first] : parse.end[last - 1]]
        graph.graph |= {**parse.meta[document], "text": text}
        if parse.ids[document]:
            graph.graph["sent_id"] = parse.ids[document]
        position = 0
        for i in range(first, last):
            row = {name: values[i] for name, values in columns.items()}
            blank = row["word"].isspace()
            graph.add_node(
                i,
                features=_features(row),
                label=row["deprel"],
                position=None if blank else position,
            )
            position += not blank
        for i in range(first, last):
            if parse.head[i] >= 0:
                graph.add_edge(int(parse.head[i]), i)
        yield graph


_COLUMNS = ("form", "word", "lemma", "upos", "xpos", "deprel", "ent", "feats", "misc")


def _features(row: Mapping[str, str]) -> dict[str, str]:
    features = {**_pairs(row["misc"]), **_pairs(row["feats"])}
    features |= {name: row[name] for name in ("lemma", "upos", "xpos", "deprel", "ent")}
    features |= {"form": row["word"], "kind": "atom"}
    features["key"] = row["lemma"].replace(" ", "_") + "|" + row["upos"]
    features["class"] = ""
    return {name: value for name, value in features.items() if value}


def _pairs(text: str) -> dict[str, str]:
    return dict(pair.split("=", 1) for pair in text.split("|") if "=" in pair)


# Bindings


def variables_of(clause: Clause) -> list[str]:
    """Give the variables and edges that a clause names, in its order."""
    match clause:
        case NodeClause():
            return [clause.variable]
        case EdgeClause():
            return [n for n in (clause.source, clause.target, clause.name) if n is not None]
        case EqualityClause():
            return [r.edge if isinstance(r, EdgeRef) else r.variable for r in _sides(clause)]
        case OrderClause() | DistanceClause() | IdClause() | MarkerClause() | MeasureClause():
            return [clause.left, clause.right]
        case EdgeOrderClause():
            return [clause.left, clause.right]
        case EdgeTestClause():
            return [clause.edge]
        case GlobalClause() | MetaClause():
            return []
        case PhraseClause():
            raise NotImplementedError("the oracle knows no phrases")


def _sides(clause: EqualityClause) -> tuple[FeatureRef | EdgeRef, FeatureRef | EdgeRef]:
    return clause.left, clause.right


def _extend(binding: Binding, clauses: Sequence[Clause], world: World) -> Iterator[Binding]:
    """Give every extension of a binding that the clauses hold of, with one row a lexicon."""
    names = dict.fromkeys(name for clause in clauses for name in variables_of(clause))
    new = [name for name in names if name not in binding]
    for rows in _choices(clauses, world.lexicons):
        fixed = [c for c in clauses if set(variables_of(c)) <= binding.keys()]
        if all(_holds(c, binding, rows, world) for c in fixed):
            yield from _grow(binding, new, clauses, rows, world)


def _grow(
    binding: Binding, new: Sequence[str], clauses: Sequence[Clause], rows: Rows, world: World
) -> Iterator[Binding]:
    if not new:
        yield binding
        return
    name, *rest = new
    shared = world.request.shared
    is_edge = name in world.edge_names
    for thing in world.edges if is_edge else world.graph:
        taken = {other for other, bound in binding.items() if _holds_node(bound, thing)}
        if not is_edge and name not in shared and taken - shared:
            continue
        grown = {**binding, name: thing}
        due = [c for c in clauses if name in (n := variables_of(c)) and set(n) <= grown.keys()]
        if all(_holds(c, grown, rows, world) for c in due):
            yield from _grow(grown, rest, clauses, rows, world)


def _choices(clauses: Sequence[Clause], lexicons: Lexicons) -> Iterator[Rows]:
    """Give every choice of one row (or none) of each lexicon that the clauses mention."""
    named = {
        value.lexicon
        for clause in clauses
        if isinstance(clause, NodeClause)
        for tests in clause.alternatives
        for test in tests
        for value in test.values
        if isinstance(value, LexiconColumn)
    }
    choices: list[dict[str, int]] = [{}]
    for name in sorted(named):
        rows = range(-1, len(lexicons[name]))
        choices = [{**choice, name: row} for choice in choices for row in rows]
    yield from choices


# Clauses


def _holds(clause: Clause, binding: Binding, rows: Rows, world: World) -> bool:
    graph, nodes = world.graph, world.graph.nodes
    if any(binding[name] is None for name in variables_of(clause)):
        return False  # an optional node that is missing
    match clause:
        case NodeClause():
            features = nodes[binding[clause.variable]]["features"]
            return any(
                _all_hold(tests, features, rows, world.lexicons) for tests in clause.alternatives
            )
        case EdgeClause():
            return _edge_holds(clause, binding, world)
        case OrderClause():
            left, right = binding[clause.left], binding[clause.right]
            if clause.gap is None:
                return left < right
            least, most = clause.gap
            gap = _gap(left, right, graph)
            return gap is not None and least < gap and (most is None or gap <= most + 1)
        case EqualityClause():
            first, second = (_value_of(side, binding, graph) for side in _sides(clause))
            if first is None or second is None:
                return False
            return bool((first == second) != clause.negated)
        case DistanceClause():
            gap = _gap(binding[clause.left], binding[clause.right], graph)
            if gap is None:
                return False
            distance = gap if clause.signed else abs(gap)
            return _COMPARE[clause.comparison](distance, clause.number)
        case IdClause():
            return binding[clause.left] < binding[clause.right]
        case MeasureClause():
            ends = (nodes[binding[v]]["features"].get("lemma", "") for v in variables_of(clause))
            value = world.table(clause.measure, *ends)
            return value is not None and _COMPARE[clause.comparison](value, clause.number)
        case EdgeOrderClause():
            return _edges_lie(clause, binding)
        case EdgeTestClause():
            features = _label_features(_label_of(binding[clause.edge], graph))
            return _test_holds(clause.test, features, rows, world.lexicons)
        case GlobalClause():
            return _has_shape(clause.shape, graph) != clause.negated
        case MetaClause():
            return _test_holds(clause.test, {k: str(v) for k, v in graph.graph.items()}, {}, {})
        case MarkerClause():
            return False
        case PhraseClause():
            raise NotImplementedError("the oracle knows no phrases")


def _value_of(side: FeatureRef | EdgeRef, binding: Binding, graph: nx.DiGraph) -> str | None:
    if isinstance(side, EdgeRef):
        return _label_features(_label_of(binding[side.edge], graph)).get(side.feature)
    value: str | None = graph.nodes[binding[side.variable]]["features"].get(side.feature)
    return value


def _gap(left: int, right: int, graph: nx.DiGraph) -> int | None:
    """Give how many words right stands behind left, ``None`` if either is white space."""
    first, second = (graph.nodes[node]["position"] for node in (left, right))
    return None if first is None or second is None else second - first


# Edges


def _edge_holds(clause: EdgeClause, binding: Binding, world: World) -> bool:
    graph = world.graph
    source = None if clause.source is None else binding[clause.source]
    target = None if clause.target is None else binding[clause.target]
    if clause.dominance:
        if clause.label is not None:
            raise NotImplementedError("dominance has no label")
        if target is None:
            return source is None or graph.out_degree(source) > 0
        return source is None or (source != target and nx.has_path(graph, source, target))
    edges = world.edges if clause.name is None else [binding[clause.name]]
    return any(
        (source is None or source == above)
        and (target is None or target == below)
        and (clause.label is None or _label_holds(clause.label, graph.nodes[below]["label"]))
        for above, below in edges
    )


def _label_of(edge: Edge, graph: nx.DiGraph) -> str:
    label: str = graph.nodes[edge[1]]["label"]
    return label


def _edges_lie(clause: EdgeOrderClause, binding: Binding) -> bool:
    """Compare the gaps between words that edges cover; before the sentence is -1."""
    high = _span(binding[clause.right])
    if clause.relation == "inside":
        return high[0] < binding[clause.left] < high[1]
    if binding[clause.left] == binding[clause.right]:
        return False
    one, two = (set(range(*span)) for span in (_span(binding[clause.left]), high))
    match clause.relation:
        case "covered":
            return one <= two
        case "crossing":
            return bool(one & two) and not one <= two and not two <= one
        case _:
            return not one & two


def _span(edge: Edge) -> tuple[int, int]:
    ends = [-1 if end is None else end for end in edge]
    return min(ends), max(ends)


def _has_shape(shape: str, graph: nx.DiGraph) -> bool:
    real = [node for node in graph if graph.nodes[node]["position"] is not None]
    match shape:
        case "tree":
            return sum(graph.in_degree(node) == 0 for node in real) == 1
        case "forest":
            return nx.is_forest(graph)
        case "cyclic":
            return not nx.is_directed_acyclic_graph(graph)
        case _:
            return all(_stands_together(node, graph) for node in graph)


def _stands_together(node: int, graph: nx.DiGraph) -> bool:
    below = [graph.nodes[n]["position"] for n in ({node} | nx.descendants(graph, node))]
    positions = {position for position in below if position is not None}
    return not positions or max(positions) - min(positions) + 1 == len(positions)


def _label_holds(test: LabelTest, label: str) -> bool:
    defined = _label_features(label)
    defined.pop("label", None)

    def holds(alternative: Constant | Regex | FeatureTests) -> bool:
        if isinstance(alternative, tuple):
            return _all_hold(alternative, defined, {}, {})
        return _value_holds(alternative, label, {}, {}, negated=False)

    return any(map(holds, test.alternatives)) != test.negated


def _label_features(label: str) -> dict[str, str]:
    """Give the label's features that are defined, and the label as a whole."""
    main, _, deep = label.partition("@")
    first, _, second = main.partition(":")
    features = {"label": label, "1": first, "2": second, "deep": deep}
    return {name: value for name, value in features.items() if value}


# Features


def _all_hold(
    tests: FeatureTests, features: Mapping[str, str], rows: Rows, lexicons: Lexicons
) -> bool:
    return all(_test_holds(test, features, rows, lexicons) for test in tests)


def _test_holds(
    test: FeatureTest, features: Mapping[str, str], rows: Rows, lexicons: Lexicons
) -> bool:
    actual = features.get(test.feature)
    if not test.values:
        return (actual is not None) != test.negated
    if actual is None:
        return False
    equal = any(_value_holds(v, actual, rows, lexicons, negated=test.negated) for v in test.values)
    return equal != test.negated


def _value_holds(
    value: Value, actual: str, rows: Rows, lexicons: Lexicons, *, negated: bool
) -> bool:
    match value:
        case Constant():
            return actual == value.text
        case Regex():
            return _compiled(value).fullmatch(actual) is not None
        case LexiconColumn():
            column = lexicons[value.lexicon].columns[value.column]
            if negated:  # "not in the column": no one row makes it true
                return actual in column
            row = rows[value.lexicon]
            return row >= 0 and column[row] == actual


@cache
def _compiled(value: Regex) -> Any:
    options = re2.Options()
    options.case_sensitive = not value.ignore_case
    options.log_errors = False
    return re2.compile(value.pattern, options)
