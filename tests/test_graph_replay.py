"""What a step does to the edges, case by case."""

from __future__ import annotations

import pytest

from semgraph.errors import DocumentError
from semgraph.graph import LeafColumns, StepRecord, TokenGraph, TokenRecord
from semgraph.graph.replay import find_cycle
from tests.graph_examples import coats, offer


def chain(heads: list[int]) -> LeafColumns:
    """Give leaves ``a b c …`` with these heads; the deprel of each is its form."""
    forms = [chr(ord("a") + place) for place in range(len(heads))]
    size = range(len(heads))
    empty = [""] * len(heads)
    return LeafColumns(
        start=list(size),
        end=[place + 1 for place in size],
        form=forms,
        word=forms,
        lemma=forms,
        upos=empty,
        xpos=empty,
        feats=empty,
        ent=empty,
        deprel=[form if head >= 0 else "root" for form, head in zip(forms, heads, strict=True)],
        space=empty,
        head=heads,
    )


def graph(heads: list[int], *steps: tuple[tuple[int, ...], int]) -> TokenGraph:
    """Collapse members with a head part, step by step, into tokens from ``len(heads)`` on."""
    leaves = chain(heads)
    numbers = range(len(heads), len(heads) + len(steps))
    return TokenGraph(
        "".join(leaves.form),
        leaves,
        [(0, len(heads) - 1)],
        tuple(
            TokenRecord(number, "hyperlexeme", "x", "", "", members, (), head, "", False, place)
            for place, (number, (members, head)) in enumerate(
                zip(numbers, steps, strict=True), start=1
            )
        ),
        tuple(
            StepRecord(place, "r", "r:1", {}, members, number)
            for place, (number, (members, _)) in enumerate(
                zip(numbers, steps, strict=True), start=1
            )
        ),
    )


# Heads, steps (members, head part); edges after, removed and moved by the last step.
CASES = [
    pytest.param([-1, 0], [((0, 1), 0)], "", "0>1b", "", id="the whole sentence"),
    pytest.param(
        [-1, 0, 1], [((1, 2), 1)], "0>3b", "1>2c", "0>1b", id="the governor's edge is moved"
    ),
    pytest.param(
        [-1, 0, 1], [((1, 2), 2)], "0>3b", "1>2c", "0>1b", id="a head part below another part"
    ),
    pytest.param(
        [1, -1, 1, 0], [((0, 1), 1)], "4>2c 4>3d", "1>0a", "1>2c 0>3d", id="dependents of any part"
    ),
    pytest.param(
        [2, 2, -1], [((0, 1), 0)], "2>3a", "2>1b", "2>0a", id="sisters: the head part's edge"
    ),
    pytest.param(
        [2, 2, -1], [((0, 1), 1)], "2>3b", "2>0a", "2>1b", id="sisters: the other head part"
    ),
    pytest.param(
        [-1, 0, 1], [((0, 2), 2)], "3>1b", "1>2c", "0>1b", id="a highest part that is no governor"
    ),
    pytest.param([-1, -1], [((0, 1), 1)], "", "", "", id="two roots have no edges"),
    pytest.param(
        [-1, 0, 1, 2],
        [((1, 2), 1), ((4, 0), 0)],
        "5>3d",
        "0>4b",
        "4>3d",
        id="a token of tokens",
    ),
    pytest.param(
        [-1, 0, 0, 0],
        [((1, 3), 1)],
        "0>4b 0>2c",
        "0>3d",
        "0>1b",
        id="edges stand in the order of the first leaves",
    ),
]


@pytest.mark.parametrize(("heads", "steps", "edges", "removed", "moved"), CASES)
def test_what_a_collapse_does_to_the_edges(
    heads: list[int],
    steps: list[tuple[tuple[int, ...], int]],
    edges: str,
    removed: str,
    moved: str,
) -> None:
    made = graph(heads, *steps)

    def shown(items: object) -> str:
        return " ".join(f"{e.source[1:]}>{e.target[1:]}{e.relation}" for e in items)  # type: ignore[attr-defined]

    assert shown(made.edges) == edges
    assert shown(made.derivation[-1].removed) == removed
    assert shown(made.derivation[-1].moved) == moved
    assert TokenGraph.from_json(made.to_json()) == made


def test_a_partial_view_replays_what_remains() -> None:
    """With the outer coats off, edges are those of the steps that are left."""
    seen = coats().zoom("atom")
    edges = {(edge.source, edge.target, edge.relation) for edge in seen.edges}
    assert edges == {
        ("t2", "t0", "nsubj"),
        ("t2", "t1", "advmod"),
        ("t2", "t3", "compound:prt"),
        ("t2", "t9", "obj"),
        ("t2", "t6", "punct"),
    }
    assert [step.id for step in seen.derivation] == ["s3"]
    assert seen["s3"].match == {"D": "t4", "N": "t5"}  # V was bound to a token that is gone


@pytest.mark.parametrize(
    ("steps", "message"),
    [
        ([((0, 1), 0), ((1, 2), 1)], r"derivation\[1\].consumed: s2 consumes t1, which is no top"),
        ([((0, 9), 0)], "t3 is made of t9, which no earlier step made"),
    ],
)
def test_a_step_that_consumes_what_is_not_there_is_refused(
    steps: list[tuple[tuple[int, ...], int]], message: str
) -> None:
    with pytest.raises(DocumentError, match=message):
        graph([-1, 0, 0], *steps).to_json()


def test_a_step_without_its_token_is_refused() -> None:
    given = offer().columns
    broken = TokenGraph(given.text, given.leaves, given.sentences, (), given.steps)
    with pytest.raises(DocumentError, match=r"derivation\[0\].produced: s1 makes t7"):
        broken.to_json()


@pytest.mark.parametrize(
    ("heads", "stuck"),
    [([], None), ([-1], None), ([0], 0), ([1, 2, -1], None), ([1, 2, 1, 0], 1), ([-1, 2, 1], 1)],
)
def test_cycles_of_heads_are_found(heads: list[int], stuck: int | None) -> None:
    assert find_cycle(heads) == stuck


def test_collapsing_disconnected_parts_of_a_cycle_ends() -> None:
    with pytest.raises(DocumentError, match="cycle"):
        graph([1, 0, 3, 2], ((0, 2), 0)).to_json()
