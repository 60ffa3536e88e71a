"""Comparing versions of a grammar over a corpus, and the cache of parses behind it."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from spacy.language import Language

import semgraph.parse
from semgraph.errors import UsageError
from semgraph.grammar import Grammar
from semgraph.parse import Parse, Pipeline, TextParser, parse_conllu
from semgraph.parse.join import merge_documents
from semgraph.workbench import CachedParser, Difference, ParseCache, Versions
from semgraph.workbench.difference import in_place_of
from semgraph.workbench.parse_cache import default_folder
from semgraph.workbench.probe import suspects, take_sentences
from tests.build import make_parse, sentence
from tests.cli_tools import GRAMMAR, LEFT, TURNED, run

SMALL = Grammar.from_source(GRAMMAR)


def changed(*replacements: tuple[str, str]) -> Grammar:
    source = GRAMMAR
    for old, new in replacements:
        assert old in source
        source = source.replace(old, new)
    return Grammar.from_source(source)


def compare(a: Grammar, b: Grammar) -> list[Difference]:
    return list(Versions(a, b).compare(parse_conllu(LEFT + TURNED)))


def forms(difference: Difference) -> tuple[list[str], list[str]]:
    return [t.form for t in difference.only_a], [t.form for t in difference.only_b]


def test_a_version_that_makes_nothing_of_it() -> None:
    [found] = compare(SMALL, changed(("V [upos=VERB]", "V [upos=AUX]")))
    assert (found.doc, found.id, found.sentence) == (
        1,
        "turned",
        "He finally turned the offer down.",
    )
    assert forms(found) == (["turned … down"], [])
    assert found.rules == ("small/particle_verb", "")
    assert found.only_a[0].spans == ((11, 17), (28, 32))
    [other] = compare(changed(("V [upos=VERB]", "V [upos=AUX]")), SMALL)
    assert other.rules == ("", "small/particle_verb")


@pytest.mark.parametrize(
    ("old", "new", "attribute"),
    [
        ("-> link", "-> hyperlexeme", "kind"),
        ("{V.lemma} {P.lemma}", "{V.lemma}-{P.lemma}", "lemma"),
        ("class verb-particle", "class particle", "class_"),
        (" mwe", "", "mwe"),
    ],
)
def test_tokens_of_the_same_words_may_differ(old: str, new: str, attribute: str) -> None:
    [found] = compare(SMALL, changed((old, new)))
    assert forms(found) == (["turned … down"], ["turned … down"])
    a, b = found.only_a[0], found.only_b[0]
    assert [f.name for f in fields(a) if getattr(a, f.name) != getattr(b, f.name)] == [attribute]
    assert found.rules == ("small/particle_verb", "small/particle_verb")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('direction P -> V "completes"', ""),
        ('set V.Done = "Yes"', 'set V.Done = "No"'),
        ("rule past", "% elsewhere\n  rule past"),
    ],
)
def test_markers_features_and_places_are_not_compared(old: str, new: str) -> None:
    assert compare(SMALL, changed((old, new))) == []


def test_markers_that_a_pattern_asks_for_count() -> None:
    asking = (
        "  rule past",
        "  rule gone -> link { pattern { A -> B; direction(B,A) } collapse A, B }\n  rule past",
    )
    marked = ("    collapse V, P  head V  lemma", "    % lemma")
    plain = ("particle_verb -> link", "particle_verb")
    a = changed(asking, marked, plain)
    b = changed(asking, marked, plain, ('direction P -> V "completes"', 'tension P, V "x"'))
    [found] = compare(a, b)
    assert found.rules == ("small/gone", "")


def test_a_rule_that_wraps_the_token_of_another_is_not_responsible() -> None:
    """The determiner's rule makes a token in both, of other words."""
    more = (
        "rule particle_verb",
        "rule noun -> link { pattern { N [upos=NOUN]; V -[obj]-> N; V -[advmod]-> A }\n"
        "    collapse A, N  head N }\n  rule particle_verb",
    )
    [found] = compare(changed(more), SMALL)
    assert forms(found) == (["finally … the offer"], ["the offer"])
    assert [token.rule for token in found.only_a] == ["small/determiner"]
    assert found.rules == ("small/noun", "")


