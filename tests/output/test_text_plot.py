"""Plots: the scale, the letters, and what is not drawn."""

import pytest

from mss_cli import limits
from mss_cli.output.charts.text_plot import drawn
from mss_cli.output.result import Plot, Point, Style


def test_numbers_at_one_place_stand_side_by_side() -> None:
    days = ("2024-09-01", "2024-09-30")
    points = [Point(*days, 12, "boats", "●", f"n{n}", ("a.txt",)) for n in range(3)]
    canvas = drawn(Plot("boats", tuple(points)), Style()).split("\n\n")[0]
    assert "abc" in canvas


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ((-5, 7), ["8.4", "-8.4"]),
        ((2_600_000_000, 1), ["3,600.0 m", "0.0 m"]),
        ((0, 0), ["1.2", "0"]),
        ((5e-324, 0), ["1.2", "0"]),  # the smallest float: a tenth of it is zero
        ((0.5, 0.25), ["0.6", "0"]),
        ((1e15, 1), ["1,200.0 tn", "0.0 tn"]),
    ],
)
def test_scale_holds_every_value(values: tuple[float, float], ticks: list[str]) -> None:
    days = ("0001-01-01", "0001-01-31"), ("9999-12-01", "9999-12-31")
    points = [
        Point(*d, v, "boats", "●", "n", ("a.txt",)) for d, v in zip(days, values, strict=True)
    ]
    lines = drawn(Plot("boats", tuple(points)), Style()).splitlines()
    scale = [line.partition("|")[0].strip() for line in lines[2:15]]
    assert [scale[0], scale[-1]] == ticks
    canvas = "".join(line.partition("|")[2] for line in lines[2:15])
    assert (canvas.count("a"), canvas.count("b")) == (1, 1)


def test_plot_draws_at_most_52_numbers_and_only_a_legend_when_narrow() -> None:
    many = [
        Point("2024-09-01", "2024-09-30", n, "boats", "●", f"n{n}", ("a.txt",)) for n in range(60)
    ]
    plot = Plot("boats", tuple(many))
    assert drawn(plot, Style()).count("a.txt") == limits.MAX_PLOT_POINTS == 52
    narrow = drawn(plot, Style(width=40)).splitlines()
    assert narrow[:3] == ["boats", "", "  a  ● n0"]
