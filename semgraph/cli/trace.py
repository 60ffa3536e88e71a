"""``semgraph grammar trace``."""

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
    from semgraph.engine.trace import Trace, TracedMatch, TracedStep
    from semgraph.graph.columns import Binding
    from semgraph.parse import Parse
    from semgraph.workbench.trace import Shown

_FAINT = "dim"
# Sign and style of each outcome; signs say the same without colour.
_OUTCOMES: Mapping[str, tuple[str, str]] = {
    "won": ("+", "bold blue"),
    "merged": ("&", "blue"),
    "lost": ("-", "#d55e00"),
    "refused": ("!", "bold red"),
    "marked": ("~", "#009e73"),
    "set": ("=", "#009e73"),
    "nothing new": (".", _FAINT),
}
_STYLES: Mapping[str, str] = {"atom": "", "link": "#56b4e9", "hyperlexeme": "#e69f00"}


@click.command("trace")
@click.argument("text", metavar="TEXT|FILE|-")
@grammar_options
@click.option("--rule", "rules", multiple=True, metavar="RULE", help="Only matches of this rule.")
@click.option("--stage", "stages", multiple=True, metavar="NAME", help="Only this stage.")
@click.option("--all", "every", is_flag=True, help="Show stages in which nothing matched, too.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "steps"]),
    default="text",
    help="text (default), json: an object a document, steps: an object a step.",
)
def command(
    text: str,
    lang: str,
    pipeline: str | None,
    grammars: tuple[str, ...],
    grammar_path: tuple[str, ...],
    no_default_grammars: bool,
    without: tuple[str, ...],
    rules: tuple[str, ...],
    stages: tuple[str, ...],
    every: bool,
    form: Literal["text", "json", "steps"],
) -> None:
    """Show stage by stage which rules match a text, what wins, and what loses to what.

    TEXT is a text, or a file: CoNLL-U keeps its parse. Signs: + made a token or split a word,
    & joined its step, - lost to another match, ! refused, ~ marked, = set a feature,
    . nothing new.

    \b
      semgraph grammar trace "He turned the offer down."
      semgraph grammar trace book.conllu --rule en.verbs/particle_verb
      semgraph grammar trace "She kicked the bucket." --format json
    """
    import orjson

    from semgraph.workbench.trace import Shown, split, step_json, trace, trace_json

    parsers = Parsers(lang, pipeline)
    tokenizers = Tokenizers(parsers, grammars, grammar_path, not no_default_grammars, without)
    with open_output(None) as out:
        page = Page(out)
        for parse in parses_of(text, parsers):
            grammar = tokenizers.grammar(parse.language)
            names = {rule.name for rule in grammar.rules}
            chosen = Shown(tuple(r for n in rules for r in _full(n, names)), stages, every)
            _check_stages(stages, {stage.name for stage in grammar.stages})
            for doc, done in enumerate(trace(grammar, parse)):
                if form == "json":
                    out.line(orjson.dumps(trace_json(done, parse, doc, chosen)))
                elif form == "steps":
                    for number, step in enumerate(split(done, chosen)[0], 1):
                        plain = {"doc": doc, **step_json(step, number, chosen)}
                        out.line(orjson.dumps(plain))
                else:
                    lines = _lines(done, parse, doc, chosen)
                    out.write(page.render(*lines, wrap=out.terminal))


def _full(name: str, known: set[str]) -> list[str]:
    """Give the full names of the rules that a name means.

    Raises:
        UsageError: no rule of that name.
    """
    from semgraph.workbench.why import no_rule

    found = sorted(full for full in known if name in (full, full.rpartition("/")[2]))
    if not found:
        raise no_rule(name, known)
    return found


def _check_stages(stages: Sequence[str], known: set[str]) -> None:
    """Refuse stages that there are not.

    Raises:
        UsageError: no stage of that name.
    """
    from semgraph.errors import UsageError
    from semgraph.grammar.source import suggest

    for name in stages:
        if name.rpartition("/")[2] not in known:
            hint = suggest(name, known)
            raise UsageError(f"there is no stage '{name}'" + (f"; {hint}" if hint else ""))


# As text.


def _lines(done: Trace, parse: Parse, doc: int, chosen: Shown) -> Iterator[Text]:
    from semgraph.workbench.trace import split

    busy, quiet = split(done, chosen)
    yield Text(shown(" ".join(parse.texts[doc].split())), "bold")
    for step in busy:
        yield Text()
        yield from _step(step, chosen)
    yield Text()
    if quiet and not chosen.every:
        noun = "round" if len(quiet) == 1 else "rounds"
        yield Text(f"{len(quiet)} {noun} of stages in which nothing matched (--all)", _FAINT)
    made = len(done.derivation.tokens)
    yield Text(f"{len(done.start)} tokens at first, {len(done.end)} at last, {made} made", _FAINT)
    yield Text()


def _step(step: TracedStep, chosen: Shown) -> Iterator[Text]:
    place = f"{step.grammar}/{step.stage}" if step.grammar else step.stage
    round_ = f", round {step.round}" if step.repeat else ""
    yield Text.assemble(
        (visible(place), "bold"), (f"  {step.phase}, overlap {step.overlap}{round_}", _FAINT)
    )
    forms = {token.number: token.form for token in (*step.before, *step.after)}
    for match in chosen.matches(step):
        yield _match(match, forms)
    if step.before == step.after:
        yield _state("  tokens ", step.before, step.before)
        return
    yield _state("  before ", step.before, step.after)
    yield _state("  after  ", step.after, step.before)


def _match(match: TracedMatch, forms: Mapping[int, str]) -> Text:
    sign, style = _OUTCOMES[match.verdict]
    line = Text.assemble("  ", (sign, style), f" {visible(match.rule)} ")
    for variable, bound in match.binding.items():
        line.append(f" {variable}=", _FAINT)
        line.append(_bound(bound, forms))
    told: str = match.verdict
    if match.produced is not None and match.verdict in ("won", "merged"):
        told += f' "{shown(forms[match.produced])}" t{match.produced} in s{match.step}'
    if match.pieces:
        told += " " + " ".join(f'"{shown(forms[piece])}" t{piece}' for piece in match.pieces)
        told += f" in s{match.step}"
    if match.loss is not None:
        loss = match.loss
        told += f' to {loss.rule}, which took "{shown(forms[loss.token])}" ({loss.criterion})'
    if match.reason:
        told += f": {match.reason}"
    line.append(f"  {told}", style)
    for marker in match.markers:
        ends = " ".join(f'"{shown(forms[end])}"' for end in (marker.source, marker.target))
        label = f' "{visible(marker.label)}"' if marker.label else ""
        line.append(f"  {marker.kind} {ends}{label}", _OUTCOMES["marked"][1])
    for token, feature, value in match.sets:
        given = f'  {feature}={value} of "{shown(forms[token])}"'
        line.append(visible(given), _OUTCOMES["set"][1])
    return line


def _bound(bound: Binding, forms: Mapping[int, str]) -> str:
    tokens = (bound,) if isinstance(bound, int) else bound
    return " ".join(shown(forms[token]) for token in tokens) or "none"


def _state(lead: str, tokens: Sequence, other: Sequence) -> Text:  # type: ignore[type-arg]
    """Give top tokens in a line; those that the other state has not stand in brackets."""
    known = {token.number for token in other}
    line = Text(lead, _FAINT)
    for place, token in enumerate(tokens):
        line.append(" · " if place else "", _FAINT)
        form = shown(token.form)
        fresh = token.number not in known
        line.append(f"[{form}]" if fresh else form, _STYLES.get(token.kind, ""))
    return line
