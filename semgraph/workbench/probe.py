"""Sentences that two versions of a grammar may treat differently, found in a single run.

Only the rules that both versions share are run; the others are probes that mark what they would
match. Matches lie within one sentence, so that a sentence without a mark is the same in both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from semgraph.engine import Derivation, Program, compile_grammar, derive
from semgraph.grammar import Grammar
from semgraph.grammar.rules import GrammarFile, Mark, Rule, Stage
from semgraph.parse import Parse
from semgraph.types import Bools


def probe(a: Grammar, b: Grammar) -> Program | None:
    """Give the program of the shared rules and the probes.

    Args:
        a: the first version; its rules set no markers of their own.
        b: the second.

    Returns:
        ``None`` where the versions differ in more than rules: in files, stages, lexicons or the
        order of their rules.
    """
    if any(rule.split for rule in (*a.rules, *b.rules)):
        return None  # a word that is split moves the numbers of those behind it
    if [_frame(file) for file in a.files] != [_frame(file) for file in b.files]:
        return None
    files = []
    for one, two in zip(a.files, b.files, strict=True):
        stages = [_joined(*pair) for pair in zip(one.stages, two.stages, strict=True)]
        if None in stages:
            return None
        files.append(replace(one, stages=tuple(stage for stage in stages if stage is not None)))
    joined = Grammar(a.name, tuple(files))
    return compile_grammar(joined.files, joined.stages)


def suspects(program: Program, parse: Parse) -> Bools:
    """Say which sentences a probe has marked."""
    marked = np.zeros(len(parse.sent_start) - 1, np.bool_)
    rows: list[int] = []
    for doc, derivation in enumerate(derive(program, parse)):
        base, end = parse.doc_start[doc : doc + 2].tolist()
        found = {m.source for m in derivation.markers}
        rows += (base + _leaf(token, derivation, end - base) for token in found)
    marked[np.searchsorted(parse.sent_start, np.array(rows, np.int64), "right") - 1] = True
    return marked


def take_sentences(parse: Parse, keep: Bools) -> Parse:
    """Give the documents with some of their sentences only; places in the texts stay."""
    rows = np.repeat(keep, np.diff(parse.sent_start))
    before = np.concatenate([[0], np.cumsum(rows)]).astype(np.int32)
    names = ("start", "end", "form", "lemma", "upos", "xpos", "feats", "deprel", "ent", "space")
    columns: dict[str, Any] = {name: getattr(parse, name)[rows] for name in (*names, "misc")}
    head = parse.head[rows]
    return replace(
        parse,
        doc_start=before[parse.doc_start],
        sent_start=np.append(before[parse.sent_start[:-1][keep]], before[-1]),
        head=np.where(head < 0, np.int32(-1), before[head]),
        word=columns["form"] if parse.word is parse.form else parse.word[rows],
        **columns,
    )


def _frame(file: GrammarFile) -> object:
    """Give all of a file but its rules."""
    stages = [(s.name, s.phase, s.overlap, s.repeat) for s in file.stages]
    lexicons = {name: dict(lexicon.columns) for name, lexicon in file.lexicons.items()}
    return file.name, stages, lexicons


def _joined(one: Stage, two: Stage) -> Stage | None:
    """Give a stage with the rules of both versions; ``None`` where their order differs."""
    a, b = ({rule.name: _bare(rule) for rule in stage.rules} for stage in (one, two))
    shared = [name for name, rule in a.items() if b.get(name) == rule]
    if shared != [name for name, rule in b.items() if a.get(name) == rule]:
        return None
    probes = [*_probes(a, shared, "a"), *_probes(b, shared, "b")]
    return replace(one, rules=(*(a[name] for name in shared), *probes))


def _bare(rule: Rule) -> Rule:
    """Give a rule without what does not change its matches: where it stands, its examples."""
    return replace(rule, at="", examples=())


def _probes(rules: Mapping[str, Rule], shared: Sequence[str], version: str) -> Iterator[Rule]:
    for name, rule in rules.items():
        if name in shared:
            continue
        if rule.collapse is not None:
            variable, location = rule.collapse.variables[0], rule.collapse.location
        elif rule.absorbs:
            variable, location = rule.absorbs[0].core, rule.absorbs[0].location
        else:
            variable, location = rule.sets[0].variable, rule.sets[0].location
        yield replace(
            rule,
            name=f"{name}?{version}",
            kind=None,
            collapse=None,
            absorbs=(),
            sets=(),
            marks=(Mark("tension", variable, variable, "", location),),
            head=None,
            lemma=None,
        )


def _leaf(token: int, derivation: Derivation, count: int) -> int:
    """Give a leaf of a token."""
    while token >= count:
        token = derivation.tokens[token - count].head_part
    return token
