"""How well `mss add` drafts the facts that people found in the same articles.

    python benchmarks/drafting.py --articles DIR                the articles of the bundled store
    python benchmarks/drafting.py --articles DIR --pages DIR    also pages with facts of their own

The bundled store's articles are drafted anew with its entities, topics and measures, but without
its facts, and compared with these. `--pages` names a directory with NAME.txt and NAME.gold.json:
`published`, and `facts` with `quote`, `kind`, `status`, `date`, `value`, `speaker`, `important`.

Printed are, of the facts that people found: how many have a draft of the same family of kinds on
their sentence (all, and the important ones); and of these, how many have the right kind, a date
that is compatible or equal, the number, and the speaker; and how many need at most one edit besides
their text, of kind, status, date, number and speaker. `matched` is the share of drafts that match
a fact.
"""

import argparse
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from mss_cli.drafting.articles.blocks import blocks_of
from mss_cli.drafting.articles.paragraphs import normalised
from mss_cli.drafting.draft import Draft
from mss_cli.drafting.rules import draft
from mss_cli.facts.dates import edtf_bounds
from mss_cli.stores import open_store
from mss_cli.stores.directory import bundled_directory
from mss_cli.stores.loading import examine
from mss_cli.stores.memory import MemoryStore
from mss_cli.text import fold

FAMILIES = {
    **dict.fromkeys(("event", "mandate", "condition", "relation", "role"), "happens"),
    **dict.fromkeys(("statement", "stance"), "said"),
    "figure": "figure",
}
MEASURES = (
    "on sentence",
    "important",
    "kind",
    "date compatible",
    "date equal",
    "number",
    "speaker",
    "one edit",
)


class Gold(NamedTuple):
    """A fact that people found: its passage, and what drafts are compared with."""

    start: int
    end: int
    kind: str
    status: str | None
    date: str | None
    value: float | None
    speakers: frozenset[str]
    important: bool = True


class Counts(NamedTuple):
    """For each measure how many are right, of how many; and the drafts that match a fact."""

    right: dict[str, int]
    of: dict[str, int]
    matched: int
    drafts: int


def compare(gold: Sequence[Gold], drafts: Sequence[Draft]) -> Counts:
    """Compare the drafts of one article with the facts that people found in it."""
    right, of = dict.fromkeys(MEASURES, 0), dict.fromkeys(MEASURES, 0)
    used: set[str] = set()
    for fact in gold:
        there = [d for d in drafts if d.start < fact.end and fact.start < d.end]
        family = [d for d in there if FAMILIES[d.fact["kind"]] == FAMILIES[fact.kind]]
        used.update(d.id for d in family)
        found = bool(family)
        for name, counts in (("on sentence", True), ("important", fact.important)):
            of[name] += counts
            right[name] += counts and found
        if not found:
            continue
        best = max(family, key=lambda d: _likeness(fact, d, there))
        answers = dict(_answers(fact, best, there))
        for name, answer in answers.items():
            if name in of:
                of[name] += 1
                right[name] += answer
        edits = [name for name, is_right in answers.items() if not is_right]
        of["one edit"] += 1
        right["one edit"] += len({*edits} - {"date compatible"}) <= 1
    return Counts(right, of, len(used), len(drafts))


def _likeness(fact: Gold, one: Draft, there: Sequence[Draft]) -> tuple[bool, ...]:
    return tuple(answer for _, answer in _answers(fact, one, there))


def _answers(fact: Gold, one: Draft, there: Sequence[Draft]) -> Iterator[tuple[str, bool]]:
    """Yield what of a draft is right. there: all drafts of the sentence.

    Only a figure has a number; for another fact, a figure beside it may have it.
    """
    if fact.value is not None:
        beside = [one] if fact.kind == "figure" else there
        yield "number", any(_has_value(each, fact.value) for each in beside)
    yield "kind", one.fact["kind"] == fact.kind
    if fact.status is not None:
        yield "status", one.fact["status"] == fact.status
    if fact.date is not None:
        yield "date compatible", _compatible(fact.date, one.fact["date"])
        yield "date equal", fact.date == one.fact["date"]
    if fact.speakers:
        yield "speaker", not fact.speakers.isdisjoint(one.fact["said_by"])


def _has_value(one: Draft, value: float) -> bool:
    """Return True if a draft has a number; a year may be given as twelve months."""
    quantity = one.fact["quantity"]
    if quantity is None:
        return False
    return value in (
        quantity["value"],
        quantity["value"] * (12 if quantity["unit"] == "year" else 1),
    )


