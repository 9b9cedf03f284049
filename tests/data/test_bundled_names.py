"""Name resolution over the bundled store: what a user gets who types a name from the news."""

import json
from pathlib import Path
from typing import Any

import pytest

from mss_cli.query.names import Names
from mss_cli.query.resolution import resolve
from mss_cli.stores.loading import load

STORE = load()
ENTITIES = STORE.entity_names

# Id, step, and what people type.
MEANT = [
    ("william-ruto", "id", "william-ruto; William-Ruto"),
    ("william-ruto", "name", "ruto; RUTO; William Ruto; President Ruto; ruto’s; (Ruto)"),
    ("william-ruto", "word", "Ruto William; Ruto, William; Samoei; Kenyan President Ruto"),
    ("william-ruto", "start", "Wil; rut; Will Ruto"),
    ("william-ruto", "spelling", "ruot; Rutto; Wiliam Ruto; Willam Ruto; Ruot Wiliam"),
    ("joe-biden", "spelling", "Bidn; Bidden; Joe Bidden"),
    ("antonio-guterres", "name", "Antonio Guterres; UN chief; U.N. chief; UNSG; secretary general"),
    ("antonio-guterres", "name", "Sec-Gen; SG"),
    ("antonio-guterres", "word", "Guterres, Antonio; António; UN Secretary General Guterres"),
    ("antonio-guterres", "start", "Antonio Guterre; Secretary-Gen"),
    ("antonio-guterres", "spelling", "Guterrez; Gutteres; Gutierres; antonio gutteres"),
    ("geng-shuang", "name", "Geng; 耿爽"),
    ("dmitry-polyansky", "name", "Polyansky; Polyanskiy; Dmitri Polyanskiy; Дмитрий Полянский"),
    ("dmitry-polyansky", "name", "Полянский"),
    ("dmitry-polyansky", "word", "Ambassador Polyansky"),
    ("dmitry-polyansky", "spelling", "Poliansky; Polyanskii; Dimitry Polyansky; Dmitri Polyansky"),
    ("jovenel-moise", "name", "Moïse; moise; MOÏSE; Jovenel Moise; Moi\u0308se"),
    ("jovenel-moise", "word", "Jovenel; Moïse, Jovenel; President Moise"),
    ("jovenel-moise", "spelling", "Moisse; Mosie; Jovenal Moise; Jovenel Moyse"),
    ("garry-conille", "name", "Conille; Gary Conille; Garry Conille"),
    ("garry-conille", "spelling", "Conile; Connille; Garry Conile; Gerry Conille"),
    ("joseph-boinnet", "spelling", "Boinnett; Jospeh Boinnet"),
    ("marco-rubio", "spelling", "Marko Rubio; Rubbio"),
    ("monica-juma", "spelling", "Monika Juma; Moncia Juma"),
    ("xi-jinping", "name", "Xi; 习近平; President Xi; Xi Jin-ping; xi jin ping"),
    ("port-au-prince", "name", "Portauprince; port auprince"),
    ("xi-jinping", "spelling", "Xi Jingping; Jimping"),
    ("haiti", "id", "Haiti; haïti; HAÏTI"),
    ("haiti", "spelling", "Hati; Hayti; Hatii; Haitain; Haytian"),
    ("kenya", "spelling", "Kenia; Keyna; Kenyia"),
    ("united-states", "name", "US; us; U.S.; USA; U.S.A.; the United States; America"),
    ("united-states", "spelling", "United Sates; Unted States; Untied States"),
    ("united-nations", "name", "UN; U.N.; un; UNO; ONU; Naciones Unidas"),
    ("united-nations", "spelling", "Untied Nations; United Natoins"),
    ("un-security-council", "name", "UNSC; Security Council; the council; Council"),
    ("un-security-council", "spelling", "Security Counsil; Secuirty Council"),
    ("organization-of-american-states", "name", "OAS; O.A.S.; Organisation of American States"),
    ("haitian-national-police", "name", "HNP; PNH; Haitian police; Police Nationale d'Haiti"),
    ("haitian-national-police", "spelling", "Haitian Natonal Police; Haitian polise"),
    ("mss-mission", "name", "MSS; mssm; Kenya-led mission; kenya led mission"),
    ("mss-mission", "spelling", "Multinatonal Security Support; Kenia-led mission"),
    ("port-au-prince", "id", "Port-au-Prince; port‑au‑prince"),
    ("port-au-prince", "spelling", "Port-au-Prnce; Prot-au-Prince"),
    ("el-salvador", "spelling", "Salvadorian; El Salvadro"),
    ("ecuador", "spelling", "Equador; Ecudor"),
    ("jamaica", "spelling", "Jamacia; Jamaika"),
]


