"""A person's own history: what was read, kept on their own disk, so that followers and young posts get a time series.

Every file is replaced whole (`fieber.files`), and what a file holds never depends on another: a run that is stopped at
any moment leaves an archive that is right, and running it again brings the rest. A row is known by account, platform,
post and moment of reading, so that nothing counts twice however often it is given. docs/decisions/0018: why Parquet.
"""

from __future__ import annotations

import json
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import polars as pl

from fieber.errors import UsageError, reason_in_german
from fieber.files import UNFINISHED, sync_folder, waiting_for, write_whole
from fieber.model.tables import ACCOUNTS, DAYS, UTC_TIME, empty
from fieber.readers._own_archive import (
    DAY_KEY,
    LAYOUT,
    MARK,
    POST_KEY,
    TERMS,
    UNDATED,
    folder_of,
    is_mark,
    layout_of,
    part_of,
    table_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from fieber.model.reading import Reading

UNFINISHED_RUNS = "unfinished"  # answers of a live source whose run did not end; see fieber.sources
DAY_VALUES = tuple(name for name in DAYS if name not in DAY_KEY)


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a recording added for one account.

    readings: of posts; posts: of these, never seen before; undated: posts given with no moment of reading.
    """

    account: str
    platform: str | None
    readings: int
    posts: int
    days: int
    undated: int


@dataclass(frozen=True, slots=True)
class Kept:
    """What an archive holds of one account; first and last are moments of reading."""

    account: str
    platform: str | None
    posts: int
    readings: int
    days: int
    first: datetime | None
    last: datetime | None
    size: int


def record(reading: Reading, folder: Path, *, now: datetime, read_at: datetime | None = None) -> tuple[Recorded, ...]:
    """Put a reading into the archive, which is made where there is none.

    Args:
        reading: of files or of live sources. folder: the archive.
        now: what the terms let be kept only until today is deleted.
        read_at: when counters were read of which the input does not say it.

    Returns:
        What is new, by account.

    Raises:
        UsageError: the folder is something else, or cannot be written. UnreadableError: a file in it is damaged.
    """
    posts = _identified(reading.posts)
    if read_at is not None:
        told = pl.lit(read_at).cast(UTC_TIME)
        posts = posts.with_columns(pl.col("measured_at").fill_null(pl.max_horizontal(told, "posted_at")))
    tables = {"posts": _with_terms(posts, reading, now), "days": _with_terms(reading.days, reading, now)}
    with _opened(folder):
        _forget_due(folder, now.date())
        owners = pl.concat(
            [tables["posts"].select("account", "platform"), tables["days"].select("account", "platform")]
        )
        keys = owners.unique().sort("account", "platform", nulls_last=True).rows()
        return tuple(_record_one(folder, name, platform, tables, reading) for name, platform in keys)


def kept(folder: Path) -> tuple[Kept, ...]:
    """Say what an archive holds, by account.

    Raises:
        UsageError: there is no archive.
    """
    _check_mark(folder)
    return tuple(
        sorted((_kept_one(place) for place in _places(folder)), key=lambda one: (one.account, one.platform or ""))
    )


def forget(folder: Path, account: str) -> int:
    """Delete an account, on all platforms: its files are gone, not marked.

    Returns:
        Number of files deleted.

    Raises:
        UsageError: there is no archive, or nothing of that name in it.
    """
    _check_mark(folder)
    with _opened(folder):
        mine = [place for place in _places(folder) if _owner(place)[0] == account]
        if not mine:
            # names of accounts are personal: no error names them
            raise UsageError(
                "--forget: the archive holds no account of that name; fieber record --list shows them",
                de="--forget: Im Archiv ist kein Account, der so heißt; fieber record --list zeigt sie",
            )
        count = sum(1 for place in mine for path in place.iterdir() if path.is_file())
        for place in [*mine, folder / UNFINISHED_RUNS]:
            shutil.rmtree(place, ignore_errors=place.name == UNFINISHED_RUNS)
        sync_folder(folder)
        return count


def last_reading(folder: Path, account: str, platform: str) -> datetime | None:
    """Give when an account was last read; None where the archive does not know it."""
    place = folder / folder_of(account, platform)
    return _kept_one(place).last if place.is_dir() and any(place.glob("*.parquet")) else None


def _record_one(
    folder: Path, account: str, platform: str | None, tables: dict[str, pl.DataFrame], reading: Reading
) -> Recorded:
    place = folder / folder_of(account, platform)
    place.mkdir(exist_ok=True)
    mine = pl.col("account").eq_missing(pl.lit(account)) & pl.col("platform").eq_missing(
        pl.lit(platform, dtype=pl.String)
    )
    posts, days = tables["posts"].filter(mine), tables["days"].filter(mine)
    seen = _all(place, "posts")["post_id"].unique()
    month = pl.col("measured_at").dt.strftime("%Y-%m").fill_null(UNDATED)
    readings = sum(_merge_posts(place, str(name), part) for (name,), part in posts.group_by(month, maintain_order=True))
    year = pl.col("day").dt.strftime("%Y")
    new_days = sum(_merge_days(place, str(name), part) for (name,), part in days.group_by(year, maintain_order=True))
    about = reading.accounts.filter(mine)
    if about.height:
        _write(place / "accounts.parquet", about.select(list(ACCOUNTS)).with_columns(_no_terms()))
    return Recorded(
        account=account,
        platform=platform,
        readings=readings,
        posts=posts.filter(~pl.col("post_id").is_in(seen.implode()))["post_id"].n_unique(),
        days=new_days,
        undated=posts["measured_at"].null_count(),
    )


def _merge_posts(place: Path, month: str, posts: pl.DataFrame) -> int:
    """Add readings to one month's file; the number of those that are new. A corrected reading replaces the old one."""
    path = place / f"posts-{month}.parquet"
    old = _read(path, "posts")
    # without a moment of reading, the export with the newest post was made last
    is_older = month == UNDATED and old.height and _newest(posts) < _newest(old)
    both = pl.concat([posts.select(old.columns), old] if is_older else [old, posts.select(old.columns)])
    merged = both.unique(POST_KEY, keep="last", maintain_order=True).sort(POST_KEY, nulls_last=True)
    if not merged.equals(old):
        _write(path, merged)
    return merged.height - old.height


def _merge_days(place: Path, year: str, days: pl.DataFrame) -> int:
    """Add days to one year's file, column by column: what the later source does not say stays as it was."""
    path = place / f"days-{year}.parquet"
    old = _read(path, "days")
    both = pl.concat([old, days.select(old.columns)])
    values = [pl.col(name).drop_nulls().last().alias(name) for name in (*DAY_VALUES, *TERMS)]
    merged = both.group_by(DAY_KEY, maintain_order=True).agg(values).select(old.columns).sort(DAY_KEY, nulls_last=True)
    if not merged.equals(old):
        _write(path, merged)
    return merged.height - old.height


def _newest(posts: pl.DataFrame) -> float:
    newest = posts["posted_at"].max()
    return newest.timestamp() if isinstance(newest, datetime) else float("-inf")


def _identified(posts: pl.DataFrame) -> pl.DataFrame:
    """Give posts without an identity one that the next export gives them too: their link, else their moment."""
    number = pl.col("posted_at").cum_count().over("account", "platform", "posted_at", "measured_at", "kind")
    moment = pl.col("posted_at").dt.strftime("%Y-%m-%dT%H:%M:%SZ")
    made_up = pl.concat_str(moment, pl.lit("#"), pl.col("kind").fill_null(""), pl.lit("#"), number)
    return posts.with_columns(post_id=pl.coalesce("post_id", "url", made_up))


def _with_terms(table: pl.DataFrame, reading: Reading, now: datetime) -> pl.DataFrame:
    """Add until when each row may be kept, and whether it may take part in what is made of many accounts."""
    limits = {source.reader: source.may_store_days for source in reading.sources if source.may_store_days is not None}
    held = [source.reader for source in reading.sources if not source.may_pool]
    until: dict[str, date] = {platform: (now + timedelta(days=days)).date() for platform, days in limits.items()}
    keep_until = pl.col("platform").replace_strict(until, default=None, return_dtype=pl.Date)
    return table.with_columns(
        keep_until=keep_until if until else pl.lit(None, dtype=pl.Date),
        may_pool=~pl.col("platform").is_in(held).fill_null(value=False),
    )


def _no_terms() -> list[pl.Expr]:
    return [pl.lit(None, dtype=dtype).alias(name) for name, dtype in TERMS.items()]


def _forget_due(folder: Path, today: date) -> None:
    """Delete what the terms let be kept only until today."""
    for place in _places(folder):
        for path in sorted(place.glob("*.parquet")):
            part = _read(path, str(table_of(PurePosixPath(path.name))))
            left = part.filter(pl.col("keep_until").is_null() | (pl.col("keep_until") > today))
            if left.is_empty():
                path.unlink()
            elif left.height < part.height:
                _write(path, left)
        if not any(place.glob("*.parquet")):
            shutil.rmtree(place)


def _kept_one(place: Path) -> Kept:
    posts, days = _all(place, "posts"), _all(place, "days")
    account, platform = _owner(place)
    first, last = posts["measured_at"].min(), posts["measured_at"].max()
    return Kept(
        account=account,
        platform=platform,
        posts=posts["post_id"].n_unique(),
        readings=posts.height,
        days=days.height,
        first=first if isinstance(first, datetime) else None,
        last=last if isinstance(last, datetime) else None,
        size=sum(path.stat().st_size for path in place.iterdir() if path.is_file()),
    )


def _owner(place: Path) -> tuple[str, str | None]:
    for table in ("posts", "days", "accounts"):
        rows = _all(place, table).head(1).select("account", "platform").rows()
        if rows:
            return rows[0][0], rows[0][1]
    return "?", None


def _places(folder: Path) -> list[Path]:
    """Give the folders of accounts in which something is kept."""
    return sorted(place for place in folder.iterdir() if place.is_dir() and any(place.glob("*.parquet")))


def _all(place: Path, table: str) -> pl.DataFrame:
    parts = [_read(path, table) for path in sorted(place.glob(f"{table}*.parquet"))]
    return pl.concat(parts) if parts else _read(place / "none", table)


def _read(path: Path, table: str) -> pl.DataFrame:
    """Give what a file holds; without rows where there is none."""
    if path.exists():
        return part_of(path.read_bytes(), table, path.name)
    return empty(table).with_columns(_no_terms())


def _write(path: Path, frame: pl.DataFrame) -> None:
    write_whole(path, frame.write_parquet, private=True)


@contextmanager
def _opened(folder: Path) -> Iterator[None]:
    """Hold the archive for this run alone, made where there is none; what an earlier run left half written goes."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / MARK).exists():
            _refuse_foreign(folder)
        with waiting_for(folder):
            for left in folder.rglob(f".*{UNFINISHED}"):
                left.unlink(missing_ok=True)
            if not (folder / MARK).exists():
                mark = json.dumps({"fieber_archive": LAYOUT}).encode()
                write_whole(folder / MARK, lambda file: file.write(mark))
            _check_mark(folder)
            yield
    except OSError as error:
        raise UsageError(
            f"the archive {folder} cannot be written ({error.strerror}); name another folder with --archive",
            de=f"In das Archiv {folder} lässt sich nicht schreiben ({reason_in_german(error)}); nenne mit --archive"
            " einen anderen Ordner",
        ) from error


def _refuse_foreign(folder: Path) -> None:
    if any(not path.name.startswith(".") and path.name != UNFINISHED_RUNS for path in folder.iterdir()):
        raise UsageError(
            f"{folder} holds something else; name an empty folder, or one that is not there yet",
            de=f"In {folder} liegt schon etwas anderes; nenne einen leeren Ordner oder einen, den es noch nicht gibt",
        )


def _check_mark(folder: Path) -> None:
    mark = folder / MARK
    content = mark.read_bytes() if mark.is_file() else b""
    if not is_mark(content):
        raise UsageError(
            f"there is no archive in {folder}; fieber record FILE --archive {folder} makes one",
            de=f"In {folder} ist kein Archiv; fieber record DATEI --archive {folder} legt eins an",
        )
    layout_of(content)
