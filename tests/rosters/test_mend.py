"""A quote where none belongs: the row that has it is kept or told, and no other is touched."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import polars as pl
import pytest
from tests.rosters.many import many_posts

from fieber.engines._protocol import Posts
from fieber.engines._scan import scan
from fieber.rosters import _mend, roster

HEAD = "account,posted_at,likes,topic\n"
GOOD = 'a,2026-01-03,1,"said ""hi"", then\nleft"\n'


def read(folder: Path, *rows: str) -> tuple[list[tuple[str | None, ...]], set[tuple[str, str, int]]]:
    """Rows of a file as the engine gets them, and what was wrong."""
    path = folder / "posts.csv"
    path.write_bytes((HEAD + "".join(rows)).encode("utf-8"))
    posts, faults = _mend.mended(Posts((str(path),), "csv", tuple(HEAD.strip().split(","))), folder / "mended")
    return scan(posts).collect().rows(), {(fault.file, fault.kind, fault.count) for fault in faults}


@pytest.mark.parametrize(
    ("row", "account"),
    [
        ('b 5" x,2026-01-04,2,t\n', 'b 5" x'),
        ('b",2026-01-04,2,t\n', 'b"'),
        ('"b,2026-01-04,2,t\n', '"b'),
        ('"b" x,2026-01-04,2,t\n', "b x"),
        ('"b,2026-01-04,2,t\r\n', '"b'),
    ],
)
def test_a_stray_quote_stays_in_its_row(tmp_path: Path, row: str, account: str) -> None:
    """Within a cell, at its end, or never closed: the row is read and its line told, and its neighbours stay."""
    good = ("a", "2026-01-03", "1", 'said "hi", then\nleft')

    rows, faults = read(tmp_path, GOOD, row, GOOD)

    assert rows == [good, (account, "2026-01-04", "2", "t"), good]
    assert faults == {("posts.csv:4", "stray_quote", 1)}


def test_a_row_without_sense_is_left_out(tmp_path: Path) -> None:
    """A row that has not as many cells as the header whatever its quotes mean is told with its line, and dropped."""
    rows, faults = read(tmp_path, GOOD, '"b,2026-01-04,2\n', GOOD)

    assert len(rows) == 2
    assert faults == {("posts.csv:4", "unreadable_row_dropped", 1)}


def test_a_file_that_is_right_is_read_as_it_is(tmp_path: Path) -> None:
    """Quotes, line ends and short rows where they belong make no copy."""
    read(tmp_path, GOOD, "short,2026-01-04\n", '"",2026-01-04,"",\n', GOOD.rstrip("\n"))

    assert not (tmp_path / "mended").exists()


def test_an_old_code_page_is_read(tmp_path: Path) -> None:
    """Bytes that are no UTF-8 are letters of Windows, in their row; a mark at the beginning is none of a name."""
    path = tmp_path / "platform=x" / "posts.csv"
    path.parent.mkdir()
    path.write_bytes(b"\xef\xbb\xbf" + HEAD.encode() + "müsli,2026-01-03,1,ä\n".encode("cp1252"))

    posts, faults = _mend.mended(Posts((str(path),), "csv", ("account", "topic", "platform")), tmp_path / "mended")

    assert scan(posts).collect().rows() == [("müsli", "ä", "x")]
    assert faults == ()


@pytest.mark.parametrize("piece", [50, 2**22])
def test_good_rows_stay_whatever_lies_between_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, piece: int) -> None:
    """Of thousands of rows among strays, cut into pieces or not, each good one is read as it was written."""
    monkeypatch.setattr(_mend, "PIECE", piece)
    chance = random.Random(4)
    path, good = tmp_path / "posts.csv", []
    with path.open("w", newline="", encoding="utf-8") as file:
        file.write(HEAD)
        for number in range(3000):
            if chance.random() < 0.02:
                file.write(",".join(chance.choice(["a", '5" x', 'a"', '"q"z']) for _ in range(4)) + "\n")
            else:
                cells = [chance.choice(["7", "q, r", "x\ny", 'he "hi"', "ü", "7"]) for _ in range(3)]
                good.append((f"row {number}", *cells))
                csv.writer(file, lineterminator="\n").writerow(good[-1])

    posts, faults = _mend.mended(Posts((str(path),), "csv", tuple(HEAD.strip().split(","))), tmp_path / "mended")

    found = set(scan(posts).collect().rows())
    assert [row for row in good if row not in found] == []
    assert sum(fault.count for fault in faults) > 20


def test_a_roster_tells_the_row(tmp_path: Path) -> None:
    """One stray quote among the rows of a roster: all accounts are judged, and the line stands in what was wrong."""
    posts = many_posts(3, posts=40)
    posts.write_csv(tmp_path / "posts.csv")
    with (tmp_path / "posts.csv").open("a", encoding="utf-8") as file:
        file.write('13" fan,instagram,x,2026-08-01T00:00:00Z,photo,5,6,2026-09-01T00:00:00Z\n')

    found = roster(tmp_path / "posts.csv", tmp_path / "out", processes=1)

    assert found.accounts().select(pl.len()).collect().item() == 4
    assert {"file": "posts.csv:122", "field": None, "kind": "stray_quote", "count": 1} in found.state.faults
    assert [Path(name).name for name, *_ in found.state.inputs] == ["posts.csv"]
