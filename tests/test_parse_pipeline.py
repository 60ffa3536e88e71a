"""Pipelines parse any text: in order, without loss, in bounded time and memory."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import numpy as np
import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

import semgraph.parse.pipeline as pipeline_module
from semgraph.errors import EncodingError, PipelineError, UsageError
from semgraph.parse import EMBEDDED, Parse, TextParser, load_pipeline

DIRECTORY = Path(pipeline_module.__file__).parent / "pipelines"
LONG = 100_000

SENTENCES = {
    "en": "He finally turned the offer down. Don't you kick the bucket, John!",
    "ru": "Она купила железную дорогу в Нью-Йорке. Он не ушёл из-за дождя.",
}


@Language.component("chain", assigns=["token.dep", "token.head"])
def chain(doc: Doc) -> Doc:
    """Make each word the dependent of the one before."""
    values = np.full((len(doc), 2), -1)
    values[:, 1] = doc.vocab.strings.add("dep")
    values[:1] = 0, doc.vocab.strings.add("ROOT")
    return doc.from_array(["HEAD", "DEP"], values.astype(np.uint64))


@Language.component("fails", assigns=["token.dep"])
def fails(doc: Doc) -> Doc:
    raise ZeroDivisionError("no luck")


@Language.component("copies", assigns=["token.dep"])
def copies(doc: Doc) -> Doc:
    return Doc(doc.vocab, words=[token.text for token in doc])


def blank(component: str = "chain") -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe(component)
    return nlp


@pytest.fixture(scope="module")
def parsers() -> dict[str, TextParser]:
    return {language: load_pipeline(language) for language in EMBEDDED}


def columns(parse: Parse, index: int) -> list[object]:
    """Give everything that is known of one document."""
    first, last = parse.doc_start[index : index + 2].tolist()
    rows = slice(first, last)
    names = ("form", "lemma", "upos", "xpos", "feats", "deprel", "ent", "space")
    sentences = [start - first for start in parse.sent_start.tolist() if first <= start < last]
    return [
        parse.texts[index],
        sentences,
        parse.start[rows].tolist(),
        (parse.head[rows] - np.where(parse.head[rows] < 0, 0, first)).tolist(),
        *(parse.strings.decode(getattr(parse, name)[rows]) for name in names),
    ]


def assert_sound(parse: Parse) -> None:
    """Leaves tile the texts, and every chain of heads ends in a root of its sentence."""
    forms, spaces = parse.strings.decode(parse.form), parse.strings.decode(parse.space)
    bounds = parse.doc_start.tolist()
    for text, first, last in zip(parse.texts, bounds, bounds[1:], strict=False):
        assert "".join(forms[i] + spaces[i] for i in range(first, last)) == text
    assert set(bounds) <= {*parse.sent_start.tolist()}
    sentence = np.repeat(np.arange(len(parse.sent_start) - 1), np.diff(parse.sent_start))
    inner = np.flatnonzero(parse.head >= 0)
    assert (sentence[inner] == sentence[parse.head[inner]]).all()
    above = np.append(np.where(parse.head < 0, parse.words, parse.head), parse.words)
    for _ in range(parse.words.bit_length() + 1):
        above = above[above]
    assert (above == parse.words).all()


# ---------------------------------------------------------------- without a model


def test_a_language_object_is_taken_as_it_is():
    nlp = blank()
    parser = load_pipeline(nlp)
    assert parser.nlp is nlp
    assert parser.language == "en"
    assert parser.pipeline.name == "en_pipeline"
    assert parser.pipeline.scheme == "unknown"
    assert len(parser.pipeline.sha256) == 64
    assert parser.pipeline.sha256 == load_pipeline(blank()).pipeline.sha256
    nlp.add_pipe("sentencizer")
    assert parser.pipeline.sha256 != load_pipeline(nlp).pipeline.sha256


def test_documents_come_in_batches_in_order():
    texts = [f"text number {i}" for i in range(10)]
    batches = list(load_pipeline(blank()).pipe(iter(texts), batch_size=4))
    assert [len(batch) for batch in batches] == [4, 4, 2]
    assert [text for batch in batches for text in batch.texts] == texts
    assert len({id(batch.strings) for batch in batches}) == 3


def test_no_texts_give_no_batches():
    parser = load_pipeline(blank())
    assert list(parser.pipe([])) == []
    assert len(parser.parse([])) == 0


def test_nothing_stays_in_the_vocabulary():
    nlp = blank()
    parser = load_pipeline(nlp)
    parser.parse(["warm up"])
    before = len(nlp.vocab.strings)
    parse = parser.parse(["qwyjibo zzyzx"])
    assert len(nlp.vocab.strings) == before
    assert "zzyzx" not in nlp.vocab
    assert parse.strings.decode(parse.form) == ["qwyjibo", "zzyzx"]


def test_inside_a_memory_zone_no_second_is_opened():
    nlp = blank()
    with nlp.memory_zone():
        parse = load_pipeline(nlp).parse(["qwyjibo"])
        assert nlp.vocab.in_memory_zone
    assert parse.strings.decode(parse.form) == ["qwyjibo"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        " \n\t ",
        "\x00",
        "a\r\nb\r\n",
        "\ufeffa",
        "e\u0301 é",
        "\u202ea\u2066b",
        "👩‍👩‍👧‍👦 🏴󠁧󠁢󠁥󠁮󠁧󠁿",
        "\u2028\x85",
    ],
)
def test_odd_texts_are_parsed(text):
    parse = load_pipeline(blank()).parse([text, "after", text])
    assert parse.texts == (text, "after", text)
    assert_sound(parse)


def test_a_long_text_is_parsed_in_segments(monkeypatch):
    monkeypatch.setattr(pipeline_module, "MAX_SEGMENT", 40)
    text = "One two three.\n\nFour five six seven eight nine ten. Eleven twelve thirteen."
    parse = load_pipeline(blank()).parse(["before", text, "after"])
    assert parse.texts == ("before", text, "after")
    assert parse.doc_start.tolist()[1] == 1
    assert_sound(parse)
    assert len(parse.sent_start) - 1 == 2 + 2  # two segments: `chain` knows no sentences


def test_the_limit_of_the_pipeline_is_kept():
    nlp = blank()
    nlp.max_length = 10
    assert_sound(load_pipeline(nlp).parse(["a few words, more than ten characters"]))


def test_a_lone_surrogate_is_named_before_anything_is_parsed():
    parser = load_pipeline(blank("fails"))
    with pytest.raises(EncodingError, match=r"document 1 .*U\+DC80.*code point 2") as caught:
        parser.parse(["fine", "ab\udc80"])
    assert caught.value.offset == 2


def test_documents_of_a_stream_are_counted_from_its_start():
    texts = ["fine"] * 5 + ["\ud800"]
    with pytest.raises(EncodingError, match="document 5 "):
        list(load_pipeline(blank()).pipe(texts, batch_size=2))


def test_misuse_is_told():
    parser = load_pipeline(blank())
    with pytest.raises(UsageError, match="not one string"):
        parser.parse("text")
    with pytest.raises(UsageError, match="not one string"):
        list(parser.pipe("text"))
    with pytest.raises(UsageError, match="batch_size"):
        list(parser.pipe(["text"], batch_size=0))
    with pytest.raises(UsageError, match="document 1 is NoneType"):
        parser.parse(["text", None])


def test_a_pipeline_that_is_not_there_is_told_with_the_names_that_are():
    with pytest.raises(PipelineError, match=r"no pipeline 'en_nonsense'.*known names are en, ru"):
        load_pipeline("en_nonsense")


def test_a_pipeline_without_a_parser_is_refused():
    with pytest.raises(PipelineError, match=r"no dependency parser \(components: sentencizer\)"):
        load_pipeline(blank("sentencizer"))


def test_a_broken_pipeline_is_told(tmp_path):
    (tmp_path / "config.cfg").write_text("[nlp]\nlang = 3\n")
    with pytest.raises(PipelineError, match="cannot load the pipeline"):
        load_pipeline(tmp_path)


@pytest.mark.parametrize(
    ("component", "message"), [("fails", "no luck"), ("copies", "another Doc")]
)
def test_a_component_that_fails_is_told(component, message):
    with pytest.raises(PipelineError, match=message):
        load_pipeline(blank(component)).parse(["text"])


def test_a_pipeline_that_sets_no_parse_is_told():
    nlp = spacy.blank("en")
    Language.component("idle", assigns=["token.dep"], func=lambda doc: doc)
    nlp.add_pipe("idle")
    with pytest.raises(PipelineError, match="document 0 has no dependency parse"):
        load_pipeline(nlp).parse(["text"])


@pytest.mark.parametrize(
    "character", ["a", "!", "(", "'", "-", ".", "/", "я", "漢", "👩", "\u0301", " ", "\n", "\x00"]
)
def test_a_hundred_thousand_times_one_character_takes_bounded_time(character):
    text = character * LONG
    begin = time.perf_counter()
    parse = load_pipeline(blank()).parse([text])
    assert parse.texts == (text,)
    assert time.perf_counter() - begin < 30


# ---------------------------------------------------------------- the embedded pipelines


@pytest.mark.model
@pytest.mark.parametrize("language", EMBEDDED)
def test_an_embedded_pipeline_parses(parsers, language):
    parser = parsers[language]
    assert parser.language == language
    assert parser.pipeline.name == f"{language}_semgraph"
    assert parser.pipeline.scheme == "ud"
    parse = parser.parse([SENTENCES[language]])
    assert parse.pipeline == parser.pipeline
    assert len(parse.sent_start) - 1 == 2
    assert_sound(parse)


@pytest.mark.model
@pytest.mark.parametrize("language", EMBEDDED)
def test_an_embedded_pipeline_is_small_and_says_where_it_comes_from(language):
    directory = DIRECTORY / language
    assert sum(path.stat().st_size for path in directory.rglob("*")) <= 16 * 2**20
    card = (directory / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert "CC BY-SA 4.0" in card
    assert "creativecommons.org/licenses/by-sa/4.0" in (directory / "LICENSE").read_text("utf-8")


@pytest.mark.model
def test_the_hash_is_that_of_the_files(parsers, tmp_path):
    shutil.copytree(DIRECTORY / "en", tmp_path / "en")
    assert load_pipeline(tmp_path / "en").pipeline == parsers["en"].pipeline
    with (tmp_path / "en" / "MODEL_CARD.md").open("a") as file:
        file.write("more")
    assert load_pipeline(str(tmp_path / "en")).pipeline.sha256 != parsers["en"].pipeline.sha256


@pytest.mark.model
@pytest.mark.slow
@pytest.mark.parametrize("language", EMBEDDED)
def test_the_parse_does_not_depend_on_the_batch(parsers, language):
    """Alone, in batches of any size, in any company: the same, to the last column."""
    parser = parsers[language]
    words = SENTENCES[language].split()
    texts = [
        " ".join(words[i % len(words) :] * (1 + i % 7) + words[: 1 + i % 3]) for i in range(250)
    ]
    texts += words * 3 + ["", "!", " "]
    alone = [columns(parse, 0) for parse in parser.pipe(texts, batch_size=1)]
    for batch_size in (3, 64, 1_000):
        batches = parser.pipe(texts, batch_size=batch_size)
        assert [columns(parse, i) for parse in batches for i in range(len(parse))] == alone
    backwards = parser.parse(texts[::-1])
    assert [columns(backwards, i) for i in range(len(texts))] == alone[::-1]


@pytest.mark.model
def test_words_that_stand_together_for_english(parsers):
    parse = parsers["en"].parse(["He doesn't like John's e-mails and/or #tags!!! 👩🏽‍🚀"])
    forms = ["He", "does", "n't", "like", "John", "'s", "e-mails", "and", "/", "or", "#tags"]
    assert parse.strings.decode(parse.form) == [*forms, "!!!", "👩🏽‍🚀"]


@pytest.mark.model
def test_the_railway_is_bought_in_new_york(parsers):
    parse = parsers["ru"].parse(["Она купила железную дорогу в Нью-Йорке."])
    forms, lemmas = parse.strings.decode(parse.form), parse.strings.decode(parse.lemma)
    assert forms == ["Она", "купила", "железную", "дорогу", "в", "Нью-Йорке", "."]
    assert lemmas[:4] == ["она", "купить", "железный", "дорога"]
    assert lemmas[5] == "Нью-Йорк"
    assert parse.strings.decode(parse.deprel)[2] == "amod"
    assert parse.head[2] == 3


@pytest.mark.model
@pytest.mark.parametrize("language", EMBEDDED)
def test_white_space_governs_nothing(parsers, language):
    text = SENTENCES[language]
    parse = parsers[language].parse(
        [f" {text}\n\n{text}\n", text.replace(" ", "  ", 3), f"\t{text}"]
    )
    space = parse.strings.get("SPACE")
    assert (parse.upos == space).sum() >= 6
    assert not (parse.upos[parse.head[parse.head >= 0]] == space).any()
    assert_sound(parse)


@pytest.mark.model
@pytest.mark.parametrize("language", EMBEDDED)
def test_white_space_does_not_change_the_parse(parsers, language):
    text = SENTENCES[language]
    plain = parsers[language].parse([text])
    spaced = parsers[language].parse(["\n" + text.replace(" ", " \n\t")])
    words = np.flatnonzero(spaced.upos != spaced.strings.get("SPACE"))
    assert len(words) < spaced.words
    for name in ("form", "lemma", "upos", "xpos", "feats", "deprel"):
        ours = spaced.strings.decode(getattr(spaced, name)[words])
        assert ours == plain.strings.decode(getattr(plain, name)), name
    heads = np.where(plain.head < 0, -1, words[plain.head])
    assert spaced.head[words].tolist() == heads.tolist()
    assert_sound(spaced)
