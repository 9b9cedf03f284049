"""mss export timelinejs: slides in the format that TimelineJS documents."""

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import Call, Harbour

from mss_cli.output.exports import timelinejs
from mss_cli.stores.extract import Extract
from mss_cli.stores.memory import MemoryStore

# https://timeline.knightlab.com/docs/json-format.html
SLIDE = {"start_date", "end_date", "text", "media", "group", "display_date", "background"}
SLIDE |= {"autolink", "unique_id"}
PARTS = ["year", "month", "day"]


def validated(document: Any) -> Any:
    """Return a document after checking it as the page of the format says."""
    assert set(document) == {"title", "events"}
    assert isinstance(document["events"], list)
    seen = set()
    for slide in (document["title"], *document["events"]):
        assert set(slide) <= SLIDE
        assert set(slide["text"]) <= {"headline", "text"}
        assert slide["unique_id"] not in seen
        seen.add(slide["unique_id"])
        for name in ("start_date", "end_date"):
            when = slide.get(name, {"year": 1})
            assert list(when) == PARTS[: len(when)]
            assert all(isinstance(number, int) for number in when.values())
            date(*[*when.values(), 1, 1][:3])
    assert all("start_date" in slide for slide in document["events"])
    return document


def extract_of(harbour: Harbour) -> Extract:
    """Return an extract of the small store as its parts are now, valid or not."""
    empty: dict[str, Any] = {"labels": [], "synonyms": [], "measures": [], "wording": []}
    return Extract(MemoryStore({**empty, **harbour.parts}, str(harbour.store)))


def shown(harbour: Harbour, **changes: Any) -> Any:
    """Return the slide of the opening of the harbour, changed."""
    harbour.parts["facts"][0] |= changes
    document = validated(json.loads("".join(timelinejs.text(extract_of(harbour)))))
    return next(s for s in document["events"] if s["unique_id"] == "harbour-opened")


@pytest.fixture
def slides(mss: Call, bridge: Path, tmp_path: Path) -> dict[str, Any]:
    """Return the slides of the invented record of the bridge, by id."""
    path = tmp_path / "bridge.json"
    answer = mss("export", "timelinejs", "-o", str(path))
    assert (answer.code, answer.out) == (0, "")
    assert answer.err.endswith(f"wrote {path}: 15 facts, {path.stat().st_size / 1000:.0f} kB\n")
    document = validated(json.loads(path.read_text(encoding="utf-8")))
    return {slide["unique_id"]: slide for slide in (document["title"], *document["events"])}


def test_fact_is_a_slide_with_its_sources(slides: dict[str, Any]) -> None:
    assert slides["workers-120-arrived"] == {
        "unique_id": "workers-120-arrived",
        "start_date": {"year": 2024, "month": 3},
        "display_date": "In March 2024 (inferred)",
        "group": "Occurred or ongoing",
        "text": {
            "headline": "About 120 workers from Norland had come to Port Sable by March 2024.",
            "text": (
                "<p>Workers arrived: about 120 workers.</p>"
                "<p>Status: occurred.</p>"
                "<p>Date: From publication of herald.txt, itself inferred.</p>"
                "<p>Source: Work on the marsh bridge, Norland Herald, published in March 2024 "
                "(inferred), herald.txt, paragraph 2.</p>"
                "<p>Source: A month of work, Sable Tribune, published in April 2024 (inferred), "
                "tribune.txt, paragraph 2.</p>"
            ),
        },
        "autolink": False,
    }


def test_plan_is_marked_and_apart(slides: dict[str, Any]) -> None:
    plan = slides["cost-40-million"]
    assert plan["group"] == "Planned, proposed or conditional"
    assert plan["text"]["headline"].startswith("Planned: The bridge was to cost")
    assert plan["text"]["text"].startswith(
        "<p>Said by Harbour Council.</p>"
        "<p>Estimated cost of the bridge: 40,000,000 crowns.</p>"
        "<p>Status: planned, superseded.</p>"
    )


def test_title_says_what_is_left_out(slides: dict[str, Any]) -> None:
    assert slides["_title"] == {
        "unique_id": "_title",
        "text": {
            "headline": "The bridge of Port Sable",
            "text": (
                "<p>15 of 15 facts in the record. 2 undated facts cannot be shown. Taken from "
                "articles published between 9 May 2023 and 30 April 2024. Made with mss from "
                "bridge 0.0.1.</p><p>Licence: CC0</p>"
            ),
        },
        "autolink": False,
    }
    assert not {"ferry-ended", "marsh-reserve"} & set(slides)
    assert len(slides) == 14


