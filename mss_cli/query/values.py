"""Reads the values that users type for filters: names, dates, and words of closed lists.

Functions import name resolution and date parsing when they need them: most calls need neither,
and start faster without them.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from mss_cli import limits
from mss_cli.errors import UsageError
from mss_cli.facts.dates import Interval
from mss_cli.query.store import Store
from mss_cli.text import fold

if TYPE_CHECKING:
    from mss_cli.query.names import Names
    from mss_cli.query.resolution import Candidate, Resolution


FEW = 8  # sources that an error lists by name


class Reader:
    """Resolves typed values against a store.

    today: the current day, ISO 8601.
    notes: explains to the user how the values were read, one line each.

    In the methods, `flag` is the option, such as `--who`, for error messages. A name that the
    store does not have gives an empty set and a note. An ambiguous or empty name raises
    UsageError.
    """

    def __init__(self, store: Store, today: str) -> None:
        self.store = store
        self.today = today
        self.notes: list[str] = []

    def period(self, flag: str, typed: str) -> Interval:
        """Return the typed period. Raises UsageError if mss cannot read it."""
        from mss_cli.facts.periods import period

        return period(typed, self.today, flag)

    def has_name(self, typed: str) -> bool:
        """Return True if a whole text is an id, a name or an alias."""
        from mss_cli.query.resolution import resolve

        names = (self.store.entity_names, self.store.topic_names, self.store.measure_names)
        return any(resolve(typed, each, better_than="word").candidates for each in names)

    def entity(self, flag: str, typed: str) -> frozenset[str]:
        """Return the id of an entity."""
        return self._resolve(flag, typed, self.store.entity_names, "'mss who' lists everyone")

    def speaker(self, flag: str, typed: str) -> frozenset[str]:
        """Return the id of an entity, and note who speaks for it."""
        ids = self.entity(flag, typed)
        for entity in ids:
            people = self.store.representatives(entity)
            if people:
                listed = " ".join(f"{flag} {person}" for person in people)
                self.notes.append(
                    f"for those who speak for {self.store.name(entity)!r}, use {listed}"
                )
        return ids

    def place(self, flag: str, typed: str) -> frozenset[str]:
        """Return the id of an entity that is the place of at least one fact."""
        from mss_cli.query.resolution import resolve

        used = self.store.tally("places")
        places = self.store.entity_names.with_ids(used)
        elsewhere = resolve(typed, self.store.entity_names, better_than="word").only
        if elsewhere is not None and elsewhere.id not in used:
            self.notes.append(f"{flag}: no fact is set in {elsewhere.name}")
            return frozenset()
        return self._resolve(flag, typed, places, "'mss places' lists the places")

    def topic(self, flag: str, typed: str) -> frozenset[str]:
        """Return the ids of a topic and its narrower topics."""
        ids = self._resolve(flag, typed, self.store.topic_names, "'mss topics' lists the topics")
        return frozenset().union(*(self.store.narrower(topic) for topic in ids))

    def measure(self, flag: str, typed: str) -> frozenset[str]:
        """Return the id of a measure."""
        every = _use_one_of(name.id for name in self.store.measure_names)
        return self._resolve(flag, typed, self.store.measure_names, every)

    def entity_or_topic(self, flag: str, typed: str) -> frozenset[str]:
        """Return the ids of an entity or of a topic, whichever matches the name better."""
        from mss_cli.query.resolution import resolve

        if better_topic(self.store, typed, resolve(typed, self.store.entity_names)):
            return self.topic(flag, typed)
        return self.entity(flag, typed)

    def source(self, flag: str, typed: str) -> frozenset[str]:
        """Return the source files that a typed text names (see source_files)."""
        return frozenset(known_source_files(self.store, typed, flag))

    def _resolve(self, flag: str, typed: str, names: "Names", listed: str = "") -> frozenset[str]:
        """Return the id of the one name that a typed text means.

        listed: where to find all the names. Raises UsageError if there is none or several.
        """
        from mss_cli.query.resolution import nearest, resolve

        if not fold(typed):
            raise UsageError("the name is empty", where=flag, expected="give a name or an id")
        resolution = resolve(typed, names)
        if len(resolution.candidates) > 1:
            raise UsageError(
                f"{typed!r} is ambiguous", where=flag, expected=f"use {list_candidates(resolution)}"
            )
        if resolution.only is None:
            what = unknown_name(typed, nearest(typed, names))
            raise UsageError(what, where=flag, expected=listed)
        if resolution.explanation():
            self.notes.append(resolution.explanation())
        return frozenset((resolution.only.id,))


# --- readers for the table of filters -----------------------------------------------------

Typed = tuple[str, ...]


def ids(
    read_one: Callable[[Reader, str, str], frozenset[str]],
) -> Callable[[Reader, str, Typed], Any]:
    """Return a reader that joins the ids of all typed values: a fact may match any of them.

    Commas separate values, unless a name contains them.
    """
    return lambda reader, flag, typed: frozenset().union(
        *(_one_or_several(read_one, reader, flag, t) for t in _distinct(flag, typed))
    )


def _distinct(flag: str, typed: Iterable[str]) -> list[str]:
    """Return the different values of a filter. Raises UsageError for too many."""
    values = list(dict.fromkeys(typed))
    if len(values) > limits.MAX_FILTER_VALUES:
        raise UsageError(
            f"{len(values):,} values are too many",
            where=flag,
            expected=f"give at most {limits.MAX_FILTER_VALUES}",
        )
    return values


def _one_or_several(
    read_one: Callable[[Reader, str, str], frozenset[str]], reader: Reader, flag: str, typed: str
) -> frozenset[str]:
    """Return the ids of one typed text, which may be several values: `kenya,ruto`.

    `Ruto, William` is one name, and so is a text that only makes sense as a whole.
    """
    parts = _distinct(flag, (part.strip() for part in typed.split(",") if fold(part)))
    if len(parts) < 2 or reader.has_name(typed):
        return read_one(reader, flag, typed if len(parts) != 1 else parts[0])
    notes = len(reader.notes)
    try:
        return frozenset().union(*(read_one(reader, flag, part) for part in parts))
    except UsageError:
        del reader.notes[notes:]
        try:
            return read_one(reader, flag, typed)
        except UsageError:
            del reader.notes[notes:]
    return frozenset().union(*(read_one(reader, flag, part) for part in parts))


def word_in(words: Iterable[str]) -> Callable[[Reader, str, Typed], Any]:
    """Return a reader that accepts only these words."""
    allowed = tuple(words)
    return lambda _, flag, typed: read_choices(flag, typed, allowed)


def folded(_: Reader, flag: str, typed: Typed) -> tuple[str, ...]:
    """Fold texts for comparison. Raises UsageError for an empty text.

    Commas separate texts, but not in `2,500` or `credible, inclusive`.
    """
    texts = [part for text in typed for part in re.split(r",(?!\s|(?<=\d,)\d)", text)]
    if not all(map(fold, texts)):
        raise UsageError("the text is empty", where=flag, expected="give a word or a part of one")
    return tuple(fold(text) for text in _distinct(flag, texts))


def period_from(reader: Reader, flag: str, typed: Typed) -> Interval:
    """Return the open-ended period from the start of the typed period.

    Raises UsageError if the typed period has no start.
    """
    start = reader.period(flag, typed[0]).start
    if start is None:
        raise UsageError(f"{typed[0]!r} has no start", where=flag, expected="give a start date")
    return Interval(start, None)


def period_to(reader: Reader, flag: str, typed: Typed) -> Interval:
    """Return the period up to the end of the typed period, without a start.

    Raises UsageError if the typed period has no end.
    """
    return Interval(None, last_day(reader, flag, typed[0]))


def period_of(reader: Reader, flag: str, typed: Typed) -> Interval:
    """Return the typed period."""
    return reader.period(flag, typed[0])


def last_day(reader: Reader, flag: str, typed: str) -> str:
    """Return the last day of a typed period. Raises UsageError if the period has no end."""
    end = reader.period(flag, typed).end
    if end is None:
        raise UsageError(f"{typed!r} has no end", where=flag, expected="give an end date")
    return end


# --- closed lists -------------------------------------------------------------------------


def read_choice(flag: str, typed: str | None, allowed: Sequence[str]) -> str:
    """Return the typed word if it is allowed, or the first allowed word if none was typed.

    Raises UsageError for any other word.
    """
    if typed is None:
        return allowed[0]
    if typed not in allowed:
        raise UsageError(f"unknown value {typed!r}", where=flag, expected=_use_one_of(allowed))
    return typed


def read_choices(flag: str, typed: Typed, allowed: Sequence[str]) -> frozenset[str]:
    """Return the typed words. The user may repeat the option or separate words with commas.

    Case does not matter, and `events` is read as `event`. Raises UsageError for a word that is
    not allowed.
    """
    wanted = [word.strip().lower() for text in typed for word in text.split(",")]
    singular = {word: word.removesuffix("s") for word in wanted}
    read = [singular[w] if w not in allowed and singular[w] in allowed else w for w in wanted]
    return frozenset(read_choice(flag, word, allowed) for word in read)


def _use_one_of(allowed: Iterable[str]) -> str:
    return f"use one of {', '.join(allowed)}"


# --- names --------------------------------------------------------------------------------


def unknown_name(typed: str, nearest: Sequence[str]) -> str:
    """Return the message for a name that the store does not have, with the nearest names."""
    hint = f"; nearest: {', '.join(nearest)}" if nearest else ""
    return f"nothing in the store is called {typed!r}{hint}"


def list_candidates(resolution: "Resolution") -> str:
    """Return the first candidates of an ambiguous name, each as `id (name)`."""
    from mss_cli.query.resolution import LISTED

    listed = [f"{c.id} ({c.name})" for c in resolution.candidates[:LISTED]]
    more = len(resolution.candidates) - len(listed)
    return " or ".join(listed) + (f", or one of {more} more" if more > 0 else "")


def better_topic(store: Store, typed: str, entity: "Resolution") -> "Candidate | None":
    """Return the topic that a typed name means, if it matches better than any entity.

    entity: how the name resolved to entities.
    """
    from mss_cli.query.resolution import resolve

    return resolve(typed, store.topic_names, better_than=entity.step).only


def known_source_files(store: Store, typed: str, where: str) -> list[str]:
    """Return the source files that a typed text names. Raises UsageError if there is none."""
    files = source_files(store, typed)
    if files:
        return files
    from mss_cli.query.source_names import short_names

    names = short_names(store).values() if len(store.sources) <= FEW else ()
    raise UsageError(
        f"no source is called {typed!r}" if fold(typed) else "the name is empty",
        where=where,
        expected=_use_one_of(names) if names else "run 'mss sources' to list the sources",
    )


def source_files(store: Store, typed: str) -> list[str]:
    """Return the source file with this name, or all files whose names start with it.

    If there is none, it can be the short name of a source, or its publisher or title.
    """
    if typed in store.sources:
        return [typed]
    if not fold(typed):
        return []
    begun = store.sources_starting_with(fold(typed))
    if begun:
        return begun
    from mss_cli.query.source_names import files_named

    return files_named(store, typed)
