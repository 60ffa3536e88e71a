"""Grammars found, read in order, put together and changed."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

import semgraph.grammar
from semgraph.errors import GrammarError, UsageError
from semgraph.grammar import Grammar, combine, find, reader, shipped_root

RULE = "rule {name} {{ pattern {{ X -> Y }} tension X, Y }}"


def grammar(name: str, *, head: str = "", phase: str = "words", rules: str = "r") -> str:
    body = " ".join(RULE.format(name=rule) for rule in rules.split())
    return f"grammar {name}\n{head}\nstage {name.replace('.', '-')} {{ phase {phase} {body} }}\n"


def write(root: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")
    return root


def names(loaded: Grammar) -> list[str]:
    return [file.name for file in loaded.files]


# Using other grammars


def test_used_files_come_first_and_once(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        {
            "en/all.sg": grammar("en.all", head="use en.b\nuse en.c"),
            "en/b.sg": grammar("en.b", head="use en.core"),
            "en/c.sg": grammar("en.c", head="use en.core\nuse en.b"),
            "en/core.sg": grammar("en.core"),
        },
    )
    loaded = Grammar.load(root / "en/all.sg")
    assert loaded.name == "en.all"
    assert names(loaded) == ["en.core", "en.b", "en.c", "en.all"]
    assert loaded.files[2].uses == {"en.core": "en.core", "en.b": "en.b"}
    assert loaded.rules[0].at == "en/core.sg:3"


def test_file_outside_of_its_place_searches_its_folder(tmp_path: Path) -> None:
    root = write(tmp_path, {"mine.sg": grammar("a.b", head="use core"), "core.sg": grammar("core")})
    loaded = Grammar.load(root / "mine.sg")
    assert names(loaded) == ["core", "a.b"]
    assert loaded.rules[1].at == "mine.sg:3"


def test_circle_is_named(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        {
            "a.sg": grammar("a", head="use b"),
            "b.sg": grammar("b", head="use c"),
            "c.sg": grammar("c", head="use b"),
        },
    )
    with pytest.raises(GrammarError) as caught:
        Grammar.load(root / "a.sg")
    assert caught.value.message == "the grammars use each other: b uses c uses b"
    assert (caught.value.line, caught.value.column) == (2, 5)


def test_grammar_cannot_use_itself() -> None:
    with pytest.raises(GrammarError, match="use each other: a uses a"):
        Grammar.from_source(grammar("a", head="use a"))


def test_missing_grammar_is_told(tmp_path: Path) -> None:
    root = write(
        tmp_path, {"en/verbs.sg": grammar("en.verbs"), "x.sg": grammar("x", head="use en.verb")}
    )
    with pytest.raises(GrammarError) as caught:
        Grammar.load(root / "x.sg")
    assert caught.value.message == "there is no grammar 'en.verb'"
    assert caught.value.hint == "did you mean 'en.verbs'?"
    assert caught.value.column == 5


def test_file_must_be_named_as_its_place_says(tmp_path: Path) -> None:
    root = write(
        tmp_path, {"en/verbs.sg": grammar("en.verb"), "x.sg": grammar("x", head="use en.verbs")}
    )
    with pytest.raises(
        GrammarError, match=r"calls its grammar 'en.verb', its place says 'en.verbs'"
    ):
        Grammar.load(root / "x.sg")


def test_label_schemes_do_not_mix(tmp_path: Path) -> None:
    root = write(
        tmp_path, {"b.sg": grammar("b", head="scheme sud"), "a.sg": grammar("a", head="use b")}
    )
    with pytest.raises(GrammarError, match="label scheme 'sud', not 'ud'"):
        Grammar.load(root / "a.sg")
    with pytest.raises(UsageError, match="different label schemes: ud, sud"):
        combine([Grammar.from_source(grammar("a")), Grammar.load(root / "b.sg")])


# Finding


def test_search_path_comes_before_the_shipped_grammars(tmp_path: Path) -> None:
    first = write(tmp_path / "1", {"en/verbs.sg": grammar("en.verbs", rules="first")})
    second = write(tmp_path / "2", {"en/verbs.sg": grammar("en.verbs", rules="second")})
    found = Grammar.find("en.verbs", [first, second])
    assert [rule.name for rule in found.rules] == ["en.verbs/first"]
    assert found.files[0].path == str(first / "en/verbs.sg")


def test_own_folder_comes_before_the_search_path(tmp_path: Path) -> None:
    own = write(
        tmp_path / "1", {"a.sg": grammar("a", head="use b"), "b.sg": grammar("b", rules="own")}
    )
    other = write(tmp_path / "2", {"b.sg": grammar("b", rules="other")})
    assert Grammar.load(own / "a.sg", [other]).rules[0].name == "b/own"


@pytest.mark.parametrize("name", ["en.nothing", "", "..", "a..b", "../a", "en/verbs"])
def test_unknown_name_is_told(name: str, tmp_path: Path) -> None:
    write(tmp_path, {"a.sg": grammar("a")})
    with pytest.raises(UsageError, match="there is no grammar"):
        Grammar.find(name, [tmp_path / "deeper"])


def test_unknown_name_has_a_suggestion(tmp_path: Path) -> None:
    write(tmp_path, {"my/verbs.sg": grammar("my.verbs")})
    with pytest.raises(
        UsageError, match=r"there is no grammar 'my.vrbs'; did you mean 'my.verbs'\?"
    ):
        Grammar.find("my.vrbs", [tmp_path])


def test_entry_points_announce_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"plugged/verbs.sg": grammar("plugged.verbs")})

    class Entry:
        name, value = "plugin", "plugin:FOLDER"

        def __init__(self, target: object) -> None:
            self.target = target

        def load(self) -> object:
            return self.target

    found: list[object] = [str(tmp_path)]
    monkeypatch.setattr(find, "entry_points", lambda *, group: [Entry(found[0])])
    find.announced_roots.cache_clear()
    assert Grammar.find("plugged.verbs").name == "plugged.verbs"
    find.announced_roots.cache_clear()
    found[0] = 3
    with pytest.raises(
        UsageError, match=r"entry point 'plugin' of semgraph.grammars gives no folder"
    ):
        Grammar.find("plugged.verbs")
    find.announced_roots.cache_clear()


def test_shipped_grammars_load() -> None:
    paths = sorted(shipped_root().rglob("*.sg"))
    assert paths
    for path in paths:
        name = ".".join(path.relative_to(shipped_root()).with_suffix("").parts)
        assert Grammar.find(name).name == name


# Running order


def test_stages_run_by_phase_then_by_file() -> None:
    one = Grammar.from_source(
        "grammar a stage a1 { phase nuclei } stage a2 { } stage a3 { phase nucleus }"
    )
    two = Grammar.from_source("grammar b stage b1 { } stage b2 { phase nucleus }")
    assert [stage.name for stage in combine([one, two]).stages] == ["a2", "b1", "a3", "b2", "a1"]


# Putting together


def test_combine_keeps_each_file_once(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        {
            "core.sg": grammar("core"),
            "a.sg": grammar("a", head="use core"),
            "b.sg": grammar("b", head="use core"),
        },
    )
    both = combine([Grammar.load(root / "a.sg"), Grammar.load(root / "b.sg")])
    assert both.name == "a+b"
    assert names(both) == ["core", "a", "b"]
    assert combine([both]).files == both.files


def test_combine_refuses_two_grammars_of_one_name() -> None:
    one, two = (Grammar.from_source(grammar("a", rules=rule)) for rule in "xy")
    with pytest.raises(UsageError, match="two different grammars are named 'a'"):
        combine([one, two])


def test_combine_needs_a_grammar() -> None:
    with pytest.raises(UsageError, match="no grammar to combine"):
        combine([])


def test_without_switches_rules_off() -> None:
    whole = Grammar.from_source(grammar("a", rules="x y z"))
    less = whole.without(["a/y", "a/x"])
    assert [rule.name for rule in less.rules] == ["a/z"]
    assert [rule.name for rule in whole.rules] == ["a/x", "a/y", "a/z"]
    assert less.provenance != whole.provenance
    assert less.provenance == whole.without(["a/x", "a/y"]).provenance
    assert whole.without([]).provenance == whole.provenance


def test_without_an_unknown_rule() -> None:
    with pytest.raises(
        UsageError, match=r"there is no rule 'a/partcle'; did you mean 'a/particle'\?"
    ):
        Grammar.from_source(grammar("a", rules="particle")).without(["a/partcle"])


LEXICON = """grammar a
lexicon idioms { phrase  gloss
  kick the bucket  die }
