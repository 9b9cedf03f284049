"""The kind and the status of a sentence, by its words."""

import re

_I = re.IGNORECASE
FEWEST_WORDS = 4  # `Sixteen people were injured.`
LASTING = ("condition", "role", "mandate", "relation")
_STATUSES = (
    ("denied", r"\b(?:denied|denies|deny|rejected (?:claims|reports|allegations))\b"),
    ("cancelled", r"\b(?:cancelled|canceled|called off|scrapped|abandoned)\b"),
    (
        "alleged",
        r"\b(?:alleged(?:ly)?|alleges|claim(?:s|ed)?|accus(?:e|es|ed|ing)|reportedly|purported(?:ly)?"
        r"|suspected)\b",
    ),
    (
        "conditional",
        r"\b(?:if|unless|provided that|on (?:the )?condition|subject to|pending|depending on)\b",
    ),
    (
        "proposed",
        r"\b(?:propos(?:e|es|ed|al|als|ing)|recommend(?:s|ed|ation)?|suggest(?:s|ed)?|call(?:s|ed|ing)?"
        r" for|urg(?:e|es|ed|ing)|request(?:s|ed)?|ask(?:s|ed)? for|draft resolution)\b",
    ),
    (
        "planned",
        r"\b(?:will|shall|plan(?:s|ned|ning)? to|set to|due (?:to|in|on)|expected to|scheduled"
        r"|intends? to|intended to|aims? to|going to|pledg(?:e|es|ed)|promis(?:e|es|ed)"
        r"|vow(?:s|ed)|is to"
        r"|are to"
        r"|would(?! (?:have|not have)))\b",
    ),
    (
        "ongoing",
        r"\b(?:remains?|continues? to|is (?:being )?\w+ing|are (?:being )?\w+ing|has been \w+ing"
        r"|have been \w+ing|still)\b",
    ),
)
# A plan of the main clause stays one, although a condition follows.
_PLAN = re.compile(
    r"\b(?:plan(?:s|ned|ning)? to|intend(?:s|ed|ing)? to"
    r"|(?:is|are|was|were) (?:set|scheduled|due) to)\b(?! be\b)",
    _I,
)
_CONDITION = re.compile(r"\b(?:if|unless|provided that|subject to|depending on)\b", _I)
_STANCES = (
    (
        "opposes",
        r"\b(?:oppos(?:e|es|ed|ing)|reject(?:s|ed|ing)?|against|condemn(?:s|ed)?|object(?:s|ed))\b",
    ),
    (
        "conditional",
        r"\b(?:openness to|open to|willingness to|ready for|no (?:problem|objection) (?:with|to))"
        r"\b",
    ),
    (
        "supports",
        r"(?<![-\w])(?:support(?:s|ed)?(?! by)|back(?:s|ed)(?! by)|endors(?:e|es|ed)(?! by)"
        r"|welcom(?:e|es|ed)(?! by)|in favou?r of|committed to|push(?:es|ed|ing)? for|sought|seeks?"
        r"|advocat\w+|grateful|gratitude)\b",
    ),
    ("divided", r"\b(?:divided|split) (?:over|on)\b"),
    ("withdrawn", r"\b(?:no longer (?:seeks?|supports?)|withdrew its)\b"),
)
_ROLE = re.compile(
    r"\b(?:appointed|named|elected|sworn in|took over|resigned|stepped down|succeeds?|succeeded"
    r"|heads?|leads?|chairs?|serves? as|served as|is the|was the|became)\b.{0,40}\b(?:president|"
    r"minister|chief|head|director|secretary|ambassador|commander|chair\w*|governor|mayor|judge|leader|coach|ceo|"
    r"executive)\b",
    _I,
)
_MANDATE = re.compile(
    r"\b(?:authori[sz](?:e|es|ed|ation)|mandate(?:s|d)?|resolution (?:allows|requires|extends)"
    r"|law (?:requires|bans|allows)|ruled that|court (?:ordered|barred)|required to|obliged to"
    r"|must\b|shall\b)",
    _I,
)
_LEADS = re.compile(
    r"\b(?:leads?|led by|plays? a (?:key|leading|central|major) (?:role|part)|in charge of"
    r"|at the head of|role in leading)\b",
    _I,
)
_PURPOSE = re.compile(
    r"\b(?:tasked with|focus(?:ed|es) on|aims? (?:to|at)|goal|objective|purpose|measure to"
    r"|(?:created|designed|set up|established) to|seeks to)\b",
    _I,
)
_PRESENT = re.compile(
    r"(?<!\ba )(?<!\ban )(?<!\bpercent )(?<!\bper cent )"  # `a raise` is no verb
    r"\b(?:is|are|(?:has|have)(?! (?:\w+ly |also |now |since |long )?(?:\w+ed|been|taken|made|seen"
    r"|begun|sent|met|put|held|given|gone|come|won|lost|left|said|told|found|led|set|grown|risen"
    r"|fallen|shown|brought|built|paid)\b)|remains?|continues?|faces?|lacks?|suffers?|struggles?|marks?|represents?"
    r"|underscores?|reflects?|requires?|will be|still|hampered|plagued|marred|overwhelmed|seeks?"
    r"|needs?|controls?|relies|rely|depends?|includes?|involves?|means|threatens?|poses?|enables?"
    r"|allows?|provides?|offers?|exceeds?|belongs?|consists?|lies|stands?|aims?|serves?|works?"
    r"|functions?|operates?|shows?|gives?|makes?|raises?|costs?|lives?)\b",
    _I,
)
# An adjective that looks like the past of a verb.
_LIKE_PAST = (
    r"(?:armed|united|limited|increased|continued|sustained|coordinated|related|based|displaced"
    r"|overstretched|needed|expected|planned|so-called|named|led|proposed|elected)\b"
)
_PAST = re.compile(
    r"(?<!\bis )(?<!\bare )(?<!\bbe )(?<!\bbeen )(?<!\bhas )(?<!\bhave )(?<!-)(?<!\bthe )(?<!\ba )"
    rf"(?<!\ban )\b(?!{_LIKE_PAST})(?:\w{{2,}}ed|met|went"
    r"|came|took|gave|held|left|won|lost|fell|rose|began|sent|made|shot|struck|hit|broke|fled|bought"
    r"|sold|built|saw|paid|brought|drove|found|got)\b",
    _I,
)
# What somebody did by saying it: the proposal is made, whatever becomes of it.
_SAID_TO_WANT = re.compile(
    r"(?<!\bthe )(?<!\ba )(?<!\bwas )(?<!\bwere )(?<!\bbeen )(?<!\bis )(?<!\bits )"
    r"\b(?:proposed|recommended|suggested|called for|urged|requested|asked for|pledged|promised"
    r"|vowed)\b",
    _I,
)
_SINCE = re.compile(r"\b(?:has|have) (?:not )?(?:\w+ )?\w+.* since\b", _I)
_AVERSE = re.compile(
    r"^(?:what|why|how|who|when|where|can|could|should|is|are|do|does|did)\b.*\?$", _I
)


