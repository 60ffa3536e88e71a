"""Token graphs made by hand."""

from __future__ import annotations

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

PROVENANCE = {
    "semgraph": "0.1.0",
    "pipeline": {"name": "hand", "version": "1.0.0", "scheme": "ud", "sha256": "0" * 64},
    "grammars": [{"name": "en.verbs", "version": "0.1.0", "sha256": "1" * 64}],
}
PAST = "Tense=Past|VerbForm=Fin"


def columns(*rows: str) -> tuple[str, LeafColumns]:
    """Read ``form lemma upos xpos feats head deprel`` rows; heads count from 1, ``_`` is empty.

    Words are set apart by one space; a row that ends in ``-`` has none behind it.
    """
    cells = [["" if cell == "_" else cell for cell in row.split()] for row in rows]
    forms = [row[0] for row in cells]
    spaces = ["" if row[7:] == ["-"] else " " for row in cells]
    start, text = [], ""
    for form, space in zip(forms, spaces, strict=True):
        start.append(len(text))
        text += form + space
    leaves = LeafColumns(
        start=start,
        end=[low + len(form) for low, form in zip(start, forms, strict=True)],
        form=forms,
        word=forms,
        lemma=[row[1] for row in cells],
        upos=[row[2] for row in cells],
        xpos=[row[3] for row in cells],
        feats=[row[4] for row in cells],
        ent=[""] * len(cells),
        deprel=[row[6] for row in cells],
        space=spaces,
        head=[int(row[5]) - 1 for row in cells],
    )
    return text, leaves


def offer() -> TokenGraph:
    """Give the design's example: a particle verb around its object."""
    text, leaves = columns(
        "He he PRON PRP Case=Nom 3 nsubj",
        "finally finally ADV RB _ 3 advmod",
        f"turned turn VERB VBD {PAST} 0 root",
        "the the DET DT Definite=Def 5 det",
        "offer offer NOUN NN Number=Sing 3 obj",
        "down down ADP RP _ 3 compound:prt -",
        ". . PUNCT . _ 3 punct -",
    )
    rule, at = "en.verbs/particle_verb", "en/verbs.sg:12"
    return TokenGraph(
        text,
        leaves,
        [(0, 6)],
        (
            TokenRecord(
                7, "link", "turn down", "VERB", PAST, (2, 5), (), 2, "verb-particle", True, 1
            ),
        ),
        (StepRecord(1, rule, at, {"V": 2, "P": 5}, (2, 5), 7),),
        (MarkerRecord("direction", 5, 2, "completes", None, f"rule:{rule}", {}),),
        language="en",
        provenance=PROVENANCE,
    )


def coats() -> TokenGraph:
    """Give three coats: a link, in a hyperlexeme, that absorbs; and a feature set."""
    text, leaves = columns(
        "She she PRON PRP _ 3 nsubj",
        "never never ADV RB _ 3 advmod",
        "gave give VERB VBD Tense=Past 0 root",
        "up up ADP RP _ 3 compound:prt",
        "the the DET DT _ 6 det",
        "ghost ghost NOUN NN Number=Sing 3 obj -",
        ". . PUNCT . _ 3 punct -",
    )
    return TokenGraph(
        text,
        leaves,
        [(0, 6)],
        (
            TokenRecord(7, "link", "give up", "VERB", "Tense=Past", (2, 3), (), 2, "", True, 1),
            TokenRecord(9, "atom", "ghost", "NOUN", "Number=Sing", (5,), (4,), 5, "", False, 3),
            TokenRecord(
                10,
                "hyperlexeme",
                "give up the ghost",
                "VERB",
                "Tense=Past",
                (7, 9),
                (),
                7,
                "verbal-idiom",
                True,
                4,
            ),
            TokenRecord(
                11,
                "hyperlexeme",
                "give up the ghost",
                "VERB",
                "Tense=Past",
                (10,),
                (1,),
                10,
                "",
                True,
                6,
            ),
        ),
        (
            StepRecord(1, "test/particle", "test.sg:2", {"V": 2, "P": 3}, (2, 3), 7),
            StepRecord(3, "test/det", "test.sg:5", {"D": 4, "N": 5, "V": 7}, (5, 4), 9),
            StepRecord(4, "test/idiom", "test.sg:9", {"X": (7, 9)}, (7, 9), 10),
            StepRecord(
                5, "test/neg", "t:3", {"A": 1}, (), None, (), (FeatureSet(10, "Polarity", "Neg"),)
            ),
            StepRecord(
                6,
                "test/adv",
                "test.sg:14",
                {"A": 1, "C": 10},
                (10, 1),
                11,
                (MergedMatch("test/again", "test.sg:20", {"P": (10, 0)}),),
            ),
        ),
        (
            MarkerRecord("tension", 7, 9, "idiom", 0.5, "rule:test/idiom", {"cos": 0.12345678}),
            MarkerRecord("direction", 2, 3, "", -0.25, "rule:test/particle", {}),
        ),
        language="en",
        id="doc-1",
        meta={"source": "hand"},
        provenance=PROVENANCE,
    )


def blends() -> TokenGraph:
    """Give two words that were split, one of which is a link again, and a marker of a piece."""
    text, leaves = columns(
        "She she PRON PRP _ 2 nsubj",
        "sees see VERB VBZ _ 0 root",
        "blood blood ADJ _ _ 5 compound -",
        "- - PUNCT _ _ 5 punct -",
        "red red ADJ JJ Degree=Pos 7 amod",
        "sea sea NOUN _ _ 7 compound -",
        "water water NOUN NN Number=Sing 2 obj -",
        ". . PUNCT . _ 2 punct -",
    )
    return TokenGraph(
        text,
        leaves,
        [(0, 7)],
        (TokenRecord(8, "link", "seawater", "NOUN", "Number=Sing", (5, 6), (), 6, "", False, 3),),
        (StepRecord(3, "test/blend", "test.sg:9", {"A": 5, "B": 6}, (5, 6), 8),),
        (
            MarkerRecord("tension", 2, 1, "", None, "rule:test/m", {}),
            MarkerRecord("direction", 7, 1, "ends", None, "rule:test/m", {}),
        ),
        language="en",
        splits=(
            SplitRecord(
                1,
                "test/row",
                "test.sg:2",
                {"W": (5, 6)},
                SplitWord("seawater", "seawater", "NOUN", "NN", "Number=Sing", ""),
                (5, 6),
                6,
            ),
            SplitRecord(
                2,
                "test/hyphen",
                "test.sg:5",
                {"W": (2, 3, 4), "V": 1},
                SplitWord("blood-red", "blood-red", "ADJ", "JJ", "Degree=Pos", ""),
                (2, 3, 4),
                4,
            ),
        ),
    )
