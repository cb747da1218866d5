"""A made-up German creator: posts as a healthy account has them, for the demo and the first picture of the README.

Nothing here is taken from a real account.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from fieber.errors import UsageError
from fieber.model.tables import conform

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

CREATOR = "simulierte_lena"
MIN_POSTS = 40  # fewer leave no room for a normal time, a hit, a holiday and an end
POSTS_PER_DAY = 0.4  # about three a week
SCATTER = 0.6  # log-sd of likes between posts of one kind, as most accounts of this size have it
KIND_NAMES = ("photo", "carousel", "reel")
KIND_SHARE = (0.4, 0.25, 0.35)
KIND_EFFECT = (0.0, 0.1, 0.3)
WEEKDAY_EFFECT = (0.0, 0.05, 0.1, 0.05, -0.05, -0.15, 0.05)  # Monday first
WEEKDAY_SHARE = (0.15, 0.15, 0.17, 0.16, 0.13, 0.08, 0.16)
HOURS, HOUR_SHARE, HOUR_EFFECT = (8, 12, 17, 19, 21), (0.1, 0.2, 0.25, 0.35, 0.1), (-0.1, -0.05, 0.0, 0.1, 0.0)
MEDIAN_REACH = 14_000.0
VIRAL_FACTOR, VIRAL_HALO, HALO_DAYS = 14.0, 0.7, 9.0
PAUSE_DAYS = 14
RECENT = 12  # posts whose chance is drawn until it lies a little below the middle: weak by luck, not by a drop
RECENT_MEAN = (-0.35, -0.15)


def simulated_creator(seed: int = 1, *, posts: int = 220, as_of: datetime) -> pl.DataFrame:
    """Give the posts of a made-up German creator, "simulierte_lena", as read at `as_of`: healthy, with a weak end.

    220 posts are about 18 months at three a week: photos, carousels, Reels; effects of weekday and hour; one viral
    Reel whose glow fades over some weeks; two weeks of holiday without a post; the last posts low by chance only.

    Args:
        seed: another seed is another creator of the same kind.
        posts: how many, at least 40.
        as_of: when the counters are read, with a time zone; the newest posts are still gathering.

    Raises:
        UsageError: fewer than 40 posts.
    """
    if posts < MIN_POSTS:
        raise UsageError(
            f"a simulated creator needs at least {MIN_POSTS} posts, not {posts}",
            de=f"Ein simulierter Account braucht mindestens {MIN_POSTS} Posts, nicht {posts}",
        )
    random = np.random.default_rng([seed, posts])
    times = _posting_times(random, posts, as_of)
    age_days = np.array([(as_of - moment).total_seconds() / 86400 for moment in times])
    kinds = random.choice(3, size=posts, p=KIND_SHARE)
    viral = posts // 2 + int(random.integers(posts // 8))
    kinds[viral] = 2
    level = np.log(MEDIAN_REACH) + np.array(KIND_EFFECT)[kinds] + _calendar_effect(times)
    chance = _chance(random, posts)
    chance[viral] = 0.0  # how large the hit is, is told by VIRAL_FACTOR alone
    level += chance + _glow(age_days, viral)
    counts = _counts(random, np.exp(level), age_days, is_reel=kinds == 2)
    return conform(
        pl.DataFrame(
            {
                "account": CREATOR,
                "platform": "instagram",
                "post_id": [str(18_000_000_000_000_000 + seed * 1_000_000 + number) for number in range(posts)],
                "posted_at": times,
                "kind": [KIND_NAMES[kind] for kind in kinds],
                "measured_at": as_of,
                **counts,
            }
        ),
        "posts",
    )


def _posting_times(random: np.random.Generator, posts: int, as_of: datetime) -> list[datetime]:
    """Distinct days, more on good weekdays, none in the holiday; hours are those of Berlin."""
    span = round(posts / POSTS_PER_DAY)
    days = [as_of.date() - timedelta(days=back) for back in range(span + PAUSE_DAYS, 0, -1)]
    holiday = round(0.62 * len(days))
    open_days = days[:holiday] + days[holiday + PAUSE_DAYS :]
    weight = np.array([WEEKDAY_SHARE[day.weekday()] for day in open_days])
    chosen = np.sort(random.choice(len(open_days), size=posts, replace=False, p=weight / weight.sum()))
    hours = random.choice(HOURS, size=posts, p=HOUR_SHARE)
    minutes = random.integers(0, 60, size=posts)
    local = [
        datetime(day.year, day.month, day.day, int(hour), int(minute))  # noqa: DTZ001 - the zone is put on below
        for day, hour, minute in zip((open_days[index] for index in chosen), hours, minutes, strict=True)
    ]
    return pl.Series(local).dt.replace_time_zone("Europe/Berlin").dt.convert_time_zone("UTC").to_list()


def _calendar_effect(times: Sequence[datetime]) -> NDArray[np.float64]:
    local = pl.Series(times).dt.convert_time_zone("Europe/Berlin")
    by_hour = dict(zip(HOURS, HOUR_EFFECT, strict=True))
    return np.array([WEEKDAY_EFFECT[moment.weekday()] + by_hour[moment.hour] for moment in local])


def _chance(random: np.random.Generator, posts: int) -> NDArray[np.float64]:
    noise = random.normal(0.0, SCATTER, size=posts)
    while not RECENT_MEAN[0] < noise[-RECENT:].mean() < RECENT_MEAN[1]:
        noise[-RECENT:] = random.normal(0.0, SCATTER, size=RECENT)
    return noise


def _glow(age_days: NDArray[np.float64], viral: int) -> NDArray[np.float64]:
    since = age_days[viral] - age_days
    glow = np.where(since > 0, VIRAL_HALO * np.exp(-np.maximum(since, 0.0) / HALO_DAYS), 0.0)
    glow[viral] = np.log(VIRAL_FACTOR)
    return glow


def _counts(
    random: np.random.Generator,
    reach: NDArray[np.float64],
    age_days: NDArray[np.float64],
    *,
    is_reel: NDArray[np.bool_],
) -> dict[str, Any]:
    grown = reach * (1.0 - 0.7 * np.exp(-age_days / 1.5))  # most of a post's life is its first three days
    reached = random.poisson(grown)

    def share_of(base: NDArray[np.int64], rate: float, spread: float) -> NDArray[np.int64]:
        return random.binomial(base, np.minimum(rate * np.exp(random.normal(0.0, spread, size=len(base))), 0.5))

    likes = share_of(reached, 0.085, 0.15)
    impressions = reached + share_of(reached, 0.2, 0.2)
    follows = share_of(reached, 0.0008, 0.4)
    return {
        "reach": reached,
        "likes": likes,
        "comments": share_of(likes, 0.03, 0.3),
        "shares": share_of(reached, 0.006, 0.3),
        "saves": share_of(reached, 0.008, 0.3),
        # Meta gives these two for posts of the feed only
        "impressions": [None if reel else int(count) for reel, count in zip(is_reel, impressions, strict=True)],
        "follows": [None if reel else int(count) for reel, count in zip(is_reel, follows, strict=True)],
    }
