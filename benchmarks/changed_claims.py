"""What `mss check` says of each fact's own text, and of the text with one thing changed.

    python benchmarks/changed_claims.py [--show] [STORE ...]

STORE: a folder; without one, the bundled store and the invented one. A fact's own text should be
supported, and never contradicted. With another year, month, number or actor, or with `not` after
the first auxiliary, it should not be supported; now and then it still follows from the record
(`by May` from `by March`), so read what --show prints.
"""

import argparse
import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from mss_cli.checking import Checker
from mss_cli.errors import UsageError
from mss_cli.facts.model import Entity, Fact
from mss_cli.query.query import Query
from mss_cli.stores import open_stores

TODAY = "2026-01-01"
PORT = str(Path(__file__).parent / "port" / "store")
MONTHS = (
    "January February March April May June July August September October November December".split()
)
YEAR = re.compile(r"\b20\d\d\b")
MONTH = re.compile("|".join(MONTHS))
NUMBER = re.compile(r"\b(?!20\d\d\b)\d{1,3}(?:,\d{3})*\b(?! (?:" + "|".join(MONTHS) + "))")
AUXILIARY = re.compile(r"\b(?:was|were|is|are|has|had|would|could)\b")
VERDICTS = ("supported", "contradicted", "disputed", "not-in-record")


def changed(
    fact: Fact, entities: Mapping[str, Entity], chance: random.Random
) -> Iterator[tuple[str, str]]:
    """Yield what is changed, with the changed text."""
    text = fact["text"]
    year, month = YEAR.search(text), MONTH.search(text)
    number, auxiliary = NUMBER.search(text), AUXILIARY.search(text)
    if year:
        yield "year", _with(text, year, str(int(year[0]) - 3))
    if year and month:
        yield "month", _with(text, month, MONTHS[(MONTHS.index(month[0]) + 5) % 12])
    if number:
        yield "number", _with(text, number, str(3 * int(number[0].replace(",", "")) + 7))
    for actor in fact["actors"]:
        own = entities[actor]
        others = [i for i, e in entities.items() if e["kind"] == own["kind"] and i != actor]
        names = [name for name in (own["name"], *own["aliases"]) if name in text]
        if names and others:
            other = entities[chance.choice(others)]["name"]
            yield "actor", text.replace(names[0], other, 1)
            break
    if auxiliary:
        yield "not", _with(text, auxiliary, f"{auxiliary[0]} not")


def _with(text: str, match: re.Match[str], instead: str) -> str:
    return text[: match.start()] + instead + text[match.end() :]


def main() -> None:
    """Print the verdicts of each store."""
    parser = argparse.ArgumentParser(description="Check facts in their own words, and changed.")
    parser.add_argument("--show", action="store_true", help="print each wrong verdict")
    parser.add_argument("stores", nargs="*", metavar="STORE")
    given = parser.parse_args()
    for path in given.stores or (None, PORT):
        store = open_stores((path,)).store
        chance, counts = random.Random(1), Counter[tuple[str, str]]()
        for fact in store.chronological():
            cases = [("own words", fact["text"]), *changed(fact, store.entities, chance)]
            for kind, text in cases:
                try:
                    verdict = Checker(store, Query(), TODAY, text).check(text).verdict
                except UsageError:  # 30 February
                    continue
                counts[kind, verdict] += 1
                wrong = verdict == ("contradicted" if kind == "own words" else "supported")
                if given.show and wrong:
                    print(f"{kind}: {verdict}: {fact['id']}: {text}")
        print(f"{path or 'bundled store':24}" + "".join(f"{verdict:>15}" for verdict in VERDICTS))
        for kind in dict.fromkeys(kind for kind, _ in counts):
            row = "".join(f"{counts[kind, verdict]:15}" for verdict in VERDICTS)
            print(f"{kind:24}{row}")
        print()


if __name__ == "__main__":
    main()
