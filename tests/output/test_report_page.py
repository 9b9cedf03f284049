"""The page of a report: what each section shows, from an invented record."""

import hashlib
import re
from base64 import b64encode
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from conftest import Call
from hypothesis import given
from hypothesis import strategies as st

from mss_cli.facts.passages import Span, paragraphs
from mss_cli.output.report.sources import Segment, marked

Page = Callable[..., "Read"]
BLOCKS = frozenset("td th dt dd li p div option h2 h3 h4 h5".split())


class Read(HTMLParser):
    """The text and the attributes of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html
        self.ids: list[str] = []
        self.links: list[str] = []
        self.attributes: set[str] = set()
        self.tags: set[str] = set()
        self._texts: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the tag and its attributes."""
        self.tags.add(tag)
        if tag in BLOCKS:
            self._texts.append(" ")
        self.attributes.update(name for name, _ in attrs)
        values = dict(attrs)
        self.ids.append(values.get("id") or "")
        self.links.append(values.get("href") or "")

    def handle_data(self, data: str) -> None:
        """Keep a text."""
        self._texts.append(data)

    def section(self, name: str) -> str:
        """Return the text of a section on one line."""
        html = re.search(rf'<section id="{name}".*?(?=<section id="\w|</main>)', self.html, re.S)
        assert html, name
        return " ".join("".join(Read(html[0])._texts).split())


@pytest.fixture
def page(mss: Call, bridge: Path) -> Page:
    def make(*args: str) -> Read:
        answer = mss("report", "-o", "-", *args)
        assert answer.code == 0, answer.err
        return Read(answer.out)

    return make


def test_page_is_allowed_its_own_style_and_script_and_nothing_else(page: Page) -> None:
    html = page().html
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)
    assert policy
    digests = [
        b64encode(hashlib.sha256(found[1].encode()).digest()).decode()
        for found in (re.search(f"<{t}>(.*?)</{t}>", html, re.S) for t in ("style", "script"))
        if found
    ]
    assert policy[1].replace("&#39;", "'") == (
        f"default-src 'none'; style-src 'sha256-{digests[0]}'; script-src 'sha256-{digests[1]}'; "
        "base-uri 'none'; form-action 'none'"
    )


def test_page_asks_nobody_for_anything(page: Page) -> None:
    read = page()
    assert [link for link in read.links if link and not link.startswith("#")] == []
    assert read.attributes & {"src", "srcset", "style", "action", "onclick", "onload"} == set()
    assert "://" not in read.html.replace("http://www.w3.org/2000/svg", "")


def test_every_link_leads_to_a_place_of_the_page(page: Page) -> None:
    read = page()
    targets = {link[1:] for link in read.links if link}
    assert targets - set(read.ids) == set()
    named = [i for i in read.ids if i]
    assert len(named) == len(set(named))


def test_front_says_what_is_covered_and_where_it_is_thin(page: Page) -> None:
    front = page().section("front")
    assert front.startswith(
        "What this record covers 3 articles, published between 9 May 2023 and 30 April 2024. "
        "2 of them print no date: it was worked out. 15 facts. "
        "Everything reported as past or current is dated between 2019 and the end of April 2024. "
        "Plans and proposals are dated between 9 May 2023 and the end of 2025. "
    )
    assert "13 of 15 rest on a single article" in front
    assert "8 of 15 have a date that no article prints in full: it was worked out" in front
    assert "2 of 15 have no date" in front
    assert "May 2023 5 5" in front


def test_front_names_the_filters_and_the_as_of_day(page: Page) -> None:
    front = page("--topic", "workers", "--known-by", "2024-03").section("front")
    assert (
        "This page shows only part of the record: the facts that match --topic workers. It shows "
        "what the articles published by 2024-03-31 support. Later articles may have shaped how "
        "facts are worded." in front
    )
    assert "2 facts of the 15 in the record." in front


def test_timeline_lists_the_events_in_order_with_status_and_source(page: Page) -> None:
    timeline = page().section("timeline")
    assert (
        "on 8 May 2023 (relative) Mayor Ana Núñez announced that Port Sable would build a bridge "
        "over the marsh. ● occurred Sable Gazette" in timeline
    )
    assert (
        "between 4 and 5 March 2024 (inferred) Work on the bridge of Port Sable began in early "
        "March 2024. ● occurred contradicted on date" in timeline
    )
    assert timeline.index("announced") < timeline.index("began") < timeline.index("stopped running")
    assert (
        "Only events are drawn. The 11 facts of other kinds are in the list of facts." in timeline
    )


def test_promises_stand_beside_deliveries(page: Page) -> None:
    numbers = page().section("numbers")
    assert "Promised ○ 300 workers pledged, on 9 May 2023" in numbers
    assert (
        "No delivered number is reported for: "
        "Estimated cost of the bridge (40,000,000 crowns, planned)" in numbers
    )
    assert "Delivered ● about 120 workers delivered, in March 2024 (inferred)" in numbers


def test_positions_say_what_the_holder_held_before(page: Page) -> None:
    positions = page().section("positions")
    assert "João Braga opposes on 9 May 2023" in positions
    assert "conditional ← opposes" in positions
    assert "supports ← conditional" in positions


