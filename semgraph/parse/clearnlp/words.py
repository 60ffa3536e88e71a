"""Lists of English words that tell apart what one ClearNLP label covers.

The fixed expressions are those that the English treebanks of Universal Dependencies take as one:
https://universaldependencies.org/en/dep/fixed.html
"""

from __future__ import annotations

_BE_FORMS = """
    be am is are was were been being 's ’s 'm ’m 're ’re ai
"""

_MONTHS = """
    january february march april may june july august september october november december jan
    jan. feb feb. mar mar. apr apr. jun jun. jul jul. aug aug. sep sep. sept sept. oct oct. nov
    nov. dec dec.
"""
_WEEKDAYS = """
    monday tuesday wednesday thursday friday saturday sunday mon mon. tue tue. tues tues. wed wed.
    thu thu. thur thur. thurs thurs. fri fri. sat sat. sun sun.
"""
# Common nouns before a person's name; abbreviations with and without their full stop.
_TITLES = """
    mr mr. mrs mrs. ms ms. miss dr dr. prof prof. professor rev rev. reverend sir lady lord dame
    st st. saint president vice-president senator sen sen. rep rep. representative congressman
    congresswoman governor gov gov. mayor judge justice attorney secretary minister chancellor
    ambassador king queen prince princess emperor duke count pope cardinal archbishop bishop
    father fr. brother sister sheikh sheik imam ayatollah mullah rabbi mufti general gen gen.
    lieutenant lt lt. colonel col col. major maj maj. captain capt capt. sergeant sgt sgt.
    commander cmdr. admiral adm. marshal officer detective agent chairman chairwoman director
    coach comrade uncle aunt grandpa grandma spokesman spokeswoman premier deputy sheriff
"""
# Titles that nothing but a person has.
_ADDRESSES = "dr dr. miss mr mr. mrs mrs. ms ms. mullah prof. professor senator sheikh sir"
_NAMES = """
    aaron abdul abraham adam ahmed al alan albert alex alexander ali alice allen amanda amy andrea
    andrew andy angela ann anna anne anthony antonio arnold arthur ashley barbara barry ben
    benjamin bernard bill billy bob bobby brad brandon brenda brent brian bruce bryan carl carlos
    carol caroline catherine cathy charles charlie cheryl chris christina christine christopher
    cindy clara colin condoleezza craig cynthia dale dan daniel danny daphne darren dave david
    dean deborah debra denise dennis derek diana diane dick don donald donna doug douglas duncan
    ed eddie edgar edward eileen elena elizabeth ellen emily emma eric erin ernest eugene eva evan
    evelyn florence frances francis frank franklin fred frederick gabriel gary gene geoff george
    gerald gerhard gilbert gina glenn gloria gordon graham greg gregory hannah harold harry
    hassan heather helen henry herbert hillary holly howard hugh hugo hussein ian ibrahim irene
    isaac ivan jack jackie jacob jacques jake james jamie jan jane janet janice jason jay jean
    jeff jeffrey jennifer jenny jeremy jerry jesse jessica jill jim jimmy joan joe joel johann
    john johnny jon jonathan jordan jose joseph josh joshua joyce juan judith judy julia julian
    julie justin karen karl kate katherine kathleen kathy katie kay keith kelly ken kenneth kevin
    khalid kim kimberly kirk kyle larry laura lauren laurence lawrence lee leo leon leonard leslie
    lewis linda lisa liz lois lori louis louise lucy luis luke lynn marc marcus margaret maria
    marie marilyn mario marion mark martha martin marvin mary matt matthew maurice max megan
    melissa michael michel michelle miguel mike mohamed mohammad mohammed monica morris muhammad
    nancy natalie nathan neil nicholas nick nicole nina noah norman oliver olivia omar oscar osama
    pamela pat patricia patrick paul paula peggy pedro peter phil philip phillip rachel ralph
    randy ray raymond rebecca ricardo richard rick rita rob robert roberta roberto robin rod
    roger roland ron ronald rosa rose ross roy russell ruth ryan saddam sally sam samantha samuel
    sandra sara sarah scott sean sergei shannon sharon sheila sherri shirley simon sophie stacey
    stan stanley stella stephanie stephen steve steven stuart sue susan suzanne sylvia
    tara ted teresa terry theodore theresa thomas tiffany tim timothy tina todd tom tommy tony
    tracy troy tyler usama valerie vanessa vera victor victoria vince vincent virginia vladimir
    walter wanda warren wayne wendy wesley will william winston yasser yasir zach
"""

BE_FORMS = frozenset(_BE_FORMS.split())
WORD_LISTS = {
    "month": frozenset(_MONTHS.split()),
    "weekday": frozenset(_WEEKDAYS.split()),
    "title": frozenset(_TITLES.split()),
    "address": frozenset(_ADDRESSES.split()),
    "currency": frozenset(("$", "£", "€", "¥", "us$", "usd", "eur", "gbp", "rs", "rs.")),
    "name_start": frozenset(["al", "el", "la", "las", "los", "san", "santa", "sao"]),
    "given_name": frozenset(_NAMES.split()),
    "year": frozenset(map(str, range(1000, 2100))),
}

# Verbs whose subject *it* stands for a clause behind them, as that of *be* with a predicate does.
EXTRAPOSING = ("appear", "happen", "make", "matter", "seem", "take", "turn")

# Verbs whose complement with a subject of its own UD takes for an object and a complement. Those of
# the first list have a clause alone behind them in the Penn Treebank, the others an object too.
_RAISING = """
    allow enable expect feel get have hear help let like make need permit prefer see want watch
"""
RAISING = tuple(_RAISING.split())
CONTROLLING = ("ask", "cause", "force", "order", "tell", "urge")

# Those that an object may follow, and those that are adverbs, marks or pronouns by themselves.
_FIXED_PREPOSITIONS = """
    according to; as for; as of; as opposed to; as per; as to; because of; due to; in case of;
    instead of; prior to; rather than; such as
"""
_FIXED_ADVERBS = """
    as many as; as well; as well as; each other; in between; in case; in order; kind of; less than;
    let alone; more than; not to mention; of course; one another; so as to; so that; sort of;
    up to; whether or not
"""


def _expressions(listed: str) -> tuple[tuple[str, ...], ...]:
    """Give listed expressions as words, longer ones first."""
    return tuple(sorted((tuple(one.split()) for one in listed.split(";")), key=len, reverse=True))


FIXED_PREPOSITIONS = _expressions(_FIXED_PREPOSITIONS)
FIXED_ADVERBS = _expressions(_FIXED_ADVERBS)
