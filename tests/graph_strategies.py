"""Random token graphs: hostile text, any forest, any valid steps in any order."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import strategies as st

from semgraph.graph import (
    FeatureSet,
    LeafColumns,
    MarkerRecord,
    MergedMatch,
    SplitRecord,
    SplitWord,
    StepRecord,
    TokenGraph,
    TokenRecord,
)
from semgraph.types import TokenKind

FORMS = ("a", "Ёж", "don't", "🜂", "e\u0301", " \n", "\u202e\x00", '"\\', "", "ﷺ", "…", "|_")
SPACES = ("", " ", "\u00a0\t", "\r\n")
LEMMAS = ("", "turn down", "a|b_c", "ёж", "\u2028")
UPOS = ("NOUN", "VERB", "")
FEATS = ("", "Case=Nom", "Case=Nom|Number=Sing", "b=|C==")
NAMES = ("Aspect", "Case", "z", "Ж")
LABELS = ("nsubj", "obl:arg", "")
RULES = ("en.verbs/particle_verb", "test/r")


@st.composite
def forests(draw: st.DrawFn, size: int, low: int) -> list[int]:
    """Draw heads of leaves ``low`` to ``low + size - 1``; any forest can come."""
    order = draw(st.permutations(range(low, low + size)))
    heads = {}
    for place, leaf in enumerate(order):
        choice = draw(st.integers(-1, place - 1))
        heads[leaf] = order[choice] if choice >= 0 else -1
    return [heads[leaf] for leaf in range(low, low + size)]


@st.composite
def leaf_columns(
    draw: st.DrawFn, max_leaves: int = 9
) -> tuple[str, LeafColumns, list[tuple[int, int]]]:
    """Draw a text with its leaves and sentences."""
    count = draw(st.integers(0, max_leaves))
    forms = draw(st.lists(st.sampled_from(FORMS), min_size=count, max_size=count))
    spaces = draw(st.lists(st.sampled_from(SPACES), min_size=count, max_size=count))
    words = [form or draw(st.sampled_from(("n't", "", "do"))) for form in forms]
    start, end, text = [], [], ""
    for form, space in zip(forms, spaces, strict=True):
        start.append(len(text))
        end.append(len(text) + len(form))
        text += form + space
    heads: list[int] = []
    sentences = []
    while len(heads) < count:
        size = draw(st.integers(1, count - len(heads)))
        sentences.append((len(heads), len(heads) + size - 1))
        heads += draw(forests(size, len(heads)))

    def column(values: tuple[str, ...]) -> list[str]:
        return draw(st.lists(st.sampled_from(values), min_size=count, max_size=count))

    labels = column(LABELS)
    leaves = LeafColumns(
        start=start,
        end=end,
        form=forms,
        word=forms if words == forms else words,
        lemma=column(LEMMAS),
        upos=column(UPOS),
        xpos=column(("", "NN")),
        feats=column(FEATS),
        ent=column(("", "ORG")),
        deprel=["root" if h < 0 else label for h, label in zip(heads, labels, strict=True)],
        space=spaces,
        head=heads,
    )
    return text, leaves, sentences


Splits = list[tuple[SplitWord, tuple[int, ...], int]]  # word, its pieces, the head among them


@st.composite
def split_words(
    draw: st.DrawFn, leaves: LeafColumns, sentences: list[tuple[int, int]]
) -> tuple[LeafColumns, list[tuple[int, int]], Splits]:
    """Split some words of a parse in two or three; any piece may stand for the word."""
    pieces = [_pieces(draw, leaves, leaf) for leaf in range(len(leaves))]
    first = [sum(map(len, pieces[:leaf])) for leaf in range(len(leaves) + 1)]
    heads = [
        low + draw(st.integers(0, len(own) - 1)) if len(own) > 1 else low
        for low, own in zip(first, pieces, strict=False)
    ]
    splits: Splits = []
    rows = []
    for leaf, forms in enumerate(pieces):
        start = leaves.start[leaf]
        own = range(first[leaf], first[leaf + 1])
        lemma, upos, xpos, feats, ent = (
            getattr(leaves, name)[leaf] for name in ("lemma", "upos", "xpos", "feats", "ent")
        )
        if len(forms) > 1:
            word = SplitWord(leaves.form[leaf], lemma, upos, xpos, feats, ent)
            splits.append((word, tuple(own), heads[leaf]))
            lemma = draw(st.sampled_from(LEMMAS))
        above = leaves.head[leaf]
        for number, form in zip(own, forms, strict=True):
            row = {
                "start": start,
                "end": start + len(form),
                "form": form,
                "word": form if len(forms) > 1 else leaves.word[leaf],
                "lemma": lemma,
                "upos": upos,
                "xpos": xpos,
                "feats": feats,
                "ent": ent,
                "deprel": leaves.deprel[leaf],
                "space": leaves.space[leaf] if number == own[-1] else "",
                "head": heads[above] if above >= 0 else -1,
            }
            if number != heads[leaf]:
                row |= {"xpos": "", "feats": "", "deprel": "compound", "head": heads[leaf]}
            rows.append(row)
            start += len(form)
    columns = {name: [row[name] for row in rows] for name in LeafColumns.__slots__}
    if leaves.word is leaves.form:
        columns["word"] = columns["form"]
    bounds = [(first[low], first[high + 1] - 1) for low, high in sentences]
    return LeafColumns(**columns), bounds, draw(st.permutations(splits))


def _pieces(draw: st.DrawFn, leaves: LeafColumns, leaf: int) -> list[str]:
    form = leaves.form[leaf]
    if len(form) < 2 or leaves.word[leaf] != form or not draw(st.booleans()):
        return [form]
    cuts = sorted(draw(st.sets(st.integers(1, len(form) - 1), min_size=1, max_size=2)))
    return [form[low:high] for low, high in zip([0, *cuts], [*cuts, None], strict=True)]


@dataclass
class _Run:
    """A derivation in the making."""

    leaves: LeafColumns
    top: list[int]
    kind: dict[int, TokenKind]
    cores: dict[int, int]
    words: dict[int, int]
    feats: dict[int, set[str]]
    tokens: list[TokenRecord] = field(default_factory=list)
    steps: list[StepRecord] = field(default_factory=list)
    splits: list[SplitRecord] = field(default_factory=list)

    @classmethod
    def of(cls, leaves: LeafColumns) -> _Run:
        atoms = range(len(leaves))
        names = [{p.split("=")[0] for p in f.split("|") if p} for f in leaves.feats]
        return cls(
            leaves,
            list(atoms),
            dict.fromkeys(atoms, "atom"),
            dict.fromkeys(atoms, 1),
            dict.fromkeys(atoms, 1),
            dict(enumerate(names)),
        )

    def last_step(self) -> int:
        return max([step.number for step in (*self.splits, *self.steps)], default=0)

    def known(self) -> list[int]:
        return sorted(self.kind)

    def kinds(self, parts: list[int]) -> list[TokenKind]:
        """Give the kinds that a token of these parts may have."""
        kinds: list[TokenKind] = []
        if len(parts) == 1 and self.kind[parts[0]] == "atom":
            kinds.append("atom")
        if sum(self.cores[part] for part in parts) in (2, 3):
            kinds.append("link")
        if sum(self.words[part] for part in parts) > 1:
            kinds.append("hyperlexeme")
        return kinds


@st.composite
def token_graphs(draw: st.DrawFn, max_leaves: int = 9, max_steps: int = 8) -> TokenGraph:
    """Draw a graph that keeps every invariant."""
    text, leaves, sentences = draw(leaf_columns(max_leaves))
    return _graph(draw, text, *draw(split_words(leaves, sentences)), max_steps)


@st.composite
def graphs_and_parses(
    draw: st.DrawFn, max_leaves: int = 9, max_steps: int = 8
) -> tuple[TokenGraph, LeafColumns, list[tuple[int, int]]]:
    """Draw a graph, and the words and sentences of the parse before any was split."""
    text, words, sentences = draw(leaf_columns(max_leaves))
    graph = _graph(draw, text, *draw(split_words(words, sentences)), max_steps)
    return graph, words, sentences


def _graph(
    draw: st.DrawFn,
    text: str,
    leaves: LeafColumns,
    sentences: list[tuple[int, int]],
    splits: Splits,
    max_steps: int,
) -> TokenGraph:
    run = _Run.of(leaves)
    for word, own, head in splits:
        step, match = _number(draw, run.last_step()), _match(draw, run)
        run.splits.append(SplitRecord(step, "test/split", "t.sg:3", match, word, own, head))
    for _ in range(draw(st.integers(0, max_steps)) if len(leaves) else 0):
        if draw(st.integers(0, 4)):
            _collapse(draw, run)
        else:
            _set(draw, run)
    provenance = draw(st.sampled_from(({}, PROVENANCE)))
    return TokenGraph(
        text,
        leaves,
        sentences,
        tuple(run.tokens),
        tuple(run.steps),
        _markers(draw, run) if len(leaves) else (),
        language=draw(st.sampled_from(("", "en"))),
        id=draw(st.sampled_from((None, "", "doc 1"))),
        meta=draw(st.sampled_from(({}, {"a": [1, 0.25, None, {"b": "ё"}]}))),
        provenance=provenance,
        splits=tuple(run.splits),
    )


PROVENANCE = {
    "semgraph": "0.1.0",
    "pipeline": {"name": "en", "version": "1", "scheme": "ud", "sha256": "0" * 64},
    "grammars": [{"name": "en.verbs", "version": "", "sha256": ""}],
}


def _number(draw: st.DrawFn, last: int) -> int:
    """Give the next number; mostly, but not always, without a gap."""
    return last + draw(st.sampled_from((1, 1, 1, 2, 5)))


def _match(draw: st.DrawFn, run: _Run) -> dict[str, int | tuple[int, ...]]:
    tokens = st.sampled_from(run.known())
    phrases = st.lists(tokens, min_size=1, max_size=3).map(tuple)
    names = st.sampled_from(("V", "P", "Ж", "a b"))
    return draw(st.dictionaries(names, tokens | phrases, max_size=3))


def _collapse(draw: st.DrawFn, run: _Run) -> None:
    members = draw(
        st.lists(st.sampled_from(run.top), min_size=1, max_size=4, unique=True), label="members"
    )
    cut = draw(st.integers(1, len(members)), label="parts")
    parts, satellites = members[:cut], members[cut:]
    kinds = run.kinds(parts)
    if not kinds:
        return
    step = _number(draw, run.last_step())
    number = _number(draw, run.known()[-1])
    kind = draw(st.sampled_from(kinds))
    feats = draw(st.sampled_from(FEATS))
    merged = [MergedMatch("test/m", "t.sg:1", _match(draw, run))] * draw(st.integers(0, 1))
    run.steps.append(
        StepRecord(
            step,
            draw(st.sampled_from(RULES)),
            "en/verbs.sg:12",
            _match(draw, run),
            tuple(members),
            number,
            tuple(merged),
        )
    )
    run.tokens.append(
        TokenRecord(
            number,
            kind,
            draw(st.sampled_from(LEMMAS)),
            draw(st.sampled_from(UPOS)),
            feats,
            tuple(parts),
            tuple(satellites),
            draw(st.sampled_from(parts)),
            draw(st.sampled_from(("", "name"))),
            draw(st.booleans()),
            step,
        )
    )
    run.kind[number] = kind
    run.cores[number] = sum(run.cores[part] for part in parts) if kind == "link" else 1
    run.words[number] = sum(run.words[part] for part in parts)
    run.feats[number] = {pair.split("=")[0] for pair in feats.split("|") if pair}
    run.top = [token for token in run.top if token not in members] + [number]


def _set(draw: st.DrawFn, run: _Run) -> None:
    sets = []
    for _ in range(draw(st.integers(1, 2))):
        token, name = draw(st.sampled_from(run.known())), draw(st.sampled_from(NAMES))
        if name not in run.feats[token]:
            run.feats[token].add(name)
            sets.append(FeatureSet(token, name, draw(st.sampled_from(("Neg", "")))))
    if sets:
        step = _number(draw, run.last_step())
        match = _match(draw, run)
        run.steps.append(StepRecord(step, "test/set", "t.sg:2", match, (), None, (), tuple(sets)))


def _markers(draw: st.DrawFn, run: _Run) -> tuple[MarkerRecord, ...]:
    tokens = st.sampled_from(run.known())
    return tuple(
        MarkerRecord(
            draw(st.sampled_from(("resonance", "direction", "tension"))),
            draw(tokens),
            draw(tokens),
            draw(st.sampled_from(("", "completes"))),
            draw(st.none() | st.floats(0, 1)),
            "rule:test/r",
            draw(st.sampled_from(({}, {"npmi": 0.123456789, "n": 7}))),
        )
        for _ in range(draw(st.integers(0, 2)))
    )
