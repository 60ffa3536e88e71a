"""Checks of a loaded rule: what would be a mistake, and what could run for ever.

Every check is a small function over one rule or request and gives the problems that it finds.

**Why a grammar always ends.** A stage is run again only if ``repeat`` says so, and only while
something changes. Each change uses up something finite:

- ``collapse`` replaces two or more different top tokens by one, so a text of *n* leaves sees
  fewer than *n* of them. Refused here: a lone variable (unless it stands for the two or more
  words of a phrase), a variable named twice, and ``$`` variables, which may be the same node as
  another.
- ``absorb`` replaces a core and one or more other tokens by one, likewise. Refused here: a core
  that is its own satellite, a satellite of two cores or of a satellite, ``$`` variables.
- ``set`` gives a token a feature that it has not yet; a rule names finitely many. Refused here:
  the features that semgraph itself writes, and two values for one feature.
- ``split`` comes before all that, and splits a word of the parse once; see `check_split`.
- a marker is kept once for each rule and binding of its variables, so a stage that repeats and
  only marks comes to rest after its second run.

A match that would change nothing is not new, and no action takes anything back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from semgraph.grammar.check_request import REQUEST_CHECKS
from semgraph.grammar.check_split import SPLIT_CHECKS, check_phase, check_repeated_pieces
from semgraph.grammar.rules import GrammarTree, Lexicon, Rule, Stage
from semgraph.grammar.scope import Finding, Mention, Problem, Problems, Scope, reach, unknown
from semgraph.grammar.source import Source
from semgraph.grammar.syntax import EdgeClause, FeatureRef, Request
from semgraph.grammar.vocabulary import COLUMNS, wrong_feature
from semgraph.types import Variable

_MOST_MEANINGS = 3


def check_request(
    request: Request, source: Source, scheme: str, lexicons: Mapping[str, Lexicon]
) -> None:
    """Check a bare request.

    Raises:
        RequestError: the first problem.
    """
    scope = Scope.of(request, scheme, lexicons)
    _raise_first(_request_findings(scope, None), source)


def check_grammar(tree: GrammarTree, lexicons: Mapping[str, Lexicon], source: Source) -> None:
    """Check the rules of a file, whose lexicons are read.

    Raises:
        GrammarError: the first problem.
    """
    for stage in tree.stages:
        staged = stage_findings(stage)
        _raise_first([finding for finding in staged if finding.rule is None], source)
        for rule in stage.rules:
            found = [f for f in staged if f.rule == rule.name]
            found += rule_findings(rule, Scope.of(rule.request, tree.scheme, lexicons))
            _raise_first(found, source)


def stage_findings(stage: Stage) -> list[Finding]:
    """Give every problem of a stage, and of rules that cannot stand in it."""
    findings = [Finding(c, problem) for c, check in _STAGE.items() for problem in check(stage)]
    for rule in stage.rules:
        for code, check in _IN_STAGE.items():
            findings += [Finding(code, problem, rule.name) for problem in check(rule, stage)]
    return findings


def rule_findings(rule: Rule, scope: Scope) -> list[Finding]:
    """Give every problem of a rule."""
    findings = _request_findings(scope, rule.name)
    for code, check in RULE_CHECKS.items():
        findings += [Finding(code, problem, rule.name) for problem in check(rule, scope)]
    return findings


def _request_findings(scope: Scope, rule: str | None) -> list[Finding]:
    return [
        Finding(code, problem, rule)
        for code, check in REQUEST_CHECKS.items()
        for problem in check(scope)
    ]


def _raise_first(findings: Sequence[Finding], source: Source) -> None:
    if findings:
        first = min(findings, key=lambda finding: finding.order)
        problem = first.problem
        raise source.error(
            problem.message, problem.location, rule=first.rule, hint=problem.hint, code=first.code
        )


# What the rule does


def check_pattern(rule: Rule, _scope: Scope) -> Problems:
    """Require a pattern."""
    if not any(block.kind == "pattern" for block in rule.request.blocks):
        yield Problem("the rule has no 'pattern'", rule.location, "add: pattern { … }")


def check_action(rule: Rule, _scope: Scope) -> Problems:
    """Require an action."""
    if not (rule.collapse or rule.absorbs or rule.marks or rule.sets or rule.split):
        yield Problem(
            "the rule does nothing",
            rule.location,
            "add collapse, absorb, resonance, direction, tension, set or split",
        )


def check_variables(rule: Rule, scope: Scope) -> Problems:
    """Require that actions name variables that the pattern binds."""
    for variable, location in _action_variables(rule):
        if variable not in scope.bound:
            yield unknown(variable, location, scope)


def check_shared(rule: Rule, scope: Scope) -> Problems:
    """Require that what is collapsed or absorbed is a node of its own."""
    for variable, location in (*_collapsed(rule), *_absorbed(rule)):
        if variable in scope.request.shared:
            yield Problem(
                f"'{variable}$' may be the same node as another, so it cannot be merged",
                location,
                f"write {variable} without '$' in the pattern",
            )


# Collapse


def check_collapse_alone(rule: Rule, scope: Scope) -> Problems:
    """Require two nodes, or one that stands for a phrase."""
    if rule.collapse and len(rule.collapse.variables) == 1:
        variable, location = next(_collapsed(rule))
        many = variable in scope.phrases or scope.quantifiers.get(variable, "?") != "?"
        if variable in scope.bound and not many:
            yield Problem(
                f"'collapse {variable}' alone merges nothing",
                location,
                "name two or more variables, or one that 'phrase' binds",
            )


def check_collapse_twice(rule: Rule, _scope: Scope) -> Problems:
    """Require different variables in a collapse."""
    yield from _repeated(_collapsed(rule), "'{}' is collapsed twice")


def check_meanings(rule: Rule, scope: Scope) -> Problems:
    """Refuse a link of more than three parts, as each has a meaning or more."""
    if rule.kind == "link" and rule.collapse:
        sure = [v for v in rule.collapse.variables if scope.quantifiers.get(v, "+") == "+"]
        count = len(set(sure))
        if count > _MOST_MEANINGS:
            yield Problem(
                f"a link holds 2 or 3 meanings, this one would hold {count} or more",
                rule.places.get("kind", rule.location),
                "write -> hyperlexeme",
            )


def check_head(rule: Rule, scope: Scope) -> Problems:
    """Require that the head is one of the parts, and there in every match."""
    at = rule.places.get("head", rule.location)
    if rule.head and rule.collapse and rule.head not in rule.collapse.variables:
        yield Problem(
            f"the head '{rule.head}' is not collapsed",
            at,
            f"choose one of {', '.join(rule.collapse.variables)}",
        )
    if rule.head in scope.quantifiers:
        yield Problem(
            f"the head '{rule.head}' may be missing or many",
            at,
            "choose a node that is there in every match",
        )


def check_head_open(rule: Rule, scope: Scope) -> Problems:
    """Require ``head`` unless the pattern's edges put one part above all others."""
    if rule.head or not rule.collapse:
        return
    parts = [v for v in dict.fromkeys(rule.collapse.variables) if v in scope.bound]
    if len(parts) < 2:
        return
    below = _below(rule.request)
    plain = {part for part in parts if part not in scope.quantifiers} or set(parts)
    tops = [part for part in plain if plain <= reach(part, below)]
    reached = {v for part in tops for v in reach(part, below)}
    above = {part for part in parts if plain <= reach(part, below)}
    if not tops or not set(parts) <= reached | above:
        yield Problem(
            "the pattern leaves open which part is the head",
            rule.collapse.location,
            f"say 'head {parts[0]}' or the like",
        )


