"""mss report and --svg: files, options, and what is said about them."""

import os
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest
from conftest import Call, Harbour, write
from support.process import MSS, environment

from mss_cli import limits

pytestmark = pytest.mark.usefixtures("bridge")
SVG = "{http://www.w3.org/2000/svg}"


def test_report_is_written_and_named(mss: Call, tmp_path: Path) -> None:
    path = tmp_path / "bridge.html"
    answer = mss("report", "-o", str(path))
    assert (answer.code, answer.out) == (0, "")
    size = f"{path.stat().st_size / 1000:.0f} kB"
    assert answer.err == f"15 facts (of 15 in the store)\nwrote {path}: 15 facts, {size}\n"
    html = path.read_text(encoding="utf-8")
    assert html.startswith("<!DOCTYPE html>\n")
    assert html.endswith("</html>")
    assert "<title>The bridge of Port Sable</title>" in html


def test_report_goes_to_standard_output(mss: Call, tmp_path: Path) -> None:
    path = tmp_path / "bridge.html"
    mss("report", "-o", str(path))
    answer = mss("report", "-o", "-")
    assert (answer.code, answer.err) == (0, "15 facts (of 15 in the store)\n")
    assert answer.out == path.read_text(encoding="utf-8")


def test_filters_choose_the_facts_of_the_report(mss: Call, tmp_path: Path) -> None:
    path = tmp_path / "braga.html"
    answer = mss("report", "-o", str(path), "--who", "braga")
    kilobytes = f"{path.stat().st_size / 1000:.0f} kB"
    assert answer.err == (
        "braga → João Braga (also called 'Braga')\n3 facts (of 15 in the store)\n"
        f"wrote {path}: 3 facts, {kilobytes}\n"
    )
    html = path.read_text(encoding="utf-8")
    assert html.count('<article class="fact"') == 3
    assert "sources of the record have no fact in this report" not in html


