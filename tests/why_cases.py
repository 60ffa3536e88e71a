"""Rules that match a sentence, and changes of one clause each that keep them from it.

A change is written ``old => new``: the rule's source holds ``old`` once. The clause or the filter
in which it stands is what an explanation has to name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from semgraph.engine.nodes import Nodes
from semgraph.parse.columns import Parse
from semgraph.types import Floats, Ints
from tests.build import make_parse, sentence

OFFER = sentence(
    "He he PRON 3 nsubj Case=Nom|Number=Sing",
    "finally finally ADV 3 advmod",
    "turned turn VERB 0 root Tense=Past|VerbForm=Fin",
    "the the DET 5 det Definite=Def|PronType=Art",
    "offer offer NOUN 3 obj Number=Sing",
    "down down ADP 3 compound:prt",
    ". . PUNCT 3 punct",
)
WALK = sentence(
    "She she PRON 2 nsubj Number=Sing",
    "took take VERB 0 root Tense=Past",
    "a a DET 6 det PronType=Art",
    "very very ADV 5 advmod",
    "long long ADJ 6 amod Degree=Pos",
    "walk walk NOUN 2 obj Number=Sing",
    "in in ADP 9 case",
    "the the DET 9 det PronType=Art",
    "park park NOUN 2 obl Number=Sing",
    ". . PUNCT 2 punct",
)
DISPUTE = sentence(
    "Он он PRON 3 nsubj Case=Nom|Number=Sing",
    "давно давно ADV 3 advmod",
    "принял принять VERB 0 root Aspect=Perf|Tense=Past",
    "участие участие NOUN 3 obj Case=Acc|Number=Sing",
    "в в ADP 7 case",
    "новом новый ADJ 7 amod Case=Loc|Number=Sing",
    "споре спор NOUN 4 nmod Case=Loc|Number=Sing",
    ". . PUNCT 3 punct",
)
BUCKET = sentence(
    "The the DET 3 det PronType=Art",
    "old old ADJ 3 amod Degree=Pos",
    "man man NOUN 4 nsubj Number=Sing",
    "kicked kick VERB 0 root Tense=Past",
    "the the DET 6 det PronType=Art",
    "bucket bucket NOUN 4 obj Number=Sing",
    ". . PUNCT 4 punct",
)
HEARING = sentence(
    "A a DET 2 det",
    "hearing hearing NOUN 4 nsubj:pass Number=Sing",
    "was be AUX 4 aux:pass",
    "scheduled schedule VERB 0 root Tense=Past",
    "on on ADP 7 case",
    "the the DET 7 det",
    "issue issue NOUN 2 nmod Number=Sing",
    "today today NOUN 4 obl Number=Sing",
    ". . PUNCT 4 punct",
)
BIRDS = sentence(
    "Cats cat NOUN 7 nsubj Number=Plur",
    ", , PUNCT 3 punct",
    "dogs dog NOUN 1 conj Number=Plur",
    "and and CCONJ 6 cc",
    "old old ADJ 6 amod Degree=Pos",
    "birds bird NOUN 1 conj Number=Plur",
    "saw see VERB 0 root Tense=Past",
    "small small ADJ 9 amod Degree=Pos",
    "dogs dog NOUN 7 obj Number=Plur",
    ". . PUNCT 7 punct",
)


def parsed(*sentences: object, language: str = "") -> Parse:
    """Give one document of sentences, with an id and some metadata."""
    parse = make_parse([list(sentences)], language=language)  # type: ignore[arg-type]
    return replace(parse, ids=("s1",), meta=({"speaker": "Ann", "year": 1999},))


SENTENCES: Mapping[str, Parse] = {
    "offer": parsed(OFFER),
    "walk": parsed(WALK),
    "dispute": parsed(DISPUTE),
    "bucket": parsed(BUCKET),
    "hearing": parsed(HEARING),
    "birds": parsed(BIRDS),
}


class Toy:
    """A table of measures that knows three pairs of lemmas."""

    names = ("cos", "resonance")
    known: Mapping[tuple[str, str], float] = {
        ("turn", "offer"): 0.75,
        ("take", "walk"): 0.5,
        ("turn", "down"): 0.25,
    }

    def values(self, measure: str, nodes: Nodes, left: Ints, right: Ints) -> Floats:
        decode = nodes.strings.decode
        lemma = nodes.column("lemma")
        pairs = zip(decode(lemma[left]), decode(lemma[right]), strict=True)
        return np.array([self.known.get(pair, np.nan) for pair in pairs], np.float64)


@dataclass(frozen=True, slots=True)
class Spec:
    """A rule ``r`` that matches a sentence, and the changes that keep it from that."""

    name: str
    sentence: str
    source: str
    changes: tuple[str, ...]


class Case(NamedTuple):
    """One change: the grammar as changed, and the offset at which it was."""

    name: str
    sentence: str
    source: str
    offset: int


LIGHT = """lexicon light {
  verb  noun
  take  walk
  turn  table
  give  offer
}
"""
IDIOMS = """lexicon idioms {
  phrase           gap  order  match
  kick the bucket  0    fixed  lemma
  long walk        0    fixed  lemma
  turn down        3    free   lemma
  old men          0    fixed  form
}
"""

SPECS = (
    Spec(
        "particle",
        "offer",
        "rule r { pattern { V [upos=VERB]; V -[compound:prt]-> P; P [upos=ADP] } collapse V, P }",
        (
            "upos=VERB => upos=AUX",
            "upos=VERB => upos=INTJ|SYM",
            "upos=VERB => upos<>VERB|NOUN",
            'upos=VERB => upos=re"A.X"',
            "upos=VERB => upos=VERB, Mood",
            "upos=VERB => upos=VERB, !Tense",
            "upos=VERB => lemma=look",
            "compound:prt => iobj",
            "compound:prt => compound:svc",
            "compound:prt => ^compound:prt|advmod|nsubj|obj|punct",
            "compound:prt => 1=compound, 2=lvc",
            "compound:prt => 1=compound, !2",
            "upos=ADP => upos=SCONJ",
            "upos=ADP => form=up",
            "upos=ADP => form=/UP/i",
            "upos=ADP => Number",
        ),
    ),
    Spec(
        "values",
        "walk",
        "rule r { pattern { V [Tense=Past]; V -[obj]-> N; N [Number=Sing|Plur]; N -[amod]-> A;"
        ' A [Degree<>Cmp]; V [lemma=re"t.*e"] } collapse V, N }',
        (
            "Tense=Past => Tense=Pres",
            "Tense=Past => Tense<>Past",
            "Tense=Past => Aspect=Perf",
            "-[obj]-> => -[iobj]->",
            "Number=Sing|Plur => Number=Dual|Plur",
            "Number=Sing|Plur => !Number",
            "Number=Sing|Plur => Case=Acc",
            "-[amod]-> => -[nummod]->",
            "Degree<>Cmp => Degree<>Cmp|Pos",
            "Degree<>Cmp => Degree=Sup",
            'lemma=re"t.*e" => lemma=re"t.*y"',
            'lemma=re"t.*e" => lemma=/M.KE/i',
        ),
    ),
    Spec(
        "clauses of features",
        "dispute",
        "rule r { pattern { V -[obj]-> N; V.lemma = принять; N.Case = Acc; V.Aspect; !V.Mood;"
        ' N.lemma = re"участ.*" } collapse V, N }',
        (
            "V.lemma = принять => V.lemma = взять",
            "V.lemma = принять => V.lemma <> принять",
            "N.Case = Acc => N.Case = Gen",
            "V.Aspect; => V.Voice;",
            "!V.Mood => !V.Tense",
            'N.lemma = re"участ.*" => N.lemma = re"част.*"',
        ),
    ),
    Spec(
        "alternatives of a node",
        "dispute",
        "rule r { pattern { N [upos=NOUN, Case=Loc]|[upos=PRON, Case=Dat]; N -[amod]-> A;"
        " A [Case=Loc]; N.Number = A.Number } collapse N, A }",
        (
            "upos=NOUN, Case=Loc => upos=NOUN, Case=Ins",
            "upos=NOUN, Case=Loc => upos=PROPN, Case=Loc",
            "A [Case=Loc] => A [Case=Ins]",
            "N.Number = A.Number => N.Number <> A.Number",
            "N.Number = A.Number => N.Gender = A.Gender",
            "-[amod]-> => -[det]->",
        ),
    ),
    Spec(
        "dominance",
        "walk",
        "rule r { pattern { V [upos=VERB, Tense=Past]; A [upos=ADJ]; V ->> A;"
        " N [lemma=walk, upos=NOUN]; N ->> A }"
        " collapse V, N, A head V }",
        ("V ->> A => A ->> V", "N ->> A => A ->> N", "lemma=walk => lemma=run"),
    ),
    Spec(
        "order",
        "offer",
        "rule r { pattern { V [upos=VERB]; V -[obj]-> N; V << N; N -[det]-> D; D < N }"
        " collapse V, N }",
        (
            "V << N => N << V",
            "V << N => V >> N",
            "V << N => V < N",
            "D < N => N < D",
            "D < N => D > N",
            "D < N => D <{1,2} N",
            "D < N => D <{2,} N",
        ),
    ),
    Spec(
        "gaps",
        "offer",
        "rule r { pattern { V [upos=VERB]; V -[compound:prt]-> P; V <{1,3} P } collapse V, P }",
        (
            "V <{1,3} P => V <{0,1} P",
            "V <{1,3} P => V <{3,5} P",
            "V <{1,3} P => V <{4,} P",
            "V <{1,3} P => P <{1,3} V",
        ),
    ),
    Spec(
        "distance",
        "walk",
        "rule r { pattern { V [upos=VERB]; V -[obj]-> N; length(V,N) <= 5; delta(V,N) = 4 }"
        " collapse V, N }",
        (
            "length(V,N) <= 5 => length(V,N) <= 3",
            "length(V,N) <= 5 => length(V,N) > 4",
            "length(V,N) <= 5 => length(V,N) = 2",
            "delta(V,N) = 4 => delta(V,N) = -4",
            "delta(V,N) = 4 => delta(N,V) = 4",
            "delta(V,N) = 4 => delta(V,N) < 0",
        ),
    ),
    Spec(
        "equality",
        "birds",
        "rule r { pattern { V -[nsubj]-> S; V -[obj]-> O; S.Number = O.Number;"
        " S.lemma <> O.lemma } tension S, O }",
        (
            "S.Number = O.Number => S.Number <> O.Number",
            "S.Number = O.Number => S.Tense = O.Tense",
            "S.lemma <> O.lemma => S.lemma = O.lemma",
            "-[nsubj]-> => -[csubj]->",
            "-[obj]-> => -[iobj]->",
        ),
    ),
    Spec(
        "lexicon",
        "walk",
        LIGHT + "stage s { rule r { pattern { V [upos=VERB]; V -[obj]-> N; V.lemma = light.verb;"
        " N.lemma = light.noun } collapse V, N } }",
        (
            "V.lemma = light.verb => V.lemma = light.noun",
            "N.lemma = light.noun => N.lemma = light.verb",
            "V.lemma = light.verb => V.form = light.verb",
            "N.lemma = light.noun => N.upos = light.noun",
            "-[obj]-> => -[iobj]->",
        ),
    ),
    Spec(
        "membership",
        "walk",
        LIGHT + "stage s { rule r { pattern { N [lemma=light.noun, Number=Sing]; V -[obj]-> N }"
        " set N.Light = yes } }",
        (
            "lemma=light.noun => lemma=light.verb",
            "lemma=light.noun => lemma<>light.noun",
            "Number=Sing => Number=Plur",
        ),
    ),
    Spec(
        "phrase",
        "bucket",
        IDIOMS + "stage s { rule r { pattern { phrase P from idioms; S [upos=NOUN];"
        " P -[nsubj]-> S } collapse P } }",
        (
            "kick the bucket  0 => kick the pail    0",
            "kick the bucket  0 => see the bucket   0",
            "kick the bucket  0 => kick a bucket    0",
            "kick the bucket  0 => bucket the kick  0",
            "kick the bucket  0 => kick bucket      0",
            "upos=NOUN => upos=PROPN",
            "-[nsubj]-> => -[csubj]->",
        ),
    ),
    Spec(
        "phrase with gaps",
        "offer",
        IDIOMS + "stage s { rule r { pattern { phrase P from idioms; P -[obj]-> N;"
        " N [Number=Sing] } collapse P } }",
        (
            "turn down        3 => turn down        1",
            "turn down        3 => turn up          3",
            "Number=Sing => Number=Plur",
            "P -[obj]-> N => N -[obj]-> P",
        ),
    ),
    Spec(
        "with",
        "walk",
        "rule r { pattern { V [upos=VERB]; V -[obj]-> N } with { N -[amod]-> A; A [Degree=Pos] }"
        " with { N -[det]-> D } or { N -[nummod]-> D } collapse V, N }",
        (
            "Degree=Pos => Degree=Sup",
            "-[amod]-> => -[appos]->",
            "N -[amod]-> A => A -[amod]-> N",
            "-[det]-> D } => -[flat]-> D }",
            "collapse => with { V -[iobj]-> X } collapse",
            "collapse => with { N.lemma = run } collapse",
            "collapse => with { N << V } collapse",
        ),
    ),
    Spec(
        "without",
        "offer",
        "rule r { pattern { V [upos=VERB]; V -[compound:prt]-> P } without { V -[iobj]-> X }"
        " without { P << V } collapse V, P }",
        (
            "-[iobj]-> => -[obj]->",
            "P << V => V << P",
            "collapse => without { V -[advmod]-> A } collapse",
            "collapse => without { V [Tense=Past] } collapse",
            "collapse => without { V -[obj]-> N; N -[det]-> D } collapse",
            "collapse => without { P [lemma=down] } collapse",
            'collapse => without { meta.speaker = "Ann" } collapse',
            "collapse => without { * -[root]-> V } collapse",
        ),
    ),
    Spec(
        "edges with a name",
        "birds",
        "rule r { pattern { e: V -> S; f: V -> O; e.label = nsubj; f.label = obj; S << O;"
        " S [Number=Plur]; O [upos=NOUN] }"
        " tension S, O }",
        (
            "e.label = nsubj => e.label = csubj",
            "f.label = obj => f.label = iobj",
            'f.label = obj => f.label = re"i.*"',
            "S << O => O << S",
        ),
    ),
    Spec(
        "parts of labels",
        "hearing",
        "rule r { pattern { e: V -> S; e.1 = nsubj; e.2 = pass; f: V -> A; f.1 = aux;"
        " e.2 = f.2 } collapse V, A }",
        (
            "e.1 = nsubj => e.1 = csubj",
            "e.2 = pass => e.2 = outer",
            "e.2 = pass => !e.2",
            "f.1 = aux => f.1 = cop",
            "e.2 = f.2 => e.2 <> f.2",
            "e.2 = f.2 => e.label = f.label",
        ),
    ),
    Spec(
        "order of edges",
        "hearing",
        "rule r { pattern { e: V -[nsubj:pass]-> S; f: S -[nmod]-> N; g: N -[case]-> C;"
        " h: V -[obl]-> T; f >< h; g << f; V << f } tension S, N }",
        (
            "f >< h => f << h",
            "f >< h => f <> h",
            "g << f => f << g",
            "g << f => g >< f",
            "V << f => V << g",
            "V << f => S << f",
        ),
    ),
    Spec(
        "sentences",
        "offer",
        "rule r { pattern { V [upos=VERB]; V -[obj]-> N } global { is_projective; is_tree;"
        ' speaker = "Ann"; year } collapse V, N }',
        (
            "is_projective => is_not_projective",
            "is_tree => is_not_tree",
            "is_tree => is_cyclic",
            'speaker = "Ann" => speaker = "Bob"',
            'speaker = "Ann" => speaker <> "Ann"',
            'speaker = "Ann" => text = re"He .*!"',
            "year => !year",
            "year => genre",
        ),
    ),
    Spec(
        "repeated nodes",
        "birds",
        "rule r { pattern { N [upos=NOUN]; N -[conj]-> M+; M+ [Number=Plur]; A? [upos=ADJ];"
        " N -[amod]-> A? } collapse N, M head N }",
        (
            "-[conj]-> M+; => -[appos]-> M+;",
            "Number=Plur => Number=Sing",
            "Number=Plur => lemma=mouse",
            "N [upos=NOUN] => N [upos=INTJ]",
        ),
    ),
    Spec(
        "alternatives of the pattern",
        "walk",
        "rule r { pattern { V [upos=VERB] } pattern { V -[obj]-> N; N [lemma=walk] } or"
        " { V -[iobj]-> N; N [lemma=run] } collapse V, N head V }",
        (
            "lemma=walk => lemma=swim",
            "-[obj]-> => -[vocative]->",
            "upos=VERB => upos=AUX",
        ),
    ),
    Spec(
        "measures",
        "offer",
        "rule r { pattern { V [upos=VERB]; V -[obj]-> N; cos(V,N) >= 0.5;"
        " resonance(V,N) < 0.9 } collapse V, N }",
        (
            "cos(V,N) >= 0.5 => cos(V,N) >= 0.8",
            "cos(V,N) >= 0.5 => cos(V,N) < 0.5",
            "cos(V,N) >= 0.5 => cos(N,V) >= 0.5",
            "resonance(V,N) < 0.9 => resonance(V,N) > 0.9",
        ),
    ),
    Spec(
        "markers",
        "offer",
        "stage a { rule mark { pattern { V -[obj]-> N } tension V, N } }"
        " stage s { rule r { pattern { V [upos=VERB]; N [upos=NOUN]; tension(V,N) }"
        " collapse V, N head V } }",
        (
            "tension(V,N) => resonance(V,N)",
            "tension(V,N) => direction(V,N)",
            "V [upos=VERB] => V [upos=AUX]",
        ),
    ),
    Spec(
        "open edges",
        "walk",
        "rule r { pattern { * -[root]-> V; V -[obj]-> *; V -[obl]-> N; N -[case]-> * }"
        " collapse V, N }",
        (
            "* -[root]-> V => * -[parataxis]-> V",
            "V -[obj]-> * => V -[iobj]-> *",
            "V -[obj]-> * => V -[^nsubj|obj|obl|punct]-> *",
            "N -[case]-> * => N -[nmod]-> *",
        ),
    ),
    Spec(
        "semantic tokens",
        "walk",
        "stage a { rule light -> link { pattern { V [upos=VERB]; V -[obj]-> N } collapse V, N"
        ' lemma "{V.lemma} {N.lemma}" class light-verb } }'
        " stage s { rule r { pattern { L [kind=link, class=light-verb]; L -[obl]-> P;"
        ' L.key = "take_walk|VERB"; L [lemma="take walk"] } collapse L, P } }',
        (
            "kind=link => kind=hyperlexeme",
            "kind=link => kind=atom",
            "class=light-verb => class=idiom",
            "-[obl]-> => -[iobj]->",
            'L.key = "take_walk|VERB" => L.key = "make_walk|VERB"',
            'lemma="take walk" => lemma="take park"',
        ),
    ),
    Spec(
        "several clauses about one node",
        "bucket",
        "rule r { pattern { V -[obj]-> B; B [upos=NOUN]; B [lemma=bucket]; B.form = bucket;"
        " B -[det]-> D; D.lemma = the; V -[nsubj]-> M; M -[amod]-> A } collapse V, B }",
        (
            "B [upos=NOUN] => B [upos=PROPN]",
            "B [lemma=bucket] => B [lemma=pail]",
            "B.form = bucket => B.form = buckets",
            "D.lemma = the => D.lemma = a",
            "-[nsubj]-> => -[csubj]->",
            "-[amod]-> => -[compound]->",
            "-[obj]-> => -[obl]->",
        ),
    ),
)


def grammar_of(source: str) -> str:
    """Give the whole grammar of a spec: a bare rule stands in a stage of its own."""
    body = source if "stage " in source else f"stage s {{ {source} }}"
    return f"grammar test\nscheme ud\n{body}"


def cases() -> Iterator[Case]:
    """Give every change as a case."""
    for spec in SPECS:
        whole = grammar_of(spec.source)
        for change in spec.changes:
            old, new = change.split(" => ")
            assert whole.count(old) == 1, (spec.name, change)
            place = whole.index(old)
            same = next((i for i, (a, b) in enumerate(zip(old, new)) if a != b), len(old))  # noqa: B905
            offset = place if old == "collapse" else place + same
            source = whole.replace(old, new)
            yield Case(f"{spec.name}: {change}", spec.sentence, source, offset)


class Contest(NamedTuple):
    """A rule that takes the words of ``r``, and by which criterion."""

    rival: str
    criterion: str


# The stage's setting, the rule ``r``, and rules before or behind it that win.
CONTESTS: tuple[tuple[str, str, Contest], ...] = tuple(
    (setting, f"rule r {{ pattern {{ V -[compound:prt]-> P }} collapse V, P {own} }}", Contest(*c))
    for setting, own, c in (
        ("", "", ("pattern { V -[obj]-> N; V -[nsubj]-> S } collapse V, N, S", "more leaves")),
        ("", "", ("pattern { V -[obj]-> N } collapse V, N priority 2", "priority")),
        ("", "", ("pattern { V -[obj]-> N } collapse V, N", "rule order")),
        ("overlap priority", "", ("pattern { V -[obj]-> N } collapse V, N priority 1", "priority")),
        ("overlap priority", "", ("pattern { V -[advmod]-> A } collapse V, A", "rule order")),
        ("overlap first", "priority 4", ("pattern { V -[nsubj]-> S } collapse V, S", "leftmost")),
        ("overlap first", "", ("pattern { V -[obj]-> N } collapse V, N priority 1", "priority")),
        ("overlap first", "", ("pattern { V -[obj]-> N } collapse V, N", "rule order")),
        ("", "", ("pattern { V -[advmod]-> A } absorb A into V priority 1", "priority")),
        ("", "", ("pattern { V -[compound:prt]-> Q } absorb Q into V", "rule order")),
    )
)


class Late(NamedTuple):
    """A rule ``r`` whose words an earlier stage takes.

    ``taken`` holds the words that it took, its rule, and the form of the token that it made.
    """

    name: str
    sentence: str
    source: str
    taken: tuple[tuple[str, str, str], ...]
    at: tuple[str, ...] = ()


_PARTICLE = "stage a { rule early { pattern { V -[compound:prt]-> P } collapse V, P } }"
_LIGHT = "stage a { rule early -> link { pattern { V -[obj]-> N } collapse V, N } }"
_ARTICLE = "stage n { phase nucleus rule early { pattern { N -[det]-> D } absorb D into N } }"
_LATE = "stage z { phase nuclei rule r { pattern"
LATE = (
    Late(
        "the same pattern in a later stage",
        "offer",
        f"{_PARTICLE} stage b {{ rule r {{ pattern {{ V -[compound:prt]-> P }} collapse V, P }} }}",
        (("turned down", "early", "turned … down"),),
    ),
    Late(
        "one of its words is taken",
        "offer",
        f"{_PARTICLE} stage b {{ rule r {{ pattern {{ V -[obj]-> N; V -[compound:prt]-> P }}"
        " collapse V, P, N } }",
        (("turned down", "early", "turned … down"),),
    ),
    Late(
        "the word that is asked for",
        "walk",
        f"{_ARTICLE} {_LATE} {{ N -[det]-> D }} set N.Done = yes }} }}",
        (("the", "early", "the park"),),
        ("park",),
    ),
    Late(
        "an article that was absorbed",
        "bucket",
        f"{_ARTICLE} {_LATE} {{ N [lemma=bucket]; N -[det]-> D }} set N.Done = yes }} }}",
        (("the", "early", "the bucket"),),
    ),
    Late(
        "a preposition that was absorbed, Russian",
        "dispute",
        "stage n { phase nucleus rule early { pattern { N -[case]-> P } absorb P into N } }"
        f" {_LATE} {{ N [Case=Loc]; N -[case]-> P; P [lemma=в] }} set N.Place = Yes }} }}",
        (("в", "early", "в … споре"),),
    ),
    Late(
        "a verb and its noun, Russian",
        "dispute",
        f"{_LIGHT} stage b {{ rule r {{ pattern {{ N [lemma=участие]; N -[nmod]-> M }}"
        " collapse N, M } }",
        (("участие", "early", "принял участие"),),
    ),
    Late(
        "an expression of a lexicon, Russian",
        "dispute",
        "lexicon idioms {\n  phrase\n  принять участие\n}\n"
        "stage a { rule early -> hyperlexeme { pattern { phrase P from idioms } collapse P } }"
        " stage b { rule r { pattern { V [lemma=принять]; V -[obj]-> N } collapse V, N } }",
        (("принял участие", "early", "принял участие"),),
    ),
    Late(
        "an expression of a lexicon in a later stage",
        "bucket",
        "lexicon idioms {\n  phrase\n  kick the bucket\n}\n"
        "stage a { rule early -> link { pattern { V [lemma=kick]; V -[obj]-> N } collapse V, N } }"
        " stage b { rule r -> hyperlexeme { pattern { phrase P from idioms } collapse P } }",
        (("kicked bucket", "early", "kicked … bucket"),),
    ),
    Late(
        "two rules took a word each",
        "offer",
        "stage a { rule early { pattern { N -[det]-> D } collapse N, D }"
        " rule other { pattern { V -[compound:prt]-> P } collapse V, P } }"
        " stage b { rule r { pattern { V [kind=atom]; V -[compound:prt]-> P; V -[obj]-> N;"
        " N [lemma=offer] } collapse V, P, N } }",
        (("turned down", "other", "turned … down"), ("offer", "early", "the offer")),
    ),
    Late(
        "several absorptions into one core",
        "birds",
        "stage n { phase nucleus rule early { pattern { N -[amod]-> A } absorb A into N }"
        " rule other { pattern { N -[cc]-> A } absorb A into N } }"
        f" {_LATE} {{ N [lemma=bird]; N -[cc]-> C; N -[amod]-> A }} set N.Done = yes }} }}",
        (("and", "other", "and old birds"), ("old", "early", "and old birds")),
    ),
    Late(
        "a token that a stage made and another took",
        "walk",
        f"{_LIGHT} stage b {{ rule other {{ pattern {{ L [kind=link]; L -[nsubj]-> S }}"
        " collapse L, S } } stage c { rule r { pattern { L [kind=link]; L -[obl]-> P;"
        " L -[nsubj]-> S } collapse L, P } }",
        (("She took … walk", "other", "She took … walk"),),
    ),
    Late(
        "a round of a repeated stage",
        "offer",
        "stage a { repeat rule early { pattern { V -[compound:prt|obj]-> P } collapse V, P } }"
        " stage b { rule r { pattern { V -[obj]-> N } collapse V, N } }",
        (("turned offer", "early", "turned … offer"),),
    ),
    Late(
        "a repeated node",
        "walk",
        "stage a { rule early { pattern { N -[amod]-> A } collapse N, A } }"
        " stage b { rule r { pattern { N [upos=NOUN]; N -[amod]-> M+ } collapse N, M } }",
        (("long walk", "early", "long walk"),),
    ),
)
# The same, where something else than a taken word keeps the rule from matching.
NOT_LATE = (
    ("offer", f"{_PARTICLE} stage b {{ rule r {{ pattern {{ V -[iobj]-> N }} collapse V, N }} }}"),
    (
        "offer",
        "stage a { rule early { pattern { V -[compound:prt]-> P } set V.Done = Yes } }"
        " stage b { rule r { pattern { V [!Done]; V -[compound:prt]-> P } collapse V, P } }",
    ),
    (
        "offer",
        "stage a { rule early { pattern { V -[nsubj]-> S } collapse V, S } }"
        " stage b { rule done { pattern { N -[det]-> D } set N.Done = Yes } }"
        " stage c { rule r { pattern { V -[obj]-> N; N [!Done] } collapse V, N } }",
    ),
    (
        "offer",
        f"{_LIGHT} stage b {{ rule r {{ pattern {{ V -[advmod]-> A }}"
        " without { V -[compound:prt]-> P; V [kind=link] } collapse V, A } }",
    ),
)
