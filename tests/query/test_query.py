"""Queries: the facts that pass, what each filter removed, and the order of the answer."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any, cast

import pytest

from mss_cli.errors import UsageError
from mss_cli.facts.chronology import by_date, latest
from mss_cli.facts.dates import edtf_bounds, edtf_precision
from mss_cli.facts.model import FACT_FIELDS, Fact
from mss_cli.facts.states import in_state
from mss_cli.query import filters
from mss_cli.query.as_of import facts_as_of
from mss_cli.query.filters import FILTERS, in_period, involved, speakers
from mss_cli.query.query import SORTS, Filters, Query
from mss_cli.query.selection import any_fact, describe, run, stream
from mss_cli.stores.loading import load
from mss_cli.stores.memory import MemoryStore

LABELS = {name: f"--{name}" for name in (*FILTERS, "keep", "known_by")}
PUBLISHED = {"a": "2024-09-22", "b": "2024-10-01/2024-10-31", "c": "2024-11", "d": None}
LISTS = "said_by said_to actors about places topics phrases relations superseded_by conflicts"


def fact(name: str, sources: str = "a", date: str | None = None, **fields: Any) -> Fact:
    """Return a fact; sources: `a b` for its evidence, `a=2024-09` for evidence with a date."""
    start, end = edtf_bounds(date) if date else (None, None)
    made: dict[str, Any] = dict.fromkeys(FACT_FIELDS) | {field: [] for field in LISTS.split()}
    made |= {"id": name, "kind": "event", "status": "occurred", "text": f"It is {name}."}
    told = [source.partition("=") for source in sources.split()]
    made |= {"date": date, "date_start": start, "date_end": end}
    made |= {"evidence": [passage(file, reported) for file, _, reported in told]}
    return cast(Fact, made | {"sources": sorted({source for source, *_ in told})} | fields)


def passage(file: str, reported: str) -> dict[str, Any]:
    """Return evidence that reports a date, if one is given."""
    reports = dict.fromkeys(("date", "value", "status", "wording")) | {"date": reported or None}
    return {"source": file, "start": 0, "end": 5, "form": "body", "reports": reports}


def holds(holder: str) -> dict[str, str]:
    """Return a stance."""
    return {"holder": holder, "on": "funding", "position": "supports"}


def to(other: str) -> dict[str, str]:
    """Return a relation to a fact."""
    return {"type": "supersedes", "fact": other, "note": "", "settled_by": ""}


FACTS = [
    fact(
        "visit",
        "a=2024-09-21 b=2024-09-22",
        "2024-09-21/2024-09-22",
        actors=["ruto"],
        places=["haiti"],
    ),
    fact("vote", "b", "2024-09-30", topics=["renewal"], about=["mission"]),
    fact("plan", "c", "2024-10/..", status="planned", relations=[to("pledge"), to("visit")]),
    fact("pledge", "a", "2024-05", kind="figure", topics=["funding"], superseded_by=["plan"]),
    fact("quote", "b", "2024-09-22", kind="statement", said_by=["ruto"], phrases=["No “Problem”"]),
    fact("view", "c", None, kind="stance", stance=holds("china"), about=["ruto"]),
    fact("aside", "d", None, status="planned", text="Moïse’s 1,000 men"),
]


def store(facts: list[Fact] = FACTS, kind: type[MemoryStore] = MemoryStore) -> MemoryStore:
    """Return a store of facts and of the four sources, in memory."""
    sources = [
        {"file": name, "publisher": None, "published": {"edtf": edtf}}
        for name, edtf in PUBLISHED.items()
    ]
    parts: dict[str, Any] = {"manifest": {}, "entities": [], "topics": []}
    return kind({**parts, "sources": sources, "facts": facts}, "")


def ask(**fields: Any) -> Query:
    """Return a query: fields of Query as they are, all others as criteria."""
    own = {name: fields.pop(name) for name in Query._fields if name in fields}
    return Query(criteria=fields, labels=LABELS, **own)


def ids(**fields: Any) -> list[str]:
    """Return the ids that a query finds, in order."""
    return [f["id"] for f in run(store(), ask(**fields)).facts]


def test_no_filter_finds_every_fact_by_date() -> None:
    found = run(store(), ask())
    order = "pledge visit quote vote plan view aside".split()
    assert [f["id"] for f in found.facts] == order
    assert (found.matched, found.total, found.removed, found.undated) == (7, 7, (), 0)
    assert not found.more


@pytest.mark.parametrize(
    ("field", "value", "kept"),
    [
        ("kind", {"figure", "stance"}, "pledge view"),
        ("status", {"planned"}, "plan aside"),
        ("status", {"superseded"}, "pledge"),  # whatever its own status is
        ("who", {"ruto"}, "visit quote view"),
        ("who", {"haiti", "mission", "china"}, "visit vote view"),
        ("about", {"ruto"}, "view"),
        ("about", {"mission", "funding"}, "pledge vote"),
        ("by", {"ruto"}, "quote"),
        ("by", {"china"}, "view"),
        ("place", {"haiti", "kenya"}, "visit"),
        ("topic", {"funding", "renewal"}, "pledge vote"),
        ("source", {"a"}, "pledge visit"),
        ("source", set(), ""),
        ("match", ("it is v",), "visit vote view"),
        ("match", ("nothing",), ""),
        ("match", ('no "prob',), "quote"),
        ("match", ("moise's", "1000 men"), "aside"),
        ("match", ("moise's", "2000"), "aside"),
        ("match", ("it is v", "moise's"), "visit vote aside view"),
        ("on", edtf_bounds("2024-09"), "visit quote vote"),
        ("on", edtf_bounds("2024-09-22"), "visit quote"),
        ("on", edtf_bounds("2024-10/.."), "plan"),
        ("on", edtf_bounds("../2024-05"), "pledge"),
        ("known_by", "2024-09-22", "pledge visit"),
        ("having", {"stance"}, "view"),
        ("keep", lambda f: f["kind"] == "statement", "quote"),
        ("measure", {"men"}, ""),
    ],
)
def test_filter_keeps_matching_facts_and_counts_the_rest(field: str, value: Any, kept: str) -> None:
    asked: Any = {field: frozenset(value) if isinstance(value, set) else value}
    found = run(store(), ask(**asked))
    assert sorted(f["id"] for f in found.facts) == sorted(kept.split())
    assert found.removed == ((f"--{field}", 7 - len(kept.split())),)
    assert (found.matched, found.total) == (len(kept.split()), 7)


def test_each_filter_counts_only_what_earlier_filters_left() -> None:
    query = ask(known_by="2024-10-31", who=frozenset(["ruto"]), match=("it",))
    found = run(store(), query.with_criteria(on=edtf_bounds("2024-09-22"))._replace(certain=True))
    assert [f["id"] for f in found.facts] == ["quote"]
    assert found.removed == (("--known_by", 3), ("--who", 2), ("--on", 1))


def test_filters_with_one_label_are_counted_together() -> None:
    labels = {"since": "the period", "until": "the period", "kind": "--kind"}
    bounds = {"since": edtf_bounds("2024-09/.."), "until": edtf_bounds("../2024-09-22")}
    query = Query(criteria={"kind": frozenset(["event", "figure"]), **bounds}, labels=labels)
    found = run(store(), query)
    assert [f["id"] for f in found.facts] == ["visit"]
    assert found.removed == (("--kind", 2), ("the period", 4))


def test_filter_without_a_label_is_counted_under_its_name() -> None:
    found = run(store(), Query(criteria={"kind": frozenset(["stance"])}))
    assert found.removed == (("kind", 6),)


@pytest.mark.parametrize("name", [n for n, each in FILTERS.items() if each.terms is not None])
def test_fact_passes_a_filter_exactly_for_its_index_terms(name: str) -> None:
    each = FILTERS[name]
    assert each.terms is not None
    terms = {f["id"]: set(each.terms(f)) for f in [*FACTS, *MEASURED]}
    every = set().union(*terms.values())
    assert every, f"no fact here has a value for --{name}"
    for value in every:
        test = each.test(frozenset([value]), ask())
        assert {f["id"] for f in [*FACTS, *MEASURED] if test(f)} == {
            identifier for identifier, known in terms.items() if value in known
        }


def test_any_wanted_value_is_enough() -> None:
    test = filters._any(lambda f: f["topics"])(frozenset(["renewal", "funding"]), ask())
    assert [f["id"] for f in FACTS if test(f)] == ["vote", "pledge"]


def test_filter_that_removes_nothing_is_not_listed() -> None:
    every = frozenset(f["kind"] for f in FACTS)
    assert run(store(), ask(kind=every)).removed == ()


def test_undated_counts_only_facts_that_reached_a_date_filter() -> None:
    query = ask(on=edtf_bounds("2024"))
    assert run(store(), query).undated == 2
    assert run(store(), query.with_criteria(kind=frozenset(["stance"]))).undated == 1
    assert run(store(), query.without_dates()).undated == 0


ORDERS = {
    "date": "pledge visit quote vote plan view aside",
    "kind": "visit vote plan aside pledge view quote",
    "status": "pledge visit quote vote view plan aside",
    "source": "pledge visit quote vote plan view aside",
    "id": "aside plan pledge quote view visit vote",
}


@pytest.mark.parametrize("sort", SORTS)
def test_facts_are_sorted_by_a_field_then_by_date(sort: str) -> None:
    found = run(store(FACTS[::-1]), ask(sort=sort))
    assert [f["id"] for f in found.facts] == ORDERS[sort].split()


def test_fact_is_sorted_by_its_first_source() -> None:
    both, second = fact("both", "a b", "2024-06"), fact("second", "b", "2024-05")
    assert run(store([second, both]), ask(sort="source")).facts == [both, second]
    assert tuple(ORDERS) == SORTS


def test_reverse_and_limit_apply_after_filtering() -> None:
    assert ids(reverse=True) == "plan vote quote visit pledge aside view".split()  # undated: last
    assert ids(sort="id", reverse=True) == "vote visit view quote pledge plan aside".split()
    assert ids(sort="id", limit=2) == ["aside", "plan"]
    assert ids(sort="id", limit=2, reverse=True) == ["vote", "visit"]
    assert len(ids(limit=0)) == len(ids(limit=8)) == 7
    found = run(store(), ask(kind=frozenset(["event"]), limit=1))
    assert (len(found.facts), found.matched, found.total) == (1, 4, 7)


@pytest.mark.parametrize(
    ("date", "key"),
    [
        ("2024-09", ("2024-09-01", "2024-09-30", "a", 0, "x")),
        ("2024-09-21", ("2024-09-21", "2024-09-21", "a", 0, "x")),
        ("../2024", ("2024-12-31", "2024-12-31", "a", 0, "x")),  # at the day it is known to precede
        ("2024/..", ("2024-01-01", "9999-99-99", "a", 0, "x")),
        (None, ("9999-99-99", "9999-99-99", "a", 0, "x")),
    ],
)
def test_date_key_is_first_day_last_day_passage_and_id(
    date: str | None, key: tuple[object, ...]
) -> None:
    assert by_date(fact("x", date=date)) == key


@pytest.mark.parametrize(
    ("date", "period", "possible", "certain"),
    [
        ("2024-09-30", "2024-09", True, True),
        ("2024-10-01", "2024-09", False, False),
        ("2024-09", "2024-09-21", True, False),
        ("2024-09-30/2024-10-01", "2024-09", True, False),
        ("2024", "2024", True, True),
        ("2024-09/..", "2024-10", True, False),
        ("2024-09/..", "2024-08/..", True, True),
        ("../2024-08", "2024-09/..", False, False),
        (None, "../9999", False, False),
    ],
)
def test_date_possibly_or_certainly_lies_in_a_period(
    date: str | None, period: str, possible: bool, certain: bool
) -> None:
    asked = fact("x", date=date)
    bounds = edtf_bounds(period)
    assert (in_period(asked, bounds, False), in_period(asked, bounds, True)) == (possible, certain)
    found = run(store([asked]), ask(on=bounds, certain=True))
    assert found.facts == [asked] * certain


def test_involved_has_every_role_and_speakers_only_voices() -> None:
    roles: Any = {role: [role] for role in ("said_by", "actors", "about", "places", "topics")}
    stated = fact("x", **roles, stance=holds("holder"))
    assert involved(stated) == {"said_by", "actors", "about", "places", "holder"}
    assert speakers(stated) == {"said_by", "holder"}
    assert involved(fact("x")) == speakers(fact("x")) == set()


@pytest.mark.parametrize(
    ("day", "known"),
    [
        ("2024-09-21", ""),
        ("2024-09-22", "pledge visit"),
        ("2024-09-30", "pledge visit"),
        ("2024-10-01", "pledge visit quote vote"),  # the first day on which b may have appeared
        ("2024-11-01", "pledge visit quote vote plan view"),
        ("9999-12-31", "pledge visit quote vote plan view"),  # nobody knows when d appeared
    ],
)
def test_known_by_finds_what_was_published_by_that_day(day: str, known: str) -> None:
    assert ids(known_by=day) == known.split()


@pytest.mark.parametrize(
    ("day", "known"),
    [
        ("2024-10-01", "pledge visit"),  # b may have appeared, but need not
        ("2024-10-30", "pledge visit"),
        ("2024-10-31", "pledge visit quote vote"),
        ("2024-11-29", "pledge visit quote vote"),
        ("2024-11-30", "pledge visit quote vote plan view"),
    ],
)
def test_certainly_known_by_finds_what_must_have_been_published(day: str, known: str) -> None:
    assert ids(known_by=day, certain=True) == known.split()


def test_a_part_of_a_fact_does_not_make_it_known() -> None:
    facts = load().facts
    (expires,) = (fact for fact in facts if fact["id"] == "mandate-expires-2024-10-02")
    parts = {e["source"][:3]: e["reports"].get("part") is not None for e in expires["evidence"]}
    assert parts["000"]  # of 21 September; article 002 of 25 September or later has it whole
    found = {
        day: any(f["id"] == expires["id"] for f in facts_as_of(load(), day))
        for day in ("2024-09-24", "2024-09-25")
    }
    assert found == {"2024-09-24": False, "2024-09-25": True}


def test_known_by_cuts_evidence_relations_and_conflicts() -> None:
    before = deepcopy(FACTS)
    early, late = (
        {f["id"]: f for f in run(store(), ask(known_by=day)).facts}
        for day in ("2024-09-22", "2024-11-01")
    )
    assert [e["source"] for e in early["visit"]["evidence"]] == early["visit"]["sources"] == ["a"]
    assert late["visit"] | {"conflicts": []} == FACTS[0]
    assert [c["class"] for c in late["visit"]["conflicts"]] == [
        *("contradiction", "superseded", "corroborated"),
    ]
    assert early["visit"]["conflicts"] == []
    assert (early["pledge"]["superseded_by"], late["pledge"]["superseded_by"]) == ([], ["plan"])
    assert late["plan"]["relations"] == [to("pledge"), to("visit")]
    cut = run(store([FACTS[2], FACTS[1]]), ask(known_by="2024-11-01")).facts
    assert cut[1]["relations"] == []
    assert before == FACTS


@pytest.mark.parametrize(
    ("sources", "date", "status", "known"),
    [
        ("a=2024-09-21 b=2024-09-22", "2024-09-21/2024-09-22", "occurred", "2024-09-21"),
        ("a=2024-09-20 a=2024-09 b", "2024-08/2024-09", "occurred", "2024-09-01/2024-09-30"),
        ("a=2024-09-21 b=2024-09", "2024-09-21", "occurred", "2024-09-21"),
        ("a b=2024-09-21", "2024-09-21", "occurred", "2024-09-21"),
        # what had happened does not reach beyond the day of publication; plans do
        *(
            ("a b", "2024-08/2024-10", status, "2024-08-01/2024-09-22")
            for status in ("occurred", "ongoing", "alleged", "denied", "cancelled")
        ),
        ("a b", "2024-08/..", "ongoing", "2024-08-01/2024-09-22"),
        *(
            ("a b", "2024-08/2024-10", status, "2024-08/2024-10")
            for status in ("planned", "proposed", "conditional")
        ),
        ("a b", "../2024-08", "occurred", "../2024-08"),
        ("a b", None, "occurred", None),
    ],
)
def test_known_by_dates_a_fact_from_known_sources(
    sources: str, date: str | None, status: str, known: str | None
) -> None:
    whole = fact("x", sources, date, status=status)
    (found,) = run(store([whole]), ask(known_by="2024-09-22")).facts
    assert found["date"] == known
    if known is not None:
        assert (found["date_start"], found["date_end"]) == edtf_bounds(known)
        assert found["date_precision"] == edtf_precision(known)
        assert found["date_note"] == "Dated from a alone."


@pytest.mark.parametrize(
    ("state", "fields"),
    [
        ("contradicted", {"conflicts": [{"class": "contradiction"}]}),
        ("qualified", {"conflicts": [{"class": "qualified"}]}),
        ("corroborated", {"conflicts": [{"class": "superseded"}, {"class": "corroborated"}]}),
        ("superseded", {"superseded_by": ["y"]}),
        ("one-source", {"sources": ["a"]}),
        ("undated", {"date": None}),
        ("denied", {"status": "denied"}),
    ],
)
def test_state_follows_from_the_other_fields(state: str, fields: dict[str, Any]) -> None:
    plain: Any = fact("x", "a b", "2024-09")
    assert in_state(plain | fields, frozenset((state,)))
    assert not in_state(plain, frozenset((state,)))
    every = {"contradicted", "qualified", "superseded", "corroborated", "one-source", "undated"}
    assert not in_state(plain, frozenset(every | {"denied"}))


# --- a store that narrows -----------------------------------------------------------------


def counted(name: str, measure: str, date: str | None) -> Fact:
    """Return a fact with a number."""
    return fact(name, "a", date, kind="figure", quantity={"measure": measure, "value": 1})


MEASURED = [
    counted("m1", "boats", "2024-05"),
    counted("m2", "ships", "2024-04"),
    counted("m3", "boats", "2024-03"),
    counted("m4", "ships", None),
    counted("m5", "rafts", "2024-06"),
    fact("m6", "b", "2024-02"),
]
BY_MEASURE = ("ships", "boats", "rafts")
ALIKE = [fact(f"a{n}", "a", "2024-05", kind="event" if n % 2 else "role") for n in range(6)]


class Narrowing(MemoryStore):
    """A store that narrows by kind and gives its facts by date, as an index does."""

    large = True

    def candidates(self, query: Query, newest: bool = False) -> Iterator[Fact]:
        """Return the facts of the wanted kinds, the newest first if wanted; undated facts last."""
        kinds = query.criteria.get("kind")
        facts = [f for f in self.facts if kinds is None or f["kind"] in kinds]
        return iter(sorted(facts, key=latest if newest else by_date, reverse=newest))


class Filtering(Narrowing):
    """A small store that narrows: facts by measure must be sorted in memory."""

    large = False


class Watched(Narrowing):
    """A store that notes the measures that it is asked for, and the facts that are read."""

    def __init__(self, parts: dict[str, Any], directory: str) -> None:
        super().__init__(parts, directory)
        self.wanted: list[Any] = []
        self.read: list[str] = []

    def candidates(self, query: Query, newest: bool = False) -> Iterator[Fact]:
        """Return the candidates, and note each that is read."""
        self.wanted.append(query.criteria.get("measure"))
        for fact in super().candidates(query, newest):
            self.read.append(fact["id"])
            yield fact


QUERIES: dict[str, tuple[list[Fact], Query]] = {
    "all": (FACTS, ask()),
    "the newest first": (FACTS, ask(reverse=True)),
    "a limit": (FACTS, ask(limit=2)),
    "a limit that is not reached": (FACTS, ask(limit=7)),
    "filters": (FACTS, ask(kind=frozenset(["event"]), match=("it is v",))),
    "a period": (FACTS, ask(on=edtf_bounds("2024-09"))),
    "a period and a filter": (
        FACTS,
        ask(on=edtf_bounds("2024"), status=frozenset(["planned"])),
    ),
    "nothing": (FACTS, ask(on=edtf_bounds("1990"), kind=frozenset(["event", "stance"]))),
    "sorted": (FACTS, ask(sort="kind")),
    "sorted, with a limit": (FACTS, ask(sort="id", limit=2)),
    "sorted, the last first": (FACTS, ask(sort="id", limit=3, reverse=True)),
    "an order": (FACTS, ask(order=lambda f: (f["id"][::-1],))),
    "an order and a limit": (FACTS, ask(order=lambda f: (f["id"][::-1],), limit=3)),
    "by measure": (MEASURED, ask(by_measure=BY_MEASURE, having=frozenset(["quantity"]))),
    "by measure, a limit": (
        MEASURED,
        ask(by_measure=BY_MEASURE, having=frozenset(["quantity"]), limit=3),
    ),
    "by measure, the newest first": (
        MEASURED,
        ask(by_measure=BY_MEASURE, having=frozenset(["quantity"]), reverse=True),
    ),
    "two measures": (
        MEASURED,
        ask(by_measure=BY_MEASURE, measure=frozenset(["rafts", "ships"])),
    ),
    "a measure": (MEASURED, ask(measure=frozenset(["boats"]))),
    "alike": (ALIKE, ask(sort="kind")),
    "alike, the last first": (ALIKE, ask(sort="kind", reverse=True)),
    "alike, the last first, with a limit": (ALIKE, ask(sort="kind", reverse=True, limit=4)),
}
FOUND = {
    "by measure": "m2 m4 m3 m1 m5",
    "by measure, a limit": "m2 m4 m3",
    "by measure, the newest first": "m5 m1 m3 m2 m4",
    "two measures": "m2 m4 m5",
    "a measure": "m3 m1",
    "an order and a limit": "aside pledge quote",
    "sorted, the last first": "vote visit view",
    "alike": "a1 a3 a5 a0 a2 a4",
    "alike, the last first": "a4 a2 a0 a5 a3 a1",
    "alike, the last first, with a limit": "a4 a2 a0 a5",
}


@pytest.mark.parametrize("name", FOUND)
def test_facts_follow_the_measures_or_the_given_order(name: str) -> None:
    facts, query = QUERIES[name]
    found = run(store(facts), query)
    assert [f["id"] for f in found.facts] == FOUND[name].split()


@pytest.mark.parametrize("kind", [Narrowing, Filtering])
@pytest.mark.parametrize("name", QUERIES)
def test_narrowing_store_gives_the_same_answer(
    name: str, kind: type[MemoryStore], monkeypatch: pytest.MonkeyPatch
) -> None:
    facts, query = QUERIES[name]
    plain = run(store(facts), query)
    monkeypatch.setattr("mss_cli.limits.MAX_COUNTED_FACTS", len(facts))
    found = run(store(facts, kind), query)
    # A narrowing store counts what each filter removes only if nothing is left.
    assert found == plain._replace(removed=() if plain.facts else plain.removed)
    monkeypatch.setattr("mss_cli.limits.MAX_COUNTED_FACTS", len(facts) - 1)
    for large in (store(facts), store(facts, kind)):
        found = run(large, query)
        assert (found.facts, found.matched) == (plain.facts, len(plain.facts))
        assert (found.total, found.more) == (len(facts), plain.matched > len(plain.facts))
        assert (found.removed, found.undated) == ((), 0)


@pytest.mark.parametrize("kind", [Narrowing, Filtering])
@pytest.mark.parametrize(
    ("held", "query"),
    [
        (len(FACTS), ask()),
        (len(FACTS), ask(sort="kind")),
        (2, ask(limit=2)),
        (2, ask(sort="kind", limit=2)),
    ],
)
def test_answer_above_the_memory_limit_is_refused(
    kind: type[MemoryStore], held: int, query: Query, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mss_cli.limits.MAX_COUNTED_FACTS", 1)
    monkeypatch.setattr("mss_cli.limits.MAX_FACTS_IN_MEMORY", held)
    assert len(run(store(FACTS, kind), query).facts) == held
    monkeypatch.setattr("mss_cli.limits.MAX_FACTS_IN_MEMORY", held - 1)
    with pytest.raises(UsageError) as caught:
        run(store(FACTS, kind), query)
    assert str(caught.value) == (
        f"this answer needs more than {held - 1} facts in memory; "
        "narrow it, e.g. with --since, --who or --limit"
    )
    assert len(run(store(FACTS), query).facts) == held  # a store in memory holds them anyway


@pytest.mark.parametrize("limit", [0, 3])
def test_answer_above_the_memory_limit_is_refused_before_all_facts_are_read(
    limit: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mss_cli.limits.MAX_FACTS_IN_MEMORY", 2)
    watched = cast(Watched, store(FACTS, Watched))
    with pytest.raises(UsageError):
        run(watched, ask(sort="kind", limit=limit))
    assert watched.read == ["pledge", "visit", "quote"]


@pytest.mark.parametrize(("limit", "read"), [(2, 3), (7, 7)])
def test_list_by_date_reads_one_fact_more_than_it_shows(
    limit: int, read: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mss_cli.limits.MAX_COUNTED_FACTS", 1)
    watched = cast(Watched, store(FACTS, Watched))
    found = run(watched, ask(limit=limit))
    assert (len(found.facts), found.more) == (limit, limit < 7)
    assert len(watched.read) == read


def test_only_wanted_measures_are_looked_up() -> None:
    watched = cast(Watched, store(MEASURED, Watched))
    found = run(watched, ask(by_measure=BY_MEASURE, measure=frozenset(["rafts", "boats"])))
    assert [f["id"] for f in found.facts] == ["m3", "m1", "m5"]
    assert watched.wanted == [{"boats"}, {"rafts"}]


@pytest.mark.parametrize(("limit", "held"), [(0, 7), (1, 1), (2, 2), (8, 8)])
def test_scan_of_a_file_holds_all_facts_or_as_many_as_the_limit(
    limit: int, held: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts: Any = tuple(FACTS)  # as a file, not a list that is in memory anyway
    monkeypatch.setattr("mss_cli.limits.MAX_FACTS_IN_MEMORY", held)
    every = run(store(FACTS), ask(limit=limit))
    assert run(store(facts), ask(limit=limit)) == every
    monkeypatch.setattr("mss_cli.limits.MAX_FACTS_IN_MEMORY", min(held, len(FACTS)) - 1)
    with pytest.raises(UsageError):
        run(store(facts), ask(limit=limit))
    assert run(store(FACTS), ask(limit=limit)) == every


def test_above_two_thousand_facts_only_shown_facts_are_counted() -> None:
    many = [fact(f"n{number:04d}") for number in range(2_001)]
    few, more = (run(store(facts), ask(limit=1)) for facts in (many[1:], many))
    assert (few.matched, few.more) == (2_000, False)
    assert (more.matched, more.more) == (1, True)


def test_stream_can_be_read_more_than_once() -> None:
    query = ask(kind=frozenset(["event"]), match=("it is",), reverse=True)
    passing = stream(store(kind=Narrowing), query)
    assert passing is not None
    assert (passing.count, passing.complete) == (0, False)
    for _ in range(2):
        first, *_ = passing
        assert [f["id"] for f in passing] == ["plan", "vote", "visit"]
        assert (passing.count, passing.complete) == (3, True)
    assert next(iter(passing)) == first
    assert (passing.count, passing.complete) == (1, False)
    assert passing
    assert not stream(store(kind=Narrowing), query.with_criteria(match=("nothing",)))


def test_only_answers_by_date_are_streamed() -> None:
    assert stream(store(), ask()) is None
    narrowing = store(MEASURED, Narrowing)
    assert stream(narrowing, ask()) is not None
    assert stream(narrowing, ask(sort="id")) is None
    assert stream(narrowing, ask(by_measure=BY_MEASURE)) is None
    assert stream(narrowing, ask(order=by_date)) is None


@pytest.mark.parametrize("kind", [MemoryStore, Narrowing])
def test_any_fact_applies_every_filter(kind: type[MemoryStore]) -> None:
    asked = store(kind=kind)
    assert any_fact(asked, ask(kind=frozenset(["stance"])))
    assert not any_fact(asked, ask(kind=frozenset(["stance"]), match=("pledge",)))
    assert not any_fact(asked, ask(kind=frozenset(["role"])))


def test_any_fact_reads_candidates_up_to_the_first_match() -> None:
    watched = cast(Watched, store(FACTS, Watched))
    assert any_fact(watched, ask(match=("it is visit",)))
    assert watched.read == ["pledge", "visit"]


def test_any_fact_respects_known_by() -> None:
    quote = ask(kind=frozenset(["statement"]), known_by="2024-10-01")
    assert any_fact(store(), quote)
    assert not any_fact(store(), quote._replace(known_by="2024-09-30"))


def test_filters_are_described_as_they_were_typed() -> None:
    ids: Any = dict.fromkeys(n for n, each in FILTERS.items() if each.terms is not None)
    every: Any = {
        **dict.fromkeys(ids, frozenset()),
        **dict.fromkeys(("since", "until", "on"), edtf_bounds("2024")),
        "keep": bool,
        "match": ("x",),
        "known_by": "2024",
    }
    names = ["known_by", "keep", *FILTERS]
    assert describe(ask(**every)) == " ".join(f"--{name}" for name in names)
    assert describe(ask(kind=frozenset())) == "--kind"
    assert describe(ask()) == ""


# --- what a user typed --------------------------------------------------------------------


def test_value_of_a_filter_is_what_was_typed_or_none() -> None:
    typed = Filters({"since": ("2024-06",)})
    assert typed.value("since") == "2024-06"
    assert typed.value("until") is None


def test_a_filter_can_be_set_or_removed_and_the_others_stay() -> None:
    typed = Filters({"who": ("ruto",), "since": ("2024",)}, limit=3)
    assert typed.with_typed("who", "kenya", "haiti") == Filters(
        {"since": ("2024",), "who": ("kenya", "haiti")}, limit=3
    )
    assert typed.with_typed("who") == Filters({"since": ("2024",)}, limit=3)