@pytest.mark.parametrize(
    ("edtf", "last", "start", "end", "words"),
    [
        ("2021", "2021-12-31", [2021], None, "In 2021"),
        ("2021-05", "2021-05-31", [2021, 5], None, "In May 2021"),
        ("2021-05-03", "2021-05-03", [2021, 5, 3], None, "On 3 May 2021"),
        ("2021-05~", "2021-05-31", [2021, 5], None, "In May 2021 (approximate)"),
        ("2021-05-XX", "2021-05-31", [2021, 5], None, "In May 2021 (day not known)"),
        ("../2021-05", "2021-05-31", [2021, 5], None, "By May 2021"),
        ("2021-05/..", None, [2021, 5], None, "Since May 2021"),
        (
            "2021-05-03/2021-05-09",
            "2021-05-09",
            [2021, 5, 3],
            [2021, 5, 9],
            "Between 3 and 9 May 2021",
        ),
        (  # TimelineJS would take May for its first day, which is before the start
            "2021-05-20/2021-05",
            "2021-05-31",
            [2021, 5, 20],
            [2021, 5, 31],
            "Between 20 May 2021 and the end of May 2021",
        ),
        ("202X", "2029-12-31", [2020], [2029, 12, 31], "In the 2020s"),
    ],
)
def test_date_is_as_precise_as_edtf(
    harbour: Harbour,
    edtf: str,
    last: str | None,
    start: list[int],
    end: list[int] | None,
    words: str,
) -> None:
    slide = shown(harbour, date=edtf, date_end=last)
    assert slide["start_date"] == dict(zip(PARTS, start, strict=False))
    assert slide.get("end_date") == (dict(zip(PARTS, end, strict=False)) if end else None)
    assert slide["display_date"] == words


@pytest.mark.parametrize(
    ("status", "mark", "group"),
    [
        ("occurred", "", "Occurred or ongoing"),
        ("ongoing", "", "Occurred or ongoing"),
        ("planned", "Planned: ", "Planned, proposed or conditional"),
        ("proposed", "Proposed: ", "Planned, proposed or conditional"),
        ("conditional", "Conditional: ", "Planned, proposed or conditional"),
        ("alleged", "Alleged: ", "Alleged"),
        ("denied", "Denied: ", "Denied or cancelled"),
        ("cancelled", "Cancelled: ", "Denied or cancelled"),
    ],
)
def test_status_is_in_the_headline_and_the_group(
    harbour: Harbour, status: str, mark: str, group: str
) -> None:
    slide = shown(harbour, status=status)
    assert slide["text"]["headline"] == f"{mark}Ana Núñez opened the harbour."
    assert slide["group"] == group


def test_hostile_text_is_no_markup(harbour: Harbour) -> None:
    bad = "</script><img src=x onerror=alert(1)>&amp;\"'"
    harbour.parts["entities"][0]["name"] = bad
    harbour.parts["sources"][0] |= {"title": bad, "publisher": bad}
    harbour.parts["manifest"]["title"] = bad
    slide = shown(harbour, text=bad, date_note=bad, said_by=["ana-nunez"])
    escaped = "&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;&amp;amp;&quot;&#x27;"
    assert slide["text"]["headline"] == escaped
    assert slide["text"]["text"].count(escaped) == 4
    text = "".join(timelinejs.text(extract_of(harbour)))
    assert not re.search("</|<[^p\\\\]", text)  # only our own tags, and no end of a script


def test_control_characters_are_escaped_for_terminals(harbour: Harbour) -> None:
    assert shown(harbour, text="a\u202eb")["text"]["headline"] == "a\u202eb"
    assert "a\\u202eb" in "".join(timelinejs.text(extract_of(harbour)))


def test_untitled_source_is_named_by_its_label(harbour: Harbour) -> None:
    harbour.parts["sources"][0] |= {"title": None}
    harbour.parts["sources"][0]["published"] = {"edtf": None, "basis": "none", "note": None}
    assert shown(harbour)["text"]["text"].endswith(
        "<p>Source: [The opening], publisher not stated, date unknown, harbour.txt, "
        "paragraphs 1 and 2.</p>"
    )


def test_notes_count_undated_facts(harbour: Harbour) -> None:
    assert timelinejs.notes(extract_of(harbour)) == ["left out 1 undated fact"]
    for fact in harbour.parts["facts"]:
        fact["date"] = None
    assert timelinejs.notes(extract_of(harbour)) == [
        "left out 3 undated facts",
        "no dated facts: TimelineJS will say that the timeline has no events",
    ]
    harbour.parts["facts"] = harbour.parts["facts"][:1]
    harbour.parts["facts"][0]["date"] = "2021"
    assert timelinejs.notes(extract_of(harbour)) == []


def test_nothing_selected_is_a_valid_document(mss: Call, bridge: Path) -> None:
    document = validated(mss("export", "timelinejs", "-o", "-", "--match", "zzzz").json())
    assert document["events"] == []
    assert document["title"]["text"]["text"].startswith(
        "<p>0 of 15 facts in the record: --match zzzz. Taken"
    )


def test_slides_are_made_one_by_one(harbour: Harbour) -> None:
    chunks = timelinejs.text(extract_of(harbour))
    assert isinstance(chunks, Iterator)
    lines = "".join(chunks).splitlines()
    assert [line[:14] for line in lines[1:]] == [
        '"events": [',
        '{"unique_id": ',
        ',{"unique_id":',
        "]}",
    ]
