"""What a token is made of, as a tree of plain dicts."""

from __future__ import annotations

from semgraph.graph.columns import GraphColumns, StepRecord, TokenNumber
from semgraph.graph.ids import leaf_id, token_id
from semgraph.graph.structure import Structure, form_of, spans_of
from semgraph.types import Json


def decompose(columns: GraphColumns, structure: Structure, number: TokenNumber) -> Json:
    """Give the tree of a token; see `Token.decompose`.

    Built from the smallest token up rather than by recursion: derivations may be deep.
    """
    steps = {step.produced: step for step in columns.steps}
    inside = _inside(structure, number)
    trees: dict[TokenNumber, Json] = {}
    for member in sorted(inside):
        trees[member] = _tree(columns, structure, member, steps.get(member), trees)
    return trees[number]


def _inside(structure: Structure, number: TokenNumber) -> set[TokenNumber]:
    """Give a token and all that it is made of."""
    found: set[TokenNumber] = set()
    waiting = [number]
    while waiting:
        token = waiting.pop()
        found.add(token)
        record = structure.record.get(token)
        if record:
            waiting += (*record.parts, *record.satellites)
    return found


def _tree(
    columns: GraphColumns,
    structure: Structure,
    number: TokenNumber,
    step: StepRecord | None,
    trees: dict[TokenNumber, Json],
) -> Json:
    record = structure.record.get(number)
    leaves = columns.leaves
    if record is None:
        form = leaves.form[number]
        leaf = {"id": leaf_id(number), "kind": "leaf", "form": form}
        kind, lemma, upos = "atom", leaves.lemma[number], leaves.upos[number]
        parts, satellites = [leaf], []
    else:
        form = form_of(columns.text, spans_of(leaves, structure.leaves[number]))
        kind, lemma, upos = record.kind, record.lemma, record.upos
        parts = [trees[part] for part in record.parts]
        satellites = [trees[satellite] for satellite in record.satellites]
    return {
        "id": token_id(number),
        "kind": kind,
        "form": form,
        "lemma": lemma,
        "upos": upos,
        "rule": step.rule if step else None,
        "at": step.at if step else None,
        "parts": parts,
        "satellites": satellites,
    }
