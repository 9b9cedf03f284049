"""Stores that every command refuses: a derivation, conflict or measure is wrong."""

from conftest import Call, Harbour, write


def test_wrong_derivation_or_conflict_is_refused(mss: Call, harbour: Harbour) -> None:
    fact = harbour.parts["facts"][0]
    fact["date_basis"] = "inferred"
    fact["date_derivation"] = {
        "printed": "Monday",
        "anchor": "2021-05-03",
        "anchored_on": "the opening",
        "rule": "weekday-after",
        "count": None,
    }
    write(harbour.store, harbour.parts)
    assert mss("facts", "--store", str(harbour.store)).err.startswith(
        f"mss: store '{harbour.store}': facts.json 'harbour-opened': date 2021-05-03 is not the "
        "nearest Monday after the anchor (2021-05-03)"
    )
    fact["date_derivation"] = None
    fact["conflicts"] = [{"id": "x", "class": "contradiction", "property": "date"}]
    write(harbour.store, harbour.parts)
    assert "conflicts must follow from readings and relations" in (
        mss("facts", "--store", str(harbour.store)).err
    )


def test_store_without_measures_json_still_has_measures(mss: Call, harbour: Harbour) -> None:
    (harbour.store / "measures.json").unlink()
    answer = mss("figures", "--store", str(harbour.store))
    assert answer.code == 0
    assert answer.out.startswith("boats-expected\tundated\tunknown\tplanned\tabout 40 boats\t")
    assert mss("verify", "--store", str(harbour.store)).code == 0
    sides = mss("figures", "--promised-vs-delivered", "--store", str(harbour.store))
    assert (sides.code, sides.out) == (0, "")


def test_measure_missing_from_measures_json_is_refused(mss: Call, harbour: Harbour) -> None:
    harbour.parts["measures"] = [
        {
            "id": "ships",
            "label": "Ships",
            "alt_labels": [],
            "series": "ships",
            "stage": "planned",
            "definition": "Ships.",
        }
    ]
    write(harbour.store, harbour.parts)
    answer = mss("figures", "--store", str(harbour.store))
    assert (answer.code, answer.out) == (2, "")
    assert "'boats-to-come': quantity.measure names an unknown measure 'boats-ex" in answer.err
