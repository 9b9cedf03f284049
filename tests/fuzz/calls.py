"""Calls about a generated store with every filter: its names, words and dates, some misspelt.

tests/support/questions.py asks what people ask; these calls look for trouble.
"""

from collections.abc import Callable
from typing import Any

from fuzz.choices import Choices
from fuzz.hostile import TEXTS
from fuzz.words import WORDS
from mss_cli.facts.kinds import CONFLICTS, KINDS, STATUSES
from mss_cli.output.formats import FORMATS

NAMES = (
    *("A. L.", "J. B. O.", "port", "ruto", "ann lee", "lee", "no", "the", "who", "us", "u.s."),
    *("2699", "res", "three", "3 rivers", "ka", "xx", "zzz", "_", "'", "%", "kenia", "polanski"),
)
PARTS = (
    *("'s", "u.s", ",900", "ke", " ", '"', "_", "%", "%s", "900", "1,9", "o'n", "r's m", "the"),
    *("late", "foo_bar", "_score", "*", "a OR b", "NEAR(", "王毅", "полян", "é", "ﬁn", "ss", "’"),
    *("s/res", "1900", "000", "x'; drop", "\\", "kenya", "ice"),
)
DATES = (
    *("2024", "2024-06", "2024-06-03", "2024-Q2", "2024-05-20", "2024-06-01", "june 2024", "today"),
    *("last month", "0001-01-01", "9999-12-31", "0001", "9999", "1951", "2023..2024-06", "..2024"),
)
PREFIXES = (
    "kind:event kind:figure,stance since:2024 until:2024-06 on:2024-06-03 status:planned".split()
)
TIMES = (
    *("in 2024", "since march 2024", "in june", "before 2025", "400", "two", "who said", "1,900"),
    *("in late september", "2.6 billion", "twelve months", "one year", "in 2023 in 2024", "today"),
    *("between may and june 2024", "since the vote", "after the extension", "last year", "by 2024"),
    *("in q3 2024", "in 1951", "until the vote", "may 2024"),
)
STATES = "superseded contradicted qualified corroborated one-source undated planned,undated".split()
SORTS = "date kind source id status".split()
OUTPUT = (("--excel",), ("--header",), ("--exit-status",), ("-q",), ("--fields", "id,date"))
LISTS = "facts facts events figures quotes conflicts timeline stances".split()


