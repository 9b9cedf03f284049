"""The amount that a question asks for (`how many`, `how long`), and whether a fact gives it."""

import re
from collections.abc import Collection, Sequence

from mss_cli.facts.model import Fact
from mss_cli.query.store import Store
from mss_cli.search.dates import DATE_WORDS
from mss_cli.search.lexicon import Lexicon
from mss_cli.text import words
from mss_cli.understanding.wordnet import is_person

TIMES = "minute hour day week fortnight month year decade".split()
_UNIT = rf"(?:{'|'.join(TIMES)})s?"
_NUMBER = (
    r"(?:\d[\d.,]*|(?:a )?(?:few|couple of)|an?|one|two|three|four|five|six|seven|eight|nine|ten"
    r"|eleven|twelve|several|many|hundreds?|thousands?|dozens?|millions?|both|once|twice)"
)
# The patterns are compiled when a question needs them, which takes 2 ms each.
# `within two months` and `two months later` say when, not how long.
_LASTS = (
    r"(?i)(?P<when>\b(?:within|in|after|before|by) (?:about |the next |another )?)?"
    rf"\b{_NUMBER}[ -](?:more |further |full )?{_UNIT}\b(?P<from> (?:later|ago|earlier)\b)?"
)
_UNTIL = r"\b(?:until|to the end of)\b"
_CURRENCY = (
    r"(?i)[$€£¥%]|\b(?:per ?cent|dollars?|euros?|pounds?|sterling|shillings?|gourdes?|francs?"
    r"|pesos?|rupees?|yen|yuan|renminbi|usd|eur|gbp|kes|ksh|crowns?|kron[ae]r?|rand|naira|cedis?"
    r"|birr|lira|rubles?|roubles?|hryvnias?|zloty|forints?|dinars?|dirhams?|riyals?|shekels?|reais"
    r"|soles|baht|won|ringgit|rupiah|dong|taka)\b"
)
_MONEY = frozenset(
    "money cash cost costs costing pay pays paid paying spend spent spending earn earns earned "
    "earning salary salaries wage wages price worth fund funded funding funds budget donate "
    "donated dollars charge charged afford".split()
)
_PEOPLE = frozenset(
    "people persons person individuals men women troops police policemen personnel staff forces "
    "manpower".split()
)
_COUNTRIES = frozenset("countries states nations governments capitals".split())
# After `how`, these ask for an amount; `old` or `rich` ask for what a fact must say.
MEASURED = frozenset("long longer big large strong soon much many".split())
NEAR = 4  # words between a number in a text and what it counts


def amount_asked(tokens: Sequence[str]) -> str:
    """Return "number", "money", "length" or "", by what a question asks for with `how`."""
    for at, word in enumerate(tokens[:-1]):
        if word == "how":
            after, rest = tokens[at + 1], tokens[at + 2 :]
            if after == "many":
                return "number"
            if after == "long" or (after == "much" and rest[:1] in (["longer"], ["time"])):
                return "length"
            if after == "much" and not _MONEY.isdisjoint(rest):
                return "money"
    return ""


def gives_length(fact: Fact) -> bool:
    """Return True if a fact says how long something takes or lasts."""
    quantity = fact["quantity"]
    if quantity is not None and quantity["unit"].removesuffix("s") in TIMES:
        return True
    if re.search(_UNTIL, fact["text"]):
        return True
    spans = re.finditer(_LASTS, fact["text"])
    return any(not span["when"] and not span["from"] for span in spans)


def gives_money(fact: Fact) -> bool:
    """Return True if a fact has an amount of money."""
    quantity = fact["quantity"]
    told = fact["text"] if quantity is None else quantity["unit"]
    return bool(re.search(_CURRENCY, told))


def counts(fact: Fact, asked: str, terms: Collection[str], store: Store, lexicon: Lexicon) -> bool:
    """Return True if a fact gives the number of what is counted.

    asked: the noun, as typed. terms: what means the same, as stems and as tags of measures.
    """
    stems = {lexicon.stem(asked), *terms}
    quantity = fact["quantity"]
    if quantity is not None:
        measure = store.measures.get(quantity["measure"])
        labels = (measure["label"], *measure["alt_labels"]) if measure else ()
        units = [word for text in (quantity["unit"], *labels) for word in words(text)]
        if f"#{quantity['measure']}" in terms or _same(asked, stems, units, lexicon):
            return True
    said = words(fact["text"])
    numbered = (n for n, word in enumerate(said) if _is_number(word, *said[n + 1 : n + 2]))
    return any(
        _same(asked, stems, said[n + 1 : n + 1 + NEAR], lexicon, strictly=True) for n in numbered
    )


def _is_number(word: str, following: str = "") -> bool:
    """Return True for a number in a text that is no year, no day of a month and no article."""
    is_date = following in DATE_WORDS or (len(word) == 4 and word[:2] in ("19", "20"))
    return word not in ("a", "an") and not is_date and bool(re.fullmatch(_NUMBER, word))


def _same(
    asked: str,
    stems: Collection[str],
    units: Sequence[str],
    lexicon: Lexicon,
    strictly: bool = False,
) -> bool:
    """Return True if units mean what is counted. Any kind of person is counted as people."""
    if not {lexicon.stem(word) for word in units}.isdisjoint(stems):
        return True
    if asked in _COUNTRIES and not _COUNTRIES.isdisjoint(units):
        return True
    if strictly:
        return False
    of_people = asked in _PEOPLE or is_person(asked)
    return of_people and any(unit in _PEOPLE or is_person(unit) for unit in units)
