"""What holds of every parse and every grammar that splits words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from semgraph.assemble import assemble
from semgraph.engine import Derivation, apply_splits, compile_grammar, derive, record_splits
from semgraph.engine.derive import Run
from semgraph.grammar import Grammar
from semgraph.graph import Leaf, TokenGraph
from semgraph.parse.columns import Parse
from tests.build import Row, make_parse
from tests.request_strategies import sentences
from tests.test_engine_derive import ACTIONS, PATTERNS

FORMS = ("водажар", "Водажар", "blood-red", "--", "a.b", "-a", "e\u0301🜂", "ВВ", "a b", "Б")
WORDS = ("X []", "X [upos=NOUN]", "X -> Y", "Y -> X", "X < Y", "X ->> Y; Y.lemma = X.lemma")
IN_ROW = ("X.form = parts.word", "X.form = parts.word; Y -> X", "X < Y; Y.form = parts.word")
PLACES = ("1", "-1", "1, -1", "4", "2, 5", '"-"', '"."', 're"(.)(.+)"', "/(в+)(.*)(..)/i", "9")
LEXICON = """lexicon parts {
  word       pieces
  водажар    вода жар
  Водажар    вод ажар
  blood-red  blood - red
  a.b        a . c
}"""


@st.composite
def texts(draw: st.DrawFn) -> Parse:
    """Draw a batch whose words may be split, but for white space and multiword tokens."""
    rows = [
        [[_worded(draw, row) for row in words] for words in document]
        for document in draw(st.lists(st.lists(sentences(), max_size=2), min_size=1, max_size=3))
    ]
    return make_parse(rows)


def _worded(draw: st.DrawFn, row: Row) -> Row:
    if row.word is not None or row.form.isspace():
        return row
    form = draw(st.sampled_from(FORMS))
    return replace(row, form=form, lemma=draw(st.sampled_from((form, form.lower(), "", "вода"))))


@st.composite
def grammars(draw: st.DrawFn, *, others: bool = True) -> Grammar:
    """Draw a grammar of 1 or 2 stages that split, and up to 2 others, in any order."""
    stages = [_splitting(draw, f"p{number}") for number in range(draw(st.integers(1, 2)))]
    if others:
        stages += [_other(draw, f"s{number}") for number in range(draw(st.integers(0, 2)))]
    return Grammar.from_source("\n".join(["grammar test", LEXICON, *draw(st.permutations(stages))]))


def _splitting(draw: st.DrawFn, name: str) -> str:
    rules = []
    for number in range(draw(st.integers(1, 3))):
        by_row = draw(st.booleans())
        pattern = draw(st.sampled_from(IN_ROW if by_row else WORDS))
        place = "parts.pieces" if by_row else draw(st.sampled_from(PLACES))
        variable = "Y" if "Y" in pattern and draw(st.booleans()) else "X"
        rules.append(
            f"rule {name}{number} {{ pattern {{ {pattern} }} split {variable} at {place}"
            f" priority {draw(st.integers(0, 1))} }}"
        )
    return f"stage {name} {{ phase pieces {' '.join(rules)} }}"


def _other(draw: st.DrawFn, name: str) -> str:
    pattern, action = draw(st.sampled_from(PATTERNS)), draw(st.sampled_from(ACTIONS))
    repeat = draw(st.sampled_from(("", "repeat")))
    return f"stage {name} {{ {repeat} rule {name} {{ pattern {{ {pattern} }} {action} }} }}"


def graphs(grammar: Grammar, parse: Parse) -> list[TokenGraph]:
    program = compile_grammar(grammar.files, grammar.stages)
    return list(assemble(parse, derive(program, parse), {}))


def unparsed(parse: Parse) -> list[TokenGraph]:
    """Give the graphs of a parse on which no rule has run."""
    return list(assemble(parse, [Derivation() for _ in range(len(parse))], {}))


SLOW = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))


@SLOW
@given(grammars(), texts())
def test_expand_gives_back_the_parse(grammar: Grammar, parse: Parse) -> None:
    """Splits are undone too: words, columns and edges are those of the parse."""
    for graph, whole in zip(graphs(grammar, parse), unparsed(parse), strict=True):
        bare = graph.expand()
        tokens = {token.id for token in bare.tokens}
        assert tokens.issuperset(end for marker in bare.markers for end in marker[1:3])
        assert TokenGraph.of_columns(replace(bare.columns, markers=())) == whole
        assert bare.derivation == ()
        ours, theirs = bare.to_parse(), whole.to_parse()
        for name in ("form", "word", "lemma", "upos", "xpos", "feats", "deprel", "ent", "space"):
            strings = [p.strings.decode(getattr(p, name)) for p in (ours, theirs)]
            assert strings[0] == strings[1]
        for name in ("start", "end", "head", "sent_start", "doc_start"):
            assert np.array_equal(getattr(ours, name), getattr(theirs, name))


@SLOW
@given(grammars(), texts())
def test_every_invariant_holds(grammar: Grammar, parse: Parse) -> None:
    """Leaves tile the text, the document is read back byte for byte, views of it likewise."""
    for graph in graphs(grammar, parse):
        assert "".join(leaf.form + leaf.space for leaf in graph.leaves) == graph.text
        for view in (
            graph,
            graph.expand(),
            graph.expand(1),
            graph.zoom("leaf"),
            graph.zoom("atom"),
        ):
            data = view.to_json()
            assert TokenGraph.from_json(data).to_json() == data
        assert len(graph.zoom("leaf").leaves) == len(graph.zoom("link").leaves) == len(graph.leaves)
        numbers = [int(step.id[1:]) for step in graph.derivation]
        assert numbers == list(range(1, len(numbers) + 1))


@SLOW
@given(grammars(others=False), texts())
def test_a_word_is_split_once(grammar: Grammar, parse: Parse) -> None:
    """A split is of a whole word of the parse, never of white space or a multiword token."""
    strings = parse.strings
    for doc, graph in enumerate(graphs(grammar, parse)):
        words = {(int(parse.start[row]), int(parse.end[row])): row for row in _rows(parse, doc)}
        splits = [step.split for step in graph.derivation if step.split]
        assert len(graph.leaves) == len(_rows(parse, doc)) + sum(
            len(split["leaves"]) - 1 for split in splits
        )
        seen = set()
        for split in splits:
            first, last = (graph[split["leaves"][end]] for end in (0, -1))
            assert isinstance(first, Leaf)
            assert isinstance(last, Leaf)
            row = words[first.start, last.end]
            assert row not in seen
            seen.add(row)
            assert strings[int(parse.form[row])] == strings[int(parse.word[row])]
            assert strings[int(parse.form[row])].strip()


def _rows(parse: Parse, doc: int) -> Sequence[int]:
    return range(int(parse.doc_start[doc]), int(parse.doc_start[doc + 1]))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(grammars(), st.lists(texts(), min_size=2, max_size=3))
def test_a_document_does_not_see_its_batch(grammar: Grammar, batch: list[Parse]) -> None:
    def documents(parse: Parse) -> list[bytes]:
        return [graph.to_json() for graph in graphs(grammar, parse)]

    alone = [documents(parse) for parse in batch]
    assert documents(Parse.concatenate(batch)) == [data for one in alone for data in one]
    backwards = [data for one in alone[::-1] for data in one]
    assert documents(Parse.concatenate(batch[::-1])) == backwards


@SLOW
@given(grammars(), texts())
def test_the_engine_and_the_graph_agree_on_the_tree(grammar: Grammar, parse: Parse) -> None:
    program = compile_grammar(grammar.files, grammar.stages)
    run = Run(parse, program)
    for stage in program.stages:
        run.finish(stage)
    nodes = run.nodes
    for doc, graph in enumerate(assemble(parse, run.derivations, {})):
        rows = np.flatnonzero(nodes.doc == doc).tolist()
        heads = {
            f"t{nodes.token[row]}": f"t{nodes.token[nodes.head[row]]}"
            for row in rows
            if nodes.head[row] >= 0
        }
        assert {token.id for token in graph.top} == {f"t{nodes.token[row]}" for row in rows}
        assert {edge.target: edge.source for edge in graph.edges} == heads


@SLOW
@given(grammars(others=False), texts())
def test_the_split_parse_is_that_of_the_leaves(grammar: Grammar, parse: Parse) -> None:
    """The columns that later stages see are those that the graph shows."""
    program = compile_grammar(grammar.files, grammar.stages)
    derivations = derive(program, parse)
    before = {name: getattr(parse, name).copy() for name in ("form", "head", "doc_start")}
    cuts = [derivation.cuts for derivation in derivations]
    split, records = apply_splits(parse, cuts), record_splits(parse, cuts)
    assert all(np.array_equal(getattr(parse, name), column) for name, column in before.items())
    assert list(map(len, records)) == list(map(len, cuts))
    if not any(records):
        assert split is parse
    assert (split.word is split.form) == (parse.word is parse.form)
    for graph, whole in zip(graphs(grammar, parse), unparsed(split), strict=True):
        assert graph.columns.leaves == whole.columns.leaves
        assert list(graph.columns.sentences) == list(whole.columns.sentences)
