"""From what a user typed in the filter options to a Query, and from nothing found to why."""

from collections.abc import Callable, Collection, Iterable, Sequence

from mss_cli import names, query
from mss_cli.dates import Interval, period
from mss_cli.errors import UsageError
from mss_cli.kinds import KINDS, STATUSES
from mss_cli.labels import Names
from mss_cli.model import Fact
from mss_cli.names import Candidate, Resolution, resolve
from mss_cli.options import Filters
from mss_cli.query import Ids, Query, Selection
from mss_cli.store import Store
from mss_cli.text import fold, plural
from mss_cli.typed import Any, NamedTuple


class Asked(NamedTuple):
    """A query, and notes on how names were understood or that nothing has them."""

    query: Query
    notes: tuple[str, ...]


class Scope(NamedTuple):
    """What a command lists at all, and in which order.

    kinds: the only kinds, if any. keep, having, measures: the only facts, if not all; label
    says which. order, by_measure: how they are sorted unless --sort is given. whole: the
    command cuts its answer itself, so --limit does not cut the facts.
    """

    kinds: tuple[str, ...] = ()
    keep: Callable[[Fact], bool] | None = None
    label: str = ""
    order: Callable[[Fact], tuple[Any, ...]] | None = None
    having: str = ""
    measures: Ids = None
    by_measure: tuple[str, ...] = ()
    whole: bool = False


EVERYTHING = Scope()
LARGEST = 1_000_000_000  # that --limit may be


def build(store: Store, filters: Filters, today: str, scope: Scope = EVERYTHING) -> Asked:
    """Return the query that filters mean within what a command lists.

    Raises UsageError for a date, word or number that cannot be read, and for a name that
    fits several things equally.
    """
    notes: list[str] = []
    ask = _Names(store, notes)
    kinds = scope.kinds
    chosen = choice("--kind", filters.kind, KINDS)
    if kinds and chosen is not None and not chosen <= frozenset(kinds):
        raise UsageError(
            f"this command lists {' and '.join(kinds)}s only",
            where="--kind",
            expected="'mss facts' takes every kind",
        )
    if kinds and chosen is None:
        chosen = frozenset(kinds)
    if filters.limit is not None and filters.limit < 0:
        raise UsageError(f"{filters.limit} is below zero", where="--limit", expected="0 is all")
    if filters.limit is not None and filters.limit > LARGEST:
        raise UsageError(f"{filters.limit} is too many", where="--limit", expected="0 is all")
    asked = Query(
        period=_period(filters, today),
        certain=one("--when", filters.when, ("possible", "certain")) == "certain",
        known_by=_last_day(filters.known_by, today),
        kinds=chosen,
        statuses=choice("--status", filters.status, (*STATUSES, *query.STATES)),
        who=ask.ids("--who", filters.who, ask.entity),
        about=ask.ids("--about", filters.about, ask.entity_or_topic),
        by=ask.ids("--by", filters.by, ask.speaker),
        places=ask.ids("--place", filters.place, ask.place),
        topics=ask.ids("--topic", filters.topic, ask.topic),
        sources=ask.ids("--source", filters.source, ask.source),
        match=tuple(_folded("--match", text) for text in filters.match),
        keep=scope.keep,
        sort=one("--sort", filters.sort, query.SORTS),
        order=scope.order if filters.sort is None else None,
        having=scope.having,
        measures=scope.measures,
        by_measure=scope.by_measure if filters.sort is None else (),
        reverse=filters.reverse,
        limit=0 if scope.whole else filters.limit or 0,
        labels={
            **_labels(filters, kinds),
            **dict.fromkeys(("keep", "having", "measures"), scope.label),
        },
    )
    return Asked(asked, tuple(notes))


# --- dates and closed lists ---------------------------------------------------------------


def _period(filters: Filters, today: str) -> Interval | None:
    parts = []
    if filters.since is not None:
        start = _end_of("--since", filters.since, period(filters.since, today, "--since").start)
        parts.append(("--since", Interval(start, None)))
    if filters.until is not None:
        end = _end_of("--until", filters.until, period(filters.until, today, "--until").end)
        parts.append(("--until", Interval(None, end)))
    if filters.on is not None:
        parts.append(("--on", period(filters.on, today, "--on")))
    if not parts:
        return None
    first = max((p.start for _, p in parts if p.start), default=None)
    last = min((p.end for _, p in parts if p.end), default=None)
    if first and last and first > last:
        flags = " and ".join(flag for flag, _ in parts)
        raise UsageError(
            f"the period begins ({first}) after it ends ({last})",
            where=flags,
            expected="give an earlier beginning or a later end",
        )
    return Interval(first, last)


