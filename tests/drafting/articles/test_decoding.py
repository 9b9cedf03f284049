"""Bytes to text, and the repair of text that was decoded wrongly."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mss_cli.drafting.articles.decoding import decoded, faulty, repaired
from mss_cli.errors import DataError


@pytest.mark.parametrize(
    "content",
    [
        "Núñez".encode(),
        b"\xef\xbb\xbf" + "Núñez".encode(),
        "Núñez".encode("utf-16"),
    ],
)
def test_text_is_decoded_by_its_mark_or_as_utf_8(content: bytes) -> None:
    assert decoded(content, "a.txt") == "Núñez"


@pytest.mark.parametrize(
    ("charset", "encoding", "text"),
    [
        ("iso-8859-1", "cp1252", "“Núñez”"),
        ("windows-1251", "cp1251", "Мост"),
        ("gb2312", "gb18030", "港口"),
        ("Shift_JIS", "shift_jis", "港"),
    ],
)
def test_declared_character_set_is_read(charset: str, encoding: str, text: str) -> None:
    page = f'<meta charset="{charset}">{text}'
    assert decoded(page.encode(encoding), "a.html") == page


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"PK\x03\x04...", "is a zip file or an office document"),
        (b"{\\rtf1 One. Two. Three.}", "is an RTF document"),
        (b"From: <Saved by a browser>", "is a web archive (MHTML)"),
        (b"\x89PNG\0", "is not a text"),
        (b"\x1b[2J" * 20, "is not a text"),
    ],
)
def test_other_formats_are_refused(content: bytes, what: str) -> None:
    with pytest.raises(DataError) as caught:
        decoded(content, "a.txt")
    assert str(caught.value) == f"a.txt: {what}; save it as text, HTML or PDF"


def test_wrongly_declared_character_set_is_refused() -> None:
    with pytest.raises(DataError, match=r"^a\.html: cannot be read as euc-jp; save it as UTF-8$"):
        decoded(b"<meta charset=euc-jp>\xff\xff", "a.html")


def test_unknown_bytes_are_read_as_windows_1252_only_on_request() -> None:
    with pytest.raises(DataError, match="byte 3"):
        decoded(b"caf\xe9", "a.txt")
    assert decoded(b"caf\xe9", "a.txt", repair=True) == "café"


@pytest.mark.parametrize("text", ["It’s Núñez’s “bridge” – 40 €", "Moïse", "Ærø", "a naïve café"])
@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_wrong_decoding_is_found_and_repaired(text: str, encoding: str) -> None:
    wrong = text.encode().decode(encoding, "replace")
    if "\ufffd" in wrong:
        wrong = "".join(
            bytes([b]).decode(encoding) if b not in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else chr(b)
            for b in text.encode()
        )
    assert faulty(wrong)
    assert repaired(wrong) == text


def test_text_decoded_wrongly_twice_is_repaired() -> None:
    assert repaired("donâ€™t".encode().decode("cp1252")) == "don’t"


@pytest.mark.parametrize("text", ["“MAÇÔ e “ROMÂ”", "SÃO JOSÉ", "Â", "“É”", "40 °C – ½", "naïve"])
def test_right_text_is_left_alone(text: str) -> None:
    assert not faulty(text)


@given(st.text(alphabet="aN úñéïÆß’“”–…€°½"))
def test_repair_undoes_every_wrong_decoding(text: str) -> None:
    assume(repaired(text) == text)  # `Ã` and `©` may stand side by side
    assert repaired(text.encode().decode("latin-1")) == text
