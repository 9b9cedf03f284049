"""The files that a history keeps are packed: a store of 10,000 facts takes a tenth of its size."""

import zlib

from mss_cli import limits

PACKED = ".gz"  # gzip, so that `zcat` shows a file
_GZIP = 31  # the window size by which zlib reads and writes gzip


def packed(content: bytes) -> bytes:
    """Return content in gzip format, without a date or a name."""
    packer = zlib.compressobj(1, zlib.DEFLATED, _GZIP)
    return packer.compress(content) + packer.flush()


def unpacked(content: bytes) -> bytes:
    """Return what packed() was given. Raises ValueError for anything else, or too much of it."""
    most = limits.MAX_WRITTEN_BYTES
    unpacker = zlib.decompressobj(_GZIP)
    try:
        found = unpacker.decompress(content, most + 1)
    except zlib.error:
        raise ValueError("is not in gzip format") from None
    if len(found) > most:
        raise ValueError(f"has more than {most:,} bytes")
    if not unpacker.eof:
        raise ValueError("ends too early")
    return found
