"""The answer to ``why`` as plain JSON values, for editors and web pages.

::

    {"verdict", "matched": bool, "rule", "at": "mine.sg:5", "note", "repeat": bool, "round": 1,
     "doc": 0, "sentence": "…",
     "matches": [{"doc", "outcome", "action", "binding": {"V": [WORD, …]}, "made": WORD or null,
                  "pieces": [WORD, …], "step",
                  "lost": null or {"rule", "by", "token": WORD, "words": [WORD, …]},
                  "reason", "markers", "sets",
                  "evidence": {"values": [[variable, feature, value], …],
                               "edges": [[governor, label, dependent], …],
                               "rows": [{"lexicon", "row": {column: cell}}, …]}}, …],
     "taken": [{"words": [WORD, …], "rule", "at", "made": WORD, "step": "s1"}, …],
     "stage": "" or the stage that took them, "en.verbs/verbs",
     "binding": {"V": [WORD, …]},      the nearest binding, or before words were taken
     "reason": CONDITION or null,      the first that does not hold
     "broken": [CONDITION, …],
     "filter": null or {"kind": "with" or "without", "place": PLACE,
                        "binding": {"D": [WORD, …]}, "others": [PLACE, …]},
     "repeated": "" or the variable that no node fits,
     "complete": bool}                 false where the search had to stop early

    WORD       {"token": "t2", "form": "turned"}   ids as in a trace
    PLACE      {"file", "line", "column", "source": the line, "text": the clause}
    CONDITION  {"message", "variables": ["V"], "seen", "asked", "place": PLACE}
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from semgraph.engine.told import Broken
from semgraph.grammar.rules import GrammarFile
from semgraph.types import Json
from semgraph.workbench.answer import Why, WhyMatch, Word, WordsTaken
from semgraph.workbench.excerpt import Excerpt, excerpt
from semgraph.workbench.trace import match_json, token_id


def why_json(answer: Why) -> Json:
    """Give an answer as plain JSON values; the shape is above."""
    failure, file = answer.failure, answer.file
    broken = [condition_json(each, file) for each in failure.broken if file] if failure else []
    return {
        "verdict": answer.verdict,
        "matched": answer.matched,
        "rule": answer.rule,
        "at": answer.found.at if answer.found else "",
        "note": answer.note,
        "repeat": answer.repeat,
        "round": answer.round,
        "doc": answer.doc,
        "sentence": answer.sentence,
        "matches": [_match(match) for match in answer.matches],
        "taken": [_taken(taken) for taken in answer.taken],
        "stage": answer.stage,
        "binding": _binding(answer.binding or {}),
        "reason": broken[0] if broken else None,
        "broken": broken,
        "filter": _filter(answer),
        "repeated": failure.variable if failure else "",
        "complete": failure.complete if failure else True,
    }


def condition_json(broken: Broken, file: GrammarFile) -> Json:
    """Give a condition that does not hold as plain JSON values."""
    return {
        "message": broken.message,
        "variables": list(broken.variables),
        "seen": broken.seen,
        "asked": broken.asked,
        "place": place_json(excerpt(file, broken.clause.location, broken.place)),
    }


def place_json(place: Excerpt) -> Json:
    """Give a place in a grammar as plain JSON values."""
    return {
        "file": place.file,
        "line": place.place.line,
        "column": place.place.column,
        "source": place.line,
        "text": place.text,
    }


def _filter(answer: Why) -> Json | None:
    failure, file = answer.failure, answer.file
    if failure is None or failure.block is None or file is None:
        return None
    return {
        "kind": failure.block.kind,
        "place": place_json(excerpt(file, failure.block.location, block=True)),
        "binding": _binding(answer.extension or {}),
        "others": [
            place_json(excerpt(file, block.location, block=True)) for block in failure.others
        ],
    }


def _taken(taken: WordsTaken) -> Json:
    return {
        "words": [_word(word) for word in taken.words],
        "rule": taken.rule,
        "at": taken.at,
        "made": _word(taken.made),
        "step": f"s{taken.step}",
    }


def _match(found: WhyMatch) -> Json:
    plain = match_json(found.match)
    loss, evidence = found.match.loss, found.evidence
    return {
        "doc": found.doc,
        "outcome": plain["outcome"],
        "action": plain["action"],
        "binding": _binding(found.binding),
        "made": _word(found.made) if found.made else None,
        "pieces": [_word(word) for word in found.pieces],
        "step": plain["step"],
        "lost": loss
        and {
            "rule": loss.rule,
            "by": loss.criterion,
            "token": found.shared and _word(found.shared),
            "words": [_word(word) for word in found.rival],
        },
        "reason": plain["reason"],
        "markers": plain["markers"],
        "sets": plain["sets"],
        "evidence": {
            "values": [list(each) for each in evidence.values],
            "edges": [list(each) for each in evidence.edges],
            "rows": [{"lexicon": name, "row": dict(row)} for name, row in evidence.rows],
        },
    }


def _binding(binding: Mapping[str, Sequence[Word]]) -> Json:
    return {name: [_word(word) for word in words] for name, words in binding.items()}


def _word(word: Word) -> Json:
    return {"token": token_id(word.token), "form": word.form}
