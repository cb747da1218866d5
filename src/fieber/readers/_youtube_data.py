"""YouTube's own answers: `videos.list` and `channels.list` of the Data API, reports of the Analytics API (4.4)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import polars as pl

from fieber.readers._gather import Gathered
from fieber.readers._json import items, moment, part, text, whole

if TYPE_CHECKING:
    from collections.abc import Iterable

USED = ("id", "snippet", "statistics", "contentDetails", "liveStreamingDetails")
IGNORED = ("kind", "etag")
DAY_METRICS = {"views": "views", "subscribersGained": "follows", "subscribersLost": "unfollows"}
MAY_STORE_DAYS = 30  # Developer Policies III.E.4: how long answers may be kept
DURATION = re.compile(r"P(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?")
SHORTS_GREW = datetime(2024, 10, 15, tzinfo=UTC)  # from then on a Short may last three minutes, before it was one


def posts_of(videos: Iterable[Any], *, measured_at: datetime | None = None) -> Gathered:
    """Turn the items of `videos.list` (parts snippet and statistics) into posts. No titles are kept.

    A video longer than a Short may be is a video; whether a shorter one is a Short nobody says, its kind is null.

    Args:
        videos: objects of kind youtube#video, of one or several answers.
        measured_at: when the server was asked, in UTC.

    Returns:
        Posts (account is the channel's title, else its identity) and what was left out.
    """
    found = Gathered()
    for video in videos:
        if not isinstance(video, dict) or not isinstance(video.get("snippet"), dict):
            found.lose("unreadable_row_dropped")
            continue
        found.saw(video, USED, ignored=IGNORED)
        statistics = video.get("statistics")
        found.saw(statistics if isinstance(statistics, dict) else {}, ("viewCount", "likeCount", "commentCount"))
        found.add(_row(video, measured_at))
    found.once()
    return found


def days_of(report: object, *, account: str | None = None) -> list[dict[str, Any]]:
    """Turn a report of the Analytics API with the dimension `day` into rows of days; empty for any other report.

    The days are Pacific; the last ones of a fresh report are not complete.
    """
    names = columns_of(report)
    if "day" not in names:
        return []
    days = []
    for row in items(report, "rows"):
        cells = dict(zip(names, row, strict=False)) if isinstance(row, list) else {}
        day = _day(cells.get("day"))
        if day is not None:
            counts = {ours: whole(cells.get(theirs)) for theirs, ours in DAY_METRICS.items() if theirs in names}
            days.append({"account": account, "platform": "youtube", "day": day, **counts})
    return days


def columns_of(report: object) -> list[str]:
    """Give the names of a report's columns; empty for what is none."""
    return [text(part(header, "name")) or "" for header in items(report, "columnHeaders")]


def subscribers_of(channel: object) -> int | None:
    """Give a channel's subscribers, which YouTube rounds down to three digits; None where they are hidden."""
    if part(channel, "statistics", "hiddenSubscriberCount") is True:
        return None
    return whole(part(channel, "statistics", "subscriberCount"))


def longest_short(posted_at: pl.Series) -> pl.Series:
    """Give how many seconds a Short could last when each video was published; null where that is not known."""
    is_later = pl.when(posted_at >= SHORTS_GREW).then(180.0).when(posted_at < SHORTS_GREW).then(60.0)
    return pl.select(is_later.alias("longest")).to_series()


def kind_of(duration: object, posted_at: datetime | None) -> str | None:
    """Give "video" for what is too long for a Short ("PT4M10S"), None for what may be one."""
    found = DURATION.fullmatch(text(duration) or "-")
    if found is None or posted_at is None:
        return None
    days, hours, minutes, seconds = (int(group or 0) for group in found.groups())
    length = ((days * 24 + hours) * 60 + minutes) * 60 + seconds
    return "video" if length > (180 if posted_at >= SHORTS_GREW else 60) else None


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def _row(video: dict[str, Any], measured_at: datetime | None) -> dict[str, Any]:
    identity = text(video.get("id"))
    statistics = part(video, "statistics")
    likes = whole(part(statistics, "likeCount"))
    posted_at = moment(part(video, "snippet", "publishedAt"))
    is_live = "liveStreamingDetails" in video
    is_counted = whole(part(statistics, "viewCount")) is not None
    return {
        "account": text(part(video, "snippet", "channelTitle")) or text(part(video, "snippet", "channelId")),
        "platform": "youtube",
        "post_id": identity,
        "posted_at": posted_at,
        "kind": "live" if is_live else kind_of(part(video, "contentDetails", "duration"), posted_at),
        "likes": likes,
        "comments": whole(part(statistics, "commentCount")),
        "views": whole(part(statistics, "viewCount")),
        "measured_at": measured_at,
        "url": f"https://www.youtube.com/watch?v={identity}" if identity else None,
        "likes_hidden": True if is_counted and likes is None else None,  # the field goes where the owner hides it
    }
