"""Tables gone wrong: holes, rows of unequal width, code pages, cells far out; none of it costs much time or memory."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import zipfile
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest

from fieber.errors import UnreadableError
from fieber.readers import read_export

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "posted_at,likes,comments,shares,saves,views,reach,follows,followers,impressions,url,topic,paid\n"
ROW = "2026-06-01,3,1,1,1,90,80,0,500,100,,,no\n"
MEASURE = """
import resource, sys
from pathlib import Path
from fieber.readers import read_export
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
posts = read_export([Path(sys.argv[1])]).posts
print(posts.height, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def sheet(path: Path, *cells: tuple[str, str]) -> Path:
    """Write a workbook of texts, each at its place."""
    pl.DataFrame({"posted_at": ["2026-06-01", "2026-06-02"], "likes": [3, 4]}).write_excel(path)
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    name = next(name for name in parts if "worksheets/" in name and name.endswith(".xml"))
    far = "".join(f'<row r="{row}"><c r="{column}{row}" t="str"><v>x</v></c></row>' for column, row in cells)
    parts[name] = parts[name].replace(b"</sheetData>", far.encode() + b"</sheetData>")
    with zipfile.ZipFile(path, "w") as book:
        for part, content in parts.items():
            book.writestr(part, content)
    return path


def repeated(path: Path, letters: int, cells: int, cell: str = '<c r="C{row}" t="s"><v>{text}</v></c>') -> Path:
    """Write a workbook in which so many cells share the one text of so many letters."""
    random = np.random.default_rng(1)
    long = random.integers(97, 123, letters).astype(np.uint8).tobytes().decode()
    pl.DataFrame({"posted_at": ["2026-06-01"], "likes": [3], "url": [long]}).write_excel(path, table_style=None)
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    texts = parts["xl/sharedStrings.xml"].split(b"<si>")
    number = next(at for at, text in enumerate(texts[1:]) if long.encode() in text)
    name = next(name for name in parts if "worksheets/" in name and name.endswith(".xml"))
    more = "".join(f'<row r="{row}">{cell.format(row=row, text=number)}</row>' for row in range(3, cells + 3))
    parts[name] = parts[name].replace(b"</sheetData>", more.encode() + b"</sheetData>")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for part, content in parts.items():
            book.writestr(part, content)
    return path


@pytest.mark.parametrize(
    "cell", ['<c r="C{row}" t="s"><v>{text}</v></c>', "<x:c t = 's'><x:v xml:space=''>{text}</x:v></x:c>"]
)
def test_a_long_text_in_many_cells_is_refused(tmp_path: Path, cell: str) -> None:
    """A workbook of some kilobytes whose cells share one text comes to gigabytes when it is opened; it stays closed."""
    with pytest.raises(UnreadableError, match=r"^long\.xlsx has a long text in very many cells"):
        read_export([repeated(tmp_path / "long.xlsx", 30_000, 20_000, cell)])

    assert read_export([repeated(tmp_path / "short.xlsx", 300, 200)]).posts.height == 1


def test_millions_of_blank_lines_take_little_memory(tmp_path: Path) -> None:
    """Ten megabytes of blank lines between two rows of thirteen columns are passed over in less than 300 MB."""
    path = tmp_path / "posts.csv"
    path.write_text(HEADER + ROW + "\n" * (10 * 2**20) + ROW.replace("06-01", "06-02"), encoding="utf-8")

    told = subprocess.run([sys.executable, "-c", MEASURE, str(path)], check=True, capture_output=True, text=True).stdout

    n_posts, megabytes = map(int, told.split())
    assert n_posts == 2
    assert megabytes < 300


def test_rows_of_unequal_width_are_filled_up_and_counted(tmp_path: Path) -> None:
    """Short rows lack their last values, long ones lose what is beyond the header, blank ones are none."""
    path = tmp_path / "posts.csv"
    full = "".join(f"2026-07-{day:02},{day},z\n" for day in range(1, 21))
    odd = '2026-06-01,3\n\n2026-06-02,4,"a\n\nb",5\n,,\n2026-06-03,6,c\n'
    path.write_text(f"posted_at,likes,topic\n{full}{odd}", encoding="utf-8")

    reading = read_export([path])

    assert reading.posts.head(3).select("likes", "topic").rows() == [(3, None), (4, "a\n\nb"), (6, "c")]
    assert [(fault.kind, fault.count) for fault in reading.faults] == [("ragged_rows", 2)]
    assert reading.rows_read == 23


def test_a_table_of_holes_is_refused(tmp_path: Path) -> None:
    """A million rows with one letter each under thirteen columns are no table of posts, and cost no memory."""
    path = tmp_path / "posts.csv"
    path.write_text(HEADER + ROW * 60 + "x\n" * 1_000_000, encoding="utf-8")

    with pytest.raises(UnreadableError, match="nearly all fields"):
        read_export([path])


@pytest.mark.parametrize("form", ["lines", "array"])
def test_a_name_of_its_own_for_each_value_is_no_table(form: str, tmp_path: Path) -> None:
    """Records that share no names would make a column each: refused at once, not after hours."""
    records = [json.dumps({"posted_at": "2026-06-01", f"likes {number}": number}) for number in range(60_000)]
    path = tmp_path / "posts.json"
    path.write_text("\n".join(records) if form == "lines" else f"[{','.join(records)}]", encoding="utf-8")

    begun = time.process_time()
    with pytest.raises(UnreadableError, match="nearly all fields"):
        read_export([path])
    assert time.process_time() - begun < 5


def test_broken_and_empty_json_lines_are_counted_and_passed_over(tmp_path: Path) -> None:
    """Among thousands of lines the broken one is counted, empty records are none, and the others are all read."""
    lines = [
        json.dumps({"posted_at": f"2026-06-01T00:{number // 60:02}:{number % 60:02}Z", "likes": number})
        for number in range(3000)
    ]
    lines[1500] = '{"posted_at": "2026-06-01'
    path = tmp_path / "posts.jsonl"
    path.write_text("\n{}\n\n".join(lines), encoding="utf-8")

    reading = read_export([path])

    assert reading.posts["likes"].to_list() == [number for number in range(3000) if number != 1500]
    assert [(fault.kind, fault.count) for fault in reading.faults] == [("unreadable_row_dropped", 1)]


def test_half_a_letter_is_read_as_a_question_mark(tmp_path: Path) -> None:
    """JSON can name half of a letter, which no text can hold; the row is read all the same."""
    path = tmp_path / "posts.json"
    path.write_text(r'[{"posted_at": "2026-06-01", "likes": 3, "topic": "a\ud800", "b\udc00": 1}]', encoding="utf-8")

    assert read_export([path]).posts.select("likes", "topic").rows() == [(3, "a?")]


def test_days_that_come_a_hundred_thousand_times_take_little_time(tmp_path: Path) -> None:
    """A table of days swollen to ten megabytes is read within five seconds of work."""
    path = tmp_path / "Gesamtwerte.csv"
    path.write_text("Datum,Aufrufe\n" + "2026-06-04,900\n2026-06-05,400\n\n" * 330_000, encoding="utf-8")

    begun = time.process_time()
    days = read_export([path]).days

    assert days["views"].to_list() == [900, 400]
    assert time.process_time() - begun < 5


def test_a_column_that_begins_late_keeps_its_rows(tmp_path: Path) -> None:
    """Where saves are counted from the third record on, they stand at the third and the fifth."""
    records = [{"posted_at": f"2026-06-0{day}", "likes": day} for day in range(1, 6)]
    records[2]["saves"] = 7
    records[4]["saves"] = 9
    path = tmp_path / "posts.json"
    path.write_text(json.dumps(records), encoding="utf-8")

    assert read_export([path]).posts["saves"].to_list() == [None, None, 7, None, 9]


@pytest.mark.parametrize("encoding", ["mac-roman", "cp1252", "utf-16-be", "utf-16-le", "utf-8-sig"])
def test_german_headings_in_every_encoding(encoding: str, tmp_path: Path) -> None:
    """„Gefällt mir“ and „Veröffentlicht am“ are found in what Macs, Windows and databases write, without a mark too."""
    path = tmp_path / "beiträge.csv"
    text = "Veröffentlicht am;Anzahl Gefällt mir;Thema\n01.06.2026 18:00;3;Frühstück\n02.06.2026 18:00;4;Straße\n"
    path.write_bytes(text.encode(encoding))

    posts = read_export([path]).posts

    assert posts["likes"].to_list() == [3, 4]
    assert posts["topic"].to_list() == ["Frühstück", "Straße"]


def test_a_cell_far_below_the_table_is_refused(tmp_path: Path) -> None:
    """One cell in the last corner of a sheet would take 500 GB; the sentence says which rows to delete."""
    with pytest.raises(UnreadableError, match="far below or beside"):
        read_export([sheet(tmp_path / "far.xlsx", ("XFD", "1048576"))])

    assert read_export([sheet(tmp_path / "near.xlsx", ("C", "40"))]).posts["likes"].to_list() == [3, 4]


def test_a_platforms_table_is_known_however_deep_it_lies(tmp_path: Path) -> None:
    """A table of TikTok Studio that lies in folders of a ZIP in a ZIP is read as one that was given by itself."""
    text = "Video title,Video link,Post time,Total likes\na,https://www.tiktok.com/@b/video/7300000000000000001,2026-06-01,5\n"
    inner = tmp_path / "inner.zip"
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("a/b/Content.csv", text)
    outer = tmp_path / "outer.zip"
    with zipfile.ZipFile(outer, "w") as archive:
        archive.write(inner, "inner.zip")

    assert read_export([outer]).posts["likes"].to_list() == [5]