def test_a_token_that_is_swallowed_in_one_version_only() -> None:
    more = (
        "stage nucleus",
        "stage late { rule object -> hyperlexeme { pattern { V [kind=link]; V -[obj]-> O }"
        " collapse V, O } }\nstage nucleus",
    )
    [found] = compare(SMALL, changed(more))
    assert forms(found) == (["turned … down", "the offer"], ["turned the offer down"])
    assert found.rules[1] == "small/object"


def test_sentences_of_a_document_are_told_apart() -> None:
    words = [
        sentence("He he PRON 2 nsubj", "gave give VERB 0 root", "up up ADP 2 compound:prt"),
        sentence("Go go VERB 0 root", "on on ADP 1 compound:prt"),
    ]
    found = list(Versions(SMALL, changed(("VERB", "AUX"))).compare(make_parse([words])))
    assert [(f.doc, f.offset, f.sentence) for f in found] == [
        (0, 0, "He gave up"),
        (0, 11, "Go on"),
    ]


def test_a_file_takes_the_place_of_its_namesake(tmp_path: Path) -> None:
    for name, use in (("one", ""), ("two", "use one"), ("three", "use two"), ("new", "")):
        rule = f'rule r {{ pattern {{ X [lemma={name}] }} set X.{name.title()} = "Yes" }}'
        (tmp_path / f"{name}.sg").write_text(
            f"grammar {name}\n{use}\nstage s {{ {rule} }}\n", encoding="utf-8"
        )
    shipped = Grammar.load(tmp_path / "three.sg")
    (tmp_path / "two.sg").write_text("grammar two\nuse one\nuse new\n", encoding="utf-8")
    own = Grammar.load(tmp_path / "two.sg")
    whole = in_place_of(shipped, own)
    # What it uses runs before it.
    assert [file.name for file in whole.files] == ["one", "new", "two", "three"]
    assert in_place_of(None, own) is own
    (tmp_path / "other.sg").write_text("grammar other\nscheme clearnlp\n", encoding="utf-8")
    with pytest.raises(UsageError, match="different label schemes"):
        in_place_of(shipped, Grammar.load(tmp_path / "other.sg"))


# What one run tells about both versions.

MORE = """
1\tStars\tstar\tNOUN\t_\tNumber=Plur\t2\tnsubj\t_\t_
2\tcame\tcome\tVERB\t_\tTense=Past\t0\troot\t_\t_
3\tout\tout\tADP\t_\t_\t2\tcompound:prt\t_\t_

1\tthe\tthe\tDET\t_\t_\t3\tdet\t_\t_
2\tgive\tgive\tVERB\t_\t_\t3\tamod\t_\t_
3\taway\taway\tNOUN\t_\t_\t0\troot\t_\t_

"""
EDITS = [
    ("V [upos=VERB]", "V [lemma=turn]"),
    ("V -[compound:prt]-> P", "V -[compound:prt|advmod]-> P"),
    ("class verb-particle", "class other"),
    ("absorb D into N", "collapse D, N"),
    ("N -[det]-> D", "N -[det|amod]-> D"),
    (
        "  rule past {",
        "  rule amod -> link { pattern { N -[amod]-> A } collapse A, N }\n  rule past {",
    ),
    ("  rule past {", "  rule past {\n    priority 3"),
    ('set V.Done = "Yes"', 'set V.Done = "No"'),
    ("stage nucleus", "stage nucleus2"),  # beyond what a probe can tell: all is run
    ("phase nucleus", "phase nucleus\n  repeat"),
]


@pytest.mark.parametrize("old", EDITS)
@pytest.mark.parametrize("new", EDITS)
def test_leaving_out_sentences_changes_nothing(old: tuple[str, str], new: tuple[str, str]) -> None:
    parse = merge_documents(parse_conllu(LEFT + TURNED + MORE.lstrip() + TURNED), [1, 2, 2])
    versions = Versions(changed(old), changed(new))
    quick = list(versions.compare(parse))
    versions._probe = None
    assert quick == list(versions.compare(parse))


