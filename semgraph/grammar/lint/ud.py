"""What Universal Dependencies, version 2, knows, and `split`: features, values, subtypes."""

from __future__ import annotations

from collections.abc import Mapping

from semgraph.grammar.vocabulary import UPOS


def _table(text: str) -> dict[str, frozenset[str]]:
    lines = (line.split() for line in text.strip().splitlines())
    return {feature: frozenset(values) for feature, *values in lines}


# Universal features and their values.
FEATURES: Mapping[str, frozenset[str]] = {
    **_table(
        """
        Abbr Yes
        Animacy Anim Hum Inan Nhum
        Aspect Hab Imp Iter Perf Prog Prosp
        Clusivity Ex In
        Definite Com Cons Def Ind Spec
        Degree Abs Aug Cmp Dim Equ Pos Sup
        Deixis Abv Bel Even Med Nvis Prox Remt
        DeixisRef 1 2
        Evident Fh Nfh
        Foreign Yes
        Gender Com Fem Masc Neut
        Mood Adm Cnd Des Imp Ind Int Irr Jus Nec Opt Pot Prp Qot Sub
        NumType Card Dist Frac Mult Ord Range Sets
        Number Coll Count Dual Grpa Grpl Inv Pauc Plur Ptan Sing Tri
        Person 0 1 2 3 4
        Polarity Neg Pos
        Polite Elev Form Humb Infm
        Poss Yes
        PronType Art Dem Emp Exc Ind Int Neg Prs Rcp Rel Tot
        Reflex Yes
        Tense Fut Imp Past Pqp Pres
        Typo Yes
        VerbForm Conv Fin Gdv Ger Inf Part Sup Vnoun
        Voice Act Antip Bfoc Cau Dir Inv Lfoc Mid Pass Rcp
        """
    ),
    "Case": frozenset(
        """
        Abs Acc Erg Nom Abe Ben Cau Cmp Cns Com Dat Dis Equ Gen Ins Par Tem Tra Voc
        Abl Add Ade All Del Ela Ess Ill Ine Lat Loc Per Sbe Sbl Spl Sub Sup Ter
        """.split()  # noqa: SIM905
    ),
    "ExtPos": UPOS,
    "Piece": frozenset({"Yes"}),  # semgraph's own, of the pieces of a word that was split
    "NounClass": frozenset([f"Bantu{n}" for n in range(1, 24)] + [f"Wol{n}" for n in range(1, 13)]),
}
# Features of several treebanks, whose values are their own, and attributes of the MISC column.
COMMON_FEATURES = frozenset(
    """
    AdpType AdvType ConjType Echo Form Hyph InflClass InfForm NameType NounType NumForm NumValue
    PartForm PartType Prefix PrepCase PronClass PunctSide PunctType Strength Style Subcat Variant
    VerbStem VerbType
    CorrectForm CorrectLemma CorrectSpaceAfter Cxn Entity Gloss LTranslit Lang MSeg MGloss MWE
    Ref Root SpaceAfter SpacesAfter SpacesBefore Translit Wiki
    """.split()  # noqa: SIM905
)
# Subtypes of relations that treebanks share.
SUBTYPES = frozenset(
    """
    acl:adv acl:attr acl:cleft acl:inf acl:relcl advcl:abs advcl:cleft advcl:cmp advcl:cond
    advcl:objective advcl:pred advcl:relcl advcl:sp advcl:svc advcl:tcl advmod:arg advmod:det
    advmod:df advmod:emph advmod:lmod advmod:mode advmod:neg advmod:tmod advmod:tfrom appos:nmod
    aux:caus aux:cnd aux:imp aux:neg aux:pass aux:q aux:tense case:acc case:adv case:det case:gen
    case:loc case:pred case:voc cc:nc cc:preconj ccomp:cleft ccomp:obj ccomp:obl ccomp:pred
    ccomp:pmod clf:det compound:a compound:affix compound:amod compound:atov compound:dir
    compound:ext compound:lvc compound:nn compound:preverb compound:prt compound:quant
    compound:redup compound:smixut compound:svc compound:verbnoun compound:vo compound:vv
    conj:extend conj:expl cop:expl cop:locat cop:own csubj:asubj csubj:cleft csubj:cop csubj:outer
    csubj:pass csubj:vsubj dep:aff dep:comp dep:prt det:adj det:clf det:noun det:numgov det:nummod
    det:poss det:predet det:pronadj discourse:emo discourse:filler discourse:intj discourse:sp
    dislocated:cleft dislocated:csubj dislocated:nsubj dislocated:obj dislocated:subj expl:comp
    expl:impers expl:pass expl:poss expl:pv expl:subj fixed:name flat:abs flat:date flat:dist
    flat:foreign flat:frac flat:gov flat:name flat:num flat:number flat:range flat:redup flat:repeat
    flat:sibl flat:time flat:title flat:vv iobj:agent mark:adv mark:advmod mark:aff mark:pcomp
    mark:prt mark:rel nmod:agent nmod:appos nmod:arg nmod:att nmod:attr nmod:attlvc nmod:bahuv
    nmod:cau nmod:comp nmod:desc nmod:det nmod:flat nmod:gen nmod:gobj nmod:gsubj nmod:lfrom
    nmod:lmod nmod:lto nmod:npmod nmod:obj nmod:obl nmod:obllvc nmod:own nmod:part nmod:pass
    nmod:pmod nmod:poss nmod:pred nmod:prep nmod:prp nmod:relat nmod:subj nmod:tmod nmod:unmarked
    nsubj:advmod nsubj:aff nsubj:bfoc nsubj:caus nsubj:cleft nsubj:cop nsubj:expl nsubj:ifoc
    nsubj:lfoc nsubj:lvc nsubj:nc nsubj:nn nsubj:outer nsubj:own nsubj:pass nsubj:pred nsubj:quasi
    nsubj:xsubj nummod:det nummod:entity nummod:flat nummod:gov obj:advmod obj:advneg obj:agent
    obj:appl obj:caus obj:lvc obj:periph obj:cau obj:obl obl:about obl:ad obl:adj obl:adv obl:advmod
    obl:agent obl:appl obl:arg obl:ben obl:cau obl:cmp obl:cmpr obl:comit obl:comp obl:con
    obl:depict obl:freq obl:goal obl:iobj obl:lfrom obl:lmod obl:loc obl:lto obl:lvc obl:mcl
    obl:mod obl:mood obl:npmod obl:obj obl:orphan obl:own obl:path obl:patient obl:pmod obl:poss
    obl:pred obl:prep obl:pronmod obl:rec obl:sentcon obl:smod obl:soc obl:source obl:subj obl:tmod
    obl:unmarked orphan:missing parataxis:appos parataxis:coord parataxis:deletion
    parataxis:discourse parataxis:dislocated parataxis:hashtag parataxis:insert parataxis:mod
    parataxis:newsent parataxis:nsubj parataxis:obj parataxis:parenth parataxis:reported
    parataxis:rep parataxis:restart parataxis:rt parataxis:sentence parataxis:speaker
    parataxis:trans parataxis:url punct:start vocative:cl vocative:mention xcomp:adj xcomp:cleft
    xcomp:ds xcomp:obj xcomp:pred xcomp:sp xcomp:subj
    """.split()  # noqa: SIM905
)
