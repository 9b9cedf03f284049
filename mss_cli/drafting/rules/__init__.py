"""Draft facts from the sentences of an English article, by rules: offline and without a model.

    names.py      known entities in a sentence, and proposals for new ones
    times.py      the date that a sentence gives, worked out from the day of publication
    quotations.py what stands in quotation marks
    subjects.py   the subject of a verb of saying
    speech.py     who says it, and when
    wording.py    the kind of a sentence, and whether it happened, is planned or is alleged
    texts.py      the text of a draft, and what is copied from the article
    proposals.py  facts that may say the same, and relations

A draft is a proposal. What a rule had to guess is named in `guessed`, and `why` says how the rest
was found.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from mss_cli import limits
from mss_cli.drafting.articles.blocks import Block
from mss_cli.drafting.draft import Draft, empty_fact
from mss_cli.drafting.rules.names import Names
from mss_cli.drafting.rules.quotations import QUOTED, masked
from mss_cli.drafting.rules.speech import is_speech, occasion, speakers
from mss_cli.drafting.rules.subjects import SAYS, Speaker, Told
from mss_cli.drafting.rules.texts import figure_text, prose_text, without_dateline
from mss_cli.drafting.rules.times import Dated, dated, of_publication, same_as
from mss_cli.drafting.rules.wording import (
    also_happens,
    content_kind,
    is_assertion,
    is_past,
    kind_of,
    position_of,
    status_of,
)
from mss_cli.facts.amounts import Amount, amounts
from mss_cli.facts.passages import sentences
from mss_cli.query.store import Store

MOST_FIGURES = 4  # drafts of numbers for one sentence
NEAR = 4  # sentences in which a pronoun or a quotation still means the last speaker
_DAY_LONG = len("2024-06-25")
SAID = ("statement", "stance")
FORMS = {"headline": "headline", "caption": "caption", "summary": "summary", "body": "body"}


def draft(
    text: str, blocks: Sequence[Block], published: str | None, source: str, store: Store
) -> list[Draft]:
    """Return drafts for the sentences of an article, in the order of its text.

    published: EDTF, or None. store: its entities, topics and measures are linked.
    """
    names = Names(store, text)
    told = list(_sentences(text, blocks))
    said_by = speakers(told, names, NEAR)
    spoken = _occasions(told, said_by, published)
    first = _first_day(told, published)
    found: list[Draft] = []
    for one, speaker in zip(told, said_by, strict=True):
        context = _Context(
            published,
            spoken.get(speaker.ids) if speaker else None,
            first if one.form in ("headline", "summary") else None,
        )
        drafts = _Sentence(one, text, names, speaker, context, store).drafts()
        found += (d._replace(id=f"s{one.number}-{n}") for n, d in enumerate(drafts, 1))
    return found


def _sentences(text: str, blocks: Sequence[Block]) -> Iterator[Told]:
    """Yield the sentences that may carry a fact."""
    quoted = masked(text)
    at = 0
    for number, span in enumerate(sentences(text), 1):
        while at < len(blocks) - 1 and blocks[at].end <= span.start:
            at += 1
        form = blocks[at].form if blocks else "body"
        sentence = text[span.start : span.end][: limits.MAX_SENTENCE_CHARS + 1]
        too_long = len(sentence) > limits.MAX_SENTENCE_CHARS
        if form == "boilerplate" or too_long or not is_assertion(sentence):
            continue
        outside = quoted[span.start : span.end]
        outside = without_dateline(outside).rjust(len(outside))  # a place in it says nothing
        goes_on = text[span.end : span.end + 1] not in ("", "\n")
        yield Told(span, outside, form, number, goes_on)


def _occasions(
    told: Sequence[Told], said_by: Sequence[Speaker | None], published: str | None
) -> dict[tuple[str, ...], str]:
    """Return the day on which each speaker spoke, if the article gives only one."""
    found: dict[tuple[str, ...], set[str]] = {}
    for one, speaker in zip(told, said_by, strict=True):
        day = _day(occasion(one.outside), published) if speaker else None
        if speaker and day:
            found.setdefault(speaker.ids, set()).add(day)
    return {ids: next(iter(days)) for ids, days in found.items() if len(days) == 1}


def _first_day(told: Sequence[Told], published: str | None) -> str | None:
    """Return the first day that the text of an article gives."""
    days = (_day(one.outside, published) for one in told if one.form == "body")
    return next(filter(None, days), None)


def _day(words: str, published: str | None) -> str | None:
    """Return the date that some words give, if it is a day."""
    found = dated(words, published, planned=False)
    is_day = found is not None and found.edtf is not None and len(found.edtf) == _DAY_LONG
    return found.edtf if found is not None and is_day else None


class _Context(NamedTuple):
    """What an article says of the dates of a sentence.

    published: EDTF. spoken: the day on which its speaker spoke. happened: for a headline, the
    first day of the text.
    """

    published: str | None
    spoken: str | None = None
    happened: str | None = None


class _Sentence:
    """The drafts of one sentence."""

    def __init__(
        self,
        told: Told,
        text: str,
        names: Names,
        speaker: Speaker | None,
        context: _Context,
        store: Store,
    ) -> None:
        self._span = told.span
        self._sentence = text[told.span.start : told.span.end]
        self._outside = told.outside
        self._form = told.form
        self._names = names
        self._speaker = speaker
        self._published, self._spoken, self._happened = context
        self._store = store
        self._mentioned = names.within(told.span)

    def drafts(self) -> Iterator[Draft]:
        """Yield the draft of what the sentence says, then one for each number."""
        figures = list(islice(amounts(self._sentence), MOST_FIGURES))
        said = self._speaker is not None or is_speech(self._outside)
        kind, why = kind_of(self._sentence, said)
        prose = self._prose(kind, why)
        yield prose
        if prose.fact["kind"] in SAID:
            told = content_kind(SAYS.sub(" ", self._outside).replace(QUOTED, " "))
            if told or also_happens(self._sentence):
                yield self._prose(told or "event", "what is said, as a fact of its own")
        for title, identifier in self._names.titles(self._span):
            yield self._role(title, identifier)
        for amount in figures:
            yield self._figure(amount)

    def _prose(self, kind: str, why: str) -> Draft:
        fact = self._fact(kind)
        guessed = {"text", "kind"}
        stance = position_of(self._sentence) if kind == "stance" else ""
        topics = fact["topics"]
        holder = (self._speaker.ids if self._speaker else fact["actors"])[:1]
        if kind == "stance" and (not stance or not topics or not holder):
            said = self._speaker is not None or is_speech(self._outside)
            fact["kind"] = "statement" if said else "event"
        elif kind == "stance":
            fact["stance"] = {"holder": holder[0], "on": topics[0], "position": stance}
            guessed.add("stance")
        fact["text"] = prose_text(self._sentence, self._speaker)
        return self._draft(fact, guessed, f"kind: {why}" if why else "")

    def _role(self, title: str, identifier: str) -> Draft:
        """Return the draft of an office that a name is given with."""
        fact = self._fact("role")
        fact |= {"actors": [identifier], "said_by": [], "places": [], "status": "ongoing"}
        fact["about"] = [i for i in self._mentioned if i != identifier][:1]
        self._date = of_publication(self._published, said=False, lasting=True)
        fact |= {
            "date": self._date.edtf,
            "date_basis": self._date.basis,
            "date_derivation": self._date.derivation,
        }
        fact["text"] = f"{self._names.name(identifier)} was {title}."
        return self._draft(
            fact, {"about", "date", "text"}, f"kind: the office {title!r} with the name"
        )

    def _figure(self, amount: Amount) -> Draft:
        fact = self._fact("figure")
        measure, known = _measure(amount, self._store)
        fact["quantity"] = {
            "value": amount.value,
            "low": amount.low,
            "high": amount.high,
            "qualifier": amount.qualifier,
            "unit": amount.unit,
            "measure": measure,
        }
        guessed = {"text"} | (set() if known else {"quantity"})
        fact["text"] = figure_text(amount, fact["date"], fact["status"])
        return self._draft(fact, guessed, f"number: the passage gives '{amount.printed}'")

    def _fact(self, kind: str) -> dict[str, Any]:
        """Return a fact with what all drafts of the sentence share."""
        subjects, places = self._names.roles(self._mentioned, self._span)
        speakers = list(self._speaker.ids) if self._speaker else []
        others = [i for i in self._mentioned if i not in subjects and i not in speakers]
        self._status, self._why_status = status_of(self._sentence, kind)
        self._date = self._dated(kind)
        return {
            **empty_fact(),
            "kind": kind,
            "status": self._status,
            "date": self._date.edtf,
            "date_basis": self._date.basis,
            "date_derivation": self._date.derivation,
            "said_by": speakers,
            "actors": speakers if speakers and kind in SAID else subjects or speakers,
            "about": [i for i in others if i not in places],
            "places": places,
            "topics": self._names.topics(self._sentence),
        }

    def _dated(self, kind: str) -> Dated:
        """Return the date: that of the act or, for what is said, that of its saying."""
        to_come = self._status in ("planned", "proposed", "conditional")
        planned = to_come and not is_past(self._sentence)
        said = kind in SAID
        plain = without_dateline(self._sentence)
        told = occasion(self._outside)
        # The day of saying is not that of what happened, unless it is the only one.
        for words in (told,) if said else (_without(plain, told), plain):
            found = dated(words, self._published, planned and not said)
            if found is not None:
                return found
        if self._spoken is not None and (said or kind == "figure"):
            return same_as(self._spoken, "the day on which the same speaker spoke")
        if (
            self._happened is not None
            and kind in ("event", "figure")
            and self._status == "occurred"
        ):
            return same_as(self._happened, "the first day that the text gives")
        lasting = kind in ("condition", "role", "relation", "mandate", "figure")
        return of_publication(self._published, said, lasting)

    def _draft(self, fact: dict[str, Any], guessed: set[str], why: str) -> Draft:
        if self._speaker is not None and self._speaker.guessed:
            guessed.add("said_by")
        if self._date.guessed:
            guessed.add("date")
        used = {*fact["said_by"], *fact["actors"], *fact["about"], *fact["places"]}
        return Draft(
            "",
            self._span.start,
            self._span.end,
            self._sentence,
            fact,
            form=FORMS.get(self._form, "body"),
            guessed=tuple(sorted(guessed)),
            why=tuple(self._reasons(fact, why)),
            entities=tuple(self._names.new(used)),
        )

    def _reasons(self, fact: Mapping[str, Any], why: str) -> Iterator[str]:
        """Yield how the fields were found; each reason begins with the name of its field."""
        if why:
            yield why
        if self._date.why:
            yield f"date: {self._date.why}"
        if self._why_status:
            yield f"status: {self._why_status}"
        if self._speaker is not None:
            yield f"speaker: {self._speaker.why}"
        elif fact["kind"] in SAID:
            yield "speaker: nobody is named, but somebody says it"


def _without(sentence: str, told: str) -> str:
    """Return a sentence without its last words that tell when it was said."""
    at = sentence.rfind(told) if told else -1
    return sentence if at < 0 else f"{sentence[:at]} {sentence[at + len(told) :]}"


def _measure(amount: Amount, store: Store) -> tuple[str, bool]:
    """Return the id of the measure of a number, and whether the store has it."""
    wanted = {*amount.unit.lower().split()}
    best = ("", 0)
    for measure in store.measures.values():
        labels = " ".join((measure["label"], *measure["alt_labels"])).lower().split()
        shared = len(wanted & {*labels})
        if shared > best[1]:
            best = (measure["id"], shared)
    if best[1] >= max(2, len(wanted)):
        return best[0], True
    slug = "-".join(
        "".join(c if c.isalnum() and c.isascii() else " " for c in amount.unit.lower()).split()
    )
    slug = slug[:60] or "number"
    if slug in store.entities or slug in store.topics:
        slug = f"number-of-{slug}"  # an id means one thing
    return slug, False
