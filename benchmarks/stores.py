"""Generate large stores of invented facts for benchmarks and tests.

    python benchmarks/stores.py DIRECTORY --facts 1000000 [--seed 1]

The bundled store is small, and no large store of real facts is available. So this script invents
facts that resemble real ones: words and entities with Zipf frequencies, dates of every precision,
several sources per fact, relations, conflicts, unusual characters. Every generated store
passes `mss verify`, and the same arguments give the same bytes.

A store is generated in blocks of a few hundred facts. A fact cites only the sources of its
block and relates only to facts of its block. No other block has a fact with the same measure (or
position) on the same date. So the conflicts within the blocks are all conflicts of the
store, and memory use stays low.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from math import isqrt
from pathlib import Path
from random import Random

from benchmarks import invented
from benchmarks.invented import (
    DAYS,
    REAL,
    Article,
    bounds_and_precision,
    digest,
    nearest,
    random_date,
    weighted,
    zipf,
)
from mss_cli.conflicts import find, references
from mss_cli.facts import model
from mss_cli.facts.dates import in_words
from mss_cli.facts.kinds import POSITIONS, STATUSES
from mss_cli.facts.model import Fact, Quantity, Source
from mss_cli.facts.quantities import number
from mss_cli.stores.validation import coverage_of, successors

# Facts of each kind, and of each status, per hundred.
KINDS = {"event": 36, "statement": 20, "figure": 10, "stance": 8, "condition": 12, "role": 5,
         "mandate": 5, "relation": 4}  # fmt: skip
STATUS_SHARES = dict(zip(STATUSES, (54, 16, 8, 5, 4, 7, 4, 2), strict=True))
# The kinds of entity that speak, act, are a place, and are what a fact is about.
ROLES = ("person organization", "person organization country mission", "place country",
         "person organization country place mission document")  # fmt: skip
# Relations of each type, and facts with so many passages, per hundred.
RELATIONS = {"supersedes": 20, "corroborates": 20, "follows": 18, "part-of": 20, "qualifies": 12,
           "contradicts": 10}  # fmt: skip
PASSAGES = {1: 58, 2: 28, 3: 10, 4: 4}


class Maker:
    """Generates the facts of one store, block by block."""

    def __init__(self, facts: int, seed: int) -> None:
        rng = self.rng = Random(seed)
        self.facts, self.seed, self.block = facts, seed, 0
        taken: set[str] = set()
        self.entities = invented.make_entities(rng, min(20_000, max(40, facts // 100)), taken)
        self.topics = invented.make_topics(rng, min(200, max(12, facts // 50)), taken)
        self.measures = invented.make_measures(min(60, max(6, facts // 50)), taken)
        self.names = {e["id"]: (e["name"], *e["aliases"]) for e in self.entities}
        self.speakers, self.actors, self.places, self.concerned = (
            zipf(rng, [e["id"] for e in self.entities if e["kind"] in kinds.split()], 0.9)
            for kinds in ROLES
        )
        self.words = zipf(rng, invented.vocabulary(rng, min(50_000, 400 + 50 * isqrt(facts))))
        self.topic_ids = zipf(rng, [topic["id"] for topic in self.topics], 0.8)
        self.series = zipf(rng, range(len(self.measures)), 0.5)
        self.kinds, self.statuses, self.forms, self.relations = (
            weighted(rng, shares)
            for shares in (KINDS, STATUS_SHARES, invented.DATE_FORMS, RELATIONS)
        )
        self.passages = weighted(rng, PASSAGES)
        self.claims: dict[str, int] = {}  # the block that owns each series on a date
        self.last_of_kind: dict[str, Fact] = {}  # in this block
        self.corroborated: set[str] = set()  # ids of facts that another one corroborates

    def blocks(self) -> Iterator[tuple[list[Fact], list[Source]]]:
        """Yield the facts and the sources of each block."""
        sources, first = max(5, self.facts // 25), 0
        while first < sources:
            self.block += 1
            last = min(sources, first + self.rng.randint(8, 20))
            articles = [
                invented.make_article(self.rng, self.words, self.seed, n, len(DAYS) * n // sources)
                for n in range(first, last)
            ]
            numbers = range(self.facts * first // sources, self.facts * last // sources)
            self.last_of_kind = {}
            facts = [self._fact(n, articles, n * sources // self.facts - first) for n in numbers]
            self._complete(facts, articles)
            yield facts, [article.source for article in articles]
            first = last

    # --- facts ----------------------------------------------------------------------------

    def _fact(self, number: int, articles: Sequence[Article], index: int) -> Fact:
        """Return a fact without the fields that follow from other facts.

        number: of the fact in the store. index: of the article that it is based on.
        """
        rng, kind = self.rng, next(self.kinds)
        day = articles[index].day - int(rng.expovariate(1 / 25)) + (rng.random() < 0.1) * 60
        day = day if rng.random() > 0.05 else rng.randrange(len(DAYS))
        edtf, quantity, stance = random_date(rng, next(self.forms), day), None, None
        if kind == "figure":
            edtf, quantity = self._quantity(edtf, day)
        elif kind == "stance":
            edtf, stance = self._stance(edtf)
        start, end, precision = bounds_and_precision(edtf)
        basis, derivation = invented.basis(rng, edtf)
        speakers = self._some(self.speakers, (0, 2) if rng.random() < 0.15 else (0, 0))
        if stance and speakers:
            speakers = [stance["holder"]]  # others would need to represent the holder
        fact: Fact = {
            "id": f"{rng.choice(REAL)}-{rng.choice(REAL)}-{number}", "kind": kind, "text": "",
            "date": edtf, "date_start": start, "date_end": end, "date_precision": precision,
            "date_basis": basis,
            "date_note": "Counted from the passage before." if rng.random() < 0.1 else None,
            "date_derivation": derivation, "status": next(self.statuses),
            "said_by": self._some(self.speakers, (1, 1)) if kind == "statement" else speakers,
            "said_to": self._some(self.actors, (0, 1)) if kind == "statement" else [],
            "actors": [stance["holder"]] if stance else self._some(self.actors, (1, 2)),
            "about": self._some(self.concerned, (0, 2)), "places": self._some(self.places, (0, 2)),
            "topics": self._some(self.topic_ids, (1, 3)), "quantity": quantity, "stance": stance,
            "phrases": [], "evidence": self._evidence(articles, index), "relations": [],
            "sources": [], "superseded_by": [], "conflicts": [],
        }  # fmt: skip
        self._write_text(fact)
        self.last_of_kind[kind] = fact
        return fact

    def _evidence(self, articles: Sequence[Article], index: int) -> list[model.Evidence]:
        """Return passages of the article at an index and of articles close to it."""
        rng, evidence = self.rng, {}
        for nth in range(next(self.passages)):
            article = nearest(articles, index + (rng.randint(-3, 3) if nth else 0))
            sentences, file = article.source["sentences"], article.source["file"]
            first = int(len(sentences) * rng.random())
            last = min(first + (rng.random() < 0.1), len(sentences) - 1)
            (start, first_end), (_, end) = sentences[first], sentences[last]
            start += rng.randrange((first_end - start) // 2) if rng.random() < 0.15 else 0
            article.cited.update((first, last))
            form = rng.random()
            evidence[file, start, end] = model.Evidence(
                source=file, start=start, end=end, sha256=digest(f"{file}/{start}/{end}"),
                form="body" if form < 0.92 else "caption" if form < 0.97 else "summary",
                paragraph=article.paragraphs[first],
                reports={"date": None, "value": None, "status": None, "wording": None},
            )  # fmt: skip
        return list(evidence.values())

    def _some(self, ids: Iterator[str], count: tuple[int, int]) -> list[str]:
        """Return distinct ids. count: the smallest and the largest number to draw."""
        return list(dict.fromkeys(next(ids) for _ in range(self.rng.randint(*count))))

    def _claim(self, series: str, item: str, edtf: str | None) -> bool:
        """Claim a series on a date for this block; return False if another block has it."""
        key = f"{series}|{item}|{bounds_and_precision(edtf)[:2]}"
        return edtf is None or self.claims.setdefault(key, self.block) == self.block

    def _quantity(self, edtf: str | None, day: int) -> tuple[str | None, Quantity]:
        """Return a date and a quantity; sometimes those of the last figure, with another value."""
        rng, last = self.rng, self.last_of_kind.get("figure")
        if last and last["quantity"] and rng.random() < 0.12:
            value = round(last["quantity"]["value"] * rng.choice((1, 1, 1.05, 2)), 1)
            return last["date"], {**last["quantity"], "value": value, "low": None, "high": None}
        for _ in range(20):
            measure = self.measures[next(self.series)]
            unit = rng.choice(measure["alt_labels"])
            if self._claim(measure["id"], unit, edtf):
                break
            edtf = random_date(rng, next(self.forms), day)
        else:
            edtf = None
        return edtf, invented.make_quantity(rng, measure, unit)

    def _stance(self, edtf: str | None) -> tuple[str | None, model.Stance]:
        """Return a date and a stance; sometimes those of the last stance, with another position."""
        last = self.last_of_kind.get("stance")
        position = self.rng.choice((*POSITIONS, *POSITIONS[:2]))
        if last and last["stance"] and self.rng.random() < 0.1:
            return last["date"], {**last["stance"], "position": position}
        while True:
            holder, on = next(self.actors), next(self.topic_ids)
            if self._claim(holder, on, edtf):
                return edtf, {"holder": holder, "on": on, "position": position}

    def _name(self, identifier: str) -> str:
        """Return a name of an entity, usually the display name."""
        names = self.names[identifier]
        return names[0] if self.rng.random() < 0.5 else self.rng.choice(names)

    def _write_text(self, fact: Fact) -> None:
        """Write the text of a fact, about 8 to 30 words, and its phrases."""
        rng, stance, quantity = self.rng, fact["stance"], fact["quantity"]
        verb = invented.VERBS[stance["position"] if stance else fact["kind"]]
        parts = [invented.HEDGE_OF_STATUS[fact["status"]], rng.choice(verb.split("|"))]
        speaker = fact["said_by"] or fact["actors"]
        if fact["kind"] == "statement":
            parts = [parts[1], self._name(fact["actors"][0]), parts[0]]
        if quantity:
            parts.append(invented.quantity_in_words(rng, quantity))
        body = [next(self.words) for _ in range(int(rng.triangular(6, 17, 8)))]
        if rng.random() < 0.15:
            fact["phrases"] = [" ".join(body[: rng.randint(2, 5)])[:80].strip()]
        if rng.random() < 0.01:
            body.insert(rng.randint(0, len(body)), rng.choice(invented.AWKWARD))
        for entity in fact["about"]:
            body.insert(rng.randint(1, len(body)), self._name(entity))
        parts += [*body, *(f"in {self._name(place)}" for place in fact["places"][:1])]
        if fact["date"] and rng.random() < 0.3:
            parts.append(in_words(fact["date"]))
        fact["text"] = " ".join(filter(None, [self._name(speaker[0]), *parts])) + "."

    # --- between facts --------------------------------------------------------------------

    def _complete(self, facts: Sequence[Fact], articles: Sequence[Article]) -> None:
        """Add relations and readings to the facts of a block, and the fields that follow."""
        for index, fact in enumerate(facts):
            if index and self.rng.random() < 0.055:
                self._relate(fact, facts, index)
            if len(fact["evidence"]) > 1 and self.rng.random() < 0.075:
                self._add_reading(fact)
        superseding = successors(facts)
        for fact in facts:
            fact["sources"] = model.distinct_sources(fact)
            fact["superseded_by"] = superseding.get(fact["id"], [])
        conflicts = references(find(facts, {a.source["file"]: a.source for a in articles}))
        for fact in facts:
            fact["conflicts"] = conflicts.get(fact["id"], [])
        for source, _, _, cited in articles:
            source["passages"] = [
                {"start": start, "end": end, "label": "commentary", "note": None}
                for index, (start, end) in enumerate(source["sentences"])
                if index not in cited
            ]

    def _relate(self, fact: Fact, facts: Sequence[Fact], index: int) -> None:
        """Relate a fact to one or two others of the block, mostly earlier ones.

        Only earlier facts are superseded, so that there are no cycles.
        """
        rng = self.rng
        for _ in range(1 + (rng.random() < 0.15)):
            kind = next(self.relations)
            direction = -1 if kind in ("supersedes", "part-of") or rng.random() < 0.8 else 1
            other = nearest(facts, index + direction * rng.randint(1, 30))
            if other is fact or any(r["fact"] == other["id"] for r in fact["relations"]):
                continue
            if kind == "corroborates" and not self._align(fact, other):
                kind = "follows"
            settles = kind in ("qualifies", "contradicts")
            told = settles or rng.random() < 0.6
            note = f"Both tell of the {rng.choice(REAL)}." if told else None
            settled = f"A record of the {rng.choice(REAL)}." if settles else None
            fact["relations"].append(
                {"type": kind, "fact": other["id"], "note": note, "settled_by": settled}
            )
            if kind == "part-of" and rng.random() < 0.3:
                shared = {evidence["sha256"] for evidence in other["evidence"]}
                own = [e for e in fact["evidence"] if e["sha256"] not in shared]
                fact["evidence"] = [*other["evidence"], *own]

    def _align(self, fact: Fact, other: Fact) -> bool:
        """Give a fact the time and status of one that it corroborates; False if it cannot."""
        if fact["quantity"] or fact["stance"] or fact["relations"]:
            return False
        if fact["id"] in self.corroborated:
            return False  # its own time and status are settled
        self.corroborated.add(other["id"])
        for name in ("status", *(field for field in fact if field.startswith("date"))):
            fact[name] = other[name]  # type: ignore[literal-required]
        self._write_text(fact)
        return True

    def _add_reading(self, fact: Fact) -> None:
        """Let one passage of a fact report a reading that differs from the fact."""
        rng = self.rng
        reports = rng.choice(fact["evidence"])["reports"]
        kind = rng.choice(("date", "date", "status", "wording", "value"))
        if kind == "date" and fact["date"]:
            day = fact["date_start"] or fact["date_end"]
            index = DAYS.index(day) if day in DAYS else 900
            reports["date"] = random_date(rng, next(self.forms), index + rng.randint(0, 9))
        elif kind == "status":
            reports["status"] = next(self.statuses)
        elif kind == "value" and fact["quantity"]:
            part, unit = int(fact["quantity"]["value"] / 3), fact["quantity"]["unit"]
            values = (f"around {number(part * 3)}", f"{number(part)} {unit}", f"over {part} {unit}",
                      f"{part} {unit} and {part * 2} others")  # fmt: skip
            reports["value"] = rng.choice(values)
        else:
            reports["wording"] = " ".join(rng.sample(REAL, 2))


# --- files --------------------------------------------------------------------------------

encode = json.JSONEncoder(ensure_ascii=False).encode


def line(rng: Random, fact: Fact) -> str:
    """Return a fact as a line of NDJSON. One in a hundred has another layout or a blank line."""
    if rng.random() > 0.01:
        return encode(fact) + "\n"
    wide = json.dumps(fact, ensure_ascii=False, separators=(" ,  ", " : "))
    compact = json.dumps(fact, separators=(",", ":"))
    backwards = encode(dict(sorted(fact.items(), reverse=True)))
    forms = (backwards, json.dumps(fact), compact, f"  {wide} ", f"{encode(fact)}\n")
    return rng.choice(forms) + "\n"


def write(directory: Path, facts: int, seed: int = 1) -> None:
    """Write a store with this many facts into a directory; create the directory if needed."""
    directory.mkdir(parents=True, exist_ok=True)
    maker = Maker(facts, seed)
    published: list[str] = []  # first and last days
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
            published += filter(None, coverage_of(sources))
        array.write("\n]\n")
    parts = {
        "manifest": {
            "name": f"made-up-{facts}", "title": f"{facts:,} made-up facts", "version": "1.0.0",
            "licence": "CC0-1.0",
            "coverage": {
                "first": min(published, default=None), "last": max(published, default=None),
            },
        },
        "entities": maker.entities, "topics": maker.topics, "measures": maker.measures,
        "labels": [
            {"of": topic["id"], "hidden_labels": {f"asking for {topic['label'].lower()}": "asked"}}
            for topic in maker.topics[:50]
        ],
        "synonyms": [
            {"words": REAL[n : n + 3], "reason": "They stand together."} for n in range(0, 60, 3)
        ],
    }  # fmt: skip
    for name, part in parts.items():
        text = json.dumps(part, ensure_ascii=False, indent=1)
        (directory / f"{name}.json").write_text(text + "\n", encoding="utf-8", newline="\n")


def main() -> int:
    """Write a store; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("directory", type=Path)
    parser.add_argument("--facts", type=int, required=True)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    write(args.directory, args.facts, args.seed)
    return 0


if __name__ == "__main__":
    sys.exit(main())