def _end_of(flag: str, typed: str, day: str | None) -> str:
    if day is None:
        raise UsageError(f"{typed!r} is open at that end", where=flag, expected="name a day there")
    return day


def _last_day(typed: str | None, today: str) -> str | None:
    if typed is None:
        return None
    return _end_of("--known-by", typed, period(typed, today, "--known-by").end)


def one(flag: str, typed: str | None, known: Sequence[str]) -> str:
    """Read a word of a closed list; without one, the first is meant. Raises UsageError."""
    if typed is None:
        return known[0]
    if typed not in known:
        raise UsageError(f"unknown value {typed!r}", where=flag, expected=_listed(known))
    return typed


def choice(flag: str, typed: tuple[str, ...], words: Iterable[str]) -> Ids:
    """Read words of a closed list, repeated or with commas; plurals are understood.

    None: none was typed. Raises UsageError.
    """
    if not typed:
        return None
    known = tuple(words)
    wanted = [word.strip().lower() for text in typed for word in text.split(",")]
    singular = {word: word.removesuffix("s") for word in wanted}
    found = [singular[w] if w not in known and singular[w] in known else w for w in wanted]
    return frozenset(one(flag, word, known) for word in found)


def _listed(known: Iterable[str]) -> str:
    return f"use one of {', '.join(known)}"


def _folded(flag: str, text: str) -> str:
    if not fold(text):
        raise UsageError("the text is empty", where=flag, expected="give a word or a part of one")
    return fold(text)


def _labels(filters: Filters, kinds: Sequence[str]) -> dict[str, str]:
    """Return how the user wrote each filter, by the field of Query that it became."""

    def written(flag: str, values: str | tuple[str, ...] | None) -> str:
        every = (values,) if isinstance(values, str) else values or ()
        return " ".join(
            f"{flag} {value!r}" if " " in value else f"{flag} {value}" for value in every
        )

    dates = (("--since", filters.since), ("--until", filters.until), ("--on", filters.on))
    return {
        "period": " ".join(written(flag, value) for flag, value in dates if value is not None),
        "known_by": written("--known-by", filters.known_by),
        "kinds": written("--kind", filters.kind) or f"keeping only {' and '.join(kinds)}s",
        "statuses": written("--status", filters.status),
        "who": written("--who", filters.who),
        "about": written("--about", filters.about),
        "by": written("--by", filters.by),
        "places": written("--place", filters.place),
        "topics": written("--topic", filters.topic),
        "sources": written("--source", filters.source),
        "match": written("--match", filters.match),
    }


# --- names --------------------------------------------------------------------------------


class _Names:
    """Resolves names in a store and collects notes on how."""

    def __init__(self, store: Store, notes: list[str]) -> None:
        self.store = store
        self.notes = notes

    def ids(
        self, flag: str, typed: tuple[str, ...], read: Callable[[str, str], frozenset[str]]
    ) -> Ids:
        """Return all ids that the values of a repeatable option mean; None without values."""
        if not typed:
            return None
        return frozenset().union(*(read(flag, text) for text in typed))

    def entity(self, flag: str, typed: str) -> frozenset[str]:
        return self._resolve(flag, typed, self.store.entity_names)

    def speaker(self, flag: str, typed: str) -> frozenset[str]:
        found = self.entity(flag, typed)
        for entity in found:
            people = self.store.representatives(entity)
            if people:
                listed = " ".join(f"{flag} {person}" for person in people)
                self.notes.append(f"who speaks for {self.store.name(entity)}: {listed}")
        return found

    def place(self, flag: str, typed: str) -> frozenset[str]:
        used = self.store.tally("places")
        places = self.store.entity_names.only(used)
        elsewhere = resolve(typed, self.store.entity_names, better_than="word").only
        if elsewhere is not None and elsewhere.id not in used:
            self.notes.append(f"{flag}: no fact is set in {elsewhere.name}")
            return frozenset()
        return self._resolve(flag, typed, places)

    def topic(self, flag: str, typed: str) -> frozenset[str]:
        found = self._resolve(flag, typed, self.store.topic_names)
        if not found:
            self.notes.append("'mss topics' lists the topics")
        return frozenset().union(*(self.store.narrower(topic) for topic in found))

    def measure(self, flag: str, typed: str) -> frozenset[str]:
        found = self._resolve(flag, typed, self.store.measure_names)
        if not found:
            known = (name.id for name in self.store.measure_names)
            raise UsageError(f"unknown measure {typed!r}", where=flag, expected=_listed(known))
        return found

    def entity_or_topic(self, flag: str, typed: str) -> frozenset[str]:
        if better_topic(self.store, typed, resolve(typed, self.store.entity_names)):
            return self.topic(flag, typed)
        return self.entity(flag, typed)

    def source(self, flag: str, typed: str) -> frozenset[str]:
        if not fold(typed):
            raise UsageError("the name is empty", where=flag, expected="'mss sources' lists them")
        files = frozenset(source_files(self.store, typed))
        if not files:
            self.notes.append(f"{flag}: no source begins with {typed!r}; 'mss sources' lists them")
        return files

    def _resolve(self, flag: str, typed: str, known: Names) -> frozenset[str]:
        if not fold(typed):
            raise UsageError("the name is empty", where=flag, expected="give a name or an id")
        found = resolve(typed, known)
        if len(found.candidates) > 1:
            raise UsageError(
                f"{typed!r} fits several equally", where=flag, expected=f"use {choices(found)}"
            )
        if found.only is None:
            return self._unknown(flag, typed, names.nearest(typed, known))
        if found.explanation():
            self.notes.append(found.explanation())
        return frozenset((found.only.id,))

    def _unknown(self, flag: str, typed: str, nearest: Sequence[str]) -> frozenset[str]:
        self.notes.append(f"{flag}: {unknown(typed, nearest)}")
        return frozenset()


