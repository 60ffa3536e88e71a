"""The source text of patterns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from semgraph.formats.pattern import (
    Alternatives,
    Edge,
    Link,
    Order,
    Part,
    Path,
    Pattern,
    Root,
    Test,
    Value,
    ends_of,
)
from semgraph.formats.quoting import quote, quote_label, quote_regex


def render(pattern: Pattern, same: frozenset[str] = frozenset()) -> list[str]:
    """Write the blocks of a pattern, one a line.

    Args:
        pattern: what to write.
        same: nodes that may be the same as others.
    """
    lines = [_block("pattern", pattern.body, same)]
    for wanted, part in pattern.filters:
        lines.append(_block("with" if wanted else "without", part, same))
    return lines


def _block(word: str, part: Part, same: frozenset[str]) -> str:
    def name(node: str) -> str:
        return f"{node}$" if node in same else node

    clauses = []
    linked = {node for link in part.links for node in ends_of(link)}
    for node, tests in part.nodes.items():
        written = list(_structures(tests))
        if written:
            clauses += [f"{name(node)} {structure}" for structure in written]
        elif node not in linked:
            clauses.append(f"{name(node)} []")
    clauses += [_link(link, name) for link in part.links]
    return f"{word} {{ {'; '.join(clauses)} }}"


def _structures(tests: Iterable[Alternatives]) -> Iterator[str]:
    """Write a node's tests: one bracket for those without alternatives, then the others."""
    single = [t for options in tests if len(options) == 1 for t in options[0]]
    if single:
        yield f"[{', '.join(map(_test, dict.fromkeys(single)))}]"
    for options in tests:
        if len(options) > 1 and () not in options:
            yield "|".join(f"[{', '.join(map(_test, option))}]" for option in options)


def _test(test: Test) -> str:
    match test.sign:
        case "present":
            return test.feature
        case "absent":
            return f"!{test.feature}"
        case "is":
            return f"{test.feature}={'|'.join(map(_value, test.values))}"
        case "not":
            return f"{test.feature}<>{'|'.join(map(_value, test.values))}"


def _value(value: Value) -> str:
    if isinstance(value, str):
        return quote(value)
    return quote_regex(value.pattern, ignore_case=value.ignore_case)


def _label(value: Value) -> str:
    return quote_label(value) if isinstance(value, str) else _value(value)


def _link(link: Link, name: Callable[[str], str]) -> str:
    match link:
        case Edge(source, target, ()):
            return f"{name(source)} -> {name(target)}"
        case Edge(source, target, labels, negated):
            sign = "^" if negated else ""
            return f"{name(source)} -[{sign}{'|'.join(map(_label, labels))}]-> {name(target)}"
        case Path(source, target):
            return f"{name(source)} ->> {name(target)}"
        case Root(node):
            return f"* -[root]-> {name(node)}"
        case Order(left, right, least, most):
            return f"{name(left)} {_gap(least, most)} {name(right)}"


def _gap(least: int, most: int | None) -> str:
    if (least, most) == (0, 0):
        return "<"
    if (least, most) == (0, None):
        return "<<"
    if least == most:
        return f"<{{{least}}}"
    return f"<{{{least or ''},{'' if most is None else most}}}"
