"""Running a program over a batch: stage by stage, match, settle, collapse, record."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial

import numpy as np

from semgraph._collector import collector_paused
from semgraph.engine.collapse import Clusters, collapse
from semgraph.engine.match import Matcher
from semgraph.engine.nodes import Nodes
from semgraph.engine.phrases import Occurrences
from semgraph.engine.program import CompiledRule, CompiledStage, Program
from semgraph.engine.propose import Found, Winner, propose, winners
from semgraph.engine.relation import Groups, Relation
from semgraph.engine.settle import settle
from semgraph.engine.split import Cut, apply_splits, find_cuts
from semgraph.engine.values import parse_feats
from semgraph.engine.watch import Watch
from semgraph.grammar.rules import Mark
from semgraph.graph.columns import FeatureSet, MarkerRecord, MergedMatch, StepRecord, TokenRecord
from semgraph.parse.columns import Parse
from semgraph.types import Bools, Ints, MarkerKind, Variable

# A match that counts: what was found, and the row of the match.
_Fired = tuple[Found, list[int]]


@dataclass(slots=True)
class Derivation:
    """What the rules made of one document.

    Leaves are numbered as in the parse to which the cuts have been applied.

    Attributes:
        cuts: words that are split, in the order of their steps, which come first.
        tokens: produced tokens, in order of number.
        steps: in order of number.
        markers: in the order in which they were set.
    """

    cuts: list[Cut] = field(default_factory=list)
    tokens: list[TokenRecord] = field(default_factory=list)
    steps: list[StepRecord] = field(default_factory=list)
    markers: list[MarkerRecord] = field(default_factory=list)

    @property
    def next_step(self) -> int:
        """Number of the next step."""
        return len(self.cuts) + len(self.steps) + 1


def derive(
    program: Program, parse: Parse, *, stages: int | None = None, watch: Watch | None = None
) -> list[Derivation]:
    """Run a program over a batch; gives one derivation a document.

    A word is split once, before all else. Every later step makes fewer top tokens, sets a feature
    that was absent, or sets a marker that was not there: the number of steps is bounded by leaves
    and features.

    Args:
        program: compiled grammar.
        parse: the batch.
        stages: how many of the stages to run, all by default.
        watch: is told what happens.

    Raises:
        LimitError: a pattern with too many partial matches.
    """
    with collector_paused():
        run = Run(parse, program, watch)
        for stage in program.stages[:stages]:
            run.finish(stage)
    return run.derivations


class Run:
    """The state of one batch between stages: its nodes, and what has been recorded."""

    def __init__(self, parse: Parse, program: Program, watch: Watch | None = None) -> None:
        self.program = program
        self._watch = watch or Watch()
        self.derivations = [Derivation() for _ in range(len(parse))]
        self._words = parse
        self._begin(parse)
        self._marked: dict[tuple[str, int], set[tuple[int, int, int]]] = {}
        self._pairs: dict[MarkerKind, set[tuple[int, int, int]]] = {}

    def _begin(self, parse: Parse) -> None:
        """Take the leaves of a parse as nodes."""
        self.nodes = Nodes.from_parse(parse, self.form)
        self._parse = parse
        self._leaves = np.diff(parse.doc_start).tolist()

    def finish(self, compiled: CompiledStage) -> None:
        """Run a stage, again and again if it is repeated, until nothing changes."""
        if compiled.stage.phase == "pieces":
            self._split(compiled)
            return
        while self._once(compiled) and compiled.stage.repeat:
            pass

    def prepare(self, compiled: CompiledStage) -> None:
        """Take the nodes that a stage sees: those of phase ``pieces`` see the parse's words."""
        if compiled.stage.phase == "pieces" and self._parse is not self._words:
            self._begin(self._words)

    def matcher(self, nodes: Nodes | None = None) -> Matcher:
        """Give what finds the matches of queries among nodes, by default those that are now.

        Args:
            nodes: as they are now, or were at some time; markers are those that are now.
        """
        program, nodes = self.program, self.nodes if nodes is None else nodes
        marked = partial(self._are_marked, nodes)
        return Matcher(nodes, program.lexicons, marked, program.measures)

    def _once(self, compiled: CompiledStage) -> bool:
        """Run a stage once; says whether anything changed."""
        matcher = self.matcher()
        self._watch.begins(compiled, matcher)
        found = self._matches(compiled, matcher)
        if not found:
            self._watch.ends(self.nodes, self.derivations)
            return False
        proposals = propose(found)
        won = settle(proposals, self.nodes, compiled.stage.overlap)
        clusters, chosen = winners(proposals, won, found, self.nodes)
        self._watch.settled(found, proposals, won, chosen)
        fired = _fired(found, chosen)
        changed = self._mark(fired)
        changed |= self._set(fired)
        if chosen:
            self._collapse(clusters, chosen, found)
        self._watch.ends(self.nodes, self.derivations)
        return changed or bool(chosen)

    def _matches(self, compiled: CompiledStage, matcher: Matcher) -> list[Found]:
        """Give the rules of a stage that match, with their matches."""
        return [
            self._found(rule, relation)
            for rule in compiled.possible(self.nodes)
            if (relation := matcher.find(rule.query)).size
        ]

    def _found(self, rule: CompiledRule, relation: Relation) -> Found:
        phrases = {
            variable: (index := self.program.lexicons[name], index.phrases.occurrences(self.nodes))
            for variable, name in rule.phrases.items()
        }
        groups: dict[Variable, Groups | Occurrences] = dict(relation.groups)
        groups |= {variable: occurrences for variable, (_, occurrences) in phrases.items()}
        return Found(rule, relation, self.nodes, phrases, groups)

    def form(self, doc: int, token: int) -> str:
        """Give the form of a produced token, as the graph will show it."""
        leaves = sorted(self.leaves_of(doc, token))
        parse, base = self._parse, int(self._parse.doc_start[doc])
        runs: list[list[int]] = []
        for leaf in leaves:
            if runs and runs[-1][1] == leaf - 1:
                runs[-1][1] = leaf
            else:
                runs.append([leaf, leaf])
        text = parse.texts[doc]
        return " … ".join(
            text[int(parse.start[base + first]) : int(parse.end[base + last])]
            for first, last in runs
        )

    def leaves_of(self, doc: int, token: int) -> list[int]:
        """Give the leaves of a token, by their places in the document."""
        count = self._leaves[doc]
        if token < count:
            return [token]
        record = self.derivations[doc].tokens[token - count]
        inner = (*record.parts, *record.satellites)
        return [leaf for part in inner for leaf in self.leaves_of(doc, part)]

    # Pieces.

    def _split(self, compiled: CompiledStage) -> None:
        """Split words, and begin anew with their pieces as leaves."""
        self.prepare(compiled)
        matcher = self.matcher()
        self._watch.begins(compiled, matcher)
        cuts = [derivation.cuts for derivation in self.derivations]
        found = self._matches(compiled, matcher)
        made = find_cuts(found, self._words, cuts)
        self._watch.cut(found, self._words, cuts, made)
        for doc, cut in made:
            cuts[doc].append(cut)
        parse = apply_splits(self._words, cuts)
        if parse is not self._words:
            self._begin(parse)
        self._watch.ends(self.nodes, self.derivations)

    # Markers.

    def _mark(self, fired: list[_Fired]) -> bool:
        """Set the markers of matches, one a rule and binding."""
        changed = False
        for item, rows in fired:
            for number, mark in enumerate(item.rule.rule.marks):
                changed |= self._mark_rows(item, rows, number, mark)
        return changed

    def _mark_rows(self, item: Found, rows: list[int], number: int, mark: Mark) -> bool:
        name = item.rule.rule.name
        nodes = item.nodes
        source, target = _pairs(item, rows, mark)
        columns = (nodes.doc[source], nodes.token[source], nodes.token[target])
        found = dict.fromkeys(zip(*(column.tolist() for column in columns), strict=True))
        known = self._marked.setdefault((name, number), set())
        fresh = [binding for binding in found if binding not in known] if known else list(found)
        known.update(fresh)
        self._watch.marked(item, number, fresh)
        by = f"rule:{name}"
        for doc, a, b in fresh:
            self.derivations[doc].markers.append(
                MarkerRecord(mark.kind, a, b, mark.label, None, by, {})
            )
        if mark.kind in self.program.asks:
            pairs = self._pairs.setdefault(mark.kind, set())
            pairs.update((doc, min(a, b), max(a, b)) for doc, a, b in fresh)
        return bool(fresh)

    def _are_marked(self, nodes: Nodes, kind: MarkerKind, one: Ints, two: Ints) -> Bools:
        """Say which pairs of nodes a marker of this kind joins, in either order."""
        known = self._pairs.get(kind, set())
        columns = (nodes.doc[one], nodes.token[one], nodes.token[two])
        rows = zip(*(column.tolist() for column in columns), strict=True)
        return np.array([(d, min(a, b), max(a, b)) in known for d, a, b in rows], np.bool_)

    # Features.

    def _set(self, fired: list[_Fired]) -> bool:
        """Set features that are absent; of several rules the first one counts."""
        feats = self.nodes.columns["feats"].copy()
        changed = False
        for item, rows in fired:
            for row in rows if item.rule.rule.sets else ():
                done = tuple(self._set_features(item, row, feats))
                if done:
                    changed = True
                    self._watch.given(item, row, done)
                    rule, derivation = item.rule.rule, self.derivations[item.doc(row)]
                    step, match = derivation.next_step, item.binding(row)
                    derivation.steps.append(
                        StepRecord(step, rule.name, rule.at, match, (), None, (), done)
                    )
        if changed:
            self.nodes = self.nodes.with_feats(feats)
        return changed

    def _set_features(self, item: Found, row: int, feats: Ints) -> list[FeatureSet]:
        strings, done = self.nodes.strings, []
        given = [(a, n) for a in item.rule.rule.sets for n in item.words(a.variable, row).tolist()]
        for action, node in given:
            values = dict(parse_feats(strings[int(feats[node])]))
            if action.feature not in values:
                values[action.feature] = action.value
                names = sorted(values, key=str.lower)
                feats[node] = strings.add("|".join(f"{name}={values[name]}" for name in names))
                token = int(item.nodes.token[node])
                done.append(FeatureSet(token, action.feature, action.value))
        return done

    # Collapse.

    def _collapse(self, clusters: Clusters, chosen: list[Winner], found: list[Found]) -> None:
        """Make a token of every cluster, record its step, and rebuild the nodes."""
        nodes, strings = self.nodes, self.nodes.strings
        token = nodes.token.tolist()
        docs = nodes.doc[clusters.head].tolist()
        columns = {name: nodes.columns[name][clusters.head] for name in ("xpos", "feats", "ent")}
        upos = strings.decode(nodes.columns["upos"][clusters.head])
        feats = strings.decode(columns["feats"])
        made: list[TokenRecord] = []
        for index, winner in enumerate(chosen):
            derivation = self.derivations[docs[index]]
            parts = tuple([token[node] for node in winner.parts])
            satellites = tuple([token[node] for node in winner.satellites])
            number = self._leaves[docs[index]] + len(derivation.tokens)
            step = derivation.next_step
            record = TokenRecord(
                number,
                winner.kind,
                winner.lemma,
                winner.upos or upos[index],
                feats[index],
                parts,
                satellites,
                token[winner.head],
                winner.class_,
                winner.mwe,
                step,
            )
            made.append(record)
            derivation.tokens.append(record)
            (first, row), *others = winner.matches
            rule = found[first].rule.rule
            merged = tuple([_merged(found[i], r) for i, r in others])
            match = found[first].binding(row)
            derivation.steps.append(
                StepRecord(step, rule.name, rule.at, match, parts + satellites, number, merged, ())
            )
        none = np.zeros(len(made), np.int32)
        columns |= {
            "form": none,
            "misc": none,
            "lemma": strings.encode([record.lemma for record in made]),
            "upos": strings.encode([record.upos for record in made]),
            "kind": strings.encode([record.kind for record in made]),
            "class": strings.encode([record.class_ for record in made]),
        }
        self.nodes = collapse(
            nodes,
            clusters,
            columns,
            token=np.array([record.number for record in made], np.int32),
            cores=np.array([winner.cores for winner in chosen], np.int32),
            mwe=np.array([winner.mwe for winner in chosen], np.int32),
        )


