"""Which posts are judged, and with which reading: ripe ones, with the latest counters that could be seen."""

from __future__ import annotations

from datetime import timedelta

import polars as pl
import pytest
from tests.checkup.accounts import at, likes, newest, one, steady

import fieber


def test_two_readings_are_one_post() -> None:
    """The last reading at or before `as_of` counts; an earlier `as_of` uses the earlier one."""
    posts = steady(60)
    early = posts.with_columns(measured_at=pl.lit(at(200)))
    late = posts.with_columns(measured_at=pl.lit(at(400)), likes=pl.col("likes") * 2)
    both = pl.concat([late, early])

    assert one(fieber.check(both)).to_dict() == one(fieber.check(late)).to_dict()
    assert likes(both, as_of=at(300)) == likes(early, as_of=at(300))
    assert likes(both, as_of=at(199)) == likes(early, as_of=at(199))
    assert one(fieber.check(both)).diagnosis.coverage.posts == 60


def test_young_posts_are_left_out_and_counted() -> None:
    """Posts younger than two days at their reading are not judged; the report says how many."""
    posts = steady(60).with_columns(measured_at=pl.lit(newest(steady(60)) + timedelta(hours=1)))
    young = (posts["posted_at"] > newest(posts) - timedelta(days=2, hours=-1)).sum()
    told = one(fieber.check(posts))
    faded = posts.with_columns(likes=pl.when(pl.int_range(pl.len()) >= pl.len() - young).then(1).otherwise("likes"))

    caveats = {caveat.key: caveat.values for caveat in told.diagnosis.caveats}
    assert young >= 1
    assert caveats["caveat.young_posts_left_out"] == {"n": young}
    assert likes(faded) == likes(posts)


def test_a_post_that_was_read_too_early_is_never_judged() -> None:
    """A counter read an hour after posting says nothing, however much later one looks."""
    posts = steady(60).with_columns(measured_at=pl.lit(at(300)))
    last = pl.int_range(pl.len()) >= 50
    early = posts.with_columns(
        likes=pl.when(last).then(3).otherwise("likes"),
        measured_at=pl.when(last).then(pl.col("posted_at") + timedelta(hours=1)).otherwise("measured_at"),
    )
    found = likes(early, as_of=at(140))

    assert found == likes(posts.head(50), as_of=at(140))
    caveats = {caveat.key: caveat.values for caveat in one(fieber.check(early)).diagnosis.caveats}
    assert caveats["caveat.young_posts_left_out"] == {"n": 10}


@pytest.mark.parametrize(
    ("platform", "kind", "days"),
    [
        ("instagram", "photo", 2.0),
        ("instagram", "reel", 7.0),
        ("x", "text", 1.0),
        ("tiktok", "video", 6.0),
        ("youtube", "video", 7.0),
        ("myspace", None, 2.0),
        (None, "short", 7.0),
    ],
)
def test_ripeness_depends_on_platform_and_format(platform: str | None, kind: str | None, days: float) -> None:
    """A post is first looked at when its platform's counters say what they will say."""
    posts = steady(40).with_columns(
        platform=pl.lit(platform, pl.String), kind=pl.lit(kind, pl.String), measured_at=pl.lit(at(300))
    )

    looks = fieber.fever_curve(posts, every="post")["as_of"].unique().sort().to_list()

    assert looks == [when + timedelta(days=days) for when in posts["posted_at"]]
