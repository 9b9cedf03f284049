"""Drawings as SVG: where a date or a number stands, and that data stays text."""

from typing import Any, cast
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mss_cli.facts.model import Fact
from mss_cli.output.charts import numbers, timeline
from mss_cli.output.charts.axis import Axis, Tick, scale
from mss_cli.output.charts.svg import Element, element, labelled, markup, percent

SEVERAL = ("2024-09-01", "2024-12-31")


def fact(date: str | None, status: str = "occurred", **fields: Any) -> Fact:
    quantity = fields.pop("quantity", None)
    own: dict[str, Any] = {"date": date, "status": status, "conflicts": [], "quantity": quantity}
    return cast(Fact, own | fields)


def number(value: float, low: float | None = None, high: float | None = None) -> dict[str, Any]:
    return {"value": value, "low": low, "high": high, "unit": "boats"}


def axis(*dates: str) -> Axis:
    return timeline.time_axis([fact(date) for date in dates or SEVERAL])


def text(drawn: list[Element]) -> str:
    return "".join(map(markup, drawn))


def test_attributes_and_texts_are_escaped_and_made_visible() -> None:
    drawn = element("text", class_="a", data_x='"<&', text="<b>\x1b\u202e</b>")
    assert markup(drawn) == (
        '<text class="a" data-x="&quot;&lt;&amp;">&lt;b&gt;\\x1b\\u202e&lt;/b&gt;</text>'
    )


def test_label_is_a_link_only_where_there_is_something_to_link_to() -> None:
    assert markup(labelled("#x", "40 boats", [])) == (
        '<a href="#x" aria-label="40 boats"><title>40 boats</title></a>'
    )
    assert markup(labelled("", "40 boats", [])) == "<g><title>40 boats</title></g>"


def test_ticks_name_months_years_and_cuts() -> None:
    found = list(scale(["2023-11", "2024-01", "2024-09"], 80)._replace(cell=10, gap=5).ticks())
    assert found == [
        *(Tick(0, "Nov", "2023"), Tick(10, "Dec"), Tick(20, "Jan", "2024"), Tick(30, "⋯")),
        Tick(35, "Sep"),
    ]


def test_day_stands_at_its_place_of_the_months() -> None:
    months = axis("2024-09-01", "2024-10-31")
    first, last = (timeline.placed(months, day) for day in ("2024-09-01", "2024-10-31"))
    assert first is not None
    assert last is not None
    assert (first.first, first.is_day, first.is_open) == (0, True, (False, False))
    assert last.last == 1
    assert 0 < first.at < 0.02 < 0.98 < last.at < 1


@pytest.mark.parametrize(
    ("date", "first", "last", "at", "is_open"),
    [
        ("2024-09", 0, 0.25, 0.125, (False, False)),
        ("2024-09/2024-10", 0, 0.5, 0.25, (False, False)),
        ("../2024-10", 0, 0.5, 0.5, (True, False)),
        ("2024-11/..", 0.5, 1, 0.5, (False, True)),
    ],
)
def test_period_is_drawn_from_its_first_to_its_last_day(
    date: str, first: float, last: float, at: float, is_open: tuple[bool, bool]
) -> None:
    assert timeline.placed(axis(), date) == (first, last, at, False, is_open)


def test_undated_fact_is_not_drawn() -> None:
    assert timeline.strip(axis(), fact(None)) == []
    assert timeline.placed(timeline.time_axis([]), "2024") is None


def test_uncertain_date_is_dotted_and_lasting_one_is_solid_without_a_sign() -> None:
    assert text(timeline.strip(axis(), fact("2024-09"))) == (
        '<line class="perhaps" x1="0%" x2="25%" y1="10" y2="10" />'
        '<svg x="12.5%" y="10" overflow="visible"><circle class="sign done" r="5" /></svg>'
    )
    assert text(timeline.strip(axis(), fact("2024-09", "ongoing"))) == (
        '<line class="lasting" x1="0%" x2="25%" y1="10" y2="10" />'
    )
    assert 'class="arrow"' in text(timeline.strip(axis(), fact("../2024-09")))


@pytest.mark.parametrize(
    ("status", "drawn"),
    [
        ("occurred", '<circle class="sign done" r="5" />'),
        ("proposed", '<circle class="sign planned" r="5" />'),
        ("denied", '<path class="sign denied" d="M-4.5-4.5 4.5 4.5M-4.5 4.5 4.5-4.5" />'),
        (
            "alleged",
            '<circle class="sign claimed" r="5" />'
            '<text class="question" text-anchor="middle" dy="0.36em">?</text>',
        ),
    ],
)
def test_each_status_has_its_sign(status: str, drawn: str) -> None:
    assert text(list(timeline.sign(fact("2024", status)))) == drawn


