"""From the parts to the verdict of each clause, and of the whole claim."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from mss_cli.checking.comparing import Comparer
from mss_cli.checking.contradiction import contradicts, is_done, is_met
from mss_cli.checking.evidence import clusters
from mss_cli.checking.findings import (
    ABSENT,
    AGREES,
    DIFFERS,
    NEAR,
    OPEN,
    TOPIC,
    Alignment,
)
from mss_cli.checking.reading import Context, ReadClaim, ReadClause, read_claim, vocabulary
from mss_cli.checking.support import supports
from mss_cli.checking.times import holds_for_all
from mss_cli.errors import UsageError
from mss_cli.facts.model import Fact
from mss_cli.query.filters import matches
from mss_cli.query.query import Query
from mss_cli.search.collection import Keep, SearchableStore

SUPPORTED, CONTRADICTED, DISPUTED = "supported", "contradicted", "disputed"
NOT_IN_RECORD = "not-in-record"
CLOSE = 0.7  # the part of the best score from which a cluster may contradict
# One wrong clause outweighs others, and so does one that the record does not have.
GRAVEST = (CONTRADICTED, NOT_IN_RECORD, DISPUTED, SUPPORTED)
FEW = 3  # occasions that are shown for a clause
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


class Checker:
    """Checks the claims of one text against the record.

    query: which facts count, such as those known on a day. today: ISO 8601. text: all that is to
    be checked; its words are looked up once. A sentence may mean somebody by `he` or `she` whom
    one before it names.
    """

    def __init__(self, store: SearchableStore, query: Query, today: str, text: str) -> None:
        self._reader = vocabulary(store, store.collection(query), text)
        self._keep = matches(query)
        self._today = today
        self._context = Context()

    def check(self, claim: str) -> Checked:
        """Return the verdict on a claim. Raises UsageError for an impossible date."""
        read = read_claim(self._reader, claim, self._today, self._context)
        decided = [_decide(read, clause, self._keep) for clause in read.clauses if clause.parts]
        self._context.remember(read)
        return _checked(read, decided)


def check(store: SearchableStore, query: Query, claim: str, today: str) -> Checked:
    """Return the verdict of the record on one claim. Raises UsageError for an impossible date."""
    try:
        return Checker(store, query, today, claim).check(claim)
    except UsageError as error:
        error.where = "the claim"
        raise


def _decide(read: ReadClaim, clause: ReadClause, keep: Keep) -> Decided:
    """Return the verdict of a clause; with several subjects, each may have done it apart."""
    together = _decide_one(read, clause, keep)
    acting = [part for part in clause.parts if part.acts]
    counted = any(part.kind == "how many" and part.required for part in clause.parts)
    held = together.verdict in (SUPPORTED, DISPUTED)
    if len(acting) < 2 or counted or clause.title or held:
        return together
    apart = []
    for one in acting:
        parts = tuple(part for part in clause.parts if not part.acts or part == one)
        apart.append(_decide_one(read, clause._replace(parts=parts), keep))
    worst = min(apart, key=lambda decided: GRAVEST.index(decided.verdict))
    if worst.verdict not in (SUPPORTED, DISPUTED):
        return together
    others = tuple(decided.best for decided in apart if decided.best is not worst.best)
    return worst._replace(clause=clause, others=tuple(filter(None, others)))


def _decide_one(read: ReadClaim, clause: ReadClause, keep: Keep) -> Decided:
    """Return the verdict of a clause by the occasions that have most of it."""
    comparer = Comparer(read.reader, clause)
    aligned = [comparer.align(cluster) for cluster in clusters(read.reader, clause, keep)]
    aligned = sorted(aligned, key=lambda a: (-a.score, a.cluster.main.fact["id"]))
    if clause.title:
        return _decide_title(clause, aligned)
    entities = read.reader.store.entities
    supporting = [a for a in aligned if supports(clause, a, entities)]
    if any(_is_over(clause, a) for a in aligned):
        supporting = [a for a in supporting if a.cluster.main.fact["kind"] == "role"]
    if supporting:
        verdict = DISPUTED if _is_disputed(clause, supporting[0]) else SUPPORTED
        return Decided(clause, verdict, supporting[0], tuple(supporting[1:FEW]))
    near = [a for a in aligned if a.score >= CLOSE * aligned[0].score]
    against = [a for a in near if contradicts(clause, a) and not is_met(a, near)]
    against = [a for a in against if not is_done(clause, a, aligned)]
    if against:
        return Decided(clause, CONTRADICTED, against[0], tuple(against[1:FEW]))
    return Decided(clause, NOT_IN_RECORD, aligned[0] if aligned else None, tuple(aligned[1:FEW]))


def _is_over(clause: ReadClause, alignment: Alignment) -> bool:
    """Return True if somebody no longer holds the office that a clause gives them."""
    if not clause.assertion.copular or alignment.cluster.main.fact["kind"] != "role":
        return False
    agreed = {f.part.kind for f in alignment.having(AGREES)}
    ended = any(f.part.kind == "status" for f in alignment.having(DIFFERS, ABSENT))
    return ended and {"who", "what"} <= agreed


def _decide_title(clause: ReadClause, aligned: Sequence[Alignment]) -> Decided:
    """Return the verdict on an office that a clause gives somebody."""
    held = [
        a
        for a in aligned
        if a.cluster.main.fact["kind"] == "role"
        and any(f.part.kind == "who" and f.verdict == AGREES for f in a.findings[:2])
    ]
    for alignment in held:
        rivals = [f for f in alignment.findings[1:] if f.part.kind == "who" and f.verdict == NEAR]
        if rivals and all(f.part.concept and f.part.concept.kind == "name" for f in rivals):
            return Decided(clause, CONTRADICTED, _with_office(alignment))
        if not alignment.having(ABSENT, DIFFERS, OPEN, TOPIC):
            return Decided(clause, SUPPORTED, alignment)
        words = [f for f in alignment.findings if f.part.kind == "what"]
        if any(f.verdict == AGREES for f in alignment.findings[1:]) and words:
            return Decided(clause, CONTRADICTED, _with_office(alignment))
    best = (*held, *aligned)[:1]
    return Decided(clause, NOT_IN_RECORD, best[0] if best else None)


def _with_office(alignment: Alignment) -> Alignment:
    """Return an alignment in which the words that an office does not have differ from it."""
    fact = alignment.cluster.main.fact
    findings = (
        f._replace(verdict=DIFFERS, says=fact["text"].rstrip("."), fact=fact["id"])
        if (f.verdict in (ABSENT, TOPIC) and f.part.kind == "what" and f.part.required)
        or (f.verdict == NEAR and f.part.kind == "who")
        else f
        for f in alignment.findings
    )
    return alignment._replace(findings=tuple(findings))


_PROPERTIES = {"when": "date", "how many": "value", "status": "status"}


def _is_disputed(clause: ReadClause, alignment: Alignment) -> bool:
    """Return True if the articles contradict each other on a part of the clause."""
    fact = alignment.cluster.main.fact
    touched = {_PROPERTIES.get(part.kind) for part in clause.parts}
    apart = {c["property"] for c in fact["conflicts"] if c["class"] == "contradiction"}
    dated = [part for part in clause.parts if part.kind == "when"]
    if all(holds_for_all(part, fact) for part in dated):
        apart.discard("date")
    if not apart.isdisjoint(touched):
        return True
    return fact["kind"] == "stance" and bool(fact["superseded_by"]) and not dated


def _checked(read: ReadClaim, decided: Sequence[Decided]) -> Checked:
    verdicts = [d.verdict for d in decided]
    verdict = min(verdicts, key=GRAVEST.index, default=NOT_IN_RECORD)
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
    return Checked(
        read.text,
        verdict,
        tuple(parts),
        tuple(facts.values()),
        read.notes,
        tuple(map(_explained, decided)),
    )


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
