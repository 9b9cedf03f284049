"""Explanations: how a query was read, why a fact matched, and why no fact did."""

from collections.abc import Iterator, Sequence

from mss_cli.facts.dates import Interval
from mss_cli.facts.model import Fact
from mss_cli.search.collection import Frequency, Keep
from mss_cli.search.concepts import Concept
from mss_cli.search.dates import TemporalExpression, periods
from mss_cli.search.documents import WEIGHTS, Reader
from mss_cli.search.question import Question
from mss_cli.text import plural, words

_FIELDS = {
    "text": "in its text",
    "phrases": "in its wording",
    "said_by": "who said it",
    "actors": "who acts in it",
    "about": "whom it is about",
    "said_to": "to whom it was said",
    "places": "where it is set",
    "topics": "its topic",
    "stance": "in its position",
    "quantity": "in its number",
    "measure": "its measure",
    "passage": "in the passage it cites",
}
_KINDS = {"light": "not required", "related": "words that mean about the same"}
_LISTED = 4  # meanings of one word that are listed


def understood(reader: Reader, question: Question) -> Iterator[str]:
    """Yield a line for each concept of a query: how it was read, and how many facts have it."""
    for concept in question.concepts:
        if concept.kind != "extra":
            frequency = reader.frequency(concept.terms)
            meaning = f"{_meaning(reader, concept)} ({_many(frequency)})"
            yield f"{concept.typed!r} → {meaning if frequency.facts else 'in no fact'}"
    frame = question.frame
    if frame.predicate is not None:
        yield f"what happens: {frame.predicate.typed!r}"
    if frame.agent is not None:
        yield f"who does it: {frame.agent.typed!r}"
    if frame.by_whom:
        yield "who does it is asked for"
    for asked in (frame.asked, *frame.roles):
        if asked is not None:
            yield f"{asked.typed!r} is asked for"
    if frame.pasted:
        yield "a pasted text: a fact needs only a part of it, and its dates do not count"
    if question.answer_type is not None:
        first = " and ".join(f"{kind}s" for kind in question.answer_type.kinds)
        yield f"asked: {question.answer_type.name}; {first} are preferred"


def _many(frequency: Frequency) -> str:
    return ("" if frequency.exact else "at least ") + plural(frequency.facts, "fact")


def _meaning(reader: Reader, concept: Concept) -> str:
    names = [reader.store.name(t[1:]) for t, _ in concept.terms if t.startswith("#")]
    if concept.kind == "number":
        names = [term[1:] for term, _ in concept.terms if term.startswith("=")]
    listed = list(dict.fromkeys((concept.meant or concept.typed, *concept.same, *names)))
    more = f" and {len(listed) - _LISTED} more" if len(listed) > _LISTED else ""
    kind = _KINDS.get(concept.kind, concept.kind)
    return f"{kind}: {', '.join(listed[:_LISTED])}{more}"


def narrowed(question: Question) -> Iterator[str]:
    """Yield a line for each date, phrase and exclusion that leaves facts out."""
    for dated in question.dates:
        typed = " ".join(question.words[dated.first - dated.lead : dated.last])
        event = f" ({dated.event})" if dated.event else ""
        spans = [_period(period) for period in periods(dated)]
        more = f" or {len(spans) - _LISTED} more" if len(spans) > _LISTED else ""
        yield f"{typed}{event} → only dates {' or '.join(spans[:_LISTED])}{more}"
    for phrase in question.phrases:
        yield f'only with the words "{phrase}"'
    for concept in question.excluded:
        yield f"without {concept.typed!r}"


def _period(period: Interval) -> str:
    if period.start is None:
        return f"up to {period.end}"
    if period.end is None:
        return f"from {period.start} on"
    return period.start if period.start == period.end else f"{period.start} to {period.end}"


def why(reader: Reader, fact: Fact, question: Question, related_to: str = "") -> tuple[str, ...]:
    """Return a reason for each concept that a fact has: the term, and the field with most weight.

    related_to: the id of a related fact with a higher score, through which it was found.
    """
    fields: dict[str, tuple[float, str, str]] = {}
    for field, terms, text in reader.fields(fact):
        for term in terms:
            fields[term] = max(fields.get(term, (0.0, "", "")), (WEIGHTS[field], field, text))
    found = []
    for concept in question.concepts:
        there = [(w * fields[t][0], t) for t, w in concept.terms if t in fields]
        if there and concept.kind != "extra":
            term = max(there, key=lambda each: each[0])[1]
            found.append(_reason(reader, concept, term, *fields[term][1:]))
    if related_to:
        found.append(f"related to {related_to}: they share a relation or a passage")
    for phrase in question.phrases:
        in_text = " ".join(words(phrase)) in " ".join(words(fact["text"]))
        found.append(f'"{phrase}": in its {"text" if in_text else "wording"}')
    found += [_dated(question, dated) for dated in question.dates]
    return tuple(found)


def _reason(reader: Reader, concept: Concept, term: str, field: str, text: str) -> str:
    if term.startswith("#"):
        meant = reader.store.name(term[1:])
    elif term.startswith("="):
        meant = concept.typed
    else:
        meant = next((w for w in words(text) if reader.lexicon.stem(w) == term), term)
    parts = [w for w in concept.typed.split() if reader.lexicon.stem(w) == term]
    typed = parts[0] if parts else concept.typed  # only this word of a label
    same = meant.lower() in (typed.lower(), "")
    return f"{typed!r}{'' if same else f' as {meant!r}'}: {_FIELDS[field]}"


def _dated(question: Question, dated: TemporalExpression) -> str:
    return f"{' '.join(question.words[dated.first : dated.last])!r}: its date"


def lacking(nearest: str, lacks: Sequence[str]) -> str:
    """Return what the nearest fact does not say, or "" if no fact is near."""
    return f"the nearest fact, {nearest}, does not say {' or '.join(lacks)}" if lacks else ""


def missing(reader: Reader, question: Question, keep: Keep, undated: int) -> str:
    """Return why nothing matched. undated: how many facts only lack a matching date."""
    if undated:
        return f"{plural(undated, 'fact')} without the date"
    limiting = question.phrases or question.excluded
    if limiting and not reader.collection.candidates([[]], keep, 1):
        phrases = " and ".join(f'"{phrase}"' for phrase in question.phrases)
        excluded = " and ".join(repr(concept.typed) for concept in question.excluded)
        clauses = [f"contains {phrases}"] if phrases else []
        clauses += [f"is without {excluded}"] if excluded else []
        return f"no fact {' '.join(clauses)}"
    counts = {c.typed: reader.frequency(c.terms) for c in question.concepts if c.kind != "extra"}
    others = {c.typed for c in question.concepts if c.kind == "related"}
    there = {typed: n for typed, n in counts.items() if n.facts and typed not in others}
    found = [f"{typed!r} is in {_many(n)}" for typed, n in there.items()]
    none = [f"{typed!r} in none" for typed in counts if typed not in there]
    if not found:
        return ""
    return ", ".join([*found, *(none or ["but no fact matches enough of these words"])])