def check_needs_collapse(rule: Rule, _scope: Scope) -> Problems:
    """Require a collapse where the rule describes its token."""
    if rule.collapse is None:
        for key in ("kind", "head", "lemma", "class", "mwe"):
            if key in rule.places:
                what = f"-> {rule.kind}" if key == "kind" else key
                yield Problem(
                    f"'{what}' describes a token, but the rule collapses nothing",
                    rule.places[key],
                    "add 'collapse'",
                )


# Absorb


def check_absorb(rule: Rule, scope: Scope) -> Problems:
    """Require that a satellite is absorbed once, and is neither a core nor collapsed."""
    collapsed = {variable for variable, _ in _collapsed(rule)}
    cores = {absorb.core for absorb in rule.absorbs}
    satellites = [
        mention
        for absorb in rule.absorbs
        for mention in zip(absorb.satellites, absorb.places[:-1], strict=True)
    ]
    for variable, location in satellites:
        if variable in cores:
            yield Problem(f"'{variable}' is both absorbed and a core", location)
        if variable in collapsed:
            yield Problem(f"'{variable}' is both collapsed and absorbed", location)
    for absorb in rule.absorbs:
        if absorb.core in scope.quantifiers:
            yield Problem(
                f"the core '{absorb.core}' may be missing or many",
                absorb.places[-1],
                "absorb into a node that is there in every match",
            )
        if absorb.core in collapsed:
            yield Problem(
                f"'{absorb.core}' is collapsed, so nothing can be absorbed into it here",
                absorb.places[-1],
                "absorb in a later stage",
            )
    yield from _repeated(satellites, "'{}' is absorbed twice")


