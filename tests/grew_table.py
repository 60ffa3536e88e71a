"""Grew requests with the matches that Grew's documentation gives them, worked out by hand.

A binding reads ``2 V3 O4``: in the second sentence of the graph `V` is word 3 and `O` word 4,
counted from 1; the sign of `X$` is left out. An empty match is its sentence's number alone.

Where grew.fr is terse these meanings are taken. An edge covers the interval between its two words.
Two edges are disjoint when their intervals share at most an end (``<>``); one is covered by
another when its interval lies within the other's and is not the same, shared ends allowed
(``<<``); they cross when none of these holds (``><``). ``X << e`` is strict. A tree is projective
when no two edges cross, where every root also hangs from a place before the first word: an arc
over the root crosses that edge. A key of the metadata that is absent satisfies neither ``=`` nor
``<>``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from semgraph.grammar.rules import Lexicon
from semgraph.parse.columns import Parse
from semgraph.parse.conllu import parse_conllu
from tests.build import make_parse, sentence


@dataclass(frozen=True, slots=True)
class Graph:
    """A batch of sentences and the label scheme of requests over it."""

    build: Callable[[], Parse]
    scheme: str = "ud"


@dataclass(frozen=True, slots=True)
class Case:
    """A request over a graph and its matches, filed under a clause of the language."""

    clause: str
    name: str
    request: str
    graph: str
    expected: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A request that means something else here than in Grew."""

    name: str
    request: str
    graph: str
    expected: tuple[str, ...]
    grew: str


def _conllu(text: str) -> Parse:
    """Read CoNLL-U whose columns are parted by spaces."""
    lines = [line.strip() for line in text.strip().split("\n")]
    rows = [line if line.startswith("#") else "\t".join(line.split()) for line in lines]
    return parse_conllu("\n".join(rows) + "\n\n")


def _news() -> Parse:
    """Give three English sentences with subtypes and metadata; each is a document."""
    return _conllu(
        """
        # sent_id = n-1
        # text = She gave the old red car up .
        # speaker = Ann
        1  She    she    PRON   PRP   Case=Nom|Gender=Fem|Number=Sing|Person=3    2  nsubj         _  _
        2  gave   give   VERB   VBD   Mood=Ind|Tense=Past|VerbForm=Fin            0  root          _  _
        3  the    the    DET    DT    Definite=Def|PronType=Art                   6  det           _  _
        4  old    old    ADJ    JJ    Degree=Pos                                  6  amod          _  _
        5  red    red    ADJ    JJ    Degree=Pos                                  6  amod          _  _
        6  car    car    NOUN   NN    Number=Sing                                 2  obj           _  _
        7  up     up     ADP    RP    _                                           2  compound:prt  _  _
        8  .      .      PUNCT  .     _                                           2  punct         _  _

        # sent_id = n-2
        # text = Dogs were given names by her uncle , and he gives more .
        # genre = letter
        1  Dogs   dog    NOUN   NNS   Number=Plur                                 3  nsubj:pass    _  _
        2  were   be     AUX    VBD   Mood=Ind|Tense=Past|VerbForm=Fin            3  aux:pass      _  _
        3  given  give   VERB   VBN   Tense=Past|VerbForm=Part|Voice=Pass         0  root          _  _
        4  names  name   NOUN   NNS   Number=Plur                                 3  obj           _  _
        5  by     by     ADP    IN    _                                           7  case          _  _
        6  her    she    PRON   PRP$  Case=Gen|Person=3|Poss=Yes                  7  nmod:poss     _  _
        7  uncle  uncle  NOUN   NN    Number=Sing                                 3  obl:agent     _  _
        8  ,      ,      PUNCT  ,     _                                           11 punct         _  _
        9  and    and    CCONJ  CC    _                                           11 cc            _  _
        10 he     he     PRON   PRP   Case=Nom|Gender=Masc|Number=Sing|Person=3   11 nsubj         _  _
        11 gives  give   VERB   VBZ   Mood=Ind|Tense=Pres|VerbForm=Fin            3  conj          _  _
        12 more   more   ADJ    JJR   Degree=Cmp                                  11 obj           _  _
        13 .      .      PUNCT  .     _                                           3  punct         _  _

        # sent_id = n-3
        # text = Big dogs chase red cars
        # speaker = Bob
        # genre = news
        1  Big    big    ADJ    JJ    Degree=Pos                                  2  amod          _  _
        2  dogs   dog    NOUN   NNS   Number=Plur                                 3  nsubj         _  _
        3  chase  chase  VERB   VBP   Mood=Ind|Tense=Pres|VerbForm=Fin            0  root          _  _
        4  red    red    ADJ    JJ    Degree=Pos                                  5  amod          _  _
        5  cars   car    NOUN   NNS   Number=Plur                                 3  obj           _  _
        """  # noqa: E501
    )


def _crossed() -> Parse:
    """Give one document: crossing edges, an arc over the root, two roots, one word."""
    return make_parse(
        [
            [
                sentence(
                    "We we PRON 2 nsubj",
                    "met meet VERB 0 root Mood=Ind|Tense=Past",
                    "a a DET 4 det",
                    "man man NOUN 2 obj Number=Sing",
                    "yesterday yesterday ADV 2 advmod",
                    "who who PRON 7 nsubj PronType=Rel",
                    "sang sing VERB 4 acl:relcl Mood=Ind|Tense=Past",
                    ". . PUNCT 2 punct",
                ),
                sentence(
                    "Red red ADJ 4 amod",
                    "I I PRON 3 nsubj",
                    "have have VERB 0 root Mood=Ind|Tense=Pres",
                    "cars car NOUN 3 obj Number=Plur",
                ),
                sentence(
                    "Yes yes INTJ 0 root",
                    ", , PUNCT 1 punct",
                    "good good ADJ 0 root",
                    ". . PUNCT 3 punct",
                ),
                sentence("Stop stop VERB 0 root Mood=Imp"),
            ]
        ]
    )


def _deep() -> Parse:
    """Give two sentences whose labels have all three parts."""
    return make_parse(
        [
            [
                sentence(
                    "Mia Mia PROPN 2 nsubj",
                    "relies rely VERB 0 root",
                    "on on ADP 4 case",
                    "it it PRON 2 obl:arg@x",
                    "daily daily ADV 2 obl:tmod",
                    "here here ADV 2 obl",
                    "назад назад ADV 2 advmod:зад",
                )
            ],
            [
                sentence(
                    "Ann Ann PROPN 2 nsubj",
                    "makes make VERB 0 root",
                    "us we PRON 2 obj",
                    "laugh laugh VERB 2 xcomp@x",
                )
            ],
        ]
    )


def _sud() -> Parse:
    """Give a sentence in Surface-Syntactic UD, whose labels are not UD's."""
    return make_parse(
        [
            [
                sentence(
                    "Lou Lou PROPN 2 subj",
                    "wants want VERB 0 root",
                    "to to PART 2 comp:obj@x",
                    "be be AUX 3 comp:obj",
                    "seen see VERB 4 comp:aux@pass",
                    "by by ADP 5 comp:obl@agent",
                    "Max Max PROPN 6 comp:obj",
                    "soon soon ADV 5 mod",
                    "asap asap X 8 unk",
                )
            ]
        ]
    )


