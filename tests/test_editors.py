"""The files that teach editors to highlight .sg files."""

from __future__ import annotations

import json
import os
import plistlib
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from semgraph.grammar import format_source, shipped_root
from semgraph.grammar.format import tokens
from semgraph.grammar.parser import parse_tokens
from semgraph.grammar.source import Source
from tests.test_grammar_format import CASES

FOLDER = Path(str(resources.files("semgraph").joinpath("editors")))
GRAMMAR = FOLDER / "semgraph.tmLanguage.json"
LARK = resources.files("semgraph.grammar").joinpath("grammar.lark").read_text("utf-8")
MODULES = ["vscode-textmate@9", "vscode-oniguruma@2"]


def load(name: str) -> Any:
    return json.loads((FOLDER / name).read_text("utf-8"))


def expressions(node: Any) -> Iterator[str]:
    """Give all regular expressions of a TextMate grammar."""
    if isinstance(node, list):
        for item in node:
            yield from expressions(item)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key in ("match", "begin", "end"):
                yield value
            else:
                yield from expressions(value)


def includes(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for item in node:
            yield from includes(item)
    elif isinstance(node, dict):
        if "include" in node:
            yield node["include"].removeprefix("#")
        for value in node.values():
            yield from includes(value)


def test_the_grammar_is_whole() -> None:
    grammar = load(GRAMMAR.name)
    assert (grammar["scopeName"], grammar["fileTypes"]) == ("source.semgraph", ["sg"])
    assert set(includes(grammar)) == set(grammar["repository"])


def test_the_grammar_knows_every_keyword() -> None:
    rules = re.sub(r"//.*", "", LARK)
    keywords = set(re.findall(r'"([a-z]+)"', rules))
    assert {"grammar", "stage", "counterexample", "or", "into", "at"} <= keywords
    known = set(re.findall(r"\w+", " ".join(expressions(load(GRAMMAR.name)))))
    assert keywords - known == set()


def test_the_extension_names_its_files() -> None:
    contributes = load("package.json")["contributes"]
    (language,), (grammar,) = contributes["languages"], contributes["grammars"]
    assert grammar["scopeName"] == load(GRAMMAR.name)["scopeName"]
    assert grammar["language"] == language["id"]
    assert language["extensions"] == [".sg"]
    for path in (grammar["path"], language["configuration"]):
        assert (FOLDER / path).is_file()


def test_the_configuration_fits_the_language() -> None:
    configuration = load("language-configuration.json")
    assert configuration["comments"] == {"lineComment": "%"}
    rules = configuration["indentationRules"]
    opens, closes = (re.compile(rules[f"{way}creaseIndentPattern"]) for way in ("in", "de"))
    for line in ("stage s {", "  rule r -> link {  % c", "    } or {", 'lexicon "a" {'):
        assert opens.match(line), line
    for line in ("pattern { X [] }", "% {", 'lemma "{X.lemma}"', 'lemma "{"', "}"):
        assert not opens.match(line), line
    assert closes.match("  }")


def test_the_readme_names_every_file_and_its_conversion_works(tmp_path: Path) -> None:
    readme = (FOLDER / "README.md").read_text("utf-8")
    named = set(re.findall(r"^\| `(.+?)`", readme, re.MULTILINE))
    assert {path.name for path in FOLDER.iterdir()} == named | {"README.md"}
    code = re.search(r'python -c "(.+?)" ', readme)
    assert code is not None
    target = tmp_path / "semgraph.tmLanguage"
    subprocess.run([sys.executable, "-c", code[1], GRAMMAR, target], check=True)
    with target.open("rb") as file:
        assert plistlib.load(file) == load(GRAMMAR.name)


# Highlighting, with the library that editors use.

Line = list[tuple[str, list[str]]]

SAMPLE = r"""
grammar en.sample  % trailing
lexicon light { verb  noun
  take  a walk  % c
}
stage words { overlap longest
  rule split-word -> link {
    pattern { Vé [upos=VERB, !Mood, lemma=re"u.*"]|[form=/a b/i]; e: V -[^nsubj|1=obl]-> M?;
      V <{1,3} P; length(V,P) <= 4; V.lemma = light.verb; * ->> V; phrase Q from light }
    without { V << P } or { P -> * }
    global { is_projective=yes }
    collapse V, P  lemma "{V.lemma} a\n"  class head-verb  priority -1
    set V.Polarity = Neg
    split W at "x", 1
    example "He [turned] % \[." parse '''
      1  He  he  PRON  _  _  0  root
      '''
  }
}
""".replace("'''", '"""')
SCOPES = [
    ("grammar", "keyword.control.header"),
    ("en.sample", "entity.name.namespace"),
    (" trailing", "comment.line.percentage"),
    ("noun", "string.unquoted.cell"),
    ("a walk", "string.unquoted.cell"),
    ("longest", "constant.language"),
    ("split-word", "entity.name.function.rule"),
    ("link", "storage.type"),
    ("pattern", "keyword.control.block"),
    ("Vé", "variable.other.node"),
    ("upos", "entity.other.attribute-name.feature"),
    ("VERB", "constant.other.value"),
    ("Mood", "entity.other.attribute-name.feature"),
    ("u.*", "string.regexp"),
    ("a b", "string.regexp"),
    ("e", "variable.other.edge"),
    ("^", "keyword.operator.except"),
    ("nsubj", "constant.other.label"),
    ("]->", "keyword.operator.edge"),
    ("?", "keyword.operator.quantifier"),
    ("3", "constant.numeric"),
    ("length", "support.function"),
    ("<=", "keyword.operator.comparison"),
    ("light", "variable.other.reference"),
    ("->>", "keyword.operator.edge"),
    ("phrase", "keyword.control.clause"),
    ("<<", "keyword.operator.order"),
    ("or", "keyword.control.block"),
    ("yes", "constant.other.value"),
    ("\\n", "constant.character.escape"),
    ("head-verb", "entity.name.class"),
    ("-1", "constant.numeric"),
    ("Neg", "constant.other.value"),
    ("at", "keyword.control.action"),
    ("turned", "string.quoted.double"),
    ("[", "punctuation.definition.token.begin"),
    (" % ", "string.quoted.double"),
    ("He", "string.unquoted.form"),
    ("PRON", "constant.other.upos"),
]
# Scopes that a token of lark may have.
FAMILIES = {
    "VARIABLE": ("variable.", "support.function", "keyword.control.clause"),
    "STRING": ("punctuation.definition.string",),
    "LONG_STRING": ("punctuation.definition.string",),
    "REGEX": ("storage.modifier.regexp",),
    "SLASH_REGEX": ("punctuation.definition.string",),
    "WORD": ("entity.", "constant.", "variable.other.reference", "storage.type"),
}


@pytest.fixture(scope="module")
def modules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with the npm packages; they are installed only where CI is set."""
    if shutil.which("node") is None:
        pytest.skip("there is no node")
    given = os.environ.get("SEMGRAPH_NODE_MODULES")
    if given:
        return Path(given)
    if not os.environ.get("CI") or shutil.which("npm") is None:
        pytest.skip("SEMGRAPH_NODE_MODULES names no folder with vscode-textmate")
    folder = tmp_path_factory.mktemp("npm")
    subprocess.run(["npm", "install", "--silent", "--prefix", folder, *MODULES], check=True)
    return folder / "node_modules"


def highlight(modules: Path, *texts: str) -> list[list[Line]]:
    """Give the tokens of each line of each text with their scopes."""
    done = subprocess.run(
        ["node", Path(__file__).with_name("textmate.js")],
        input=json.dumps({"grammar": str(GRAMMAR), "texts": texts}),
        env=os.environ | {"NODE_PATH": str(modules)},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stderr == ""
    return json.loads(done.stdout)


@pytest.mark.slow
def test_words_have_their_scopes(modules: Path) -> None:
    (lines,) = highlight(modules, SAMPLE)
    found = {
        (text, scopes[-1].removesuffix(".semgraph")) for line in lines for text, scopes in line
    }
    assert [pair for pair in SCOPES if pair not in found] == []
    assert not invalid(lines)


@pytest.mark.slow
def test_what_no_grammar_has_is_marked(modules: Path) -> None:
    (lines,) = highlight(modules, "grammar a\n;\nstage s {\n  ?\n  rule r { pattern { X # Y } }\n}")
    assert invalid(lines) == [";", "?", "#"]


@pytest.mark.slow
def test_highlighting_reads_the_language_as_the_parser_does(modules: Path) -> None:
    """Each comment and token of the shipped grammars and more has a scope of its kind."""
    texts = [path.read_text("utf-8") for path in sorted(shipped_root().rglob("*.sg"))]
    texts += [format_source(before) for _, before, _ in CASES]
    for text, lines in zip(texts, highlight(modules, *texts), strict=True):
        assert not invalid(lines)
        for offset, wanted in families(text):
            line = text.count("\n", 0, offset)
            scope = scope_at(lines[line], offset - text.rfind("\n", 0, offset) - 1)
            assert scope.startswith(wanted), (text.split("\n")[line], text[offset : offset + 9])


def invalid(lines: list[Line]) -> list[str]:
    return [text for line in lines for text, scopes in line if "invalid" in "".join(scopes)]


def families(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Give what scopes the comments and tokens of a file may have, by their offset."""
    end = 0
    for token in tokens(parse_tokens(Source(text, None))):
        assert token.start_pos is not None
        assert token.end_pos is not None
        if token.type in FAMILIES:
            yield token.start_pos, FAMILIES[token.type]
        elif re.fullmatch(r"[a-z]+", token):
            yield token.start_pos, ("keyword.",)
        yield from comments_between(text, end, token.start_pos)
        end = token.end_pos
    yield from comments_between(text, end, len(text))


def comments_between(text: str, start: int, end: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    for comment in re.finditer(r"%[^\n]*", text[start:end]):
        yield start + comment.start(), ("punctuation.definition.comment",)


def scope_at(line: Line, column: int) -> str:
    for text, scopes in line:
        if column < len(text):
            return scopes[-1]
        column -= len(text)
    raise AssertionError(line)
