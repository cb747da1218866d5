"""YouTube's own answers: `videos.list` and `channels.list` of the Data API, reports of the Analytics API (4.4)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from fieber.readers._gather import Gathered
from fieber.readers._json import items, moment, part, text, whole

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

USED = ("id", "snippet", "statistics", "liveStreamingDetails")
IGNORED = ("kind", "etag", "contentDetails")
DAY_METRICS = {"views": "views", "subscribersGained": "follows", "subscribersLost": "unfollows"}


def posts_of(videos: Iterable[Any], *, measured_at: datetime | None = None) -> Gathered:
    """Turn the items of `videos.list` (parts snippet and statistics) into posts. No titles are kept.

    Shorts cannot be told from other videos here: all of them are videos.

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
    names = [text(part(header, "name")) for header in items(report, "columnHeaders")]
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


def subscribers_of(channel: object) -> int | None:
    """Give a channel's subscribers, which YouTube rounds down to three digits; None where they are hidden."""
    if part(channel, "statistics", "hiddenSubscriberCount") is True:
        return None
    return whole(part(channel, "statistics", "subscriberCount"))


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def _row(video: dict[str, Any], measured_at: datetime | None) -> dict[str, Any]:
    identity = text(video.get("id"))
    statistics = part(video, "statistics")
    likes = whole(part(statistics, "likeCount"))
    is_live = "liveStreamingDetails" in video
    is_counted = whole(part(statistics, "viewCount")) is not None
    return {
        "account": text(part(video, "snippet", "channelTitle")) or text(part(video, "snippet", "channelId")),
        "platform": "youtube",
        "post_id": identity,
        "posted_at": moment(part(video, "snippet", "publishedAt")),
        "kind": "live" if is_live else "video",
        "likes": likes,
        "comments": whole(part(statistics, "commentCount")),
        "views": whole(part(statistics, "viewCount")),
        "measured_at": measured_at,
        "url": f"https://www.youtube.com/watch?v={identity}" if identity else None,
        "likes_hidden": True if is_counted and likes is None else None,  # the field goes where the owner hides it
    }
