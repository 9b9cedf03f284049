"""From the words of a query to concepts, dates and the expected answer type."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mss_cli import limits
from mss_cli.facts.dates import Interval
from mss_cli.facts.model import Fact
from mss_cli.facts.quantities import NUMERALS, number_at
from mss_cli.search import dates as when
from mss_cli.search.amounts_asked import MEASURED
from mss_cli.search.collection import Need
from mss_cli.search.concepts import Concept
from mss_cli.search.dates import TemporalExpression
from mss_cli.search.documents import Reader, number, weight_of
from mss_cli.search.english import BEFORE_US, CLAUSE_END, GLUE, MODAL, AnswerType, answer_type
from mss_cli.search.frames import Frame, framed
from mss_cli.search.lexicon import is_stopword, tag, tags
from mss_cli.search.operators import ParsedQuery
from mss_cli.search.spelling import is_english, is_proper
from mss_cli.text import fold
from mss_cli.understanding.asides import FILLERS, without_asides
from mss_cli.understanding.phrasal import plain_verbs

SYNONYM = 0.5  # the weight of a synonym
TOPIC_OF_NAME = 0.5  # the weight of a topic with the same label as a name
FEW = 3  # related words that a note names
PARTS_OF_LABEL = 0.5  # the weight of all words of a label together, besides its entity or topic
UNKNOWN = "no fact contains"  # how a note on a word that is left out begins


class Question(NamedTuple):
    """A query as search understands it.

    phrases: words that must occur in this order. excluded: the terms of each excluded word.
    notes: corrections and unknown words, for the user. frame: what an answer must say.
    """

    words: tuple[str, ...]
    concepts: tuple[Concept, ...]
    dates: tuple[TemporalExpression, ...] = ()
    answer_type: AnswerType | None = None
    phrases: tuple[str, ...] = ()
    excluded: tuple[Concept, ...] = ()
    notes: tuple[str, ...] = ()
    frame: Frame = Frame()


def query_words(parsed: ParsedQuery) -> list[str]:
    """Return every word of a query, folded, and words that stand for some of them.

    These are the plain verbs of phrasal ones, and those that an answer of its type often has.
    """
    folded = fold(" ".join((parsed.text, *parsed.phrases, *parsed.excluded)))
    words = when.tokens(folded)
    wanted = answer_type(folded)
    expected = wanted.words.split() if wanted else []
    return list(dict.fromkeys((*words, *plain_verbs(words), *expected)))


def read(reader: Reader, parsed: ParsedQuery, today: str) -> Question:
    """Return the question that a query asks, by the vocabulary of a reader.

    today: ISO 8601. Raises UsageError for an impossible date.
    """
    folded = fold(without_asides(parsed.text, lambda word: _asks_or_is_known(reader, word)))
    words = plain_verbs(when.tokens(folded), reader.lexicon.has_label)
    every_date = dates_in(reader, words, today)
    negated = (" ".join(words[d.first - d.lead : d.last]) for d in every_date if d.negated)
    notes = [f"{text!r} is left out: its negation is not understood" for text in negated]
    concepts = list(undated_concepts(reader, words, every_date, notes))
    unknown = any(c.kind == "unknown" and not is_proper(c.typed) for c in concepts)
    wanted = answer_type(folded)
    if (reader.initials or unknown) and wanted is None:  # a question is no name
        concepts = _as_name(reader, parsed.text, notes) or concepts
    for phrase in parsed.phrases:
        concepts += _extras(reader, when.tokens(fold(phrase)))
    excluded = [
        concept._replace(typed=text)
        for text in parsed.excluded
        for concept in list(_concepts(reader, when.tokens(fold(text)), notes))[:1]
    ]
    frame, concepts = framed(words, concepts)
    if wanted is not None and wanted.words and not frame.pasted:
        concepts += _extras(reader, [w for w in wanted.words.split() if w not in words])
    return Question(
        tuple(words),
        tuple(concepts),
        () if frame.pasted else tuple(d for d in every_date if not d.negated),
        wanted,
        parsed.phrases,
        tuple(excluded),
        tuple(dict.fromkeys(notes)),
        frame,
    )


def _asks_or_is_known(reader: Reader, word: str) -> bool:
    """Return True for a word that a fact or a label has, or a number; not for a function word."""
    if is_stopword(word) or len(word) < 2 or word in GLUE:
        return False
    return word not in reader.corrections or reader.corrections[word] is not None


def dates_in(reader: Reader, words: Sequence[str], today: str) -> tuple[TemporalExpression, ...]:
    """Return the temporal expressions of a query; one with an event replaces those inside it."""
    dates = [
        reader.with_likely_years(dated)
        for dated in when.find(words, today, reader.collection.years[-limits.MAX_YEARS :])
        if not _is_count(reader, words, dated)
    ]
    events = list(_event_dates(reader, words, dates))
    outside = (d for d in dates if not any(e.first <= d.first < e.last for e in events))
    return (*events, *outside)


def undated_concepts(
    reader: Reader, words: Sequence[str], dates: Sequence[TemporalExpression], notes: list[str]
) -> Iterator[Concept]:
    """Yield the numbers, words and names of a query between its dates, from left to right."""
    in_dates = {n for d in dates for n in range(d.first - d.lead, d.last)}
    at = 0
    while at < len(words):
        if at in in_dates:
            at += 1
            continue
        counted = _number(reader, words, at)
        if counted:
            at, concept = counted
            if concept.kind == "number" and not reader.frequency(concept.terms).facts:
                notes.append(f"{UNKNOWN} {concept.typed!r}")
            yield concept
            continue
        end = at
        while end < len(words) and end not in in_dates and not _number(reader, words, end):
            end += 1
        yield from _concepts(reader, _without_pronoun(words[at:end]), notes)
        at = end


def _as_name(reader: Reader, text: str, notes: list[str]) -> list[Concept]:
    """Return the concept of a query that is one name, however it is spelt."""
    from mss_cli.query.resolution import resolve

    found = resolve(text, reader.store.entity_names)
    if found.only is None or (found.step == "start" and is_english(text.lower())):
        return []
    notes[:] = [found.explanation()] if found.explanation() else []
    reader.include(found.only.id)
    return [Concept(text.lower(), ((tag(found.only.id), 1.0),), "name", found.only.name)]


def _extras(reader: Reader, words: Sequence[str]) -> Iterator[Concept]:
    """Yield an extra concept for each content word of a label or phrase."""
    for word in words:
        if not is_stopword(word):
            yield Concept(word, ((reader.lexicon.stem(word), 1.0),), "extra")


def _without_pronoun(words: Sequence[str]) -> list[str]:
    """Return words without `us` as a pronoun, so that `us` means the United States."""
    return [w for n, w in enumerate(words) if not (w == "us" and n and words[n - 1] in BEFORE_US)]


# --- events that bound a period -----------------------------------------------------------


def _event_dates(
    reader: Reader, words: Sequence[str], dates: Sequence[TemporalExpression]
) -> Iterator[TemporalExpression]:
    """Yield the temporal expressions bounded by an event of the store: `since the vote`."""
    starts = {d.first for d in dates}
    for at, word in enumerate(words):
        if word not in when.BEFORE_EVENT or at + 1 in starts:
            continue
        last = next((n for n in range(at + 1, len(words)) if words[n] in CLAUSE_END), len(words))
        inside = [d for d in dates if at < d.first < last]
        in_dates = {n for d in inside for n in range(d.first, d.last)}
        clause = [words[n] for n in range(at + 1, last) if n not in in_dates]
        if all(map(is_stopword, clause)) or not MODAL.isdisjoint(clause):
            continue
        if clause[0] not in ("a", "an") and not _number(reader, words, at + 1):
            event = _event(reader, list(_concepts(reader, clause, [])), inside)
            if event:
                days = Interval(event["date_start"], event["date_end"])
                yield TemporalExpression(at + 1, last, (days,), when.SIDES[word], 1, event["id"])


def _event(
    reader: Reader, concepts: Sequence[Concept], inside: Sequence[TemporalExpression]
) -> Fact | None:
    """Return the event that best matches all concepts, dated within the expressions inside."""
    terms_of_each = [c.terms for c in concepts if c.kind != "extra"]
    if not terms_of_each:
        return None

    def bounds_a_period(fact: Fact) -> bool:
        own = Interval(fact["date_start"], fact["date_end"])
        return (
            fact["kind"] == "event"
            and fact["status"] == "occurred"
            and None not in own
            and (own.start or "")[:7] == (own.end or "")[:7]  # a longer event is no boundary
            and all(any(own.within(i) for i in dated.intervals) for dated in inside)
        )

    needs = [Need(tuple(term for term, _ in terms)) for terms in terms_of_each]
    facts = reader.collection.candidates(
        [needs], bounds_a_period, limits.MIN_CANDIDATES, filtered=False
    )
    idf = [reader.idf(reader.collection.frequency(need).facts) for need in needs]
    found: list[tuple[float, str, Fact]] = []
    for fact, bag in zip(facts, reader.bags(facts), strict=True):
        weights = [weight_of(bag, terms) for terms in terms_of_each]
        if all(weights):
            score = sum(i * min(weight, 2.0) for i, weight in zip(idf, weights, strict=True))
            is_day = fact["date_start"] == fact["date_end"]
            found.append((score + is_day, fact["id"], fact))
    return max(found, key=lambda f: f[:2])[2] if found else None


# --- numbers ------------------------------------------------------------------------------


def _is_count(reader: Reader, words: Sequence[str], dated: TemporalExpression) -> bool:
    """Return True if a number that looks like a year counts things: `2000 officers`."""
    if dated.last - dated.first > 1 or not words[dated.first].isdecimal():
        return False
    return dated.last < len(words) and reader.lexicon.stem(words[dated.last]) in reader.units


def _number(reader: Reader, words: Sequence[str], at: int) -> tuple[int, Concept] | None:
    """Read the number that starts at a word: return its end and its concept, or None.

    A year is twelve months.
    """
    read = number_at(words, at)
    if read is None:
        return None
    end, value, certain = read
    stem = reader.lexicon.stem
    terms = [(number(value), 1.0)]
    terms += [(stem(word), 1.0) for word, counted in NUMERALS.items() if counted == value]
    unit = stem(words[end]) if end < len(words) else ""
    if unit == "year":
        terms.append((number(value * 12), SYNONYM))
    elif unit == "month":
        terms.append((number(value / 12), SYNONYM))
    kind = "number" if certain else "word"
    if words[at - 1 : at] in (["than"], ["over"], ["least"], ["under"]):
        kind = "light"  # `more than 500`: facts give another number
    return end, Concept(" ".join(words[at:end]), tuple(terms), kind)


# --- words and names ----------------------------------------------------------------------


class _Word(NamedTuple):
    """A word of a query: as typed, as read, and its stem.

    apart: True after an article that no preposition precedes: `support the mission` is not the
    label `support mission`.
    """

    typed: str
    read: str
    stem: str
    unknown: bool = False
    apart: bool = False


def _concepts(reader: Reader, words: Sequence[str], notes: list[str]) -> Iterator[Concept]:
    """Yield the concepts of words in a row; the longest label or synonym wins."""
    lexicon = reader.lexicon
    read_words = list(_corrected(reader, words, notes))
    stems = [word.stem for word in read_words]
    at = 0
    while at < len(read_words):
        word = read_words[at]
        end = next((n for n in range(at + 1, len(stems)) if read_words[n].apart), len(stems))
        length = 0 if word.unknown else lexicon.longest_label(stems[:end], at)
        if length == 1 and is_stopword(word.read):
            length = 0
        label = read_words[at : at + max(length, 1)]
        at += len(label)
        if length:
            yield _labelled(reader, label)
            if length > 1:
                yield from _extras(reader, [w.read for w in label])
        elif not is_stopword(word.read):
            yield _single(reader, word, notes)


def _single(reader: Reader, word: _Word, notes: list[str]) -> Concept:
    """Return the concept of a word that is no label; it may be part of a name."""
    terms = tuple((stem, 1.0) for stem in _forms(reader, word.stem))
    if not terms:
        names = reader.lexicon.names_with(word.stem)
        reader.include(*(name.id for name in names))
        terms = tuple(tags(names, reader.store))
    own = bool(terms)
    related = _related(reader, word.stem)
    terms += tuple((stem, weight) for stem, (weight, _) in related.items())
    if not terms and not word.unknown:
        notes.append(f"{UNKNOWN} {word.typed!r}")
    meant = word.read if word.read != word.typed else ""
    same = tuple(other for _, other in related.values())
    if not own and related:
        notes.append(f"{word.typed} → {' or '.join(same[:FEW])} (no fact contains {word.typed!r})")
    kind = "word" if own else "related" if terms else "unknown"
    return Concept(word.typed, terms, kind, meant, same)


def _forms(reader: Reader, stem: str) -> Iterator[str]:
    """Yield a stem and those of irregular forms of the same word, as far as facts have them."""
    for form in (stem, *reader.lexicon.forms.get(stem, ())):
        if reader.collection.knows(form):
            yield form


def _related(reader: Reader, stem: str) -> dict[str, tuple[float, str]]:
    """Return the words that mean about the same as a word, as far as facts have them."""
    related = reader.lexicon.related.get(stem, {})
    return {other: found for other, found in related.items() if reader.collection.knows(other)}


def _corrected(reader: Reader, words: Sequence[str], notes: list[str]) -> Iterator[_Word]:
    """Yield words after spelling correction, and note each correction."""
    stem = reader.lexicon.stem
    for n, typed in enumerate(words):
        filler = typed in FILLERS and len(words) > 2
        apart = n > 1 and words[n - 1] in ("a", "an", "the") and words[n - 2] not in GLUE
        if typed in GLUE or filler or (len(typed) == 1 and typed.isalpha()):
            continue  # an initial alone is too vague
        if typed not in reader.corrections:
            yield _Word(typed, typed, stem(typed), apart=apart)
            continue
        corrected = reader.corrections[typed]
        if corrected is None and typed in MEASURED and words[n - 1 : n] == ["how"]:
            continue  # `how long` asks for a number, not for `long`
        if corrected is None:
            if not _related(reader, stem(typed)):
                notes.append(f"{UNKNOWN} {typed!r}")
            yield _Word(typed, typed, stem(typed), unknown=True, apart=apart)
            continue
        either = corrected.how == "start"
        meant = (" or " if either else " ").join(corrected.words)
        notes.append(f"{typed} → {meant} (no fact contains {typed!r})")
        for word in corrected.words[: 1 if either else None]:
            yield _Word(typed, word, stem(word), apart=apart)
            apart = False


def _labelled(reader: Reader, label: Sequence[_Word]) -> Concept:
    """Return the concept of a label: its words, its entities or topics, its synonyms."""
    lexicon = reader.lexicon
    stems = tuple(word.stem for word in label)
    content = [word.stem for word in label if not is_stopword(word.read)]
    weight_of_word = 1.0 if len(label) == 1 else PARTS_OF_LABEL / max(1, len(content))
    terms = dict.fromkeys(content, weight_of_word)
    if len(content) == 1:
        terms |= dict.fromkeys(_forms(reader, content[0]), weight_of_word)
    names = dict.fromkeys(lexicon.names_by_label.get(stems, ()))
    synonyms = lexicon.synonyms.get(stems, {})
    for synonym in synonyms:
        if len(synonym) == 1:
            terms.setdefault(synonym[0], SYNONYM)
        names |= dict.fromkeys(lexicon.names_by_label.get(synonym, ()))
    if len(stems) == 1 and not synonyms:
        for stem, (related_weight, _) in _related(reader, stems[0]).items():
            terms.setdefault(stem, related_weight)
    is_name = any(name.kind not in ("topic", "measure") for name in names)
    for name in names:
        factor = TOPIC_OF_NAME if is_name and name.kind in ("topic", "measure") else 1.0
        for term, weight in tags([name], reader.store):
            terms.setdefault(term, weight * factor)
    typed = " ".join(dict.fromkeys(word.typed for word in label))
    meant = " ".join(word.read for word in label)
    return Concept(
        typed,
        tuple(terms.items()),
        "name" if is_name else "word",
        meant if meant != typed else "",
        tuple(synonyms.values()),
    )