stage s { rule r { pattern { phrase P from idioms } collapse P } }
"""


def test_rows_can_be_added() -> None:
    whole = Grammar.from_source(LEXICON)
    more = whole.with_rows("a/idioms", [{"phrase": "spill the beans"}])
    assert len(whole.lexicons["a/idioms"]) == 1
    assert more.lexicons["a/idioms"].columns["phrase"] == ("kick the bucket", "spill the beans")
    assert more.provenance != whole.provenance


def test_rows_need_a_known_lexicon() -> None:
    with pytest.raises(
        UsageError, match=r"there is no lexicon 'a/idiom'; did you mean 'a/idioms'\?"
    ):
        Grammar.from_source(LEXICON).with_rows("a/idiom", [])


# Lexicon files


def with_lexicon(path: str) -> str:
    return f'grammar en.a\nlexicon l from "{path}"\n'


def test_lexicon_file_is_beside_the_grammar(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        {"en/a.sg": with_lexicon("lexicons/l.tsv"), "en/lexicons/l.tsv": "verb\ntake\n"},
    )
    loaded = Grammar.load(root / "en/a.sg")
    assert loaded.lexicons["en.a/l"].columns == {"verb": ("take",)}
    assert loaded.lexicons["en.a/l"].source == str(root / "en/lexicons/l.tsv")


def test_lexicon_may_be_elsewhere_under_the_root(tmp_path: Path) -> None:
    root = write(tmp_path, {"en/a.sg": with_lexicon("../shared/l.tsv"), "shared/l.tsv": "verb\n"})
    assert Grammar.load(root / "en/a.sg").lexicons["en.a/l"].columns == {"verb": ()}


@pytest.mark.parametrize("path", ["../../l.tsv", "/etc/passwd", "x/../../../l.tsv"])
def test_lexicon_may_not_leave_the_root(path: str, tmp_path: Path) -> None:
    root = write(tmp_path / "root", {"en/a.sg": with_lexicon(path)})
    write(tmp_path, {"l.tsv": "verb\n"})
    with pytest.raises(GrammarError, match="the lexicon's path leaves the folder") as caught:
        Grammar.load(root / "en/a.sg")
    assert (caught.value.line, caught.value.column) == (2, 16)


def test_missing_lexicon_is_told(tmp_path: Path) -> None:
    root = write(tmp_path, {"en/a.sg": with_lexicon("verb.tsv"), "en/verbs.tsv": "verb\n"})
    with pytest.raises(GrammarError) as caught:
        Grammar.load(root / "en/a.sg")
    assert str(caught.value) == (
        f"{root / 'en/a.sg'}:2:16: there is no file 'verb.tsv'\n"
        '    lexicon l from "verb.tsv"\n'
        "                   ^\n"
        "    did you mean 'verbs.tsv'?"
    )


def test_missing_folder_is_told(tmp_path: Path) -> None:
    root = write(tmp_path, {"en/a.sg": with_lexicon("lexicons/l.tsv")})
    with pytest.raises(GrammarError) as caught:
        Grammar.load(root / "en/a.sg")
    assert caught.value.hint == "its folder, 'lexicons', does not exist"


def test_string_has_no_lexicon_files() -> None:
    with pytest.raises(GrammarError, match="has no folder to read lexicons from"):
        Grammar.from_source(with_lexicon("l.tsv"))


def test_string_with_a_path_has_them(tmp_path: Path) -> None:
    root = write(tmp_path, {"en/l.tsv": "verb\n"})
    assert Grammar.from_source(with_lexicon("l.tsv"), root / "en/a.sg").lexicons


def test_mistake_in_a_lexicon_names_its_file(tmp_path: Path) -> None:
    root = write(tmp_path, {"en/a.sg": with_lexicon("l.tsv"), "en/l.tsv": "a\tb\nx\n"})
    with pytest.raises(GrammarError) as caught:
        Grammar.load(root / "en/a.sg")
    assert (caught.value.file, caught.value.line) == (str(root / "en/l.tsv"), 2)


# Files that cannot be read


def test_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(GrammarError, match=r"a.sg: a grammar cannot be read: No such file"):
        Grammar.load(tmp_path / "a.sg")


def test_file_that_is_not_utf8(tmp_path: Path) -> None:
    (tmp_path / "a.sg").write_bytes("grammar a\n% д".encode() + b"\xff\n")
    with pytest.raises(GrammarError) as caught:
        Grammar.load(tmp_path / "a.sg")
    assert caught.value.message == "the byte 0xff is not UTF-8"
    assert (caught.value.line, caught.value.column) == (2, 4)


def test_byte_order_mark_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "a.sg").write_bytes(b"\xef\xbb\xbf" + grammar("a").encode())
    assert (
        Grammar.load(tmp_path / "a.sg").provenance == Grammar.from_source(grammar("a")).provenance
    )


@pytest.mark.parametrize("what", ["grammar", "lexicon"])
def test_size_is_capped(what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write(tmp_path, {"en/a.sg": with_lexicon("l.tsv"), "en/l.tsv": "verb\n" * 20})
    monkeypatch.setattr(reader, f"MAX_{what.upper()}_BYTES", 30)
    with pytest.raises(GrammarError, match=f"bytes, a {what} may have 30"):
        Grammar.load(root / "en/a.sg")


# Provenance


def test_provenance_is_stable(tmp_path: Path) -> None:
    files = {"en/a.sg": with_lexicon("l.tsv") + "version 1.2\n", "en/l.tsv": "verb\ntake\n"}
    here, there = write(tmp_path / "1", files), write(tmp_path / "2", files)
    expected = [
        {
            "name": "en.a",
            "version": "1.2",
            "sha256": "ffa8f9d1ab49dfebf5ee8fa310acea76341084bbb2e2dc3179ad90c84b9a4689",
        }
    ]
    assert Grammar.load(here / "en/a.sg").provenance == expected
    assert Grammar.load(there / "en/a.sg").provenance == expected
    (there / "en/a.sg").write_bytes((here / "en/a.sg").read_bytes().replace(b"\n", b"\r\n"))
    assert Grammar.load(there / "en/a.sg").provenance == expected


def test_provenance_knows_the_lexicons(tmp_path: Path) -> None:
    root = write(tmp_path, {"en/a.sg": with_lexicon("l.tsv"), "en/l.tsv": "verb\ntake\n"})
    before = Grammar.load(root / "en/a.sg").provenance
    write(root, {"en/l.tsv": "verb\ngive\n"})
    assert Grammar.load(root / "en/a.sg").provenance != before


# The room


def test_grammar_can_be_pickled() -> None:
    loaded = Grammar.from_source(LEXICON)
    assert pickle.loads(pickle.dumps(loaded)) == loaded


def test_many_rules_load() -> None:
    text = grammar("a", rules=" ".join(f"r{i}" for i in range(1000)))
    assert len(Grammar.from_source(text).rules) == 1000


def test_exports() -> None:
    exported = semgraph.grammar.__all__
    assert exported == sorted(exported)
    assert exported == [
        "Grammar",
        "combine",
        "format_source",
        "load_lexicon",
        "parse_grammar",
        "parse_request",
        "shipped_root",
    ]
