"""Names: who is meant, who is not, what is left open, and how it is explained.

The tables are asked of the bundled store, so that they say what a user of it gets; the
rules themselves are shown on lists of one or two names.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from mss_cli.query.names import Name, Names
from mss_cli.query.resolution import (
    STEPS,
    Candidate,
    alike,
    allowed_distance,
    edits,
    nearest,
    one_edit,
    resolve,
)
from mss_cli.stores.loading import load

STORE = load()
ENTITIES = STORE.entity_names

# --- the bundled store: id, step, what people type -----------------------------------------

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
def test_a_name_is_found_at_its_step(typed: str, meant: str, how: str) -> None:
    found = resolve(typed, ENTITIES)
    assert ([c.id for c in found.candidates], found.how) == ([meant], how)
    assert found.only == found.candidates[0]


# What a reader of the articles expects who does not know the rules: several ids, all are
# listed and none is chosen; none, nothing is found.
TABLE = json.loads((Path(__file__).parent / "names.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", TABLE, ids=lambda case: f"{case['class']}-{case['typed']}")
def test_a_name_means_what_a_reader_expects(case: dict[str, Any]) -> None:
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
def test_another_name_is_not_taken_for_one_in_the_store(typed: str) -> None:
    found = resolve(typed, ENTITIES)
    assert (found.candidates, found.how, found.only) == ((), "", None)


@pytest.mark.parametrize(
    ("typed", "how", "ids"),
    [
        ("draft resolution", "name", "us-draft-2024-11 us-ecuador-draft-2024"),
        ("President", "word", "joe-biden jovenel-moise william-ruto xi-jinping"),
        ("deputy", "word", "dmitry-polyansky geng-shuang joseph-boinnet"),
        ("States", "word", "organization-of-american-states united-states"),
        ("security adviser", "word", "joseph-boinnet monica-juma"),
        ("advis", "start", "joseph-boinnet monica-juma"),
        ("ambasador", "spelling", "dmitry-polyansky geng-shuang"),
    ],
)
def test_what_fits_several_equally_is_left_open(typed: str, how: str, ids: str) -> None:
    found = resolve(typed, ENTITIES)
    assert ([c.id for c in found.candidates], found.how) == (ids.split(), how)
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
        ("ruot", "ruot → William Ruto (spelt like 'Ruto')"),
        ("Mosie", "Mosie → Jovenel Moïse (spelt like 'Moïse')"),
    ],
)
def test_a_match_explains_itself(typed: str, explanation: str) -> None:
    assert resolve(typed, ENTITIES).explanation() == explanation


@pytest.mark.parametrize("names", [ENTITIES, STORE.topic_names], ids=["entities", "topics"])
def test_every_id_and_every_name_in_the_store_means_its_record(names: Names) -> None:
    for name in names:
        for typed in (name.id, *name.names):
            found = resolve(typed, names)
            assert found.how in ("id", "name"), typed
            assert name.id in [c.id for c in found.candidates], typed


# --- the rules ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "allowed", "distance"),
    [
        ("ruto", "ruto", 1, 0),
        ("ruto", "ruot", 1, 1),  # a swap
        ("ruto", "rutto", 1, 1),  # a letter more
        ("ruto", "ruth", 1, None),  # another letter, in four
        ("ruto", "bruto", 1, None),  # another first letter
        ("ruto", "urto", 1, 1),  # the first two swapped
        ("kenya", "kenia", 1, 1),  # another letter, in five
        ("conille", "cornile", 1, None),  # two edits, in seven
        ("guterres", "guterez", 2, 2),  # two edits, in eight
        ("guterres", "gutierez", 2, None),
        ("xi", "xi", 0, 0),
        ("xi", "xu", 0, None),
        ("uma", "juma", 0, None),
        ("2024", "2025", 0, None),
        ("1990s", "1980s", 0, None),
        ("moise", "mois3", 0, None),
        ("полянскии", "полянски", 2, 1),
    ],
)
def test_how_far_apart_two_words_may_be(
    first: str, second: str, allowed: int, distance: int | None
) -> None:
    assert allowed_distance(first, second) == allowed_distance(second, first) == allowed
    assert edits(first, second) == edits(second, first) == distance


def named(**names: str) -> Names:
    """Return names by id; those of one record are separated by `|`."""
    return Names(
        [Name(i.replace("_", "-"), "person", tuple(n.split("|"))) for i, n in names.items()]
    )


TWO = named(ruto="William", william_ruto="William Ruto|Ruto|Kenya’s leader")


@pytest.mark.parametrize(
    ("typed", "names", "how", "ids"),
    [
        ("resolution 2699", named(a="Resolution 2699"), "name", "a"),
        ("resoluton 2699", named(a="Resolution 2699"), "spelling", "a"),
        ("resolution 2698", named(a="Resolution 2699"), "", ""),
        ("resolution 269", named(a="Resolution 2699"), "", ""),
        ("Una", named(a="Uma"), "", ""),
        ("Uma", named(a="Umaa"), "start", "a"),
        ("MSSM", named(a="MSSM"), "name", "a"),
        ("mssm", named(a="MSSM"), "name", "a"),
        ("MSSN", named(a="MSSM"), "", ""),
        ("MSSMM", named(a="MSSM"), "", ""),
        ("UNICEP", named(a="UNICEF"), "", ""),
        ("the Harbour", named(a="Harbour"), "name", "a"),
        ("Dr Harbour", named(a="Harbour"), "name", "a"),
        ("B. Harbour", named(a="Bea Harbour"), "start", "a"),
        ("xi an", named(a="Xi"), "", ""),
        ("AU", named(a="Port-au-Prince"), "", ""),
        ("UNS", named(a="UNSC"), "", ""),
        ("UN Concil", named(a="UN Council"), "spelling", "a"),
        ("Harbour", named(a="The Harbour", b="Harbour Board"), "name", "a"),
        ("ruto", TWO, "id", "ruto"),
        ("william", TWO, "name", "ruto"),
        ("Ruto William", TWO, "word", "william-ruto"),
        ("wil", TWO, "start", "ruto"),  # a whole name before a part of one
        ("wil", Names([*TWO][1:]), "start", "william-ruto"),
        ("the", named(a="The Harbour"), "", ""),
        ("wi", TWO, "", ""),
        ("wiliam", TWO, "spelling", "ruto"),
        ("Kenia", named(a="Kenya Police"), "", ""),  # of a part, six letters must be typed
        ("polise", named(a="Kenya Police"), "spelling", "a"),
        ("leadre", TWO, "spelling", "william-ruto"),
        ("kenya leader", TWO, "name", "william-ruto"),
        ("Kenyan", named(a="Kenya", b="Kenyan police"), "word", "b"),
        ("polise", named(a="Police", b="Polise Band"), "word", "b"),
        ("Moiss", named(a="Moïse", b="Moisés"), "spelling", "a b"),  # one edit to either
        ("Guterrs", named(a="Guterres", b="Guitars"), "spelling", "a"),  # one edit, not two
        ("Conill Ruot", named(a="Conille Ruto", b="Conil Ruto"), "spelling", "a"),
    ],
)
def test_each_step_is_tried_only_if_none_before_fitted(
    typed: str, names: Names, how: str, ids: str
) -> None:
    found = resolve(typed, names)
    assert (found.how, [c.id for c in found.candidates]) == (how, ids.split())


@pytest.mark.parametrize("step", STEPS[1:])
def test_only_steps_better_than_one_are_tried(step: str) -> None:
    typed = {"name": "william ruto", "word": "Ruto William", "start": "rut", "spelling": "ruot"}
    found = resolve(typed[step], named(a="William Ruto"), better_than=step)
    assert (found.how, found.candidates) == ("", ())


def test_where_nothing_fits_the_five_nearest_are_named() -> None:
    alike = named(a="Harbir", b="Arbor", c="Harbour", d="Labor", e="Town|Harbor", f="Harbors")
    assert nearest("Harbor Qq", alike) == ("Town", "Harbors", "Harbour", "Arbor", "Harbir")
    assert nearest("Harbor Qq", named(a="Barker", b="Har")) == ()
    assert nearest("Ruth", named(a="Ruto")) == ("Ruto",)
    assert nearest("Qq 12345", named(a="12346 Harbor")) == ()


def test_all_words_are_listed_that_are_two_thirds_alike() -> None:
    others = "harbor harbors harbour arbor harborer harbo labor arboretum hoard har".split()
    assert alike("harbor", others) == {
        "harbor": 1,
        "harbors": pytest.approx(6 / 7),
        "harbour": pytest.approx(6 / 7),
        "harbo": pytest.approx(5 / 6),
        "arbor": pytest.approx(5 / 6),
        "harborer": pytest.approx(6 / 8),
        "labor": pytest.approx(4 / 6),
    }


def test_who_has_these_initials_is_told_by_display_name() -> None:
    people = named(a="Bea Harbour|Bee", c="Cy Harbour")
    found = resolve("B. H.", people)
    assert (found.how, found.candidates) == (
        "start",
        (Candidate("a", "person", "Bea Harbour", "Bea Harbour"),),
    )


class Asked(Names):
    """Names that keep what they were asked for, as an index has to know it."""

    def __init__(self, every: list[Name]) -> None:
        super().__init__(every)
        self.asked: list[tuple[str, str]] = []

    def near(self, how: str, typed: str) -> Sequence[Name]:
        """Return all names."""
        self.asked.append((how, typed))
        return super().near(how, typed)


def test_names_are_asked_for_what_was_typed_at_each_step() -> None:
    names = Asked([*TWO])
    assert resolve("Wiliam", names).how == "spelling"
    assert names.asked == [(step, "Wiliam") for step in STEPS]
    names = Asked([*TWO])
    assert nearest("Wiliham", names) == ("William", "William Ruto")
    assert nearest("a 12", names) == ()
    assert names.asked == [("", "Wiliham")]  # nothing is near to what is no word


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_one_edit_is_a_distance_of_one(first: str, second: str) -> None:
    assert one_edit(first, second) == (OSA.distance(first, second) <= 1)


@settings(deadline=None)
@given(st.text(), st.text())
def test_any_text_is_resolved_with_the_reason_or_not_at_all(first: str, second: str) -> None:
    found = resolve(f"{first} {second}", ENTITIES)
    assert bool(found.how) is bool(found.candidates)
    assert edits(first, second) == edits(second, first)
