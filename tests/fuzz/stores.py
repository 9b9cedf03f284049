"""Stores that pass every check and are odd all the same, made from choices.

Names fold alike, dates have all forms and odd ends, facts repeat each other, overtake and
contradict each other: what an index or a reader of lines might see otherwise than memory does.
"""

import json
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from fuzz.choices import Choices
from fuzz.words import (
    HIDDEN,
    MORE_TOPICS,
    NAMES,
    SLUGS,
    SYNONYMS,
    TOPICS,
    UNITS,
    VALUES,
    WORDS,
)
from mss_cli.checks import coverage_of, superseded
from mss_cli.conflicts import find, references
from mss_cli.dates import Interval, edtf_bounds, edtf_precision
from mss_cli.evidence import distinct_words
from mss_cli.kinds import ENTITY_KINDS, KINDS, POSITIONS, RELATIONS, STAGES, STATUSES
from mss_cli.model import distinct_sources

Record = dict[str, Any]
MEASURES = ("officers-deployed", "officers-pledged", "m1", "2", "cost")
SIZES = (0, 1, 2, 5, 12, 30, 60, 120)
YEARS: tuple[Sequence[int], ...] = ((2024,), (2023, 2024, 2025), (1, 2024, 9999), range(1950, 2100))
EDGES = ("0001/9999", "0001-01-01/..", "../9999-12-31", "19XX", "9999", "0001", "00XX")
LENGTHS = (30, 31, 32, 33, 365, 366, 367, 368)  # days at which a month or year may be guessed
PUBLISHED = (
    *(None, "2024-06", "2024-06-03", "../2024-07-01", "2024-08-01/..", "2023", "0001"),
    *("9999-12-31", "2024-05-01/2024-05-20", "2025-01-02", "202X"),
)


