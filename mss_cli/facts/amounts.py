"""Numbers with their units in a sentence. Dates, ages, ordinals and scores are no figures."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from mss_cli.facts.quantities import number_at
from mss_cli.understanding.wordnet import parts

_CURRENCY = r"(?:[A-Z]{0,3}[$€£]|RM|KSh|Sh)"
_TOKEN = re.compile(
    rf"{_CURRENCY}?\d+(?:,\d+)*(?:\.\d+)?[a-z]{{0,2}}%?|[^\W_]+(?:[.,]\d+)*%?|[$€£%]"
)
_QUALIFIERS = (
    (r"(?:about|around|some|roughly|approximately|nearly|almost|an estimated|close to)", "about"),
    (r"(?:at least|not? (?:fewer|less) than|a minimum of)", "at-least"),
    (r"(?:not? more than|up to|as many as|as much as|at most|a maximum of)", "up-to"),
    (r"(?:more than|over|upwards of|in excess of|exceeding)", "more-than"),
    (r"(?:exactly|precisely)", "exactly"),
)
_MONEY = {"$": "dollars", "€": "euros", "£": "pounds", "RM": "ringgit", "KSh": "shillings"}
_MONTHS = frozenset(
    "january february march april may june july august september october november december jan feb "
    "mar apr jun jul aug sept sep oct nov dec".split()
)
_STOPS = frozenset(
    "of the to from in on at by for and or with who that which were was are is have had has "
    "will would after before since as more other were than into over under per "
    "during through".split()
)
_MORE = frozenset("more other additional new further fewer".split())  # `600 more officers`
_PERIOD = re.compile(
    r"\b(?:another|one|a single|a further)[ -](year|month|week|day)\b", re.IGNORECASE
)
_TIMES = re.compile(r"\b(second|third|fourth|fifth) time\b", re.IGNORECASE)
_ORDINALS = {"second": 2, "third": 3, "fourth": 4, "fifth": 5}
_NOT_COUNTED = frozenset("am pm percent per-cent st nd rd th ago old".split())
_FACTORS = frozenset("hundred thousand million billion trillion dozen".split())
UNIT_WORDS = 4
_NEAR = 80  # characters before a number
# `two days after the vote`
_APART = re.compile(
    r" (?:more )?(?:minute|hour|day|week|month|year)s? (?:after|before|ago|later|earlier|old)\b"
)
# Past forms that WordNet does not know as verbs first.
_PAST = frozenset(
    "began bought broke brought came drove fell fled gave got held left lost met paid rose sent "
    "sold took went won".split()
)
_AFTER_UNIT = frozenset(
    "still throughout dead alive both who now ago later earlier together".split()
)
_GOES_ON = re.compile(r"\b(?:to|at|of|another|below|above|under|over)\s$")
_PERIODS = frozenset("minute hour day night week month year decade".split())
_WHEN = re.compile(
    r"\b(?:(?:past|last|next|following|first|previous|coming|every|nearly|within|these|those)"
    r"|within (?:about|some|nearly|just|more than|less than)) $",
    re.IGNORECASE,
)


class Amount(NamedTuple):
    """A number. unit: what is counted. printed: as it stands in the sentence."""

    value: float
    unit: str
    qualifier: str | None
    printed: str
    low: float | None = None
    high: float | None = None


def amounts(sentence: str) -> Iterator[Amount]:
    """Yield the numbers that count or measure something, from left to right."""
    for period in _PERIOD.finditer(sentence):
        yield Amount(1, period[1].lower(), None, period[0])
    for time in _TIMES.finditer(sentence):
        yield Amount(_ORDINALS[time[1].lower()], "times", None, time[0])
    tokens = list(_TOKEN.finditer(sentence))
    words = [_plain(token[0]) for token in tokens]
    at, before = 0, ""
    while at < len(words):
        money = _money(tokens[at][0])
        if tokens[at][0] in _MONEY:
            at += 1
            if at == len(words):
                return
        read = number_at(words, at)
        if read is None or _is_no_amount(words, tokens, sentence, at, read.end):
            at += 1
            continue
        unit, end = _unit(words, tokens, sentence, read.end, money)
        lead = re.search(
            r"\b(?:to|at|of|another|below|above|under|over)\s$", _before(sentence, tokens[at])
        )
        if not unit and lead:
            unit = before  # `from 400 officers to 1,000`
        if unit.split()[:1] == ["them"]:
            unit = before  # `five of them`
        if unit:
            before = unit
            printed = sentence[tokens[at].start() : tokens[min(end, len(tokens)) - 1].end()]
            value = int(read.value) if float(read.value).is_integer() else read.value
            yield Amount(value, unit, _qualifier(_before(sentence, tokens[at])), printed[:80])
        at = max(read.end, at + 1)


def _before(sentence: str, token: re.Match[str]) -> str:
    """Return the characters before a number that may say something about it."""
    return sentence[max(0, token.start() - _NEAR) : token.start()]


def _money(token: str) -> str:
    """Return the currency in front of a number, or ""."""
    match = re.match(rf"{_CURRENCY}(?=\d|$)", token)
    return _MONEY.get(match[0]) or _MONEY.get(match[0][-1:], "shillings") if match else ""


def _plain(token: str) -> str:
    plain = re.sub(rf"^{_CURRENCY}(?=\d)", "", token)
    return plain.lower().rstrip("%").replace(",", "") or token


def _is_no_amount(
    words: list[str], tokens: list[re.Match[str]], sentence: str, at: int, end: int
) -> bool:
    """Return True for a number that is a date, an age, an ordinal, a time or a part of a name."""
    before = words[at - 1] if at else ""
    after = words[end] if end < len(words) else ""
    word = words[at]
    if re.fullmatch(r"(?:19|20)\d\d", word) and end == at + 1 and "," not in tokens[at][0]:
        return True
    if before.rstrip(".") in _MONTHS or after.rstrip(".") in _MONTHS or after in _NOT_COUNTED:
        return "%" not in tokens[at][0] and after != "percent"
    if _WHEN.search(_before(sentence, tokens[at])) and after.rstrip("s") in _PERIODS:
        return True  # `in the past two days`
    start = tokens[at].start()
    near = sentence[max(0, start - 1) : start]
    following = sentence[tokens[end - 1].end() : tokens[end - 1].end() + 2]
    if near in (":", "-", "/", "#") or re.match(r"[:/]\d|-\d", following):
        return True
    rest = sentence[tokens[end - 1].end() :]
    if re.match(r"-(?:year|month|week|day)s?-old|-year", rest) or _APART.match(rest):
        return True
    return word in ("one", "a") and after not in _FACTORS


def _unit(
    words: list[str], tokens: list[re.Match[str]], sentence: str, at: int, money: str
) -> tuple[str, int]:
    """Return what a number counts, and the position after it; "" if nothing."""
    if money:
        return money, at
    if tokens[at - 1][0].endswith("%") or words[at : at + 1] in (["percent"], ["%"]):
        return "per cent", min(at + 1, len(tokens))
    if words[at : at + 2] == ["per", "cent"]:
        return "per cent", at + 2
    found: list[str] = []
    end = at
    while end < len(words) and words[end] in _MORE:
        end += 1
    while end < len(words) and len(found) < UNIT_WORDS:
        gap = sentence[tokens[end - 1].end() : tokens[end].start()]
        word = tokens[end][0]
        numbered = bool(found) and number_at(words, end) is not None
        if words[end] in _STOPS or not word.isalpha() or gap.strip(" -") or numbered:
            if words[end] == "of" and not found:
                end += 1
                continue
            break
        found.append(word)
        end += 1
    kept = next((n for n in range(1, len(found)) if _ends_unit(found[n])), len(found))
    end -= len(found) - kept
    found = found[:kept]
    while found and _is_verb(found[-1].lower()):
        found.pop()
        end -= 1
    return " ".join(found), end


def _ends_unit(word: str) -> bool:
    """Return True for a word that is no longer what is counted: `officers departed Nairobi`."""
    kinds = parts(word.lower())
    if word.endswith("ed") and "v" in kinds:
        return True
    return word.lower() in _AFTER_UNIT | _PAST or (kinds != "" and not {*kinds} & {"n", "a"})


def _is_verb(word: str) -> bool:
    """Return True for a word that tells what happens to what is counted: `landed`, `came`."""
    return word.endswith(("ed", "ing", "ly")) or word in _PAST or parts(word)[:1] == "v"


def _qualifier(before: str) -> str | None:
    for pattern, name in _QUALIFIERS:
        if re.search(rf"\b{pattern}\s+(?:the\s+)?[$€£]?$", before, re.IGNORECASE):
            return name
    return None