def _compatible(one: str, other: str | None) -> bool:
    """Return True if two dates may mean the same day."""
    if other is None:
        return False
    (start, end), (first, last) = edtf_bounds(one), edtf_bounds(other)
    return (start or "") <= (last or "9999") and (first or "") <= (end or "9999")


def total(counts: Iterable[Counts]) -> Counts:
    """Return the sum of several counts."""
    every = list(counts)
    right = {name: sum(c.right[name] for c in every) for name in MEASURES}
    of = {name: sum(c.of[name] for c in every) for name in MEASURES}
    return Counts(right, of, sum(c.matched for c in every), sum(c.drafts for c in every))


def bundled(articles: Path) -> Iterator[Counts]:
    """Draft the articles of the bundled store anew, and compare."""
    _, parts = examine(bundled_directory())
    assert parts is not None
    store = MemoryStore({**parts, "facts": []}, bundled_directory())
    for source in parts["sources"]:
        text = (articles / source["file"]).read_bytes().decode("utf-8")
        gold = [
            Gold(
                evidence["start"],
                evidence["end"],
                fact["kind"],
                evidence["reports"]["status"] or fact["status"],
                evidence["reports"]["date"] or fact["date"],
                fact["quantity"]["value"] if fact["quantity"] else None,
                frozenset(fact["said_by"]),
            )
            for fact in parts["facts"]
            for evidence in fact["evidence"]
            if evidence["source"] == source["file"]
        ]
        edtf = source["published"]["edtf"]
        found = draft(text, blocks_of(text, source["title"]), edtf, source["file"], store)
        yield compare(gold, found)


def pages(directory: Path) -> Iterator[Counts]:
    """Draft pages with facts of their own, and compare."""
    store = open_store(None).store
    for path in sorted(directory.glob("*.gold.json")):
        record = json.loads(path.read_text("utf-8"))
        name = path.name.removesuffix(".gold.json")
        text = normalised((directory / f"{name}.txt").read_text("utf-8"))
        title = text.split("\n", 1)[0]
        found = draft(text, blocks_of(text, title), record["published"], name, store)
        gold = [fact for each in record["facts"] for fact in _gold(each, text)]
        yield compare(gold, [_named(one, store) for one in found])


def _gold(record: dict[str, Any], text: str) -> Iterator[Gold]:
    quote = normalised(record["quote"]).strip()
    start = text.find(quote)
    if start >= 0:
        speaker = record.get("speaker")
        yield Gold(
            start,
            start + len(quote),
            record["kind"],
            record.get("status"),
            record.get("date"),
            record.get("value"),
            frozenset(_words(speaker)) if speaker else frozenset(),
            bool(record.get("important", True)),
        )


def _named(one: Draft, store: Any) -> Draft:
    """Return a draft with the words of its speakers' names instead of their ids."""
    new = {entity["id"]: entity["name"] for entity in one.entities}
    names: list[str] = []
    for identifier in one.fact["said_by"]:
        entity = store.entities.get(identifier)
        known = (entity["name"], *entity["aliases"]) if entity else (new.get(identifier, ""),)
        names += [word for name in known for word in _words(name)]
    return one._replace(fact={**one.fact, "said_by": names})


def _words(name: str) -> list[str]:
    """Return the words of a name by which it is compared."""
    return [word for word in fold(name).split() if word not in ("of", "the", "and", "national")]


def table(title: str, counts: Counts) -> str:
    """Return the figures as lines of text."""
    lines = [title]
    for name in MEASURES:
        share = counts.right[name] / counts.of[name] if counts.of[name] else 0.0
        lines.append(f"  {name:16} {counts.right[name]:4}/{counts.of[name]:<4} {share:5.0%}")
    share = counts.matched / counts.drafts if counts.drafts else 0.0
    lines.append(f"  {'matched':16} {counts.matched:4}/{counts.drafts:<4} {share:5.0%}")
    return "\n".join(lines)


def main() -> int:
    """Print the figures of each set."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--articles", type=Path, required=True)
    parser.add_argument("--pages", type=Path, action="append", default=[])
    args = parser.parse_args()
    print(table("the bundled store's articles", total(bundled(args.articles))))
    for directory in args.pages:
        print(table(str(directory), total(pages(directory))))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
