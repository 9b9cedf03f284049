"""Readings of a fact's date, value, status or wording, and whether two of them can both hold.

Dates are EDTF, values are amounts as the passage writes them, statuses are those of facts, and
wordings are a few words. Wordings are reported and not compared.
"""

from typing import NamedTuple

from mss_cli.conflicts.amounts import Amount, near, parsed
from mss_cli.facts.dates import Interval, edtf_bounds, widened
from mss_cli.facts.kinds import INTENDED
from mss_cli.facts.model import Fact, Quantity
from mss_cli.facts.quantities import amount

# Wordings are shown and not compared.
PROPERTIES = ("date", "value", "status")
REPORTED = (*PROPERTIES, "wording")

# A date of this rule spans the days that several sources give; none of them gives the span.
_JOINED = "both-reported"

HAPPENED = frozenset(("occurred", "ongoing"))


class Reading(NamedTuple):
    """The value that a passage gives for one property of a fact."""

    property: str
    source: str
    value: str
    start: int
    end: int


class Verdict(NamedTuple):
    """The result of a comparison.

    cls: a class of conflict, or "". why: the reason. settled_by: what would settle it, if that
    depends on the reason.
    """

    cls: str = ""
    why: str = ""
    settled_by: str = ""


def reported(fact: Fact) -> list[Reading]:
    """Return every reading that the evidence of a fact reports, by property, then source."""
    found = []
    for name in REPORTED:
        for evidence in sorted(fact["evidence"], key=lambda e: (e["source"], e["start"])):
            value = evidence["reports"][name]  # type: ignore[literal-required]
            if value is not None:
                found.append(
                    Reading(name, evidence["source"], value, evidence["start"], evidence["end"])
                )
    return found


def readings(fact: Fact, name: str) -> list[Reading]:
    """Return the readings of one property: reported ones, and the fact's own for other sources.

    A source without a reported reading gives the fact's own value, by its first passage that
    carries the whole assertion. If no source reports one, there is nothing to compare, and the
    result is empty.
    """
    given = [reading for reading in reported(fact) if reading.property == name]
    own = _own(fact, name)
    if given and own:
        told = {reading.source for reading in given}
        for evidence in fact["evidence"]:
            if evidence["source"] not in told and evidence["reports"].get("part") is None:
                told.add(evidence["source"])
                given.append(
                    Reading(name, evidence["source"], own, evidence["start"], evidence["end"])
                )
    return sorted(given, key=lambda r: (r.source, r.start))


def _own(fact: Fact, name: str) -> str:
    if name == "date":
        derived = fact.get("date_derivation")
        return "" if derived and derived["rule"] == _JOINED else fact["date"] or ""
    return amount(fact) if name == "value" else fact["status"]


def contested(fact: Fact, name: str) -> list[Reading]:
    """Return the readings of a property that contradict another source's."""
    given = [(reading, understood(name, reading.value, fact)) for reading in readings(fact, name)]
    return [
        one
        for one, told in given
        if any(
            one.source != other.source and judged(name, told, heard).cls == "contradiction"
            for other, heard in given
        )
    ]


# --- whether two hold ---------------------------------------------------------------------


def compare(name: str, first: str, second: str) -> Verdict:
    """Return whether two readings of a property disagree, and why. Symmetric."""
    return judged(name, understood(name, first), understood(name, second))


class Understood(NamedTuple):
    """A parsed reading, to compare with several others.

    bounds, wide: the bounds of a date, and those widened for an approximate one. amount: the
    parsed value.
    """

    value: str
    bounds: Interval = Interval(None, None)
    wide: Interval = Interval(None, None)
    amount: Amount = Amount((), ())


def understood(name: str, value: str, fact: Fact | None = None) -> Understood:
    """Return a reading of a property of a fact, parsed."""
    if name == "date":
        return Understood(value, edtf_bounds(value), widened(value))
    if name == "value":
        quantity = fact["quantity"] if fact else None
        return Understood(value, amount=parsed(value, quantity["unit"] if quantity else ""))
    return Understood(value)


def judged(name: str, one: Understood, other: Understood) -> Verdict:
    """Return whether two readings of a property disagree, and why; symmetrical."""
    if one.value == other.value or name == "wording":
        return Verdict()
    if name == "date":
        return _dates(one, other)
    if name == "value":
        return _values(one.amount, other.amount)
    return _statuses(one.value, other.value)


