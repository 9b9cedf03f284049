"""What a reviewer types at `mss review`: refused at once if it is wrong, and never a crash."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from conftest import Call

ARTICLE = """\
Dockers walk out at Port Merrow

PORT MERROW, October 14, 2025 - Calder Terminals offered the dockers 4 percent on Thursday. The \
firm Calder Terminals runs the four piers of the harbour.

Mayor Lucia Brandl told reporters that the strike would cost 40 crowns. She thanked the engineers.
"""
SOURCE = "2025-10-14-dockers-walk-out-at-port-merrow.txt"
DRAFTS = f"drafts/{SOURCE.replace('.txt', '.toml')}"
TEXT = "t Port Merrow dockers struck in October 2025."


class Reviewed(NamedTuple):
    """What a review printed."""

    code: int
    out: str
    err: str


Review = Callable[..., Reviewed]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where the new store of the first test lies, before its review."""
    return tmp_path_factory.mktemp("kept") / "port"


@pytest.fixture
def review(mss: Call, kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Review:
    """Return a function that reviews the article of a new store with some answers."""
    monkeypatch.chdir(tmp_path)
    if kept.exists():
        shutil.copytree(kept, "port")
    else:
        (tmp_path / "article.txt").write_text(ARTICLE, encoding="utf-8")
        assert mss("new", "port").code == 0
        assert mss("add", "article.txt", "--store", "port").code == 0
        shutil.copytree("port", kept)

    def answered(*lines: str) -> Reviewed:
        (tmp_path / "answers").write_text("\n".join(lines) + "\n", encoding="utf-8")
        done = mss("review", "--store", "port", "--answers", "answers")
        return Reviewed(done.code, done.out, done.err)

    return answered


@pytest.mark.parametrize(
    ("lines", "missing"),
    [
        (
            ("f kind stance", "f stance.position supports"),
            "stance.holder and stance.on are missing; a stance needs stance.holder, stance.on and "
            "stance.position; give each with f",
        ),
        (
            ("f kind stance",),
            "stance.holder, stance.on and stance.position are missing; a stance needs "
            "stance.holder, stance.on and stance.position; give each with f",
        ),
        (
            ("f kind figure", "f quantity.unit dockers"),
            "quantity.value and quantity.measure are missing; a figure needs quantity.value, "
            "quantity.unit and quantity.measure; give each with f",
        ),
        (("f kind role", "f actors"), "actors is missing; a role needs actors; give each with f"),
        (
            ("f stance.position supports",),
            "stance: only a stance has one, and this is of the kind 'event'; use f kind stance, "
            "or f stance none",
        ),
    ],
)
def test_incomplete_fact_is_refused_with_what_is_missing(
    review: Review, lines: tuple[str, ...], missing: str
) -> None:
    answers = (TEXT, *lines, "a")
    done = review(*answers)
    assert (done.code, done.err) == (2, f"mss: answer {len(answers)}, 'a': {missing}\n")


def test_review_goes_on_after_an_incomplete_fact(review: Review) -> None:
    review(TEXT, "f kind stance", "f stance.position supports", "a")
    again = review("q")
    assert again.code == 0
    assert "(no holder) supports (no topic)" in again.out


@pytest.mark.parametrize(
    ("table", "shown"),
    [
        ('[draft.stance]\nposition = "supports"', "(no holder) supports (no topic)"),
        ('[draft.quantity]\nunit = "crowns"', "(no value) crowns (no measure)"),
    ],
)
def test_incomplete_table_in_a_file_of_drafts_is_shown(
    review: Review, tmp_path: Path, table: str, shown: str
) -> None:
    path = tmp_path / "port" / DRAFTS
    first, second, *rest = path.read_text("utf-8").split("[[draft]]\n")
    path.write_text("[[draft]]\n".join((first, f"{second}{table}\n\n", *rest)), encoding="utf-8")
    done = review("q")
    assert done.code == 0
    assert shown in done.out


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ('date = "soon"', "date: 'soon' is not an EDTF date of level 0 or 1"),
        ("quantity = { value = inf }", "value: must be a finite number"),
        ('entities = [{ id = "ana" }]', "entities.kind: is missing"),
        ('relations = [{ type = "follows" }]', "relations.fact: is missing"),
        (
            'relations = [{ type = "denies", fact = "x" }]',
            "relations.type: unknown 'denies'; use supersedes, corroborates, contradicts, "
            "qualifies, part-of, follows",
        ),
    ],
)
def test_wrong_value_in_a_file_of_drafts_is_named_with_its_line(
    review: Review, tmp_path: Path, line: str, fault: str
) -> None:
    path = tmp_path / "port" / DRAFTS
    draft = 'id = "s1-1"\nstart = 0\nend = 7\nquote = "Dockers"\nkind = "event"\ntext = "x"'
    path.write_text(f'source = "{SOURCE}"\n\n[[draft]]\n{draft}\n{line}\n', encoding="utf-8")
    done = review("q")
    assert done.code == 2
    assert done.err.startswith(f"mss: {DRAFTS}, line ")
    assert fault in done.err


