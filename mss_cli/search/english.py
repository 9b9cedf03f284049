"""The closed word classes of English that queries use; nothing here is about Haiti.

Topics and names are in the data of the store. This module holds function words and the words
that tell the expected answer type.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

# Function words: no fact is about them.
STOPWORDS = frozenset(
    "a about above after again all also am an and any are arent as at be because been before "
    "being between both but by can cant co could couldnt did didnt do does doesnt doing done "
    "dont dr during each eh either every far few for from further get gets getting got had "
    "has hasnt have havent having he her here hers him his hon how i if im in into is isnt it "
    "its itself ive just least less let like many me more most mr mrs ms much my no nor not "
    "of off ok okay on once one only onto or other our out over own per please pre prof re "
    "she should shouldnt since sir so some such than that thats the their them then there "
    "theres these they this those through to too under until up upon us very via was wasnt we "
    "were werent what whats when where whether which while who whom whos whose why will with "
    "within without wont would wouldnt yet you your".split()
)

# Words that join the parts of a name: `Organization of American States`.
ARTICLES = frozenset(("a", "an", "the", "s"))
GLUE = frozenset("a an and at by for in of on s the to".split())

# Question words: they say that something is asked, not what; no fact needs to have them.
LIGHT = frozenset(
    "according actually anything article articles attitude background bit brief briefing "
    "briefly current currently data date day days detail details event events eventually ever "
    "exact exactly explain finally "
    "fact facts figure figures find full give going happen happened happening happens info "
    "information involve involved involving kind know known last latest list look looking "
    "matter mean means mention mentioned need news now number numbers opinion opinions people "
    "person please position positions question quick quote quoted quotes reaction real really "
    "recent recently regarding related report reported reports said say saying says search "
    "show situation situations something source sources stance stances statement statements "
    "status still story summary supposed tell thing things think thought today told total try "
    "trying type update updates use used versus view views vs word words year years yes "
    "timeline timelines chronology entry entries file files everything overview history recap "
    "rundown listing record records database dataset besides apart chunk chunks portion portions "
    "bunch lot lots piece pieces side sides disagree contradict differ conflict size amount extent "
    "scale remark remarks attributed attribute".split()
)

# Words that Snowball wrongly conflates: an office is not an officer.
APART = {
    "authorities": "authority",
    "authorization": "authoris",
    "authorize": "authoris",
    "authorized": "authoris",
    "authorizes": "authoris",
    "authorizing": "authoris",
    "authority": "authority",
    "conversation": "conversation",
    "conversations": "conversation",
    "decisive": "decisive",
    "important": "important",
    "lasting": "lasting",
    "objective": "objective",
    "objectives": "objective",
    "office": "office",
    "offices": "office",
    "transitional": "transitional",
    "united": "united",
}
BEFORE_US = frozenset("tell give show let help remind to for of by with".split())
MODAL = frozenset("can could will would must should may might shall".split())
# Words that ask for a plan.
INTENTIONS = frozenset(
    "will shall would going due expected intend intended intends meant next plan planned planning "
    "plans pledge pledged promise promised schedule scheduled soon supposed".split()
)
# A clause after `since` or `after` ends at one of these.
CLAUSE_END = frozenset("what who how did does do when where why which is are was were".split())


class AnswerType(NamedTuple):
    """The expected answer type of a question.

    kinds: the boost of each kind of fact, added to 1. field: a field that must not be empty
    for the boost. words: words that facts of this type often have.
    """

    name: str
    kinds: Mapping[str, float]
    field: str = ""
    words: str = ""


_STANCE = "supports?|supported|backs?|backed|opposed?|opposes|favou?rs?"
_ALSO = "against|wants?|wanted|rejects?|rejected|agrees?|agreed|object"
# The first pattern that matches the folded query decides. A pattern is tried only if the query
# has one of the words before it.
ANSWER_TYPES: tuple[tuple[str, str, AnswerType], ...] = (
    (
        "how number total size",
        r"how (many|much|big|large|long|strong)|number of|total|size of",
        AnswerType("a number", {"figure": 0.5, "mandate": 0.1}, "quantity"),
    ),
    (
        "why reason reasons cause causes caused led made",
        r"why\b|reasons?\b|causes?\b|what (caused|led|made)",
        AnswerType("a reason", {"condition": 0.25, "statement": 0.25, "event": 0.1}),
    ),
    (
        "what aim aims purpose goal goals objective task tasks meant supposed",
        r"what .*\b(aims?|purpose|goals?|objectives?|tasks?)\b|(aims?|purpose|goals?|tasks?) of"
        r"|what .*\b(meant|supposed) to\b|what .* for$",
        AnswerType("a purpose", {"mandate": 0.6}, words="aim goal purpose task objective"),
    ),
    (
        "who which do does did stance stances position positions view views opinion opinions "
        "against feel",
        rf"(who|which \w+|do|does|did) .*\b({_STANCE}|{_ALSO})\b"
        r"|stances?|positions?|opinions?|views? (of|on)|for or against|feel about",
        AnswerType("a position", {"stance": 0.4, "statement": 0.15, "event": 0.05}),
    ),
    (
        "who whos charge",
        r"who ?(is|was|are|were|s)\b(?! \w+ing)|who.* (runs?|running|leads?|leading|heads?|heading)"
        r"|in charge",
        AnswerType("who somebody is", {"role": 0.5, "event": 0.05}),
    ),
    (
        "say says said tell told argue argued statement statements remarks quote quotes quoted",
        r"(say|says|said|tell|told|argued?|statements?|remarks|quotes?|quoted)\b",
        AnswerType("what was said", {"statement": 0.4, "stance": 0.25}),
    ),
    (
        "when what which how since",
        r"when\b|(what|which) (date|day|month|year|time)|how soon|since when",
        AnswerType("a date", {"event": 0.25, "mandate": 0.25, "figure": 0.1}, "date"),
    ),
    (
        "where place city town",
        r"where\b|(what|which) (place|city|town)",
        AnswerType("a place", {"event": 0.3}, "places"),
    ),
    (
        "who whom whose",
        r"who|whom|whose",
        AnswerType("who it was", {"event": 0.15, "role": 0.1, "statement": 0.1}, "actors"),
    ),
    (
        "what event events",
        r"what happen\w*|events?\b",
        AnswerType("what happened", {"event": 0.5}),
    ),
    (
        "did has have is was were are",
        r"^(did|has|have|is|was|were|are)\b",
        AnswerType("whether it is so", {"event": 0.2, "stance": 0.1}),
    ),
)


def answer_type(folded: str) -> AnswerType | None:
    """Return the expected answer type of a folded query, or None."""
    there = {*re.findall(r"\w+", folded)}
    for triggers, pattern, wanted in ANSWER_TYPES:
        if not there.isdisjoint(triggers.split()) and re.search(rf"\b(?:{pattern})", folded):
            return wanted
    return None
