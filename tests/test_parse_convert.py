"""A pipeline with ClearNLP labels serves grammars in UD, and one in its own scheme as it is."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

import semgraph
from semgraph import Grammar, Parse, TokenGraph
from semgraph.errors import SchemeError
from semgraph.parse import converted, load_pipeline
from semgraph.parse.columns import Pipeline
from semgraph.parse.scheme import CLEARNLP_RELATIONS
from tests.cli_tools import run

OFFER = "He finally turned the offer down."
BUCKET = "She kicked the bucket."
# By form: lemma, part of speech, tag, features, offset of the head, label.
WORDS = {
    "He": ("he", "PRON", "PRP", "Case=Nom|PronType=Prs", 2, "nsubj"),
    "She": ("she", "PRON", "PRP", "Case=Nom|PronType=Prs", 1, "nsubj"),
    "finally": ("finally", "ADV", "RB", "", 1, "advmod"),
    "turned": ("turn", "VERB", "VBD", "Tense=Past|VerbForm=Fin", 0, "ROOT"),
    "kicked": ("kick", "VERB", "VBD", "Tense=Past|VerbForm=Fin", 0, "ROOT"),
    "the": ("the", "DET", "DT", "Definite=Def|PronType=Art", 1, "det"),
    "offer": ("offer", "NOUN", "NN", "Number=Sing", -2, "dobj"),
    "bucket": ("bucket", "NOUN", "NN", "Number=Sing", -2, "dobj"),
    "down": ("down", "ADP", "RP", "", -3, "prt"),
}
STOP = {OFFER: -4, BUCKET: -3}


@dataclass
class HandParser:
    """Sets the parses of the two sentences, in ClearNLP labels."""

    labels: tuple[str, ...]
    known: ClassVar = WORDS

    def __call__(self, doc: Doc) -> Doc:
        stop = (".", "PUNCT", ".", "", STOP[doc.text], "punct")
        heads = []
        for token in doc:
            lemma, pos, tag, morph, offset, label = self.known.get(token.text, stop)
            token.lemma_, token.pos_, token.tag_, token.dep_ = lemma, pos, tag, label
            token.set_morph(morph)
            heads.append(doc[token.i + offset])
        for token, head in zip(doc, heads, strict=True):
            token.head = head
        return doc


@Language.factory(
    "hand_parser",
    assigns=["token.dep", "token.head", "token.lemma", "token.pos", "token.tag", "token.morph"],
)
def hand_parser(nlp: Language, name: str, labels: list[str]) -> HandParser:
    return HandParser(tuple(labels))


def language(*more: str) -> Language:
    nlp = spacy.blank("en")
    labels = sorted((CLEARNLP_RELATIONS - {"root"}) | {"ROOT", *more})
    nlp.add_pipe("hand_parser", config={"labels": labels})
    return nlp


@pytest.fixture
def saved(tmp_path: Path) -> str:
    language().to_disk(tmp_path / "clear")
    return str(tmp_path / "clear")


def keys(graph: TokenGraph) -> set[str]:
    return {token.key for token in graph.top}


def labels_of(graph: TokenGraph) -> list[str]:
    return [leaf.deprel for leaf in graph.leaves]


def test_the_english_grammar_makes_tokens_of_clearnlp_parses() -> None:
    tokenizer = semgraph.load(language())
    offer, bucket = tokenizer.pipe([OFFER, BUCKET])
    assert "turn_down|VERB" in keys(offer)
    assert labels_of(offer) == ["nsubj", "advmod", "root", "det", "obj", "compound:prt", "punct"]
    hyperlexeme = next(token for token in bucket.top if token.kind == "hyperlexeme")
    assert hyperlexeme.key == "kick_the_bucket|VERB"


def test_the_provenance_tells_of_the_conversion() -> None:
    graph = semgraph.load(language())(OFFER)
    pipeline = json.loads(graph.to_json())["provenance"]["pipeline"]
    assert (pipeline["scheme"], pipeline["converted_from"]) == ("ud", "clearnlp")
    assert pipeline["name"] == "en_pipeline"
    again = TokenGraph.from_json(graph.to_json())
    assert again.to_json() == graph.to_json()
    assert again.to_parse().pipeline == replace(
        load_pipeline(language()).pipeline, scheme="ud", converted_from="clearnlp"
    )


def test_a_parse_that_is_not_converted_says_nothing() -> None:
    grammar = Grammar.from_source("grammar x scheme clearnlp")
    graph = semgraph.load(language(), [grammar], defaults=False)(OFFER)
    pipeline = json.loads(graph.to_json())["provenance"]["pipeline"]
    assert sorted(pipeline) == ["name", "scheme", "sha256", "version"]
    assert pipeline["scheme"] == "clearnlp"


def test_a_grammar_in_clearnlp_labels_sees_them() -> None:
    rule = (
        "grammar x scheme clearnlp stage s { rule particle -> link"
        " { pattern { V -[prt]-> P } collapse V, P head V class particle-verb } }"
    )
    graph = semgraph.load(language(), [Grammar.from_source(rule)], defaults=False)(OFFER)
    assert "prt" in labels_of(graph)
    assert [token.form for token in graph.top if token.kind == "link"] == ["turned … down"]


def test_docs_are_converted_and_say_so() -> None:
    """Docs come without a pipeline; their scheme is told by their labels."""
    nlp = language()
    (graph,) = semgraph.load(nlp).apply(nlp(OFFER))
    assert "turn_down|VERB" in keys(graph)
    assert graph.provenance["pipeline"] == {
        "name": "", "version": "", "scheme": "ud", "sha256": "", "converted_from": "clearnlp",
    }  # fmt: skip
    TokenGraph.from_json(graph.to_json())


def test_a_pipeline_of_mixed_labels_is_refused() -> None:
    with pytest.raises(SchemeError, match="'dobj'") as caught:
        semgraph.load(language("obl"))
    assert "prt" in caught.value.labels


def test_docs_of_mixed_labels_are_refused() -> None:
    nlp = language()
    doc = nlp(OFFER)
    doc[1].dep_ = "obl"
    with pytest.raises(SchemeError) as caught:
        list(semgraph.load(nlp).apply(doc))
    assert caught.value.labels == ("dobj", "prt")


def test_conversion_is_by_the_scheme_of_the_pipeline() -> None:
    """*to* is an auxiliary in ClearNLP, but no label of this sentence shows it."""
    doc = Doc(
        spacy.blank("en").vocab,
        words=["I", "want", "to", "go"],
        heads=[1, 1, 3, 1],
        deps=["nsubj", "ROOT", "aux", "xcomp"],
        pos=["PRON", "VERB", "PART", "VERB"],
        lemmas=["I", "want", "to", "go"],
    )
    parse = Parse.from_docs([doc])

    def label_of_to(scheme: str | None) -> str:
        pipeline = Pipeline("x", "1", scheme, "") if scheme else None
        ud = converted(replace(parse, pipeline=pipeline), "ud")
        return ud.strings[int(ud.deprel[2])]

    assert label_of_to("clearnlp") == "mark"
    assert label_of_to("ud") == label_of_to(None) == "aux"


def test_what_needs_no_conversion_is_given_back_itself() -> None:
    parse = Parse.from_docs([language()(OFFER)])
    assert converted(parse, "clearnlp") is parse
    assert converted(parse, "unknown") is parse
    ud = converted(parse, "ud")
    assert ud is not parse
    assert converted(ud, "ud") is ud


def test_old_documents_are_read() -> None:
    document = json.loads(semgraph.load(language())(OFFER).to_json())
    del document["provenance"]["pipeline"]["converted_from"]
    graph = TokenGraph.from_json(json.dumps(document))
    assert json.loads(graph.to_json()) == document


# The command line.


def test_texts_are_tokenized_with_a_clearnlp_pipeline(saved: str) -> None:
    result = run("tokenize", OFFER, "--pipeline", saved, "--format", "json")
    graph = json.loads(result.stdout)
    assert "turn_down|VERB" in {token["key"] for token in graph["tokens"]}
    assert graph["provenance"]["pipeline"]["converted_from"] == "clearnlp"


@pytest.mark.parametrize(
    ("request_", "count"),
    [
        ("X -[compound:prt]-> Y", "1"),
        ("X -[prt]-> Y", "1"),
        ("X [deprel=dobj]", "1"),
        ("X -[obj]-> Y", "1"),
        ("X -[nsubj]-> Y", "1"),
        ("X -[obl]-> Y", "0"),
    ],
)
def test_a_search_speaks_the_scheme_of_its_request(saved: str, request_: str, count: str) -> None:
    request = f"pattern {{ {request_} }}"
    result = run("search", request, "-", "--pipeline", saved, "--count", input=OFFER)
    assert result.stdout.strip() == count


def test_tools_on_grammars_convert_too(saved: str, tmp_path: Path) -> None:
    rule = "en.verbs/particle_verb"
    traced = run("grammar", "trace", OFFER, "--pipeline", saved, "--rule", rule)
    assert f"{rule}" in traced.stdout
    why = run("grammar", "why", rule, OFFER, "--pipeline", saved)
    assert why.exit_code == 0, why.output
    mine = tmp_path / "mine.sg"
    mine.write_text(
        "grammar mine language en stage s { rule particle -> link {"
        " pattern { V -[compound:prt]-> P } collapse V, P head V class particle-verb"
        ' example "He finally [turned] the offer [down]." counterexample "She kicked the bucket."'
        " } }",
        encoding="utf-8",
    )
    tested = run("grammar", "test", str(mine), "--pipeline", saved)
    assert tested.exit_code == 0, tested.output
    other = tmp_path / "other.sg"
    other.write_text("grammar mine language en stage s { }", encoding="utf-8")
    text = tmp_path / "text.txt"
    text.write_text(OFFER, encoding="utf-8")
    options = ("--pipeline", saved, "--no-default-grammars", "--no-cache", "--format", "json")
    differs = run("grammar", "diff", str(mine), str(other), str(text), *options)
    assert differs.exit_code == 1, differs.output
    assert "turned … down" in differs.stdout


def test_info_tells_that_labels_are_converted(saved: str) -> None:
    told = json.loads(run("info", "--pipeline", saved, "--format", "json").stdout)["pipeline"]
    assert (told["scheme"], told["converted_to"], told["usable"]) == ("clearnlp", "ud", True)
    assert told["unknown_labels"] == []
    assert told["missing"] == ["named entities"]
    assert list(told["costs"]) == told["missing"]
    shown = run("info", "--pipeline", saved).stdout
    assert "scheme          clearnlp, converted to ud\n" in shown
    assert "missing         named entities: rules that name ent find nothing" in shown
    assert "cannot be used" not in shown


def test_info_tells_of_mixed_labels(tmp_path: Path) -> None:
    language("obl").to_disk(tmp_path / "mixed")
    result = run("info", "--pipeline", str(tmp_path / "mixed"), "--format", "json")
    told = json.loads(result.stdout)["pipeline"]
    assert (told["scheme"], told["converted_to"], told["usable"]) == ("unknown", None, False)
    assert "dobj" in told["unknown_labels"]


def test_info_reports_a_pipeline_without_a_parser(tmp_path: Path) -> None:
    nlp = spacy.blank("de")
    ruler = nlp.add_pipe("attribute_ruler")
    ruler.add([[{"ORTH": "a"}]], {"POS": "DET"})
    nlp.add_pipe("entity_ruler")
    nlp.to_disk(tmp_path / "blank")
    result = run("info", "--pipeline", str(tmp_path / "blank"), "--format", "json")
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)["pipeline"]
    assert (told["language"], told["scheme"], told["usable"]) == ("de", "unknown", False)
    assert told["gives"] == ["parts of speech", "named entities"]
    assert told["missing"] == ["dependency tree", "lemmas", "features", "fine tags"]
    shown = run("info", "--pipeline", str(tmp_path / "blank"))
    assert shown.exit_code == 0
    assert "missing         dependency tree: no semantic tokens" in shown.stdout
    assert "lemmas: expressions are found only as a lexicon writes them" in shown.stdout
    assert "this pipeline cannot be used with the shipped grammars" in shown.stdout
