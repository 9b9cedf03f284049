"""The timeline of a report: each event with its date drawn over time."""

from typing import Any

from mss_cli.output.charts import timeline as chart
from mss_cli.output.report.contents import Contents


def timeline(contents: Contents) -> dict[str, Any]:
    """Return the values of timeline.html: the scale, and a drawing for each event."""
    events = [fact for fact in contents.facts if fact["kind"] == "event"]
    axis = chart.time_axis(events)
    return {
        "events": [(fact, chart.strip(axis, fact)) for fact in events],
        "ruler": chart.ruler(axis),
        "grid": chart.grid(axis, "100%"),
        "others": len(contents.facts) - len(events),
    }
