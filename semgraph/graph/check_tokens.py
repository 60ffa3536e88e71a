"""Invariants of tokens, steps and markers; each check gives path and message of what breaks it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from semgraph.graph.check_leaves import Problem
from semgraph.graph.ids import leaf_id, number_of, token_id
from semgraph.schema.models import Document, TokenModel
from semgraph.types import TokenId

_CORES_OF_A_LINK = range(2, 4)
_LOWEST_VALUE = {"resonance": 0.0, "direction": -1.0, "tension": 0.0}


def base_atoms_come_first(document: Document) -> Iterator[Problem]:
    """Every leaf is wrapped in the base atom of its number."""
    for place in range(len(document.leaves)):
        if place >= len(document.tokens):
            yield "tokens", f"lack the base atom '{token_id(place)}' of '{leaf_id(place)}'"
            return
        token = document.tokens[place]
        if token.id != token_id(place):
            wanted = f"the base atom '{token_id(place)}' must stand"
            yield f"tokens[{place}].id", f"is '{token.id}', where {wanted}"
        if token.parts != [leaf_id(place)]:
            yield f"tokens[{place}].parts", f"must be '{leaf_id(place)}' alone in a base atom"


def produced_tokens_ascend(document: Document) -> Iterator[Problem]:
    """Numbers of produced tokens grow, and are no base atom's."""
    last = len(document.leaves) - 1
    for place, token in _produced(document):
        if number_of(token.id) <= last:
            yield f"tokens[{place}].id", f"is '{token.id}', but must come after '{token_id(last)}'"
        last = number_of(token.id)


def members_are_earlier_tokens(document: Document) -> Iterator[Problem]:
    """Parts and satellites are earlier tokens, each in one token only."""
    known = {token_id(place) for place in range(len(document.leaves))}
    holder: dict[TokenId, TokenId] = {}
    for place, token in _produced(document):
        for field, members in (("parts", token.parts), ("satellites", token.satellites)):
            for index, member in enumerate(members):
                path = f"tokens[{place}].{field}[{index}]"
                if member not in known:
                    yield path, f"is '{member}', which is no earlier token"
                if member in holder:
                    yield path, f"is '{member}', which is in '{holder[member]}' already"
                holder[member] = token.id
        known.add(token.id)


def head_part_is_a_part(document: Document) -> Iterator[Problem]:
    """The head part is one of the parts."""
    for place, token in enumerate(document.tokens):
        if token.head_part not in token.parts:
            yield (
                f"tokens[{place}].head_part",
                f"is '{token.head_part}', which is none of the parts",
            )


def kinds_fit_the_cores(document: Document) -> Iterator[Problem]:
    """An atom has one core, a link two or three, a hyperlexeme two words or more."""
    cores = {token_id(place): 1 for place in range(len(document.leaves))}
    words = dict(cores)
    kinds = {token.id: token.kind for token in document.tokens}
    for place, token in _produced(document):
        path = f"tokens[{place}].kind"
        inner = sum(cores[part] for part in token.parts)
        words[token.id] = sum(words[part] for part in token.parts)
        cores[token.id] = inner if token.kind == "link" else 1
        if token.kind == "atom" and [kinds[part] for part in token.parts] != ["atom"]:
            yield path, "is 'atom', but the parts are not one atom"
        if token.kind == "link" and inner not in _CORES_OF_A_LINK:
            yield path, f"is 'link', but the parts have {inner} cores, not 2 or 3"
        if token.kind == "hyperlexeme" and words[token.id] < 2:
            yield path, "is 'hyperlexeme', but the parts have one word"


def steps_ascend(document: Document) -> Iterator[Problem]:
    """Numbers of steps grow."""
    last = 0
    for place, step in enumerate(document.derivation):
        if number_of(step.id) <= last:
            yield f"derivation[{place}].id", f"is '{step.id}', but must come after 's{last}'"
        last = number_of(step.id)


