"""From the words of a query to concepts, dates and the expected answer type."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mss_cli import limits
from mss_cli.errors import UsageError
from mss_cli.facts.dates import Interval
from mss_cli.facts.model import Fact
from mss_cli.facts.quantities import FACTORS, NUMERALS
from mss_cli.query.resolution import resolve
from mss_cli.search import dates as when
from mss_cli.search.collection import Need
from mss_cli.search.dates import Dated
from mss_cli.search.documents import Reader, number, weight_of
from mss_cli.search.english import BEFORE_US, CLAUSE_END, GLUE, MODAL, Asks, asks
from mss_cli.search.lexicon import empty, tag, tags
from mss_cli.search.operators import Typed
from mss_cli.search.spelling import is_english, is_proper
from mss_cli.text import fold

SYNONYM = 0.5  # the weight of a synonym
BESIDE = 0.5  # the weight of a topic with the same label as a name
PARTLY = 0.5  # the weight of all words of a label together, beside its entity or topic
_SLASHED = r"(?<!\S)\d{1,2}([/.])\d{1,2}\1(?:\d\d){1,2}(?!\S)"
_COUNTED = r"(\d{1,15}(?:\.\d{1,9})?)(k|m|mn|bn)?"


class Concept(NamedTuple):
    """One unit of a query: the words as typed, and the terms that mean it with their weights.

    kind: `word`, `name`, `number`, `unknown`, or `extra`, which raises scores but is not
    required. meant: the corrected words, if any. same: synonyms.
    """

    typed: str
    terms: tuple[tuple[str, float], ...]
    kind: str = "word"
    meant: str = ""
    same: tuple[str, ...] = ()


class Question(NamedTuple):
    """A query as search understands it.

    phrases: words that must occur in this order. excluded: the terms of each excluded word.
    notes: corrections and unknown words, for the user.
    """

    words: tuple[str, ...]
    concepts: tuple[Concept, ...]
    dates: tuple[Dated, ...] = ()
    asks: Asks | None = None
    phrases: tuple[str, ...] = ()
    excluded: tuple[Concept, ...] = ()
    notes: tuple[str, ...] = ()


def asked_words(typed: Typed) -> list[str]:
    """Return every word of a query, folded."""
    return when.tokens(fold(" ".join((typed.text, *typed.phrases, *typed.excluded))))


def read(reader: Reader, typed: Typed, today: str) -> Question:
    """Return the question that a query asks, by the vocabulary of a reader.

    today: ISO 8601. Raises UsageError for an impossible date.
    """
    folded = fold(typed.text)
    slashed = re.search(_SLASHED, folded) if {"/", "."} & {*folded} else None
    if slashed:
        raise UsageError(
            f"{slashed[0]!r} is ambiguous",
            where="the query",
            expected="write 2 october 2024 or 2024-10-02",
        )
    every = when.tokens(folded)
    dates = tuple(
        reader.likely(dated)
        for dated in when.find(every, today, reader.collection.years)
        if not _counts(reader, every, dated)
    )
    turning = tuple(_turning_points(reader, every, dates))
    dates = (*turning, *(d for d in dates if not any(t.first <= d.first < t.last for t in turning)))
    taken = {n for d in dates for n in range(d.first - bool(d.side), d.last)}
    concepts: list[Concept] = []
    notes: list[str] = []
    at = 0
    while at < len(every):
        if at in taken:
            at += 1
            continue
        counted = _number(reader, every, at)
        if counted:
            at, concept = counted
            concepts.append(concept)
            if concept.kind == "number" and not reader.having(concept.terms).facts:
                notes.append(f"no fact has {concept.typed!r}")
            continue
        run = at
        while run < len(every) and run not in taken and not _number(reader, every, run):
            run += 1
        concepts += _concepts(reader, _without_pronoun(every[at:run]), notes)
        at = run
    if reader.initials or any(c.kind == "unknown" and not is_proper(c.typed) for c in concepts):
        concepts = _as_name(reader, typed.text, notes) or concepts
    for phrase in typed.phrases:
        concepts += _parts(reader, when.tokens(fold(phrase)))
    excluded = [
        concept._replace(typed=text)
        for text in typed.excluded
        for concept in list(_concepts(reader, when.tokens(fold(text)), notes))[:1]
    ]
    return Question(
        tuple(every),
        tuple(concepts),
        dates,
        asks(folded),
        typed.phrases,
        tuple(excluded),
        tuple(dict.fromkeys(notes)),
    )


def _as_name(reader: Reader, text: str, notes: list[str]) -> list[Concept]:
    """Return the concept of a query that is one name, however it is spelt."""
    found = resolve(text, reader.store.entity_names)
    if found.only is None or (found.how == "start" and is_english(text.lower())):
        return []
    notes[:] = [found.explanation()] if found.explanation() else []
    reader.take(found.only.id)
    return [Concept(text.lower(), ((tag(found.only.id), 1.0),), "name", found.only.name)]


def _parts(reader: Reader, words: Sequence[str]) -> Iterator[Concept]:
    """Yield a concept for each content word of a label or phrase."""
    for word in words:
        if not empty(word):
            yield Concept(word, ((reader.lexicon.stem(word), 1.0),), "extra")


def _without_pronoun(run: Sequence[str]) -> list[str]:
    """Return the words without `us` as a pronoun, so that `us` means the United States."""
    return [w for n, w in enumerate(run) if not (w == "us" and n and run[n - 1] in BEFORE_US)]


# --- events that bound a period -----------------------------------------------------------


def _turning_points(
    reader: Reader, every: Sequence[str], dates: Sequence[Dated]
) -> Iterator[Dated]:
    """Yield the temporal expressions bounded by an event of the store: `since the vote`."""
    starts = {d.first for d in dates}
    for at, word in enumerate(every):
        if word not in when.TURNING or at + 1 in starts:
            continue
        last = next((n for n in range(at + 1, len(every)) if every[n] in CLAUSE_END), len(every))
        within = [d for d in dates if at < d.first < last]
        dated = {n for d in within for n in range(d.first, d.last)}
        clause = [every[n] for n in range(at + 1, last) if n not in dated]
        if all(map(empty, clause)) or not MODAL.isdisjoint(clause):
            continue
        if clause[0] not in ("a", "an") and not _number(reader, every, at + 1):
            event = _event(reader, list(_concepts(reader, clause, [])), within)
            if event:
                days = Interval(event["date_start"], event["date_end"])
                yield Dated(at + 1, last, (days,), when.SIDES[word], event["id"])


def _event(reader: Reader, concepts: Sequence[Concept], within: Sequence[Dated]) -> Fact | None:
    """Return the event that matches all concepts and is dated within the periods."""
    parts = [c.terms for c in concepts if c.kind != "extra"]
    if not parts:
        return None

    def bounds(fact: Fact) -> bool:
        own = Interval(fact["date_start"], fact["date_end"])
        return (
            fact["kind"] == "event"
            and fact["status"] == "occurred"
            and None not in own
            and (own.start or "")[:7] == (own.end or "")[:7]  # short enough to bound a period
            and all(any(own.within(i) for i in dated.intervals) for dated in within)
        )

    needs = [Need(tuple(term for term, _ in terms)) for terms in parts]
    facts = reader.collection.candidates([needs], bounds, limits.MIN_CANDIDATES, filtered=False)
    bags = reader.bags(facts)
    idf = [reader.idf(reader.collection.having(need).facts) for need in needs]
    found: list[tuple[float, str, Fact]] = []
    for fact, bag in zip(facts, bags, strict=True):
        each = [weight_of(bag, terms) for terms in parts]
        if all(each):
            score = sum(i * min(weight, 2.0) for i, weight in zip(idf, each, strict=True))
            day = fact["date_start"] == fact["date_end"]
            found.append((score + day, fact["id"], fact))
    return max(found, key=lambda f: f[:2])[2] if found else None


# --- numbers ------------------------------------------------------------------------------


def _counts(reader: Reader, every: Sequence[str], dated: Dated) -> bool:
    """Return True if a number that looks like a year counts things: `2000 officers`."""
    if dated.last - dated.first > 1 or not every[dated.first].isdecimal():
        return False
    return (
        reader.lexicon.stem(every[dated.last]) in reader.units if dated.last < len(every) else False
    )


def _number(reader: Reader, every: Sequence[str], at: int) -> tuple[int, Concept] | None:
    """Read the number that starts at a word: return its end and its concept.

    A year is twelve months. `one` and `zero` rarely count things.
    """
    digit = every[at][0].isdecimal()
    match = re.fullmatch(_COUNTED, every[at], re.ASCII) if digit else None
    value = float(match[1]) if match else float(NUMERALS.get(every[at], 0))
    if value < 2 and not match:
        return None
    last = at + 1
    multiple = (match and match[2]) or ""
    if not multiple and last < len(every) and every[last] in FACTORS:
        multiple = every[last]
        last += 1
    value = round(value * FACTORS.get(multiple, 1), 6)
    stem = reader.lexicon.stem
    terms = [(number(value), 1.0)]
    terms += [(stem(word), 1.0) for word, counted in NUMERALS.items() if counted == value]
    unit = stem(every[last]) if last < len(every) else ""
    if unit == "year":
        terms.append((number(value * 12), SYNONYM))
    elif unit == "month":
        terms.append((number(value / 12), SYNONYM))
    kind = "number" if match else "word"  # `two` often does not count anything
    return last, Concept(" ".join(every[at:last]), tuple(terms), kind)


# --- words and names ----------------------------------------------------------------------


class _Word(NamedTuple):
    """A word of a query: as typed, as read, and its stem."""

    typed: str
    read: str
    stem: str
    unknown: bool = False


def _concepts(reader: Reader, run: Sequence[str], notes: list[str]) -> Iterator[Concept]:
    """Yield the concepts of a run of words; the longest label or synonym wins."""
    lexicon = reader.lexicon
    every = list(_known(reader, run, notes))
    stems = [word.stem for word in every]
    at = 0
    while at < len(every):
        word = every[at]
        length = 0 if word.unknown else lexicon.longest(stems, at)
        if length == 1 and empty(word.read):
            length = 0
        part = every[at : at + max(length, 1)]
        at += len(part)
        if length:
            yield _labelled(reader, part)
            if length > 1:
                yield from _parts(reader, [w.read for w in part])
        elif not empty(word.read):
            terms: tuple[tuple[str, float], ...] = ((word.stem, 1.0),)
            if not reader.collection.knows(word.stem):
                names = lexicon.within(word.stem)
                reader.take(*(name.id for name in names))
                terms = tuple(tags(names, reader.store))
            if not terms and not word.unknown:
                notes.append(f"no fact has {word.typed!r}")
            meant = word.read if word.read != word.typed else ""
            yield Concept(word.typed, terms, "word" if terms else "unknown", meant)


def _known(reader: Reader, run: Sequence[str], notes: list[str]) -> Iterator[_Word]:
    """Yield the words of a run after spelling correction, noting each correction."""
    stem = reader.lexicon.stem
    for at, typed in enumerate(run):
        if typed in GLUE or (len(typed) == 1 and typed.isalpha()):
            continue  # an initial alone is too vague
        if typed not in reader.corrections:
            yield _Word(typed, typed, stem(typed))
            continue
        corrected = reader.corrections[typed]
        if corrected is None:
            if at == 0 or run[at - 1] not in ("which", "what"):  # not `which officials`
                notes.append(f"no fact has {typed!r}")
                yield _Word(typed, typed, stem(typed), unknown=True)
            continue
        either = corrected.how == "start"
        meant = (" or " if either else " ").join(corrected.words)
        notes.append(f"{typed} → {meant} (no fact has {typed!r})")
        for word in corrected.words[: 1 if either else None]:
            yield _Word(typed, word, stem(word))


def _labelled(reader: Reader, part: Sequence[_Word]) -> Concept:
    """Return the concept of a label: its words, its entities or topics, its synonyms."""
    lexicon = reader.lexicon
    key = tuple(word.stem for word in part)
    telling = [word.stem for word in part if not empty(word.read)]
    terms = dict.fromkeys(telling, 1.0 if len(part) == 1 else PARTLY / max(1, len(telling)))
    owners = list(lexicon.owners.get(key, ()))
    same = lexicon.rings.get(key, {})
    for other in same:
        if len(other) == 1:
            terms.setdefault(other[0], SYNONYM)
        owners += [owner for owner in lexicon.owners.get(other, ()) if owner not in owners]
    named = any(owner.kind not in ("topic", "measure") for owner in owners)
    for owner in owners:
        less = BESIDE if named and owner.kind in ("topic", "measure") else 1.0
        for term, weight in tags([owner], reader.store):
            terms.setdefault(term, weight * less)
    typed = " ".join(dict.fromkeys(word.typed for word in part))
    meant = " ".join(word.read for word in part)
    return Concept(
        typed,
        tuple(terms.items()),
        "name" if named else "word",
        meant if meant != typed else "",
        tuple(same.values()),
    )
