"""A counter that changed its meaning is never joined: which values go, and which stay."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl

import fieber
from fieber.checkup.cuts import cut_counters, cut_days
from fieber.checkup.series import add_ripeness
from fieber.model.moments import day_number
from fieber.model.tables import conform, empty

SHORTS = datetime(2025, 3, 31, tzinfo=UTC)  # YouTube counts every start of a Short from this day on
VIEWS = datetime(2024, 8, 7, tzinfo=UTC)  # Instagram: views take the place of plays; done on 9 August


def table(first: datetime, n: int, **columns: Any) -> pl.DataFrame:
    """One post a day at noon, 1000 views and 100 likes each."""
    posts = pl.DataFrame(
        {
            "account": "anna",
            "platform": "instagram",
            "posted_at": [first + timedelta(days=i, hours=12) for i in range(n)],
            "views": [1000 + i for i in range(n)],
            "likes": [100 + i for i in range(n)],
        }
    ).with_columns(**columns)
    return conform(posts, "posts")


def cut(posts: pl.DataFrame, platform: str, now: datetime) -> pl.DataFrame:
    seen = add_ripeness(posts, None)
    return cut_counters(seen, empty("days"), platform, day_number(now))[0]


def test_values_of_the_old_meaning_go() -> None:
    """Views of posts made before the new counting held are gone; likes of the same posts stay."""
    posts = table(VIEWS - timedelta(days=5), 20)

    after = cut(posts, "instagram", VIEWS + timedelta(days=60))

    assert after["views"].null_count() == 7
    assert after["views"].drop_nulls().to_list() == [1000 + i for i in range(7, 20)]
    assert after["likes"].null_count() == 0


def test_what_was_read_before_stays_whole() -> None:
    """An export from before the change has the old meaning throughout, whenever it is looked at."""
    posts = table(VIEWS - timedelta(days=40), 20, measured_at=pl.lit(VIEWS - timedelta(days=10)))

    assert cut(posts, "instagram", VIEWS + timedelta(days=400))["views"].null_count() == 0
    assert cut(posts, "instagram", VIEWS - timedelta(days=1))["views"].null_count() == 0


def test_in_the_middle_of_it_new_posts_wait() -> None:
    """While a change is under way, posts made since its beginning are left out and the old ones stand."""
    posts = table(VIEWS - timedelta(days=5), 7)

    during = cut(posts, "instagram", VIEWS + timedelta(days=1, hours=20))

    assert during["views"].is_null().to_list() == [False] * 5 + [True] * 2


def test_only_formats_concerned() -> None:
    """The new counting of Shorts leaves long videos alone; a post of unknown format may be a Short."""
    posts = table(
        SHORTS - timedelta(days=3), 6, platform=pl.lit("youtube"), kind=pl.Series(["short", "video", None] * 2)
    )

    after = cut(posts, "youtube", SHORTS + timedelta(days=90))

    assert after["views"].is_null().to_list() == [True, False, True, True, False, False]  # the day itself is mixed


def test_other_platforms_are_left_alone() -> None:
    """A platform without such a change keeps everything, also where nobody says which it is."""
    posts = table(VIEWS - timedelta(days=5), 20)

    assert cut(posts, "tiktok", VIEWS + timedelta(days=60))["views"].null_count() == 0
    assert cut_days("tiktok").size == 0
    assert set(cut_days("instagram")) >= {day_number(VIEWS), day_number(VIEWS + timedelta(days=2))}


def test_the_check_up_says_so() -> None:
    """Where nothing of the new meaning is long enough, the vital's reason and a caveat name the change."""
    posts = table(VIEWS - timedelta(days=200), 200).drop("likes")
    one = fieber.check(posts.with_columns(likes=pl.lit(None, dtype=pl.Int64)), as_of=VIEWS + timedelta(days=20))

    assert not isinstance(one, list)
    found = one.to_dict()
    (views,) = [vital for vital in found["vitals"] if vital["metric"] == "views"]
    assert (views["verdict"], views["reason"]) == ("unknown", "metric_changed")
    assert any("counted another way" in caveat for caveat in found["caveats"])
    assert any(event["footprint"] == "counter_changed" for event in found["events"])


def test_a_jump_of_the_counter_is_no_change_of_the_account() -> None:
    """Views that double on the day of the new counting are no record, and halved ones are no fever."""
    factor = pl.when(pl.col("posted_at") >= VIEWS).then(0.3).otherwise(1.0)
    scattered = (pl.col("views") * (1 + 0.3 * (pl.int_range(pl.len()) * 7919 % 13 - 6) / 6) * factor).cast(pl.Int64)
    posts = table(VIEWS - timedelta(days=300), 400).with_columns(views=scattered, likes=None)

    one = fieber.check(posts)

    assert not isinstance(one, list)
    (views,) = [vital for vital in one.to_dict()["vitals"] if vital["metric"] == "views" and vital["kind"] is None]
    assert views["normal"]["high"] < 800
    assert views["verdict"] in {"healthy", "unknown"}
