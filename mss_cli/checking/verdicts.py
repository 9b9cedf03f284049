"""From the parts to the verdict of each clause, and of the whole claim."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from mss_cli.checking.comparing import (
    ABSENT,
    AGREES,
    DIFFERS,
    NEAR,
    TOPIC,
    Alignment,
    Comparer,
    Finding,
)
from mss_cli.checking.evidence import clusters
from mss_cli.checking.reading import Context, Part, ReadClaim, ReadClause, read_claim
from mss_cli.facts.model import Fact
from mss_cli.query.filters import matches
from mss_cli.query.query import Query
from mss_cli.search.collection import Keep, SearchableStore
from mss_cli.search.spelling import is_common

SUPPORTED, CONTRADICTED, DISPUTED = "supported", "contradicted", "disputed"
NOT_IN_RECORD = "not-in-record"
CLOSE = 0.8  # the part of the best score from which a cluster may contradict
VERDICTS = (SUPPORTED, CONTRADICTED, DISPUTED, NOT_IN_RECORD)


class CheckedPart(NamedTuple):
    """A part of a claim with its verdict. says: what the record says. facts: the deciding ids."""

    text: str
    start: int
    end: int
    kind: str
    verdict: str
    says: str
    facts: tuple[str, ...]


class Checked(NamedTuple):
    """A claim with its verdict. facts: the deciding ones, or the nearest.

    notes: spelling corrections. read: how each clause was read, for --explain.
    """

    claim: str
    verdict: str
    parts: tuple[CheckedPart, ...]
    facts: tuple[Fact, ...]
    notes: tuple[str, ...] = ()
    read: tuple[str, ...] = ()


class Decided(NamedTuple):
    """The verdict of a clause, and the alignment that decides it."""

    clause: ReadClause
    verdict: str
    best: Alignment | None
    others: tuple[Alignment, ...] = ()


def check(
    store: SearchableStore,
    query: Query,
    claim: str,
    today: str,
    context: Context | None = None,
) -> Checked:
    """Return the verdict of the record on a claim.

    query: which facts count, such as those known on a day. today: ISO 8601. context: the
    sentences before the claim, which it then becomes a part of. Raises UsageError for an
    impossible date.
    """
    collection = store.collection(query)
    read = read_claim(store, collection, claim, today, context)
    keep = matches(query)
    decided = [_decide(read, clause, keep) for clause in read.clauses if clause.parts]
    if context is not None:
        context.remember(read)
    return _checked(read, decided)


def _decide(read: ReadClaim, clause: ReadClause, keep: Keep) -> Decided:
    comparer = Comparer(read.reader, clause)
    aligned = [comparer.align(cluster) for cluster in clusters(read.reader, clause, keep)]
    aligned = sorted(aligned, key=lambda a: (-a.score, a.cluster.main.fact["id"]))
    if clause.title:
        return _decide_title(clause, aligned)
    supporting = [a for a in aligned if _supports(clause, a)]
    if supporting:
        best = supporting[0]
        verdict = DISPUTED if _is_disputed(clause, best) else SUPPORTED
        return Decided(clause, verdict, best, tuple(supporting[1:3]))
    near = [a for a in aligned if a.score >= CLOSE * aligned[0].score]
    contradicting = [a for a in near if _contradicts(clause, a)]
    if contradicting:
        return Decided(clause, CONTRADICTED, contradicting[0], tuple(contradicting[1:3]))
    return Decided(clause, NOT_IN_RECORD, aligned[0] if aligned else None, tuple(aligned[1:3]))


def _decide_title(clause: ReadClause, aligned: Sequence[Alignment]) -> Decided:
    """Return the verdict on an office that a clause gives somebody."""
    held = [
        a
        for a in aligned
        if a.cluster.main.fact["kind"] == "role"
        and any(f.part.kind == "who" and f.verdict == AGREES for f in a.findings[:2])
    ]
    for alignment in held:
        if not alignment.having(ABSENT, DIFFERS, TOPIC):
            return Decided(clause, SUPPORTED, alignment)
        words = [f for f in alignment.findings if f.part.kind == "what"]
        if any(f.verdict == AGREES for f in alignment.findings[1:]) and words:
            return Decided(clause, CONTRADICTED, alignment)
    best = (*held, *aligned)[:1]
    return Decided(clause, NOT_IN_RECORD, best[0] if best else None)


def _supports(clause: ReadClause, alignment: Alignment) -> bool:
    """Return True if every part of a clause follows from a cluster."""
    if clause.assertion.predicate is None or alignment.having(DIFFERS, ABSENT):
        return False
    main = alignment.cluster.main
    fact = main.fact
    if any(f.part.kind == "who" for f in alignment.having(NEAR, TOPIC)):
        return False
    if fact["said_by"] and not _names_speaker(clause, alignment):
        return False
    agreed, weak = alignment.having(AGREES), alignment.having(TOPIC, NEAR)
    content = [f for f in agreed if f.part.kind in ("what", "when", "how many")]
    names = {f.part.text for f in agreed if f.part.kind in ("who", "said by", "where")}
    if fact["kind"] == "role" and len(names) > 1:
        content += agreed[:1]
    if not content or len(weak) > len(agreed) or len(content) + len(names) < 2:
        return False
    return _acts_alike(clause, alignment)


def _acts_alike(clause: ReadClause, alignment: Alignment) -> bool:
    """Return True if a fact tells of the same act: its verb is that of the clause, or the reverse.

    A statement holds its content behind `that`: what somebody says is not what they do.
    """
    main, assertion = alignment.cluster.main, clause.assertion
    fact = main.fact
    if fact["kind"] == "role":
        return True
    if assertion.copular and fact["kind"] in ("event", "stance", "statement"):
        words = [f for f in alignment.having(AGREES) if f.part.kind == "what"]
        is_name = any(f.part.kind == "who" and not f.part.acts for f in alignment.findings)
        if is_name or not words:  # `X is Y`
            return assertion.reported
    said = fact["kind"] in ("statement", "stance") and bool(fact["said_by"])
    predicate = _of(alignment, clause.predicate)
    if said and not assertion.reported and " that " in fact["text"]:
        head = fact["text"].partition(" that ")[0]
        return predicate is not None and main.has(predicate.part.concept, head)
    if predicate is None or predicate.verdict == AGREES:
        return True
    if predicate.part.required:
        return predicate.verdict == NEAR
    return assertion.copular or assertion.reported or main.is_told_by(clause)


def _names_speaker(clause: ReadClause, alignment: Alignment) -> bool:
    main = alignment.cluster.main
    for finding in alignment.findings:
        if finding.part.kind in ("who", "said by") and finding.part.concept is not None:
            ids = {t[1:] for t, _ in finding.part.concept.terms if t[0] == "#"}
            if not ids.isdisjoint({*main.speakers, *main.fact["actors"]}):
                return True
    return False


def _of(alignment: Alignment, part: Part | None) -> Finding | None:
    return next((f for f in alignment.findings if f.part == part), None) if part else None


def _contradicts(clause: ReadClause, alignment: Alignment) -> bool:
    """Return True if a cluster tells of the same thing, and one part of the clause cannot hold."""
    differing = alignment.having(DIFFERS)
    kinds = {f.part.kind for f in differing}
    absent = alignment.having(ABSENT)
    if "extent" in kinds:
        absent = [f for f in absent if f.part.kind != "how many"]
    if not differing or len(differing) > 2 or len(absent) > 1:
        return False
    agreed, weak = alignment.having(AGREES), alignment.having(NEAR)
    topics = [f for f in alignment.having(TOPIC) if f.part.kind == "what"]
    words = [f for f in (*agreed, *weak) if f.part.kind == "what"]
    content = [*words, *(f for f in agreed if f.part.kind in ("when", "how many"))]
    names = {f.part.text for f in agreed if f.part.kind in ("who", "said by", "where")}
    if absent and not (_is_forgivable(clause, absent[0]) and len(words) > 1 and names):
        return False
    if topics or len(weak) > 2 * len(agreed) or len(agreed) + len(weak) < 2:
        return False
    if kinds & {"negated", "status"} and not words:
        return False
    if kinds & {"who", "said by"}:
        return len(content) > 1 and _is_exclusive(clause, alignment, content)
    return bool(content) or len(names) > 1


def _is_exclusive(
    clause: ReadClause, alignment: Alignment, content: Sequence[Finding]
) -> bool:
    """Return True if nobody else can have done or said the same."""
    fact = alignment.cluster.main.fact
    if fact["kind"] == "role":
        return True
    if clause.assertion.reported or fact["kind"] == "statement":
        return _acts_alike(clause, alignment)
    words = {f.part.start for f in content if f.part.kind == "what"}
    acting = {f.verdict for f in alignment.findings if f.part.acts}
    definite = any(
        before.text == "the" and word.start in words
        for before, word in pairwise(clause.words)
    )
    return definite and (AGREES in acting or _acts_alike(clause, alignment))


def _is_forgivable(clause: ReadClause, finding: Finding) -> bool:
    """Return True for an everyday word without which a clause says the same."""
    part = finding.part
    if part.kind != "what" or part == clause.predicate or part.concept is None:
        return False
    return all(map(is_common, part.concept.typed.split()))


_PROPERTIES = {"when": "date", "how many": "value", "status": "status"}


def _is_disputed(clause: ReadClause, alignment: Alignment) -> bool:
    """Return True if the articles contradict each other on a part of the clause."""
    fact = alignment.cluster.main.fact
    touched = {_PROPERTIES.get(part.kind) for part in clause.parts}
    if any(c["class"] == "contradiction" and c["property"] in touched for c in fact["conflicts"]):
        return True
    dated = any(part.kind == "when" for part in clause.parts)
    return fact["kind"] == "stance" and bool(fact["superseded_by"]) and not dated


def _checked(read: ReadClaim, decided: Sequence[Decided]) -> Checked:
    verdicts = [d.verdict for d in decided]
    order = (CONTRADICTED, NOT_IN_RECORD, DISPUTED, SUPPORTED)
    verdict = min(verdicts, key=order.index, default=NOT_IN_RECORD)
    parts = [part for d in decided for part in _parts(d)]
    deciding = [d for d in decided if d.verdict == verdict] + [
        d for d in decided if d.verdict != verdict
    ]
    facts: dict[str, Fact] = {}
    for d in deciding:
        for alignment in (d.best, *d.others):
            if alignment is None:
                continue
            for evidence in _used(alignment):
                facts.setdefault(evidence["id"], evidence)
    return Checked(read.text, verdict, tuple(parts), tuple(facts.values()), read.notes, tuple(map(_explained, decided)))


def _explained(decided: Decided) -> str:
    """Return how a clause was read, and its verdict."""
    clause, assertion = decided.clause, decided.clause.assertion
    flags = {
        "reported speech": assertion.reported,
        "denied": assertion.negated,
        "no longer": assertion.ended,
        "to come": assertion.intended,
        "nobody else": assertion.only,
        "all": assertion.every,
        "an office": clause.title,
    }
    what = clause.predicate.text if clause.predicate else "none"
    told = [f"what happens: {what}", *(name for name, holds in flags.items() if holds)]
    return f"{clause.text!r}: {decided.verdict} ({', '.join(told)})"


def _used(alignment: Alignment) -> Iterable[Fact]:
    main = alignment.cluster.main.fact
    yield main
    used = {finding.fact for finding in alignment.findings}
    for other in alignment.cluster.others:
        if other.fact["id"] in used:
            yield other.fact


def _parts(decided: Decided) -> Iterable[CheckedPart]:
    if decided.best is None:
        for part in decided.clause.parts:
            yield CheckedPart(part.text, part.start, part.end, part.kind, NOT_IN_RECORD, "", ())
        return
    names = {AGREES: SUPPORTED, NEAR: SUPPORTED, TOPIC: NOT_IN_RECORD, DIFFERS: CONTRADICTED}
    for finding in decided.best.findings:
        part = finding.part
        if not part.required and finding.verdict != AGREES:
            continue
        verdict = names.get(finding.verdict, NOT_IN_RECORD)
        facts = (finding.fact,) if finding.fact else ()
        yield CheckedPart(part.text, part.start, part.end, part.kind, verdict, finding.says, facts)
