"""The report in a browser: filters, links, keyboard, widths, paper, accessibility, hostile data.

`make browser` runs these tests. They are skipped without Playwright, and without Chromium or Chrome
on the system.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import ARTICLE, Call, parts, write
from support.browser import Visit, started

from mss_cli.stores.articles import Articles
from scripts import derive

pytest.importorskip("playwright.sync_api", reason="needs Playwright: run 'make browser'")

Open = Callable[..., Any]

ATTACKS = (
    "<script>pwned()</script>",
    '"><img src=x onerror=pwned()>',
    "</style><script>pwned()</script>",
    "</script><script>pwned()</script>",
    "' onmouseover=pwned() x='",
    "<svg onload=pwned()>",
    "{{ 7 * 7 }}{% raw %}",
    "--><script>pwned()</script><!--",
    "<a href=javascript:pwned()>x</a>",
    "<base href=https://example.org><link rel=stylesheet href=//example.org/x.css>",
    "\u202eabc\x1b[31m\x00",
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    with started() as found:
        yield found


@pytest.fixture
def visit(browser: Any) -> Iterator[Open]:
    """Open files in new windows, which must have been quiet when they are closed."""
    visits: list[Visit] = []

    def opened(file: Path, **options: Any) -> Visit:
        visits.append(Visit(browser, file, **options))
        return visits[-1]

    yield opened
    for each in visits:
        each.close()


@pytest.fixture
def report(bridge: Path, mss: Call, tmp_path: Path) -> Path:
    """Write the report of the invented record, with its articles."""
    path = tmp_path / "bridge.html"
    assert mss("report", "-o", str(path), "--articles", str(bridge / "articles")).code == 0
    return path


def test_words_and_lists_filter_the_facts(visit: Open, report: Path) -> None:
    page = visit(report)
    matched = page.page.locator("#filter-matched")
    assert matched.text_content() == "15 of 15 facts"
    page.page.fill("#filter-text", "nunez MARSH")
    assert page.shown(".fact") == ["fact-bridge-announced"]
    assert matched.text_content() == "1 of 15 facts"
    page.page.fill("#filter-text", "")
    page.page.select_option("#filter-kind", "figure")
    page.page.select_option("#filter-status", "superseded")
    assert page.shown(".fact") == ["fact-cost-40-million"]
    page.page.click("#filter-clear")
    assert len(page.shown(".fact")) == 15
    page.page.select_option("#filter-who", "joao-braga")
    assert [i.removeprefix("fact-braga-") for i in page.shown(".fact")] == [
        *("opposes-bridge-2023", "accepts-bridge-2024-03", "supports-bridge-2024-04")
    ]


def test_period_keeps_facts_whose_date_may_fall_in_it(visit: Open, report: Path) -> None:
    page = visit(report)
    page.page.fill("#filter-from", "2024-04-01")
    page.page.fill("#filter-to", "2024-12-31")
    assert sorted(page.shown(".fact")) == [
        *("fact-braga-supports-bridge-2024-04", "fact-bridge-to-open"),
        *("fact-council-welcomes-workers", "fact-nunez-mayor"),
    ]


def test_filters_keep_the_facts_that_the_command_keeps(
    visit: Open, report: Path, mss: Call
) -> None:
    page = visit(report)
    for name, value in (("topic", "workers"), ("source", "herald.txt"), ("status", "planned")):
        page.page.click("#filter-clear")
        page.page.select_option(f"#filter-{name}", value)
        kept = mss("facts", f"--{name}", value, "--fields", "id", "--format", "tsv").out.split()
        assert [i.removeprefix("fact-") for i in page.shown(".fact")] == kept


def test_filters_are_kept_in_the_address(visit: Open, report: Path) -> None:
    page = visit(report).page
    page.fill("#filter-text", "núñez & marsh")
    page.select_option("#filter-kind", "event")
    page.fill("#filter-to", "2023-12-31")
    query = "?text=n%C3%BA%C3%B1ez+%26+marsh&to=2023-12-31&kind=event"
    assert page.evaluate("location.search") == query
    page.reload()
    assert page.input_value("#filter-text") == "núñez & marsh"
    assert page.input_value("#filter-kind") == "event"
    assert page.input_value("#filter-to") == "2023-12-31"
    assert page.locator("#filter-matched").text_content() == "1 of 15 facts"
    page.click("#filter-clear")
    assert page.evaluate("location.href") == report.as_uri()


def test_address_leads_to_a_filtered_list_and_to_a_fact(visit: Open, report: Path) -> None:
    opened = visit(report)
    page = opened.page
    page.goto(opened.address + "?kind=figure&status=superseded&who=nobody&other=1")
    assert opened.shown(".fact") == ["fact-cost-40-million"]
    assert page.evaluate("location.search") == "?kind=figure&status=superseded"
    assert page.input_value("#filter-who") == ""
    page.goto(opened.address + "?kind=figure#fact-cost-40-million")
    assert page.locator("#fact-cost-40-million details").get_attribute("open") is not None
    assert page.evaluate("location.search + location.hash") == "?kind=figure#fact-cost-40-million"
    page.goto(opened.address + "?kind=role#fact-ferry-ended")  # the fact wins over the filter
    assert page.locator("#fact-ferry-ended").is_visible()
    assert page.evaluate("location.search + location.hash") == "#fact-ferry-ended"


def test_link_inside_the_page_keeps_the_filters(visit: Open, report: Path) -> None:
    page = visit(report).page
    page.select_option("#filter-kind", "event")
    page.click("#timeline a[href='#fact-ferry-ended']")
    assert page.evaluate("location.search + location.hash") == "?kind=event#fact-ferry-ended"
    page.go_back()
    assert page.evaluate("location.search + location.hash") == "?kind=event"
    assert page.locator("#filter-matched").text_content() == "4 of 15 facts"


def test_link_to_a_fact_opens_it_even_behind_a_filter(visit: Open, report: Path) -> None:
    page = visit(report)
    page.page.select_option("#filter-kind", "role")
    page.page.click("#timeline a[href='#fact-work-began-2024-03']")
    fact = page.page.locator("#fact-work-began-2024-03")
    assert fact.is_visible()
    assert fact.locator("details").get_attribute("open") is not None
    assert page.page.locator("#filter-matched").text_content() == "15 of 15 facts"


def test_drawing_of_an_event_leads_to_its_fact(visit: Open, report: Path) -> None:
    page = visit(report).page
    page.locator("#timeline li").first.locator(".strip").click()
    assert page.evaluate("location.hash") == "#fact-bridge-announced"


def test_address_with_a_fact_opens_it(visit: Open, report: Path) -> None:
    page = visit(report)
    page.page.goto(page.address + "#entity-norland")
    page.page.reload()
    assert page.page.locator("#entity-norland h5").first.is_visible()


def test_link_to_the_present_address_shows_a_hidden_fact(visit: Open, report: Path) -> None:
    page = visit(report)
    page.page.goto(page.address + "#fact-ferry-ended")
    page.page.select_option("#filter-kind", "role")
    assert page.page.locator("#fact-ferry-ended").is_hidden()
    page.page.click("#timeline a[href='#fact-ferry-ended']")
    assert page.page.locator("#fact-ferry-ended").is_visible()


def test_going_back_returns_to_the_link(visit: Open, report: Path) -> None:
    page = visit(report).page
    page.focus("#timeline a[href='#fact-ferry-ended']")
    page.keyboard.press("Enter")
    page.go_back()
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#fact-ferry-ended"


def test_passage_of_a_fact_leads_into_the_article(visit: Open, report: Path) -> None:
    page = visit(report)
    page.page.goto(page.address + "#fact-work-began-2024-03")
    page.page.reload()
    page.page.click("#fact-work-began-2024-03 a[href='#passage-herald.txt-26']")
    text = page.page.locator("[id='source-herald.txt'] .article-text")
    assert text.get_attribute("open") is not None
    assert page.page.locator("[id='passage-herald.txt-26'] + mark").is_visible()


def test_impossible_filters_say_why(visit: Open, report: Path) -> None:
    page = visit(report)
    matched = page.page.locator("#filter-matched")
    page.page.fill("#filter-text", "zzzz")
    assert matched.text_content() == "0 of 15 facts: remove a filter"
    page.page.click("#filter-clear")
    page.page.fill("#filter-from", "2024-02-01")
    page.page.fill("#filter-to", "2023-01-01")
    assert matched.text_content() == "0 of 15 facts: “Until” is before “From”"


def test_numbers_of_the_front_lead_to_what_they_count(visit: Open, report: Path) -> None:
    page = visit(report).page
    page.click(".counts a[href='#superseded']")
    top = "document.querySelector('#superseded').getBoundingClientRect().top"
    assert 0 <= page.evaluate(top) < 90


def test_citation_can_be_copied(visit: Open, report: Path) -> None:
    page = visit(report, permissions=["clipboard-read", "clipboard-write"])
    page.page.click("#fact-ferry-ended summary")
    page.page.click("#fact-ferry-ended button")
    assert page.page.locator("#fact-ferry-ended button").text_content() == "Copied"
    copied = page.page.evaluate("navigator.clipboard.readText()")
    assert copied == page.page.locator("#fact-ferry-ended .citation span").text_content()
    assert copied.endswith("fact ferry-ended.")


def test_everything_can_be_reached_by_keyboard(visit: Open, report: Path) -> None:
    page = visit(report).page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.focus("#entity-ana-nunez summary")
    page.keyboard.press("Enter")
    assert page.locator("#entity-ana-nunez h5").first.is_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#entity-ana-nunez') !== null")
    unreachable = page.evaluate(
        "[...document.querySelectorAll('a, button, input, select, summary')]"
        ".filter(each => each.tabIndex < 0 || (each.tagName === 'A' && !each.href)).length"
    )
    assert unreachable == 0


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_nothing_is_wider_than_the_window(visit: Open, report: Path, width: int) -> None:
    page = visit(report, viewport={"width": width, "height": 800})
    page.open_all()
    assert page.page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("store", ["bridge", "bundled"])
def test_positions_fit_on_a_phone(
    visit: Open, bridge: Path, mss: Call, tmp_path: Path, store: str
) -> None:
    path = tmp_path / "page.html"
    named = "bundled" if store == "bundled" else str(bridge / "store")
    assert mss("report", "-o", str(path), "--store", named).code == 0
    page = visit(path, viewport={"width": 360, "height": 800}).page
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    scrolled = (
        "[...document.querySelectorAll('.scroll')].filter(e => e.scrollWidth > e.clientWidth)"
    )
    assert page.evaluate(f"{scrolled}.length") == 0
    places = page.locator(".positions a.position").evaluate_all(
        "found => found.map(each => each.getBoundingClientRect())"
    )
    assert len(places) >= 3
    assert all(place["left"] >= 0 and place["right"] <= 360 for place in places)
    assert page.locator(".positions .empty:visible").count() == 0
    assert page.locator(".positions th[scope=row]:visible").count() > 0


def test_everything_is_readable_without_scripts(visit: Open, report: Path) -> None:
    page = visit(report, java_script_enabled=False)
    assert page.page.locator(".filter").is_hidden()
    assert page.page.locator(".fact").count() == 15
    assert page.page.locator("#fact-ferry-ended h3").is_visible()
    page.page.click("#fact-ferry-ended summary")
    assert page.page.locator("#fact-ferry-ended .citation").is_visible()


def test_paper_has_the_evidence_and_no_filters(visit: Open, report: Path) -> None:
    page = visit(report).page
    page.emulate_media(media="print")
    assert page.locator(".filter select").first.is_hidden()
    assert page.locator("#filter-matched").is_visible()
    assert page.locator("nav").is_hidden()
    assert page.locator("#fact-ferry-ended dl").is_visible()
    assert len(page.pdf()) > 20_000


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_no_violation(visit: Open, report: Path, scheme: str, width: int) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = visit(report, color_scheme=scheme, viewport={"width": width, "height": 900})
    page.open_all()
    found = Axe().run(page.page).response["violations"]
    assert [(v["id"], v["impact"], v["nodes"][0]["html"]) for v in found] == []


# The fields that hold text for people.
FREE = frozenset(
    "text name aliases summary label alt_labels definition title publisher note date_note "
    "unit".split()
)


def attacked(value: Any, attack: str, key: str = "") -> Any:
    """Return a record with an attack in place of every text that people read."""
    if isinstance(value, dict):
        return {
            name: each if name in ("passages", "manifest") else attacked(each, attack, name)
            for name, each in value.items()
        }
    if isinstance(value, list):
        return [attacked(each, attack, key) for each in value]
    free = (
        "text name aliases summary label alt_labels definition title publisher note date_note unit"
    )
    return attack if isinstance(value, str) and key in free.split() else value


def hostile_stores(tmp_path: Path) -> Iterator[Path]:
    """Yield a report of the harbour store for each attack, in every text of store and article."""
    for number, attack in enumerate(ATTACKS):
        directory = tmp_path / str(number)
        articles = directory / "articles"
        articles.mkdir(parents=True)
        text = ARTICLE + f"\n{attack.replace(chr(0), '')}\n"
        (articles / "harbour.txt").write_text(text, encoding="utf-8")
        store = parts()
        derive.derive(store, Articles(str(articles)))
        store["manifest"]["title"] = attack
        yield write(directory / "store", attacked(store, attack))


def test_hostile_texts_run_nothing_and_ask_for_nothing(
    visit: Open, mss: Call, tmp_path: Path
) -> None:
    for number, store in enumerate(hostile_stores(tmp_path)):
        path = tmp_path / f"{number}.html"
        texts = ("--title", ATTACKS[number], "--articles", str(store.parent / "articles"))
        answer = mss("report", "-o", str(path), "--store", str(store), *texts)
        assert answer.code == 0, answer.err
        opened = visit(path)
        opened.open_all()
        page = opened.page
        page.hover("h1")
        made = page.evaluate(
            "[...document.querySelectorAll('script, style, img, iframe, base, link, object')]"
            ".map(each => each.tagName).sort()"
        )
        assert (number, made) == (number, ["SCRIPT", "STYLE"])
        handlers = page.evaluate(
            "[...document.querySelectorAll('*')].flatMap(each => [...each.attributes])"
            ".filter(each => /^on|^style$|^src/.test(each.name)).length"
        )
        assert (number, handlers) == (number, 0)
        assert page.evaluate("typeof pwned") == "undefined"


def test_hostile_drawing_runs_nothing(visit: Open, mss: Call, tmp_path: Path) -> None:
    for number, store in enumerate(hostile_stores(tmp_path)):
        path = tmp_path / f"{number}.svg"
        assert mss("timeline", "--svg", str(path), "--store", str(store)).code == 0
        page = visit(path).page
        assert page.evaluate("document.documentElement.tagName") == "svg"
        assert (
            page.evaluate("document.querySelectorAll('script, image, foreignObject, a').length")
            == 0
        )


def test_bundled_report_is_small_and_quick(visit: Open, mss: Call, tmp_path: Path) -> None:
    path = tmp_path / "haiti.html"
    mss("report", "-o", str(path), "--store", "bundled")
    assert path.stat().st_size < 1_500_000
    page = visit(path).page
    assert page.locator(".fact").count() == len(
        json.loads(mss("facts", "--store", "bundled", "--json").out)
    )
