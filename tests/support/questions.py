"""Random calls about a store, to compare the answers of two kinds of store."""

import json
import random
from pathlib import Path
from typing import Any


class Questions:
    """Makes up calls from the names, dates and words of a store, some of them misspelt."""

    def __init__(self, store: Path, seed: int) -> None:
        self.random = random.Random(seed)
        self.entities = json.loads((store / "entities.json").read_text("utf-8"))
        self.topics = json.loads((store / "topics.json").read_text("utf-8"))
        self.sources = json.loads((store / "sources.json").read_text("utf-8"))
        lines = (store / "facts.ndjson").read_bytes().split(b"\n")
        self.facts: list[Any] = [json.loads(line) for line in lines if line.strip()]

    def call(self) -> list[str]:
        """Return the arguments of one call."""
        kind = self.random.choice(["list"] * 9 + ["search"] * 9 + ["who", "who", "one", "whole"])
        limit = ["--limit", str(self.random.choice([1, 5, 20]))] if self._now(0.8) else []
        form = ["--format", self.random.choice(["json", "ndjson", "csv", "tsv", "markdown"])]
        if kind == "list":
            command = self.random.choice(["facts", "facts", "events", "figures", "quotes"])
            return [command, *self._filters(), *limit, *form]
        if kind == "search":
            filters = self._filters() if self._now(0.3) else []
            explain = ["--explain"] if self._now(0.2) else []
            return ["search", self._query(), *filters, *limit, *explain, *form]
        if kind == "who":
            return ["who", self._name(), *form]
        if kind == "one":
            identifier = self.random.choice(self.facts)["id"]
            cut = self.random.choice([4, 100, 100])
            return [self.random.choice(["show", "cite"]), identifier[:cut], *form]
        command = self.random.choice(["places", "topics", "sources", "stances"])
        return [command, *(limit if command == "stances" else []), *form]

    def _now(self, share: float) -> bool:
        return self.random.random() < share

    def _slip(self, word: str) -> str:
        if len(word) < 4:
            return word
        at = self.random.randrange(len(word) - 1)
        swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        added = word[:at] + self.random.choice("aeiourt") + word[at:]
        return self.random.choice([word[:at] + word[at + 1 :], swapped, added])

    def _name(self) -> str:
        entity = self.random.choice(self.entities)
        name = str(self.random.choice([entity["name"], *entity["aliases"], entity["id"]]))
        if self._now(0.3):
            name = self.random.choice(name.split())
        if self._now(0.15):
            return self._slip(name)
        return name[: max(3, len(name) // 2)] if self._now(0.1) else name

    def _date(self) -> str:
        year, month = self.random.randrange(2019, 2026), self.random.randrange(1, 13)
        day, quarter = self.random.randrange(1, 29), self.random.randrange(1, 5)
        forms = (f"{year}", f"{year}-{month:02d}", f"{year}-{month:02d}-{day:02d}")
        return self.random.choice([*forms, f"{year}-Q{quarter}"])

    def _words(self) -> str:
        told = self.random.choice(self.facts)["text"].split()
        at, many = self.random.randrange(len(told)), self.random.randrange(1, 5)
        words = told[at : at + many]
        if self._now(0.5):
            words = [self.random.choice(told) for _ in range(many)]
        if self._now(0.2):
            words[0] = self._slip(words[0])
        return " ".join(words)

    def _query(self) -> str:
        query = self._words().replace('"', "").lstrip("-") or "it"
        if self._now(0.1):
            query = f'"{query}"'
        if self._now(0.1):
            query += f" -{self._words().split()[0].lstrip('-')}"
        if self._now(0.15):
            query = f"{self._name()} {query}"
        dates = ["in 2022", "since march 2021", "in june", "before 2023"]
        events = [f"since the {self._words()}", f"until {self._words()}"]
        more = [*dates, *events, "400", "two", "who said"]
        return f"{query} {self.random.choice(more)}" if self._now(0.15) else query

    def _filters(self) -> list[str]:
        made = {
            "--since": (0.25, self._date),
            "--until": (0.2, self._date),
            "--on": (0.08, self._date),
            "--who": (0.2, self._name),
            "--by": (0.1, self._name),
            "--about": (0.1, lambda: self.random.choice(self.topics)["label"]),
            "--place": (0.06, self._name),
            "--topic": (0.12, lambda: self.random.choice(self.topics)["id"]),
            "--source": (0.06, lambda: self.random.choice(self.sources)["file"][:6]),
            "--kind": (0.2, lambda: self.random.choice(["event", "figure", "role,stance"])),
            "--status": (0.12, lambda: self.random.choice(["planned", "superseded", "undated"])),
            "--match": (0.15, lambda: self._words()[: self.random.randrange(2, 12)]),
            "--known-by": (0.1, self._date),
            "--sort": (0.15, lambda: self.random.choice(["date", "kind", "source", "id"])),
        }
        found = []
        for flag, (share, make) in made.items():
            value = make().strip() if self._now(share) else ""
            found += [flag, value] if value and not value.startswith("-") else []
        found += ["--when", "certain"] if self._now(0.15) else []
        return [*found, *(["--reverse"] if self._now(0.2) else [])]
