"""The reviews of a store: open one, show it, change drafts, and commit what was decided."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from mss_cli.drafting.acceptance import check, disagreements
from mss_cli.drafting.changes import with_field
from mss_cli.drafting.draft import Draft, DraftFile, read_drafts, write_drafts
from mss_cli.drafting.fields import Vocabulary, read_field
from mss_cli.drafting.overlap import Overlap
from mss_cli.drafting.review import Review, is_empty
from mss_cli.drafting.rules.proposals import Known, already_there, near_name, relations
from mss_cli.errors import DataError, MssError, UsageError
from mss_cli.facts.kinds import RELATIONS
from mss_cli.query.names import ListedNames, Name
from mss_cli.stores.articles import Articles
from mss_cli.stores.memory import MemoryStore
from mss_cli.stores.writing import Writer
from mss_cli.text import plural, without_fact_or_label

FINISHED = "every sentence has a fact or a label"
GIVE = "give each with f"  # how a reviewer gives a missing field
PROPOSED = 2  # relations that a screen proposes
Editor = Callable[[str, str], str]


class Candidate(NamedTuple):
    """A fact that may say what a draft says, with the reasons."""

    fact: str
    text: str
    reasons: str


class View(NamedTuple):
    """What a screen shows of a review.

    before, after: the text around the passage. names: the display name of each id. warnings: what
    stands in the way of accepting. candidates: facts that may say the same. relations: those that
    the fact would bring. disagreements: those that it would cause. shared: words of the passage
    that another article has, too. notes: what else the reviewer should know.
    finished: a sentence that says so, or "".
    """

    progress: str
    source: str
    before: str
    draft: Draft
    after: str
    names: Mapping[str, str]
    warnings: Sequence[str] = ()
    candidates: Sequence[Candidate] = ()
    relations: Sequence[str] = ()
    disagreements: Sequence[str] = ()
    shared: Sequence[str] = ()
    notes: Sequence[str] = ()
    finished: str = ""


class Reviews:
    """The reviews of one store. writer: holds the lock while a review lasts."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._articles = Articles(f"{writer.directory}/articles")
        self._store = MemoryStore(writer.parts, writer.directory)
        self._candidates: dict[str, list[Candidate]] = {}
        self._known: Known | None = None
        self._overlaps: dict[str, Overlap] = {}

    # --- opening --------------------------------------------------------------------------

    def recovered(self) -> Iterator[str]:
        """Commit the decisions that an interrupted review left, and yield what was recovered."""
        known = {source["file"] for source in self._writer.parts["sources"]}
        pending = [d.get("source") for d in self._writer.decisions()]
        for source in dict.fromkeys(s for s in pending if s in known):
            try:
                review = self._review(str(source))
                if review.decided:
                    self._commit(review)
                    yield f"recovered {plural(review.decided, 'change')} of {source}"
            except MssError as error:
                yield f"the decisions of {source} cannot be written yet: {error}"

    def open(self, source: str | None) -> Review | None:
        """Return the review of a source, or of the first with open drafts; None if none has."""
        files = [each["file"] for each in self._writer.parts["sources"]]
        if source is not None:
            found = [file for file in files if source in (file, file.rpartition(".")[0])]
            found = found or [file for file in files if file.startswith(source)]
            if len(found) != 1:
                what = f"no source {source!r}" if not found else f"{source!r} names several sources"
                raise UsageError(what, expected=f"use one of {', '.join(files[:5])}")
            return self._review(found[0])
        for file in files:
            if self._writer.has(f"articles/{file}") or self._writer.has(_drafts_of(file)):
                review = self._review(file)
                if review.progress.left:
                    return review
        return None

    def _review(self, source: str) -> Review:
        drafts = self._drafts(source)
        decisions = [d for d in self._writer.decisions() if d.get("source") == source]
        text = self._articles.text(source)

        def accepted(fact: dict[str, Any], entities: Sequence[Any]) -> None:
            for question in self._questions(review):
                raise UsageError(question)
            check(review.parts, text, fact, entities, GIVE)

        review = Review(self._writer.parts, text, drafts, decisions, self._writer.log, accepted)
        return review

    def _drafts(self, source: str) -> DraftFile:
        name = _drafts_of(source)
        content = self._writer.read(name)
        if content is None:
            return DraftFile(source, ())
        try:
            drafts = read_drafts(content.decode("utf-8"), name)
        except UnicodeDecodeError as error:
            raise DataError(f"is not UTF-8 (byte {error.start})", where=name) from None
        if drafts.source != source:
            raise DataError(f"is of {drafts.source!r}, not of {source!r}", where=f"{name}, source")
        return drafts

    # --- showing --------------------------------------------------------------------------

    def view(self, review: Review) -> View:
        """Return what the screen shows of the current draft."""
        draft, progress = review.current, review.progress
        at = f"{review.at + 1} of {len(review.drafts)}"
        counts = (
            f"{progress.left} left · {progress.accepted} accepted · "
            f"{progress.rejected} rejected · {progress.labelled} labelled"
        )
        finished = f"Finished: {FINISHED}. Press q to save." if progress.done else ""
        line_start = review.text.rfind("\n", 0, draft.start) + 1
        line_end = review.text.find("\n", draft.end)
        warnings, news = self._warnings(review)
        return View(
            f"Draft {at} · {counts}",
            review.source,
            review.text[line_start : draft.start],
            draft,
            review.text[draft.end : line_end if line_end >= 0 else len(review.text)],
            _names(review),
            warnings,
            self.candidates(draft) if draft.state == "open" else (),
            [*_told(draft.relations), *(f"r {told}?" for told in self._proposed(draft))],
            news,
            list(self._shared(review)),
            list(_notes(review)) if draft.state == "open" else (),
            finished,
        )

    def _shared(self, review: Review) -> Iterator[str]:
        """Yield the words of the passage that stand in another article, with its name."""
        if review.source not in self._overlaps:
            others = (s for s in self._writer.parts["sources"] if s["file"] != review.source)
            self._overlaps = {review.source: Overlap(others, self._text)}
        quote = review.current.quote
        for file, (start, end) in self._overlaps[review.source].shared(quote):
            yield f"{quote[start:end]!r} stands in {file}, too"

    def _text(self, file: str) -> str | None:
        """Return the text of an article, or None if the store does not have it."""
        content = self._writer.read(f"articles/{file}")
        return None if content is None else content.decode("utf-8", "replace")

    def near(self, review: Review) -> Iterator[tuple[str, str]]:
        """Yield each new entity of the current draft with a known one whose name is near."""
        names = ListedNames(
            [
                *self._store.entity_names,
                *(Name(e["id"], e["kind"], (e["name"],)) for e in review.new_entities),
            ]
        )
        for entity in review.current.entities:
            if entity["id"] not in review.apart:
                known = near_name(entity["name"], names)
                if known is not None and known != entity["id"]:
                    yield entity["id"], known

    def _questions(self, review: Review) -> Iterator[str]:
        new = {entity["id"]: entity["name"] for entity in review.current.entities}
        new |= {entity["id"]: entity["name"] for entity in review.new_entities}
        for entity, known in self.near(review):
            name = self._store.entities[known]["name"] if known in self._store.entities else ""
            yield (
                f"{new[entity]!r} is near {name or new[known]} ({known}): "
                "press = if it is the same, + if it is not"
            )

    def nothing(self) -> str:
        """Return why there is nothing to review."""
        if not self._writer.parts["sources"]:
            return "nothing to review: add an article with 'mss add'"
        return "nothing to review: all drafts are reviewed; add an article with 'mss add'"

    def reject(self, review: Review) -> str:
        """Reject the current draft; return what becomes of its sentence."""
        span = (review.current.start, review.current.end)
        review.reject()
        if review.is_settled(*span):
            return "rejected"
        return "rejected; its sentence has no fact or label yet, and is asked about at the end"

    def same_entity(self, review: Review) -> str:
        """Name the known entity in the current draft instead of the first that is near."""
        new, known = self._first_near(review)
        review.identify(new, known)
        return known

    def another_entity(self, review: Review) -> str:
        """Say that the first new entity with a near name is another one."""
        new, _ = self._first_near(review)
        review.keep_apart(new)
        return new

    def _first_near(self, review: Review) -> tuple[str, str]:
        for found in self.near(review):
            return found
        raise UsageError("no new name here is near a known one")

    def _warnings(self, review: Review) -> tuple[list[str], list[str]]:
        """Return what stands in the way of accepting, and the disagreements it would bring."""
        draft = review.current
        if draft.state != "open" or (is_empty(draft) and not draft.fact["text"]):
            return [], []
        questions = list(self._questions(review))
        try:
            entities = review.brought_by(draft)
            fact = check(review.parts, review.text, review.fact_of(draft), entities, GIVE)
        except MssError as error:
            return questions or [str(error)], []
        return questions, list(disagreements(review.parts, fact))

    def _proposed(self, draft: Draft) -> Iterator[str]:
        """Yield a few relations that rules propose for an open draft, as the key `r` takes them."""
        if draft.state == "open" and not draft.relations:
            yield from _told(islice(relations(draft, self._store), PROPOSED))

    def candidates(self, draft: Draft) -> list[Candidate]:
        """Return at most three facts that may say the same as a draft."""
        key = f"{draft.id} {draft.fact['text']}"
        if key not in self._candidates:
            self._known = self._known or Known(self._store)
            found = already_there(draft, self._known) if draft.fact["text"] else []
            self._candidates[key] = [
                Candidate(c.fact, self._store.facts_by_id[c.fact]["text"], "; ".join(c.reasons))
                for c in found
            ]
        return self._candidates[key]

    # --- changing -------------------------------------------------------------------------

    def join(self, review: Review, number: int) -> str:
        """Add the current passage to one of the candidates; return its id."""
        found = self.candidates(review.current)
        if number > len(found):
            raise UsageError(f"there is no candidate {number}")
        target = found[number - 1].fact
        review.same_as(target)
        return target

    def set(self, review: Review, field: str, value: str) -> str:
        """Set one field of the current draft from what was typed; return what was done.

        Raises UsageError.
        """
        draft = review.current
        read = read_field(field, value, self._known_to(review))
        draft, told = with_field(draft, field.lower(), read, review.published)
        brought = tuple(_brought(review, draft.fact[field.lower().partition(".")[0]]))
        draft = draft._replace(entities=(*draft.entities, *brought))
        others = review.edit(_checked(draft, review.source))
        return told or _changed(others)

    def relate(self, review: Review, kind: str, target: str, note: str) -> None:
        """Relate the current draft to a fact. Raises UsageError."""
        if kind not in RELATIONS:
            what = f"unknown relation {kind!r}" if kind else "no relation is given"
            raise UsageError(what, expected=f"use {', '.join(RELATIONS)}, then a fact and a note")
        review.relate(kind, target, note)

    def _known_to(self, review: Review) -> Vocabulary:
        """Return what typed values of the current draft may name."""
        parts = review.parts
        new = (entity for draft in review.drafts for entity in draft.entities)
        entities = [*new, *review.current.entities, *parts["entities"]]
        return Vocabulary(
            {e["id"]: (e["name"], *e.get("aliases", ())) for e in entities},
            {t["id"]: (t["label"], *t.get("alt_labels", ())) for t in parts["topics"]},
            {m["id"]: (m["label"], *m.get("alt_labels", ())) for m in parts["measures"]},
            review.current.quote,
        )

    def edit(self, review: Review, editor: Editor) -> str:
        """Let the user edit the current draft in an editor; return what was done."""
        draft = review.current
        text = write_drafts(DraftFile(review.source, (draft,)))
        edited = read_drafts(editor(text, ".toml"), "the edited draft")
        if len(edited.drafts) != 1:
            raise DataError("must hold one draft", where="the edited draft")
        return _changed(review.edit(edited.drafts[0]._replace(id=draft.id, state=draft.state)))

    # --- commit ---------------------------------------------------------------------------

    def commit(self, review: Review) -> Iterator[str]:
        """Write the decisions to the store, and yield what came of them."""
        left, decided = what_is_left(review), review.decided
        if decided:
            self._commit(review)
        done = f"saved {plural(decided, 'change')}" if decided else "nothing was changed"
        ending = left or f"the review of {review.source} is finished: {FINISHED}"
        yield f"{done}; {ending}"

    def _commit(self, review: Review) -> None:
        parts, files = review.changes()
        why = f"the review of {review.source} ({plural(review.decided, 'change')})"
        mine = review.source
        self._writer.commit(
            parts, files, why, takes_decisions=lambda d: bool(d.get("source") == mine)
        )
        self._store = MemoryStore(self._writer.parts, self._writer.directory)


