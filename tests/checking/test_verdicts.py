"""Verdicts on claims about an invented record (tests/support/bridge.py)."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mss_cli.checking import Checked, Checker, check
from mss_cli.checking.whole import comparative, tally
from mss_cli.errors import UsageError
from mss_cli.query.query import Query
from mss_cli.search import SearchableStore
from mss_cli.stores import open_store
from mss_cli.text import words

TODAY = "2025-09-01"


@pytest.fixture(scope="module")
def store(bridge_files: Path) -> SearchableStore:
    return open_store(str(bridge_files / "store")).store


def checked(store: SearchableStore, claim: str) -> Checked:
    return check(store, Query(), claim, TODAY)


def differing(one: Checked) -> list[tuple[str, str, str]]:
    return [(p.kind, p.text, p.says) for p in one.parts if p.verdict == "contradicted"]


@pytest.mark.parametrize(
    ("claim", "fact"),
    [
        ("Mayor Ana Núñez announced a bridge over the marsh.", "bridge-announced"),
        ("Mayor Anna Nunes announced a bridge over the marsh.", "bridge-announced"),
        ("A bridge over the marsh was announced by Ana Núñez.", "bridge-announced"),
        ("It was Ana Núñez who announced a bridge over the marsh.", "bridge-announced"),
        ("Work on the bridge began in March 2024.", "work-began-2024-03"),
        ("Norland promised to send 300 workers.", "workers-300-promised"),
        (
            "More than 100 workers from Norland had come to Port Sable by March 2024.",
            "workers-120-arrived",
        ),
        ("Norland promised fewer than 400 workers.", "workers-300-promised"),
        ("João Braga supports the bridge.", "braga-supports-bridge-2024-04"),
        ("João Braga was against the bridge in May 2023.", "braga-opposes-bridge-2023"),
        ("The bridge was planned to open by the end of 2025.", "bridge-to-open"),
        ("The old ferry no longer runs.", "ferry-ended"),
        ("Ana Núñez is mayor of Port Sable.", "nunez-mayor"),
    ],
)
def test_claim_that_follows_is_supported(store: SearchableStore, claim: str, fact: str) -> None:
    one = checked(store, claim)
    assert (one.verdict, one.facts[0]["id"], differing(one)) == ("supported", fact, [])


@pytest.mark.parametrize(
    ("claim", "wrong"),
    [
        ("Norland promised to send 500 workers.", ("how many", "500 workers", "300 workers")),
        (
            "Some 200 workers from Norland had come to Port Sable by March 2024.",
            ("how many", "200 workers", "about 120 workers"),
        ),
        ("Work on the bridge began in May 2022.", ("when", "May 2022", "2024-03-04/2024-03-05")),
        ("Work on the bridge began on a Friday.", ("when", "Friday", "2024-03-04/2024-03-05")),
        (
            "In March 2024 work on the bridge began on a Friday.",
            ("when", "Friday", "2024-03-04/2024-03-05"),
        ),
        ("Braga announced the bridge over the marsh.", ("who", "Braga", "Ana Núñez")),
        ("Work on the bridge has not begun.", ("negated", "begun", "it is so")),
        ("Norland sent 300 workers for the bridge.", ("status", "sent", "planned")),
        ("The bridge opened by the end of 2025.", ("status", "opened", "planned")),
        ("The bridge opened in June 2025.", ("status", "opened", "planned")),
        ("Norland sent 300 workers for the bridge in April 2023.", ("status", "sent", "planned")),
        ("Braga was never against the bridge.", ("negated", "was", "it is so")),
        (
            "Braga told the Harbour Council that there was no way but a bridge.",
            ("said by", "Braga", "Ana Núñez"),
        ),
        (
            "The Harbour Council did not welcome Norland's workers.",
            ("negated", "welcome", "it is so"),
        ),
    ],
)
def test_claim_with_one_wrong_part_is_contradicted(
    store: SearchableStore, claim: str, wrong: tuple[str, str, str]
) -> None:
    one = checked(store, claim)
    assert (one.verdict, differing(one)) == ("contradicted", [wrong])


@pytest.mark.parametrize(
    "claim",
    [
        "The workers were paid in gold.",
        "Norland's workers sleep in tents by the marsh.",
        "The bridge was built by engineers from Oslo.",
        "Zoltán Kovács promised to send 300 workers.",
        "He promised to send 300 workers.",
        "Haiti.",
    ],
)
def test_what_no_fact_has_is_not_in_the_record(store: SearchableStore, claim: str) -> None:
    assert checked(store, claim).verdict == "not-in-record"


def test_comparison_that_no_fact_makes_is_not_in_the_record(store: SearchableStore) -> None:
    assert checked(store, "Norland promised 300 workers.").verdict == "supported"
    one = checked(store, "Norland promised 300 workers, less than it had promised before.")
    lacking = [(p.kind, p.text) for p in one.parts if p.verdict == "not-in-record"]
    assert (one.verdict, lacking) == ("not-in-record", [("extent", "less")])


@pytest.mark.parametrize(
    ("sentence", "word"),
    [
        ("Norland sent fewer workers than Kestria.", "fewer"),
        ("It has enough money.", "enough"),
        ("Norland sent more than 300 workers.", None),
        ("Norland sent more workers.", None),
    ],
)
def test_comparison_without_a_number(sentence: str, word: str | None) -> None:
    own = words(sentence)
    found = comparative(own)
    assert (None if found is None else own[found]) == word


def test_office_that_somebody_does_not_hold_is_contradicted(store: SearchableStore) -> None:
    one = checked(store, "Ana Núñez, minister of Port Sable, announced the bridge.")
    assert one.verdict == "contradicted"
    assert all(says and not says.endswith(".") for _, _, says in differing(one))


def test_resolution_that_is_only_pointed_at_is_not_in_the_record(store: SearchableStore) -> None:
    assert checked(store, "Ana Núñez announced the bridge over the marsh.").verdict == "supported"
    assert checked(store, "Ana Núñez announced this bridge over the marsh.").verdict != "supported"


@pytest.mark.parametrize(
    ("text", "votes"),
    [
        ("It passed by nine votes to two.", (9, 2)),
        ("It passed 9-2.", (9, 2)),
        ("It passed twelve to zero.", (12, 0)),
        ("It was moved from March to May.", None),
    ],
)
def test_votes_for_and_against(text: str, votes: tuple[int, int] | None) -> None:
    assert tally(text) == votes


def test_verb_with_a_particle_is_another_verb(store: SearchableStore) -> None:
    assert checked(store, "Norland made a promise of 300 workers.").verdict == "supported"
    assert checked(store, "Norland took back a promise of 300 workers.").verdict != "supported"


def test_date_on_which_the_articles_disagree_is_disputed(store: SearchableStore) -> None:
    assert checked(store, "Work on the bridge began on 4 March 2024.").verdict == "disputed"
    assert checked(store, "Work on the bridge began on a Monday.").verdict == "disputed"


def test_one_wrong_clause_makes_the_claim_contradicted(store: SearchableStore) -> None:
    right = "Work on the bridge began in March 2024"
    assert checked(store, f"{right}, and Norland promised 500 workers.").verdict == "contradicted"
    assert checked(store, f"{right}, and Norland promised 300 workers.").verdict == "supported"
    assert checked(store, f"{right}, and the workers sang.").verdict == "not-in-record"


def test_what_only_a_speaker_says_needs_the_speaker(store: SearchableStore) -> None:
    claim = "Norland's workers were welcome"
    assert checked(store, f"The Harbour Council wrote that {claim}.").verdict != "contradicted"
    assert checked(store, f"{claim}.").verdict == "not-in-record"


def test_pronoun_means_the_last_person_named(store: SearchableStore) -> None:
    text = [
        "Ana Núñez is mayor of Port Sable.",
        "She announced a bridge over the marsh.",
        "João Braga supports the bridge.",
        "He announced the bridge over the marsh.",
    ]
    checker = Checker(store, Query(), TODAY, " ".join(text))
    assert [checker.check(claim).verdict for claim in text] == [
        *("supported", "supported", "supported", "contradicted"),
    ]


def test_part_is_a_span_of_the_claim(store: SearchableStore) -> None:
    claim = "Mayor Anna Nunes announced that Norland’s 500 workers came on 4 March 2024."
    for part in checked(store, claim).parts:
        assert claim[part.start : part.end] == part.text


def test_as_of_an_earlier_day_later_articles_do_not_count(store: SearchableStore) -> None:
    claim = "Work on the bridge began in March 2024."
    early = check(store, Query(known_by="2023-12-31"), claim, TODAY)
    assert early.verdict == "not-in-record"


def test_impossible_date_is_an_error(store: SearchableStore) -> None:
    with pytest.raises(UsageError, match="31 june"):
        checked(store, "Work on the bridge began on 31 June 2024.")


@given(st.text(max_size=200))
def test_any_text_gets_a_verdict_or_a_usage_error(bridge_store: SearchableStore, text: str) -> None:
    try:
        one = checked(bridge_store, text)
    except UsageError:
        return
    assert one.verdict in ("supported", "contradicted", "disputed", "not-in-record")
    assert all(text[part.start : part.end] == part.text for part in one.parts)


@pytest.fixture(scope="session")
def bridge_store(bridge_files: Path) -> SearchableStore:
    return open_store(str(bridge_files / "store")).store
