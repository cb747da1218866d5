"""The tables of YouTube Studio ("Table data", "Totals", "Chart data") and of Google Takeout ("videos.csv")."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import polars as pl

from fieber.model.reading import Fault, Reading, Source
from fieber.model.tables import COUNTS
from fieber.model.text import Message
from fieber.readers._columns import fold
from fieber.readers._private import candidates, is_private
from fieber.readers._sheets import Sheet, named, read_sheet
from fieber.readers._tables import read_table, top_of
from fieber.readers._times import parse_times
from fieber.readers._youtube_data import longest_short

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import PurePosixPath

    from fieber.readers._protocol import Input
    from fieber.readers._tables import Top

NAME = "youtube"
RANGE = re.compile(r"(\d{4}-\d{2}-\d{2})[_ ](\d{4}-\d{2}-\d{2})(?: (.+?))?(?:\.zip| \(\d+\))*$")
NAMES = re.compile(
    r"(?:table data|totals|chart data|tabellendaten|gesamtwerte|diagrammdaten|videos)(?: ?\(\d+\)|_\d+)*\.csv"
)
DAY_METRICS = frozenset(
    (
        *("views", "watch time hours", "subscribers", "likes", "impressions", "engaged views", "estimated revenue usd"),
        *("aufrufe", "wiedergabezeit stunden", "abonnenten", "impressionen"),
    )
)
TOTAL_ROW = ("total", "gesamt")
CONTENT, PUBLISHED = "content|Videos", "video publish time|Veröffentlichungszeitpunkt des Videos"
DAY = "date|Datum"


def _videos(table: pl.DataFrame) -> pl.DataFrame:
    """Leave the row of totals out, and say what is surely no Short; the rest may be either."""
    content, seconds = named(table, CONTENT), named(table, "duration|Dauer")
    if content is not None:
        identity = pl.col(content).cast(pl.String).str.replace_all("\u00ad", "").str.strip_chars()
        is_total = identity.str.to_lowercase().is_in(TOTAL_ROW)
        table = table.filter(~is_total).with_columns(identity.alias(content))
        link = pl.lit("https://www.youtube.com/watch?v=") + pl.col(content)
        table = table.with_columns(link.alias("fieber url"))
    published = named(table, PUBLISHED)
    if seconds is not None and published is not None:
        at = parse_times(table[published], day_first=False).values
        table = table.with_columns(longest_short(at).alias("fieber longest"))
        length = pl.col(seconds).cast(pl.String).str.replace_all(",", "").cast(pl.Float64, strict=False)
        is_long = length > pl.col("fieber longest")
        table = table.with_columns(pl.when(is_long).then(pl.lit("video")).alias("fieber kind"))
    return table


TABLE = Sheet(
    reader=NAME,
    platform="youtube",
    needs=("content", "video title", "video publish time"),
    without=("date",),
    columns={
        "posted_at": "video publish time",
        "post_id": "content",
        "url": "fieber url",
        "kind": "fieber kind",
        "likes": "likes",
        "comments": "comments added|comments",
        "shares": "shares",
        "views": "views",
        "reach": "unique viewers",
        "impressions": "thumbnail impressions|impressions",
    },
    day_first=False,
    also="duration",
    prepare=_videos,
)
GERMAN_TABLE = replace(
    TABLE,
    needs=("Videos", "Videotitel", "Veröffentlichungszeitpunkt des Videos"),
    without=("Datum",),
    columns={
        "posted_at": "Veröffentlichungszeitpunkt des Videos",
        "post_id": "Videos",
        "url": "fieber url",
        "kind": "fieber kind",
        "likes": "„Mag ich“-Bewertungen",
        "comments": "Kommentare hinzugefügt",
        "shares": "Geteilte Inhalte",
        "views": "Aufrufe",
        "impressions": "Thumbnail-Impressionen|Impressionen",
    },
    also="Dauer",
    is_verified=False,  # headings as several public programs read them; no real file was seen
)
TAKEOUT = Sheet(
    reader=NAME,
    platform="youtube",
    needs=("video id", "privacy", "video create timestamp|video publish timestamp"),
    columns={
        "posted_at": "video publish timestamp|video create timestamp",
        "post_id": "video id",
        "kind": "fieber kind",
    },
)
TOTALS = Sheet(
    reader=NAME,
    platform="youtube",
    needs=(DAY,),
    columns={"day": DAY, "views": "views|Aufrufe"},
    is_days=True,
    day_first=False,
)
CHART = Sheet(reader=NAME, platform="youtube", needs=(DAY, CONTENT, "video title|Videotitel"), columns={}, is_days=True)


@dataclass(frozen=True, slots=True)
class Period:
    """The days that Studio counted, first and last, and the channel in the folder's name; None where nobody says it."""

    first: date | None
    last: date | None
    channel: str | None = None