def steps_make_the_tokens(document: Document) -> Iterator[Problem]:
    """Steps make the produced tokens, each one, in their order, of their parts and satellites."""
    produced = _produced(document)
    for place, step in enumerate(document.derivation):
        path = f"derivation[{place}]"
        if step.split is not None:
            continue
        if step.produced is None:
            if not step.sets:
                yield f"{path}.produced", "is null in a step that sets nothing"
            if step.consumed:
                yield f"{path}.consumed", "must be empty in a step that makes no token"
            continue
        if step.sets:
            yield f"{path}.set", "must be empty in a step that makes a token"
        index, token = next(produced, (None, None))
        if token is None or step.produced != token.id:
            wanted = f"the next token made is '{token.id}'" if token else "no token is left to make"
            yield f"{path}.produced", f"is '{step.produced}', but {wanted}"
        elif step.consumed != token.parts + token.satellites:
            yield f"{path}.consumed", f"must be the parts and satellites of '{token.id}'"
        elif token.step != step.id:
            yield f"tokens[{index}].step", f"is {_shown(token.step)}, but '{step.id}' made it"
    for index, token in produced:
        yield f"tokens[{index}].step", f"is {_shown(token.step)}, but no step makes '{token.id}'"


def matches_name_tokens(document: Document) -> Iterator[Problem]:
    """Variables are bound to tokens that were there before the step."""
    known = {token_id(place) for place in range(len(document.leaves))}
    for place, step in enumerate(document.derivation):
        matches = {f"derivation[{place}]": step.match}
        for index, merged in enumerate(step.merged):
            matches[f"derivation[{place}].merged[{index}]"] = merged.match
        for path, match in matches.items():
            yield from _unknown(f"{path}.match", match, known)
        for index, given in enumerate(step.sets):
            if given.token not in known:
                path = f"derivation[{place}].set[{index}].token"
                yield path, f"is '{given.token}', which is no token by then"
        if step.produced is not None:
            known.add(step.produced)


def _unknown(
    path: str, match: Mapping[str, TokenId | Sequence[TokenId]], known: set[TokenId]
) -> Iterator[Problem]:
    for variable, bound in match.items():
        for index, token in enumerate([bound] if isinstance(bound, str) else bound):
            if token not in known:
                place = "" if isinstance(bound, str) else f"[{index}]"
                yield f"{path}.{variable}{place}", f"is '{token}', which is no token by then"


def features_are_set_once(document: Document) -> Iterator[Problem]:
    """A step sets a feature that the token has not yet."""
    known = {
        (token_id(place), feature)
        for place, leaf in enumerate(document.leaves)
        for feature in leaf.feats
    }
    for place, step in enumerate(document.derivation):
        for index, given in enumerate(step.sets):
            if (given.token, given.feature) in known:
                path = f"derivation[{place}].set[{index}].feature"
                yield path, f"is {given.feature!r}, which '{given.token}' has already"
            known.add((given.token, given.feature))


def markers_name_tokens(document: Document) -> Iterator[Problem]:
    """Both ends of a marker are tokens, and its value lies where it may."""
    known = {token.id for token in document.tokens}
    for place, marker in enumerate(document.markers):
        for field, end in (("source", marker.source), ("target", marker.target)):
            if end not in known:
                yield f"markers[{place}].{field}", f"is '{end}', which is no token of the graph"
        lowest = _LOWEST_VALUE[marker.kind]
        if marker.value is not None and not lowest <= marker.value <= 1:
            path = f"markers[{place}].value"
            yield path, f"is {marker.value}, but a {marker.kind} lies in [{lowest:g}, 1]"


def grammars_are_named_once(document: Document) -> Iterator[Problem]:
    """No grammar is listed twice."""
    known = set()
    for place, grammar in enumerate(document.provenance.grammars):
        if grammar.name in known:
            yield f"provenance.grammars[{place}].name", f"is {grammar.name!r} a second time"
        known.add(grammar.name)


def _produced(document: Document) -> Iterator[tuple[int, TokenModel]]:
    """Give the produced tokens with their places."""
    count = len(document.leaves)
    return iter(list(enumerate(document.tokens))[count:])


def _shown(id_: str | None) -> str:
    return "null" if id_ is None else f"'{id_}'"
