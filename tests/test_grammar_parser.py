"""Each form of the language gives its node of the syntax tree."""

from __future__ import annotations

import pytest

from semgraph.grammar import parse_grammar, parse_request
from semgraph.grammar.rules import (
    Absorb,
    Collapse,
    Lexicon,
    Mark,
    Rule,
    SetFeature,
    Template,
    UseItem,
)
from semgraph.grammar.syntax import (
    Clause,
    Constant,
    DistanceClause,
    EdgeClause,
    EqualityClause,
    FeatureRef,
    FeatureTest,
    IdClause,
    LabelTest,
    LexiconColumn,
    Location,
    MarkerClause,
    NodeClause,
    OrderClause,
    PhraseClause,
    Regex,
)

HERE = Location(0, 0)  # locations do not count in comparisons
LEXICONS = {
    "lex": Lexicon("lex", {"verb": ("take",), "noun": ("walk",)}, "inline"),
    "idioms": Lexicon("idioms", {"phrase": ("kick the bucket",)}, "inline"),
}


def node(variable: str, *alternatives: tuple[FeatureTest, ...]) -> NodeClause:
    return NodeClause(variable, alternatives, HERE)


def one(feature: str, *values: str, negated: bool = False) -> FeatureTest:
    return FeatureTest(feature, tuple(map(Constant, values)), negated)


def edge(
    source: str | None = "X",
    target: str | None = "Y",
    *alternatives: Constant | Regex | tuple[FeatureTest, ...],
    negated: bool = False,
    dominance: bool = False,
    name: str | None = None,
) -> EdgeClause:
    label = LabelTest(alternatives, negated) if alternatives else None
    return EdgeClause(source, target, label, dominance, name, HERE)


