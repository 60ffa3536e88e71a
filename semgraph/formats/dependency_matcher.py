"""Patterns of spaCy's DependencyMatcher.

spaCy looks for all its tokens in one tree, and so does a match here, which lies in one sentence.
It lets two of its tokens be the same one; here nodes that may be are marked with ``$``. Tokens of
white space count as words in spaCy and not here. The siblings of a root are, in spaCy, its own
dependents; the rule for them is left out where the left token is known to have a head.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from semgraph.formats.pattern import (
    Alternatives,
    Edge,
    Order,
    Part,
    Path,
    Pattern,
    Root,
    UnsaidError,
)
from semgraph.formats.quoting import unused, variable_name
from semgraph.formats.result import Batch, Imported
from semgraph.formats.spacy_files import drafts, read_batch
from semgraph.formats.token_attributes import Json, TokenTests, operator, read_token

_SIBLINGS = {"$+": (False, True), "$-": (False, False), "$++": (True, True), "$--": (True, False)}
_KEYS = frozenset({"RIGHT_ID", "RIGHT_ATTRS", "LEFT_ID", "REL_OP"})
_MOST_RULES = 32
_NOTES = (
    "white space tokens count as words in spaCy and are skipped here",
    "a sentence is taken to be one tree, as spaCy's own sentences are",
    "where edges cross, spaCy may not know how far a subtree reaches, and finds less",
)


def read_dependency_matcher(text: str, source: str, default: str) -> Batch:
    """Read a file of DependencyMatcher patterns; arguments and errors as those of `read_batch`."""
    return read_batch(text, source, default, _pattern, _NOTES)


def _pattern(name: str, pattern: Sequence[Mapping[str, Json]]) -> Imported:
    imported = Imported(name)
    names: dict[str, str] = {}
    alternatives = [Pattern()]
    unsaid: list[UnsaidError] = []
    if not pattern:
        unsaid.append(UnsaidError("the pattern", "it is empty"))
    for number, node in enumerate(pattern):
        try:
            unsaid += _add(alternatives, node, names, first=number == 0)
        except UnsaidError as reason:
            unsaid.append(reason)
            break
        if len(alternatives) > _MOST_RULES:
            unsaid.append(
                UnsaidError("its siblings", f"they come to more than {_MOST_RULES} rules")
            )
            break
    if unsaid:
        imported.lose(unsaid)
        return imported
    imported.labels = {label for one in alternatives for label in one.labels()}
    imported.drafts = drafts(alternatives)
    if not imported.drafts:
        imported.lose([UnsaidError("the pattern", "it can match nothing")])
    return imported


def _add(
    alternatives: list[Pattern], node: Mapping[str, Json], names: dict[str, str], *, first: bool
) -> list[UnsaidError]:
    """Add a token and its relation to all alternatives; gives what of it cannot be said."""
    right, left, sign = node.get("RIGHT_ID"), node.get("LEFT_ID"), node.get("REL_OP")
    attributes = node.get("RIGHT_ATTRS")
    if not isinstance(right, str) or not isinstance(attributes, Mapping):
        raise UnsaidError(
            f"the token {right!r}", "spaCy refuses it: RIGHT_ID or RIGHT_ATTRS is missing"
        )
    if right in names:
        raise UnsaidError(f"the token {right!r}", "spaCy refuses it: two tokens have this RIGHT_ID")
    if first != (left is None and sign is None) or not (first or left in names):
        raise UnsaidError(
            f"the token {right!r}", "spaCy refuses it: its LEFT_ID names no earlier token"
        )
    if not node.keys() <= _KEYS:
        raise UnsaidError(f"the token {right!r}", f"unknown keys {sorted(node.keys() - _KEYS)}")
    tests, unsaid = read_token(attributes)
    wanted = operator(attributes)
    if wanted == "!":
        tests = tests.negated()
    elif wanted not in ("1", "{1}", "{1,1}"):
        raise UnsaidError(f"OP {wanted!r}", "spaCy refuses it in one token of a tree")
    names[right] = here = unused(variable_name(right), set(names.values()))
    label = _only_label(tests) if sign == ">" else None
    for pattern in alternatives:
        pattern.body.test(here, *(test for test in tests.tests if test is not label))
        if tests.first is not None:
            before = unused("Before", {*names.values(), *pattern.body.nodes})
            pattern.filters.append((not tests.first, Part({}, [Order(before, here)])))
    if isinstance(left, str):
        alternatives[:] = [
            new
            for old in alternatives
            for new in _related(old, names[left], str(sign), here, label)
        ]
    return unsaid


def _only_label(tests: TokenTests) -> Alternatives | None:
    """Give the test of the token's own label that can stand on its edge."""
    for test in tests.tests:
        single = test[0][0] if len(test) == 1 and len(test[0]) == 1 else None
        if single and (single.feature, single.sign) == ("deprel", "is"):
            return test
    return None


def _related(
    pattern: Pattern, left: str, sign: str, right: str, label: Alternatives | None
) -> list[Pattern]:
    """Add a relation; gives the patterns that say it together."""
    body = pattern.body
    labels = label[0][0].values if label else ()
    edges = {">": Edge(left, right, labels), "<": Edge(right, left)}
    orders = {"+": Order(left, right), "-": Order(right, left)}
    far = {"++": Order(left, right, 0, None), "--": Order(right, left, 0, None)}
    if sign in _SIBLINGS:
        return _siblings(pattern, left, right, (orders | far)[sign[1:]])
    if sign in (".", ".*", ";", ";*"):
        ends = (left, right) if sign[0] == "." else (right, left)
        body.links.append(Order(*ends, 0, None if sign.endswith("*") else 0))
    elif sign in (">>", "<<"):
        body.links.append(Path(left, right) if sign == ">>" else Path(right, left))
    elif isinstance(sign, str) and sign[:1] in edges and sign[1:] in {"": 0, **orders, **far}:
        body.links.append(edges[sign[0]])
        if len(sign) > 1:
            body.links.append((orders | far)[sign[1:]])
    else:
        raise UnsaidError(f"REL_OP {sign!r}", "spaCy has no such relation")
    return [pattern]


def _siblings(pattern: Pattern, left: str, right: str, order: Order) -> list[Pattern]:
    pattern.body.links.append(order)
    hidden = unused(
        "Head", {*pattern.body.nodes, *(n for _, p in pattern.filters for n in p.nodes)}
    )
    below = pattern.copy()
    below.filters.append((True, Part({hidden: []}, [Edge(hidden, left), Edge(hidden, right)])))
    if any(isinstance(link, Edge | Path) and link.target == left for link in pattern.body.links):
        return [below]
    pattern.body.links += [Root(left), Edge(left, right)]
    return [below, pattern]