def test_only_sentences_that_may_differ_are_run_twice() -> None:
    parse = parse_conllu(LEFT + TURNED + MORE.lstrip())
    for edit, worth in ((EDITS[0], [0, 1, 1, 0]), (EDITS[3], [0, 1, 0, 1])):
        program = Versions(SMALL, changed(edit))._probe
        assert program is not None
        assert suspects(program, parse).tolist() == worth
    assert Versions(SMALL, changed(EDITS[-2]))._probe is None


def test_some_sentences_are_taken_with_their_places() -> None:
    parse = merge_documents(parse_conllu(LEFT + TURNED + MORE.lstrip()), [2, 2])
    taken = take_sentences(parse, np.array([False, True, False, True]))
    assert taken.texts == parse.texts
    assert taken.doc_start.tolist() == [0, 7, 10]
    assert taken.sent_start.tolist() == [0, 7, 10]
    assert taken.head.tolist() == [2, 2, -1, 4, 2, 2, 2, 9, 9, -1]
    assert taken.start[0] == len(parse_conllu(LEFT).texts[0])
    assert taken.word is taken.form


# The cache of parses.


class Counting:
    """A parser that counts its texts; all else is what the cache asks of a pipeline."""

    def __init__(self, folder: Path | None, sha256: str = "0") -> None:
        self.nlp = Language()
        self.nlp._path = folder
        self.language = "en"
        self.pipeline = Pipeline("en_none", "1", "ud", sha256)
        self.texts: list[str] = []

    def parse(self, texts: Sequence[str]) -> Parse:
        from dataclasses import replace

        self.texts += texts
        documents = [
            [sentence(*(f"{word} {word.lower()} X {i and 1} {'dep' if i else 'root'}"
                        for i, word in enumerate(text.split())))] if text.split() else []
            for text in texts
        ]  # fmt: skip
        parse = make_parse(documents, language="en")
        return replace(parse, texts=tuple(texts), pipeline=self.pipeline)


def cached(parser: Counting, cache: ParseCache | None) -> CachedParser:
    return CachedParser(parser, cache)  # type: ignore[arg-type]


TEXTS = ["Über allen Gipfeln ", "", "ist Ruh "]


def same(one: Parse, two: Parse) -> bool:
    names = [field.name for field in fields(Parse)]
    return all(
        np.array_equal(a, b)
        if isinstance(a, np.ndarray)
        else a.strings == b.strings
        if name == "strings"
        else a == b
        for name in names
        for a, b in [(getattr(one, name), getattr(two, name))]
    )


def test_a_second_run_gives_the_same_parse_without_the_pipeline(tmp_path: Path) -> None:
    parser = Counting(tmp_path)
    cache = ParseCache(tmp_path / "new" / "folder")
    first = cached(parser, cache).parse(TEXTS)
    second = cached(parser, cache).parse(TEXTS)
    assert parser.texts == TEXTS
    assert same(first, second)
    assert second.word is second.form


def test_other_texts_and_other_pipelines_are_parsed(tmp_path: Path) -> None:
    cache = ParseCache(tmp_path)
    cached(Counting(tmp_path), cache).parse(TEXTS)
    for texts in (["a "], [*TEXTS, ""], ["".join(TEXTS)]):
        parser = Counting(tmp_path)
        cached(parser, cache).parse(texts)
        assert parser.texts == texts
    other = Counting(tmp_path, sha256="1")
    cached(other, cache).parse(TEXTS)
    assert other.texts == TEXTS


