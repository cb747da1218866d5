"""Texts packed for the line when they are kept, and put as they are between what each answer packs anew.

A finding is the same at every look and has hundreds of kilobytes; the page around it differs each time and has a few.
All are gzip (RFC 1952), whose blocks can be put one after the other where each ends at a whole byte and looks back at
nothing before it.
"""

from __future__ import annotations

import secrets
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

GZIP, GZIP_OR_ZLIB = 31, 47  # `wbits`: which frame is written, and which ones are read
START = b"\x1f\x8b\x08\x08\0\0\0\0\0\xff"  # gzip, with a name
FRAME = 10  # bytes before the blocks; and after them: the last block, which is empty, CRC-32 and size
LAST_BLOCK = b"\x03\0"
MOST_NOISE = 100  # letters of the name, by chance: a length tells nothing of what is inside (BREACH)
CRC_POLYNOMIAL = 0xEDB88320  # its highest power first in the lowest bit, as all of CRC-32
ONE, X_TO_THE_8 = 1 << 31, 1 << 23


def pack(text: str) -> bytes:
    """Pack a text so that it can be put between others."""
    packer = zlib.compressobj(wbits=GZIP)
    return packer.compress(text.encode()) + packer.flush(zlib.Z_FULL_FLUSH) + packer.flush()


def unpack(packed: bytes) -> str:
    """Give the text again; also of what older versions packed (zlib)."""
    return zlib.decompress(packed, wbits=GZIP_OR_ZLIB).decode()


def joined(parts: Sequence[bytes]) -> bytes:
    """Give one gzip of several texts, each packed by `pack`; they are not unpacked for it."""
    crc = size = 0
    for part in parts:
        n = int.from_bytes(part[-4:], "little")
        crc = _shifted(crc, n) ^ int.from_bytes(part[-8:-4], "little")
        size += n
    name = b"a" * secrets.randbelow(MOST_NOISE) + b"\0"
    blocks = (part[FRAME:-FRAME] for part in parts)
    return b"".join((START, name, *blocks, LAST_BLOCK, crc.to_bytes(4, "little"), (size % 2**32).to_bytes(4, "little")))


def is_joinable(packed: bytes) -> bool:
    """Say whether this was packed by `pack`, not by an older version."""
    return packed[:2] == START[:2]


def _shifted(crc: int, n: int) -> int:
    """Give the CRC-32 of a text as it counts after n more bytes: times x^(8n), modulo the polynomial."""
    power, factor = ONE, X_TO_THE_8
    while n:
        if n & 1:
            power = _product(power, factor)
        factor = _product(factor, factor)
        n >>= 1
    return _product(power, crc)


def _product(a: int, b: int) -> int:
    """Multiply two polynomials of bits, modulo that of CRC-32."""
    product = 0
    for place in range(31, -1, -1):
        if a >> place & 1:
            product ^= b
        b = (b >> 1) ^ (CRC_POLYNOMIAL if b & 1 else 0)
    return product
