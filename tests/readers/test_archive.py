"""The door to files, folders, ZIPs and parts."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from pathlib import Path, PurePosixPath
from typing import Literal

import pytest

from fieber.errors import UnreadableError
from fieber.readers import _archive
from fieber.readers._archive import open_input


def write_zip(path: Path, files: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path


def names(paths: tuple[PurePosixPath, ...]) -> list[str]:
    return [str(path) for path in paths]


def test_plain_file_is_on_disk(tmp_path: Path) -> None:
    """A plain file has its own name as inner path and can be scanned where it lies."""
    path = tmp_path / "posts.csv"
    path.write_text("a,b\n")

    with open_input([path]) as source:
        inner = source.paths()[0]
        assert source.name == "posts.csv"
        assert names(source.paths()) == ["posts.csv"]
        assert source.local_path(inner) == path
        assert source.head(inner, 2) == b"a,"
        assert source.read(inner) == b"a,b\n"
        assert source.size(inner) == 4


def test_gzip_loses_its_ending(tmp_path: Path) -> None:
    """A gzip file is the file inside it, and not on disk as such."""
    path = tmp_path / "posts.csv.gz"
    path.write_bytes(gzip.compress(b"a,b\n"))

    with open_input([path]) as source:
        inner = source.paths()[0]
        assert inner == PurePosixPath("posts.csv")
        assert source.local_path(inner) is None
        assert source.read(inner) == b"a,b\n"


def test_gzip_bomb_stays_closed(tmp_path: Path) -> None:
    """A gzip file that swells a thousand times is refused while it is read."""
    path = tmp_path / "posts.csv.gz"
    path.write_bytes(gzip.compress(bytes(16 * 2**20)))

    with open_input([path]) as source, pytest.raises(UnreadableError, match="would swell"):
        source.read(source.paths()[0])


def test_folder_and_zip_look_the_same(tmp_path: Path) -> None:
    """The same files in a folder and in a ZIP have the same inner paths and contents."""
    (tmp_path / "export" / "inner").mkdir(parents=True)
    (tmp_path / "export" / "inner" / "b.json").write_text("[]")
    (tmp_path / "export" / "a.json").write_text("{}")
    packed = write_zip(tmp_path / "export.zip", {"a.json": "{}", "inner/b.json": "[]"})

    with open_input([tmp_path / "export"]) as folder, open_input([packed]) as archive:
        assert folder.paths() == archive.paths() == (PurePosixPath("a.json"), PurePosixPath("inner/b.json"))
        assert [folder.read(path) for path in folder.paths()] == [archive.read(path) for path in archive.paths()]
        assert folder.is_container
        assert archive.is_container


def test_parts_are_merged_and_nothing_is_lost(tmp_path: Path) -> None:
    """The same path with the same content is one file; with other content both stay, one under its part's name."""
    one = write_zip(tmp_path / "x-part-1.zip", {"start.html": "<p>", "followers_1.json": "[1]"})
    two = write_zip(tmp_path / "x-part-2.zip", {"start.html": "<p>", "followers_1.json": "[2]", "posts_1.json": "[]"})

    with open_input([one, two]) as source:
        assert names(source.paths()) == [
            "followers_1.json",
            "posts_1.json",
            "start.html",
            "x-part-2.zip/followers_1.json",
        ]
        assert source.read(source.paths()[0]) == b"[1]"
        assert source.read(source.paths()[3]) == b"[2]"


def test_media_are_listed_but_never_opened(tmp_path: Path) -> None:
    """Pictures and films have a path, but neither head nor read opens them."""
    packed = write_zip(tmp_path / "export.zip", {"media/1.JPG": "x", "media/2.mp4": "x", "a.json": "{}"})

    with open_input([packed]) as source:
        assert len(source.paths()) == 3
        for path in (PurePosixPath("media/1.JPG"), PurePosixPath("media/2.mp4")):
            with pytest.raises(UnreadableError, match="never opens"):
                source.read(path)
            with pytest.raises(UnreadableError, match="never opens"):
                source.head(path)