class Calls:
    """Makes up calls about a store from choices."""

    def __init__(self, parts: dict[str, Any], choices: Choices) -> None:
        self.parts = parts
        self.choices = choices
        self.texts: list[str] = [t for f in parts["facts"] for t in (f["text"], *f["phrases"])]
        self.texts += [wording["words"] for wording in parts.get("wording", [])[:3]]
        self.texts = [text for text in self.texts if text.split()] or ["hello world"]

    def call(self) -> list[str]:
        """Return the arguments of one call."""
        kinds = (self._list, self._search, self._search, self._list, self._who, self._one)
        made = self.choices.pick((*kinds, self._whole, self._figures))()
        more = self.choices.pick(OUTPUT) if self.choices.now(15) else ()
        return [*made, *more, "--format", self.choices.pick(list(FORMATS))]

    def _list(self) -> list[str]:
        command = self.choices.pick(LISTS)
        made = [command, *self._filters()]
        if command == "conflicts" and self.choices.now(30):
            made += ["--class", self.choices.pick(list(CONFLICTS))]
        if command == "stances" and "--on" not in made and self.choices.now(50):
            made += ["--on", _plain(self._topic())]
        return made

    def _search(self) -> list[str]:
        filters = self._filters() if self.choices.now(40) else []
        explain = ["--explain"] if self.choices.now(30) else []
        return ["search", _plain(self._query()) or "it", *filters, *explain]

    def _who(self) -> list[str]:
        return ["who", _plain(self._name()) or "x"]

    def _one(self) -> list[str]:
        records = self.parts["facts"] or [{"id": self.parts["sources"][0]["file"]}]
        identifier = self.choices.pick(records)["id"]
        cut = self.choices.pick((1, 2, 3, 5, 100, 100))
        return [self.choices.pick(("show", "cite")), identifier[:cut]]

    def _whole(self) -> list[str]:
        command = self.choices.pick(("sources", "topics", "places", "coverage", "stats", "source"))
        return ["sources", self._source()] if command == "source" else [command]

    def _figures(self) -> list[str]:
        if self.choices.now(50):
            return ["figures", "--promised-vs-delivered", *self._filters()]
        measures = ("officers", "cost", "m1", "2", "budget", "officers-deployed", "kenyan")
        plot = ["--plot"] if self.choices.now(20) else []
        return ["figures", "--measure", self.choices.pick(measures), *plot, *self._filters()]

    # --- words ------------------------------------------------------------------------

    def _slip(self, word: str) -> str:
        if len(word) < 2:
            return word
        at, letter = self.choices.number(0, len(word) - 2), self.choices.pick("aeiourt")
        swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        dropped, added = word[:at] + word[at + 1 :], word[:at] + letter + word[at:]
        return self.choices.pick((dropped, swapped, added, word[:at] + letter + word[at + 1 :]))

    def _name(self) -> str:
        entity = self.choices.pick(self.parts["entities"])
        name = str(self.choices.pick((entity["name"], *entity["aliases"], entity["id"])))
        how = self.choices.number(0, 9)
        if how == 0:
            return self.choices.text(TEXTS)
        if how == 1:
            return self.choices.pick(NAMES)
        made: dict[int, Callable[[], str]] = {
            2: lambda: self.choices.pick(name.split() or ["x"]),
            3: lambda: name[: self.choices.number(1, len(name))],
            4: lambda: self._slip(name),
            5: lambda: " ".join(f"{word[0]}." for word in name.split()),
            6: name.upper,
        }
        return made[how]() if how in made else name

    def _topic(self) -> str:
        topic = self.choices.pick(self.parts["topics"])
        typed = str(self.choices.pick((topic["id"], topic["label"], *topic["alt_labels"])))
        return self._slip(typed) if self.choices.now(15) else typed

    def _source(self) -> str:
        file = str(self.choices.pick(self.parts["sources"])["file"])
        return file[: self.choices.number(1, 9)]

    def _words(self) -> str:
        told = self.choices.pick(self.texts).split()
        at, many = self.choices.number(0, len(told) - 1), self.choices.number(1, 4)
        found = told[at : at + many] if self.choices.now(60) else self.choices.some(told, 1, many)
        if self.choices.now(25):
            found[0] = self._slip(found[0])
        return " ".join(found).replace('"', "")

    def _query(self) -> str:
        two = f"{self.choices.pick(WORDS)} {self.choices.pick(WORDS)}"
        query = self._words() if self.choices.now(75) else self.choices.pick((two, self._topic()))
        query = f'"{query}"' if self.choices.now(10) else query
        if self.choices.now(10):
            query += f" -{self._words().split()[0].lstrip('-')}"
        if self.choices.now(5):
            query += f' -"{self._words()}"'
        if self.choices.now(15):
            mine = (f"topic:{self._topic()}", f"who:{self._name()}", "source:0", "place:haiti")
            query += " " + self.choices.pick((*PREFIXES, *(each.split()[0] for each in mine)))
        query += f" {self.choices.pick(TIMES)}" if self.choices.now(30) else ""
        return f"{self._name()} {query}" if self.choices.now(10) else query

    def _match(self) -> str:
        if self.choices.now(50):
            return self.choices.pick(PARTS)
        text: str = self.choices.pick(self.texts)
        at = self.choices.number(0, len(text) - 1)
        return text[at : at + self.choices.number(1, 15)]

    def _about(self) -> str:
        return self._topic() if self.choices.now(50) else self._name()

    def _filters(self) -> list[str]:
        pick = self.choices.pick
        percent = pick((1, 2, 3))  # few, some or many filters at once
        made: dict[str, tuple[int, Callable[[], str]]] = {
            **dict.fromkeys(("--since", "--until", "--known-by"), (10, lambda: pick(DATES))),
            **dict.fromkeys(("--who", "--by", "--place"), (6, self._name)),
            "--on": (4, lambda: pick(DATES)),
            "--about": (6, self._about),
            "--topic": (6, self._topic),
            "--source": (4, self._source),
            "--kind": (8, lambda: pick((*KINDS, "event,figure", "stances"))),
            "--status": (10, lambda: pick((*STATUSES, *STATES))),
            "--match": (10, self._match),
            "--sort": (10, lambda: pick(SORTS)),
        }
        found: list[str] = []
        for flag in (*made, "--who", "--match"):
            share, make = made[flag]
            value = _plain(make()) if self.choices.now(share * percent) else ""
            found += [flag, value] if value else []
        found += ["--when", "certain"] if self.choices.now(15) else []
        found += ["--reverse"] if self.choices.now(20) else []
        limited = ["--limit", str(pick((0, 1, 2, 5, 20)))] if self.choices.now(70) else []
        return [*found, *limited]


def _plain(value: str) -> str:
    """Return a value that is not read as an option and that a shell could pass."""
    return value.lstrip("-").encode("utf-8", "replace").decode()
