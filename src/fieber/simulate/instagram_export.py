"""An Instagram export as Meta would write it, from a table of posts: for the demo and for tests.

It has the layout of 2026, labels in German or English and Meta's mojibake; the same input gives the same bytes.
"""

from __future__ import annotations

import json
import zipfile
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal

from fieber.model.tables import conform
from fieber.simulate.creator import CREATOR, simulated_creator

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import polars as pl

__all__ = ["CREATOR", "mojibake", "simulated_creator", "write_instagram_export"]

Language = Literal["de", "en"]
Row = dict[str, Any]

INSIGHTS = "logged_information/past_instagram_insights"
MEDIA = "your_instagram_activity/media"
CARD_DAYS = 90

# Meta's words; `views` of a reel has none in German that was ever seen, so a German export does not hold it
LABELS: dict[Language, dict[str, str]] = {
    "de": {
        "thumbnail": "Medien-Miniaturbild",
        "created": "Zeitstempel der Erstellung",
        "reach": "Erreichte Konten",
        "impressions": "Impressionen",
        "likes": "„Gefällt mir“-Angaben",
        "comments": "Kommentare",
        "shares": "Geteilte Inhalte",
        "saves": "Gespeichert",
        "follows": "Neue Follower",
        "range": "Zeitraum",
        "followers": "Follower",
        "username": "Benutzername",
        "requested": "Angefordert",
    },
    "en": {
        "thumbnail": "Media Thumbnail",
        "created": "Creation Timestamp",
        "reach": "Accounts reached",
        "impressions": "Impressions",
        "likes": "Likes",
        "comments": "Comments",
        "shares": "Shares",
        "saves": "Saves",
        "follows": "Follows",
        "range": "Date Range",
        "followers": "Followers",
        "username": "Username",
        "requested": "Requested",
    },
}
REEL_LABELS = {  # only English reels have names of their own
    "created": "Upload Timestamp",
    "views": "Instagram Plays",
    "likes": "Instagram Likes",
    "comments": "Instagram Comments",
    "shares": "Instagram Shares",
    "saves": "Instagram Saves",
}
MONTHS: dict[Language, tuple[str, ...]] = {
    "de": ("Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
METRICS: dict[str, tuple[str, ...]] = {
    "posts": ("reach", "impressions", "likes", "comments", "shares", "saves", "follows"),
    "reels": ("reach", "views", "likes", "comments", "shares", "saves"),
    "stories": ("reach", "impressions", "shares"),
    "live_videos": ("reach", "likes", "comments"),
}
ROOT_KEYS = {"posts": "posts", "reels": "reels", "stories": "stories", "live_videos": "live"}
CAPTIONS = ("Grüße vom See ☀️", "Frühstück für zwei", "Mein „Lieblingsplatz“ 💙", "Übermorgen geht\u2019s los")


def write_instagram_export(
    path: Path,
    posts: pl.DataFrame,
    *,
    account: str,
    language: Language,
    exported_at: datetime,
    followers: Sequence[datetime] = (),
) -> None:
    """Write a ZIP as Meta's "download your information" gives it, without the media themselves.

    Counts that are null are written as "--". Meta's files have no place for reach split by followers, links,
    collaborations, and (in German) views; those columns are not written.

    Args:
        path: of the ZIP; replaced if it exists.
        posts: rows of the posts table with post_id, posted_at and kind; of one account.
        account: its handle.
        language: of the labels and of thousands separators.
        exported_at: when the download was asked for, with a time zone.
        followers: when each present follower began to follow, with time zones.
    """
    rows = conform(posts, "posts").sort("posted_at", descending=True).to_dicts()
    by_file: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_file[{"reel": "reels", "story": "stories", "live": "live_videos"}.get(row["kind"], "posts")].append(row)
    files = _catalogue(by_file) | _profile(account, language, exported_at)
    for name, root_key in ROOT_KEYS.items():
        items = [_insight(row, METRICS[name], language) for row in by_file[name]]
        files[f"{INSIGHTS}/{name}.json"] = {f"organic_insights_{root_key}": items}
    if followers:
        files |= _followers(followers, language, exported_at)
    moment = exported_at.astimezone(UTC).timetuple()[:6]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, document in sorted(files.items()):
            entry = zipfile.ZipInfo(name, moment)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, json.dumps(mojibake(document), indent=2))


def mojibake(document: Any) -> Any:
    """Write every string, keys too, as Meta does: each byte of its UTF-8 as one Latin-1 character."""
    if isinstance(document, str):
        return document.encode("utf-8").decode("latin-1")
    if isinstance(document, list):
        return [mojibake(entry) for entry in document]
    if isinstance(document, dict):
        return {mojibake(key): mojibake(value) for key, value in document.items()}
    return document


def _catalogue(by_file: dict[str, list[Row]]) -> dict[str, Any]:
    posts = []
    for row in by_file["posts"]:
        media = _media(row)
        posts.append(
            {"media": media}
            if len(media) == 1
            else {"media": media, "title": _caption(row), "creation_timestamp": _second(row["posted_at"])}
        )
    return {
        f"{MEDIA}/posts_1.json": posts,
        f"{MEDIA}/reels.json": {"ig_reels_media": [{"media": _media(row)} for row in by_file["reels"]]},
        f"{MEDIA}/stories.json": {"ig_stories": [medium for row in by_file["stories"] for medium in _media(row)]},
    }


def _media(row: Row) -> list[Row]:
    names = [row["post_id"]]
    if row["kind"] == "carousel":
        names += [f"{row['post_id']}_{slide}" for slide in (2, 3)]
    caption = "" if len(names) > 1 else _caption(row)
    return [
        {
            "uri": _uri(row, name),
            "creation_timestamp": _second(row["posted_at"]),
            "media_metadata": {},
            "title": caption,
        }
        for name in names
    ]


def _uri(row: Row, name: str) -> str:
    folder = {"reel": "reels", "story": "stories", "live": "other"}.get(row["kind"], "posts")
    ending = "mp4" if row["kind"] in {"video", "reel", "live"} else "jpg"
    return f"media/{folder}/{row['posted_at']:%Y%m}/{name}.{ending}"


def _caption(row: Row) -> str:
    return CAPTIONS[_second(row["posted_at"]) % len(CAPTIONS)]


def _insight(row: Row, metrics: Sequence[str], language: Language) -> Row:
    labels = LABELS[language] | (REEL_LABELS if language == "en" and row["kind"] == "reel" else {})
    second = _second(row["posted_at"])
    thumbnail = {"uri": _uri(row, row["post_id"]), "creation_timestamp": second, "title": _caption(row)}
    values = {labels[metric]: _cell(_number(row[metric], language)) for metric in metrics if metric in labels}
    return {
        "media_map_data": {labels["thumbnail"]: thumbnail},
        "string_map_data": {labels["created"]: _cell("", second), **values},
    }


def _profile(account: str, language: Language, exported_at: datetime) -> dict[str, Any]:
    second = _second(exported_at)
    user = {"title": "", "media_map_data": {}, "string_map_data": {LABELS[language]["username"]: _cell(account)}}
    request = {
        "timestamp": second,
        "media": [],
        "label_values": [{"label": LABELS[language]["requested"], "timestamp_value": second}],
        "fbid": "0",
    }
    return {
        "personal_information/personal_information/personal_information.json": {"profile_user": [user]},
        "your_instagram_activity/other_activity/your_information_download_requests.json": [request],
    }


def _followers(followers: Sequence[datetime], language: Language, exported_at: datetime) -> dict[str, Any]:
    labels = LABELS[language]
    last = exported_at.astimezone(UTC).date() - timedelta(days=1)
    first = last - timedelta(days=CARD_DAYS - 1)
    new = sum(first <= moment.astimezone(UTC).date() <= last for moment in followers)
    card = {
        labels["range"]: _cell(f"{_day(first, language)} - {_day(last, language)}"),
        labels["followers"]: _cell(_number(len(followers), language)),
        labels["follows"]: _cell(_number(new, language)),
    }
    entries = [
        _follower(f"simulierte_person_{number}", moment)
        for number, moment in enumerate(sorted(followers, reverse=True))
    ]
    return {
        "connections/followers_and_following/followers_1.json": entries,
        f"{INSIGHTS}/audience_insights.json": {
            "organic_insights_audience": [{"title": "", "media_map_data": {}, "string_map_data": card}]
        },
    }


def _follower(name: str, moment: datetime) -> Row:
    entry = {"href": f"https://www.instagram.com/{name}", "value": name, "timestamp": _second(moment)}
    return {"title": "", "media_list_data": [], "string_list_data": [entry]}


def _cell(value: str, timestamp: int = 0) -> Row:
    return {"href": "", "value": value, "timestamp": timestamp}


def _number(count: int | None, language: Language) -> str:
    if count is None:
        return "--"
    return f"{count:,}" if language == "en" else f"{count:,}".replace(",", ".")


def _day(day: date, language: Language) -> str:
    month = MONTHS[language][day.month - 1]
    return f"{month} {day.day}" if language == "en" else f"{day.day}. {month}"


def _second(moment: datetime) -> int:
    return int(moment.timestamp())