def test_contradicted_fact_has_a_ring_and_a_qualified_one_has_none() -> None:
    def ring(cls: str) -> bool:
        apart = fact("2024", conflicts=[{"id": "c", "class": cls, "property": "date"}])
        return '<circle class="ring" r="9" />' in text(list(timeline.sign(apart)))

    assert [ring("contradiction"), ring("qualified")] == [True, False]


def test_small_and_large_numbers_have_no_exponent() -> None:
    assert markup(element("rect", x=1234567.891, y=0.0, width=10.5, height=-0.125)) == (
        '<rect x="1234567.89" y="0" width="10.5" height="-0.12" />'
    )


def test_least_number_above_zero_has_a_place() -> None:
    shown = numbers.extent([cast(Any, number(v)) for v in (5e-324, 0)])
    assert (shown.part(0), shown.part(5e-324)) == (0, 1)


def test_ruler_does_not_shorten_years_of_several_centuries() -> None:
    drawn = timeline.ruler(axis(*(str(year) for year in range(1940, 2026))))
    shown = labels(drawn, "year")
    assert shown[0] == "1940"
    assert all(len(label or "") == 4 for label in shown)


def labels(drawn: list[Element], cls: str) -> list[str | None]:
    return [e.text for e in drawn if e.get("class") == cls]


def test_ruler_shortens_a_year_without_room() -> None:
    drawn = timeline.ruler(axis("2023-12", *(f"2024-{month:02d}" for month in range(1, 13))))
    assert labels(drawn, "year") == ["’23", "2024"]


def test_ruler_names_fewer_months_where_the_page_is_narrow() -> None:
    drawn = timeline.ruler(axis(*(f"2024-{month:02d}" for month in range(1, 13))))
    assert labels(drawn, "wide") == "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
    assert labels(drawn, "narrow") == "Jan Mar May Jul Sep Nov".split()


def test_bar_runs_from_zero_to_the_value_with_its_bounds() -> None:
    shown = numbers.extent([cast(Any, number(30, 20, 40))])
    drawn = numbers.bar(cast(Any, number(30, 20, 40)), shown, promised=True)
    assert markup(drawn[0]) == ('<rect class="promised" x="0%" width="75%" y="1" height="12" />')
    assert [(e.get("x1"), e.get("x2")) for e in drawn[1:]] == [
        *(("50%", "100%"), ("50%", "50%"), ("100%", "100%"))
    ]


def test_negative_number_is_a_bar_to_the_left_of_zero() -> None:
    shown = numbers.extent([cast(Any, number(v)) for v in (-10, 30)])
    drawn = numbers.bar(cast(Any, number(-10)), shown, promised=False)
    assert [(e.get("class"), e.get("x"), e.get("width")) for e in drawn] == [
        ("delivered", "0%", "25%")
    ]


def test_plot_gives_each_number_a_label_and_a_link() -> None:
    boats = [fact("2024-09", quantity=number(10)), fact("2024-12", quantity=number(20))]
    drawn = numbers.plot(axis(), boats, lambda f: f"{f['date']}", lambda f: f"#{f['date']}")
    links = [e for e in drawn if e.tag == "a"]
    assert [(e.get("href"), e.get("aria-label")) for e in links] == [
        *(("#2024-09", "2024-09"), ("#2024-12", "2024-12"))
    ]
    values = [(t.text, t.get("x"), t.get("text-anchor")) for e in links for t in e.iter("text")]
    assert values == [("10", "12.5%", "start"), ("20", "87.5%", "end")]


def test_plot_draws_bounds_as_a_line_at_the_middle_of_the_date() -> None:
    boats = [fact("2024-09", quantity=number(10, low=5))]
    drawn = numbers.plot(axis(), boats, lambda _: "", lambda _: "")
    bounds = [e for g in drawn for e in g.iter("line") if e.get("class") == "bounds"]
    assert [(e.get("x1"), e.get("y1"), e.get("y2")) for e in bounds] == [("12.5%", "80", "22")]


@pytest.mark.parametrize(
    ("value", "shown"),
    [(2_600_000_000, "2.6 bn"), (700_000, "700,000"), (-5e6, "-5 m"), (2e12, "2 tn"), (2.5, "2.5")],
)
def test_large_numbers_are_shortened(value: float, shown: str) -> None:
    assert numbers.short(value) == shown


finite = st.floats(-1e15, 1e15)  # as the schema allows


@given(st.lists(finite, min_size=1, max_size=5))
def test_every_number_has_a_place_between_the_ends(values: list[float]) -> None:
    shown = numbers.extent([cast(Any, number(v)) for v in values])
    for value in values:
        assert -1e-9 <= shown.part(value) <= 1 + 1e-9


@given(st.text(), st.floats(0, 1))
def test_every_text_makes_well_formed_xml(typed: str, part: float) -> None:
    drawn = markup(element("text", x=percent(part), aria_label=typed, text=typed))
    assert ElementTree.fromstring(drawn).tag == "text"
