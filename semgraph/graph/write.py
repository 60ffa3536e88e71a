"""The canonical JSON of a graph, written from its columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from semgraph.errors import DocumentError
from semgraph.graph.columns import (
    GraphColumns,
    MarkerRecord,
    Match,
    SplitRecord,
    StepRecord,
    TokenNumber,
    TokenRecord,
)
from semgraph.graph.feats import parse_feats
from semgraph.graph.ids import LEAF_IDS, TOKEN_IDS
from semgraph.graph.plain import canonical_float, canonical_object
from semgraph.graph.replay import Edge, EdgeChanges
from semgraph.graph.rows import atom_rows, edge_rows, leaf_rows, path_rows, words_of
from semgraph.graph.structure import Structure, form_of, key_of, spans_of
from semgraph.schema import FORMAT, VERSION
from semgraph.types import Json

_token_id = TOKEN_IDS.__getitem__


def write(columns: GraphColumns, structure: Structure) -> bytes:
    """Give the canonical JSON of a graph: one line of UTF-8 without a newline.

    Raises:
        DocumentError: it holds what JSON cannot, such as a lone surrogate.
    """
    try:
        return orjson.dumps(_document(columns, structure))
    except TypeError as error:
        raise DocumentError(f"the graph cannot be written as JSON: {error}") from error


def _document(columns: GraphColumns, structure: Structure) -> Json:
    leaves, parent = columns.leaves, structure.parent
    words = words_of(leaves, structure.feats)
    produced = [_token(token, columns, structure) for token in columns.tokens]
    return {
        "format": FORMAT,
        "version": VERSION,
        "id": columns.id,
        "meta": canonical_object(columns.meta, "meta"),
        "text": columns.text,
        "language": columns.language,
        "offset_unit": "codepoint",
        "provenance": _provenance(columns.provenance),
        "sentences": [[LEAF_IDS[first], LEAF_IDS[last]] for first, last in columns.sentences],
        "leaves": leaf_rows(leaves, words),
        "tokens": [atom_rows(leaves, words, parent), *produced] if words else [],
        "edges": edge_rows(structure.edges),
        "markers": [_marker(marker, place) for place, marker in enumerate(columns.markers)],
        "derivation": [
            *map(_split, columns.splits),
            *map(_step, columns.steps, structure.changes),
        ],
        "paths": path_rows(columns, parent),
    }


def _token(token: TokenRecord, columns: GraphColumns, structure: Structure) -> Json:
    number, kind, lemma, upos, feats, parts, satellites, head_part, class_, mwe, step = token
    spans = spans_of(columns.leaves, structure.leaves[number])
    given = structure.feats.get(number)
    return {
        "id": TOKEN_IDS[number],
        "kind": kind,
        "form": form_of(columns.text, spans),
        "lemma": lemma,
        "upos": upos,
        "feats": parse_feats(feats) if given is None else given,
        "key": key_of(lemma, upos),
        "spans": spans,
        "parts": [*map(_token_id, parts)],
        "satellites": [*map(_token_id, satellites)],
        "head_part": TOKEN_IDS[head_part],
        "class": class_,
        "mwe": mwe,
        "step": f"s{step}",
        "top": number not in structure.parent,
    }


def _marker(marker: MarkerRecord, place: int) -> Json:
    kind, source, target, label, value, by, evidence = marker
    path = f"markers[{place}]"
    return {
        "kind": kind,
        "source": TOKEN_IDS[source],
        "target": TOKEN_IDS[target],
        "label": label,
        "value": None if value is None else canonical_float(value, f"{path}.value"),
        "by": by,
        "evidence": canonical_object(evidence, f"{path}.evidence") if evidence else {},
    }


def _step(step: StepRecord, changes: EdgeChanges) -> Json:
    number, rule, at, match, consumed, produced, merged, sets = step
    return {
        "id": f"s{number}",
        "rule": rule,
        "at": at,
        "match": _match(match),
        "consumed": [*map(_token_id, consumed)],
        "produced": None if produced is None else TOKEN_IDS[produced],
        "edges": {"removed": _changed(changes.removed), "moved": _changed(changes.moved)},
        "merged": [_merged(*further) for further in merged] if merged else [],
        "set": [_set(*given) for given in sets] if sets else [],
        "split": None,
    }


def _split(split: SplitRecord) -> Json:
    number, rule, at, match, word, leaves, head = split
    return {
        "id": f"s{number}",
        "rule": rule,
        "at": at,
        "match": _match(match),
        "consumed": [],
        "produced": None,
        "edges": {"removed": [], "moved": []},
        "merged": [],
        "set": [],
        "split": {
            "word": word._asdict() | {"feats": parse_feats(word.feats)},
            "leaves": [LEAF_IDS[leaf] for leaf in leaves],
            "head": LEAF_IDS[head],
        },
    }


def _merged(rule: str, at: str, match: Match) -> Json:
    return {"rule": rule, "at": at, "match": _match(match)}


def _set(token: TokenNumber, feature: str, value: str) -> Json:
    return {"token": TOKEN_IDS[token], "feature": feature, "value": value}


def _changed(edges: Sequence[Edge]) -> list[Json]:
    return [
        {"source": TOKEN_IDS[source], "target": TOKEN_IDS[target], "relation": relation}
        for source, target, relation in edges
    ]


def _match(match: Match) -> Json:
    return {
        variable: TOKEN_IDS[bound] if isinstance(bound, int) else [*map(_token_id, bound)]
        for variable, bound in match.items()
    }


def _provenance(provenance: Mapping[str, Any]) -> Json:
    """Give the provenance in canonical order; what is not known is empty."""
    pipeline = provenance.get("pipeline")
    return {
        "semgraph": provenance.get("semgraph", ""),
        "pipeline": pipeline and _pipeline(pipeline),
        "grammars": [
            {name: grammar[name] for name in ("name", "version", "sha256")}
            for grammar in provenance.get("grammars", ())
        ],
    }


def _pipeline(pipeline: Mapping[str, str]) -> Json:
    """Give a pipeline; that the parse was converted is written only where it was."""
    plain = {name: pipeline[name] for name in ("name", "version", "scheme", "sha256")}
    origin = pipeline.get("converted_from")
    return plain | ({"converted_from": origin} if origin else {})
