"""The JSON document, version 1.0, as pydantic models: strict, closed and frozen."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

# At most nine digits: a number of more names nothing, and costs a reader something.
LeafId: TypeAlias = Annotated[str, StringConstraints(pattern=r"^w(0|[1-9][0-9]{0,8})$")]
TokenId: TypeAlias = Annotated[str, StringConstraints(pattern=r"^t(0|[1-9][0-9]{0,8})$")]
PartId: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[tw](0|[1-9][0-9]{0,8})$")]
StepId: TypeAlias = Annotated[str, StringConstraints(pattern=r"^s[1-9][0-9]{0,8}$")]
EdgeId: TypeAlias = Annotated[str, StringConstraints(pattern=r"^e(0|[1-9][0-9]{0,8})$")]
Offset: TypeAlias = Annotated[int, Field(ge=0)]
Sha256: TypeAlias = Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{64})?$")]
FeatureName: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[^=|]+$")]
FeatureValue: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[^|]*$")]
Feats: TypeAlias = dict[FeatureName, FeatureValue]
Kind: TypeAlias = Literal["atom", "link", "hyperlexeme"]
Match: TypeAlias = dict[str, TokenId | Annotated[list[TokenId], Field(min_length=1)]]


class _Model(BaseModel):
    model_config = ConfigDict(
        strict=True,
        extra="forbid",
        frozen=True,
        field_title_generator=lambda name, _: name,
        model_title_generator=lambda model: model.__name__.removesuffix("Model"),
    )


class PipelineModel(_Model):
    """The pipeline that parsed the text."""

    name: str = Field(description="Empty if not known.")
    version: str
    scheme: str = Field(description="Label scheme of the parse.")
    sha256: Sha256
    converted_from: str = Field(
        default_factory=str,
        description="Label scheme of the pipeline; present only where the parse was converted.",
    )


class GrammarModel(_Model):
    """A grammar whose rules ran."""

    name: str
    version: str
    sha256: Sha256


class ProvenanceModel(_Model):
    """Where the document comes from."""

    semgraph: str = Field(description="Version of semgraph; empty if not known.")
    pipeline: PipelineModel | None
    grammars: list[GrammarModel] = Field(description="In running order.")


class LeafModel(_Model):
    """A word of the parse, or a piece of one; the leaves tile the text."""

    id: LeafId
    start: Offset
    end: Offset
    space: str = Field(description="White space behind the leaf.")
    form: str
    word: str = Field(
        default_factory=str, description="Syntactic word; present only where it is not the form."
    )
    lemma: str
    upos: str
    xpos: str
    feats: Feats
    ent: str = Field(description="Label of the named entity; empty outside of any.")
    head: LeafId | None = Field(description="Head in the parse; null for a root.")
    deprel: str


class TokenModel(_Model):
    """A semantic token; base atoms, one a leaf, come first."""

    id: TokenId
    kind: Kind
    form: str = Field(description="Texts of the spans, joined by ' … '.")
    lemma: str
    upos: str
    feats: Feats
    key: str = Field(description="Lemma, with '_' for each space, then '|' and upos.")
    spans: list[Annotated[list[Offset], Field(min_length=2, max_length=2)]] = Field(
        min_length=1, description="Runs of adjacent leaves: start and end in code points."
    )
    parts: list[PartId] = Field(min_length=1)
    satellites: list[TokenId]
    head_part: PartId
    class_: str = Field(alias="class")
    mwe: bool = Field(description="Whether annotators would mark a multiword expression.")
    step: StepId | None = Field(description="The step that made it; null for a base atom.")
    top: bool = Field(description="Whether it is in no other token.")


class EdgeModel(_Model):
    """A dependency between top tokens, from governor to dependent."""

    id: EdgeId
    source: TokenId
    target: TokenId
    relation: str


class MarkerModel(_Model):
    """A structural marker between two tokens."""

    kind: Literal["resonance", "direction", "tension"]
    source: TokenId
    target: TokenId
    label: str
    value: float | None = Field(description="Null until measured.")
    by: str = Field(description="Who set it.")
    evidence: dict[str, Any]


class ChangeModel(_Model):
    """An edge as it was before a step."""

    source: TokenId
    target: TokenId
    relation: str


class ChangesModel(_Model):
    """What a step did to the edges."""

    removed: list[ChangeModel]
    moved: list[ChangeModel]


class MergedModel(_Model):
    """A further match folded into a step."""

    rule: str
    at: str
    match: Match


class SetModel(_Model):
    """A feature that a step gave to a token."""

    token: TokenId
    feature: FeatureName
    value: FeatureValue


class WordModel(_Model):
    """A word as it was before it was split."""

    form: str
    lemma: str
    upos: str
    xpos: str
    feats: Feats
    ent: str


class SplitModel(_Model):
    """A word that became several leaves.

    The graph of the parse has the word in the place of the leaves. Its head is the word that the
    head of `head` is or belongs to, its deprel is that of `head`; whatever hangs from `head`, but
    for the other leaves, hangs from the word.
    """

    word: WordModel
    leaves: list[LeafId] = Field(
        min_length=2, description="Neighbours without space between, whose forms spell the word."
    )
    head: LeafId = Field(
        description="The leaf that stands for the word in the tree; the others hang from it."
    )


class StepModel(_Model):
    """A step of the derivation: it splits a word, makes a token, or sets features."""

    id: StepId
    rule: str
    at: str = Field(description="File and line of the rule.")
    match: Match = Field(
        description="Variables with what they were bound to; a word that is split as its leaves."
    )
    consumed: list[TokenId]
    produced: TokenId | None
    edges: ChangesModel
    merged: list[MergedModel]
    sets: list[SetModel] = Field(alias="set")
    split: SplitModel | None = Field(
        description="The word that became several leaves; null for other steps, which come later."
    )


class Document(_Model):
    """A token graph."""

    format: Literal["semgraph.token-graph"]
    version: Literal["1.0"]
    id: str | None
    meta: dict[str, Any]
    text: str
    language: str = Field(description="Language code; empty if not known.")
    offset_unit: Literal["codepoint"]
    provenance: ProvenanceModel
    sentences: list[Annotated[list[LeafId], Field(min_length=2, max_length=2)]] = Field(
        description="First and last leaf of each sentence."
    )
    leaves: list[LeafModel]
    tokens: list[TokenModel]
    edges: list[EdgeModel]
    markers: list[MarkerModel]
    derivation: list[StepModel]
    paths: dict[LeafId, list[PartId]] = Field(
        description="From the top token through its parts to each leaf."
    )
