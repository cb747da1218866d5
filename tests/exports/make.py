"""Writes the synthetic exports that are no plain text: Excel, Parquet, gzip, UTF-16, Windows code page.

Run it from the project's root: .venv/bin/python tests/exports/make.py. The text files beside it are written by hand;
the goldens are rewritten with FIEBER_GOLDEN=1 pytest tests/conformance/test_readers.py.
"""

from __future__ import annotations

import gzip
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from xml.sax.saxutils import escape

import polars as pl

HERE = Path(__file__).parent
ZIP_TIME = (2026, 1, 1, 0, 0, 0)  # the same bytes at every run
Cell = str | int | float

CONTENT_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
    '<Override PartName="/xl/styles.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>'
)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
# style 1 shows a number as a date, which is how Excel stores moments
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="22" applyNumberFormat="1"/></cellXfs></styleSheet>'
)
WORKBOOK = (
    f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets>'
    "</workbook>"
)


def write_workbook(path: Path, rows: list[list[Cell | datetime]]) -> None:
    """Write an .xlsx with one sheet; moments are stored as Excel does, in days since 1899-12-30."""
    parts = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": _relations("xl/workbook.xml", "officeDocument"),
        "xl/workbook.xml": WORKBOOK,
        "xl/_rels/workbook.xml.rels": _relations("worksheets/sheet1.xml", "worksheet", "styles.xml", "styles"),
        "xl/styles.xml": STYLES,
        "xl/worksheets/sheet1.xml": _sheet(rows),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, ZIP_TIME), text)


def _relations(*pairs: str) -> str:
    lines = [
        f'<Relationship Id="rId{index // 2 + 1}" Type="{RELATIONS}/{pairs[index + 1]}" Target="{pairs[index]}"/>'
        for index in range(0, len(pairs), 2)
    ]
    return f'<Relationships xmlns="{PACKAGE}">{"".join(lines)}</Relationships>'


def _sheet(rows: list[list[Cell | datetime]]) -> str:
    lines = "".join(f"<row>{''.join(_cell(cell) for cell in row)}</row>" for row in rows)
    return f'<worksheet xmlns="{MAIN}"><sheetData>{lines}</sheetData></worksheet>'


def _cell(cell: Cell | datetime) -> str:
    if isinstance(cell, datetime):
        days = (cell - datetime(1899, 12, 30, tzinfo=UTC)).total_seconds() / 86_400
        return f'<c s="1"><v>{days!r}</v></c>'
    if isinstance(cell, str):
        return f'<c t="inlineStr"><is><t>{escape(cell)}</t></is></c>'
    return f"<c><v>{cell}</v></c>"


def moment(day: int, hour: int) -> datetime:
    """Give a moment in June 2026."""
    return datetime(2026, 6, day, hour, tzinfo=UTC)


def fanpage_karma() -> None:
    """Twelve posts of one profile, two of partners; sums that must not be taken for likes."""
    header: list[Cell | datetime] = [
        *("Date", "Message", "Profile", "Network", "Reactions, Comments & Shares"),
        *("Likes per post", "Comments per post", "Message-ID", "Profile-ID", "Link"),
    ]
    rows: list[list[Cell | datetime]] = [header]
    folders = ("p", "reel", "tv")
    for number in range(24):
        profile = "Partner M" if number == 7 else "Studio M"
        link = f"https://www.instagram.com/{folders[number % 3]}/EAAAAAAAA{number:02d}/"
        rows.append(
            [
                *(moment(number + 1, 15), "secretcaption", profile, "INSTAGRAM", 510 + number),
                *(500 + number, 10, 17903765905648560 + number, 1199673595, link),
            ]
        )
    write_workbook(HERE / "fanpage_karma/collaboration/posts.xlsx", rows)


def tidy() -> None:
    """The same few posts as Excel, Parquet, JSON Lines with gzip, UTF-16 with tabs, and in the Windows code page."""
    rows: list[list[Cell | datetime]] = [["Profil", "Datum", "Typ", "Likes", "Kommentare", "Text", "Notiz"]]
    rows += [
        ["studio_n", moment(day, 18), "Foto", 400 + day, "--" if day == 3 else day, "secretcaption"]
        for day in (1, 2, 3)
    ]
    write_workbook(HERE / "tidy/excel/posts.xlsx", rows)
    posts = pl.DataFrame(
        {
            "account": ["studio_o", "studio_o"],
            "posted_at": pl.Series([moment(1, 10), moment(2, 10)]).dt.convert_time_zone("Europe/Berlin"),
            "likes": [410, None],
            "likes_hidden": [False, True],
            "kind": ["reel", "igtv"],
        }
    )
    (HERE / "tidy/parquet").mkdir(parents=True, exist_ok=True)
    posts.write_parquet(HERE / "tidy/parquet/posts.parquet")
    lines = [
        f'{{"user": "studio_p", "timestamp": {1780300800 + 86400 * day}, "likes": {400 + day}}}' for day in range(3)
    ]
    lines.insert(1, '{"user": "studio_p", "timesta')
    write(HERE / "tidy/json_lines/posts.jsonl.gz", gzip.compress("\n".join(lines).encode(), mtime=0))
    tabs = "account\tposted_at\tlikes\tNotiz\nstudio_q\t2026-06-01T10:00:00Z\t410\tsecretcaption\n"
    tabs += "studio_q\t2026-06-02\t395\t\n"
    write(HERE / "tidy/tabs_utf16/posts.txt", tabs.encode("utf-16"))
    german = "Veröffentlicht am;„Gefällt mir“-Angaben;Kommentare\n29.06.2026 18:00;1.250;3\n30.06.2026 18:00;980;4\n"
    write(HERE / "tidy/windows_code_page/studio_r.csv", german.encode("cp1252"))


def business_suite_daily() -> None:
    """Follows with a day left out, views with a day left out that must stay unknown, and the audience's cities."""
    follows = 'sep=,\n"Instagram follows"\n"Date","Primary"\n"2026-06-26T00:00:00","6"\n"2026-06-29T00:00:00","2"\n'
    views = 'sep=,\n"Views"\n"Date","Primary"\n"2026-06-26T00:00:00","410"\n"2026-06-28T00:00:00","402"\n'
    cities = 'sep=,\n"Top cities"\n"Berlin","Wien"\n"12.5","3.5"\n'
    for name, text in (("Follows.csv", follows), ("Views.csv", views), ("Audience.csv", cities)):
        write(HERE / "meta_business_suite/two_exports" / name, text.encode("utf-16"))


def write(path: Path, content: bytes) -> None:
    """Write bytes, making the folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


if __name__ == "__main__":
    fanpage_karma()
    tidy()
    business_suite_daily()