def _pairs(item: Found, rows: list[int], mark: Mark) -> tuple[Ints, Ints]:
    """Give the pairs of nodes that a marker joins in some matches; one each of repeated nodes."""
    relation = item.relation
    if not item.rule.query.extras:
        return relation[mark.source][rows], relation[mark.target][rows]
    pairs = [
        (source, target)
        for row in rows
        for source in item.words(mark.source, row).tolist()
        for target in item.words(mark.target, row).tolist()
    ]
    sources, targets = np.array(pairs, np.int32).reshape(-1, 2).T
    return sources, targets


def _merged(item: Found, row: int) -> MergedMatch:
    rule = item.rule.rule
    return MergedMatch(rule.name, rule.at, item.binding(row))


def _fired(found: list[Found], chosen: list[Winner]) -> list[_Fired]:
    """Give the matches whose markers and features count, rule by rule."""
    rows: dict[int, set[int]] = {}
    for winner in chosen:
        for index, row in winner.matches:
            rows.setdefault(index, set()).add(row)
    fired = [
        (
            item,
            sorted(rows.get(index, ())) if item.rule.consumes else list(range(item.relation.size)),
        )
        for index, item in enumerate(found)
        if item.rule.rule.marks or item.rule.rule.sets
    ]
    return [(item, own) for item, own in fired if own]
