"""Large stores of made-up facts, for benchmarks and for tests that want many facts.

    python benchmarks/stores.py DIRECTORY --facts 1000000 [--seed 1]

The bundled store is small, and no large one of sourced facts is at hand, so that speed and
memory at a million facts can only be tried on facts that look like real ones: words and
entities by Zipf's law, dates of every precision, several sources, relations, disagreements,
odd characters. Every store passes `mss verify`; the same arguments give the same bytes.

A store is made in blocks of some hundred facts. Facts cite the sources of their own block,
relate to facts of it, and share a measure or a position on one date with none of another,
so that the disagreements of a block are those of the whole, and memory stays small.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from hashlib import sha256
from itertools import accumulate, chain
from math import isqrt
from pathlib import Path
from random import Random
from typing import NamedTuple, TypeVar

from mss_cli import model
from mss_cli.checks import coverage_of, superseded
from mss_cli.conflicts import find, references
from mss_cli.dates import edtf_bounds, edtf_precision, in_words
from mss_cli.kinds import POSITIONS, STAGES, STATUSES
from mss_cli.model import Fact, Quantity, Source
from mss_cli.quantities import number
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
# Every twentieth entity is of one kind in this order; there are no more than 150 countries.
CYCLE = """person organization country person place mission person organization document person
place person organization person person organization place person organization person""".split()
HEADS = "Council Agency Union Bureau Commission Forum Court Bank Service Movement Network".split()
PAPERS = "Resolution Accord Report Decree Protocol Charter".split()
UNITS = {  # of one kind of number each, with the size of a typical one
    "police officers,officers,police,personnel": 2_000,
    "US dollars,dollars,euros,pounds": 40_000_000,
    "people,residents,displaced people,households": 300_000,
    "vehicles,trucks,armoured vehicles,helicopters": 80,
    "votes,members,countries,abstentions": 15,
    "percent,percent of members,percent of funds,points": 50,
    "deaths,victims,kidnappings,arrests": 400,
    "months,days,weeks,sessions": 12,
}
# How many in a hundred facts are of each kind, status and form of date, and so on.
KINDS = {"event": 36, "statement": 20, "figure": 10, "stance": 8, "condition": 12, "role": 5,
         "mandate": 5, "relation": 4}  # fmt: skip
USUAL = dict(zip(STATUSES, (54, 16, 8, 5, 4, 7, 4, 2), strict=True))
TOLD = ("", "still", "plans how it", "proposes that it", "in that case", "allegedly",
        "denied that it", "dropped the plan by which it")  # fmt: skip
HEDGES = dict(zip(STATUSES, TOLD, strict=True))
VERBS = {  # of a kind of fact or a position
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
ROLES = ("person organization", "person organization country mission", "place country",
         "person organization country place mission document")  # fmt: skip
PUBLISHERS = tuple(f"The {word.title()} {kind}" for word in REAL[:15] for kind in ("Post", "Wire"))
LANGUAGES = ("en", "en", "en", "en", "en", "en", "en", "fr", "sw", "ht", "es")
QUALIFIERS = (None,) * 12 + ("about", "about", "about", "at-least", "at-least", "up-to", "exactly")
FORMS = {"day": 60, "month": 14, "days": 6, "week": 2, "months": 2, "quarter": 3, "year": 4,
         "since": 2.5, "until": 2.5, "unknown": 4}  # fmt: skip
RELATED = {"supersedes": 20, "corroborates": 20, "follows": 18, "part-of": 20, "qualifies": 12,
           "contradicts": 10}  # fmt: skip
PASSAGES = {1: 58, 2: 28, 3: 10, 4: 4}


class Article(NamedTuple):
    """A source being cited. day: index in DAYS. paragraphs: of each sentence. cited: sentences."""

    source: Source
    day: int
    paragraphs: list[int]
    cited: set[int]


def weighted(rng: Random, weights: Mapping[T, float]) -> Iterator[T]:
    """Yield items without end, as often as their weights say."""
    items, summed = list(weights), list(accumulate(weights.values()))
    while True:
        yield from rng.choices(items, cum_weights=summed, k=512)


def zipf(rng: Random, items: Iterable[T], exponent: float = 1.0) -> Iterator[T]:
    """Yield items without end, the first most often, by Zipf's law."""
    return weighted(rng, {item: (rank + 2) ** -exponent for rank, item in enumerate(items)})


