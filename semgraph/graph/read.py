"""Reading a document: shape, invariants, columns."""

from __future__ import annotations

import orjson

from semgraph.graph.columns import (
    Binding,
    FeatureSet,
    GraphColumns,
    LeafColumns,
    MarkerRecord,
    Match,
    MergedMatch,
    SplitRecord,
    SplitWord,
    StepRecord,
    TokenRecord,
)
from semgraph.graph.feats import format_feats
from semgraph.graph.ids import number_of
from semgraph.graph.invariants import check, check_derived
from semgraph.graph.plain import canonical_object
from semgraph.graph.replay import ROOT
from semgraph.graph.token_graph import TokenGraph
from semgraph.schema.models import Document, LeafModel, SplitModel, StepModel, TokenModel
from semgraph.schema.parse import parse_document


def read(data: bytes | str, max_bytes: int | None = None) -> TokenGraph:
    """Read a document; see `TokenGraph.from_json`."""
    document, raw = parse_document(data, max_bytes)
    check(document)
    graph = TokenGraph.of_columns(_columns(document))
    check_derived(raw, orjson.loads(graph.to_json()))
    return graph


def _columns(document: Document) -> GraphColumns:
    steps = tuple(_step(step) for step in document.derivation if step.split is None)
    splits = ((step, step.split) for step in document.derivation)
    given = {(name.token, name.feature) for step in document.derivation for name in step.sets}
    return GraphColumns(
        text=document.text,
        leaves=_leaves(document.leaves),
        sentences=[(number_of(first), number_of(last)) for first, last in document.sentences],
        tokens=tuple(_token(token, given) for token in document.tokens[len(document.leaves) :]),
        steps=steps,
        markers=tuple(
            MarkerRecord(
                marker.kind,
                number_of(marker.source),
                number_of(marker.target),
                marker.label,
                marker.value,
                marker.by,
                canonical_object(marker.evidence, f"markers[{place}].evidence"),
            )
            for place, marker in enumerate(document.markers)
        ),
        language=document.language,
        id=document.id,
        meta=canonical_object(document.meta, "meta"),
        provenance=document.provenance.model_dump(),
        splits=tuple(_split(step, split) for step, split in splits if split is not None),
    )


def _leaves(leaves: list[LeafModel]) -> LeafColumns:
    form = [leaf.form for leaf in leaves]
    said = any("word" in leaf.model_fields_set for leaf in leaves)
    return LeafColumns(
        start=[leaf.start for leaf in leaves],
        end=[leaf.end for leaf in leaves],
        form=form,
        word=[leaf.word if "word" in leaf.model_fields_set else leaf.form for leaf in leaves]
        if said
        else form,
        lemma=[leaf.lemma for leaf in leaves],
        upos=[leaf.upos for leaf in leaves],
        xpos=[leaf.xpos for leaf in leaves],
        feats=[format_feats(leaf.feats) for leaf in leaves],
        ent=[leaf.ent for leaf in leaves],
        deprel=[leaf.deprel for leaf in leaves],
        space=[leaf.space for leaf in leaves],
        head=[ROOT if leaf.head is None else number_of(leaf.head) for leaf in leaves],
    )


def _token(token: TokenModel, given: set[tuple[str, str]]) -> TokenRecord:
    """Take the record of a produced token; features that steps gave are not its own."""
    own = {name: value for name, value in token.feats.items() if (token.id, name) not in given}
    return TokenRecord(
        number=number_of(token.id),
        kind=token.kind,
        lemma=token.lemma,
        upos=token.upos,
        feats=format_feats(own),
        parts=tuple(map(number_of, token.parts)),
        satellites=tuple(map(number_of, token.satellites)),
        head_part=number_of(token.head_part),
        class_=token.class_,
        mwe=token.mwe,
        step=number_of(token.step or ""),
    )


def _step(step: StepModel) -> StepRecord:
    return StepRecord(
        number=number_of(step.id),
        rule=step.rule,
        at=step.at,
        match=_match(step.match),
        consumed=tuple(map(number_of, step.consumed)),
        produced=None if step.produced is None else number_of(step.produced),
        merged=tuple(
            MergedMatch(merged.rule, merged.at, _match(merged.match)) for merged in step.merged
        ),
        sets=tuple(FeatureSet(number_of(it.token), it.feature, it.value) for it in step.sets),
    )


def _split(step: StepModel, split: SplitModel) -> SplitRecord:
    word = split.word
    return SplitRecord(
        number=number_of(step.id),
        rule=step.rule,
        at=step.at,
        match=_match(step.match),
        word=SplitWord(
            word.form, word.lemma, word.upos, word.xpos, format_feats(word.feats), word.ent
        ),
        leaves=tuple(map(number_of, split.leaves)),
        head=number_of(split.head),
    )


def _match(match: dict[str, str | list[str]]) -> Match:
    bound: dict[str, Binding] = {}
    for variable, ids in match.items():
        bound[variable] = number_of(ids) if isinstance(ids, str) else tuple(map(number_of, ids))
    return bound