def test_log_with_a_decision_that_makes_no_sense_is_one_line(
    review: Review, tmp_path: Path
) -> None:
    log = tmp_path / "port" / ".mss" / "decisions.ndjson"
    log.write_text(f'{{"do": "accept", "source": "{SOURCE}", "draft": "s1-1"}}\n', "utf-8")
    done = review("q")
    assert done.code == 2
    assert done.err.splitlines()[-1] == (
        f"mss: .mss/decisions.ndjson: a decision on {SOURCE} cannot be applied; move that file to "
        "another place, and review the drafts again"
    )


# --- new names ----------------------------------------------------------------------------


def entities(mss: Call, store: str = "port") -> list[tuple[str, str, str]]:
    """Return the id, kind and name of each entity of the store."""
    listed = mss("who", "--store", store, "--json").json()
    return sorted((each["id"], each["kind"], each["name"]) for each in listed)


OFFERED = (
    "n",
    "t The firm offered its dockers a raise.",
    "f actors calder-terminals",
    "f places",
    "f about",
)
RUNS = "t Calder Terminals runs four piers."


def test_corrected_kind_of_a_new_name_holds_in_other_drafts(
    review: Review, mss: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", 'sed -i \'s/kind = "person"/kind = "organization"/\'')
    done = review(*OFFERED, "e", "a", "n", RUNS, "a", "q")
    assert done.code == 0, done.err
    assert "changed, and the same names in 3 more drafts" in done.out
    assert ("calder-terminals", "organization", "Calder Terminals") in entities(mss)


def test_corrected_id_of_a_new_name_holds_in_other_drafts(
    review: Review, mss: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "sed -i s/calder-terminals/calder-ports/")
    done = review(*OFFERED, "e", "a", "n", RUNS, "a", "q")
    assert done.code == 0, done.err
    assert [i for i, _, _ in entities(mss) if i.startswith("calder")] == ["calder-ports"]


def test_name_that_differs_from_the_accepted_one_is_told(review: Review, tmp_path: Path) -> None:
    path = tmp_path / "port" / DRAFTS
    before, _, after = path.read_text("utf-8").rpartition('kind = "person"\nname = "Calder')
    path.write_text(f'{before}kind = "organization"\nname = "Calder{after}', encoding="utf-8")
    done = review(*OFFERED, "a", "n", "n", "q")
    assert done.code == 0, done.err
    assert (
        "note       'Calder Terminals' (calder-terminals) stays a person, as it is in the\n"
        "           store; this draft proposes an organization 'Calder Terminals'\n"
    ) in done.out


def test_accepted_name_cannot_be_changed_in_a_later_draft(
    review: Review, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", 'sed -i \'s/kind = "person"/kind = "organization"/\'')
    done = review(*OFFERED, "a", "n", "e")
    assert (done.code, done.err) == (
        2,
        "mss: answer 8, 'e': entities, calder-terminals: 'Calder Terminals' is in the store "
        "already, as a person; undo the draft that brought it, or correct entities.json after the "
        "review\n",
    )


def test_accepted_name_is_known_in_later_drafts(review: Review, mss: Call) -> None:
    brought = (*OFFERED, "f topics pay", "a")
    used = (RUNS, "f about calder-terminals", "f topics pay", "a", "q")
    done = review(*brought, *used)
    assert done.code == 0, done.err
    after = done.out.partition("accepted as ")[2]
    assert "Calder Terminals" in after
    assert "Calder Terminals (new person)" not in after
    assert "topics     Pay\n" in after
    listed = mss("facts", "--store", "port", "--about", "calder-terminals", "--json").json()
    assert [fact["text"] for fact in listed] == ["Calder Terminals runs four piers."]


def test_fact_of_this_review_can_be_related_to(review: Review, mss: Call) -> None:
    first = "firm-offered-dockers-raise"
    done = review(*OFFERED, "a", RUNS, f"r follows {first} It came later.", "a", "q")
    assert done.code == 0, done.err
    shown = mss("show", "calder-terminals-runs-four-piers", "--store", "port", "--json").json()
    assert [each["fact"] for each in shown["relations"]] == [first]


def test_name_that_another_draft_proposes_may_be_named(review: Review, mss: Call) -> None:
    done = review(*OFFERED, "f said_to Lucia Brandl", "a", "q")
    assert done.code == 0, done.err
    assert ("lucia-brandl", "person", "Lucia Brandl") in entities(mss)


# --- values -------------------------------------------------------------------------------

FIELDS = (
    "kind, text, date, date_basis, date_note, date_derivation.printed, date_derivation.anchor, "
    "date_derivation.anchored_on, date_derivation.rule, date_derivation.count, status, said_by, "
    "said_to, actors, about, places, topics, quantity.value, quantity.low, quantity.high, "
    "quantity.qualifier, quantity.unit, quantity.measure, stance.holder, stance.on, "
    "stance.position, phrases"
)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("f", f"no field is named; use {FIELDS}"),
        ("f colour red", f"there is no field 'colour'; use {FIELDS}"),
        (
            "f stance.question x",
            "there is no field 'stance.question'; use stance.holder, stance.on, stance.position, "
            "one at a time",
        ),
        (
            "f stance supports",
            "stance: has several fields; use stance.holder, stance.on, stance.position, one at a "
            "time",
        ),
        (
            "f kind evnt",
            "kind: unknown 'evnt'; use event, figure, statement, stance, role, mandate, condition, "
            "relation",
        ),
        (
            "f status plan",
            "status: unknown 'plan'; use occurred, ongoing, planned, proposed, conditional, "
            "alleged, denied, cancelled",
        ),
        ("f date_basis", "date_basis: no value is given; use explicit, relative, inferred, none"),
        (
            "f stance.position support",
            "stance.position: unknown 'support'; use supports, opposes, conditional, divided, "
            "neutral, withdrawn",
        ),
        (
            "f quantity.qualifier nearly",
            "quantity.qualifier: unknown 'nearly'; use about, at-least, more-than, up-to, exactly",
        ),
        (
            "d 13 or 14 October 2025",
            "date: '13 or 14 October 2025' is not a date that mss reads; use 2025-10-14, 2025-10 "
            "or 2025-10-13/2025-10-14, or none",
        ),
        (
            "d 2025-02-30",
            "date: 2025-02 has 28 days; use 2025-10-14, 2025-10 or 2025-10-13/2025-10-14, or none",
        ),
        (
            "f said_by nobody",
            "said_by: there is no name 'nobody' in this store; to bring a new name, press e and "
            "add it under [[draft.entities]]",
        ),
        (
            "f places Port Meadow",
            "places: there is no name 'Port Meadow' in this store; nearest: port-merrow; to bring "
            "a new name, press e and add it under [[draft.entities]]",
        ),
        (
            "f topics night pay",
            "topics: 'night pay' is not an id; use a-z, 0-9 and hyphens, for example night-pay",
        ),
        ("f topics port-merrow", "topics: 'port-merrow' is the id of Port Merrow; use another id"),
        ("f stance.on ?", "stance.on: '?' is not an id; use a-z, 0-9 and hyphens"),
        (
            "f quantity.value many",
            "quantity.value: 'many' is not a number; use digits, for example 1200 or 2.5",
        ),
        (
            "f quantity.value 1e999",
            "quantity.value: '1e999' is not a number; use digits, for example 1200 or 2.5",
        ),
        ("f quantity.unit", "quantity.unit: no value is given"),
        (f"f quantity.unit {'x' * 81}", "quantity.unit: has more than 80 characters"),
        (
            "f date_derivation.count 0",
            "date_derivation.count: '0' is not a whole number from 1 to 1200",
        ),
        ("f phrases oil pier", "phrases: 'oil pier' is not in the passage"),
        ("f phrases a b c d e f", "phrases: 'a b c d e f' has more than 5 words"),
        ("t", "text: no value is given"),
        (
            "r replaces x",
            "unknown relation 'replaces'; use supersedes, corroborates, contradicts, qualifies, "
            "part-of, follows, then a fact and a note",
        ),
        ("r follows x", "there is no fact 'x'"),
    ],
)
def test_wrong_value_is_refused_at_the_key(review: Review, line: str, fault: str) -> None:
    done = review(line)
    assert (done.code, done.err) == (2, f"mss: answer 1, {line!r}: {fault}\n")


