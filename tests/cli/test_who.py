"""mss who: how a name is read, and the page of a person, organisation or country."""

import pytest
from conftest import Call

from mss_cli.facts.kinds import ENTITY_KINDS

pytestmark = pytest.mark.usefixtures("bridge")

READ = [
    ("braga", "joao-braga", "braga → João Braga (also called 'Braga')"),
    ("bragga", "joao-braga", "bragga → João Braga (nearest spelling: 'Braga')"),
    ("joao braga", "joao-braga", ""),
    ("nunez", "ana-nunez", "nunez → Ana Núñez (in 'Ana Núñez')"),
    ("HC", "harbour-council", "HC → Harbour Council (also called 'HC')"),
    ("norlnd", "norland", "norlnd → Norland (nearest spelling: 'Norland')"),
    ("norland", "norland", ""),
]


@pytest.mark.parametrize(("typed", "entity", "said"), READ)
def test_who_says_how_it_read_the_name(mss: Call, typed: str, entity: str, said: str) -> None:
    answer = mss("who", *typed.split(), "--json")
    assert answer.code == 0
    assert answer.json()["entity"]["id"] == entity
    assert answer.err == (f"{said}\n" if said else "") + "3 facts\n"


def test_page_has_each_fact_once_by_role(mss: Call) -> None:
    page = mss("who", "ana nunez", "--json").json()
    assert {key: [fact["id"] for fact in page[key]] for key in list(page)[1:]} == {
        "roles": ["nunez-mayor"],
        "figures": [],
        "stances": [],
        "statements": ["nunez-only-way"],
        "events": ["bridge-announced"],
        "mentions": [],
    }
    assert next(iter(page)) == "entity"


def test_page_in_a_pipe_names_part_and_source_on_every_line(mss: Call) -> None:
    assert mss("who", "ana nunez").out == (
        "Entity\tAna Núñez\tperson\tMayor of Port Sable.\tMayor Núñez\n"
        "Roles\t2019~/..\topen\tongoing\tAna Núñez is mayor of Port Sable, since about 2019.\t"
        "tribune.txt\tnunez-mayor\n"
        "Said\t2023-05-08\tday, relative\toccurred\tNúñez told the Harbour Council that there was "
        "no way but a bridge.\tgazette.txt\tnunez-only-way\n"
        "Did\t2023-05-08\tday, relative\toccurred\tMayor Ana Núñez announced that Port Sable would "
        "build a bridge over the marsh.\tgazette.txt\tbridge-announced\n"
    )


def test_topic_is_offered_instead_of_a_name(mss: Call) -> None:
    assert mss("who", "price") == (
        1,
        "",
        "mss: 'price' is a topic (Cost), not a name; 'mss facts --topic cost' has 2 facts\n",
    )


def test_topic_with_a_name_like_it_offers_both(mss: Call) -> None:
    assert mss("who", "council") == (
        1,
        "",
        "mss: 'council' is a topic (The council's people), not a name; 'mss facts --topic "
        "council' has 1 fact; names with it: harbour-council (Harbour Council)\n",
    )


@pytest.mark.parametrize("typed", ["sailors", "zzzz"])  # only an advert names sailors
def test_unknown_name_exits_with_1(mss: Call, typed: str) -> None:
    assert mss("who", typed) == (1, "", f"mss: nothing in the store is called '{typed}'\n")


def test_nearest_name_is_offered(mss: Call) -> None:
    assert mss("who", "brage", "x") == (
        1,
        "",
        "mss: nothing in the store is called 'brage x'; nearest: João Braga\n",
    )


def test_without_a_name_everyone_is_listed_with_counts(mss: Call) -> None:
    answer = mss("who")
    assert answer.code == 0
    rows = [line.split("\t")[:4] for line in answer.out.splitlines()]
    assert rows[0] == ["ana-nunez", "3", "person", "Ana Núñez"]
    assert [kind for _, _, kind, _ in rows] == sorted(
        (kind for _, _, kind, _ in rows), key=ENTITY_KINDS.index
    )
    assert answer.err == f"{len(rows)} names\n"
    for name, count, *_ in rows:
        assert len(mss("facts", "--who", name, "--json").json()) == int(count)
    records = mss("who", "--json").json()
    assert list(records[0]) == ["id", "kind", "name", "aliases", "summary", "facts"]
