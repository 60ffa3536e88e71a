"""``semgraph schema``, and ``info`` without a pipeline of its own."""

from __future__ import annotations

import json

from semgraph import json_schema
from semgraph.cli.visible import shown, visible
from tests.cli_tools import run


def test_the_schema_is_printed() -> None:
    result = run("schema")
    assert json.loads(result.stdout) == json_schema()
    assert result.stdout.startswith('{\n  "')


def test_what_steers_a_terminal_is_shown_as_signs() -> None:
    assert visible("a\x00b\x7f\x9b\u2028\u200d") == "a␀b␡⟨U+009B⟩⟨U+2028⟩\u200d"
    assert visible("plain, ы, 語, 🙂") == "plain, ы, 語, 🙂"
    assert shown(" \n") == "␣␊"
