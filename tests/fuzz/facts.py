"""Generate the facts of odd stores: dates of all forms, readings, relations, repetitions."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from fuzz.choices import Choices
from fuzz.words import SLUGS, UNITS, VALUES, WORDS
from mss_cli.conflicts import corroboration_fault
from mss_cli.facts.dates import Interval, edtf_bounds, edtf_precision
from mss_cli.facts.kinds import KINDS, POSITIONS, RELATIONS, STATUSES
from mss_cli.facts.model import distinct_sources

Record = dict[str, Any]
MEASURES = ("officers-deployed", "officers-pledged", "m1", "2", "cost")
YEARS: tuple[Sequence[int], ...] = ((2024,), (2023, 2024, 2025), (1, 2024, 9999), range(1950, 2100))
EDGES = ("0001/9999", "0001-01-01/..", "../9999-12-31", "19XX", "9999", "0001", "00XX")
LENGTHS = (30, 31, 32, 33, 365, 366, 367, 368)  # days; around a month and a year


class FactMaker:
    """Generates the facts of a store from its other parts."""

    def __init__(self, choices: Choices, parts: dict[str, list[Record]]) -> None:
        self.choices = choices
        self.entities, self.topics = parts["entities"], parts["topics"]
        self.sources, self.measures = parts["sources"], parts.get("measures", [])
        self.names = [n for e in self.entities for n in (e["name"], *e["aliases"])]
        self.names += [topic["label"] for topic in self.topics]
        self.years = choices.pick(YEARS)
        self.day = "2024-06-03" if choices.now(20) else None  # one date for all facts
        self.facts: list[Record] = []

    def make(self, count: int) -> list[Record]:
        """Return facts, without the fields that follow from other facts."""
        for number in range(count):
            self.facts.append(self._fact(number))
        return self.choices.some(self.facts, count, count)  # shuffled

    def sentence(self) -> str:
        """Return a sentence of words and names."""
        words = [self.choices.pick(WORDS) for _ in range(self.choices.number(1, 14))]
        for _ in range(self.choices.pick((0, 1, 1, 2))):
            words.insert(self.choices.number(0, len(words)), self.choices.pick(self.names))
        before, after = (
            self.choices.pick(("", "", "  ")),
            self.choices.pick((".", "", "!", "?", "…")),
        )
        return before + " ".join(words) + after

    def _day(self) -> str:
        if self.choices.now(3):
            return self.choices.pick(("0001-01-01", "9999-12-31", "0001-12-31", "9999-01-01"))
        year, month = self.choices.pick(self.years), self.choices.number(1, 12)
        return f"{year:04d}-{month:02d}-{self.choices.number(1, 28):02d}"

    def _date(self) -> str | None:
        """Return a date in a form of EDTF, or None."""
        if self.day:
            return self.day
        day, form = self._day(), self.choices.number(0, 99)
        if form < 12:
            return None
        if form < 67:
            return self.choices.pick((day, day, day, day[:7], day[:7], day[:4]))
        if form < 85:
            sign = self.choices.pick("?~%")
            open_ended = (f"{day}/..", f"../{day}", f"{day[:7]}/..")
            masked = (f"{day[:3]}X", f"{day[:4]}-XX-XX", day + sign, day[:7] + sign)
            return self.choices.pick((*open_ended, *masked))
        return self.choices.pick(EDGES) if form < 88 else self._range(day)

    def _range(self, day: str) -> str:
        first, last = sorted((day, self._day()))
        if self.choices.now(80):
            size = self.choices.pick((10, 10, 7, 4))
            return f"{first[:size]}/{last[:size]}"
        try:
            end = date.fromisoformat(day) + timedelta(days=self.choices.pick(LENGTHS))
        except OverflowError:
            return day
        return f"{day}/{end.isoformat()}"

    def _fact(self, number: int) -> Record:
        kind, edtf = self.choices.pick(list(KINDS)), self._date()
        entities = [entity["id"] for entity in self.entities]
        repeat = bool(self.facts) and self.choices.now(8)
        text = self.choices.pick(self.facts)["text"] if repeat else self.sentence()
        some = self.choices.some
        bounds = edtf_bounds(edtf) if edtf else Interval(None, None)
        fact: Record = {
            "id": "-".join(self.choices.pick(SLUGS) for _ in range(self.choices.number(1, 3)))
            + f"-{number}",
            "kind": kind,
            "text": text,
            "date": edtf,
            "date_start": bounds.start,
            "date_end": bounds.end,
            "date_note": None,
            "date_precision": edtf_precision(edtf),
            "date_basis": self.choices.pick(("explicit", "inferred")) if edtf else "none",
            "date_derivation": None,
            "status": self.choices.pick(list(STATUSES)),
            **{field: some(entities, 0, 2) for field in ("said_by", "actors", "about", "places")},
            "said_to": some(entities, 0, 1),
            "topics": some([topic["id"] for topic in self.topics], 0, 3),
            "quantity": self._quantity() if kind == "figure" or self.choices.now(5) else None,
            "stance": self._stance() if kind == "stance" or self.choices.now(5) else None,
            "phrases": self._phrases(),
            "evidence": self._evidence(),
            "relations": self._relations(),
        }
        if kind == "role" and not fact["actors"]:
            fact["actors"] = entities[:1]
        states = {other["id"]: (other["status"], other["date"]) for other in self.facts}
        for relation in fact["relations"]:
            own, other = (fact["status"], fact["date"]), states[relation["fact"]]
            if relation["type"] == "corroborates" and corroboration_fault("", *own, *other):
                relation["type"] = "follows"
        return {**fact, "sources": distinct_sources(fact)}  # type: ignore[arg-type]

    def _quantity(self) -> Record:
        value = self.choices.pick(VALUES)
        measures = MEASURES if self.measures else (*MEASURES, "zz", "not-described")
        return {
            "value": value,
            "low": value if self.choices.now(10) else None,
            "high": value if self.choices.now(10) else None,
            "qualifier": self.choices.pick(("about", "at-least", None)),
            "unit": self.choices.pick(UNITS),
            "measure": self.choices.pick(measures),
        }

    def _stance(self) -> Record:
        return {
            "holder": self.choices.pick(self.entities)["id"],
            "on": self.choices.pick(self.topics)["id"],
            "position": self.choices.pick(POSITIONS),
        }

    def _phrases(self) -> list[str]:
        count = self.choices.pick((0, 0, 0, 1, 2))
        phrases = (" ".join(self.choices.some(WORDS, 1, 4))[:80].strip() for _ in range(count))
        return list(dict.fromkeys(phrases))

    def _evidence(self) -> list[Record]:
        evidence: dict[tuple[str, int, int], Record] = {}
        for _ in range(self.choices.pick((1, 1, 1, 2, 3))):
            source = self.choices.pick(self.sources)["file"]
            start = self.choices.pick((0, 10, 100, 150, 200, 250))
            end = start + self.choices.pick((1, 50, 100))
            evidence[source, start, end] = {
                "source": source,
                "start": start,
                "end": end,
                "sha256": "b" * 64,
                "form": self.choices.pick(("body", "headline")),
                "paragraph": 1,
                "reports": {**self._reports(), "part": "half of it" if start == 150 else None},
            }
        return list(evidence.values())

    def _reports(self) -> Record:
        now, pick = self.choices.now, self.choices.pick
        values = ("about 400", "1,000", "600 officers", "2.6 billion")
        return {
            "date": self._date() if now(15) else None,
            "value": pick(values) if now(10) else None,
            "status": pick(list(STATUSES)) if now(10) else None,
            "wording": "w" if now(5) else None,
        }

    def _relations(self) -> list[Record]:
        others = [fact["id"] for fact in self.facts[-8:]]
        count = self.choices.pick((0, 0, 0, 1, 2))
        types = ("supersedes", *RELATIONS)
        empty = {"note": None, "settled_by": None}
        return [
            {"type": self.choices.pick(types), "fact": other, **empty}
            for other in self.choices.some(others, count, count)
        ]
