"""Name resolution: the steps, their order, what stays ambiguous, and how a match explains itself.

tests/data/test_bundled_names.py tries the names of the bundled store.
"""

from collections.abc import Sequence

import pytest
from fuzz.words import NAMES
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from mss_cli.query.names import ListedNames, Name, Names
from mss_cli.query.resolution import (
    STEPS,
    Candidate,
    allowed_distance,
    edits,
    nearest,
    one_edit,
    resolve,
    similar_words,
    words_near,
)


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
def test_allowed_edits_grow_with_the_length_of_the_word(
    first: str, second: str, allowed: int, distance: int | None
) -> None:
    assert allowed_distance(first, second) == allowed_distance(second, first) == allowed
    assert edits(first, second) == edits(second, first) == distance


def test_words_near_are_at_most_some_edits_away() -> None:
    others = ["funding", "fundng", "fnudng", "fudg", "harbour"]
    assert words_near("funding", others, 1) == ["funding", "fundng"]
    assert words_near("funding", others, 2) == ["funding", "fundng", "fnudng"]


def named(**names: str) -> Names:
    """Return names by id; those of one record are separated by `|`."""
    return ListedNames(
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
        ("wil", ListedNames([*TWO][1:]), "start", "william-ruto"),
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
def test_step_is_tried_only_if_all_before_found_nothing(
    typed: str, names: Names, how: str, ids: str
) -> None:
    found = resolve(typed, names)
    assert (found.step, [c.id for c in found.candidates]) == (how, ids.split())


PEOPLE = named(
    ana="Ana Núñez|Núñez|The Mayor",
    joao="João Braga|Braga|Kenyan envoy",
    bea="Bea Braganza|Deputy envoy",
    council="Harbour Council|HC",
)
EXPLAINED = [
    ("ana", ""),
    ("Ana Nunez", ""),
    ("joao braga", ""),
    ("nunez", "nunez → Ana Núñez (also called 'Núñez')"),
    ("h.c.", "h.c. → Harbour Council (also called 'HC')"),
    ("The Harbour Council", "The Harbour Council → Harbour Council"),
    ("Núñez Ana", "Núñez Ana → Ana Núñez (in 'Ana Núñez')"),
    ("Harb", "Harb → Harbour Council (the start of a word in 'Harbour Council')"),
    ("nuñze", "nuñze → Ana Núñez (nearest spelling: 'Núñez')"),
]


@pytest.mark.parametrize(("typed", "explanation"), EXPLAINED)
def test_match_explains_itself(typed: str, explanation: str) -> None:
    assert resolve(typed, PEOPLE).explanation() == explanation


def test_name_that_fits_several_equally_is_left_open() -> None:
    found = resolve("envoy", PEOPLE)
    assert ([c.id for c in found.candidates], found.step) == (["joao", "bea"], "word")
    assert (found.only, found.explanation()) == (None, "")


@pytest.mark.parametrize("step", STEPS[1:])
def test_better_than_limits_the_steps(step: str) -> None:
    typed = {"name": "william ruto", "word": "Ruto William", "start": "rut", "spelling": "ruot"}
    found = resolve(typed[step], named(a="William Ruto"), better_than=step)
    assert (found.step, found.candidates) == ("", ())


def test_nearest_lists_at_most_five_names() -> None:
    alike = named(a="Harbir", b="Arbor", c="Harbour", d="Labor", e="Town|Harbor", f="Harbors")
    assert nearest("Harbor Qq", alike) == ("Town", "Harbors", "Harbour", "Arbor", "Harbir")
    assert nearest("Harbor Qq", named(a="Barker", b="Har")) == ()
    assert nearest("Ruth", named(a="Ruto")) == ("Ruto",)
    assert nearest("Qq 12345", named(a="12346 Harbor")) == ()


def test_alike_lists_words_that_share_two_thirds() -> None:
    others = "harbor harbors harbour arbor harborer harbo labor arboretum hoard har".split()
    assert similar_words("harbor", others) == {
        "harbor": 1,
        "harbors": pytest.approx(6 / 7),
        "harbour": pytest.approx(6 / 7),
        "harbo": pytest.approx(5 / 6),
        "arbor": pytest.approx(5 / 6),
        "harborer": pytest.approx(6 / 8),
        "labor": pytest.approx(4 / 6),
    }


def test_initials_match_the_display_name_only() -> None:
    people = named(a="Bea Harbour|Bee", c="Cy Harbour")
    found = resolve("B. H.", people)
    assert (found.step, found.candidates) == (
        "start",
        (Candidate("a", "person", "Bea Harbour", "Bea Harbour"),),
    )


class RecordingNames(ListedNames):
    """Names that record each call of `candidates`."""

    def __init__(self, every: list[Name]) -> None:
        super().__init__(every)
        self.calls: list[tuple[str, str]] = []

    def candidates(self, step: str, typed: str) -> Sequence[Name]:
        """Return all names."""
        self.calls.append((step, typed))
        return super().candidates(step, typed)


def test_names_are_asked_for_candidates_at_every_step() -> None:
    names = RecordingNames([*TWO])
    assert resolve("Wiliam", names).step == "spelling"
    assert names.calls == [(step, "Wiliam") for step in STEPS]
    names = RecordingNames([*TWO])
    assert nearest("Wiliham", names) == ("William", "William Ruto")
    assert nearest("a 12", names) == ()
    assert names.calls == [("", "Wiliham")]  # `a` and `12` are not compared


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_one_edit_means_distance_at_most_one(first: str, second: str) -> None:
    assert one_edit(first, second) == (OSA.distance(first, second) <= 1)


ODD = ListedNames(
    [Name(f"n{number}", kind, (name, *also)) for number, (kind, name, also) in enumerate(NAMES)]
)


@given(st.text(), st.text())
def test_resolution_of_any_text_has_candidates_and_a_step_or_neither(
    first: str, second: str
) -> None:
    found = resolve(f"{first} {second}", ODD)
    assert bool(found.step) is bool(found.candidates)
    assert edits(first, second) == edits(second, first)