def test_system_files_are_left_aside(tmp_path: Path) -> None:
    """What macOS and Windows put into folders and ZIPs is not there."""
    packed = write_zip(tmp_path / "e.zip", {"__MACOSX/._a.json": "x", ".DS_Store": "x", "a.json": "{}"})

    with open_input([packed]) as source:
        assert names(source.paths()) == ["a.json"]


def test_links_in_folders_are_not_followed_but_counted(tmp_path: Path) -> None:
    """A link in a folder is left aside, and the reading says how many there were."""
    (tmp_path / "secret.json").write_text("[]")
    folder = tmp_path / "export"
    (folder / "inner").mkdir(parents=True)
    (folder / "a.json").write_text("{}")
    (folder / "link.json").symlink_to(tmp_path / "secret.json")
    (folder / "loop").symlink_to(tmp_path, target_is_directory=True)

    with open_input([folder]) as source:
        assert names(source.paths()) == ["a.json"]
        assert [(fault.kind, fault.count) for fault in source.faults] == [("link_not_followed", 2)]


def test_damaged_entry_is_found_when_read(tmp_path: Path) -> None:
    """A ZIP whose directory is whole but whose entry is not says so when the entry is read."""
    path = write_zip(tmp_path / "e.zip", {"a.json": "[1, 2, 3] " * 100})
    content = bytearray(path.read_bytes())
    content[40] ^= 0xFF
    path.write_bytes(bytes(content))

    with (
        open_input([path]) as source,
        pytest.raises(UnreadableError, match=r"^a\.json in e\.zip is cut off or damaged"),
    ):
        source.read(source.paths()[0])


def test_limits_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Too many entries, too large an entry, or too much in all are refused."""
    packed = write_zip(tmp_path / "e.zip", {"a.json": "x" * 60, "b.json": "y" * 60})

    monkeypatch.setattr(_archive, "MAX_TOTAL_BYTES", 100)
    with open_input([packed]) as source:
        source.read(source.paths()[0])
        with pytest.raises(UnreadableError, match="is larger than"):
            source.read(source.paths()[1])
    monkeypatch.setattr(_archive, "MAX_ENTRY_BYTES", 50)
    with open_input([packed]) as source, pytest.raises(UnreadableError, match="is larger than"):
        source.read(source.paths()[0])
    monkeypatch.setattr(_archive, "MAX_ENTRIES", 1)
    with pytest.raises(UnreadableError, match="holds more than"):
        open_input([packed])


def test_office_document_is_one_file(tmp_path: Path) -> None:
    """An Excel file is a ZIP inside, but one file for everybody else."""
    path = write_zip(tmp_path / "posts.xlsx", {"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"})

    with open_input([path]) as source:
        assert names(source.paths()) == ["posts.xlsx"]
        assert not source.is_container


def test_gzip_in_a_folder_is_unpacked_when_read(tmp_path: Path) -> None:
    """A gzip file in a folder is the file inside it, as on its own."""
    (tmp_path / "posts.csv.gz").write_bytes(gzip.compress(b"a,b\n"))

    with open_input([tmp_path]) as source:
        assert names(source.paths()) == ["posts.csv"]
        assert source.read(source.paths()[0]) == b"a,b\n"
        assert source.local_path(source.paths()[0]) is None


def test_unpacked_parts_are_compared_by_content(tmp_path: Path) -> None:
    """In folders there is no checksum: files of equal size are compared by what is in them."""
    for part, text in (("x-part-1", "[1]"), ("x-part-2", "[2]")):
        (tmp_path / part).mkdir()
        (tmp_path / part / "same.json").write_text("[0]")
        (tmp_path / part / "other.json").write_text(text)

    with open_input([tmp_path / "x-part-1", tmp_path / "x-part-2"]) as source:
        assert names(source.paths()) == ["other.json", "same.json", "x-part-2/other.json"]


def test_too_many_files_in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with more files than any export is refused, not walked to the end."""
    for number in range(3):
        (tmp_path / f"{number}.json").write_text("[]")
    monkeypatch.setattr(_archive, "MAX_ENTRIES", 2)

    with pytest.raises(UnreadableError, match="give only the export's own folder"):
        open_input([tmp_path])


