"""Disagreement and agreement of two facts: by a relation, a measure, or a holder's position."""

from collections.abc import Iterable, Iterator, Mapping

from mss_cli.conflicts.found import Found, assertion, independent
from mss_cli.conflicts.readings import Verdict, quantities
from mss_cli.dates import Interval
from mss_cli.model import Fact, Source
from mss_cli.quantities import amount


def from_relations(
    facts: Iterable[Fact], by_id: Mapping[str, Fact], sources: Mapping[str, Source]
) -> Iterator[Found]:
    """Yield what relations say: contradicts, qualifies, or another source corroborates."""
    classes = {"contradicts": "contradiction", "qualifies": "apparent"}
    for fact in facts:
        for relation in fact["relations"]:
            other = by_id[relation["fact"]]
            cls = classes.get(relation["type"], "")
            note = relation["note"] or f"The store has it that one {relation['type']} the other."
            name = _shared_property(other, fact)
            if relation["type"] == "corroborates":
                files = independent([*other["evidence"], *fact["evidence"]], sources)
                if len(files) < 2:
                    continue
                cls, note = "corroborated", f"{note} ({len(files)} independent sources)"
            if cls:
                yield Found(
                    _pair(other, fact, cls),
                    cls,
                    name,
                    note,
                    (other, fact),
                    (*assertion(other, name), *assertion(fact, name)),
                    relation["settled_by"] or "",
                )


def _pair(one: Fact, other: Fact, cls: str) -> str:
    """Return the id of what two facts agree or disagree on; they may do both."""
    both = f"{one['id']}--{other['id']}"
    return f"{both}--corroborated" if cls == "corroborated" else both


def _shared_property(first: Fact, second: Fact) -> str:
    """Return what two related facts disagree on, as far as their fields tell."""
    if first["quantity"] and second["quantity"]:
        return "value"
    one, other = first["stance"], second["stance"]
    if one and other and one["on"] == other["on"]:
        return "position"
    worded = [{e["reports"]["wording"] for e in f["evidence"]} - {None} for f in (first, second)]
    return "wording" if all(worded) or max(map(len, worded)) > 2 else "assertion"


def overtaken(facts: Iterable[Fact], by_id: Mapping[str, Fact]) -> Iterator[Found]:
    """Yield each fact that others supersede, with all of them."""
    notes: dict[str, list[tuple[Fact, str]]] = {}
    for fact in facts:
        for relation in fact["relations"]:
            if relation["type"] == "supersedes":
                notes.setdefault(relation["fact"], []).append((fact, relation["note"] or ""))
    for old, later in notes.items():
        every = (by_id[old], *(fact for fact, _ in later))
        told = list(dict.fromkeys(note for _, note in later if note))
        on = {_shared_property(by_id[old], fact) for fact, _ in later}
        name = on.pop() if on == {"position"} else "status"
        yield Found(
            f"{old}--superseded",
            "superseded",
            name,
            " ".join(told) or "A later report overtakes it.",
            every,
            tuple(r for fact in every for r in assertion(fact, name)),
        )


# --- two facts, by what they measure or hold ----------------------------------------------


def from_series(facts: Iterable[Fact], sources: Mapping[str, Source]) -> Iterator[Found]:
    """Yield facts of one measure, or of one holder's position, that are of the same time.

    Where a relation links the two, it has the say.
    """
    groups: dict[tuple[str, ...], list[Fact]] = {}
    for fact in facts:
        if fact["quantity"]:
            groups.setdefault(("value", fact["quantity"]["measure"]), []).append(fact)
        if fact["stance"]:
            key = ("position", fact["stance"]["holder"], fact["stance"]["on"])
            groups.setdefault(key, []).append(fact)
    for (name, *_), group in groups.items():
        for one, other in _at_one_time(group):
            linked = {(r["fact"], f["id"]) for f in (one, other) for r in f["relations"]}
            if (one["id"], other["id"]) in linked or (other["id"], one["id"]) in linked:
                continue
            verdict = _numbers(one, other) if name == "value" else _positions(one, other)
            files = independent([*one["evidence"], *other["evidence"]], sources)
            if verdict.cls and (len(files) > 1 or verdict.cls == "contradiction"):
                yield Found(
                    _pair(one, other, verdict.cls),
                    verdict.cls,
                    name,
                    verdict.why,
                    (one, other),
                    (*assertion(one, name), *assertion(other, name)),
                )


def _at_one_time(group: list[Fact]) -> Iterator[tuple[Fact, Fact]]:
    """Yield the pairs of dated facts whose dates touch, in order of time."""
    dated = sorted(
        (f for f in group if f["date"] is not None), key=lambda f: (f["date_start"] or "", f["id"])
    )
    for index, one in enumerate(dated):
        span = Interval(one["date_start"], one["date_end"])
        for other in dated[index + 1 :]:
            if not span.overlaps(Interval(other["date_start"], other["date_end"])):
                break
            yield one, other


def _numbers(one: Fact, other: Fact) -> Verdict:
    assert one["quantity"] is not None
    assert other["quantity"] is not None
    verdict = quantities(one["quantity"], other["quantity"])
    if verdict.cls:
        return verdict._replace(why=f"{amount(one)} and {amount(other)}: {verdict.why}.")
    return Verdict("corroborated", f"Both put it at {amount(one)}.")


def _positions(one: Fact, other: Fact) -> Verdict:
    first, second = one["stance"], other["stance"]
    assert first is not None
    assert second is not None
    positions = {first["position"], second["position"]}
    if positions == {"supports", "opposes"}:
        return Verdict("contradiction", "It is said to support and to oppose it at one time.")
    return Verdict()
