"""Several stores read as one."""

from copy import deepcopy
from pathlib import Path
from typing import Any

from conftest import Call, Harbour, write

from mss_cli.stores import open_stores
from mss_cli.stores.directory import fingerprint
from scripts.derive import derive


def both(harbour: Harbour, other: dict[str, Any], tmp_path: Path) -> list[str]:
    """Return the arguments that read the small store and another one together."""
    second = write(tmp_path / "second", other)
    return ["--store", str(harbour.store), "--store", str(second)]


def test_same_store_twice_is_the_store(mss: Call, harbour: Harbour, tmp_path: Path) -> None:
    stores = both(harbour, harbour.parts, tmp_path)
    alone = mss("facts", "--json", "--store", str(harbour.store))
    assert mss("facts", "--json", *stores) == alone
    sources = mss("sources", "--json", "--store", str(harbour.store))
    assert mss("sources", "--json", *stores) == sources


def test_citation_names_the_store_that_has_the_source(
    mss: Call, harbour: Harbour, tmp_path: Path
) -> None:
    other = deepcopy(harbour.parts)
    other["manifest"] |= {"name": "port", "version": "9.0.0"}
    other["sources"][0]["sha256"] = "0" * 64
    other["facts"][0]["text"] = "The Ana Núñez reached the harbour."
    stores = both(harbour, other, tmp_path)
    first = mss("cite", "harbour-opened", *stores).out
    second = mss("cite", "port-harbour-opened", *stores).out
    print_1 = fingerprint(str(harbour.store))[:16]
    print_2 = fingerprint(str(tmp_path / "second"))[:16]
    assert f"Cited from harbour 0.0.1 (SHA-256 {print_1}…), fact harbour-opened." in first
    assert f"Cited from port 9.0.0 (SHA-256 {print_2}…), fact port-harbour-opened." in second


def test_one_store_named_twice_is_read_once(mss: Call, harbour: Harbour) -> None:
    store = str(harbour.store)
    done = mss("facts", "--fields", "id", "--store", store, "--store", store)
    assert done.out == "harbour-opened\nana-blue\nboats-to-come\n"


def test_id_that_means_something_else_is_kept_apart(
    mss: Call, harbour: Harbour, tmp_path: Path
) -> None:
    other = deepcopy(harbour.parts)
    other["manifest"]["name"] = "port"
    other["sources"][0]["sha256"] = "0" * 64
    other["entities"][0] |= {"kind": "mission", "name": "Ana Núñez (ship)"}
    other["facts"][0]["text"] = "The Ana Núñez reached the harbour."
    stores = both(harbour, other, tmp_path)
    facts = {fact["id"]: fact for fact in mss("facts", "--json", *stores).json()}
    assert list(facts["harbour-opened"]["actors"]) == ["ana-nunez"]
    ship = facts["port-harbour-opened"]
    assert ship["actors"] == ["port-ana-nunez"]
    assert ship["sources"] == ["port.harbour.txt"]
    assert [e["source"] for e in ship["evidence"]] == ["port.harbour.txt", "port.harbour.txt"]
    assert facts["port-boats-to-come"]["relations"][0]["fact"] == "port-harbour-opened"
    assert mss("sources", "--fields", "file", *stores).out == "harbour.txt\nport.harbour.txt\n"
    who = mss("who", "Ana Núñez (ship)", "--json", *stores).json()
    assert who["entity"]["id"] == "port-ana-nunez"


def test_same_entity_has_the_names_of_both(mss: Call, harbour: Harbour, tmp_path: Path) -> None:
    other = deepcopy(harbour.parts)
    other["entities"][0] |= {"name": "Mayor Ana", "aliases": ["Anita"]}
    stores = both(harbour, other, tmp_path)
    assert mss("who", "anita", "--json", *stores).json()["entity"] == {
        **harbour.parts["entities"][0],
        "aliases": ["Mayor Núñez", "Mayor Ana", "Anita"],
    }


def test_stores_that_disagree_contradict_each_other(
    mss: Call, harbour: Harbour, tmp_path: Path
) -> None:
    boats = harbour.parts["facts"][1]
    assert boats["id"] == "boats-to-come"
    boats |= {"date": "2021-06", "date_basis": "explicit"}
    derive(harbour.parts, None)
    write(harbour.store, harbour.parts)
    other = deepcopy(harbour.parts)
    other["manifest"]["name"] = "port"
    other["sources"][0]["sha256"] = "0" * 64
    other["facts"][1]["quantity"] |= {"value": 90, "qualifier": None}
    other["facts"][1]["text"] = "Exactly 90 boats were expected by June."
    found = mss("conflicts", "--json", *both(harbour, other, tmp_path)).json()
    assert [(c["class"], c["facts"]) for c in found] == [
        ("contradiction", ["boats-to-come", "port-boats-to-come"])
    ]


def test_command_that_writes_takes_one_store(mss: Call, harbour: Harbour, tmp_path: Path) -> None:
    done = mss("index", *both(harbour, harbour.parts, tmp_path))
    assert done == (2, "", "mss: --store: this command takes one store\n")


def test_bundled_store_has_a_name(mss: Call, harbour: Harbour) -> None:
    done = mss("stats", "--json", "--store", str(harbour.store), "--store", "bundled")
    alone = mss("stats", "--json", "--store", "bundled")
    assert done.json()[0]["facts"] == alone.json()[0]["facts"] + 3
    assert mss("stats", "--json").out == alone.out


def test_invalid_store_is_named(mss: Call, harbour: Harbour, tmp_path: Path) -> None:
    other = {**harbour.parts, "facts": "none"}
    stores = both(harbour, other, tmp_path)
    assert mss("facts", *stores) == (
        2,
        "",
        f"mss: store '{tmp_path / 'second'}': facts.json: must be an array of records\n",
    )


def test_fingerprint_follows_every_store(harbour: Harbour, tmp_path: Path) -> None:
    other = deepcopy(harbour.parts)
    second = write(tmp_path / "second", other)
    before = open_stores([str(harbour.store), str(second)]).store.fingerprint
    assert before != fingerprint(str(harbour.store))
    other["manifest"]["version"] = "0.0.2"
    write(second, other)
    assert open_stores([str(harbour.store), str(second)]).store.fingerprint != before