def _dates(first: Understood, second: Understood) -> Verdict:
    one, other = first.bounds, second.bounds
    if one == other:
        return Verdict()
    if one.within(other) or other.within(one):
        return Verdict("qualified", "one is more precise, and both can hold")
    if one.overlaps(other):
        return Verdict("qualified", "the two periods share days, and both can hold")
    if first.wide.overlaps(second.wide):
        return Verdict("qualified", "one is only approximate, and both can hold")
    return Verdict("contradiction", "they have no day in common")


def _statuses(first: str, second: str) -> Verdict:
    pair = {first, second}
    if pair <= HAPPENED or pair <= INTENDED:
        return Verdict("qualified", "both can hold, one after the other")
    if pair & HAPPENED and pair & INTENDED:
        return Verdict("superseded", "the plan was then carried out")
    if "alleged" in pair and "denied" not in pair:
        return Verdict("qualified", "one asserts it, the other only reports a claim")
    return Verdict("contradiction", "both cannot hold")


def _values(one: Amount, other: Amount) -> Verdict:
    if not (one.numbers and other.numbers) or one.unclear or other.unclear:
        same = one == other and not one.unclear
        return Verdict() if same else Verdict("qualified", "they cannot be compared as numbers")
    if one.negated != other.negated:
        return Verdict("contradiction", "one denies the number that the other gives")
    if "tally" in (one.bound, other.bound):
        return _tallies(one, other)
    summed = _sum(one, other) or _sum(other, one)
    if summed:
        why = f"{summed}, so both can hold"
        return Verdict("qualified", why, "Nothing to settle, if both count the same.")
    if one.unit and other.unit and one.unit != other.unit:
        return Verdict("contradiction", "they count different things")
    if one.numbers == other.numbers and one.bound == other.bound:
        return Verdict()
    if one.bound or other.bound:
        return _ranges(one, other)
    single = len(one.numbers) == len(other.numbers) == 1
    if single and (one.about or other.about) and near(one.numbers[0], other.numbers[0]):
        return Verdict("qualified", "one is only approximate, and both can hold")
    return Verdict("contradiction", "the numbers differ")


def _tallies(one: Amount, other: Amount) -> Verdict:
    """Compare the result of a vote or a match with another, or with one of its numbers."""
    first, second = one.numbers, other.numbers
    if first == second:
        return Verdict()
    if min(len(first), len(second)) == 1 and {*first} & {*second}:
        return Verdict("qualified", "one gives only a part of the other")
    return Verdict("contradiction", "the results differ")


def _ranges(one: Amount, other: Amount) -> Verdict:
    (low, high), (least, most) = one.range(), other.range()
    if low <= most and least <= high:
        return Verdict("qualified", "one lies in the range of the other")
    return Verdict("contradiction", "the numbers differ")


def _sum(parts: Amount, whole: Amount) -> str:
    """Return `20 + 4 = 24` if the numbers of one reading add up to the other's."""
    if len(parts.numbers) < 2 or parts.bound or whole.bound or len(whole.numbers) != 1:
        return ""
    if sum(parts.numbers) != whole.numbers[0]:
        return ""
    return f"{' + '.join(f'{n:g}' for n in parts.numbers)} = {whole.numbers[0]:g}"


def quantities(one: Quantity, other: Quantity) -> Verdict:
    """Return whether two quantities of one measure disagree.

    Both can hold if one is approximate and near, or if their bounds (low, high, at least, up
    to) overlap.
    """
    if one["value"] == other["value"] and _qualified(one) == _qualified(other):
        return Verdict()
    if "about" in (one["qualifier"], other["qualifier"]) and near(one["value"], other["value"]):
        same = one["value"] == other["value"]
        return Verdict() if same else Verdict("qualified", "one is only approximate")
    first, second = _bounds(one), _bounds(other)
    if first[0] <= second[1] and second[0] <= first[1]:
        return Verdict("qualified", "their bounds overlap")
    return Verdict("contradiction", "the numbers differ")


def _qualified(quantity: Quantity) -> tuple[str, float | None, float | None]:
    qualifier = quantity["qualifier"] or "exactly"
    return qualifier, quantity["low"], quantity["high"]


def _bounds(quantity: Quantity) -> tuple[float, float]:
    """Return the smallest and the largest value that a quantity allows."""
    value, qualifier = quantity["value"], quantity["qualifier"]
    low = min(value, 0.0) if qualifier == "up-to" else value
    high = float("inf") if qualifier in ("at-least", "more-than") else value
    given_low, given_high = quantity["low"], quantity["high"]
    return (
        low if given_low is None else given_low,
        high if given_high is None else given_high,
    )
