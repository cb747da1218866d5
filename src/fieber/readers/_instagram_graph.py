"""Instagram's own answers: media, media insights and account insights of the Graph API (FORMATS.md 3)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from fieber.readers._gather import Gathered
from fieber.readers._json import items, moment, part, text, whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

USED = (
    *("id", "timestamp", "media_type", "media_product_type", "permalink", "username", "owner"),
    *("like_count", "comments_count", "insights"),
)
IGNORED = ("caption", "ig_id", "media_url", "thumbnail_url", "shortcode", "children", "comments")
# metric of a post → ours; like_count and comments_count of the media itself come first
MEDIA_METRICS = {
    "views": "views",
    "reach": "reach",
    "likes": "likes",
    "comments": "comments",
    "saved": "saves",
    "shares": "shares",
    "follows": "follows",
    "impressions": "impressions",
}
KINDS = {"REELS": "reel", "STORY": "story"}
FEED_KINDS = {"IMAGE": "photo", "VIDEO": "video", "CAROUSEL_ALBUM": "carousel"}
# metric of the account and a day → ours; follower_count here is the new followers of that day
DAY_METRICS = {
    "reach": "reach",
    "follower_count": "follows",
    "views": "views",
    "total_interactions": "interactions",
    "profile_views": "profile_views",
    "website_clicks": "link_clicks",
}
HALF_A_DAY = timedelta(hours=12)


def posts_of(
    media: Iterable[Any],
    *,
    insights: Mapping[str, Mapping[str, int]] | None = None,
    account: str | None = None,
    measured_at: datetime | None = None,
) -> Gathered:
    """Turn media objects into posts. No captions are kept.

    Where other media of the same answers have like_count and one has none, its owner hides the likes.

    Args:
        media: objects of `/{ig-user}/media`; insights may lie within each, as field expansion gives them.
        insights: identity of the media → metric → value, from `insights_of`, for insights asked for one by one.
        account: the handle where the media do not say it.
        measured_at: when the server was asked, in UTC.

    Returns:
        Posts and what was left out.
    """
    found = Gathered()
    known = [one for one in media if isinstance(one, dict)]
    is_counted = any(whole(one.get("like_count")) is not None for one in known)
    for one in known:
        identity = text(one.get("id"))
        found.saw(one, USED, ignored=IGNORED)
        own = insights_of(one.get("insights")).get("", {}) | insights_of(one.get("insights")).get(identity or "", {})
        values = own | dict((insights or {}).get(identity or "", {}))
        found.saw(values, MEDIA_METRICS)
        row = _row(one, values, account, measured_at)
        if is_counted and row["likes"] is None and row["kind"] != "story":  # of stories nobody is told
            row["likes_hidden"] = True
        found.add(row)
    found.once()
    return found


def labels_of(answers: Iterable[Any]) -> Gathered:
    """Give which fields and metrics of these answers are used, and which are not; no rows.

    A total of several days without its date is not used, whatever it counts.
    """
    seen = Gathered()
    for answer in answers:
        for one in items(answer, "data"):
            if part(one, "media_type") is not None:
                seen.saw(one, USED, ignored=IGNORED)
            elif (name := text(part(one, "name"))) is not None:
                metrics = MEDIA_METRICS if part(one, "period") == "lifetime" else DAY_METRICS
                seen.saw({name: None}, metrics if items(one, "values") else ())
    return seen


def insights_of(document: object) -> dict[str, dict[str, int]]:
    """Give identity of the media → metric → value of one answer of `/{media}/insights`.

    The identity stands in front of each metric's id; where it does not, it is "". What is not there is missing, not 0.
    """
    found: dict[str, dict[str, int]] = {}
    for metric in items(document, "data"):
        name, where = text(part(metric, "name")), text(part(metric, "id")) or ""
        value = whole(part(metric, "values", 0, "value"))
        value = whole(part(metric, "total_value", "value")) if value is None else value
        if name is not None and value is not None and part(metric, "period") in ("lifetime", None):
            found.setdefault(where.partition("/")[0], {})[name] = value
    return found


def days_of(document: object, *, account: str | None = None, day: date | None = None) -> list[dict[str, Any]]:
    """Give rows of days of one answer of `/{ig-user}/insights`.

    A series has its days in it: each value belongs to the day that ends at `end_time`. A total has none: it belongs to
    `day`, the one day that was asked for, and is left out where `day` is None.
    """
    days: dict[date, dict[str, Any]] = {}
    for metric in items(document, "data"):
        if part(metric, "period") != "day":
            continue
        name = text(part(metric, "name")) or ""
        for value in items(metric, "values"):
            end = moment(part(value, "end_time"))
            if end is not None and name in DAY_METRICS:
                # the end of a day is midnight on the Pacific coast, 7 or 8 hours into the next day of UTC
                days.setdefault((end - HALF_A_DAY).date(), {})[DAY_METRICS[name]] = whole(part(value, "value"))
        if day is not None and isinstance(part(metric, "total_value"), dict):
            days.setdefault(day, {}).update(_totals(name, metric))
    return [{"account": account, "platform": "instagram", "day": when, **row} for when, row in sorted(days.items())]


def _totals(name: str, metric: object) -> dict[str, int]:
    by_type = {
        text(part(result, "dimension_values", 0)): whole(part(result, "value"))
        for breakdown in items(metric, "total_value", "breakdowns")
        if items(breakdown, "dimension_keys")[:1] in (["follow_type"], ["follower_type"])
        for result in items(breakdown, "results")
    }
    found: dict[str, int | None] = {}
    if name == "follows_and_unfollows":
        found = {"follows": by_type.get("FOLLOWER"), "unfollows": by_type.get("NON_FOLLOWER")}
    elif name in DAY_METRICS and name != "follower_count":
        found = {DAY_METRICS[name]: whole(part(metric, "total_value", "value"))}
        if name == "reach":
            found["reach_non_followers"] = by_type.get("NON_FOLLOWER")
    return {column: value for column, value in found.items() if value is not None}


def _row(
    one: Mapping[str, Any], values: Mapping[str, int], account: str | None, measured_at: datetime | None
) -> dict[str, Any]:
    product, form = str(one.get("media_product_type")), str(one.get("media_type"))
    counts = {ours: values[theirs] for theirs, ours in MEDIA_METRICS.items() if theirs in values}
    counted = {"likes": whole(one.get("like_count")), "comments": whole(one.get("comments_count"))}
    return {
        **counts,
        **{name: value for name, value in counted.items() if value is not None},
        "likes": counts.get("likes") if counted["likes"] is None else counted["likes"],
        "account": text(one.get("username")) or account,
        "platform": "instagram",
        "post_id": text(one.get("id")),
        "posted_at": moment(one.get("timestamp")),
        "kind": KINDS.get(product) or FEED_KINDS.get(form, "other"),
        "measured_at": measured_at,
        "url": text(one.get("permalink")),
        "paid": True if product == "AD" else None,
    }