OBJ = Constant("obj")
CLAUSES: list[tuple[str, Clause]] = [
    ("X []", node("X", ())),
    ("X", node("X", ())),
    ("X [upos=VERB]", node("X", (one("upos", "VERB"),))),
    ("X [Mood=Ind|Imp]", node("X", (one("Mood", "Ind", "Imp"),))),
    ("X [Tense<>Fut|Past]", node("X", (one("Tense", "Fut", "Past", negated=True),))),
    ("X [Number]", node("X", (one("Number"),))),
    ("X [Number=*]", node("X", (one("Number"),))),
    ("X [!Person]", node("X", (one("Person", negated=True),))),
    ("X [Person<>*]", node("X", (one("Person", negated=True),))),
    ("X [Number[psor]=Sing]", node("X", (one("Number[psor]", "Sing"),))),
    ('X [form="être"]', node("X", (one("form", "être"),))),
    (r'X [form="\u00e9\n\t\"\\"]', node("X", (one("form", 'é\n\t"\\'),))),
    ("X [lemma=être|हिन्दी|n't|’s]", node("X", (one("lemma", "être", "हिन्दी", "n't", "’s"),))),
    ("X [xpos=PRP$|-LRB-]", node("X", (one("xpos", "PRP$", "-LRB-"),))),
    ("X [form=3.14|U.S.|a:b|$]", node("X", (one("form", "3.14", "U.S.", "a:b", "$"),))),
    ('X [lemma=re"s.*"]', node("X", (FeatureTest("lemma", (Regex("s.*"),)),))),
    (r'X [lemma=re"a\"\.b"]', node("X", (FeatureTest("lemma", (Regex(r'a"\.b'),)),))),
    (r"X [Gloss=/.*A\/B.*/i]", node("X", (FeatureTest("Gloss", (Regex(".*A/B.*", True),)),))),
    (
        'X [lemma=a|re"b.*"|/c/]',
        node("X", (FeatureTest("lemma", (Constant("a"), Regex("b.*"), Regex("c"))),)),
    ),
    (
        "X [lemma=lex.verb]",
        node("X", (FeatureTest("lemma", (LexiconColumn("lex", "verb"),)),)),
    ),
    ('X [lemma="lex.verb"]', node("X", (one("lemma", "lex.verb"),))),
    (
        "X [upos=VERB, VerbForm=Part]|[upos=ADJ]",
        node("X", (one("upos", "VERB"), one("VerbForm", "Part")), (one("upos", "ADJ"),)),
    ),
    (
        "X [kind=link, key=a, class=name]",
        node("X", (one("kind", "link"), one("key", "a"), one("class", "name"))),
    ),
    ("X -> Y", edge()),
    ("X->Y", edge()),
    ("e: X -> Y", edge(name="e")),
    ("e: X -[obj]-> Y", edge("X", "Y", OBJ, name="e")),
    ("X ->> Y", edge(dominance=True)),
    ("X -[obj]-> Y", edge("X", "Y", OBJ)),
    ("X -[ obj | iobj ]-> Y", edge("X", "Y", OBJ, Constant("iobj"))),
    ("X -[^nsubj|obj]-> Y", edge("X", "Y", Constant("nsubj"), OBJ, negated=True)),
    ('X -[re".*subj"]-> Y', edge("X", "Y", Regex(".*subj"))),
    ('X -[obj|re"i.*"|1=obl]-> Y', edge("X", "Y", OBJ, Regex("i.*"), (one("1", "obl"),))),
    ("X -[obl:в@x]-> Y", edge("X", "Y", Constant("obl:в@x"))),
    ("X -[1=obl]-> Y", edge("X", "Y", (one("1", "obl"),))),
    (
        "X -[1=obl, 2=agent|arg]-> Y",
        edge("X", "Y", (one("1", "obl"), one("2", "agent", "arg"))),
    ),
    ("X -[1=obl, !2]-> Y", edge("X", "Y", (one("1", "obl"), one("2", negated=True)))),
    ("X -[1=obl, 2=*]-> Y", edge("X", "Y", (one("1", "obl"), one("2")))),
    ("X -[1=obl, 2]-> Y", edge("X", "Y", (one("1", "obl"), one("2")))),
    ("X -[1=obl, 2<>tmod]-> Y", edge("X", "Y", (one("1", "obl"), one("2", "tmod", negated=True)))),
    ("X -[1=obl, deep=x]-> Y", edge("X", "Y", (one("1", "obl"), one("deep", "x")))),
    ("* -[nsubj]-> Y", edge(None, "Y", Constant("nsubj"))),
    ("* -[root]-> Y", edge(None, "Y", Constant("root"))),
    ("X -[obj]-> *", edge("X", None, OBJ)),
    ("X < Y", OrderClause("X", "Y", (0, 0), HERE)),
    ("X << Y", OrderClause("X", "Y", None, HERE)),
    ("X > Y", OrderClause("Y", "X", (0, 0), HERE)),
    ("X >> Y", OrderClause("Y", "X", None, HERE)),
    ('X.lemma = "c"', node("X", (one("lemma", "c"),))),
    ("X.upos = VERB", node("X", (one("upos", "VERB"),))),
    ("X.lemma <> c|d", node("X", (one("lemma", "c", "d", negated=True),))),
    ('X.lemma = re"c.*"', node("X", (FeatureTest("lemma", (Regex("c.*"),)),))),
    ("X.lemma = /c/i", node("X", (FeatureTest("lemma", (Regex("c", True),)),))),
    (
        "X.lemma = lex.noun",
        node("X", (FeatureTest("lemma", (LexiconColumn("lex", "noun"),)),)),
    ),
    ("X.VerbForm", node("X", (one("VerbForm"),))),
    ("X.VerbForm = *", node("X", (one("VerbForm"),))),
    ("!X.VerbForm", node("X", (one("VerbForm", negated=True),))),
    ("X.Number[psor] = Sing", node("X", (one("Number[psor]", "Sing"),))),
    (
        "X.lemma = Y.lemma",
        EqualityClause(FeatureRef("X", "lemma"), FeatureRef("Y", "lemma"), False, HERE),
    ),
    (
        "X.Number <> Y.Number[psor]",
        EqualityClause(FeatureRef("X", "Number"), FeatureRef("Y", "Number[psor]"), True, HERE),
    ),
    ("length(X,Y) = 4", DistanceClause("X", "Y", False, "=", 4, HERE)),
    ("length( X , Y ) <= 4", DistanceClause("X", "Y", False, "<=", 4, HERE)),
    ("length(X,Y) ≥ 4", DistanceClause("X", "Y", False, ">=", 4, HERE)),
    ("delta(X,Y) = -4", DistanceClause("X", "Y", True, "=", -4, HERE)),
    ("delta(X,Y) > 0", DistanceClause("X", "Y", True, ">", 0, HERE)),
    ("X.__id__ < Y.__id__", IdClause("X", "Y", HERE)),
    ("X.__id__ > Y.__id__", IdClause("Y", "X", HERE)),
    ("phrase X from idioms", PhraseClause("X", "idioms", HERE)),
    ("tension(X,Y)", MarkerClause("tension", "X", "Y", HERE)),
    ("resonance(X,Y)", MarkerClause("resonance", "X", "Y", HERE)),
    ("direction(X,Y)", MarkerClause("direction", "X", "Y", HERE)),
]


