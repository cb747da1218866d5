"""Excel files from before 2007 gone wrong: their records, and the table that says where in the file they lie."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from hypothesis import strategies as st

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

MAGIC = b"\xd0\xcf\x11\xe0"
SECTOR = 512
BEGIN = b"\x09\x08"  # the record with which a stream of records begins
# ids: cells of all kinds, rows, shared texts, sheets, formulas, formats, passwords, continuations, ends
IDS = (
    *(0x06, 0x0A, 0x22, 0x2F, 0x31, 0x3C, 0x42, 0x7E, 0x85, 0xBD, 0xBE, 0xD6, 0xE0, 0xFC, 0xFD, 0x0200, 0x0201),
    *(0x0203, 0x0204, 0x0205, 0x0207, 0x0208, 0x0221, 0x041E, 0x0809),
)
FIELDS = (0, 1, 2, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFE, 0xFFFFFFFF)


def broken(draw: DrawFn, content: bytes) -> bytes:
    """Break one record of an old Excel file, or a field of the tables around them; its size stays."""
    records = _records(content)
    if not records or draw(st.integers(0, 3)) == 0:
        at = 4 * draw(st.integers(0, len(content) // 4 - 1))
        return content[:at] + struct.pack("<I", draw(st.sampled_from(FIELDS))) + content[at + 4 :]
    begin, end = records[0][0], records[-1][1]
    start, stop = draw(st.sampled_from(records))
    one, before, after = content[start:stop], content[begin:start], content[stop:end]
    match draw(st.sampled_from(("data", "data", "id", "length", "lose", "double", "swap"))):
        case "data" if len(one) > 4:
            at = draw(st.integers(4, len(one) - 1))
            new = draw(st.binary(min_size=1, max_size=8))
            changed = before + (one[:at] + new + one[at + len(new) :])[: len(one)] + after
        case "length":
            changed = before + one[:2] + struct.pack("<H", draw(st.sampled_from(FIELDS[:5]))) + one[4:] + after
        case "lose":
            changed = before + after
        case "double":
            changed = before + one + one + after
        case "swap":
            changed = after + one + before
        case _:
            changed = before + struct.pack("<H", draw(st.sampled_from(IDS))) + one[2:] + after
    size = end - begin  # the tables outside know how many bytes there are
    return content[:begin] + changed[:size].ljust(size, b"\0") + content[end:]


def _records(content: bytes) -> list[tuple[int, int]]:
    """Give where each record of the first stream of records begins and ends."""
    at = next(
        (place for place in range(SECTOR, len(content), SECTOR) if content.startswith(BEGIN, place)), len(content)
    )
    found = []
    while at + 4 <= len(content) and content[at : at + 2] != b"\0\0":
        stop = at + 4 + struct.unpack_from("<H", content, at + 2)[0]
        if stop > len(content):
            break
        found.append((at, stop))
        at = stop
    return found