def is_assertion(sentence: str) -> bool:
    """Return True if a sentence may carry a fact: not a question, a greeting or a few words."""
    words = re.findall(r"\w+", sentence)
    if len(words) < FEWEST_WORDS:
        return False
    return not (sentence.rstrip("”\"' ").endswith("?") or _AVERSE.match(sentence))


def status_of(sentence: str, kind: str = "event") -> tuple[str, str]:
    """Return the status of what a sentence tells, and the words that decide it.

    kind: of the draft. That somebody proposed something has occurred; a figure is then proposed.
    """
    if kind != "figure":
        sentence = _SAID_TO_WANT.sub(" ", sentence)
    status, why = _status(sentence)
    if status == "occurred" and kind in LASTING and not is_past(sentence):
        return "ongoing", f"ongoing, because a {kind} lasts"
    return status, why


def is_past(sentence: str) -> bool:
    """Return True if the first verb of a sentence that we know is in the past."""
    past, present = _PAST.search(sentence), _PRESENT.search(sentence)
    return past is not None and not (present and present.start() < past.start())


def _status(sentence: str) -> tuple[str, str]:
    outside = re.sub(r"[“\"][^“”\"]*[”\"]?", " ", sentence) if len(sentence) > 80 else sentence
    plan, condition = _PLAN.search(outside), _CONDITION.search(outside)
    if plan and condition and plan.start() < condition.start():
        return "planned", f"planned, because of {plan[0]!r}"
    for status, pattern in _STATUSES:
        match = re.search(pattern, outside, _I)
        if match:
            return status, f"{status}, because of {match[0]!r}"
    return "occurred", ""


def position_of(sentence: str) -> str:
    """Return the position that a sentence tells, or ""."""
    for position, pattern in _STANCES:
        if re.search(pattern, sentence):  # a capital is part of a name: `Security Support`
            return position
    return ""


def kind_of(sentence: str, said: bool) -> tuple[str, str]:
    """Return the kind of a sentence, and why. said: True if somebody says it."""
    if position_of(sentence):
        return "stance", "words of support or opposition"
    if said:
        return "statement", "a verb of saying, or a quotation"
    match = _ROLE.search(sentence)
    if match:
        return "role", f"the words {match[0][:30]!r}"
    match = _MANDATE.search(sentence)
    if match:
        return "mandate", f"the words {match[0]!r}"
    for pattern, kind in ((_LEADS, "role"), (_PURPOSE, "mandate")):
        match = pattern.search(sentence)
        if match:
            return kind, f"the words {match[0]!r}"
    if _SINCE.search(sentence):
        return "condition", "it has been so since"
    past, present = _PAST.search(sentence), _PRESENT.search(sentence)
    plan = _PLAN.search(sentence)
    if plan and (not present or plan.start() <= present.start()):
        return "event", f"the words {plan[0]!r} tell of a plan"
    if present and (not past or present.start() < past.start()):
        return "condition", f"the verb {present[0]!r} describes a lasting state"
    return "event", ""


def content_kind(outside: str) -> str | None:
    """Return the kind of what somebody says in indirect speech, or None if there is nothing.

    outside: a sentence with its quotations and verbs of saying masked.
    """
    if not (_PAST.search(outside) or _PRESENT.search(outside) or _TO_COME.search(outside)):
        return None
    kind, _ = kind_of(outside, said=False)
    return kind if kind in ("event", "condition") else "event"


def also_happens(sentence: str) -> bool:
    """Return True if a sentence that says or takes a side tells of an act, too."""
    return bool(_ACT.search(sentence)) or len(_PAST.findall(sentence)) > 1


_TO_COME = re.compile(r"\b(?:will|would|expected to|set to|due to)\b", _I)
_ACT = re.compile(
    r"\b(?:during|while|after|before|visit\w*|met|travell?ed|arriv\w+|vot\w+|extend\w+|adopt\w+|"
    r"veto\w*|lobby\w*|negotiat\w+|propos\w+|request\w*|appeal\w*|drop\w*|reject\w+|sign\w*|"
    r"deploy\w*|began|begun|control\w*|fac(?:e|es|ed|ing)|kill\w*|speaking|address\w*|call with|"
    r"conversation|meeting|second time|focused on|measure to|response to)\b",
    re.IGNORECASE,
)
