"""Text: folding, words, and the escaping of control characters."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mss_cli.text import escaped, fold, harmless, placed_words, plural, visible, words

NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("", ""),
        (" \t\n ", ""),
        (" A  b\n c\t", "a b c"),
        (f"A{NBSP}{NBSP}b", "a b"),
        ("\N{IDEOGRAPHIC SPACE}a\N{THIN SPACE}b", "a b"),
        ("Moïse", "moise"),
        ("MOÏSE", "moise"),
        ("Moi\N{COMBINING DIAERESIS}se", "moise"),
        ("António", "antonio"),
        ("Ångström", "angstrom"),
        ("Straße", "strasse"),
        ("İstanbul", "istanbul"),
        ("ﬁle", "file"),
        ("Дмитрий", "дмитрии"),
        ("习近平", "习近平"),
        ("ＭＳＳ", "mss"),
        ("10²", "102"),
        ("U.S.", "us"),
        ("U.S.A.", "usa"),
        ("u.n. Council", "un council"),
        ("the U.S.-backed plan", "the us-backed plan"),
        ("5 p.m. today", "5 pm today"),
        ("U.S", "us"),
        ("U.S.-Ecuador, U.S. aid", "us-ecuador, us aid"),
        ("Plan B. Then", "plan b. then"),
        ("No. 5", "no. 5"),
        ("mss.org v1.2", "mss.org v1.2"),
        ("1,900", "1900"),
        ("1,900,000", "1900000"),
        ("$1,900.", "$1900."),
        ("1,90", "1,90"),
        ("1,9000", "1,9000"),
        ("1, 900", "1, 900"),
        ("a,900", "a,900"),
        ("2.6", "2.6"),
        ("Kenya’s", "kenya's"),
        ("‘a’", "'a'"),
        ("“a”", '"a"'),
        ("port‑au‐prince", "port-au-prince"),
        ("2024–25", "2024–25"),
        ("Łukasz Żółć", "lukasz zolc"),
        ("Søren Ørsted", "soren orsted"),
        ("İbrahim Yıldız, YILDIZ", "ibrahim yildiz, yildiz"),
        ("Đà Nẵng", "da nang"),
        ("Straße, Æsop, Œuvre, Þór, Ħal", "strasse, aesop, oeuvre, thor, hal"),
        ("Hawaiʻi", "hawaii"),
        ("O'Brien", "obrien"),
        ("O’BRIEN’s", "obrien's"),
        ("Ng`ang´a", "nganga"),
        ("Ngʼangʻa", "nganga"),
        ("Côte d’Ivoire", "cote divoire"),
        ("rock ’n’ roll", "rock 'n' roll"),
        ("the 1990’s", "the 1990's"),
    ],
)
def test_fold_removes_case_accents_and_punctuation_variants(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("... – “”", []),
        ("Kenya’s 1,000 officers", ["kenya", "1000", "officers"]),
        ("Kenya's officers' pay", ["kenya", "officers", "pay"]),
        ("Guterres's and states’ rights", ["guterres", "and", "states", "rights"]),
        ("“It’s,” ‘he’ said", ["it", "he", "said"]),
        ("o'clock d'Haïti", ["oclock", "dhaiti"]),
        ("O’Brien’s, Ng'ang'a's", ["obrien", "nganga"]),
        ("Hawaiʻi and Ka´anapali", ["hawaii", "and", "kaanapali"]),
        ("'s", []),
        ("Moïse", ["moise"]),
        ("U.S.-backed", ["us", "backed"]),
        ("U.S U.N.", ["us", "un"]),
        ("Port-au-Prince", ["port", "au", "prince"]),
        ("MSS/MSSM (HNP)", ["mss", "mssm", "hnp"]),
        ("snake_case", ["snake", "case"]),
        ("$2.6 billion", ["2", "6", "billion"]),
        ("the 1990s", ["the", "1990s"]),
        (f"one{NBSP}two", ["one", "two"]),
        ("Полянский, 习近平", ["полянскии", "习近平"]),
    ],
)
def test_words_are_folded_in_order(text: str, found: list[str]) -> None:
    assert words(text) == found


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", ""),
        ("plain [kenya] “Moïse” 习 \\x1b", "plain [kenya] “Moïse” 习 \\x1b"),
        ("\x1b[31mred\x1b[0m", "\\x1b[31mred\\x1b[0m"),
        ("\x00\x07\x08\x7f", "\\x00\\x07\\x08\\x7f"),
        ("a\tb\nc\rd\x0be\x0cf", "a\\tb\\nc\\rd\\x0be\\x0cf"),
        ("\x1c\x1d\x1e\x1f", "\\x1c\\x1d\\x1e\\x1f"),
        ("\x9b31m\x85\x90", "\\x9b31m\\x85\\x90"),
        ("a\u202eb\u2066c\u200fd", "a\\u202eb\\u2066c\\u200fd"),
        ("a\u200bb\u200cc\u200dd\ufeff", "a\\u200bb\\u200cc\\u200dd\\ufeff"),
        ("soft\xadhyphen", "soft\\xadhyphen"),
        ("\u2028\u2029", "\\u2028\\u2029"),
        (f"1{NBSP}900\N{THIN SPACE}\N{IDEOGRAPHIC SPACE}", "1 900  "),
        ("\U000e0041", "\\U000e0041"),
        ("\ud800", "\\ud800"),
        ("\ue000", "\\ue000"),
        ("Moi\u0308se, ẹ̀ and ề̃", "Moi\u0308se, ẹ̀ and ề̃"),
        ("שָׁלוֹם ทั้ง हिन्दी", "שָׁלוֹם ทั้ง हिन्दी"),
        ("လျှို့ဝှက်", "လျှို့ဝှက်"),
        ("a" + "\u0301" * 8, "a" + "\u0301" * 8),
        ("a" + "\u0301" * 10 + "b\u0301", "a" + "\u0301" * 8 + "\\u0301" * 2 + "b\u0301"),
        ("\u1112\u1161\u11ab\u1100\u1173\u11af", "\u1112\u1161\u11ab\u1100\u1173\u11af"),
        ("\u1112" + "\u1161" * 9, "\u1112" + "\u1161" * 8 + "\\u1161"),
        ("\u0301\u0302a", "\\u0301\\u0302a"),
        ("“quoted” – •→", "“quoted” – •→"),
        ("a\u034f\u115f\u3164\uffa0b", "a\\u034f\\u115f\\u3164\\uffa0b"),
        ("\u2800\ufe0f\U000e0100", "\\u2800\\ufe0f\\U000e0100"),
    ],
)
def test_control_characters_are_made_visible(text: str, shown: str) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize(
    ("count", "noun", "written"),
    [
        (0, "fact", "0 facts"),
        (1, "fact", "1 fact"),
        (2, "fact", "2 facts"),
        (1900, "fact", "1,900 facts"),
        (1, "entity", "1 entity"),
        (3, "entity", "3 entities"),
        (2_500_000, "entity", "2,500,000 entities"),
    ],
)
def test_plural_matches_the_count(count: int, noun: str, written: str) -> None:
    assert plural(count, noun) == written


# Capitals, marks, acronyms, thousands and quotes come up often; ŉ (U+0149) never does.
LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="ŉ")
TEXTS = st.text(LETTERS | st.sampled_from("aS.1,0'’ -\N{COMBINING ACUTE ACCENT}ïß" + NBSP))


@settings(deadline=None)
@given(TEXTS)
def test_fold_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@settings(deadline=None)
@given(TEXTS)
def test_composed_and_decomposed_letters_fold_alike(text: str) -> None:
    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert fold(composed) == fold(decomposed)


@settings(deadline=None)
@given(TEXTS)
def test_words_are_folded_and_never_empty(text: str) -> None:
    assert all(word and fold(word) == word for word in words(text))


@settings(deadline=None)
@given(st.text(st.characters()))
def test_visible_text_is_printable_and_stable(text: str) -> None:
    shown = visible(text)
    assert shown.isprintable()
    assert visible(shown) == shown
    assert (shown == text) is harmless(text)


def test_repeated_emoji_are_harmless() -> None:
    assert harmless("😀😀😀😀😀😀")
    assert harmless("\ufffd" * 9)
    assert not harmless("😀" + "\u0301" * 9)


MARKS = st.sampled_from("a\u0301\u20dd\u0e34\u3099\u094d\U0001e130 \u200d-")


@settings(deadline=None)
@given(st.text(MARKS, max_size=12))
def test_quick_check_for_marks_misses_none(text: str) -> None:
    assert "".join(escaped(text, ascii)) == text or not harmless(text)


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("Nu\u0301n\u0303ez", [("nunez", "Nu\u0301n\u0303ez")]),
        ("un cafe\u0301.", [("un", "un"), ("cafe", "cafe\u0301")]),
        ("Ng’ang’a’s U.S. visit", [("nganga", "Ng’ang’a"), ("us", "U.S."), ("visit", "visit")]),
        ("ﬁre, straße", [("fire", "ﬁre"), ("strasse", "straße")]),
        ("İstanbul ŁÓDŹ", [("istanbul", "İstanbul"), ("lodz", "ŁÓDŹ")]),
        ("so\u00adft ha\u200brd", [("soft", "so\u00adft"), ("hard", "ha\u200brd")]),
        ("1,900 men", [("1900", "1,900"), ("men", "men")]),
        ("B1,111 and 1,111,111", [("b1111", "B1,111"), ("and", "and"), ("1111111", "1,111,111")]),
        ("क्षमा", [("कषम", "क्षम")]),
    ],
)
def test_placed_word_covers_all_of_its_letters(text: str, marked: list[tuple[str, str]]) -> None:
    assert [(word, text[start:end]) for word, start, end in placed_words(text)] == marked


@given(st.text(alphabet="aBé\u0301 '’s,1234_-Uß\ufb01ŁİʻनΣ\u200b", max_size=12))
def test_placed_words_are_the_words_of_a_text(text: str) -> None:
    assert [word for word, _, _ in placed_words(text)] == words(text)