def measures(store: Store, typed: tuple[str, ...]) -> tuple[Ids, tuple[str, ...]]:
    """Return the measures that a user named (None: all), and notes on how."""
    notes: list[str] = []
    ask = _Names(store, notes)
    return ask.ids("--measure", typed, ask.measure), tuple(notes)


def question(
    store: Store, flag: str, typed: str, asked: Collection[str]
) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the topic that a user named with those below it, and notes on how.

    asked: topics on which there are positions; one of these, or above one, is tried first.
    """
    names = Names([n for n in store.topic_names if not store.narrower(n.id).isdisjoint(asked)])
    found = resolve(typed, names)
    if found.only is not None:
        return store.narrower(found.only.id), (found.explanation(),) if found.explanation() else ()
    notes: list[str] = []
    return _Names(store, notes).topic(flag, typed), tuple(notes)


def unknown(typed: str, nearest: Sequence[str]) -> str:
    """Return the line that says that nothing has a name, with the nearest names."""
    hint = f"; nearest: {', '.join(nearest)}" if nearest else ""
    return f"nothing in the store is called {typed!r}{hint}"


def choices(found: Resolution) -> str:
    """Return the candidates of an ambiguous name as ids with names, for choosing."""
    listed = [f"{c.id} ({c.name})" for c in found.candidates[: names.LISTED]]
    more = len(found.candidates) - len(listed)
    return " or ".join(listed) + (f", or one of {more} more" if more > 0 else "")


def better_topic(store: Store, typed: str, entity: Resolution) -> Candidate | None:
    """Return the topic that a typed word means, if it fits better than any entity does."""
    return resolve(typed, store.topic_names, better_than=entity.how).only


def source_files(store: Store, typed: str) -> list[str]:
    """Return the source files that a typed file name or beginning of one means."""
    return [typed] if typed in store.sources else store.files(fold(typed)) if fold(typed) else []


# --- nothing found ------------------------------------------------------------------------


def counted(selection: Selection, asked: Query) -> list[str]:
    """Return the line that counts what was found, and what a date filter left out."""
    shown, found = len(selection.facts) or selection.found, selection.found
    of = f"{shown:,} of {plural(found, 'fact')}" if shown < found else plural(found, "fact")
    of += " and more" if selection.more else ""
    lines = [f"{of} (of {selection.total:,} in the store)"]
    if selection.undated and found:
        lines.append(
            f"{plural(selection.undated, 'undated fact')} cannot match {asked.labels['period']}"
        )
    return lines


def nothing(store: Store, selection: Selection, asked: Query) -> list[str]:
    """Return why a selection is empty: which filter removed how many, and the coverage."""
    steps = "; ".join(f"{step.label} removed {step.facts:,}" for step in selection.removed)
    if selection.total > query.COUNTED:
        steps = f"none passes {query.described(asked)}"
    lines = [f"no facts: of {selection.total:,} in the store, {steps or 'none'}"]
    if asked.about and not asked.who:
        involving = len(query.run(store, Query(who=asked.about, labels={"who": ""})).facts)
        if involving:
            named = asked.labels["about"].replace("--about", "--who")
            lines.append(f"{plural(involving, 'fact')} involve it: {named}")
    if asked.match:
        lines.append("--match wants the letters as typed; 'mss search' finds words in any form")
    first, last = store.dates
    if asked.period and first and last and not asked.period.overlaps(Interval(first, last)):
        lines.append(
            f"{asked.labels['period']} lies outside the dates of the store, {first} to {last}"
        )
    covered = store.manifest["coverage"]
    if asked.period and covered["last"] and (asked.period.start or "") > covered["last"]:
        lines.append(f"the store's last article is from {covered['last']} or before")
    return lines
