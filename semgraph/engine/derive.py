"""Running a program over a batch: stage by stage, match, settle, collapse, record."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from semgraph.engine.collapse import Clusters, acyclic, collapse
from semgraph.engine.match import Matcher
from semgraph.engine.nodes import Nodes, parse_feats
from semgraph.engine.program import CompiledRule, CompiledStage, Program
from semgraph.engine.propose import Found, Winner, propose, winners
from semgraph.engine.relation import Relation
from semgraph.engine.settle import settle
from semgraph.grammar.syntax import Mark
from semgraph.graph.columns import FeatureSet, MarkerRecord, MergedMatch, StepRecord, TokenRecord
from semgraph.parse.columns import Parse
from semgraph.types import Bools, Ints, MarkerKind

# A match that counts: what was found, and the row of the match.
_Fired = tuple[Found, list[int]]


@dataclass(slots=True)
class Derivation:
    """What the rules made of one document.

    Attributes:
        tokens: produced tokens, in order of number.
        steps: in order of number.
        markers: in the order in which they were set.
    """

    tokens: list[TokenRecord] = field(default_factory=list)
    steps: list[StepRecord] = field(default_factory=list)
    markers: list[MarkerRecord] = field(default_factory=list)


def derive(program: Program, parse: Parse, *, stages: int | None = None) -> list[Derivation]:
    """Run a program over a batch; gives one derivation a document.

    Every step makes fewer top tokens, sets a feature that was absent, or sets a marker that was
    not there: the number of steps is bounded by leaves and features.

    Args:
        program: compiled grammar.
        parse: the batch.
        stages: how many of the stages to run, all by default.

    Raises:
        LimitError: a pattern with too many partial matches.
    """
    run = _Run(parse, program)
    for stage in program.stages[:stages]:
        while run.stage(stage) and stage.stage.repeat:
            pass
    return run.derivations


class _Run:
    """The state of one batch between stages: its nodes, and what has been recorded."""

    def __init__(self, parse: Parse, program: Program) -> None:
        self.program = program
        self.derivations = [Derivation() for _ in range(len(parse))]
        self.nodes = Nodes.from_parse(parse, self._form)
        self._parse = parse
        self._leaves = np.diff(parse.doc_start).tolist()
        self._marked: set[tuple[str, int, int, int, int]] = set()
        self._pairs: dict[MarkerKind, set[tuple[int, int, int]]] = {}

    def stage(self, compiled: CompiledStage) -> bool:
        """Run a stage once; says whether anything changed."""
        matcher = Matcher(self.nodes, self.program.lexicons, self._are_marked)
        found = [
            self._found(rule, relation)
            for rule in compiled.rules
            if (relation := matcher.find(rule.query)).size
        ]
        if not found:
            return False
        proposals = propose(found)
        won = settle(proposals, self.nodes, compiled.stage.overlap)
        clusters, chosen = winners(proposals, won, found, self.nodes)
        if chosen:
            keep = acyclic(self.nodes, clusters)
            clusters = clusters.take(keep)
            chosen = [winner for winner, kept in zip(chosen, keep.tolist(), strict=True) if kept]
        fired = _fired(found, chosen)
        changed = self._mark(fired)
        changed |= self._set(fired)
        if chosen:
            self._collapse(clusters, chosen, found)
        return changed or bool(chosen)

    def _found(self, rule: CompiledRule, relation: Relation) -> Found:
        phrases = {
            variable: (index := self.program.lexicons[name], index.phrases.occurrences(self.nodes))
            for variable, name in rule.phrases.items()
        }
        return Found(rule, relation, self.nodes, phrases)

    def _form(self, doc: int, token: int) -> str:
        """Give the form of a produced token, as the graph will show it."""
        leaves = sorted(self._leaves_of(doc, token))
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

    def _leaves_of(self, doc: int, token: int) -> list[int]:
        count = self._leaves[doc]
        if token < count:
            return [token]
        record = self.derivations[doc].tokens[token - count]
        inner = (*record.parts, *record.satellites)
        return [leaf for part in inner for leaf in self._leaves_of(doc, part)]

    # Markers.

    def _mark(self, fired: list[_Fired]) -> bool:
        """Set the markers of matches, one a rule and binding."""
        changed = False
        for item, rows in fired:
            for number, mark in enumerate(item.rule.rule.marks):
                changed |= self._mark_rows(item, rows, number, mark)
        return changed

    def _mark_rows(self, item: Found, rows: list[int], number: int, mark: Mark) -> bool:
        changed = False
        name = item.rule.rule.name
        pairs = self._pairs.setdefault(mark.kind, set())
        token, relation = item.nodes.token, item.relation
        sources, targets = token[relation[mark.source][rows]], token[relation[mark.target][rows]]
        docs = item.nodes.doc[relation[mark.source][rows]]
        for doc, source, target in zip(
            docs.tolist(), sources.tolist(), targets.tolist(), strict=True
        ):
            key = (name, number, doc, source, target)
            if key not in self._marked:
                changed = True
                self._marked.add(key)
                pairs.add((doc, min(source, target), max(source, target)))
                self.derivations[doc].markers.append(
                    MarkerRecord(mark.kind, source, target, mark.label, None, f"rule:{name}", {})
                )
        return changed

    def _are_marked(self, kind: MarkerKind, one: Ints, two: Ints) -> Bools:
        """Say which pairs of nodes a marker of this kind joins, in either order."""
        known = self._pairs.get(kind, set())
        columns = (self.nodes.doc[one], self.nodes.token[one], self.nodes.token[two])
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
                    rule, steps = item.rule.rule, self.derivations[item.doc(row)].steps
                    match = item.binding(row)
                    steps.append(
                        StepRecord(len(steps) + 1, rule.name, rule.at, match, (), None, (), done)
                    )
        if changed:
            self.nodes = self.nodes.with_feats(feats)
        return changed

    def _set_features(self, item: Found, row: int, feats: Ints) -> list[FeatureSet]:
        strings, done = self.nodes.strings, []
        for action in item.rule.rule.sets:
            node = int(item.relation[action.variable][row])
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
        starts, members = clusters.start.tolist(), clusters.members.tolist()
        docs = nodes.doc[clusters.members[clusters.start[:-1]]].tolist()
        upos = strings.decode(nodes.columns["upos"][clusters.head])
        feats = strings.decode(nodes.columns["feats"][clusters.head])
        made: list[TokenRecord] = []
        for index, winner in enumerate(chosen):
            derivation = self.derivations[docs[index]]
            own = members[starts[index] : starts[index + 1]]
            step = _step(len(derivation.steps) + 1, winner, found)
            record = TokenRecord(
                number=self._leaves[docs[index]] + len(derivation.tokens),
                kind=winner.kind,
                lemma=winner.lemma,
                upos=winner.upos or upos[index],
                feats=feats[index],
                parts=tuple([token[n] for n in own if n not in winner.satellites]),
                satellites=tuple([token[n] for n in own if n in winner.satellites]),
                head_part=token[int(clusters.head[index])],
                class_=winner.class_,
                mwe=winner.mwe,
                step=step.number,
            )
            made.append(record)
            derivation.tokens.append(record)
            derivation.steps.append(
                step._replace(consumed=record.parts + record.satellites, produced=record.number)
            )
        none = np.zeros(len(made), np.int32)
        columns = {name: nodes.columns[name][clusters.head] for name in ("xpos", "feats", "ent")}
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


def _step(number: int, winner: Winner, found: list[Found]) -> StepRecord:
    """Give a step that lacks only what it consumed and produced."""
    (index, row), *others = winner.matches
    rule = found[index].rule.rule
    merged = tuple(
        MergedMatch(found[i].rule.rule.name, found[i].rule.rule.at, found[i].binding(r))
        for i, r in others
    )
    return StepRecord(number, rule.name, rule.at, found[index].binding(row), (), None, merged, ())


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
