"""The rows of the document that every word costs: leaf, base atom, edge, path.

They are most of a document, so they are joined from pieces of JSON that are written once and
kept, within bounds: pieces that depend on a number alone, and those that depend on a word alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final, TypeAlias

import orjson

from semgraph.graph.columns import GraphColumns, LeafColumns, TokenNumber
from semgraph.graph.feats import parse_feats
from semgraph.graph.ids import Numbered
from semgraph.graph.replay import ROOT, Edge
from semgraph.graph.structure import key_of
from semgraph.types import Json

# The fields of a leaf and of its base atom that depend on the word alone.
Words: TypeAlias = list[tuple[bytes, bytes]]

_KEPT = 1 << 14


def _pieces(template: bytes) -> Numbered[bytes]:
    """Give a piece for each number; ``#`` in the template stands for the number."""
    return Numbered(lambda number: template.replace(b"#", b"%d" % number))


_NUMBER: Final = _pieces(b"#")
_LEAF: Final = _pieces(b',{"id":"w#","start":')
_HEAD: Final = _pieces(b',"head":"w#","deprel":')
_HEAD[ROOT] = b',"head":null,"deprel":'
_ATOM: Final = _pieces(b',{"id":"t#","kind":"atom",')
_WRAP: Final = _pieces(
    b']],"parts":["w#"],"satellites":[],"head_part":"w#","class":"","mwe":false,"step":null,"top":'
)
_EDGE: Final = _pieces(b',{"id":"e#","source":"t')
_PATH: Final = _pieces(b',"w#":[')
_PATH_TOKEN: Final = _pieces(b'"t#",')
_PATH_END: Final = _pieces(b'"t#","w#"]')
_PATH_SHORT: Final = _pieces(b',"w#":["t#","w#"]')

_quote = lru_cache(maxsize=_KEPT)(orjson.dumps)


def words_of(leaves: LeafColumns, feats: Mapping[TokenNumber, Mapping[str, str]]) -> Words:
    """Write the fields of each leaf and base atom that depend on the word alone.

    Args:
        leaves: columns of the leaves.
        feats: features of the tokens to which steps gave some.
    """
    words = list(
        map(
            _word,
            leaves.form,
            leaves.word,
            leaves.lemma,
            leaves.upos,
            leaves.xpos,
            leaves.feats,
            leaves.ent,
        )
    )
    for number, given in feats.items():
        if number < len(words):
            atom = _atom(leaves.form[number], leaves.lemma[number], leaves.upos[number], given)
            words[number] = words[number][0], atom
    return words


@lru_cache(maxsize=_KEPT)
def _word(
    form: str, word: str, lemma: str, upos: str, xpos: str, feats: str, ent: str
) -> tuple[bytes, bytes]:
    given = parse_feats(feats)
    leaf: Json = {"form": form, "word": word, "lemma": lemma, "upos": upos, "xpos": xpos}
    leaf |= {"feats": given, "ent": ent}
    if word == form:
        del leaf["word"]
    return orjson.dumps(leaf)[1:-1], _atom(form, lemma, upos, given)


def _atom(form: str, lemma: str, upos: str, feats: Mapping[str, str]) -> bytes:
    atom = {"form": form, "lemma": lemma, "upos": upos, "feats": feats, "key": key_of(lemma, upos)}
    return orjson.dumps(atom)[1:-1]


def leaf_rows(leaves: LeafColumns, words: Words) -> orjson.Fragment:
    """Write the leaves as an array."""
    pieces: list[bytes] = []
    for number, (start, end, space, (word, _), head, deprel) in enumerate(
        zip(leaves.start, leaves.end, leaves.space, words, leaves.head, leaves.deprel, strict=True)
    ):
        pieces += (
            _LEAF[number],
            _NUMBER[start],
            b',"end":',
            _NUMBER[end],
            b',"space":',
            _quote(space),
            b",",
            word,
            _HEAD[head],
            _quote(deprel),
            b"}",
        )
    return orjson.Fragment(b"[%b]" % b"".join(pieces)[1:])


def atom_rows(
    leaves: LeafColumns, words: Words, parent: Mapping[TokenNumber, TokenNumber]
) -> orjson.Fragment:
    """Write the base atoms, without brackets: other tokens follow in the same array."""
    pieces: list[bytes] = []
    for number, (start, end, (_, word)) in enumerate(
        zip(leaves.start, leaves.end, words, strict=True)
    ):
        pieces += (
            _ATOM[number],
            word,
            b',"spans":[[',
            _NUMBER[start],
            b",",
            _NUMBER[end],
            _WRAP[number],
            b"false}" if number in parent else b"true}",
        )
    return orjson.Fragment(b"".join(pieces)[1:])


def edge_rows(edges: Sequence[Edge]) -> orjson.Fragment:
    """Write the edges between top tokens as an array."""
    pieces: list[bytes] = []
    for number, (source, target, relation) in enumerate(edges):
        pieces += (
            _EDGE[number],
            _NUMBER[source],
            b'","target":"t',
            _NUMBER[target],
            b'","relation":',
            _quote(relation),
            b"}",
        )
    return orjson.Fragment(b"[%b]" % b"".join(pieces)[1:])


def path_rows(columns: GraphColumns, parent: Mapping[TokenNumber, TokenNumber]) -> orjson.Fragment:
    """Write the path of each leaf, from its top token through parts to the leaf, as an object."""
    above: dict[TokenNumber, bytes] = {}
    for token in reversed(columns.tokens):
        outer = above[parent[token.number]] if token.number in parent else b""
        above[token.number] = outer + _PATH_TOKEN[token.number]
    pieces: list[bytes] = []
    for number in range(len(columns.leaves)):
        if number in parent:
            pieces += (_PATH[number], above[parent[number]], _PATH_END[number])
        else:
            pieces.append(_PATH_SHORT[number])
    return orjson.Fragment(b"{%b}" % b"".join(pieces)[1:])
