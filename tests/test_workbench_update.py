"""Rewriting the brackets of examples in grammar files, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from semgraph.errors import GrammarError, UsageError
from semgraph.grammar import Grammar
from semgraph.grammar.examples import read_brackets
from semgraph.workbench import Change, run_examples, update_examples
from semgraph.workbench.brackets import bracketed, rebracket
from tests.cli_tools import run

HEAD = """grammar try   % a comment with "quotes" and [brackets]
stage s {
  rule subject -> link {
    pattern { V []; V -[nsubj]-> S }
    collapse V, S
"""
TAIL = "  }\n}\n"


def parse(*words: str) -> str:
    """Give an inline parse of a sentence 'subject verb …', the words after it hanging from it."""
    rows = [
        f"{number} {word} {word} X _ _ {0 if number == 2 else 2} "
        + ("nsubj" if number == 1 else "root" if number == 2 else "dep")
        for number, word in enumerate(words, 1)
    ]
    return 'parse """\n' + "\n".join(rows) + '\n"""'


IT_RAINED = parse("It", "rained", ".")


def update(path: Path, source: bytes) -> list[Change]:
    path.write_bytes(source)
    return update_examples(run_examples(Grammar.load(path)))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"[It] rained."', '"[It rained]."', ("It", "rained", ".")),
        ('"[1: It] [2: rained]."', '"[It rained]."', ("It", "rained", ".")),
        ('"It [rain]ed."', '"[It rained]."', ("It", "rained", ".")),
        ('"\\[ [rained]"', '"[\\[ rained]"', ("[", "rained")),
        ('"\\u0049t [rained\\\\]"', '"[\\u0049t rained\\\\]"', ("It", "rained\\")),
        ('"7: s [x]"', '"[1: 7: s] x"', ("7:", "s", "x")),
    ],
)
def test_only_the_brackets_change(
    tmp_path: Path, old: str, new: str, words: tuple[str, ...]
) -> None:
    path = tmp_path / "try.sg"
    source = f"{HEAD}    example  {old}   {parse(*words)}  % why\n{TAIL}"
    [change] = update(path, source.encode())
    assert (change.made, change.old, change.new) == (True, old, new)
    assert path.read_text(encoding="utf-8") == source.replace(old, new)
    [outcome] = run_examples(Grammar.load(path))
    assert outcome.passed


def test_several_tokens_get_an_index(tmp_path: Path) -> None:
    source = (
        f'{HEAD}    example "It [rained]. It snowed." parse """\n'
        "1 It it X _ _ 2 nsubj\n2 rained rain X _ _ 0 root\n3 . . X _ _ 2 punct\n\n"
        "1 It it X _ _ 2 nsubj\n2 snowed snow X _ _ 0 root\n3 . . X _ _ 2 punct\n"
        f'"""\n{TAIL}'
    )
    [change] = update(tmp_path / "try.sg", source.encode())
    assert change.new == '"[1: It rained]. [2: It snowed]."'


def test_every_byte_of_the_rest_stays(tmp_path: Path) -> None:
    """Byte order mark, CRLF, tabs, a string of the same words elsewhere, no last line feed."""
    path = tmp_path / "try.sg"
    source = (
        f'{HEAD}\t% "[It] rained."\n    example "[It] rained." {IT_RAINED}\n'
        f'    counterexample "[It] rained." {IT_RAINED}\n'
        f'    example "[It rained]." {IT_RAINED}   example "It [rained]." {IT_RAINED}  }}}}'
    )
    written = b"\xef\xbb\xbf" + source.replace("\n", "\r\n").encode()
    changes = update(path, written)
    assert [change.made for change in changes] == [True, True]
    good = b'example "[It rained]."'
    wanted = written.replace(b' example "[It] rained."', b" " + good)
    assert path.read_bytes() == wanted.replace(b'example "It [rained]."', good)


def test_a_link_and_the_mode_of_a_file_stay(tmp_path: Path) -> None:
    path, link = tmp_path / "try.sg", tmp_path / "link.sg"
    link.symlink_to(path)
    path.write_text(f'{HEAD}    example "[It] rained." {IT_RAINED}\n{TAIL}', encoding="utf-8")
    path.chmod(0o640)
    [change] = update_examples(run_examples(Grammar.load(link)))
    assert change.made
    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o640
    assert "[It rained]." in path.read_text(encoding="utf-8")
    assert sorted(tmp_path.iterdir()) == [link, path]  # nothing is left beside


@pytest.mark.parametrize(
    ("example", "rest", "reason"),
    [
        (f'counterexample "[It rained]." {IT_RAINED}', "", "a counterexample is never rewritten"),
        (
            'example "[It]." parse """\n1 It it X _ _ 0 root\n2 . . X _ _ 1 punct\n"""',
            "",
            "the rule makes nothing here",
        ),
        (
            f'example "[1: It] rained [1: .]" {IT_RAINED}',
            'rule both { pattern { V -> D; V [form="rained"] } resonance V, D EXAMPLE }',
            "the tokens overlap, which brackets cannot say",
        ),
    ],
)
def test_what_cannot_be_rewritten_is_left_and_told(
    tmp_path: Path, example: str, rest: str, reason: str
) -> None:
    path = tmp_path / "try.sg"
    if rest:
        source = f"grammar try\nstage s {{ {rest.replace('EXAMPLE', example)} }}\n"
    else:
        source = f"{HEAD}    {example}\n{TAIL}"
    [change] = update(path, source.encode())
    assert (change.made, change.reason) == (False, reason)
    assert path.read_text(encoding="utf-8") == source


def test_a_file_that_changed_meanwhile_is_left(tmp_path: Path) -> None:
    path = tmp_path / "try.sg"
    path.write_text(f'{HEAD}    example "[It] rained." {IT_RAINED}\n{TAIL}', encoding="utf-8")
    outcomes = run_examples(Grammar.load(path))
    other = "% a new line\n" + path.read_text(encoding="utf-8")
    path.write_text(other, encoding="utf-8")
    with pytest.raises(GrammarError, match="has been changed since it was read"):
        update_examples(outcomes)
    assert path.read_text(encoding="utf-8") == other
    path.unlink()
    with pytest.raises(UsageError, match="cannot read"):
        update_examples(outcomes)


def test_grammars_from_strings_are_not_rewritten() -> None:
    source = f'{HEAD}    example "[It] rained." {IT_RAINED}\n{TAIL}'
    [change] = update_examples(run_examples(Grammar.from_source(source)))
    assert change.reason == "the grammar was read from no file"


WORDS = st.text(alphabet='ab1:[]"\\ \t\né', min_size=1, max_size=12)


@given(WORDS, st.data())
def test_brackets_are_read_as_they_are_written(text: str, data: st.DataObject) -> None:
    solid = [i for i, char in enumerate(text) if not char.isspace()]
    chosen = data.draw(st.lists(st.sampled_from(solid), unique=True)) if solid else []
    tokens = [((i, i + 1),) for i in sorted(chosen)]
    escapes = {"\n": "\\n", "\t": "\\t"} | {char: f"\\{char}" for char in '[]"\\'}
    raw = '"' + "".join(escapes.get(char, char) for char in text) + '"'
    assert read_brackets(rebracket(raw, tokens)) == (text, tuple(tokens))
    assert rebracket(rebracket(raw, tokens), []) == raw
    assert bracketed(text, []) == text


# The command.


def test_the_command_shows_what_it_changed(tmp_path: Path) -> None:
    path = tmp_path / "try.sg"
    path.write_text(f'{HEAD}    example "[It] rained." {IT_RAINED}\n{TAIL}', encoding="utf-8")
    result = run("grammar", "test", str(path), "--update")
    assert result.exit_code == 0, result.stderr
    assert result.stdout == (
        f"updated  {path}:6  try/subject  example\n"
        "  wanted  [It] rained.\n"
        "  made    [It rained].\n"
        "  - It  wanted, not made\n"
        "  + It rained  made, not wanted\n"
        '  now     "[It rained]."\n'
        "\n"
        "1 example: 0 passed, 1 updated\n"
    )
    again = run("grammar", "test", str(path), "--update")
    assert (again.exit_code, again.stdout) == (0, "1 example: 1 passed\n")


def test_what_stays_wrong_keeps_the_exit_code(tmp_path: Path) -> None:
    path = tmp_path / "try.sg"
    path.write_text(
        f'{HEAD}    example "[It] rained." {IT_RAINED}\n'
        f'    counterexample "It rained." {IT_RAINED}\n{TAIL}',
        encoding="utf-8",
    )
    result = run("grammar", "test", str(path), "--update")
    assert result.exit_code == 1
    assert result.stdout.endswith("2 examples: 0 passed, 1 updated, 1 failed\n")
    assert "  not updated: a counterexample is never rewritten\n" in result.stdout