@pytest.mark.parametrize(
    ("typed", "meant", "how"),
    [(typed, meant, how) for meant, how, every in MEANT for typed in every.split("; ")],
)
def test_name_is_found_at_its_step(typed: str, meant: str, how: str) -> None:
    found = resolve(typed, ENTITIES)
    assert ([c.id for c in found.candidates], found.step) == ([meant], how)
    assert found.only == found.candidates[0]


# What a reader of the articles expects who does not know the rules: several ids, all are
# listed and none is chosen; none, nothing is found.
TABLE = json.loads((Path(__file__).parent / "names.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", TABLE, ids=lambda case: f"{case['class']}-{case['typed']}")
def test_name_means_what_a_reader_expects(case: dict[str, Any]) -> None:
    found = resolve(case["typed"], ENTITIES)
    assert sorted(c.id for c in found.candidates) == sorted(case["expect"])
    assert (found.only is not None) == (len(case["expect"]) == 1)


NOT_MEANT = {
    "their families": "Rachel Ruto; Charlene Ruto; Jill Biden; Hunter Biden; Martine Moïse",
    "a name in common": "William Burns; Joe Manchin; Joseph Kabila; Claude Joseph; Marco Polo",
    "the other name in common": "Calestous Juma; Moïse Jean-Charles; Garry Kasparov; Geng Biao",
    "other initials": "Truto; Jean-Claude Truto; Bruto; Prussia; Larry; Noise; Aiden; Bolyansky",
    "near in spelling": "Ruth; Rito; Rufo; Ruta; Mark Rutte; Puma; Jima; Deng; Meng; Robert Rubin",
    "first name and near": "Antonio Banderas; Dmitry Medvedev; Monica Lewinsky; Roman Polanski",
    "countries": "Tahiti; Ghana; Chile; Mali; Cuba; Niger; Panama; Barbados; Belarus; Guinea; Chad",
    "peoples and cities": "Haifa; Kenyatta; Monaco; Paris; Columbia; Port Louis; Port of Spain",
    "bodies": "African Union; General Assembly; Council of Europe; National Security Council",
    "a part of their name": "United Kingdom; South America; San Salvador; Cap-Haïtien; Latvia",
    "acronyms": "EU; UK; OAU; OSA; MSF; MMS; NHP; UNHCR; UNICEF; NATO; BINUH; MSSN; unsk",
    "numbers": "601; 2699; 1901; 3.6",
    "nothing at all": "; *; ...; '; the; a; an",
}


@pytest.mark.parametrize(
    "typed", [typed for every in NOT_MEANT.values() for typed in every.split("; ")]
)
def test_similar_name_of_another_is_not_found(typed: str) -> None:
    found = resolve(typed, ENTITIES)
    assert (found.candidates, found.step, found.only) == ((), "", None)


@pytest.mark.parametrize(
    ("typed", "how", "ids"),
    [
        ("draft resolution", "word", "us-draft-2024-11 us-ecuador-draft-2024"),
        ("President", "word", "joe-biden jovenel-moise william-ruto xi-jinping"),
        ("deputy", "word", "dmitry-polyansky geng-shuang joseph-boinnet"),
        ("States", "word", "organization-of-american-states united-states"),
        ("security adviser", "word", "joseph-boinnet monica-juma"),
        ("advis", "start", "joseph-boinnet monica-juma"),
        ("ambasador", "spelling", "dmitry-polyansky geng-shuang"),
    ],
)
def test_ambiguous_name_lists_all_candidates(typed: str, how: str, ids: str) -> None:
    found = resolve(typed, ENTITIES)
    assert ([c.id for c in found.candidates], found.step) == (ids.split(), how)
    assert (found.only, found.explanation()) == (None, "")


@pytest.mark.parametrize(
    ("typed", "explanation"),
    [
        ("William Ruto", ""),
        ("antonio guterres", ""),
        ("kenya", ""),
        ("mss-mission", ""),
        ("Tunis", ""),
        ("ruto", "ruto → William Ruto (also called 'Ruto')"),
        ("U.S.", "U.S. → United States (also called 'US')"),
        ("The Bahamas", "The Bahamas → Bahamas"),
        ("Ruto William", "Ruto William → William Ruto (in 'William Ruto')"),
        ("Boinet", "Boinet → Joseph Boinnet (the start of a word in 'Joseph Boinett')"),
        ("ruot", "ruot → William Ruto (nearest spelling: 'Ruto')"),
        ("Mosie", "Mosie → Jovenel Moïse (nearest spelling: 'Moïse')"),
    ],
)
def test_bundled_match_explains_itself(typed: str, explanation: str) -> None:
    assert resolve(typed, ENTITIES).explanation() == explanation


@pytest.mark.parametrize("names", [ENTITIES, STORE.topic_names], ids=["entities", "topics"])
def test_every_id_and_name_finds_its_record(names: Names) -> None:
    for name in names:
        for typed in (name.id, *name.names):
            found = resolve(typed, names)
            assert found.step in ("id", "name"), typed
            assert name.id in [c.id for c in found.candidates], typed
