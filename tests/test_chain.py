"""The whole chain with the embedded pipelines: text to a token graph and back."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys

import pytest

import semgraph
from semgraph import TokenGraph, Tokenizer
from semgraph.errors import EncodingError, PipelineError, SchemeError, UsageError
from semgraph.grammar import Grammar
from semgraph.tokenizer import load_grammar

pytestmark = pytest.mark.model

SENTENCES = {
    "en": [
        "He finally turned the offer down.",
        "In spite of the rain,\nthe New York\nStock Exchange opened — as usual.\n\nNobody came!",
        "Don't   give up; it's 5 o'clock…",
        "x",
        "",
        "   ",
        "Prices rose 5 percent to $200 million, didn't they?",
    ],
    "ru": [
        "Она купила железную дорогу в Нью-Йорке.",
        "В связи с этим правительство приняло решение:\nповысить налоги на 5 процентов.",
        "Он не мог не заметить, что Анна Петровна вышла из себя!",
        "ё",
        "",
        "\n",
    ],
}
HOSTILE = [
    "\x00",
    "a\r\nb\r\n",
    "\ufeffHello.",
    "Cafe\u0301 na\u0308ive.",
    "\u202eabc\u202c def",
    "👩‍👩‍👧‍👦 went 🏳️‍🌈.",
    "!" * 3000,
    "я" * 3000,
    "\t\n \u00a0\u2003",
    "\U000f0000 private \ue000 use",
    "]]> <b>&amp;</b> {}[]\"'\\",
]


@pytest.fixture(scope="module", params=["en", "ru"])
def tokenizer(request: pytest.FixtureRequest) -> Tokenizer:
    return semgraph.load(request.param)


def texts_of(tokenizer: Tokenizer) -> list[str]:
    assert tokenizer.parser is not None
    examples = [e.text for s in tokenizer.grammar.stages for r in s.rules for e in r.examples]
    return SENTENCES[tokenizer.parser.language] + HOSTILE + examples[::3]


def test_every_text_comes_back_and_every_parse_too(tokenizer: Tokenizer) -> None:
    texts = texts_of(tokenizer)
    for text, graph in zip(texts, tokenizer.pipe(texts), strict=True):
        data = graph.to_json()
        again = TokenGraph.from_json(data)
        assert again.to_json() == data
        assert again.text == "".join(leaf.form + leaf.space for leaf in again.leaves) == text
        parse = {
            f"t{number}": (f"t{leaf.head.id[1:]}", leaf.deprel)
            for number, leaf in enumerate(graph.leaves)
            if leaf.head is not None
        }
        assert {e.target: (e.source, e.relation) for e in again.expand().edges} == parse


def test_the_grammar_changes_nothing_about_the_parse(tokenizer: Tokenizer) -> None:
    bare = Tokenizer(tokenizer.parser, load_grammar("", defaults=False))
    texts = texts_of(tokenizer)
    for plain, graph in zip(bare.pipe(texts), tokenizer.pipe(texts), strict=True):
        assert plain.edges == graph.expand().edges
        assert not plain.derivation


def test_bytes_do_not_depend_on_batches_or_order(tokenizer: Tokenizer) -> None:
    texts = texts_of(tokenizer)
    whole = [graph.to_json() for graph in tokenizer.pipe(texts)]
    assert [graph.to_json() for graph in tokenizer.pipe(texts, batch_size=7)] == whole
    assert [graph.to_json() for graph in tokenizer.pipe(texts[::-1])] == whole[::-1]
    assert [tokenizer(text).to_json() for text in texts[:20]] == whole[:20]


def test_bytes_do_not_depend_on_the_hash_seed() -> None:
    code = (
        "import hashlib, semgraph, sys\n"
        "for language in ('en', 'ru'):\n"
        "    tokenize = semgraph.load(language)\n"
        "    text = sys.stdin.buffer.read().decode() or 'Она дома. Не знаю.'\n"
        "    print(hashlib.sha256(tokenize(text).to_json()).hexdigest())\n"
    )
    text = " ".join(SENTENCES["en"]).encode()
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            input=text,
            capture_output=True,
            check=True,
            env=os.environ | {"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("0", "1", "4711")
    }
    assert len(outputs) == 1
    expected = hashlib.sha256(semgraph.load("en")(text.decode()).to_json()).hexdigest()
    assert outputs.pop().split()[0].decode() == expected


def test_a_particle_verb_is_one_token_with_its_path() -> None:
    graph = semgraph.load("en")("He finally turned the offer down.")
    token = next(token for token in graph.top if token.key == "turn_down|VERB")
    assert token.kind == "link"
    assert token.spans == [(11, 17), (28, 32)]
    step = next(step for step in graph.derivation if step.produced == token.id)
    assert step.rule == "en.verbs/particle_verb"
    assert step.at.startswith("en/verbs.sg:")
    assert graph.path("w5") == (token.id, "t5", "w5")


def test_a_lexicons_token_takes_the_citation_form() -> None:
    graph = semgraph.load("ru")("Она купила железную дорогу в Нью-Йорке.")
    token = next(token for token in graph.top if token.lemma == "железная дорога")
    assert token.kind == "hyperlexeme"
    assert token.form == "железную дорогу"


def test_a_blank_line_ends_a_sentence(tokenizer: Tokenizer) -> None:
    graph = tokenizer("Глава первая\n\nБыло поздно. Chapter One\n \n\nIt was late\nindeed.")
    begins = {graph[first].form for first, _ in graph.sentences}
    assert {"Было", "It"} <= begins
    assert "indeed" not in begins


def test_apply_runs_the_grammar_over_docs() -> None:
    tokenizer = semgraph.load("en")
    texts = ["He finally turned the offer down.", "Nobody came!", ""]
    docs = list(tokenizer.nlp.pipe(texts))
    keys = [[token.key for token in graph.top] for graph in tokenizer.apply(docs)]
    assert keys == [[t.key for t in graph.top] for graph in tokenizer.pipe(texts)]
    assert [[t.key for t in g.top] for g in tokenizer.apply(docs[0])] == keys[:1]


def test_a_user_grammar_comes_on_top() -> None:
    rule = (
        "grammar mine language en stage s { rule offer -> link"
        ' { pattern { V [lemma=turn]; V -[obj]-> N } collapse V, N head V class "x" priority 1 } }'
    ).replace('class "x"', "class offer-verb")
    mine = Grammar.from_source(rule)
    graph = semgraph.load("en", [mine], defaults=False)("He finally turned the offer down.")
    assert "turn_offer|VERB" in {token.key for token in graph.top}
    assert [g["name"] for g in graph.provenance["grammars"]] == ["mine"]
    with pytest.raises(UsageError, match="written for 'en'"):
        semgraph.load("ru", [mine])


def test_a_rule_can_be_switched_off() -> None:
    tokenizer = semgraph.load(
        "en", without=["en.verbs/particle_verb", "ud.particles/verb_particle"]
    )
    rules = {step.rule for step in tokenizer("He finally turned the offer down.").derivation}
    assert "en.verbs/particle_verb" not in rules


def test_a_lone_surrogate_is_a_typed_error() -> None:
    with pytest.raises(EncodingError, match="U\\+D800"):
        semgraph.load("en")("a\ud800b")


def test_a_pipeline_without_a_parser_is_a_typed_error() -> None:
    import spacy

    with pytest.raises(PipelineError, match="parser"):
        semgraph.load(spacy.blank("en"))


def test_a_pipeline_of_mixed_schemes_is_a_typed_error() -> None:
    import spacy

    nlp = spacy.blank("en")
    parser = nlp.add_pipe("parser")
    for label in ("nsubj", "dobj", "pobj", "obl", "ROOT"):
        parser.add_label(label)
    nlp.initialize()
    with pytest.raises(SchemeError, match="dobj") as caught:
        semgraph.load(nlp)
    assert caught.value.labels == ("dobj", "pobj")
