"""The invented words, names, topics, measures, dates and articles for benchmarks/stores.py.

stores.py builds facts from them and decides how the facts relate. Each function draws from the
random generator that it is given, always in the same order, so that the same seed gives the
same store.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from hashlib import sha256
from itertools import accumulate, chain
from random import Random
from typing import NamedTuple, TypeVar

from mss_cli.facts import model
from mss_cli.facts.dates import edtf_bounds, edtf_precision
from mss_cli.facts.kinds import STAGES, STATUSES
from mss_cli.facts.quantities import number
from mss_cli.text import fold

T = TypeVar("T")
DAYS = tuple((date(2020, 1, 1) + timedelta(days=n)).isoformat() for n in range(1827))  # to 2024

FUNCTION = """the of and to in a for that on with by as at from its their not more than after
before under over would will should could only other new first all two three one""".split()
REAL = """mission police security council vote court port gang force troops officers deployment
funding resolution mandate government president minister ambassador support international
peacekeeping operation national army soldiers border airport base convoy attack armed violence
killed kidnapping ransom prison hospital school road fuel food aid humanitarian displaced people
children women rights human report inquiry judge trial appeal ruling law constitution parliament
senate cabinet election ballot campaign party opposition protest strike union budget fund trust
pledge donor money dollars million equipment vehicles armoured helicopters drones weapons ammunition
embargo sanctions customs smuggling trafficking drugs coast guard patrol harbour terminal ship cargo
container trade market price bank loan debt tax reform agreement accord treaty talks summit meeting
visit speech statement briefing letter request proposal draft amendment extension renewal term month
week transition office chief commander general colonel captain inspector training recruits academy
medical water electricity shelter camp capital town village province region district street bridge
river checkpoint station headquarters barracks contingent battalion unit team advance arrival
departure delay timetable plan strategy goal stage phase progress setback challenge risk threat
warning crisis emergency state curfew ceasefire truce peace war conflict clash raid siege ambush
shooting victim suspect arrest charge sentence bail witness evidence lawyer prosecutor tribunal
commission committee panel expert adviser envoy delegate diplomat embassy consulate visa migrant
refugee deportation flight airline stability governance corruption transparency accountability audit
contract tender supply logistics radio newspaper journalist media broadcast interview source
resident neighbourhood community church leader citizen worker farmer trader teacher doctor nurse
student family house building fire flood storm hurricane earthquake disease cholera vaccine hunger
famine harvest rice grain mining gold oil gas pipeline power grid dam railway highway truck bus
motorcycle boat vessel crew pilot passenger hostage rescue escape release negotiation mediator
demand offer deal refusal veto abstention majority consensus quorum session assembly congress deputy
spokesperson secretary treasurer chair member observer partner ally neighbour contributor sponsor
lead host command control intelligence surveillance information technology network cyber camera
satellite map census survey poll data figure share rate rise fall increase decrease total average
record estimate forecast target limit threshold gap shortage surplus reserve stock payment salary
allowance pension insurance compensation grant scheme programme project initiative framework roadmap
charter clause article annex protocol rule order decree permit licence ban exemption""".split()
ONSETS = "b c ch d f g h j k l m n p r s sh t th v w z br cl dr fl gr pl pr sl st tr".split()
NUCLEI = "a e i o u a e i o u ai ea io oa ou".split()
CODAS = ("", "", "", *"l m n r s t d k ll nd ng nt rd st".split())
ENDINGS = ("", "s", "ed", "ing", "er", "ment", "ation", "al", "ly", "ity")
ACCENTS = {"a": "á", "e": "é", "i": "ï", "o": "ö", "u": "ü"}
GIVEN = """José María André Chloé Łukasz Óscar Zoë François Amina Wanjiru Otieno Samuel Grace
Daniel Ngozi Émile Björn Søren Nguyễn Mei Dmitri Olga Fatima Yusuf Kofi Ruth Peter Esther Carlos
Lucía Renée Jürgen Ana Paulo Marie-Claire Jean-Pierre""".split()
FOREIGN = ("Иван Петров", "王小明", "Γιώργος", "محمد علي", "Đặng Văn Lâm", "김민준")
AWKWARD = """«déjà-vu»|維和部隊|миссия|[sic]|“[the] force”|🚔🇭🇹|line\u2028break|\x1b[31mred\x1b[0m
|100\xa0000|naïveté|O’Brien|zero\u200bwidth|\u202eturned|tab\tbed|"quoted"|back\\slash|ﬁnal|ＣＡＰＳ
|Å|<b>&amp;</b>|=1+1|Ⅳ""".replace("\n", "").split("|")
# The kinds of twenty entities in a row, then again from the start; at most 150 are countries.
CYCLE = """person organization country person place mission person organization document person
place person organization person person organization place person organization person""".split()
HEADS = "Council Agency Union Bureau Commission Forum Court Bank Service Movement Network".split()
PAPERS = "Resolution Accord Report Decree Protocol Charter".split()
UNITS = {  # the units for one kind of number, and a typical number
    "police officers,officers,police,personnel": 2_000,
    "US dollars,dollars,euros,pounds": 40_000_000,
    "people,residents,displaced people,households": 300_000,
    "vehicles,trucks,armoured vehicles,helicopters": 80,
    "votes,members,countries,abstentions": 15,
    "percent,percent of members,percent of funds,points": 50,
    "deaths,victims,kidnappings,arrests": 400,
    "months,days,weeks,sessions": 12,
}
HEDGES = ("", "still", "plans how it", "proposes that it", "in that case", "allegedly",
          "denied that it", "dropped the plan by which it")  # fmt: skip
HEDGE_OF_STATUS = dict(zip(STATUSES, HEDGES, strict=True))
VERBS = {  # by kind of fact, and by position for stances
    "event": "opened|sent|met|visited|reached|attacked|signed|launched|arrested|left",
    "statement": "said that|told reporters that|warned that|called for|announced|argued that",
    "figure": "counted|has|received|pledged|reported|recorded",
    "condition": "faces|depends on|suffers from|remains in",
    "role": "leads|is the head of|commands|speaks for|chairs",
    "mandate": "may use|is charged with|has authority over",
    "relation": "works with|belongs to|is a partner of|reports to",
    "supports": "backs", "opposes": "rejects", "conditional": "would accept",
    "divided": "is split on", "neutral": "takes no side on", "withdrawn": "no longer seeks",
}  # fmt: skip
PUBLISHERS = tuple(f"The {word.title()} {kind}" for word in REAL[:15] for kind in ("Post", "Wire"))
LANGUAGES = ("en", "en", "en", "en", "en", "en", "en", "fr", "sw", "ht", "es")
QUALIFIERS = (None,) * 12 + ("about", "about", "about", "at-least", "at-least", "up-to", "exactly")
# Dates of each form, per hundred.
DATE_FORMS = {"day": 60, "month": 14, "days": 6, "week": 2, "months": 2, "quarter": 3, "year": 4,
         "since": 2.5, "until": 2.5, "unknown": 4}  # fmt: skip


class Article(NamedTuple):
    """A source, with what stores.py needs to cite it.

    day: of publication, an index in DAYS. paragraphs: the number of the paragraph of each
    sentence. cited: the sentences that a fact cites.
    """

    source: model.Source
    day: int
    paragraphs: list[int]
    cited: set[int]


def weighted(rng: Random, weights: Mapping[T, float]) -> Iterator[T]:
    """Yield items endlessly, at random, with these weights."""
    items, summed = list(weights), list(accumulate(weights.values()))
    while True:
        yield from rng.choices(items, cum_weights=summed, k=512)


def zipf(rng: Random, items: Iterable[T], exponent: float = 1.0) -> Iterator[T]:
    """Yield items endlessly, at random, with Zipf frequencies: the first item most often."""
    return weighted(rng, {item: (rank + 2) ** -exponent for rank, item in enumerate(items)})


def nearest(items: Sequence[T], index: int) -> T:
    """Return the item at an index; the first or last item if the index is out of range."""
    return items[min(max(index, 0), len(items) - 1)]


def slug(text: str, taken: set[str]) -> str:
    """Return an unused id made from a text, and add it to those taken."""
    base = re.sub("[^a-z0-9]+", "-", fold(text)).strip("-")[:60] or "x"
    identifier, count = base, 1
    while identifier in taken:
        count += 1
        identifier = f"{base}-{count}"
    taken.add(identifier)
    return identifier


def coined(rng: Random, syllables: int) -> str:
    """Return an invented word."""
    return "".join(rng.choice(part) for _ in range(syllables) for part in (ONSETS, NUCLEI, CODAS))


def vocabulary(rng: Random, size: int) -> list[str]:
    """Return distinct words, most frequent first: FUNCTION, then REAL and invented words mixed."""
    invented: dict[str, None] = {}
    while len(invented) < size:
        stem = coined(rng, rng.choice((1, 2, 2, 2, 3)))
        invented.update(
            dict.fromkeys(stem + end for end in rng.sample(ENDINGS, 3) if len(stem) > 2)
        )
    real = rng.sample(REAL, len(REAL))
    rest = iter(invented)
    mixed = chain.from_iterable((*real[i : i + 3], next(rest)) for i in range(0, len(real), 3))
    return list(dict.fromkeys([*FUNCTION, *mixed, *rest]))[:size]


def entity_names(rng: Random, kind: str) -> list[str]:
    """Return the names of an entity, the display name first."""
    first, second = coined(rng, rng.choice((1, 2, 2))).title() + "a", coined(rng, 2).title()
    vowel = rng.choice(list(ACCENTS))
    accented = first.replace(vowel, ACCENTS[vowel], 1) if rng.random() < 0.6 else first
    topic = rng.choice(REAL).title()
    if kind == "person":
        given = rng.choice(GIVEN)
        title = rng.choice(("President", "Minister", "Ambassador", "Judge", "General", "Dr"))
        names = [f"{given} {accented}", accented, f"{title} {accented}", f"{given[0]}. {accented}"]
        if rng.random() < 0.02:
            names.append(rng.choice(FOREIGN))
    elif kind in ("place", "country"):
        name = accented if rng.random() < 0.7 else f"Port-{accented}"
        names = [name, f"{first}n"] if kind == "country" else [name, f"{name} {second}"]
    elif kind == "document":
        paper, count = rng.choice(PAPERS), rng.randint(2, 2999)
        names = [f"{second} {paper} {count}", f"{paper} {count}", f"{second} {paper.lower()}"]
    else:
        head = rng.choice(HEADS) if kind == "organization" else "Support Mission"
        whole = f"{accented} {topic} {head}"
        letters = [word[0] for word in whole.split()]
        names = [whole, "".join(letters), f"{first} {head.split()[-1]}"]
        if rng.random() < 0.2:
            names.append(".".join(letters) + ".")
    return list(dict.fromkeys([*names, names[0].replace(accented, first)]))


def make_entities(rng: Random, count: int, taken: set[str]) -> list[model.Entity]:
    """Return entities of all kinds. taken: ids in use; new ones are added."""
    entities: list[model.Entity] = []
    for i in range(count):
        kind = CYCLE[i % len(CYCLE)]
        kind = "place" if kind == "country" and i > 150 * len(CYCLE) else kind
        name, *aliases = entity_names(rng, kind)
        summary = f"A {kind} of the {rng.choice(REAL)} and the {rng.choice(REAL)}."
        entities.append(
            {"id": slug(name, taken), "kind": kind, "name": name, "aliases": aliases,
             "summary": summary}
        )  # fmt: skip
    return entities


def make_topics(rng: Random, count: int, taken: set[str]) -> list[model.Topic]:
    """Return topics in a tree about four levels deep; broader topics come first."""
    topics: list[model.Topic] = []
    for i in range(count):
        label = " ".join(rng.sample(REAL, rng.choice((1, 2, 2))))
        alternatives = rng.sample(REAL, rng.randint(1, 5))
        broader = topics[rng.randrange(1 + i // 3)]["id"] if i > count // 12 else None
        topics.append(
            {"id": slug(label, taken), "label": label.capitalize(), "alt_labels": alternatives,
             "broader": broader, "definition": f"What concerns {label}."}
        )  # fmt: skip
    return topics


def make_measures(count: int, taken: set[str]) -> list[model.Measure]:
    """Return measures: three with different stages in each series. alt_labels are their units."""
    measures: list[model.Measure] = []
    for i in range(count):
        units = list(UNITS)[i // 3 % len(UNITS)].split(",")
        stage = list(STAGES)[(i + i // 3) % len(STAGES)]
        series = f"{REAL[i // 3 * 7]} {units[0]}"
        measures.append(
            {"id": slug(f"{series} {stage}", taken), "label": f"{series}, {stage}".capitalize(),
             "alt_labels": units, "series": slug(series, set()), "stage": stage,
             "definition": f"What was {stage}."}
        )  # fmt: skip
    return measures


def make_quantity(rng: Random, measure: model.Measure, unit: str) -> model.Quantity:
    """Return a quantity of typical size for a measure, usually a round number."""
    typical = UNITS[",".join(measure["alt_labels"])]
    size = rng.lognormvariate(0, 1) * typical
    value = round(size, 1) if typical < 100 and rng.random() < 0.2 else int(size) + 1
    value = round(value, 1 - len(str(value))) if value > 99 and rng.random() < 0.6 else value
    low, high = (int(value * 0.8), int(value * 1.2) + 1) if rng.random() < 0.08 else (None, None)
    return {"value": value, "low": low, "high": high, "qualifier": rng.choice(QUALIFIERS),
            "unit": unit, "measure": measure["id"]}  # fmt: skip


def quantity_in_words(rng: Random, quantity: model.Quantity) -> str:
    """Return a quantity as a text would have it: `about 2.6 million dollars`."""
    value = quantity["value"]
    plain = number(value)
    if value >= 1e6 and value % 1e5 == 0 and rng.random() < 0.5:
        plain = f"{value / 1e6:g} million"
    qualifier = (quantity["qualifier"] or "").replace("-", " ")
    return f"{qualifier} {plain} {quantity['unit']}".strip()


@lru_cache(maxsize=1 << 16)
def bounds_and_precision(edtf: str | None) -> tuple[str | None, str | None, str]:
    """Return the first day, the last day and the precision of a date."""
    start, end = edtf_bounds(edtf) if edtf else (None, None)
    return start, end, edtf_precision(edtf)


def random_date(rng: Random, form: str, day: int) -> str | None:
    """Return a date in one of DATE_FORMS that includes a day. day: an index in DAYS, clipped."""
    day = min(max(day, 0), len(DAYS) - 1)
    iso, later = DAYS[day], nearest(DAYS, day + rng.randint(1, 70))
    monday = max(day - (day + 2) % 7, 0)
    first = (int(iso[5:7]) - 1) // 3 * 3 + 1
    sign = rng.choice("?~") if rng.random() < 0.02 else ""
    return {
        "day": iso + sign,
        "month": iso[:7] + sign,
        "days": f"{iso}/{later}",
        "week": f"{DAYS[monday]}/{nearest(DAYS, monday + 6)}",
        "months": f"{iso[:7]}/{later[:7]}",
        "quarter": f"{iso[:4]}-{first:02d}/{iso[:4]}-{first + 2:02d}",
        "year": iso[:4],
        "since": f"{iso[:7]}/..",
        "until": f"../{iso[:7]}",
        "unknown": None,
    }[form]


def basis(rng: Random, edtf: str | None) -> tuple[str, model.Derivation | None]:
    """Return the basis of a date and sometimes a derivation from another date."""
    chance = rng.random()
    if edtf is None or chance > 0.5:
        return ("explicit" if edtf else "none"), None
    rule, anchor, printed = "same-date", edtf, None
    if re.fullmatch(r"\d{4}-\d\d-\d\d", edtf):
        day = date.fromisoformat(edtf)
        rule, printed = "weekday-before", f"{day:%A}"
        anchor = (day + timedelta(days=rng.randint(1, 7))).isoformat()
    elif re.fullmatch(r"\d{4}-\d\d", edtf):
        rule, anchor = "month-of", f"{edtf}-{rng.randint(1, 28):02d}"
    derivation: model.Derivation = {"printed": printed, "anchor": anchor, "rule": rule,
                                    "anchored_on": "the vote", "count": None}  # fmt: skip
    return ("relative" if printed else "inferred"), derivation if chance < 0.15 else None


def make_article(rng: Random, words: Iterator[str], seed: int, count: int, day: int) -> Article:
    """Return an article of about thirty sentences. day: of publication, an index in DAYS."""
    sentences: list[list[int]] = []
    paragraphs: list[int] = []
    end, paragraph = -1, 1
    for _ in range(rng.randint(12, 50)):
        new_paragraph = rng.random() < 0.4
        paragraph += new_paragraph
        start = end + 1 + new_paragraph
        end = start + rng.randint(40, 220)
        sentences.append([start, end])
        paragraphs.append(paragraph)
    published = random_date(rng, "unknown" if rng.random() < 0.05 else "day", day)
    sha = digest(f"{seed}/{count}")
    title = " ".join(next(words) for _ in range(7)).capitalize()
    source: model.Source = {
        "file": f"{count:05d}_{sha[:16]}.txt", "title": title if rng.random() < 0.9 else None,
        "label": " ".join(rng.sample(REAL, 4)).capitalize(),
        "publisher": rng.choice(PUBLISHERS) if rng.random() < 0.6 else None,
        "published": {"edtf": published, "basis": "explicit" if published else "none",
                      "note": None},
        "sha256": sha, "chars": end + 1, "language": rng.choice(LANGUAGES), "passages": [],
        "sentences": sentences,
    }  # fmt: skip
    return Article(source, day, paragraphs, set())


def digest(text: str) -> str:
    """Return the SHA-256 of a text, in hexadecimal."""
    return sha256(text.encode()).hexdigest()
