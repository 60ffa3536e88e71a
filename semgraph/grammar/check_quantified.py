"""Checks of optional and repeated nodes: ``M?``, ``M*``, ``M+``."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from semgraph.grammar.scope import Problem, Problems, Scope, alternatives_of, mentions_of
from semgraph.grammar.syntax import IdClause, Location, NodeClause, PhraseClause
from semgraph.types import Variable


def check_plain_node(scope: Scope) -> Problems:
    """Require a node that is there in every match."""
    for variable, location in _first_mentions(scope).items():
        if scope.bound <= scope.quantifiers.keys():
            yield Problem(
                "the pattern binds only nodes that may be missing or many",
                location,
                f"name a node that is there in every match, as in N -> {_written(variable, scope)}",
            )
            return


def check_signs(scope: Scope) -> Problems:
    """Refuse signs that say different things of one node, and phrases that are optional."""
    for block in scope.request.blocks:
        for clause in block.clauses:
            for variable, location in mentions_of(clause):
                if variable not in scope.quantifiers:
                    continue
                if variable in scope.request.shared:
                    yield Problem(f"'{variable}' cannot have '$' and another sign", location)
                if isinstance(clause, PhraseClause):
                    yield Problem("the words of a phrase are not optional or repeated", location)


def check_alternatives(scope: Scope) -> Problems:
    """Refuse optional and repeated nodes in alternatives of a pattern."""
    for block in scope.request.blocks:
        if block.kind == "pattern" and len(block.alternatives) > 1:
            for clause in block.clauses:
                for variable, location in mentions_of(clause):
                    if variable in scope.quantifiers:
                        yield Problem(
                            f"'{_written(variable, scope)}' cannot stand in an alternative",
                            location,
                            "give it a 'pattern' of its own",
                        )


def check_many(scope: Scope) -> Problems:
    """Refuse a clause, or a filter, that compares many nodes with what is bound after them."""
    order = list(scope.quantifiers)
    for block, clauses in alternatives_of(scope.request):
        groups = [[c] for c in clauses] if block.kind == "pattern" else [list(clauses)]
        for group in groups:
            found: dict[Variable, Location] = {}
            for clause in group:
                for variable, location in mentions_of(clause):
                    if variable in scope.quantifiers:
                        found.setdefault(variable, location)
            *earlier, last = sorted(found, key=order.index) or [""]
            many = [variable for variable in earlier if scope.quantifiers[variable] != "?"]
            if many:
                yield Problem(
                    f"'{_written(many[0], scope)}' is many nodes,"
                    f" which cannot be compared with '{_written(last, scope)}'",
                    found[last],
                    "compare each with a node that is there in every match",
                )


def check_tied(scope: Scope) -> Problems:
    """Require a clause that ties a quantified node to another."""
    tied: set[Variable] = set()
    for block, clauses in alternatives_of(scope.request):
        for clause in clauses if block.kind == "pattern" else ():
            names = [variable for variable, _ in mentions_of(clause)]
            if len(names) > 1 and not isinstance(clause, NodeClause | IdClause):
                tied.update(names)
    for variable, location in _first_mentions(scope).items():
        if variable not in tied:
            written = _written(variable, scope)
            yield Problem(
                f"nothing ties '{written}' to another node",
                location,
                f"say how, as in N -[amod]-> {written}",
            )


def _first_mentions(scope: Scope) -> dict[Variable, Location]:
    """Give where each quantified node is first named."""
    found: dict[Variable, Location] = {}
    for block in scope.request.blocks:
        for clause in block.clauses:
            for variable, location in mentions_of(clause):
                if variable in scope.quantifiers:
                    found.setdefault(variable, location)
    return found


def _written(variable: Variable, scope: Scope) -> str:
    return f"{variable}{scope.quantifiers[variable]}"


QUANTIFIER_CHECKS: Mapping[str, Callable[[Scope], Problems]] = {
    "E121": check_plain_node,
    "E122": check_signs,
    "E123": check_alternatives,
    "E124": check_many,
    "E125": check_tied,
}
