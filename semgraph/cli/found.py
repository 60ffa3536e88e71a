"""Matches of a request with what is needed to show them: forms, places, sentences."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from semgraph.types import Variable

if TYPE_CHECKING:
    from semgraph.engine import Match, Matches
    from semgraph.graph import TokenGraph
    from semgraph.parse import Parse


class Bound(NamedTuple):
    """What a variable is bound to.

    Attributes:
        number: of the word in its document, from 0, or of the token.
        id: of the leaf or token, ``w2`` or ``t7``.
        form: its form.
        label: short name: of a word its number in the sentence, from 1; of a token its id.
        spans: its places in the sentence.
    """

    number: int
    id: str
    form: str
    label: str
    spans: Sequence[tuple[int, int]]


Bindings: TypeAlias = Bound | list[Bound] | None


class Found(NamedTuple):
    """A match.

    Attributes:
        doc: index of its document, from 0.
        id: of its document, if it has one.
        sentence: text of the sentence; of the document where the request binds nothing.
        nodes: what the variables are bound to: a list for a repeated node, ``None`` for an
            optional one that is missing.
        file: where the document stands.
    """

    doc: int
    id: str | None
    sentence: str
    nodes: Mapping[Variable, Bindings]
    file: str = ""

    def bound(self) -> Iterator[tuple[Variable, Bound]]:
        """Give each variable with what it is bound to, one by one."""
        for variable, bindings in self.nodes.items():
            if isinstance(bindings, Bound):
                yield variable, bindings
            else:
                yield from ((variable, bound) for bound in bindings or ())


def found_in_parse(matches: Matches, parse: Parse) -> Iterator[Found]:
    """Show the matches in parsed documents; nodes are words."""
    documents, sentences = parse.doc_start.tolist(), parse.sent_start.tolist()
    start, end = parse.start.tolist(), parse.end.tolist()
    for match in matches:
        base = documents[match.doc]
        text = parse.texts[match.doc]
        low, high, first = 0, len(text), base
        words = [word for variable in match.nodes for word in match.words(variable)]
        if words:
            place = bisect_right(sentences, base + words[0]) - 1
            first, last = sentences[place], sentences[place + 1] - 1
            low, high = start[first], end[last]
        bound = {
            index: Bound(
                number=index,
                id=f"w{index}",
                form=parse.strings[parse.word[base + index]],
                label=str(base + index - first + 1),
                spans=[(start[base + index] - low, end[base + index] - low)],
            )
            for index in words
        }
        nodes = _bindings(match.nodes, bound)
        yield Found(match.doc, parse.ids[match.doc], text[low:high], nodes)


def found_in_graphs(matches: Matches, graphs: Sequence[TokenGraph]) -> Iterator[Found]:
    """Show the matches in token graphs; nodes are top tokens."""
    for match in matches:
        yield _of_tokens(graphs[match.doc], match)


def _of_tokens(graph: TokenGraph, match: Match) -> Found:
    from semgraph.graph import Token

    low, high = 0, len(graph.text)
    tokens = {
        number: Token(graph, number) for variable in match.nodes for number in match.words(variable)
    }
    if tokens:
        start = next(iter(tokens.values())).spans[0][0]
        low, high = _sentence_at(graph, start)
    bound = {
        number: Bound(
            number=number,
            id=token.id,
            form=token.form,
            label=token.id,
            spans=[(start - low, end - low) for start, end in token.spans],
        )
        for number, token in tokens.items()
    }
    return Found(match.doc, graph.id, graph.text[low:high], _bindings(match.nodes, bound))


def _bindings(
    nodes: Mapping[Variable, int | tuple[int, ...] | None], bound: Mapping[int, Bound]
) -> dict[Variable, Bindings]:
    """Put what is shown of words in the place of their numbers."""
    return {
        variable: bound[number]
        if isinstance(number, int)
        else None
        if number is None
        else [bound[each] for each in number]
        for variable, number in nodes.items()
    }


def _sentence_at(graph: TokenGraph, offset: int) -> tuple[int, int]:
    """Give begin and end of the sentence around an offset."""
    leaves, sentences = graph.columns.leaves, graph.columns.sentences
    place = bisect_right(sentences, offset, key=lambda bounds: leaves.start[bounds[0]])
    first, last = sentences[max(place - 1, 0)]
    return leaves.start[first], leaves.end[last]
