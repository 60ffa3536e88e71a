"""The tables of `semgraph.parse.clearnlp.to_clearnlp`; how they are read says `clearnlp.rules`."""

from __future__ import annotations

from semgraph.parse.clearnlp.rules import read_table

# Function words that are heads here: label, what their word becomes under them.
FUNCTION = read_table("""
    mark -> pcomp  is=preposition_mark  side=before  head.xpos=VBG  head.deprel=advcl|acl  \
!head.has=nsubj|nsubj:pass|cop|case|expl
    cop  -> predicate
    case -> pobj   side=before  !xpos=POS
""")

# What a word becomes under a form of be, and under a preposition.
UNDER = read_table("""
    predicate -> ccomp   is=clause  is=finite
    predicate -> xcomp   is=clause
    predicate -> acomp   upos=ADJ
    predicate -> advmod  upos=ADV
    predicate -> acomp   upos=VERB|AUX
    predicate -> attr
    object    -> pcomp   upos=VERB|AUX|ADV
    object    -> pobj
""")

# Which dependents of a predicate hang from the form of be.
OF_BE = read_table("""
    nsubj:outer|csubj:outer -> be
    mark|aux|advmod|cc|punct|discourse|obl|obl:unmarked|advcl|parataxis|vocative|nsubj \
-> be  head.is=clause  is=before_be
    nsubj|nsubj:pass|csubj|csubj:pass|expl|aux|aux:pass|mark -> be  !head.is=clause
    vocative|discourse|parataxis|dislocated|orphan -> be  !head.is=clause
    ccomp|xcomp -> be  !head.is=clause  !head.upos=ADJ|ADV
    advmod   -> be  !head.is=clause  is=before_be
    advmod   -> be  !head.is=clause  side=before  !is=next_to_head
    advmod   -> be  !head.is=clause  head.upos=NOUN|PROPN|PRON|NUM
    obl|obl:unmarked|advcl|advcl:relcl -> be  !head.is=clause  head.upos=NOUN|PROPN|PRON|NUM|DET
    obl|advcl|advcl:relcl -> be  !head.is=clause  side=before
    obl:unmarked -> be  !head.is=clause  is=before_be
    obl|obl:unmarked|advcl|advcl:relcl -> be  !head.is=clause  head.has=case
    punct    -> be  !head.is=clause
    conj     -> be  !head.is=clause  !is=alike
    cc       -> be  !head.is=clause  head.is=clauses_joined
""")

OF_PREPOSITION = read_table("""
    advmod   -> preposition  is=before_preposition
    conj     -> preposition  has=case
    cc       -> preposition  head.is=phrases_joined
    cc|punct -> preposition  is=before_preposition
""")

LABELS = read_table("""
    nsubj        -> nsubj
    nsubj:pass   -> nsubjpass
    nsubj:outer  -> nsubj
    csubj        -> xcomp      is=extraposed  !is=finite
    csubj        -> ccomp      is=extraposed
    csubj        -> csubj
    csubj:pass   -> csubjpass
    csubj:outer  -> csubj
    expl         -> nsubj      is=placeholder
    expl         -> expl
    obj          -> dobj
    iobj         -> dative
    obl:agent    -> agent      has=case
    obl|obl:agent -> prep      has=case
    obl          -> prep       upos=ADP
    obl|obl:unmarked|obl:agent -> npadvmod
    nmod         -> prep       has=case
    nmod         -> prep       upos=ADP
    nmod         -> nmod
    nmod:poss    -> poss
    nmod:unmarked -> nummod    is=year  head.is=month
    nmod:unmarked -> npadvmod
    nmod:desc    -> compound
    acl|advcl    -> prep       is=prepositional
    acl          -> acl
    advcl        -> advcl
    acl:relcl|advcl:relcl -> relcl
    ccomp        -> ccomp
    xcomp        -> oprd       upos=ADJ|NOUN|PROPN  !has=cop|mark|aux  head.has=obj
    xcomp        -> acomp      upos=ADJ  !has=cop|mark|aux
    xcomp        -> attr       upos=NOUN|PROPN  !has=cop|mark|aux|case
    xcomp        -> xcomp
    advmod       -> neg        lemma=not|n't|never|no  !upos=DET
    advmod       -> quantmod   head.upos=NUM  side=before
    advmod       -> advmod
    amod         -> amod
    appos        -> appos
    aux          -> aux
    aux:pass     -> auxpass
    mark         -> aux        lemma=to
    mark         -> mark
    case         -> case
    cc           -> cc
    cc:preconj   -> preconj
    conj         -> conj
    compound     -> compound
    compound:prt -> prt
    cop          -> dep
    clf          -> dep
    det          -> det
    det:predet   -> predet
    discourse    -> intj
    vocative     -> npadvmod
    nummod       -> nummod
    fixed        -> prep       xpos=IN|TO
    fixed        -> advmod     upos=ADV|ADP|SCONJ
    fixed        -> dep
    flat         -> nummod     upos=NUM
    flat         -> compound
    parataxis    -> parataxis
    punct        -> punct
    dep|dislocated|goeswith|list|orphan|reparandum|root -> dep
""")
