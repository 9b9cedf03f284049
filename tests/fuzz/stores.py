"""Generate valid but odd stores, to find differences between memory, index and streaming.

Different names fold alike, dates have all forms and extreme bounds, and facts repeat, supersede
and contradict each other.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fuzz.choices import Choices
from fuzz.facts import MEASURES, FactMaker, Record
from fuzz.words import HIDDEN, MORE_TOPICS, NAMES, SYNONYMS, TOPICS
from mss_cli.conflicts import find, references
from mss_cli.facts.kinds import ENTITY_KINDS, STAGES
from mss_cli.facts.passages import distinct_words
from mss_cli.stores.validation import coverage_of, successors

SIZES = (0, 1, 2, 5, 12, 30, 60, 120)
SPAN = ("source", "start", "end")
PUBLISHED = (
    *(None, "2024-06", "2024-06-03", "../2024-07-01", "2024-08-01/..", "2023", "0001"),
    *("9999-12-31", "2024-05-01/2024-05-20", "2025-01-02", "202X"),
)


class StoreMaker:
    """Generates the parts of one store."""

    def __init__(self, choices: Choices, max_facts: int = 120) -> None:
        self.choices = choices
        self.size = choices.pick([size for size in SIZES if size <= max_facts])
        self.entities = self._entities()
        self.topics = self._topics()
        self.measures = self._measures() if choices.now(60) else []
        self.sources = self._sources()

    def parts(self) -> dict[str, Any]:
        """Return all parts of the store."""
        first, last = coverage_of(self.sources)  # type: ignore[arg-type]
        about = {"name": "x", "title": "X", "version": "1.0.0", "licence": "MIT"}
        parts: dict[str, Any] = {
            "manifest": {**about, "coverage": {"first": first, "last": last}},
            "sources": self.sources,
            "entities": self.entities,
            "topics": self.topics,
            **({"measures": self.measures} if self.measures else {}),
        }
        maker = FactMaker(self.choices, parts)
        parts["facts"] = maker.make(self.size)
        self._derive(parts["facts"])
        optional: dict[str, Callable[[], list[Record]]] = {
            "labels": self._labels,
            "synonyms": self._synonyms,
            "wording": lambda: self._wording(maker),
        }
        chosen = {part: make() for part, make in optional.items() if self.choices.now(60)}
        return parts | chosen

    def _derive(self, facts: Any) -> None:
        """Fill in the fields that follow from other facts."""
        superseding = successors(facts)
        for fact in facts:
            fact["superseded_by"] = superseding.get(fact["id"], [])
        conflicts = references(find(facts, {s["file"]: s for s in self.sources}))  # type: ignore[misc]
        for fact in facts:
            fact["conflicts"] = conflicts.get(fact["id"], [])

    # --- other parts ------------------------------------------------------------------

    def _entities(self) -> list[Record]:
        entities: dict[str, Record] = {}
        for number, (kind, name, aliases) in enumerate(self.choices.some(NAMES, 3, len(NAMES))):
            plain = "".join(c for c in name.lower() if c in "abcdefghijklmnopqrstuvwxyz")[:20]
            wished = self.choices.pick((f"e{number}", f"{number}", f"x-{number}-", plain or "n"))
            identifier = f"e{number}-u" if wished in entities else wished
            entities[identifier] = {
                "id": identifier,
                "kind": kind if self.choices.now(80) else self.choices.pick(ENTITY_KINDS),
                "name": name,
                "aliases": [alias for alias in aliases if self.choices.now(80)],
                "summary": "S.",
            }
        return list(entities.values())

    def _topics(self) -> list[Record]:
        topics: list[Record] = []
        for number, label in enumerate(self.choices.some(TOPICS, 1, len(TOPICS))):
            slug = "top-" + label.lower().replace(" ", "-").replace(".", "")
            topics.append(
                {
                    "id": slug if self.choices.now(50) else f"t{number}",
                    "label": label,
                    "alt_labels": self.choices.some(MORE_TOPICS, 0, 3),
                    "broader": self.choices.pick((None, *(topic["id"] for topic in topics))),
                    "definition": "D.",
                }
            )
        return topics[::-1] if self.choices.now(50) else topics

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

    # --- parts that only search reads -------------------------------------------------

    def _labels(self) -> list[Record]:
        named = [record["id"] for record in (*self.entities, *self.topics, *self.measures[:1])]
        return [
            {"of": of, "hidden_labels": {f"{self.choices.pick((*HIDDEN, of))}": "why"}}
            for of in self.choices.some(list(dict.fromkeys(named)), 1, 6)
        ]

    def _synonyms(self) -> list[Record]:
        rings = range(self.choices.number(1, 5))
        return [{"words": self.choices.some(SYNONYMS, 2, 5), "reason": "r"} for _ in rings]

    def _wording(self, maker: FactMaker) -> list[Record]:
        cited = {(e["source"], e["start"], e["end"]) for f in maker.facts for e in f["evidence"]}
        return [
            {
                "source": source,
                "start": start,
                "end": end,
                "words": distinct_words(maker.sentence()),
            }
            for source, start, end in sorted(cited)
            if self.choices.now(60)
        ]


def write_lines(directory: Path, parts: dict[str, Any], choices: Choices) -> None:
    """Write a store with facts.ndjson, in the layouts of several programs."""
    directory.mkdir(parents=True)
    for name, part in parts.items():
        if name != "facts":
            text = _json(part)
            (directory / f"{name}.json").write_text(text, encoding="utf-8")
    lines = "".join(_line(fact, choices) for fact in parts["facts"])
    lines = lines.rstrip("\n") if choices.now(30) else lines
    content = ("\ufeff" if choices.now(20) else "") + (lines or "\n")
    (directory / "facts.ndjson").write_bytes(content.encode())


def _line(fact: Record, choices: Choices) -> str:
    layout = choices.number(0, 3)
    text = _json(dict(sorted(fact.items())) if layout == 3 else fact, layout == 2)
    text = f" {text} " if layout == 3 else text
    return text + ("\r\n" if choices.now(5) else "\n") + ("\n" if choices.now(5) else "")


def _json(value: Any, ascii_only: bool = False) -> str:
    """Return JSON. Lone surrogates are always escaped, because UTF-8 cannot encode them."""
    text = json.dumps(value, ensure_ascii=ascii_only)
    return text if text.encode("utf-8", "replace").decode() == text else json.dumps(value)