def _languages() -> Parse:
    """Give a French and a Russian sentence, glossed."""
    return _conllu(
        """
        1  L'      le       DET   _  Definite=Def             2  det      _  SpaceAfter=No
        2  élève   élève    NOUN  _  Gender=Masc|Number=Sing  5  nsubj    _  Gloss=pupil
        3  était   être     AUX   _  Mood=Ind|Tense=Imp       5  aux      _  Gloss=be.PST
        4  déjà    déjà     ADV   _  _                        5  advmod   _  Gloss=already
        5  allé    aller    VERB  _  VerbForm=Part            0  root     _  Gloss=go.PTCP
        6  à       à        ADP   _  _                        8  case     _  _
        7  l'      le       DET   _  Definite=Def             8  det      _  SpaceAfter=No
        8  école   école    NOUN  _  Gender=Fem|Number=Sing   5  obl:arg  _  Gloss=school

        1  Дети    ребёнок  NOUN  _  Case=Nom|Number=Plur     2  nsubj    _  Gloss=child.PL
        2  читают  читать   VERB  _  Mood=Ind|Tense=Pres      0  root     _  _
        3  книги   книга    NOUN  _  Case=Acc|Number=Plur     2  obj      _  Gloss=book.PL
        4  о       о        ADP   _  _                        5  case     _  _
        5  море    море     NOUN  _  Case=Loc|Number=Sing     3  nmod     _  Gloss=sea.LOC
        """
    )


GRAPHS: Mapping[str, Graph] = {
    "news": Graph(_news),
    "crossed": Graph(_crossed),
    "deep": Graph(_deep),
    "sud": Graph(_sud, "sud"),
    "languages": Graph(_languages),
}

# In `frames` no row has both the verb and the object of n-1 or n-3, though the columns have each.
LEXICONS: Mapping[str, Lexicon] = {
    "frames": Lexicon(
        "frames",
        {
            "verb": ("give", "chase", "give", "see"),
            "noun": ("name", "name", "stone", "car"),
        },
        "inline",
    ),
    "words": Lexicon("words", {"lemma": ("читать", "море", "школа")}, "inline"),
}

CLAUSES = (
    "node",
    "one of, none of",
    "defined, not defined",
    "quoted value",
    "regular expression",
    "alternative feature structures",
    "edge",
    "label",
    "features of a label",
    "dominance",
    "some edge in or out",
    "order",
    "equality",
    "lexicon",
    "feature as a clause",
    "labels of edges",
    "distance",
    "edges compared",
    "node inside an edge",
    "global",
    "metadata",
    "ids",
    "not injective",
    "several patterns",
    "with",
    "without",
    "no pattern",
    "layout",
)


def _cases(clause: str, *rows: tuple[str, str, str, str]) -> list[Case]:
    """Make cases of ``name, graph, request, matches``; matches are parted by semicolons."""
    return [
        Case(clause, name, request, graph, _matches(matches))
        for name, graph, request, matches in rows
    ]


def _matches(text: str) -> tuple[str, ...]:
    return tuple(match.strip() for match in text.split(";") if match.strip())


