"""Bluesky: pages of posts, other people's left out, to the end and no further."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from tests.sources.conftest import NOW, Asked, Platform, Reply

import fieber
from fieber.errors import UnreadableError
from fieber.sources import read_live

if TYPE_CHECKING:
    from fieber.sources import Visit

N_POSTS = 250
DID = "did:plc:example"


def item(number: int, *, repost: bool = False) -> dict[str, Any]:
    at = (NOW - timedelta(days=number + 1)).isoformat().replace("+00:00", "Z")
    owner = "did:plc:other" if repost else DID
    found: dict[str, Any] = {
        "post": {
            "uri": f"at://{owner}/app.bsky.feed.post/{number}",
            "author": {"did": owner, "handle": "anna.example"},
            "record": {"$type": "app.bsky.feed.post", "text": "secretcaption", "createdAt": at},
            "replyCount": 1,
            "repostCount": 2,
            "likeCount": 7,
            "indexedAt": at,
        }
    }
    if repost:
        found["reason"] = {"$type": "app.bsky.feed.defs#reasonRepost"}
    return found


def bluesky(asked: Asked) -> Reply:
    """The public app view of one account with 250 posts, one of which is somebody else's."""
    if asked.params.get("actor") != "anna.example":
        return Reply({"error": "InvalidRequest", "message": "Profile not found"}, 400)
    if asked.path.endswith("getProfile"):
        return Reply({"did": DID, "handle": "anna.example", "followersCount": 812, "postsCount": N_POSTS})
    assert asked.path == "/xrpc/app.bsky.feed.getAuthorFeed"
    start, size = int(asked.params.get("cursor", "0")), int(asked.params["limit"])
    feed = [item(number, repost=number == 3) for number in range(start, min(start + size, N_POSTS))]
    return Reply({"feed": feed, **({"cursor": str(start + size)} if start + size < N_POSTS else {})})


@pytest.fixture(autouse=True)
def _served(platform: Platform, monkeypatch: pytest.MonkeyPatch) -> None:
    platform.answers = bluesky
    monkeypatch.setenv("FIEBER_BLUESKY_URL", platform.url)


def test_all_posts_and_the_followers(visit: Visit) -> None:
    """249 own posts with their counters and the moment of reading; one that was only reposted is left out."""
    reading = read_live("bluesky:@anna.example", visit)

    assert reading.posts.height == N_POSTS - 1
    assert reading.posts.select("likes", "shares", "comments").sum().row(0) == (7 * 249, 2 * 249, 249)
    assert set(reading.posts["measured_at"]) == {NOW}
    assert reading.days.select("account", "day", "followers").rows() == [("anna.example", date(2026, 11, 20), 812)]
    assert [(fault.kind, fault.count) for fault in reading.faults] == [("others_post_dropped", 1)]
    assert reading.rows_read == N_POSTS
    assert "secretcaption" not in str(reading.posts.rows())


def test_it_is_an_input_like_any_other(visit: Visit) -> None:
    """`fieber.read` and `fieber.check` take the name of an account where they take a path."""
    reading = fieber.read("bluesky:anna.example")
    checkup = fieber.check(reading)

    assert isinstance(checkup, fieber.Checkup)
    assert checkup.to_dict()["platform"] == "bluesky"
    assert checkup.to_dict()["coverage"]["posts"] == N_POSTS - 1


def test_a_cursor_that_repeats_ends_it(platform: Platform, visit: Visit) -> None:
    """A server that sends us in circles is asked each page once, and each post counts once."""
    around = {"feed": [item(number) for number in range(10)], "cursor": "again"}
    platform.answers = lambda asked: bluesky(asked) if "getProfile" in asked.path else Reply(around)

    reading = read_live("bluesky:anna.example", visit)

    assert reading.posts.height == 10
    assert len(platform.seen) == 3
    assert [(fault.kind, fault.count) for fault in reading.faults] == [("duplicate_rows_dropped", 10)]


def test_empty_pages_end_it(platform: Platform, visit: Visit) -> None:
    """Pages without posts but always with another cursor: after three of them it is the end."""
    pages = iter(range(100))

    def empty(asked: Asked) -> Reply:
        return bluesky(asked) if "getProfile" in asked.path else Reply({"feed": [], "cursor": str(next(pages))})

    platform.answers = empty

    assert read_live("bluesky:anna.example", visit).posts.height == 0
    assert len(platform.seen) == 4


def test_only_what_can_have_changed_is_asked_again(platform: Platform, visit: Visit) -> None:
    """Read a day ago, an account is asked for the pages whose posts were younger than 45 days then, and no more."""
    again = replace(visit, last_reading=lambda name, _: NOW - timedelta(days=1) if name == "anna.example" else None)

    reading = read_live("bluesky:anna.example", again)

    assert len(platform.paths()) == 3
    oldest = reading.posts["posted_at"].min()
    assert isinstance(oldest, datetime)
    assert oldest < datetime(2026, 10, 5, tzinfo=UTC)


def test_an_unknown_account_is_said(visit: Visit) -> None:
    """Nobody of that name: one sentence that does not repeat the name."""
    with pytest.raises(UnreadableError, match="knows no such account") as error:
        read_live("bluesky:nobodysecret.example", visit)

    assert "nobodysecret" not in str(error.value)
