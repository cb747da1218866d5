"""Mastodon: the account's own server is asked, page by page."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from tests.sources.conftest import NOW, Asked, Platform, Reply

from fieber.errors import FieberError
from fieber.sources import read_live

if TYPE_CHECKING:
    from fieber.sources import Visit

N_POSTS = 100


def status(number: int) -> dict[str, Any]:
    return {
        "id": str(1000 - number),
        "created_at": (NOW - timedelta(days=number + 1)).isoformat().replace("+00:00", "Z"),
        "in_reply_to_id": None,
        "visibility": "public",
        "url": f"https://social.example/@anna/{1000 - number}",
        "uri": f"https://social.example/users/anna/statuses/{1000 - number}",
        "replies_count": 1,
        "reblogs_count": 2,
        "favourites_count": 3,
        "content": "<p>secretcaption</p>",
        "reblog": None,
        "account": {"id": "1", "username": "anna", "acct": "anna", "followers_count": 512},
        "media_attachments": [],
    }


def mastodon(asked: Asked, *, with_links: bool = True) -> Reply:
    """A server with one account of 100 posts."""
    if asked.path == "/api/v1/accounts/lookup":
        is_known = asked.params["acct"] in {"anna", "anna@example.org"}
        return Reply({"id": "1", "acct": "anna", "followers_count": 512}) if is_known else Reply({}, 404)
    if asked.path != "/api/v1/accounts/1/statuses":
        return Reply({}, 404)
    before = int(asked.params.get("max_id", "10000"))
    page = [one for one in map(status, range(N_POSTS)) if int(one["id"]) < before][: int(asked.params["limit"])]
    last = (
        f'<https://social.example/api/v1/accounts/1/statuses?limit=40&max_id={page[-1]["id"]}>; rel="next"'
        if page
        else ""
    )
    return Reply(page, headers={"Link": last} if with_links and page else {})


@pytest.fixture(autouse=True)
def _served(platform: Platform, monkeypatch: pytest.MonkeyPatch) -> None:
    platform.answers = mastodon
    monkeypatch.setenv("FIEBER_MASTODON_URL", platform.url)


@pytest.mark.parametrize("with_links", [True, False], ids=["with Link", "without Link"])
def test_all_posts_and_the_followers(platform: Platform, visit: Visit, *, with_links: bool) -> None:
    """100 posts over three pages, with or without the Link header; boosts and answers to others are not asked for."""
    platform.answers = lambda asked: mastodon(asked, with_links=with_links)

    reading = read_live("mastodon:@anna@example.org", visit)

    assert reading.posts.height == N_POSTS
    assert set(reading.posts["account"]) == {"anna@example.org"}
    assert reading.posts.select("likes", "shares", "comments").sum().row(0) == (300, 200, 100)
    assert reading.days["followers"].to_list() == [512]
    assert {asked.params["exclude_reblogs"] for asked in platform.seen[1:]} == {"true"}
    assert "secretcaption" not in str(reading.posts.rows())


def test_an_account_that_lives_elsewhere_is_found(
    platform: Platform, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the server of the address only points to another one, that one is asked."""
    monkeypatch.setenv("FIEBER_MASTODON_URL", f"{platform.url}/SERVER")

    def split(asked: Asked) -> Reply:
        server, _, path = asked.path[1:].partition("/")
        if server == "example.org":
            link = {"rel": "self", "href": "https://social.example/users/anna"}
            return Reply({"links": [link]} if "webfinger" in path else {}, 200 if "webfinger" in path else 404)
        return mastodon(Asked(f"/{path}", asked.params, asked.headers, asked.whole))

    platform.answers = split

    reading = read_live("mastodon:@anna@example.org", visit)

    assert reading.posts.height == N_POSTS
    assert platform.paths()[:3] == [
        "/example.org/api/v1/accounts/lookup",
        "/example.org/.well-known/webfinger",
        "/social.example/api/v1/accounts/lookup",
    ]


@pytest.mark.parametrize(
    "target",
    ["anna", "@anna@", "@anna@127.0.0.1", "@anna@local host.example", "@anna@example.org/../x", "ben@example.org"],
)
def test_what_is_no_address_is_refused(visit: Visit, target: str) -> None:
    """An address needs a name and a server that is a name of the network; an account must exist."""
    with pytest.raises(FieberError):
        read_live(f"mastodon:{target}", visit)