CASES: tuple[Case, ...] = (
    *_cases(
        "node",
        ("one value", "news", "pattern { X [upos=VERB] }", "1 X2; 2 X3; 2 X11; 3 X3"),
        (
            "any node",
            "deep",
            "pattern { X [] }",
            "1 X1; 1 X2; 1 X3; 1 X4; 1 X5; 1 X6; 1 X7; 2 X1; 2 X2; 2 X3; 2 X4",
        ),
        ("two tests", "news", "pattern { X [upos=VERB, Tense=Past] }", "1 X2; 2 X3"),
        ("columns", "news", "pattern { X [form=gave, lemma=give, xpos=VBD] }", "1 X2"),
        ("xpos", "news", "pattern { X [xpos=VBN] }", "2 X3"),
        ("implicit", "news", "pattern { X -[det]-> Y }", "1 X6 Y3"),
        ("explicit", "news", "pattern { X []; Y []; X -[det]-> Y }", "1 X6 Y3"),
        (
            "declared twice",
            "news",
            "pattern { X [upos=NOUN]; X -[amod]-> Y; X [Number=Plur] }",
            "3 X2 Y1; 3 X5 Y4",
        ),
        (
            "nodes differ",
            "news",
            'pattern { X [lemma="car"]; Y [upos=NOUN] }',
            "3 X5 Y2",
        ),
        ("contradiction", "news", "pattern { X [upos=VERB]; X [upos=NOUN] }", ""),
    ),
    *_cases(
        "one of, none of",
        ("one of", "news", "pattern { X [upos=AUX|DET] }", "1 X3; 2 X2"),
        ("moods", "crossed", "pattern { X [Mood=Ind|Imp] }", "1 X2; 1 X7; 2 X3; 4 X1"),
        ("not one", "news", "pattern { X [Tense<>Past] }", "2 X11; 3 X3"),
        ("none of", "news", "pattern { X [Tense<>Pres|Fut] }", "1 X2; 2 X2; 2 X3"),
        (
            "none of, spaced",
            "news",
            "pattern { X [ Tense <> Fut | Past ] }",
            "2 X11; 3 X3",
        ),
        (
            "both",
            "news",
            "pattern { X [upos=VERB|AUX, VerbForm<>Part] }",
            "1 X2; 2 X2; 2 X11; 3 X3",
        ),
    ),
    *_cases(
        "defined, not defined",
        ("defined", "news", "pattern { X [Voice] }", "2 X3"),
        ("star", "news", "pattern { X [Degree=*] }", "1 X4; 1 X5; 2 X12; 3 X1; 3 X4"),
        ("absent", "news", "pattern { X [upos=PRON, !Gender] }", "2 X6"),
        ("absent alone", "crossed", "pattern { X [upos=VERB, !Tense] }", "4 X1"),
        ("present and absent", "news", "pattern { X [Tense, !Mood] }", "2 X3"),
        ("of MISC", "languages", "pattern { X [SpaceAfter=No] }", "1 X1; 1 X7"),
    ),
    *_cases(
        "quoted value",
        ("French", "languages", 'pattern { X [form="élève"] }', "1 X2"),
        ("Russian", "languages", 'pattern { X [lemma="книга"] }', "2 X3"),
        ("a stop", "news", 'pattern { X [form="."] }', "1 X8; 2 X13"),
        ("an apostrophe", "languages", 'pattern { X [form="L\'"] }', "1 X1"),
        ("alternatives", "news", 'pattern { X [form=","|"car"|up] }', "1 X6; 1 X7; 2 X8"),
        ("case counts", "news", 'pattern { X [form="she"] }', ""),
        ("quotes around a word", "news", 'pattern { X [upos="DET"] }', "1 X3"),
    ),
    *_cases(
        "regular expression",
        ("beginning", "news", 'pattern { X [lemma=re"d.*"] }', "2 X1; 3 X2"),
        ("whole value", "news", 'pattern { X [form=re"car"] }', "1 X6"),
        ("PCRE", "languages", "pattern { X [Gloss=/.*PST.*/] }", "1 X3"),
        ("case ignored", "languages", "pattern { X [Gloss=/.*pl/i] }", "2 X1; 2 X3"),
        ("case kept", "languages", "pattern { X [Gloss=/.*pl/] }", ""),
        ("groups", "news", "pattern { X [form=/(she|he|her)/i] }", "1 X1; 2 X6; 2 X10"),
        ("Cyrillic", "languages", 'pattern { X [form=re".*и"] }', "2 X1; 2 X3"),
        ("accents", "languages", 'pattern { X [form=re"é.*"] }', "1 X2; 1 X3; 1 X8"),
        ("signs", "news", 'pattern { X [form=re"[.,]"] }', "1 X8; 2 X8; 2 X13"),
    ),
    *_cases(
        "alternative feature structures",
        (
            "two",
            "news",
            "pattern { X [upos=VERB, VerbForm=Part]|[upos=ADJ] }",
            "1 X4; 1 X5; 2 X3; 2 X12; 3 X1; 3 X4",
        ),
        (
            "three",
            "news",
            "pattern { X [upos=PROPN] | [Poss=Yes] | [upos=AUX] }",
            "2 X2; 2 X6",
        ),
        ("with absence", "languages", "pattern { X [upos=ADV, !Gloss]|[Gloss=school] }", "1 X8"),
        (
            "overlapping",
            "news",
            "pattern { X [upos=NOUN]|[Number=Plur] }",
            "1 X6; 2 X1; 2 X4; 2 X7; 3 X2; 3 X5",
        ),
        (
            "and an edge",
            "news",
            "pattern { X [Voice=Pass]|[Tense=Pres]; X -[obj]-> Y }",
            "2 X3 Y4; 2 X11 Y12; 3 X3 Y5",
        ),
    ),
    *_cases(
        "edge",
        (
            "any label",
            "news",
            "pattern { X [upos=NOUN]; X -> Y }",
            "1 X6 Y3; 1 X6 Y4; 1 X6 Y5; 2 X7 Y5; 2 X7 Y6; 3 X2 Y1; 3 X5 Y4",
        ),
        (
            "named",
            "news",
            "pattern { e: X -> Y; Y [upos=PUNCT] }",
            "1 X2 Y8; 2 X11 Y8; 2 X3 Y13",
        ),
        ("named, with a label", "news", "pattern { e: X -[cc]-> Y }", "2 X11 Y9"),
        ("there and back", "news", "pattern { X -> Y; Y -> X }", ""),
        (
            "chain",
            "crossed",
            "pattern { X -> Y; Y -> Z; Z -> W }",
            "1 X2 Y4 Z7 W6",
        ),
        (
            "siblings",
            "news",
            "pattern { X -[amod]-> Y; X -[amod]-> Z }",
            "1 X6 Y4 Z5; 1 X6 Y5 Z4",
        ),
    ),
    *_cases(
        "label",
        ("exact", "news", "pattern { X -[nsubj]-> Y }", "1 X2 Y1; 2 X11 Y10; 3 X3 Y2"),
        ("with a subtype", "news", "pattern { X -[nmod:poss]-> Y }", "2 X7 Y6"),
        ("without a subtype", "deep", "pattern { X -[obl]-> Y }", "1 X2 Y6"),
        ("with a deep part", "deep", "pattern { X -[obl:arg@x]-> Y }", "1 X2 Y4"),
        (
            "one of",
            "news",
            "pattern { X -[nsubj|obj]-> Y; X [lemma=give] }",
            "1 X2 Y1; 1 X2 Y6; 2 X3 Y4; 2 X11 Y10; 2 X11 Y12",
        ),
        (
            "quoted",
            "deep",
            'pattern { X -["obl:arg@x"|"nsubj"]-> Y }',
            "1 X2 Y1; 1 X2 Y4; 2 X2 Y1",
        ),
        (
            "none of",
            "news",
            "pattern { X -[^nsubj|obj|punct]-> Y; X [upos=VERB] }",
            "1 X2 Y7; 2 X3 Y1; 2 X3 Y2; 2 X3 Y7; 2 X3 Y11; 2 X11 Y9",
        ),
        (
            "none of whole labels",
            "deep",
            "pattern { X -[^obl|case]-> Y }",
            "1 X2 Y1; 1 X2 Y4; 1 X2 Y5; 1 X2 Y7; 2 X2 Y1; 2 X2 Y3; 2 X2 Y4",
        ),
        (
            "none of, spaced",
            "news",
            "pattern { X -[^ punct | obj | conj ]-> Y; X [form=gives] }",
            "2 X11 Y9; 2 X11 Y10",
        ),
        (
            "expression",
            "news",
            'pattern { X -[re".*subj"]-> Y }',
            "1 X2 Y1; 2 X11 Y10; 3 X3 Y2",
        ),
        (
            "expression with a subtype",
            "news",
            'pattern { X -[re".*subj.*"]-> Y }',
            "1 X2 Y1; 2 X3 Y1; 2 X11 Y10; 3 X3 Y2",
        ),
        (
            "of another scheme",
            "sud",
            "pattern { X -[comp:obj]-> Y }",
            "1 X3 Y4; 1 X6 Y7",
        ),
    ),
    *_cases(
        "features of a label",
        ("first part", "deep", "pattern { X -[1=obl]-> Y }", "1 X2 Y4; 1 X2 Y5; 1 X2 Y6"),
        ("one of, deep", "deep", "pattern { X -[1=obl, 2=agent|arg]-> Y }", "1 X2 Y4"),
        ("one of", "news", "pattern { X -[1=obl, 2=agent|arg]-> Y }", "2 X3 Y7"),
        ("no subtype", "deep", "pattern { X -[1=obl, !2]-> Y }", "1 X2 Y6"),
        ("any subtype", "deep", "pattern { X -[1=obl, 2=*]-> Y }", "1 X2 Y4; 1 X2 Y5"),
        ("another subtype", "deep", "pattern { X -[1=obl, 2<>tmod]-> Y }", "1 X2 Y4"),
        ("deep part", "deep", "pattern { X -[deep=x]-> Y }", "1 X2 Y4; 2 X2 Y4"),
        ("no deep part", "deep", "pattern { X -[1=obl, !deep]-> Y }", "1 X2 Y5; 1 X2 Y6"),
        ("deep without a subtype", "deep", "pattern { X -[1=xcomp, deep=*]-> Y }", "2 X2 Y4"),
        ("not ASCII", "deep", 'pattern { X -[2="зад"]-> Y }', "1 X2 Y7"),
        (
            "first part of several",
            "news",
            "pattern { X -[1=nsubj|obj]-> Y }",
            "1 X2 Y1; 1 X2 Y6; 2 X3 Y1; 2 X3 Y4; 2 X11 Y10; 2 X11 Y12; 3 X3 Y2; 3 X3 Y5",
        ),
        (
            "first part differs",
            "deep",
            "pattern { X -[1<>obl|case|nsubj, !deep]-> Y }",
            "1 X2 Y7; 2 X2 Y3",
        ),
        ("no spaces", "news", "pattern { X -[1=nsubj,2=pass]-> Y }", "2 X3 Y1"),
        (
            "any complement",
            "sud",
            "pattern { X -[1=comp]-> Y }",
            "1 X2 Y3; 1 X3 Y4; 1 X4 Y5; 1 X5 Y6; 1 X6 Y7",
        ),
        (
            "two subtypes",
            "sud",
            "pattern { X -[1=comp, 2=obl|aux]-> Y }",
            "1 X4 Y5; 1 X5 Y6",
        ),
        (
            "three parts",
            "sud",
            "pattern { X -[1=comp, 2<>obl|aux, !deep]-> Y }",
            "1 X3 Y4; 1 X6 Y7",
        ),
    ),
    *_cases(
        "dominance",
        ("below", "news", "pattern { X ->> Y; Y [upos=DET] }", "1 X2 Y3; 1 X6 Y3"),
        (
            "one edge or more",
            "news",
            "pattern { X [upos=VERB]; X ->> Y; Y [upos=ADJ] }",
            "1 X2 Y4; 1 X2 Y5; 2 X3 Y12; 2 X11 Y12; 3 X3 Y1; 3 X3 Y4",
        ),
        ("twice", "news", "pattern { X ->> Y; Y ->> Z; Z [upos=ADP] }", "2 X3 Y7 Z5"),
        ("not upwards", "news", "pattern { X ->> Y; Y [upos=VERB] }", "2 X3 Y11"),
        (
            "nothing between",
            "news",
            """
            pattern { X [upos=VERB]; X ->> Y; Y [upos=PRON] }
            without { Z [upos=VERB]; X ->> Z; Z ->> Y }
            """,
            "1 X2 Y1; 2 X3 Y6; 2 X11 Y10",
        ),
    ),
    *_cases(
        "some edge in or out",
        ("in", "news", "pattern { * -[nsubj]-> Y }", "1 Y1; 2 Y10; 3 Y2"),
        ("out", "news", "pattern { X -[obj]-> * }", "1 X2; 2 X3; 2 X11; 3 X3"),
        ("two such edges, one match", "news", "pattern { X -[amod]-> * }", "1 X6; 3 X2; 3 X5"),
        (
            "any edge out",
            "news",
            "pattern { X [upos=NOUN]; X -> * }",
            "1 X6; 2 X7; 3 X2; 3 X5",
        ),
        (
            "any edge in, roots too",
            "news",
            "pattern { X [upos=VERB]; * -> X }",
            "1 X2; 2 X3; 2 X11; 3 X3",
        ),
        ("roots", "crossed", "pattern { * -[root]-> Y }", "1 Y2; 2 Y3; 3 Y1; 3 Y3; 4 Y1"),
        (
            "the end may be bound",
            "news",
            "pattern { X -> Y; Y [upos=DET]; * -[det]-> Y }",
            "1 X6 Y3",
        ),
        (
            "label features",
            "deep",
            "pattern { X -[1=obl, 2=*]-> *; X -[obl]-> Y }",
            "1 X2 Y6",
        ),
        (
            "in a filter",
            "crossed",
            "pattern { X [upos=VERB] } without { X -[obj|xcomp]-> * }",
            "1 X7; 4 X1",
        ),
    ),
    *_cases(
        "order",
        (
            "just before",
            "news",
            "pattern { X [upos=ADJ]; Y [upos=NOUN]; X < Y }",
            "1 X5 Y6; 3 X1 Y2; 3 X4 Y5",
        ),
        (
            "before",
            "news",
            "pattern { X [upos=ADJ]; Y [upos=NOUN]; X << Y }",
            "1 X4 Y6; 1 X5 Y6; 3 X1 Y2; 3 X1 Y5; 3 X4 Y5",
        ),
        (
            "just after",
            "news",
            "pattern { X [upos=NOUN]; Y [upos=ADJ]; X > Y }",
            "1 X6 Y5; 3 X2 Y1; 3 X5 Y4",
        ),
        (
            "after",
            "news",
            "pattern { X [upos=PUNCT]; Y [upos=VERB]; X >> Y }",
            "1 X8 Y2; 2 X8 Y3; 2 X13 Y3; 2 X13 Y11",
        ),
        (
            "not into the next sentence",
            "crossed",
            "pattern { X [upos=PUNCT]; Y []; X < Y }",
            "3 X2 Y3",
        ),
        (
            "nor anywhere behind it",
            "crossed",
            "pattern { X [upos=PUNCT]; Y [upos=VERB]; X << Y }",
            "",
        ),
    ),
    *_cases(
        "equality",
        (
            "of two nodes",
            "news",
            "pattern { X [upos=VERB]; Y [upos=VERB]; X.lemma = Y.lemma }",
            "2 X3 Y11; 2 X11 Y3",
        ),
        (
            "equal",
            "news",
            "pattern { X [upos=NOUN]; Y [upos=NOUN]; X << Y; X.Number = Y.Number }",
            "2 X1 Y4; 3 X2 Y5",
        ),
        (
            "different",
            "news",
            "pattern { X [upos=NOUN]; Y [upos=NOUN]; X << Y; X.Number <> Y.Number }",
            "2 X1 Y7; 2 X4 Y7",
        ),
        (
            "neither has it: not equal",
            "news",
            "pattern { X [upos=ADJ]; Y [upos=ADJ]; X << Y; X.Number = Y.Number }",
            "",
        ),
        (
            "one has it: not different",
            "news",
            "pattern { X -[amod]-> Y; X.Number <> Y.Number }",
            "",
        ),
        (
            "of two features",
            "languages",
            "pattern { X [upos=DET]; Y$ []; X.form = Y$.form; X.upos = Y$.upos }",
            "1 X1 Y1; 1 X7 Y7",
        ),
        ("constant", "news", 'pattern { X []; X.lemma = "give" }', "1 X2; 2 X3; 2 X11"),
        ("plain constant", "news", "pattern { X []; X.upos = DET }", "1 X3"),
        ("other than a constant", "news", 'pattern { X [upos=VERB]; X.lemma <> "give" }', "3 X3"),
        (
            "expression",
            "news",
            'pattern { X -> Y; X.lemma = re"c.*" }',
            "1 X6 Y3; 1 X6 Y4; 1 X6 Y5; 3 X3 Y2; 3 X3 Y5; 3 X5 Y4",
        ),
        (
            "PCRE, case ignored",
            "news",
            "pattern { X [upos=NOUN]; X.form = /D.*/i }",
            "2 X1; 3 X2",
        ),
    ),
    *_cases(
        "lexicon",
        (
            "one column",
            "news",
            "pattern { V -[obj]-> O; V.lemma = frames.verb }",
            "1 V2 O6; 2 V3 O4; 2 V11 O12; 3 V3 O5",
        ),
        (
            "two columns, one row",
            "news",
            "pattern { V -[obj]-> O; V.lemma = frames.verb; O.lemma = frames.noun }",
            "2 V3 O4",
        ),
        (
            "in brackets",
            "news",
            "pattern { V [lemma=frames.verb]; V -[obj]-> O; O [lemma=frames.noun] }",
            "2 V3 O4",
        ),
        ("Cyrillic", "languages", "pattern { X []; X.lemma = words.lemma }", "2 X2; 2 X5"),
        (
            "in a filter",
            "news",
            "pattern { X [upos=NOUN] } without { X.lemma = frames.noun }",
            "2 X1; 2 X7; 3 X2",
        ),
    ),
    *_cases(
        "feature as a clause",
        ("defined", "news", "pattern { X [upos=VERB]; X.Voice }", "2 X3"),
        (
            "star",
            "news",
            "pattern { X [upos=VERB|AUX]; X.Mood=* }",
            "1 X2; 2 X2; 2 X11; 3 X3",
        ),
        ("absent", "news", "pattern { X [upos=VERB]; !X.Mood }", "2 X3"),
        (
            "in a filter",
            "news",
            "pattern { X [upos=NOUN]; X -> Y } without { Y.Degree }",
            "1 X6 Y3; 2 X7 Y5; 2 X7 Y6",
        ),
        (
            "absent, in a filter",
            "news",
            "pattern { X [upos=PRON] } without { !X.Gender }",
            "1 X1; 2 X10",
        ),
    ),
    *_cases(
        "labels of edges",
        (
            "equal",
            "news",
            "pattern { e1: X -> Y; e2: X -> Z; Y << Z; e1.label = e2.label }",
            "1 X6 Y4 Z5",
        ),
        (
            "equal, heads differ",
            "news",
            """
            pattern {
              e1: A -> B; e2: C -> D; B << D;
              A [upos=VERB]; C [upos=VERB];
              e1.label = e2.label
            }
            """,
            "2 A3 B4 C11 D12; 2 A11 B8 C3 D13",
        ),
        (
            "different",
            "news",
            "pattern { e1: X -> Y; e2: X -> Z; Y << Z; X [upos=NOUN]; e1.label <> e2.label }",
            "1 X6 Y3 Z4; 1 X6 Y3 Z5; 2 X7 Y5 Z6",
        ),
        (
            "equal labels are equal in all parts",
            "deep",
            "pattern { e1: X -[1=obl]-> Y; e2: X -[1=obl]-> Z; e1.label = e2.label }",
            "",
        ),
        ("plain constant", "sud", "pattern { e: X -> Y; e.label = unk }", "1 X8 Y9"),
        (
            "quoted constant",
            "sud",
            'pattern { e: X -> Y; e.label = "comp:obj" }',
            "1 X3 Y4; 1 X6 Y7",
        ),
        (
            "other than a constant",
            "news",
            "pattern { X [lemma=chase]; e: X -> Y; e.label <> obj }",
            "3 X3 Y2",
        ),
        (
            "expression",
            "news",
            'pattern { e: X -> Y; e.label = re".*subj" }',
            "1 X2 Y1; 2 X11 Y10; 3 X3 Y2",
        ),
        (
            "part by expression",
            "news",
            'pattern { e: X -> Y; e.2 = re"p.*" }',
            "1 X2 Y7; 2 X3 Y1; 2 X3 Y2; 2 X7 Y6",
        ),
        ("deep part", "deep", "pattern { e: X -> Y; e.deep = x }", "1 X2 Y4; 2 X2 Y4"),
        (
            "first part",
            "deep",
            "pattern { e: X -> Y; e.1 = obl }",
            "1 X2 Y4; 1 X2 Y5; 1 X2 Y6",
        ),
        (
            "second part differs",
            "deep",
            "pattern { e: X -> Y; e.2 <> arg }",
            "1 X2 Y5; 1 X2 Y7",
        ),
        (
            "first parts equal",
            "deep",
            "pattern { e1: X -> Y; e2: X -> Z; e1.1 = e2.1; Y << Z }",
            "1 X2 Y4 Z5; 1 X2 Y4 Z6; 1 X2 Y5 Z6",
        ),
        (
            "in filters",
            "news",
            """
            pattern { e: X -> Y; X [lemma=give] }
            without { e.label = punct }
            without { e.label = obj }
            """,
            "1 X2 Y1; 1 X2 Y7; 2 X3 Y1; 2 X3 Y2; 2 X3 Y7; 2 X3 Y11; 2 X11 Y9; 2 X11 Y10",
        ),
        (
            "with an edge of the filter",
            "news",
            "pattern { e1: X -[obj]-> Y } with { e2: Z -> W; e1.label = e2.label }",
            "2 X3 Y4; 2 X11 Y12",
        ),
    ),
    *_cases(
        "distance",
        ("equal", "news", "pattern { X -[obj]-> Y; length(X,Y) = 4 }", "1 X2 Y6"),
        (
            "at most",
            "news",
            "pattern { X -[obj]-> Y; length(X,Y) <= 2 }",
            "2 X3 Y4; 2 X11 Y12; 3 X3 Y5",
        ),
        (
            "at least",
            "news",
            "pattern { X -> Y; length(X,Y) >= 6 }",
            "1 X2 Y8; 2 X3 Y11; 2 X3 Y13",
        ),
        (
            "less",
            "news",
            "pattern { X [upos=VERB]; X -> Y; length(X,Y) < 2 }",
            "1 X2 Y1; 2 X3 Y2; 2 X3 Y4; 2 X11 Y10; 2 X11 Y12; 3 X3 Y2",
        ),
        (
            "more",
            "news",
            "pattern { X -> Y; length(X,Y) > 6 }",
            "2 X3 Y11; 2 X3 Y13",
        ),
        (
            "before",
            "news",
            "pattern { X -> Y; delta(X,Y) = -3 }",
            "1 X6 Y3; 2 X11 Y8",
        ),
        (
            "after",
            "news",
            "pattern { X -> Y; delta(X,Y) = 4 }",
            "1 X2 Y6; 2 X3 Y7",
        ),
        (
            "delta less",
            "news",
            "pattern { X [upos=VERB]; X -> Y; delta(X,Y) < 0 }",
            "1 X2 Y1; 2 X3 Y1; 2 X3 Y2; 2 X11 Y8; 2 X11 Y9; 2 X11 Y10; 3 X3 Y2",
        ),
        (
            "delta at least",
            "news",
            "pattern { X -> Y; delta(X,Y) >= 5 }",
            "1 X2 Y7; 1 X2 Y8; 2 X3 Y11; 2 X3 Y13",
        ),
        (
            "delta at most",
            "news",
            "pattern { X -> Y; delta(X,Y) <= -2 }",
            "1 X6 Y3; 1 X6 Y4; 2 X3 Y1; 2 X7 Y5; 2 X11 Y8; 2 X11 Y9",
        ),
        (
            "delta more",
            "news",
            "pattern { X [lemma=chase]; X -> Y; delta(X,Y) > 1 }",
            "3 X3 Y5",
        ),
        (
            "no edge between",
            "news",
            "pattern { X [upos=PRON]; Y [upos=VERB]; length(X,Y)=1 }",
            "1 X1 Y2; 2 X10 Y11",
        ),
    ),
    *_cases(
        "edges compared",
        (
            "crossing",
            "crossed",
            "pattern { e1: A -> B; e2: C -> D; e1 >< e2 }",
            "1 A2 B5 C4 D7; 1 A4 B7 C2 D5",
        ),
        (
            "covered",
            "crossed",
            "pattern { e1: A -> B; e2: C -> D; e1 << e2 }",
            "1 A4 B3 C2 D5; 1 A4 B3 C2 D8; 1 A7 B6 C2 D8; 1 A4 B7 C2 D8; 2 A3 B2 C4 D1",
        ),
        (
            "covered, an end shared",
            "news",
            "pattern { X [upos=NOUN]; e1: X -> Y; e2: X -> Z; e1 << e2 }",
            "1 X6 Y4 Z3; 1 X6 Y5 Z3; 1 X6 Y5 Z4; 2 X7 Y6 Z5",
        ),
        (
            "disjoint",
            "crossed",
            "pattern { e1: A -> B; e2: C -> D; e1 <> e2; B << D }",
            """
            1 A2 B1 C4 D3; 1 A2 B1 C7 D6; 1 A2 B1 C4 D7; 1 A4 B3 C7 D6; 1 A2 B4 C7 D6;
            1 A2 B5 C7 D6; 3 A1 B2 C3 D4
            """,
        ),
        (
            "disjoint, an end shared",
            "news",
            "pattern { X [lemma=chase]; e1: X -> Y; e2: X -> Z; e1 <> e2 }",
            "3 X3 Y2 Z5; 3 X3 Y5 Z2",
        ),
        (
            "an end shared: never crossing",
            "crossed",
            "pattern { e1: X -> Y; e2: Y -> Z; e1 >< e2 }",
            "",
        ),
        (
            "with labels",
            "crossed",
            "pattern { f: N -[acl:relcl]-> V; g: H -[advmod]-> A; f >< g; N << V }",
            "1 N4 V7 H2 A5",
        ),
        (
            "an edge of the filter",
            "crossed",
            "pattern { e1: A -> B } without { e2: C -> D; e1 >< e2 }",
            """
            1 A2 B1; 1 A4 B3; 1 A2 B4; 1 A7 B6; 1 A2 B8; 2 A3 B2; 2 A4 B1; 2 A3 B4;
            3 A1 B2; 3 A3 B4
            """,
        ),
    ),
    *_cases(
        "node inside an edge",
        ("inside", "news", "pattern { e: A -[amod]-> B; X []; X << e }", "1 A6 B4 X5"),
        (
            "with a feature",
            "crossed",
            "pattern { e: A -[acl:relcl]-> B; X [upos=PRON]; X << e }",
            "1 A4 B7 X6",
        ),
        (
            "the ends are not inside",
            "news",
            "pattern { e: A -[obj]-> B; X$ []; X$ << e }",
            "1 A2 B6 X3; 1 A2 B6 X4; 1 A2 B6 X5; 3 A3 B5 X4",
        ),
        (
            "an edge that goes back",
            "crossed",
            "pattern { e: A -[amod]-> B; X [upos=VERB]; X << e }",
            "2 A4 B1 X3",
        ),
        (
            "in a filter",
            "news",
            "pattern { e: A -[amod]-> B } without { X []; X << e }",
            "1 A6 B5; 3 A2 B1; 3 A5 B4",
        ),
    ),
    *_cases(
        "global",
        (
            "projective",
            "crossed",
            "global { is_projective } pattern { X [form=good|Stop|sang] }",
            "3 X3; 4 X1",
        ),
        (
            "not projective: two edges cross",
            "crossed",
            "pattern { X [form=sang|good] } global { is_not_projective; }",
            "1 X7",
        ),
        (
            "not projective: an arc over the root",
            "crossed",
            "pattern { X [form=have] } global { is_not_projective }",
            "2 X3",
        ),
        (
            "tree",
            "news",
            "pattern { X [lemma=give] } global { is_tree; }",
            "1 X2; 2 X3; 2 X11",
        ),
        ("not a tree", "news", "global { is_not_tree } pattern { X [] }", ""),
        (
            "forest",
            "crossed",
            "global { is_forest } pattern { X [upos=INTJ|ADV] }",
            "1 X5; 3 X1",
        ),
        ("not a forest", "crossed", "global { is_not_forest } pattern { X [] }", ""),
        ("cyclic", "crossed", "global { is_cyclic } pattern { X [] }", ""),
        (
            "not cyclic",
            "crossed",
            "global { is_not_cyclic } pattern { X [form=Stop] }",
            "4 X1",
        ),
        (
            "several in one item",
            "crossed",
            """
            global { is_not_projective; is_not_cyclic; is_forest; }
            pattern { X -[acl:relcl]-> Y }
            """,
            "1 X4 Y7",
        ),
        (
            "several items",
            "crossed",
            "global { is_tree } pattern { X [upos=ADV] } global { is_not_projective }",
            "1 X5",
        ),
        ("as a clause", "news", "pattern { global.is_tree; X [lemma=chase] }", "3 X3"),
        (
            "as the last clause",
            "crossed",
            "pattern { X [form=sang]; global.is_not_projective }",
            "1 X7",
        ),
        (
            "as a filter",
            "crossed",
            "pattern { X -[punct]-> Y } without { global.is_projective }",
            "1 X2 Y8",
        ),
        (
            "as a filter that keeps",
            "crossed",
            "pattern { X -[punct]-> Y } with { global.is_projective }",
            "3 X1 Y2; 3 X3 Y4",
        ),
    ),
    *_cases(
        "metadata",
        (
            "id by expression",
            "news",
            'pattern { X [upos=VERB]; meta.sent_id = re"n-[12]" }',
            "1 X2; 2 X3; 2 X11",
        ),
        (
            "id",
            "news",
            'pattern { meta.sent_id = "n-3"; X [upos=NOUN] }',
            "3 X2; 3 X5",
        ),
        ("absent", "news", "pattern { X -[obj]-> Y; !meta.speaker }", "2 X3 Y4; 2 X11 Y12"),
        ("plain word", "news", "pattern { meta.speaker = Ann; X [upos=PRON] }", "1 X1"),
        (
            "another value",
            "news",
            'pattern { X [upos=ADJ]; meta.speaker <> "Ann" }',
            "3 X1; 3 X4",
        ),
        (
            "PCRE, case ignored",
            "news",
            "pattern { X [upos=VERB]; meta.text = /BIG.*/i }",
            "3 X3",
        ),
        (
            "text",
            "news",
            'global { text = re".*cars" } pattern { X -[nsubj]-> Y }',
            "3 X3 Y2",
        ),
        (
            "a word of the text",
            "news",
            r'pattern { X [upos=DET|ADP] } global { text = re".*\bup\b.*" }',
            "1 X3; 1 X7",
        ),
        (
            "one of",
            "news",
            'global { sent_id = "n-1" | "n-3" } pattern { X [upos=NOUN] }',
            "1 X6; 3 X2; 3 X5",
        ),
        (
            "none of",
            "news",
            'global { sent_id <> "n-1"|"n-3" } pattern { X [upos=VERB] }',
            "2 X3; 2 X11",
        ),
        (
            "plain word in global",
            "news",
            "pattern { X [upos=AUX|VERB] } global { genre=letter }",
            "2 X2; 2 X3; 2 X11",
        ),
        (
            "absent is not another value",
            "news",
            'global { speaker <> "Ann" } pattern { X [upos=VERB] }',
            "3 X3",
        ),
        ("absent in global", "news", "global { !speaker } pattern { X [upos=AUX] }", "2 X2"),
        (
            "with the shape of the graph",
            "news",
            'global { speaker = "Bob"; is_tree; text = re"Big.*" } pattern { X [upos=VERB] }',
            "3 X3",
        ),
        (
            "in a filter",
            "news",
            'pattern { X [upos=VERB] } without { meta.speaker = "Ann" }',
            "2 X3; 2 X11; 3 X3",
        ),
        ("none at all", "crossed", "pattern { X [form=Stop]; !meta.sent_id }", "4 X1"),
    ),
    *_cases(
        "ids",
        (
            "two",
            "news",
            "pattern { X -[amod]-> Y; X -[amod]-> Z; Y.__id__ < Z.__id__ }",
            "1 X6 Y4 Z5",
        ),
        (
            "three",
            "news",
            """
            pattern {
              X [upos=NOUN]; X -> A; X -> B; X -> C;
              A.__id__ < B.__id__; B.__id__ < C.__id__;
            }
            """,
            "1 X6 A3 B4 C5",
        ),
        (
            "no edge between",
            "news",
            "pattern { X [lemma=give]; Y [lemma=give]; X.__id__ < Y.__id__ }",
            "2 X3 Y11",
        ),
    ),
    *_cases(
        "not injective",
        (
            "a dependent again",
            "news",
            "pattern { X -[nsubj]-> Y; X -> Z$ }",
            """
            1 X2 Y1 Z1; 1 X2 Y1 Z6; 1 X2 Y1 Z7; 1 X2 Y1 Z8;
            2 X11 Y10 Z8; 2 X11 Y10 Z9; 2 X11 Y10 Z10; 2 X11 Y10 Z12;
            3 X3 Y2 Z2; 3 X3 Y2 Z5
            """,
        ),
        (
            "compared",
            "news",
            "pattern { X [upos=NOUN]; Y$ [Number=Plur]; X.lemma = Y$.lemma }",
            "2 X1 Y1; 2 X4 Y4; 3 X2 Y2; 3 X5 Y5",
        ),
        (
            "in a filter",
            "news",
            "pattern { X -[nsubj]-> Y } without { X -[nsubj]-> Z$; Z$ [Number=Sing] }",
            "3 X3 Y2",
        ),
    ),
    *_cases(
        "several patterns",
        (
            "united",
            "news",
            "pattern { X [upos=VERB] } pattern { X -[obj]-> Y } pattern { Y [Number=Sing] }",
            "1 X2 Y6",
        ),
        (
            "filters before and between",
            "news",
            "without { X -[amod]-> Z } pattern { X [] } with { X -> W } pattern { X [upos=NOUN] }",
            "2 X7",
        ),
        (
            "edges named across patterns",
            "news",
            "pattern { e: X -> Y } pattern { f: X -> Z; Y << Z; e.label = f.label }",
            "1 X6 Y4 Z5",
        ),
    ),
    *_cases(
        "with",
        (
            "kept once",
            "news",
            "pattern { X [upos=NOUN] } with { X -[amod]-> Y }",
            "1 X6; 3 X2; 3 X5",
        ),
        (
            "each by itself",
            "news",
            "pattern { X [upos=VERB] } with { X -[obj]-> Y } with { X -[nsubj]-> Y }",
            "1 X2; 2 X11; 3 X3",
        ),
        (
            "its nodes differ from the pattern's",
            "news",
            "pattern { X -[amod]-> Y } with { X -[amod]-> Z }",
            "1 X6 Y4; 1 X6 Y5",
        ),
        (
            "a feature again",
            "news",
            'pattern { X [form=re".*a.*"] } with { X [form=re".*e.*"] }',
            "1 X2; 2 X4; 3 X3",
        ),
        (
            "order",
            "news",
            "pattern { X -[nsubj|obj]-> Y } with { Y < X }",
            "1 X2 Y1; 2 X11 Y10; 3 X3 Y2",
        ),
    ),
    *_cases(
        "without",
        ("an edge", "news", "pattern { X [upos=VERB] } without { X -[nsubj]-> Y }", "2 X3"),
        (
            "each by itself",
            "news",
            """
            pattern { X [upos=NOUN] }
            without { X -[amod]-> Y }
            without { X -[case]-> Y }
            """,
            "2 X1; 2 X4",
        ),
        (
            "all of one",
            "news",
            "pattern { X [upos=NOUN] } without { X -[amod]-> Y; X -[case]-> Z }",
            "1 X6; 2 X1; 2 X4; 2 X7; 3 X2; 3 X5",
        ),
        (
            "a feature",
            "news",
            "pattern { X [upos=VERB] } without { X [Tense=Past] }",
            "2 X11; 3 X3",
        ),
        ("order kept", "news", "pattern { X -[conj]-> Y } without { Y << X }", "2 X3 Y11"),
        ("order dropped", "news", "pattern { X -[conj]-> Y } without { X << Y }", ""),
        ("a word anywhere", "news", "pattern { X [upos=VERB] } without { P [upos=PUNCT] }", "3 X3"),
        ("equality", "news", "pattern { X -[conj]-> Y } without { X.lemma = Y.lemma }", ""),
        (
            "distance",
            "news",
            "pattern { X -[obj]-> Y } without { length(X,Y) > 1 }",
            "2 X3 Y4; 2 X11 Y12",
        ),
        (
            "and with",
            "news",
            "pattern { X [upos=VERB] } with { X -[obj]-> O } without { X -[punct]-> P }",
            "3 X3",
        ),
    ),
    *_cases(
        "no pattern",
        ("empty", "news", "pattern { }", "1; 2; 3"),
        ("only metadata", "news", 'global { text = re".*red.*" }', "1; 3"),
        ("metadata in the pattern", "news", "pattern { meta.speaker = Bob }", "3"),
        ("only a shape", "news", "global { is_projective }", "1; 2; 3"),
        ("only without", "news", "without { X [upos=PUNCT] }", "3"),
        ("only with", "news", "with { X [upos=AUX] }", "2"),
        ("empty, and without", "news", "pattern {} without { X -[conj]-> Y }", "1; 3"),
        ("nothing passes", "news", "with { X [upos=NUM] }", ""),
    ),
    *_cases(
        "layout",
        (
            "no spaces",
            "news",
            "pattern{X[upos=VERB];X-[obj]->Y}",
            "1 X2 Y6; 2 X3 Y4; 2 X11 Y12; 3 X3 Y5",
        ),
        (
            "no spaces, named edge",
            "news",
            "pattern{e:X-[obj]->Y;Y[upos<>ADJ,!Degree]}",
            "1 X2 Y6; 2 X3 Y4; 3 X3 Y5",
        ),
        ("no spaces, any label", "news", "pattern{e:X->Y;e.label=cc}", "2 X11 Y9"),
        (
            "no spaces, filters",
            "news",
            "pattern{X[upos=NOUN]}without{X-[amod]->*}without{X-[case]->Y;Y<<X}",
            "2 X1; 2 X4",
        ),
        ("no spaces, order", "news", "pattern{X<Y;X[upos=DET];Y[upos=ADJ]}", "1 X3 Y4"),
        (
            "no spaces, equality",
            "news",
            "pattern{X[upos=VERB];Y[upos=VERB];X<<Y;X.lemma=Y.lemma}",
            "2 X3 Y11",
        ),
        (
            "no spaces, distance",
            "news",
            "pattern{X-[obj]->Y;delta(X,Y)=1}",
            "2 X3 Y4; 2 X11 Y12",
        ),
        (
            "no spaces, dominance",
            "news",
            "pattern{X->>Y;X[upos=NOUN]}",
            "1 X6 Y3; 1 X6 Y4; 1 X6 Y5; 2 X7 Y5; 2 X7 Y6; 3 X2 Y1; 3 X5 Y4",
        ),
        (
            "no spaces, none of",
            "news",
            "pattern{X[upos=VERB];X-[^nsubj|obj|punct|conj]->Y;Y<<X}",
            "2 X3 Y1; 2 X3 Y2; 2 X11 Y9",
        ),
        ("no spaces, star", "news", "pattern{*-[nsubj]->Y;Y<X}", "1 Y1 X2; 2 Y10 X11; 3 Y2 X3"),
        (
            "no spaces, edges compared",
            "crossed",
            "pattern{e:A-[advmod]->B;f:C->D;e><f}",
            "1 A2 B5 C4 D7",
        ),
        (
            "no spaces, global",
            "news",
            'global{is_tree;speaker="Bob"}pattern{X[upos=VERB]}',
            "3 X3",
        ),
        (
            "tabs and Windows line ends",
            "news",
            "pattern {\r\n\tX [upos=VERB] ;\r\n\tX -[obj]-> Y ;\r\n}\r\n",
            "1 X2 Y6; 2 X3 Y4; 2 X11 Y12; 3 X3 Y5",
        ),
        (
            "broken lines",
            "news",
            "pattern\n{\nX\n[\nupos\n=\nDET\n]\n;\nY -[ det\n]-> X\n}",
            "1 X3 Y6",
        ),
        (
            "comments",
            "news",
            """
            % pattern { X [upos=NOUN] }
            pattern { % the verb; of n-3 }
              X [upos=VERB];   % X []
              % X [upos=NOUN]
              X.lemma = "chase" } % }
            """,
            "3 X3",
        ),
        (
            "a percent sign in quotes",
            "news",
            'pattern { X [form<>"%", upos=DET] } % end',
            "1 X3",
        ),
        (
            "names of nodes",
            "news",
            "pattern { GOV_1 [upos=NOUN]; GOV_1 -[det]-> D'; D' << GOV_1 }",
            "1 GOV_1=6 D'=3",
        ),
    ),
)

