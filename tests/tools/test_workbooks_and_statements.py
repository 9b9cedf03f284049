"""A workbook is read by LibreOffice, and statements by FollowTheMoney.

`make tools` installs FollowTheMoney; LibreOffice is used if it is on the system.
"""

import csv
import json
import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from conftest import Call, Harbour, write

from mss_cli.output.exports import ftm


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_reads_dates_numbers_and_text(
    mss: Call, harbour: Harbour, tmp_path: Path
) -> None:
    harbour.parts["facts"][0]["text"] = "=1+1"
    store = write(harbour.store, harbour.parts)
    file = tmp_path / "h.xlsx"
    assert mss("export", "xlsx", "-o", str(file), "--store", str(store), "-q") == (0, "", "")
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    # The second sheet, Facts, as UTF-8 with every text in quotation marks.
    to_csv = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true,false,false,false,2"
    subprocess.run(
        ["soffice", home, "--headless", "--convert-to", to_csv, file.name],
        check=True,
        capture_output=True,
        cwd=tmp_path,
        timeout=120,
    )
    with (tmp_path / "h-Facts.csv").open(encoding="utf-8") as lines:
        facts = {row["id"]: row for row in csv.DictReader(lines)}
    assert list(facts) == ["harbour-opened", "ana-blue", "boats-to-come"]
    opened = facts["harbour-opened"]
    assert (opened["text"], opened["date_start"]) == ("=1+1", "2021-05-03")
    assert (facts["boats-to-come"]["quantity.value"], opened["actors"]) == ("40", "Ana Núñez")


@pytest.fixture
def statements(mss: Call, bridge: Path, tmp_path: Path) -> Path:
    """Return the statements of the invented record of the bridge."""
    path = tmp_path / "bridge.csv"
    assert mss("export", "ftm", "-o", str(path), "-q") == (0, "", "")
    return path


def test_followthemoney_reads_valid_entities(statements: Path) -> None:
    model = pytest.importorskip("followthemoney", reason="make tools installs it").model
    library = pytest.importorskip("followthemoney.statement")
    dataset = pytest.importorskip("followthemoney.dataset").Dataset.make({"name": "bridge"})
    columns = pytest.importorskip("followthemoney.statement.serialize").CSV_COLUMNS
    assert list(ftm.COLUMNS) == columns
    groups: dict[str, list[Any]] = {}
    for each in library.read_statements(BytesIO(statements.read_bytes()), format="csv"):
        assert each.id == each.generate_key()
        assert each.prop_type == ftm.TYPES[each.prop]
        groups.setdefault(each.canonical_id, []).append(each)
    entities = {
        identifier: library.StatementEntity.from_statements(dataset, group)
        for identifier, group in groups.items()
    }
    for entity in entities.values():
        assert all(entity.get(name) for name in entity.schema.required)
        assert entity.schema.validate(entity.to_dict()) is None
        for prop, value in entity.itervalues():
            assert prop.type.clean(value) == value
            assert len(value) <= prop.max_length
            if prop.type.name == "entity":
                assert entities[value].schema.is_a(model.get(prop.range.name))
    event = entities["bridge.fact.nunez-only-way"]
    assert (event.schema.name, event.get("date")) == ("Event", ["2023-05-08"])
    involved = {entities[each].caption for each in event.get("involved")}
    assert involved == {"Ana Núñez", "Harbour Council"}
    assert [entities[each].caption for each in event.get("proof")] == ["Town wants a bridge"]


def test_command_of_followthemoney_aggregates_and_validates(
    statements: Path, tmp_path: Path
) -> None:
    program = shutil.which("ftm", path=str(Path(sys.executable).parent)) or shutil.which("ftm")
    if not program:
        pytest.skip("FollowTheMoney is not installed; make tools installs it")
    entities, valid = tmp_path / "entities.json", tmp_path / "valid.json"
    for command in (
        ["aggregate-statements", "-i", str(statements), "-o", str(entities)],
        ["validate", "-i", str(entities), "-o", str(valid)],
    ):
        subprocess.run([program, *command], check=True, capture_output=True, timeout=120)

    def read(path: Path) -> dict[str, Any]:
        found = map(json.loads, path.read_text(encoding="utf-8").splitlines())
        return {
            each["id"]: {name: sorted(every) for name, every in each["properties"].items()}
            for each in found
        }

    assert len(read(entities)) == 28
    assert read(valid) == read(entities)
