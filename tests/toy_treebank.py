"""A toy treebank: sentences of one pattern, with trees, features, lemmas and entities."""

from __future__ import annotations

import random

NAMES = [("Anna", "PER"), ("Bruno", "PER"), ("Kiev", "LOC"), ("Rome", "LOC")]
NOUNS = ["cat", "dog", "house", "tree", "river", "book", "stone", "bird"]
VERBS = [("sees", "see"), ("finds", "find"), ("likes", "like"), ("paints", "paint")]
ADVERBS = ["quickly", "slowly", "often"]


def toy_sentences(number: int, seed: int = 0) -> list[tuple[list[tuple[str, ...]], list[str]]]:
    """Give rows (form, lemma, upos, xpos, feats, head, deprel) and entity tags of sentences."""
    chance = random.Random(seed)
    made = []
    for _ in range(number):
        name, kind = chance.choice(NAMES)
        verb, lemma = chance.choice(VERBS)
        noun = chance.choice(NOUNS)
        plural = chance.random() < 0.5
        form, number_ = (noun + "s", "Plur") if plural else (noun, "Sing")
        rows = [
            (name, name, "PROPN", "NNP", "Number=Sing", "2", "nsubj"),
            (verb, lemma, "VERB", "VBZ", "Tense=Pres", "0", "root"),
            ("the", "the", "DET", "DT", "_", "4", "det"),
            (form, noun, "NOUN", "NNS" if plural else "NN", f"Number={number_}", "2", "obj"),
        ]
        tags = [f"B-{kind}", "O", "O", "O"]
        if chance.random() < 0.5:
            rows.append((chance.choice(ADVERBS), "", "ADV", "RB", "_", "2", "advmod"))
            rows[-1] = (rows[-1][0], rows[-1][0], *rows[-1][2:])
            tags.append("O")
        rows.append((".", ".", "PUNCT", ".", "_", "2", "punct"))
        tags.append("O")
        made.append((rows, tags))
    return made


def toy_conllu(number: int, seed: int = 0) -> str:
    """Write the sentences as CoNLL-U."""
    blocks = []
    for rows, _ in toy_sentences(number, seed):
        lines = [f"# text = {' '.join(row[0] for row in rows[:-1])}."]
        for index, (form, lemma, upos, xpos, feats, head, deprel) in enumerate(rows, 1):
            misc = "SpaceAfter=No" if index == len(rows) - 1 else "_"
            lines.append(
                "\t".join([str(index), form, lemma, upos, xpos, feats, head, deprel, "_", misc])
            )
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks) + "\n"


def toy_iob(number: int, seed: int = 0) -> str:
    """Write the entities of the sentences as IOB2."""
    blocks = []
    for rows, tags in toy_sentences(number, seed):
        lines = [f"# text = {' '.join(row[0] for row in rows[:-1])}."]
        lines += [
            f"{index}\t{row[0]}\t{tag}"
            for index, (row, tag) in enumerate(zip(rows, tags, strict=True), 1)
        ]
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks) + "\n"
