"""What a comparison finds: for each part of a clause, whether the facts of an occasion agree."""

from collections.abc import Mapping
from typing import NamedTuple

from mss_cli.checking.evidence import Cluster
from mss_cli.checking.parts import Part

# near: the passage has it, or the fact says about the same. topic: only the topic is the same.
# open: the fact leaves room for it, without saying it; it excuses nothing else that is wrong.
AGREES, NEAR, TOPIC, DIFFERS, ABSENT = "agrees", "near", "topic", "differs", "absent"
OPEN = "open"
ORDER = (AGREES, NEAR, OPEN, TOPIC, DIFFERS, ABSENT)
WORTH = {AGREES: 1.0, NEAR: 0.6, OPEN: 0.0, TOPIC: 0.3, DIFFERS: 0.1, ABSENT: 0.0}


class Finding(NamedTuple):
    """How the record compares with a part. says: what it says. fact: the id of that fact."""

    part: Part
    verdict: str
    says: str = ""
    fact: str = ""


class Alignment(NamedTuple):
    """A clause compared with a cluster. score: how much of it the cluster has, by weights."""

    cluster: Cluster
    findings: tuple[Finding, ...]
    score: float
    weights: Mapping[Part, float]

    @property
    def unsaid(self) -> float:
        """The share of the parts, by weight, that the record does not have."""
        required = [
            f for f in self.findings if f.part.required and f.verdict not in (DIFFERS, OPEN)
        ]
        whole = sum(self.weights.get(f.part, 1.0) for f in required)
        lacking = (f for f in required if f.verdict in (ABSENT, TOPIC))
        return sum(self.weights.get(f.part, 1.0) for f in lacking) / whole if whole else 0.0

    def having(self, *verdicts: str) -> list[Finding]:
        """Return the findings with one of some verdicts.

        Parts that a fact need not say count if it says them.
        """
        return [
            f
            for f in self.findings
            if f.verdict in verdicts and (f.part.required or f.verdict in (AGREES, NEAR))
        ]

    def of(self, part: Part | None) -> Finding | None:
        """Return the finding on a part."""
        return next((f for f in self.findings if f.part == part), None) if part else None