# Markers and features


def check_marks(rule: Rule, _scope: Scope) -> Problems:
    """Require two different nodes for a marker."""
    for mark in rule.marks:
        if mark.source == mark.target:
            yield Problem(f"a {mark.kind} needs two different nodes", mark.places[1])


def check_sets(rule: Rule, scope: Scope) -> Problems:
    """Require that ``set`` writes a treebank's feature, once, with a plain value."""
    seen: set[tuple[Variable, str]] = set()
    for item in rule.sets:
        _, feature_at, value_at = item.places
        wrong = wrong_feature(scope.scheme, item.feature)
        if item.feature in (*COLUMNS, "__id__"):
            yield Problem(
                f"'{item.feature}' cannot be set",
                feature_at,
                "set a feature such as Polarity or one of your own",
            )
        elif wrong:
            yield Problem(wrong[0], feature_at, wrong[1])
        if (item.variable, item.feature) in seen:
            yield Problem(f"'{item.variable}.{item.feature}' is set twice", feature_at)
        seen.add((item.variable, item.feature))
        if not item.value or any(c in "|=" or c.isspace() for c in item.value):
            yield Problem("a feature's value has no space, '|' or '=', and is not empty", value_at)


def check_template(rule: Rule, scope: Scope) -> Problems:
    """Require known features in a lemma's fields."""
    for piece in rule.lemma.pieces if rule.lemma else ():
        if isinstance(piece, FeatureRef):
            wrong = wrong_feature(scope.scheme, piece.feature)
            if wrong:
                yield Problem(wrong[0], piece.location, wrong[1])


RULE_CHECKS: Mapping[str, Callable[[Rule, Scope], Problems]] = {
    "E201": check_pattern,
    "E202": check_action,
    "E203": check_variables,
    "E204": check_shared,
    "E205": check_collapse_alone,
    "E206": check_collapse_twice,
    "E207": check_meanings,
    "E208": check_head,
    "E209": check_head_open,
    "E210": check_needs_collapse,
    "E211": check_absorb,
    "E212": check_marks,
    "E213": check_sets,
    "E214": check_template,
    **SPLIT_CHECKS,
}
# Checks of a rule in its stage.
_IN_STAGE: Mapping[str, Callable[[Rule, Stage], Problems]] = {"E218": check_phase}
_STAGE: Mapping[str, Callable[[Stage], Problems]] = {"E219": check_repeated_pieces}
STAGE_CHECKS: Mapping[str, Callable[..., Problems]] = {**_IN_STAGE, **_STAGE}


# Helpers


def _collapsed(rule: Rule) -> Iterator[Mention]:
    if rule.collapse:
        yield from zip(rule.collapse.variables, rule.collapse.places, strict=True)


def _absorbed(rule: Rule) -> Iterator[Mention]:
    for absorb in rule.absorbs:
        yield from zip((*absorb.satellites, absorb.core), absorb.places, strict=True)


def _action_variables(rule: Rule) -> Iterator[Mention]:
    yield from _collapsed(rule)
    yield from _absorbed(rule)
    for mark in rule.marks:
        yield from zip((mark.source, mark.target), mark.places, strict=True)
    for item in rule.sets:
        yield item.variable, item.places[0]
    if rule.split:
        yield rule.split.variable, rule.split.places[0]
    if rule.head and not (rule.collapse and rule.head in rule.collapse.variables):
        yield rule.head, rule.places.get("head", rule.location)
    for piece in rule.lemma.pieces if rule.lemma else ():
        if isinstance(piece, FeatureRef):
            yield piece.variable, piece.location or rule.location


def _repeated(mentions: Iterator[Mention] | Sequence[Mention], message: str) -> Problems:
    seen: Counter[Variable] = Counter()
    for variable, location in mentions:
        seen[variable] += 1
        if seen[variable] == 2:
            yield Problem(message.format(variable), location)


def _below(request: Request) -> dict[Variable, set[Variable]]:
    """Give for each variable those that an edge or a path of the patterns puts below it."""
    below: dict[Variable, set[Variable]] = {}
    for block in request.blocks:
        plain = block.kind == "pattern" and len(block.alternatives) == 1
        for clause in block.clauses if plain else ():
            if isinstance(clause, EdgeClause) and clause.source and clause.target:
                below.setdefault(clause.source, set()).add(clause.target)
    return below