def test_report_of_nothing_says_which_filter_left_nothing(mss: Call, tmp_path: Path) -> None:
    path = tmp_path / "none.html"
    answer = mss("report", "-o", str(path), "--match", "zzzz")
    assert (answer.code, path.exists()) == (0, True)
    assert answer.err.splitlines()[0] == (
        "no facts: none of the 15 in the store matches --match zzzz"
    )
    assert "This report has no facts." in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("args", "line"),
    [
        ((), "mss: --output: missing; name a file, e.g. -o report.html\n"),
        (("-o", "FILE", "--sort", "id"), "mss: report has no option --sort; "),
        (("-o", "FILE", "--who", "zzzz"), "mss: --who: "),
        (("-o", "there"), "mss: --output: 'there' already exists; add --force to replace it\n"),
        (
            ("-o", "none/x.html"),
            "mss: --output: directory 'none' does not exist; create it first\n",
        ),
        (("-o", "."), "mss: --output: '.' is a directory; name a file\n"),
        (("-o", ""), "mss: --output: names no file; give a path\n"),
    ],
)
def test_wrong_call_is_one_line_and_writes_nothing(
    mss: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, args: tuple[str, ...], line: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there").write_text("old", encoding="utf-8")
    answer = mss("report", *args)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith(line)
    assert answer.err.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["there"]
    assert (tmp_path / "there").read_text(encoding="utf-8") == "old"


def test_report_of_too_many_facts_asks_for_a_filter(
    mss: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MAX_REPORT_FACTS", 14)
    path = tmp_path / "bridge.html"
    answer = mss("report", "-o", str(path))
    assert (answer.code, path.exists()) == (2, False)
    assert answer.err == (
        "mss: report: more than 14 facts match, too many for one page; "
        "add a filter, e.g. --since, --who or --topic\n"
    )
    answer = mss("report", "-o", str(path), "--limit", "14")
    assert answer.err.startswith(f"14 of 15 facts (of 15 in the store)\nwrote {path}: 14 facts, ")
    assert "the facts that match <code>--limit 14</code>" in path.read_text(encoding="utf-8")


def texts(path: Path) -> list[str]:
    root = ElementTree.fromstring(path.read_bytes())
    return [text.text or "" for text in root.iter(f"{SVG}text")]


def test_timeline_is_drawn_into_a_file(mss: Call, tmp_path: Path) -> None:
    path = tmp_path / "events.svg"
    answer = mss("timeline", "--since", "2024", "--svg", str(path))
    assert (answer.code, answer.out) == (0, "")
    assert answer.err == (
        f"2 facts (of 15 in the store)\n1 undated fact cannot match --since 2024\nwrote {path}\n"
    )
    written = texts(path)
    assert written[0] == "Timeline: The bridge of Port Sable (--since 2024)"
    assert (
        "between 4 and 5 March 2024: Work on the bridge of Port Sable began in early March 2024. "
        "(occurred, contradicted on date; Norland Herald, Sable Tribune)" in " ".join(written)
    )


def test_numbers_are_drawn_into_a_file(mss: Call, tmp_path: Path) -> None:
    path = tmp_path / "numbers.svg"
    answer = mss("figures", "--plot", "--svg", str(path))
    assert (answer.code, answer.out) == (0, "")
    assert answer.err == f"4 facts (of 15 in the store)\nwrote {path}\n"
    written = texts(path)
    titles = [text for text in written if text.endswith((" (crowns)", " (workers)"))]
    assert titles == ["Estimated cost of the bridge (crowns)", "Norland workers (workers)"]
    assert (
        "40,000,000 crowns, planned, on 9 May 2023 (planned, superseded; Sable Gazette)" in written
    )
    assert [text for text in written if text in ("55 m", "0")][:2] == ["55 m", "0"]


def test_key_explains_signs_of_several_kinds(mss: Call, tmp_path: Path) -> None:
    path = tmp_path / "drawn.svg"
    happened, planned = "happened, or was the case", "planned, proposed or conditional"
    ring = "sources contradict each other here"
    for args, expected in (
        (("figures", "--plot"), [happened, planned]),
        (("figures", "--plot", "--status", "planned"), []),
        (("timeline", "--status", "occurred"), [happened, ring]),
        (("timeline",), [happened, planned, ring]),
    ):
        assert mss(*args, "--svg", str(path), "--force").code == 0
        written = texts(path)
        assert [text for text in written if text in (happened, planned, ring)] == expected


@pytest.mark.parametrize(
    ("args", "line"),
    [
        (("timeline", "--svg", "f.svg", "--json"), "--svg: cannot be combined with an output "),
        (("timeline", "--svg", "f.svg", "--fields", "id"), "--svg: cannot be combined with an "),
        (("timeline", "--force"), "--force: works only with --svg; add --svg FILE\n"),
        (
            ("timeline", "--svg", "there"),
            "--svg: 'there' already exists; add --force to replace it\n",
        ),
        (("figures", "--svg", "f.svg"), "--svg: works only with --plot; add --plot\n"),
        (("figures", "--plot", "--svg", "f.svg", "--json"), "--plot: a plot is not a machine "),
    ],
)
def test_drawing_that_cannot_be_is_one_line(
    mss: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, args: tuple[str, ...], line: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there").write_text("old", encoding="utf-8")
    answer = mss(*args)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith(f"mss: {line}")
    assert answer.err.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["there"]


def test_numbers_that_are_not_drawn_are_counted(
    mss: Call, harbour: Harbour, tmp_path: Path
) -> None:
    path = tmp_path / "numbers.svg"
    undated = ("figures", "--plot", "--svg", str(path), "--store", str(harbour.store))
    answer = mss(*undated)
    assert answer.code == 0
    assert answer.err == (
        "1 fact (of 3 in the store)\n1 fact not drawn: undated, or alone in a series\n"
        f"wrote {path}: nothing to draw\n"
    )
    assert texts(path) == ["Numbers: A harbour", "This drawing has no facts."]


def test_page_that_would_be_too_large_is_refused(
    mss: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MAX_REPORT_CHARS", 10_000)
    answer = mss("report", "-o", str(tmp_path / "bridge.html"))
    assert (answer.code, list(tmp_path.iterdir())) == (2, [])
    assert answer.err == (
        "mss: report: the page would be larger than 0 MB; add a filter, e.g. --since, --who or "
        "--topic\n"
    )


def test_drawing_of_too_many_facts_is_refused(
    mss: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MAX_DRAWN_FACTS", 3)
    answer = mss("timeline", "--svg", str(tmp_path / "events.svg"))
    assert (answer.code, list(tmp_path.iterdir())) == (2, [])
    assert answer.err == (
        "mss: --svg: more than 3 facts match, too many for one drawing; add a filter, e.g. "
        "--since, --who or --topic\n"
    )


def test_drawing_goes_to_standard_output(mss: Call) -> None:
    answer = mss("timeline", "--svg", "-")
    assert answer.out.startswith("<svg ")
    assert answer.err == "4 facts (of 15 in the store)\n"


def test_texts_stay_inside_a_drawing(mss: Call, harbour: Harbour, tmp_path: Path) -> None:
    for number, text in enumerate(("\u202e" * 300, "習" * 300, "word " * 100, "x" * 500)):
        for fact in harbour.parts["facts"]:
            fact["text"] = text
        write(harbour.store, harbour.parts)
        path = tmp_path / f"{number}.svg"
        assert mss("timeline", "--svg", str(path), "--store", str(harbour.store)).code == 0
        for line in texts(path):
            wide = sum(2 if letter == "習" else 1 for letter in line)
            assert wide <= 75, line


def test_name_that_is_not_utf8_is_the_file_of_that_name(tmp_path: Path, bridge: Path) -> None:
    path = os.fsencode(tmp_path) + b"/caf\xe9.html"
    store = str(bridge / "store")
    for expected in (0, 2):
        command = [*MSS, "report", "--store", store, "-o", os.fsdecode(path)]
        done = subprocess.run(command, env=environment(), capture_output=True, check=False)
        assert done.returncode == expected
        assert os.listdir(os.fsencode(tmp_path)) == [b"caf\xe9.html"]


def test_drawing_has_colours_that_every_program_knows(mss: Call, tmp_path: Path) -> None:
    for number, call in enumerate((("timeline",), ("figures", "--plot"))):
        path = tmp_path / f"{number}.svg"
        mss(*call, "--svg", str(path))
        drawn = path.read_text(encoding="utf-8")
        assert "var(" not in drawn
        assert ".paper { fill: #fff; }" in drawn
        assert ".sign.done { fill: #1f6f43; }" in drawn


def test_drawing_of_nothing_says_so(mss: Call, tmp_path: Path) -> None:
    """As the page of a report does, and as --json prints an empty list."""
    path = tmp_path / "events.svg"
    answer = mss("timeline", "--match", "zzzz", "--svg", str(path))
    assert (answer.code, answer.out) == (0, "")
    assert answer.err.startswith("no facts: of 15 in the store, ")
    assert answer.err.endswith(f"\nwrote {path}: nothing to draw\n")
    assert texts(path) == [
        *("Timeline: The bridge of Port Sable (--match zzzz)", "This drawing has no facts.")
    ]
    empty = mss("timeline", "--match", "zzzz", "--svg", "-", "--exit-status")
    assert (empty.code, empty.out) == (1, path.read_text(encoding="utf-8"))
    figures = tmp_path / "figures.svg"
    assert mss("figures", "--match", "zzzz", "--plot", "--svg", str(figures)).code == 0
    assert texts(figures)[-1] == "This drawing has no facts."
