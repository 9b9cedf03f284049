"""Decide on the drafts of one source, one by one. Every decision is kept at once.

A review starts from the drafts of a source and the decisions made so far, and knows the state that
follows from them. A new decision is checked, logged and only then applied; undoing one is a
decision too. `changes` returns what a commit has to write. The terminal is no concern of this
module: cli/commands/review.py shows the state and reads the keys.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import count
from typing import Any, NamedTuple

from mss_cli.drafting.draft import FACT_DEFAULTS, Draft, DraftFile, empty_fact, write_drafts
from mss_cli.errors import DataError, UsageError
from mss_cli.facts.passages import Span, digest, paragraph_number
from mss_cli.text import a, words

EMPTY = "-0"  # the end of the id of an empty draft, for a sentence without any other
LABELS = ("boilerplate", "commentary", "caption")
ID_WORDS = 6  # words of its text in the id of a fact
MAX_ID = 40  # characters, so that a table of 80 columns has room for it
# Words that an id can do without.
_SMALL = frozenset(
    "a about after an and as at been by for from had has have in into is it its of on or said s "
    "that the their this to was were which with".split()
)
Record = dict[str, Any]


class Progress(NamedTuple):
    """How far a review has come.

    unaccounted: sentences with no fact and no label, as `mss coverage` will count them.
    """

    left: int
    accepted: int
    rejected: int
    labelled: int
    unaccounted: int

    @property
    def done(self) -> bool:
        """True if every sentence is accounted for."""
        return not self.left and not self.unaccounted


class Review:
    """The review of one source.

    parts: the parts of the store, which are not changed. text: of the article. drafts: as their
    file has them. decisions: those of this source that no commit has taken yet. log: keeps a
    decision before it is applied. check: raises DataError for a fact that the store would refuse;
    it takes the fact and new entities.
    """

    def __init__(
        self,
        parts: Mapping[str, Any],
        text: str,
        drafts: DraftFile,
        decisions: Sequence[Record],
        log: Callable[[Record], None],
        check: Callable[[Record, Sequence[Record]], None],
    ) -> None:
        self.source = drafts.source
        self.text = text
        self._parts = parts
        self._log = log
        self._check = check
        self._initial = self._with_empty_drafts(drafts)
        self._live: list[Record] = []
        for decision in decisions:
            self._take(decision)
        self._replay_logged()
        self.at = next(iter(self._open()), 0)

    # --- state ----------------------------------------------------------------------------

    @property
    def drafts(self) -> list[Draft]:
        """All drafts in the order of the text, as the decisions leave them."""
        return self._drafts

    @property
    def current(self) -> Draft:
        """The draft under review. Raises UsageError if there is none."""
        if not self._drafts:
            raise UsageError("there is nothing to review", where=self.source)
        return self._drafts[self.at]

    @property
    def progress(self) -> Progress:
        """How far the review has come."""
        states = [draft.state for draft in self._drafts]
        return Progress(
            states.count("open"),
            states.count("accepted") + states.count("same-as"),
            states.count("rejected"),
            sum(states.count(label) for label in LABELS),
            sum(1 for _ in self._unaccounted()),
        )

    def _open(self) -> Iterator[int]:
        return (n for n, draft in enumerate(self._drafts) if draft.state == "open")

    def _unaccounted(self) -> Iterator[Span]:
        """Yield the sentences with no fact and no label, in the store or in this review."""
        told = [e for fact in self._added.values() for e in fact["evidence"]]
        told += (e for joined in self._evidences.values() for e in joined)
        told += self._labelled()
        yield from self._without([Span(each["start"], each["end"]) for each in told])

    def is_settled(self, start: int, end: int) -> bool:
        """Return True if a passage has a fact, a label, or an open draft of a fact."""
        spans = [s for s in self._unaccounted() if s.start < end and start < s.end]
        drafted = (d for d in self._drafts if d.state == "open" and not is_empty(d))
        return not spans or any(d.start < end and start < d.end for d in drafted)

    def _without(self, told: Sequence[Span]) -> Iterator[Span]:
        """Yield the sentences that neither some passages nor the store account for."""
        spans = [*told, *self._cited]
        for start, end in self._source["sentences"]:
            if not any(span.start < end and start < span.end for span in spans):
                yield Span(start, end)

    @cached_property
    def _cited(self) -> list[Span]:
        """The passages that the store cites or labels already."""
        cited = [
            Span(e["start"], e["end"])
            for fact in self._parts["facts"]
            for e in fact["evidence"]
            if e["source"] == self.source
        ]
        return [*cited, *(Span(p["start"], p["end"]) for p in self._source["passages"])]

    @cached_property
    def _taken(self) -> frozenset[str]:
        """The ids of the store."""
        parts = ("facts", "entities", "topics")
        return frozenset(record["id"] for part in parts for record in self._parts[part])

    @cached_property
    def _source(self) -> Record:
        """The record of the source. Raises DataError."""
        found = (s for s in self._parts["sources"] if s["file"] == self.source)
        source: Record | None = next(found, None)
        if source is None:
            raise DataError(f"the store has no source {self.source!r}", where="drafts")
        return source

    def _with_empty_drafts(self, drafts: DraftFile) -> list[Draft]:
        """Return the drafts, and an empty one for each sentence that nothing accounts for."""
        given = [d for d in drafts.drafts if not (d.state == "rejected" and is_empty(d))]
        for draft in given:
            self._resolve(draft)
        decided = [Span(d.start, d.end) for d in given if d.state != "rejected"]
        return self._completed(given, self._without(decided))

    def _completed(self, drafts: Sequence[Draft], sentences: Iterable[Span]) -> list[Draft]:
        """Return drafts in the order of the text, with an empty one for each sentence."""
        starts = [start for start, _ in self._source["sentences"]]
        found = {draft.id: draft for draft in drafts}
        for span in sentences:
            name = f"s{starts.index(span.start) + 1}{EMPTY}"
            quote = self.text[span.start : span.end]
            draft = found.get(name) or Draft(name, span.start, span.end, quote, empty_fact())
            found[name] = draft._replace(state="open")
        return sorted(found.values(), key=lambda draft: (draft.start, draft.end))

    def _resolve(self, draft: Draft) -> None:
        """Raise DataError if a passage does not stand in the article exactly as quoted."""
        if self.text[draft.start : draft.end] != draft.quote or not draft.quote:
            raise DataError(
                f"{draft.quote[:40]!r} is not at {draft.start}-{draft.end} of the article",
                where=f"drafts of {self.source}, {draft.id}, quote",
                expected="quote the passage exactly, and give its start and end",
            )

    # --- decisions ------------------------------------------------------------------------

    def move(self, step: int) -> None:
        """Go to the next or the previous draft."""
        self.at = max(0, min(len(self._drafts) - 1, self.at + step))

    def accept(self) -> str:
        """Make the current draft a fact; return its id. Raises UsageError or DataError."""
        draft = self.current
        self._require_open(draft)
        fact = self.fact_of(draft)
        entities = self.brought_by(draft)
        self._check(fact, entities)
        self._decide({"do": "accept", "fact": fact, "entities": entities})
        return str(fact["id"])

    def same_as(self, target: str, reports: Mapping[str, Any] | None = None) -> None:
        """Add the passage of the current draft to a fact. reports: what the passage says."""
        draft = self.current
        self._require_open(draft)
        fact = self.fact(target)
        if any(
            e["source"] == self.source and (e["start"], e["end"]) == (draft.start, draft.end)
            for e in fact["evidence"]
        ):
            raise UsageError("the fact cites this passage already", where=target)
        evidence = self._evidence(draft, reports)
        self._check({**fact, "evidence": [*fact["evidence"], evidence]}, ())
        self._decide({"do": "same-as", "fact": target, "evidence": evidence})

    def reject(self) -> None:
        """Reject the current draft."""
        self._require_open(self.current)
        self._decide({"do": "reject"})

    def label(self, label: str) -> None:
        """Say that the passage of the current draft contains no fact."""
        self._require_open(self.current)
        self._decide({"do": "label", "label": label})

    def edit(self, draft: Draft, renamed: Mapping[str, str] | None = None) -> int:
        """Replace the fields of the current draft; return how many others follow.

        A correction of a new entity holds for every open draft that proposes it. renamed: the new
        ids of entities, by the old ones. Raises DataError if the passage is not there, UsageError
        for a change of an entity that has entered the store.
        """
        before = self.current
        self._require_open(before)
        self._resolve(draft)
        self._refuse_changed_entity(before, draft)
        old = {each.id: each for each in self._drafts}
        ids = dict(renamed) if renamed is not None else _one_renamed(before, draft)
        self._decide({"do": "edit", "with": _plain(draft), "renamed": ids})
        return sum(old[each.id] != each for each in self._drafts if each.id != draft.id)

    def _refuse_changed_entity(self, before: Draft, after: Draft) -> None:
        for entity in after.entities:
            held = self.held.get(entity["id"])
            if held is not None and entity not in before.entities and _differs(entity, held):
                raise UsageError(
                    f"{held['name']!r} is in the store already, as {a(held['kind'])}",
                    where=f"entities, {entity['id']}",
                    expected="undo the draft that brought it, or correct entities.json after the "
                    "review",
                )

    @property
    def held(self) -> Mapping[str, Record]:
        """The entities that the store has or that accepted drafts bring, by id."""
        return {**self._known_entities, **self._entities}

    @property
    def published(self) -> str | None:
        """The date of publication of the source (EDTF), or None."""
        edtf: str | None = self._source["published"]["edtf"]
        return edtf

    @cached_property
    def _known_entities(self) -> dict[str, Record]:
        return {entity["id"]: entity for entity in self._parts["entities"]}

    def brought_by(self, draft: Draft) -> list[Record]:
        """Return the records of the entities that a draft would bring into the store."""
        return [new_entity(each) for each in draft.entities if each["id"] not in self.held]

    def overruled(self, draft: Draft) -> Iterator[str]:
        """Yield the new entities of a draft that the store has with another kind or name."""
        for entity in draft.entities:
            held = self.held.get(entity["id"])
            if held is not None and _differs(entity, held):
                yield (
                    f"{held['name']!r} ({held['id']}) stays {a(held['kind'])}, as it is in the "
                    f"store; this draft proposes {a(entity['kind'])} {entity['name']!r}"
                )

    def relate(self, kind: str, target: str, note: str) -> None:
        """Relate the current draft to a fact; the relation enters the store with it."""
        draft = self.current
        self.fact(target)
        relation = {"type": kind, "fact": target, "note": note}
        self.edit(draft._replace(relations=(*draft.relations, relation)))

    def identify(self, new: str, known: str) -> None:
        """Name a known entity in the current draft instead of a new one."""
        draft = self.current
        fact = {name: _renamed(value, new, known) for name, value in draft.fact.items()}
        kept = tuple(entity for entity in draft.entities if entity["id"] != new)
        self.edit(draft._replace(fact=fact, entities=kept), {new: known})

    def keep_apart(self, new: str) -> None:
        """Say that a new entity of the current draft is none that the store has."""
        self._require_open(self.current)
        self._decide({"do": "keep-apart", "entity": new})

    @property
    def apart(self) -> frozenset[str]:
        """The new entities that the store does not have, as decisions said."""
        return frozenset((*self._apart, *self._entities))

    @property
    def new_entities(self) -> Sequence[Record]:
        """The entities that accepted drafts of this review bring."""
        return list(self._entities.values())

    def split(self) -> None:
        """Add a copy of the current draft, for a passage with another assertion."""
        draft = self.current
        self._require_open(draft)
        taken = {each.id for each in self._drafts}
        stem = draft.id.partition("-")[0]
        name = next(f"{stem}-{n}" for n in range(1, len(taken) + 2) if f"{stem}-{n}" not in taken)
        self._decide({"do": "split", "new": name})

    def undo(self) -> str:
        """Take back the last decision; return what it was. Raises UsageError."""
        if not self._live:
            raise UsageError("there is no decision to undo in this review")
        last = self._live[-1]
        self._log({"do": "undo", "source": self.source})
        self._live.pop()
        self._replay()
        self.at = self._place(last["draft"]) or 0
        return f"{last['do']} {last['draft']}"

    def _require_open(self, draft: Draft) -> None:
        if draft.state != "open":
            here = any(decision["draft"] == draft.id for decision in self._live)
            raise UsageError(
                f"{draft.id} is {draft.state} already",
                expected="press u until it is open again"
                if here
                else "an earlier review decided it, and 'mss undo' takes a review back",
            )

    def _decide(self, decision: Record) -> None:
        """Log a decision on the current draft, apply it, and go to the next open draft."""
        full = {"source": self.source, "draft": self.current.id, **decision}
        self._log(full)
        self._take(full)
        self._replay()
        self.at = self._place(full["draft"]) or 0
        if full["do"] not in ("edit", "split", "keep-apart"):
            after = [n for n in self._open() if n > self.at]
            self.at = next(iter(after or self._open()), self.at)

    def _take(self, decision: Record) -> None:
        if decision.get("source") != self.source:
            return
        if decision["do"] == "undo":
            if self._live:
                self._live.pop()
        else:
            self._live.append(decision)

    def _replay_logged(self) -> None:
        """Replay the decisions of an earlier sitting. Raises DataError if one makes no sense."""
        try:
            self._replay()
        except (LookupError, TypeError, ValueError, AttributeError):
            raise DataError(
                f"a decision on {self.source} cannot be applied",
                where=".mss/decisions.ndjson",
                expected="move that file to another place, and review the drafts again",
            ) from None

    def _replay(self) -> None:
        """Work out the state from the drafts and the live decisions."""
        self._drafts = list(self._initial)
        self._added: dict[str, Record] = {}
        self._entities: dict[str, Record] = {}
        self._apart: set[str] = set()
        self._evidences: dict[str, list[Record]] = {}
        for decision in self._live:
            at = self._place(decision["draft"])
            if at is None and decision["draft"].endswith(EMPTY):
                self._offer_rest()
                at = self._place(decision["draft"])
            if at is not None:
                self._apply(at, decision)
        if next(self._open(), None) is None:
            self._offer_rest()

    def _place(self, name: str) -> int | None:
        """Return where a draft is in the list, by its id."""
        return next((n for n, draft in enumerate(self._drafts) if draft.id == name), None)

    def _offer_rest(self) -> None:
        """Add an empty draft for each sentence that has no fact, label or open draft."""
        spans = [Span(d.start, d.end) for d in self._drafts if d.state == "open"]
        free = {*self._without(spans)}
        self._drafts = self._completed(self._drafts, [s for s in self._unaccounted() if s in free])

    def _apply(self, at: int, decision: Record) -> None:
        draft, do = self._drafts[at], decision["do"]
        if do == "accept":
            fact = decision["fact"]
            self._added[fact["id"]] = fact
            self._entities.update((e["id"], e) for e in decision["entities"])
            draft = draft._replace(state="accepted", became=fact["id"])
        elif do == "same-as":
            self._evidences.setdefault(decision["fact"], []).append(decision["evidence"])
            draft = draft._replace(state="same-as", became=decision["fact"])
        elif do == "reject":
            draft = draft._replace(state="rejected")
        elif do == "label":
            draft = draft._replace(state=decision["label"])
        elif do == "edit":
            draft = _draft(decision["with"])
            self._spread(self._drafts[at], draft, decision.get("renamed", {}))
        elif do == "keep-apart":
            self._apart.add(decision["entity"])
        elif do == "split":
            self._drafts.insert(at + 1, draft._replace(id=decision["new"]))
        self._drafts[at] = draft

    def _spread(self, before: Draft, after: Draft, renamed: Mapping[str, str]) -> None:
        """Apply the corrections of new entities in a draft to the open drafts that propose them."""
        old = {entity["id"]: entity for entity in before.entities}
        new = {entity["id"]: entity for entity in after.entities}
        corrected = {i: e for i, e in new.items() if i in old and old[i] != e}
        gone = {i: new.get(to) for i, to in renamed.items()}
        for n, draft in enumerate(self._drafts):
            named = {entity["id"] for entity in draft.entities}
            if draft.state == "open" and not named.isdisjoint({*corrected, *gone}):
                self._drafts[n] = _corrected(draft, corrected | gone, renamed)

    # --- facts ----------------------------------------------------------------------------

    def fact(self, identifier: str) -> Record:
        """Return a fact of the store or of this review. Raises UsageError."""
        if identifier in self._added:
            return self._added[identifier]
        found = (fact for fact in self._parts["facts"] if fact["id"] == identifier)
        fact: Record | None = next(found, None)
        if fact is None:
            raise UsageError(f"there is no fact {identifier!r}")
        return {**fact, "evidence": [*fact["evidence"], *self._evidences.get(identifier, [])]}

    def fact_of(self, draft: Draft) -> Record:
        """Return the fact that a draft would become, without derived fields."""
        fact = {name: draft.fact.get(name, empty) for name, empty in FACT_DEFAULTS.items()}
        relations = [{"note": None, **r, "settled_by": None} for r in draft.relations]
        return {
            "id": self._fact_id(draft),
            **fact,
            "evidence": [self._evidence(draft, None)],
            "relations": relations,
        }

    def _fact_id(self, draft: Draft) -> str:
        """Return a new id: the first content words of the text, and a number if it is taken."""
        content = [w for w in words(draft.fact["text"]) if w.isascii() and w not in _SMALL]
        slug = re.sub(r"[^a-z0-9]+", "-", "-".join(content[:ID_WORDS])).strip("-")
        if len(slug) > MAX_ID:
            slug = slug[: MAX_ID + 1].rpartition("-")[0] or slug[:MAX_ID]
        slug = slug or "fact"
        names = (slug if n == 1 else f"{slug}-{n}" for n in count(1))
        return next(n for n in names if n not in self._taken and n not in self._added)

    def _evidence(self, draft: Draft, reports: Mapping[str, Any] | None) -> Record:
        return {
            "source": self.source,
            "start": draft.start,
            "end": draft.end,
            "sha256": digest(draft.quote),
            "form": draft.form,
            "paragraph": paragraph_number(self.text, draft.start),
            "reports": dict(reports or {}),
        }

    # --- commit ---------------------------------------------------------------------------

    @property
    def parts(self) -> dict[str, Any]:
        """The parts of the store, with the records that accepted drafts bring.

        Passages that joined facts are left out; `changes` adds them.
        """
        known = {entity["id"] for entity in self._parts["entities"]}
        entities = [*self._parts["entities"]]
        entities += [e for e in self._entities.values() if e["id"] not in known]
        topics = [*self._parts["topics"]]
        measures = [*self._parts.get("measures", [])]
        for fact in self._added.values():
            topics += new_topics(fact, topics, entities)
            measures += new_measures(fact, measures)
        added = {"entities": entities, "topics": topics, "measures": measures}
        facts = [*self._parts["facts"], *self._added.values()]
        return {**self._parts, **added, "facts": facts}

    def changes(self) -> tuple[dict[str, Any], dict[str, bytes | None]]:
        """Return the parts of the store and the files that the decisions change."""
        parts = self.parts
        facts = [self.fact_with_evidence(fact) for fact in parts["facts"]]
        sources = [
            {**s, "passages": [*s["passages"], *self._labelled()]}
            if s["file"] == self.source
            else s
            for s in self._parts["sources"]
        ]
        stem = self.source.rpartition(".")[0] or self.source
        text = write_drafts(DraftFile(self.source, tuple(self._drafts)))
        files: dict[str, bytes | None] = {f"drafts/{stem}.toml": text.encode()}
        changed = {"facts": facts, "sources": sources}
        changed |= {name: parts[name] for name in ("entities", "topics")}
        if parts["measures"]:
            changed["measures"] = parts["measures"]
        return changed, files

    def fact_with_evidence(self, fact: Record) -> Record:
        """Return a fact with the passages that joined it in this review."""
        added = self._evidences.get(fact["id"], [])
        return {**fact, "evidence": [*fact["evidence"], *added]}

    def _labelled(self) -> Iterator[Record]:
        """Yield the passages that decisions of this review labelled."""
        decided = {d["draft"] for d in self._live if d["do"] == "label"}
        for draft in self._drafts:
            if draft.id in decided and draft.state in LABELS:
                yield {
                    "start": draft.start,
                    "end": draft.end,
                    "label": draft.state,
                    "note": None,
                }

    @property
    def decided(self) -> int:
        """The number of decisions that a commit would take."""
        return len(self._live)


def is_empty(draft: Draft) -> bool:
    """Return True for the draft of a sentence that has no other."""
    return draft.id.endswith(EMPTY)


def new_entity(entity: Mapping[str, Any]) -> Record:
    """Return the record of a new entity. Without a summary, its name stands for one."""
    return {
        "id": entity["id"],
        "kind": entity["kind"],
        "name": entity["name"],
        "aliases": list(entity.get("aliases", [])),
        "summary": entity.get("summary") or entity["name"],
    }


def new_topics(
    fact: Mapping[str, Any], topics: Sequence[Record], entities: Sequence[Record]
) -> list[Record]:
    """Return records of the topics that a fact names and the store does not have."""
    known = {record["id"] for record in (*topics, *entities)}
    named = [*fact["topics"], *([fact["stance"]["on"]] if fact["stance"] else [])]
    return [
        {
            "id": identifier,
            "label": identifier.replace("-", " ").capitalize(),
            "alt_labels": [],
            "broader": None,
            "definition": "Not described yet.",
        }
        for identifier in dict.fromkeys(named)
        if identifier not in known
    ]


def new_measures(fact: Mapping[str, Any], measures: Sequence[Record]) -> list[Record]:
    """Return the record of a measure that a fact names and a store with measures does not have."""
    quantity = fact["quantity"]
    if quantity is None or not measures:
        return []
    named = quantity["measure"]
    if not named or any(measure["id"] == named for measure in measures):
        return []
    return [
        {
            "id": named,
            "label": named.replace("-", " ").capitalize(),
            "alt_labels": [],
            "series": named,
            "stage": "reported",
            "definition": "Not described yet.",
        }
    ]


def _renamed(value: Any, new: str, known: str) -> Any:
    """Return the value of a field with one entity in place of another."""
    if isinstance(value, list):
        return list(dict.fromkeys(known if each == new else each for each in value))
    if isinstance(value, dict) and value.get("holder") == new:
        return {**value, "holder": known}
    return value


def _corrected(
    draft: Draft, records: Mapping[str, Record | None], renamed: Mapping[str, str]
) -> Draft:
    """Return a draft with other records for its new entities; None drops one."""
    entities = [records.get(entity["id"], entity) for entity in draft.entities]
    fact = draft.fact
    for old, new in renamed.items():
        if any(entity["id"] == old for entity in draft.entities):
            fact = {name: _renamed(value, old, new) for name, value in fact.items()}
    distinct = {entity["id"]: entity for entity in entities if entity is not None}
    return draft._replace(fact=fact, entities=tuple(distinct.values()))


def _one_renamed(before: Draft, after: Draft) -> dict[str, str]:
    """Return the new id of an entity by its old one, if an edit changed just one."""
    old, new = ({entity["id"] for entity in draft.entities} for draft in (before, after))
    gone, come = old - new, new - old
    return {gone.pop(): come.pop()} if len(gone) == len(come) == 1 else {}


def _differs(entity: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Return True if two records of an entity have different kinds or names."""
    return (entity["kind"], entity["name"]) != (other["kind"], other["name"])


def _plain(draft: Draft) -> Record:
    """Return a draft as plain JSON."""
    return {**draft._asdict(), "fact": dict(draft.fact)}


def _draft(record: Mapping[str, Any]) -> Draft:
    """Return the draft that _plain returned, after a round trip through JSON."""
    lists = ("guessed", "why", "entities", "relations")
    return Draft(**{**record, **{name: tuple(record[name]) for name in lists}})
