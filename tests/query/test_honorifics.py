"""Names with honorifics, initials and apostrophes."""

import pytest

from mss_cli.query.honorifics import addressed
from mss_cli.query.names import ListedNames, Name
from mss_cli.query.resolution import nearest, resolve

NAMES = ListedNames(
    [
        Name("ana", "person", ("Ana Núñez", "Mayor Núñez"), gender="female"),
        Name("joao", "person", ("João Pedro Braga", "Braga"), gender="male"),
        Name("mary", "person", ("Mary O'Brien",)),
        Name("grace", "person", ("Grace Ng’ang’a",)),
        Name("juan", "person", ("Juan de la Cruz",)),
        Name("kaanapali", "place", ("Kaʻanapali",)),
        Name("office", "organization", ("Support office", "support office")),
    ]
)


@pytest.mark.parametrize(
    ("typed", "rest", "aside", "gender"),
    [
        ("Hon. Ana Núñez", "Ana Núñez", "Hon.", ""),
        ("H.E. Braga", "Braga", "H.E.", ""),
        ("Rt. Hon. Mr Braga, Jr.", "Braga", "Rt. Hon. Mr Jr.", "male"),
        ("Mrs Braga", "Braga", "Mrs", "female"),
        ("First Lady Braga", "Braga", "First Lady", "female"),
        ("Secretary-General Braga", "Braga", "Secretary-General", ""),
        ("former Prime Minister Braga", "Braga", "former Prime Minister", ""),
        ("Ana Núñez, Ph.D.", "Ana Núñez", "Ph.D.", ""),
        ("Braga, João", None, None, None),
        ("President", None, None, None),
        ("First Braga", None, None, None),  # an ordinal alone is no honorific
        ("", None, None, None),
    ],
)
def test_honorifics_are_set_aside(
    typed: str, rest: str | None, aside: str | None, gender: str | None
) -> None:
    found = addressed(typed)
    told = (found.name, " ".join(found.honorifics), found.gender) if found else (None,) * 3
    assert told == (rest, aside, gender)


@pytest.mark.parametrize(
    ("typed", "found", "why"),
    [
        ("Hon. Ana Núñez", "Ana Núñez", "'Hon.' set aside"),
        ("Amb. Braga", "João Pedro Braga", "also called 'Braga'; 'Amb.' set aside"),
        ("Mayor Núñez", "Ana Núñez", "also called 'Mayor Núñez'"),
        (
            "President João Braga",
            "João Pedro Braga",
            "in 'João Pedro Braga'; 'President' set aside",
        ),
        ("João Braga Jr.", "João Pedro Braga", "in 'João Pedro Braga'; 'Jr.' set aside"),
        ("Ms Núñez", "Ana Núñez", "in 'Ana Núñez'; 'Ms' set aside"),
        ("Mr Braga", "João Pedro Braga", "also called 'Braga'; 'Mr' set aside"),
        ("Mrs O'Brien", "Mary O'Brien", "in \"Mary O'Brien\"; 'Mrs' set aside"),
        ("Rt. Hon. Braga", "João Pedro Braga", "also called 'Braga'; 'Rt. Hon.' set aside"),
        ("Hon. ana", "Ana Núñez", "'Hon.' set aside"),  # an id needs no other reason
        ("Mrs Braga", "", ""),
        ("Mr Núñez", "", ""),
        ("Hon. Support office", "", ""),
    ],
)
def test_name_with_an_honorific(typed: str, found: str, why: str) -> None:
    resolution = resolve(typed, NAMES)
    assert resolution.explanation() == (f"{typed} → {found} ({why})" if found else "")
    assert (resolution.candidates == ()) == (not found)


OFFICES = ListedNames(
    [
        Name("support", "organization", ("Support office",)),
        Name("mayor", "organization", ("Mayor office",)),
        Name("abe", "person", ("Abe Office",)),
    ]
)


def test_honorific_before_what_is_not_a_person_is_a_word_of_its_name() -> None:
    found = resolve("Mayor offi", ListedNames([*OFFICES][:2]))
    assert ([c.id for c in found.candidates], found.step) == (["mayor"], "start")
    assert (
        found.explanation() == "Mayor offi → Mayor office (the start of a word in 'Mayor office')"
    )


def test_article_before_what_is_not_a_person_is_left_out() -> None:
    found = resolve("a support office", OFFICES)
    assert ([c.id for c in found.candidates], found.step) == (["support"], "name")
    assert found.explanation() == "a support office → Support office"
    people = resolve("an abe office", OFFICES)
    assert (people.typed, people.step, people.candidates) == ("an abe office", "", ())


def test_person_of_another_gender_is_only_the_nearest() -> None:
    assert nearest("Mrs Braga", NAMES) == ("João Pedro Braga",)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("J. Braga", "joao"),
        ("P Braga", "joao"),
        ("João P. Braga", "joao"),
        ("Braga J.", "joao"),
        ("Braga, João", "joao"),
        ("A. Braga", None),
        ("A Braga", None),
        ("a braga", None),
        ("B. Braga", None),
        ("Braga Braga", None),
        ("João João", None),
        ("N. Nunez", None),
        ("a support office", "office"),
    ],
)
def test_each_typed_word_needs_a_word_of_its_own(typed: str, found: str | None) -> None:
    resolution = resolve(typed, NAMES)
    assert (resolution.only.id if resolution.only else None) == found


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        *((f"O{sign}Brien", "mary") for sign in "'’‘ʼʻ`´′ʹʾʿ＇Ꞌ"),
        *((name, "mary") for name in ("OBrien", "O Brien", "Mary Obrien", "MARY O'BRIEN")),
        *((name, "grace") for name in ("Nganga", "Ng'ang'a", "Ngang’a", "Grace Nganga")),
        *((name, "juan") for name in ("Delacruz", "de la Cruz", "delaCruz", "Juan Delacruz")),
        *((name, "kaanapali") for name in ("Kaanapali", "Ka'anapali", "ka anapali")),
        ("Brien", None),
        ("Cruzdela", None),
    ],
)
def test_apostrophes_and_spaces_inside_a_name_do_not_matter(typed: str, found: str | None) -> None:
    resolution = resolve(typed, NAMES)
    assert (resolution.only.id if resolution.only else None) == found


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("mary obrein", "mary"),
        ("ana nunes", "ana"),
        ("juan de la crus", "juan"),  # four letters, beside words that are right
        ("juan de la kruz", None),  # another first letter
        ("crus", None),  # alone
        ("jaun de la crus", None),  # beside another mistake
    ],
)
def test_misspelt_word_of_four_letters_needs_right_words_beside_it(
    typed: str, found: str | None
) -> None:
    resolution = resolve(typed, NAMES)
    assert (resolution.only.id if resolution.only else None) == found
    assert not found or resolution.step == "spelling"
