"""The files that a history keeps."""

import gzip

import pytest

from mss_cli import limits
from mss_cli.stores.packing import packed, unpacked


@pytest.mark.parametrize("content", [b"", b"facts", bytes(range(256)) * 100])
def test_packing_round_trips_and_is_gzip(content: bytes) -> None:
    assert unpacked(packed(content)) == content
    assert gzip.decompress(packed(content)) == content
    assert packed(content) == packed(content)


def test_what_is_no_packed_file_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = packed(b"x" * 1_000)
    for content, what in (
        (b"[]", "is not in gzip format"),
        (whole[:-9], "ends too early"),
        (b"", "ends too early"),
    ):
        with pytest.raises(ValueError, match=f"^{what}$"):
            unpacked(content)
    monkeypatch.setattr(limits, "MAX_WRITTEN_BYTES", 999)
    with pytest.raises(ValueError, match=r"^has more than 999 bytes$"):
        unpacked(whole)
