"""``semgraph grammar why``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Literal

import click
from rich.text import Text

from semgraph.cli.grammars import Parsers, Tokenizers
from semgraph.cli.output import Page, open_output
from semgraph.cli.parsed import grammar_options, parses_of
from semgraph.cli.visible import shown, visible

if TYPE_CHECKING:
    from semgraph.engine.told import Broken
    from semgraph.grammar import Grammar
    from semgraph.workbench.answer import Why, WhyMatch, Word
    from semgraph.workbench.excerpt import Excerpt

_FAINT, _GOOD, _BAD = "dim", "bold blue", "bold red"
_TITLES = {
    "matched": "matches",
    "lost": "matches, but loses",
    "refused": "matches, but makes nothing",
    "taken": "comes too late",
    "filtered": "is dropped by a filter",
    "no match": "does not match",
    "off": "does not run",
    "language": "does not run",
    "absent": "does not run",
    "scheme": "does not run",
}


@click.command("why")
@click.argument("rule")
@click.argument("text", metavar="TEXT|FILE|-")
@grammar_options
@click.option(
    "--at",
    multiple=True,
    metavar="WORD",
    help="Some node of the rule must be this word: a form, w3, or an offset. Repeatable.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How to answer (default: text).",
)
@click.pass_context
def command(
    ctx: click.Context,
    rule: str,
    text: str,
    lang: str,
    pipeline: str | None,
    grammars: tuple[str, ...],
    grammar_path: tuple[str, ...],
    no_default_grammars: bool,
    without: tuple[str, ...],
    at: tuple[str, ...],
    form: Literal["text", "json"],
) -> None:
    """Say why a rule matches a text, or which clause keeps it from matching.

    RULE is a full name, or its last part where that is clear. TEXT is a text, or a file: CoNLL-U
    keeps its parse. The rule is judged just before its stage. Where it does not match, the answer
    is the rule of an earlier stage that took its words, or else the binding that violates the
    fewest conditions. The exit code is 1 unless the rule matches
    and something comes of it.

    \b
      semgraph grammar why en.verbs/particle_verb "He looked up the street."
      semgraph grammar why verbal_idiom "She kicked the pail." --at kicked
      semgraph grammar why mine/light "They made a walk." --grammar mine.sg
    """
    import orjson

    from semgraph.errors import InputError
    from semgraph.parse import Parse
    from semgraph.workbench.why import why
    from semgraph.workbench.why_json import why_json

    parsers = Parsers(lang, pipeline)
    tokenizers = Tokenizers(parsers, grammars, grammar_path, not no_default_grammars, without)
    parses = list(parses_of(text, parsers))
    if not parses:
        raise InputError("there is nothing to look at", source=text)
    parse = parses[0] if len(parses) == 1 else Parse.concatenate(parses)
    whole = tokenizers.whole_grammar(parse.language)
    off = tokenizers.switched_off(parse.language)
    answer = why(whole, parse, rule, at, off=off, others=_others(whole, rule))
    with open_output(None) as out:
        if form == "json":
            out.line(orjson.dumps(why_json(answer)))
        else:
            out.write(Page(out).render(*_lines(answer), wrap=out.terminal))
    if not answer.matched:
        ctx.exit(1)


def _others(whole: Grammar, rule: str) -> list[Grammar]:
    """Give the shipped grammars, where the rule is looked for if it does not run."""
    from semgraph.grammar import Grammar, shipped_root

    if any(rule in (each.name, each.name.rpartition("/")[2]) for each in whole.rules):
        return []
    return [Grammar.load(path) for path in sorted(shipped_root().rglob("*.sg"))]


# As text.


def _lines(answer: Why) -> Iterator[Text]:
    from semgraph.workbench.excerpt import excerpt

    at = f"  {visible(answer.found.at)}" if answer.found else ""
    style = _GOOD if answer.matched else _BAD
    title = _TITLES[answer.verdict]
    yield Text.assemble((visible(answer.rule), "bold"), (f" {title}", style), (at, _FAINT))
    if answer.note:
        yield Text(f"  {visible(answer.note)}")
    if answer.repeat:
        yield Text(f"  round {answer.round} of a stage that is repeated", _FAINT)
    for match in answer.matches:
        yield from _match(match)
    if answer.taken:
        yield from _taken(answer)
    failure, file = answer.failure, answer.file
    if failure is None or file is None:
        return
    if failure.kind == "room":
        yield Text("  no sentence has a word for each of its nodes")
        return
    yield Text.assemble(("  in       ", _FAINT), visible(" ".join(answer.sentence.split())))
    if answer.binding:
        yield Text.assemble(("  nearest  ", _FAINT), _bindings(answer.binding))
    if failure.variable:
        yield Text(f"  what does not fit is {visible(failure.variable)}")
    if failure.block is not None:
        yield from _filter(answer, excerpt(file, failure.block.location, block=True))
    for number, broken in enumerate(failure.broken):
        place = excerpt(file, broken.clause.location, broken.place)
        yield from _broken(broken, place, first=number == 0)
    for block in failure.others:
        place = excerpt(file, block.location, block=True)
        yield Text.assemble("  so does ", visible(place.text), (f"  {place}", _FAINT))
    if not failure.complete:
        yield Text("  the search had to stop early; another binding may come nearer", _FAINT)


def _taken(answer: Why) -> Iterator[Text]:
    yield Text.assemble(("  in       ", _FAINT), visible(" ".join(answer.sentence.split())))
    stage = f"  before {visible(answer.stage)}"
    yield Text.assemble(("  matched  ", _FAINT), _bindings(answer.binding or {}), (stage, _FAINT))
    for taken in answer.taken:
        words = " ".join(f'"{shown(word.form)}"' for word in taken.words)
        made = f'"{shown(taken.made.form)}" t{taken.made.token} in s{taken.step}'
        yield Text(f"  {visible(taken.rule)} took {words} for {made}", "bold")
        yield Text(f"    {visible(taken.at)}", _FAINT)


def _filter(answer: Why, place: Excerpt) -> Iterator[Text]:
    failure = answer.failure
    assert failure is not None
    if failure.kind == "without":
        words = _bindings(answer.extension or {})
        yield Text.assemble("  dropped, since this can be extended", ": " if words else "", words)
    else:
        yield Text("  dropped, since this cannot be extended")
    yield from _source(place)


def _broken(broken: Broken, place: Excerpt, *, first: bool) -> Iterator[Text]:
    lead = "  " if first else "  and "
    yield Text.assemble((lead, _FAINT), (visible(broken.message), "bold" if first else ""))
    yield from _source(place)


def _source(place: Excerpt) -> Iterator[Text]:
    """Give a line of a grammar with a caret below the place."""
    yield Text(f"    {visible(str(place))}", _FAINT)
    if place.line:
        line = place.line.replace("\t", " ")
        cut = len(line) - len(line.lstrip())
        yield Text(f"      {visible(line[cut:])}")
        yield Text("      " + " " * (place.place.column - 1 - cut) + "^", _BAD)


def _match(found: WhyMatch) -> Iterator[Text]:
    match = found.match
    yield Text.assemble(("  bound    ", _FAINT), _bindings(found.binding))
    if found.made is not None:
        joined = ", which others joined" if match.verdict == "merged" else ""
        made = f'"{shown(found.made.form)}" t{found.made.token} in s{match.step}{joined}'
        yield Text.assemble(("  made     ", _FAINT), made)
    if found.pieces:
        pieces = " ".join(f'"{shown(word.form)}" t{word.token}' for word in found.pieces)
        yield Text.assemble(("  split    ", _FAINT), f"{pieces} in s{match.step}")
    if match.loss is not None and found.shared is not None:
        words = " ".join(f'"{shown(word.form)}"' for word in found.rival)
        yield Text(f"  lost to {match.loss.rule}, which took {words}: {match.loss.criterion}")
        yield Text(f'    both want "{shown(found.shared.form)}"', _FAINT)
    if match.reason:
        yield Text(f"  refused: {match.reason}")
    forms = {word.token: word.form for words in found.binding.values() for word in words}
    for marker in match.markers:
        ends = " ".join(f'"{shown(forms[end])}"' for end in (marker.source, marker.target))
        label = f' "{visible(marker.label)}"' if marker.label else ""
        yield Text.assemble(("  marked   ", _FAINT), f"{marker.kind} {ends}{label}")
    for token, feature, value in match.sets:
        given = visible(f'{feature}={value} of "{forms[token]}"')
        yield Text.assemble(("  set      ", _FAINT), given)
    if match.verdict == "nothing new":
        yield Text("  nothing new: its markers and features were there already")
    yield from _evidence(found)


def _evidence(found: WhyMatch) -> Iterator[Text]:
    evidence = found.evidence
    said = [f"{v}.{feature} is {value}" for v, feature, value in evidence.values]
    said += [
        f"{one} -[{label}]-> {two}" if label else f"{one} ->> {two}"
        for one, label, two in evidence.edges
    ]
    if said:
        yield Text.assemble(("  because  ", _FAINT), visible("; ".join(said)))
    for lexicon, row in evidence.rows:
        cells = ", ".join(f"{name}={cell}" for name, cell in row.items())
        yield Text.assemble(("  lexicon  ", _FAINT), visible(f"{lexicon}: {cells}"))


def _bindings(binding: Mapping[str, Sequence[Word]]) -> str:
    return ", ".join(
        f"{variable} = " + " ".join(f'"{shown(word.form)}"' for word in words)
        for variable, words in binding.items()
    )
