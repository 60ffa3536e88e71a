"""What came of each match of a stage that splits words: it won, lost, or was refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from semgraph.engine.claims import Claim, Rival
from semgraph.engine.propose import Found
from semgraph.engine.settle import Criterion
from semgraph.engine.split import key_of, whole
from semgraph.engine.uncut import impossible, split_text
from semgraph.parse.columns import Parse

if TYPE_CHECKING:
    from semgraph.engine.record import Round


def split_claims(done: Round, parse: Parse) -> list[Claim]:
    """Give what came of every match of a round of splits, rule by rule.

    Args:
        done: the round.
        parse: the batch before any word is split.
    """
    starts = parse.doc_start.tolist()
    cuts = {starts[doc] + cut.word: place for place, (doc, cut) in enumerate(done.cuts)}
    free = whole(parse)
    split = {starts[doc] + c.word: c.rule for doc, own in enumerate(done.earlier) for c in own}
    wishes = [
        (index, row, int(item.relation[_variable(item)][row]))
        for index, item in enumerate(done.found)
        for row in range(item.relation.size)
    ]
    reasons = [
        _refusal(done.found[index], row, word, split, parse) if free[word] else _kept(parse, word)
        for index, row, word in wishes
    ]
    winners: dict[int, int] = {}
    order = sorted(range(len(wishes)), key=lambda n: -_priority(done.found[wishes[n][0]]))
    for number in order:
        if not reasons[number]:
            winners.setdefault(wishes[number][2], number)
    claims = []
    for number, ((index, row, word), reason) in enumerate(zip(wishes, reasons, strict=True)):
        item = done.found[index]
        assert item.rule.rule.split is not None
        claim = Claim(index, row, split_text(item.rule.rule.split), (word,), "refused")
        if reason:
            claim = replace(claim, reason=reason)
        elif winners[word] == number:
            claim = replace(claim, verdict="won", winner=cuts[word])
        else:
            first = winners[word]
            criterion = _criterion(done, wishes[first][0], index)
            claim = replace(claim, verdict="lost", rival=Rival(first, word, criterion))
        claims.append(claim)
    return claims


def _variable(item: Found) -> str:
    assert item.rule.cutter is not None
    return item.rule.cutter.variable


def _priority(item: Found) -> int:
    return item.rule.rule.priority


def _kept(parse: Parse, word: int) -> str:
    if parse.form[word] != parse.word[word]:
        return "words of a multiword token stay whole"
    return "white space stays whole"


def _refusal(item: Found, row: int, word: int, split: Mapping[int, str], parse: Parse) -> str:
    """Say why a match cannot split its word, ``""`` if it can."""
    if word in split:
        return f"{split[word]} has split the word in an earlier stage"
    rule, cutter = item.rule.rule, item.rule.cutter
    assert rule.split is not None
    assert cutter is not None
    form, key = parse.strings[int(parse.form[word])], key_of(item, row)
    if len(cutter.cut(form, key)[0]) > 1:
        return ""
    return impossible(rule.split, cutter, form, key)


def _criterion(done: Round, winner: int, loser: int) -> Criterion | Literal["same tokens"]:
    if winner == loser:
        return "same tokens"
    one, two = _priority(done.found[winner]), _priority(done.found[loser])
    return "priority" if one != two else "rule order"
