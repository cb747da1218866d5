"""What every reader promises, over all readers that discovery finds and all folders tests/exports/<reader>/<case>/.

Letters, comments and other people's names in the cases hold the words secretcaption or anna_secret. A case is what a
person would give: everything in its folder but `reading.json`, the golden. FIEBER_GOLDEN=1 rewrites
the goldens.
"""

from __future__ import annotations

import json
import os
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from fieber import plugins
from fieber.errors import UnreadableError
from fieber.model.tables import COUNTS, DAYS, TABLES
from fieber.readers import claimants, read_export
from fieber.readers._archive import Archive, open_input

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import PurePosixPath

    from fieber.model.reading import Reading

EXPORTS = Path(__file__).parent.parent / "exports"
GOLDEN = "reading.json"
READERS = plugins.discover("readers", "READER")
CASES = sorted(
    case for reader in READERS for case in (EXPORTS / reader).glob("*/") if case.is_dir() and case.name != "__pycache__"
)
NOBODYS_BUSINESS = (
    r"direct[-_ ]message|messages?[/.]|inbox|like\.js|likes\.json|comments|connections\.csv|subscriptions|following[._]"
)
IDENTITIES = ("account", "post_id", "url", "topic")


def case_id(case: Path) -> str:
    return f"{case.parent.name}/{case.name}"


def given(case: Path) -> list[Path]:
    """What a person would give: the top level of the case."""
    return sorted(path for path in case.iterdir() if path.name != GOLDEN)


every_case = pytest.mark.parametrize("case", CASES, ids=case_id)


def summary(reading: Reading) -> dict[str, Any]:
    """The reading in a few numbers that a person can check by hand."""
    posts, days = reading.posts, reading.days
    sums = {name: int(posts[name].sum()) for name in COUNTS if posts[name].null_count() < posts.height}
    day_sums = {
        name: int(days[name].sum())
        for name in DAYS
        if DAYS[name].dtype == pl.Int64 and days[name].null_count() < days.height
    }
    first, last = posts["posted_at"].min(), posts["posted_at"].max()
    return {
        "posts": dict(sorted(posts.group_by("account").len().iter_rows())),
        "platforms": sorted({str(value) for value in [*posts["platform"], *days["platform"]]}),
        "kinds": {str(kind): n for kind, n in sorted(posts.group_by("kind").len().iter_rows(), key=str)},
        "sums": sums,
        "nulls": {name: posts[name].null_count() for name in sums if posts[name].null_count()},
        "collabs": int(posts["collab"].sum()),
        "hidden": int(posts["likes_hidden"].sum()),
        "first": str(first),
        "last": str(last),
        "days": dict(sorted(days.group_by("account").len().iter_rows())),
        "day_sums": day_sums,
        "rows_read": reading.rows_read,
        "faults": sorted(f"{fault.field} {fault.kind} {fault.count}" for fault in reading.faults),
        "notes": sorted(note.key for note in reading.notes),
        "unknown_paths": len(reading.unknown_paths),
    }


def test_every_reader_has_exports() -> None:
    """Each reader that discovery finds has at least one case."""
    assert set(READERS) == {case.parent.name for case in CASES}


@every_case
def test_reading_is_as_checked_by_hand(case: Path) -> None:
    """The counts, accounts and faults of an export are those of its golden."""
    found = summary(read_export(given(case)))

    golden = case / GOLDEN
    if os.environ.get("FIEBER_GOLDEN"):
        golden.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    assert found == json.loads(golden.read_text(encoding="utf-8"))


@every_case
def test_exactly_one_reader_claims_it(case: Path) -> None:
    """Every single file that anybody claims has one reader, and it is the folder's own."""
    names: set[str] = set()
    for path in given(case):
        with open_input([path]) as source:
            found = claimants(source, READERS.values())
        assert len(found) <= 1
        names |= {reader.name for reader in found}

    assert names == {case.parent.name}


@every_case
def test_rows_add_up(case: Path) -> None:
    """Rows read are the posts kept and the rows counted as dropped."""
    reading = read_export(given(case))

    dropped = sum(fault.count for fault in reading.faults if fault.kind.endswith("_dropped"))
    assert reading.rows_read == reading.posts.height + dropped


@every_case
def test_tables_are_conform_and_utc(case: Path) -> None:
    """Tables have exactly our columns and types, times are UTC, every row has an account."""
    reading = read_export(given(case))

    for name, columns in TABLES.items():
        table: pl.DataFrame = getattr(reading, name)
        assert dict(table.schema) == {column: spec.dtype for column, spec in columns.items()}
    assert reading.posts.schema["posted_at"] == pl.Datetime("us", "UTC")
    assert reading.posts.select("account", "posted_at").null_count().row(0) == (0, 0)
    assert reading.days.select("account", "day").null_count().row(0) == (0, 0)


