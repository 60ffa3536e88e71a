"""The tables of `semgraph.parse.clearnlp.to_ud`; how they are read says `clearnlp.rules`.

Flags of words (``is=…``) are set by the converter, lists of words are those of `clearnlp.words`.
"""

from __future__ import annotations

from semgraph.parse.clearnlp.rules import read_table

# Which dependent takes its head's place: label, what becomes of the head, conditions on the
# dependent. Of several, the one of the earliest rule, then the first in the sentence, does.
PROMOTE = read_table("""
    pobj   -> case  head.deprel=prep|agent|dative
    pobj   -> case  !head.upos=VERB|AUX|NOUN|PROPN|PRON
    pcomp  -> mark  upos=VERB|AUX  head.deprel=prep|agent|dative|pcomp
    pcomp  -> case  head.deprel=prep|agent|dative
    acl|advcl -> mark  head.form=in  head.is=grouped
    prep   -> case  head.deprel=prep|agent  has=pobj|pcomp|prep
    prep   -> case  head.deprel=pcomp  !head.upos=VERB|AUX|NOUN  has=pobj|pcomp|prep
    prep   -> case  head.upos=ADP|SCONJ  has=pobj|pcomp|prep
    attr   -> cop   head.is=be  !head.is=existential
    acomp  -> cop   head.is=be
    oprd   -> cop   head.is=be
    ccomp|xcomp -> cop  head.is=copula  side=after
    prep   -> cop   head.is=copula  side=after  has=pobj|pcomp
    prep   -> cop   head.is=copula  side=after
    advmod -> cop   head.is=inverted  form=where|how|when|why  side=before
    npadvmod -> cop head.is=copula  side=after
    advmod -> cop   head.is=copula  form=where|how  side=before
    advmod -> cop   head.is=copula  side=after
    prep   -> cop   head.is=inverted  side=before  has=pobj
    advmod -> cop   head.is=copula  form=here|there|above|below|attached  side=before
    quantmod|nmod -> nummod  is=currency  head.upos=NUM
""")

# What stays with a word that gives up its place.
STAY = read_table("""
    fixed    -> stay
    compound -> stay  head.upos=NUM
    conj     -> stay  is=sharing
    cc       -> stay  head.is=shared
""")

# Conjuncts that share the object of a preposition: "in and around the house".
SHARED = read_table("""
    conj -> sharing  upos=ADP  head.is=preposition  !has=pobj|pcomp|prep
""")

# The label of each word in its own place, or in that of the word that it takes the place of.
LABELS = read_table("""
    nsubj      -> nsubj:outer  head.is=outer
    nsubj      -> expl         form=it  head.is=extraposing
    nsubj      -> nsubj:pass   head.has=auxpass
    nsubj      -> obj          is=raised
    nsubj      -> nsubj
    nsubjpass  -> nsubj:pass
    csubj      -> csubj:outer  head.is=outer
    csubj      -> csubj
    csubjpass  -> csubj:pass
    dobj       -> obj
    dative     -> obl          has=pobj|pcomp
    dative     -> iobj
    iobj       -> iobj
    attr       -> nsubj        head.is=existential
    attr|acomp|oprd -> xcomp
    xcomp|ccomp -> csubj       head.is=extraposing  !head.lemma=seem
    ccomp      -> xcomp        is=raising
    ccomp      -> ccomp
    xcomp      -> xcomp
    pobj       -> nmod         head.is=nominal
    pobj       -> obl
    pcomp      -> acl          head.is=nominal
    pcomp      -> advcl
    agent      -> advcl        is=clausal
    agent      -> obl:agent    has=pobj
    agent      -> obl
    prep       -> acl          is=clausal  head.is=nominal
    prep       -> advcl        is=clausal
    prep|amod  -> advmod       is=adverbial
    prep       -> nmod         head.is=nominal
    prep       -> obl
    prt        -> compound:prt
    neg        -> det          upos=DET
    neg        -> advmod
    advmod     -> advmod
    npadvmod   -> vocative     upos=PROPN  !is=month|weekday  is=set_off
    npadvmod   -> vocative     upos=PROPN  !is=month|weekday  head.upos=VERB|AUX|INTJ
    npadvmod   -> nmod:unmarked  head.is=nominal
    npadvmod   -> obl:unmarked
    nmod       -> nmod
    nummod     -> flat         side=after  head.upos=NOUN|PROPN|NUM|SYM|X  !head.is=currency
    poss       -> nmod:poss
    case       -> case
    aux        -> mark         lemma=to
    aux        -> aux
    auxpass    -> aux:pass
    relcl      -> acl:relcl    head.is=nominal
    relcl      -> advcl:relcl  head.upos=VERB|AUX|ADJ|ADV
    relcl      -> acl:relcl
    acl        -> acl          head.is=nominal
    acl        -> advcl        head.upos=VERB|AUX
    acl        -> acl
    advcl      -> advcl
    predet     -> det:predet
    preconj    -> cc:preconj
    quantmod   -> advmod
    intj       -> discourse
    dep        -> goeswith     upos=X  side=after
    dep        -> list         side=after  upos=NOUN|PROPN|NUM|X  head.upos=NOUN|PROPN|NUM|X
    dep        -> dep
    meta       -> dep
    compound   -> nmod:desc    is=title  head.upos=PROPN  !head.xpos=NNPS
    compound   -> compound
    root|ROOT| -> dep
""")

# What part of speech a word has by its place in UD's tree, where spaCy's may be another.
UPOS = read_table("""
    cop|aux|aux:pass -> AUX    upos=VERB
    cc               -> CCONJ  upos=CONJ
    mark             -> PART   lemma=to  xpos=TO
    mark             -> SCONJ  upos=ADP|CONJ  xpos=IN  !has=fixed
    case             -> ADP    upos=SCONJ  xpos=IN
    case             -> PART   xpos=POS
    compound:prt     -> ADP    xpos=RP
    nmod:poss        -> PRON   xpos=PRP$|WP$
""")
