"""Numbers with units: how people write and type them."""

import pytest

from mss_cli.facts.quantities import number_at

# --- numbers that people type -------------------------------------------------------------

TYPED = {
    "400 officers": (1, 400, True),
    "2.6 billion": (2, 2_600_000_000, True),
    "2.5k": (1, 2500, True),
    "2 500 personnel": (2, 2500, True),
    "1 000 000 people": (3, 1_000_000, True),
    "2500 500": (1, 2500, True),
    "12 40": (1, 12, True),
    "two officers": (1, 2, False),
    "twenty four": (2, 24, False),
    "one thousand officers": (2, 1000, True),
    "a thousand officers": (2, 1000, True),
    "a hundred and five": (4, 105, True),
    "two thousand five hundred": (4, 2500, True),
    "seven hundred thousand": (3, 700_000, True),
    "nineteen hundred troops": (2, 1900, True),
    "two million three hundred thousand and one": (7, 2_300_001, True),
    "two dozen": (2, 24, True),
    "two three": (1, 2, False),
    "hundred and": None,
    "two hundred and police": (2, 200, True),
    "one officer": None,
    "zero": None,
    "a police officer": None,
    "thousand": None,
    "officers": None,
}


@pytest.mark.parametrize("text", TYPED)
def test_number_is_read_at_the_start_of_words(text: str) -> None:
    assert number_at(text.split(), 0) == TYPED[text]