def test_name_may_be_typed_as_it_is_printed(review: Review, mss: Call) -> None:
    done = review(*OFFERED, "f places Port Merrow", "a", "q")
    assert done.code == 0, done.err
    (fact,) = mss("facts", "--store", "port", "--json").json()
    assert fact["places"] == ["port-merrow"]


@pytest.mark.parametrize("field", FIELDS.split(", "))
@pytest.mark.parametrize("value", ["", "none", "0", "2025", "Port Merrow", "x" * 3000, "é,ß\x00"])
def test_no_value_of_a_field_crashes_the_review(review: Review, field: str, value: str) -> None:
    done = review(TEXT, f"f {field} {value}", "f quantity none", "f stance none", "a", "q")
    assert "internal error" not in done.err
    again = review(f"f {field} {value}", "a")
    assert "internal error" not in again.err
    assert ".json" not in again.err
    assert "pattern" not in again.err


# --- dates --------------------------------------------------------------------------------

THURSDAY = "'Thursday' = the last Thursday before 2025-10-14 (publication)"


def test_date_that_is_not_printed_is_stored_as_inferred(review: Review, mss: Call) -> None:
    done = review(*OFFERED, "d 2025-10-12", "a", "q")
    assert done.code == 0, done.err
    told = "given in review; the passage does not print it"
    assert f"date 2025-10-12, inferred: {told}\n" in done.out
    before = done.out.partition(f"date 2025-10-12, inferred: {told}\n")[0]
    shown = before.rpartition("Draft 2 of 10")[2]
    assert f"because    date: {told}\n" in shown
    assert "Thursday before" not in shown
    (fact,) = mss("facts", "--store", "port", "--json").json()
    assert (fact["date"], fact["date_basis"], fact["date_note"], fact["date_derivation"]) == (
        "2025-10-12",
        "inferred",
        "Given in review; the passage does not print it.",
        None,
    )
    assert mss("verify", "--store", "port").code == 0


