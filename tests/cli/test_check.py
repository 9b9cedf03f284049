"""mss check: exact answers, exit status and messages, for a claim and for a draft."""

import json
from pathlib import Path

import pytest
from conftest import Call

pytestmark = pytest.mark.usefixtures("bridge")

CLAIM = "Norland sent 300 workers for the bridge."
WRONG = "contradicted: the record conflicts with part of the claim\n"
PASSAGES = """
Passages
Passage
─────────────────────────────────────────
Norland has promised to send 300 workers.
Sable Gazette
"""
DRAFT = """# The bridge

Work on the bridge began in March 2024. **Norland** sent 300 workers
for the bridge.

- Who paid?
- The workers sleep in tents.
"""
COUNTS = "3 claims: 1 supported, 1 contradicted, 1 not-in-record; 2 without a claim\n"


@pytest.fixture
def draft(tmp_path: Path) -> str:
    path = tmp_path / "draft.md"
    path.write_text(DRAFT, encoding="utf-8")
    return str(path)


def test_claim_in_a_pipe_is_one_row(mss: Call) -> None:
    assert mss("check", CLAIM) == (
        0,
        f"contradicted\t{CLAIM}\tsent: the record says planned\tgazette.txt\t"
        "workers-300-promised\n",
        WRONG,
    )


def test_passages_of_the_deciding_facts_are_shown(
    mss: Call, bridge_files: Path, tmp_path: Path
) -> None:
    folder = str(bridge_files / "articles")
    answer = mss("check", CLAIM, "--format", "table", "--articles", folder)
    assert answer.out.endswith(PASSAGES)
    lost = mss("check", CLAIM, "--articles", str(tmp_path))
    assert (lost.code, lost.err.splitlines()[0].startswith("a passage is not shown: ")) == (0, True)
    none = mss("check", CLAIM, "--articles", str(tmp_path / "none"))
    assert (none.code, none.out) == (2, "")


def test_words_of_a_claim_need_no_quotation_marks(mss: Call) -> None:
    assert mss("check", *CLAIM.split()).out == mss("check", CLAIM).out


def test_table_fits_and_shows_the_wrong_part(mss: Call) -> None:
    answer = mss("check", CLAIM, "--format", "table")
    assert (
        answer.out
        == """\
Verdict        Claim · Sources
───────────────────────────────────────────────────────
contradicted   Norland sent 300 workers for the bridge.
               • sent: the record says planned
               Sable Gazette
               → workers-300-promised

Parts
Record      Kind       Part          The record says
────────────────────────────────────────────────────
✓ agrees    how many   300 workers   300 workers
✓ agrees    who        Norland
✓ agrees    what       sent
✓ agrees    what       workers
✓ agrees    what       bridge
✗ differs   status     sent          planned

Deciding facts
Date         Status      Text · Sources
─────────────────────────────────────────────────────────────────────────────
2023-05-09   ○ planned   Norland promised to send 300 workers for the bridge.
day                      Sable Gazette
                         workers-300-promised
"""
    )


def test_json_of_a_claim_is_one_object(mss: Call) -> None:
    record = mss("check", CLAIM, "--json").json()
    assert (record["claim"], record["verdict"], record["line"]) == (CLAIM, "contradicted", None)
    assert record["parts"][-1] == {
        "text": "sent",
        "start": 8,
        "end": 12,
        "kind": "status",
        "verdict": "contradicted",
        "says": "planned",
        "facts": ["workers-300-promised"],
    }
    assert record["facts"][0]["id"] == "workers-300-promised"
    assert record["facts"][0]["evidence"][0]["source"] == "gazette.txt"


def test_verdict_of_a_claim_that_is_not_wanted_is_left_out(mss: Call) -> None:
    assert mss("check", CLAIM, "--only", "supported") == (0, "", WRONG)


def test_contradicted_claim_exits_with_1_if_asked(mss: Call) -> None:
    assert mss("check", CLAIM, "--exit-status").code == 1
    assert mss("check", "Norland promised 300 workers.", "--exit-status").code == 0


def test_explain_says_how_a_clause_was_read(mss: Call) -> None:
    answer = mss("check", "Norland will not send 300 workers", "--explain")
    assert answer.err.splitlines()[0] == (
        "'Norland will not send 300 workers': contradicted (what happens: send, denied, to come)"
    )


def test_date_finer_than_the_record_is_shown_beside_it(mss: Call) -> None:
    claim = "About 120 workers from Norland had come to Port Sable on 4 March 2024"
    answer = mss("check", claim)
    assert answer.out.split("\t")[:3] == [
        "not-in-record",
        claim,
        "4 March 2024: the record says only 2024-03",
    ]


# --- drafts -------------------------------------------------------------------------------


def test_draft_has_a_row_for_each_claim(mss: Call, draft: str) -> None:
    answer = mss("check", "--file", draft)
    rows = [line.split("\t")[:3] for line in answer.out.splitlines()]
    assert (answer.code, rows, answer.err) == (
        0,
        [
            ["supported", "3", "Work on the bridge began in March 2024."],
            ["contradicted", "3", CLAIM],
            ["not-in-record", "7", "The workers sleep in tents."],
        ],
        COUNTS,
    )


def test_errorformat_names_the_place_of_each_claim(mss: Call, draft: str) -> None:
    answer = mss("check", "--file", draft, "--errorformat", "--only", "contradicted,not-in-record")
    assert answer.out == (
        f"{draft}:3:43: contradicted: sent: the record says planned [workers-300-promised]\n"
        f"{draft}:7:3: not-in-record: sleep: not in the record; tents: not in the record "
        "[council-welcomes-workers, workers-120-arrived]\n"
    )


