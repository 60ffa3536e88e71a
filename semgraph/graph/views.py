"""Light views of a token graph.

Leaves and tokens hold a number, look everything up, and refer to each other as views. Edges,
markers and steps are records that name leaves and tokens by id, as the document does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from semgraph.graph.columns import TokenNumber, TokenRecord
from semgraph.graph.decompose import decompose
from semgraph.graph.feats import parse_feats
from semgraph.graph.ids import leaf_id, token_id
from semgraph.graph.records import Marker, Step
from semgraph.graph.replay import ROOT
from semgraph.graph.structure import form_of, key_of, spans_of
from semgraph.types import Json, LeafId, TokenId, TokenKind

if TYPE_CHECKING:
    from semgraph.graph.token_graph import TokenGraph


class _Numbered:
    """What leaves and tokens share: a graph and a number in it."""

    __slots__ = ("_graph", "_number")

    def __init__(self, graph: TokenGraph, number: int) -> None:
        self._graph = graph
        self._number = number

    def __eq__(self, other: object) -> bool:
        """Say whether both are the same thing of equal graphs."""
        return (
            isinstance(other, type(self))
            and self._number == other._number
            and self._graph == other._graph
        )

    def __hash__(self) -> int:
        return hash((type(self), self._number, self._graph))


class Leaf(_Numbered):
    """A word of the parse, or a piece of one."""

    __slots__ = ()

    @property
    def id(self) -> LeafId:
        """Id, ``w3``."""
        return leaf_id(self._number)

    @property
    def start(self) -> int:
        """Offset in the text, in code points."""
        return self._column("start")

    @property
    def end(self) -> int:
        """Offset behind the leaf."""
        return self._column("end")

    @property
    def space(self) -> str:
        """White space behind the leaf."""
        return self._column("space")

    @property
    def form(self) -> str:
        """Surface form; empty for the later words of a multiword token."""
        return self._column("form")

    @property
    def word(self) -> str:
        """Syntactic word."""
        return self._column("word")

    @property
    def lemma(self) -> str:
        """Lemma."""
        return self._column("lemma")

    @property
    def upos(self) -> str:
        """Universal part of speech."""
        return self._column("upos")

    @property
    def xpos(self) -> str:
        """Part of speech of the language's own tag set."""
        return self._column("xpos")

    @property
    def feats(self) -> dict[str, str]:
        """Morphological features."""
        return dict(parse_feats(self._column("feats")))

    @property
    def ent(self) -> str:
        """Label of the named entity, ``""`` outside of any."""
        return self._column("ent")

    @property
    def head(self) -> Leaf | None:
        """Head in the parse, ``None`` for a root."""
        head: int = self._column("head")
        return None if head == ROOT else Leaf(self._graph, head)

    @property
    def deprel(self) -> str:
        """Label of the edge to the head."""
        return self._column("deprel")

    def _column(self, name: str) -> Any:
        return getattr(self._graph.columns.leaves, name)[self._number]

    def __repr__(self) -> str:
        return f"<Leaf {self.id} {self.form!r}>"


