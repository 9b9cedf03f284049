"""Conflicts between facts: by a relation, a measure, or a holder's position."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from mss_cli.conflicts.entries import CLASSES, Found, assertion, by_origin, independent, whole
from mss_cli.conflicts.readings import Verdict, quantities
from mss_cli.facts.dates import edtf_bounds
from mss_cli.facts.model import ConflictReading, Fact, Source
from mss_cli.facts.quantities import amount

_CLASS = {"contradicts": "contradiction", "qualifies": "qualified", "corroborates": "corroborated"}
# If one of these relations links two facts, nothing is computed for the pair.
_DECIDED = (*_CLASS, "supersedes")
_VOID = ("denied", "cancelled")


class _Known:
    """What is needed of facts, each computed once: one may stand in thousands of conflicts."""

    def __init__(self, sources: Mapping[str, Source]) -> None:
        self._sources = sources
        self._assertions: dict[tuple[str, str], list[ConflictReading]] = {}
        self._wordings: dict[str, set[str | None]] = {}
        self._origins: dict[str, Collection[object]] = {}

    def assertion(self, fact: Fact, name: str) -> list[ConflictReading]:
        """Return the reading of each source of a fact; the list is shared."""
        key = (fact["id"], name)
        if key not in self._assertions:
            self._assertions[key] = assertion(fact, name)
        return self._assertions[key]

    def wordings(self, fact: Fact) -> set[str | None]:
        """Return the wordings that the evidence of a fact reports."""
        if fact["id"] not in self._wordings:
            told = {evidence["reports"]["wording"] for evidence in fact["evidence"]}
            self._wordings[fact["id"]] = told - {None}
        return self._wordings[fact["id"]]

    def independent(self, one: Fact, other: Fact) -> int:
        """Return the number of independent sources that report one of two facts whole."""
        few, many = sorted((self._origin(one), self._origin(other)), key=len)
        return len(many) + sum(1 for origin in few if origin not in many)

    def _origin(self, fact: Fact) -> Collection[object]:
        if fact["id"] not in self._origins:
            self._origins[fact["id"]] = by_origin(whole(fact["evidence"]), self._sources).keys()
        return self._origins[fact["id"]]


def from_relations(
    facts: Iterable[Fact], by_id: Mapping[str, Fact], sources: Mapping[str, Source]
) -> Iterator[Found]:
    """Yield the conflicts that relations state."""
    known = _Known(sources)
    for fact in facts:
        for relation in fact["relations"]:
            other = by_id[relation["fact"]]
            cls = _CLASS.get(relation["type"])
            if cls is None:
                continue
            note = relation["note"] or f"The store says that one fact {relation['type']} the other."
            if cls == "corroborated":
                files = known.independent(other, fact)
                if files < 2:
                    continue
                note = f"{note} ({files} independent sources)"
            name = _shared_property(other, fact, known)
            if cls == "corroborated" and name == "wording":
                name = "assertion"  # a wording does not confirm another
            yield Found(
                _pair(other, fact, cls),
                cls,
                name,
                note,
                (other, fact),
                (*known.assertion(other, name), *known.assertion(fact, name)),
                "relation",
                relation["settled_by"] or "",
            )


def corroboration_fault(
    other: str, status: str, date: str | None, other_status: str, other_date: str | None
) -> str:
    """Return why a fact cannot corroborate another one, or "".

    A proposal does not confirm a decision, nor November September. Dates are EDTF; one may be
    more precise than the other.
    """
    if status != other_status:
        return f"corroborates {other!r}, but one is {status} and the other {other_status}"
    if date == other_date or (date and other_date and _nested(date, other_date)):
        return ""
    given, expected = (day or "undated" for day in (date, other_date))
    return f"corroborates {other!r}, but their dates differ: {given} and {expected}"


def _nested(date: str, other: str) -> bool:
    try:
        one, two = edtf_bounds(date), edtf_bounds(other)
    except ValueError:
        return True  # the check of dates reports it
    return one.within(two) or two.within(one)


def _pair(one: Fact, other: Fact, cls: str) -> str:
    """Return the id of the conflict of a pair, by class."""
    both = "--".join(sorted((one["id"], other["id"])))
    return f"{both}--corroborated" if cls == "corroborated" else both


def _shared_property(first: Fact, second: Fact, known: _Known) -> str:
    """Return the property on which two related facts disagree, as far as their fields show."""
    if first["quantity"] and second["quantity"]:
        return "value"
    one, other = first["stance"], second["stance"]
    if one and other and one["on"] == other["on"] and one["position"] != other["position"]:
        return "position"
    worded = [known.wordings(fact) for fact in (first, second)]
    return "wording" if all(worded) or max(map(len, worded)) > 2 else "assertion"


def superseded(facts: Iterable[Fact], by_id: Mapping[str, Fact]) -> Iterator[Found]:
    """Yield each superseded fact with the facts that supersede it."""
    notes: dict[str, dict[str, str]] = {}
    for fact in facts:
        for relation in fact["relations"]:
            if relation["type"] == "supersedes":
                notes.setdefault(relation["fact"], {})[fact["id"]] = relation["note"] or ""
    known = _Known({})
    for old, later in notes.items():
        every = (by_id[old], *(by_id[i] for i in later))
        told = list(dict.fromkeys(note for note in later.values() if note))
        on = {_shared_property(by_id[old], fact, known) for fact in every[1:]}
        name = "position" if on == {"position"} else "status"
        yield Found(
            f"{old}--superseded",
            "superseded",
            name,
            " ".join(told) or "A later report supersedes it.",
            every,
            tuple(r for fact in every for r in known.assertion(fact, name)),
            settled_by=_same_report(every),
        )


def _same_report(every: Sequence[Fact]) -> str:
    """Return what to say if no article is later than that of the superseded fact."""
    old, *later = every
    known = {*old["sources"]}
    told_at_once = all(
        len(fact["sources"]) == len(known) and known.issuperset(fact["sources"]) for fact in later
    )
    return "The same article says what came of it." if told_at_once else ""


# --- by what they measure or hold ---------------------------------------------------------


def from_series(facts: Iterable[Fact], sources: Mapping[str, Source]) -> Iterator[Found]:
    """Yield conflicts of facts with the same measure, or holder and question, and date.

    Only equal dates are compared, because a number may change within a week. Denied, cancelled
    and superseded facts do not count. If a relation links two facts, the relation decides.
    """
    groups: dict[tuple[object, ...], list[Fact]] = {}
    for fact in facts:
        if fact["date"] is None or fact["status"] in _VOID or fact["superseded_by"]:
            continue
        dates = (fact["date_start"], fact["date_end"])
        quantity, stance = fact["quantity"], fact["stance"]
        if quantity:
            key = ("value", quantity["measure"], quantity["unit"], dates)
            groups.setdefault(key, []).append(fact)
        if stance:
            groups.setdefault(("position", stance["holder"], stance["on"], dates), []).append(fact)
    for (name, *_), group in groups.items():
        open_ones = _undecided(group)
        if open_ones:  # a single fact has no others
            yield from _of_one_time(str(name), open_ones, sources)


def _undecided(group: Sequence[Fact]) -> list[Fact]:
    """Return the facts of a group that relations do not link to all others."""
    inside = {fact["id"] for fact in group}
    linked: dict[str, set[str]] = {}
    for fact in group:
        for relation in fact["relations"]:
            if relation["type"] in _DECIDED and relation["fact"] in inside:
                linked.setdefault(fact["id"], set()).add(relation["fact"])
                linked.setdefault(relation["fact"], set()).add(fact["id"])
    return [f for f in group if len(linked.get(f["id"], ())) < len(inside) - 1]


def _of_one_time(
    name: str, group: Sequence[Fact], sources: Mapping[str, Source]
) -> Iterator[Found]:
    """Yield an entry for facts of one group and date that disagree or confirm each other."""
    in_order = sorted(group, key=_value if name == "value" else _position)
    pairs = [*pairwise(in_order), (in_order[0], in_order[-1])]
    verdicts = [_numbers(*pair) if name == "value" else _positions(*pair) for pair in pairs]
    verdict = min(verdicts, key=lambda v: CLASSES.index(v.cls) if v.cls else len(CLASSES))
    files = independent(whole(e for fact in group for e in fact["evidence"]), sources)
    if not verdict.cls or (len(files) < 2 and verdict.cls != "contradiction"):
        return
    if verdict.cls == "corroborated" and len({fact["status"] for fact in group}) > 1:
        return  # a plan does not confirm its fulfilment
    yield Found(
        _pair(group[0], group[-1], verdict.cls),
        verdict.cls,
        name,
        verdict.why,
        tuple(group),
        tuple(r for fact in group for r in assertion(fact, name)),
    )


def _value(fact: Fact) -> float:
    assert fact["quantity"] is not None
    return fact["quantity"]["value"]


def _position(fact: Fact) -> str:
    assert fact["stance"] is not None
    return fact["stance"]["position"]


def _numbers(one: Fact, other: Fact) -> Verdict:
    assert one["quantity"] is not None
    assert other["quantity"] is not None
    verdict = quantities(one["quantity"], other["quantity"])
    if verdict.cls:
        return verdict._replace(why=f"{amount(one)} and {amount(other)}: {verdict.why}.")
    return Verdict("corroborated", f"All put it at {amount(one)}.")


def _positions(one: Fact, other: Fact) -> Verdict:
    if {_position(one), _position(other)} == {"supports", "opposes"}:
        return Verdict("contradiction", "It is said to support and to oppose it at one time.")
    return Verdict()