def write_tar(path: Path, files: dict[str, bytes], mode: Literal["w:gz", "w"] = "w:gz") -> Path:
    with tarfile.open(path, mode) as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return path


@pytest.mark.parametrize(("name", "mode"), [("a.tar.gz", "w:gz"), ("a.tgz", "w:gz"), ("a.tar", "w"), ("a", "w:gz")])
def test_tar_is_read_as_it_is(tmp_path: Path, name: str, mode: Literal["w:gz", "w"]) -> None:
    """A tar archive is a container like a ZIP, whatever it is called; media in it are listed and stay closed."""
    path = write_tar(tmp_path / name, {"root/outbox.json": b"{}", "root/media/1.jpg": b"x", "z.json": b"[]"}, mode)

    with open_input([path]) as source:
        assert source.is_container
        assert names(source.paths()) == ["root/media/1.jpg", "root/outbox.json", "z.json"]
        assert source.read(PurePosixPath("z.json")) == b"[]"
        assert source.read(PurePosixPath("root/outbox.json")) == b"{}"
        with pytest.raises(UnreadableError, match="never opens"):
            source.head(PurePosixPath("root/media/1.jpg"))


@pytest.mark.parametrize("name", ["../out.json", "/etc/out.json", "C:/out.json"])
def test_tar_that_leads_out_is_refused(tmp_path: Path, name: str) -> None:
    """A name in a tar archive that leaves it is no genuine export."""
    path = write_tar(tmp_path / "a.tar.gz", {name: b"{}"})

    with pytest.raises(UnreadableError, match="leads out"):
        open_input([path])


def test_links_in_a_tar_are_not_followed(tmp_path: Path) -> None:
    """A link in a tar archive is left aside and counted."""
    path = tmp_path / "a.tar"
    with tarfile.open(path, "w") as archive:
        link = tarfile.TarInfo("outbox.json")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)

    with open_input([path]) as source:
        assert not source.paths()
        assert [(fault.kind, fault.count) for fault in source.faults] == [("link_not_followed", 1)]


def test_tar_bomb_and_half_a_tar(tmp_path: Path) -> None:
    """A tar archive that swells beyond reason stays closed, and half of one is said to be cut off."""
    bomb = write_tar(tmp_path / "bomb.tar.gz", {"a.json": bytes(64 * 2**20)})
    whole = write_tar(tmp_path / "whole.tar.gz", {"a.json": b"".join(b"%d," % n for n in range(200_000))}).read_bytes()
    half = tmp_path / "half.tar.gz"
    half.write_bytes(whole[: len(whole) // 2])

    with pytest.raises(UnreadableError, match="would swell"):
        open_input([bomb])
    with pytest.raises(UnreadableError, match="cut off"), open_input([half]) as source:
        source.read(source.paths()[0])


def test_zip_of_zips(tmp_path: Path) -> None:
    """A ZIP around the ZIP of a platform is looked through; a ZIP beside other files stays closed."""
    inner = write_zip(tmp_path / "export.zip", {"data/tweets.js": "[]"}).read_bytes()
    wrapped, beside = tmp_path / "wrapped.zip", tmp_path / "beside.zip"
    for path, others in ((wrapped, []), (beside, ["notes.txt"])):
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("export.zip", inner)
            for name in others:
                archive.writestr(name, "x")

    with open_input([wrapped]) as source:
        assert names(source.paths()) == ["export/data/tweets.js"]
        assert source.read(source.paths()[0]) == b"[]"
    with open_input([beside]) as source:
        assert names(source.paths()) == ["export.zip", "notes.txt"]
