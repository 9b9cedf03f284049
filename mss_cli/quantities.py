"""A number with its unit, told as text."""

from mss_cli.model import Fact


def number(value: float) -> str:
    """Return a number as people write it: `2,600,000,000`, `2.5`."""
    return f"{int(value):,}" if value == int(value) else f"{value:,}"


def amount(fact: Fact) -> str:
    """Return a fact's quantity as text, e.g. `at least 700,000 people`, or ""."""
    q = fact["quantity"]
    if q is None:
        return ""
    qualifier = q["qualifier"].replace("-", " ") + " " if q["qualifier"] else ""
    return f"{qualifier}{number(q['value'])} {q['unit']}"
