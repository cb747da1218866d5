"""Excel files from before 2007, as LinkedIn writes them for a page: read, or refused in one sentence."""

from __future__ import annotations

import struct
from datetime import datetime
from pathlib import Path

import pytest
from tests.exports.make_old_excel import FILEPASS, MANY, NUMBER, SHARED, compound, old_excel, record

from fieber.errors import UnreadableError
from fieber.readers import read_export
from fieber.readers._old_excel import read_old_book

PAGE = Path(__file__).parents[1] / "exports" / "linkedin" / "company_old_excel" / "company_content.xls"
GOOD = PAGE.read_bytes()
HEAD: list[str | float] = ["Post title", "Post link", "Created date", "Impressions", "Likes"]
SHEETS: dict[str, list[list[str | float]]] = {
    "All posts": [HEAD, ["x", "https://www.linkedin.com/feed/update/urn:li:activity:1", "6/1/2026", 9.0, 2.0]]
}
DAMAGED, BEYOND = "is cut off or damaged", "holds more than fieber reads"
LOCKED, SCATTERED = "is protected by a password; open it", "single cells far below or beside its table"


def patched(at: int, form: str, value: int) -> bytes:
    content = bytearray(GOOD)
    struct.pack_into(form, content, at, value)
    return bytes(content)


def in_sheet(more: bytes) -> bytes:
    return old_excel(SHEETS, in_sheets=more)


def entry(name: str) -> int:
    """Where the folder of the file tells of a stream."""
    return GOOD.index(name.encode("utf-16-le"))


LAST_TABLE = len(GOOD) - 512
REFUSED: dict[str, tuple[bytes, str]] = {
    "cut within the head": (GOOD[:40], DAMAGED),
    "cut after the head": (GOOD[:512], DAMAGED),
    "cut in half": (GOOD[: len(GOOD) // 2], DAMAGED),
    "cut before the end": (GOOD[:-600], DAMAGED),
    "sectors of no size": (patched(30, "<H", 0), DAMAGED),
    "a chain of sectors that is a ring": (patched(LAST_TABLE, "<I", 0), DAMAGED),
    "a folder that is somewhere else": (patched(48, "<I", 0), DAMAGED),
    "a stream beyond the end": (patched(entry("Workbook") + 116, "<I", 2**30), DAMAGED),
    "a stream of more bytes than there are disks": (patched(entry("Workbook") + 120, "<Q", 2**62), DAMAGED),
    "a sheet beyond the end": (patched(GOOD.index("All posts".encode("utf-16-le")) - 8, "<I", 2**31), DAMAGED),
    "a record that is too short": (in_sheet(record(0x06, b"abcd")), DAMAGED),
    "a cell beyond every sheet": (old_excel(SHEETS, far=(65535, 65535)), DAMAGED),
    "numbers beyond every sheet": (
        in_sheet(record(MANY, struct.pack("<HHHIH", 65535, 65535, 0, 0, 65535))),
        DAMAGED,
    ),
    "a cell in the last corner": (old_excel(SHEETS, far=(65535, 255)), SCATTERED),
    "a sheet of holes": (
        in_sheet(b"".join(record(NUMBER, struct.pack("<HHHd", row, 255, 0, 1.0)) for row in range(65536))),
        SCATTERED,
    ),
    "hundreds of sheets": (old_excel({f"sheet {number}": [["x"]] for number in range(200)}), BEYOND),
    "nine megabytes": (GOOD + bytes(9 * 2**20), BEYOND),
    "a password": (old_excel(SHEETS, in_book=record(FILEPASS, bytes(6))), LOCKED),
    "a password on an .xlsx": (compound({"EncryptionInfo": b"x", "EncryptedPackage": b"x" * 9000}), LOCKED),
    "a letter": (compound({"WordDocument": b"x" * 5000}), "is an office document without a table of posts"),
    "other sheets": (old_excel({"Costs": [["a", "b"], ["c", "d"]]}), "an old Excel file with sheets"),
    "no sheets": (old_excel({}), "an old Excel file with sheets"),
    "only a header": (old_excel({"All posts": [HEAD]}), "without posts or days"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_read_is_one_sentence(case: str, tmp_path: Path) -> None:
    """Damaged, locked, swollen or another thing: what is wrong, in both languages, and nothing of what is in it."""
    content, sentence = REFUSED[case]
    (tmp_path / "page.xls").write_bytes(content)

    with pytest.raises(UnreadableError, match=sentence) as refused:
        read_export([tmp_path / "page.xls"])

    for language in ("en", "de"):
        said = refused.value.in_language(language)
        assert said.startswith("page.xls ")
        assert "\n" not in said
        assert "linkedin.com" not in said


@pytest.mark.parametrize(
    "content",
    [
        old_excel(SHEETS, told=(2**32 - 1, 65535)),
        old_excel(SHEETS, in_book=record(SHARED, struct.pack("<II", 2**31, 2**31))),
        in_sheet(record(0xE5, struct.pack("<H", 65535))),
    ],
    ids=["rows and columns", "shared texts", "merged cells"],
)
def test_sizes_that_are_only_told_take_no_memory(content: bytes, tmp_path: Path) -> None:
    """A file that says it has billions of cells is read as the one post that it has."""
    (tmp_path / "page.xls").write_bytes(content)

    posts = read_export([tmp_path / "page.xls"]).posts

    assert posts.select("post_id", "impressions", "likes").rows() == [("1", 9, 2)]


def test_cells_are_as_in_new_files() -> None:
    """Whole numbers have no point, moments are written out, errors and yes are nothing; short rows are filled up."""
    moment = datetime(2026, 6, 29, 18, 30)  # noqa: DTZ001 - cells have no zone
    error = record(0x205, struct.pack("<HHHBB", 1, 0, 0, 7, 1))
    content = old_excel({"One": [["a", 12.0, 0.25, moment, None, ""], ["", "b"]]}, in_sheets=error)

    book = read_old_book(content, where="page.xls")

    assert book == {"One": [("a", "12", "0.25", "2026-06-29 18:30:00", None, None), (None, "b", *[None] * 4)]}


def test_the_same_cells_told_again_and_again_are_refused() -> None:
    """Sheets that all lie at the same place are as many as their bytes allow, and no more."""
    rows = [[float(column) for column in range(40)] for _ in range(40)]
    content = bytearray(old_excel({f"{number:02}": [] if number else rows for number in range(60)}))
    place = content.index(struct.pack("<HH", 0x85, 12)) + 4
    for number in range(60):
        content[place + 16 * number : place + 16 * number + 4] = content[place : place + 4]

    with pytest.raises(UnreadableError, match=BEYOND):
        read_old_book(bytes(content), where="page.xls")
