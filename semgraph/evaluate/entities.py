"""Named entities as spans of characters, and their scores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import NamedTuple

from semgraph.errors import PipelineError
from semgraph.evaluate.score import Score
from semgraph.evaluate.words import Offsets, leaf_spans
from semgraph.parse import Parse, TextParser
from semgraph.types import Json

# By what spaCy's components say that they assign; a span ruler may set entities too.
_ASSIGNED = frozenset(["doc.ents", "token.ent_type", "doc.spans"])


class Entity(NamedTuple):
    """A named entity.

    Attributes:
        start: where it begins, counted over the characters of all texts that are not white space.
        end: where it ends.
        type: such as ``PER``.
    """

    start: int
    end: int
    type: str


@dataclass(frozen=True, slots=True)
class EntityScores:
    """Scores of named entities: correct are those whose characters and type are a gold one's.

    Attributes:
        micro: of all entities together.
        types: of each type, sorted.
        left_out: number of the system's entities of other types, which count nowhere.
    """

    micro: Score
    types: dict[str, Score]
    left_out: dict[str, int]

    def to_json(self) -> Json:
        """Give the figures as those of `Score`."""
        return {
            "micro": self.micro.to_json(),
            "types": {name: score.to_json() for name, score in self.types.items()},
            "left_out": self.left_out,
        }


def found_entities(parse: Parse) -> list[Entity]:
    """Give the entities of a parse: the longest runs of words of a document with the same type.

    White space between two words of a run does not end it.
    """
    start, end = leaf_spans(parse, Offsets(parse.texts))
    names = parse.strings.decode(parse.ent)
    found = []
    for first, stop in pairwise(parse.doc_start.tolist()):
        words = [row for row in range(first, stop) if start[row] < end[row]]
        for type_, run in groupby(words, key=names.__getitem__):
            if type_:
                rows = list(run)
                found.append(Entity(int(start[rows[0]]), int(end[rows[-1]]), type_))
    return found


def score_entities(
    gold: Iterable[Entity], system: Iterable[Entity], types: Collection[str]
) -> EntityScores:
    """Score entities of some types; those of others count neither for nor against anyone."""
    own, other = set(gold), set(system)

    def score(counted: Collection[str]) -> Score:
        one, two = ({entity for entity in side if entity.type in counted} for side in (own, other))
        return Score(len(one), len(two), len(one & two))

    rest = Counter(entity.type for entity in other if entity.type not in types)
    return EntityScores(
        score(types), {type_: score([type_]) for type_ in sorted(types)}, dict(sorted(rest.items()))
    )


def require_entities(parser: TextParser) -> None:
    """Refuse a pipeline that cannot find named entities.

    One with a component that does not say what it assigns is not refused.

    Raises:
        PipelineError: what its components assign are no entities.
    """
    nlp = parser.nlp
    assigned = [set(nlp.get_pipe_meta(name).assigns) for name in nlp.pipe_names]
    if not any(not one or one & _ASSIGNED for one in assigned):
        raise PipelineError(
            f"the pipeline {parser.pipeline.name!r} finds no named entities (components:"
            f" {', '.join(nlp.pipe_names)}); add a component such as 'ner'"
        )
