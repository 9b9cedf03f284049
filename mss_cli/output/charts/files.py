"""Drawings as SVG files of their own, which browsers, word processors and web pages show."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from textwrap import wrap

from rich.cells import cell_len

from mss_cli.facts.dates import in_words
from mss_cli.facts.kinds import CONTRADICTED, SIGNS, STATUSES
from mss_cli.facts.model import Fact
from mss_cli.facts.states import in_conflict
from mss_cli.output.charts import numbers, timeline
from mss_cli.output.charts.svg import NAMESPACE, Element, at, element, markup, plain, plain_style
from mss_cli.output.columns import status
from mss_cli.text import visible

_WIDTH = 1000
_MARGIN = 20
_DRAWN = 440  # pixels of the drawn part of a timeline; the text is beside it
_LINE = 18
_LETTER = 6.9  # pixels of a usual letter of the text
_SIGN = 9  # pixels from the middle of a sign to its edge
_SCALE = 90  # pixels for the scale of a plot
# Programs other than browsers know neither variables nor a dark scheme.
_STYLE = """\
text { font-family: system-ui, "DejaVu Sans", sans-serif; }
svg .text { font-size: 13px; fill: #1b1f24; }
svg .title { font-size: 17px; font-weight: 600; fill: #1b1f24; }
svg .end { text-anchor: end; }
"""

Names = Mapping[str, str]  # the short name of each source, by file


class _Sheet:
    """A drawing that grows downwards."""

    def __init__(self, title: str) -> None:
        self.y = 0.0
        self.parts: list[Element] = []
        self.title = title
        for line in _wrapped(title, (_WIDTH - 2 * _MARGIN) / 1.4):
            self.write(line, _MARGIN, "title", 24)
        self.y += 12

    def write(self, text: str, x: float, cls: str = "text", height: float = _LINE) -> None:
        """Add a line of text, and go on below it."""
        self.y += height
        self.parts.append(element("text", class_=cls, x=x, y=self.y - 4, text=text))

    def draw(self, parts: Iterable[Element], x: float, width: float, height: float) -> None:
        """Add elements in a frame at the present height, without going on."""
        self.parts.append(element("svg", *parts, x=x, y=self.y, width=width, height=height))

    def key(self, facts: Iterable[Fact]) -> None:
        """Explain the signs of some facts, if they are of several kinds."""
        facts = list(facts)
        used = {STATUSES[fact["status"]] for fact in facts}
        kinds = [
            (list(timeline.mark_of(sign)), words) for sign, words in SIGNS.items() if sign in used
        ]
        if any(in_conflict(fact, "contradiction") for fact in facts):
            kinds.append(([timeline.ring()], CONTRADICTED))
        if len(kinds) < 2:
            return
        x = float(_MARGIN)
        self.y += _LINE
        for sign, words in kinds:
            width = 2 * _SIGN + len(words) * _LETTER + _MARGIN
            if x + width > _WIDTH:
                x, self.y = _MARGIN, self.y + _LINE
            self.parts += [
                at(x + _SIGN, *sign, y=self.y - 8),
                element("text", class_="text", x=x + 2 * _SIGN + 6, y=self.y - 4, text=words),
            ]
            x += width
        self.y += 12

    def finished(self) -> str:
        """Return the file."""
        height = self.y + _MARGIN
        style = f"{plain_style()}{_STYLE}"
        drawing = element(
            "svg",
            element("title", text=self.title),
            _style(style),
            element("rect", width="100%", height="100%", class_="paper"),
            *self.parts,
            xmlns=NAMESPACE,
            width=_WIDTH,
            height=height,
            viewBox=f"0 0 {_WIDTH} {plain(height)}",
            role="img",
        )
        return markup(drawing) + "\n"


def _style(text: str) -> Element:
    """Return a style element. The text is ours and has lines, which `element` would escape."""
    made = element("style")
    made.text = text
    return made


def empty_file(title: str) -> str:
    """Return an SVG file that says that it shows nothing."""
    sheet = _Sheet(title)
    sheet.write("This drawing has no facts.", _MARGIN)
    return sheet.finished()


def timeline_file(facts: Sequence[Fact], names: Names, title: str) -> str:
    """Return facts with their dates drawn over time, one below the other, as an SVG file."""
    axis = timeline.time_axis(facts)
    sheet = _Sheet(title)
    sheet.key(fact for fact in facts if fact["date"])
    sheet.draw(timeline.ruler(axis), _MARGIN, _DRAWN, timeline.RULER_HEIGHT)
    sheet.y += timeline.RULER_HEIGHT
    top = sheet.y
    left = _MARGIN + _DRAWN + 2 * _MARGIN
    for fact in facts:
        sheet.draw(timeline.strip(axis, fact), _MARGIN, _DRAWN, timeline.HEIGHT)
        date = in_words(fact["date"]) if fact["date"] else "undated"
        text = f"{date}: {fact['text']} ({_marked(fact, names)})"
        for line in _wrapped(text, _WIDTH - left - _MARGIN):
            sheet.write(line, left)
        sheet.y += 8
    frame = element(
        "svg", *timeline.grid(axis, "100%"), x=_MARGIN, y=top, width=_DRAWN, height=sheet.y - top
    )
    sheet.parts.insert(0, frame)
    return sheet.finished()


def plots_file(
    series: Sequence[tuple[str, Sequence[Fact]]],
    amount: Callable[[Fact], str],
    names: Names,
    title: str,
) -> str:
    """Return the dated numbers of each series over time as an SVG file.

    series: each with its title. amount: a number with its unit, stage and date.
    """
    sheet = _Sheet(title)
    sheet.key(chain.from_iterable(facts for _, facts in series))
    width = _WIDTH - 2 * _MARGIN - _SCALE
    for name, facts in series:
        axis = timeline.time_axis(facts)
        shown = numbers.extent([q for f in facts if (q := f["quantity"])])
        for line in _wrapped(name, _WIDTH - 2 * _MARGIN):
            sheet.write(line, _MARGIN)
        for value in (shown.high, shown.low):
            x, y = _MARGIN + _SCALE - 8, sheet.y + numbers.height(shown, value) + 4
            sheet.parts.append(element("text", class_="end", x=x, y=y, text=numbers.short(value)))
        drawn = numbers.plot(axis, facts, amount, lambda _: "")
        sheet.draw(drawn, _MARGIN + _SCALE, width, numbers.PLOT_HEIGHT)
        sheet.y += numbers.PLOT_HEIGHT
        sheet.draw(timeline.ruler(axis), _MARGIN + _SCALE, width, timeline.RULER_HEIGHT)
        sheet.y += timeline.RULER_HEIGHT
        for fact in facts:
            text = f"{amount(fact)} ({_marked(fact, names)})"
            for line in _wrapped(text, width):
                sheet.write(line, _MARGIN + _SCALE)
        sheet.y += 16
    return sheet.finished()


def _marked(fact: Fact, names: Names) -> str:
    """Return the status, the marks and the sources of a fact."""
    files = ", ".join(names.get(file, file) for file in fact["sources"])
    return f"{', '.join(status(fact))}; {files}"


def _wrapped(text: str, width: float) -> list[str]:
    """Return the lines of a text that fit into a width in pixels."""
    line = visible(" ".join(text.split()))
    if cell_len(line) > len(line):  # Chinese letters take two places
        width /= 2
    return wrap(line, max(int(width / _LETTER), 1)) or [""]
