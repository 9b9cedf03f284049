"""When the facts of one occasion contradict a clause: one part of it cannot hold."""

from collections.abc import Sequence
from itertools import pairwise

from mss_cli.checking.findings import ABSENT, AGREES, DIFFERS, NEAR, TOPIC, Alignment, Finding
from mss_cli.checking.reading import ReadClause
from mss_cli.checking.support import acts_alike
from mss_cli.facts.kinds import INTENDED

FORGIVEN = 0.25  # the share of a clause that the record need not have to contradict it
_MOST = 2  # parts that differ; with more of them it is about something else


def contradicts(clause: ReadClause, alignment: Alignment) -> bool:
    """Return True if a cluster tells of the same thing, and one part of the clause cannot hold."""
    differing = alignment.having(DIFFERS)
    if not differing or len(differing) > _MOST or not _is_about(clause, alignment):
        return False
    agreed = alignment.having(AGREES)
    words = [f for f in (*agreed, *alignment.having(NEAR)) if f.part.kind == "what"]
    content = [*words, *(f for f in agreed if f.part.kind in ("when", "how many"))]
    kinds = {f.part.kind for f in differing}
    if kinds & {"negated", "status"} and not words:
        return False
    if kinds & {"who", "said by"}:
        return len(content) > 1 and _is_exclusive(clause, alignment, content)
    return bool(content) or len(_names(alignment)) > 1


def is_done(clause: ReadClause, alignment: Alignment, others: Sequence[Alignment]) -> bool:
    """Return True if one tells of a plan, and another occasion of the act itself."""
    if not any(f.part.kind == "status" for f in alignment.having(DIFFERS)):
        return False
    return any(
        other.cluster.main.fact["status"] not in INTENDED
        and other.cluster.main.fact["kind"] not in ("statement", "stance")
        and all(f.part.kind == "when" for f in other.having(DIFFERS))
        and not any(f.part.kind in ("how many", "who") for f in other.having(ABSENT))
        and (found := other.of(clause.predicate)) is not None
        and found.verdict == AGREES
        for other in others
    )


def is_met(alignment: Alignment, others: Sequence[Alignment]) -> bool:
    """Return True if another occasion has the very number or date in which one differs."""
    differing = {f.part for f in alignment.having(DIFFERS) if f.part.kind in ("how many", "when")}
    return bool(differing) and any(
        finding.part in differing and finding.verdict == AGREES
        for other in others
        if not other.having(DIFFERS, ABSENT)
        for finding in other.findings
    )


def _names(alignment: Alignment) -> set[str]:
    kinds = ("who", "said by", "where")
    return {f.part.text for f in alignment.having(AGREES) if f.part.kind in kinds}


def _is_about(clause: ReadClause, alignment: Alignment) -> bool:
    """Return True if a cluster has nearly all of a clause, except what differs."""
    agreed, weak = alignment.having(AGREES), alignment.having(NEAR)
    absent = alignment.having(ABSENT)
    if any(f.part.kind == "extent" for f in alignment.having(DIFFERS)):
        absent = [f for f in absent if f.part.kind != "how many"]
    predicate = alignment.of(clause.predicate)
    if len(absent) > 1 or (predicate is not None and predicate in absent):
        return False
    words = [f for f in (*agreed, *weak) if f.part.kind == "what"]
    forgiven = alignment.unsaid <= FORGIVEN and len(words) > 1 and _names(alignment)
    topics = any(f.part.kind == "what" for f in alignment.having(TOPIC))
    if topics or (absent and not forgiven):
        return False
    return len(weak) <= 2 * len(agreed) and len(agreed) + len(weak) > 1


def _is_exclusive(clause: ReadClause, alignment: Alignment, content: Sequence[Finding]) -> bool:
    """Return True if nobody else can have done or said the same."""
    fact = alignment.cluster.main.fact
    if fact["kind"] == "role":
        return True
    if clause.assertion.reported or fact["kind"] == "statement":
        return acts_alike(clause, alignment)
    words = {f.part.start for f in content if f.part.kind == "what"}
    definite = any(one.text == "the" and two.start in words for one, two in pairwise(clause.words))
    partly = any(f.part.acts and f.verdict == AGREES for f in alignment.findings)
    several = len(content) > _MOST or any(f.part.kind in ("when", "how many") for f in content)
    return definite and (partly or (several and acts_alike(clause, alignment)))