@every_case
def test_no_value_in_faults_or_notes(case: Path) -> None:
    """Neither faults nor notes hold a handle, an identity, a link or a caption; captions are nowhere."""
    reading = read_export(given(case))

    said = [fault.field or "" for fault in reading.faults] + [fault.kind for fault in reading.faults]
    said += [note.key for note in reading.notes] + [
        str(value) for note in reading.notes for value in note.values.values()
    ]
    values = {value for name in IDENTITIES for value in reading.posts[name].drop_nulls().unique().to_list()}
    assert not [text for text in said for value in values if value in text]
    tables = [getattr(reading, name).rows() for name in TABLES]
    everything = repr((said, reading.unknown_paths, reading.sources, reading.notes, tables))
    assert "secretcaption" not in everything
    assert "anna_secret" not in everything


@every_case
def test_twice_is_once(case: Path) -> None:
    """Reading an export twice gives the same; giving it twice at once changes no post."""
    paths = given(case)

    first, second, doubled = read_export(paths), read_export(paths), read_export([*paths, *paths])

    assert summary(first) == summary(second)
    assert first.posts.equals(second.posts)
    assert first.days.equals(second.days)
    assert doubled.posts.equals(first.posts)


@every_case
def test_key_is_unique(case: Path) -> None:
    """A row's key is account, platform, identity and moment of reading."""
    posts = read_export(given(case)).posts.filter(pl.col("post_id").is_not_null())

    assert posts.select("account", "platform", "post_id", "measured_at").is_duplicated().sum() == 0


@every_case
def test_private_files_stay_closed(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No byte of letters, address books, likes given and comments is read, neither to know an export nor to read it."""
    opened: list[str] = []

    def watched(method: Callable[..., bytes]) -> Callable[..., bytes]:
        def look(self: Archive, path: PurePosixPath, *more: int) -> bytes:
            opened.append(str(path))
            return method(self, path, *more)

        return look

    for name in ("head", "read"):
        monkeypatch.setattr(Archive, name, watched(getattr(Archive, name)))
    read_export(given(case))

    assert opened
    assert not [path for path in opened if re.search(NOBODYS_BUSINESS, path.lower())]


@every_case
def test_every_file_read_says_which_labels_were_used(case: Path) -> None:
    """Whoever gave posts or days is a source, by its reader's name, with the labels that were matched."""
    reading = read_export(given(case))

    assert {source.reader for source in reading.sources} <= {case.parent.name}
    assert any(source.matched for source in reading.sources)
    if any(not source.is_verified for source in reading.sources):
        assert "note.unverified_layout" in {note.key for note in reading.notes}


@pytest.mark.parametrize("name", sorted(READERS))
def test_every_reader_has_a_guide(name: str) -> None:
    """Each says in both languages what it reads, how to get it and what it lacks; nothing is empty or left English."""
    guide = READERS[name].guide

    assert guide.forms
    for form in guide.forms:
        assert form.steps
        for said in (form.what, form.gives, form.lacks, *form.steps):
            assert all(words.strip() for words in said)
            assert not any("\u2014" in words for words in said)
        assert form.gives.en != form.gives.de


def zipped(case: Path, target: Path) -> Path:
    """Pack what a person would give into one ZIP."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for top in given(case):
            files = sorted(top.rglob("*")) if top.is_dir() else [top]
            for path in files:
                if path.is_file():
                    archive.write(path, path.relative_to(case))
    return target


WITHOUT_ARCHIVES = [case for case in CASES if not any(path.suffix == ".zip" for path in case.rglob("*"))]


@pytest.mark.parametrize("case", WITHOUT_ARCHIVES, ids=case_id)
def test_zip_reads_like_the_files(case: Path, tmp_path: Path) -> None:
    """The same files in a ZIP give the same reading."""
    loose = summary(read_export(given(case), account="somebody"))

    packed = summary(read_export([zipped(case, tmp_path / "export.zip")], account="somebody"))

    assert packed == loose


@pytest.mark.parametrize("case", WITHOUT_ARCHIVES, ids=case_id)
def test_truncated_zip_is_unreadable(case: Path, tmp_path: Path) -> None:
    """A ZIP that ends too early is refused with one sentence that names it."""
    whole = zipped(case, tmp_path / "export.zip")
    cut = tmp_path / "cut.zip"
    cut.write_bytes(whole.read_bytes()[:-40])

    with pytest.raises(UnreadableError, match=r"^cut\.zip is cut off or damaged; "):
        read_export([cut])
