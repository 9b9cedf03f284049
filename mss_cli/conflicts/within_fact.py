"""Conflicts among the sources of one fact, and their agreement."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import combinations
from typing import Any

from mss_cli.conflicts.entries import CLASSES, Found, assertion, by_origin, part, said, whole
from mss_cli.conflicts.readings import (
    PROPERTIES,
    Reading,
    Understood,
    Verdict,
    contested,
    judged,
    readings,
    reported,
    understood,
)
from mss_cli.facts.model import Fact, Source


def from_readings(facts: Iterable[Fact]) -> Iterator[Found]:
    """Yield a conflict for each property with different readings."""
    for fact in facts:
        if len(fact["sources"]) < 2:
            continue
        for name in PROPERTIES:
            given = readings(fact, name)
            stated = reported(fact)
            told = [(reading, understood(name, reading.value, fact)) for reading in given]
            worst = _worst(name, told, {*stated})
            if worst:
                verdict, one, other = worst
                yield Found(
                    f"{fact['id']}--{name}",
                    verdict.cls,
                    name,
                    _told(verdict, name, one, other),
                    (fact,),
                    tuple(said(fact, reading) for reading in given),
                    "readings",
                    verdict.settled_by,
                )


def _worst(
    name: str, told: Sequence[tuple[Reading, Understood]], stated: Set[Reading]
) -> tuple[Verdict, Reading, Reading] | None:
    """Return the gravest difference between two sources, or None.

    Of equal ones, return the first between two stated readings, then the first. Readings may be
    many, so the comparison ends with the first difference that none can precede.
    """
    found, lowest = None, (len(CLASSES), True)
    for (one, first), (other, second) in combinations(told, 2):
        if one.source == other.source:
            continue
        verdict = judged(name, first, second)
        if not verdict.cls:
            continue
        rank = (CLASSES.index(verdict.cls), not {one, other} <= stated)
        if rank < lowest:
            found, lowest = (verdict, one, other), rank
        if rank == (0, False):
            break
    return found


def _told(verdict: Verdict, name: str, one: Reading, other: Reading) -> str:
    return (
        f"{one.source} gives the {name} {one.value!r}, and {other.source} gives "
        f"{other.value!r}: {verdict.why}."
    )


def _vague(fact: Fact) -> str:
    """Return a remark if some source gives a less precise date."""
    days = {reading.value for reading in readings(fact, "date")}
    return ", but not all give so precise a date" if len(days) > 1 else ""


def corroborated(facts: Iterable[Fact], sources: Mapping[str, Source]) -> Iterator[Found]:
    """Yield an entry for each fact that several independent sources report whole.

    Sources that report part of it are listed too, with their part.
    """
    for fact in facts:
        complete = by_origin(whole(fact["evidence"]), sources)
        if len(complete) < 2:
            continue
        files = by_origin(fact["evidence"], sources)
        yield Found(
            f"{fact['id']}--corroborated",
            "corroborated",
            "assertion",
            _agreed(fact, files, complete),
            (fact,),
            tuple(r for r in assertion(fact) if r["source"] in files.values()),
        )


def _agreed(fact: Fact, files: Mapping[Any, str], complete: Mapping[Any, str]) -> str:
    """Return how many sources report the whole fact, and what the others report of it."""
    apart = [name for name in PROPERTIES if contested(fact, name)]
    but = f", but they differ on its {' and '.join(apart)}" if apart else _vague(fact)
    partial = [file for origin, file in files.items() if origin not in complete]
    if not partial:
        return f"{len(files)} independent sources report it{but}."
    carried = {e["source"]: part(e) for e in reversed(fact["evidence"]) if e["source"] in partial}
    rest = "; ".join(f"{file}: {carried[file]}" for file in partial)
    return f"{len(complete)} independent sources report it{but}; in part also {rest}."
