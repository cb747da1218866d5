"""Instagram: media with insights, days by follow type; and every way in which the Graph API says no."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from tests.sources.conftest import NOW, TOKEN, Asked, Platform, Reply

from fieber.errors import FieberError, UnreadableError, UsageError
from fieber.sources import read_live

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Ran

    from fieber.sources import Visit

N_MEDIA = 60
LIFETIME = {"views": 1500, "reach": 900, "saved": 5, "shares": 12, "follows": 2}
REFUSED = {"REELS": {"follows"}}  # asking for it fails the whole call
OLD = "m59"  # from before the account became a professional one


def error(code: int, subcode: int | None = None, status: int = 400) -> Reply:
    body: dict[str, Any] = {"message": f"text varies {TOKEN}", "type": "OAuthException", "code": code}
    return Reply({"error": body | ({} if subcode is None else {"error_subcode": subcode})}, status)


def media(number: int) -> dict[str, Any]:
    is_reel = number % 2 == 1
    return {
        "id": f"m{number}",
        "media_type": "VIDEO" if is_reel else "IMAGE",
        "media_product_type": "REELS" if is_reel else "FEED",
        "permalink": f"https://www.instagram.com/p/{number}/",
        "timestamp": (NOW - timedelta(days=number + 1)).strftime("%Y-%m-%dT%H:%M:%S+0000"),
        "like_count": 40,
        "comments_count": 3,
    }


def insight(name: str, value: int) -> dict[str, Any]:
    return {"name": name, "period": "lifetime", "values": [{"value": value}], "id": f"x/insights/{name}/lifetime"}


def total(name: str, value: int, by_type: dict[str, int] | None = None) -> dict[str, Any]:
    told: dict[str, Any] = {"value": value}
    if by_type:
        results = [{"dimension_values": [key], "value": count} for key, count in by_type.items()]
        told["breakdowns"] = [{"dimension_keys": ["follow_type"], "results": results}]
    return {"name": name, "period": "day", "total_value": told}


def of_account(asked: Asked) -> Reply:
    """Insights of the account: a series, or the totals of one day."""
    since = datetime.fromtimestamp(int(asked.params["since"]), tz=UTC)
    until = datetime.fromtimestamp(int(asked.params["until"]), tz=UTC)
    assert until - since <= timedelta(days=30, hours=1)
    if asked.params.get("metric_type") == "total_value":
        assert until - since <= timedelta(hours=25)
        known = {
            "reach": total("reach", 120, {"FOLLOWER": 50, "NON_FOLLOWER": 70}),
            "follows_and_unfollows": total("follows_and_unfollows", 13, {"FOLLOWER": 9, "NON_FOLLOWER": 4}),
            "views": total("views", 340),
            "total_interactions": total("total_interactions", 64),
            "profile_views": total("profile_views", 8),
        }
        wanted = asked.params["metric"].split(",")
        return Reply({"data": [known[name] for name in wanted]}) if set(wanted) <= set(known) else error(100)
    days = [since + timedelta(days=number + 1) for number in range((until - since).days)]
    values = [{"value": 100, "end_time": day.strftime("%Y-%m-%dT%H:%M:%S+0000")} for day in days]
    return Reply({"data": [{"name": name, "period": "day", "values": values} for name in ("reach", "follower_count")]})


def instagram(asked: Asked) -> Reply:  # noqa: PLR0911 - one answer a kind of question
    """The Graph API of one professional account with 60 media."""
    if asked.headers.get("authorization") != f"Bearer {TOKEN}":
        return error(190, 467)
    path = asked.path.removeprefix("/v25.0")
    if path == "/me":
        return Reply({"username": "anna", "followers_count": 10_801, "media_count": N_MEDIA})
    if path == "/me/stories":
        return Reply({"data": []})
    if path == "/me/insights":
        return of_account(asked)
    if path == "/me/media":
        start, size = int(asked.params.get("after", "0")), int(asked.params["limit"])
        paging: dict[str, Any] = {"cursors": {"after": str(start + size)}}
        if start + size < N_MEDIA:
            paging["next"] = f"https://graph.instagram.com/me/media?access_token={TOKEN}&after={start + size}"
        return Reply({"data": [media(n) for n in range(start, min(start + size, N_MEDIA))], "paging": paging})
    number = int(path.split("/")[1][1:])
    wanted = set(asked.params["metric"].split(","))
    if path.startswith(f"/{OLD}/"):
        return error(100, 2_108_006)
    if wanted & REFUSED.get(media(number)["media_product_type"], set()):
        return error(100)
    return Reply({"data": [insight(name, LIFETIME[name]) for name in sorted(wanted)]})


@pytest.fixture(autouse=True)
def _served(platform: Platform, monkeypatch: pytest.MonkeyPatch) -> None:
    platform.answers = instagram
    monkeypatch.setenv("FIEBER_INSTAGRAM_URL", platform.url)
    monkeypatch.setenv("FIEBER_INSTAGRAM_TOKEN", TOKEN)


def test_media_with_their_insights(platform: Platform, visit: Visit) -> None:
    """60 media over two pages with likes, reach, views, saves and shares; follows of feed posts only."""
    reading = read_live("instagram:me", visit)

    posts = reading.posts
    assert posts.height == N_MEDIA
    assert posts["likes"].sum() == 40 * N_MEDIA
    assert posts["reach"].sum() == 900 * (N_MEDIA - 1)
    assert posts["saves"].sum() == 5 * (N_MEDIA - 1)
    assert posts.group_by("kind").agg(pl.col("follows").sum()).sort("kind").rows() == [("photo", 60), ("reel", 0)]
    assert set(posts["measured_at"]) == {NOW}
    assert TOKEN not in "".join(asked.whole for asked in platform.seen)


def test_days_by_follow_type(visit: Visit) -> None:
    """30 days with reach, of it non-followers, follows, unfollows, views, interactions; and the followers of now."""
    days = read_live("instagram:me", visit).days

    today = days.filter(pl.col("day") == date(2026, 11, 20))
    rest = days.filter(pl.col("day") < date(2026, 11, 20))
    names = ("reach", "reach_non_followers", "follows", "unfollows", "views", "interactions", "profile_views")
    assert today["followers"].to_list() == [10_801]
    assert rest.height == 30
    assert rest.select(names).unique().rows() == [(120, 70, 9, 4, 340, 64, 8)]


def test_a_metric_that_fails_the_call_is_asked_only_once(
    platform: Platform, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A metric that a whole call fails of is found out, the others still come, and it is never asked for again."""
    monkeypatch.setitem(REFUSED, "FEED", {"saved"})

    posts = read_live("instagram:me", visit).posts

    feed = posts.filter(pl.col("kind") == "photo")
    asked_for = [asked.params["metric"] for asked in platform.seen if "/m" in asked.path and "metric" in asked.params]
    assert feed["saves"].null_count() == feed.height
    assert feed["reach"].sum() == 900 * feed.height
    assert asked_for.count("saved") == 1