def test_date_that_the_passage_gives_keeps_its_derivation(review: Review, mss: Call) -> None:
    done = review(*OFFERED, "d 2025-10-12", "d 2025-10-09", "a", "q")
    assert done.code == 0, done.err
    assert f"date 2025-10-09, relative: {THURSDAY}" in " ".join(done.out.split())
    (fact,) = mss("facts", "--store", "port", "--json").json()
    assert (fact["date_basis"], fact["date_note"]) == ("relative", None)
    assert fact["date_derivation"]["rule"] == "weekday-before"


@pytest.mark.parametrize(
    ("lines", "told", "basis"),
    [
        (
            ("d 2025-10-14",),
            "date 2025-10-14, explicit: the passage gives 'October 14, 2025'",
            None,
        ),
        (("d 2025-10-09",), "date 2025-10-09, relative: as before", None),
        (
            ("d 2025-10-16",),
            "date 2025-10-16, relative: 'Thursday' = the first Thursday after",
            None,
        ),
        (("d none",), "no date", ("none", None)),
        (("f date_basis none",), "changed", ("none", None)),
        (("f date_basis explicit",), "changed", ("explicit", "2025-10-09")),
    ],
)
def test_review_tells_what_is_stored_of_a_date(
    review: Review, mss: Call, lines: tuple[str, ...], told: str, basis: tuple[str, str] | None
) -> None:
    done = review(*OFFERED, *lines, "a", "q")
    assert done.code == 0, done.err
    assert f"\n{told}" in done.out
    (fact,) = mss("facts", "--store", "port", "--json").json()
    if basis:
        assert (fact["date_basis"], fact["date"]) == basis


