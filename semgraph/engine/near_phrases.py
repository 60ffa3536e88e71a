"""The entry of a lexicon that a sentence comes nearest to, and the word where it breaks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from semgraph.engine.lexicons import LexiconIndex
from semgraph.engine.nodes import Nodes
from semgraph.engine.phrases import fold, orders_of
from semgraph.types import Ints

_TRIED = 40  # entries that are laid over the sentence word by word


@dataclass(frozen=True, slots=True)
class NearEntry:
    """An entry that is not there, but nearly.

    Attributes:
        row: of the lexicon, ``-1`` where no entry has a word in common with the sentence.
        phrase: its citation form.
        nodes: of its words that stand in place, in the order of the entry.
        missing: its words from the first that does not.
        reason: why it breaks there.
    """

    row: int
    phrase: str
    nodes: tuple[int, ...]
    missing: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class _Word:
    """A node of the sentence as entries see it."""

    node: int
    rank: int
    lemma: str
    form: str
    shown: str

    def is_word(self, word: str, by_form: bool) -> bool:
        return word == self.form or (not by_form and word == self.lemma)


def nearest_entry(
    index: LexiconIndex, nodes: Nodes, sentence: Sequence[int] | Ints, must: Ints | None = None
) -> NearEntry:
    """Find the entry that comes nearest to a sentence in which none stands.

    Args:
        index: the lexicon.
        nodes: what patterns see.
        sentence: nodes of the sentence.
        must: nodes of which one is to be a word of the entry, if there is such an entry.
    """
    words = _words(nodes, sentence)
    known = {text for word in words for text in (word.lemma, word.form) if text}
    asked = {
        text
        for word in words
        if must is not None and word.node in must
        for text in (word.lemma, word.form)
    }
    columns = index.lexicon.columns
    phrases = columns.get("phrase", ())
    lemmas = columns.get("lemmas") or ("",) * len(phrases)
    ranked = []
    for row, (phrase, lemma) in enumerate(zip(phrases, lemmas, strict=True)):
        own = fold(lemma or phrase).split()
        common = sum(word in known for word in own)
        if common and len(own) > 1 and (not asked or not asked.isdisjoint(own)):
            ranked.append((len(own) - common, -common, row))
    laid = [_laid(index, row, words, nodes) for *_, row in sorted(ranked)[:_TRIED]]
    if not laid:
        return NearEntry(-1, "", (), (), "no entry has a word of this sentence")
    return min(laid, key=lambda entry: (len(entry.missing), -len(entry.nodes)))


def _words(nodes: Nodes, sentence: Sequence[int] | Ints) -> list[_Word]:
    columns = [
        nodes.strings.decode(nodes.column(name)[list(sentence)]) for name in ("lemma", "form")
    ]
    found = []
    for node, lemma, form in zip(sentence, *columns, strict=True):
        rank = int(nodes.rank_first[node])
        if rank >= 0:
            single = fold(form) if int(nodes.size[node]) == 1 else ""
            found.append(_Word(int(node), rank, fold(lemma), single, form))
    return found


def _laid(index: LexiconIndex, row: int, words: Sequence[_Word], nodes: Nodes) -> NearEntry:
    """Lay an entry over the sentence in each of its orders; the farthest counts."""
    columns = index.lexicon.columns

    def cell(name: str) -> str:
        return columns[name][row] if name in columns else ""

    phrase = cell("phrase")
    plain = tuple(fold(cell("lemmas") or phrase).split())
    by_form, gap = cell("match") == "form", int(cell("gap") or 0)
    orders = [plain, *(orders_of(plain) if cell("order") == "free" else ())]
    walks = [(order, _walk(order, by_form, gap, words, nodes)) for order in orders]
    order, walk = max(walks, key=lambda pair: len(pair[1]))
    missing = order[len(walk) :]
    return NearEntry(
        row,
        phrase,
        tuple(word.node for word in walk),
        missing,
        _reason(missing, walk, by_form, gap, words, nodes),
    )


def _walk(
    order: Sequence[str], by_form: bool, gap: int, words: Sequence[_Word], nodes: Nodes
) -> list[_Word]:
    """Give the longest run of an entry's first words that stand as it allows."""
    best: list[_Word] = []
    for start in words:
        if not start.is_word(order[0], by_form):
            continue
        walk = [start]
        for word in order[1:]:
            end = int(nodes.rank_last[walk[-1].node])
            within = (w for w in words if 0 < w.rank - end <= gap + 1)
            following = next((w for w in within if w.is_word(word, by_form)), None)
            if following is None:
                break
            walk.append(following)
        if len(walk) > len(best):
            best = walk
    return best


def _reason(
    missing: Sequence[str],
    walk: Sequence[_Word],
    by_form: bool,
    gap: int,
    words: Sequence[_Word],
    nodes: Nodes,
) -> str:
    if not missing:
        return "its words are not joined in the tree"
    wanted = missing[0]
    others = [word for word in words if word.is_word(wanted, by_form)]
    if not others:
        here = _after(walk, words, nodes)
        place = f', where "{here.shown}" stands' if here else ""
        return f'the sentence has no "{wanted}"{place}'
    if not walk:
        return f'it begins with "{wanted}"'
    last = walk[-1]
    end = int(nodes.rank_last[last.node])
    behind = next((word for word in others if word.rank > end), None)
    if behind is None:
        return f'"{wanted}" stands before "{last.shown}"'
    between = behind.rank - end - 1
    allowed = "none" if gap == 0 else f"{gap} at most"
    noun = "word stands" if between == 1 else "words stand"
    return f'{between} {noun} between "{last.shown}" and "{behind.shown}", it allows {allowed}'


def _after(walk: Sequence[_Word], words: Sequence[_Word], nodes: Nodes) -> _Word | None:
    """Give the word behind those that stand in place."""
    if not walk:
        return None
    end = int(nodes.rank_last[walk[-1].node])
    return next((word for word in words if word.rank == end + 1), None)