def what_is_left(review: Review) -> str:
    """Return what a review has left to do, in words; "" if it is finished."""
    progress = review.progress
    if progress.done:
        return ""
    told = [f"{plural(progress.left, 'draft')} left"] if progress.left else []
    told += [without_fact_or_label(progress.unaccounted)] if progress.unaccounted else []
    return "; ".join(told)


def _names(review: Review) -> dict[str, str]:
    """Return the display names of ids; those that the current draft would bring are marked."""
    parts = review.parts
    names = {entity["id"]: str(entity["name"]) for entity in parts["entities"]}
    names |= {topic["id"]: str(topic["label"]) for topic in parts["topics"]}
    new = review.brought_by(review.current)
    return names | {e["id"]: f"{e['name']} (new {e['kind']})" for e in new}


def _notes(review: Review) -> Iterator[str]:
    """Yield what a reviewer should know of the current draft."""
    if is_empty(review.current):
        yield "this sentence has no fact or label: write a fact with t, or label it with b, c or p"
    yield from review.overruled(review.current)


def _changed(others: int) -> str:
    """Return the message for a changed draft. others: how many drafts follow its entities."""
    return f"changed, and the same names in {plural(others, 'more draft')}" if others else "changed"


def _brought(review: Review, value: Any) -> Iterator[dict[str, Any]]:
    """Yield the new entities of other drafts that a value of the current draft names."""
    named = value if isinstance(value, list) else value.values() if isinstance(value, dict) else ()
    own = {entity["id"] for entity in review.current.entities}
    proposed = {e["id"]: e for draft in review.drafts for e in draft.entities}
    for each in named:
        if each in proposed and each not in own and each not in review.held:
            yield proposed[each]


def _drafts_of(source: str) -> str:
    return f"drafts/{source.rpartition('.')[0] or source}.toml"


def _told(found: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield relations as a reviewer types them: type, fact, note."""
    yield from (f"{each['type']} {each['fact']} {each.get('note') or ''}".strip() for each in found)


def _checked(draft: Draft, source: str) -> Draft:
    """Return a draft as its file would hold it. Raises DataError for a value of the wrong kind."""
    (read,) = read_drafts(write_drafts(DraftFile(source, (draft,))), "the draft").drafts
    return read
