"""Where two versions of a grammar tokenize differently, and which rules are responsible."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from semgraph._collector import collector_paused
from semgraph.engine import compile_grammar, derive
from semgraph.errors import UsageError
from semgraph.grammar import Grammar
from semgraph.grammar.rules import GrammarFile, Stage
from semgraph.grammar.syntax import MarkerClause
from semgraph.parse import Parse, check_labels, converted, labels_of
from semgraph.workbench.clumps import Clump, Token, clumps, made, responsible
from semgraph.workbench.probe import probe, suspects, take_sentences

Span = tuple[int, int]
_TOO_MANY = 0.3  # share of sentences beyond which a probe costs more than it saves


@dataclass(frozen=True, slots=True)
class VersionToken:
    """A token of one version that the other does not have.

    Attributes:
        rule: that made it.
        form: its words, with ``…`` for gaps.
        kind, lemma, upos, class_: of the token.
        mwe: whether it is a multiword expression.
        spans: its places in the sentence.
    """

    rule: str
    form: str
    kind: str
    lemma: str
    upos: str
    class_: str
    mwe: bool
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Words of one sentence that two versions join differently.

    Attributes:
        doc: index of the document in its batch.
        id: of the document, if it has one.
        sentence: its text.
        offset: of the sentence in its document.
        only_a: tokens that only the first version makes, in order; words that stay by themselves
            are not among them.
        only_b: tokens that only the second version makes.
        rules: that are responsible, one of each version; ``""`` for none. Rules that made
            tokens of these words in both versions are not, as long as others are.
    """

    doc: int
    id: str | None
    sentence: str
    offset: int
    only_a: tuple[VersionToken, ...]
    only_b: tuple[VersionToken, ...]
    rules: tuple[str, str]


class Versions:
    """Two versions of a grammar, ready to run.

    Markers, and features that rules set, are not compared.

    Args:
        a: the first version.
        b: the second.
    """

    def __init__(self, a: Grammar, b: Grammar) -> None:
        self.grammars = a, b
        self._same = [f.sha256 for f in a.files] == [f.sha256 for f in b.files]
        asking = _asks_for_markers(a) or _asks_for_markers(b)
        run = (a, b) if asking else (_without_markers(a), _without_markers(b))
        self._programs = tuple(compile_grammar(g.files, g.stages) for g in run)
        self._probe = None if asking else probe(*run)

    def compare(self, parse: Parse) -> Iterator[Difference]:
        """Run both over a batch and give the differences, in order.

        Raises:
            SchemeError: labels that a grammar's scheme does not know.
        """
        parse = converted(parse, self.grammars[0].scheme)
        for grammar in self.grammars:
            check_labels(labels_of(parse), grammar.scheme)
        if self._same:
            return
        with collector_paused():
            parse = self._worth_running(parse)
            made_a, made_b = (derive(program, parse) for program in self._programs)
        places = _Places(parse)
        for doc, (a, b) in enumerate(zip(made_a, made_b, strict=True)):
            if a.tokens == b.tokens:
                continue
            count = int(parse.doc_start[doc + 1] - parse.doc_start[doc])
            for clump in clumps(made(a, count), made(b, count)):
                yield places.difference(doc, clump)

    def _worth_running(self, parse: Parse) -> Parse:
        """Leave out the sentences that are the same in both versions, as far as one run tells."""
        if self._probe is None:
            return parse
        worth = suspects(self._probe, parse)
        if worth.size and worth.mean() > _TOO_MANY:
            self._probe = None
        return take_sentences(parse, worth)


def _asks_for_markers(grammar: Grammar) -> bool:
    return any(
        isinstance(clause, MarkerClause)
        for rule in grammar.rules
        for block in rule.request.blocks
        for clause in block.clauses
    )


def _without_markers(grammar: Grammar) -> Grammar:
    """Give the grammar without markers, which are not compared and take time."""
    files = [
        replace(file, stages=tuple(map(_without_marks, file.stages))) for file in grammar.files
    ]
    return Grammar(grammar.name, tuple(files))


def _without_marks(stage: Stage) -> Stage:
    rules = (r for r in stage.rules if r.collapse or r.absorbs or r.sets or r.split)
    return replace(stage, rules=tuple(replace(rule, marks=()) for rule in rules))


class _Places:
    """Where the words of a batch stand in its texts."""

    def __init__(self, parse: Parse) -> None:
        self._parse = parse
        self._space = _space(parse)

    def difference(self, doc: int, clump: Clump) -> Difference:
        """Show tokens with their sentence."""
        parse, base = self._parse, int(self._parse.doc_start[doc])
        starts = parse.sent_start
        first = int(starts[np.searchsorted(starts, base + min(clump.words), "right") - 1])
        last = int(starts[np.searchsorted(starts, base + max(clump.words), "right")]) - 1
        while last > first and self._space[last]:
            last -= 1
        low, high = int(parse.start[first]), int(parse.end[last])
        text = parse.texts[doc][low:high]
        a, b = (
            tuple(self._token(token, base, low, text) for token in tokens)
            for tokens in (clump.tops_a, clump.tops_b)
        )
        return Difference(doc, parse.ids[doc], text, low, a, b, responsible(clump))

    def _token(self, token: Token, base: int, low: int, text: str) -> VersionToken:
        record = token.record
        spans = self._runs(sorted(token.leaves), base, low)
        form = " … ".join(text[start:end] for start, end in spans)
        return VersionToken(
            token.rule,
            form,
            record.kind,
            record.lemma,
            record.upos,
            record.class_,
            record.mwe,
            spans,
        )

    def _runs(self, leaves: Sequence[int], base: int, low: int) -> tuple[Span, ...]:
        """Give the places of leaves, neighbours together; white space between does not count."""
        parse, runs = self._parse, list[list[int]]()
        previous = -2
        for leaf in (base + leaf for leaf in leaves):
            start, end = int(parse.start[leaf]) - low, int(parse.end[leaf]) - low
            between = range(previous + 1, leaf)
            if runs and all(self._space[row] for row in between):
                runs[-1][1] = max(end, runs[-1][1])
            else:
                runs.append([start, end])
            previous = leaf
        return tuple((start, end) for start, end in runs if start < end)


def _space(parse: Parse) -> Sequence[bool]:
    blank = [string.isspace() for string in parse.strings.strings]
    return [blank[i] for i in parse.form.tolist()]


def in_place_of(shipped: Grammar | None, given: Grammar) -> Grammar:
    """Give the shipped grammar with a file of one's own behind it, or in place of its namesake.

    Args:
        shipped: runs first; ``None`` for nothing.
        given: its files take the place of those that are called the same.

    Raises:
        UsageError: the two are written for different label schemes.
    """
    if shipped is None:
        return given
    own = {file.name: file for file in given.files}
    files: dict[str, GrammarFile] = {}
    for file in shipped.files:
        if file.name in own:  # what it uses runs first
            behind = list(own).index(file.name) + 1
            files |= {name: own[name] for name in list(own)[:behind] if name not in files}
        else:
            files[file.name] = file
    files |= {name: file for name, file in own.items() if name not in files}
    schemes = dict.fromkeys(file.scheme for file in files.values())
    if len(schemes) > 1:
        raise UsageError(f"grammars of different label schemes: {', '.join(schemes)}")
    return Grammar(f"{shipped.name}+{given.name}", tuple(files.values()))