def slug(text: str, taken: set[str]) -> str:
    """Return an id made from a text that is not taken yet, and take it."""
    base = re.sub("[^a-z0-9]+", "-", fold(text)).strip("-")[:60] or "x"
    found, count = base, 1
    while found in taken:
        count += 1
        found = f"{base}-{count}"
    taken.add(found)
    return found


def coined(rng: Random, syllables: int) -> str:
    """Return a made-up word."""
    return "".join(rng.choice(part) for _ in range(syllables) for part in (ONSETS, NUCLEI, CODAS))


def vocabulary(rng: Random, size: int) -> list[str]:
    """Return different words, the most frequent first: of grammar, of the matter, made up."""
    made: dict[str, None] = {}
    while len(made) < size:
        stem = coined(rng, rng.choice((1, 2, 2, 2, 3)))
        made.update(dict.fromkeys(stem + end for end in rng.sample(ENDINGS, 3) if len(stem) > 2))
    real = rng.sample(REAL, len(REAL))
    rest = iter(made)
    mixed = chain.from_iterable((*real[i : i + 3], next(rest)) for i in range(0, len(real), 3))
    return list(dict.fromkeys([*FUNCTION, *mixed, *rest]))[:size]


def entity_names(rng: Random, kind: str) -> list[str]:
    """Return the names of an entity, the display name first."""
    one, other = coined(rng, rng.choice((1, 2, 2))).title() + "a", coined(rng, 2).title()
    vowel = rng.choice(list(ACCENTS))
    spelt = one.replace(vowel, ACCENTS[vowel], 1) if rng.random() < 0.6 else one
    topic = rng.choice(REAL).title()
    if kind == "person":
        given = rng.choice(GIVEN)
        title = rng.choice(("President", "Minister", "Ambassador", "Judge", "General", "Dr"))
        names = [f"{given} {spelt}", spelt, f"{title} {spelt}", f"{given[0]}. {spelt}"]
        if rng.random() < 0.02:
            names.append(rng.choice(FOREIGN))
    elif kind in ("place", "country"):
        name = spelt if rng.random() < 0.7 else f"Port-{spelt}"
        names = [name, f"{one}n"] if kind == "country" else [name, f"{name} {other}"]
    elif kind == "document":
        paper, count = rng.choice(PAPERS), rng.randint(2, 2999)
        names = [f"{other} {paper} {count}", f"{paper} {count}", f"{other} {paper.lower()}"]
    else:
        head = rng.choice(HEADS) if kind == "organization" else "Support Mission"
        whole = f"{spelt} {topic} {head}"
        letters = [word[0] for word in whole.split()]
        names = [whole, "".join(letters), f"{one} {head.split()[-1]}"]
        if rng.random() < 0.2:
            names.append(".".join(letters) + ".")
    return list(dict.fromkeys([*names, names[0].replace(spelt, one)]))


def make_entities(rng: Random, count: int, taken: set[str]) -> list[model.Entity]:
    """Return entities of all kinds, with their aliases."""
    found: list[model.Entity] = []
    for i in range(count):
        kind = CYCLE[i % len(CYCLE)]
        kind = "place" if kind == "country" and i > 150 * len(CYCLE) else kind
        name, *aliases = entity_names(rng, kind)
        summary = f"A {kind} of the {rng.choice(REAL)} and the {rng.choice(REAL)}."
        found.append(
            {"id": slug(name, taken), "kind": kind, "name": name, "aliases": aliases,
             "summary": summary}
        )  # fmt: skip
    return found