class Maker:
    """Makes the parts of one store; most: how many facts it has at most."""

    def __init__(self, choices: Choices, most: int = 120) -> None:
        self.choices = choices
        self.years = choices.pick(YEARS)
        self.day = "2024-06-03" if choices.now(20) else None  # one date for all facts
        self.size = choices.pick([size for size in SIZES if size <= most])
        self.entities = self._entities()
        self.topics = self._topics()
        self.measures = self._measures() if choices.now(60) else []
        self.sources = self._sources()
        self.names = [n for e in self.entities for n in (e["name"], *e["aliases"])]
        self.names += [topic["label"] for topic in self.topics]
        self.facts: list[Record] = []

    def parts(self) -> dict[str, Any]:
        """Return all parts of the store."""
        for number in range(self.size):
            self.facts.append(self._fact(number))
        self.facts = self.choices.some(self.facts, self.size, self.size)  # in another order
        self._derive()
        first, last = coverage_of(self.sources)  # type: ignore[arg-type]
        found = {
            "manifest": {
                "name": "x",
                "title": "X",
                "version": "1.0.0",
                "licence": "MIT",
                "coverage": {"first": first, "last": last},
            },
            "sources": self.sources,
            "entities": self.entities,
            "topics": self.topics,
            "facts": self.facts,
        }
        found |= {"measures": self.measures} if self.measures else {}
        more = {
            "labels": self._labels,
            "synonyms": self._synonyms,
            "wording": self._wording,
        }
        return found | {part: make() for part, make in more.items() if self.choices.now(60)}

    def _derive(self) -> None:
        """Write what facts say of each other, in the order in which they stand."""
        facts: Any = self.facts
        overtaken = superseded(facts)
        for fact in facts:
            fact["superseded_by"] = overtaken.get(fact["id"], [])
        standing = references(find(facts, {s["file"]: s for s in self.sources}))  # type: ignore[misc]
        for fact in facts:
            fact["conflicts"] = standing.get(fact["id"], [])

    # --- what facts are about ---------------------------------------------------------

    def _entities(self) -> list[Record]:
        found: dict[str, Record] = {}
        for number, (kind, name, aliases) in enumerate(self.choices.some(NAMES, 3, len(NAMES))):
            plain = "".join(c for c in name.lower() if c in "abcdefghijklmnopqrstuvwxyz")[:20]
            wished = self.choices.pick((f"e{number}", f"{number}", f"x-{number}-", plain or "n"))
            identifier = f"e{number}-u" if wished in found else wished
            found[identifier] = {
                "id": identifier,
                "kind": kind if self.choices.now(80) else self.choices.pick(ENTITY_KINDS),
                "name": name,
                "aliases": [alias for alias in aliases if self.choices.now(80)],
                "summary": "S.",
            }
        return list(found.values())

    def _topics(self) -> list[Record]:
        found: list[Record] = []
        for number, label in enumerate(self.choices.some(TOPICS, 1, len(TOPICS))):
            slug = "top-" + label.lower().replace(" ", "-").replace(".", "")
            found.append(
                {
                    "id": slug if self.choices.now(50) else f"t{number}",
                    "label": label,
                    "alt_labels": self.choices.some(MORE_TOPICS, 0, 3),
                    "broader": self.choices.pick((None, *(topic["id"] for topic in found))),
                    "definition": "D.",
                }
            )
        return found[::-1] if self.choices.now(50) else found

    def _measures(self) -> list[Record]:
        labels = ("Officers deployed", "Cost", "Kenyan officers", "Number 2")
        return [
            {
                "id": measure,
                "label": self.choices.pick(labels) + (f" {n}" if self.choices.now(50) else ""),
                "alt_labels": self.choices.some(("officers", "budget", "people"), 0, 2),
                "series": self.choices.pick(("officers", "cost", measure)),
                "stage": self.choices.pick(list(STAGES)),
                "definition": "",
            }
            for n, measure in enumerate(MEASURES)
        ]

    def _sources(self) -> list[Record]:
        return [self._source(number) for number in range(self.choices.pick((1, 2, 4, 6, 9)))]

    def _source(self, number: int) -> Record:
        published = self.choices.pick(PUBLISHED)
        names = (f"{number:03d}_Ab.txt", f"A.b-{number}_c", f"00{number}", f"src{number}.TXT")
        basis = "none" if published is None else "explicit"
        return {
            "file": self.choices.pick(names),
            "title": self.choices.pick((None, "T", "=T|[x](y)\x1b[1m")),
            "label": "L",
            "publisher": self.choices.pick((None, "P1", "P2")),
            "published": {"edtf": published, "basis": basis, "note": None},
            "sha256": "a" * 64,
            "chars": self.choices.pick((500, 1000)),
            "language": "en",
            "passages": [],
            "sentences": [[0, 100], [100, 200], [200, 300]],
        }

    # --- facts ------------------------------------------------------------------------

    def sentence(self) -> str:
        """Return words with names among them."""
        told = [self.choices.pick(WORDS) for _ in range(self.choices.number(1, 14))]
        for _ in range(self.choices.pick((0, 1, 1, 2))):
            told.insert(self.choices.number(0, len(told)), self.choices.pick(self.names))
        before, after = (
            self.choices.pick(("", "", "  ")),
            self.choices.pick((".", "", "!", "?", "…")),
        )
        return before + " ".join(told) + after

    def _day(self) -> str:
        if self.choices.now(3):
            return self.choices.pick(("0001-01-01", "9999-12-31", "0001-12-31", "9999-01-01"))
        year, month = self.choices.pick(self.years), self.choices.number(1, 12)
        return f"{year:04d}-{month:02d}-{self.choices.number(1, 28):02d}"

    def _date(self) -> str | None:
        """Return a date in one of the forms of EDTF."""
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
        one, other = sorted((day, self._day()))
        if self.choices.now(80):
            size = self.choices.pick((10, 10, 7, 4))
            return f"{one[:size]}/{other[:size]}"
        try:
            last = date.fromisoformat(day) + timedelta(days=self.choices.pick(LENGTHS))
        except OverflowError:
            return day
        return f"{day}/{last.isoformat()}"

    def _fact(self, number: int) -> Record:
        kind, when = self.choices.pick(list(KINDS)), self._date()
        entities = [entity["id"] for entity in self.entities]
        again = bool(self.facts) and self.choices.now(8)
        text = self.choices.pick(self.facts)["text"] if again else self.sentence()
        some = self.choices.some
        bounds = edtf_bounds(when) if when else Interval(None, None)
        fact: Record = {
            "id": "-".join(self.choices.pick(SLUGS) for _ in range(self.choices.number(1, 3)))
            + f"-{number}",
            "kind": kind,
            "text": text,
            "date": when,
            "date_start": bounds.start,
            "date_end": bounds.end,
            "date_note": None,
            "date_precision": edtf_precision(when),
            "date_basis": self.choices.pick(("explicit", "inferred")) if when else "none",
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
        many = self.choices.pick((0, 0, 0, 1, 2))
        told = (" ".join(self.choices.some(WORDS, 1, 4))[:80].strip() for _ in range(many))
        return list(dict.fromkeys(told))

    def _evidence(self) -> list[Record]:
        found: dict[tuple[str, int, int], Record] = {}
        for _ in range(self.choices.pick((1, 1, 1, 2, 3))):
            source = self.choices.pick(self.sources)["file"]
            start = self.choices.pick((0, 10, 100, 150, 200, 250))
            end = start + self.choices.pick((1, 50, 100))
            found[source, start, end] = {
                "source": source,
                "start": start,
                "end": end,
                "sha256": "b" * 64,
                "form": self.choices.pick(("body", "headline")),
                "paragraph": 1,
                "reports": self._reports(),
            }
        return list(found.values())

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
        many = self.choices.pick((0, 0, 0, 1, 2))
        types = ("supersedes", *RELATIONS)
        more = {"note": None, "settled_by": None}
        return [
            {"type": self.choices.pick(types), "fact": other, **more}
            for other in self.choices.some(others, many, many)
        ]

    # --- what only search reads -------------------------------------------------------

    def _labels(self) -> list[Record]:
        named = [record["id"] for record in (*self.entities, *self.topics, *self.measures[:1])]
        return [
            {"of": of, "hidden_labels": {f"{self.choices.pick((*HIDDEN, of))}": "why"}}
            for of in self.choices.some(list(dict.fromkeys(named)), 1, 6)
        ]

    def _synonyms(self) -> list[Record]:
        rings = range(self.choices.number(1, 5))
        return [{"words": self.choices.some(SYNONYMS, 2, 5), "reason": "r"} for _ in rings]

    def _wording(self) -> list[Record]:
        cited = {(e["source"], e["start"], e["end"]) for f in self.facts for e in f["evidence"]}
        return [
            {"source": source, "start": start, "end": end, "words": distinct_words(self.sentence())}
            for source, start, end in sorted(cited)
            if self.choices.now(60)
        ]


def write_lines(directory: Path, parts: dict[str, Any], choices: Choices) -> None:
    """Write a store with its facts one a line, as several programs would write them."""
    directory.mkdir(parents=True)
    for name, part in parts.items():
        if name != "facts":
            text = json.dumps(part, ensure_ascii=False)
            (directory / f"{name}.json").write_text(text, encoding="utf-8")
    lines = "".join(_line(fact, choices) for fact in parts["facts"])
    lines = lines.rstrip("\n") if choices.now(30) else lines
    content = ("\ufeff" if choices.now(20) else "") + (lines or "\n")
    (directory / "facts.ndjson").write_bytes(content.encode())


def _line(fact: Record, choices: Choices) -> str:
    how = choices.number(0, 3)
    text = json.dumps(dict(sorted(fact.items())) if how == 3 else fact, ensure_ascii=how == 2)
    text = f" {text} " if how == 3 else text
    return text + ("\r\n" if choices.now(5) else "\n") + ("\n" if choices.now(5) else "")