@pytest.mark.parametrize(("source", "expected"), CLAUSES, ids=[source for source, _ in CLAUSES])
def test_clause(source: str, expected: Clause) -> None:
    request = parse_request(f"pattern {{ X -> Y; {source}; }}", lexicons=LEXICONS)
    assert request.blocks[0].clauses[1] == expected


def test_blocks_keep_their_order() -> None:
    request = parse_request("without { Z -> X } pattern { X [] } with { X -> Y } pattern { W [] }")
    assert [block.kind for block in request.blocks] == ["without", "pattern", "with", "pattern"]


@pytest.mark.parametrize("source", ["", "% nothing", "pattern { }"])
def test_request_may_be_empty(source: str) -> None:
    assert not any(block.clauses for block in parse_request(source).blocks)


def test_dollar_marks_a_shared_node() -> None:
    request = parse_request("pattern { X$ -> Y; Z -> Y }")
    assert request.shared == {"X"}
    assert request.blocks[0].clauses[0] == edge()


def test_comments_stand_anywhere_outside_strings() -> None:
    request = parse_request('pattern { % one } ;\n X [form="%"%two\n]; } % three')
    assert request.blocks[0].clauses == (node("X", (one("form", "%"),)),)


@pytest.mark.parametrize(
    "name", ["phrase", "length", "pattern", "rule", "узел", "X'", "_", "é", "कि"]
)
def test_node_may_be_called(name: str) -> None:
    request = parse_request(f"pattern {{ {name} [upos=VERB]; {name} -> Y; Y < {name} }}")
    assert [clause.location.column for clause in request.blocks[0].clauses[:1]] == [11]


def test_labels_of_other_schemes_need_another_scheme() -> None:
    request = parse_request("pattern { X -[comp:obj]-> Y; X [textform=a] }", scheme="sud")
    assert request.blocks[0].clauses[0] == edge("X", "Y", Constant("comp:obj"))


def test_places_point_at_the_words() -> None:
    request = parse_request("pattern { X [upos=VERB,\n lemma=a|b]; Y -[nsubj]-> X }")
    verb, link = request.blocks[0].clauses
    assert isinstance(verb, NodeClause)
    assert isinstance(link, EdgeClause)
    ((upos, lemma),) = verb.alternatives
    assert (upos.location, lemma.location) == (Location(1, 14), Location(2, 2))
    assert [value.location for value in lemma.values] == [Location(2, 8), Location(2, 10)]
    assert link.places == (Location(2, 14), Location(2, 27))