def make_topics(rng: Random, count: int, taken: set[str]) -> list[model.Topic]:
    """Return topics in a hierarchy some four deep; the broader ones come first."""
    found: list[model.Topic] = []
    for i in range(count):
        label = " ".join(rng.sample(REAL, rng.choice((1, 2, 2))))
        alternatives = rng.sample(REAL, rng.randint(1, 5))
        broader = found[rng.randrange(1 + i // 3)]["id"] if i > count // 12 else None
        found.append(
            {"id": slug(label, taken), "label": label.capitalize(), "alt_labels": alternatives,
             "broader": broader, "definition": f"What concerns {label}."}
        )  # fmt: skip
    return found


def make_measures(count: int, taken: set[str]) -> list[model.Measure]:
    """Return measures, three to a series with different stages; alt_labels are their units."""
    found: list[model.Measure] = []
    for i in range(count):
        units = list(UNITS)[i // 3 % len(UNITS)].split(",")
        stage = list(STAGES)[(i + i // 3) % len(STAGES)]
        series = f"{REAL[i // 3 * 7]} {units[0]}"
        found.append(
            {"id": slug(f"{series} {stage}", taken), "label": f"{series}, {stage}".capitalize(),
             "alt_labels": units, "series": slug(series, set()), "stage": stage,
             "definition": f"What was {stage}."}
        )  # fmt: skip
    return found


@lru_cache(maxsize=1 << 16)
def derived(edtf: str | None) -> tuple[str | None, str | None, str]:
    """Return the first day, the last day and the precision of a date."""
    start, end = edtf_bounds(edtf) if edtf else (None, None)
    return start, end, edtf_precision(edtf)


def edtf(rng: Random, form: str, day: int) -> str | None:
    """Return a date of one of FORMS that has a day (an index in DAYS) in it."""
    iso, later = DAYS[day], DAYS[min(day + rng.randint(1, 70), len(DAYS) - 1)]
    monday = max(day - (day + 2) % 7, 0)
    first = (int(iso[5:7]) - 1) // 3 * 3 + 1
    sign = rng.choice("?~") if rng.random() < 0.02 else ""
    return {
        "day": iso + sign,
        "month": iso[:7] + sign,
        "days": f"{iso}/{later}",
        "week": f"{DAYS[monday]}/{DAYS[min(monday + 6, len(DAYS) - 1)]}",
        "months": f"{iso[:7]}/{later[:7]}",
        "quarter": f"{iso[:4]}-{first:02d}/{iso[:4]}-{first + 2:02d}",
        "year": iso[:4],
        "since": f"{iso[:7]}/..",
        "until": f"../{iso[:7]}",
        "unknown": None,
    }[form]


def basis(rng: Random, when: str | None) -> tuple[str, model.Derivation | None]:
    """Return the basis of a date, and at times how it follows from another one."""
    chance = rng.random()
    if when is None or chance > 0.5:
        return ("explicit" if when else "none"), None
    rule, anchor, printed = "same-date", when, None
    if re.fullmatch(r"\d{4}-\d\d-\d\d", when):
        day = date.fromisoformat(when)
        rule, printed = "weekday-before", f"{day:%A}"
        anchor = (day + timedelta(days=rng.randint(1, 7))).isoformat()
    elif re.fullmatch(r"\d{4}-\d\d", when):
        rule, anchor = "month-of", f"{when}-{rng.randint(1, 28):02d}"
    derivation: model.Derivation = {"printed": printed, "anchor": anchor, "rule": rule,
                                    "anchored_on": "the vote", "count": None}  # fmt: skip
    return ("relative" if printed else "inferred"), derivation if chance < 0.15 else None


class Maker:
    """Makes the facts of one store, block by block, from streams of words and names."""

    def __init__(self, facts: int, seed: int) -> None:
        rng = self.rng = Random(seed)
        self.facts, self.seed, self.block = facts, seed, 0
        taken: set[str] = set()
        self.entities = make_entities(rng, min(20_000, max(40, facts // 100)), taken)
        self.topics = make_topics(rng, min(200, max(12, facts // 50)), taken)
        self.measures = make_measures(min(60, max(6, facts // 50)), taken)
        self.names = {e["id"]: (e["name"], *e["aliases"]) for e in self.entities}
        self.speakers, self.actors, self.places, self.concerned = (
            zipf(rng, [e["id"] for e in self.entities if e["kind"] in kinds.split()], 0.9)
            for kinds in ROLES
        )
        self.words = zipf(rng, vocabulary(rng, min(50_000, 400 + 50 * isqrt(facts))))
        self.topic_ids = zipf(rng, [topic["id"] for topic in self.topics], 0.8)
        self.series = zipf(rng, range(len(self.measures)), 0.5)
        self.kinds, self.statuses, self.forms, self.relations = (
            weighted(rng, shares) for shares in (KINDS, USUAL, FORMS, RELATED)
        )
        self.passages = weighted(rng, PASSAGES)
        self.claims: dict[str, int] = {}  # to each key of a series the block that has it
        self.known: dict[str, Fact] = {}  # the last figure and the last stance of the block

    def blocks(self) -> Iterator[tuple[list[Fact], list[Source]]]:
        """Yield the facts and the sources of each block, complete."""
        sources = max(5, self.facts // 25)
        first = 0
        while first < sources:
            self.block += 1
            last = min(sources, first + self.rng.randint(8, 20))
            near = [self._article(n, len(DAYS) * n // sources) for n in range(first, last)]
            span = range(self.facts * first // sources, self.facts * last // sources)
            self.known = {}
            facts = [self._fact(n, near, n * sources // self.facts - first) for n in span]
            self._complete(facts, near)
            yield facts, [article.source for article in near]
            first = last

    # --- sources --------------------------------------------------------------------------

    def _article(self, count: int, day: int) -> Article:
        """Return an article of some thirty sentences, published on a day (index in DAYS)."""
        rng = self.rng
        sentences: list[list[int]] = []
        paragraphs: list[int] = []
        end, paragraph = -1, 1
        for _ in range(rng.randint(12, 50)):
            fresh = rng.random() < 0.4
            paragraph += fresh
            start = end + 1 + fresh
            end = start + rng.randint(40, 220)
            sentences.append([start, end])
            paragraphs.append(paragraph)
        published = edtf(rng, "unknown" if rng.random() < 0.05 else "day", day)
        sha = digest(f"{self.seed}/{count}")
        title = " ".join(next(self.words) for _ in range(7)).capitalize()
        source: Source = {
            "file": f"{count:05d}_{sha[:16]}.txt",
            "title": title if rng.random() < 0.9 else None,
            "label": " ".join(rng.sample(REAL, 4)).capitalize(),
            "publisher": rng.choice(PUBLISHERS) if rng.random() < 0.6 else None,
            "published": {"edtf": published, "basis": "explicit" if published else "none",
                          "note": None},
            "sha256": sha, "chars": end + 1, "language": rng.choice(LANGUAGES),
            "passages": [], "sentences": sentences,
        }  # fmt: skip
        return Article(source, day, paragraphs, set())

    def _evidence(self, near: Sequence[Article], at: int) -> list[model.Evidence]:
        """Return passages of the article at an index and of others near to it."""
        rng, found = self.rng, {}
        for nth in range(next(self.passages)):
            shift = rng.randint(-3, 3) if nth else 0
            article = near[min(max(at + shift, 0), len(near) - 1)]
            sentences, file = article.source["sentences"], article.source["file"]
            one = int(len(sentences) * rng.random())
            last = min(one + (rng.random() < 0.1), len(sentences) - 1)
            (start, middle), (_, end) = sentences[one], sentences[last]
            start += rng.randrange((middle - start) // 2) if rng.random() < 0.15 else 0
            article.cited.update((one, last))
            form = rng.random()
            found[file, start, end] = model.Evidence(
                source=file, start=start, end=end, sha256=digest(f"{file}/{start}/{end}"),
                form="body" if form < 0.92 else "caption" if form < 0.97 else "summary",
                paragraph=article.paragraphs[one],
                reports={"date": None, "value": None, "status": None, "wording": None},
            )  # fmt: skip
        return list(found.values())

    # --- facts ----------------------------------------------------------------------------

    def _fact(self, count: int, near: Sequence[Article], at: int) -> Fact:
        """Return a fact without what is derived from others; count: its place in the store."""
        rng, kind = self.rng, next(self.kinds)
        day = near[at].day - int(rng.expovariate(1 / 25)) + (rng.random() < 0.1) * 60
        day = min(max(day if rng.random() > 0.05 else rng.randrange(1827), 0), 1826)
        quantity, stance = None, None
        when = edtf(rng, next(self.forms), day)
        if kind == "figure":
            when, quantity = self._quantity(when, day)
        elif kind == "stance":
            when, stance = self._stance(when, day)
        start, end, precision = derived(when)
        of, derivation = basis(rng, when)
        speakers = self._some(self.speakers, (0, 2) if rng.random() < 0.15 else (0, 0))
        fact: Fact = {
            "id": f"{rng.choice(REAL)}-{rng.choice(REAL)}-{count}", "kind": kind, "text": "",
            "date": when, "date_start": start, "date_end": end, "date_precision": precision,
            "date_basis": of,
            "date_note": "Counted from the passage before." if rng.random() < 0.1 else None,
            "date_derivation": derivation, "status": next(self.statuses),
            "said_by": self._some(self.speakers, (1, 1)) if kind == "statement" else speakers,
            "said_to": self._some(self.actors, (0, 1)) if kind == "statement" else [],
            "actors": [stance["holder"]] if stance else self._some(self.actors, (1, 2)),
            "about": self._some(self.concerned, (0, 2)), "places": self._some(self.places, (0, 2)),
            "topics": self._some(self.topic_ids, (1, 3)), "quantity": quantity, "stance": stance,
            "phrases": [], "evidence": self._evidence(near, at), "relations": [], "sources": [],
            "superseded_by": [], "conflicts": [],
        }  # fmt: skip
        self._tell(fact)
        if kind in ("figure", "stance"):
            self.known[kind] = fact
        return fact

    def _some(self, ids: Iterator[str], count: tuple[int, int]) -> list[str]:
        """Return different ids, at least so many and at most so many."""
        return list(dict.fromkeys(next(ids) for _ in range(self.rng.randint(*count))))

    def _free(self, name: str, of: str, when: str | None) -> bool:
        """Return whether a series at a date is not another block's, and claim it for this one."""
        key = f"{name}|{of}|{derived(when)[:2]}"
        return when is None or self.claims.setdefault(key, self.block) == self.block

    def _quantity(self, when: str | None, day: int) -> tuple[str | None, Quantity]:
        """Return a date and a number of a measure, at times of the measure and date just told."""
        rng, last = self.rng, self.known.get("figure")
        if last and last["quantity"] and rng.random() < 0.12:
            grown = last["quantity"]["value"] * rng.choice((1, 1, 1.05, 2))
            return last["date"], {**last["quantity"], "value": round(grown, 1), "low": None,
                                  "high": None}  # fmt: skip
        for _ in range(20):
            measure = self.measures[next(self.series)]
            unit = rng.choice(measure["alt_labels"])
            if self._free(measure["id"], unit, when):
                break
            when = edtf(rng, next(self.forms), day)
        else:
            when = None
        typical = UNITS[",".join(measure["alt_labels"])]
        size = rng.lognormvariate(0, 1) * typical
        value = round(size, 1) if typical < 100 and rng.random() < 0.2 else int(size) + 1
        value = round(value, 1 - len(str(value))) if value > 99 and rng.random() < 0.6 else value
        low, high = (
            (int(value * 0.8), int(value * 1.2) + 1) if rng.random() < 0.08 else (None, None)
        )
        qualifier = rng.choice(QUALIFIERS)
        return when, {"value": value, "low": low, "high": high, "qualifier": qualifier,
                      "unit": unit, "measure": measure["id"]}  # fmt: skip

    def _stance(self, when: str | None, day: int) -> tuple[str | None, model.Stance]:
        """Return a date and a position, at times of the holder and date just told."""
        last, position = self.known.get("stance"), self.rng.choice((*POSITIONS, *POSITIONS[:2]))
        if last and last["stance"] and self.rng.random() < 0.1:
            return last["date"], {**last["stance"], "position": position}
        holder, on = next(self.actors), next(self.topic_ids)
        while not self._free(holder, on, when):
            holder, on = next(self.actors), next(self.topic_ids)
        return when, {"holder": holder, "on": on, "position": position}

    def _name(self, identifier: str) -> str:
        """Return a name of an entity, more often the display name than another."""
        names = self.names[identifier]
        return names[0] if self.rng.random() < 0.5 else self.rng.choice(names)

    def _tell(self, fact: Fact) -> None:
        """Write the text of a fact, of some 8 to 30 words, and phrases of it."""
        rng, stance, quantity = self.rng, fact["stance"], fact["quantity"]
        verb = VERBS[stance["position"] if stance else fact["kind"]]
        parts = [
            HEDGES[fact["status"]],
            rng.choice(verb.split("|")),
        ]
        speaker = fact["said_by"] or fact["actors"]
        if fact["kind"] == "statement":
            parts = [parts[1], self._name(fact["actors"][0]), parts[0]]
        if quantity:
            parts.append(told(rng, quantity))
        body = [next(self.words) for _ in range(int(rng.triangular(6, 17, 8)))]
        if rng.random() < 0.15:
            fact["phrases"] = [" ".join(body[: rng.randint(2, 5)])[:80].strip()]
        if rng.random() < 0.01:
            body.insert(rng.randint(0, len(body)), rng.choice(AWKWARD))
        for entity in fact["about"]:
            body.insert(rng.randint(1, len(body)), self._name(entity))
        parts += body
        parts += [f"in {self._name(place)}" for place in fact["places"][:1]]
        if fact["date"] and rng.random() < 0.3:
            parts.append(in_words(fact["date"]))
        fact["text"] = " ".join(filter(None, [self._name(speaker[0]), *parts])) + "."

    # --- between facts --------------------------------------------------------------------

    def _complete(self, facts: Sequence[Fact], near: Sequence[Article]) -> None:
        """Add the relations and readings of a block's facts, and all that follows from them."""
        for at, fact in enumerate(facts):
            if at and self.rng.random() < 0.055:
                self._relate(fact, facts, at)
            if len(fact["evidence"]) > 1 and self.rng.random() < 0.075:
                self._report(fact)
        later = superseded(list(facts))
        for fact in facts:
            fact["sources"] = model.distinct_sources(fact)
            fact["superseded_by"] = later.get(fact["id"], [])
        standing = references(find(facts, {a.source["file"]: a.source for a in near}))
        for fact in facts:
            fact["conflicts"] = standing.get(fact["id"], [])
        for source, _, _, cited in near:
            source["passages"] = [
                {"start": start, "end": end, "label": "commentary", "note": None}
                for at, (start, end) in enumerate(source["sentences"])
                if at not in cited
            ]

    def _relate(self, fact: Fact, facts: Sequence[Fact], at: int) -> None:
        """Relate a fact to one or two of the block, mostly before it: what is superseded is."""
        rng = self.rng
        for _ in range(1 + (rng.random() < 0.15)):
            kind = next(self.relations)
            span = 1 if kind in ("supersedes", "part-of") or rng.random() < 0.8 else -1
            other = facts[min(max(at - span * rng.randint(1, 30), 0), len(facts) - 1)]
            if other is fact or any(r["fact"] == other["id"] for r in fact["relations"]):
                continue
            note = f"Both tell of the {rng.choice(REAL)}." if rng.random() < 0.6 else None
            settles = kind in ("qualifies", "contradicts") and rng.random() < 0.4
            settled = f"A record of the {rng.choice(REAL)}." if settles else None
            fact["relations"].append(
                {"type": kind, "fact": other["id"], "note": note, "settled_by": settled}
            )
            if kind == "part-of" and rng.random() < 0.3:
                held = {evidence["sha256"] for evidence in other["evidence"]}
                own = [e for e in fact["evidence"] if e["sha256"] not in held]
                fact["evidence"] = [*other["evidence"], *own]

    def _report(self, fact: Fact) -> None:
        """Let one passage of a fact report something else than the fact has."""
        rng = self.rng
        reports = rng.choice(fact["evidence"])["reports"]
        kind = rng.choice(("date", "date", "status", "wording", "value"))
        if kind == "date" and fact["date"]:
            day = fact["date_start"] or fact["date_end"]
            near = DAYS.index(day) if day in DAYS else 900
            reports["date"] = edtf(rng, next(self.forms), min(near + rng.randint(0, 9), 1826))
        elif kind == "status":
            reports["status"] = next(self.statuses)
        elif kind == "value" and fact["quantity"]:
            part = int(fact["quantity"]["value"] / 3)
            unit = fact["quantity"]["unit"]
            values = (f"around {number(part * 3)}", f"{number(part)} {unit}", f"over {part} {unit}",
                      f"{part} {unit} and {part * 2} others")  # fmt: skip
            reports["value"] = rng.choice(values)
        else:
            reports["wording"] = " ".join(rng.sample(REAL, 2))


def told(rng: Random, quantity: Quantity) -> str:
    """Return a number with its unit as a text has it: `about 2.6 million dollars`."""
    value = quantity["value"]
    plain = number(value)
    if value >= 1e6 and value % 1e5 == 0 and rng.random() < 0.5:
        plain = f"{value / 1e6:g} million"
    qualifier = (quantity["qualifier"] or "").replace("-", " ")
    return f"{qualifier} {plain} {quantity['unit']}".strip()


def digest(text: str) -> str:
    """Return the SHA-256 of a text, in hexadecimal digits."""
    return sha256(text.encode()).hexdigest()


# --- files --------------------------------------------------------------------------------

encode = json.JSONEncoder(ensure_ascii=False).encode


def line(rng: Random, fact: Fact) -> str:
    """Return a fact as a line of NDJSON; one of a hundred in another form, or before a blank."""
    if rng.random() > 0.01:
        return encode(fact) + "\n"
    wide = json.dumps(fact, ensure_ascii=False, separators=(" ,  ", " : "))
    forms = (
        encode(dict(sorted(fact.items(), reverse=True))),
        json.dumps(fact),
        json.dumps(fact, separators=(",", ":")),
        f"  {wide} ",
        f"{encode(fact)}\n",
    )
    return rng.choice(forms) + "\n"


def write(directory: Path, facts: int, seed: int = 1) -> None:
    """Write a store with so many facts into a directory, which is made if it is missing."""
    directory.mkdir(parents=True, exist_ok=True)
    maker = Maker(facts, seed)
    covered: list[str] = []
    opening = "["
    with (
        (directory / "facts.ndjson").open("w", encoding="utf-8", newline="\n") as lines,
        (directory / "sources.json").open("w", encoding="utf-8", newline="\n") as array,
    ):
        for block, sources in maker.blocks():
            lines.writelines(line(maker.rng, fact) for fact in block)
            for source in sources:
                array.write(f"{opening}\n {encode(source)}")
                opening = ","
            covered += filter(None, coverage_of(sources))
        array.write("\n]\n")
    parts = {
        "manifest": {
            "name": f"made-up-{facts}", "title": f"{facts:,} made-up facts", "version": "1.0.0",
            "licence": "CC0-1.0",
            "coverage": {"first": min(covered, default=None), "last": max(covered, default=None)},
        },
        "entities": maker.entities, "topics": maker.topics, "measures": maker.measures,
        "labels": [
            {"of": topic["id"], "hidden_labels": {f"asking for {topic['label'].lower()}": "asked"}}
            for topic in maker.topics[:50]
        ],
        "synonyms": [
            {"words": REAL[n : n + 3], "reason": "They stand together."}
            for n in range(0, 60, 3)
        ],
    }  # fmt: skip
    for name, part in parts.items():
        text = json.dumps(part, ensure_ascii=False, indent=1)
        (directory / f"{name}.json").write_text(text + "\n", encoding="utf-8", newline="\n")


def main() -> int:
    """Write a store; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("directory", type=Path)
    parser.add_argument("--facts", type=int, required=True)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    write(args.directory, args.facts, args.seed)
    return 0


if __name__ == "__main__":
    sys.exit(main())
