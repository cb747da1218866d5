"""The sheets of LinkedIn's Excel files: notes above headers, two tables side by side, days and posts."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from fieber.model.reading import Reading, Source
from fieber.model.tables import conform
from fieber.model.text import Message
from fieber.readers._columns import fold
from fieber.readers._numbers import parse_counts
from fieber.readers._sheets import Sheet, named, reading_of
from fieber.readers._tables import Table
from fieber.readers._times import parse_times

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from fieber.readers._workbook import Rows

NAME = "linkedin"
PERSONAL_SHEETS = frozenset({"discovery", "engagement", "top posts", "followers", "demographics"})
ACTIVITY = r"urn:li:(?:activity|share|ugcPost):(\d+)|activity-(\d{15,})"
MOST_NOTES = 12  # rows above a header


def _with_identity(table: pl.DataFrame) -> pl.DataFrame:
    link = named(table, "post link") or named(table, "post url") or named(table, "ShareLink")
    if link is None:
        return table
    words = pl.col(link).cast(pl.String).str.replace_all("%3A", ":", literal=True)
    found = pl.coalesce(words.str.extract(ACTIVITY, 1), words.str.extract(ACTIVITY, 2))
    kind = named(table, "post type")
    paid = pl.col(kind).cast(pl.String).str.to_lowercase() if kind else pl.lit(None, dtype=pl.String)
    is_paid = paid.replace_strict({"organic": "no", "sponsored": "yes"}, default=None, return_dtype=pl.String)
    return table.with_columns(found.alias("fieber id"), is_paid.alias("fieber paid"))


COMPANY_POSTS = Sheet(
    reader=NAME,
    platform=NAME,
    needs=("post title", "post link", "created date", "impressions"),
    columns={
        "posted_at": "created date",
        "post_id": "fieber id",
        "url": "post link",
        "kind": "content type",
        "likes": "likes|reactions",
        "comments": "comments",
        "shares": "reposts|shares",
        "views": "views",
        "follows": "follows",
        "impressions": "impressions",
        "paid": "fieber paid",
    },
    day_first=False,
    also="post type",
    prepare=_with_identity,
)
COMPANY_DAYS = Sheet(
    reader=NAME,
    platform=NAME,
    needs=("date", "impressions (organic)|impressions organic", "clicks (total)|clicks total"),
    columns={"day": "date", "reach": "unique impressions (organic)", "link_clicks": "clicks (total)"},
    is_days=True,
    day_first=False,
)
COMPANY_FOLLOWERS = Sheet(
    reader=NAME,
    platform=NAME,
    needs=("date", "organic followers", "total followers"),
    # on the sheet "New followers" the total is that of one day's new ones
    columns={"day": "date", "follows": "total followers"},
    is_days=True,
    day_first=False,
)
ENGAGEMENT = Sheet(
    reader=NAME,
    platform=NAME,
    needs=("date", "impressions", "engagements"),
    columns={"day": "date", "interactions": "engagements"},
    is_days=True,
    day_first=False,
)
NEW_FOLLOWERS = Sheet(
    reader=NAME,
    platform=NAME,
    needs=("date", "new followers"),
    columns={"day": "date", "follows": "new followers"},
    is_days=True,
    day_first=False,
)
TOP_POSTS = Sheet(
    reader=NAME,
    platform=NAME,
    needs=("post url", "post publish date"),
    columns={"posted_at": "post publish date", "post_id": "fieber id", "url": "post url", "impressions": "impressions"},
    day_first=False,
    prepare=_with_identity,
)
SHARES = Sheet(
    reader=NAME,
    platform=NAME,
    needs=("date", "ShareLink", "ShareCommentary"),
    columns={"posted_at": "date", "post_id": "fieber id", "url": "ShareLink"},
    prepare=_with_identity,
)
CSV_SHEETS = (COMPANY_POSTS, COMPANY_DAYS, COMPANY_FOLLOWERS, SHARES)


def is_company(sheets: Mapping[str, Rows]) -> bool:
    """Say whether an Excel file is that of a company page."""
    return not any(name.strip().lower() == "top posts" for name in sheets)


def read_company(sheets: Mapping[str, Rows], file: str, account: str | None) -> list[Reading]:
    """Read posts, days and new followers of a company page; other sheets are named as not read."""
    known = (COMPANY_POSTS, COMPANY_DAYS, COMPANY_FOLLOWERS)
    return _each(sheets, file, lambda name, rows: _known(rows, known, f"{file}: {name}", account))


def read_personal(sheets: Mapping[str, Rows], file: str, account: str | None) -> list[Reading]:
    """Read days, new followers and the top posts of a person; the total of followers has a day of its own."""

    def one(name: str, rows: Rows) -> Reading | None:
        where = f"{file}: {name}"
        if name.strip().lower() == "top posts":
            return _top_posts(rows, where, account)
        reading = _known(rows, (ENGAGEMENT, NEW_FOLLOWERS), where, account)
        if reading is None or name.strip().lower() != "followers":
            return reading
        return replace(reading, days=_with_total(reading.days, rows, account))

    return _each(sheets, file, one)


def _each(sheets: Mapping[str, Rows], file: str, one: Callable[[str, Rows], Reading | None]) -> list[Reading]:
    readings = []
    for name, rows in sheets.items():
        reading = one(name, rows)
        readings.append(reading or Reading(sources=(Source(f"{file}: {name}", NAME),)))
    return readings if any(reading.posts.height or reading.days.height for reading in readings) else []


def _known(rows: Rows, known: tuple[Sheet, ...], where: str, account: str | None) -> Reading | None:
    for sheet in known:
        table = _table(rows, sheet)
        if table is not None and table.height:
            return reading_of(Table(table), sheet, where, account=account)
    return None


def _table(rows: Rows, sheet: Sheet, columns: slice = slice(None)) -> pl.DataFrame | None:
    """Find the header of `sheet` below the notes; None where it is not there."""
    for number, row in enumerate(rows[:MOST_NOTES]):
        header = [cell or "" for cell in row[columns]]
        if sheet.fits(header):
            places = [place for place, name in enumerate(header) if name.strip()]
            names = list(dict.fromkeys(header[place].strip() for place in places))
            if len(names) < len(places):
                return None
            body = [[row[columns][place] for place in places] for row in rows[number + 1 :]]
            frame = pl.DataFrame(body, schema=dict.fromkeys(names, pl.String), orient="row")
            return frame.filter(~pl.all_horizontal(pl.all().is_null()))
    return None


def _top_posts(rows: Rows, where: str, account: str | None) -> Reading | None:
    """Two tables side by side, by engagements and by impressions; a post may stand in both, in one, and never twice."""
    width = max((len(row) for row in rows), default=0)
    starts = [place for row in rows[:MOST_NOTES] for place, cell in enumerate(row) if fold(cell or "") == "post url"]
    if not starts:
        return None
    edges = [*starts, width]
    parts = [
        part
        for left, right in itertools.pairwise(edges)
        if (part := _table(rows, TOP_POSTS, slice(left, right))) is not None
    ]
    if not parts:
        return None
    together = pl.concat([_lower(part) for part in parts], how="diagonal").filter(pl.col("post url").is_not_null())
    once = together.group_by("post url", maintain_order=True).agg(pl.all().drop_nulls().first())
    reading = reading_of(Table(once), TOP_POSTS, where, account=account)
    return replace(reading, notes=(*reading.notes, Message("note.only_top_posts")))


def _lower(part: pl.DataFrame) -> pl.DataFrame:
    return part.rename({name: fold(name) for name in part.columns})


def _with_total(days: pl.DataFrame, rows: Rows, account: str | None) -> pl.DataFrame:
    """Add "Total followers on 8/31/2026:" to its day."""
    for row in rows[:MOST_NOTES]:
        label, *values = [cell for cell in row if cell] or [""]
        if fold(label).startswith("total followers on ") and values:
            day = parse_times(pl.Series([label.rstrip(": ").rpartition(" ")[2]]), day_first=False).values
            count = parse_counts(pl.Series([values[0]], dtype=pl.String)).values
            total = {"day": day.dt.date(), "followers": count, "account": account, "platform": NAME}
            both = pl.concat([days, conform(pl.DataFrame(total), "days").filter(pl.col("day").is_not_null())])
            keys = ("account", "platform", "day")
            merged_days = both.group_by(keys, maintain_order=True).agg(pl.all().drop_nulls().first())
            return conform(merged_days, "days").sort("day")
    return days