class Token(_Numbered):
    """A semantic token: an atom, a link or a hyperlexeme."""

    __slots__ = ()

    @property
    def _record(self) -> TokenRecord | None:
        """The record; base atoms have none."""
        return self._graph.structure.record.get(self._number)

    @property
    def _leaves(self) -> Sequence[int]:
        return self._graph.structure.leaves.get(self._number, (self._number,))

    @property
    def id(self) -> TokenId:
        """Id, ``t7``."""
        return token_id(self._number)

    @property
    def kind(self) -> TokenKind:
        """Atom, link or hyperlexeme."""
        record = self._record
        return record.kind if record else "atom"

    @property
    def form(self) -> str:
        """Texts of the spans, joined by " … "."""
        return form_of(self._graph.text, self.spans)

    @property
    def lemma(self) -> str:
        """Lemma of the whole."""
        record = self._record
        return record.lemma if record else self._graph.columns.leaves.lemma[self._number]

    @property
    def upos(self) -> str:
        """Part of speech of the whole."""
        record = self._record
        return record.upos if record else self._graph.columns.leaves.upos[self._number]

    @property
    def feats(self) -> dict[str, str]:
        """Features of the whole, those that rules set included."""
        given = self._graph.structure.feats.get(self._number)
        if given is not None:
            return dict(given)
        record = self._record
        leaves = self._graph.columns.leaves
        return dict(parse_feats(record.feats if record else leaves.feats[self._number]))

    @property
    def key(self) -> str:
        """Lemma and part of speech as one name, ``turn_down|VERB``."""
        return key_of(self.lemma, self.upos)

    @property
    def spans(self) -> list[tuple[int, int]]:
        """Runs of adjacent leaves as ``(start, end)``, in code points."""
        return spans_of(self._graph.columns.leaves, self._leaves)

    @property
    def parts(self) -> tuple[Token, ...] | tuple[Leaf]:
        """The tokens that carry its meanings; of a base atom its leaf."""
        record = self._record
        return self._tokens(record.parts) if record else (Leaf(self._graph, self._number),)

    @property
    def satellites(self) -> tuple[Token, ...]:
        """The function words that it has absorbed."""
        record = self._record
        return self._tokens(record.satellites) if record else ()

    @property
    def head_part(self) -> Token | Leaf:
        """The part that gave part of speech and features."""
        record = self._record
        graph = self._graph
        return Token(graph, record.head_part) if record else Leaf(graph, self._number)

    @property
    def class_(self) -> str:
        """Class from the rule or the lexicon row, ``""`` for none."""
        record = self._record
        return record.class_ if record else ""

    @property
    def mwe(self) -> bool:
        """Whether annotators would mark it as a multiword expression."""
        record = self._record
        return record is not None and record.mwe

    @property
    def step(self) -> Step | None:
        """The step that made it, ``None`` for a base atom."""
        record = self._record
        if record is None:
            return None
        return next(step for step in self._graph.derivation if step.produced == self.id)

    @property
    def top(self) -> bool:
        """Whether it is no part or satellite of another token."""
        return self._number not in self._graph.structure.parent

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        """Its leaves, in the order of the text."""
        return tuple(Leaf(self._graph, number) for number in self._leaves)

    @property
    def governor(self) -> Token | None:
        """The top token that governs this one; ``None`` for a root or inside another token."""
        governor = self._graph.structure.governor.get(self._number, ROOT)
        return None if governor == ROOT else Token(self._graph, governor)

    @property
    def dependents(self) -> tuple[Token, ...]:
        """The top tokens that this one governs."""
        edges = self._graph.structure.edges
        return self._tokens(target for source, target, _ in edges if source == self._number)

    @property
    def markers(self) -> tuple[Marker, ...]:
        """The markers that name it at either end."""
        return tuple(m for m in self._graph.markers if self.id in (m.source, m.target))

    def _tokens(self, numbers: Iterable[TokenNumber]) -> tuple[Token, ...]:
        return tuple(Token(self._graph, number) for number in numbers)

    def decompose(self) -> Json:
        """Give what it is made of, as nested plain dicts down to the leaves.

        A token has ``id kind form lemma upos rule at parts satellites``, with ``rule`` and
        ``at`` ``None`` for a base atom; a leaf has ``id kind form`` with the kind ``leaf``.
        """
        return decompose(self._graph.columns, self._graph.structure, self._number)

    def path(self, leaf: LeafId) -> tuple[TokenId | LeafId, ...]:
        """Give the way from this token through its parts to one of its leaves.

        Raises:
            UsageError: the leaf is not in this token.
        """
        return self._graph.path(leaf, start=self.id)

    def __repr__(self) -> str:
        return f"<Token {self.id} {self.kind} {self.form!r} {self.key}>"
