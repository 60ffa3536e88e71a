"""The language server, over its protocol."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pygls")

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException

from semgraph.cli import main
from semgraph.grammar import Grammar, format_source, shipped_root
from semgraph.grammar.rules import Rule
from semgraph.lsp.positions import Lines
from tests.lsp_client import Client, applied, cursor, position, uri_of
from tests.test_editing import HEAD, RULE, TEXT

FREE = "untitled:one"
OPEN = HEAD + "stage s {\n  rule r -> link {\n    pattern { V [upos=VERB]; e: V -[obj]-> N; "
END = "\n  }\n}\n"


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    client = Client()
    yield client
    assert client.close() == 0
    assert client.shown == []


@pytest.fixture
def show(client: Client) -> Iterator[Any]:
    """Open a text without a file, and close it at the end."""
    client.open(FREE, "")

    def change(text: str) -> int:
        return client.change(FREE, text)

    yield change
    client.shut(FREE)
    client.found.pop(FREE, None)


def test_mistakes_are_shown_while_a_text_is_open(client: Client, show: Any) -> None:
    version = show(TEXT.replace("upos=VERB", "uppos=VERB"))
    (found,) = (d for d in client.diagnostics(FREE, version) if d.code == "E108")
    assert (found.severity, found.source) == (lsp.DiagnosticSeverity.Error, "semgraph")
    assert "did you mean 'upos'?" in found.message
    assert found.range.start == position(TEXT, TEXT.index("upos=VERB"))
    assert found.range.end.character == found.range.start.character + 5
    assert "E108" not in [d.code for d in client.diagnostics(FREE, show(TEXT))]


def test_a_closed_text_has_no_mistakes(client: Client) -> None:
    uri = "untitled:two"
    client.open(uri, "grammar")
    assert client.diagnostics(uri)
    client.shut(uri)
    assert client.diagnostics(uri, None) == []  # type: ignore[arg-type]


def test_a_mistake_of_a_used_file_is_shown_where_it_is_used(client: Client, tmp_path: Path) -> None:
    used, using = tmp_path / "used.sg", tmp_path / "using.sg"
    used.write_text("grammar used\nversion 1\nstage s { rule r { pattern { V [uppos=X] } } }\n")
    rule = "rule r { pattern { X -> Y } tension X, Y }"
    text = f"grammar using\nversion 1\nuse used\nstage s {{ {rule} }}\n"
    using.write_text(text)
    client.open(uri_of(using), text)
    (found,) = (d for d in client.diagnostics(uri_of(using)) if d.code == "E004")
    assert found.range.start == lsp.Position(2, 4)
    assert found.related_information is not None
    (related,) = found.related_information
    assert (related.location.uri, related.location.range.start.line) == (uri_of(used), 2)
    used.write_text("grammar used\nversion 1\nlexicon a {\n  b\n  c\n}\n")
    client.found.clear()
    client.save(uri_of(using))
    assert "E004" not in [d.code for d in client.diagnostics(uri_of(using))]
    using.unlink()
    assert "E004" not in [
        d.code for d in client.diagnostics(uri_of(using), client.change(uri_of(using), text))
    ]
    client.shut(uri_of(using))


@pytest.mark.parametrize("line", ["% Глагол и предлог", "% 😀😀 emoji", '% "кавычки" 🇷🇺'])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_positions_count_utf_16(client: Client, show: Any, line: str, end: str) -> None:
    rule = 'stage s { rule r { pattern { X [lemma="😀я"]; Y [uppos=VERB]; X -> Y } tension X, Y } }'
    text = end.join(["grammar a", line, "version 1", rule, ""])
    (found,) = (d for d in client.diagnostics(FREE, show(text)) if d.code == "E108")
    assert found.range.start == position(text, text.index("uppos"))
    hovered = client.ask(lsp.TEXT_DOCUMENT_HOVER, FREE, position(text, text.index("Y }")))
    assert "**Y**" in hovered.contents.value
    assert hovered.range.start == position(text, text.index("Y }"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_positions_and_offsets_are_inverse(encoding: str) -> None:
    text = "a😀b\r\nяё\rc\u2028d\n"
    lines = Lines(text, encoding)
    for offset in range(len(text) + 1):
        if text[offset - 1 : offset + 1] != "\r\n":
            assert lines.offset(lines.position(offset)) == offset
    assert lines.offset(lsp.Position(99, 0)) == len(text)
    assert lines.offset(lsp.Position(0, 99)) == 3
    assert lines.position(3) == lsp.Position(0, {"utf-8": 6, "utf-16": 4, "utf-32": 3}[encoding])


COMPLETIONS = [
    ("¦", ["grammar", "stage", "use"]),
    (HEAD + "use en.¦", ["en.verbs", "en.nouns"]),
    (HEAD + "stage s { ¦", ["rule", "phase", "overlap", "repeat"]),
    (HEAD + "stage s { phase ¦", ["words", "nucleus"]),
    (HEAD + "stage s { overlap l¦", ["longest"]),
    (HEAD + "stage s { rule r -> ¦", ["link", "hyperlexeme"]),
    (HEAD + "stage s { rule r { pat¦", ["pattern"]),
    (OPEN + "¦" + END, ["V", "N", "e", "phrase", "length", "cos", "meta", "global"]),
    (OPEN + "X [¦" + END, ["form", "lemma", "upos", "kind", "key", "class", "Number"]),
    (OPEN + "X [Num¦", ["Number", "NumType"]),
    (OPEN + "X [upos=¦" + END, ["NOUN", "VERB"]),
    (OPEN + "X [upos=NOUN|PR¦" + END, ["PRON", "PROPN"]),
    (OPEN + "X [Number=¦", ["Sing", "Plur", "col"]),
    (OPEN + "X [kind=¦", ["atom", "link", "hyperlexeme"]),
    (OPEN + "X [deprel=nsub¦", ["nsubj", "nsubj:pass"]),
    (OPEN + "V.¦", ["lemma", "upos", "Tense"]),
    (OPEN + "e.¦", ["label", "1", "2", "deep"]),
    (OPEN + "V -[¦" + END, ["obj", "nsubj:pass", "1", "2"]),
    (OPEN + "V -[1=¦", ["obj", "nsubj"]),
    (OPEN + "V.lemma = col.¦" + END, ["col.word", "col.hue"]),
    (OPEN + "V.lemma = v.light_verb.¦" + END, ["v.light_verb.verb", "v.light_verb.noun"]),
    (OPEN + "V.lemma = v.li¦", ["v.light_verb"]),
    (OPEN + "phrase P from ¦" + END, ["v.phrasal_prepositional"]),
    (OPEN + "global.¦", ["is_projective", "is_not_tree"]),
    (OPEN + "} global { ¦", ["is_projective"]),
    (OPEN + "} collapse ¦" + END, ["V", "N"]),
    (OPEN + '} lemma "{¦"' + END, ["V", "N"]),
    (OPEN + '} lemma "{V.¦}"' + END, ["lemma", "form"]),
    (OPEN + '} direction N -> V "com¦"', ["completes"]),
    (OPEN + "} set N.Number=¦", ["Plur"]),
    (OPEN + "} ¦" + END, ["collapse", "without", "example", "or"]),
    (OPEN + "% lint: ignore W20¦", ["W201"]),
    (OPEN + "N ¦", ["->", "->>", "<<"]),
]


@pytest.mark.parametrize(("marked", "wanted"), COMPLETIONS, ids=lambda x: str(x)[-25:])
def test_completion(client: Client, show: Any, marked: str, wanted: list[str]) -> None:
    text, offset = cursor(marked)
    show(text)
    found = client.ask(lsp.TEXT_DOCUMENT_COMPLETION, FREE, position(text, offset))
    labels = [item.label for item in found.items]
    assert set(wanted) <= set(labels)
    assert all(item.detail for item in found.items)
    assert all(item.text_edit.range.end == position(text, offset) for item in found.items)


def test_tables_are_completed_from_the_folder(client: Client, tmp_path: Path) -> None:
    (tmp_path / "lexicons").mkdir()
    (tmp_path / "lexicons" / "verbs.tsv").write_text("verb\ntake\n")
    path = tmp_path / "a.sg"
    text = 'grammar a\nlexicon x from "lex'
    client.open(uri_of(path), text)
    found = client.ask(lsp.TEXT_DOCUMENT_COMPLETION, uri_of(path), position(text, len(text)))
    assert [item.label for item in found.items] == ["lexicons/verbs.tsv"]
    client.shut(uri_of(path))


HOVERS = [
    ("pattern {", "must be there"),
    ("upos", "universal part of speech"),
    ("VERB]", "verb"),
    ("Verb [", "first in `pattern` on line 12"),
    ("obj]", "object"),
    ("e: ", "edge"),
    ("col {", "1 row"),
    ("word }", "column of col"),
    ("->", "edge"),
    ("link", "two or three meanings"),
    ("rule", "each of its matches"),
    ("r -> link", "1 pattern, 1 without, 1 example"),
    ("s {", "stage of 1 rule"),
    ("en.verbs", "verbs.sg"),
    ("direction N", "drives"),
    ("Number=", "grammatical number"),
    ("<<", "before"),
]


@pytest.mark.parametrize(("at", "said"), HOVERS)
def test_hover(client: Client, show: Any, at: str, said: str) -> None:
    show(TEXT)
    found = client.ask(lsp.TEXT_DOCUMENT_HOVER, FREE, position(TEXT, TEXT.index(at)))
    assert said in found.contents.value


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (TEXT, "**passes** — the rule makes here: `took walks`"),
        (TEXT.replace("red  ", "tea  ", 1), "**fails** — the rule makes here: nothing"),
        (TEXT.replace("upos=VERB", "uppos=VERB"), "It cannot be run: unknown feature"),
    ],
)
def test_an_example_is_run_under_the_mouse(client: Client, show: Any, text: str, said: str) -> None:
    show(text)
    for _ in range(10):
        found = client.ask(lsp.TEXT_DOCUMENT_HOVER, FREE, position(text, text.index("took walks")))
        if "still being run" not in found.contents.value:
            break
    assert said in found.contents.value


def test_going_to_definitions(client: Client, tmp_path: Path) -> None:
    (tmp_path / "t.tsv").write_text("# a table\nverb\tnoun\ntake\twalk\n")
    text = HEAD + 'lexicon t from "t.tsv"\n' + RULE.replace("col.word", "t.noun")
    path = tmp_path / "a.sg"
    client.open(uri_of(path), text)

    def go(at: str, more: int = 0) -> lsp.Location:
        place = position(text, text.index(at) + more)
        return client.ask(lsp.TEXT_DOCUMENT_DEFINITION, uri_of(path), place)

    assert go("head Verb", 6).range.start == position(text, text.index("Verb ["))
    assert go("t.noun").range.start == position(text, text.index("t from"))
    assert go("t from").uri == go('"t.tsv"', 2).uri == uri_of(tmp_path / "t.tsv")
    assert go("t.noun", 3).range.start == lsp.Position(1, 5)
    assert go("en.verbs").uri == uri_of(shipped_root() / "en" / "verbs.sg")
    client.shut(uri_of(path))


def test_references_and_highlights(client: Client, show: Any) -> None:
    show(TEXT)
    place = position(TEXT, TEXT.index("Verb ["))
    context = lsp.ReferenceContext(include_declaration=True)
    found = client.ask(lsp.TEXT_DOCUMENT_REFERENCES, FREE, place, context=context)
    lit = client.ask(lsp.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT, FREE, place)
    assert [x.range for x in found] == [x.range for x in lit]
    assert len(found) == 7


@pytest.mark.parametrize(
    ("at", "new", "count"), [("Verb [", "Глагол", 7), ("e: ", "edge1", 1), ("col {", "hues", 2)]
)
def test_renaming_keeps_the_meaning(
    client: Client, show: Any, at: str, new: str, count: int
) -> None:
    show(TEXT)
    place = position(TEXT, TEXT.index(at))
    assert client.ask(lsp.TEXT_DOCUMENT_PREPARE_RENAME, FREE, place).placeholder in TEXT
    edit = client.ask(lsp.TEXT_DOCUMENT_RENAME, FREE, place, new_name=new)
    changed = applied(TEXT, edit.changes[FREE])
    assert changed.count(new) == count
    old = TEXT[TEXT.index(at) :].rstrip().split()[0].strip(":[")
    rule = Grammar.from_source(changed).files[-1].stages[0].rules[0]
    before = Grammar.from_source(TEXT).files[-1].stages[0].rules[0]
    assert _without_places(rule).replace(new, old) == _without_places(before)


def _without_places(rule: Rule) -> str:
    return re.sub(r"Location\(line=\d+, column=\d+\)", "", repr(rule))


@pytest.mark.parametrize(("at", "new"), [("r -> link", "other"), ("s {", "first")])
def test_rules_and_stages_are_renamed(client: Client, show: Any, at: str, new: str) -> None:
    show(TEXT)
    edit = client.ask(lsp.TEXT_DOCUMENT_RENAME, FREE, position(TEXT, TEXT.index(at)), new_name=new)
    (stage,) = Grammar.from_source(applied(TEXT, edit.changes[FREE])).files[-1].stages
    assert new in (stage.name, stage.rules[0].name.rpartition("/")[2])


def test_a_bad_new_name_is_refused_with_the_reason(client: Client, show: Any) -> None:
    show(TEXT)
    place = position(TEXT, TEXT.index("Verb ["))
    with pytest.raises(JsonRpcException, match="taken in this rule") as refused:
        client.ask(lsp.TEXT_DOCUMENT_RENAME, FREE, place, new_name="N")
    assert "Traceback" not in str(refused.value.data)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_formatting_is_that_of_the_formatter(client: Client, show: Any, end: str) -> None:
    text = TEXT.replace("collapse", "\n\n\n collapse").replace("; e:", ";   e:").replace("\n", end)
    show(text)
    edits = client.request(
        lsp.TEXT_DOCUMENT_FORMATTING,
        lsp.DocumentFormattingParams(
            lsp.TextDocumentIdentifier(FREE), lsp.FormattingOptions(2, True)
        ),
    )
    assert applied(text, edits) == format_source(text).replace("\n", end)


def test_quick_fixes(client: Client, show: Any) -> None:
    text = TEXT.replace("upos=VERB", "uppos=VERB")
    client.diagnostics(FREE, show(text))
    place = position(text, text.index("uppos"))
    actions = client.request(
        lsp.TEXT_DOCUMENT_CODE_ACTION,
        lsp.CodeActionParams(
            lsp.TextDocumentIdentifier(FREE), lsp.Range(place, place), lsp.CodeActionContext([])
        ),
    )
    (action,) = actions
    assert action.title == "Write 'upos' for 'uppos'"
    assert applied(text, action.edit.changes[FREE]) == TEXT


def test_the_outline_and_folds(client: Client, show: Any) -> None:
    show(TEXT)
    document = lsp.TextDocumentIdentifier(FREE)
    found = client.request(lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL, lsp.DocumentSymbolParams(document))
    assert [(s.name, [c.name for c in s.children]) for s in found] == [("col", []), ("s", ["r"])]
    folds = client.request(lsp.TEXT_DOCUMENT_FOLDING_RANGE, lsp.FoldingRangeParams(document))
    assert len(folds) == 4


def test_no_request_fails_in_any_prefix_of_a_text(client: Client, show: Any) -> None:
    """Every prefix of a grammar of 60 lines; the diagnostics come for the last one."""
    more = "".join(
        RULE.replace("stage s", f"stage s{n}").replace("rule r", f"rule r{n}") for n in (2, 3)
    )
    text = TEXT + more + "% Конец 😀\n" * 9
    assert text.count("\n") >= 60
    document = lsp.TextDocumentIdentifier(FREE)
    for end in range(len(text) + 1):
        version = show(text[:end])
        at = position(text[:end], end)
        assert client.ask(lsp.TEXT_DOCUMENT_COMPLETION, FREE, at) is not None
        client.ask(lsp.TEXT_DOCUMENT_DEFINITION, FREE, at)
        client.ask(lsp.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT, FREE, at)
        found = client.request(
            lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL, lsp.DocumentSymbolParams(document)
        )
        assert found is not None
    assert [d for d in client.diagnostics(FREE, version) if d.severity == 1] == []


def test_what_is_not_there_gets_an_empty_answer(client: Client, show: Any) -> None:
    far = lsp.Position(10**6, 10**6)
    show(TEXT)
    assert client.ask(lsp.TEXT_DOCUMENT_HOVER, FREE, far) is None
    assert client.ask(lsp.TEXT_DOCUMENT_HOVER, "untitled:never-opened", far) is None
    assert client.ask(lsp.TEXT_DOCUMENT_COMPLETION, "file:///no/such.sg", far) is None


def test_a_file_that_is_too_large_is_said_to_be(client: Client, show: Any) -> None:
    version = show("% " + "я" * (2 * 2**20) + "\n")
    (found,) = client.diagnostics(FREE, version)
    assert (found.code, "a grammar may have" in found.message) == ("E001", True)


def test_many_changes_end_in_the_diagnostics_of_the_last(client: Client, show: Any) -> None:
    for count in range(20):
        version = show(TEXT + "% " * count)
    start = time.monotonic()
    client.diagnostics(FREE, version)
    assert time.monotonic() - start < 30


def test_without_the_extra_one_line_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("semgraph.cli.lsp.find_spec", lambda name: None)
    monkeypatch.setattr("sys.argv", ["semgraph", "lsp"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert "pip install 'semgraph[lsp]'" in capsys.readouterr().err
