"""Why a word cannot be cut as a rule says, and how the rule says it."""

from __future__ import annotations

from collections.abc import Sequence

from semgraph.engine.asked import listed_as, short_lexicon, value_text
from semgraph.engine.cut import Cutter
from semgraph.engine.values import compile_regex
from semgraph.grammar.rules import Split
from semgraph.grammar.syntax import Constant, LexiconColumn, Regex

_BLANK = "a piece would be white space"


def split_text(split: Split) -> str:
    """Give an action as in the grammar, ``split W at 4``."""
    match split.at:
        case Constant(text):
            at = f'"{text}"'
        case Regex() | LexiconColumn():
            at = value_text(split.at)
        case offsets:
            at = ", ".join(map(str, offsets))
    return f"split {split.variable} at {at}"


def impossible(split: Split, cutter: Cutter, form: str, key: tuple[str, ...]) -> str:
    """Say why a word cannot be cut.

    Args:
        split: of the rule.
        cutter: made from it, which gives fewer than two pieces.
        form: of the word.
        key: of its row in the lexicon, ``()`` without one.
    """
    match split.at:
        case LexiconColumn(lexicon):
            return _row(cutter, short_lexicon(lexicon), form, key)
        case Constant(text):
            if text not in form:
                return f'"{text}" does not stand in "{form}"'
            return f'"{text}" is the whole word' if text == form else _BLANK
        case Regex() as regex:
            return _groups(regex, form)
        case offsets:
            return _offsets(offsets, form)


def _offsets(offsets: Sequence[int], form: str) -> str:
    size = len(form)
    outside = [o for o in offsets if not 0 < (o if o > 0 else size + o) < size]
    noun = "1 character" if size == 1 else f"{size} characters"
    places = listed_as(map(str, outside), "and")
    verb = "is" if len(outside) == 1 else "are"
    return f'{places} {verb} not inside "{form}", a word of {noun}' if outside else _BLANK


def _groups(regex: Regex, form: str) -> str:
    expression = compile_regex(regex)
    found = expression.fullmatch(form)
    if found is None:
        return f'{value_text(regex)} does not match the whole of "{form}"'
    pieces = [group for group in found.groups() if group]
    if "".join(pieces) != form:
        return f'the groups give "{" ".join(pieces)}", which does not spell "{form}"'
    return "the groups give one piece alone" if len(pieces) < 2 else _BLANK


def _row(cutter: Cutter, lexicon: str, form: str, key: tuple[str, ...]) -> str:
    if key not in cutter.rows:
        values = zip(cutter.keys, key, strict=True)
        asked = ", ".join(f"{k.variable}.{k.feature}={value}" for k, value in values)
        return f"no row of {lexicon} is that of {asked}"
    pieces = cutter.rows[key]
    if not pieces:
        return f"its row of {lexicon} has no pieces"
    if " " not in pieces:
        return f'its row of {lexicon} has one piece alone, "{pieces}"'
    return f'the pieces "{pieces}" of {lexicon} do not spell "{form}"'