def test_basis_needs_a_date(review: Review) -> None:
    done = review("d none", "f date_basis relative")
    assert (done.code, done.err) == (
        2,
        "mss: answer 2, 'f date_basis relative': date_basis: there is no date; press d to set "
        "one\n",
    )


# --- what is left -------------------------------------------------------------------------


def left(mss: Call) -> int:
    """Return how many sentences `mss coverage` counts without a fact or a label."""
    (source,) = mss("coverage", "--store", "port", "--json").json()
    return len(source["unaccounted"])


def test_review_and_coverage_count_the_same_sentences(review: Review, mss: Call) -> None:
    assert left(mss) == 5
    done = review("b", "q")
    assert done.err == "saved 1 change; 9 drafts left; 4 sentences have no fact or label yet\n"
    assert left(mss) == 4
    done = review(*["x"] * 8, "q")
    assert done.err == "saved 8 changes; 1 draft left; 4 sentences have no fact or label yet\n"
    assert left(mss) == 4


def test_sentence_of_a_rejected_draft_is_asked_about_before_the_review_is_finished(
    review: Review, mss: Call
) -> None:
    done = review("b", *["x"] * 9, "q")
    told = "rejected; its sentence has no fact or label yet, and is asked about at the end\n"
    assert done.out.count(told) == 4
    assert done.out.count("\nrejected\n") == 5
    assert done.err == "saved 10 changes; 4 drafts left; 4 sentences have no fact or label yet\n"
    assert (
        "note       this sentence has no fact or label: write a fact with t, or label it\n"
        "           with b, c or p\n"
    ) in done.out
    done = review("x", "c", "c", "c", "x", "c", "q")
    assert "Finished: every sentence has a fact or a label. Press q to save.\n" in done.out
    assert done.err == (
        "saved 6 changes; the review of 2025-10-14-dockers-walk-out-at-port-merrow.txt is "
        "finished: every sentence has a fact or a label\n"
    )
    assert left(mss) == 0
    assert review("q").err == (
        "nothing to review: all drafts are reviewed; add an article with 'mss add'\n"
    )
    assert mss("undo", "--store", "port").err == f"undid the review of {SOURCE} (6 changes)\n"


def test_review_of_a_store_without_articles_says_so(
    mss: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    mss("new", "empty")
    done = mss("review", "--store", "empty", "--answers", "/dev/null")
    assert done.err == "nothing to review: add an article with 'mss add'\n"
