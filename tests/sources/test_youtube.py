"""YouTube: a channel's videos in batches; its own days and shares; and what its terms keep out."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from tests.sources.conftest import NOW, TOKEN, Asked, Platform, Reply

from fieber import api
from fieber.errors import UnreadableError, UsageError
from fieber.sources import read_live

if TYPE_CHECKING:
    from fieber.sources import Visit

N_VIDEOS = 120
KEY = "SECRET-KEY-1234567890"


def video(number: int) -> dict[str, Any]:
    return {
        "kind": "youtube#video",
        "id": f"video{number:03}",
        "snippet": {
            "publishedAt": (NOW - timedelta(days=number + 1)).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "channelTitle": "Anna",
            "title": "secretcaption",
        },
        "contentDetails": {"duration": "PT9M45S"},
        "statistics": {"viewCount": "1000", "likeCount": "10", "commentCount": "2"},
    }


def youtube(asked: Asked) -> Reply:  # noqa: PLR0911 - one answer a kind of question
    """Both interfaces of one channel with 120 videos."""
    known = asked.headers.get("x-goog-api-key") == KEY or asked.headers.get("authorization") == f"Bearer {TOKEN}"
    if not known:
        return Reply({"error": {"code": 401, "errors": [{"reason": "authError"}]}}, 401)
    start = int(asked.params.get("pageToken", "0"))
    more = {"nextPageToken": str(start + 50)} if start + 50 < N_VIDEOS else {}
    if asked.path == "/channels":
        if asked.params.get("forHandle", "@anna") != "@anna":
            return Reply({"items": []})
        related = {"relatedPlaylists": {"uploads": "UU1"}}
        numbers = {"subscriberCount": "13400", "hiddenSubscriberCount": False}
        return Reply({"items": [{"snippet": {"title": "Anna"}, "contentDetails": related, "statistics": numbers}]})
    if asked.path == "/playlistItems":
        found = [{"contentDetails": {"videoId": f"video{n:03}"}} for n in range(start, min(start + 50, N_VIDEOS))]
        return Reply({"items": found, **more})
    if asked.path == "/videos":
        names = asked.params["id"].split(",")
        return Reply({"items": [video(int(name[5:])) for name in names]})
    if asked.params["dimensions"] == "day":
        heads = ["day", "views", "subscribersGained", "subscribersLost"]
        return Reply({"columnHeaders": [{"name": head} for head in heads], "rows": [["2026-11-01", 51, 4, 1]]})
    names = asked.params["filters"].removeprefix("video==").split(",")
    return Reply({"columnHeaders": [{"name": "video"}, {"name": "shares"}], "rows": [[name, 3] for name in names]})


@pytest.fixture(autouse=True)
def _served(platform: Platform, monkeypatch: pytest.MonkeyPatch) -> None:
    platform.answers = youtube
    monkeypatch.setenv("FIEBER_YOUTUBE_URL", platform.url)
    monkeypatch.setenv("FIEBER_YOUTUBE_KEY", KEY)
    monkeypatch.delenv("FIEBER_YOUTUBE_TOKEN", raising=False)


def test_a_channel_by_its_handle(platform: Platform, visit: Visit) -> None:
    """120 videos in batches of 50, the subscribers of now, and the key in a header only."""
    reading = read_live("youtube:@anna", visit)

    assert reading.posts.height == N_VIDEOS
    assert reading.posts.select("views", "likes", "comments").sum().row(0) == (120_000, 1200, 240)
    assert reading.days["followers"].to_list() == [13_400]
    assert platform.paths().count("/videos") == 3
    assert KEY not in "".join(asked.whole for asked in platform.seen)
    assert "secretcaption" not in str(reading.posts.rows())


def test_ones_own_channel(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a token, days and shares are added."""
    monkeypatch.setenv("FIEBER_YOUTUBE_TOKEN", TOKEN)

    reading = read_live("youtube:me", visit)

    assert reading.posts["shares"].sum() == 3 * N_VIDEOS
    day = reading.days.filter(pl.col("views").is_not_null())
    assert day.select("account", "views", "follows", "unfollows").rows() == [("Anna", 51, 4, 1)]


def test_a_used_up_quota_says_until_when(platform: Platform, visit: Visit) -> None:
    """The quota comes back at midnight on the Pacific coast: 20 hours from noon UTC."""
    platform.faults = [Reply({"error": {"errors": [{"reason": "quotaExceeded"}]}}, 403)]

    with pytest.raises(UnreadableError, match="run it again in 1200 min"):
        read_live("youtube:@anna", visit)


def test_a_channel_that_is_not_there(visit: Visit) -> None:
    """No such channel: one sentence."""
    with pytest.raises(UnreadableError, match="knows no such account"):
        read_live("youtube:@ben", visit)


def test_a_key_that_is_not_taken(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key that does not work any more is said, and not repeated."""
    monkeypatch.setenv("FIEBER_YOUTUBE_KEY", "OLD-SECRET")

    with pytest.raises(UsageError, match="does not take the token any more") as error:
        read_live("youtube:@anna", visit)

    assert "OLD-SECRET" not in str(error.value)


def test_its_answers_stay_out_of_the_weather(visit: Visit) -> None:
    """What comes live is never made into figures of many; files that a person exported are."""
    reading = read_live("youtube:@anna", visit)

    with pytest.raises(UsageError, match="terms of this platform"):
        api.weather_table(reading)
    api.weather_table(reading.posts)