def test_too_few_viewers_is_missing_not_zero(platform: Platform, visit: Visit) -> None:
    """Where too few people saw a post, its reach is not said; the post stays."""
    platform.answers = lambda asked: error(10) if "/m3/insights" in asked.path else instagram(asked)

    posts = read_live("instagram:me", visit).posts

    assert posts.filter(pl.col("post_id") == "m3").select("reach", "likes").rows() == [(None, 40)]


@pytest.mark.parametrize("code", [(190, 463), (190, 460), (102, None)])
def test_an_expired_token_is_said(platform: Platform, visit: Visit, code: tuple[int, int | None]) -> None:
    """Wherever in the run the token ends: one sentence, and neither the token nor Meta's words in it."""
    platform.faults = [None, None, error(*code)]

    with pytest.raises(UsageError, match="does not take the token any more") as told:
        read_live("instagram:me", visit)

    assert TOKEN not in repr(told.value) + repr(told.value.__cause__)


def test_a_missing_permission_is_a_number(platform: Platform, visit: Visit) -> None:
    """What the token may not see is said with its code."""
    platform.faults = [error(200, status=403)]

    with pytest.raises(UnreadableError, match=r"status 403, code 200"):
        read_live("instagram:me", visit)


def test_no_token_says_where_to_put_it(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a token the sentence names the variable and the keyring."""
    monkeypatch.delenv("FIEBER_INSTAGRAM_TOKEN")
    monkeypatch.setattr("fieber.sources._credentials.keyring", None)

    with pytest.raises(UsageError, match=r"FIEBER_INSTAGRAM_TOKEN.*keyring set fieber instagram"):
        read_live("instagram:me", visit)


@pytest.mark.parametrize("target", ["", "anna", "../me"])
def test_only_ones_own_account(visit: Visit, target: str) -> None:
    """Nobody else's account can be named."""
    with pytest.raises(FieberError):
        read_live(f"instagram:{target}", visit)


def test_throttled_in_the_middle_keeps_what_there_is(
    platform: Platform, visit: Visit, waits: list[float], tmp_path: Path
) -> None:
    """Throttled for long among the insights: all posts are there, the finding says what is missing, nothing is lost.

    The next run asks only for the rest.
    """
    regain = {"X-Business-Use-Case-Usage": '{"1":[{"call_count":100,"estimated_time_to_regain_access":30}]}'}
    stop = replace(error(80_002), headers=regain)
    platform.answers = lambda asked: stop if "/m20/" in asked.path else instagram(asked)
    first = replace(visit, spool=tmp_path / "run")

    reading = read_live("instagram:me", first)

    assert reading.posts.height == N_MEDIA
    assert reading.posts["reach"].count() == 20
    assert [(note.key, note.values["n"]) for note in reading.notes] == [("note.live_incomplete", 40)]
    assert first.is_cut_short

    platform.answers, before = instagram, len(platform.seen)
    again = read_live("instagram:me", replace(visit, spool=tmp_path / "run"))

    assert again.posts["reach"].count() == N_MEDIA - 1
    assert not [asked for asked in platform.seen[before:] if asked.path.endswith(("/me", "/me/media", "/m5/insights"))]
    assert not (tmp_path / "run").exists()


def test_temporary_errors_are_waited_out(platform: Platform, visit: Visit, waits: list[float]) -> None:
    """Codes 1 and 2, a short throttle and a connection cut in the middle: the run goes on."""
    cut = Reply({"data": "x" * 1000}, cut=True)
    platform.faults = [error(2), error(1, status=500), error(4, status=403), cut]

    assert read_live("instagram:me", visit).posts.height == N_MEDIA
    assert waits[:4] == [1.0, 2.0, 4.0, 8.0]


def test_recording_it_twice(
    fieber: Callable[..., Ran], platform: Platform, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`fieber record instagram:me`, twice: a history grows, the second run asks for less, and no token is anywhere."""
    monkeypatch.chdir(tmp_path)
    arguments = ("record", "instagram:me", "--archive", "archive", "--keep-raw", "raw")

    first, n_first = fieber(*arguments), len(platform.seen)
    second, n_second = fieber(*arguments), len(platform.seen) - n_first

    checked = fieber("check", "archive", "--format", "json")
    written = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert (first.code, second.code, checked.code) == (0, 0, 0)
    assert first.out.startswith("anna · Instagram: new posts 60, new readings 60, new days 3")
    assert second.out.startswith("anna · Instagram: new posts 0, new readings ")
    assert n_second < n_first
    assert (tmp_path / "raw" / "instagram").is_dir()
    assert not (tmp_path / "archive" / "unfinished").exists() or not any((tmp_path / "archive/unfinished").iterdir())
    assert TOKEN.encode() not in written
    assert TOKEN not in first.out + first.err + second.out + second.err
