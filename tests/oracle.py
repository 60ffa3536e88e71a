"""The meaning of requests, spelt out: slow, obvious backtracking over one graph a sentence.

The engine's joins must find exactly what this finds. Nothing here is clever: a binding grows
variable by variable over every word of the sentence, and a clause is judged as soon as all of
its variables are bound.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
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
    EqualityClause,
    FeatureTest,
    FeatureTests,
    IdClause,
    LabelTest,
    LexiconColumn,
    MarkerClause,
    NodeClause,
    OrderClause,
    PhraseClause,
    Regex,
    Request,
    Value,
)
from semgraph.parse.columns import Parse
from semgraph.types import Variable

Binding: TypeAlias = dict[Variable, int]
Match: TypeAlias = frozenset[tuple[Variable, int]]
Lexicons: TypeAlias = Mapping[str, Lexicon]
Rows: TypeAlias = Mapping[str, int]  # the row chosen in each lexicon; -1: none

_COMPARE: dict[str, Callable[[int, int], bool]] = {
    "=": operator.eq,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def find_matches(
    request: Request, parse: Parse, lexicons: Lexicons = MappingProxyType({})
) -> set[Match]:
    """Find all matches of a request: each a set of (variable, word of the batch)."""
    pattern = [c for b in request.blocks if b.kind == "pattern" for c in b.clauses]
    filters = [block for block in request.blocks if block.kind != "pattern"]
    found = set()
    for graph in sentence_graphs(parse):
        for binding in _extend({}, pattern, request.shared, graph, lexicons):
            if all(_passes(block, binding, request, graph, lexicons) for block in filters):
                found.add(frozenset(binding.items()))
    return found


def _passes(
    block: Block, binding: Binding, request: Request, graph: nx.DiGraph, lexicons: Lexicons
) -> bool:
    extensions = _extend(binding, block.clauses, request.shared, graph, lexicons)
    extensible = next(extensions, None) is not None
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


def variables_of(clause: Clause) -> list[Variable]:
    """Give the variables that a clause names, in its order."""
    match clause:
        case NodeClause():
            return [clause.variable]
        case EdgeClause():
            return [name for name in (clause.source, clause.target) if name is not None]
        case EqualityClause():
            return [clause.left.variable, clause.right.variable]
        case OrderClause() | DistanceClause() | IdClause() | MarkerClause():
            return [clause.left, clause.right]
        case PhraseClause():
            raise NotImplementedError("the oracle knows no phrases")


def _extend(
    binding: Binding,
    clauses: Sequence[Clause],
    shared: frozenset[Variable],
    graph: nx.DiGraph,
    lexicons: Lexicons,
) -> Iterator[Binding]:
    """Give every extension of a binding that the clauses hold of, with one row a lexicon."""
    names = dict.fromkeys(name for clause in clauses for name in variables_of(clause))
    new = [name for name in names if name not in binding]
    for rows in _choices(clauses, lexicons):
        fixed = [c for c in clauses if set(variables_of(c)) <= binding.keys()]
        if all(_holds(c, binding, rows, graph, lexicons) for c in fixed):
            yield from _grow(binding, new, clauses, rows, shared, graph, lexicons)


def _grow(
    binding: Binding,
    new: Sequence[Variable],
    clauses: Sequence[Clause],
    rows: Rows,
    shared: frozenset[Variable],
    graph: nx.DiGraph,
    lexicons: Lexicons,
) -> Iterator[Binding]:
    if not new:
        yield binding
        return
    name, *rest = new
    for node in graph:
        taken = {other for other, bound in binding.items() if bound == node}
        if name not in shared and taken - shared:
            continue
        grown = {**binding, name: node}
        due = [c for c in clauses if name in (n := variables_of(c)) and set(n) <= grown.keys()]
        if all(_holds(c, grown, rows, graph, lexicons) for c in due):
            yield from _grow(grown, rest, clauses, rows, shared, graph, lexicons)


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


def _holds(
    clause: Clause, binding: Binding, rows: Rows, graph: nx.DiGraph, lexicons: Lexicons
) -> bool:
    nodes = graph.nodes
    match clause:
        case NodeClause():
            features = nodes[binding[clause.variable]]["features"]
            return any(_all_hold(tests, features, rows, lexicons) for tests in clause.alternatives)
        case EdgeClause():
            return _edge_holds(clause, binding, graph)
        case OrderClause():
            left, right = binding[clause.left], binding[clause.right]
            if clause.gap is None:
                return left < right
            least, most = clause.gap
            gap = _gap(left, right, graph)
            return gap is not None and least < gap and (most is None or gap <= most + 1)
        case EqualityClause():
            first = nodes[binding[clause.left.variable]]["features"].get(clause.left.feature)
            second = nodes[binding[clause.right.variable]]["features"].get(clause.right.feature)
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
        case MarkerClause():
            return False
        case PhraseClause():
            raise NotImplementedError("the oracle knows no phrases")


def _gap(left: int, right: int, graph: nx.DiGraph) -> int | None:
    """Give how many words right stands behind left, ``None`` if either is white space."""
    first, second = (graph.nodes[node]["position"] for node in (left, right))
    return None if first is None or second is None else second - first


def _edge_holds(clause: EdgeClause, binding: Binding, graph: nx.DiGraph) -> bool:
    source = None if clause.source is None else binding[clause.source]
    target = None if clause.target is None else binding[clause.target]
    if clause.dominance:
        if clause.label is not None:
            raise NotImplementedError("dominance has no label")
        if target is None:
            return source is None or graph.out_degree(source) > 0
        return source is None or (source != target and nx.has_path(graph, source, target))
    ends = list(graph) if target is None else [target]
    return any(
        (source is None or graph.has_edge(source, end))
        and (clause.label is None or _label_holds(clause.label, graph.nodes[end]["label"]))
        for end in ends
    )


def _label_holds(test: LabelTest, label: str) -> bool:
    main, _, deep = label.partition("@")
    first, _, second = main.partition(":")
    features = {"1": first, "2": second, "deep": deep}
    defined = {name: value for name, value in features.items() if value}

    def holds(alternative: Constant | Regex | FeatureTests) -> bool:
        if isinstance(alternative, tuple):
            return _all_hold(alternative, defined, {}, {})
        return _value_holds(alternative, label, {}, {}, negated=False)

    return any(map(holds, test.alternatives)) != test.negated


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