def test_a_pipeline_that_was_never_saved_is_not_cached(tmp_path: Path) -> None:
    cached(Counting(None), ParseCache(tmp_path)).parse(TEXTS)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "damage", ["cut", "empty", "text", "foreign", "renamed", "beyond", "pickle"]
)
def test_a_damaged_file_is_made_anew(tmp_path: Path, damage: str) -> None:
    cache = ParseCache(tmp_path)
    parser = Counting(tmp_path)
    first = cached(parser, cache).parse(TEXTS)
    [path] = tmp_path.iterdir()
    whole = path.read_bytes()
    with np.load(path) as arrays:
        held = dict(arrays)
    if damage == "cut":
        path.write_bytes(whole[: len(whole) // 2])
    elif damage == "empty":
        path.write_bytes(b"")
    elif damage == "text":
        path.write_bytes(b"no archive")
    elif damage == "foreign":
        np.savez(path, numbers=np.arange(3))
    elif damage == "renamed":
        cached(parser, cache).parse(["other "])
        [other] = set(tmp_path.iterdir()) - {path}
        path.write_bytes(other.read_bytes())
    elif damage == "beyond":
        np.savez(path, **held | {"lemma": held["lemma"] + 1000})
    else:
        np.savez(path, **held | {"lemma": np.array([{}, {}], dtype=object)})
    before = len(parser.texts)
    assert same(cached(parser, cache).parse(TEXTS), first)
    assert parser.texts[before:] == TEXTS
    cached(parser, cache).parse(TEXTS)
    assert len(parser.texts) == before + len(TEXTS)


def test_what_has_not_been_used_for_longest_is_removed(tmp_path: Path) -> None:
    parser = Counting(tmp_path)
    cache = ParseCache(tmp_path)
    paths = []
    for age, text in enumerate(("one ", "two ", "six ")):
        cached(parser, cache).parse([text])
        [path] = set(tmp_path.iterdir()) - set(paths)
        os.utime(path, (1000 + age, 1000 + age))
        paths.append(path)
    one, two, six = paths
    cached(parser, cache).parse(["one "])  # used: now the youngest
    size = one.stat().st_size
    cached(parser, ParseCache(tmp_path, max_bytes=3 * size + size // 2)).parse(["ten "])
    assert not two.exists()
    assert one.exists()
    assert six.exists()


def test_a_folder_that_cannot_be_written_is_no_reason_to_fail(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder", encoding="utf-8")
    parser = Counting(tmp_path)
    assert cached(parser, ParseCache(blocked)).parse(TEXTS).texts == tuple(TEXTS)
    assert cached(parser, None).parse(TEXTS).texts == tuple(TEXTS)


def test_the_default_folder_follows_the_user_s_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "/somewhere/cache")
    assert default_folder() == Path("/somewhere/cache/semgraph/parses")
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")  # not allowed: as if it were not set
    monkeypatch.setenv("HOME", "/home/somebody")
    assert default_folder() == Path("/home/somebody/.cache/semgraph/parses")


# The command.


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    Path("old.sg").write_text(GRAMMAR, encoding="utf-8")
    Path("new.sg").write_text(GRAMMAR.replace("V [upos=VERB]", "V [lemma=go]"), encoding="utf-8")
    Path("two.conllu").write_text(LEFT + TURNED, encoding="utf-8")
    return tmp_path


ALONE = ("--no-default-grammars", "--lang", "en")


def test_differences_by_the_responsible_rule(folder: Path) -> None:
    result = run("grammar", "diff", "old.sg", "new.sg", "two.conllu", *ALONE)
    assert result.exit_code == 1, result.stderr
    assert result.stdout == (
        "small/particle_verb → no rule  1\n"
        "  two.conllu:turned\n"
        "    A  He finally [turned] the offer [down].\n"
        "    B  He finally turned the offer down.\n"
        "    -  turned … down  link, turn down, VERB, verb-particle, mwe  by small/particle_verb\n"
        "\n"
        "1 of 2 sentences differ (50.0 %)\n"
    )


def test_the_same_grammar_differs_in_nothing(folder: Path) -> None:
    result = run("grammar", "diff", "old.sg", "old.sg", "two.conllu", *ALONE)
    assert (result.exit_code, result.stdout) == (0, "0 of 2 sentences differ (0.0 %)\n")


def test_differences_as_json(folder: Path) -> None:
    result = run("grammar", "diff", "new.sg", "old.sg", "two.conllu", *ALONE, "--format", "json")
    report = json.loads(result.stdout)
    assert (report["sentences"], report["different"]) == (2, 1)
    [group] = report["groups"]
    assert (group["a_rule"], group["b_rule"], group["count"]) == (None, "small/particle_verb", 1)
    [shown] = group["differences"]
    assert (shown["file"], shown["place"], shown["a"]) == ("two.conllu", "turned", [])
    assert shown["b"][0]["form"] == "turned … down"


def test_all_differences_are_counted_and_some_shown(folder: Path) -> None:
    arguments = ("grammar", "diff", "old.sg", "new.sg", "two.conllu", "two.conllu", *ALONE)
    shown = run(*arguments, "--limit", "1").stdout
    assert shown.startswith("small/particle_verb → no rule  2\n")
    assert "  … and 1 more\n" in shown
    assert shown.count("    A  ") == 1


def test_a_large_treebank_is_read_in_batches(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("semgraph.cli.corpus.CONLLU_CHUNK", 500)
    Path("many.conllu").write_text((LEFT + TURNED) * 5, encoding="utf-8")
    result = run("grammar", "diff", "old.sg", "new.sg", "many.conllu", *ALONE, "--limit", "0")
    assert "5 of 10 sentences differ" in result.stdout
    Path("many.conllu").write_text((LEFT + TURNED) * 5 + "1\tshort\n\n", encoding="utf-8")
    result = run("grammar", "diff", "old.sg", "new.sg", "many.conllu", *ALONE)
    line = ((LEFT + TURNED) * 5).count("\n") + 1
    assert result.stderr.startswith(f"semgraph: error: many.conllu:{line}: ")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["old.sg", "new.sg", "none.txt"], "none.txt: cannot read the file"),
        (["none.sg", "new.sg", "two.conllu"], "none.sg: a grammar cannot be read"),
        (["old.sg", "nosuch", "two.conllu"], "there is no grammar 'nosuch'"),
        (["old.sg", "cache", "two.conllu"], "the folder 'cache' has no grammar for 'en'"),
        (["old.sg", "new.sg", "two.jsonl"], "'two.jsonl' holds token graphs"),
        (["old.sg", "russian.sg", "two.conllu"], "'russian' is written for 'ru'"),
        (["old.sg", "new.sg", "two.conllu", "--cache", "old.sg"], "'old.sg' is no folder"),
        (["old.sg", "new.sg", "bytes.txt"], "bytes.txt:3: byte 0xff is not UTF-8"),
    ],
)
def test_mistakes_are_told(folder: Path, arguments: list[str], message: str) -> None:
    Path("cache").mkdir()
    Path("russian.sg").write_text("grammar russian\nlanguage ru\n", encoding="utf-8")
    Path("bytes.txt").write_bytes(b"One.\n\ntwo \xff\n")
    result = run("grammar", "diff", *arguments, *ALONE)
    assert result.exit_code == 2
    assert message in result.stderr


# With the embedded pipelines.


@pytest.mark.model
def test_a_second_run_does_not_call_the_pipeline(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("book.txt").write_text(
        "She left.\n\nHe finally turned the offer down.\nShe gave it\nup.\n" * 2, encoding="utf-8"
    )
    calls: list[int] = []
    parse = TextParser._parse

    def counted(self: TextParser, texts: Sequence[str]) -> Parse:
        calls.append(len(texts))
        return parse(self, texts)

    monkeypatch.setattr(semgraph.parse.TextParser, "_parse", counted)
    arguments = ("grammar", "diff", "old.sg", "new.sg", "book.txt", *ALONE)
    first = run(*arguments)
    assert first.exit_code == 1, first.stderr
    assert "  book.txt:3\n    A  He finally [turned] the offer [down].\n" in first.stdout
    assert calls
    done = list(calls)
    assert run(*arguments).stdout == first.stdout
    assert calls == done
    assert len(list(Path("cache/semgraph/parses").iterdir())) == 1
    run(*arguments, "--no-cache")
    assert len(calls) == 2 * len(done)
    run(*arguments, "--cache", "elsewhere")
    assert len(list(Path("elsewhere").iterdir())) == 1


@pytest.mark.model
def test_a_shipped_grammar_is_replaced_by_its_new_version(folder: Path) -> None:
    Path("book.txt").write_text("The old man kicked the bucket.\n", encoding="utf-8")
    Path("new/en").mkdir(parents=True)
    Path("new/en/idioms.sg").write_text("grammar en.idioms\nlanguage en\n", encoding="utf-8")
    for version in ("new/en/idioms.sg", "new"):  # the file, and the folder that holds it
        result = run("grammar", "diff", "en.idioms", version, "book.txt", "--lang", "en")
        assert result.exit_code == 1, result.stderr
        assert result.stdout.startswith("en.idioms/"), result.stdout
        assert "    A  The old man [kicked the bucket].\n" in result.stdout
