"""Whether two numbers count the same thing, and agree."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from mss_cli.checking.evidence import Cluster
from mss_cli.checking.findings import ABSENT, AGREES, DIFFERS, Finding
from mss_cli.checking.parts import AT_MOST, LESS, Part
from mss_cli.facts.amounts import Amount
from mss_cli.facts.quantities import number
from mss_cli.understanding import wordnet

_PEOPLE = frozenset(
    "people persons person individuals men women troops police policemen personnel staff forces "
    "officer officers soldiers soldier cops residents workers".split()
)
# Units that tell people apart, by their sort.
_SORTS = {
    **dict.fromkeys("police policeman policemen cop cops constables".split(), "police"),
    **dict.fromkeys("military soldier soldiers troops army marines".split(), "military"),
    **dict.fromkeys("civilian civilians residents workers dockers".split(), "civilian"),
}
_SOLDIERS = frozenset("soldier soldiers marines".split())
_MONTHS = {"month": 1.0, "year": 12.0, "decade": 120.0}
_DAYS = {"day": 1.0, "week": 7.0, "fortnight": 14.0}
_CURRENCIES = frozenset(
    "dollars euros pounds shillings crowns francs ringgit rupees yen yuan".split()
)
_TOLERANCE = 0.1  # `about 400` is 360 to 440
_SURE = 2  # from here, the units have a word in common


class _Units(NamedTuple):
    """How surely two numbers count the same, and the factors that make their units equal."""

    alike: int
    own: float = 1.0
    other: float = 1.0


def compare_amount(part: Part, amount: Amount, cluster: Cluster, owner: Collection[str]) -> Finding:
    """Return how the numbers of a cluster compare with one of a clause.

    owner: the entities that the number is about; a fact about others is passed over.
    """
    agreeing: list[tuple[int, Finding]] = []
    differing: list[tuple[int, Finding]] = []
    for evidence in cluster.every:
        if owner and {*owner}.isdisjoint(evidence.actors | evidence.named):
            continue
        at = evidence.fact["id"]
        for other in evidence.amounts:
            units = _units(amount, other)
            if not units.alike or _mixes(amount, other):
                continue
            if _agree(amount, other, units):
                agreeing.append((units.alike, Finding(part, AGREES, _told(other), at)))
            elif evidence is cluster.main or units.alike >= _SURE:
                differing.append((units.alike, Finding(part, DIFFERS, _told(other), at)))
    best = max((alike for alike, _ in (*agreeing, *differing)), default=0)
    sure = [finding for alike, finding in agreeing if alike == best or alike >= _SURE]
    wrong = [finding for alike, finding in differing if alike == best]
    unsure = [finding for _, finding in agreeing]
    return (*sure, *wrong, *unsure, Finding(part, ABSENT, fact=cluster.main.fact["id"]))[0]


def _told(amount: Amount) -> str:
    """Return a number as text: `about 400 officers`."""
    qualifier = (amount.qualifier or "").replace("-", " ")
    return f"{qualifier} {number(amount.value)} {amount.unit}".strip()


def _units(one: Amount, other: Amount) -> _Units:
    """Return how surely two numbers count the same."""
    units, others = one.unit.lower().split(), other.unit.lower().split()
    if not units or not others:
        return _Units(0)
    money = [not _CURRENCIES.isdisjoint(each) for each in (units, others)]
    if any(money):
        return _Units(3 if all(money) else 0)
    for table in (_MONTHS, _DAYS):
        first, second = table.get(units[-1].rstrip("s")), table.get(others[-1].rstrip("s"))
        if first and second:
            return _Units(3, first, second)
    own, their = ({word.rstrip("s") for word in each} for each in (units, others))
    if units[-1].rstrip("s") in their or others[-1].rstrip("s") in own:
        return _Units(_SURE + len(own & their))
    return _Units(int(_counts_people(units) and _counts_people(others)))


def _counts_people(units: Sequence[str]) -> bool:
    return any(unit in _PEOPLE or wordnet.is_person(unit) for unit in units)


def _sorts(amount: Amount) -> set[str]:
    return {_SORTS[word] for word in amount.unit.lower().split() if word in _SORTS}


def _mixes(claimed: Amount, told: Amount) -> bool:
    """Return True if one number counts also people of another sort: `24 soldiers and police`.

    Officers of no sort that a fact names may be police, so they are no soldiers.
    """
    own, other = _sorts(claimed), _sorts(told)
    if not other and not _SOLDIERS.isdisjoint(claimed.unit.lower().split()):
        return "officers" in told.unit.lower().split()
    return bool(own & other) and own != other


def _agree(claimed: Amount, told: Amount, units: _Units) -> bool:
    """Return True if a number that is claimed follows from one that a fact gives."""
    own, other_sorts = _sorts(claimed), _sorts(told)
    if own and other_sorts and own != other_sorts:
        return False  # `two police officers` are not `two military officers`
    value, other = claimed.value * units.own, told.value * units.other
    if claimed.qualifier == "more-than":
        return other > value or (other == value and told.qualifier in ("more-than", "at-least"))
    if claimed.qualifier == LESS:
        return other < value
    if claimed.qualifier == AT_MOST:
        return other <= value
    if claimed.qualifier == "at-least":
        return other >= value
    if "about" in (claimed.qualifier, told.qualifier):
        return abs(value - other) <= _TOLERANCE * max(value, other)
    return value == other
