"""The token graph: immutable, columns inside, light views outside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, get_args

from semgraph.errors import UsageError
from semgraph.graph.columns import (
    GraphColumns,
    LeafColumns,
    MarkerRecord,
    SplitRecord,
    StepRecord,
    TokenRecord,
)
from semgraph.graph.export import OffsetUnit, offsets, to_networkx, to_parse
from semgraph.graph.ids import leaf_id
from semgraph.graph.lookup import find, leaf_number, path_to
from semgraph.graph.partial import all_undone, coats_off, leaves_alone, up_to_kind
from semgraph.graph.records import Edge, Marker, Step, edges_of, marker_of, split_step_of, step_of
from semgraph.graph.sequence import Views
from semgraph.graph.structure import Structure, form_of, spans_of, structure_of
from semgraph.graph.views import Leaf, Token
from semgraph.graph.write import write
from semgraph.types import LeafId, TokenId, ZoomLevel

if TYPE_CHECKING:
    import networkx as nx

    from semgraph.parse.columns import Parse


class TokenGraph:
    """Semantic tokens over the leaves of a text, and the way that led to them.

    Building one costs next to nothing; what follows from the columns is worked out when it is
    first asked for. Two graphs are equal when their documents are.

    Args are the fields of `GraphColumns`; what is left out is not known.

    Attributes:
        columns: what the graph stores.
    """

    __slots__ = ("_structure", "columns")

    columns: GraphColumns
    _structure: Structure | None

    def __init__(
        self,
        text: str,
        leaves: LeafColumns,
        sentences: Sequence[tuple[int, int]],
        tokens: Sequence[TokenRecord] = (),
        steps: Sequence[StepRecord] = (),
        markers: Sequence[MarkerRecord] = (),
        *,
        language: str = "",
        id: str | None = None,  # noqa: A002  # the document's name for it
        meta: Mapping[str, Any] | None = None,
        provenance: Mapping[str, Any] | None = None,
        splits: Sequence[SplitRecord] = (),
    ) -> None:
        columns = GraphColumns(
            text,
            leaves,
            sentences,
            tokens,
            steps,
            markers,
            language,
            id,
            meta or {},
            provenance or {},
            splits,
        )
        object.__setattr__(self, "columns", columns)
        object.__setattr__(self, "_structure", None)

    @classmethod
    def of_columns(cls, columns: GraphColumns) -> TokenGraph:
        """Give the graph of columns that are at hand."""
        graph = cls.__new__(cls)
        object.__setattr__(graph, "columns", columns)
        object.__setattr__(graph, "_structure", None)
        return graph

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a TokenGraph cannot be changed: {name}")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"a TokenGraph cannot be changed: {name}")

    def __reduce__(self) -> tuple[Any, ...]:
        return TokenGraph.of_columns, (self.columns,)

    @property
    def structure(self) -> Structure:
        """What follows from the columns."""
        structure = self._structure
        if structure is None:
            structure = structure_of(self.columns)
            object.__setattr__(self, "_structure", structure)
        return structure

    # Data of the document.

    @property
    def text(self) -> str:
        """The text."""
        return self.columns.text

    @property
    def language(self) -> str:
        """Language code, ``""`` if not known."""
        return self.columns.language

    @property
    def id(self) -> str | None:
        """Id of the document."""
        return self.columns.id

    @property
    def meta(self) -> Mapping[str, Any]:
        """Other metadata."""
        return self.columns.meta

    @property
    def provenance(self) -> Mapping[str, Any]:
        """Versions of semgraph, pipeline and grammars."""
        return self.columns.provenance

    @property
    def sentences(self) -> tuple[tuple[LeafId, LeafId], ...]:
        """First and last leaf of each sentence."""
        return tuple((leaf_id(first), leaf_id(last)) for first, last in self.columns.sentences)

    # Views.

    @property
    def leaves(self) -> Views[Leaf]:
        """The words of the parse, or their pieces where rules split words."""
        return Views(partial(Leaf, self), range(len(self.columns.leaves)))

    @property
    def tokens(self) -> Views[Token]:
        """All tokens: base atoms, then produced ones."""
        produced = [record.number for record in self.columns.tokens]
        return Views(partial(Token, self), [*range(len(self.columns.leaves)), *produced])

    @property
    def top(self) -> Views[Token]:
        """The tokens that are in no other, in the order of their first leaves."""
        return Views(partial(Token, self), self.structure.top)

    @property
    def edges(self) -> tuple[Edge, ...]:
        """The dependencies between top tokens, in the order of the dependents."""
        return edges_of(self.structure.edges)

    @property
    def markers(self) -> tuple[Marker, ...]:
        """The markers."""
        return tuple(map(marker_of, self.columns.markers))

    @property
    def derivation(self) -> tuple[Step, ...]:
        """The steps that split words and made the tokens, in order."""
        splits = map(split_step_of, self.columns.splits)
        return *splits, *map(step_of, self.columns.steps, self.structure.changes)

    def __getitem__(self, id_: str) -> Token | Leaf | Step:
        """Give a token, leaf or step by its id.

        Raises:
            UsageError: there is none of that id.
        """
        kind, place = find(self.columns, self.structure, id_)
        if kind == "s":
            return self.derivation[place]
        return Leaf(self, place) if kind == "w" else Token(self, place)

    def path(self, leaf: LeafId, *, start: TokenId | None = None) -> tuple[TokenId | LeafId, ...]:
        """Give the way from a token through its parts to a leaf.

        Args:
            leaf: id of the leaf.
            start: id of a token that holds the leaf, by default its top token.

        Raises:
            UsageError: no such leaf, or it is not in that token.
        """
        return path_to(self.columns, self.structure, leaf, start)

    def text_of(self, leaves: Iterable[LeafId]) -> str:
        """Give the text of some leaves: adjacent ones as they stand, gaps as " … "."""
        numbers = sorted({leaf_number(self.columns, self.structure, leaf) for leaf in leaves})
        return form_of(self.text, spans_of(self.columns.leaves, numbers)) if numbers else ""

    def offsets(self, unit: OffsetUnit = "codepoint") -> list[tuple[int, int]]:
        """Give start and end of each leaf.

        Args:
            unit: ``"codepoint"``, ``"utf-8"`` for bytes, ``"utf-16"`` for its code units.

        Raises:
            UsageError: another unit.
        """
        return offsets(self.columns, unit)

    # Other graphs.

    def expand(self, levels: int | None = None) -> TokenGraph:
        """Undo steps; tokens that remain keep their ids.

        Args:
            levels: how many coats to take off each top token; words that were split stay so. By
                default every step is undone, so that the edges are those of the parse. Words
                that were split are then whole again, which numbers the leaves anew; markers of
                their pieces go.

        Raises:
            UsageError: a negative number of levels.
        """
        if levels is None:
            return TokenGraph.of_columns(all_undone(self.columns))
        if levels < 0:
            raise UsageError("the number of levels cannot be negative")
        return TokenGraph.of_columns(coats_off(self.columns, self.structure, levels))

    def zoom(self, level: ZoomLevel) -> TokenGraph:
        """Give the coarsest view none of whose top tokens is above a kind.

        Args:
            level: ``"leaf"`` (every step undone, but words that were split stay so),
                ``"atom"``, ``"link"`` or ``"hyperlexeme"``.

        Raises:
            UsageError: another level.
        """
        if level not in get_args(ZoomLevel):
            raise UsageError(f"no level {level!r}; levels are {', '.join(get_args(ZoomLevel))}")
        if level == "leaf":
            return TokenGraph.of_columns(leaves_alone(self.columns))
        return TokenGraph.of_columns(up_to_kind(self.columns, self.structure, level))

    # Other shapes.

    def to_json(self) -> bytes:
        """Give the canonical JSON document, UTF-8 on one line.

        Raises:
            DocumentError: the graph holds what JSON cannot.
        """
        return write(self.columns, self.structure)

    @classmethod
    def from_json(cls, data: bytes | str, *, max_bytes: int | None = None) -> TokenGraph:
        """Read a JSON document and check every invariant.

        Args:
            data: the document.
            max_bytes: size up to which documents are read; 256 MiB by default.

        Raises:
            DocumentError: no JSON, not of the schema, or an invariant is broken; with the path
                of the offending field.
        """
        from semgraph.graph.read import read

        return read(data, max_bytes)

    def to_parse(self) -> Parse:
        """Give the leaves as a batch of one document; CoNLL-U's column 10 is not kept."""
        return to_parse(self.columns)

    def to_networkx(self) -> nx.MultiDiGraph[str]:
        """Give a networkx graph with tokens and leaves as nodes.

        A node has ``type`` ``token`` or ``leaf`` and its fields. An edge has ``type``
        ``dependency`` (governor to dependent, between top tokens, with ``relation``), ``part``
        (token to part, with ``head``), ``satellite`` (token to satellite) or ``marker`` (with
        ``marker``, ``label``, ``value`` and ``by``). It is a multigraph, as two tokens may be
        joined by several markers.
        """
        return to_networkx(self)

    def __eq__(self, other: object) -> bool:
        """Say whether both documents are the same."""
        if not isinstance(other, TokenGraph):
            return NotImplemented
        return self is other or self.to_json() == other.to_json()

    def __hash__(self) -> int:
        return hash((self.text, len(self.columns.tokens)))

    def __repr__(self) -> str:
        text = self.text if len(self.text) <= 40 else f"{self.text[:39]}…"
        name = "" if self.id is None else f" {self.id!r}"
        return f"<TokenGraph{name} {text!r}: {len(self.leaves)} leaves, {len(self.top)} tokens>"
