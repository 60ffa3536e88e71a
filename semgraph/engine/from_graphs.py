"""Nodes from token graphs, so that requests can be asked of what the rules have made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np

from semgraph.engine.nodes import COLUMNS, Nodes
from semgraph.engine.sentences import Sentences
from semgraph.graph import TokenGraph
from semgraph.graph.columns import GraphColumns, LeafColumns, TokenNumber, TokenRecord
from semgraph.graph.replay import replay
from semgraph.graph.structure import Structure, form_of, spans_of
from semgraph.parse.strings import StringTable

_NUMBERS = ("token", "doc", "sent", "first", "last", "rank_first", "rank_last", "size", "cores")


class _Node(NamedTuple):
    """A node of one document.

    Attributes:
        token: its number.
        leaves: its leaves in the document, ascending.
        governor: number of the token that governs it, negative for a root.
        cores: number of its meanings.
        mwe: whether it is a multiword expression.
        features: its string columns by name; those left out are empty.
    """

    token: TokenNumber
    leaves: list[int]
    governor: TokenNumber
    cores: int
    mwe: bool
    features: Mapping[str, str]


def nodes_of_graphs(graphs: Iterable[TokenGraph]) -> Nodes:
    """Take the top tokens of graphs as nodes, each graph as a document.

    They have the features of tokens and of their head words; CoNLL-U's column 10, which graphs
    do not keep, is not among them.
    """
    batch = _Batch()
    for graph in graphs:
        batch.add(graph)
    return batch.nodes()


class _Batch:
    """The columns of nodes, growing document by document."""

    def __init__(self) -> None:
        self._numbers: dict[str, list[int]] = {name: [] for name in (*_NUMBERS, "mwe", "head")}
        self._strings: dict[str, list[str]] = {name: [] for name in COLUMNS}
        self._documents = self._sentences = self._leaves = self._ranks = 0
        self._sentence_docs: list[int] = []
        self._sentence_texts: list[str] = []
        self._ids: list[str | None] = []
        self._meta: list[Mapping[str, Any]] = []

    def add(self, graph: TokenGraph) -> None:
        """Add the nodes of a document."""
        columns = graph.columns
        nodes = list(_tops(columns, graph.structure))
        row = len(self._numbers["token"])
        rows = {node.token: row + place for place, node in enumerate(nodes)}
        ranks = self._ranked(columns.leaves)
        sentences = _sentences(columns)
        for node in nodes:
            seen = [leaf for leaf in node.leaves if ranks[leaf] >= 0]
            first, last = (seen or node.leaves)[0], (seen or node.leaves)[-1]
            values = {
                "token": node.token,
                "doc": self._documents,
                "sent": self._sentences + sentences[first],
                "first": self._leaves + first,
                "last": self._leaves + last,
                "rank_first": ranks[first],
                "rank_last": ranks[last],
                "size": len(seen),
                "cores": node.cores,
                "mwe": int(node.mwe),
                "head": rows.get(node.governor, -1),
            }
            for name, number in values.items():
                self._numbers[name].append(number)
            for name in COLUMNS:
                self._strings[name].append(node.features.get(name, ""))
        leaves = columns.leaves
        for first, last in columns.sentences:
            self._sentence_docs.append(self._documents)
            self._sentence_texts.append(columns.text[leaves.start[first] : leaves.end[last]])
        self._ids.append(columns.id)
        self._meta.append(columns.meta)
        self._documents += 1
        self._sentences += len(columns.sentences)
        self._leaves += len(columns.leaves)

    def _ranked(self, leaves: LeafColumns) -> list[int]:
        """Count leaves over the batch, white space left out."""
        ranks = []
        for word in leaves.word:
            ranks.append(-1 if word.isspace() else self._ranks)
            self._ranks += not word.isspace()
        return ranks

    def nodes(self) -> Nodes:
        """Give the nodes of all documents."""
        table = StringTable()
        numbers: dict[str, Any] = {
            name: np.array(values, np.int32) for name, values in self._numbers.items()
        }
        strings = {name: table.encode(values) for name, values in self._strings.items()}
        texts = self._sentence_texts
        sentences = Sentences(self._sentence_docs, lambda: texts, self._ids, self._meta)
        return Nodes(strings=table, columns=strings, sentences=sentences, **numbers)


def _sentences(columns: GraphColumns) -> list[int]:
    """Give the sentence of each leaf."""
    return [
        number
        for number, (first, last) in enumerate(columns.sentences)
        for _ in range(first, last + 1)
    ]


def _tops(columns: GraphColumns, structure: Structure) -> Iterator[_Node]:
    """Give the top tokens in order of their first leaf."""
    forest, _ = replay(columns.leaves, structure.record, columns.steps)
    cores: dict[TokenNumber, int] = {}
    for record in columns.tokens:
        inner = sum(cores.get(part, 1) for part in record.parts)
        cores[record.number] = 1 if record.kind == "hyperlexeme" else inner
    for token in structure.top:
        made = structure.record.get(token)
        leaves = structure.leaves[token] if made else [token]
        features = _word(columns.leaves, _head_leaf(token, structure.record))
        features["deprel"] = forest.relation[token]
        if made:
            features |= {
                "form": form_of(columns.text, spans_of(columns.leaves, leaves)),
                "lemma": made.lemma,
                "upos": made.upos,
                "feats": made.feats,
                "kind": made.kind,
                "class": made.class_,
            }
        if token in structure.feats:
            given = structure.feats[token].items()
            features["feats"] = "|".join(f"{name}={value}" for name, value in given)
        yield _Node(
            token,
            leaves,
            forest.governor[token],
            cores.get(token, 1),
            made is not None and made.mwe,
            features,
        )


def _head_leaf(token: TokenNumber, records: Mapping[TokenNumber, TokenRecord]) -> int:
    while token in records:
        token = records[token].head_part
    return token


def _word(leaves: LeafColumns, leaf: int) -> dict[str, str]:
    features = {name: getattr(leaves, name)[leaf] for name in ("lemma", "upos", "xpos", "feats")}
    return features | {"form": leaves.word[leaf], "ent": leaves.ent[leaf], "kind": "atom"}
