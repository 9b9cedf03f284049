"""Read the values of filters: names, dates and words of closed lists.

Name resolution and date reading are imported on first use, because most calls have neither.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from mss_cli.errors import UsageError
from mss_cli.facts.dates import Interval
from mss_cli.query.store import Store
from mss_cli.text import fold

if TYPE_CHECKING:
    from mss_cli.query.names import Names
    from mss_cli.query.resolution import Candidate, Resolution


class Reader:
    """Reads values against a store, and collects notes on how it read them.

    today: the current day, ISO 8601.
    """

    def __init__(self, store: Store, today: str) -> None:
        self.store = store
        self.today = today
        self.notes: list[str] = []

    def period(self, flag: str, typed: str) -> Interval:
        """Return the period that the user typed."""
        from mss_cli.facts.periods import period

        return period(typed, self.today, flag)

    def entity(self, flag: str, typed: str) -> frozenset[str]:
        """Return the id of the entity with a name, or no id if there is none."""
        return self._resolve(flag, typed, self.store.entity_names)

    def speaker(self, flag: str, typed: str) -> frozenset[str]:
        """Return the id of an entity, and note who speaks for it."""
        found = self.entity(flag, typed)
        for entity in found:
            people = self.store.representatives(entity)
            if people:
                listed = " ".join(f"{flag} {person}" for person in people)
                self.notes.append(f"who speaks for {self.store.name(entity)}: {listed}")
        return found

    def place(self, flag: str, typed: str) -> frozenset[str]:
        """Return the id of an entity that is the place of any fact."""
        from mss_cli.query.resolution import resolve

        used = self.store.tally("places")
        places = self.store.entity_names.only(used)
        elsewhere = resolve(typed, self.store.entity_names, better_than="word").only
        if elsewhere is not None and elsewhere.id not in used:
            self.notes.append(f"{flag}: no fact is set in {elsewhere.name}")
            return frozenset()
        return self._resolve(flag, typed, places)

    def topic(self, flag: str, typed: str) -> frozenset[str]:
        """Return the ids of a topic and of all narrower topics."""
        found = self._resolve(flag, typed, self.store.topic_names)
        if not found:
            self.notes.append("'mss topics' lists the topics")
        return frozenset().union(*(self.store.narrower(topic) for topic in found))

    def measure(self, flag: str, typed: str) -> frozenset[str]:
        """Return the id of a measure. Raises UsageError if there is none."""
        found = self._resolve(flag, typed, self.store.measure_names)
        if not found:
            known = (name.id for name in self.store.measure_names)
            raise UsageError(f"unknown measure {typed!r}", where=flag, expected=_listed(known))
        return found

    def entity_or_topic(self, flag: str, typed: str) -> frozenset[str]:
        """Return the id of the entity or the ids of the topic, whichever fits better."""
        from mss_cli.query.resolution import resolve

        if better_topic(self.store, typed, resolve(typed, self.store.entity_names)):
            return self.topic(flag, typed)
        return self.entity(flag, typed)

    def source(self, flag: str, typed: str) -> frozenset[str]:
        """Return the source files whose names start with the typed text."""
        if not fold(typed):
            raise UsageError(
                "the name is empty", where=flag, expected="run 'mss sources' to list the sources"
            )
        files = frozenset(source_files(self.store, typed))
        if not files:
            self.notes.append(
                f"{flag}: no source starts with {typed!r}; run 'mss sources' to list the sources"
            )
        return files

    def _resolve(self, flag: str, typed: str, known: "Names") -> frozenset[str]:
        from mss_cli.query.resolution import nearest, resolve

        if not fold(typed):
            raise UsageError("the name is empty", where=flag, expected="give a name or an id")
        found = resolve(typed, known)
        if len(found.candidates) > 1:
            raise UsageError(
                f"{typed!r} is ambiguous", where=flag, expected=f"use {choices(found)}"
            )
        if found.only is None:
            self.notes.append(f"{flag}: {unknown(typed, nearest(typed, known))}")
            return frozenset()
        if found.explanation():
            self.notes.append(found.explanation())
        return frozenset((found.only.id,))


# --- readers for the table of filters -----------------------------------------------------

Typed = tuple[str, ...]


def ids(one: Callable[[Reader, str, str], frozenset[str]]) -> Callable[[Reader, str, Typed], Any]:
    """Return a reader of ids, given a reader of one value; a fact may match any of the values."""
    return lambda reader, flag, typed: frozenset().union(*(one(reader, flag, t) for t in typed))


def word_in(words: Iterable[str]) -> Callable[[Reader, str, Typed], Any]:
    """Return a reader of words of a closed list."""
    known = tuple(words)
    return lambda _, flag, typed: choice(flag, typed, known)


def folded(_: Reader, flag: str, typed: Typed) -> tuple[str, ...]:
    """Return texts folded for comparison. Raises UsageError for an empty one."""
    for text in typed:
        if not fold(text):
            raise UsageError(
                "the text is empty", where=flag, expected="give a word or a part of one"
            )
    return tuple(fold(text) for text in typed)


def period_from(reader: Reader, flag: str, typed: Typed) -> Interval:
    """Return the open period from the start of the typed period."""
    return Interval(_day(flag, typed[0], reader.period(flag, typed[0]).start), None)


def period_to(reader: Reader, flag: str, typed: Typed) -> Interval:
    """Return the open period up to the end of the typed period."""
    return Interval(None, last_day(reader, flag, typed[0]))


def period_of(reader: Reader, flag: str, typed: Typed) -> Interval:
    """Return the period that the user typed."""
    return reader.period(flag, typed[0])


def last_day(reader: Reader, flag: str, typed: str) -> str:
    """Return the last day of a typed period. Raises UsageError if it has no end."""
    return _day(flag, typed, reader.period(flag, typed).end)


def _day(flag: str, typed: str, day: str | None) -> str:
    if day is None:
        raise UsageError(f"{typed!r} is open at this end", where=flag, expected="give a date there")
    return day


# --- closed lists -------------------------------------------------------------------------


def one(flag: str, typed: str | None, known: Sequence[str]) -> str:
    """Return a typed word of a closed list; None means its first word. Raises UsageError."""
    if typed is None:
        return known[0]
    if typed not in known:
        raise UsageError(f"unknown value {typed!r}", where=flag, expected=_listed(known))
    return typed


def choice(flag: str, typed: Typed, known: Sequence[str]) -> frozenset[str]:
    """Return typed words of a closed list, repeated or separated by commas; plurals are fine.

    Raises UsageError.
    """
    wanted = [word.strip().lower() for text in typed for word in text.split(",")]
    singular = {word: word.removesuffix("s") for word in wanted}
    found = [singular[w] if w not in known and singular[w] in known else w for w in wanted]
    return frozenset(one(flag, word, known) for word in found)


def _listed(known: Iterable[str]) -> str:
    return f"use one of {', '.join(known)}"


# --- names --------------------------------------------------------------------------------


def unknown(typed: str, nearest: Sequence[str]) -> str:
    """Return the message for an unknown name, with the nearest names."""
    hint = f"; nearest: {', '.join(nearest)}" if nearest else ""
    return f"nothing in the store is called {typed!r}{hint}"


def choices(found: "Resolution") -> str:
    """Return the candidates of an ambiguous name, as ids with names."""
    from mss_cli.query.resolution import LISTED

    listed = [f"{c.id} ({c.name})" for c in found.candidates[:LISTED]]
    more = len(found.candidates) - len(listed)
    return " or ".join(listed) + (f", or one of {more} more" if more > 0 else "")


def better_topic(store: Store, typed: str, entity: "Resolution") -> "Candidate | None":
    """Return the topic that a typed name means, if it fits better than any entity."""
    from mss_cli.query.resolution import resolve

    return resolve(typed, store.topic_names, better_than=entity.how).only


def source_files(store: Store, typed: str) -> list[str]:
    """Return the source files that start with a typed text, or only the file with that name."""
    return [typed] if typed in store.sources else store.files(fold(typed)) if fold(typed) else []
