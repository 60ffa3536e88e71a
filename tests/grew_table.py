"""Grew requests and the matches that Grew's documentation gives them, worked out by hand.

The requests stand in `grew_table.txt`. A binding reads ``2 V3 O4``: in the second sentence of the
graph `V` is word 3 and `O` word 4, counted from 1; the sign of `X$` is left out. An empty match is
its sentence's number alone.

Where grew.fr is terse these meanings are taken. An edge covers the interval between its two words.
Two edges are disjoint when their intervals share at most an end (``<>``); one is covered by
another when its interval lies within the other's and is not the same, shared ends allowed
(``<<``); they cross when none of these holds (``><``). ``X << e`` is strict. A tree is projective
when no two edges cross, where every root also hangs from a place before the first word: an arc
over the root crosses that edge. A key of the metadata that is absent satisfies neither ``=`` nor
``<>``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

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
    "combined",
)


def _matches(text: str) -> tuple[str, ...]:
    return tuple(match.strip() for match in text.split(";") if match.strip())


def _read_cases(text: str) -> Iterator[Case]:
    """Read the table: paragraphs of a name with its graph, a request, and its matches."""
    clause = ""
    for paragraph in text.split("\n\n"):
        first, *lines = paragraph.strip().split("\n")
        if first.startswith("# "):
            clause = first.removeprefix("# ")
        elif not first.startswith("%"):
            name, graph = first.removesuffix("]").split(" [")
            request = [line.removeprefix("    ") for line in lines if line.startswith("    ")]
            matches = [line.removeprefix("  =") for line in lines if line.startswith("  =")]
            yield Case(clause, name, "\n".join(request), graph, _matches(" ".join(matches)))


CASES: tuple[Case, ...] = (
    *_read_cases(Path(__file__).with_suffix(".txt").read_text("utf-8")),
    Case(
        "layout",
        "tabs and Windows line ends",
        "pattern {\r\n\tX [upos=VERB] ;\r\n\tX -[obj]-> Y ;\r\n}\r\n",
        "news",
        ("1 X2 Y6", "2 X3 Y4", "2 X11 Y12", "3 X3 Y5"),
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
