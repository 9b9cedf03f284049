"""Who stands where, in a report: a table of holders and periods for each question."""

from typing import Any, NamedTuple

from mss_cli.facts.dates import in_words
from mss_cli.facts.model import Fact
from mss_cli.facts.stances import movements, position
from mss_cli.output.report.contents import Contents
from mss_cli.output.stance_matrix import UNDATED, Matrix, matrices


class Held(NamedTuple):
    """A position. before: the position that it moved from, or ""."""

    fact: Fact
    position: str
    before: str


def positions(contents: Contents) -> dict[str, Any]:
    """Return the values of positions.html."""
    held = [fact for fact in contents.facts if fact["stance"]]
    before = movements(held, held)

    def told(fact: Fact) -> Held:
        earlier = position(before[fact["id"]])
        return Held(fact, position(fact), earlier if earlier != position(fact) else "")

    def cells(matrix: Matrix) -> list[tuple[str, list[list[Held]]]]:
        return [(one, [[told(f) for f in cell] for cell in row]) for one, row in matrix.rows]

    return {
        "questions": [
            (matrix.question, [_heading(*column) for column in matrix.columns], cells(matrix))
            for matrix in matrices(contents.store, held)
        ]
    }


def _heading(name: str, heading: str) -> str:
    """Return the heading of a column: `September 2024`, or `Date uncertain`."""
    if name == heading != UNDATED:
        return in_words(name).removeprefix("in ")
    return "Undated" if name == UNDATED else "Date uncertain"
