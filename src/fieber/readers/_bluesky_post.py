"""Bluesky's own answers: `app.bsky.feed.getAuthorFeed` and `getPosts` (FORMATS.md 4.10)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fieber.readers._gather import Gathered
from fieber.readers._json import items, moment, part, text, whole

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

USED = ("uri", "author", "record", "embed", "likeCount", "replyCount", "repostCount", "bookmarkCount", "indexedAt")
IGNORED = ("cid", "viewer", "labels", "threadgate", "debug", "$type")
REPOST = "reasonRepost"
POST = "app.bsky.feed.post"


def posts_of(feed: Iterable[Any], *, measured_at: datetime | None = None) -> Gathered:
    """Turn the items of a feed, or the posts of `getPosts`, into posts.

    What others wrote and the account only reposted is left out. No texts are kept.

    Args:
        feed: {"post": …, "reason": …} or bare post views, of one or several answers.
        measured_at: when the server was asked, in UTC.

    Returns:
        Posts (account is the handle, the identity the at:// address) and what was left out.
    """
    found = Gathered()
    for item in feed:
        post = part(item, "post") if isinstance(item, dict) and "post" in item else item
        if not isinstance(post, dict) or POST not in str(post.get("uri")):
            found.lose("unreadable_row_dropped")
        elif REPOST in str(part(item, "reason", "$type")):
            found.lose("others_post_dropped")
        else:
            found.saw(post, USED, ignored=IGNORED)
            found.add(_row(post, measured_at))
    found.once()  # a pinned post stands at the top and at its own place
    return found


def kind_of(post: object) -> str:
    """Give the format of a post."""
    if part(post, "record", "reply") is not None:
        return "reply"
    embed = part(post, "record", "embed") or part(post, "embed")
    media = part(embed, "media") or embed  # a quote with pictures has them one step deeper
    name = str(part(media, "$type"))
    if "embed.images" in name:
        return "carousel" if len(items(media, "images")) > 1 else "photo"
    if "embed.video" in name:
        return "video"
    return "link" if "embed.external" in name else "text"


def _row(post: dict[str, Any], measured_at: datetime | None) -> dict[str, Any]:
    uri, handle = str(post.get("uri")), text(part(post, "author", "handle"))
    # createdAt is what the author's program says, indexedAt when the network first saw it: the earlier one holds
    times = [moment(part(post, "record", "createdAt")), moment(post.get("indexedAt"))]
    known = [time for time in times if time is not None]
    return {
        "account": handle or text(part(post, "author", "did")),
        "platform": "bluesky",
        "post_id": uri,
        "posted_at": min(known, default=None),
        "kind": kind_of(post),
        "likes": whole(post.get("likeCount")),
        "comments": whole(post.get("replyCount")),
        "shares": whole(post.get("repostCount")),
        "saves": whole(post.get("bookmarkCount")),
        "measured_at": measured_at,
        "url": f"https://bsky.app/profile/{handle}/post/{uri.rpartition('/')[2]}" if handle else None,
    }