GRAMMAR = r"""
% English verb constructions.
grammar en.verbs
version 0.1.0
language en
use ud.core
lexicon light_verb from "lexicons/light_verb.tsv"
lexicon colours { colour  hue   % inline
                  red     0
                  light blue  210 }
stage particles {
  phase nucleus
  overlap priority
  repeat
  rule particle_verb -> link {
    priority 5
    counterexample "She looked up the street."
    example "He [turned] \"the\" \[offer\] [down]."
    direction P -> V "completes"
    resonance V, P
    tension V, P "at \"odds\""
    set V.Polarity = "Neg"
    set V.Own = plain
    class verb-particle mwe
    lemma "{V.lemma} {{{P.Number[psor]}}}"
    head V
    collapse V, P
    without { P << V }
    pattern { V [upos=VERB]; V -[compound:prt]-> P }
  }
  rule nucleus {
    pattern { C -[case]-> F; C -[det]-> G; }
    absorb F, G into C
  }
}
stage bare { }
"""


@pytest.fixture(scope="module")
def verbs() -> tuple[Rule, Rule]:
    stage = parse_grammar(GRAMMAR, "rules/en/verbs.sg").stages[0]
    return stage.rules[0], stage.rules[1]


def test_head_of_a_file() -> None:
    tree = parse_grammar(GRAMMAR)
    assert (tree.name, tree.version, tree.language, tree.scheme) == (
        "en.verbs",
        "0.1.0",
        "en",
        "ud",
    )
    assert tree.uses == (UseItem("ud.core", "ud.core", HERE),)
    assert [item.path for item in tree.lexicons] == ["lexicons/light_verb.tsv", None]
    table = tree.lexicons[1].table
    assert table is not None
    assert table.columns == {"colour": ("red", "light blue"), "hue": ("0", "210")}


def test_stage_settings() -> None:
    particles, bare = parse_grammar(GRAMMAR).stages
    assert (particles.phase, particles.overlap, particles.repeat) == ("nucleus", "priority", True)
    assert (bare.phase, bare.overlap, bare.repeat, bare.rules) == ("words", "longest", False, ())


def test_rule_items_in_any_order(verbs: tuple[Rule, Rule]) -> None:
    rule, _ = verbs
    assert (rule.name, rule.at, rule.kind) == ("en.verbs/particle_verb", "en/verbs.sg:15", "link")
    assert (rule.head, rule.class_, rule.mwe, rule.priority) == ("V", "verb-particle", True, 5)
    assert rule.collapse == Collapse(("V", "P"), HERE)
    assert [block.kind for block in rule.request.blocks] == ["without", "pattern"]
    assert rule.marks == (
        Mark("direction", "P", "V", "completes", HERE),
        Mark("resonance", "V", "P", "", HERE),
        Mark("tension", "V", "P", 'at "odds"', HERE),
    )
    assert rule.sets == (
        SetFeature("V", "Polarity", "Neg", HERE),
        SetFeature("V", "Own", "plain", HERE),
    )


def test_template(verbs: tuple[Rule, Rule]) -> None:
    assert verbs[0].lemma == Template(
        (FeatureRef("V", "lemma"), " {", FeatureRef("P", "Number[psor]"), "}")
    )


def test_examples(verbs: tuple[Rule, Rule]) -> None:
    counter, example = verbs[0].examples
    assert (counter.expected, counter.tokens) == (False, ())
    assert example.expected
    assert example.text == 'He turned "the" [offer] down.'
    (spans,) = example.tokens
    assert [example.text[start:end] for start, end in spans] == ["turned", "down"]


def test_absorb_without_kind(verbs: tuple[Rule, Rule]) -> None:
    _, rule = verbs
    assert rule.kind is None
    assert rule.absorbs == (Absorb(("F", "G"), "C", HERE),)


def test_at_of_a_string() -> None:
    rule = parse_grammar(GRAMMAR).stages[0].rules[0]
    assert rule.at == "<source>:15"
