"""What the words of the language mean, in a line or two each."""

from __future__ import annotations

from collections.abc import Mapping


def _table(text: str) -> dict[str, str]:
    lines = (line.strip().partition("  ") for line in text.strip().splitlines())
    return {word: meaning.strip() for word, _, meaning in lines}


KEYWORDS: Mapping[str, str] = _table(
    """
    grammar  Names the grammar. `en.verbs` stands in `en/verbs.sg` under a folder of grammars.
    version  Goes into the provenance of every graph.
    language  The rules are for this language alone. Left out: for every language.
    scheme  The label scheme of the patterns, `ud` by default.
    use  Runs another grammar first, and lets this file name its lexicons.
    as  A shorter name for a used grammar, under which its lexicons are known: `v.light_verb`.
    lexicon  Declares a table of words: from a TSV file, or inline between braces.
    from  Says where a lexicon is read, or of which lexicon a phrase is.
    stage  A group of rules that see the same graph. Stages run one after the other.
    phase  When the stage runs: `pieces`, `words`, `nucleus` or `nuclei`.
    overlap  Which of two matches on a common token wins: `longest`, `priority` or `first`.
    repeat  Runs the stage again and again, until nothing changes.
    rule  A pattern, and what is done with each of its matches.
    pattern  What must be there. A match binds its nodes to different tokens of one sentence.
    with  Keeps the matches that can be extended to this. What it binds is not seen outside.
    without  Drops the matches that can be extended to this. What it binds is not seen outside.
    global  Asks for properties of the whole sentence, such as `is_projective`, or for its metadata.
    or  Joins alternatives of a block: one of them must hold.
    collapse  The tokens of these nodes become one token, made of them as its parts.
    absorb  Function words become satellites of their core, which keeps its kind, key and lemma.
    into  Names the core that an `absorb` joins its words to.
    resonance  As an action, marks that two tokens call each other; as a clause, asks for it.
    tension  As an action, marks that two tokens pull apart; as a clause, asks for it.
    direction  As an action, marks that the first token drives the second; as a clause, asks for it.
    set  Gives a token a feature that it does not have yet.
    split  Cuts a word into several leaves, before anything else happens to it.
    at  Says where a word is split: offsets, a string, an expression, or a lexicon's column.
    head  The part whose place in the tree, part of speech and features the new token takes.
    lemma  The lemma of the new token; `{V.lemma}` is a field.
    class  The class of the new token, such as `light-verb`.
    mwe  Says that annotators would call the new token a multiword expression.
    priority  A whole number; higher ones go first. 0 by default.
    example  A sentence in which the rule makes the bracketed token. It is a test.
    counterexample  A sentence in which the rule makes nothing, or not the bracketed token.
    parse  Gives an example its own parse, in CoNLL-U, so that it needs no pipeline.
    phrase  Binds the words of one entry of a lexicon; the node stands for the highest of them.
    """
)
SIGNS: Mapping[str, str] = _table(
    """
    ->  An edge from governor to dependent, whatever its label; before a kind, what the rule makes.
    ->>  A path of one edge or more, downwards.
    -[  An edge with a label: one of those between the brackets.
    ]->  An edge with a label: one of those between the brackets.
    *  Any value, or an end of an edge that is not bound.
    !  The feature is absent.
    ^  An edge with none of these labels.
    |  Joins values, labels or brackets: one of them holds.
    ,  Joins tests that must all hold.
    =  The feature has one of these values.
    <>  The feature is there with another value; of edges: their spans share at most an end.
    <  Just before. `X <{1,3} Y` lets so many leaves stand between.
    <<  Somewhere before; of edges: the span of the first lies in that of the second.
    >  Just behind.
    >>  Somewhere behind.
    ><  The spans of two edges cross.
    <=  At most.
    ≤  At most.
    >=  At least.
    ≥  At least.
    ;  Ends a clause.
    """
)
QUANTIFIERS: Mapping[str, str] = _table(
    """
    $  may be the same token as another node
    ?  is optional
    *  is any number of tokens, none too
    +  is one token or more
    """
)
COLUMNS: Mapping[str, str] = _table(
    """
    form  the word as it is written
    lemma  the dictionary form
    upos  the universal part of speech
    xpos  the treebank's own part of speech
    deprel  the relation to the governor
    ent  the kind of named entity
    kind  atom, link or hyperlexeme
    key  identity of a semantic token, such as turn_down|VERB
    class  the class that a rule or a lexicon gave
    misc  the MISC column of CoNLL-U
    """
)
FEATURES: Mapping[str, str] = _table(
    """
    Abbr  whether the word is an abbreviation
    Animacy  whether the noun is of the living
    Aspect  how an action runs in time
    Case  grammatical case
    Clusivity  whether 'we' takes in the hearer
    Definite  definiteness
    Degree  degree of comparison
    Deixis  place that is pointed at
    DeixisRef  person whom the pointing counts from
    Evident  source of what is said
    ExtPos  part of speech of the whole fixed expression
    Foreign  whether the word is foreign
    Gender  grammatical gender
    Mood  mood of the verb
    NounClass  class of the noun
    NumType  kind of numeral
    Number  grammatical number
    Person  grammatical person
    Polarity  whether it affirms or denies
    Polite  politeness
    Poss  whether it is possessive
    PronType  kind of pronoun, determiner or adverb
    Reflex  whether it is reflexive
    Tense  grammatical tense
    Typo  whether the word is misspelt
    VerbForm  form of the verb
    Voice  voice of the verb
    """
)
UPOS: Mapping[str, str] = _table(
    """
    ADJ  adjective
    ADP  adposition
    ADV  adverb
    AUX  auxiliary
    CCONJ  coordinating conjunction
    DET  determiner
    INTJ  interjection
    NOUN  noun
    NUM  numeral
    PART  particle
    PRON  pronoun
    PROPN  proper noun
    PUNCT  punctuation
    SCONJ  subordinating conjunction
    SYM  symbol
    VERB  verb
    X  other
    SPACE  white space (spaCy's)
    """
)
RELATIONS: Mapping[str, str] = _table(
    """
    acl  clause that modifies a noun
    advcl  clause that modifies a predicate
    advmod  adverb that modifies
    amod  adjective that modifies a noun
    appos  apposition
    aux  auxiliary
    case  adposition or case marker
    cc  coordinating conjunction
    ccomp  clause that is a complement
    clf  classifier
    compound  compound
    conj  conjunct
    cop  copula
    csubj  clause that is the subject
    dep  unspecified relation
    det  determiner
    discourse  discourse element
    dislocated  element outside of its clause's frame
    expl  expletive
    fixed  further word of a fixed expression
    flat  further word of a name or another flat expression
    goeswith  rest of a word that is written apart
    iobj  indirect object
    list  further item of a list
    mark  marker of a clause
    nmod  noun that modifies a noun
    nsubj  noun that is the subject
    nummod  numeral that modifies a noun
    obj  object
    obl  oblique noun
    orphan  dependent whose governor is left out
    parataxis  clause or phrase side by side
    punct  punctuation
    reparandum  what the speaker takes back
    root  root of the sentence
    vocative  whom the sentence calls
    xcomp  complement without a subject of its own
    """
)
LABEL_FEATURES: Mapping[str, str] = _table(
    """
    1  the part before the colon
    2  the part behind the colon
    deep  the part behind '@'
    """
)
EDGE_FEATURES: Mapping[str, str] = {"label": "the whole label of the edge", **LABEL_FEATURES}
RELATION_WORDS: Mapping[str, str] = _table(
    """
    length  distance of two nodes in leaves
    delta  distance in leaves; negative where the second comes first
    resonance  marker, or a measure from 0 to 1: how much the two call each other
    direction  marker, or a measure from -1 to 1: which of the two drives the other
    tension  marker, or a measure from 0 to 1: how much the two pull apart
    cos  measure from -1 to 1: cosine of the two vectors
    npmi  measure from -1 to 1: normalised pointwise mutual information
    freq  measure: how often the pair stands in the corpus
    """
)
CHOICES: Mapping[str, Mapping[str, str]] = {
    "phase": _table(
        """
        pieces  before all others, where words are cut
        words  expressions, whose fixed function words are parts; the default
        nucleus  function words join their cores
        nuclei  what is built over whole nuclei
        """
    ),
    "overlap": _table(
        """
        longest  most leaves consumed, then priority, then the rule's place; the default
        priority  priority, then the rule's place, then leftmost
        first  the rule's place, then leftmost
        """
    ),
    "kind": _table(
        """
        link  two or three meanings fused into one token
        hyperlexeme  a whole phrase or image as one token
        """
    ),
    "token": _table(
        """
        atom  one meaning: a core word with its function words
        link  two or three meanings fused into one token
        hyperlexeme  a whole phrase or image as one token
        """
    ),
    "language": {"en": "English", "ru": "Russian"},
    "scheme": {"ud": "Universal Dependencies, version 2"},
}
PROPERTIES: Mapping[str, str] = _table(
    """
    is_projective  no edges of the sentence cross
    is_not_projective  some edges of the sentence cross
    is_tree  one root, and every other token below it
    is_not_tree  not one tree
    is_forest  one tree or several
    is_not_forest  some token has two governors, or a circle
    is_cyclic  some token is below itself
    is_not_cyclic  no token is below itself
    text  the text of the sentence
    sent_id  the identifier of the sentence
    """
)
MARKER_LABELS: Mapping[str, str] = _table(
    """
    completes  the word gives the other its full meaning
    modifies  the word says more of the other
    acts-on  what is done to someone or something
    acts  who or what does it
    before  one comes before the other
    causes  one brings the other about
    into  one turns into the other
    """
)
