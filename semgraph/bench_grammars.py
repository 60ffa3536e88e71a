"""Speed of large grammars: a thousand rules, and a lexicon of a hundred thousand rows."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from semgraph.bench_patterns import PATTERNS
from semgraph.engine import Program, compile_grammar
from semgraph.engine.match import Matcher
from semgraph.engine.nodes import Nodes
from semgraph.grammar import Grammar
from semgraph.parse import Parse
from semgraph.types import Json

RULES = 1_000
ROWS = 100_000
_FEW_ROWS = 1_000
_SYLLABLES = ("ba", "do", "ke", "li", "mu", "no", "pa", "ri", "so", "tu", "ve", "za")
Medians = Callable[..., list[float]]


def large_grammars(parse: Parse, medians: Medians, runs: int = 5) -> Json:
    """Measure how large grammars load, and what rules and rows cost that find nothing.

    Args:
        parse: of the text that is matched.
        medians: runs actions in turn and gives their median seconds.
        runs: how many timed runs.
    """
    return _many_rules(parse, medians, runs) | _many_rows(parse, medians, runs)


def _many_rules(parse: Parse, medians: Medians, runs: int) -> Json:
    """Compare a thousand rules, forty of which can match, with those forty alone."""
    few, many = _grammar(0), _grammar(RULES - len(PATTERNS))
    (loading,) = medians(1, lambda: _compiled(Grammar.from_source(many)))
    programs = [_compiled(Grammar.from_source(text)) for text in (few, many)]
    alone, together = medians(runs, *(_matching(program, parse) for program in programs))
    return {
        "rules": RULES,
        "rules_load_seconds": round(loading, 2),
        "rules_ratio": round(together / alone, 2),
    }


def _grammar(idle: int) -> str:
    """Write a grammar of the forty patterns, and of so many rules about words of no language."""
    draw = random.Random(1)
    lines = ["grammar bench", "stage s {"]
    for number, pattern in enumerate(PATTERNS):
        one, *_ = (node for _, _, node, _ in pattern.entries())
        lines.append(f"rule fires_{number} {{ {pattern.request} set {one}.Seen = yes }}")
    for number in range(idle):
        verb, other, noun = (_word(draw) for _ in range(3))
        lines.append(
            f"rule idle_{number} -> link {{\n"
            f"  pattern {{ V [upos=VERB, lemma={verb}|{other}]; V -[obj|obl]-> N;"
            f" N [upos=NOUN, lemma={noun}] }}\n"
            "  without { N -[amod]-> A }\n"
            '  collapse V, N  lemma "{V.lemma} {N.lemma}"  class light-verb  mwe\n}'
        )
    return "\n".join([*lines, "}"])


def _many_rows(parse: Parse, medians: Medians, runs: int) -> Json:
    """Compare a large lexicon of phrases with a small one, which share what can be found."""
    draw = random.Random(2)
    lemmas = parse.strings.decode(parse.lemma)
    draws = (draw.randrange(len(lemmas) - 1) for _ in range(_FEW_ROWS))
    pairs = (f"{lemmas[at]} {lemmas[at + 1]}" for at in draws)
    known = sorted({pair for pair in pairs if len(pair.split()) == 2 and pair.isprintable()})
    made: dict[str, None] = dict.fromkeys(known)
    while len(made) < ROWS:
        made.setdefault(" ".join(_word(draw) for _ in range(3)))
    with TemporaryDirectory() as folder:
        few = _with_lexicon(Path(folder), "few", list(made)[:_FEW_ROWS])
        many = _with_lexicon(Path(folder), "many", list(made))
        (loading,) = medians(1, lambda: _compiled(Grammar.load(many)))
        programs = [_compiled(Grammar.load(path)) for path in (few, many)]
    alone, together = medians(runs, *(_matching(program, parse) for program in programs))
    return {
        "rows": ROWS,
        "rows_load_seconds": round(loading, 2),
        "rows_ratio": round(together / alone, 2),
    }


def _with_lexicon(folder: Path, name: str, phrases: Sequence[str]) -> Path:
    rows = "".join(f"{phrase}\t{number % 2}\n" for number, phrase in enumerate(phrases))
    (folder / f"{name}.tsv").write_text(f"phrase\tgap\n{rows}", encoding="utf-8")
    path = folder / f"{name}.sg"
    path.write_text(
        f'grammar {name}\nlexicon phrases from "{name}.tsv"\n'
        "stage s { rule r { pattern { phrase P from phrases } collapse P } }\n",
        encoding="utf-8",
    )
    return path


def _compiled(grammar: Grammar) -> Program:
    """Compile a grammar; the indexes of its lexicons are built as well."""
    program = compile_grammar(grammar.files, grammar.stages)
    for lexicon in program.lexicons.values():
        _ = lexicon.phrases
    return program


def _matching(program: Program, parse: Parse) -> Callable[[], int]:
    """Give what finds all matches of all rules, beginning with fresh nodes."""

    def run() -> int:
        nodes = Nodes.from_parse(parse)
        matcher = Matcher(nodes, program.lexicons)
        rules = (rule for stage in program.stages for rule in stage.possible(nodes))
        return sum(matcher.find(rule.query).size for rule in rules)

    return run


def _word(draw: random.Random) -> str:
    return "".join(draw.choices(_SYLLABLES, k=4))