_AND_E = ("1 X2", "2 X4", "3 X3")

DIFFERENCES: tuple[Difference, ...] = (
    Difference(
        "no anchor: every node is a word",
        "pattern { X [!upos] }",
        "news",
        (),
        "a node at position 0, without features, is matched in every sentence",
    ),
    Difference(
        "no anchor: nothing is bound above a root",
        "pattern { X -[root]-> Y }",
        "news",
        (),
        "X is the anchor, Y each root",
    ),
    Difference(
        "no anchor: only words are heads",
        "pattern { X -> Y; Y [upos=VERB] }",
        "news",
        ("2 X3 Y11",),
        "the anchor is X of each root as well",
    ),
    Difference(
        "no anchor: no word is first but the first",
        "pattern { X []; Y [form=She|Dogs|Big]; X < Y }",
        "news",
        (),
        "the anchor is just before the first word",
    ),
    Difference(
        "no anchor: two roots are two trees",
        "global { is_not_tree; is_forest } pattern { X [upos=INTJ] }",
        "crossed",
        ("3 X1",),
        "both roots hang from the anchor, which makes one tree",
    ),
    Difference(
        "root is a label like any other",
        "pattern { X [upos=VERB]; * -[root|conj]-> X }",
        "news",
        ("1 X2", "2 X3", "2 X11", "3 X3"),
        "the same, by the anchor's edge",
    ),
    Difference(
        "X and X$ are one node",
        "pattern { X [upos=DET]; X$ [Definite=Def] }",
        "news",
        ("1 X3",),
        "two nodes, which may be one word",
    ),
    Difference(
        "two expressions on one feature are joined",
        'pattern { X [form=re".*a.*"]; X [form=re".*e.*"] }',
        "news",
        _AND_E,
        "refused: cannot build a pattern with these constraints",
    ),
    Difference(
        "two expressions in two patterns are joined",
        'pattern { X [form=re".*a.*"] } pattern { X [form=re".*e.*"] }',
        "news",
        _AND_E,
        "refused",
    ),
    Difference(
        "an expression and a value are joined",
        'pattern { X [upos=VERB, lemma=give]; X.lemma = re"g.*"; X [lemma<>chase] }',
        "news",
        ("1 X2", "2 X3", "2 X11"),
        "refused",
    ),
    Difference(
        "a lexicon and an expression are joined",
        'pattern { X [lemma=frames.verb]; X [lemma=re"c.*"] }',
        "news",
        ("3 X3",),
        "refused",
    ),
    Difference(
        "labels of all kinds are alternatives",
        'pattern { X -[nsubj|re"o.*"|1=aux]-> Y }',
        "news",
        (
            *("1 X2 Y1", "1 X2 Y6"),
            *("2 X3 Y2", "2 X3 Y4", "2 X3 Y7", "2 X11 Y10", "2 X11 Y12"),
            *("3 X3 Y2", "3 X3 Y5"),
        ),
        "refused, or one of the items is lost without a word",
    ),
    Difference(
        "an expression first, then a label",
        'pattern { X -[re"comp:obj.*"|mod]-> Y }',
        "sud",
        ("1 X2 Y3", "1 X3 Y4", "1 X6 Y7", "1 X5 Y8"),
        "refused",
    ),
    Difference(
        "none of labels of all kinds",
        'pattern { X [lemma=give]; X -[^nsubj|re"o.*"|punct|1=aux]-> Y }',
        "news",
        ("1 X2 Y7", "2 X3 Y1", "2 X3 Y11", "2 X11 Y9"),
        "refused",
    ),
)