def test_disagreement_has_both_readings_and_what_would_settle_it(page: Page) -> None:
    disagreements = page().section("disagreements")
    assert "Contradictions (1) The readings cannot both be true." in disagreements
    assert "About Work on the bridge of Port Sable began in early March 2024." in disagreements
    assert "2024-03-04" in disagreements
    assert "2024-03-05" in disagreements
    assert (
        "What would settle it: A record that prints the day: a statement, transcript or schedule."
        in disagreements
    )


def test_passages_appear_with_the_articles_only(page: Page, bridge: Path) -> None:
    without, with_them = page(), page("--articles", str(bridge / "articles"))
    assert "<mark>" not in without.html
    assert (
        "<blockquote><p><mark>Work on the bridge began in Port Sable on 4 March 2024.</mark>"
        in with_them.html
    )
    assert "Article text (5 facts marked)" in with_them.section("sources")
    assert 'id="passage-herald.txt-26"' in with_them.html
    assert 'href="#passage-herald.txt-26"' in with_them.html


def test_changed_article_is_named_and_not_marked(
    page: Page, bridge: Path, tmp_path: Path, mss: Call
) -> None:
    for file in (bridge / "articles").iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "herald.txt").write_text("Something else.\n", encoding="utf-8")
    sources = page("--articles", str(tmp_path)).section("sources")
    assert "The text is not shown: herald.txt has changed since its facts were extracted" in sources
    answer = mss("report", "-o", "-", "--articles", str(tmp_path))
    assert answer.err.startswith("a passage is not shown: ")


def test_entity_has_its_roles_numbers_and_deeds(page: Page) -> None:
    entities = page().section("entities")
    assert "Ana Núñez Mayor of Port Sable. 3 facts" in entities
    assert "Did on 8 May 2023 (relative) Mayor Ana Núñez announced" in entities


def test_fact_carries_what_the_filters_compare(page: Page) -> None:
    html = page().html
    assert (
        'id="fact-work-began-2024-03" data-kind="event" '
        'data-status="occurred contradicted corroborated" data-source="herald.txt tribune.txt" '
        'data-who="port-sable" data-topic="bridge" data-from="2024-03-04" data-to="2024-03-05">'
    ) in html
    assert (
        'id="fact-ferry-ended" data-kind="event" data-status="occurred one-source undated" '
        'data-source="gazette.txt" data-who="port-sable" data-topic="ferry" data-undated="">'
    ) in html


def test_fact_leads_to_related_facts_and_to_its_conflicts(page: Page) -> None:
    facts = page().section("facts")
    assert "Supersedes The bridge was to cost 40 million crowns" in facts
    assert "Superseded by The cost of the bridge had grown to 55 million crowns" in facts
    assert "Contradicted on date “Norland Herald” gives the date '2024-03-04'" in facts


def test_fact_has_its_derivation_and_citation(page: Page) -> None:
    facts = page().section("facts")
    assert "How it was dated: “Monday”;" in facts
    cited = "Citation “Town wants a bridge”, Sable Gazette, published on 9 May 2023, gazette.txt, "
    assert cited in facts


def test_title_replaces_that_of_the_store(page: Page) -> None:
    html = page("--title", "A <b>bridge</b>").html
    assert "<title>A &lt;b&gt;bridge&lt;/b&gt;</title>" in html
    assert '<p class="lead">The bridge of Port Sable</p>' in html


def test_report_without_facts_says_so_in_every_section(page: Page) -> None:
    read = page("--match", "zzzz")
    for section, line in (
        ("front", "This report has no facts."),
        ("timeline", "No event matches."),
        ("numbers", "No number matches."),
        ("positions", "No position matches."),
        ("disagreements", "No sources disagree on these facts."),
        ("entities", "No fact names anybody."),
        ("facts", "No fact matches."),
    ):
        assert line in read.section(section)


TEXT = "One two.\n\nThree four five."


def test_paragraphs_are_cut_where_passages_start_and_end() -> None:
    spans = [[Span(0, 8)], [Span(10, 20), Span(4, 8)], [Span(16, 26)]]
    assert list(marked(TEXT, spans)) == [
        [Segment("One ", True, [], 0, True), Segment("two.", True, [1, 2], 4, True)],
        [
            *(Segment("Three ", True, [], 10, True), Segment("four", True, [2], 16, True)),
            Segment(" five.", True, [3], 20, False),
        ],
    ]


def test_text_without_passages_is_not_marked() -> None:
    assert list(marked(TEXT, [])) == [
        [Segment("One two.", False, [], 0, False)],
        [Segment("Three four five.", False, [], 10, False)],
    ]


@given(
    st.text(alphabet="ab .\n", max_size=40),
    st.lists(st.tuples(st.integers(0, 40), st.integers(1, 10)), max_size=6),
)
def test_segments_make_up_the_paragraphs(text: str, found: list[tuple[int, int]]) -> None:
    spans = [[Span(start, start + length)] for start, length in found]
    pieces = ["".join(s.text for s in segments) for segments in marked(text, spans)]
    assert pieces == [text[p.start : p.end] for p in paragraphs(text)]
    inside = "".join(
        "x" if s.cited else "."
        for segments in marked(text, spans)
        for s in segments
        for _ in s.text
    )
    covered = {at for (span,) in spans for at in range(span.start, span.end)}
    assert inside == "".join(
        "x" if at in covered else "." for p in paragraphs(text) for at in range(p.start, p.end)
    )