def test_markdown_is_the_draft_with_footnotes(mss: Call, draft: str) -> None:
    answer = mss("check", "--file", draft, "--format", "markdown", "--only", "contradicted")
    text, note = answer.out.split("\n\n[^mss-1]: ")
    assert text == DRAFT.replace(
        "for the bridge.", "for the bridge. **[✗ contradicted]**[^mss-1]"
    ).rstrip("\n")
    assert note.startswith(
        "contradicted. sent: the record says planned. “Town wants a bridge”, Sable Gazette, "
    )


def test_json_of_a_draft_is_a_list(mss: Call, draft: str) -> None:
    records = mss("check", "--file", draft, "--json").json()
    assert [(r["file"], r["line"], r["column"]) for r in records] == [
        (draft, 3, 1),
        (draft, 3, 43),
        (draft, 7, 3),
    ]


def test_draft_comes_from_standard_input(mss: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    from io import BytesIO, TextIOWrapper

    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(DRAFT.encode())))
    assert mss("check", "--file", "-").err == COUNTS


def test_impossible_date_in_a_draft_does_not_end_the_check(mss: Call, tmp_path: Path) -> None:
    path = tmp_path / "draft.txt"
    path.write_text(f"Work on it began on 31 June 2024. {CLAIM}\n", encoding="utf-8")
    answer = mss("check", "--file", str(path))
    assert [line.split("\t")[0] for line in answer.out.splitlines()] == [
        "not-in-record",
        "contradicted",
    ]
    assert answer.err == (
        f"{path}:1: '31 june' is not a date: June has 30 days; give a day of that month\n"
        "2 claims: 1 contradicted, 1 not-in-record\n"
    )


def test_sentence_that_is_too_long_is_named(mss: Call, tmp_path: Path) -> None:
    path = tmp_path / "draft.txt"
    path.write_text(f"{CLAIM}\n\nNorland sent {'workers and ' * 200}tents.\n", encoding="utf-8")
    answer = mss("check", "--file", str(path))
    assert (answer.code, answer.err) == (
        0,
        f"{path}:3: the sentence has 2,419 characters; only up to 2,000 are checked\n"
        "1 claim: 1 contradicted\n",
    )


def test_filters_in_use_are_named(mss: Call) -> None:
    answer = mss("check", CLAIM, "--known-by", "2023-12-31", "--kind", "event")
    assert answer.err.splitlines()[0] == "compared only with the facts that pass --kind, --known-by"


def test_explain_names_the_line_of_each_clause(mss: Call, draft: str) -> None:
    lines = mss("check", "--file", draft, "--explain").err.splitlines()
    assert lines[0] == (
        f"{draft}:3: 'Work on the bridge began in March 2024.': supported (what happens: began)"
    )
    assert lines[-1] == COUNTS.strip()


def test_page_is_read_as_an_article(mss: Call, tmp_path: Path) -> None:
    pytest.importorskip("trafilatura")
    path = tmp_path / "page.html"
    body = f"<p>Work on the bridge began in March 2024 in Port Sable.</p><p>{CLAIM}</p>" * 2
    path.write_text(f"<html><body><article><h1>A bridge</h1>{body}</article></body></html>")
    answer = mss("check", "--file", str(path), "--only", "contradicted", "--json")
    assert {record["claim"] for record in json.loads(answer.out)} == {CLAIM}


# --- errors -------------------------------------------------------------------------------

EXAMPLE = 'give a sentence, e.g. mss check "Belize sent 20 soldiers", or a draft with --file DRAFT'


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ([], f"no claim; {EXAMPLE}"),
        (["?!"], f"the claim has no words; {EXAMPLE}"),
        (["a claim", "--file", "x"], "--file: cannot be used with a claim; give one of them"),
        (["--file", ""], "--file: names no file; give a path, or - for stdin"),
        (["x", "--errorformat", "--json"], "--errorformat: cannot be combined with another format"),
        (
            ["x", "--only", "right"],
            "--only: unknown verdict 'right'; use supported, contradicted, disputed, not-in-record",
        ),
        (["--file", "none.md"], "none.md: the file is missing"),
        (["--file", "."], ".: is not a regular file"),
        (
            ["Work began on 31 June 2024"],
            "the claim: '31 june' is not a date: June has 30 days; give a day of that month",
        ),
        (
            ["x", "--sort", "date"],
            "--sort, --reverse, --limit: verdicts cannot be sorted or limited; leave these "
            "options out",
        ),
        (["ab " * 700], "CLAIM: the text has 2,100 characters; give at most 1,000"),
    ],
)
def test_bad_input_is_one_line(mss: Call, args: list[str], error: str) -> None:
    assert mss("check", *args) == (2, "", f"mss: {error}\n")


@pytest.mark.parametrize(("content", "error"), [
    (b"Hello.\n", "has no sentence that claims something"),
    (b"\xff\xfe\x00", "cannot be read as utf-16; save it as UTF-8"),
    (b"\x00\x01", "is not a text; save it as text, HTML or PDF"),
])  # fmt: skip
def test_draft_that_is_no_text_is_refused(
    mss: Call, tmp_path: Path, content: bytes, error: str
) -> None:
    path = tmp_path / "draft.txt"
    path.write_bytes(content)
    assert mss("check", "--file", str(path)) == (2, "", f"mss: {path}: {error}\n")


def test_control_characters_of_a_claim_are_harmless(mss: Call) -> None:
    answer = mss("check", f"{CLAIM}\x07\x1b", "--format", "table")
    assert answer.out.splitlines()[2] == f"contradicted   {CLAIM}\\x07\\x1b"
