"""Mastodon's own answers: statuses as `GET /api/v1/accounts/:id/statuses` gives them (FORMATS.md 4.9)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from fieber.readers._gather import Gathered
from fieber.readers._json import items, moment, part, text, whole

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

USED = (
    *("id", "created_at", "account", "url", "uri", "in_reply_to_id", "reblog", "visibility", "media_attachments"),
    *("card", "favourites_count", "reblogs_count", "replies_count"),
)
KINDS = {"image": "photo", "video": "video", "gifv": "video"}
ONLY_FOR_SOME = "direct"  # a letter to the people named in it: nobody else's business


def posts_of(statuses: Iterable[Any], *, measured_at: datetime | None = None) -> Gathered:
    """Turn statuses into posts.

    What others wrote and the account only boosted is left out, and so are direct messages. No texts are kept.

    Args:
        statuses: the objects of one or several answers.
        measured_at: when the server was asked, in UTC.

    Returns:
        Posts (account is user@server, likes are favourites, shares are boosts) and what was left out.
    """
    found = Gathered()
    for status in statuses:
        if not isinstance(status, dict) or "favourites_count" not in status:
            found.lose("unreadable_row_dropped")
        elif status.get("reblog") is not None:
            found.lose("others_post_dropped")
        elif status.get("visibility") == ONLY_FOR_SOME:
            found.lose("private_post_dropped")
        else:
            found.saw(status, USED)
            found.add(_row(status, measured_at))
    found.once()
    return found


def account_of(status: object) -> str | None:
    """Give whose status it is as user@server; the server is that of its address where the name has none."""
    name = text(part(status, "account", "acct")) or text(part(status, "account", "username"))
    return full_name(name, text(part(status, "account", "url")) or text(part(status, "url")))


def full_name(name: str | None, address: str | None) -> str | None:
    """Give user@server."""
    if name is None or "@" in name or address is None:
        return name
    host = host_of(address)
    return f"{name}@{host}" if host else name


def host_of(address: str) -> str | None:
    """Give the server of a web address; None where it is none."""
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None


def kind_of(status: object) -> str:
    """Give the format of a status."""
    if part(status, "in_reply_to_id") is not None:
        return "reply"
    media = items(status, "media_attachments")
    if media:
        first = KINDS.get(str(part(media, 0, "type")), "other")
        return "carousel" if first == "photo" and len(media) > 1 else first
    return "link" if part(status, "card") else "text"


def _row(status: dict[str, Any], measured_at: datetime | None) -> dict[str, Any]:
    return {
        "account": account_of(status),
        "platform": "mastodon",
        "post_id": text(status.get("uri")) or text(status.get("id")),
        "posted_at": moment(status.get("created_at")),
        "kind": kind_of(status),
        "likes": whole(status.get("favourites_count")),
        "comments": whole(status.get("replies_count")),
        "shares": whole(status.get("reblogs_count")),
        "measured_at": measured_at,
        "url": text(status.get("url")),
    }