def tables_of(source: Input) -> dict[PurePosixPath, Sheet]:
    """Give the files of YouTube among the tables of an input, and what each is."""
    found: dict[PurePosixPath, Sheet] = {}
    for path in candidates(source, ".csv", names=NAMES):
        top = top_of(source, path)
        sheet = _sheet(path, top) if top is not None else None
        if sheet is not None:
            found[path] = sheet
    return found


def is_youtube_table(source: Input) -> bool:
    """Say whether the tables of an input are all of YouTube Studio, or lie in a Takeout."""
    found = tables_of(source)
    others = [path for path in source.paths() if path.suffix.lower() in {".csv", ".tsv", ".xlsx"} and path not in found]
    return bool(found) and (not others or TAKEOUT in found.values())


def _sheet(path: PurePosixPath, top: Top) -> Sheet | None:
    if top.form != "separated":
        return None
    for sheet in (CHART, TABLE, GERMAN_TABLE, TAKEOUT):
        if sheet.fits(top.names):
            return sheet
    names = [fold(name) for name in top.names]
    is_totals = (
        fold(path.stem).startswith(("totals", "table data", "gesamtwerte", "tabellendaten"))
        and names[:1] in (["date"], ["datum"])
        and DAY_METRICS & {*names}
    )
    return TOTALS if is_totals else None


def read_tables(
    source: Input,
    tables: Mapping[PurePosixPath, Sheet],
    *,
    account: str | None,
    columns: Mapping[str, str] | None,
) -> list[Reading]:
    """Read all tables; those of Studio know their time from the folder's name, else from the days beside them."""
    readings = []
    folders = {path.parent for path in tables}
    for folder in sorted(folders):
        here = {path: sheet for path, sheet in tables.items() if path.parent == folder}
        period = _period(source, folder, here)
        name = account or period.channel
        for path, sheet in here.items():
            if sheet is CHART:
                top = top_of(source, path)
                names = top.names if top else ()
                readings.append(Reading(sources=(Source(path.name, NAME, (), tuple(names)),)))
            elif sheet is TOTALS:
                totals = read_sheet(source, path, sheet, account=name)
                readings.append(replace(totals, days=totals.days.filter(pl.col("views").is_not_null())))
            else:
                reading = read_sheet(source, path, sheet, account=name, columns=columns)
                is_takeout = sheet is TAKEOUT
                readings.append(_dates_only(reading) if is_takeout else _without_part(reading, period, path.name))
    return readings


def _dates_only(reading: Reading) -> Reading:
    return replace(reading, notes=(*reading.notes, Message("note.only_dates")))


def _period(source: Input, folder: PurePosixPath, here: Mapping[PurePosixPath, Sheet]) -> Period:
    for name in (folder.name, source.name):
        found = RANGE.search(name)
        if found is not None:
            try:
                first, last = date.fromisoformat(found[1]), date.fromisoformat(found[2])
            except ValueError:
                continue
            return Period(first, last, found[3])
    days = [day for path, sheet in here.items() if sheet in {CHART, TOTALS} for day in _days(source, path)]
    return Period(min(days, default=None), max(days, default=None))


def _days(source: Input, path: PurePosixPath) -> Sequence[date]:
    top = top_of(source, path)
    if top is None or is_private(path):
        return []
    frame = read_table(source, path, top).frame
    column = named(frame, DAY)
    if column is None:
        return []
    return parse_times(frame[column], day_first=False).values.dt.date().drop_nulls().to_list()


def _without_part(reading: Reading, period: Period, file: str) -> Reading:
    """Take away the counters of videos from before the time that was counted: they are a part of the whole only."""
    posts = reading.posts
    if period.first is None or period.last is None:
        return replace(reading, notes=(*reading.notes, Message("note.counted_in_period")))
    start = datetime.combine(period.first, time(), UTC)
    is_earlier = pl.col("posted_at") < start
    earlier = int(posts.select(is_earlier.sum()).item())
    known = [name for name in COUNTS if posts[name].null_count() < posts.height]
    read_at = datetime.combine(period.last, time(), UTC) + timedelta(days=1)
    posts = posts.with_columns([pl.when(~is_earlier).then(pl.col(name)).alias(name) for name in known])
    posts = posts.with_columns(measured_at=pl.lit(read_at).cast(posts.schema["measured_at"]))
    faults = (Fault(file, None, "counted_in_part", earlier),) if earlier else ()
    return replace(reading, posts=posts, faults=(*reading.faults, *faults))
