"""The way in: bad input, mistakes, several files at once."""

from __future__ import annotations

import json
import shutil
import struct
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import pytest

from fieber import plugins
from fieber.errors import AmbiguousExportError, UnknownExportError, UnreadableError, UsageError
from fieber.model.reading import Fault, Reading
from fieber.readers import claimants, is_general, read_export
from fieber.readers._archive import Archive, open_input
from fieber.readers.tidy import READER as TIDY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieber.readers._protocol import Input


def write(path: Path, content: bytes | str) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def faults(reading: Reading) -> set[tuple[str | None, str, int]]:
    return {(fault.field, fault.kind, fault.count) for fault in reading.faults}


HEAD = "posted_at,likes\n"

UNREADABLE: dict[str, tuple[str, bytes | str, str]] = {
    "empty file": ("posts.csv", b"", "is empty"),
    "only white space": ("posts.csv", b"\xef\xbb\xbf \r\n\r\n", "is empty"),
    "header only": ("posts.csv", HEAD, "holds only a header and no rows"),
    "header only, JSON": ("posts.json", "[]", "no reader knows posts.json"),
    "PDF": ("posts.csv", b"%PDF-1.7\n1 0 obj", "is a PDF"),
    "screenshot": ("posts.png", b"\x89PNG\r\n\x1a\n" + bytes(40), "is a picture"),
    "HTML named JSON": (
        "posts.json",
        "<!DOCTYPE html><html><body>Log in</body>",
        "is an HTML page, although it is called .json",
    ),
    "truncated JSON": ("posts.json", '[{"posted_at": "2026-06-01", "likes": 3}, {"posted', "is cut off or damaged"),
    "truncated gzip": ("posts.csv.gz", b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff\x2b", "is cut off or damaged"),
    "truncated ZIP": ("export.zip", b"PK\x03\x04" + bytes(60), "is cut off or damaged"),
    "old Excel": ("posts.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "is cut off or damaged"),
    "RAR": ("export.rar", b"Rar!\x1a\x07\x00", "is a RAR archive"),
    "damaged Parquet": ("posts.parquet", b"PAR1" + bytes(100), "is cut off or damaged"),
    "no date column": (
        "posts.csv",
        "when exactly,likes\nJune,3\nJuly,4\n",
        "no column with dates (its columns: when exactly, likes)",
    ),
    "no metric": ("posts.csv", "posted_at,mood\n2026-06-01,good\n2026-06-02,fine\n", "no column with likes"),
    "no header": ("posts.csv", "2026-06-01,300\n2026-06-02,310\n", "has no header"),
    "no readable date": ("posts.csv", HEAD + "soon,3\nlater,4\n", "no row of posts.csv has a date that can be read"),
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_unreadable_input_is_one_sentence(case: str, tmp_path: Path) -> None:
    """What cannot be read ends in one sentence that names the file and what is wrong with it."""
    name, content, sentence = UNREADABLE[case]
    path = write(tmp_path / name, content)

    with pytest.raises(UnreadableError) as caught:
        read_export([path])

    assert sentence in str(caught.value)
    assert name in str(caught.value)
    assert "\n" not in str(caught.value)
    assert str(tmp_path) not in str(caught.value)


def test_html_named_json_says_what_to_do(tmp_path: Path) -> None:
    """A login page that was saved as .json is told from JSON."""
    path = write(tmp_path / "followers.json", "\n<html><head><title>Login</title></head></html>")

    with pytest.raises(UnreadableError, match="log in and download the export itself"):
        read_export([path])


def test_missing_path_is_wrong_use(tmp_path: Path) -> None:
    """A path that does not exist is the caller's mistake, not the export's."""
    with pytest.raises(UsageError, match=r"there is no file nothing\.csv"):
        read_export([tmp_path / "nothing.csv"])


def test_no_path_is_wrong_use() -> None:
    """Nothing given is the caller's mistake."""
    with pytest.raises(UsageError, match="no file given"):
        read_export([])


def test_unknown_file_lists_all_readers(tmp_path: Path) -> None:
    """What nobody knows is named, with all that is known, by the names that people know, and with tables."""
    path = write(tmp_path / "letter.txt", "Dear all\nthis is a letter, not a table\nYours\n")

    with pytest.raises(UnknownExportError) as caught:
        read_export([path])

    readers = [one for one in plugins.discover("readers", "READER").values() if not is_general(one)]
    for lang in ("en", "de"):
        told = caught.value.german if lang == "de" else caught.value.english
        for name in ("letter.txt", *(one.guide.title.in_language(lang) for one in readers)):
            assert name in told
        assert ("Tabellen" if lang == "de" else "tables") in told


def test_unknown_folder_names_a_few_places_but_no_person(tmp_path: Path) -> None:
    """Of an unknown folder only two levels are named: deeper ones bear people's names."""
    deep = tmp_path / "export" / "messages" / "inbox" / "anna_secret_123"
    deep.mkdir(parents=True)
    write(deep / "message_1.bin", b"\x01\x02\x03")

    with pytest.raises(UnknownExportError) as caught:
        read_export([tmp_path / "export"])

    assert "messages/inbox/…" in str(caught.value)
    assert "anna" not in str(caught.value)


def test_facebook_export_is_told_from_instagram(tmp_path: Path) -> None:
    """A Facebook export is called that."""
    folder = tmp_path / "facebook" / "your_facebook_activity" / "posts"
    folder.mkdir(parents=True)
    write(folder / "your_posts_1.json", '[{"timestamp": 1782756000, "likes": 3}]')

    with pytest.raises(UnreadableError, match="is a Facebook export, not one from Instagram"):
        read_export([tmp_path / "facebook"])


def test_password_protected_zip(tmp_path: Path) -> None:
    """A ZIP with encrypted entries is called protected."""
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("posts.csv", HEAD + "2026-06-01,3\n")
    content = bytearray(path.read_bytes())
    directory = content.index(b"PK\x01\x02")
    content[6] |= 1
    content[directory + 8] |= 1
    write(path, bytes(content))

    with pytest.raises(UnreadableError, match="protected by a password"):
        read_export([path])


def test_zip_bomb_stays_closed(tmp_path: Path) -> None:
    """An entry that would swell a thousand times is refused."""
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("posts.csv", b"0" * (8 * 2**20))

    with pytest.raises(UnreadableError, match="would swell to more than 250 times"):
        read_export([path])


@pytest.mark.parametrize(
    "name", ["../posts.csv", "/etc/posts.csv", "a/../../posts.csv", "..\\posts.csv", "C:\\posts.csv"]
)
def test_path_escape_is_refused(name: str, tmp_path: Path) -> None:
    """A name that leads out of the archive makes the whole archive unreadable."""
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, HEAD + "2026-06-01,3\n")

    with pytest.raises(UnreadableError, match="leads out of the archive"):
        read_export([path])


def test_link_in_zip_is_refused(tmp_path: Path) -> None:
    """A symbolic link inside a ZIP is refused like any way out."""
    path = tmp_path / "export.zip"
    link = zipfile.ZipInfo("posts.csv")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(link, "/etc/passwd")

    with pytest.raises(UnreadableError, match="leads out of the archive"):
        read_export([path])


def test_lying_zip_size_is_refused(tmp_path: Path) -> None:
    """An entry whose declared size is wrong is damaged, however large it really is."""
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("posts.csv", HEAD + "2026-06-01,3\n" * 1000)
    content = bytearray(path.read_bytes())
    directory = content.index(b"PK\x01\x02")
    content[directory + 24 : directory + 28] = struct.pack("<I", 40)
    write(path, bytes(content))

    with pytest.raises(UnreadableError, match="is cut off or damaged"):
        read_export([path])


def test_poor_input_is_read_and_counted(tmp_path: Path) -> None:
    """Duplicates, negatives, future dates and mixed zones are kept or counted, never an error."""
    rows = (
        "posted_at,likes,comments,measured_at\n"
        "2026-06-01T10:00:00+02:00,5,1,2026-07-01T00:00:00Z\n"
        "2026-06-01T10:00:00-05:00,6,-2,2026-07-01T00:00:00Z\n"
        "2026-06-01T10:00:00-05:00,6,-2,2026-07-01T00:00:00Z\n"
        "2031-01-01T10:00:00Z,7,0,2026-07-01T00:00:00Z\n"
    )

    reading = read_export([write(tmp_path / "anna.csv", rows)])

    assert reading.posts["posted_at"].to_list() == [
        datetime(2026, 6, 1, 8, tzinfo=UTC),
        datetime(2026, 6, 1, 15, tzinfo=UTC),
        datetime(2031, 1, 1, 10, tzinfo=UTC),
    ]
    assert reading.posts["comments"].to_list() == [1, None, 0]
    assert faults(reading) == {
        (None, "duplicate_rows_dropped", 1),
        ("comments", "negative_count", 1),
        ("posted_at", "future_date", 1),
    }
    assert reading.rows_read == 4


def test_account_is_column_then_argument_then_file_name(tmp_path: Path) -> None:
    """A column names the account, else the argument, else the file."""
    bare = write(tmp_path / "anna.csv", HEAD + "2026-06-01,3\n")
    named = write(tmp_path / "b.csv", "account,posted_at,likes\nberta,2026-06-01,4\n")

    assert read_export([named], account="clara").posts["account"].to_list() == ["berta"]
    assert read_export([bare], account="clara").posts["account"].to_list() == ["clara"]
    assert read_export([bare]).posts["account"].to_list() == ["anna"]
    assert read_export([bare, named]).posts["account"].to_list() == ["berta", "berta"]


def test_several_files_become_one_reading(tmp_path: Path) -> None:
    """The same row in two files counts once, of two readings without a date the later export's counts."""
    june = write(tmp_path / "june.csv", "account,posted_at,likes,id\na,2026-06-01,3,X1\na,2026-06-02,4,X2\n")
    july = write(
        tmp_path / "july.csv", "account,posted_at,likes,id\na,2026-06-02,4,X2\na,2026-06-01,5,X1\na,2026-07-01,9,X3\n"
    )

    reading = read_export([july, june])

    assert reading.posts.select("post_id", "likes").rows() == [("X1", 5), ("X2", 4), ("X3", 9)]
    assert faults(reading) == {(None, "duplicate_rows_dropped", 1), (None, "older_reading_dropped", 1)}
    assert reading.rows_read == 5


def test_strange_file_in_a_folder_is_reported(tmp_path: Path) -> None:
    """A folder of tables is read; what nobody knows in it is listed as an unknown path."""
    write(tmp_path / "posts.csv", "account,posted_at,likes\na,2026-06-01,3\n")
    write(tmp_path / "readme.txt", "Nothing to see here\n")
    write(tmp_path / "prices.csv", "product,price\ncup,3\nplate,4\n")

    reading = read_export([tmp_path])

    assert reading.posts.height == 1
    assert set(reading.unknown_paths) == {"readme.txt", "prices.csv"}


def test_strange_file_given_by_name_is_an_error(tmp_path: Path) -> None:
    """A file that the person named is never passed over in silence."""
    posts = write(tmp_path / "posts.csv", "account,posted_at,likes\na,2026-06-01,3\n")
    notes = write(tmp_path / "notes.txt", "Nothing to see here\n")

    with pytest.raises(UnknownExportError, match=r"notes\.txt"):
        read_export([posts, notes])


def test_part_without_known_files_joins_the_whole(tmp_path: Path) -> None:
    """A part that holds only pictures is no stranger: it joins the one export it was given with."""
    source = Path(__file__).parent.parent / "exports" / "instagram" / "json_personal" / "export"
    pictures = tmp_path / "second.zip"
    with zipfile.ZipFile(pictures, "w") as archive:
        archive.writestr("media/posts/202603/1.jpg", b"x")

    alone, together = read_export([source]), read_export([source, pictures])

    assert together.posts.equals(alone.posts)
    with pytest.raises(
        UnreadableError, match=r"1\.jpg in second\.zip is a picture or a film; fieber never opens those"
    ):
        read_export([pictures])


def test_empty_folder_and_empty_zip(tmp_path: Path) -> None:
    """A folder or ZIP without files is empty."""
    (tmp_path / "nothing").mkdir()
    with zipfile.ZipFile(tmp_path / "nothing.zip", "w"):
        pass

    for name in ("nothing", "nothing.zip"):
        with pytest.raises(UnreadableError, match=r"is empty; download the export again"):
            read_export([tmp_path / name])


def workbook(path: Path, sheet: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
    return path


def test_excel_bomb_and_damaged_excel(tmp_path: Path) -> None:
    """An Excel file that would swell is refused before it is opened; one that is no workbook inside is damaged."""
    with pytest.raises(UnreadableError, match=r"^bomb\.xlsx would swell"):
        read_export([workbook(tmp_path / "bomb.xlsx", bytes(8 * 2**20))])
    with pytest.raises(UnreadableError, match=r"^broken\.xlsx is cut off or damaged"):
        read_export([workbook(tmp_path / "broken.xlsx", b"<worksheet>")])


def test_empty_column_in_excel_is_silent(caplog: pytest.LogCaptureFixture) -> None:
    """A column with a name and nothing in it is read without a word on stderr."""
    reading = read_export([Path(__file__).parent.parent / "exports" / "tidy" / "excel" / "posts.xlsx"])

    assert "Notiz" in reading.sources[0].unmatched
    assert caplog.records == []


def test_office_document_without_a_table(tmp_path: Path) -> None:
    """A letter is told from a workbook."""
    path = tmp_path / "letter.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")

    with pytest.raises(UnreadableError, match=r"letter\.docx is an office document without a table"):
        read_export([path])


def test_only_strange_tables_in_a_folder(tmp_path: Path) -> None:
    """If no table in a folder can be read, the first one's sentence is given."""
    write(tmp_path / "prices.csv", "product,price\ncup,3\nplate,4\n")

    with pytest.raises(UnreadableError, match=r"prices\.csv has no column with dates"):
        read_export([tmp_path])


class Greedy:
    """A reader that claims everything."""

    is_general = False
    guide = TIDY.guide

    def __init__(self, name: str) -> None:
        self.name = name

    def claims(self, source: Input) -> bool:
        """Claim whatever has a file in it."""
        return bool(source.paths())

    def read(self, source: Input, *, account: str | None, columns: Mapping[str, str] | None) -> Reading:
        """Give a reading that says who read it, and with what."""
        return Reading(faults=(Fault(source.name, account, self.name, len(columns or {})),))


def test_special_reader_goes_before_the_general_one(tmp_path: Path) -> None:
    """The general reader is not even asked where a special one claims the input."""
    path = write(tmp_path / "posts.csv", HEAD + "2026-06-01,3\n")
    special = Greedy("special")

    with open_input([path]) as source:
        assert claimants(source, [TIDY, special]) == [special]
        assert claimants(source, [TIDY]) == [TIDY]


def test_two_claims_name_both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two readers that claim the same input are both named, and nothing is read."""
    path = write(tmp_path / "posts.csv", HEAD + "2026-06-01,3\n")
    twins = {name: Greedy(name) for name in ("first", "second")}
    monkeypatch.setattr(plugins, "discover", lambda *_: twins)

    with pytest.raises(AmbiguousExportError, match=r"posts\.csv is claimed by first and second"):
        read_export([path])


def test_importing_readers_does_not_import_excel() -> None:
    """The Excel library is loaded only when an Excel file is read."""
    code = "import sys, fieber.readers; print('fastexcel' in sys.modules, 'pyarrow' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.split() == ["False", "False"]


def test_excel_without_the_extra_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the optional library an Excel file ends in the sentence that names the extra."""
    sheet = Path(__file__).parent.parent / "exports" / "tidy" / "excel" / "posts.xlsx"
    monkeypatch.setitem(sys.modules, "fastexcel", None)

    with pytest.raises(UnreadableError, match=r"pip install 'fieber\[excel\]', or save it as CSV"):
        read_export([sheet])


def _tiktok(folder: Path, name: str) -> Path:
    folder.mkdir(parents=True)
    videos = [
        {"Date": "2026-06-29 18:00:00", "Link": "https://www.tiktok.com/@a/video/7400000000000000001", "Likes": "4"}
    ]
    profile = {"Profile Info": {"ProfileMap": {"userName": name}}}
    document = {"Post": {"Posts": {"VideoList": videos}}, "Profile And Settings": profile}
    (folder / "user_data_tiktok.json").write_text(json.dumps(document))
    return folder


def _x(folder: Path, name: str) -> Path:
    (folder / "data").mkdir(parents=True)
    tweet = {"id_str": "1900000000000000001", "created_at": "Mon Jun 29 18:00:00 +0000 2026", "full_text": "x"}
    tweet |= {"favorite_count": "12", "retweet_count": "3"}
    (folder / "data" / "tweets.js").write_text(f"window.YTD.tweets.part0 = {json.dumps([{'tweet': tweet}])}")
    account = json.dumps([{"account": {"username": name, "accountId": "1"}}])
    (folder / "data" / "account.js").write_text(f"window.YTD.account.part0 = {account}")
    return folder


def test_folder_of_several_platforms(tmp_path: Path) -> None:
    """Exports of several platforms side by side in one folder are read one by one."""
    _tiktok(tmp_path / "all" / "tt", "anna")
    _x(tmp_path / "all" / "tw", "bert")

    reading = read_export([tmp_path / "all"])

    assert sorted(reading.posts.select("account", "platform", "likes").rows()) == [
        ("anna", "tiktok", 4),
        ("bert", "twitter", 12),
    ]
    assert {source.reader for source in reading.sources} == {"tiktok", "twitter"}


@pytest.mark.parametrize("place", ["contacts", "messages/inbox", "tt/Direct Messages"])
def test_letters_beside_several_exports_stay_closed(
    tmp_path: Path, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Looking into each folder by itself opens nothing of a folder of letters or contacts."""
    _tiktok(tmp_path / "all" / "tt", "anna")
    _x(tmp_path / "all" / "tw", "bert")
    (tmp_path / "all" / place).mkdir(parents=True)
    (tmp_path / "all" / place / "list.csv").write_text("account,platform,date,likes\nanna_secret,x,2026-06-29,7\n")
    opened: list[str] = []
    for name in ("head", "read"):
        real = getattr(Archive, name)

        def spied(archive: Archive, path: PurePosixPath, *size: int, real: Any = real) -> bytes:
            opened.append(path.name)
            content: bytes = real(archive, path, *size)
            return content

        monkeypatch.setattr(Archive, name, spied)

    reading = read_export([tmp_path / "all"])

    assert sorted(reading.posts["account"].to_list()) == ["anna", "bert"]
    assert "tweets.js" in opened
    assert "list.csv" not in opened


def test_two_platforms_unpacked_into_one_folder(tmp_path: Path) -> None:
    """Exports unpacked into the same folder, itself within another, are told apart too."""
    _x(_tiktok(tmp_path / "outer" / "mixed", "anna"), "bert")

    posts = read_export([tmp_path / "outer"]).posts

    assert sorted(posts.select("account", "likes").rows()) == [("anna", 4), ("bert", 12)]


def test_folder_with_the_zips_of_one_export(tmp_path: Path) -> None:
    """The ZIPs in a folder are read as if they had been named, with the files beside them."""
    place = tmp_path / "downloads"
    place.mkdir()
    for number, made in enumerate((_tiktok(tmp_path / "tt", "anna"), _x(tmp_path / "tw", "bert"))):
        shutil.make_archive(str(place / f"export{number}"), "zip", made)
    (place / "posts.csv").write_text("account,platform,date,likes\ncy,instagram,2026-06-29,7\n")

    posts = read_export([place]).posts

    assert sorted(posts.select("account", "likes").rows()) == [("anna", 4), ("bert", 12), ("cy", 7)]


def test_a_file_without_counts_does_not_hide_those_of_another(tmp_path: Path) -> None:
    """Of a post that one file counts and a later one only lists, the counts stay; a post only listed stays too."""
    counted, listed = tmp_path / "counted.csv", tmp_path / "listed.csv"
    counted.write_text("account,post_id,date,likes,measured_at\na,p1,2026-06-01,7,2026-07-01\n")
    listed.write_text(
        "account,post_id,date,likes,views,measured_at\na,p1,2026-06-01,,,2026-07-02\na,p2,2026-06-02,,,2026-07-02\n"
    )

    reading = read_export([counted, listed])

    assert reading.posts.select("post_id", "likes").rows() == [("p1", 7), ("p2", None)]
    assert reading.rows_read == reading.posts.height + sum(
        fault.count for fault in reading.faults if fault.kind.endswith("_dropped")
    )


def test_two_archives_of_ours_side_by_side_are_one(tmp_path: Path) -> None:
    """A copy of the folder that `fieber record` keeps, beside the folder itself, changes nothing and is counted."""
    kept = Path(__file__).parents[1] / "exports" / "fieber_archive" / "two_readings"
    for name in ("archive", "copy of archive"):
        shutil.copytree(kept, tmp_path / name, ignore=shutil.ignore_patterns("reading.json"))

    alone, both = read_export([tmp_path / "archive"]), read_export([tmp_path])

    assert both.posts.equals(alone.posts)
    assert both.rows_read == 2 * alone.rows_read
